package wire

import (
	"iter"
	"net/netip"
)

// A DNSSection is one of the four parts of a message. RFC 1035 §4.1.
type DNSSection uint8

// The sections, in the order of the message. In a dynamic update they are called
// zone, prerequisite, update and additional. RFC 2136 §2.
const (
	DNSQuestion DNSSection = iota
	DNSAnswer
	DNSAuthority
	DNSAdditional
)

func (s DNSSection) String() string {
	switch s {
	case DNSQuestion:
		return "question"
	case DNSAnswer:
		return "answer"
	case DNSAuthority:
		return "authority"
	case DNSAdditional:
		return "additional"
	}
	return itoa(int(s))
}

// Count returns how many entries the header says that section s has.
func (v DNS) Count(s DNSSection) uint16 { return Uint16(v, 4+2*int(s&3)) }

// A DNSRecord is a view of one record, or of one question, which has no TTL and
// no Data. RFC 1035 §4.1.
type DNSRecord struct {
	Name    DNSName
	Section DNSSection
	Index   uint16 // in the section
	Type    DNSType
	Class   DNSClass
	TTL     uint32 // in seconds
	Data    []byte
	end     int
}

// Off returns the offset of the record in the message.
func (r *DNSRecord) Off() int { return r.Name.off }

// End returns the offset of the end of the record in the message.
func (r *DNSRecord) End() int { return r.end }

// DataOff returns the offset of Data in the message.
func (r *DNSRecord) DataOff() int { return r.end - len(r.Data) }

// DataName returns the name that starts at byte i of Data: 0 in NS, CNAME and
// PTR, 2 in MX, 6 in SRV.
func (r *DNSRecord) DataName(i int) DNSName { return DNSName{r.Name.msg, r.DataOff() + i} }

// Addr returns the address of an A or AAAA record.
func (r *DNSRecord) Addr() (a netip.Addr, ok bool) {
	switch {
	case r.Type == DNSTypeA && len(r.Data) == 4:
		return netip.AddrFrom4([4]byte(r.Data)), true
	case r.Type == DNSTypeAAAA && len(r.Data) == 16:
		return netip.AddrFrom16([16]byte(r.Data)), true
	}
	return a, false
}

// Options returns the options of an OPT record, and none of others.
func (r *DNSRecord) Options() EDNSOptions {
	if r.Type != DNSTypeOPT {
		return nil
	}
	return EDNSOptions(r.Data)
}

// Params returns the parameters of an SVCB or HTTPS record, and none of others.
func (r *DNSRecord) Params() SvcParams {
	if r.Type != DNSTypeSVCB && r.Type != DNSTypeHTTPS || len(r.Data) < 2 {
		return nil
	}
	n := r.DataName(2).Len()
	if n == 0 || 2+n > len(r.Data) {
		return nil
	}
	return SvcParams(r.Data[2+n:])
}

// What can be wrong with a record.
var (
	errDNSShort   = &Error{Layer: "DNS record", Err: ErrShort}
	errDNSName    = &Error{Layer: "DNS name", Err: ErrShort}
	errDNSLabel   = &Error{Layer: "DNS label", Err: ErrFormat}
	errDNSPointer = &Error{Layer: "DNS compression pointer", Err: ErrFormat}
	errDNSLong    = &Error{Layer: "DNS name", Err: ErrLength}

	errDNSLabelLong = &Error{Layer: "DNS label", Err: ErrLength}
)

// Records yields the questions and records in order, as many as the header
// counts. The first one that is malformed ends the iteration with an error; its
// Section, Index and Off say where it is. What names point to is not looked at.
func (v DNS) Records() iter.Seq2[DNSRecord, error] {
	return func(yield func(DNSRecord, error) bool) { v.records(yield) }
}

func (v DNS) records(yield func(DNSRecord, error) bool) {
	off := DNSLen
	for s := DNSQuestion; s <= DNSAdditional; s++ {
		for i := range v.Count(s) {
			r, err := v.record(s, off)
			r.Index = i
			if err != nil {
				yield(r, err)
				return
			}
			if !yield(r, nil) {
				return
			}
			off = r.end
		}
	}
}

// record returns the record at off.
func (v DNS) record(s DNSSection, off int) (r DNSRecord, err error) {
	r.Name, r.Section = DNSName{v, off}, s
	n := r.Name.Len()
	if n == 0 {
		return r, r.Name.whyNoLen()
	}
	off += n
	if len(v) < off+4 {
		return r, errDNSShort
	}
	r.Type, r.Class = DNSType(Uint16(v, off)), DNSClass(Uint16(v, off+2))
	if off += 4; s == DNSQuestion {
		r.end = off
		return r, nil
	}
	if len(v) < off+6 {
		return r, errDNSShort
	}
	r.TTL = Uint32(v, off)
	r.end = off + 6 + int(Uint16(v, off+4))
	if r.end > len(v) {
		return r, errDNSShort
	}
	r.Data = v[off+6 : r.end : r.end]
	return r, nil
}

