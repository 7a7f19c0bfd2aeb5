// Conversations lists who talks to whom in capture files: for each pair of addresses
// and ports the packets and bytes in each direction.
//
//	go run ./examples/conversations FILE...
//
// It uses package wire alone to look at packets, which allocates nothing for them.
package main

import (
	"cmp"
	"fmt"
	"io"
	"net/netip"
	"os"
	"slices"

	"github.com/gocap-project/gocap/pcap"
	"github.com/gocap-project/gocap/wire"
)

func main() {
	if err := run(os.Stdout, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// A pair is two endpoints, the lower one first.
type pair struct {
	proto wire.IPProto
	a, b  netip.AddrPort
}

// Counts are packets and bytes from a to b and back.
type counts struct{ packets, bytes [2]int }

// maxPairs bounds what is kept, whatever is in the capture.
const maxPairs = 1 << 16

func run(w io.Writer, files []string) error {
	all := map[pair]*counts{}
	for _, name := range files {
		if err := count(all, name); err != nil {
			return err
		}
	}
	return list(w, all)
}

func count(all map[pair]*counts, name string) error {
	r, err := pcap.Open(name)
	if err != nil {
		return err
	}
	defer r.Close()
	var f wire.Frame
	for p, err := range r.Packets() {
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		f.ParseLink(uint16(p.LinkType()), p.Data) // what was found before an error is good
		if k, back, ok := pairOf(&f); ok {
			c := all[k]
			if c == nil && len(all) == maxPairs {
				continue
			} else if c == nil {
				c = new(counts)
				all[k] = c
			}
			c.packets[back]++
			c.bytes[back] += max(p.Len, len(p.Data))
		}
	}
	return nil
}

// pairOf returns the endpoints of a frame, and 1 if it goes from the second to the
// first.
func pairOf(f *wire.Frame) (k pair, back int, ok bool) {
	if ip := f.IPv4(); ip != nil {
		k = pair{ip.Protocol(), netip.AddrPortFrom(ip.Src(), 0), netip.AddrPortFrom(ip.Dst(), 0)}
	} else if ip := f.IPv6(); ip != nil {
		k = pair{ip.NextHeader(), netip.AddrPortFrom(ip.Src(), 0), netip.AddrPortFrom(ip.Dst(), 0)}
	} else {
		return k, 0, false
	}
	if tcp := f.TCP(); tcp != nil {
		k.ports(wire.IPProtoTCP, tcp.SrcPort(), tcp.DstPort())
	} else if udp := f.UDP(); udp != nil {
		k.ports(wire.IPProtoUDP, udp.SrcPort(), udp.DstPort())
	}
	if k.a.Compare(k.b) > 0 {
		k.a, k.b, back = k.b, k.a, 1
	}
	return k, back, true
}

func (k *pair) ports(proto wire.IPProto, src, dst uint16) {
	k.proto = proto
	k.a, k.b = netip.AddrPortFrom(k.a.Addr(), src), netip.AddrPortFrom(k.b.Addr(), dst)
}

// list writes the conversations, those with most bytes first.
func list(w io.Writer, all map[pair]*counts) error {
	keys := make([]pair, 0, len(all))
	for k := range all {
		keys = append(keys, k)
	}
	total := func(k pair) int { return all[k].bytes[0] + all[k].bytes[1] }
	slices.SortFunc(keys, func(x, y pair) int {
		return cmp.Or(total(y)-total(x), x.a.Compare(y.a), x.b.Compare(y.b), int(x.proto)-int(y.proto))
	})
	for _, k := range keys {
		c := all[k]
		if _, err := fmt.Fprintf(w, "%-6v %-24v %-24v  -> %d packets, %d bytes  <- %d packets, %d bytes\n",
			k.proto, k.a, k.b, c.packets[0], c.bytes[0], c.packets[1], c.bytes[1]); err != nil {
			return err
		}
	}
	return nil
}
