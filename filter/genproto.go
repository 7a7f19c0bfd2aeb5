package filter

import (
	"errors"

	"github.com/gocap-project/gocap/bpf"
	"github.com/gocap-project/gocap/link"
)

// etherTypeOf are the protocols that have an EtherType or LLC SAP.
var etherTypeOf = map[Proto]uint32{
	IP: etIP, IP6: etIP6, ARP: etARP, RARP: etRARP, ATalk: etATalk, AARP: etAARP, DECnet: etDECnet, LAT: etLAT,
	SCA: etSCA, MOPDL: etMOPDL, MOPRC: etMOPRC, ISO: sapISO, STP: sapSTP, IPX: sapIPX, NetBEUI: sapNetBEUI,
}

// ipProto is a protocol over IPv4, IPv6 or both.
type ipProto struct {
	n      uint32
	v4, v6 bool
}

var ipProtoOf = map[Proto]ipProto{
	TCP: {ipTCP, true, true}, UDP: {ipUDP, true, true}, SCTP: {ipSCTP, true, true}, PIM: {ipPIM, true, true},
	AH: {ipAH, true, true}, ESP: {ipESP, true, true}, ICMP: {ipICMP, true, false}, IGMP: {ipIGMP, true, false},
	IGRP: {ipIGRP, true, false}, VRRP: {ipVRRP, true, false}, CARP: {ipVRRP, true, false}, ICMP6: {ipICMP6, false, true},
}

// isisTypes are the PDU types that belong together (ISO 10589).
var isisTypes = map[Proto][]uint32{
	L1: {26, 24, 18, 15, 17}, L2: {27, 25, 20, 16, 17}, IIH: {17, 15, 16}, LSP: {18, 20},
	SNP: {24, 25, 26, 27}, CSNP: {24, 25}, PSNP: {26, 27},
}

// has is true if the packet is of a protocol.
func (g *generator) has(p Proto) *cond {
	if t, ok := etherTypeOf[p]; ok {
		return g.linktype(t)
	}
	if ip, ok := ipProtoOf[p]; ok {
		var v4, v6 *cond
		if ip.v4 {
			v4 = g.ipProtocol(ip.n)
		}
		if ip.v6 {
			v6 = g.ip6Protocol(ip.n)
		}
		return g.or(v4, v6)
	}
	switch p {
	case ESIS:
		return g.isoProtocol(isoESIS)
	case ISIS:
		return g.isoProtocol(isoISIS)
	case CLNP:
		return g.isoProtocol(isoCLNP)
	}
	types, ok := isisTypes[p]
	if !ok {
		g.fail(Qualifier, "'%s' cannot stand alone", p)
	}
	var xs []*cond
	for _, t := range types {
		xs = append(xs, g.isisType(t))
	}
	return g.or(xs...)
}

// ipProtocol is true for an IPv4 packet of a protocol.
func (g *generator) ipProtocol(n uint32) *cond {
	return g.and(g.linktype(etIP), g.eq(inNet, 9, 1, n))
}

// ip6Protocol is true for an IPv6 packet whose next header is n, or a fragment
// header and then n.
func (g *generator) ip6Protocol(n uint32) *cond {
	if g.reaches() {
		return g.protocol6(n)
	}
	frag := g.and(g.eq(inNet, 6, 1, ipFrag), g.eq(inNet, 40, 1, n))
	return g.and(g.linktype(etIP6), g.or(g.eq(inNet, 6, 1, n), frag))
}

// isoProtocol looks at the network layer protocol identifier.
func (g *generator) isoProtocol(n uint32) *cond {
	if g.link == link.FrameRelay {
		return g.eq(inLink, 2, 2, 3<<8|n)
	}
	if g.link == link.CiscoHDLC || g.nosnapKnown {
		return and(g.linktype(sapISO), g.eq(inNetNoSNAP, 0, 1, n))
	}
	g.unsupported("iso proto")
	return nil
}

func (g *generator) isisType(n uint32) *cond {
	return and(g.isoProtocol(isoISIS), g.masked(inNetNoSNAP, 4, 1, n, 0x1f))
}

// notLaterFragment is true for an IPv4 packet that is whole or a first fragment.
func (g *generator) notLaterFragment() *cond { return g.not(g.anyBit(inNet, 6, 2, 0x1fff)) }

// proto is the primitive "P proto n".
func (g *generator) proto(p Proto, n uint32) *cond {
	switch p {
	case "":
		g.atMost("protocol number", n, 255)
		return g.or(g.ipProtocol(n), g.ip6Protocol(n))
	case Link:
		if n > 255 && n <= maxLen8023 {
			g.atMost("LLC DSAP", n, 255)
		}
		g.atMost("EtherType", n, 65535)
		return g.linktype(n)
	case IP:
		g.atMost("protocol number", n, 255)
		return g.ipProtocol(n)
	case IP6:
		g.atMost("protocol number", n, 255)
		return g.ip6Protocol(n)
	case ISO:
		g.atMost("ISO protocol", n, 255)
		return g.isoProtocol(n)
	case ISIS:
		g.atMost("IS-IS PDU type", n, 31)
		return g.isisType(n)
	}
	g.fail(Qualifier, "'%s' is not a valid qualifier for 'proto'", p)
	return nil
}

