package wire

import "iter"

// Ports of NetBIOS over TCP/IP. RFC 1002 §4.
const (
	PortNBNS = 137
	PortNBDS = 138
	PortNBSS = 139
	PortSMB  = 445
)

// NetBIOSName is a name of 15 characters, padded with spaces, and a byte that says what
// bears it: 0 a workstation, 0x1b a domain's master browser, 0x20 a server. RFC 1001
// §14.
type NetBIOSName [16]byte

// NetBIOSNameOf returns name in upper case with the given last byte.
func NetBIOSNameOf(name string, suffix byte) (n NetBIOSName) {
	for i := range n[:15] {
		n[i] = ' '
		if i < len(name) {
			if n[i] = name[i]; n[i] >= 'a' && n[i] <= 'z' {
				n[i] -= 'a' - 'A'
			}
		}
	}
	n[15] = suffix
	return n
}

// Suffix returns the last byte.
func (n NetBIOSName) Suffix() byte { return n[15] }

// String returns the name without spaces at its end, and its suffix, as "SERVER<20>".
func (n NetBIOSName) String() string {
	b := n[:15]
	for len(b) > 0 && (b[len(b)-1] == ' ' || b[len(b)-1] == 0) {
		b = b[:len(b)-1]
	}
	out := append(append([]byte(nil), b...), '<')
	return string(append(appendHex(out, n[15:], 0), '>'))
}

// AppendEncoded appends the name as it is on the wire, without a scope: 32 letters, of
// which each stands for half a byte. RFC 1001 §14.1.
func (n NetBIOSName) AppendEncoded(b []byte) []byte {
	b = append(b, 32)
	for _, c := range n {
		b = append(b, 'A'+c>>4, 'A'+c&15)
	}
	return append(b, 0)
}

// NetBIOSEncoded is a name as it is on the wire, with its scope.
type NetBIOSEncoded []byte

// Name returns the name. ok is false if it is not encoded as it should be.
func (e NetBIOSEncoded) Name() (n NetBIOSName, ok bool) {
	if len(e) < 33 || e[0] != 32 {
		return n, false
	}
	for i := range n {
		hi, lo := e[1+2*i]-'A', e[2+2*i]-'A'
		if hi > 15 || lo > 15 {
			return n, false
		}
		n[i] = hi<<4 | lo
	}
	return n, true
}

// String returns the name, or the bytes if they are none.
func (e NetBIOSEncoded) String() string {
	if n, ok := e.Name(); ok {
		return n.String()
	}
	return string(appendHex(nil, e, 0))
}

// netbiosNameLen returns the length of the name at the start of b, with its scope or
// the pointer that ends it, or 0.
func netbiosNameLen(b []byte) int {
	for n := 0; n < len(b); {
		switch c := int(b[n]); {
		case c == 0:
			return n + 1
		case c >= 0xc0 && n+2 <= len(b):
			return n + 2
		case c >= 0x40:
			return 0
		default:
			n += 1 + c
		}
	}
	return 0
}

// SplitNetBIOSName splits b behind the encoded name at its start. The name is nil if
// there is none.
func SplitNetBIOSName(b []byte) (name NetBIOSEncoded, rest []byte) {
	n := netbiosNameLen(b)
	if n == 0 {
		return nil, b
	}
	return NetBIOSEncoded(b[:n:n]), b[n:]
}

// NBNSOp is the operation of a NetBIOS name service message. RFC 1002 §4.2.1.1.
type NBNSOp uint8

// The operations.
const (
	NBNSQuery        NBNSOp = 0
	NBNSRegistration NBNSOp = 5
	NBNSRelease      NBNSOp = 6
	NBNSWACK         NBNSOp = 7
	NBNSRefresh      NBNSOp = 8
	NBNSMultihomed   NBNSOp = 15
)

func (o NBNSOp) String() string {
	return listed([]string{0: "query", 5: "registration", 6: "release", 7: "WACK", 8: "refresh", 9: "refresh", 15: "multi-homed registration"}, int(o))
}

// NBNSSections is questions and resource records in wire form, as they follow the
// header.
type NBNSSections []byte

// An NBNSRecord is a question or a resource record.
type NBNSRecord struct {
	Question bool
	Name     NetBIOSEncoded // with a pointer followed
	Type     uint16         // 0x20 NB, 0x21 NBSTAT
	Class    uint16
	TTL      uint32 // in seconds
	Data     []byte // of a record: flags and addresses, or names of a node
}

