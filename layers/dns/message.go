// Package dns has Domain Name System messages over UDP and TCP, with multicast DNS
// and LLMNR. Importing it binds them to their ports.
//
//	q := dns.Query("example.com.", wire.DNSTypeAAAA)
//	q.Additional = append(q.Additional, dns.EDNS{UDPSize: 1232, DO: true}.Record())
//
// Names are strings in presentation form, RFC 1035 §5.1: absolute, with their final
// dot, "\." for a dot in a label and "\DDD" for a byte that is not printable. When
// building, the final dot may be missing and the empty string is the root.
//
// Names are compressed when a message is built; a message that was parsed and whose
// sections were not edited keeps the compression it had. If a record is malformed,
// the sections hold those before it, Trailer begins with it, and [Message.Err] says
// what is wrong.
//
// A record's data is a pointer to the struct that is named after its type, such as
// *[MX]; data of unknown types, and data that is malformed, is *[Unknown].
package dns

//go:generate go run ../../internal/wiregen -wire ../../wire

import (
	"strconv"

	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// Message is a Domain Name System message. RFC 1035 §4.1.
//
//wire:header view=DNS name=DNS bind=layers.UDPPorts:53 bind=layers.UDPPorts:5353 bind=layers.UDPPorts:5355
type Message struct {
	ID      uint16
	QR      bool                `bits:"1"` // is a response
	Opcode  wire.DNSOpcode      `bits:"4"` // kind of query
	AA      bool                `bits:"1"` // authoritative answer; in LLMNR, conflict
	TC      bool                `bits:"1"` // truncated
	RD      bool                `bits:"1"` // recursion desired; in LLMNR, tentative
	RA      bool                `bits:"1"` // recursion available
	Z       bool                `bits:"1"` // reserved
	AD      bool                `bits:"1"` // authentic data, RFC 4035 §3.2.3
	CD      bool                `bits:"1"` // checking disabled, RFC 4035 §3.2.2
	RCode   wire.DNSRCode       `bits:"4"` // lower four bits of the response code
	QDCount packet.Auto[uint16] // number of questions
	ANCount packet.Auto[uint16] // number of answers
	NSCount packet.Auto[uint16] // number of authority records
	ARCount packet.Auto[uint16] // number of additional records

	Questions  []Question // in an update: the zone
	Answers    []Record   // in an update: prerequisites
	Authority  []Record   // in an update: the updates
	Additional []Record

	Uncompressed bool   // build with all names in full
	Trailer      []byte // after the last record that could be read

	raw       wire.DNS // as parsed, with Trailer, into which names may run
	end       int      // of what was understood of raw
	err       RecordError
	questions []Question // room, used again when the layer is
	records   []Record   // what the sections share when parsed
	scratch   coder
	owner     *Message // whose room that is: a copy of a message needs its own
}

// A RecordError says where a message has a malformed question or record.
type RecordError struct {
	Section wire.DNSSection
	Index   int // in the section, from 0
	Off     int // of the record in the message, in bytes
	Err     error
}

func (e *RecordError) Error() string {
	return e.Section.String() + " " + strconv.Itoa(e.Index) + " at byte " + strconv.Itoa(e.Off) + ": " + e.Err.Error()
}

// Unwrap returns Err.
func (e *RecordError) Unwrap() error { return e.Err }

// Err returns a [*RecordError] for the record that could not be read when the
// message was parsed, or nil.
func (l *Message) Err() error {
	if l.err.Err == nil {
		return nil
	}
	return &l.err
}

func (l *Message) parseBody(v wire.DNS) (packet.Extent, error) {
	l.own()
	l.err, l.Uncompressed = RecordError{}, false
	l.questions, l.records = l.questions[:0], l.records[:0]
	c := &l.scratch
	c.startReading(v)
	end, count := wire.DNSLen, [4]int{}
	for r, err := range v.Records() {
		var name string
		if err == nil {
			name, err = c.nameAt(r.Off())
		}
		if err != nil {
			l.err = RecordError{r.Section, int(r.Index), r.Off(), err}
			break
		}
		if r.Section == wire.DNSQuestion {
			l.questions = append(l.questions, Question{name, r.Type, r.Class})
		} else {
			l.room(v, end)
			l.records = append(l.records, Record{name, r.Type, r.Class, r.TTL, c.read(&r)})
		}
		count[r.Section]++
		end = r.End()
	}
	c.msg = nil
	l.Questions = l.questions[:len(l.questions):len(l.questions)]
	l.section(count)
	l.raw, l.end, l.Trailer = v, end, v[end:]
	return packet.Extent{Header: end, End: end}, nil
}

// own gives l its own room if it is a copy of another message.
func (l *Message) own() {
	if l.owner != l {
		l.owner, l.questions, l.records, l.scratch.seen = l, nil, nil, nil
	}
}

// room makes room for the records that the header announces, as far as the bytes
// from off on can hold them: one takes 11 at least, 20 as a rule.
func (l *Message) room(v wire.DNS, off int) {
	if cap(l.records) > 0 {
		return
	}
	n := int(v.ANCount()) + int(v.NSCount()) + int(v.ARCount())
	l.records = make([]Record, 0, min(n, 1+(len(v)-off)/20))
}

// section cuts records into sections.
func (l *Message) section(count [4]int) {
	a := count[wire.DNSAnswer]
	n := a + count[wire.DNSAuthority]
	end := n + count[wire.DNSAdditional]
	clear(l.records[end:cap(l.records)]) // of a message parsed before
	l.Answers, l.Authority, l.Additional = l.records[:a:a], l.records[a:n:n], l.records[n:end:end]
}

func (l *Message) appendBody(b []byte, start int) ([]byte, error) {
	if max(len(l.Questions), len(l.Answers), len(l.Authority), len(l.Additional)) > 0xffff {
		return b, packet.FieldError("DNS: more than 65535 records in a section")
	}
	l.own()
	c := &l.scratch
	defer c.stop()
	if l.raw != nil {
		c.startWriting(b, start, l.raw)
		l.appendSections(c)
		if c.bad == nil && string(c.b[start+wire.DNSLen:]) == string(l.raw[wire.DNSLen:l.end]) {
			return c.b, nil
		}
		b = c.b[:start+wire.DNSLen]
	}
	c.startWriting(b, start, nil)
	c.full = l.Uncompressed
	l.appendSections(c)
	return c.b, c.bad
}

func (l *Message) appendSections(c *coder) {
	for i := range l.Questions {
		q := &l.Questions[i]
		c.name(&q.Name)
		c.putType(q.Type)
		c.b = append(c.b, byte(q.Class>>8), byte(q.Class))
	}
	for _, s := range [...][]Record{l.Answers, l.Authority, l.Additional} {
		for i := range s {
			if c.bad != nil {
				return
			}
			c.record(&s[i])
		}
	}
}

func (l *Message) finish(v wire.DNS, c *packet.Context) {
	if cut(c) && l.err.Err != nil {
		l.QDCount.Hold()
		l.ANCount.Hold()
		l.NSCount.Hold()
		l.ARCount.Hold()
		return
	}
	l.settleQDCount(v, uint16(len(l.Questions)))
	l.settleANCount(v, uint16(len(l.Answers)))
	l.settleNSCount(v, uint16(len(l.Authority)))
	l.settleARCount(v, uint16(len(l.Additional)))
}

// cut reports whether the message is in a datagram of which there is only the
// beginning, such as a first fragment: then records that are not there are no defect.
func cut(c *packet.Context) bool {
	outer := c.Outer()
	if len(outer) == 0 {
		return false
	}
	u, ok := outer[len(outer)-1].(*layers.UDP)
	return ok && u.Cut()
}

// AppendTrailer implements [packet.Trailer].
func (l *Message) AppendTrailer(b []byte) []byte { return append(b, l.Trailer...) }

// Query returns a query for one name and type, with recursion desired. Its ID is 0.
func Query(name string, t wire.DNSType) *Message {
	return &Message{RD: true, Questions: []Question{{name, t, wire.DNSClassIN}}}
}

// Reply returns an empty response to l: its ID, opcode, RD, CD and questions.
func (l *Message) Reply() *Message {
	r := &Message{ID: l.ID, QR: true, Opcode: l.Opcode, RD: l.RD, CD: l.CD}
	r.Questions = append(r.Questions, l.Questions...)
	return r
}

// A Question is what a message asks.
type Question struct {
	Name  string
	Type  wire.DNSType
	Class wire.DNSClass // with wire.DNSClassTop in mDNS: a unicast answer is welcome
}

// String returns the question as "example.com. IN AAAA", or with "IN/QU" if the
// class's top bit is set.
func (q Question) String() string {
	return q.Name + " " + class(q.Class, "/QU") + " " + q.Type.String()
}

func class(c wire.DNSClass, top string) string {
	if c.Top() && c.Base().String()[0] != 'C' {
		return c.Base().String() + top
	}
	return c.String()
}

// A Record is a resource record. RFC 1035 §4.1.3.
type Record struct {
	Name  string
	Type  wire.DNSType  // 0 when building: Data's
	Class wire.DNSClass // with wire.DNSClassTop in mDNS: replaces what is cached
	TTL   uint32        // in seconds
	Data  Data          // nil if there is none, as in updates
}

// RR returns a record of class IN.
func RR(name string, ttl uint32, d Data) Record {
	return Record{name, d.Type(), wire.DNSClassIN, ttl, d}
}

// String returns the record in presentation form, "example.com. 300 IN MX 10
// mx.example.com.", with "IN/flush" if the class's top bit is set. An OPT record
// is written as a comment.
func (r Record) String() string {
	if e, ok := r.EDNS(); ok {
		return e.String()
	}
	t := r.Type
	if t == 0 && r.Data != nil {
		t = r.Data.Type()
	}
	s := r.Name + " " + strconv.FormatUint(uint64(r.TTL), 10) + " " + class(r.Class, "/flush") + " " + t.String()
	if r.Data != nil {
		if d := r.Data.String(); d != "" {
			s += " " + d
		}
	}
	return s
}
