package wifi

import (
	"encoding/binary"
	"fmt"
	"iter"
	"strconv"
	"strings"

	"github.com/gocap-project/gocap/wire"
)

// RadioFields is the fields of a radiotap header in wire form, with the presence words:
// what is on the wire, no more and no less. The zero value has none.
type RadioFields []byte

// A RadioValue is the value of a radiotap field.
type RadioValue interface {
	// Bit returns which field the value is of.
	Bit() wire.RadioTapBit

	// String returns the value for people.
	String() string
}

// The values of radiotap fields. Structs have the field's numbers in their order, those
// that are called Known or Data1 say which of the others are valid. radiotap.org,
// "Defined fields".
type (
	TSFT           uint64 // microseconds of the MAC's timer when the frame arrived
	RadioFlags     wire.RadioTapFlag
	RadioRate      uint8 // in units of 500 kbit/s
	DBMSignal      int8  // dBm
	DBMNoise       int8  // dBm
	LockQuality    uint16
	TXAttenuation  uint16 // unitless
	DBTXAtten      uint16 // dB
	DBMTXPower     int8   // dBm
	Antenna        uint8
	DBSignal       uint8  // dB from an arbitrary value
	DBNoise        uint8  // dB from an arbitrary value
	RXFlags        uint16 // 2: bad PLCP CRC
	TXFlags        uint16 // 1 failed, 2 CTS, 4 RTS, 8 no ack, 0x10 no sequence number, 0x20 do not reorder
	RTSRetries     uint8
	DataRetries    uint8
	ZeroLengthPSDU uint8 // 0 sounding, 1 not captured, 0xff vendor's

	// RadioChannel is where the frame was captured.
	RadioChannel struct {
		Freq  uint16 // MHz
		Flags uint16 // the lower half of wire.RadioTapChannelFlag
	}

	// FHSS is of frequency hopping radios.
	FHSS struct{ HopSet, Pattern uint8 }

	// XChannel is an extended channel.
	XChannel struct {
		Flags    wire.RadioTapChannelFlag
		Freq     uint16 // MHz
		Channel  uint8
		MaxPower uint8 // in units of 0.5 dBm
	}

	// MCS is the modulation and coding of an HT frame.
	MCS struct{ Known, Flags, Index uint8 }

	// AMPDU says of which A-MPDU the frame was part.
	AMPDU struct {
		Reference uint32 // same for all frames of the A-MPDU
		Flags     uint16
		Delimiter uint8 // CRC of the delimiter
		Reserved  uint8
	}

	// VHT is the modulation of a VHT frame.
	VHT struct {
		Known      uint16
		Flags      uint8
		Bandwidth  uint8
		MCSNSS     [4]uint8 // of up to four users: MCS in the upper half, number of streams in the lower
		Coding     uint8    // a bit for each user: LDPC
		GroupID    uint8
		PartialAID uint16
	}

	// Timestamp is a more exact time than TSFT.
	Timestamp struct {
		Time     uint64
		Accuracy uint16
		Unit     uint8 // lower half: 0 ms, 1 µs, 3 ns; upper half: what part of the frame it is of
		Flags    uint8 // 1: 32-bit counter, 2: Accuracy is known
	}

	// HE is the modulation of an HE frame.
	HE struct{ Data1, Data2, Data3, Data4, Data5, Data6 uint16 }

	// HEMU is of an HE frame to several users.
	HEMU struct {
		Flags1, Flags2 uint16
		RU1, RU2       [4]uint8
	}

	// HEMUOther is of an HE frame to several users, for another user.
	HEMUOther struct {
		User1, User2  uint16
		RU            uint8
		ChannelNumber uint8
	}

	// LSIG is an L-SIG field.
	LSIG struct{ Data1, Data2 uint16 }
)

// Bit implements [RadioValue].
func (TSFT) Bit() wire.RadioTapBit { return wire.RadioTapTSFT }

// Bit implements [RadioValue].
func (RadioFlags) Bit() wire.RadioTapBit { return wire.RadioTapFlags }

// Bit implements [RadioValue].
func (RadioRate) Bit() wire.RadioTapBit { return wire.RadioTapRate }

