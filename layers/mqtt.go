package layers

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// MQTT is an MQTT control packet of version 3.1, 3.1.1 or 5. MQTT 5.0 §2.1.
//
// Which of the fields after Length a packet has depends on Type, and on the version.
// Only CONNECT says which version is in use; of other packets Level is 5 if they have
// the form of version 5 and not that of 3.1.1, see [wire.MQTTVersion]. [MQTT.Reread]
// takes them as of the version that the connection is known to have. Packets that
// follow in the segment are the next layers.
//
//	&layers.MQTT{Type: wire.MQTTPublish, Topic: wire.Text("a/b"), Payload: []byte("hello")}
//	&layers.MQTT{Type: wire.MQTTSubscribe, QoS: 1, PacketID: 1, Filters: wire.MQTTFilters{}.Add("a/#", 1)}
//
//wire:header bind=TCPPorts:wire.PortMQTT
type MQTT struct {
	Type           wire.MQTTType         `bits:"4"`
	Dup            bool                  `bits:"1"` // PUBLISH: sent again
	QoS            uint8                 `bits:"2"` // PUBLISH: 0 at most once, 1 at least once, 2 exactly once; 1 in SUBSCRIBE, UNSUBSCRIBE, PUBREL
	Retain         bool                  `bits:"1"` // PUBLISH: to be kept
	Length         Auto[uint32]          `bits:"0"` // of what follows, in bytes
	Level          uint8                 `bits:"0"` // CONNECT: 3 is MQTT 3.1, 4 is 3.1.1, 5 is 5; elsewhere 5 if the packet has the fields of version 5
	Flags          wire.MQTTConnectFlags `bits:"0"` // CONNECT: which of the fields below are there
	KeepAlive      uint16                `bits:"0"` // CONNECT: in seconds
	PacketID       uint16                `bits:"0"` // all but CONNECT, CONNACK, PING, DISCONNECT, AUTH, and PUBLISH with QoS 0
	AckFlags       wire.MQTTAckFlags     `bits:"0"` // CONNACK
	Return         wire.MQTTReturn       `bits:"0"` // CONNACK before version 5
	Reason         wire.MQTTReason       `bits:"0"` // version 5: CONNACK, PUBACK, PUBREC, PUBREL, PUBCOMP, DISCONNECT, AUTH
	Protocol       wire.Text             // CONNECT: MQTT, or MQIsdp
	Topic          wire.Text             // PUBLISH
	Properties     wire.MQTTProperties   // version 5: all but PINGREQ and PINGRESP
	ClientID       wire.Text             // CONNECT
	WillProperties wire.MQTTProperties   // CONNECT of version 5
	WillTopic      wire.Text             // CONNECT
	WillMessage    wire.Text             // CONNECT
	UserName       wire.Text             // CONNECT
	Password       wire.Text             // CONNECT
	Filters        wire.MQTTFilters      // SUBSCRIBE
	Topics         wire.MQTTTopics       // UNSUBSCRIBE: filters
	Codes          wire.MQTTReasons      // SUBACK; UNSUBACK of version 5: one for each filter
	Payload        []byte                // PUBLISH
	Body           []byte                // what else there is: of malformed packets

	packet.Memo
	more   int  // bytes that the segment does not have
	opaque bool // malformed: all is in Body
}

func init() {
	TCPPorts.Guess(MQTTProto, func(b []byte) packet.Confidence {
		l := MQTT{Type: wire.MQTTType(b[0] >> 4), Dup: b[0]&8 != 0, QoS: b[0] >> 1 & 3, Retain: b[0]&1 != 0}
		if _, _, ok := wire.MQTT(b).RemainingLength(); !ok || !l.plausible() {
			return packet.Impossible
		}
		return packet.Possible
	})
}

var errFormatMQTT = &wire.Error{Layer: "MQTT", Err: wire.ErrFormat}

func (l *MQTT) parseBody(v wire.MQTT) (packet.Extent, error) {
	n, start, ok := v.RemainingLength()
	if !ok || !l.plausible() {
		return packet.Extent{}, errFormatMQTT
	}
	l.Length.Parse(n)
	end := min(start+int(n), len(v))
	l.more = start + int(n) - end
	l.clear()
	l.parseWhole(v[start:end:end])
	l.Forget()
	if l.more == 0 {
		l.Length.Release() // as Finish will find it
	}
	var room [256]byte
	canon, _ := l.Append(room[:0])
	l.Length.Parse(n)
	l.Remember(v[:end], canon)
	return packet.Extent{Header: end, End: len(v), Next: packet.Is(MQTTProto)}, nil
}

// parseWhole sets the fields from what follows the fixed header.
func (l *MQTT) parseWhole(b []byte) {
	if !l.parseFields(b) {
		l.clear()
		l.Body, l.opaque = b, true
	}
}

// plausible reports whether type and flags go together. MQTT 5.0 §2.1.3.
func (l *MQTT) plausible() bool {
	switch l.Type {
	case 0:
		return false
	case wire.MQTTPublish:
		return l.QoS < 3
	case wire.MQTTPubRel, wire.MQTTSubscribe, wire.MQTTUnsubscribe:
		return !l.Dup && l.QoS == 1 && !l.Retain
	}
	return !l.Dup && l.QoS == 0 && !l.Retain
}

