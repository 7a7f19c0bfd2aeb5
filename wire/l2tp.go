package wire

import "iter"

// L2TPAVPs are the attribute value pairs of an L2TP control message: what is on the
// wire, no more and no less. Add appends to it. RFC 2661 §4.1, RFC 3931 §5.1.
type L2TPAVPs []byte

// An L2TPAVP is one attribute value pair.
type L2TPAVP struct {
	Mandatory bool // who does not know it must end session or tunnel
	Hidden    bool // Value is encrypted
	Reserved  uint8
	Vendor    uint16 // whose Type is, by its enterprise number: 0 IETF
	Type      uint16
	Value     []byte
}

// All yields the pairs, and stops before one that is malformed.
func (a L2TPAVPs) All() iter.Seq[L2TPAVP] {
	return func(yield func(L2TPAVP) bool) {
		for b := a; len(b) > 0; {
			x, n := b.first()
			if n == 0 || !yield(x) {
				return
			}
			b = b[n:]
		}
	}
}

// first returns the first pair and its length, or 0 if it is malformed.
func (a L2TPAVPs) first() (L2TPAVP, int) {
	if len(a) < 6 {
		return L2TPAVP{}, 0
	}
	w := Uint16(a, 0)
	n := int(w & 0x3ff)
	if n < 6 || n > len(a) {
		return L2TPAVP{}, 0
	}
	return L2TPAVP{w&0x8000 != 0, w&0x4000 != 0, uint8(w >> 10 & 15), Uint16(a, 2), Uint16(a, 4), a[6:n:n]}, n
}

// Malformed returns the offset of the first pair that is too short or runs out of the
// message, or -1.
func (a L2TPAVPs) Malformed() int {
	for off := 0; off < len(a); {
		_, n := a[off:].first()
		if n == 0 {
			return off
		}
		off += n
	}
	return -1
}

// Add appends a pair of the IETF's. It takes 1017 bytes at most; more are left out.
func (a L2TPAVPs) Add(mandatory bool, t uint16, value ...byte) L2TPAVPs {
	value = value[:min(len(value), 1017)]
	n := 6 + len(value)
	a = append(a, Bit(mandatory)<<7|byte(n>>8), byte(n), 0, 0, byte(t>>8), byte(t))
	return append(a, value...)
}

// MessageType returns the value of the first pair, which is the type of the message if
// it is one. RFC 2661 §4.4.1.
func (a L2TPAVPs) MessageType() (t L2TPMessage, ok bool) {
	x, n := a.first()
	if n == 0 || x.Vendor != 0 || x.Type != 0 || len(x.Value) != 2 || x.Hidden {
		return 0, false
	}
	return L2TPMessage(Uint16(x.Value, 0)), true
}

// String returns the pairs, as in "0 SCCRQ, 2 0100, 9 0001".
func (a L2TPAVPs) String() string {
	var b []byte
	for off := 0; off < len(a); {
		if off > 0 {
			b = append(b, ", "...)
		}
		x, n := a[off:].first()
		switch {
		case n == 0:
			return string(appendHex(append(b, "malformed "...), a[off:], 0))
		case off == 0 && x.Type == 0 && x.Vendor == 0 && len(x.Value) == 2:
			b = append(append(b, "0 "...), L2TPMessage(Uint16(x.Value, 0)).String()...)
			off += n
			continue
		case x.Vendor != 0:
			b = append(appendInt(b, int(x.Vendor)), ':')
		}
		b = appendHex(append(appendInt(b, int(x.Type)), ' '), x.Value, 0)
		off += n
	}
	return string(b)
}

// L2TPMessage is the type of a control message. RFC 2661 §3.2, RFC 3931 §3.1.
type L2TPMessage uint16

// l2tpMessages are the names of message types, by number.
var l2tpMessages = [...]string{1: "SCCRQ", 2: "SCCRP", 3: "SCCCN", 4: "StopCCN", 6: "HELLO", 7: "OCRQ", 8: "OCRP", 9: "OCCN", 10: "ICRQ",
	11: "ICRP", 12: "ICCN", 14: "CDN", 15: "WEN", 16: "SLI", 17: "MDMST", 18: "SRRQ", 19: "SRRP", 20: "ACK", 21: "FSQ", 22: "FSR",
	23: "MSRQ", 24: "MSRP", 25: "MSE", 26: "MSI", 27: "MSEN"}

func (x L2TPMessage) String() string {
	if int(x) < len(l2tpMessages) && l2tpMessages[x] != "" {
		return l2tpMessages[x]
	}
	return itoa(int(x))
}
