package main

import (
	"github.com/gocap-project/gocap/sequence"
	"github.com/gocap-project/gocap/wire"
)

// maxSCTPStreams is how many streams of a direction have records of their own; a packet can name 65536. What is sent in
// others goes to the record of the first that was too many.
const maxSCTPStreams = 1024

// sctpFinder finds SCTP associations.
type sctpFinder struct{ associations *sequence.Associations }

func newSCTPFinder(book *streamBook, cfg sequence.SCTPConfig) *sctpFinder {
	return &sctpFinder{sequence.NewAssociations(nil, sequence.AssociationsConfig{SCTP: cfg,
		Accept: func(a *sequence.Association) (fromClient, fromServer sequence.Sink) {
			client, server := a.Client().String(), a.Server().String()
			number := book.number()
			if !book.wants(number) {
				return nil, nil
			}
			return &sctpSide{book: book, stream: number, side: 0, src: client, dst: server},
				&sctpSide{book: book, stream: number, side: 1, src: server, dst: client}
		}})}
}

func (s *sctpFinder) put(f *wire.Frame, context uint64, from sequence.Source) {
	s.associations.PutFrame(f, context, from)
}

func (s *sctpFinder) flush() { s.associations.Flush(sequence.Flushed) }

// sctpSide has the records of the streams of one direction.
type sctpSide struct {
	book     *streamBook
	stream   uint64
	side     int
	src, dst string
	records  map[uint32]*streamRecord
	order    []uint32
	lost     uint64 // chunks that never came
}

// Take hands an event to the stream's record.
func (s *sctpSide) Take(e *sequence.Event) {
	switch {
	case e.Kind == sequence.End:
		s.end(e)
	case e.Kind == sequence.Gap && e.Flags&sequence.Chunks != 0:
		s.lost += e.Len
	case e.Kind == sequence.Message, e.Kind == sequence.Gap, e.Kind == sequence.Conflict:
		r := s.record(e.Stream)
		if e.Kind == sequence.Message {
			r.Messages++
		}
		r.Take(e)
	}
}

// record returns the record of a stream.
func (s *sctpSide) record(id uint32) *streamRecord {
	if r := s.records[id]; r != nil {
		return r
	}
	if len(s.order) > maxSCTPStreams {
		return s.records[s.order[maxSCTPStreams]]
	}
	if s.records == nil {
		s.records = map[uint32]*streamRecord{}
	}
	r := s.book.record(s.stream, s.side, "sctp", s.src, s.dst)
	r.ID = &id
	s.records[id] = r
	s.order = append(s.order, id)
	return r
}

// end ends all records. A direction in which nothing was sent has none.
func (s *sctpSide) end(e *sequence.Event) {
	for i, id := range s.order {
		r := s.records[id]
		if i == 0 {
			r.Lost = s.lost
		}
		r.Take(e)
	}
	s.records, s.order = nil, nil
}
