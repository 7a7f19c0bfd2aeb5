package all_test

import (
	"fmt"

	"github.com/gocap-project/gocap/layers"
	_ "github.com/gocap-project/gocap/layers/all"
	"github.com/gocap-project/gocap/link"
)

// With package all, what a port means is known: here DNS.
func Example() {
	datagram := []byte("\x45\x00\x00\x28\x00\x01\x00\x00\x40\x11\xf6\xbe\xc0\x00\x02\x01\xc0\x00\x02\x02" +
		"\x9c\x40\x00\x35\x00\x14\x00\x00" +
		"\x00\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00")
	p, err := layers.Parse(link.Raw, datagram)
	for _, l := range p {
		fmt.Println(l.Proto().Name)
	}
	fmt.Println(err)
	// Output:
	// IPv4
	// UDP
	// DNS
	// <nil>
}
