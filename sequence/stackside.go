package sequence

import (
	"net/netip"

	"github.com/gocap-project/gocap/wire"
)

// A pool keeps what flows need, to be used again by others.
type pool[T any] struct {
	all  []*T // that there are
	free []*T // of these, those that are not in use
}

func (p *pool[T]) take() *T {
	if n := len(p.free); n > 0 {
		x := p.free[n-1]
		p.free = p.free[:n-1]
		return x
	}
	x := new(T)
	p.all = append(p.all, x)
	return x
}

// fill makes sure that there are n.
func (p *pool[T]) fill(n int) {
	if len(p.all) > 0 {
		return
	}
	values := make([]T, n)
	p.all, p.free = make([]*T, n), make([]*T, n)
	for i := range values {
		p.all[i], p.free[i] = &values[i], &values[i]
	}
}

func (p *pool[T]) give(x *T) { p.free = append(p.free, x) }

// sideSize is what a direction counts for in memory: a stackSide and what reads it. A test holds it against the truth.
const sideSize = 1152

// A stackSide is one direction of a connection or an association in a Stack. It takes what TCP or SCTP says, and has it
// read.
type stackSide struct {
	s        *Stack
	flow     StackFlow
	layer    Layer
	reader   Sink // nil until it is known, or if the content comes out as it is
	looking  bool // the first bytes are looked at
	discards bool
	inLook   int
	look     [RecogniseLen]byte
	lookBy   Source // who brought the first byte of look
	stream   uint32
	peer     *stackSide
	out      stackOut
	tls      *TLS
	framed   *Framed
	lines    *Lines
}

// stackOut takes what reads a direction says.
type stackOut struct{ side *stackSide }

// Take passes an event to the program.
func (o *stackOut) Take(e *Event) {
	if out := o.side.s.cfg.Out; out != nil {
		out(&o.side.flow, e)
	}
}

// accept makes the two directions of a connection.
func (s *Stack) accept(c *Connection) (fromClient, fromServer Sink) {
	return s.pair(wire.IPProtoTCP, c.Client(), c.Server(), c.Number())
}

// acceptSCTP makes the two directions of an association.
func (s *Stack) acceptSCTP(a *Association) (fromClient, fromServer Sink) {
	return s.pair(wire.IPProtoSCTP, a.Client(), a.Server(), a.Number())
}

func (s *Stack) pair(proto wire.IPProto, client, server netip.AddrPort, number uint64) (fromClient, fromServer Sink) {
	d := stackSide{s: s, layer: LayerSCTP, flow: StackFlow{Src: client, Dst: server, Context: s.context, Proto: proto, Number: number}}
	r := s.bound(proto, server.Port(), client.Port())
	if proto == wire.IPProtoTCP {
		d.layer = LayerTCP
		d.looking = r == nil && s.recognises()
	}
	if r == nil && !d.looking {
		s.stats.Unbound++
		if s.cfg.OnlyBound {
			return nil, nil
		}
	}
	d.discards = r == nil && s.cfg.OnlyBound
	a, b := s.sides.take(), s.sides.take()
	*a, *b = d, d
	a.peer, b.peer, a.out.side, b.out.side = b, a, a, b
	b.flow.Src, b.flow.Dst, b.flow.Side = server, client, FromServer
	if r != nil {
		a.read(r)
		b.read(r)
	}
	return a, b
}

// recognises reports whether there are bindings to content.
func (s *Stack) recognises() bool {
	for i := range s.cfg.Bindings {
		if s.cfg.Bindings[i].Port == 0 {
			return true
		}
	}
	return false
}

// gone takes back what a connection needed.
func (s *Stack) gone(sinks ...Sink) {
	for _, x := range sinks {
		if d, ok := x.(*stackSide); ok {
			d.release()
			s.sides.give(d)
		}
	}
}

