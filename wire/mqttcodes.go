package wire

import "iter"

// MQTTReason is what came of a request, in version 5: 0x80 and above are failures.
// MQTT 5.0 §2.4.
type MQTTReason uint8

func (r MQTTReason) String() string {
	if r >= 0x80 {
		return listed(mqttFailures[:], int(r)-0x80)
	}
	return listed([]string{
		"success", "granted QoS 1", "granted QoS 2", 4: "disconnect with will", 16: "no matching subscribers",
		17: "no subscription existed", 24: "continue authentication", 25: "re-authenticate",
	}, int(r))
}

var mqttFailures = [...]string{
	"unspecified error", "malformed packet", "protocol error", "implementation specific error",
	"unsupported protocol version", "client identifier not valid", "bad user name or password", "not authorized",
	"server unavailable", "server busy", "banned", "server shutting down", "bad authentication method",
	"keep alive timeout", "session taken over", "topic filter invalid", "topic name invalid",
	"packet identifier in use", "packet identifier not found", "receive maximum exceeded", "topic alias invalid",
	"packet too large", "message rate too high", "quota exceeded", "administrative action", "payload format invalid",
	"retain not supported", "QoS not supported", "use another server", "server moved",
	"shared subscriptions not supported", "connection rate exceeded", "maximum connect time",
	"subscription identifiers not supported", "wildcard subscriptions not supported",
}

// MQTTReturn is what came of CONNECT, before version 5. MQTT 3.1.1 §3.2.2.3.
type MQTTReturn uint8

func (r MQTTReturn) String() string {
	return listed([]string{
		"accepted", "unacceptable protocol version", "identifier rejected", "server unavailable",
		"bad user name or password", "not authorized",
	}, int(r))
}

// MQTTAckFlags is the flags of CONNACK. MQTT 5.0 §3.2.2.1.
type MQTTAckFlags uint8

// MQTTSessionPresent says that the server goes on with a session it has kept.
const MQTTSessionPresent MQTTAckFlags = 1

func (f MQTTAckFlags) String() string { return flagNames(uint(f), "session present") }

// MQTTReasons is the reason codes of SUBACK and UNSUBACK, one for each topic filter. In
// SUBACK those below 3 are the quality of service that is granted.
type MQTTReasons []byte

func (r MQTTReasons) String() string {
	var b []byte
	for i, c := range r {
		if i > 0 {
			b = append(b, ", "...)
		}
		b = append(b, MQTTReason(c).String()...)
	}
	return string(b)
}

// MQTTSubscription is how messages of a topic are wanted. MQTT 5.0 §3.8.3.1.
type MQTTSubscription uint8

// The options of version 5. Earlier versions have only the quality of service.
const (
	MQTTNoLocal           MQTTSubscription = 4 // not those the client has published itself
	MQTTRetainAsPublished MQTTSubscription = 8
)

// QoS returns the highest quality of service that is wanted.
func (s MQTTSubscription) QoS() uint8 { return uint8(s) & 3 }

// RetainHandling returns when retained messages are to be sent: 0 at once, 1 if the
// subscription is new, 2 never.
func (s MQTTSubscription) RetainHandling() uint8 { return uint8(s) >> 4 & 3 }

func (s MQTTSubscription) String() string {
	b := appendInt([]byte("QoS "), int(s.QoS()))
	if s&MQTTNoLocal != 0 {
		b = append(b, ", no local"...)
	}
	if s&MQTTRetainAsPublished != 0 {
		b = append(b, ", retain as published"...)
	}
	if h := s.RetainHandling(); h != 0 {
		b = appendInt(append(b, ", retain handling "...), int(h))
	}
	if s>>6 != 0 {
		b = append(b, ", reserved bits"...)
	}
	return string(b)
}

// MQTTFilters is the topic filters of SUBSCRIBE with their options in wire form.
type MQTTFilters []byte

// All yields the filters and their options, up to the first malformed one.
func (f MQTTFilters) All() iter.Seq2[Text, MQTTSubscription] {
	return func(yield func(Text, MQTTSubscription) bool) {
		for len(f) > 0 {
			s, rest, ok := MQTTString(f)
			if !ok || len(rest) == 0 || !yield(s, MQTTSubscription(rest[0])) {
				return
			}
			f = MQTTFilters(rest[1:])
		}
	}
}

