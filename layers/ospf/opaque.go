package ospf

import (
	"encoding/hex"
	"math"
	"net/netip"
	"strconv"

	"github.com/gocap-project/gocap/wire"
)

// The elements of opaque LSAs in words. What is not known, or has not the length that it
// should have, is in hexadecimal.

// text returns the elements in words, as the LSA's opaque type has them.
func (v *OpaqueLSA) text(t OpaqueType) string {
	return elements(v.TLVs, func(x wire.OSPFTLVType, d []byte) string {
		switch t {
		case OpaqueTE, OpaqueInterAS:
			return engineering(x, d)
		case OpaqueGrace:
			return grace(x, d)
		case OpaqueRI:
			return information(x, d)
		case OpaqueExtPrefix:
			return extendedPrefix(x, d)
		case OpaqueExtLink:
			return extendedLink(x, d)
		}
		return ""
	})
}

// elements writes a list, of whose elements say returns the text, or "" if it knows none.
func elements(o wire.OSPFTLVs, say func(wire.OSPFTLVType, []byte) string) string {
	out := ""
	for t, d := range o.All() {
		if out != "" {
			out += ", "
		}
		if s := say(t, d); s != "" {
			out += s
			continue
		}
		out += t.String() + ": " + hex.EncodeToString(d)
	}
	if rest := o.Rest(); len(rest) > 0 {
		out += " malformed " + hex.EncodeToString(rest)
	}
	return out
}

func nested(name string, d []byte, say func(wire.OSPFTLVType, []byte) string) string {
	return name + " {" + elements(d, say) + "}"
}

func decimal(b []byte) string {
	x := uint64(0)
	for _, c := range b {
		x = x<<8 | uint64(c)
	}
	return strconv.FormatUint(x, 10)
}

// addresses writes IPv4 addresses.
func addresses(name string, d []byte) string {
	if len(d) == 0 || len(d)%4 != 0 {
		return ""
	}
	for ; len(d) > 0; d = d[4:] {
		name += " " + netip.AddrFrom4([4]byte(d)).String()
	}
	return name
}

// rates writes numbers of bytes per second, of which there are n.
func rates(name string, d []byte, n int) string {
	if len(d) != 4*n {
		return ""
	}
	for ; len(d) > 0; d = d[4:] {
		f := float64(math.Float32frombits(wire.Uint32(d, 0)))
		name += " " + strconv.FormatFloat(f*8/1e6, 'g', 6, 64)
	}
	return name + " Mbit/s"
}

// engineering is the elements of RFC 3630 §2.4.
func engineering(t wire.OSPFTLVType, d []byte) string {
	switch t {
	case 1:
		return addresses("router", d)
	case 2:
		return nested("link", d, engineeringLink)
	}
	return ""
}

// engineeringLink is the elements of a link. RFC 3630 §2.5, RFC 4203 §1, RFC 5392 §3.2.
func engineeringLink(t wire.OSPFTLVType, d []byte) string {
	switch {
	case t == 1 && len(d) == 1:
		return "type " + [...]string{"unknown", "point-to-point", "multi-access"}[min(d[0], 3)%3]
	case t == 2:
		return addresses("ID", d)
	case t == 3:
		return addresses("local", d)
	case t == 4:
		return addresses("remote", d)
	case t == 5 && len(d) == 4:
		return "metric " + decimal(d)
	case t == 6:
		return rates("bandwidth", d, 1)
	case t == 7:
		return rates("reservable", d, 1)
	case t == 8:
		return rates("unreserved", d, 8)
	case t == 9 && len(d) == 4:
		return "groups 0x" + hex.EncodeToString(d)
	case t == 11 && len(d) == 8:
		return "local ID " + decimal(d[:4]) + " remote ID " + decimal(d[4:])
	case t == 14 && len(d) == 4:
		return "protection 0x" + hex.EncodeToString(d[:1])
	case t == 15 && len(d) >= 36:
		s := rates("switching "+decimal(d[:1])+" encoding "+decimal(d[1:2])+" max LSP", d[4:36], 8)
		if len(d) > 36 {
			s += " specific " + hex.EncodeToString(d[36:])
		}
		return s
	case t == 16 && len(d)%4 == 0 && len(d) > 0:
		s := "SRLG"
		for ; len(d) > 0; d = d[4:] {
			s += " " + decimal(d[:4])
		}
		return s
	case t == 21 && len(d) == 4:
		return "remote AS " + decimal(d)
	case t == 22:
		return addresses("remote ASBR", d)
	}
	return ""
}

