// Package watch finds the conversations in packets and gives each a Session of package session: what comes out is what was
// said that should not have been, and a record of each conversation.
//
// A [Watcher] takes frames of any link type, looks through tunnels and puts IP fragments together. Which protocol a
// conversation speaks, it knows by ports. What it keeps is bounded: conversations at a time, and bytes.
package watch

import (
	"net/netip"

	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/sequence"
	"github.com/gocap-project/gocap/session"
	"github.com/gocap-project/gocap/wire"
)

// A Config says what a [Watcher] does. The zero value has safe limits.
type Config struct {
	// Report is called for each message that is not Valid. The Finding is valid during the call.
	Report func(*Finding)
	// Ended is called for each conversation when it is over, timed out or forgotten. The Record is valid during the call.
	Ended func(*Record)
	// Flows is how many conversations of each kind there may be at once. 0 means [sequence.DefaultTableFlows].
	Flows int
	// OneNetwork has equal addresses in different VLANs and tunnels be the same.
	OneNetwork bool
	// Ports says which protocol a port speaks, beside the registered ones; the empty name means none that is known.
	Ports map[uint16]string
}

// A Finding is a message that is not Valid.
type Finding struct {
	From     sequence.Source // the packet that ended the message
	Session  string          // the protocol: "tcp", "dns"
	Src, Dst netip.AddrPort  // ports are 0 where there are none
	session.Verdict
}

// A Record is what is known of a conversation.
type Record struct {
	Session     string
	Number      uint64            // in the order of first packets, from 0
	Ends        [2]netip.AddrPort // client and server
	First, Last int64             // when its first and latest packet came
	Packets     [2]uint64         // from client and server
	Bytes       [2]uint64         // of data, as they were sent: what was sent twice counts twice
	State       string            // of the client, when it was over
	PeerState   string            // of the server
	RoundTrip   int64             // the least that was seen, in nanoseconds; 0 if it is not known
	Resent      [2]uint64         // packets with what had been sent before
	Tolerated   uint64            // messages
	Invalid     uint64            // messages
	Why         sequence.EndReason
}

// A Watcher watches all conversations. It must not be used by several goroutines at once.
type Watcher struct {
	cfg      Config
	defrag   *sequence.Defragmenter
	frames   [depth]wire.Frame // one for each level of fragments in tunnels
	level    int
	around   uint64 // the network in which the fragments were of the datagram at hand
	cut      bool   // that the frame at hand is not whole
	fragment []byte // at hand
	pieces   bool   // that the datagram at hand came in fragments
	from     sequence.Source
	start    int64 // when the first packet came
	opened   uint64

	links       *sequence.Table[links]
	talks       *sequence.Table[talk]
	connections *sequence.Table[connection]
	streams     *sequence.Streams

	associations *sequence.Table[association]
}

// depth is how deep fragments may be in fragments.
const depth = 4

// grace is for how long after the first packet the answers may be to questions that were asked before it.
const grace = 10e9

// New returns a Watcher.
func New(cfg Config) *Watcher {
	w := &Watcher{cfg: cfg}
	w.defrag = sequence.NewDefragmenter(nil, sequence.FragmentConfig{Out: sequence.SinkFunc(w.whole)})
	w.links = sequence.NewTable(sequence.TableConfig[links]{Flows: linksAtOnce, Timeout: -1})
	w.talks = sequence.NewTable(sequence.TableConfig[talk]{Flows: cfg.Flows, Timeout: talkTimeout, Gone: w.gone})
	w.streams = sequence.NewStreams(nil, sequence.StreamsConfig{TCP: sequence.TCPConfig{Memory: streamsMemory}, Accept: w.accept, Flows: cfg.Flows})
	w.connections = sequence.NewTable(sequence.TableConfig[connection]{Flows: cfg.Flows, Gone: w.closed})
	w.associations = sequence.NewTable(sequence.TableConfig[association]{Flows: cfg.Flows, Gone: w.parted})
	return w
}

// Put takes a frame of a link type, of which data was captured and length bytes were sent.
func (w *Watcher) Put(t link.Type, data []byte, length int, from sequence.Source) {
	if w.start == 0 {
		w.start = from.Time
	}
	w.from, w.cut = from, length > len(data)
	_ = w.frames[0].ParseLink(uint16(t), data) // the headers before a bad one count
	w.frame(&w.frames[0], from)
}

