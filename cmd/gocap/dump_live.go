package main

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/gocap-project/gocap/bpf"
	"github.com/gocap-project/gocap/capture"
	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/netif"
	"github.com/gocap-project/gocap/pcap"
)

// A live is a capture from interfaces.
type live struct {
	h       *capture.Handle
	d       *dump
	start   int64 // when it began, in nanoseconds since 1970
	ifs     []pcap.Interface
	byIndex map[int]*pcap.Interface // by the system's number
	names   map[int]string
	several bool // packets are printed with their interface
	gone    int  // interfaces that were removed

	pkt       pcap.Packet
	flags     map[pcap.Flags]pcap.OptionList // the options of packets in pcapng
	drops     uint64                         // as far as packets have told
	delivered []uint64                       // by interface

	engines  []*bpf.Engine // of the interfaces, if the filter cannot run in the kernel
	untagged []byte        // a packet for them
}

func openLive(d *dump) (source, error) {
	names := d.f.interfaces
	if d.f.namespace == "" {
		var err error
		if names, err = chosen(names); err != nil {
			return nil, err
		}
	}
	opts, err := d.options()
	if err != nil {
		return nil, err
	}
	h, err := capture.OpenAll(names, opts...)
	if err != nil {
		return nil, err
	}
	s := &live{h: h, d: d, start: time.Now().UnixNano(), byIndex: map[int]*pcap.Interface{}, names: map[int]string{}}
	if err = d.f.checkLink(h); err == nil {
		if err = s.describe(); err == nil {
			err = s.activate()
		}
	}
	if err != nil {
		return nil, errors.Join(err, h.Close())
	}
	if d.printer != nil {
		d.printer.InterfaceName = func(i uint32) string { return s.name(int(i)) }
	}
	s.announce()
	return s, nil
}

// chosen turns the arguments of -i into names: numbers are those of -D, none is
// the most useful interface there is.
func chosen(args []string) ([]string, error) {
	if len(args) == 0 {
		i, err := netif.Default()
		return []string{i.Name}, err
	}
	var names []string
	for _, a := range args {
		n, err := strconv.Atoi(a)
		if _, e := netif.ByName(a); err != nil || e == nil {
			names = append(names, a)
			continue
		}
		list, err := devices()
		if err != nil {
			return nil, err
		}
		if n < 1 || n > len(list) {
			return nil, fmt.Errorf("-i %d: -D lists interfaces 1 to %d", n, len(list))
		}
		names = append(names, list[n-1].name)
	}
	return names, nil
}

// options are what the flags say of the capture.
func (d *dump) options() (o []capture.Option, err error) {
	f := &d.f
	o = append(o, capture.Snaplen(f.snaplen))
	if f.bufferKiB > 0 {
		o = append(o, capture.Buffer(f.bufferKiB<<10))
	}
	if !f.noPromisc {
		o = append(o, capture.Promiscuous())
	}
	switch {
	case f.immediate:
		o = append(o, capture.Immediate())
	case f.set("latency"):
		o = append(o, capture.Latency(f.latency))
	}
	if f.follow {
		o = append(o, capture.Follow(), capture.Watch(d.event))
	}
	if f.namespace != "" {
		o = append(o, capture.Namespace(f.namespace))
	}
	o = append(o, capture.BusyPoll(f.busyPoll), capture.Use(f.backend))
	if !d.nanoseconds() {
		o = append(o, capture.Precision(time.Microsecond))
	}
	switch f.direction {
	case "in":
		o = append(o, capture.From(capture.In))
	case "out":
		o = append(o, capture.From(capture.Out))
	}
	if f.stampType != "" {
		t, ok := stampTypes[f.stampType]
		if !ok {
			return nil, usage("invalid time stamp type %s: it is host, adapter or adapter_unsynced", f.stampType)
		}
		o = append(o, capture.Timestamps(t))
	}
	if f.linkType == "" {
		return o, nil
	}
	t, ok := link.ByName(f.linkType)
	if !ok {
		return nil, usage("invalid data link type %s; -L lists those of an interface", f.linkType)
	}
	switch t {
	case link.LinuxSLL:
		o = append(o, capture.Cooked(), capture.CookedV1())
	case link.LinuxSLL2:
		o = append(o, capture.Cooked())
	}
	return o, nil
}

