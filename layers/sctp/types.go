package sctp

import (
	"bytes"

	"github.com/gocap-project/gocap/internal/coder"
	"github.com/gocap-project/gocap/wire"
)

// Chunk is the value of a chunk: a pointer to one of the structs of this package that
// are named after chunk types, or to [Unknown].
type Chunk interface {
	// ChunkType returns the chunk's type.
	ChunkType() wire.SCTPChunkType

	// String returns the chunk in words.
	String() string

	flags() *uint8
	coder.Coded
}

// flags are what every chunk has.
type noFlags struct {
	Flags uint8 // none is defined
}

func (f *noFlags) flags() *uint8 { return &f.Flags }

// newChunk returns an empty chunk of type t, or nil.
func newChunk(t wire.SCTPChunkType) Chunk {
	switch t {
	case wire.SCTPTypeData:
		return new(Data)
	case wire.SCTPTypeInit, wire.SCTPTypeInitAck:
		return &Init{Ack: t == wire.SCTPTypeInitAck}
	case wire.SCTPTypeSACK:
		return new(SACK)
	case wire.SCTPTypeHeartbeat, wire.SCTPTypeHeartbeatAck:
		return &Heartbeat{Ack: t == wire.SCTPTypeHeartbeatAck}
	case wire.SCTPTypeAbort:
		return new(Abort)
	case wire.SCTPTypeShutdown:
		return new(Shutdown)
	case wire.SCTPTypeShutdownAck:
		return new(ShutdownAck)
	case wire.SCTPTypeError:
		return new(Error)
	case wire.SCTPTypeCookieEcho:
		return new(CookieEcho)
	case wire.SCTPTypeCookieAck:
		return new(CookieAck)
	case wire.SCTPTypeECNE:
		return new(ECNE)
	case wire.SCTPTypeCWR:
		return new(CWR)
	case wire.SCTPTypeShutdownComplete:
		return new(ShutdownComplete)
	case wire.SCTPTypeAuth:
		return new(Auth)
	case wire.SCTPTypeNRSACK:
		return new(NRSACK)
	case wire.SCTPTypeIData:
		return new(IData)
	case wire.SCTPTypeASCONF:
		return new(ASCONF)
	case wire.SCTPTypeASCONFAck:
		return new(ASCONFAck)
	case wire.SCTPTypeReConfig:
		return new(ReConfig)
	case wire.SCTPTypePad:
		return new(Pad)
	case wire.SCTPTypeForwardTSN:
		return new(ForwardTSN)
	case wire.SCTPTypeIForwardTSN:
		return new(IForwardTSN)
	}
	return nil
}

func known(t wire.SCTPChunkType) bool { return newChunk(t) != nil }

// ValueOf returns the value of a chunk. One of unknown type, or that is not as its
// type says, is [Unknown]: AppendChunk of the value always gives the chunk again.
func ValueOf(c wire.SCTPChunk) Chunk {
	if v := newChunk(c.Type()); v != nil {
		*v.flags() = c.Flags()
		if coder.Read(v, c.Value()) && bytes.Equal(coder.Append(nil, v), c.Value()) {
			return v
		}
	}
	return &Unknown{Type: c.Type(), Flags: c.Flags(), Value: c.Value()}
}

// AppendChunk appends a chunk in wire form, without padding. One that is longer than
// 65535 bytes has a wrong length.
func AppendChunk(b []byte, c Chunk) []byte {
	n := len(b)
	b = coder.Append(append(b, byte(c.ChunkType()), *c.flags(), 0, 0), c)
	wire.PutUint16(b, n+2, uint16(len(b)-n))
	return b
}

// Unknown is a chunk of unknown type, or a malformed one.
type Unknown struct {
	Type  wire.SCTPChunkType
	Flags uint8
	Value []byte // after the header
}

// ChunkType implements [Chunk].
func (x *Unknown) ChunkType() wire.SCTPChunkType { return x.Type }

// String implements [Chunk].
func (x *Unknown) String() string { return coder.Text("chunk "+x.Type.String(), x) }

