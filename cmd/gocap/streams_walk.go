package main

import (
	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/sequence"
	"github.com/gocap-project/gocap/wire"
)

// A streamFinder puts the streams of one protocol together, and opens records for them in a [streamBook].
type streamFinder interface {
	// put takes a frame whose last header may be the protocol's.
	put(f *wire.Frame, context uint64, from sequence.Source)
	// flush ends all streams at the end of the capture.
	flush()
}

// A streamWalk takes packets to those who put streams together, through IP fragments on the way.
type streamWalk struct {
	book    *streamBook
	finders []streamFinder
	defrag  *sequence.Defragmenter
	frames  [streamDepth]wire.Frame // one for each level of fragments in tunnels
	depth   int
	around  uint64 // the network in which the fragments were of the datagram at hand
}

// streamDepth is how deep fragments may be in fragments.
const streamDepth = 4

func newStreamWalk(book *streamBook, tcp sequence.TCPConfig, sctp sequence.SCTPConfig) *streamWalk {
	w := &streamWalk{book: book, finders: []streamFinder{newTCPFinder(book, tcp), newSCTPFinder(book, sctp)}}
	w.defrag = sequence.NewDefragmenter(nil, sequence.FragmentConfig{Out: sequence.SinkFunc(w.whole)})
	return w
}

// put takes a packet.
func (w *streamWalk) put(t link.Type, data []byte, from sequence.Source) {
	_ = w.frames[0].ParseLink(uint16(t), data) // the headers before a bad one count
	w.frame(&w.frames[0], from)
}

// frame takes a frame to the finders or, if there is a fragment in it, to where fragments wait.
func (w *streamWalk) frame(f *wire.Frame, from sequence.Source) {
	if i, ok := sequence.FragmentIn(f); ok {
		_, b := f.Header(i)
		around := w.around
		w.around = w.context(f, i)
		w.defrag.Put(b, w.around, from)
		w.around = around
		return
	}
	context := w.context(f, lastIP(f))
	for _, x := range w.finders {
		x.put(f, context, from)
	}
}

// context returns the network of a frame's header, by VLANs and tunnels.
func (w *streamWalk) context(f *wire.Frame, i int) uint64 {
	if w.book.oneNetwork {
		return 0
	}
	return sequence.ContextWithin(w.around, f, i)
}

// lastIP returns the index of a frame's innermost IP header, or 0.
func lastIP(f *wire.Frame) int {
	for i := f.Len() - 1; i > 0; i-- {
		if k, _ := f.Header(i); k == wire.KindIPv4 || k == wire.KindIPv6 {
			return i
		}
	}
	return 0
}

// whole takes a datagram that fragments made.
func (w *streamWalk) whole(e *sequence.Event) {
	if e.Kind != sequence.Message || w.depth+1 == streamDepth || len(e.Bytes) == 0 {
		return
	}
	kind := wire.KindIPv4
	if e.Bytes[0]>>4 == 6 {
		kind = wire.KindIPv6
	}
	w.depth++
	f := &w.frames[w.depth]
	_ = f.ParseAs(kind, e.Bytes)
	w.frame(f, e.From)
	w.depth--
}

func (w *streamWalk) flush() {
	for _, x := range w.finders {
		x.flush()
	}
}

// tcpFinder finds TCP connections.
type tcpFinder struct{ streams *sequence.Streams }

func newTCPFinder(book *streamBook, cfg sequence.TCPConfig) *tcpFinder {
	return &tcpFinder{sequence.NewStreams(nil, sequence.StreamsConfig{TCP: cfg,
		Accept: func(c *sequence.Connection) (fromClient, fromServer sequence.Sink) {
			client, server := c.Client().String(), c.Server().String()
			number := book.number()
			return book.open(number, 0, "tcp", client, server), book.open(number, 1, "tcp", server, client)
		}})}
}

func (t *tcpFinder) put(f *wire.Frame, context uint64, from sequence.Source) {
	t.streams.PutFrame(f, context, from)
}

func (t *tcpFinder) flush() { t.streams.Flush(sequence.Flushed) }
