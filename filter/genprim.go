package filter

import (
	"github.com/gocap-project/gocap/bpf"
	"github.com/gocap-project/gocap/link"
)

// primitive generates the primitives that are a word with arguments.
func (g *generator) primitive(e *Primitive) *cond {
	switch e.Word {
	case "less":
		return not(compare(bpf.JgtK, g.length(), g.constant(e.Args[0].Num)))
	case "greater":
		return compare(bpf.JgeK, g.length(), g.constant(e.Args[0].Num))
	case "byte":
		return g.byteop(e)
	case "inbound":
		return g.direction(false)
	case "outbound":
		return g.direction(true)
	case "ifindex":
		return g.ifindex(e.Args[0].Num)
	case "vlan", "mpls", "pppoes", "geneve", "vxlan", "pppoed":
		return g.tunnel(e)
	case "gtp":
		return g.gtp(e)
	case "type", "subtype", "dir":
		return g.wlanFrame(e)
	case "llc":
		return g.llc(e)
	case "ifname", "rset", "rnr", "srnr", "reason", "action":
		return g.pf(e)
	case "fisu", "lssu", "msu", "hfisu", "hlssu", "hmsu":
		return g.mtp2(e.Word)
	}
	return g.atm(e.Word)
}

// byteop generates "byte n op v".
func (g *generator) byteop(e *Primitive) *cond {
	n, op, v := e.Args[0].Num, e.Args[1].Name, e.Args[2].Num
	g.atMost("byte argument", v, 255)
	b := g.from(inLink, n, 1)
	switch op {
	case "&":
		return not(compare(bpf.JeqK, g.aluK(bpf.AndK, b, v), g.constant(0)))
	case "|":
		return not(compare(bpf.JeqK, g.aluK(bpf.OrK, b, v), g.constant(0)))
	}
	return relate(op, b, g.constant(v))
}

// direction is inbound or outbound.
func (g *generator) direction(out bool) *cond {
	pick := func(in, o uint32) uint32 {
		if out {
			return o
		}
		return in
	}
	flip := func(c *cond) *cond {
		if out {
			return c
		}
		return not(c)
	}
	switch g.link {
	case link.SLIP:
		return g.eq(inLink, 0, 1, pick(0, 1))
	case link.IPNet:
		return flip(g.eq(inLink, 2, 2, 2))
	case link.LinuxSLL:
		return flip(g.eq(inLink, 0, 2, packetOutgoing))
	case link.LinuxSLL2:
		return flip(g.eq(inLink, 10, 1, packetOutgoing))
	case link.PFLog:
		return g.eq(inLink, 60, 1, pick(1, 2))
	case link.PPPPPPD:
		return g.eq(inLink, 0, 1, pick(0, 1))
	case link.DSATagBRCM:
		return g.masked(inLink, 12, 1, pick(0, 0x20), 0xe0)
	case link.DSATagDSA:
		return g.masked(inLink, 12, 1, pick(0, 0x40), 0x40)
	}
	if juniper(g.link) {
		return g.masked(inLink, 3, 1, pick(1, 0), 1)
	}
	if g.opts.Target == Linux {
		return flip(compare(bpf.JeqK, g.load(nil, bpf.AncillaryOffset+bpf.AncPacketType, 2), g.constant(packetOutgoing)))
	}
	g.unsupported("inbound/outbound")
	return nil
}

const packetOutgoing = 4 // PACKET_OUTGOING of <linux/if_packet.h>

// ifindex compares the number of the interface.
func (g *generator) ifindex(n uint32) *cond {
	switch {
	case g.link == link.LinuxSLL2:
		return g.eq(inLink, 4, 4, n)
	case g.opts.Target == Linux:
		return compare(bpf.JeqK, g.ancillary(bpf.AncInterface), g.constant(n))
	}
	g.unsupported("ifindex")
	return nil
}

// Values of LLC's control field.
var llcSupervisory = map[string]uint32{"rr": 0x01, "rnr": 0x05, "rej": 0x09}

