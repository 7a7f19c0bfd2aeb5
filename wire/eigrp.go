package wire

import (
	"iter"
	"net/netip"
)

// EIGRPOp says what an EIGRP packet is. RFC 7868 §6.2.
type EIGRPOp uint8

// The operations.
const (
	EIGRPUpdate   EIGRPOp = 1
	EIGRPRequest  EIGRPOp = 2
	EIGRPQuery    EIGRPOp = 3
	EIGRPReply    EIGRPOp = 4
	EIGRPHello    EIGRPOp = 5 // or acknowledgement
	EIGRPSAP      EIGRPOp = 6
	EIGRPProbe    EIGRPOp = 7
	EIGRPSIAQuery EIGRPOp = 10
	EIGRPSIAReply EIGRPOp = 11
)

func (o EIGRPOp) String() string {
	return listed([]string{1: "update", "request", "query", "reply", "hello", "IPX SAP", "probe", "acknowledge", "stub-info", "SIA query",
		"SIA reply"}, int(o))
}

// EIGRPFlags are the flags of an EIGRP packet. RFC 7868 §6.2.
type EIGRPFlags uint32

// The flags.
const (
	EIGRPInit    EIGRPFlags = 1 // the first route updates to a new neighbour
	EIGRPCR      EIGRPFlags = 2 // conditionally receive
	EIGRPRestart EIGRPFlags = 4
	EIGRPEOT     EIGRPFlags = 8 // end of table
)

func (f EIGRPFlags) String() string {
	var b []byte
	for i, s := range [...]string{"init", "conditional receive", "restart", "end of table"} {
		if f>>i&1 != 0 {
			if len(b) > 0 {
				b = append(b, '|')
			}
			b = append(b, s...)
		}
	}
	if rest := f >> 4 << 4; rest != 0 || f == 0 {
		if len(b) > 0 {
			b = append(b, '|')
		}
		b = appendUint(b, uint32(rest))
	}
	return string(b)
}

// EIGRPTLVType is the type of an element of an EIGRP packet: the protocol in the
// upper byte, what it is in the lower. RFC 7868 §6.3.
type EIGRPTLVType uint16

// The types.
const (
	EIGRPParameters        EIGRPTLVType = 0x0001 // metric weights and hold time
	EIGRPAuthentication    EIGRPTLVType = 0x0002
	EIGRPSequence          EIGRPTLVType = 0x0003
	EIGRPSoftwareVersion   EIGRPTLVType = 0x0004
	EIGRPMulticastSequence EIGRPTLVType = 0x0005
	EIGRPPeerInformation   EIGRPTLVType = 0x0006
	EIGRPPeerTermination   EIGRPTLVType = 0x0007
	EIGRPPeerTIDs          EIGRPTLVType = 0x0008
	EIGRPIPv4Internal      EIGRPTLVType = 0x0102
	EIGRPIPv4External      EIGRPTLVType = 0x0103
	EIGRPIPv4Community     EIGRPTLVType = 0x0104
	EIGRPAppleInternal     EIGRPTLVType = 0x0202
	EIGRPAppleExternal     EIGRPTLVType = 0x0203
	EIGRPAppleCable        EIGRPTLVType = 0x0204
	EIGRPIPXInternal       EIGRPTLVType = 0x0302
	EIGRPIPXExternal       EIGRPTLVType = 0x0303
	EIGRPIPv6Internal      EIGRPTLVType = 0x0402
	EIGRPIPv6External      EIGRPTLVType = 0x0403
	EIGRPIPv6Community     EIGRPTLVType = 0x0404
	EIGRPMultiInternal     EIGRPTLVType = 0x0602 // of several protocols
	EIGRPMultiExternal     EIGRPTLVType = 0x0603
)

func (t EIGRPTLVType) String() string {
	if t <= 8 && t > 0 {
		return [...]string{"", "parameters", "authentication", "sequence", "software version", "multicast sequence", "peer information",
			"peer termination", "peer topology IDs"}[t]
	}
	family := listed([]string{1: "IPv4", "AppleTalk", "IPX", "IPv6", "SAF", "multi-protocol"}, int(t>>8))
	switch t & 0xff {
	case 2:
		return family + " internal route"
	case 3:
		return family + " external route"
	case 4:
		if t == EIGRPAppleCable {
			return "AppleTalk cable configuration"
		}
		return family + " community"
	}
	return itoa(int(t))
}

