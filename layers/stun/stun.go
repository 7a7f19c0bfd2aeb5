// Package stun has messages of Session Traversal Utilities for NAT, with those of TURN
// and ICE. Importing it binds them to port 3478 and lets them be recognized on other
// ports.
//
// Attributes are kept as they are on the wire. A fingerprint is a checksum: it is judged
// when a message is parsed and made right when one is built. Message integrity is kept,
// and checked on demand by whoever has the key.
package stun

//go:generate go run ../../internal/wiregen -wire ../../wire

import (
	"crypto/hmac"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"hash"
	"hash/crc32"
	"net/netip"

	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// Message is a Session Traversal Utilities for NAT message. RFC 8489 §5.
//
//wire:header view=STUN name=STUN bind=layers.UDPPorts:3478 bind=layers.TCPPorts:3478
type Message struct {
	Zero        packet.Auto[uint8]   `bits:"2" const:"0"`
	Type        wire.STUNType        `bits:"14"` // class and method
	Length      packet.Auto[uint16]  // of the attributes, in bytes
	Cookie      packet.Auto[uint32]  `auto:"wire.STUNCookie"` // before RFC 5389, part of the transaction ID
	Transaction wire.STUNTransaction // ID

	Attributes wire.STUNAttributes
	Trailer    []byte // after Length, over UDP

	state packet.ChecksumState
	auto  bool // the fingerprint is as it should be, or new
	fresh bool // Finish follows Parse
	part  bool // Length says that there is more
}

// ChannelData is Traversal Using Relays around NAT data with a channel number in place
// of addresses. RFC 8656 §12.4.
//
//wire:header view=TURNChannelData name=TURNChannelData
type ChannelData struct {
	Channel uint16              // 0x4000 to 0x4fff
	Length  packet.Auto[uint16] // of the data, in bytes

	Trailer []byte // padding

	part bool
}

func init() {
	MessageProto.Pick = func(b []byte) *packet.Proto {
		if judgeChannel(b) != packet.Impossible {
			return ChannelDataProto
		}
		if judge(b) == packet.Impossible {
			return nil
		}
		return MessageProto
	}
	layers.UDPPorts.Guess(MessageProto, judge)
	layers.TCPPorts.Guess(MessageProto, judge)
}

// judge takes messages with the cookie for certain, those from before it for possible.
func judge(b []byte) packet.Confidence {
	v, err := wire.ParseSTUN(b)
	switch {
	case judgeChannel(b) != packet.Impossible:
		return packet.Possible
	case err != nil || v.Zero() != 0 || v.Length()%4 != 0 && wire.STUNLen+int(v.Length()) != len(b) || !v.Type().Method().Known():
		return packet.Impossible
	case v.Cookie() == wire.STUNCookie:
		return packet.Certain
	case int(v.Length())+wire.STUNLen > len(b):
		return packet.Impossible
	}
	return packet.Possible
}

func judgeChannel(b []byte) packet.Confidence {
	if len(b) >= wire.TURNChannelDataLen && b[0]>>4 == 4 && wire.TURNChannelDataLen+int(wire.Uint16(b, 2)) <= len(b) {
		return packet.Possible
	}
	return packet.Impossible
}

func (l *Message) extent(v wire.STUN) packet.Extent {
	n := wire.STUNLen + int(v.Length())
	l.part = n > len(v)
	n = min(n, len(v))
	l.Attributes, l.Trailer, l.fresh = wire.STUNAttributes(v[wire.STUNLen:n]), v[n:], true
	return packet.Extent{Header: n, End: n}
}

func (l *Message) appendBody(b []byte, _ int) ([]byte, error) {
	if len(l.Attributes) > 0xffff {
		return b, packet.FieldError("STUN.Attributes: too long")
	}
	return append(b, l.Attributes...), nil
}

func (l *Message) finish(v wire.STUN, c *packet.Context) {
	n := uint16(len(l.Attributes))
	if !l.part {
		l.settleLength(v, n)
	} else if l.Length.Suggest(n) {
		v.SetLength(n)
	}
	l.judgeFingerprint(c.Data)
}

// fingerprintAt returns where in a message the value of the fingerprint is, or 0.
// RFC 8489 §14.7: it is the last attribute.
func fingerprintAt(b []byte) int {
	n := len(b) - 8
	if n < wire.STUNLen || wire.Uint32(b, n) != uint32(wire.STUNFingerprint)<<16|4 {
		return 0
	}
	return n + 4
}

// fingerprint returns the fingerprint of a message that has it at b[at].
func fingerprint(b []byte, at int) uint32 { return crc32.ChecksumIEEE(b[:at-4]) ^ 0x5354554e }

// judgeFingerprint notes whether the fingerprint is right, and makes it so in a message
// that is being built, unless it was parsed and wrong.
func (l *Message) judgeFingerprint(b []byte) {
	at := fingerprintAt(b)
	parsed := l.fresh
	l.fresh = false
	if at == 0 {
		l.state, l.auto = packet.ChecksumNone, true
		return
	}
	if l.part {
		l.state, l.auto = packet.ChecksumUnverified, false
		return
	}
	want := fingerprint(b, at)
	switch {
	case parsed:
		l.auto = wire.Uint32(b, at) == want
	case l.auto || l.state == packet.ChecksumNone:
		wire.PutUint32(b, at, want)
	}
	if l.state = packet.ChecksumGood; wire.Uint32(b, at) != want {
		l.state = packet.ChecksumBad
	}
}

// ChecksumState implements [packet.Checksummer], for the fingerprint.
func (l *Message) ChecksumState() packet.ChecksumState { return l.state }

// AddFingerprint adds a fingerprint, whose value is set when the message is built. It
// must be the last attribute. RFC 8489 §14.7.
func (l *Message) AddFingerprint() {
	l.Attributes, l.auto = l.Attributes.Add(wire.STUNFingerprint, make([]byte, 4)), true
}

// Addr returns the address in the first attribute of type t, in the clear.
func (l *Message) Addr(t wire.STUNAttribute) (a netip.AddrPort, ok bool) {
	v, ok := l.Attributes.Get(t)
	if !ok {
		return a, false
	}
	switch t {
	case wire.STUNXorMappedAddress, wire.STUNXorPeerAddress, wire.STUNXorRelayedAddress, 0x8020:
		return wire.STUNXorAddress(v, l.Transaction)
	}
	return wire.STUNAddress(v)
}

// AddAddr adds an address, in disguise if the attribute's type is so.
func (l *Message) AddAddr(t wire.STUNAttribute, a netip.AddrPort) {
	v := wire.AppendSTUNAddress(nil, a)
	switch t {
	case wire.STUNXorMappedAddress, wire.STUNXorPeerAddress, wire.STUNXorRelayedAddress, 0x8020:
		v = wire.AppendSTUNXorAddress(nil, a, l.Transaction)
	}
	l.Attributes = l.Attributes.Add(t, v)
}

// LongTermKey returns the key of long-term credentials, by MD5. RFC 8489 §9.2.2.
func LongTermKey(user, realm, password string) []byte {
	sum := md5.Sum([]byte(user + ":" + realm + ":" + password))
	return sum[:]
}

// Integrity reports whether the message has the integrity attribute t, SHA-1's or
// SHA-256's, and whether that is right under key. RFC 8489 §14.5, §14.6.
func (l *Message) Integrity(t wire.STUNAttribute, key []byte) (has, right bool) {
	off := 0
	for x, v := range l.Attributes.All() {
		if x == t {
			want := l.mac(t, key, l.Attributes[:off], len(v))
			return true, want != nil && len(v) >= 16 && len(v) <= len(want) && hmac.Equal(want[:len(v)], v)
		}
		off += 4 + (len(v)+3)&^3
		if off > len(l.Attributes) {
			break
		}
	}
	return false, false
}

// AddIntegrity adds the integrity attribute t under key. RFC 8489 §14.5, §14.6.
func (l *Message) AddIntegrity(t wire.STUNAttribute, key []byte) {
	size := sha1.Size
	if t == wire.STUNMessageIntegrity256 {
		size = sha256.Size
	}
	if sum := l.mac(t, key, l.Attributes, size); sum != nil {
		l.Attributes = l.Attributes.Add(t, sum)
	}
}

// mac returns the code over the message up to attributes before, with the length as if
// an attribute of size bytes followed and nothing else.
func (l *Message) mac(t wire.STUNAttribute, key []byte, before wire.STUNAttributes, size int) []byte {
	var h func() hash.Hash
	switch t {
	case wire.STUNMessageIntegrity:
		h = sha1.New
	case wire.STUNMessageIntegrity256:
		h = sha256.New
	default:
		return nil
	}
	cookie := uint32(wire.STUNCookie)
	if l.Cookie.Fixed() {
		cookie = l.Cookie.Get()
	}
	m := Message{Type: l.Type, Cookie: packet.U32(cookie), Transaction: l.Transaction, Attributes: before, auto: false, state: packet.ChecksumBad}
	m.Length = packet.U16(uint16(len(before) + 4 + size))
	b, err := packet.Packet{&m}.Bytes()
	if err != nil {
		return nil
	}
	x := hmac.New(h, key)
	x.Write(b)
	return x.Sum(nil)
}

// AppendTrailer implements [packet.Trailer].
func (l *Message) AppendTrailer(b []byte) []byte { return append(b, l.Trailer...) }

// Validate implements [packet.Validator].
func (l *Message) Validate(_ *packet.Context, report func(field string, class packet.Class, reason string)) {
	switch {
	case l.part:
		report("Length", packet.BadSize, "is more than there is")
	case l.Attributes.Malformed():
		report("Attributes", packet.BadSize, "do not fit")
	}
	if l.Length.Get()%4 != 0 {
		report("Length", packet.BadValue, "is not a multiple of four") // RFC 8489 §5
	}
	if l.state == packet.ChecksumBad {
		report("Attributes", packet.BadChecksum, "the fingerprint is wrong")
	}
	if l.Cookie.Get() != wire.STUNCookie {
		report("Cookie", packet.Unusual, "is not RFC 5389's")
	}
	if !l.Type.Method().Known() {
		report("Type", packet.Unusual, "has an unassigned method")
	}
}

func (l *ChannelData) extent(v wire.TURNChannelData) packet.Extent {
	n := wire.TURNChannelDataLen + int(v.Length())
	l.part = n > len(v)
	n = min(n, len(v))
	l.Trailer = v[n:]
	return packet.Extent{Header: wire.TURNChannelDataLen, End: n}
}

func (l *ChannelData) finish(v wire.TURNChannelData, _ *packet.Context) {
	n := uint16(len(v) - wire.TURNChannelDataLen)
	if !l.part {
		l.settleLength(v, n)
	} else if l.Length.Suggest(n) {
		v.SetLength(n)
	}
}

// AppendTrailer implements [packet.Trailer].
func (l *ChannelData) AppendTrailer(b []byte) []byte { return append(b, l.Trailer...) }

// Validate implements [packet.Validator].
func (l *ChannelData) Validate(_ *packet.Context, report func(field string, class packet.Class, reason string)) {
	if l.Channel < 0x4000 || l.Channel > 0x4fff {
		report("Channel", packet.BadValue, "is not a channel number") // RFC 8656 §12
	}
	if len(l.Trailer) > 3 {
		report("Trailer", packet.Excess, "is more than padding")
	}
}
