package wire

import "net/netip"

// An HSRPGroup is the value of a group state element of HSRP version 2.
type HSRPGroup struct {
	Version   uint8 // 2
	Op        HSRPOp
	State     uint8 // 0 disabled, 1 initial, 2 learn, 3 listen, 4 speak, 5 standby, 6 active
	IPVersion uint8 // 4 or 6
	Group     uint16
	Router    MAC // identifies the sender
	Priority  uint32
	Hello     uint32     // between hello messages, in milliseconds
	Hold      uint32     // for which the message is good, in milliseconds
	Addr      netip.Addr // of the virtual router
}

const hsrpGroupLen = 40

// ParseHSRPGroup reads the value of a group state element.
func ParseHSRPGroup(b []byte) (g HSRPGroup, ok bool) {
	if len(b) != hsrpGroupLen {
		return g, false
	}
	g = HSRPGroup{b[0], HSRPOp(b[1]), b[2], b[3], Uint16(b, 4), MAC(b[6:12]), Uint32(b, 12), Uint32(b, 16), Uint32(b, 20),
		netip.AddrFrom16([16]byte(b[24:]))}
	if g.IPVersion == 4 {
		g.Addr = netip.AddrFrom4([4]byte(b[24:]))
	}
	return g, true
}

// Append appends the value in wire form.
func (g HSRPGroup) Append(b []byte) []byte {
	b = append(b, g.Version, byte(g.Op), g.State, g.IPVersion, byte(g.Group>>8), byte(g.Group))
	b = append(b, g.Router[:]...)
	b = appendBE32(appendBE32(appendBE32(b, g.Priority), g.Hello), g.Hold)
	var a [16]byte
	if g.Addr.Is6() {
		a = g.Addr.As16()
	} else {
		PutAddr4(a[:], g.Addr)
	}
	return append(b, a[:]...)
}

// String returns the state in words.
func (g HSRPGroup) String() string {
	b := append(append([]byte(nil), g.Op.String()...), ' ')
	b = append(b, listed([]string{"disabled", "initial", "learn", "listen", "speak", "standby", "active"}, int(g.State))...)
	b = appendInt(append(b, " group "...), int(g.Group))
	b = g.Router.AppendTo(append(b, " router "...))
	b = appendUint(append(b, " priority "...), g.Priority)
	b = appendUint(append(b, " hello "...), g.Hello)
	b = appendUint(append(b, " ms hold "...), g.Hold)
	return string(g.Addr.AppendTo(append(b, " ms address "...)))
}