// Bit implements [RadioValue].
func (RadioChannel) Bit() wire.RadioTapBit { return wire.RadioTapChannel }

// Bit implements [RadioValue].
func (FHSS) Bit() wire.RadioTapBit { return wire.RadioTapFHSS }

// Bit implements [RadioValue].
func (DBMSignal) Bit() wire.RadioTapBit { return wire.RadioTapDBMSignal }

// Bit implements [RadioValue].
func (DBMNoise) Bit() wire.RadioTapBit { return wire.RadioTapDBMNoise }

// Bit implements [RadioValue].
func (LockQuality) Bit() wire.RadioTapBit { return wire.RadioTapLockQuality }

// Bit implements [RadioValue].
func (TXAttenuation) Bit() wire.RadioTapBit { return wire.RadioTapTXAttenuation }

// Bit implements [RadioValue].
func (DBTXAtten) Bit() wire.RadioTapBit { return wire.RadioTapDBTXAtten }

// Bit implements [RadioValue].
func (DBMTXPower) Bit() wire.RadioTapBit { return wire.RadioTapDBMTXPower }

// Bit implements [RadioValue].
func (Antenna) Bit() wire.RadioTapBit { return wire.RadioTapAntenna }

// Bit implements [RadioValue].
func (DBSignal) Bit() wire.RadioTapBit { return wire.RadioTapDBSignal }

// Bit implements [RadioValue].
func (DBNoise) Bit() wire.RadioTapBit { return wire.RadioTapDBNoise }

// Bit implements [RadioValue].
func (RXFlags) Bit() wire.RadioTapBit { return wire.RadioTapRXFlags }

// Bit implements [RadioValue].
func (TXFlags) Bit() wire.RadioTapBit { return wire.RadioTapTXFlags }

// Bit implements [RadioValue].
func (RTSRetries) Bit() wire.RadioTapBit { return wire.RadioTapRTSRetries }

// Bit implements [RadioValue].
func (DataRetries) Bit() wire.RadioTapBit { return wire.RadioTapDataRetries }

// Bit implements [RadioValue].
func (XChannel) Bit() wire.RadioTapBit { return wire.RadioTapXChannel }

// Bit implements [RadioValue].
func (MCS) Bit() wire.RadioTapBit { return wire.RadioTapMCS }

// Bit implements [RadioValue].
func (AMPDU) Bit() wire.RadioTapBit { return wire.RadioTapAMPDU }

// Bit implements [RadioValue].
func (VHT) Bit() wire.RadioTapBit { return wire.RadioTapVHT }

// Bit implements [RadioValue].
func (Timestamp) Bit() wire.RadioTapBit { return wire.RadioTapTimestamp }

// Bit implements [RadioValue].
func (HE) Bit() wire.RadioTapBit { return wire.RadioTapHE }

// Bit implements [RadioValue].
func (HEMU) Bit() wire.RadioTapBit { return wire.RadioTapHEMU }

// Bit implements [RadioValue].
func (HEMUOther) Bit() wire.RadioTapBit { return wire.RadioTapHEMUOther }

// Bit implements [RadioValue].
func (ZeroLengthPSDU) Bit() wire.RadioTapBit { return wire.RadioTapZeroLengthPSDU }

// Bit implements [RadioValue].
func (LSIG) Bit() wire.RadioTapBit { return wire.RadioTapLSIG }