func (l *MQTT) clear() {
	l.Level, l.Flags, l.KeepAlive, l.PacketID, l.opaque = 0, 0, 0, 0, false
	l.AckFlags, l.Return, l.Reason, l.Filters, l.Topics, l.Codes, l.Payload = 0, 0, 0, nil, nil, nil, nil
	l.Protocol, l.Properties, l.ClientID, l.WillProperties, l.WillTopic = nil, nil, nil, nil, nil
	l.WillMessage, l.UserName, l.Password, l.Topic, l.Body = nil, nil, nil, nil, nil
}

// hasPacketID reports whether the packet has an identifier.
func (l *MQTT) hasPacketID() bool {
	return l.Type.HasPacketID() || l.Type == wire.MQTTPublish && l.QoS > 0
}

// parseFields sets the fields from what follows the fixed header, and reports whether
// that is well formed.
func (l *MQTT) parseFields(b []byte) (ok bool) {
	if l.Type == wire.MQTTConnect {
		return l.parseConnect(b)
	}
	if l.Type == wire.MQTTPublish {
		if l.Topic, b, ok = wire.MQTTString(b); !ok {
			return false
		}
	}
	if l.hasPacketID() {
		if len(b) < 2 {
			return false
		}
		l.PacketID, b = wire.Uint16(b, 0), b[2:]
	}
	l.Level = wire.MQTTVersion(l.Type, b)
	return l.parseRest(b)
}

func (l *MQTT) parseConnect(b []byte) (ok bool) {
	if l.Protocol, b, ok = wire.MQTTString(b); !ok || len(b) < 4 {
		return false
	}
	l.Level, l.Flags, l.KeepAlive, b = b[0], wire.MQTTConnectFlags(b[1]), wire.Uint16(b, 2), b[4:]
	for _, f := range l.connectFields() {
		if !f.has {
			continue
		}
		if f.props != nil {
			*f.props, b, ok = wire.ParseMQTTProperties(b)
		} else {
			*f.text, b, ok = wire.MQTTString(b)
		}
		if !ok {
			return false
		}
	}
	l.Body = b
	return true
}

type mqttField struct {
	has   bool
	props *wire.MQTTProperties
	text  *wire.Text
}

// connectFields returns the fields of CONNECT in wire order, and which there are.
func (l *MQTT) connectFields() [7]mqttField {
	v5, will := l.Level >= 5, l.Flags&wire.MQTTWill != 0
	return [...]mqttField{
		{v5, &l.Properties, nil}, {true, nil, &l.ClientID}, {v5 && will, &l.WillProperties, nil}, {will, nil, &l.WillTopic},
		{will, nil, &l.WillMessage}, {l.Flags&wire.MQTTUserName != 0, nil, &l.UserName},
		{l.Flags&wire.MQTTPassword != 0, nil, &l.Password},
	}
}

func (l *MQTT) appendBody(b []byte, start int) ([]byte, error) {
	var room [256]byte
	body := l.appendFields(room[:0])
	if len(body) >= 1<<28 {
		return b, packet.FieldError("MQTT.Body: too long")
	}
	n := l.Length.Get()
	if l.Length.Automatic() {
		n = uint32(len(body))
	}
	if n >= 1<<28 {
		return b, packet.FieldError("MQTT.Length: too large")
	}
	return l.Recall(append(wire.AppendMQTTLength(b, n), body...), start), nil
}

func (l *MQTT) appendFields(b []byte) []byte {
	switch {
	case l.opaque:
		return append(b, l.Body...)
	case l.Type == wire.MQTTConnect:
		b = wire.AppendMQTTString(b, l.Protocol)
		b = append(b, l.Level, byte(l.Flags), byte(l.KeepAlive>>8), byte(l.KeepAlive))
		for _, f := range l.connectFields() {
			switch {
			case !f.has:
			case f.props != nil:
				b = append(wire.AppendMQTTLength(b, uint32(len(*f.props))), *f.props...)
			default:
				b = wire.AppendMQTTString(b, *f.text)
			}
		}
	case l.Type == wire.MQTTPublish:
		b = wire.AppendMQTTString(b, l.Topic)
	}
	if l.hasPacketID() {
		b = append(b, byte(l.PacketID>>8), byte(l.PacketID))
	}
	return append(l.appendRest(b), l.Body...)
}

func (l *MQTT) finish(v wire.MQTT, c *packet.Context) {
	_, start, ok := v.RemainingLength()
	if !ok {
		return
	}
	if n := uint32(c.Header - start); l.more == 0 {
		l.Length.Settle(n)
	} else {
		l.Length.Suggest(n)
	}
}

// Validate implements [packet.Validator].
func (l *MQTT) Validate(_ *packet.Context, report func(field string, class packet.Class, reason string)) {
	if l.Type == wire.MQTTConnect {
		if !l.Protocol.Is("MQTT") && !l.Protocol.Is("MQIsdp") {
			report("Protocol", packet.BadValue, "is not MQTT, or CONNECT is malformed")
		}
		if l.Flags&1 != 0 {
			report("Flags", packet.BadValue, "the reserved bit is set")
		}
	}
	l.validateLists(report)
	if l.hasPacketID() && l.PacketID == 0 {
		report("PacketID", packet.BadValue, "is zero")
	}
}
