package netlab_test

import (
	"fmt"
	"log"
	"net"
	"net/netip"
	"os"

	"github.com/gocap-project/gocap/internal/netlab"
)

// A program that needs a network of its own: two hosts with a cable between them.
func Example() {
	code, reexeced, err := netlab.Reexec()
	if err != nil {
		log.Fatal(err) // says what forbids it and what to do
	}
	if reexeced {
		os.Exit(code)
	}
	a, err := netlab.NewHost("a")
	if err != nil {
		log.Fatal(err)
	}
	defer a.Close()
	b, err := netlab.NewHost("b")
	if err != nil {
		log.Fatal(err)
	}
	defer b.Close()
	err = netlab.Veth(
		a, netlab.LinkConfig{Name: "eth0", Addrs: []netip.Prefix{netip.MustParsePrefix("10.0.0.1/24")}},
		b, netlab.LinkConfig{Name: "eth0", Addrs: []netip.Prefix{netip.MustParsePrefix("10.0.0.2/24")}})
	if err != nil {
		log.Fatal(err)
	}
	var l net.Listener
	err = b.Do(func() (err error) {
		l, err = net.Listen("tcp", "10.0.0.2:80") // stays in b, wherever it is used
		return err
	})
	if err != nil {
		log.Fatal(err)
	}
	defer l.Close()
	fmt.Println(l.Addr())
}
