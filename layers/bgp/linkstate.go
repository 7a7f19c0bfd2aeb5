package bgp

import (
	"encoding/hex"

	"github.com/gocap-project/gocap/internal/coder"
	"github.com/gocap-project/gocap/wire"
)

// LinkStateType is what link-state information is about. RFC 9552 §5.2.
type LinkStateType uint16

// The types of link-state routes.
const (
	LinkStateNode    LinkStateType = 1
	LinkStateLink    LinkStateType = 2
	LinkStatePrefix4 LinkStateType = 3
	LinkStatePrefix6 LinkStateType = 4
	LinkStateSRv6    LinkStateType = 6 // RFC 9514 §6
)

func (t LinkStateType) String() string {
	names := [...]string{1: "node", 2: "link", 3: "IPv4 prefix", 4: "IPv6 prefix", 5: "TE policy", 6: "SRv6 SID"}
	if int(t) < len(names) && t > 0 {
		return names[t]
	}
	return "type " + num(uint32(t))
}

// LinkState is a piece of a topology. RFC 9552 §5.2.
type LinkState struct {
	Path        PathID
	Kind        LinkStateType
	VPN         bool
	RD          RD    // of a VPN
	Protocol    uint8 // 1 IS-IS level 1, 2 level 2, 3 OSPFv2, 4 direct, 5 static, 6 OSPFv3, 7 BGP
	Identifier  uint64
	Descriptors []TLV
}

// A TLV is an element: a type, a length of 16 bits, and a value. RFC 9552 §5.1.
type TLV struct {
	Type  uint16
	Value []byte
}

// Fields implements [coder.Coded].
func (v *LinkState) Fields(c *coder.Coder) {
	v.Path.fields(c)
	v.Kind = LinkStateType(c.Number("", uint64(v.Kind), 2))
	c.Word(v.Kind.String())
	if c.Reading() {
		c.Within(int(c.Number("", 0, 2)), v.body)
		return
	}
	if c.Writing() {
		c.Number("", uint64(len(coder.AppendFunc(nil, v.body))), 2)
	}
	v.body(c)
}

func (v *LinkState) body(c *coder.Coder) {
	if v.VPN {
		v.RD.fields(c)
	}
	c.U8("protocol", &v.Protocol)
	v.Identifier = c.Number("identifier", v.Identifier, 8)
	tlvs(c, &v.Descriptors)
}

func (v *LinkState) String() string { return trimmed(v) }

var linkStateNames = map[uint16]string{256: "local node", 257: "remote node", 258: "link ids", 259: "IPv4 interface", 260: "IPv4 neighbor",
	261: "IPv6 interface", 262: "IPv6 neighbor", 263: "multi-topology", 264: "OSPF route type", 265: "IP reachability", 512: "AS", 513: "BGP-LS ID",
	514: "OSPF area", 515: "router ID", 516: "BGP router ID", 517: "member AS", 518: "SRv6 SID", 1024: "node flags", 1025: "opaque node",
	1026: "node name", 1027: "IS-IS area", 1028: "IPv4 router ID", 1029: "IPv6 router ID", 1030: "IPv4 remote router ID",
	1031: "IPv6 remote router ID", 1034: "SR capabilities", 1035: "SR algorithms", 1036: "SR local block", 1088: "group", 1089: "maximum bandwidth",
	1090: "reservable bandwidth", 1091: "unreserved bandwidth", 1092: "TE metric", 1093: "protection", 1094: "MPLS protocols",
	1095: "IGP metric", 1096: "SRLG", 1097: "opaque link", 1098: "link name", 1099: "adjacency SID", 1100: "LAN adjacency SID",
	1152: "IGP flags", 1153: "route tag", 1154: "extended tag", 1155: "prefix metric", 1156: "OSPF forwarding address", 1157: "opaque prefix",
	1158: "prefix SID", 1161: "SID", 1170: "prefix flags", 1171: "source router ID"}

func (t TLV) name() string {
	if s := linkStateNames[t.Type]; s != "" {
		return s
	}
	return num(uint32(t.Type))
}

// tlvs handles elements up to the end.
func tlvs(c *coder.Coder, list *[]TLV) {
	coder.List(c, list, func(t *TLV) {
		t.Type = uint16(c.Number("", uint64(t.Type), 2))
		n := int(c.Number("", uint64(len(t.Value)), 2))
		if c.Printing() {
			c.Word(t.text())
			return
		}
		c.Bytes("", &t.Value, n)
	})
}

// text returns the element as "name value". Node descriptors have elements themselves.
func (t TLV) text() string {
	if t.Type == 256 || t.Type == 257 {
		s := t.name() + " ("
		for i, x := range t.Elements() {
			if i > 0 {
				s += " "
			}
			s += x.name() + " " + hex.EncodeToString(x.Value)
		}
		return s + ")"
	}
	return t.name() + " " + hex.EncodeToString(t.Value)
}

// Elements returns the elements that the value consists of, as that of a node descriptor
// does, or nil.
func (t TLV) Elements() []TLV {
	var x elements
	if !coder.Read(&x, t.Value) {
		return nil
	}
	return x.list
}

type elements struct{ list []TLV }

// Fields implements [coder.Coded].
func (e *elements) Fields(c *coder.Coder) { tlvs(c, &e.list) }

// LinkStateAttribute is the properties of the node, link or prefix that a link-state route
// is about. RFC 9552 §5.3.
type LinkStateAttribute struct{ TLVs []TLV }

// Type implements [Value].
func (v *LinkStateAttribute) Type() wire.BGPAttributeType { return wire.BGPLinkState }

// Fields implements [coder.Coded].
func (v *LinkStateAttribute) Fields(c *coder.Coder) { tlvs(c, &v.TLVs) }

func (v *LinkStateAttribute) String() string { return trimmed(v) }
