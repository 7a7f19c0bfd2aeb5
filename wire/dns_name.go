package wire

import "iter"

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
