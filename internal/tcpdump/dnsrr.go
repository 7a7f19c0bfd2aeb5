package tcpdump

import (
	"net/netip"

	"github.com/gocap-project/gocap/wire"
)

// Types of resource records.
const (
	rrA     = 1
	rrNS    = 2
	rrCNAME = 5
	rrSOA   = 6
	rrPTR   = 12
	rrMX    = 15
	rrTXT   = 16
	rrAAAA  = 28
	rrSRV   = 33
	rrA6    = 38
	rrDNAME = 39
	rrOPT   = 41
	rrUnspc = 104
	rrTSIG  = 250
	rrURI   = 256
)

var (
	dnsTypes = names{
		1: "A", 2: "NS", 3: "MD", 4: "MF", 5: "CNAME", 6: "SOA", 7: "MB", 8: "MG", 9: "MR", 10: "NULL", 11: "WKS", 12: "PTR",
		13: "HINFO", 14: "MINFO", 15: "MX", 16: "TXT", 17: "RP", 18: "AFSDB", 19: "X25", 20: "ISDN", 21: "RT", 22: "NSAP",
		23: "NSAP_PTR", 24: "SIG", 25: "KEY", 26: "PX", 27: "GPOS", 28: "AAAA", 29: "LOC", 30: "NXT", 31: "EID",
		32: "NIMLOC", 33: "SRV", 34: "ATMA", 35: "NAPTR", 36: "KX", 37: "CERT", 38: "A6", 39: "DNAME", 40: "SINK", 41: "OPT",
		42: "APL", 43: "DS", 44: "SSHFP", 45: "IPSECKEY", 46: "RRSIG", 47: "NSEC", 48: "DNSKEY", 99: "SPF", 100: "UINFO",
		101: "UID", 102: "GID", 103: "UNSPEC", 104: "UNSPECA", 249: "TKEY", 250: "TSIG", 251: "IXFR", 252: "AXFR",
		253: "MAILB", 254: "MAILA", 255: "ANY", 256: "URI",
	}
	dnsClasses = names{1: "IN", 3: "CHAOS", 4: "HS", 255: "ANY"}
)

// record prints a resource record, and returns where it ends.
func (m *message) record(off int) (int, bool) {
	p, b := m.p, m.b
	var ok bool
	if p.Verbose > 0 {
		p.s(" ")
		if off, ok = p.domainName(b, off); !ok {
			return 0, false
		}
	} else {
		off, ok = m.skipName(off)
	}
	if !ok || off+10 > len(b) {
		return len(b), true
	}
	typ, class := uint32(wire.Uint16(b, off)), uint32(wire.Uint16(b, off+2))
	m.class(class, " (Cache flush)", "", typ == rrOPT)
	if p.Verbose > 2 && typ != rrOPT {
		p.s(" [")
		p.duration(wire.Uint32(b, off+4))
		p.s("]")
	}
	flags := uint32(wire.Uint16(b, off+6))
	end := off + 10 + int(wire.Uint16(b, off+8))
	p.s(" ")
	p.name(dnsTypes, typ, "Type%u")
	if end > len(b) {
		return 0, false
	}
	if typ == rrOPT {
		return end, m.opt(class, flags, off+10, end)
	}
	return end, m.data(typ, off+10, end)
}

// data prints the data of a record, b[off:end].
func (m *message) data(typ uint32, off, end int) bool {
	p, b := m.p, m.b
	switch typ {
	case rrA:
		if off+4 > len(b) {
			return false
		}
		p.s(" ")
		p.number(netip.AddrFrom4([4]byte(b[off : off+4])))
	case rrAAAA:
		if off+16 > len(b) {
			return false
		}
		p.s(" ")
		p.number(netip.AddrFrom16([16]byte(b[off : off+16])))
	case rrNS, rrCNAME, rrPTR, rrDNAME:
		p.s(" ")
		_, ok := p.domainName(b, off)
		return ok
	case rrMX:
		return m.mx(off)
	case rrSRV:
		return m.srv(off)
	case rrTXT:
		return m.txt(off, end)
	case rrSOA:
		return p.Verbose == 0 || m.soa(off)
	case rrA6:
		return m.a6(off)
	case rrTSIG:
		return p.Verbose == 0 || m.tsig(off)
	case rrURI:
		return m.uri(off, end)
	case rrUnspc:
		return p.text(b, off, end-off)
	}
	return true
}

func (m *message) mx(off int) bool {
	m.p.s(" ")
	if off+2 > len(m.b) {
		return false
	}
	if _, ok := m.p.domainName(m.b, off+2); !ok {
		return false
	}
	m.p.f(" %u", uint32(wire.Uint16(m.b, off)))
	return true
}

func (m *message) srv(off int) bool {
	p, b := m.p, m.b
	p.s(" ")
	if off+6 > len(b) {
		return false
	}
	if _, ok := p.domainName(b, off+6); !ok {
		return false
	}
	p.f(":%u %u %u", uint32(wire.Uint16(b, off+4)), uint32(wire.Uint16(b, off)), uint32(wire.Uint16(b, off+2)))
	return true
}

func (m *message) txt(off, end int) bool {
	for off < end {
		if off >= len(m.b) {
			return false
		}
		n := int(m.b[off])
		m.p.s(" \"")
		if !m.p.text(m.b, off+1, n) {
			return false
		}
		m.p.s("\"")
		off += 1 + n
	}
	return true
}

func (m *message) soa(off int) (ok bool) {
	for range 2 {
		m.p.s(" ")
		if off, ok = m.p.domainName(m.b, off); !ok {
			return false
		}
	}
	if off+20 > len(m.b) {
		return false
	}
	for i := range 5 {
		m.p.f(" %u", wire.Uint32(m.b, off+4*i))
	}
	return true
}

// a6 prints an address of RFC 2874, which is a suffix and the name of a prefix.
func (m *message) a6(off int) bool {
	p, b := m.p, m.b
	if off >= len(b) {
		return false
	}
	bits := uint32(b[off])
	skipped := int(bits / 8)
	if bits > 128 {
		p.f(" %u(bad plen)", bits)
		return true
	}
	if bits < 128 {
		var a [16]byte
		if !p.need(b, off+1+16-skipped) {
			return true
		}
		copy(a[skipped:], b[off+1:])
		p.f(" %u ", bits)
		p.number(netip.AddrFrom16(a))
	}
	if bits == 0 {
		return true
	}
	p.s(" ")
	_, ok := p.domainName(b, off+1+16-skipped)
	return ok
}

func (m *message) tsig(off int) bool {
	p, b := m.p, m.b
	p.s(" ")
	off, ok := p.domainName(b, off)
	if off += 6; !ok {
		return false
	}
	for i, s := range [...]string{" fudge=", " maclen=", " origid=", " error=", " otherlen="} {
		if off+2 > len(b) {
			return false
		}
		x := wire.Uint16(b, off)
		p.s(s)
		p.u(uint32(x))
		if off += 2; i == 1 {
			off += int(x)
		}
	}
	return true
}

// uri prints the priority, the weight and the target of RFC 7553.
func (m *message) uri(off, end int) bool {
	if end-off < 4 {
		return false
	}
	m.p.f(" %u %u ", uint32(wire.Uint16(m.b, off)), uint32(wire.Uint16(m.b, off+2)))
	return m.p.text(m.b, off+4, end-off-4)
}
