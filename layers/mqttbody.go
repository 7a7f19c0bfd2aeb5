package layers

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// Has implements [packet.Sparse].
func (l *MQTT) Has(i int) bool {
	connect, v5 := l.Type == wire.MQTTConnect, l.Level >= 5
	switch i {
	case 0, 1, 2, 3, 4:
		return true
	case 5:
		return connect || l.Level != 0
	case 6, 7, 12, 15, 16, 17, 18, 19, 20:
		return connect
	case 8:
		return l.hasPacketID()
	case 9:
		return l.Type == wire.MQTTConnAck
	case 10:
		return l.Type == wire.MQTTConnAck && !v5
	case 11:
		return v5 && l.hasReason()
	case 13, 24:
		return l.Type == wire.MQTTPublish
	case 14:
		return v5 && l.hasProperties()
	case 21:
		return l.Type == wire.MQTTSubscribe
	case 22:
		return l.Type == wire.MQTTUnsubscribe
	case 23:
		return l.hasCodes()
	}
	return len(l.Body) > 0
}

// hasReason reports whether packets of the type have a reason in version 5.
func (l *MQTT) hasReason() bool { return l.Type == wire.MQTTConnAck || l.mayEnd() }

// mayEnd reports whether a packet of version 5 can end before its reason.
func (l *MQTT) mayEnd() bool {
	switch l.Type {
	case wire.MQTTPubAck, wire.MQTTPubRec, wire.MQTTPubRel, wire.MQTTPubComp, wire.MQTTDisconnect, wire.MQTTAuth:
		return true
	}
	return false
}

// hasProperties reports whether packets of the type have properties in version 5.
func (l *MQTT) hasProperties() bool {
	return l.Type != 0 && l.Type != wire.MQTTPingReq && l.Type != wire.MQTTPingResp
}

func (l *MQTT) hasCodes() bool {
	return l.Type == wire.MQTTSubAck || l.Type == wire.MQTTUnsubAck && l.Level >= 5
}

// parseRest sets the fields from what follows topic and packet identifier, as of version
// Level, and reports whether what is needed is there.
func (l *MQTT) parseRest(b []byte) (ok bool) {
	v5 := l.Level >= 5
	if l.Type == wire.MQTTConnAck {
		if len(b) < 2 {
			return false
		}
		l.AckFlags, b = wire.MQTTAckFlags(b[0]), b[1:]
		if !v5 {
			l.Return, b = wire.MQTTReturn(b[0]), b[1:]
		}
	}
	if v5 {
		if b, ok = l.parseReason(b); !ok {
			return false
		}
	}
	switch f := l.list(); {
	case f != nil:
		*f = b
	default:
		l.Body = b
	}
	return true
}

// parseReason takes reason and properties, as far as there are any, from the start of b.
func (l *MQTT) parseReason(b []byte) (rest []byte, ok bool) {
	if l.hasReason() && len(b) > 0 {
		l.Reason, b = wire.MQTTReason(b[0]), b[1:]
	}
	if !l.hasProperties() || len(b) == 0 && l.mayEnd() {
		return b, true
	}
	l.Properties, rest, ok = wire.ParseMQTTProperties(b)
	return rest, ok
}

// list returns the field for what is last in packets of the type.
func (l *MQTT) list() *[]byte {
	switch {
	case l.Type == wire.MQTTPublish:
		return &l.Payload
	case l.Type == wire.MQTTSubscribe:
		return (*[]byte)(&l.Filters)
	case l.Type == wire.MQTTUnsubscribe:
		return (*[]byte)(&l.Topics)
	case l.hasCodes():
		return (*[]byte)(&l.Codes)
	}
	return nil
}

// appendRest appends what follows topic and packet identifier, but for Body.
func (l *MQTT) appendRest(b []byte) []byte {
	if l.Type == wire.MQTTConnect {
		return b
	}
	v5 := l.Level >= 5
	if l.Type == wire.MQTTConnAck {
		if b = append(b, byte(l.AckFlags)); !v5 {
			b = append(b, byte(l.Return))
		}
	}
	if v5 {
		b = l.appendReason(b)
	}
	if f := l.list(); f != nil {
		b = append(b, *f...)
	}
	return b
}

