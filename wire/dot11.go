package wire

// Dot11Type is what kind of frame an IEEE 802.11 frame is. IEEE 802.11-2020
// §9.2.4.1.3.
type Dot11Type uint8

// The types of frames.
const (
	Dot11Management Dot11Type = iota
	Dot11Control
	Dot11Data
	Dot11Extension
)

func (t Dot11Type) String() string {
	if t > Dot11Extension {
		return itoa(int(t))
	}
	return [...]string{"management", "control", "data", "extension"}[t]
}

// Dot11Kind is type and subtype of a frame in one: 16 times the type, plus the
// subtype.
type Dot11Kind uint8

// The kinds of frames. IEEE 802.11-2020 table 9-1.
const (
	Dot11KindAssocReq       Dot11Kind = 0x00
	Dot11KindAssocResp      Dot11Kind = 0x01
	Dot11KindReassocReq     Dot11Kind = 0x02
	Dot11KindReassocResp    Dot11Kind = 0x03
	Dot11KindProbeReq       Dot11Kind = 0x04
	Dot11KindProbeResp      Dot11Kind = 0x05
	Dot11KindTimingAdv      Dot11Kind = 0x06 // timing advertisement
	Dot11KindBeacon         Dot11Kind = 0x08
	Dot11KindATIM           Dot11Kind = 0x09 // announcement traffic indication message
	Dot11KindDisassoc       Dot11Kind = 0x0a
	Dot11KindAuth           Dot11Kind = 0x0b
	Dot11KindDeauth         Dot11Kind = 0x0c
	Dot11KindAction         Dot11Kind = 0x0d
	Dot11KindActionNoAck    Dot11Kind = 0x0e
	Dot11KindTrigger        Dot11Kind = 0x12
	Dot11KindTACK           Dot11Kind = 0x13
	Dot11KindBeamPoll       Dot11Kind = 0x14 // beamforming report poll
	Dot11KindNDPA           Dot11Kind = 0x15 // null data packet announcement
	Dot11KindControlExt     Dot11Kind = 0x16 // control frame extension: the flags' low half says which
	Dot11KindControlWrapper Dot11Kind = 0x17
	Dot11KindBlockAckReq    Dot11Kind = 0x18
	Dot11KindBlockAck       Dot11Kind = 0x19
	Dot11KindPSPoll         Dot11Kind = 0x1a
	Dot11KindRTS            Dot11Kind = 0x1b
	Dot11KindCTS            Dot11Kind = 0x1c
	Dot11KindAck            Dot11Kind = 0x1d
	Dot11KindCFEnd          Dot11Kind = 0x1e
	Dot11KindCFEndAck       Dot11Kind = 0x1f
	Dot11KindDataPlain      Dot11Kind = 0x20 // other data frames add: 1 CF-Ack, 2 CF-Poll, 4 no data, 8 QoS
	Dot11KindNull           Dot11Kind = 0x24
	Dot11KindQoSData        Dot11Kind = 0x28
	Dot11KindQoSNull        Dot11Kind = 0x2c
	Dot11KindDMGBeacon      Dot11Kind = 0x30
	Dot11KindS1GBeacon      Dot11Kind = 0x31
)

var dot11Kinds = [...]string{
	Dot11KindAssocReq: "association request", Dot11KindAssocResp: "association response",
	Dot11KindReassocReq: "reassociation request", Dot11KindReassocResp: "reassociation response",
	Dot11KindProbeReq: "probe request", Dot11KindProbeResp: "probe response", Dot11KindTimingAdv: "timing advertisement",
	Dot11KindBeacon: "beacon", Dot11KindATIM: "ATIM", Dot11KindDisassoc: "disassociation", Dot11KindAuth: "authentication",
	Dot11KindDeauth: "deauthentication", Dot11KindAction: "action", Dot11KindActionNoAck: "action no ack",
	Dot11KindTrigger: "trigger", Dot11KindTACK: "TACK", Dot11KindBeamPoll: "beamforming report poll", Dot11KindNDPA: "NDP announcement",
	Dot11KindControlExt: "control extension", Dot11KindControlWrapper: "control wrapper", Dot11KindBlockAckReq: "block ack request",
	Dot11KindBlockAck: "block ack", Dot11KindPSPoll: "PS-poll", Dot11KindRTS: "RTS", Dot11KindCTS: "CTS", Dot11KindAck: "ack",
	Dot11KindCFEnd: "CF-end", Dot11KindCFEndAck: "CF-end, CF-ack",
	Dot11KindDataPlain: "data", 0x21: "data, CF-ack", 0x22: "data, CF-poll", 0x23: "data, CF-ack, CF-poll",
	Dot11KindNull: "null", 0x25: "CF-ack", 0x26: "CF-poll", 0x27: "CF-ack, CF-poll",
	Dot11KindQoSData: "QoS data", 0x29: "QoS data, CF-ack", 0x2a: "QoS data, CF-poll", 0x2b: "QoS data, CF-ack, CF-poll",
	Dot11KindQoSNull: "QoS null", 0x2e: "QoS CF-poll", 0x2f: "QoS CF-ack, CF-poll",
	Dot11KindDMGBeacon: "DMG beacon", Dot11KindS1GBeacon: "S1G beacon",
}

