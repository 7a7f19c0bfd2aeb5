package wire

import "iter"

// PortMQTT is the port of MQTT.
const PortMQTT = 1883

// MQTTType is the kind of an MQTT control packet. MQTT 5.0 §2.1.2.
type MQTTType uint8

// The kinds.
const (
	MQTTConnect     MQTTType = 1
	MQTTConnAck     MQTTType = 2
	MQTTPublish     MQTTType = 3
	MQTTPubAck      MQTTType = 4
	MQTTPubRec      MQTTType = 5
	MQTTPubRel      MQTTType = 6
	MQTTPubComp     MQTTType = 7
	MQTTSubscribe   MQTTType = 8
	MQTTSubAck      MQTTType = 9
	MQTTUnsubscribe MQTTType = 10
	MQTTUnsubAck    MQTTType = 11
	MQTTPingReq     MQTTType = 12
	MQTTPingResp    MQTTType = 13
	MQTTDisconnect  MQTTType = 14
	MQTTAuth        MQTTType = 15 // version 5
)

func (t MQTTType) String() string {
	return listed([]string{
		1: "CONNECT", 2: "CONNACK", 3: "PUBLISH", 4: "PUBACK", 5: "PUBREC", 6: "PUBREL", 7: "PUBCOMP", 8: "SUBSCRIBE", 9: "SUBACK",
		10: "UNSUBSCRIBE", 11: "UNSUBACK", 12: "PINGREQ", 13: "PINGRESP", 14: "DISCONNECT", 15: "AUTH",
	}, int(t))
}

// HasPacketID reports whether a packet of the kind begins with a packet identifier;
// PUBLISH has one behind its topic, if its quality of service is above 0.
func (t MQTTType) HasPacketID() bool { return t >= MQTTPubAck && t <= MQTTUnsubAck }

// MQTTConnectFlags says what a CONNECT packet has. MQTT 5.0 §3.1.2.3.
type MQTTConnectFlags uint8

// The flags. Between MQTTWill and MQTTWillRetain are two bits for the will's quality
// of service.
const (
	MQTTClean      MQTTConnectFlags = 2
	MQTTWill       MQTTConnectFlags = 4
	MQTTWillRetain MQTTConnectFlags = 0x20
	MQTTPassword   MQTTConnectFlags = 0x40
	MQTTUserName   MQTTConnectFlags = 0x80
)

// WillQoS returns the will's quality of service.
func (f MQTTConnectFlags) WillQoS() uint8 { return uint8(f) >> 3 & 3 }

func (f MQTTConnectFlags) String() string {
	return flagNames(uint(f), "reserved", "clean", "will", "QoS1", "QoS2", "retain", "password", "user")
}

// mqttMaxLen is the longest packet, without its fixed header. MQTT 5.0 §2.1.4.
const mqttMaxLen = 1<<28 - 1

// RemainingLength returns the length of the packet behind its fixed header, and where
// that ends. ok is false if the length is cut or has more than four bytes. MQTT 5.0
// §1.5.5.
func (v MQTT) RemainingLength() (n uint32, end int, ok bool) {
	for i := 1; i < len(v) && i < 5; i++ {
		n |= uint32(v[i]&0x7f) << (7 * (i - 1))
		if v[i]&0x80 == 0 {
			return n, i + 1, true
		}
	}
	return 0, 0, false
}

// AppendMQTTLength appends x, at most 268,435,455, as a variable byte integer.
func AppendMQTTLength(b []byte, x uint32) []byte {
	for x &= mqttMaxLen; ; {
		c := byte(x & 0x7f)
		if x >>= 7; x == 0 {
			return append(b, c)
		}
		b = append(b, c|0x80)
	}
}

// MQTTString takes a text with its length, of two bytes, from the start of b.
func MQTTString(b []byte) (s Text, rest []byte, ok bool) {
	if len(b) < 2 || len(b) < 2+int(Uint16(b, 0)) {
		return nil, b, false
	}
	n := 2 + int(Uint16(b, 0))
	return Text(b[2:n:n]), b[n:], true
}

// AppendMQTTString appends a text with its length. What is beyond 65535 bytes is cut.
func AppendMQTTString(b, s []byte) []byte {
	s = s[:min(len(s), 0xffff)]
	return append(append(b, byte(len(s)>>8), byte(len(s))), s...)
}

// MQTTPropertyID is the identifier of a property. MQTT 5.0 §2.2.2.2.
type MQTTPropertyID uint8

func (p MQTTPropertyID) String() string {
	return listed([]string{
		1: "payload format", 2: "message expiry", 3: "content type", 8: "response topic", 9: "correlation data",
		11: "subscription identifier", 17: "session expiry", 18: "assigned client identifier", 19: "server keep alive",
		21: "authentication method", 22: "authentication data", 23: "request problem information", 24: "will delay",
		25: "request response information", 26: "response information", 28: "server reference", 31: "reason string",
		33: "receive maximum", 34: "topic alias maximum", 35: "topic alias", 36: "maximum QoS", 37: "retain available",
		38: "user property", 39: "maximum packet size", 40: "wildcard subscription available",
		41: "subscription identifier available", 42: "shared subscription available",
	}, int(p))
}