func (v TSFT) String() string           { return strconv.FormatUint(uint64(v), 10) + " µs" }
func (v RadioFlags) String() string     { return wire.RadioTapFlag(v).String() }
func (v RadioRate) String() string      { return halves(int(v)) + " Mb/s" }
func (v DBMSignal) String() string      { return strconv.Itoa(int(v)) + " dBm" }
func (v DBMNoise) String() string       { return strconv.Itoa(int(v)) + " dBm" }
func (v LockQuality) String() string    { return strconv.Itoa(int(v)) }
func (v TXAttenuation) String() string  { return strconv.Itoa(int(v)) }
func (v DBTXAtten) String() string      { return strconv.Itoa(int(v)) + " dB" }
func (v DBMTXPower) String() string     { return strconv.Itoa(int(v)) + " dBm" }
func (v Antenna) String() string        { return strconv.Itoa(int(v)) }
func (v DBSignal) String() string       { return strconv.Itoa(int(v)) + " dB" }
func (v DBNoise) String() string        { return strconv.Itoa(int(v)) + " dB" }
func (v RXFlags) String() string        { return fmt.Sprintf("%#x", uint16(v)) }
func (v TXFlags) String() string        { return fmt.Sprintf("%#x", uint16(v)) }
func (v RTSRetries) String() string     { return strconv.Itoa(int(v)) }
func (v DataRetries) String() string    { return strconv.Itoa(int(v)) }
func (v ZeroLengthPSDU) String() string { return strconv.Itoa(int(v)) }
func (v FHSS) String() string           { return fmt.Sprintf("set %d pattern %d", v.HopSet, v.Pattern) }
func (v HE) String() string {
	return fmt.Sprintf("%04x %04x %04x %04x %04x %04x", v.Data1, v.Data2, v.Data3, v.Data4, v.Data5, v.Data6)
}
func (v HEMU) String() string {
	return fmt.Sprintf("flags %04x %04x RU %x %x", v.Flags1, v.Flags2, v.RU1, v.RU2)
}
func (v HEMUOther) String() string {
	return fmt.Sprintf("user %04x %04x RU %d channel %d", v.User1, v.User2, v.RU, v.ChannelNumber)
}
func (v LSIG) String() string { return fmt.Sprintf("rate %d length %d", v.Data2&15, v.Data2>>4) }

func (v RadioChannel) String() string {
	return fmt.Sprintf("%d MHz %v", v.Freq, wire.RadioTapChannelFlag(v.Flags))
}

func (v XChannel) String() string {
	return fmt.Sprintf("%d %d MHz %v", v.Channel, v.Freq, v.Flags)
}

// The bits of MCS.Known.
const (
	mcsBandwidth = 1 << iota
	mcsIndex
	mcsGuard
	mcsFormat
	mcsFEC
	mcsSTBC
)

func (v MCS) String() string {
	var s []string
	if v.Known&mcsIndex != 0 {
		s = append(s, strconv.Itoa(int(v.Index)))
	}
	if v.Known&mcsBandwidth != 0 {
		s = append(s, [...]string{"20 MHz", "40 MHz", "20L", "20U"}[v.Flags&3])
	}
	if v.Known&mcsGuard != 0 {
		s = append(s, [...]string{"long GI", "short GI"}[v.Flags>>2&1])
	}
	if v.Known&mcsFormat != 0 && v.Flags&8 != 0 {
		s = append(s, "greenfield")
	}
	if v.Known&mcsFEC != 0 && v.Flags&16 != 0 {
		s = append(s, "LDPC")
	}
	if v.Known&mcsSTBC != 0 && v.Flags&0x60 != 0 {
		s = append(s, "STBC "+strconv.Itoa(int(v.Flags>>5&3)))
	}
	return strings.Join(s, " ")
}

func (v AMPDU) String() string { return fmt.Sprintf("reference %d flags %#x", v.Reference, v.Flags) }

func (v VHT) String() string {
	s := fmt.Sprintf("known %#x flags %#x bandwidth %d", v.Known, v.Flags, v.Bandwidth)
	for i, x := range v.MCSNSS {
		if x != 0 {
			s += fmt.Sprintf(" user %d MCS %d NSS %d", i, x>>4, x&15)
		}
	}
	return s
}

func (v Timestamp) String() string {
	return fmt.Sprintf("%d unit %d at %d", v.Time, v.Unit&15, v.Unit>>4)
}

// halves returns x/2 with a decimal.
func halves(x int) string { return strconv.Itoa(x/2) + "." + strconv.Itoa(x%2*5) }

