package rsvp

import (
	"net/netip"

	"github.com/gocap-project/gocap/internal/coder"
	"github.com/gocap-project/gocap/wire"
)

// A Session is the session of a reservation for datagrams to an address. RFC 2205 §A.1.
type Session struct {
	Dst      netip.Addr
	Protocol wire.IPProto
	Flags    uint8 // 1: the edge of the network need not police
	Port     uint16
}

// Fields implements [coder.Coded].
func (v *Session) Fields(c *coder.Coder) {
	addr(c, &v.Dst)
	enum(c, &v.Protocol, 1, wire.IPProto.String)
	v.Flags = uint8(c.Number("", uint64(v.Flags), 1))
	c.U16("port", &v.Port)
}

func (v *Session) String() string                { return coder.Text("session", v) }
func (v *Session) form() (wire.RSVPClass, uint8) { return wire.RSVPSession, ip(v.Dst) }

// A TunnelSession is the session of a label switched path. RFC 3209 §4.6.1.
type TunnelSession struct {
	End      netip.Addr
	TunnelID uint16
	Extended netip.Addr // the extended tunnel ID, usually where it begins
	UNI      bool       // of a connection between a network and its user, which IPv4 has
}

// Fields implements [coder.Coded].
func (v *TunnelSession) Fields(c *coder.Coder) {
	c.Word("tunnel")
	six := v.End.Is6()
	addr(c, &v.End)
	skip(c, 2)
	c.U16("ID", &v.TunnelID)
	c.Word("extended")
	c.Addr(&v.Extended, six)
}

func (v *TunnelSession) String() string { return coder.Text("session", v) }
func (v *TunnelSession) form() (wire.RSVPClass, uint8) {
	switch {
	case v.End.Is6():
		return wire.RSVPSession, 8
	case v.UNI:
		return wire.RSVPSession, 11
	}
	return wire.RSVPSession, 7
}

// A P2MPSession is the session of a label switched path to many. RFC 4875 §19.1.
type P2MPSession struct {
	ID       uint32
	TunnelID uint16
	Extended netip.Addr
}

// Fields implements [coder.Coded].
func (v *P2MPSession) Fields(c *coder.Coder) {
	c.U32("P2MP", &v.ID)
	skip(c, 2)
	c.U16("ID", &v.TunnelID)
	c.Word("extended")
	addr(c, &v.Extended)
}

func (v *P2MPSession) String() string                { return coder.Text("session", v) }
func (v *P2MPSession) form() (wire.RSVPClass, uint8) { return wire.RSVPSession, 12 + ip(v.Extended) }

// An AggregateSession is the session of an aggregate of reservations. RFC 3175 §3.1.
type AggregateSession struct {
	Dst  netip.Addr
	DSCP uint8
}

// Fields implements [coder.Coded].
func (v *AggregateSession) Fields(c *coder.Coder) {
	c.Word("aggregate")
	addr(c, &v.Dst)
	skip(c, 3)
	c.U8("DSCP", &v.DSCP)
}

func (v *AggregateSession) String() string { return coder.Text("session", v) }
func (v *AggregateSession) form() (wire.RSVPClass, uint8) {
	return wire.RSVPSession, 8 + ip(v.Dst)
}

// A Hop is the node that sent the message, and its outgoing interface. RFC 2205 §A.2,
// RFC 3473 §8.1.
type Hop struct {
	Addr   netip.Addr
	Handle uint32            // of the logical interface
	TLVs   wire.RSVPLinkTLVs // of a link of another network than the message's; may be empty
}

// Fields implements [coder.Coded].
func (v *Hop) Fields(c *coder.Coder) {
	addr(c, &v.Addr)
	c.U32("handle", &v.Handle)
	linkTLVs(c, &v.TLVs)
}

func linkTLVs(c *coder.Coder, v *wire.RSVPLinkTLVs) {
	if c.Printing() {
		c.Word(v.String())
		return
	}
	c.Hex("", (*[]byte)(v))
}

func (v *Hop) String() string { return coder.Text("hop", v) }
func (v *Hop) form() (wire.RSVPClass, uint8) {
	if len(v.TLVs) > 0 {
		return wire.RSVPHop, 2 + ip(v.Addr)
	}
	return wire.RSVPHop, ip(v.Addr)
}

// Integrity authenticates the message. RFC 2747 §2.
type Integrity struct {
	Flags    uint8  // 1 is handshake
	Key      uint64 // 48 bits
	Sequence uint64
	Digest   []byte
}