// Flush ends all conversations: the last packet has come.
func (w *Watcher) Flush() {
	w.streams.Flush(sequence.Flushed)
	w.talks.Flush()
	w.connections.Flush()
	w.associations.Flush()
}

// frame judges what is in a frame or, if there is a fragment in it, has it wait for the others.
func (w *Watcher) frame(f *wire.Frame, from sequence.Source) {
	if i, ok := sequence.FragmentIn(f); ok {
		_, b := f.Header(i)
		around := w.around
		w.around = w.context(f, i)
		w.fragment = b
		w.defrag.Put(b, w.around, from)
		w.around = around
		return
	}
	if n := f.Len(); n > 0 {
		if k, b := f.Header(n - 1); k == wire.KindARP {
			w.arp(f, b, w.context(f, n-1))
			return
		}
	}
	i := lastIP(f)
	if i < 0 {
		return
	}
	context := w.context(f, i)
	d, ok := w.datagram(f, i)
	if !ok {
		return
	}
	w.icmp(d, context)
	switch d.Proto {
	case wire.IPProtoUDP:
		w.udp(d, context)
	case wire.IPProtoTCP:
		w.tcp(d, context)
	case wire.IPProtoSCTP:
		w.sctp(d, context)
	}
}

// context returns the network of a frame's header, by VLANs and tunnels.
func (w *Watcher) context(f *wire.Frame, i int) uint64 {
	if w.cfg.OneNetwork {
		return 0
	}
	return sequence.Context(f, i) ^ w.around
}

// lastIP returns the index of a frame's innermost IP header, or -1.
func lastIP(f *wire.Frame) int {
	for i := f.Len() - 1; i >= 0; i-- {
		if k, _ := f.Header(i); k == wire.KindIPv4 || k == wire.KindIPv6 {
			return i
		}
	}
	return -1
}

// datagram returns the packet whose IP header is header i, or false if what is behind it cannot be reached.
func (w *Watcher) datagram(f *wire.Frame, i int) (d session.Datagram, ok bool) {
	k, b := f.Header(i)
	d.Fragmented = w.pieces
	off, payload, end := f.Span(i)
	size := 0
	if k == wire.KindIPv4 {
		v := wire.IPv4(b)
		d.Src, d.Dst, d.Proto, d.Hops, size = v.Src(), v.Dst(), v.Protocol(), v.TTL(), int(v.Length())
	} else {
		v := wire.IPv6(b)
		d.Src, d.Dst, d.Proto, d.Hops, size = v.Src(), v.Dst(), v.NextHeader(), v.HopLimit(), wire.IPv6Len+int(v.Length())
	}
	if size <= wire.IPv6Len { // segmentation offload, a jumbogram: the frame's end is the packet's
		d.Cut = w.cut
	} else {
		d.Cut = off+size > end
	}
	d.Payload = b[payload-off:]
	d.Length = max(size, end-off) - (payload - off)
	if size <= wire.IPv6Len && d.Cut {
		d.Length = -1
	}
	for j := i + 1; j < f.Len(); j++ {
		k, h := f.Header(j)
		if k < wire.KindIPv6HopByHop || k > wire.KindAH {
			break
		}
		d.Proto = wire.IPProto(h[0])
		at, payload, _ := f.Span(j)
		if d.Payload = h[payload-at:]; d.Length >= 0 {
			d.Length -= payload - at
		}
	}
	return d, true
}

// whole takes a datagram that fragments made, and what is wrong with fragments.
func (w *Watcher) whole(e *sequence.Event) {
	if e.Kind != sequence.Message || w.level+1 == depth || len(e.Bytes) == 0 {
		w.fragments(e)
		return
	}
	kind := wire.KindIPv4
	if e.Bytes[0]>>4 == 6 {
		kind = wire.KindIPv6
	}
	pieces, cut := w.pieces, w.cut
	w.level++
	w.pieces, w.cut = true, false
	f := &w.frames[w.level]
	_ = f.ParseAs(kind, e.Bytes)
	w.frame(f, e.From)
	w.level--
	w.pieces, w.cut = pieces, cut
}

// midway reports whether a conversation that begins now may have begun before the first packet.
func (w *Watcher) midway() bool { return w.from.Time-w.start < grace }

// judged reports a verdict that is not Valid.
func (w *Watcher) judged(name string, src, dst netip.AddrPort, v session.Verdict) {
	if v.Outcome == session.Valid || w.cfg.Report == nil {
		return
	}
	w.cfg.Report(&Finding{From: w.from, Session: name, Src: src, Dst: dst, Verdict: v})
}