func (x *Unknown) flags() *uint8 { return &x.Flags }

// Fields implements [coder.Coded].
func (x *Unknown) Fields(c *coder.Coder) { c.Hex("", &x.Value) }

// Data is user data. RFC 9260 §3.3.1.
type Data struct {
	Flags     uint8 // wire.SCTPBegin, wire.SCTPEnd, …
	TSN       uint32
	Stream    uint16
	StreamSeq uint16 // the message's number in its stream
	PPID      wire.SCTPPayload
	Payload   []byte
}

func (x *Data) flags() *uint8 { return &x.Flags }

// Fields implements [coder.Coded].
func (x *Data) Fields(c *coder.Coder) {
	c.Word(dataFlags(x.Flags))
	c.U32("TSN", &x.TSN)
	c.U16("stream", &x.Stream)
	c.U16("seq", &x.StreamSeq)
	ppid(c, &x.PPID)
	c.Body("data", &x.Payload)
}

func ppid(c *coder.Coder, p *wire.SCTPPayload) {
	*p = wire.SCTPPayload(c.Number("", uint64(*p), 4))
	if c.Printing() && *p != 0 {
		c.Word(p.String())
	}
}

// dataFlags returns the flags of data as letters, as RFC 9260 has them.
func dataFlags(f uint8) string {
	b := make([]byte, 0, 4)
	for i, c := range []byte("IUBE") {
		if f&(8>>i) != 0 {
			b = append(b, c)
		}
	}
	return string(b)
}

// IData is user data that may be interleaved with other messages'. RFC 8260 §2.1.
type IData struct {
	Flags   uint8 // as of Data
	TSN     uint32
	Stream  uint16
	MID     uint32           // the message's number in its stream
	PPID    wire.SCTPPayload // of the chunk that begins a message
	FSN     uint32           // of the others: the fragment's number
	Payload []byte
}

func (x *IData) flags() *uint8 { return &x.Flags }

// Fields implements [coder.Coded].
func (x *IData) Fields(c *coder.Coder) {
	c.Word(dataFlags(x.Flags))
	c.U32("TSN", &x.TSN)
	c.U16("stream", &x.Stream)
	c.Zero(2)
	c.U32("MID", &x.MID)
	if x.Flags&wire.SCTPBegin != 0 {
		ppid(c, &x.PPID)
	} else {
		c.U32("FSN", &x.FSN)
	}
	c.Body("data", &x.Payload)
}

// Init is INIT or, with Ack, INIT ACK. RFC 9260 §3.3.2, §3.3.3.
type Init struct {
	noFlags
	Ack         bool
	InitiateTag uint32 // that packets to the sender shall have
	ARwnd       uint32 // the sender's receive window in bytes
	OutStreams  uint16 // that the sender wants
	InStreams   uint16 // most that the sender receives
	InitialTSN  uint32
	Params      Params
}

// Fields implements [coder.Coded].
func (x *Init) Fields(c *coder.Coder) {
	c.U32("tag", &x.InitiateTag)
	c.U32("rwnd", &x.ARwnd)
	c.U16("out", &x.OutStreams)
	c.U16("in", &x.InStreams)
	c.U32("TSN", &x.InitialTSN)
	paramsTo(c, &x.Params)
}

// A Gap is a block of TSNs that were received after a gap: first and last, as offsets
// from the cumulative TSN. RFC 9260 §3.3.4.
type Gap struct{ Start, End uint16 }

// SACK acknowledges data. RFC 9260 §3.3.4.
type SACK struct {
	noFlags
	CumTSN uint32 // the last TSN before the first gap
	ARwnd  uint32 // the receiver's window in bytes
	Gaps   []Gap
	Dups   []uint32 // TSNs that were received again
}

// Fields implements [coder.Coded].
func (x *SACK) Fields(c *coder.Coder) {
	c.U32("TSN", &x.CumTSN)
	c.U32("rwnd", &x.ARwnd)
	gaps, dups := uint16(len(x.Gaps)), uint16(len(x.Dups))
	c.U16("", &gaps)
	c.U16("", &dups)
	gapsTo(c, "gap", &x.Gaps, gaps)
	tsnsTo(c, &x.Dups, dups)
}

