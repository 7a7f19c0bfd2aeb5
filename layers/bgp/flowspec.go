package bgp

import (
	"net/netip"
	"strconv"

	"github.com/gocap-project/gocap/internal/coder"
)

// FlowType is what a component of a flow specification compares. RFC 8955 §4.2.2, RFC
// 8956 §3.
type FlowType uint8

// The types of components.
const (
	FlowDst       FlowType = 1
	FlowSrc       FlowType = 2
	FlowProtocol  FlowType = 3
	FlowPort      FlowType = 4
	FlowDstPort   FlowType = 5
	FlowSrcPort   FlowType = 6
	FlowICMPType  FlowType = 7
	FlowICMPCode  FlowType = 8
	FlowTCPFlags  FlowType = 9
	FlowLength    FlowType = 10
	FlowDSCP      FlowType = 11
	FlowFragment  FlowType = 12
	FlowFlowLabel FlowType = 13
)

func (t FlowType) String() string {
	names := [...]string{1: "dst", 2: "src", 3: "protocol", 4: "port", 5: "dst port", 6: "src port", 7: "ICMP type", 8: "ICMP code", 9: "TCP flags",
		10: "length", 11: "DSCP", 12: "fragment", 13: "flow label"}
	if int(t) < len(names) && t > 0 {
		return names[t]
	}
	return "type " + num(uint32(t))
}

// FlowSpec is a flow specification: packets that match all of its components. RFC 8955
// §4, RFC 8956 for IPv6.
type FlowSpec struct {
	Path       PathID
	VPN        bool
	Six        bool
	RD         RD // of a VPN
	Components []FlowComponent
	long       bool // the length has 2 bytes though 1 would do
}

// A FlowComponent is a prefix, of types 1 and 2, or what a number is compared with.
type FlowComponent struct {
	Type   FlowType
	Bits   uint8      // of a prefix
	Offset uint8      // of a prefix of IPv6: so many bits at its front are not compared
	Addr   netip.Addr // of a prefix; of IPv6 the bits begin at Offset
	Tests  []FlowTest
}

// A FlowTest compares a number, or bits. RFC 8955 §4.2.1.
type FlowTest struct {
	Op    uint8 // 0x40 and (else or) with the test before; of numbers 4 <, 2 >, 1 =; of bits 2 not, 1 all
	Value uint64
}

// Fields implements [coder.Coded].
func (v *FlowSpec) Fields(c *coder.Coder) {
	v.Path.fields(c)
	if c.Reading() {
		n := int(c.Number("", 0, 1))
		if n >= 0xf0 {
			n = n<<8&0xf00 | int(c.Number("", 0, 1))
			v.long = n < 0xf0
		}
		c.Within(n, v.body)
		return
	}
	if c.Writing() {
		if n := len(coder.AppendFunc(nil, v.body)); n >= 0xf0 || v.long {
			c.Number("", uint64(n)|0xf000, 2)
		} else {
			c.Number("", uint64(n), 1)
		}
	}
	v.body(c)
}

func (v *FlowSpec) body(c *coder.Coder) {
	if v.VPN {
		v.RD.fields(c)
	}
	coder.List(c, &v.Components, func(x *FlowComponent) {
		x.Type = FlowType(c.Number("", uint64(x.Type), 1))
		c.Word(x.Type.String())
		if x.Type > FlowSrc {
			x.tests(c)
			return
		}
		x.prefix(c, v.Six)
	})
}

func (x *FlowComponent) prefix(c *coder.Coder, six bool) {
	c.U8("", &x.Bits)
	if !six {
		prefix(c, &x.Addr, x.Bits, 1)
		return
	}
	if c.U8("", &x.Offset); x.Offset > x.Bits {
		c.Fail()
		return
	}
	if x.Offset > 0 {
		c.Word("offset " + num(uint32(x.Offset)))
	}
	if c.Printing() {
		c.Word(x.Addr.String() + "/" + num(uint32(x.Bits)))
		return
	}
	prefix(c, &x.Addr, x.Bits-x.Offset, 2)
}

func (x *FlowComponent) tests(c *coder.Coder) {
	if c.Reading() {
		for {
			var t FlowTest
			t.Op = uint8(c.Number("", 0, 1))
			t.Value = c.Number("", 0, 1<<(t.Op>>4&3))
			if x.Tests = append(x.Tests, t); t.Op&0x80 != 0 || c.Failed() {
				return
			}
		}
	}
	for i, t := range x.Tests {
		if c.Printing() {
			c.Word(t.text(x.Type))
			continue
		}
		op := t.Op &^ 0x80
		if i == len(x.Tests)-1 {
			op |= 0x80
		}
		n := op >> 4 & 3
		for n < 3 && t.Value>>(8<<n) != 0 {
			n++
		}
		c.Number("", uint64(op&^0x30|n<<4), 1)
		c.Number("", t.Value, 1<<n)
	}
}

func (t FlowTest) text(kind FlowType) string {
	s := ""
	if t.Op&0x40 != 0 {
		s = "&"
	}
	if kind == FlowTCPFlags || kind == FlowFragment {
		return s + [...]string{"any ", "all ", "not any ", "not all "}[t.Op&3] + "0x" + strconv.FormatUint(t.Value, 16)
	}
	return s + [...]string{"false", "=", ">", ">=", "<", "<=", "!=", "true"}[t.Op&7] + strconv.FormatUint(t.Value, 10)
}

func (v *FlowSpec) String() string { return trimmed(v) }
