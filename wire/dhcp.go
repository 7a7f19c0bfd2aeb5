package wire

import (
	"iter"
)

// DHCPCookie is the number before the options, 99.130.83.99. RFC 2131 §3.
const DHCPCookie uint32 = 0x63825363

// MAC returns the first six bytes of the client's hardware address.
func (v DHCP) MAC() MAC { return MAC(v[28:34]) }

// HasCookie reports whether options follow the fixed part; in plain BOOTP they do
// not. RFC 951, RFC 2131 §3.
func (v DHCP) HasCookie() bool { return len(v) >= DHCPLen+4 && Uint32(v, DHCPLen) == DHCPCookie }

// Options returns the options after the cookie, or none if there is no cookie.
// Those that an overload option puts into SName and File are not among them.
func (v DHCP) Options() DHCPOptions {
	if !v.HasCookie() {
		return nil
	}
	return DHCPOptions(v[DHCPLen+4:])
}

// MessageType returns what kind of DHCP message it is, or 0 if it does not say.
func (v DHCP) MessageType() DHCPMessageType {
	for o := range v.Options().All() {
		if o.Code == DHCPOptMessageType && len(o.Data) == 1 {
			return DHCPMessageType(o.Data[0])
		}
	}
	return 0
}

// A DHCPOption is one option in a DHCP message. RFC 2132 §2.
type DHCPOption struct {
	Code DHCPOptionCode
	Data []byte // without code and length
}

// DHCPOptions is options in wire form, with padding and end.
type DHCPOptions []byte

// All yields the options in order, without padding, up to the end option or the
// first malformed one.
func (o DHCPOptions) All() iter.Seq[DHCPOption] {
	return func(yield func(DHCPOption) bool) {
		for b := o; len(b) > 0; {
			if b[0] == byte(DHCPOptPad) {
				b = b[1:]
				continue
			}
			if b[0] == byte(DHCPOptEnd) || len(b) < 2 || len(b) < 2+int(b[1]) {
				return
			}
			n := 2 + int(b[1])
			if !yield(DHCPOption{DHCPOptionCode(b[0]), b[2:n:n]}) {
				return
			}
			b = b[n:]
		}
	}
}

// Get returns the data of the first option with code c. If the option is split,
// that is not all of it. RFC 3396.
func (o DHCPOptions) Get(c DHCPOptionCode) (data []byte, ok bool) {
	for x := range o.All() {
		if x.Code == c {
			return x.Data, true
		}
	}
	return nil, false
}

// Len returns the length of the options up to and with the end option, or to the
// first malformed one. ended says whether there is an end option; whole, that
// nothing is malformed.
func (o DHCPOptions) Len() (n int, ended, whole bool) {
	for n < len(o) {
		switch DHCPOptionCode(o[n]) {
		case DHCPOptPad:
			n++
		case DHCPOptEnd:
			return n + 1, true, true
		default:
			if n+2 > len(o) || n+2+int(o[n+1]) > len(o) {
				return n, false, false
			}
			n += 2 + int(o[n+1])
		}
	}
	return n, false, true
}

// DHCPSubOptions is a row of options inside an option: code, length, data, without
// padding or end. RFC 3046 §2.0, RFC 2132 §8.4.
type DHCPSubOptions []byte

// All yields the sub-options in order and stops before the first malformed one.
func (o DHCPSubOptions) All() iter.Seq2[uint8, []byte] {
	return func(yield func(uint8, []byte) bool) {
		for b := o; len(b) >= 2; {
			n := 2 + int(b[1])
			if n > len(b) || !yield(b[0], b[2:n:n]) {
				return
			}
			b = b[n:]
		}
	}
}

// Get returns the data of the first sub-option with the given code.
func (o DHCPSubOptions) Get(code uint8) (data []byte, ok bool) {
	for c, d := range o.All() {
		if c == code {
			return d, true
		}
	}
	return nil, false
}

// Add appends a sub-option. Data beyond 255 bytes is cut.
func (o DHCPSubOptions) Add(code uint8, data ...byte) DHCPSubOptions {
	data = data[:min(len(data), 255)]
	return append(append(o, code, byte(len(data))), data...)
}

// Whole reports whether the sub-options are well formed to their last byte.
func (o DHCPSubOptions) Whole() bool {
	for len(o) >= 2 && len(o) >= 2+int(o[1]) {
		o = o[2+int(o[1]):]
	}
	return len(o) == 0
}

// DHCPHardware is the client's hardware address, of as many bytes as HLen says.
type DHCPHardware [16]byte

// HardwareOf returns m as a hardware address.
func HardwareOf(m MAC) (h DHCPHardware) {
	copy(h[:], m[:])
	return h
}

// MAC returns the first six bytes.
func (h DHCPHardware) MAC() MAC { return MAC(h[:6]) }

// String returns the address, six bytes at least, without trailing zeros.
func (h DHCPHardware) String() string {
	n := len(h)
	for n > 6 && h[n-1] == 0 {
		n--
	}
	return string(appendHex(nil, h[:n], ':'))
}

// DHCPServerName is the sname field: a text that ends at a zero byte.
type DHCPServerName [64]byte

// String returns the text.
func (s DHCPServerName) String() string { return untilZero(s[:]) }

// DHCPFile is the file field: a text that ends at a zero byte.
type DHCPFile [128]byte

// String returns the text.
func (s DHCPFile) String() string { return untilZero(s[:]) }

// DHCPServerNameOf returns s as a field; what is beyond 64 bytes is cut.
func DHCPServerNameOf(s string) (f DHCPServerName) {
	copy(f[:], s)
	return f
}

// DHCPFileOf returns s as a field; what is beyond 128 bytes is cut.
func DHCPFileOf(s string) (f DHCPFile) {
	copy(f[:], s)
	return f
}

func untilZero(b []byte) string {
	for i, c := range b {
		if c == 0 {
			return string(b[:i])
		}
	}
	return string(b)
}

// DHCPFlags are a message's flags. RFC 2131 §2.
type DHCPFlags uint16

// DHCPBroadcast asks for answers by broadcast. The other bits must be zero.
const DHCPBroadcast DHCPFlags = 0x8000

func (f DHCPFlags) String() string {
	switch {
	case f == DHCPBroadcast:
		return "broadcast"
	case f == 0:
		return "0"
	}
	return string(appendHex([]byte("0x"), []byte{byte(f >> 8), byte(f)}, 0))
}
