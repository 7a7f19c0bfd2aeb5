package netif

import (
	"errors"
	"net/netip"
	"syscall"
	"testing"

	"github.com/gocap-project/gocap/internal/netlink"
)

// pretended is a kernel whose tables are prepared: for each dump, in order, what it gives.
type pretended struct {
	dumps [][]netlink.Message
	again bool // the first dump is interrupted and repeated
	err   error
	asked []string // of ethtool
}

func (p *pretended) Do(*netlink.Request, func(netlink.Message) error) error { return p.err }

func (p *pretended) Dump(_ *netlink.Request, reset func(), f func(netlink.Message) error) error {
	if len(p.dumps) == 0 {
		return p.err
	}
	list := p.dumps[0]
	p.dumps = p.dumps[1:]
	if p.again {
		p.again = false
		for range 2 { // as many as there are, and then some that are no more
			for _, m := range list {
				_ = f(m)
			}
		}
		reset()
	}
	for _, m := range list {
		if err := f(m); err != nil {
			return err
		}
	}
	return p.err
}

func (p *pretended) Ethtool(link string, _ []byte) error {
	p.asked = append(p.asked, link)
	return syscall.ENODEV
}

func (p *pretended) HasWireless(link string) bool { return link == "wlan0" }

func linkMessage(index uint32, name string) netlink.Message {
	r := netlink.NewRequest(msgNewLink, 0).Raw(putNumber(make([]byte, linkHeader), 4, index)...)
	return netlink.Message{Type: msgNewLink, Body: body(r.String(iflaIfname, name))}
}

func addrMessage(index uint32, last byte) netlink.Message {
	head := putNumber([]byte{familyIPv4, 24, 0, 0, 0, 0, 0, 0}, 4, index)
	r := netlink.NewRequest(msgNewAddr, 0).Raw(head...).Bytes(ifaLocal, []byte{10, 0, 0, last})
	return netlink.Message{Type: msgNewAddr, Body: body(r)}
}

func everything(*Interface) bool { return true }

// TestGoneInBetween has an interface that goes after the links were listed, and one that comes.
func TestGoneInBetween(t *testing.T) {
	p := &pretended{dumps: [][]netlink.Message{
		{linkMessage(9, "gone"), linkMessage(2, "wlan0")},
		{addrMessage(2, 1), addrMessage(77, 2), addrMessage(2, 3)},
	}}
	l, err := list(p, everything)
	if err != nil || len(l) != 2 || l[0].Name != "wlan0" || len(l[0].Addrs) != 2 || l[1].Name != "gone" || len(l[1].Addrs) != 0 {
		t.Fatalf("%+v, %v", l, err)
	}
	if !l[0].Flags.Has(Wireless) || l[1].Flags.Has(Wireless) || l[1].Driver != "" || l[1].Speed != 0 {
		t.Errorf("%+v", l)
	}
}

// TestDetailsOnlyOfWanted spares the drivers of the others.
func TestDetailsOnlyOfWanted(t *testing.T) {
	p := &pretended{dumps: [][]netlink.Message{{linkMessage(1, "lo"), linkMessage(2, "eth0")}}}
	if _, err := list(p, func(i *Interface) bool { return i.Name == "eth0" }); err != nil {
		t.Fatal(err)
	}
	for _, name := range p.asked {
		if name != "eth0" {
			t.Errorf("ethtool was asked about %s", name)
		}
	}
}

func TestRepeatedDumpHasNoDuplicates(t *testing.T) {
	p := &pretended{again: true, dumps: [][]netlink.Message{{linkMessage(1, "lo")}, {addrMessage(1, 1)}}}
	l, err := list(p, everything)
	if err != nil || len(l) != 1 || len(l[0].Addrs) != 1 {
		t.Errorf("%+v, %v", l, err)
	}
}

// TestIncompleteTables keeps what there is.
func TestIncompleteTables(t *testing.T) {
	p := &pretended{err: netlink.ErrInterrupted, dumps: [][]netlink.Message{{linkMessage(1, "lo")}, {addrMessage(1, 1)}}}
	l, err := list(p, everything)
	if !errors.Is(err, netlink.ErrInterrupted) || len(l) != 1 || len(l[0].Addrs) != 1 {
		t.Errorf("%+v, %v", l, err)
	}
	broken := linkMessage(1, "lo")
	broken.Body = append(broken.Body, 1, 2, 3)
	p = &pretended{dumps: [][]netlink.Message{{broken, linkMessage(2, "eth0")}}}
	l, err = list(p, everything)
	var bad *netlink.SyntaxError
	if !errors.As(err, &bad) || len(l) != 2 || l[0].Name != "lo" || l[1].Name != "eth0" {
		t.Errorf("%+v, %v", l, err)
	}
}

func TestLookUpFailures(t *testing.T) {
	dst := netip.MustParseAddr("192.0.2.1")
	_, err := lookUp(&pretended{err: &netlink.Error{Errno: syscall.ENETUNREACH}}, dst)
	var none *NoRouteError
	if !errors.As(err, &none) || !errors.Is(err, syscall.ENETUNREACH) || !errors.Is(err, ErrNoRoute) {
		t.Error(err)
	}
	// What is not the kernel's refusal is not "no route".
	garbage := &netlink.SyntaxError{What: "message", Need: 16}
	if _, err = lookUp(&pretended{err: garbage}, dst); !errors.Is(err, garbage) || errors.Is(err, ErrNoRoute) {
		t.Error(err)
	}
}