// read has the direction read.
func (d *stackSide) read(r *Reading) {
	s := d.s
	d.flow.reading, d.discards = r, false
	if d.layer == LayerSCTP && r.kind != readAttached {
		return
	}
	switch r.kind {
	case readTLS:
		d.tls = s.tls.take()
		d.tls.c.share(s, d.tls, &d.out, r.limit, DefaultHandshakeLimit, LayerTLS)
		d.reader = d.tls
	case readFramed:
		d.framed = s.framed.take()
		d.framed.c.share(s, d.framed, &d.out, r.limit, DefaultMessageLimit, LayerMessages)
		d.framed.setFraming([...]*Framing{r.client, r.server}[d.flow.Side], false)
		d.reader = d.framed
	case readLines:
		d.lines = s.lines.take()
		d.lines.c.share(s, d.lines, &d.out, r.limit, DefaultLineLimit, LayerLines)
		d.reader = d.lines
	case readAttached:
		d.reader = r.attach(&d.flow)
		d.discards = d.reader == nil
	}
}

// share makes c one of those that have a Stack's memory together.
func (c *cutter) share(s *Stack, owner reader, out Sink, limit, defaultLimit int, layer Layer) {
	if limit <= 0 {
		limit = defaultLimit
	}
	c.owner = owner
	c.out, c.room, c.list, c.limit, c.layer = out, s.room, s.list, max(limit, 2*windowLen), layer
}

// release gives back what reads the direction.
func (d *stackSide) release() {
	s := d.s
	if d.tls != nil {
		d.tls.Reset()
		s.tls.give(d.tls)
	}
	if d.framed != nil {
		d.framed.Reset()
		s.framed.give(d.framed)
	}
	if d.lines != nil {
		d.lines.Reset()
		s.lines.give(d.lines)
	}
	*d = stackSide{}
}

// Take takes what TCP or SCTP says.
func (d *stackSide) Take(e *Event) {
	e.Layer = d.layer
	if d.looking && !d.looks(e) {
		return
	}
	switch {
	case d.reader != nil:
		d.reader.Take(e)
	case !d.discards:
		d.out.Take(e)
	}
}

// looks takes an event while the content is not recognised. It reports whether the event is to be taken as others.
func (d *stackSide) looks(e *Event) bool {
	d.stream = e.Stream
	switch e.Kind {
	case Data:
	case Gap, End:
		d.settle(nil)
		return true
	default:
		return true
	}
	if d.inLook == 0 {
		r, clear := d.s.recognise(e.Bytes)
		if clear {
			d.settle(r)
			return true
		}
		d.lookBy = e.From
	}
	n := copy(d.look[d.inLook:], e.Bytes)
	d.inLook += n
	r, clear := d.s.recognise(d.look[:d.inLook])
	if !clear && d.inLook < RecogniseLen {
		return false
	}
	d.settle(r)
	if n == len(e.Bytes) {
		return false
	}
	e.Bytes = e.Bytes[n:]
	e.Offset += uint64(n)
	return true
}

// recognise returns the reading of a stream that begins with b, or nil if there is none. clear is false if more bytes
// may tell.
func (s *Stack) recognise(b []byte) (r *Reading, clear bool) {
	b = b[:min(len(b), RecogniseLen)]
	clear = true
	for i := range s.cfg.Bindings {
		x := &s.cfg.Bindings[i]
		if x.Port != 0 || x.As.recognise == nil {
			continue
		}
		switch x.As.recognise(b) {
		case Alike:
			return x.As, true
		case Unclear:
			clear = len(b) == RecogniseLen
		}
	}
	return nil, clear
}

// settle says how the direction is read, and hands on what was looked at.
func (d *stackSide) settle(r *Reading) {
	d.looking = false
	if r == nil {
		d.s.stats.Unbound++
	} else {
		d.read(r)
		if d.peer.looking {
			d.peer.settle(r)
		}
	}
	if d.inLook > 0 { // from the stream's first byte: a gap would have settled it
		d.s.event = Event{Kind: Data, Stream: d.stream, Bytes: d.look[:d.inLook], From: d.lookBy}
		d.Take(&d.s.event)
	}
}