// Fields implements [coder.Coded].
func (v *Integrity) Fields(c *coder.Coder) {
	v.Flags = uint8(c.Number("flags", uint64(v.Flags), 1))
	skip(c, 1)
	v.Key = c.Number("key", v.Key, 6)
	v.Sequence = c.Number("sequence", v.Sequence, 8)
	c.Hex("digest", &v.Digest)
}

func (v *Integrity) String() string                { return coder.Text("integrity", v) }
func (v *Integrity) form() (wire.RSVPClass, uint8) { return wire.RSVPIntegrity, 1 }

// TimeValues says how often the state is refreshed. RFC 2205 §A.4.
type TimeValues struct {
	Refresh uint32 // in milliseconds
}

// Fields implements [coder.Coded].
func (v *TimeValues) Fields(c *coder.Coder) { c.U32("refresh", &v.Refresh) }

func (v *TimeValues) String() string                { return coder.Text("time values", v) }
func (v *TimeValues) form() (wire.RSVPClass, uint8) { return wire.RSVPTimeValues, 1 }

// An ErrorSpec is an error, or with [Alarm] an alarm. RFC 2205 §A.5, RFC 3473 §8.2,
// RFC 4783 §3.
type ErrorSpec struct {
	Node  netip.Addr // that found it
	Flags uint8      // 1: a reservation is still there; 2: it is not the sender's fault
	Code  wire.RSVPError
	Value uint16
	TLVs  wire.RSVPLinkTLVs // of the link; may be empty
	Alarm bool
}

// Fields implements [coder.Coded].
func (v *ErrorSpec) Fields(c *coder.Coder) {
	addr(c, &v.Node)
	v.Flags = uint8(c.Number("", uint64(v.Flags), 1))
	enum(c, &v.Code, 1, wire.RSVPError.String)
	c.U16("value", &v.Value)
	if c.Printing() {
		c.Word(v.Code.Value(v.Value))
	}
	linkTLVs(c, &v.TLVs)
}

func (v *ErrorSpec) String() string { return coder.Text("error", v) }
func (v *ErrorSpec) form() (wire.RSVPClass, uint8) {
	class, form := wire.RSVPErrorSpec, ip(v.Node)
	if v.Alarm {
		class = wire.RSVPAlarmSpec
	}
	if len(v.TLVs) > 0 || v.Alarm {
		form += 2
	}
	return class, form
}

// A Scope is the senders that a message is for. RFC 2205 §A.6.
type Scope struct {
	Senders []netip.Addr // of one family
	six     bool
}

// Fields implements [coder.Coded].
func (v *Scope) Fields(c *coder.Coder) {
	_, form := v.form()
	coder.List(c, &v.Senders, func(a *netip.Addr) { c.Addr(a, form == 2) })
}

func (v *Scope) String() string { return coder.Text("scope", v) }
func (v *Scope) form() (wire.RSVPClass, uint8) {
	if v.six || len(v.Senders) > 0 && v.Senders[0].Is6() {
		return wire.RSVPScope, 2
	}
	return wire.RSVPScope, 1
}

// A Style is how a reservation is shared, and of which senders. RFC 2205 §A.7.
type Style struct {
	Flags  uint8
	Option wire.RSVPStyleOption // 24 bits
}

// Fields implements [coder.Coded].
func (v *Style) Fields(c *coder.Coder) {
	v.Flags = uint8(c.Number("", uint64(v.Flags), 1))
	enum(c, &v.Option, 3, wire.RSVPStyleOption.String)
}

func (v *Style) String() string                { return coder.Text("style", v) }
func (v *Style) form() (wire.RSVPClass, uint8) { return wire.RSVPStyle, 1 }

// role is what a value that several classes have is of.
type role struct{ Class wire.RSVPClass }

func (r role) or(c wire.RSVPClass) wire.RSVPClass {
	if r.Class == 0 {
		return c
	}
	return r.Class
}

// A Sender is a sender of datagrams: in a sender's template, or in a filter. RFC 2205
// §A.9, §A.10.
type Sender struct {
	Class   wire.RSVPClass // of the object; 0 is [wire.RSVPSenderTemplate]
	Addr    netip.Addr
	Port    uint16
	Flow    uint32 // IPv6's flow label, instead of the port if HasFlow
	HasFlow bool
}