// EIGRPTLVs is the elements of an EIGRP packet in wire form. RFC 7868 §6.3.
type EIGRPTLVs []byte

var eigrpForm = tlvForm{typ: 2, size: 2, whole: true}

// All yields the elements' types and values, up to the first malformed one.
func (o EIGRPTLVs) All() iter.Seq2[EIGRPTLVType, []byte] {
	return func(yield func(EIGRPTLVType, []byte) bool) {
		for t, data := range eigrpForm.all(o) {
			if !yield(EIGRPTLVType(t), data) {
				return
			}
		}
	}
}

// Get returns the value of the first element of type t.
func (o EIGRPTLVs) Get(t EIGRPTLVType) (data []byte, ok bool) { return eigrpForm.get(o, uint16(t)) }

// Rest returns what is malformed at the end of o.
func (o EIGRPTLVs) Rest() []byte { return eigrpForm.rest(o) }

// Add returns o and one more element.
func (o EIGRPTLVs) Add(t EIGRPTLVType, value ...byte) EIGRPTLVs {
	return eigrpForm.add(o, uint16(t), value)
}

// An EIGRPMetric is the classic vector metric of a route. RFC 7868 §6.6.2.
type EIGRPMetric struct {
	Delay       uint32 // in units of 10 microseconds, times 256; all ones is unreachable
	Bandwidth   uint32 // 10⁷ by kilobits per second, times 256
	MTU         uint32 // 24 bits
	Hops        uint8
	Reliability uint8 // of 255
	Load        uint8 // of 255
	Tag         uint8 // internal tag
	Flags       uint8
}

const eigrpMetricLen = 16

func eigrpMetric(b []byte) EIGRPMetric {
	return EIGRPMetric{Uint32(b, 0), Uint32(b, 4), Uint32(b, 8) >> 8, b[11], b[12], b[13], b[14], b[15]}
}

// Append appends the metric in wire form.
func (m EIGRPMetric) Append(b []byte) []byte {
	b = appendBE32(appendBE32(b, m.Delay), m.Bandwidth)
	return append(b, byte(m.MTU>>16), byte(m.MTU>>8), byte(m.MTU), m.Hops, m.Reliability, m.Load, m.Tag, m.Flags)
}

// An EIGRPExternal is where a route came from that EIGRP got from elsewhere.
// RFC 7868 §6.6.3.
type EIGRPExternal struct {
	Router   netip.Addr // that brought it into EIGRP
	AS       uint32     // that it comes from
	Tag      uint32
	Metric   uint32
	Protocol uint8 // 1 IGRP, 2 EIGRP, 3 static, 4 RIP, 5 HELLO, 6 OSPF, 7 IS-IS, 8 EGP, 9 BGP, 10 IDRP, 11 connected
	Flags    uint8
}

// An EIGRPRoute is the value of a classic IPv4 or IPv6 route element. RFC 7868 §6.6.
type EIGRPRoute struct {
	External bool
	NextHop  netip.Addr // or unspecified: the sender
	Origin   EIGRPExternal
	Metric   EIGRPMetric
	Prefixes []netip.Prefix
}

