package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"

	"github.com/spf13/cobra"

	"github.com/gocap-project/gocap/capture"
	"github.com/gocap-project/gocap/internal/netlab"
	"github.com/gocap-project/gocap/internal/tcpdump"
	"github.com/gocap-project/gocap/pcap"
)

func demoCmd() *cobra.Command {
	var d demo
	c := &cobra.Command{
		Use:   "demo",
		Short: "Capture live traffic in a private network, without root",
		Long: `Demo makes a private network of two hosts (user and network namespaces: no root, and
nothing of this machine's network is touched), lets real kernel sockets talk there
over TCP, UDP and IPv6, sends packets that gocap crafts itself, captures it all live,
prints each packet as it comes, writes a capture file, and ends with a table of the
conversations. It takes two seconds.`,
		Example: "  gocap demo\n  gocap demo -w /tmp/demo.pcapng && gocap show -r /tmp/demo.pcapng -n 1",
		Args:    args(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			colours, err := colour(d.color, c.OutOrStdout())
			if err != nil {
				return err
			}
			code, elsewhere, err := netlab.Reexec()
			if err != nil {
				return fmt.Errorf("the demo needs a private network: %w", err)
			}
			if !elsewhere {
				d.out, d.colours = c.OutOrStdout(), colours
				return d.run(c.Context())
			}
			if code != 0 {
				return quiet(code)
			}
			return nil
		},
	}
	c.Flags().StringVarP(&d.file, "write-file", "w", "demo.pcapng", "write the packets to the `file`")
	c.Flags().StringVar(&d.color, "color", "auto", "colour: auto, always or never")
	return c
}

// demoTime bounds a demonstration that something keeps from ending.
const demoTime = 9 * time.Second

// The two hosts of the demonstration's network, RFC 5737 and RFC 3849.
var (
	demoA = demoHost{"alice", net.HardwareAddr{2, 0, 0, 0, 0, 0x0a}, netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("2001:db8::1")}
	demoB = demoHost{"bob", net.HardwareAddr{2, 0, 0, 0, 0, 0x0b}, netip.MustParseAddr("192.0.2.2"), netip.MustParseAddr("2001:db8::2")}
)

type demoHost struct {
	name   string
	mac    net.HardwareAddr
	v4, v6 netip.Addr
}

func (h demoHost) link() netlab.LinkConfig {
	return netlab.LinkConfig{Name: "eth0", MAC: h.mac, NoOffload: true,
		Addrs: []netip.Prefix{netip.PrefixFrom(h.v4, 24), netip.PrefixFrom(h.v6, 64)}}
}

func (h demoHost) String() string { return fmt.Sprintf("%s (%v, %v)", h.name, h.v4, h.v6) }

// A demo is a demonstration under way.
type demo struct {
	file, color string
	colours     bool

	link, more atomic.Bool // how packets are printed now

	mu  sync.Mutex // of out
	out io.Writer
	err error // of out
}

// say prints. It returns the first error that there was.
func (d *demo) say(b []byte) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.err == nil {
		_, d.err = d.out.Write(b)
	}
	return outputError(d.err)
}

func (d *demo) sayf(format string, args ...any) error {
	return d.say(fmt.Appendf(nil, format, args...))
}

// heading prints a line that stands out.
func (d *demo) heading(s string) error {
	if d.colours {
		s = "\x1b[1;36m" + s + "\x1b[0m"
	}
	return d.sayf("\n%s\n", s)
}

// run makes the network, captures on alice's interface, and plays the acts.
func (d *demo) run(ctx context.Context) (err error) {
	ctx, cancel := context.WithTimeout(ctx, demoTime)
	defer cancel()
	a, b, err := demoNetwork()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close(), b.Close()) }()
	var h *capture.Handle
	if err := a.Do(func() (err error) {
		h, err = capture.Open("eth0", capture.Promiscuous())
		return err
	}); err != nil {
		return err
	}
	defer h.Close()
	if err := h.Activate(nil); err != nil {
		return err
	}
	if err := d.sayf("Two hosts on a private link: %v and %v.\nCapturing on %s's eth0, by %s.\n", demoA, demoB, demoA.name, h.Method()); err != nil {
		return err
	}
	played := make(chan error, 1)
	go func() { played <- errors.Join(d.play(&stage{ctx, a, b, h}), h.Deactivate()) }()
	n, convs, err := d.capture(ctx, cancel, h)
	if e := <-played; err == nil {
		err = e
	}
	if err != nil {
		return err
	}
	return d.conclude(h, n, convs)
}

