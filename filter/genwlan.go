package filter

// Bits of the two bytes of IEEE 802.11's frame control field.
const (
	fcControl = 0x04 // a control frame
	fcData    = 0x08 // a data frame; neither: management
	fcType    = 0x0c
	fcSubtype = 0xf0
	fcToDS    = 0x01
	fcFromDS  = 0x02
)

// fc0 and fc1 are true if a bit of frame control is set.
func (g *generator) fc0(bit uint32) *cond { return g.anyBit(inLink, 0, 1, bit) }
func (g *generator) fc1(bit uint32) *cond { return g.anyBit(inLink, 1, 1, bit) }

// wlanData is true for data frames, which alone carry LLC.
func (g *generator) wlanData() *cond { return g.masked(inLink, 0, 1, fcData, fcType) }

// wlanDst is true if at is, of where the destination address is.
func (g *generator) wlanDst(at func(n uint32) *cond) *cond {
	return and(not(g.fc0(fcControl)), or(
		and(not(g.fc0(fcData)), at(4)),
		and(g.fc0(fcData), or(
			and(not(g.fc1(fcToDS)), at(4)),
			and(g.fc1(fcToDS), at(16))))))
}

// wlanSrc is true if at is, of where the source address is.
func (g *generator) wlanSrc(at func(n uint32) *cond) *cond {
	return and(not(g.fc0(fcControl)), or(
		and(not(g.fc0(fcData)), at(10)),
		and(g.fc0(fcData), or(
			and(not(g.fc1(fcFromDS)), at(10)),
			and(g.fc1(fcFromDS), or(
				and(not(g.fc1(fcToDS)), at(16)),
				and(g.fc1(fcToDS), at(24))))))))
}

// wlanGroup is true if the destination is a group address.
func (g *generator) wlanGroup() *cond {
	return g.wlanDst(func(n uint32) *cond { return g.anyBit(inLink, n, 1, 1) })
}

// wlanHost compares one of the addresses of IEEE 802.11.
func (g *generator) wlanHost(mac [6]byte, d Dir) *cond {
	at := func(n uint32) *cond { return g.bytes(inLink, n, mac[:]) }
	switch d {
	case RA:
		return and(g.fc0(fcData), at(4))
	case TA:
		return and(g.fc0(fcData), g.hasAddr2(), at(10))
	case Addr1:
		return at(4)
	case Addr2:
		return and(g.hasAddr2(), at(10))
	case Addr3:
		return and(not(g.masked(inLink, 0, 1, fcControl, fcType)), at(16))
	case Addr4:
		return and(g.masked(inLink, 1, 1, fcToDS|fcFromDS, fcToDS|fcFromDS), at(24))
	}
	return g.both(d,
		func() *cond { return g.wlanSrc(at) },
		func() *cond { return g.wlanDst(at) })
}

// hasAddr2 is false for CTS and ACK, which have one address only.
func (g *generator) hasAddr2() *cond {
	short := or(g.masked(inLink, 0, 1, 0xc0, fcSubtype), g.masked(inLink, 0, 1, 0xd0, fcSubtype))
	return not(and(g.masked(inLink, 0, 1, fcControl, fcType), short))
}

// Types and subtypes of IEEE 802.11 frames, in their bits of frame control.
var wlanTypes = map[string]uint32{"mgt": 0, "management": 0, "ctl": 4, "control": 4, "data": 8}

var wlanSubtypes = map[uint32]map[string]uint32{
	0: {
		"assocreq": 0x00, "assoc-req": 0x00, "assocresp": 0x10, "assoc-resp": 0x10, "reassocreq": 0x20,
		"reassoc-req": 0x20, "reassocresp": 0x30, "reassoc-resp": 0x30, "probereq": 0x40, "probe-req": 0x40,
		"proberesp": 0x50, "probe-resp": 0x50, "beacon": 0x80, "atim": 0x90, "disassoc": 0xa0,
		"disassociation": 0xa0, "auth": 0xb0, "authentication": 0xb0, "deauth": 0xc0, "deauthentication": 0xc0,
	},
	4: {
		"bar": 0x80, "ba": 0x90, "ps-poll": 0xa0, "rts": 0xb0, "cts": 0xc0, "ack": 0xd0, "cf-end": 0xe0, "cf-end-ack": 0xf0,
	},
	8: {
		"data": 0x00, "data-cf-ack": 0x10, "data-cf-poll": 0x20, "data-cf-ack-poll": 0x30, "null": 0x40,
		"cf-ack": 0x50, "cf-poll": 0x60, "cf-ack-poll": 0x70, "qos-data": 0x80, "qos-data-cf-ack": 0x90,
		"qos-data-cf-poll": 0xa0, "qos-data-cf-ack-poll": 0xb0, "qos": 0xc0, "qos-cf-poll": 0xe0, "qos-cf-ack-poll": 0xf0,
	},
}

var wlanDirs = map[string]uint32{"nods": 0, "tods": 1, "fromds": 2, "dstods": 3}

// wlanFrame generates type, subtype and dir.
func (g *generator) wlanFrame(e *Primitive) *cond {
	if !g.isWLAN() {
		if e.Word == "dir" {
			g.unsupported("dir")
		}
		g.unsupported("type/subtype")
	}
	a := e.Args[0]
	switch {
	case e.Word == "dir":
		return g.masked(inLink, 1, 1, g.wlanDir(a), 3)
	case e.Word == "subtype":
		return g.masked(inLink, 0, 1, g.anySubtype(a), fcType|fcSubtype)
	}
	typ := g.lookup("802.11 type", a, wlanTypes, fcType)
	if len(e.Args) == 1 {
		return g.masked(inLink, 0, 1, typ, fcType)
	}
	sub := g.lookup("802.11 subtype", e.Args[1], wlanSubtypes[typ], fcSubtype)
	return g.masked(inLink, 0, 1, typ|sub, fcType|fcSubtype)
}

func (g *generator) wlanDir(a Arg) uint32 {
	if a.IsNum {
		if a.Num > 3 {
			g.fail(Range, "invalid 802.11 direction %d", a.Num)
		}
		return a.Num
	}
	return g.lookup("802.11 direction", a, wlanDirs, 3)
}

// anySubtype looks a subtype up among those of all types.
func (g *generator) anySubtype(a Arg) uint32 {
	if a.IsNum {
		fail(Syntax, a.at, "a subtype without a type must be a name")
	}
	for _, typ := range []uint32{0, 4, 8} {
		if v, ok := wlanSubtypes[typ][lower(a.Name)]; ok {
			return typ | v
		}
	}
	fail(UnknownName, a.at, "unknown 802.11 type name '%s'", short(a.Name))
	return 0
}

// lookup returns a number, which must lie in mask, or what a name stands for.
func (g *generator) lookup(what string, a Arg, table map[string]uint32, mask uint32) uint32 {
	if a.IsNum {
		if a.Num&^mask != 0 {
			fail(Range, a.at, "invalid %s value 0x%02x: only bits 0x%02x may be set", what, a.Num, mask)
		}
		return a.Num
	}
	v, ok := table[lower(a.Name)]
	if !ok {
		fail(UnknownName, a.at, "unknown %s '%s'", what, short(a.Name))
	}
	return v
}

func lower(s string) string {
	b := []byte(s)
	for i, c := range b {
		if c >= 'A' && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}
