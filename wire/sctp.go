package wire

import (
	"iter"
	"math/bits"
)

// Chunks returns the chunks.
func (v SCTP) Chunks() SCTPChunks { return SCTPChunks(v[SCTPLen:]) }

// Sum returns Checksum as it should be: the CRC32c of the packet with a checksum of
// zero, its low byte first. RFC 9260 §6.8.
func (v SCTP) Sum() uint32 {
	var zero [4]byte
	crc := CRC32C(CRC32C(0, v[:8]), zero[:])
	return bits.ReverseBytes32(CRC32C(crc, v[SCTPLen:]))
}

// SCTPChunks is chunks in wire form, padded. RFC 9260 §3.2.
type SCTPChunks []byte

// All yields the chunks, up to the first that does not fit.
func (c SCTPChunks) All() iter.Seq[SCTPChunk] {
	return func(yield func(SCTPChunk) bool) {
		for b := c; ; {
			x, n := b.first()
			if n == 0 || !yield(x) {
				return
			}
			b = b[n:]
		}
	}
}

// first returns the first chunk and its length with padding, or 0. The padding of
// the last may be missing.
func (c SCTPChunks) first() (SCTPChunk, int) {
	if len(c) < 4 {
		return nil, 0
	}
	n := int(Uint16(c, 2))
	if n < 4 || n > len(c) {
		return nil, 0
	}
	return SCTPChunk(c[:n:n]), min((n+3)&^3, len(c))
}

// Rest returns what is behind the last chunk that fits.
func (c SCTPChunks) Rest() []byte {
	for len(c) > 0 {
		_, n := c.first()
		if n == 0 {
			return c
		}
		c = c[n:]
	}
	return nil
}

// SCTPChunk is one chunk, without padding. It has at least its header of 4 bytes.
type SCTPChunk []byte

// Type returns the chunk's type.
func (c SCTPChunk) Type() SCTPChunkType { return SCTPChunkType(c[0]) }

// Flags returns the flags, whose meaning depends on the type.
func (c SCTPChunk) Flags() uint8 { return c[1] }

// Value returns what follows the header.
func (c SCTPChunk) Value() []byte { return c[4:] }

// Data returns the chunk as user data if it is that, and long enough.
func (c SCTPChunk) Data() (d SCTPData, ok bool) {
	if c.Type() != SCTPTypeData || len(c) < 16 {
		return nil, false
	}
	return SCTPData(c), true
}

// IData returns the chunk as interleaving user data if it is that, and long enough.
func (c SCTPChunk) IData() (d SCTPIData, ok bool) {
	if c.Type() != SCTPTypeIData || len(c) < 20 {
		return nil, false
	}
	return SCTPIData(c), true
}

// SACK returns the chunk as a selective acknowledgement if it is that, and long enough.
func (c SCTPChunk) SACK() (s SCTPSACK, ok bool) {
	if c.Type() != SCTPTypeSACK || len(c) < 16 {
		return nil, false
	}
	return SCTPSACK(c), true
}

// ForwardTSN returns the chunk as one that gives data up if it is that, of either
// kind, and long enough.
func (c SCTPChunk) ForwardTSN() (f SCTPForwardTSN, ok bool) {
	if t := c.Type(); t != SCTPTypeForwardTSN && t != SCTPTypeIForwardTSN || len(c) < 8 {
		return nil, false
	}
	return SCTPForwardTSN(c), true
}

// Init returns the chunk as INIT or INIT ACK if it is one, and long enough.
func (c SCTPChunk) Init() (i SCTPInit, ok bool) {
	if t := c.Type(); t != SCTPTypeInit && t != SCTPTypeInitAck || len(c) < 20 {
		return nil, false
	}
	return SCTPInit(c), true
}

// The flags of data chunks. RFC 9260 §3.3.1, RFC 7053.
const (
	SCTPEnd       = 1 // E: last fragment of a message
	SCTPBegin     = 2 // B: first fragment of a message
	SCTPUnordered = 4 // U
	SCTPImmediate = 8 // I: asks for an acknowledgement at once
)

// SCTPData is a DATA chunk. RFC 9260 §3.3.1.
type SCTPData []byte

// Flags returns the flags.
func (d SCTPData) Flags() uint8 { return d[1] }