// Len returns how many bytes of f are well-formed filters.
func (f MQTTFilters) Len() (n int) {
	for s := range f.All() {
		n += 3 + len(s)
	}
	return n
}

// Add returns f and one more filter.
func (f MQTTFilters) Add(filter string, how MQTTSubscription) MQTTFilters {
	return append(AppendMQTTString(f[:len(f):len(f)], []byte(filter)), byte(how))
}

// String returns the filters as `"a/#" QoS 1; "b" QoS 0, no local`.
func (f MQTTFilters) String() string {
	var b []byte
	for s, how := range f.All() {
		if len(b) > 0 {
			b = append(b, "; "...)
		}
		b = append(append(appendMQTTText(b, s), ' '), how.String()...)
	}
	return string(appendRest(b, f[f.Len():]))
}

// valid reports whether the filters are such as a packet of version 5, or an earlier
// one, can have.
func (f MQTTFilters) valid(v5 bool) bool {
	for s, how := range f.All() {
		if len(s) == 0 || how.QoS() == 3 || how.RetainHandling() == 3 || how>>6 != 0 || !v5 && how > 2 {
			return false
		}
	}
	return len(f) > 0 && f.Len() == len(f)
}

// MQTTTopics is the topic filters of UNSUBSCRIBE in wire form.
type MQTTTopics []byte

// All yields the filters, up to the first malformed one.
func (f MQTTTopics) All() iter.Seq[Text] {
	return func(yield func(Text) bool) {
		for len(f) > 0 {
			s, rest, ok := MQTTString(f)
			if !ok || !yield(s) {
				return
			}
			f = MQTTTopics(rest)
		}
	}
}

// Len returns how many bytes of f are well-formed filters.
func (f MQTTTopics) Len() (n int) {
	for s := range f.All() {
		n += 2 + len(s)
	}
	return n
}

// Add returns f and one more filter.
func (f MQTTTopics) Add(filter string) MQTTTopics {
	return AppendMQTTString(f[:len(f):len(f)], []byte(filter))
}

// String returns the filters as `"a/#", "b"`.
func (f MQTTTopics) String() string {
	var b []byte
	for s := range f.All() {
		if len(b) > 0 {
			b = append(b, ", "...)
		}
		b = appendMQTTText(b, s)
	}
	return string(appendRest(b, f[f.Len():]))
}

func (f MQTTTopics) valid() bool {
	for s := range f.All() {
		if len(s) == 0 {
			return false
		}
	}
	return len(f) > 0 && f.Len() == len(f)
}

// MQTTVersion returns which version a packet of type t, other than CONNECT, has the form
// of, given what follows its topic and packet identifier: 5 if it begins, after its
// codes, with properties and does not fit version 3.1.1, and 0 otherwise. A PUBLISH
// fits any version, so that it is taken for version 5 only if it begins with at least
// one property and all are such as PUBLISH may have.
func MQTTVersion(t MQTTType, b []byte) uint8 {
	codes := 0
	switch t {
	case MQTTConnAck:
		if codes = 2; len(b) <= 2 {
			return 0
		}
	case MQTTPubAck, MQTTPubRec, MQTTPubRel, MQTTPubComp, MQTTDisconnect, MQTTAuth:
		switch codes = 1; len(b) {
		case 0:
			return 0
		case 1:
			return 5
		}
	case MQTTSubscribe, MQTTUnsubscribe, MQTTSubAck:
		if mqttFits(t, b, false) {
			return 0
		}
	case MQTTPublish, MQTTUnsubAck:
	default:
		return 0
	}
	p, rest, ok := ParseMQTTProperties(b[codes:])
	if !ok || !p.In(t) || t == MQTTPublish && len(p) == 0 || !mqttFits(t, rest, true) {
		return 0
	}
	return 5
}

// mqttFits reports whether b can be the payload of a packet of version 5, or 3.1.1.
func mqttFits(t MQTTType, b []byte, v5 bool) bool {
	switch t {
	case MQTTPublish:
		return true
	case MQTTSubscribe:
		return MQTTFilters(b).valid(v5)
	case MQTTUnsubscribe:
		return MQTTTopics(b).valid()
	case MQTTSubAck, MQTTUnsubAck:
		for _, c := range b {
			if c > 2 && c < 0x80 && c != 17 || !v5 && c > 2 && c != 0x80 {
				return false
			}
		}
		return len(b) > 0
	}
	return len(b) == 0
}