// grace is the elements of RFC 3623 §B.
func grace(t wire.OSPFTLVType, d []byte) string {
	switch {
	case t == 1 && len(d) == 4:
		return "grace period " + decimal(d) + " s"
	case t == 2 && len(d) == 1:
		return "reason " + [...]string{"unknown", "software restart", "reload or upgrade", "switch to redundant processor"}[d[0]&3]
	case t == 3:
		return addresses("interface", d)
	}
	return ""
}

// information is the elements of router information. RFC 7770 §2, RFC 5642, RFC 8665 §3.
func information(t wire.OSPFTLVType, d []byte) string {
	switch {
	case t == 1 && len(d) == 4:
		s := "capabilities"
		for i, name := range [...]string{"graceful restart", "graceful restart helper", "stub router", "TE", "point-to-point over LAN", "experimental TE"} {
			if d[0]>>(7-i)&1 != 0 {
				s += " " + name + ","
			}
		}
		return s + " 0x" + hex.EncodeToString(d)
	case t == 7:
		return "hostname " + strconv.Quote(string(d))
	case t == 8:
		s := "SR algorithms"
		for _, x := range d {
			s += " " + strconv.Itoa(int(x))
		}
		return s
	case (t == 9 || t == 14) && len(d) >= 4:
		return nested([...]string{9: "SID range", 14: "local SIDs"}[t]+" size "+decimal(d[:3]), d[4:], func(t wire.OSPFTLVType, d []byte) string {
			if t == 1 && (len(d) == 3 || len(d) == 4) {
				return [...]string{"label ", "SID "}[len(d)-3] + decimal(d)
			}
			return ""
		})
	case t == 12 && len(d)%2 == 0:
		s := "node MSDs"
		for ; len(d) > 0; d = d[2:] {
			s += " " + decimal(d[:1]) + "=" + decimal(d[1:2])
		}
		return s
	case t == 15 && len(d) >= 1:
		return "SRMS preference " + decimal(d[:1])
	}
	return ""
}

// sid is the end of a segment identifier's element: a label of 3 bytes or an index of 4.
func sid(d []byte) string {
	switch len(d) {
	case 3:
		return " label " + decimal(d)
	case 4:
		return " index " + decimal(d)
	}
	return " " + hex.EncodeToString(d)
}

// extendedPrefix is the elements of RFC 7684 §2.1 and RFC 8665 §4, §5.
func extendedPrefix(t wire.OSPFTLVType, d []byte) string {
	const fixed = 8
	switch {
	case t == 1 && len(d) >= fixed && d[2] == 0:
		name := "prefix " + netip.AddrFrom4([4]byte(d[4:8])).String() + "/" + decimal(d[1:2]) + " route type " + decimal(d[:1]) + " flags 0x" + hex.EncodeToString(d[3:4])
		return nested(name, d[fixed:], prefixSID)
	case t == 2 && len(d) >= 12 && d[1] == 0:
		name := "range " + netip.AddrFrom4([4]byte(d[8:12])).String() + "/" + decimal(d[:1]) + " size " + decimal(d[2:4]) + " flags 0x" + hex.EncodeToString(d[4:5])
		return nested(name, d[12:], prefixSID)
	}
	return ""
}

func prefixSID(t wire.OSPFTLVType, d []byte) string {
	if t != 2 || len(d) < 7 {
		return ""
	}
	return "prefix SID flags 0x" + hex.EncodeToString(d[:1]) + " topology " + decimal(d[2:3]) + " algorithm " + decimal(d[3:4]) + sid(d[4:])
}

// extendedLink is the elements of RFC 7684 §3.1 and RFC 8665 §6.
func extendedLink(t wire.OSPFTLVType, d []byte) string {
	if t != 1 || len(d) < 12 {
		return ""
	}
	name := "link type " + decimal(d[:1]) + addresses(" ID", d[4:8]) + addresses(" data", d[8:12])
	return nested(name, d[12:], func(t wire.OSPFTLVType, d []byte) string {
		switch {
		case t == 2 && len(d) >= 7:
			return "adjacency SID flags 0x" + hex.EncodeToString(d[:1]) + " topology " + decimal(d[2:3]) + " weight " + decimal(d[3:4]) + sid(d[4:])
		case t == 3 && len(d) >= 11:
			return "LAN adjacency SID flags 0x" + hex.EncodeToString(d[:1]) + " topology " + decimal(d[2:3]) + " weight " + decimal(d[3:4]) + addresses(" neighbor", d[4:8]) + sid(d[8:])
		}
		return ""
	})
}
