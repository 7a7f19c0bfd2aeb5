package watch

import (
	"bytes"

	"github.com/gocap-project/gocap/sequence"
	"github.com/gocap-project/gocap/session"
	"github.com/gocap-project/gocap/wire"
)

// httpWords are what HTTP/1 begins with.
var httpWords = [][]byte{[]byte("GET /"), []byte("POST /"), []byte("HEAD /"), []byte("PUT /"), []byte("DELETE /"), []byte("OPTIONS "),
	[]byte("CONNECT "), []byte("PATCH /"), []byte("TRACE "), []byte("HTTP/1."), []byte("GET http://"), []byte("POST http://")}

// content returns the protocol whose messages begin so.
func content(b []byte) streamProtocol {
	if len(b) >= 3 && b[0] >= byte(wire.TLSChangeCipherSpec) && b[0] <= byte(wire.TLSApplicationData) && b[1] == 3 && b[2] <= 4 {
		return streamProtocol{"tls", beginTLS}
	}
	for _, word := range httpWords {
		if bytes.HasPrefix(b, word) {
			return streamProtocol{"http", beginHTTP}
		}
	}
	return streamProtocol{}
}

// tlsRecords cuts TLS into records.
var tlsRecords = func() sequence.Framing {
	f := sequence.LengthPrefix("tls", wire.TLSRecordLen, 3, 2, wire.TLSRecordLen)
	f.Begins = func(b []byte) bool { return len(b) >= wire.TLSRecordLen && wire.TLSRecord(b).Plausible() }
	return f
}()

// beginTLS judges TLS, of which the longest record has 2^14 + 2048 bytes (RFC 5246 §6.2.3).
func beginTLS(s *stream, midway bool) [2]sequence.Sink {
	tls := session.NewTLS(midway)
	return framed(s, &tlsRecords, 1<<14+2048+wire.TLSRecordLen, tls.Lost, func(side session.Side, b []byte, at int64) session.Verdict {
		m, err := wire.ParseTLSRecord(b)
		if err != nil {
			return session.Verdict{}
		}
		v := tls.Check(side, m, at)
		if v.Outcome == session.Invalid { // who goes on behind that is in a state of its own: one cause, one finding
			tls.Lost(side)
			tls.Lost(side.Peer())
		}
		return v
	})
}

// beginHTTP judges HTTP/1.
func beginHTTP(s *stream, midway bool) (sinks [2]sequence.Sink) {
	http := session.NewHTTP(midway)
	for side := range session.Side(2) {
		sinks[side] = sequence.SinkFunc(func(e *sequence.Event) {
			switch e.Kind {
			case sequence.Data:
				for b := e.Bytes; len(b) > 0; {
					n, v := http.Take(side, b)
					s.judged(side, e.From, v)
					b = b[n:]
				}
			case sequence.Gap:
				http.Lost(side)
			case sequence.End:
				if e.Reason == sequence.Finished {
					s.judged(side, e.From, http.End(side))
				}
			}
		})
	}
	return sinks
}
