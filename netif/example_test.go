package netif_test

import (
	"errors"
	"fmt"
	"log"
	"net/netip"
	"os"

	"github.com/gocap-project/gocap/netif"
)

// What a sender must know to put a packet to an address on the wire itself.
func ExampleRouteTo() {
	r, err := netif.RouteTo(netip.MustParseAddr("192.0.2.1"))
	if errors.Is(err, netif.ErrNoRoute) {
		fmt.Fprintln(os.Stderr, "this machine has no way there:", err)
		return
	}
	if err != nil {
		log.Fatal(err)
	}
	next := r.Gateway
	if !next.IsValid() {
		next = r.Dst.Addr() // on the link
	}
	fmt.Printf("send on %s from %v to %v, at most %d bytes\n", r.Interface, r.Source, next, r.MTU)
}

func ExampleInterfaces() {
	list, err := netif.Interfaces()
	if err != nil {
		log.Fatal(err)
	}
	netif.Order(list)
	for _, i := range list {
		fmt.Printf("%d. %s [%v] %s\n", i.Index, i.Name, i.Flags, i.Description())
	}
}

func ExampleUnknownInterfaceError() {
	err := error(&netif.UnknownInterfaceError{Name: "eth1", Have: []string{"eth0", "lo"}})
	fmt.Println(err)
	// Output:
	// netif: no interface "eth1"; there are eth0, lo
}