// gaps handles n blocks.
func gapsTo(c *coder.Coder, name string, x *[]Gap, n uint16) {
	if c.Reading() {
		*x = nil
	}
	for i := 0; i < int(n) && !c.Failed(); i++ {
		if c.Reading() {
			*x = append(*x, Gap{})
		}
		c.U16(name, &(*x)[i].Start)
		c.U16("to", &(*x)[i].End)
	}
}

func tsnsTo(c *coder.Coder, x *[]uint32, n uint16) {
	if c.Reading() {
		*x = nil
	}
	for i := 0; i < int(n) && !c.Failed(); i++ {
		if c.Reading() {
			*x = append(*x, 0)
		}
		c.U32("duplicate", &(*x)[i])
	}
}

// NRSACK is SACK with blocks that the receiver will not renege on.
// draft-tuexen-tsvwg-sctp-multipath §3.2.
type NRSACK struct {
	noFlags
	CumTSN uint32
	ARwnd  uint32
	Gaps   []Gap // that may be taken back
	NRGaps []Gap // that will not
	Dups   []uint32
}

// Fields implements [coder.Coded].
func (x *NRSACK) Fields(c *coder.Coder) {
	c.U32("TSN", &x.CumTSN)
	c.U32("rwnd", &x.ARwnd)
	gaps, nr, dups := uint16(len(x.Gaps)), uint16(len(x.NRGaps)), uint16(len(x.Dups))
	c.U16("", &gaps)
	c.U16("", &nr)
	c.U16("", &dups)
	c.Zero(2)
	gapsTo(c, "gap", &x.Gaps, gaps)
	gapsTo(c, "non-renegable", &x.NRGaps, nr)
	tsnsTo(c, &x.Dups, dups)
}

// Heartbeat is HEARTBEAT or, with Ack, HEARTBEAT ACK. RFC 9260 §3.3.5, §3.3.6.
type Heartbeat struct {
	noFlags
	Ack    bool
	Params Params // one [HeartbeatInfo]
}

// Fields implements [coder.Coded].
func (x *Heartbeat) Fields(c *coder.Coder) { paramsTo(c, &x.Params) }

// Abort ends the association. RFC 9260 §3.3.7.
type Abort struct {
	Flags  uint8 // T (1): the tag is the receiver's
	Causes Causes
}

func (x *Abort) flags() *uint8 { return &x.Flags }

// Fields implements [coder.Coded].
func (x *Abort) Fields(c *coder.Coder) { causesTo(c, &x.Causes) }

// Shutdown begins to end the association. RFC 9260 §3.3.8.
type Shutdown struct {
	noFlags
	CumTSN uint32 // the last TSN before the first gap
}

// Fields implements [coder.Coded].
func (x *Shutdown) Fields(c *coder.Coder) { c.U32("TSN", &x.CumTSN) }

// ShutdownAck answers [Shutdown]. RFC 9260 §3.3.9.
type ShutdownAck struct{ noFlags }

// Fields implements [coder.Coded].
func (x *ShutdownAck) Fields(*coder.Coder) {}

// Error reports errors that do not end the association. RFC 9260 §3.3.10.
type Error struct {
	noFlags
	Causes Causes
}

// Fields implements [coder.Coded].
func (x *Error) Fields(c *coder.Coder) { causesTo(c, &x.Causes) }

// CookieEcho returns the cookie of INIT ACK. RFC 9260 §3.3.11.
type CookieEcho struct {
	noFlags
	Cookie []byte
}

// Fields implements [coder.Coded].
func (x *CookieEcho) Fields(c *coder.Coder) { c.Body("cookie", &x.Cookie) }

// CookieAck answers [CookieEcho]. RFC 9260 §3.3.12.
type CookieAck struct{ noFlags }

// Fields implements [coder.Coded].
func (x *CookieAck) Fields(*coder.Coder) {}

// ECNE echoes congestion that was experienced. RFC 9260 Appendix A.
type ECNE struct {
	noFlags
	TSN uint32 // lowest of a packet that was marked
}