func (k Dot11Kind) String() string {
	if int(k) < len(dot11Kinds) && dot11Kinds[k] != "" {
		return dot11Kinds[k]
	}
	return "type " + itoa(int(k>>4)) + " subtype " + itoa(int(k&15))
}

// Type returns the type.
func (k Dot11Kind) Type() Dot11Type { return Dot11Type(k >> 4) }

// Subtype returns the subtype.
func (k Dot11Kind) Subtype() uint8 { return uint8(k & 15) }

// QoS reports whether k is of a data frame that has a QoS control field.
func (k Dot11Kind) QoS() bool { return k&0x38 == 0x28 }

// HasData reports whether k is of a data frame that carries data.
func (k Dot11Kind) HasData() bool { return k&0x34 == 0x20 }

// addresses returns how many of the first three addresses a frame of kind k has.
func (k Dot11Kind) addresses() int {
	switch {
	case k.Type() == Dot11Management, k.Type() == Dot11Data:
		return 3
	case k == Dot11KindCTS, k == Dot11KindAck, k == Dot11KindControlWrapper, k < Dot11KindTrigger, k >= Dot11KindDMGBeacon:
		return 1
	}
	return 2
}

// A Dot11Layout says which fields the header of an IEEE 802.11 frame has, besides
// frame control, duration and the first address. IEEE 802.11-2020 §9.3.
type Dot11Layout struct {
	Kind Dot11Kind
	bits uint8 // 1: Addr4; 2: HT control
}

// Dot11LayoutOf returns the layout that the two bytes of a frame control field
// stand for.
func Dot11LayoutOf(control0, control1 byte) Dot11Layout {
	x := Dot11Layout{Kind: Dot11Kind(control0&0xc<<2 | control0>>4)}
	if x.Kind.Type() == Dot11Data && control1&3 == 3 {
		x.bits = 1
	}
	if control1&0x80 != 0 && (x.Kind.QoS() || x.Kind.Type() == Dot11Management) {
		x.bits |= 2
	}
	return x
}

// Addresses returns how many addresses the header has, 1 to 4.
func (x Dot11Layout) Addresses() int { return x.Kind.addresses() + int(x.bits&1) }

// HasSeq reports whether there is a sequence control field, after the third address.
func (x Dot11Layout) HasSeq() bool { return x.Kind.addresses() == 3 }

// HasQoS reports whether there is a QoS control field.
func (x Dot11Layout) HasQoS() bool { return x.Kind.QoS() }

// HasHTControl reports whether there is an HT control field.
func (x Dot11Layout) HasHTControl() bool { return x.bits&2 != 0 }

// Len returns the length of the header in bytes.
func (x Dot11Layout) Len() int {
	n := 4 + 6*x.Kind.addresses()
	if x.HasSeq() {
		n += 2
	}
	return n + 6*int(x.bits&1) + 2*int(Bit(x.HasQoS())) + 2*int(x.bits&2)
}

// Kind returns type and subtype.
func (v Dot11) Kind() Dot11Kind { return Dot11Kind(v[0]&0xc<<2 | v[0]>>4) }

// Layout says which fields the header has.
func (v Dot11) Layout() Dot11Layout { return Dot11LayoutOf(v[0], v[1]) }

// HeaderLen returns the length of the header in bytes, which may be more than there
// is. It does not know of padding after the header.
func (v Dot11) HeaderLen() int { return v.Layout().Len() }

// mac returns the address at v[i:], if it is there.
func (v Dot11) mac(i int) (m MAC) {
	if len(v) >= i+6 {
		copy(m[:], v[i:])
	}
	return m
}

// Addr2 returns the second address, or zero if there is none.
func (v Dot11) Addr2() MAC {
	if v.Kind().addresses() < 2 {
		return MAC{}
	}
	return v.mac(10)
}

// Addr3 returns the third address, or zero if there is none.
func (v Dot11) Addr3() MAC {
	if v.Kind().addresses() < 3 {
		return MAC{}
	}
	return v.mac(16)
}

// Addr4 returns the fourth address, or zero if there is none.
func (v Dot11) Addr4() MAC {
	if v.Layout().bits&1 == 0 {
		return MAC{}
	}
	return v.mac(24)
}

// SeqControl returns the sequence control field: 16 times the sequence number, plus
// the number of the fragment. It is 0 if there is none.
func (v Dot11) SeqControl() uint16 {
	if len(v) < 24 || v.Kind().addresses() < 3 {
		return 0
	}
	return Uint16LE(v, 22)
}

// QoS returns the QoS control field, or 0 if there is none.
func (v Dot11) QoS() Dot11QoS {
	x := v.Layout()
	i := 24 + 6*int(x.bits&1)
	if !x.HasQoS() || len(v) < i+2 {
		return 0
	}
	return Dot11QoS(Uint16LE(v, i))
}