// protoName looks up the name of a protocol in the table that belongs to p.
func (g *generator) protoName(p Proto, typ Type, name string) uint32 {
	unknown := func() {
		what := string(typ)
		if p != "" {
			what = string(p) + " " + what
		}
		g.fail(UnknownName, "unknown '%s' value '%s'", what, short(name))
	}
	switch {
	case p == "" || p == IP || p == IP6:
		n, err := g.opts.resolver().Protocol(g.ctx, name)
		if err == nil {
			return uint32(n)
		}
		g.lookupFailed(err)
	case typ == ProtoChain:
	case p == ISO:
		if n, ok := isoProtocols[name]; ok {
			return n
		}
	case p == Link:
		if n, ok := etherTypes[name]; ok {
			return n
		}
		if n, ok := llcTypes[name]; ok {
			return n
		}
	}
	unknown()
	return 0
}

// lookupFailed stops for any error but ErrNotFound.
func (g *generator) lookupFailed(err error) {
	if !errors.Is(err, ErrNotFound) {
		panic(fault{&Error{Kind: Lookup, Column: g.at.at + 1, Length: g.at.end - g.at.at,
			Msg: "name lookup failed: " + err.Error(), Err: err}})
	}
}

// protoChain is true if a protocol is somewhere in the chain of headers.
func (g *generator) protoChain(p Proto, n uint32) *cond {
	switch p {
	case "", IP, IP6:
	default:
		g.fail(Qualifier, "'%s' is not a valid qualifier for 'protochain'", p)
	}
	g.atMost("protocol number", n, 255)
	if g.decap {
		g.fail(Unsupported, "'protochain' cannot be used within decap")
	}
	if g.pl.variable() || !g.pl.known {
		g.fail(Unsupported, "'protochain' is not supported after headers of variable length")
	}
	var v4, v6 *cond
	if p != IP6 {
		v4 = and(g.linktype(etIP), g.chain(n, false))
	}
	if p != IP {
		v6 = and(g.linktype(etIP6), g.chain(n, true))
	}
	return or(v4, v6)
}

// chain is a loop over a chain of headers.
type chain struct {
	want uint32 // protocol number
	at   uint32 // where the network header begins
	v6   bool
}

func (g *generator) chain(n uint32, v6 bool) *cond {
	return &cond{kind: cChain, loop: &chain{want: n, at: g.pl.k + g.nl, v6: v6}}
}

// index loads bytes of a protocol's header: what must hold first, and the value.
func (g *generator) index(v *Index) (*cond, *value) {
	g.at = v.span()
	check, off := g.value(v.Offset)
	g.at = v.span()
	var before *cond
	at := func(o offset, k uint32) *value {
		if !o.known {
			g.fail(Unsupported, "link type %s has no network header at a known place", g.link)
		}
		base := off
		if o.variable() {
			base = g.alu(bpf.AddX, off, g.use(o.v))
		}
		return g.load(base, o.k+k, uint8(v.Size))
	}
	var out *value
	switch p := v.Proto; p {
	case Radio:
		switch g.link {
		case link.IEEE80211Radiotap, link.IEEE80211AVS, link.PrismHeader:
		default:
			g.unsupported("radio")
		}
		out = g.load(off, 0, uint8(v.Size))
	case Link:
		if g.maybe {
			before = g.prevCheck()
		}
		out = at(g.hdr, 0)
	case IP, IP6, ARP, RARP, ATalk, DECnet, LAT, SCA, MOPRC, MOPDL:
		before = g.linktype(etherTypeOf[p])
		out = at(g.pl, g.nl)
	case SCTP, TCP, UDP, ICMP, IGMP, IGRP, PIM, VRRP, CARP, ICMP6:
		if ip := ipProtoOf[p]; ip.v6 && g.reaches() {
			before, out = g.carries(ip), g.inCarried(off, 0, uint8(v.Size))
			break
		}
		if p == ICMP6 {
			before = and(g.linktype(etIP6), g.eq(inNet, 6, 1, ipICMP6))
			out = at(g.pl, g.nl+40)
			break
		}
		before = and(g.ipProtocol(ipProtoOf[p].n), g.notLaterFragment())
		out = g.load(g.alu(bpf.AddX, g.ip4End(), off), g.pl.k+g.nl, uint8(v.Size))
	default:
		g.fail(Qualifier, "'%s' does not support the index operation", p)
	}
	return and(check, before), out
}
