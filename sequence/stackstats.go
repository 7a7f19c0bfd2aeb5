package sequence

// StackStats counts what a [Stack] did, and where bytes were lost.
type StackStats struct {
	Frames    uint64
	Bytes     uint64 // of frames, as captured
	BadFrames uint64 // frames with a header that is none; those before it count
	Fragments FragmentStats
	Streams   StreamsStats
	SCTP      AssociationsStats
	Datagrams uint64 // of UDP
	Cut       uint64 // of these, those that were cut when they were captured
	Others    uint64 // packets of other protocols
	Nested    uint64 // ErrNesting
	Unbound   uint64 // streams, associations and datagrams that no binding fits
	TLS       TLSStats
	Messages  MessageStats // of Framed
	Lines     MessageStats
	Memory    uint64 // bytes that messages take that wait
}

// Stats returns what was counted so far.
func (s *Stack) Stats() StackStats {
	st := s.stats
	st.Fragments, st.Streams, st.SCTP = s.defrag.Stats(), s.streams.Stats(), s.sctp.Stats()
	for _, t := range s.tls.all {
		x := t.Stats()
		st.TLS.add(&x.MessageStats)
		st.TLS.Records += x.Records
		st.TLS.Odd += x.Odd
		st.TLS.Interleaved += x.Interleaved
	}
	for _, f := range s.framed.all {
		st.Messages.add(&f.c.stats)
	}
	for _, l := range s.lines.all {
		st.Lines.add(&l.c.stats)
	}
	st.Memory = uint64(s.room.taken)
	return st
}

// add adds what another counted.
func (m *MessageStats) add(x *MessageStats) {
	m.Bytes += x.Bytes
	m.Messages += x.Messages
	m.Framing += x.Framing
	m.Whole += x.Whole
	m.Pieces += x.Pieces
	m.Lost += x.Lost
	m.Waited += x.Waited
	m.Headers += x.Headers
	m.Overlong += x.Overlong
	m.Oversized += x.Oversized
	m.NoMemory += x.NoMemory
	m.Partial += x.Partial
	m.Unframed += x.Unframed
	m.Found += x.Found
}
