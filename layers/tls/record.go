// Package tls has records and handshake messages of Transport Layer Security, from
// SSL 2 to TLS 1.3, and of DTLS 1.0 to 1.3, as far as they are in clear. Importing it
// binds them to their ports, and lets payloads on other ports be recognized.
//
// Each record is a layer, so that a segment with three records has three of them:
//
//	for _, r := range packet.All[tls.Record](p) {
//		for m := range r.Messages.All() {
//			if hello, ok := m.Body().(*tls.ClientHello); ok {
//				fmt.Println(hello.ServerName(), hello.JA4(tls.TCP))
//			}
//		}
//	}
//
// A record that goes on in the next segment holds what is there; to see messages that
// were split, reassemble the stream and use [Handshake].
package tls

//go:generate go run ../../internal/wiregen -wire ../../wire

import (
	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// Record is a Transport Layer Security record. RFC 8446 §5.1.
//
// Records that follow in the same segment are the next layers.
//
//wire:header view=TLSRecord name=TLS
type Record struct {
	Type    wire.TLSContentType
	Version wire.TLSVersion     // at most 1.2, whatever was agreed on
	Length  packet.Auto[uint16] // of the content, in bytes

	Messages Messages // handshake messages, if the record has them in clear
	Data     []byte   // the content of other records, and what is not in clear

	part bool // the content goes on in the next segment
}

// Ports of protocols that speak TLS from the first byte.
// https://www.iana.org/assignments/service-names-port-numbers
var ports = [...]uint16{
	443,           // HTTP
	261, 448, 614, // IIOP, NNTP for some, SSH shell
	465, 563, 636, 853, 989, 990, 992, 993, 994, 995, // mail, NNTP, LDAP, DNS, FTP, Telnet, IMAP, IRC, POP
	2083, 2376, 3269, 4433, 5061, 5223, 5349, 5671, 5684, 5986, // RADIUS, Docker, global catalogue, tests, SIP, XMPP, STUN, AMQP, CoAP, WinRM
	6514, 6619, 6697, 8443, 8883, 9093, 9443, 10161, 10443, // syslog, ODETTE, IRC, HTTP, MQTT, Kafka, SNMP
}

func init() {
	for _, port := range ports {
		layers.TCPPorts.Bind(port, RecordProto)
	}
	layers.TCPPorts.Guess(RecordProto, judge)
	layers.TCPPorts.Guess(SSL2HelloProto, judgeSSL2)
}

// judge tells records from the middle of a record, and from other protocols.
func judge(b []byte) packet.Confidence {
	v, err := wire.ParseTLSRecord(b)
	switch {
	case err != nil || !v.Plausible():
		return packet.Impossible
	case marked(v):
		return packet.Certain
	}
	return packet.Possible
}

// marked reports whether more of a record is as it must be than its header.
func marked(v wire.TLSRecord) bool {
	n := int(v.Length())
	switch v.Type() {
	case wire.TLSChangeCipherSpec:
		return n == 1 && (len(v) == wire.TLSRecordLen || v[wire.TLSRecordLen] == 1)
	case wire.TLSAlertRecord:
		return n == 2 || n >= 18 && n < 64
	case wire.TLSHandshake:
		return clearMessages(v.Fragment()) || n >= 32 && n < 128
	case wire.TLSApplicationData:
		return n >= 17 // a tag and a byte at least
	}
	return false
}

var errRecord = &wire.Error{Layer: "TLS", Need: wire.TLSRecordLen, Err: wire.ErrFormat}

func (l *Record) parseBody(v wire.TLSRecord) (packet.Extent, error) {
	if !v.Plausible() {
		return packet.Extent{}, errRecord
	}
	f := v.Fragment()
	l.Messages, l.Data, l.part = nil, nil, len(f) < int(l.Length.Get())
	if l.Type == wire.TLSHandshake && clearMessages(f) {
		l.Messages = f
	} else {
		l.Data = f
	}
	x := packet.Extent{Header: wire.TLSRecordLen + len(f), End: len(v)}
	if next, err := wire.ParseTLSRecord(v[x.Header:]); err == nil && next.Plausible() {
		x.Next = packet.Is(RecordProto)
	}
	return x, nil
}

func (l *Record) appendBody(b []byte, start int) ([]byte, error) {
	b = append(append(b, l.Messages...), l.Data...)
	if len(b)-start-wire.TLSRecordLen > 0xffff {
		return b, packet.FieldError("TLS.Data: too long")
	}
	return b, nil
}

func (l *Record) finish(v wire.TLSRecord, c *packet.Context) {
	n := uint16(c.Header - wire.TLSRecordLen)
	if !l.part {
		l.settleLength(v, n)
	} else if l.Length.Suggest(n) {
		v.SetLength(n)
	}
}

// Alert returns the level and description of an alert in clear.
func (l *Record) Alert() (level wire.TLSAlertLevel, a wire.TLSAlert, ok bool) {
	return alert(l.Type, l.Data)
}

func alert(t wire.TLSContentType, b []byte) (level wire.TLSAlertLevel, a wire.TLSAlert, ok bool) {
	if t != wire.TLSAlertRecord || len(b) != 2 || b[0] != 1 && b[0] != 2 {
		return 0, 0, false
	}
	return wire.TLSAlertLevel(b[0]), wire.TLSAlert(b[1]), true
}

// Hello returns the record's client hello, or nil.
func (l *Record) Hello() *ClientHello {
	for m := range l.Messages.All() {
		if h, ok := m.Body().(*ClientHello); ok {
			return h
		}
	}
	return nil
}

// Validate implements [packet.Validator].
func (l *Record) Validate(_ *packet.Context, report func(field string, class packet.Class, reason string)) {
	n := int(l.Length.Get())
	switch {
	case n > 1<<14+256 && l.Version >= wire.TLS13, n > wire.TLSMaxFragment:
		report("Length", packet.BadValue, "is more than a record may have")
	case n == 0 && l.Type != wire.TLSApplicationData:
		report("Length", packet.BadValue, "is zero, which only application data may be") // RFC 8446 §5.1
	}
	if l.Type == wire.TLSChangeCipherSpec && !l.part && (len(l.Data) != 1 || l.Data[0] != 1) {
		report("Data", packet.Unusual, "is not the one byte of a change of cipher specs")
	}
	validateMessages(l.Messages.All(), report)
}

func validateMessages(all func(func(Message) bool), report func(field string, class packet.Class, reason string)) {
	for m := range all {
		if _, ok := m.Body().(*Opaque); ok && m.Whole() && structured(m.Type) {
			report("Messages", packet.BadValue, m.Type.String()+" is malformed")
		}
	}
}
