package wire

import "net/netip"

// MAC is an IEEE 802 48-bit address. Unlike net.HardwareAddr it is comparable.
type MAC [6]byte

// Broadcast is the all-ones address.
var Broadcast = MAC{0xff, 0xff, 0xff, 0xff, 0xff, 0xff}

// IsGroup reports whether m is a multicast or the broadcast address.
func (m MAC) IsGroup() bool { return m[0]&1 != 0 }

// String returns the address as "02:00:5e:10:00:01".
func (m MAC) String() string { return string(m.AppendTo(make([]byte, 0, 17))) }

// AppendTo appends what String returns.
func (m MAC) AppendTo(b []byte) []byte { return appendHex(b, m[:], ':') }

// MarshalText implements encoding.TextMarshaler.
func (m MAC) MarshalText() ([]byte, error) { return m.AppendTo(nil), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (m *MAC) UnmarshalText(text []byte) error {
	x, err := ParseMAC(string(text))
	if err == nil {
		*m = x
	}
	return err
}

var errMAC = &Error{Layer: "MAC address", Err: ErrFormat}

// ParseMAC parses six hexadecimal numbers separated by colons or dashes.
func ParseMAC(s string) (m MAC, err error) {
	for i := range m {
		hi, s1 := nibble(s)
		if hi < 0 {
			return MAC{}, errMAC
		}
		s = s1
		if lo, s1 := nibble(s); lo >= 0 {
			hi, s = hi<<4|lo, s1
		}
		if m[i] = byte(hi); i < 5 {
			if s == "" || s[0] != ':' && s[0] != '-' {
				return MAC{}, errMAC
			}
			s = s[1:]
		}
	}
	if s != "" {
		return MAC{}, errMAC
	}
	return m, nil
}

func nibble(s string) (x int, rest string) {
	if s == "" {
		return -1, s
	}
	switch c := s[0]; {
	case c >= '0' && c <= '9':
		return int(c - '0'), s[1:]
	case c|0x20 >= 'a' && c|0x20 <= 'f':
		return int(c|0x20-'a') + 10, s[1:]
	}
	return -1, s
}

// appendHex appends x in hexadecimal with sep between bytes.
func appendHex(b, x []byte, sep byte) []byte {
	const hex = "0123456789abcdef"
	for i, c := range x {
		if i > 0 && sep != 0 {
			b = append(b, sep)
		}
		b = append(b, hex[c>>4], hex[c&15])
	}
	return b
}

// PutAddr4 and PutAddr16 write x, or zeros if it is of the other family.
func PutAddr4(b []byte, x netip.Addr) {
	if x.Is4() || x.Is4In6() {
		*(*[4]byte)(b) = x.As4()
		return
	}
	*(*[4]byte)(b) = [4]byte{}
}

// PutAddr16 is PutAddr4 for IPv6.
func PutAddr16(b []byte, x netip.Addr) {
	if x.Is6() {
		*(*[16]byte)(b) = x.As16()
		return
	}
	*(*[16]byte)(b) = [16]byte{}
}