// size returns the length of the property's value at the start of b, or -1.
func (p MQTTPropertyID) size(b []byte) int {
	text := func(b []byte) int {
		if len(b) < 2 {
			return -1
		}
		return 2 + int(Uint16(b, 0))
	}
	n := -1
	switch p {
	case 1, 23, 25, 36, 37, 40, 41, 42:
		n = 1
	case 19, 33, 34, 35:
		n = 2
	case 2, 17, 24, 39:
		n = 4
	case 11:
		for i, c := range b[:min(len(b), 4)] {
			if c&0x80 == 0 {
				return i + 1
			}
		}
	case 3, 8, 9, 18, 21, 22, 26, 28, 31:
		n = text(b)
	case 38:
		if n = text(b); n >= 0 && n <= len(b) {
			if k := text(b[n:]); k >= 0 {
				n += k
			} else {
				n = -1
			}
		}
	}
	if n > len(b) {
		return -1
	}
	return n
}

// MQTTProperties is properties of a version 5 packet in wire form, without their
// length.
type MQTTProperties []byte

// ParseMQTTProperties takes properties with their length from the start of b.
func ParseMQTTProperties(b []byte) (p MQTTProperties, rest []byte, ok bool) {
	n, end, ok := MQTT(append([]byte{0}, b[:min(len(b), 4)]...)).RemainingLength()
	if end--; !ok || uint64(n) > uint64(len(b)-end) {
		return nil, b, false
	}
	return MQTTProperties(b[end : end+int(n) : end+int(n)]), b[end+int(n):], true
}

// All yields the properties' identifiers and values in wire form (texts with their
// lengths), up to the first malformed one.
func (p MQTTProperties) All() iter.Seq2[MQTTPropertyID, []byte] {
	return func(yield func(MQTTPropertyID, []byte) bool) {
		for len(p) > 0 {
			n := MQTTPropertyID(p[0]).size(p[1:])
			if n < 0 || !yield(MQTTPropertyID(p[0]), p[1:1+n:1+n]) {
				return
			}
			p = p[1+n:]
		}
	}
}

// Add returns p and one more property, its value in wire form.
func (p MQTTProperties) Add(id MQTTPropertyID, value ...byte) MQTTProperties {
	return append(append(p[:len(p):len(p)], byte(id)), value...)
}

// Len returns how many bytes of p are well-formed properties.
func (p MQTTProperties) Len() (n int) {
	for _, v := range p.All() {
		n += 1 + len(v)
	}
	return n
}

// AppendValue appends a property's value for people: a number, a text in quotes, two
// texts joined by =, or bytes in hexadecimal.
func (p MQTTPropertyID) AppendValue(b, v []byte) []byte {
	switch s, rest, ok := MQTTString(v); {
	case p == 9 || p == 22:
		if ok {
			return appendHex(b, s, 0)
		}
	case p == 38 && ok:
		if b = appendMQTTText(b, s); len(rest) < 2 {
			return b
		}
		return appendMQTTText(append(b, '='), rest[2:])
	case ok && p.text():
		return appendMQTTText(b, s)
	case p == 11:
		n, _, _ := MQTT(append([]byte{0}, v[:min(len(v), 4)]...)).RemainingLength()
		return appendUint(b, n)
	case !p.text() && len(v) <= 4:
		return appendUint(b, p.number(v))
	}
	return appendHex(b, v, 0)
}

// number returns the number that v is.
func (p MQTTPropertyID) number(v []byte) (x uint32) {
	for _, c := range v {
		x = x<<8 | uint32(c)
	}
	return x
}

// text reports whether the property's value is text or bytes with a length.
func (p MQTTPropertyID) text() bool {
	switch p {
	case 3, 8, 9, 18, 21, 22, 26, 28, 31, 38:
		return true
	}
	return false
}

// appendMQTTText appends s in quotes, bytes that are not printable ASCII as \xNN.
func appendMQTTText(b, s []byte) []byte {
	b = append(b, '"')
	for _, c := range s {
		switch {
		case c < ' ' || c >= 0x7f:
			b = appendHex(append(b, `\x`...), []byte{c}, 0)
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		default:
			b = append(b, c)
		}
	}
	return append(b, '"')
}

// String returns the properties as `topic alias 7, content type "text"`.
func (p MQTTProperties) String() string {
	var b []byte
	for id, v := range p.All() {
		if len(b) > 0 {
			b = append(b, ", "...)
		}
		b = id.AppendValue(append(append(b, id.String()...), ' '), v)
	}
	return string(appendRest(b, p[p.Len():]))
}

// In reports whether the properties are all well formed, such as packets of type t may
// have, and none but user properties, and subscription identifiers of PUBLISH, twice.
// MQTT 5.0 table 2-4.
func (p MQTTProperties) In(t MQTTType) bool {
	var seen uint64
	n := 0
	for id, v := range p.All() {
		n += 1 + len(v)
		if id >= 64 || id.types()>>t&1 == 0 {
			return false
		}
		if seen>>id&1 != 0 && id != 38 && (id != 11 || t != MQTTPublish) {
			return false
		}
		seen |= 1 << id
	}
	return n == len(p)
}

// types returns which packets may have a property: bit n is type n.
func (p MQTTPropertyID) types() uint16 {
	const connect, connack, publish, subscribe, disconnect, auth = 1 << 1, 1 << 2, 1 << 3, 1 << 8, 1 << 14, 1 << 15
	const acks = 1<<4 | 1<<5 | 1<<6 | 1<<7 | 1<<9 | 1<<11
	switch p {
	case 1, 2, 3, 8, 9, 35:
		return publish
	case 11:
		return publish | subscribe
	case 17:
		return connect | connack | disconnect
	case 18, 19, 26, 36, 37, 40, 41, 42:
		return connack
	case 21, 22:
		return connect | connack | auth
	case 23, 25:
		return connect
	case 28:
		return connack | disconnect
	case 31:
		return connack | acks | disconnect | auth
	case 33, 34, 39:
		return connect | connack
	case 38:
		return connect | connack | publish | acks | subscribe | 1<<10 | disconnect | auth
	}
	return 0
}
