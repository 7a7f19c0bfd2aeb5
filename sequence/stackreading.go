package sequence

import "github.com/gocap-project/gocap/wire"

// A Reading says how the bytes of a stream are read. Datagrams and the messages of SCTP are messages already: for them,
// unless it is of [ReadWith], it is only a name.
type Reading struct {
	Name string

	kind           readingKind
	client, server *Framing
	limit          int
	attach         func(f *StackFlow) Sink
	recognise      func(b []byte) Recognition
}

type readingKind uint8

const (
	readTLS readingKind = iota
	readFramed
	readLines
	readAttached
	numReadings
)

// ReadTLS reads TLS, and recognises it by a stream's first bytes.
var ReadTLS = Reading{Name: "tls", kind: readTLS, recognise: recogniseTLS}

// ReadLines reads lines.
var ReadLines = Reading{Name: "lines", kind: readLines}

// ReadFrames reads messages of which the client's and the server's are framed so. If server is nil, both are as the
// client's.
func ReadFrames(client, server *Framing) Reading {
	if server == nil {
		server = client
	}
	return Reading{Name: client.Name, kind: readFramed, client: client, server: server}
}

// ReadWith has each direction read by a Sink that attach returns; nil lets it pass.
func ReadWith(name string, attach func(f *StackFlow) Sink) Reading {
	return Reading{Name: name, kind: readAttached, attach: attach}
}

// Limit returns the Reading with another limit for the longest message that is put together, in bytes.
func (r Reading) Limit(n int) Reading { r.limit = n; return r }

// Recognised returns the Reading with another way to recognise it. The function gets the first bytes of a stream, up to
// [RecogniseLen].
func (r Reading) Recognised(by func(b []byte) Recognition) Reading { r.recognise = by; return r }

// A Recognition says whether a stream is what it is taken for.
type Recognition int8

// The recognitions.
const (
	Unlike  Recognition = iota - 1
	Unclear             // more bytes are needed
	Alike
)

// RecogniseLen is how many bytes of a stream are looked at, at most, to recognise it.
const RecogniseLen = 16

// recogniseTLS looks for a hello, of SSL 3.0 to TLS 1.3 or in SSL 2.0's form.
func recogniseTLS(b []byte) Recognition {
	want := [...]struct{ low, high byte }{{22, 22}, {3, 3}, {0, 4}, {0, 0x48}, {0, 255}, {1, 2}}
	for i, x := range want {
		if i == len(b) {
			return Unclear
		}
		if b[i] < x.low || b[i] > x.high {
			return recogniseSSL2(b)
		}
	}
	return Alike
}

func recogniseSSL2(b []byte) Recognition {
	switch {
	case b[0]&0x80 == 0 || len(b) > 2 && b[2] != 1:
		return Unlike
	case len(b) < wire.TLSRecordLen:
		return Unclear
	case ssl2(b):
		return Alike
	}
	return Unlike
}

// A Binding says what is read how.
type Binding struct {
	Proto wire.IPProto // TCP, SCTP or UDP; 0 means TCP
	Port  uint16       // of the server or else the client; 0 means any, if the content is recognised
	As    *Reading
}