// Fields implements [coder.Coded].
func (x *ECNE) Fields(c *coder.Coder) { c.U32("TSN", &x.TSN) }

// CWR says that the congestion window was reduced. RFC 9260 Appendix A.
type CWR struct {
	noFlags
	TSN uint32 // of the ECNE that it answers
}

// Fields implements [coder.Coded].
func (x *CWR) Fields(c *coder.Coder) { c.U32("TSN", &x.TSN) }

// ShutdownComplete answers [ShutdownAck]. RFC 9260 §3.3.13.
type ShutdownComplete struct {
	Flags uint8 // T (1): the tag is the receiver's
}

func (x *ShutdownComplete) flags() *uint8 { return &x.Flags }

// Fields implements [coder.Coded].
func (x *ShutdownComplete) Fields(*coder.Coder) {}

// Auth authenticates the chunks behind it. RFC 4895 §4.1.
type Auth struct {
	noFlags
	KeyID uint16
	HMAC  uint16 // algorithm: 1 is SHA-1, 3 is SHA-256
	Sum   []byte
}

// Fields implements [coder.Coded].
func (x *Auth) Fields(c *coder.Coder) {
	c.U16("key", &x.KeyID)
	c.U16("HMAC", &x.HMAC)
	c.Hex("", &x.Sum)
}

// ASCONF changes addresses. RFC 5061 §4.1.1.
type ASCONF struct {
	noFlags
	Serial uint32
	Params Params // first an address of the sender's, by which the association is found
}

// Fields implements [coder.Coded].
func (x *ASCONF) Fields(c *coder.Coder) {
	c.U32("serial", &x.Serial)
	paramsTo(c, &x.Params)
}

// ASCONFAck answers [ASCONF]. RFC 5061 §4.1.2.
type ASCONFAck struct {
	noFlags
	Serial uint32
	Params Params
}

// Fields implements [coder.Coded].
func (x *ASCONFAck) Fields(c *coder.Coder) {
	c.U32("serial", &x.Serial)
	paramsTo(c, &x.Params)
}

// ReConfig resets or adds streams. RFC 6525 §3.1.
type ReConfig struct {
	noFlags
	Params Params // one or two
}

// Fields implements [coder.Coded].
func (x *ReConfig) Fields(c *coder.Coder) { paramsTo(c, &x.Params) }

// Pad makes a packet longer. RFC 4820 §3.
type Pad struct {
	noFlags
	Padding []byte
}

// Fields implements [coder.Coded].
func (x *Pad) Fields(c *coder.Coder) { c.Body("padding", &x.Padding) }

// A Skipped is a stream and the last of its messages that is given up.
type Skipped struct {
	Stream    uint16
	StreamSeq uint16
}

// ForwardTSN gives up data. RFC 3758 §3.2.
type ForwardTSN struct {
	noFlags
	CumTSN  uint32 // up to which nothing is to be expected any more
	Streams []Skipped
}

// Fields implements [coder.Coded].
func (x *ForwardTSN) Fields(c *coder.Coder) {
	c.U32("TSN", &x.CumTSN)
	coder.List(c, &x.Streams, func(s *Skipped) {
		c.U16("stream", &s.Stream)
		c.U16("seq", &s.StreamSeq)
	})
}

// An ISkipped is a stream and the last of its messages of one kind of ordering that is
// given up.
type ISkipped struct {
	Stream uint16
	Flags  uint16 // U (1): unordered
	MID    uint32
}

// IForwardTSN is [ForwardTSN] for [IData]. RFC 8260 §2.3.1.
type IForwardTSN struct {
	noFlags
	CumTSN  uint32
	Streams []ISkipped
}

// Fields implements [coder.Coded].
func (x *IForwardTSN) Fields(c *coder.Coder) {
	c.U32("TSN", &x.CumTSN)
	coder.List(c, &x.Streams, func(s *ISkipped) {
		c.U16("stream", &s.Stream)
		c.U16("flags", &s.Flags)
		c.U32("MID", &s.MID)
	})
}