// All yields the first n questions and what follows them as resource records, up to
// what is malformed.
func (s NBNSSections) All(questions int) iter.Seq[NBNSRecord] {
	return func(yield func(NBNSRecord) bool) {
		for b := []byte(s); len(b) > 0; questions-- {
			r := NBNSRecord{Question: questions > 0}
			r.Name, b = SplitNetBIOSName(b)
			if r.Name == nil || len(b) < 4 {
				return
			}
			r.Name = s.follow(r.Name)
			r.Type, r.Class, b = Uint16(b, 0), Uint16(b, 2), b[4:]
			if !r.Question {
				if len(b) < 6 || len(b) < 6+int(Uint16(b, 4)) {
					return
				}
				n := 6 + int(Uint16(b, 4))
				r.TTL, r.Data, b = Uint32(b, 0), b[6:n:n], b[n:]
			}
			if !yield(r) {
				return
			}
		}
	}
}

// follow returns the name that a pointer points to, or e.
func (s NBNSSections) follow(e NetBIOSEncoded) NetBIOSEncoded {
	if len(e) == 2 && e[0] >= 0xc0 {
		if off := int(Uint16(e, 0)&0x3fff) - NBNSLen; off >= 0 && off < len(s) {
			if name, _ := SplitNetBIOSName(s[off:]); name != nil {
				return name
			}
		}
	}
	return e
}

// AddQuestion returns s and a question.
func (s NBNSSections) AddQuestion(n NetBIOSName, typ uint16) NBNSSections {
	return append(n.AppendEncoded(s[:len(s):len(s)]), byte(typ>>8), byte(typ), 0, 1)
}

// AddRecord returns s and a resource record.
func (s NBNSSections) AddRecord(n NetBIOSName, typ uint16, ttl uint32, data []byte) NBNSSections {
	data = data[:min(len(data), 0xffff)]
	s = append(n.AppendEncoded(s[:len(s):len(s)]), byte(typ>>8), byte(typ), 0, 1, byte(ttl>>24), byte(ttl>>16), byte(ttl>>8), byte(ttl))
	return append(append(s, byte(len(data)>>8), byte(len(data))), data...)
}

// String returns the names, types and data, taking the first entry for a question.
func (s NBNSSections) String() string {
	var b []byte
	for r := range s.All(1) {
		if len(b) > 0 {
			b = append(b, ", "...)
		}
		b = append(b, r.Name.String()...)
		switch r.Type {
		case 0x20:
			b = append(b, " NB"...)
		case 0x21:
			b = append(b, " NBSTAT"...)
		default:
			b = appendInt(append(b, " type "...), int(r.Type))
		}
		if len(r.Data) > 0 {
			b = appendHex(append(b, ' '), r.Data, 0)
		}
	}
	return string(b)
}

// NBDSType is the kind of a NetBIOS datagram. RFC 1002 §4.4.1.
type NBDSType uint8

// The kinds.
const (
	NBDSDirectUnique NBDSType = 0x10
	NBDSDirectGroup  NBDSType = 0x11
	NBDSBroadcast    NBDSType = 0x12
	NBDSError        NBDSType = 0x13
	NBDSQuery        NBDSType = 0x14
	NBDSPositive     NBDSType = 0x15
	NBDSNegative     NBDSType = 0x16
)

func (t NBDSType) String() string {
	return listed([]string{
		0x10: "direct unique", 0x11: "direct group", 0x12: "broadcast", 0x13: "error", 0x14: "query", 0x15: "positive response",
		0x16: "negative response",
	}, int(t))
}

// NBSSType is the kind of a NetBIOS session service packet. RFC 1002 §4.3.1.
type NBSSType uint8

// The kinds.
const (
	NBSSMessage   NBSSType = 0
	NBSSRequest   NBSSType = 0x81
	NBSSPositive  NBSSType = 0x82
	NBSSNegative  NBSSType = 0x83
	NBSSRetarget  NBSSType = 0x84
	NBSSKeepAlive NBSSType = 0x85
)

// Known reports whether the kind is defined.
func (t NBSSType) Known() bool { return t == NBSSMessage || t >= NBSSRequest && t <= NBSSKeepAlive }

func (t NBSSType) String() string {
	if t == NBSSMessage {
		return "message"
	}
	if t.Known() {
		return [...]string{"request", "positive response", "negative response", "retarget response", "keep-alive"}[t-NBSSRequest]
	}
	return itoa(int(t))
}