var llcUnnumbered = map[string]uint32{
	"ui": 0x03, "ua": 0x63, "disc": 0x43, "dm": 0x0f, "sabme": 0x6f, "test": 0xe3, "xid": 0xaf, "frmr": 0x87,
}

// llc is true for packets with an IEEE 802.2 header, or for those of one type.
func (g *generator) llc(e *Primitive) *cond {
	has := g.hasLLC()
	if len(e.Args) == 0 {
		return has
	}
	a := e.Args[0]
	name := lower(a.Name)
	switch name {
	case "i":
		return and(has, not(g.anyBit(inLLC, 2, 1, 1)))
	case "s":
		return and(has, g.masked(inLLC, 2, 1, 1, 3))
	case "u":
		return and(has, g.masked(inLLC, 2, 1, 3, 3))
	}
	if v, ok := llcSupervisory[name]; ok {
		return and(has, g.masked(inLLC, 2, 1, v, 0x0f))
	}
	v, ok := llcUnnumbered[name]
	if !ok {
		fail(UnknownName, a.at, "unknown LLC type name '%s'", short(a.Name))
	}
	return and(has, g.masked(inLLC, 2, 1, v, 0xef))
}

func (g *generator) hasLLC() *cond {
	switch {
	case g.link == link.Ethernet, g.link == link.DSATagBRCM, g.link == link.DSATagDSA:
		return and(g.prevCheck(), not(g.greater(inType, 0, 2, maxLen8023)), not(g.eq(inLLC, 0, 2, 0xffff)))
	case g.isWLAN():
		return g.wlanData()
	}
	switch g.link {
	case link.SunATM:
		return g.atmType(atmLLC)
	case link.TokenRing, link.FDDI, link.ATMRFC1483:
		return always
	}
	g.unsupported("llc")
	return nil
}

// Names of pf(4)'s reasons and actions.
var pfReasons = map[string]uint32{
	"match": 0, "bad-offset": 1, "fragment": 2, "short": 3, "normalize": 4, "memory": 5, "bad-timestamp": 6,
	"congestion": 7, "ip-option": 8, "proto-cksum": 9, "state-mismatch": 10, "state-insert": 11, "state-limit": 12,
	"src-limit": 13, "synproxy": 14, "map-failed": 15, "translate": 15, "no-route": 16, "dummynet": 16,
}

var pfActions = map[string]uint32{
	"pass": 0, "accept": 0, "drop": 1, "block": 1, "scrub": 2, "noscrub": 3, "nat": 4, "nonat": 5,
	"binat": 6, "nobinat": 7, "rdr": 8, "nordr": 9, "synproxy-drop": 10, "synproxy_drop": 10, "defer": 11,
	"match": 12, "divert": 13, "rt": 14, "afrt": 15, "dummynet": 11, "nodummynet": 12, "nat64": 13, "nonat64": 14,
}

// pf compares the fields of pf's log header.
func (g *generator) pf(e *Primitive) *cond {
	if g.link != link.PFLog {
		g.fail(Unsupported, "'%s' is supported only on link type PFLOG", e.Word)
	}
	a := e.Args[0]
	switch e.Word {
	case "ifname":
		return g.pfName(4, 16, "interface name", a)
	case "rset":
		return g.pfName(20, 16, "ruleset name", a)
	case "rnr":
		return g.eq(inLink, 36, 4, a.Num)
	case "srnr":
		return g.eq(inLink, 40, 4, a.Num)
	case "reason":
		return g.eq(inLink, 3, 1, g.lookup("PF reason", a, pfReasons, 0xff))
	}
	return g.eq(inLink, 2, 1, g.lookup("PF action", a, pfActions, 0xff))
}

// pfName compares a name without the zero byte at its end.
func (g *generator) pfName(at uint32, size int, what string, a Arg) *cond {
	if len(a.Name) >= size {
		fail(Range, a.at, "%s '%s' is longer than %d characters", what, short(a.Name), size-1)
	}
	return g.bytes(inLink, at, []byte(a.Name))
}
