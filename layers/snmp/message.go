// Package snmp has messages of the Simple Network Management Protocol, versions 1, 2c
// and 3. Importing it binds them to UDP ports 161 and 162.
//
//	name, _ := wire.OIDOf("1.3.6.1.2.1.1.5.0")
//	m := &snmp.Message{Version: wire.SNMPv2c, Community: wire.Text("public"), PDU: wire.SNMPGet, RequestID: 7,
//		Variables: snmp.Variables{snmp.Null(name)}}
//
// A message that is not written in the shortest way stays as it was read as long as no
// field is changed.
package snmp

import (
	"net/netip"

	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// Message is a Simple Network Management Protocol message. RFC 3416 §3, RFC 3412 §6.
//
// Which fields it has depends on Version, Flags and PDU. For GetBulkRequest, ErrorStatus
// is the number of non-repeaters and ErrorIndex that of repetitions.
type Message struct {
	Version   wire.SNMPVersion
	Community wire.Text // versions 1 and 2c

	MsgID           int32          // version 3: answers have that of their request
	MaxSize         int32          // version 3: longest message that the sender takes, in bytes
	Flags           wire.SNMPFlags // version 3
	SecurityModel   int32          // version 3: 3 is the user-based one
	Security        []byte         // version 3: parameters of the security model; see [Message.USM]
	ContextEngineID []byte         // version 3
	ContextName     wire.Text      // version 3
	Encrypted       []byte         // version 3 with Flags' privacy: context and PDU, encrypted

	PDU         wire.SNMPPDU // kind
	RequestID   int32        // answers have that of their request
	ErrorStatus wire.SNMPError
	ErrorIndex  int32 // of the variable that is wrong, from 1

	Enterprise   wire.OID   // trap of version 1: kind of the sender
	AgentAddr    netip.Addr // trap of version 1
	GenericTrap  int32      // trap of version 1: 0 cold start, 1 warm start, 2 link down, 3 link up, 4 authentication, 6 enterprise
	SpecificTrap int32      // trap of version 1
	Timestamp    uint32     // trap of version 1: since the start, in hundredths of a second

	Variables Variables
	Trailer   []byte // after the message

	packet.Memo
}

// MessageProto describes [Message].
var MessageProto = &packet.Proto{
	Name: "SNMP", Title: "Simple Network Management Protocol message", Ref: "RFC 3416 §3",
	New:    func() packet.Layer { return new(Message) },
	Slab:   packet.Slab[Message],
	At:     at,
	Fields: fields,
}

var fields = []packet.Field{
	{Name: "Version", Type: "wire.SNMPVersion", Off: -1},
	{Name: "Community", Doc: "versions 1 and 2c", Type: "wire.Text", Off: -1, Kind: packet.Body},
	{Name: "MsgID", Doc: "version 3: answers have that of their request", Type: "int32", Off: -1},
	{Name: "MaxSize", Doc: "version 3: longest message that the sender takes, in bytes", Type: "int32", Off: -1},
	{Name: "Flags", Doc: "version 3", Type: "wire.SNMPFlags", Off: -1},
	{Name: "SecurityModel", Doc: "version 3: 3 is the user-based one", Type: "int32", Off: -1},
	{Name: "Security", Doc: "version 3: parameters of the security model", Type: "[]byte", Off: -1, Kind: packet.Body},
	{Name: "ContextEngineID", Doc: "version 3", Type: "[]byte", Off: -1, Kind: packet.Body},
	{Name: "ContextName", Doc: "version 3", Type: "wire.Text", Off: -1, Kind: packet.Body},
	{Name: "Encrypted", Doc: "version 3 with privacy: context and PDU", Type: "[]byte", Off: -1, Kind: packet.Body},
	{Name: "PDU", Doc: "kind", Type: "wire.SNMPPDU", Off: -1},
	{Name: "RequestID", Doc: "answers have that of their request", Type: "int32", Off: -1},
	{Name: "ErrorStatus", Doc: "of a response; of a bulk request the number of non-repeaters", Type: "wire.SNMPError", Off: -1},
	{Name: "ErrorIndex", Doc: "of the variable that is wrong, from 1; of a bulk request the repetitions", Type: "int32", Off: -1},
	{Name: "Enterprise", Doc: "trap of version 1: kind of the sender", Type: "wire.OID", Off: -1, Kind: packet.Body},
	{Name: "AgentAddr", Doc: "trap of version 1", Type: "netip.Addr", Off: -1},
	{Name: "GenericTrap", Doc: "trap of version 1: 0 cold start, 1 warm start, 2 link down, 3 link up, 4 authentication, 6 enterprise",
		Type: "int32", Off: -1},
	{Name: "SpecificTrap", Doc: "trap of version 1", Type: "int32", Off: -1},
	{Name: "Timestamp", Doc: "trap of version 1: since the start, in hundredths of a second", Type: "uint32", Off: -1},
	{Name: "Variables", Type: "Variables", Off: -1, Kind: packet.Body},
	{Name: "Trailer", Doc: "after the message", Type: "[]byte", Off: -1, Kind: packet.Trailing},
}

func init() {
	layers.UDPPorts.Bind(wire.PortSNMP, MessageProto)
	layers.UDPPorts.Bind(wire.PortSNMPTrap, MessageProto)
	layers.UDPPorts.Guess(MessageProto, judge)
}

// judge wants a sequence that begins with the version, an integer of one byte.
func judge(b []byte) packet.Confidence {
	if wire.BERTag(b[0]) != wire.BERSequence || len(b) < 5 {
		return packet.Impossible
	}
	n := 2
	if long := b[1]; long > 0x80 && long <= 0x84 {
		n += int(long & 0x7f)
	}
	if len(b) < n+3 || wire.BERTag(b[n]) != wire.BERInteger || b[n+1] != 1 {
		return packet.Impossible
	}
	return packet.Possible
}

func at(l packet.Layer, i int) any {
	x := l.(*Message)
	all := [...]any{
		&x.Version, &x.Community, &x.MsgID, &x.MaxSize, &x.Flags, &x.SecurityModel, &x.Security, &x.ContextEngineID, &x.ContextName,
		&x.Encrypted, &x.PDU, &x.RequestID, &x.ErrorStatus, &x.ErrorIndex, &x.Enterprise, &x.AgentAddr, &x.GenericTrap,
		&x.SpecificTrap, &x.Timestamp, &x.Variables, &x.Trailer,
	}
	if i >= len(all) {
		return nil
	}
	return all[i]
}

// Proto implements [packet.Layer].
func (l *Message) Proto() *packet.Proto { return MessageProto }

func (l *Message) encrypted() bool { return l.Version == wire.SNMPv3 && l.Flags&wire.SNMPPriv != 0 }

// Has implements [packet.Sparse].
func (l *Message) Has(i int) bool {
	switch {
	case i == 0 || i == 20:
		return true
	case i == 1:
		return l.Version != wire.SNMPv3
	case i < 7:
		return l.Version == wire.SNMPv3
	case i < 9:
		return l.Version == wire.SNMPv3 && !l.encrypted()
	case i == 9:
		return l.encrypted()
	case i < 11 || i == 19:
		return !l.encrypted()
	case i < 14:
		return !l.encrypted() && l.PDU != wire.SNMPTrapV1
	}
	return !l.encrypted() && l.PDU == wire.SNMPTrapV1
}

var errFormat = &wire.Error{Layer: "SNMP", Err: wire.ErrFormat}

// Parse implements [packet.Layer].
func (l *Message) Parse(b []byte) (packet.Extent, error) {
	*l = Message{Variables: l.Variables[:0], Memo: l.Memo}
	l.Forget()
	body, rest, ok := wire.BER(b).Take(wire.BERSequence)
	if !ok || !l.message(body) {
		return packet.Extent{}, errFormat
	}
	n := len(b) - len(rest)
	l.Trailer = rest
	var room [512]byte
	canon, _ := l.Append(room[:0])
	l.Remember(b[:n:n], canon)
	return packet.Extent{Header: n, End: n}, nil
}

// message sets the fields from the content of a message, and reports whether that is
// one.
func (l *Message) message(b wire.BER) (ok bool) {
	var v int32
	if v, b, ok = b.TakeInt(); !ok {
		return false
	}
	switch l.Version = wire.SNMPVersion(v); l.Version {
	case wire.SNMPv1, wire.SNMPv2c:
		if l.Community, b, ok = b.Take(wire.BEROctetString); !ok {
			return false
		}
		return l.pdu(b)
	case wire.SNMPv3:
		return l.v3(b)
	}
	return false
}

// v3 is message for what follows the version 3. RFC 3412 §6.
func (l *Message) v3(b wire.BER) (ok bool) {
	var head, flags []byte
	if head, b, ok = b.Take(wire.BERSequence); !ok {
		return false
	}
	h := wire.BER(head)
	if l.MsgID, h, ok = h.TakeInt(); !ok {
		return false
	}
	if l.MaxSize, h, ok = h.TakeInt(); !ok {
		return false
	}
	if flags, h, ok = h.Take(wire.BEROctetString); !ok || len(flags) != 1 {
		return false
	}
	l.Flags = wire.SNMPFlags(flags[0])
	if l.SecurityModel, _, ok = h.TakeInt(); !ok {
		return false
	}
	if l.Security, b, ok = b.Take(wire.BEROctetString); !ok {
		return false
	}
	if l.encrypted() {
		l.Encrypted, _, ok = b.Take(wire.BEROctetString)
		return ok
	}
	scoped, _, ok := b.Take(wire.BERSequence)
	if !ok {
		return false
	}
	if l.ContextEngineID, b, ok = wire.BER(scoped).Take(wire.BEROctetString); !ok {
		return false
	}
	if l.ContextName, b, ok = b.Take(wire.BEROctetString); !ok {
		return false
	}
	return l.pdu(b)
}

// pduTag is the tag of PDUs, without their number.
const pduTag wire.BERTag = 0xa0

// pdu sets the fields from a PDU.
func (l *Message) pdu(b wire.BER) bool {
	tag, body, _, ok := b.Next()
	if l.PDU = wire.SNMPPDU(tag &^ pduTag); !ok || tag&0xe0 != pduTag || l.PDU > wire.SNMPReport {
		return false
	}
	b = body
	if l.PDU == wire.SNMPTrapV1 {
		if b, ok = l.trap(b); !ok {
			return false
		}
	} else {
		if l.RequestID, b, ok = b.TakeInt(); !ok {
			return false
		}
		status := int32(0)
		if status, b, ok = b.TakeInt(); !ok {
			return false
		}
		l.ErrorStatus = wire.SNMPError(status)
		if l.ErrorIndex, b, ok = b.TakeInt(); !ok {
			return false
		}
	}
	vars, _, ok := b.Take(wire.BERSequence)
	return ok && l.Variables.parse(vars)
}

// trap sets the fields of a trap of version 1. RFC 1157 §4.1.6.
func (l *Message) trap(b wire.BER) (rest wire.BER, ok bool) {
	var addr, ticks []byte
	if l.Enterprise, b, ok = b.Take(wire.BEROID); !ok {
		return b, false
	}
	if addr, b, ok = b.Take(wire.SNMPIPAddress); !ok || len(addr) != 4 {
		return b, false
	}
	l.AgentAddr = netip.AddrFrom4([4]byte(addr))
	if l.GenericTrap, b, ok = b.TakeInt(); !ok {
		return b, false
	}
	if l.SpecificTrap, b, ok = b.TakeInt(); !ok {
		return b, false
	}
	if ticks, b, ok = b.Take(wire.SNMPTimeTicks); !ok {
		return b, false
	}
	x, ok := wire.BERUint(ticks)
	l.Timestamp = uint32(x)
	return b, ok && x < 1<<32
}

// Append implements [packet.Layer].
func (l *Message) Append(b []byte) ([]byte, error) {
	if l.AgentAddr.IsValid() && !l.AgentAddr.Is4() {
		return b, packet.FieldError("SNMP.AgentAddr: not an IPv4 address")
	}
	start := len(b)
	b = wire.OpenBER(b, wire.BERSequence)
	b = wire.AppendBERInt(b, wire.BERInteger, int64(l.Version))
	if l.Version == wire.SNMPv3 {
		b = l.appendV3(b)
	} else {
		b = l.appendPDU(wire.AppendBER(b, wire.BEROctetString, l.Community))
	}
	return l.Recall(wire.CloseBER(b, start), start), nil
}

func (l *Message) appendV3(b []byte) []byte {
	start := len(b)
	b = wire.OpenBER(b, wire.BERSequence)
	b = wire.AppendBERInt(b, wire.BERInteger, int64(l.MsgID))
	b = wire.AppendBERInt(b, wire.BERInteger, int64(l.MaxSize))
	b = append(b, byte(wire.BEROctetString), 1, byte(l.Flags))
	b = wire.CloseBER(wire.AppendBERInt(b, wire.BERInteger, int64(l.SecurityModel)), start)
	b = wire.AppendBER(b, wire.BEROctetString, l.Security)
	if l.encrypted() {
		return wire.AppendBER(b, wire.BEROctetString, l.Encrypted)
	}
	start = len(b)
	b = wire.OpenBER(b, wire.BERSequence)
	b = wire.AppendBER(b, wire.BEROctetString, l.ContextEngineID)
	b = wire.AppendBER(b, wire.BEROctetString, l.ContextName)
	return wire.CloseBER(l.appendPDU(b), start)
}

func (l *Message) appendPDU(b []byte) []byte {
	start := len(b)
	b = wire.OpenBER(b, pduTag|wire.BERTag(l.PDU&0x1f))
	if l.PDU == wire.SNMPTrapV1 {
		b = wire.AppendBER(b, wire.BEROID, l.Enterprise)
		b = append(b, byte(wire.SNMPIPAddress), 4, 0, 0, 0, 0)
		wire.PutAddr4(b[len(b)-4:], l.AgentAddr)
		b = wire.AppendBERInt(b, wire.BERInteger, int64(l.GenericTrap))
		b = wire.AppendBERInt(b, wire.BERInteger, int64(l.SpecificTrap))
		b = wire.AppendBERUint(b, wire.SNMPTimeTicks, uint64(l.Timestamp))
	} else {
		for _, x := range [...]int32{l.RequestID, int32(l.ErrorStatus), l.ErrorIndex} {
			b = wire.AppendBERInt(b, wire.BERInteger, int64(x))
		}
	}
	return wire.CloseBER(l.Variables.append(b), start)
}

// AppendTrailer implements [packet.Trailer].
func (l *Message) AppendTrailer(b []byte) []byte { return append(b, l.Trailer...) }

// Finish implements [packet.Layer].
func (l *Message) Finish(*packet.Context) {}

// Validate implements [packet.Validator].
func (l *Message) Validate(_ *packet.Context, report func(field string, class packet.Class, reason string)) {
	if len(l.Trailer) > 0 {
		report("Trailer", packet.Excess, "bytes after the message")
	}
	if l.Version == wire.SNMPv3 && l.Flags&(wire.SNMPAuth|wire.SNMPPriv) == wire.SNMPPriv {
		report("Flags", packet.BadValue, "privacy without authentication") // RFC 3412 §6.4
	}
	if l.encrypted() {
		return
	}
	if l.Version == wire.SNMPv1 && l.PDU >= wire.SNMPGetBulk || l.Version != wire.SNMPv1 && l.PDU == wire.SNMPTrapV1 {
		report("PDU", packet.BadValue, "is not of this version")
	}
	if l.ErrorStatus < 0 || l.ErrorStatus > 18 && l.PDU != wire.SNMPGetBulk {
		report("ErrorStatus", packet.BadValue, "not assigned")
	}
	if l.ErrorIndex < 0 {
		report("ErrorIndex", packet.BadValue, "is negative")
	}
}

// USM is the parameters of the user-based security model. RFC 3414 §2.4.
type USM struct {
	EngineID []byte // of the authoritative engine
	Boots    int32  // how often that was started
	Time     int32  // seconds since it was
	User     wire.Text
	Auth     []byte // digest
	Priv     []byte // salt
}

// USM returns the parameters of the user-based security model. ok is false if they are
// of another, or malformed.
func (l *Message) USM() (u USM, ok bool) {
	c, _, ok := wire.BER(l.Security).Take(wire.BERSequence)
	if !ok || l.SecurityModel != 3 {
		return u, false
	}
	b := wire.BER(c)
	if u.EngineID, b, ok = b.Take(wire.BEROctetString); !ok {
		return u, false
	}
	if u.Boots, b, ok = b.TakeInt(); !ok {
		return u, false
	}
	if u.Time, b, ok = b.TakeInt(); !ok {
		return u, false
	}
	if u.User, b, ok = b.Take(wire.BEROctetString); !ok {
		return u, false
	}
	if u.Auth, b, ok = b.Take(wire.BEROctetString); !ok {
		return u, false
	}
	u.Priv, _, ok = b.Take(wire.BEROctetString)
	return u, ok
}

// Append appends the parameters as a message's Security has them.
func (u USM) Append(b []byte) []byte {
	start := len(b)
	b = wire.AppendBER(wire.OpenBER(b, wire.BERSequence), wire.BEROctetString, u.EngineID)
	b = wire.AppendBERInt(b, wire.BERInteger, int64(u.Boots))
	b = wire.AppendBERInt(b, wire.BERInteger, int64(u.Time))
	for _, x := range [...][]byte{u.User, u.Auth, u.Priv} {
		b = wire.AppendBER(b, wire.BEROctetString, x)
	}
	return wire.CloseBER(b, start)
}
