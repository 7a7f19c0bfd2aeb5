package tcpdump

import (
	"net/netip"

	"github.com/gocap-project/gocap/wire"
)

var (
	ednsOptions = names{
		1: "LLQ", 2: "UL", 3: "NSID", 5: "DAU", 6: "DHU", 7: "N3U", 8: "ECS", 9: "EXPIRE", 10: "COOKIE", 11: "KEEPALIVE",
		12: "PADDING", 13: "CHAIN", 14: "KEY-TAG", 16: "CLIENT-TAG", 17: "SERVER-TAG",
	}
	ednsAlgorithms = names{
		0: "DELETE", 1: "RSAMD5", 2: "DH", 3: "DS", 5: "RSASHA1", 6: "DSA-NSEC3-SHA1", 7: "RSASHA1-NSEC3-SHA1",
		8: "RSASHA256", 10: "RSASHA512", 12: "ECC-GOST", 13: "ECDSAP256SHA256", 14: "ECDSAP384SHA384", 15: "ED25519",
		16: "ED448", 252: "INDIRECT", 253: "PRIVATEDNS", 254: "PRIVATEOID",
	}
	ednsDigests = names{1: "SHA-1", 2: "SHA-256", 3: "GOST_R_34.11-94", 4: "SHA-384"}
	ednsHashes  = names{1: "SHA-1"}
)

// opt prints an OPT record, RFC 6891.
func (m *message) opt(size, flags uint32, off, end int) bool {
	p := m.p
	p.f(" UDPsize=%u", size)
	if flags&0x8000 != 0 {
		p.s(" DO")
	}
	if off >= end {
		return true
	}
	p.s(" [")
	for off < end {
		if off+2 > len(m.b) {
			return false
		}
		code := uint32(wire.Uint16(m.b, off))
		p.name(ednsOptions, code, "Opt%u")
		if off+4 > len(m.b) {
			return false
		}
		n := int(wire.Uint16(m.b, off+2))
		if off += 4; off+n > len(m.b) {
			return false
		}
		if n > 0 {
			p.s(" ")
			m.ednsOption(code, m.b[off:off+n], off)
		}
		if off += n; off < end {
			p.s(",")
		}
	}
	p.s("]")
	return true
}

// ednsOption prints the data o of an option, which is at off in the message.
func (m *message) ednsOption(code uint32, o []byte, off int) {
	p := m.p
	valid := true
	switch code {
	case 8:
		valid = m.clientSubnet(o)
	case 10:
		if valid = len(o) == 8 || len(o) >= 16 && len(o) <= 40; valid {
			p.hexBytes(o[:8], "")
			if len(o) > 8 {
				p.s(" ")
				p.hexBytes(o[8:], "")
			}
		}
	case 11:
		if valid = len(o) == 2; valid {
			p.tenths(uint32(wire.Uint16(o, 0)))
			p.s(" sec")
		}
	case 9:
		if valid = len(o) == 4; valid {
			p.f("%u sec", wire.Uint32(o, 0))
		}
	case 12:
		p.f("(%u)", uint32(len(o)))
	case 14:
		if valid = len(o)%2 == 0; valid {
			m.keyTags(o)
		}
	case 5:
		m.algorithms(ednsAlgorithms, o)
	case 6:
		m.algorithms(ednsDigests, o)
	case 7:
		m.algorithms(ednsHashes, o)
	case 13:
		p.domainName(m.b, off)
	default:
		p.hexBytes(o, "")
	}
	if !valid {
		p.invalid()
	}
}

func (m *message) keyTags(o []byte) {
	for i := 0; i < len(o); i += 2 {
		if i > 0 {
			m.p.s(" ")
		}
		m.p.u(uint32(wire.Uint16(o, i)))
	}
}

func (m *message) algorithms(t names, o []byte) {
	for i, a := range o {
		if i > 0 {
			m.p.s(" ")
		}
		m.p.name(t, uint32(a), "Alg_%u")
	}
}

// clientSubnet prints the option of RFC 7871, and reports whether it is valid.
func (m *message) clientSubnet(o []byte) bool {
	if len(o) < 4 {
		return false
	}
	family, source, scope := wire.Uint16(o, 0), uint32(o[2]), uint32(o[3])
	bits := uint32(32)
	switch family {
	case 1:
	case 2:
		bits = 128
	default:
		return false
	}
	if source > bits || scope > bits || int(source+7)/8 != len(o)-4 {
		return false
	}
	var a [16]byte
	copy(a[:], o[4:])
	if family == 1 {
		m.p.number(netip.AddrFrom4([4]byte(a[:4])))
	} else {
		m.p.number(netip.AddrFrom16(a))
	}
	m.p.f("/%u/%u", source, scope)
	return true
}