// nanoseconds reports whether times are wanted as exact as they come: pcapng files
// hold them without loss to anyone.
func (d *dump) nanoseconds() bool {
	return d.f.nano || !d.f.micro && d.f.write != "" && d.pcapng()
}

// checkLink checks that the handle captures what -y asks for.
func (f *dumpFlags) checkLink(h *capture.Handle) error {
	if f.linkType == "" {
		return nil
	}
	t, _ := link.ByName(f.linkType)
	for _, i := range h.Interfaces() {
		if i.Link != t {
			return fmt.Errorf("%s: %v is not one of the link types of this interface; see gocap dump -L -i %s", i.Name, t, i.Name)
		}
	}
	return nil
}

var stampTypes = map[string]capture.Timestamp{
	"host": capture.HostTime, "adapter": capture.AdapterTime, "adapter_unsynced": capture.AdapterUnsyncedTime,
}

// describe notes what a written file says of the interfaces, and the names of all.
func (s *live) describe() error {
	all, err := netif.Interfaces()
	if err != nil {
		return err
	}
	for _, i := range all {
		s.names[i.Index] = i.Name
	}
	list := s.h.Interfaces()
	s.ifs, s.delivered = make([]pcap.Interface, len(list)), make([]uint64, len(list))
	for i, x := range list {
		s.ifs[i] = pcap.Interface{LinkType: x.Link, Snaplen: uint32(s.h.Snaplen()), Name: x.Name, Filter: s.d.f.expr, Index: i}
		if s.d.nanoseconds() {
			s.ifs[i].Resolution = pcap.Nano
		}
		s.byIndex[x.Index] = &s.ifs[i]
	}
	s.several = len(list) > 1
	if s.d.pcapng() {
		s.flags = map[pcap.Flags]pcap.OptionList{}
	}
	return nil
}

// announce says what is captured, in tcpdump's words.
func (s *live) announce() {
	d, list := s.d, s.h.Interfaces()
	prefix := "gocap: "
	if list[0].Name == capture.Any && d.f.linkType == "" {
		fmt.Fprintf(d.err, "gocap: data link type %v\n", list[0].Link)
	}
	if d.printer != nil && d.f.verbose == 0 && d.f.write == "" {
		fmt.Fprintln(d.err, "gocap: verbose output suppressed, use -v[v]... for full protocol decode")
		prefix = ""
	}
	for _, i := range list {
		fmt.Fprintf(d.err, "%slistening on %s, %s, snapshot length %d bytes\n", prefix, i.Name, describeLink(i.Link), s.h.Snaplen())
	}
}

// event tells of an interface that is followed.
func (d *dump) event(e capture.Event) {
	switch {
	case e.Err != nil:
		fmt.Fprintf(d.err, "gocap: interface %s is back: %v\n", e.Name, e.Err)
	case e.Kind == capture.Removed:
		fmt.Fprintf(d.err, "gocap: interface %s was removed; waiting for it\n", e.Name)
	case e.Kind == capture.Renamed:
		fmt.Fprintf(d.err, "gocap: the interface is now named %s\n", e.Now)
	default:
		fmt.Fprintf(d.err, "gocap: interface %s: %v\n", e.Name, e.Kind)
	}
}

// wait waits for a packet. An interface that is down may come up again, and while one
// is left the others are not the end.
func (s *live) wait() (*capture.Packet, error) {
	for {
		p, err := s.h.Next(s.d.ctx)
		switch {
		case err == nil:
			return p, nil
		case errors.Is(err, capture.ErrDown):
			fmt.Fprintf(s.d.err, "gocap: %v; waiting for it\n", err)
		case errors.Is(err, capture.ErrInterfaceGone) && s.gone+1 < len(s.ifs):
			s.gone++
			fmt.Fprintf(s.d.err, "gocap: %v; going on without it\n", err)
		default:
			return nil, err
		}
	}
}

func (s *live) next(r *record) error {
	p, err := s.wait()
	if err != nil {
		if s.d.ctx.Err() != nil || errors.Is(err, capture.ErrClosed) {
			return io.EOF
		}
		return err
	}
	if r.unwanted = !s.match(p); r.unwanted {
		return nil
	}
	i := &s.ifs[s.from(p)]
	s.delivered[i.Index]++
	s.pkt = pcap.Packet{Data: p.Data, Time: pcap.UnixNano(p.Time), Len: p.Len, Interface: i}
	if s.flags != nil {
		s.pkt.Options = s.options(p)
	}
	r.Packet = &s.pkt
	if s.several && p.Link != link.LinuxSLL2 { // which says it itself
		r.device, r.direction = s.name(p.Interface), direction(p)
	}
	return nil
}

