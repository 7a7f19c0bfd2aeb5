// Package sip has messages of the Session Initiation Protocol, and the session
// descriptions (SDP) that they carry. Importing it binds them to port 5060 and lets them
// be recognized on other ports.
//
//	m := packet.Get[sip.Message](p)
//	fmt.Println(m.Method, m.Target, m.CallID())
//	if d := packet.Get[sip.Description](p); d != nil {
//		for _, x := range d.Media() { fmt.Println(x.Kind, x.Port) }
//	}
package sip

import (
	"iter"
	"strings"

	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// Message is the head of a Session Initiation Protocol request or response. RFC 3261 §7.
//
// The body is the next layer, a [Description] if the message says that it is one. It ends
// where Content-Length says; what follows, over TCP the next message, is in Trailer.
type Message struct {
	Method  wire.Text       // of a request
	Target  wire.Text       // of a request: the URI it is for
	Version wire.Text       // "SIP/2.0"
	Status  uint16          // of a response, three digits; 0 makes a request
	Reason  wire.Text       // of a response
	Header  wire.HTTPHeader // fields
	Open    bool            // the head goes on in the next segment: no empty line ends it

	Trailer []byte

	packet.Memo
}

// MessageProto describes [Message].
var MessageProto = &packet.Proto{
	Name: "SIP", Title: "head of a Session Initiation Protocol request or response", Ref: "RFC 3261 §7",
	New:  func() packet.Layer { return new(Message) },
	Slab: packet.Slab[Message],
	At:   atMessage,
	Fields: []packet.Field{
		{Name: "Method", Doc: "of a request", Type: "wire.Text", Off: -1, Kind: packet.Body},
		{Name: "Target", Doc: "of a request: the URI it is for", Type: "wire.Text", Off: -1, Kind: packet.Body},
		{Name: "Version", Doc: "protocol and version", Type: "wire.Text", Off: -1, Kind: packet.Body},
		{Name: "Status", Doc: "of a response, three digits; 0 makes a request", Type: "uint16", Off: -1},
		{Name: "Reason", Doc: "of a response", Type: "wire.Text", Off: -1, Kind: packet.Body},
		{Name: "Header", Doc: "fields", Type: "wire.HTTPHeader", Off: -1, Kind: packet.Body},
		{Name: "Open", Doc: "the head goes on in the next segment: no empty line ends it", Type: "bool", Off: -1},
		{Name: "Trailer", Doc: "what follows the body", Type: "[]byte", Off: -1, Kind: packet.Trailing},
	},
}

func init() {
	layers.UDPPorts.Bind(5060, MessageProto)
	layers.TCPPorts.Bind(5060, MessageProto)
	layers.UDPPorts.Guess(MessageProto, judge)
	layers.TCPPorts.Guess(MessageProto, judge)
}

// version is what the version of every message begins with.
const version = "SIP/"

func judge(b []byte) packet.Confidence {
	if b[0] < 'A' || b[0] > 'Z' {
		return packet.Impossible // a keep-alive, RFC 5626 §3.5.1, or something else
	}
	if h, err := wire.ParseHTTPHead(b, version); err == nil && len(h.Version) > 0 {
		return packet.Certain
	}
	return packet.Impossible
}

func atMessage(l packet.Layer, i int) any {
	x := l.(*Message)
	all := [...]any{&x.Method, &x.Target, &x.Version, &x.Status, &x.Reason, &x.Header, &x.Open, &x.Trailer}
	if i >= len(all) {
		return nil
	}
	return all[i]
}

// Proto implements [packet.Layer].
func (l *Message) Proto() *packet.Proto { return MessageProto }

// Has implements [packet.Sparse].
func (l *Message) Has(i int) bool {
	switch i {
	case 0, 1:
		return l.Status == 0
	case 4:
		return l.Status != 0
	}
	return true
}

// Parse implements [packet.Layer].
func (l *Message) Parse(b []byte) (packet.Extent, error) {
	h, err := wire.ParseHTTPHead(b, version)
	if err != nil {
		return packet.Extent{}, err
	}
	l.Method, l.Target, l.Version, l.Status, l.Reason, l.Header, l.Open =
		h.Method, h.Target, h.Version, h.Status, h.Reason, h.Header, h.Open
	var room [2048]byte
	l.Remember(b[:h.Len], h.Append(room[:0]))
	end := len(b)
	if n, ok := l.ContentLength(); ok && !h.Open {
		end = min(end, h.Len+n)
	}
	l.Trailer = b[end:]
	x := packet.Extent{Header: h.Len, End: end}
	if t, ok := l.Get("Content-Type"); ok && isSDP(t) {
		x.Next = packet.Is(DescriptionProto)
	}
	return x, nil
}

// isSDP reports whether a content type is that of session descriptions.
func isSDP(t wire.Text) bool {
	kind, _, _ := t.Cut(';')
	return kind.Trim().Is("application/sdp")
}

// Append implements [packet.Layer].
func (l *Message) Append(b []byte) ([]byte, error) {
	if l.Status > 999 {
		return b, packet.FieldError("SIP.Status: too large")
	}
	n := len(b)
	h := wire.HTTPHead{
		Method: l.Method, Target: l.Target, Version: l.Version, Status: l.Status, Reason: l.Reason, Header: l.Header, Open: l.Open,
	}
	return l.Recall(h.Append(b), n), nil
}

// Finish implements [packet.Layer].
func (l *Message) Finish(*packet.Context) {}

// AppendTrailer implements [packet.Trailer].
func (l *Message) AppendTrailer(b []byte) []byte { return append(b, l.Trailer...) }

// More yields the messages in Trailer, with their bodies, up to what is none.
func (l *Message) More() iter.Seq[packet.Packet] {
	return func(yield func(packet.Packet) bool) {
		for b := l.Trailer; len(b) > 0; {
			p, err := packet.Parse(b, MessageProto)
			m := packet.Get[Message](p)
			if err != nil || m == nil || !yield(p) {
				return
			}
			b = m.Trailer
		}
	}
}

// compact are the short names of fields. RFC 3261 §7.3.3 and later documents.
var compact = [...]struct {
	short byte
	name  string
}{
	{'a', "Accept-Contact"}, {'b', "Referred-By"}, {'c', "Content-Type"}, {'e', "Content-Encoding"}, {'f', "From"}, {'i', "Call-ID"},
	{'k', "Supported"}, {'l', "Content-Length"}, {'m', "Contact"}, {'o', "Event"}, {'r', "Refer-To"}, {'s', "Subject"}, {'t', "To"},
	{'u', "Allow-Events"}, {'v', "Via"}, {'x', "Session-Expires"}, {'y', "Identity"},
}

// FullName returns the full name of a field, which may have been written short.
func FullName(name wire.Text) string {
	if len(name) == 1 {
		for _, c := range compact {
			if name[0]|0x20 == c.short {
				return c.name
			}
		}
	}
	return string(name)
}

// Fields yields the fields by their full names.
func (l *Message) Fields() iter.Seq2[string, wire.Text] {
	return func(yield func(string, wire.Text) bool) {
		for n, v := range l.Header.All() {
			if !yield(FullName(n), v) {
				return
			}
		}
	}
}

// Get returns the value of the first field of that name, full or short. Case does not
// matter.
func (l *Message) Get(name string) (value wire.Text, ok bool) {
	for n, v := range l.Header.All() {
		if n.Is(name) || len(n) == 1 && strings.EqualFold(FullName(n), name) {
			return v, true
		}
	}
	return nil, false
}

// CallID returns what a call's messages have in common, or "".
func (l *Message) CallID() string {
	v, _ := l.Get("Call-ID")
	return string(v)
}

// CSeq returns the sequence number and method of the transaction. RFC 3261 §20.16.
func (l *Message) CSeq() (n int, method string, ok bool) {
	v, _ := l.Get("CSeq")
	num, rest, _ := v.Cut(' ')
	n, ok = num.Number()
	return n, string(rest.Trim()), ok
}

// ContentLength returns the length of the body in bytes, if the message says one.
func (l *Message) ContentLength() (n int, ok bool) {
	v, ok := l.Get("Content-Length")
	if !ok {
		return 0, false
	}
	return v.Number()
}

// Tag returns the tag of field name, From or To, or "". RFC 3261 §19.3.
func (l *Message) Tag(name string) string {
	v, _ := l.Get(name)
	s := string(v)
	if i := strings.LastIndexByte(s, '>'); i >= 0 {
		s = s[i:]
	}
	_, s, _ = strings.Cut(s, ";tag=")
	s, _, _ = strings.Cut(s, ";")
	return s
}

// Validate implements [packet.Validator].
func (l *Message) Validate(c *packet.Context, report func(field string, class packet.Class, reason string)) {
	if l.Status != 0 && (l.Status < 100 || l.Status > 699) {
		report("Status", packet.BadValue, "is not 100 to 699")
	}
	if l.Open {
		return
	}
	for _, name := range [...]string{"Via", "From", "To", "Call-ID", "CSeq"} { // RFC 3261 §8.1.1
		if _, ok := l.Get(name); !ok {
			report("Header", packet.BadValue, "has no "+name)
		}
	}
	if _, method, ok := l.CSeq(); ok && l.Status == 0 && method != string(l.Method) {
		report("Header", packet.BadValue, "has another method in CSeq")
	}
	v, ok := l.Get("Content-Length")
	if n, valid := v.Number(); ok && (!valid || n > len(c.Data)-c.Header) {
		report("Header", packet.BadSize, "has a content length that is not the body's")
	}
}