// A DNSName is a view of a domain name in a message, possibly compressed.
// RFC 1035 §4.1.4.
type DNSName struct {
	msg DNS
	off int
}

// NameAt returns the name at offset off of the message. It may be malformed.
func (v DNS) NameAt(off int) DNSName { return DNSName{v, max(0, off)} }

// Len returns the bytes that the name takes where it stands, or 0 if it is
// malformed there. What a compression pointer points to is not looked at.
func (n DNSName) Len() int {
	for off := n.off; off < len(n.msg); {
		switch c := n.msg[off]; {
		case c == 0:
			return off + 1 - n.off
		case c < 0x40:
			off += 1 + int(c)
		case c < 0xc0 || off+2 > len(n.msg):
			return 0
		default:
			return off + 2 - n.off
		}
	}
	return 0
}

// whyNoLen says why Len is 0.
func (n DNSName) whyNoLen() error {
	for off := n.off; off < len(n.msg); off += 1 + int(n.msg[off]) {
		if c := n.msg[off]; c >= 0x40 && c < 0xc0 {
			return errDNSLabel
		}
	}
	return errDNSName
}

// MaxDNSName is the longest name in bytes, with length bytes and the root's.
// RFC 1035 §2.3.4.
const MaxDNSName = 255

// maxPointers is how many compression pointers a name may have one after another:
// as many as labels would fit, so that short pointers cannot make long work.
const maxPointers = 127

// Labels yields the labels, without the root's empty one. It ends early at a
// malformed one; Check tells.
func (n DNSName) Labels() iter.Seq[[]byte] {
	return func(yield func([]byte) bool) { n.walk(yield, maxPointers) }
}

// Check returns why the name is malformed, or nil.
func (n DNSName) Check() error { return n.walk(func([]byte) bool { return true }, maxPointers) }

// Compressed reports whether the name ends in a pointer.
func (n DNSName) Compressed() bool {
	k := n.Len()
	return k >= 2 && n.msg[n.off+k-2] >= 0xc0 && k-2 == n.labelsLen()
}

// labelsLen returns the length of the labels before the root or a pointer.
func (n DNSName) labelsLen() int {
	off := n.off
	for off < len(n.msg) && n.msg[off] > 0 && n.msg[off] < 0x40 {
		off += 1 + int(n.msg[off])
	}
	return off - n.off
}

// walk calls f with each label. A pointer must point before the labels that led
// to it, so that following pointers ends.
func (n DNSName) walk(f func(label []byte) bool, pointers int) error {
	size, limit := 1, n.off
	for off, hops := n.off, 0; off < len(n.msg); {
		switch c := int(n.msg[off]); {
		case c == 0:
			return nil
		case c < 0x40:
			end := off + 1 + c
			if end > len(n.msg) {
				return errDNSName
			}
			if size += 1 + c; size > MaxDNSName {
				return errDNSLong
			}
			if !f(n.msg[off+1 : end]) {
				return nil
			}
			off = end
		case c < 0xc0:
			return errDNSLabel
		case off+2 > len(n.msg):
			return errDNSName
		default:
			off = int(Uint16(n.msg, off) & 0x3fff)
			if hops++; off >= limit || hops > pointers {
				return errDNSPointer
			}
			limit = off
		}
	}
	return errDNSName
}

// AppendTo appends the name in presentation form, RFC 1035 §5.1, with its final
// dot. On error it returns b.
func (n DNSName) AppendTo(b []byte) ([]byte, error) {
	start := len(b)
	size, limit := 1, n.off
	for off, hops := n.off, 0; off < len(n.msg); {
		switch c := int(n.msg[off]); {
		case c == 0:
			if len(b) == start {
				b = append(b, '.')
			}
			return b, nil
		case c < 0x40:
			end := off + 1 + c
			if end > len(n.msg) {
				return b[:start], errDNSName
			}
			if size += 1 + c; size > MaxDNSName {
				return b[:start], errDNSLong
			}
			b = append(appendLabel(b, n.msg[off+1:end]), '.')
			off = end
		case c < 0xc0:
			return b[:start], errDNSLabel
		case off+2 > len(n.msg):
			return b[:start], errDNSName
		default:
			off = int(Uint16(n.msg, off) & 0x3fff)
			if hops++; off >= limit || hops > maxPointers {
				return b[:start], errDNSPointer
			}
			limit = off
		}
	}
	return b[:start], errDNSName
}

// String returns the name, or "?" if it is malformed.
func (n DNSName) String() string {
	var buf [128]byte
	b, err := n.AppendTo(buf[:0])
	if err != nil {
		return "?"
	}
	return string(b)
}