// options are what a pcapng file says of a packet: where it went, and how many were
// lost before it.
func (s *live) options(p *capture.Packet) pcap.OptionList {
	f := pcapFlags(p)
	if lost := p.Drops - s.drops; lost > 0 {
		s.drops = p.Drops
		var l pcap.OptionList
		l.AddFlags(f)
		l.AddUint64(pcap.OptPacketDropCount, lost)
		return l
	}
	l, ok := s.flags[f]
	if !ok {
		l.AddFlags(f)
		s.flags[f] = l
	}
	return l
}

// pcapFlags is epb_flags of a packet.
func pcapFlags(p *capture.Packet) pcap.Flags {
	var how pcap.Reception
	switch p.Type {
	case capture.ToHost:
		how = pcap.Unicast
	case capture.ToAll:
		how = pcap.Broadcast
	case capture.ToGroup:
		how = pcap.Multicast
	case capture.ToOther:
		how = pcap.Promiscuous
	}
	f := pcap.Flags(how) << 2
	switch p.Direction {
	case capture.In:
		f = f.WithDirection(pcap.Inbound)
	case capture.Out:
		f = f.WithDirection(pcap.Outbound)
	}
	return f
}

// name returns an interface's name, or "?" for one that was removed.
func (s *live) name(index int) string {
	n, ok := s.names[index]
	if !ok {
		n = "?" // gone already, or new
		if i, err := netif.ByIndex(index); err == nil {
			n = i.Name
		}
		s.names[index] = n
	}
	return n
}

// direction is how tcpdump tells what became of a packet.
func direction(p *capture.Packet) string {
	switch p.Type {
	case capture.ToHost:
		return "In"
	case capture.ToAll:
		return "B"
	case capture.ToGroup:
		return "M"
	case capture.ToOther:
		return "P"
	case capture.FromHost:
		return "Out"
	}
	return "?"
}

func (s *live) interfaces() []pcap.Interface { return s.ifs }
func (s *live) prompt() bool                 { return true }

// counts are the lines of a summary.
func (s *live) counts(captured int64) []string {
	out := []string{count(uint64(captured), "captured")}
	st, err := s.h.Stats()
	if err != nil {
		return append(out, "no statistics: "+err.Error())
	}
	out = append(out, count(st.Received+st.Dropped, "received by filter"), count(st.Dropped, "dropped by kernel"))
	if st.IfDropped > 0 {
		out = append(out, count(st.IfDropped, "dropped by interface"))
	}
	return out
}

func count(n uint64, what string) string {
	return fmt.Sprintf("%d packet%s %s", n, plural(int64(n)), what)
}

func (s *live) status(w io.Writer, captured int64) {
	fmt.Fprintf(w, "gocap: %s\n", strings.Join(s.counts(captured), ", "))
}

func (s *live) summary(w io.Writer, captured int64) {
	fmt.Fprintf(w, "%s\n", strings.Join(s.counts(captured), "\n"))
}

// statistics are what a pcapng file says of the interfaces at its end. The handle's
// counts are of all its interfaces together; of several, only what was delivered is
// known of each.
func (s *live) statistics() []pcap.Statistics {
	now := time.Now().UnixNano()
	out := make([]pcap.Statistics, len(s.ifs))
	for i := range out {
		out[i] = pcap.Statistics{Interface: i, Time: now, Start: pcap.Some(s.start), End: pcap.Some(now), Delivered: pcap.Some(s.delivered[i])}
	}
	if st, err := s.h.Stats(); err == nil && len(out) == 1 {
		out[0].Accepted = pcap.Some(st.Received + st.Dropped)
		out[0].OSDropped = pcap.Some(st.Dropped)
		out[0].Dropped = pcap.Some(st.IfDropped)
		out[0].Received = pcap.Some(st.Received + st.Dropped + st.IfDropped)
	}
	return out
}

func (s *live) close() error {
	if err := s.h.Close(); !errors.Is(err, capture.ErrClosed) {
		return err
	}
	return nil
}