// HTControl returns the HT control field, or 0 if there is none.
func (v Dot11) HTControl() uint32 {
	x := v.Layout()
	i := x.Len()
	if !x.HasHTControl() || len(v) < i {
		return 0
	}
	return Uint32LE(v, i-4)
}

// Receiver returns the address of the station that is to receive the frame.
func (v Dot11) Receiver() MAC { return v.Addr1() }

// Transmitter returns the address of the station that sent the frame, or zero if the
// frame does not say.
func (v Dot11) Transmitter() MAC { return v.Addr2() }

// Dst returns the final destination of a data or management frame: the first address,
// or the third on the way to the distribution system. IEEE 802.11-2020 table 9-30.
func (v Dot11) Dst() MAC {
	if v.Type() == Dot11Data && v.ToDS() {
		return v.Addr3()
	}
	return v.Addr1()
}

// Src returns the original source of a data or management frame. IEEE 802.11-2020 table 9-30.
func (v Dot11) Src() MAC {
	switch {
	case v.Type() != Dot11Data || !v.FromDS():
		return v.Addr2()
	case v.ToDS():
		return v.Addr4()
	}
	return v.Addr3()
}

// BSSID returns the BSS's identifier in a data or management frame, or zero if the frame does
// not say. IEEE 802.11-2020 table 9-30.
func (v Dot11) BSSID() MAC {
	switch {
	case v.Type() != Dot11Data || !v.FromDS() && !v.ToDS():
		return v.Addr3()
	case v.FromDS() && v.ToDS():
		return MAC{}
	case v.FromDS():
		return v.Addr2()
	}
	return v.Addr1()
}

// Dot11QoS is a QoS control field. IEEE 802.11-2020 §9.2.4.5.
type Dot11QoS uint16

// TID returns the traffic identifier: 0 to 7 are priorities.
func (q Dot11QoS) TID() uint8 { return uint8(q & 15) }

// EOSP reports whether the service period ends, in frames of an access point.
func (q Dot11QoS) EOSP() bool { return q&0x10 != 0 }

// AckPolicy returns how the frame is acknowledged: 0 normally, 1 not at all, 2 not
// explicitly, 3 by block ack.
func (q Dot11QoS) AckPolicy() uint8 { return uint8(q >> 5 & 3) }

// AMSDU reports whether the payload is an A-MSDU.
func (q Dot11QoS) AMSDU() bool { return q&0x80 != 0 }

// High returns the upper byte: a TXOP limit, a queue size or the state of an access
// point's buffer; in a mesh its lowest bit says that there is a mesh control field.
func (q Dot11QoS) High() uint8 { return uint8(q >> 8) }

func (q Dot11QoS) String() string {
	s := "TID " + itoa(int(q.TID()))
	if q.EOSP() {
		s += ", EOSP"
	}
	if p := q.AckPolicy(); p != 0 {
		s += ", " + [...]string{"", "no ack", "no explicit ack", "block ack"}[p]
	}
	if q.AMSDU() {
		s += ", A-MSDU"
	}
	if h := q.High(); h != 0 {
		s += ", " + string(appendHex([]byte("0x"), []byte{h}, 0))
	}
	return s
}

// Dot11Capability is a capability information field. IEEE 802.11-2020 §9.4.1.4.
type Dot11Capability uint16

// Capabilities.
const (
	Dot11ESS Dot11Capability = 1 << iota
	Dot11IBSS
	Dot11CFPollable
	Dot11CFPollRequest
	Dot11Privacy
	Dot11ShortPreamble
	Dot11PBCC
	Dot11ChannelAgility
	Dot11SpectrumManagement
	Dot11QoSCapable
	Dot11ShortSlot
	Dot11APSD
	Dot11RadioMeasurement
	Dot11DSSSOFDM // also EPD
	Dot11DelayedBlockAck
	Dot11ImmediateBlockAck
)

func (c Dot11Capability) String() string {
	return flagNames(uint(c), "ESS", "IBSS", "CF-pollable", "CF-poll-request", "privacy", "short-preamble", "PBCC",
		"channel-agility", "spectrum-management", "QoS", "short-slot", "APSD", "radio-measurement", "DSSS-OFDM",
		"delayed-block-ack", "immediate-block-ack")
}

// A Dot11MSDU is one subframe of an A-MSDU. IEEE 802.11-2020 §9.3.2.2.2.
type Dot11MSDU struct {
	Dst, Src MAC
	Data     []byte // begins with an LLC header
}

// Dot11MSDUs yields the subframes of an A-MSDU, up to the first that is cut.
func Dot11MSDUs(b []byte) func(yield func(Dot11MSDU) bool) {
	return func(yield func(Dot11MSDU) bool) {
		for len(b) >= 14 {
			n := 14 + int(Uint16(b, 12))
			if n > len(b) || !yield(Dot11MSDU{MAC(b), MAC(b[6:]), b[14:n]}) {
				return
			}
			b = b[min((n+3)&^3, len(b)):]
		}
	}
}