// Begin reports whether the chunk begins a message.
func (d SCTPData) Begin() bool { return d[1]&SCTPBegin != 0 }

// End reports whether the chunk ends a message.
func (d SCTPData) End() bool { return d[1]&SCTPEnd != 0 }

// Unordered reports whether the message is delivered without regard to the others.
func (d SCTPData) Unordered() bool { return d[1]&SCTPUnordered != 0 }

// Immediate reports whether an acknowledgement is asked for at once.
func (d SCTPData) Immediate() bool { return d[1]&SCTPImmediate != 0 }

// TSN returns the transmission sequence number.
func (d SCTPData) TSN() uint32 { return Uint32(d, 4) }

// Stream returns the stream identifier.
func (d SCTPData) Stream() uint16 { return Uint16(d, 8) }

// StreamSeq returns the message's number in its stream.
func (d SCTPData) StreamSeq() uint16 { return Uint16(d, 10) }

// PPID returns the payload protocol identifier.
func (d SCTPData) PPID() SCTPPayload { return SCTPPayload(Uint32(d, 12)) }

// Payload returns the user data.
func (d SCTPData) Payload() []byte { return d[16:] }

// SCTPIData is an I-DATA chunk. RFC 8260 §2.1.
type SCTPIData []byte

// Flags returns the flags.
func (d SCTPIData) Flags() uint8 { return d[1] }

// Begin reports whether the chunk begins a message.
func (d SCTPIData) Begin() bool { return d[1]&SCTPBegin != 0 }

// End reports whether the chunk ends a message.
func (d SCTPIData) End() bool { return d[1]&SCTPEnd != 0 }

// Unordered reports whether the message is delivered without regard to the others.
func (d SCTPIData) Unordered() bool { return d[1]&SCTPUnordered != 0 }

// Immediate reports whether an acknowledgement is asked for at once.
func (d SCTPIData) Immediate() bool { return d[1]&SCTPImmediate != 0 }

// TSN returns the transmission sequence number.
func (d SCTPIData) TSN() uint32 { return Uint32(d, 4) }

// Stream returns the stream identifier.
func (d SCTPIData) Stream() uint16 { return Uint16(d, 8) }

// MID returns the message's number in its stream, of its kind of ordering.
func (d SCTPIData) MID() uint32 { return Uint32(d, 12) }

// PPID returns the payload protocol identifier of a chunk that begins a message; others
// have none.
func (d SCTPIData) PPID() (p SCTPPayload, ok bool) { return SCTPPayload(Uint32(d, 16)), d.Begin() }

// FSN returns the fragment's number in its message, 0 for the first.
func (d SCTPIData) FSN() uint32 {
	if d.Begin() {
		return 0
	}
	return Uint32(d, 16)
}

// Payload returns the user data.
func (d SCTPIData) Payload() []byte { return d[20:] }

// SCTPSACK is a SACK chunk. RFC 9260 §3.3.4.
type SCTPSACK []byte

// CumTSN returns the last TSN before the first gap.
func (s SCTPSACK) CumTSN() uint32 { return Uint32(s, 4) }

// ARwnd returns the receiver's window in bytes.
func (s SCTPSACK) ARwnd() uint32 { return Uint32(s, 8) }

// NumGaps returns the number of gap blocks that there should be.
func (s SCTPSACK) NumGaps() int { return int(Uint16(s, 12)) }

// NumDups returns the number of duplicates that there should be.
func (s SCTPSACK) NumDups() int { return int(Uint16(s, 14)) }

func (s SCTPSACK) gaps() []byte { return s[16 : 16+4*min(s.NumGaps(), (len(s)-16)/4)] }

// Gaps yields the blocks of TSNs that were received after gaps: first and last, as
// offsets from CumTSN.
func (s SCTPSACK) Gaps() iter.Seq2[uint16, uint16] {
	return func(yield func(uint16, uint16) bool) {
		for b := s.gaps(); len(b) >= 4 && yield(Uint16(b, 0), Uint16(b, 2)); {
			b = b[4:]
		}
	}
}

// Dups yields the TSNs that were received again.
func (s SCTPSACK) Dups() iter.Seq[uint32] {
	return func(yield func(uint32) bool) {
		b := s[16+len(s.gaps()):]
		for b = b[:4*min(s.NumDups(), len(b)/4)]; len(b) >= 4 && yield(Uint32(b, 0)); {
			b = b[4:]
		}
	}
}

