package main

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"net/netip"
	"slices"
	"text/tabwriter"
	"time"

	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/wire"
)

// A conversation is what two endpoints sent each other.
type conversation struct {
	name        string
	a, b        string // who spoke first, and who was spoken to
	packets     [2]int // from a, from b
	bytes       [2]int // on the wire
	first, last time.Time
	order       int // of the first packet
}

// A convKey names a conversation, the lower endpoint first.
type convKey struct {
	proto  string
	lo, hi netip.AddrPort
}

// conversations are those in the packets that were added.
type conversations struct {
	frame wire.Frame
	by    map[convKey]*conversation
	other int // packets without addresses that are known, or beyond maxConversations
}

// maxConversations bounds the table.
const maxConversations = 1 << 16

func newConversations() *conversations {
	return &conversations{by: map[convKey]*conversation{}}
}

// add counts a packet of n bytes.
func (c *conversations) add(t link.Type, data []byte, n int, at time.Time) {
	_ = c.frame.ParseLink(uint16(t), data) // the headers before a bad one count
	k, src, dst, ok := endpoints(&c.frame)
	v := c.by[k]
	if !ok || v == nil && len(c.by) >= maxConversations {
		c.other++
		return
	}
	if v == nil {
		v = &conversation{name: k.proto, a: src, b: dst, first: at, order: len(c.by)}
		c.by[k] = v
	}
	dir := 0
	if src != v.a {
		dir = 1
	}
	v.packets[dir]++
	v.bytes[dir] += n
	v.last = at
}

// endpoints says who speaks to whom in a frame, by its innermost addresses.
func endpoints(f *wire.Frame) (k convKey, src, dst string, ok bool) {
	from, to := f.Src(), f.Dst()
	if a := f.ARP(); a != nil && !from.IsValid() {
		from, to = a.SenderIP(), a.TargetIP()
	}
	if !from.IsValid() || !to.IsValid() {
		return k, "", "", false
	}
	sport, dport, _ := f.Ports()
	lo, hi := netip.AddrPortFrom(from, sport), netip.AddrPortFrom(to, dport)
	src, dst = endpoint(lo), endpoint(hi)
	if lo.Compare(hi) > 0 {
		lo, hi = hi, lo
	}
	return convKey{protocol(f), lo, hi}, src, dst, true
}

// protocol names the innermost header.
func protocol(f *wire.Frame) string {
	k, _ := f.Header(f.Len() - 1)
	return k.String()
}

func endpoint(a netip.AddrPort) string {
	if a.Port() == 0 {
		return a.Addr().String()
	}
	return a.String()
}

// print writes the conversations in order of their first packets.
func (c *conversations) print(out io.Writer) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "PROTOCOL\tFROM\tTO\tPACKETS\tBYTES\tANSWERS\tBYTES\tDURATION")
	for _, v := range slices.SortedFunc(maps.Values(c.by), func(x, y *conversation) int { return cmp.Compare(x.order, y.order) }) {
		fmt.Fprintf(w, "%s\t%s\t%s\t%d\t%d\t%d\t%d\t%v\n", v.name, v.a, v.b,
			v.packets[0], v.bytes[0], v.packets[1], v.bytes[1], v.last.Sub(v.first).Round(time.Microsecond))
	}
	if c.other > 0 {
		fmt.Fprintf(w, "other\t\t\t%d\n", c.other)
	}
	return w.Flush()
}