// radioValue returns the value of a field, or nil if it has none.
func radioValue(x wire.RadioTapField) RadioValue {
	switch x.Bit {
	case wire.RadioTapTSFT:
		return as[TSFT](x.Data)
	case wire.RadioTapFlags:
		return as[RadioFlags](x.Data)
	case wire.RadioTapRate:
		return as[RadioRate](x.Data)
	case wire.RadioTapChannel:
		return as[RadioChannel](x.Data)
	case wire.RadioTapFHSS:
		return as[FHSS](x.Data)
	case wire.RadioTapDBMSignal:
		return as[DBMSignal](x.Data)
	case wire.RadioTapDBMNoise:
		return as[DBMNoise](x.Data)
	case wire.RadioTapLockQuality:
		return as[LockQuality](x.Data)
	case wire.RadioTapTXAttenuation:
		return as[TXAttenuation](x.Data)
	case wire.RadioTapDBTXAtten:
		return as[DBTXAtten](x.Data)
	case wire.RadioTapDBMTXPower:
		return as[DBMTXPower](x.Data)
	case wire.RadioTapAntenna:
		return as[Antenna](x.Data)
	case wire.RadioTapDBSignal:
		return as[DBSignal](x.Data)
	case wire.RadioTapDBNoise:
		return as[DBNoise](x.Data)
	case wire.RadioTapRXFlags:
		return as[RXFlags](x.Data)
	case wire.RadioTapTXFlags:
		return as[TXFlags](x.Data)
	case wire.RadioTapRTSRetries:
		return as[RTSRetries](x.Data)
	case wire.RadioTapDataRetries:
		return as[DataRetries](x.Data)
	case wire.RadioTapXChannel:
		return as[XChannel](x.Data)
	case wire.RadioTapMCS:
		return as[MCS](x.Data)
	case wire.RadioTapAMPDU:
		return as[AMPDU](x.Data)
	case wire.RadioTapVHT:
		return as[VHT](x.Data)
	case wire.RadioTapTimestamp:
		return as[Timestamp](x.Data)
	case wire.RadioTapHE:
		return as[HE](x.Data)
	case wire.RadioTapHEMU:
		return as[HEMU](x.Data)
	case wire.RadioTapHEMUOther:
		return as[HEMUOther](x.Data)
	case wire.RadioTapZeroLengthPSDU:
		return as[ZeroLengthPSDU](x.Data)
	case wire.RadioTapLSIG:
		return as[LSIG](x.Data)
	}
	return nil
}

// as returns d as a value of numbers in little-endian order, or the zero value if d is too
// short.
func as[T any](d []byte) T {
	var v T
	_, _ = binary.Decode(d, binary.LittleEndian, &v)
	return v
}

// All yields the fields in order, up to the first that does not fit or is not known.
func (f RadioFields) All() iter.Seq[wire.RadioTapField] { return wire.RadioTapFields(f).All() }

// RadioOf returns the first value of type T: for a frame that was received by several
// antennas, that of the frame as a whole.
//
//	signal, ok := wifi.RadioOf[wifi.DBMSignal](tap.Fields)
func RadioOf[T RadioValue](f RadioFields) (v T, ok bool) {
	d, ok := wire.RadioTapFields(f).Get(v.Bit())
	if !ok {
		return v, false
	}
	return as[T](d), true
}

// With returns f with the value, in place of the first of its kind if there is one.
// What a walk of f does not reach is left out.
//
//	tap.Fields = tap.Fields.With(wifi.RadioFlags(wire.RadioTapFCS)).With(wifi.DBMSignal(-40))
func (f RadioFields) With(v RadioValue) RadioFields {
	data, err := binary.Append(nil, binary.LittleEndian, v)
	if err != nil { // a type that is not of this package, and no number
		return f
	}
	added := wire.RadioTapField{Bit: v.Bit(), Data: data}
	var list []wire.RadioTapField
	for x := range f.All() {
		if x.Bit == wire.RadioTapTLV {
			break
		}
		if added.Data != nil && x.Word == 0 && x.Bit == added.Bit {
			x.Data, added.Data = added.Data, nil
		}
		if added.Data != nil && (x.Word > 0 || x.Bit > added.Bit) {
			list, added.Data = append(list, added), nil
		}
		list = append(list, x)
	}
	if added.Data != nil {
		list = append(list, added)
	}
	return f.layOut(list)
}

