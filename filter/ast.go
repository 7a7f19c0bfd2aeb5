package filter

// Expr is a parsed expression. Its String is an expression that means the same,
// with every qualifier written out.
type Expr interface {
	String() string
	span() span
}

// Proto is a protocol qualifier in its canonical spelling; the empty one is
// what the primitive takes by default.
type Proto string

// The protocol qualifiers. Link is also written ether, fddi, tr, wlan, ppp and slip.
const (
	Link    Proto = "link"
	IP      Proto = "ip"
	IP6     Proto = "ip6"
	ARP     Proto = "arp"
	RARP    Proto = "rarp"
	TCP     Proto = "tcp"
	UDP     Proto = "udp"
	SCTP    Proto = "sctp"
	ICMP    Proto = "icmp"
	ICMP6   Proto = "icmp6"
	IGMP    Proto = "igmp"
	IGRP    Proto = "igrp"
	PIM     Proto = "pim"
	VRRP    Proto = "vrrp"
	CARP    Proto = "carp"
	AH      Proto = "ah"
	ESP     Proto = "esp"
	ATalk   Proto = "atalk"
	AARP    Proto = "aarp"
	DECnet  Proto = "decnet"
	LAT     Proto = "lat"
	SCA     Proto = "sca"
	MOPRC   Proto = "moprc"
	MOPDL   Proto = "mopdl"
	ISO     Proto = "iso"
	ESIS    Proto = "esis"
	ISIS    Proto = "isis"
	L1      Proto = "l1"
	L2      Proto = "l2"
	IIH     Proto = "iih"
	LSP     Proto = "lsp"
	SNP     Proto = "snp"
	CSNP    Proto = "csnp"
	PSNP    Proto = "psnp"
	CLNP    Proto = "clnp"
	STP     Proto = "stp"
	IPX     Proto = "ipx"
	NetBEUI Proto = "netbeui"
	Radio   Proto = "radio"
)

// Dir is a direction qualifier; the empty one means either.
type Dir string

// The direction qualifiers.
const (
	Src       Dir = "src"
	Dst       Dir = "dst"
	SrcOrDst  Dir = "src or dst"
	SrcAndDst Dir = "src and dst"
	Addr1     Dir = "addr1"
	Addr2     Dir = "addr2"
	Addr3     Dir = "addr3"
	Addr4     Dir = "addr4"
	RA        Dir = "ra"
	TA        Dir = "ta"
)

// Type is a type qualifier: what an identifier is.
type Type string

// The type qualifiers. The empty one means host.
const (
	Host       Type = "host"
	Net        Type = "net"
	Port       Type = "port"
	PortRange  Type = "portrange"
	ProtoType  Type = "proto"
	ProtoChain Type = "protochain"
	Gateway    Type = "gateway"
)

// Quals are the qualifiers of an identifier.
type Quals struct {
	Proto Proto
	Dir   Dir
	Type  Type
}

// And is true if all of Xs are, which are tried from left to right.
type And struct {
	Xs     []Expr
	closed bool // it was in brackets
}

// Or is true if one of Xs is; they are tried from left to right.
type Or struct {
	Xs     []Expr
	closed bool // it was in brackets
}

// Not is true if X is not.
type Not struct {
	X  Expr
	at span
}

// Decap is true if X is for the packet at hand or for one that is in it, behind up to
// MaxDecap VLAN tags, MPLS labels and tunnels: PPPoE, IP in IP, GRE, VXLAN, Geneve and
// GTP-U. All of X must be true at one level. It is of the extended dialect.
type Decap struct {
	X    Expr
	at   span
	open bool // what follows with "and" belongs to it
}

// Match is an identifier with its qualifiers: "tcp dst port 80".
type Match struct {
	Quals
	ID ID
	at span
}

// IDKind says how an identifier was written.
type IDKind uint8

// The kinds of identifiers.
const (
	IDName   IDKind = iota // a name, or a range of ports
	IDNumber               // one number
	IDDotted               // 10.1 to 10.1.2.3, perhaps with /Bits or mask Mask
	IDIPv6                 // an IPv6 address, perhaps with /Bits
	IDMAC                  // a MAC-48 address
	IDArcnet               // $XX
)

// ID is an identifier.
type ID struct {
	Kind    IDKind
	Text    string // as written
	Num     uint32 // of IDNumber
	Mask    string // what followed the word mask, or empty
	Bits    uint32 // prefix length, if HasBits
	HasBits bool
}

// Has is a protocol alone: "tcp".
type Has struct {
	Proto Proto
	at    span
}

// Cast is "broadcast" or "multicast".
type Cast struct {
	Proto Proto
	Multi bool
	at    span
}

// Relation compares two values: "ip[0] & 15 > 5".
type Relation struct {
	Op   string // = != < > <= >=
	X, Y Value
	at   span
}

// Primitive is any other primitive: a word with up to three numbers or names. Of
// the arguments of vlan, mpls, pppoes, geneve and vxlan one must fit; more than one,
// and Ports, are of the extended dialect.
type Primitive struct {
	Word  string // canonical: "vlan", "less", "action", ...
	Args  []Arg
	Ports []Arg // of UDP, instead of those in Options: for geneve, vxlan and gtp
	at    span
}

// Arg is an argument of a Primitive.
type Arg struct {
	Name  string // if not a number
	Num   uint32
	IsNum bool
	at    span
}

// Field compares a field of an ATM or SS7 header with one or more values of
// which one must fit: "vpi 10", "opc (1 or 2)", "sls != 3".
type Field struct {
	Word   string // vpi, vci, sio, opc, dpc, sls, hsio, ...
	Op     string // = != < > <= >=
	Values []uint32
	at     span
}

// Value is an arithmetic expression of 32 bits without sign.
type Value interface {
	String() string
	span() span
}

// Const is a number.
type Const struct {
	N  uint32
	at span
}

// Length is the length of the packet.
type Length struct{ at span }

// Index is bytes of a header: "tcp[12:1]".
type Index struct {
	Proto  Proto
	Offset Value
	Size   uint32
	at     span
	both   bool // the same is asked of IPv6 beside it
}

// Binary combines two values.
type Binary struct {
	Op   string // + - * / % & | ^ << >>
	X, Y Value
}

// Neg is 0 - X.
type Neg struct {
	X  Value
	at span
}

func (e *And) span() span       { return span{e.Xs[0].span().at, e.Xs[len(e.Xs)-1].span().end} }
func (e *Or) span() span        { return span{e.Xs[0].span().at, e.Xs[len(e.Xs)-1].span().end} }
func (e *Not) span() span       { return e.at }
func (e *Decap) span() span     { return e.at }
func (e *Match) span() span     { return e.at }
func (e *Has) span() span       { return e.at }
func (e *Cast) span() span      { return e.at }
func (e *Relation) span() span  { return e.at }
func (e *Primitive) span() span { return e.at }
func (e *Field) span() span     { return e.at }
func (v *Const) span() span     { return v.at }
func (v *Length) span() span    { return v.at }
func (v *Index) span() span     { return v.at }
func (v *Binary) span() span    { return span{v.X.span().at, v.Y.span().end} }
func (v *Neg) span() span       { return v.at }
