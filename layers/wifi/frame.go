// Package wifi has IEEE 802.11 frames, as wireless interfaces in monitor mode capture
// them: with a radiotap, PPI, Prism or AVS header before each frame, or without.
// Importing it binds them to their link types.
//
//	p := packet.Packet{
//		&wifi.RadioTap{},
//		&wifi.Frame{Type: wire.Dot11Management, Subtype: 8, Addr1: wire.Broadcast, Addr2: ap, Addr3: ap},
//		&wifi.Beacon{Interval: 100, Elements: wifi.Elements{}.Add(wifi.SSID("net")).Add(wifi.Channel(6))},
//	}
//	rsn, ok := wifi.ValueOf[wifi.RSN](beacon.Elements)
//
// Elements and radiotap fields are kept as they are on the wire, so that nothing is
// lost; their values are made when they are asked for.
package wifi

//go:generate go run ../../internal/wiregen -wire ../../wire

import (
	"hash/crc32"

	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

type (
	// MAC is [wire.MAC].
	MAC = wire.MAC

	// Kind is [wire.Dot11Kind].
	Kind = wire.Dot11Kind
)

// Kinds says what the frames of each kind, type and subtype, carry.
var Kinds = packet.Table[Kind]{Name: "802.11 frame kind"}

// Frame is an IEEE 802.11 MAC header. IEEE 802.11-2020 §9.2.
//
// Type, Subtype and, for Addr4 and HTControl, the flags say which of the fields after
// Addr1 there are. They are the program's to choose: building a packet with a [Beacon]
// does not set Subtype.
//
// The frame check sequence is part of the capture only if the header before the frame
// says so, or the program that captured it knows: HasFCS. Some hardware pads the header
// to a multiple of four bytes: Padded.
//
//wire:header view=Dot11 name=Dot11 bind=layers.LinkTypes:link.IEEE80211
type Frame struct {
	Subtype   uint8          `bits:"4"`
	Type      wire.Dot11Type `bits:"2"`
	Version   uint8          `bits:"2"`   // 0
	Order     bool           `bits:"1"`   // +HTC: there is an HTControl, in QoS data and management frames
	Protected bool           `bits:"1"`   // the body is encrypted
	MoreData  bool           `bits:"1"`   // more is buffered for the station
	PowerMgmt bool           `bits:"1"`   // the station will be in power save mode
	Retry     bool           `bits:"1"`   // sent before
	MoreFrag  bool           `bits:"1"`   // another fragment follows
	FromDS    bool           `bits:"1"`   // from the distribution system, that is an access point
	ToDS      bool           `bits:"1"`   // to the distribution system
	Duration  uint16         `order:"le"` // microseconds, below 32768; or in PS-poll frames the association id
	Addr1     MAC            // receiver

	Addr2     MAC           `bits:"0"` // transmitter
	Addr3     MAC           `bits:"0"` // BSSID, source or destination
	Fragment  uint8         `bits:"0"` // number of the fragment, 4 bits
	Seq       uint16        `bits:"0"` // sequence number, 12 bits
	Addr4     MAC           `bits:"0"` // source, if ToDS and FromDS are set
	QoS       wire.Dot11QoS `bits:"0"` // of QoS data frames
	HTControl uint32        `bits:"0"` // if Order is set
	Padding   []byte        // to a multiple of four bytes, if Padded is set

	HasFCS bool                `bits:"0"` // an FCS is captured
	Padded bool                `bits:"0"` // the header is padded
	FCS    packet.Auto[uint32] `bits:"0"` // CRC-32 of header and payload

	packet.Summed
	cut bool // there was no room for an FCS
}

// Protocols of frames whose capture header says more about them. They are [FrameProto]
// for frames with an FCS, with padding, and with both.
var (
	frameFCSProto       = variant(func() packet.Layer { return &Frame{HasFCS: true} })
	framePaddedProto    = variant(func() packet.Layer { return &Frame{Padded: true} })
	framePaddedFCSProto = variant(func() packet.Layer { return &Frame{HasFCS: true, Padded: true} })
)

// variant returns FrameProto with another New.
func variant(make func() packet.Layer) *packet.Proto {
	p := *FrameProto
	p.New, p.Slab = make, nil
	return &p
}

// FrameWith returns the protocol of frames that are captured with an FCS or with
// padding after the header. It is for headers, and programs, that know it.
func FrameWith(fcs, padded bool) *packet.Proto {
	switch {
	case fcs && padded:
		return framePaddedFCSProto
	case fcs:
		return frameFCSProto
	case padded:
		return framePaddedProto
	}
	return FrameProto
}

// Proto implements [packet.Layer].
func (l *Frame) Proto() *packet.Proto { return FrameWith(l.HasFCS, l.Padded) }

// Kind returns type and subtype.
func (l *Frame) Kind() Kind { return Kind(l.Type&3<<4) | Kind(l.Subtype&15) }

// control returns the two bytes of the frame control field.
func (l *Frame) control() (b0, b1 byte) {
	b0 = l.Subtype<<4 | byte(l.Type&3)<<2
	for i, set := range [...]bool{l.ToDS, l.FromDS, l.MoreFrag, l.Retry, l.PowerMgmt, l.MoreData, l.Protected, l.Order} {
		b1 |= wire.Bit(set) << i
	}
	return b0, b1
}

func (l *Frame) layout() wire.Dot11Layout { return wire.Dot11LayoutOf(l.control()) }

// Has implements [packet.Sparse].
func (l *Frame) Has(i int) bool {
	x := l.layout()
	switch FrameProto.Fields[i].Name {
	case "Addr2":
		return x.Addresses() > 1
	case "Addr3":
		return x.Addresses() > 2
	case "Fragment", "Seq":
		return x.HasSeq()
	case "Addr4":
		return x.Addresses() > 3
	case "QoS":
		return x.HasQoS()
	case "HTControl":
		return x.HasHTControl()
	case "Padding", "Padded":
		return l.Padded
	case "FCS":
		return l.HasFCS && !l.cut
	}
	return true
}

const fcsLen = 4

func (l *Frame) parseBody(v wire.Dot11) (packet.Extent, error) {
	if l.Version != 0 {
		return packet.Extent{}, wire.ErrFormat
	}
	lay := v.Layout()
	n := lay.Len()
	if n > len(v) {
		return packet.Extent{}, packet.Need(wire.ErrShort, n)
	}
	l.Addr2, l.Addr3, l.Addr4 = v.Addr2(), v.Addr3(), v.Addr4()
	l.Fragment, l.Seq = uint8(v.SeqControl()&15), v.SeqControl()>>4
	l.QoS, l.HTControl = v.QoS(), v.HTControl()
	l.Padding, l.FCS, l.cut = nil, packet.Auto[uint32]{}, false
	end := len(v)
	if l.HasFCS {
		if l.cut = len(v) < n+fcsLen; !l.cut {
			end -= fcsLen
			l.FCS.Parse(wire.Uint32LE(v, end))
		}
	}
	if l.Padded {
		pad := min((n+3)&^3, end)
		l.Padding, n = v[n:pad], pad
	}
	return packet.Extent{Header: n, End: end, Next: l.next(v[n:end])}, nil
}

// next says what the body b of the frame is.
func (l *Frame) next(b []byte) packet.Next {
	k := l.Kind()
	switch {
	case l.Type == wire.Dot11Control || l.Type == wire.Dot11Extension:
		return Kinds.Next(k)
	case l.Protected:
		return packet.Is(cipherProto)
	case l.Fragment > 0:
		return packet.Next{}
	case l.Type == wire.Dot11Management:
		return Kinds.Next(k)
	case !k.HasData():
		return packet.Next{}
	case l.meshed(b):
		return packet.Is(MeshProto)
	case k.QoS() && l.QoS.AMSDU():
		return packet.Is(MSDUProto)
	}
	return Kinds.Next(k)
}

// meshed reports whether the body of a data frame begins with a mesh control field. Its
// bit in QoS means something else outside of a mesh, so what follows must look like it.
func (l *Frame) meshed(b []byte) bool {
	if !l.Kind().QoS() || l.QoS.High()&1 == 0 || !l.FromDS && l.ToDS {
		return false
	}
	n := wire.MeshLen
	if len(b) >= 1 {
		n += 6 * int(b[0]&3)
	}
	return len(b) >= n+3 && b[0]&^3 == 0 && b[0] != 3 && [3]byte(b[n:]) == [3]byte{0xaa, 0xaa, 3}
}

func (l *Frame) appendBody(b []byte, start int) ([]byte, error) {
	x := l.layout()
	if l.Fragment > 15 || l.Seq > 0xfff {
		return b, packet.FieldError("Dot11.Seq: too large")
	}
	if x.Addresses() > 1 {
		b = append(b, l.Addr2[:]...)
	}
	if x.Addresses() > 2 {
		b = append16(append(b, l.Addr3[:]...), l.Seq<<4|uint16(l.Fragment))
	}
	if x.Addresses() > 3 {
		b = append(b, l.Addr4[:]...)
	}
	if x.HasQoS() {
		b = append16(b, uint16(l.QoS))
	}
	if x.HasHTControl() {
		b = append32(b, l.HTControl)
	}
	if !l.Padded {
		return b, nil
	}
	if l.Padding != nil {
		return append(b, l.Padding...), nil
	}
	for (len(b)-start)%4 != 0 {
		b = append(b, 0)
	}
	return b, nil
}

// AppendTrailer implements [packet.Trailer].
func (l *Frame) AppendTrailer(b []byte) []byte {
	if l.HasFCS && !l.cut {
		b = append32(b, l.FCS.Get())
	}
	return b
}

func (l *Frame) finish(v wire.Dot11, c *packet.Context) {
	l.Note(packet.ChecksumNone)
	t := c.Tail()
	if !l.HasFCS || l.cut || len(t) < fcsLen {
		return
	}
	sum := crc32.ChecksumIEEE(v)
	if l.FCS.Settle(sum) {
		wire.PutUint32LE(t, 0, sum)
	}
	if l.Note(packet.ChecksumGood); l.FCS.Get() != sum {
		l.Note(packet.ChecksumBad)
	}
}

// Dst returns the final destination of a data or management frame.
func (l *Frame) Dst() MAC {
	if l.Type == wire.Dot11Data && l.ToDS {
		return l.Addr3
	}
	return l.Addr1
}

// Src returns the original source of a data or management frame.
func (l *Frame) Src() MAC {
	switch {
	case l.Type != wire.Dot11Data || !l.FromDS:
		return l.Addr2
	case l.ToDS:
		return l.Addr4
	}
	return l.Addr3
}

// BSSID returns the identifier of the BSS of a data or management frame, or zero if it
// does not say.
func (l *Frame) BSSID() MAC {
	switch {
	case l.Type != wire.Dot11Data || !l.FromDS && !l.ToDS:
		return l.Addr3
	case l.FromDS && l.ToDS:
		return MAC{}
	case l.FromDS:
		return l.Addr2
	}
	return l.Addr1
}

// Validate implements [packet.Validator].
func (l *Frame) Validate(c *packet.Context, report func(field string, class packet.Class, reason string)) {
	next, k := c.Next(), l.Kind()
	if p := Kinds.Proto(k); next != nil && !l.Protected && p != nil {
		if _, ok := Kinds.Key(next); ok && !Kinds.Means(k, next) {
			report("Subtype", packet.BadValue, "does not say what follows")
		}
	}
	if _, cipher := next.(cipher); cipher && !l.Protected {
		report("Protected", packet.BadValue, "is not set before an encrypted body")
	}
	if l.Type == wire.Dot11Management && (l.ToDS || l.FromDS) {
		report("ToDS", packet.Unusual, "is set in a management frame")
	}
	if l.Addr2.IsGroup() && l.Type != wire.Dot11Control {
		report("Addr2", packet.BadValue, "is a group address")
	}
	if l.Type == wire.Dot11Data && !k.HasData() && next != nil {
		report("Subtype", packet.Excess, "is of a frame without data")
	}
	if l.cut {
		report("FCS", packet.BadSize, "is missing")
	}
}

func append16(b []byte, x uint16) []byte { return append(b, byte(x), byte(x>>8)) }

func append32(b []byte, x uint32) []byte {
	return append(b, byte(x), byte(x>>8), byte(x>>16), byte(x>>24))
}

func init() {
	for _, k := range [...]Kind{wire.Dot11KindDataPlain, 0x21, 0x22, 0x23, wire.Dot11KindQoSData, 0x29, 0x2a, 0x2b} {
		Kinds.Bind(k, layers.LLCProto)
	}
	// Aruba's access points send frames to their controllers in GRE, with these types.
	for t := layers.EtherType(0x8200); t <= 0x83f0; t += 0x10 {
		layers.EtherTypes.Bind(t, FrameProto)
	}
}