// layOut returns presence words like those of f, and the fields.
func (f RadioFields) layOut(list []wire.RadioTapField) RadioFields {
	const prefix, structure = 4, 7 << 29 // namespace, vendor, more
	words := max(1, wire.RadioTapFields(f).Words())
	out := make(RadioFields, 4*words, 4*words+16*len(list))
	for i := range words {
		if vendor := i > 0 && f[4*i-1]&0x40 != 0; 4*i < len(f) && vendor {
			copy(out[4*i:4*i+4], f[4*i:])
		} else if 4*i+4 <= len(f) {
			wire.PutUint32LE(out, 4*i, wire.Uint32LE(f, 4*i)&structure)
		}
	}
	for _, x := range list {
		_, align := x.Bit.Layout()
		for (len(out)+prefix)%max(1, align) != 0 {
			out = append(out, 0)
		}
		wire.PutUint32LE(out, 4*x.Word, wire.Uint32LE(out, 4*x.Word)|1<<x.Bit)
		out = append(out, x.Data...)
	}
	return out
}

// String returns the fields as "TSFT 10016360 µs; rate 1.0 Mb/s; antenna 1".
func (f RadioFields) String() string {
	var s []string
	for x := range f.All() {
		switch v := radioValue(x); {
		case x.Bit == wire.RadioTapVendor:
			s = append(s, fmt.Sprintf("vendor %06x %d %x", x.OUI, x.Vendor, x.Data[6:]))
		case v == nil:
			s = append(s, fmt.Sprintf("%v %x", x.Bit, x.Data))
		default:
			s = append(s, x.Bit.String()+" "+v.String())
		}
	}
	if w := wire.RadioTapFields(f); len(f) > 0 && !w.Whole() {
		s = append(s, "…")
	}
	return strings.Join(s, "; ")
}

// PPIFields is the fields of a PPI header in wire form.
type PPIFields []byte

// PPICommon is the number of PPI's field "802.11-Common".
const PPICommon = 2

// A PPIField is one field.
type PPIField struct {
	Type uint16
	Data []byte
}

// All yields the fields in order, up to the first that does not fit.
func (f PPIFields) All() iter.Seq[PPIField] {
	return func(yield func(PPIField) bool) {
		for b := []byte(f); len(b) >= 4; {
			n := 4 + int(wire.Uint16LE(b, 2))
			if n > len(b) || !yield(PPIField{wire.Uint16LE(b, 0), b[4:n:n]}) {
				return
			}
			b = b[n:]
		}
	}
}

// Add returns f with another field.
func (f PPIFields) Add(typ uint16, data []byte) PPIFields {
	return append(append16(append16(f[:len(f):len(f)], typ), uint16(len(data))), data...)
}

// Common is PPI's field "802.11-Common".
type Common struct {
	TSF                uint64 // microseconds
	Flags              uint16 // 1: there is an FCS, 2: TSF is in milliseconds, 4: bad FCS, 8: PHY error
	Rate               uint16 // in units of 500 kbit/s
	Freq               uint16 // MHz
	ChannelFlags       uint16 // lower half of wire.RadioTapChannelFlag
	HopSet, HopPattern uint8
	Signal, Noise      int8 // dBm
}

// Common returns PPI's field "802.11-Common".
func (f PPIFields) Common() (x Common, ok bool) {
	for p := range f.All() {
		if p.Type == PPICommon && len(p.Data) >= 20 {
			return as[Common](p.Data), true
		}
	}
	return x, false
}

func (f PPIFields) hasFCS() bool {
	for p := range f.All() {
		if p.Type == PPICommon && len(p.Data) >= 10 {
			return p.Data[8]&1 != 0
		}
	}
	return false
}

var ppiTypes = map[uint16]string{2: "802.11-Common", 3: "802.11n MAC", 4: "802.11n MAC+PHY", 5: "spectrum map",
	6: "process information", 7: "capture information", 8: "aggregation", 9: "802.3"}

// String returns the fields.
func (f PPIFields) String() string {
	var s []string
	for p := range f.All() {
		name := ppiTypes[p.Type]
		if name == "" {
			name = "type " + strconv.Itoa(int(p.Type))
		}
		if x, ok := f.Common(); ok && p.Type == PPICommon {
			s = append(s, fmt.Sprintf("%s %+v", name, x))
			continue
		}
		s = append(s, fmt.Sprintf("%s %x", name, p.Data))
	}
	return strings.Join(s, "; ")
}
