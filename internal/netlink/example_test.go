package netlink_test

import (
	"fmt"

	"github.com/gocap-project/gocap/internal/netlink"
)

// A message is built, and read again.
func ExampleNewRequest() {
	const newLink, name, mtu = 16, 3, 4
	b := netlink.NewRequest(newLink, netlink.FlagAck).Raw(make([]byte, 16)...).String(name, "eth0").Uint32(mtu, 1500).Finish(1, 0)
	m, _, err := netlink.Next(b)
	fmt.Println(len(b), m.Type, err)
	err = netlink.Attrs(m.Body[16:], func(a netlink.Attr) { fmt.Println(a.Type, len(a.Data)) })
	fmt.Println(err)
	// Output:
	// 52 16 <nil>
	// 3 5
	// 4 4
	// <nil>
}