// Fields implements [coder.Coded].
func (v *Sender) Fields(c *coder.Coder) {
	addr(c, &v.Addr)
	if v.HasFlow {
		skip(c, 1)
		u24(c, "flow", &v.Flow)
		return
	}
	skip(c, 2)
	c.U16("port", &v.Port)
}

func (v *Sender) String() string { return coder.Text("sender", v) }
func (v *Sender) form() (wire.RSVPClass, uint8) {
	form := ip(v.Addr)
	if v.HasFlow {
		form = 3
	}
	return role{v.Class}.or(wire.RSVPSenderTemplate), form
}

// An LSP is a label switched path of a session: in a sender's template, or in a filter.
// RFC 3209 §4.6.2.
type LSP struct {
	Class  wire.RSVPClass // of the object; 0 is [wire.RSVPSenderTemplate]
	Sender netip.Addr     // where the tunnel begins
	ID     uint16
}

// Fields implements [coder.Coded].
func (v *LSP) Fields(c *coder.Coder) {
	addr(c, &v.Sender)
	skip(c, 2)
	c.U16("LSP", &v.ID)
}

func (v *LSP) String() string { return coder.Text("sender", v) }
func (v *LSP) form() (wire.RSVPClass, uint8) {
	return role{v.Class}.or(wire.RSVPSenderTemplate), 6 + ip(v.Sender)
}

// A P2MPLSP is a part of a label switched path to many: in a sender's template, or in a
// filter. RFC 4875 §19.2.
type P2MPLSP struct {
	Class   wire.RSVPClass // of the object; 0 is [wire.RSVPSenderTemplate]
	Sender  netip.Addr
	ID      uint16
	Origin  netip.Addr // that made the group
	GroupID uint16
}

// Fields implements [coder.Coded].
func (v *P2MPLSP) Fields(c *coder.Coder) {
	six := v.Sender.Is6()
	addr(c, &v.Sender)
	skip(c, 2)
	c.U16("LSP", &v.ID)
	c.Word("group")
	c.Addr(&v.Origin, six)
	skip(c, 2)
	c.U16("ID", &v.GroupID)
}

func (v *P2MPLSP) String() string { return coder.Text("sender", v) }
func (v *P2MPLSP) form() (wire.RSVPClass, uint8) {
	return role{v.Class}.or(wire.RSVPSenderTemplate), 11 + ip(v.Sender)
}

// An AggregateSender is who sends an aggregate of reservations: in a sender's template, or
// in a filter. RFC 3175 §3.2.
type AggregateSender struct {
	Class wire.RSVPClass // of the object; 0 is [wire.RSVPSenderTemplate]
	Addr  netip.Addr
}

// Fields implements [coder.Coded].
func (v *AggregateSender) Fields(c *coder.Coder) { addr(c, &v.Addr) }

func (v *AggregateSender) String() string { return coder.Text("sender", v) }
func (v *AggregateSender) form() (wire.RSVPClass, uint8) {
	return role{v.Class}.or(wire.RSVPSenderTemplate), 8 + ip(v.Addr)
}

// PolicyData is what a policy needs to know: options, then elements. RFC 2750 §2.1.
type PolicyData struct {
	Offset uint16 // of the elements, from the beginning of the object, in bytes
	Data   []byte
}

// Fields implements [coder.Coded].
func (v *PolicyData) Fields(c *coder.Coder) {
	c.U16("offset", &v.Offset)
	skip(c, 2)
	c.Hex("", &v.Data)
}

func (v *PolicyData) String() string                { return coder.Text("policy", v) }
func (v *PolicyData) form() (wire.RSVPClass, uint8) { return wire.RSVPPolicyData, 1 }

// An Address is an object that is no more than an address, by its class:
// [wire.RSVPConfirm], who asks for confirmation, RFC 2205 §A.14; [wire.RSVPNotifyRequest],
// whom to notify, RFC 3473 §4.2.1; [wire.RSVPSubLSP], where a part of a path to many ends,
// RFC 4875 §19.3.
type Address struct {
	Class wire.RSVPClass
	Addr  netip.Addr
}

// Fields implements [coder.Coded].
func (v *Address) Fields(c *coder.Coder) { addr(c, &v.Addr) }

func (v *Address) String() string                { return coder.Text(v.Class.String(), v) }
func (v *Address) form() (wire.RSVPClass, uint8) { return v.Class, ip(v.Addr) }
