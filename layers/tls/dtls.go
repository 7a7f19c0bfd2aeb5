package tls

import (
	"iter"
	"strconv"

	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// DTLSRecord is a Datagram Transport Layer Security record; of DTLS 1.3, one that is in
// clear. RFC 6347 §4.1.
//
// Records that follow in the same datagram are the next layers.
//
//wire:header view=DTLSRecord name=DTLS
type DTLSRecord struct {
	Type     wire.TLSContentType
	Version  wire.TLSVersion
	Epoch    uint16              // counts changes of cipher state
	Sequence uint64              `bits:"48"` // of records in the epoch
	Length   packet.Auto[uint16] // of the content, in bytes

	Messages Fragments // handshake messages, if the record has them in clear
	Data     []byte    // the content of other records, and what is not in clear

	part bool // the datagram was cut
}

// DTLSCipherText is an encrypted record of DTLS 1.3, with the unified header.
// RFC 9147 §4.
//
//wire:header view=DTLSCipherText name=DTLS13
type DTLSCipherText struct {
	Fixed        packet.Auto[uint8] `bits:"3" const:"1"`
	HasCID       bool               `bits:"1"` // a connection ID follows, whose length both ends know
	LongSequence bool               `bits:"1"` // the sequence number has two bytes
	HasLength    bool               `bits:"1"` // else the record takes the rest of the datagram
	EpochBits    uint8              `bits:"2"` // low bits of the epoch

	Sequence uint16              `bits:"0"` // low bits, encrypted; with a connection ID it is in Data
	Length   packet.Auto[uint16] `bits:"0"` // of Data, with HasLength; with a connection ID it is in Data
	Data     []byte              // encrypted; with a connection ID, all that follows the first byte

	part bool
}

// DTLSConnectionID is a record with a connection ID, whose length only both ends know.
// RFC 9146 §4.
//
//wire:header view=DTLSConnectionID name=DTLS-CID
type DTLSConnectionID struct {
	Type     wire.TLSContentType
	Version  wire.TLSVersion
	Epoch    uint16
	Sequence uint64 `bits:"48"`

	Data []byte // connection ID, length, and the content encrypted
}

// Ports of protocols that speak DTLS from the first byte.
var dtlsPorts = [...]uint16{
	2083, 2221, 4740, 5061, 5349, 5684, 6514, 8883, 10161, // RADIUS, EtherNet/IP, IPFIX, SIP, STUN, CoAP, syslog, MQTT, SNMP
}

func init() {
	DTLSRecordProto.Pick = pickDTLS
	for _, port := range dtlsPorts {
		layers.UDPPorts.Bind(port, DTLSRecordProto)
	}
	layers.UDPPorts.Guess(DTLSRecordProto, judgeDTLS)
	layers.UDPPorts.Guess(DTLSConnectionIDProto, func(b []byte) packet.Confidence {
		if pickDTLS(b) == DTLSConnectionIDProto {
			return packet.Certain
		}
		return packet.Impossible
	})
}

// pickDTLS tells the three forms of records apart by the first byte. RFC 9147 §4.1.
func pickDTLS(b []byte) *packet.Proto {
	switch {
	case len(b) == 0:
	case b[0]>>5 == 1:
		if len(b) > 17 { // there is a tag, RFC 9147 §4.2.3
			return DTLSCipherTextProto
		}
	case wire.TLSContentType(b[0]) == wire.DTLSWithCID:
		if v, err := wire.ParseDTLSConnectionID(b); err == nil && v.Version() == wire.DTLS12 {
			return DTLSConnectionIDProto
		}
	default:
		if v, err := wire.ParseDTLSRecord(b); err == nil && v.Plausible() {
			return DTLSRecordProto
		}
	}
	return nil
}

// judgeDTLS leaves encrypted records of DTLS 1.3, whose first three bits say little, to
// the ports.
func judgeDTLS(b []byte) packet.Confidence {
	switch pickDTLS(b) {
	case DTLSRecordProto:
		return packet.Certain
	case DTLSCipherTextProto:
		return packet.Possible
	}
	return packet.Impossible
}

var (
	errDTLS       = &wire.Error{Layer: "DTLS", Need: wire.DTLSRecordLen, Err: wire.ErrFormat}
	errCipherText = &wire.Error{Layer: "DTLS13", Need: wire.DTLSCipherTextLen, Err: wire.ErrFormat}
	errShort13    = &wire.Error{Layer: "DTLS13", Need: 5, Err: wire.ErrShort}
)

func (l *DTLSRecord) parseBody(v wire.DTLSRecord) (packet.Extent, error) {
	if !v.Plausible() {
		return packet.Extent{}, errDTLS
	}
	f := v.Fragment()
	l.Messages, l.Data, l.part = nil, nil, len(f) < int(l.Length.Get())
	if l.Type == wire.TLSHandshake && Fragments(f).clear() {
		l.Messages = f
	} else {
		l.Data = f
	}
	x := packet.Extent{Header: wire.DTLSRecordLen + len(f), End: len(v)}
	if rest := v[x.Header:]; len(rest) > 0 && pickDTLS(rest) != nil {
		x.Next = packet.Is(DTLSRecordProto)
	}
	return x, nil
}

func (l *DTLSRecord) appendBody(b []byte, start int) ([]byte, error) {
	b = append(append(b, l.Messages...), l.Data...)
	if len(b)-start-wire.DTLSRecordLen > 0xffff {
		return b, packet.FieldError("DTLS.Data: too long")
	}
	return b, nil
}

func (l *DTLSRecord) finish(v wire.DTLSRecord, c *packet.Context) {
	n := uint16(c.Header - wire.DTLSRecordLen)
	if !l.part {
		l.settleLength(v, n)
	} else if l.Length.Suggest(n) {
		v.SetLength(n)
	}
}

// Alert returns the level and description of an alert in clear.
func (l *DTLSRecord) Alert() (level wire.TLSAlertLevel, a wire.TLSAlert, ok bool) {
	return alert(l.Type, l.Data)
}

// Hello returns the record's client hello, or nil if it has none or not all of it.
func (l *DTLSRecord) Hello() *ClientHello {
	for f := range l.Messages.All() {
		if h, ok := f.Body().(*ClientHello); ok {
			return h
		}
	}
	return nil
}

// Validate implements [packet.Validator].
func (l *DTLSRecord) Validate(_ *packet.Context, report func(field string, class packet.Class, reason string)) {
	for f := range l.Messages.All() {
		switch _, opaque := f.Body().(*Opaque); {
		case f.Off+f.FragLen > f.Len:
			report("Messages", packet.BadValue, f.Type.String()+" has a fragment beyond its end")
		case opaque && f.Whole() && structured(f.Type):
			report("Messages", packet.BadValue, f.Type.String()+" is malformed")
		}
	}
}

// Fragments are handshake messages of DTLS, or fragments of them, one after another as
// on the wire. RFC 6347 §4.2.2.
type Fragments []byte

// A Fragment is a handshake message of DTLS, or a fragment of one.
type Fragment struct {
	Type    wire.TLSHandshakeType
	Len     int    // of the message's body, in bytes
	Seq     uint16 // of the message
	Off     int    // of the fragment in the body
	FragLen int    // of the fragment, as its header says
	Data    []byte // shorter than FragLen if not all of it is there
}

const fragmentLen = 12 // of a fragment's header

// All yields the fragments. The last may not be whole.
func (m Fragments) All() iter.Seq[Fragment] {
	return func(yield func(Fragment) bool) {
		for b := m; len(b) >= fragmentLen; {
			n := int(wire.Uint32(b, 8) & 0xffffff)
			end := min(fragmentLen+n, len(b))
			f := Fragment{
				wire.TLSHandshakeType(b[0]), int(wire.Uint32(b, 0) & 0xffffff), wire.Uint16(b, 4), int(wire.Uint32(b, 5) & 0xffffff), n,
				b[fragmentLen:end:end],
			}
			if !yield(f) {
				return
			}
			b = b[end:]
		}
	}
}

// Add returns m with a message, in one fragment, after the others.
func (m Fragments) Add(seq uint16, b Body) Fragments {
	body := b.Append(nil)
	m = putNum(append(m, byte(b.Type())), 3, uint32(len(body)))
	return putVec(putNum(put16(m, seq), 3, 0), 3, body)
}

// clear reports whether m can be messages in clear.
func (m Fragments) clear() bool {
	n := 0
	for f := range m.All() {
		if !f.Type.Known() || f.Off+f.FragLen > f.Len || len(f.Data) < f.FragLen {
			return false
		}
		n += fragmentLen + len(f.Data)
	}
	return n > 0 && n == len(m)
}

// String returns all fragments as text.
func (m Fragments) String() string {
	var t text
	for f := range m.All() {
		if t.Len() > 0 {
			t.add("; ")
		}
		t.add(f.String())
	}
	return t.String()
}

// Whole reports whether the fragment is all of its message.
func (f Fragment) Whole() bool { return f.Off == 0 && f.FragLen == f.Len && len(f.Data) == f.Len }

// Body returns the message as a value; see [Message.Body].
func (f Fragment) Body() Body {
	if !f.Whole() {
		return &Opaque{f.Type, f.Data}
	}
	return Message{f.Type, f.Len, f.Data}.Body()
}

// String returns the fragment as text.
func (f Fragment) String() string {
	s := strconv.Itoa(int(f.Seq)) + " "
	if f.Whole() {
		return s + Message{f.Type, f.Len, f.Data}.String()
	}
	return s + f.Type.String() + " (bytes " + strconv.Itoa(f.Off) + " to " + strconv.Itoa(f.Off+f.FragLen) + " of " + strconv.Itoa(f.Len) + ")"
}

func (l *DTLSCipherText) parseBody(v wire.DTLSCipherText) (packet.Extent, error) {
	if v.Fixed() != 1 {
		return packet.Extent{}, errCipherText
	}
	l.Sequence, l.part = 0, false
	l.Length.Parse(0)
	x := packet.Extent{End: len(v)}
	if l.HasCID {
		l.Data, x.Header = v[1:], len(v)
		return x, nil
	}
	r := reader{b: v[1:]}
	if l.Sequence = uint16(r.num(1)); l.LongSequence {
		l.Sequence = l.Sequence<<8 | uint16(r.num(1))
	}
	n := len(r.b)
	if l.HasLength {
		n = int(r.u16())
		l.Length.Parse(uint16(n))
	}
	if r.bad {
		return x, errShort13
	}
	l.part = n > len(r.b)
	l.Data = r.take(min(n, len(r.b)))
	x.Header = len(v) - len(r.b)
	if pickDTLS(r.b) != nil {
		x.Next = packet.Is(DTLSRecordProto)
	}
	return x, nil
}

func (l *DTLSCipherText) appendBody(b []byte, _ int) ([]byte, error) {
	if l.HasCID {
		return append(b, l.Data...), nil
	}
	if len(l.Data) > 0xffff {
		return b, packet.FieldError("DTLS13.Data: too long")
	}
	if l.LongSequence {
		b = append(b, byte(l.Sequence>>8))
	}
	b = append(b, byte(l.Sequence))
	if l.HasLength {
		b = put16(b, l.Length.Get())
	}
	return append(b, l.Data...), nil
}

// lengthAt returns where the length is in the header, or 0 if there is none.
func (l *DTLSCipherText) lengthAt() int {
	switch {
	case l.HasCID || !l.HasLength:
		return 0
	case l.LongSequence:
		return 3
	}
	return 2
}

func (l *DTLSCipherText) finish(v wire.DTLSCipherText, _ *packet.Context) {
	at, n := l.lengthAt(), uint16(len(l.Data))
	switch {
	case at == 0:
		l.Length.Hold()
	case l.part && l.Length.Suggest(n), !l.part && l.Length.Settle(n):
		wire.PutUint16(v, at, n)
	}
}

func (l *DTLSConnectionID) extent(v wire.DTLSConnectionID) packet.Extent {
	l.Data = v[wire.DTLSConnectionIDLen:]
	return packet.Extent{Header: len(v), End: len(v)}
}

func (l *DTLSConnectionID) appendBody(b []byte, _ int) ([]byte, error) {
	return append(b, l.Data...), nil
}
