package rawip_test

import (
	"errors"
	"fmt"
	"log"
	"net/netip"

	"github.com/gocap-project/gocap/capture/rawip"
)

// An ICMPv6 socket that receives echo replies only.
func ExampleOpen() {
	c, err := rawip.Open(rawip.Config{Version: 6, Protocol: 58})
	if errors.Is(err, rawip.ErrPermission) || errors.Is(err, errors.ErrUnsupported) {
		return
	} else if err != nil {
		log.Fatal(err)
	}
	defer c.Close()
	if err := c.PassICMP(129); err != nil {
		log.Fatal(err)
	}
	echo := []byte{128, 0, 0, 0, 0, 1, 0, 1} // the kernel fills in the checksum
	err = c.Write(&rawip.Message{Data: echo, Dst: netip.IPv6Loopback(), TTL: 1})
	if err != nil {
		log.Fatal(err)
	}
	var m rawip.Message
	if err := c.Read(&m); err != nil {
		log.Fatal(err)
	}
	fmt.Println(m.Src, m.TTL, m.Payload())
}
