package coder

import "strconv"

// What mobile networks' protocols have in common.

// U64 is as U8.
func (c *Coder) U64(name string, x *uint64) { *x = c.Number(name, *x, 8) }

// Rest reports whether there is more: to read, or if not reading, has.
func (c *Coder) Rest(has bool) bool {
	if c.mode == reading {
		return !c.bad && len(c.b) > 0
	}
	return has
}

// Coded handles a value with fields of its own.
func (c *Coder) Coded(name string, v Coded) {
	c.Word(name)
	v.Fields(c)
}

// Flags prints the names of the bits set in x, of which the lowest has the first name.
func (c *Coder) Flags(x uint64, names ...string) {
	if c.mode == printing {
		c.b = AppendFlags(append(c.b, ' '), x, names...)
		if c.b[len(c.b)-1] == ' ' {
			c.b = c.b[:len(c.b)-1]
		}
	}
}

// AppendFlags appends the names of the bits set in x, of which the lowest has the first
// name, and the number of others: "A,B,0x80".
func AppendFlags(b []byte, x uint64, names ...string) []byte {
	n := len(b)
	for i, name := range names {
		if bit := uint64(1) << i; x&bit != 0 && name != "" {
			if len(b) > n {
				b = append(b, ',')
			}
			b, x = append(b, name...), x&^bit
		}
	}
	if x != 0 {
		if len(b) > n {
			b = append(b, ',')
		}
		b = strconv.AppendUint(append(b, "0x"...), x, 16)
	}
	return b
}

const digits = "0123456789*#abc"

// Digits returns the digits in b, the lower half of a byte first, up to a half that is
// filler. 3GPP TS 23.003 §2, TS 29.002 §17.7.8.
func Digits(b []byte) string {
	s := make([]byte, 0, 2*len(b))
	for _, c := range b {
		for _, d := range [...]byte{c & 15, c >> 4} {
			if d == 15 {
				return string(s)
			}
			s = append(s, digits[d])
		}
	}
	return string(s)
}

// AppendDigits appends digits as Digits reads them. Other characters are left out.
func AppendDigits(b []byte, s string) []byte {
	half := false
	for i := range len(s) {
		d := digit(s[i])
		switch {
		case d == 15:
		case half:
			b[len(b)-1] = b[len(b)-1]&15 | d<<4
			half = false
		default:
			b, half = append(b, 0xf0|d), true
		}
	}
	return b
}

func digit(c byte) byte {
	for d := range len(digits) {
		if digits[d] == c {
			return byte(d)
		}
	}
	return 15
}

// Labels returns the name in b, labels with their lengths before them, with dots between
// them. RFC 1035 §3.1, 3GPP TS 23.003 §9.1.
func Labels(b []byte) (name string, ok bool) {
	var s []byte
	for len(b) > 0 {
		n := 1 + int(b[0])
		if n > len(b) || n == 1 {
			return "", false
		}
		if len(s) > 0 {
			s = append(s, '.')
		}
		for _, c := range b[1:n] {
			if c == '.' {
				return "", false
			}
		}
		s, b = append(s, b[1:n]...), b[n:]
	}
	return string(s), true
}

// AppendLabels appends a name as Labels reads it. A label of more than 255 bytes is cut.
func AppendLabels(b []byte, name string) []byte {
	for len(name) > 0 {
		n := 0
		for n < len(name) && name[n] != '.' {
			n++
		}
		label := name[:min(n, 255)]
		b = append(append(b, byte(len(label))), label...)
		name = name[min(n+1, len(name)):]
	}
	return b
}