// ParseEIGRPRoute reads the value of an element of type [EIGRPIPv4Internal],
// [EIGRPIPv4External], [EIGRPIPv6Internal] or [EIGRPIPv6External].
func ParseEIGRPRoute(t EIGRPTLVType, b []byte) (r EIGRPRoute, ok bool) {
	size := 4
	switch t {
	case EIGRPIPv6Internal, EIGRPIPv6External:
		size = 16
	case EIGRPIPv4Internal, EIGRPIPv4External:
	default:
		return r, false
	}
	if len(b) < size {
		return r, false
	}
	r.NextHop, _ = netip.AddrFromSlice(b[:size])
	b = b[size:]
	if r.External = t&0xff == 3; r.External {
		if len(b) < 20 {
			return r, false
		}
		r.Origin = EIGRPExternal{netip.AddrFrom4([4]byte(b)), Uint32(b, 4), Uint32(b, 8), Uint32(b, 12), b[18], b[19]}
		b = b[20:]
	}
	if len(b) < eigrpMetricLen {
		return r, false
	}
	r.Metric = eigrpMetric(b)
	for b = b[eigrpMetricLen:]; len(b) > 0; {
		bits, n := int(b[0]), (int(b[0])+7)/8
		if bits > 8*size || len(b) < 1+n {
			return r, false
		}
		var a [16]byte
		copy(a[:], b[1:1+n])
		addr, _ := netip.AddrFromSlice(a[:size])
		r.Prefixes = append(r.Prefixes, netip.PrefixFrom(addr, bits))
		b = b[1+n:]
	}
	return r, true
}

// AddRoute returns o and an element for a route. It is for IPv6 if the first prefix is.
func (o EIGRPTLVs) AddRoute(r EIGRPRoute) EIGRPTLVs {
	t, b := EIGRPIPv4Internal, make([]byte, 4, 64)
	six := len(r.Prefixes) > 0 && r.Prefixes[0].Addr().Is6()
	if six {
		t, b = EIGRPIPv6Internal, make([]byte, 16, 64)
		PutAddr16(b, r.NextHop)
	} else {
		PutAddr4(b, r.NextHop)
	}
	if r.External {
		t++
		x := r.Origin
		n := len(b)
		b = append(b, 0, 0, 0, 0)
		PutAddr4(b[n:], x.Router)
		b = append(appendBE32(appendBE32(appendBE32(b, x.AS), x.Tag), x.Metric), 0, 0, x.Protocol, x.Flags)
	}
	b = r.Metric.Append(b)
	for _, p := range r.Prefixes {
		b = append(append(b, byte(p.Bits())), p.Addr().AsSlice()[:(p.Bits()+7)/8]...)
	}
	return o.Add(t, b...)
}

// String returns all elements, as in "parameters K 1 0 1 0 0 0 hold 15 s, software version …".
func (o EIGRPTLVs) String() string {
	var b []byte
	for t, data := range o.All() {
		if len(b) > 0 {
			b = append(b, ", "...)
		}
		b = append(b, t.String()...)
		r, ok := ParseEIGRPRoute(t, data)
		switch {
		case ok:
			b = r.append(b)
		case t == EIGRPParameters && len(data) == 8:
			b = append(b, " K"...)
			for _, k := range data[:6] {
				b = appendInt(append(b, ' '), int(k))
			}
			b = append(appendInt(append(b, " hold "...), int(Uint16(data, 6))), " s"...)
		case t == EIGRPSoftwareVersion && len(data) == 4:
			b = appendInt(append(b, " OS "...), int(data[0]))
			b = appendInt(append(b, '.'), int(data[1]))
			b = appendInt(append(b, " EIGRP "...), int(data[2]))
			b = appendInt(append(b, '.'), int(data[3]))
		case len(data) > 0:
			b = appendHex(append(b, ' '), data, 0)
		}
	}
	return string(appendRest(b, o.Rest()))
}

func (r EIGRPRoute) append(b []byte) []byte {
	for _, p := range r.Prefixes {
		b = p.AppendTo(append(b, ' '))
	}
	if !r.NextHop.IsUnspecified() {
		b = r.NextHop.AppendTo(append(b, " via "...))
	}
	b = appendUint(append(b, " delay "...), r.Metric.Delay)
	b = appendUint(append(b, " bandwidth "...), r.Metric.Bandwidth)
	b = appendInt(append(b, " hops "...), int(r.Metric.Hops))
	if r.External {
		b = r.Origin.Router.AppendTo(append(b, " from "...))
		b = appendUint(append(b, " AS "...), r.Origin.AS)
	}
	return b
}

// TLVs returns the elements.
func (v EIGRP) TLVs() EIGRPTLVs { return EIGRPTLVs(v[EIGRPLen:]) }
