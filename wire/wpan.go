package wire

// WPANType is the type of an IEEE 802.15.4 frame. IEEE 802.15.4-2020 table 7-1.
type WPANType uint8

// The types of frames.
const (
	WPANBeaconFrame WPANType = iota
	WPANData
	WPANAck
	WPANCommandFrame
	WPANReserved
	WPANMultipurpose
	WPANFragment
	WPANExtended
)

func (t WPANType) String() string {
	if t > WPANExtended {
		return itoa(int(t))
	}
	return [...]string{"beacon", "data", "ack", "command", "reserved", "multipurpose", "fragment", "extended"}[t]
}

// WPANMode says what kind of address there is. IEEE 802.15.4-2020 table 7-3.
type WPANMode uint8

// The kinds of addresses.
const (
	WPANNone     WPANMode = 0
	WPANShort    WPANMode = 2 // 16 bits
	WPANLong     WPANMode = 3 // 64 bits
	wpanReserved WPANMode = 1
)

func (m WPANMode) String() string { return [...]string{"none", "reserved", "short", "extended"}[m&3] }

// Len returns the length of such an address in bytes.
func (m WPANMode) Len() int { return [...]int{0, 0, 2, 8}[m&3] }

// WPANCommandID says what a command is. IEEE 802.15.4-2020 table 7-49.
type WPANCommandID uint8

func (c WPANCommandID) String() string {
	return nameIn([]string{"", "association request", "association response", "disassociation notification", "data request",
		"PAN ID conflict notification", "orphan notification", "beacon request", "coordinator realignment", "GTS request",
		"TRLE management request", "TRLE management response"}, int(c))
}

// A WPANLayout says where the fields of an IEEE 802.15.4 header are, as its frame control
// field has it. Fields that are not there have no length.
type WPANLayout struct {
	Seq, DstPAN, Dst, SrcPAN, Src int // offsets
	Len                           int // of the header up to the addresses' end
	HasSeq, HasDstPAN, HasSrcPAN  bool
}

// WPANLayoutOf returns the layout that the two bytes of a frame control field stand for.
// It is not ok for frames of other forms and for reserved modes of addresses.
func WPANLayoutOf(control0, control1 byte) (x WPANLayout, ok bool) {
	v := WPAN{control0, control1}
	if v.Type() > WPANCommandFrame || v.DstMode() == wpanReserved || v.SrcMode() == wpanReserved {
		return x, false
	}
	dst, src, compressed := v.DstMode(), v.SrcMode(), v.PANCompression()
	x.HasSeq = v.Version() < 2 || !v.SeqSuppressed()
	x.HasDstPAN, x.HasSrcPAN = dst != WPANNone, src != WPANNone && !(compressed && dst != WPANNone)
	if v.Version() == 2 {
		x.HasDstPAN, x.HasSrcPAN = wpanPANs(dst, src, compressed)
	}
	n := WPANLen
	field := func(at *int, size int, there bool) {
		if *at = n; there {
			n += size
		}
	}
	field(&x.Seq, 1, x.HasSeq)
	field(&x.DstPAN, 2, x.HasDstPAN)
	field(&x.Dst, dst.Len(), true)
	field(&x.SrcPAN, 2, x.HasSrcPAN)
	field(&x.Src, src.Len(), true)
	x.Len = n
	return x, true
}

// wpanPANs says which PAN identifiers a frame of version 2 has. IEEE 802.15.4-2020 table 7-2.
func wpanPANs(dst, src WPANMode, compressed bool) (hasDst, hasSrc bool) {
	switch {
	case dst == WPANNone && src == WPANNone:
		return compressed, false
	case src == WPANNone:
		return !compressed, false
	case dst == WPANNone:
		return false, !compressed
	case dst == WPANLong && src == WPANLong:
		return !compressed, false
	}
	return true, !compressed
}

// CRC16 returns the frame check sequence of IEEE 802.15.4, that of ITU-T, of b.
// IEEE 802.15.4-2020 §7.2.11. It is sent with the low byte first.
func CRC16(b []byte) (crc uint16) {
	for _, c := range b {
		crc ^= uint16(c)
		for range 8 {
			crc = crc>>1 ^ 0x8408*(crc&1)
		}
	}
	return crc
}