// SCTPForwardTSN is a FORWARD-TSN or I-FORWARD-TSN chunk. RFC 3758 §3.2, RFC 8260 §2.3.
type SCTPForwardTSN []byte

// CumTSN returns the TSN up to which nothing is expected any more.
func (f SCTPForwardTSN) CumTSN() uint32 { return Uint32(f, 4) }

// Interleaving reports whether it is I-FORWARD-TSN.
func (f SCTPForwardTSN) Interleaving() bool { return SCTPChunkType(f[0]) == SCTPTypeIForwardTSN }

// An SCTPSkipped is a stream and the last of its messages that is given up.
type SCTPSkipped struct {
	Stream    uint16
	Unordered bool   // of I-FORWARD-TSN
	Message   uint32 // stream sequence number, or of I-FORWARD-TSN message identifier
}

// Streams yields the streams in which messages are given up.
func (f SCTPForwardTSN) Streams() iter.Seq[SCTPSkipped] {
	return func(yield func(SCTPSkipped) bool) {
		b := f[8:]
		if f.Interleaving() {
			for len(b) >= 8 && yield(SCTPSkipped{Uint16(b, 0), b[3]&1 != 0, Uint32(b, 4)}) {
				b = b[8:]
			}
			return
		}
		for len(b) >= 4 && yield(SCTPSkipped{Stream: Uint16(b, 0), Message: uint32(Uint16(b, 2))}) {
			b = b[4:]
		}
	}
}

// SCTPInit is an INIT or INIT ACK chunk. RFC 9260 §3.3.2 and §3.3.3.
type SCTPInit []byte

// InitiateTag returns the tag that packets to the sender shall have.
func (i SCTPInit) InitiateTag() uint32 { return Uint32(i, 4) }

// ARwnd returns the sender's receive window in bytes.
func (i SCTPInit) ARwnd() uint32 { return Uint32(i, 8) }

// OutStreams returns the number of streams that the sender wants to send.
func (i SCTPInit) OutStreams() uint16 { return Uint16(i, 12) }

// InStreams returns the most streams that the sender receives.
func (i SCTPInit) InStreams() uint16 { return Uint16(i, 14) }

// InitialTSN returns the TSN with which the sender begins.
func (i SCTPInit) InitialTSN() uint32 { return Uint32(i, 16) }

// Params returns the parameters.
func (i SCTPInit) Params() SCTPParams { return SCTPParams(i[20:]) }

// SCTPParams is parameters in wire form, padded. RFC 9260 §3.2.1.
type SCTPParams []byte

var sctpForm = tlvForm{typ: 2, size: 2, whole: true, align: 4}

// All yields the parameters' types and values, up to the first that does not fit.
func (p SCTPParams) All() iter.Seq2[SCTPParamType, []byte] {
	return func(yield func(SCTPParamType, []byte) bool) {
		for t, data := range sctpForm.all(p) {
			if !yield(SCTPParamType(t), data) {
				return
			}
		}
	}
}

// Get returns the value of the first parameter of type t.
func (p SCTPParams) Get(t SCTPParamType) (data []byte, ok bool) { return sctpForm.get(p, uint16(t)) }

// Rest returns what is malformed at the end of p.
func (p SCTPParams) Rest() []byte { return sctpForm.rest(p) }

// Add returns p and one more parameter.
func (p SCTPParams) Add(t SCTPParamType, value ...byte) SCTPParams {
	return sctpForm.add(p, uint16(t), value)
}

// SCTPCauses is error causes in wire form, padded. RFC 9260 §3.3.10.
type SCTPCauses []byte

// All yields the causes' codes and what is specific to them, up to the first that
// does not fit.
func (p SCTPCauses) All() iter.Seq2[SCTPCauseCode, []byte] {
	return func(yield func(SCTPCauseCode, []byte) bool) {
		for t, data := range sctpForm.all(p) {
			if !yield(SCTPCauseCode(t), data) {
				return
			}
		}
	}
}

// Rest returns what is malformed at the end of p.
func (p SCTPCauses) Rest() []byte { return sctpForm.rest(p) }

// Add returns p and one more cause.
func (p SCTPCauses) Add(c SCTPCauseCode, info ...byte) SCTPCauses {
	return sctpForm.add(p, uint16(c), info)
}