// pause is how long after an act its last packets may come.
const pause = 100 * time.Millisecond

// play plays the acts one after another.
func (d *demo) play(s *stage) error {
	for _, a := range s.acts() {
		if err := s.ctx.Err(); err != nil {
			return nil // the capture says why
		}
		if err := d.heading(a.title); err != nil {
			return err
		}
		d.link.Store(a.link)
		d.more.Store(a.more)
		if err := a.play(); err != nil {
			return fmt.Errorf("%s: %w", a.title, err)
		}
		time.Sleep(pause)
	}
	return nil
}

// conclude prints what came of it.
func (d *demo) conclude(h *capture.Handle, n int, convs *conversations) error {
	st, err := h.Stats()
	if err != nil {
		return err
	}
	if err := d.heading("Conversations"); err != nil {
		return err
	}
	if err := convs.print(d.out); err != nil {
		return outputError(err)
	}
	return d.sayf("\n%d packets captured, %d dropped; they are in %s. Next:\n  gocap show -r %[3]s -n 1\n  gocap dump -nnvvXr %[3]s\n", n, st.Dropped, d.file)
}

func demoNetwork() (a, b *netlab.Host, err error) {
	if a, err = netlab.NewHost(demoA.name); err != nil {
		return nil, nil, err
	}
	if b, err = netlab.NewHost(demoB.name); err != nil {
		return nil, nil, errors.Join(err, a.Close())
	}
	if err = netlab.Veth(a, demoA.link(), b, demoB.link()); err == nil {
		err = errors.Join(a.WaitUp("eth0"), b.WaitUp("eth0"))
	}
	if err != nil {
		return nil, nil, errors.Join(err, a.Close(), b.Close())
	}
	return a, b, nil
}

// capture prints and writes packets until the capture is deactivated. After an error
// it cancels the rest.
func (d *demo) capture(ctx context.Context, cancel func(), h *capture.Handle) (n int, convs *conversations, err error) {
	defer func() {
		if err != nil {
			cancel()
		}
	}()
	w, err := pcap.CreateNg(d.file, pcap.NgOptions{Section: pcap.Section{Application: application()}})
	if err != nil {
		return 0, nil, err
	}
	defer func() {
		if e := w.Close(); e != nil && !sameError(err, e) {
			err = errors.Join(err, e)
		}
	}()
	iface, err := w.AddInterface(pcap.Interface{LinkType: h.LinkType(), Name: "eth0", Description: demoA.name + "'s", Resolution: pcap.Nano, Snaplen: uint32(h.Snaplen())})
	if err != nil {
		return 0, nil, err
	}
	convs = newConversations()
	p := tcpdump.New(tcpdump.Options{NoNames: 2})
	var buf []byte
	for pkt, err := range h.Packets(ctx) {
		if err != nil {
			return n, convs, err
		}
		n++
		p.Link, p.Verbose = d.link.Load(), 0
		if d.more.Load() {
			p.Verbose = 1
		}
		buf = p.Append(buf[:0], tcpdump.Packet{Time: pkt.Time, Link: uint16(pkt.Link), Len: pkt.Len, Data: pkt.Data})
		if err := d.say(buf); err != nil {
			return n, convs, err
		}
		k := pcap.Packet{Data: pkt.Data, Len: pkt.Len, Time: pcap.UnixNano(pkt.Time), Interface: iface}
		k.Options.AddFlags(pcapFlags(pkt))
		if err := w.Write(&k); err != nil {
			return n, convs, fmt.Errorf("%s: %w", d.file, err)
		}
		convs.add(pkt.Link, pkt.Data, pkt.Len, pkt.Time)
	}
	return n, convs, nil
}