// Is reports whether the name is s, which is in presentation form with its final
// dot, byte for byte. It is false for a malformed name.
func (n DNSName) Is(s string) bool {
	first, same := true, true
	err := n.walk(func(label []byte) bool {
		s, same = cutLabel(s, label)
		first = false
		return same
	}, 2*maxPointers)
	if first && err == nil {
		return s == "."
	}
	return err == nil && same && s == ""
}

// cutLabel cuts label and a dot from the front of s, which is in the form that
// AppendTo gives.
func cutLabel(s string, label []byte) (rest string, ok bool) {
	for _, c := range label {
		if labelPlain[c] {
			if s == "" || s[0] != c {
				return s, false
			}
			s = s[1:]
			continue
		}
		var esc [4]byte
		e := escapeLabel(esc[:0], []byte{c})
		if len(s) < len(e) || s[:len(e)] != string(e) {
			return s, false
		}
		s = s[len(e):]
	}
	if s == "" || s[0] != '.' {
		return s, false
	}
	return s[1:], true
}

// labelPlain says which bytes of a label need no escape.
var labelPlain = func() (t [256]bool) {
	for c := '!'; c <= '~'; c++ {
		t[c] = true
	}
	for _, c := range `.\"();@$` {
		t[c] = false
	}
	return t
}()

// appendLabel appends a label in presentation form. RFC 1035 §5.1, RFC 4343 §2.1.
func appendLabel(b, label []byte) []byte {
	n := len(b)
	b = append(b, label...)
	for i, c := range label {
		if !labelPlain[c] {
			return escapeLabel(b[:n+i], label[i:])
		}
	}
	return b
}

func escapeLabel(b, label []byte) []byte {
	for _, c := range label {
		switch {
		case labelPlain[c]:
			b = append(b, c)
		case c > ' ' && c <= '~':
			b = append(b, '\\', c)
		default:
			b = append(b, '\\', '0'+c/100, '0'+c/10%10, '0'+c%10)
		}
	}
	return b
}

// CutDNSLabel appends the first label of s, a name in presentation form, to b
// without its length, and returns what follows its dot. RFC 1035 §5.1.
func CutDNSLabel(b []byte, s string) (out []byte, rest string, err error) {
	n := len(b)
	for s != "" && s[0] != '.' {
		c, k := unescapeLabel(s)
		if k == 0 {
			return b[:n], s, errDNSLabel
		}
		b, s = append(b, c), s[k:]
	}
	switch size := len(b) - n; {
	case size == 0:
		return b, s, errDNSLabel
	case size > 63:
		return b[:n], s, errDNSLabelLong
	}
	if s != "" {
		s = s[1:]
	}
	return b, s, nil
}

// AppendDNSName appends s, a name in presentation form with or without its final
// dot, in wire form without compression. "" and "." are the root. On error it
// returns b.
func AppendDNSName(b []byte, s string) ([]byte, error) {
	start := len(b)
	if s == "." {
		s = ""
	}
	for s != "" {
		n := len(b)
		var err error
		if b, s, err = CutDNSLabel(append(b, 0), s); err != nil {
			return b[:start], err
		}
		b[n] = byte(len(b) - n - 1)
		if len(b)-start >= MaxDNSName {
			return b[:start], errDNSLong
		}
	}
	return append(b, 0), nil
}

// unescapeLabel returns the byte that s begins with, and how much of s it takes: 0
// if it is a bad escape.
func unescapeLabel(s string) (c byte, n int) {
	if s[0] != '\\' {
		return s[0], 1
	}
	if len(s) >= 2 && !isDigit(s[1]) {
		return s[1], 2
	}
	if len(s) < 4 || !isDigit(s[2]) || !isDigit(s[3]) {
		return 0, 0
	}
	x := int(s[1]-'0')*100 + int(s[2]-'0')*10 + int(s[3]-'0')
	if x > 255 {
		return 0, 0
	}
	return byte(x), 4
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// Message returns the first message: Length bytes, or fewer if the segment ends
// before. RFC 1035 §4.2.2.
func (v DNSStream) Message() []byte {
	return v[DNSStreamLen:clamp(DNSStreamLen+int(v.Length()), DNSStreamLen, len(v))]
}

// Complete reports whether the first message is all there.
func (v DNSStream) Complete() bool { return DNSStreamLen+int(v.Length()) <= len(v) }

// Rest returns what follows the first message.
func (v DNSStream) Rest() []byte {
	return v[clamp(DNSStreamLen+int(v.Length()), DNSStreamLen, len(v)):]
}

// All yields the messages that are all there.
func (v DNSStream) All() iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		for b := v; len(b) >= DNSStreamLen && b.Complete(); b = b.Rest() {
			if !yield(b.Message()) {
				return
			}
		}
	}
}