// appendReason appends reason and properties. Those that may be left out are if they say
// nothing.
func (l *MQTT) appendReason(b []byte) []byte {
	more := len(l.Properties) > 0 || len(l.Body) > 0
	if l.hasReason() && (l.Reason != 0 || more || !l.mayEnd()) {
		b = append(b, byte(l.Reason))
	}
	if l.hasProperties() && (more || !l.mayEnd()) {
		b = append(wire.AppendMQTTLength(b, uint32(len(l.Properties))), l.Properties...)
	}
	return b
}

// Reread takes the packet as one of version level, which the CONNECT of its connection
// has said, where its form does not tell. It reports false, and leaves the packet as it
// is, if the packet does not have the form of that version.
func (l *MQTT) Reread(level uint8) bool {
	if l.Type == wire.MQTTConnect || l.opaque {
		return l.Level == level
	}
	if (l.Level >= 5) == (level >= 5) {
		return true
	}
	m := *l
	m.clear()
	m.Topic, m.PacketID, m.Level = l.Topic, l.PacketID, 0
	if level >= 5 {
		m.Level = 5
	}
	if !m.parseRest(append(l.appendRest(nil), l.Body...)) || m.Level == 0 && len(m.Body) > 0 {
		return false
	}
	*l = m
	return true
}

// A MQTTProperty is a property with its value, as wire.MQTTPropertyID writes it.
type MQTTProperty struct {
	ID    wire.MQTTPropertyID
	Value string
}

func (p MQTTProperty) String() string { return p.ID.String() + " " + p.Value }

// A MQTTFilter is a topic filter with its options.
type MQTTFilter struct {
	Filter wire.Text
	How    wire.MQTTSubscription
}

func (f MQTTFilter) String() string { return wire.MQTTFilters{}.Add(string(f.Filter), f.How).String() }

// Items implements [packet.Itemizer]: properties as [MQTTProperty], the filters of
// SUBSCRIBE as [MQTTFilter] and those of UNSUBSCRIBE as text, the codes of SUBACK and
// UNSUBACK as reasons.
func (l *MQTT) Items(i int) (out []any) {
	switch i {
	case 14:
		return mqttProperties(l.Properties)
	case 16:
		return mqttProperties(l.WillProperties)
	case 21:
		for s, how := range l.Filters.All() {
			out = append(out, MQTTFilter{s, how})
		}
		return withRest(out, l.Filters[l.Filters.Len():])
	case 22:
		for s := range l.Topics.All() {
			out = append(out, s)
		}
		return withRest(out, l.Topics[l.Topics.Len():])
	case 23:
		for _, c := range l.Codes {
			out = append(out, wire.MQTTReason(c))
		}
	}
	return out
}

func mqttProperties(p wire.MQTTProperties) (out []any) {
	for id, v := range p.All() {
		out = append(out, MQTTProperty{id, string(id.AppendValue(nil, v))})
	}
	return withRest(out, p[p.Len():])
}

// withRest appends what of a list is malformed.
func withRest(out []any, rest []byte) []any {
	if len(rest) > 0 {
		out = append(out, packet.Malformed(rest))
	}
	return out
}

var _ packet.Itemizer = (*MQTT)(nil)

func (l *MQTT) validateLists(report func(field string, class packet.Class, reason string)) {
	if l.AckFlags>>1 != 0 {
		report("AckFlags", packet.BadValue, "has reserved bits set")
	}
	if !l.Properties.In(l.Type) {
		report("Properties", packet.BadValue, "are malformed, twice, or not of "+l.Type.String())
	}
	if l.Filters.Len() != len(l.Filters) || l.Type == wire.MQTTSubscribe && len(l.Filters) == 0 {
		report("Filters", packet.BadSize, "are malformed or missing")
	}
	if l.Topics.Len() != len(l.Topics) || l.Type == wire.MQTTUnsubscribe && len(l.Topics) == 0 {
		report("Topics", packet.BadSize, "are malformed or missing")
	}
	if len(l.Body) > 0 {
		report("Body", packet.BadSize, "the packet is malformed or too long")
	}
}
