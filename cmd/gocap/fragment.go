package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/gocap-project/gocap/pcap"
	"github.com/gocap-project/gocap/wire"
)

// A fragmenter cuts datagrams to fragments.
type fragmenter struct {
	packetPipe
	size  int
	force bool

	frame wire.Frame
	buf   []byte
	id    uint32

	packets, datagrams, fragments, forbidden, cut int64
}

func fragmentCmd() *cobra.Command {
	var f fragmenter
	c := &cobra.Command{
		Use:   "fragment -r IN -w OUT --size N",
		Short: "Cut IP datagrams to fragments",
		Long: `Fragment writes a capture in which IP datagrams that are longer than --size bytes, headers
included, are in fragments, as a router with that MTU (IPv4) or the sender (IPv6) makes
them: RFC 791 and RFC 8200. All else is written as it is: other packets, datagrams that
are short enough, that must not be fragmented (unless --force), or of which not all was
captured. Datagrams in tunnels are not looked at; that around them is fragmented.

At the end it says what was done. gocap defrag does the opposite.`,
		Example: `  gocap fragment -r trace.pcap -w small.pcap --size 576`,
		Args:    args(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			f.out.stdout, f.err = c.OutOrStdout(), c.ErrOrStderr()
			if f.size < wire.IPv4Len+8 {
				return usage("--size %d: there is no room for data in fragments of less than 28 bytes", f.size)
			}
			err := f.run(c.InOrStdin(), f.packet)
			f.summary()
			return err
		},
	}
	s := c.Flags()
	s.SortFlags = false
	f.packetPipe.define(c)
	s.IntVar(&f.size, "size", 0, "length of the longest IP packet to write, in `bytes`, headers included")
	s.BoolVar(&f.force, "force", false, "fragment IPv4 datagrams that must not be, too")
	return c
}

// define adds the flags of all commands that make one capture of another.
func (p *packetPipe) define(c *cobra.Command) {
	s := c.Flags()
	s.StringVarP(&p.read, "read-file", "r", "", "read the packets of the `file`, - for standard input")
	s.StringVarP(&p.write, "write-file", "w", "", "write packets to the `file`, - for standard output: pcapng if its name ends so, else pcap")
	s.BoolVar(&p.lenient, "lenient", false, "go on after damage in the file")
}

// outermostIP returns the index of the outermost IP header, or -1.
func outermostIP(f *wire.Frame) int {
	for i := range f.Len() {
		if k, _ := f.Header(i); k == wire.KindIPv4 || k == wire.KindIPv6 {
			return i
		}
	}
	return -1
}

// packet writes a packet or its fragments.
func (f *fragmenter) packet(p *pcap.Packet) error {
	f.packets++
	_ = f.frame.ParseLink(uint16(p.LinkType()), p.Data) // what is good before a fault counts
	i := outermostIP(&f.frame)
	if i < 0 {
		return f.out.write(*p)
	}
	at, _, end := f.frame.Span(i)
	if b := p.Data[at:end]; len(b) > f.size {
		cut, err := f.cutUp(p, i, b)
		if cut || err != nil {
			return err
		}
	}
	return f.out.write(*p)
}

// cutUp writes the fragments of datagram b, which is header i of packet p, and reports whether it can be fragmented.
func (f *fragmenter) cutUp(p *pcap.Packet, i int, b []byte) (bool, error) {
	if !wholeIP(b) {
		f.cut++
		return false, nil
	}
	if b[0]>>4 == 4 && f.force && wire.IPv4(b).Flags()&wire.DontFragment != 0 {
		v := wire.IPv4(b)
		v.SetFlags(v.Flags() &^ wire.DontFragment)
		if v.ID() == 0 { // it need not have one that is its own, RFC 6864 §4.1
			f.id++
			v.SetID(uint16(f.id))
		}
	}
	f.id++
	at, _, _ := f.frame.Span(i)
	written := int64(0)
	for off := 0; off >= 0; written++ {
		var next int
		var err error
		if f.buf, next, err = appendFragment(append(f.buf[:0], p.Data[:at]...), b, off, f.size, f.id); err != nil {
			if written == 0 && (errors.Is(err, wire.ErrDontFragment) || errors.Is(err, wire.ErrMTU) || errors.Is(err, wire.ErrLength)) {
				f.forbidden++
				return false, nil
			}
			return false, err
		}
		fitLink(&f.frame, i, f.buf)
		q := *p
		q.Data, q.Len, q.Options = f.buf, len(f.buf), pcap.OptionList{} // such as hashes
		if err := f.out.write(q); err != nil {
			return false, err
		}
		off = next
	}
	f.datagrams++
	f.fragments += written
	return true, nil
}

func appendFragment(dst, b []byte, off, size int, id uint32) ([]byte, int, error) {
	if b[0]>>4 == 4 {
		return wire.IPv4(b).AppendFragment(dst, off, size)
	}
	return wire.IPv6(b).AppendFragment(dst, off, size, id)
}

// wholeIP reports whether all of a packet was captured.
func wholeIP(b []byte) bool {
	if b[0]>>4 == 4 {
		return int(wire.IPv4(b).Length()) <= len(b)
	}
	return wire.IPv6Len+int(wire.IPv6(b).Length()) <= len(b)
}

// fitLink makes the headers before header i in frame b, which were those of f, say how long b is.
func fitLink(f *wire.Frame, i int, b []byte) {
	for j := range i {
		at, payload, _ := f.Span(j)
		switch k, _ := f.Header(j); k {
		case wire.KindPPPoE:
			wire.PutUint16(b, at+4, uint16(min(len(b)-payload, 0xffff)))
		case wire.KindEthernet:
			if e := wire.Ethernet(b[at:]); e.Type() <= wire.MaxEtherLength {
				wire.PutUint16(b, at+12, uint16(min(len(b)-payload, wire.MaxEtherLength)))
			}
		}
	}
}

// summary says what was done.
func (f *fragmenter) summary() {
	fmt.Fprintf(f.err, "gocap: %d packets; %d datagrams made %d fragments\n", f.packets, f.datagrams, f.fragments)
	if f.forbidden > 0 {
		fmt.Fprintf(f.err, "gocap: %d datagrams are longer and must not or cannot be fragmented\n", f.forbidden)
	}
	if f.cut > 0 {
		fmt.Fprintf(f.err, "gocap: %d datagrams are longer, but not all of them was captured\n", f.cut)
	}
}
