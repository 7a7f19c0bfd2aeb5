// Package bluetooth has the link layer of Bluetooth Low Energy, as sniffers capture it, and
// packets of the Host Controller Interface. Importing it binds them to their link types.
//
//	adv := packet.Get[bluetooth.Advertising](p)
//	fmt.Println(adv.Type, adv.Address)
package bluetooth

//go:generate go run ../../internal/wiregen -wire ../../wire

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// Radio is what a sniffer tells of a Low Energy packet, before it. LINKTYPE_BLUETOOTH_LE_LL_WITH_PHDR.
//
//wire:header view=BLERadio name=BLERadio bind=layers.LinkTypes:link.BluetoothLELLWithPhdr
type Radio struct {
	Channel   uint8  // RF channel, 0 to 39: 2402 MHz + 2 MHz each
	Signal    uint8  // dBm, signed
	Noise     uint8  // dBm, signed
	Offenses  uint8  // bits of the access address that were wrong
	Reference uint32 `order:"le"` // access address that was looked for
	Flags     uint16 `order:"le"` // says which of the fields are valid, and what was checked
}

// coded is the PHY, in the top bits of Flags, that has another byte after the access address.
const coded = 2

func (l *Radio) extent(v wire.BLERadio) packet.Extent {
	x := packet.Extent{Header: wire.BLERadioLen, End: len(v)}
	if l.Flags>>14 != coded {
		x.Next = packet.Is(LinkProto)
	}
	return x
}

// AdvertisingAddress is the access address of advertising channel packets.
const AdvertisingAddress = 0x8e89bed6

// Link is a Bluetooth Low Energy link layer packet. IEEE 802.15.1, Bluetooth Core 5.4 §6.B.2.1.
//
// The CRC of data channel packets begins with a number that the connection request has, so
// that only that of advertising is verified.
//
//wire:header view=BLELink name=BLELink bind=layers.LinkTypes:link.BluetoothLELL
type Link struct {
	AccessAddress packet.Auto[uint32] `order:"le" next:"-"`

	CRC packet.Auto[uint32] `bits:"0"` // 24 bits, after the payload

	packet.Summed
	cut bool // there was no room for a CRC
}

const crcLen = 3

func (l *Link) extent(v wire.BLELink) packet.Extent {
	x := packet.Extent{Header: wire.BLELinkLen, End: len(v) - crcLen, Next: packet.Is(DataProto)}
	l.CRC = packet.Auto[uint32]{}
	if v.AccessAddress() == AdvertisingAddress {
		x.Next = packet.Is(AdvertisingProto)
	}
	if l.cut = x.End < x.Header; l.cut {
		x.End = len(v)
		return x
	}
	c := v[x.End:]
	l.CRC.Parse(uint32(c[0]) | uint32(c[1])<<8 | uint32(c[2])<<16)
	return x
}

func (l *Link) finish(v wire.BLELink, c *packet.Context) {
	switch c.Next().(type) {
	case *Advertising:
		l.settleAccessAddress(v, AdvertisingAddress)
	default:
		l.AccessAddress.Hold()
	}
	l.Note(packet.ChecksumNone)
	t := c.Tail()
	if l.cut || len(t) < crcLen {
		return
	}
	if v.AccessAddress() != AdvertisingAddress {
		l.CRC.Hold()
		l.Note(packet.ChecksumUnverified)
		return
	}
	sum := crc24(0xaaaaaa, v[wire.BLELinkLen:])
	if l.CRC.Settle(sum) {
		t[0], t[1], t[2] = byte(sum), byte(sum>>8), byte(sum>>16)
	}
	if l.Note(packet.ChecksumGood); l.CRC.Get() != sum {
		l.Note(packet.ChecksumBad)
	}
}

// crc24 returns the CRC of b, as it is sent, lowest byte first. The shift register's bits are in
// the order they are sent. Bluetooth Core 5.4 §6.B.3.1.1.
func crc24(crc uint32, b []byte) uint32 {
	for _, c := range b {
		crc ^= uint32(c)
		for range 8 {
			crc = crc>>1 ^ 0xda6000*(crc&1)
		}
	}
	return crc
}

// AppendTrailer implements [packet.Trailer].
func (l *Link) AppendTrailer(b []byte) []byte {
	if l.cut {
		return b
	}
	c := l.CRC.Get()
	return append(b, byte(c), byte(c>>8), byte(c>>16))
}

// AdvertisingType says what an advertising channel packet is.
type AdvertisingType = wire.BLEAdvertisingType

// Advertising is an advertising channel packet. IEEE 802.15.1, Bluetooth Core 5.4 §6.B.2.3.
//
//wire:header view=BLEAdvertising name=BLEAdvertising
type Advertising struct {
	RxAdd    bool               `bits:"1"` // the target's address is random
	TxAdd    bool               `bits:"1"` // the sender's address is random
	ChSel    bool               `bits:"1"` // the channel selection algorithm #2 is supported
	Reserved bool               `bits:"1"`
	Type     AdvertisingType    `bits:"4"`
	Length   packet.Auto[uint8] // of what follows

	Sender  wire.MAC                `bits:"0"` // of the types that have it; on the wire the least significant byte is first
	Target  wire.MAC                `bits:"0"` // of ADV_DIRECT_IND, SCAN_REQ (the advertiser) and CONNECT_IND (the advertiser)
	Data    wire.BLEAdvertisingData // of the types that advertise
	Rest    []byte                  // of other types: parameters of the connection, an extended header
	Trailer []byte

	bare bool // it was parsed without the addresses that it should have
}

// has returns what a packet of l's type has after its header.
func (l *Advertising) has() (addresses int, data bool) {
	if l.bare {
		return 0, false
	}
	n := l.Type.Addresses()
	return n, n == 1
}

// Has implements [packet.Sparse].
func (l *Advertising) Has(i int) bool {
	n, data := l.has()
	switch AdvertisingProto.Fields[i].Name {
	case "Sender":
		return n > 0
	case "Target":
		return n > 1
	case "Data":
		return data
	case "Rest":
		return !data
	}
	return true
}

func (l *Advertising) extent(v wire.BLEAdvertising) packet.Extent {
	end := min(wire.BLEAdvertisingLen+int(v.Length()), len(v))
	b := v[wire.BLEAdvertisingLen:end:end]
	l.Sender, l.Target, l.Data, l.Rest = wire.MAC{}, wire.MAC{}, nil, nil
	l.bare = len(b) < addrLen*l.Type.Addresses()
	n, data := l.has()
	for i, a := range []*wire.MAC{&l.Sender, &l.Target}[:n] {
		*a = reversed(b[addrLen*i:])
	}
	if b = b[addrLen*n:]; data {
		l.Data = wire.BLEAdvertisingData(b)
	} else {
		l.Rest = b
	}
	l.Trailer = v[end:]
	return packet.Extent{Header: end, End: end}
}

const addrLen = 6

// reversed returns the address that b begins with, least significant byte first.
func reversed(b []byte) (a wire.MAC) {
	for i := range a {
		a[i] = b[len(a)-1-i]
	}
	return a
}

func (l *Advertising) appendBody(b []byte, _ int) ([]byte, error) {
	start := len(b)
	n, data := l.has()
	for _, a := range []wire.MAC{l.Sender, l.Target}[:n] {
		a = reversed(a[:])
		b = append(b, a[:]...)
	}
	if data {
		b = append(b, l.Data...)
	} else {
		b = append(b, l.Rest...)
	}
	if len(b)-start > 255 {
		return b, packet.FieldError("BLEAdvertising.Data, Rest: too long")
	}
	return b, nil
}

func (l *Advertising) finish(v wire.BLEAdvertising, c *packet.Context) {
	l.settleLength(v, uint8(c.Header-wire.BLEAdvertisingLen))
}

// AppendTrailer implements [packet.Trailer].
func (l *Advertising) AppendTrailer(b []byte) []byte { return append(b, l.Trailer...) }

// Validate implements [packet.Validator].
func (l *Advertising) Validate(_ *packet.Context, report func(field string, class packet.Class, reason string)) {
	if l.Data.Malformed() {
		report("Data", packet.BadSize, "an element runs out of the packet")
	}
	if l.bare {
		report("", packet.BadSize, "has no room for the addresses of its type")
	}
}

// Data is a data channel packet. IEEE 802.15.1, Bluetooth Core 5.4 §6.B.2.4.
//
//wire:header view=BLEData name=BLEData
type Data struct {
	Reserved uint8              `bits:"2"`
	CTE      bool               `bits:"1"` // there is constant tone extension information
	MD       bool               `bits:"1"` // more data
	SN       bool               `bits:"1"` // sequence number
	NESN     bool               `bits:"1"` // next expected sequence number
	LLID     uint8              `bits:"2"` // 1 continuation or empty, 2 start of a message, 3 control
	Length   packet.Auto[uint8] // of the payload

	Trailer []byte
}

func (l *Data) extent(v wire.BLEData) packet.Extent {
	end := min(wire.BLEDataLen+int(v.Length()), len(v))
	l.Trailer = v[end:]
	x := packet.Extent{Header: wire.BLEDataLen, End: end}
	if l.LLID == 2 && !l.CTE && isL2CAP(v[wire.BLEDataLen:end]) {
		x.Next = packet.Is(L2CAPProto)
	}
	return x
}

// isL2CAP reports whether b can be the start of a message. It is not if the link is encrypted, which
// the packet does not say: then the length seldom fits.
func isL2CAP(b []byte) bool {
	const unfragmented = 27 // bytes that every packet can carry
	if len(b) < wire.L2CAPLen {
		return false
	}
	v := wire.L2CAP(b)
	n, there := int(v.Length()), len(b)-wire.L2CAPLen
	fixed := v.Channel() >= 1 && v.Channel() <= 7
	return (fixed || v.Channel() >= 0x40) && (n == there || n > there && len(b) >= unfragmented)
}

func (l *Data) finish(v wire.BLEData, c *packet.Context) {
	if n := len(v) - c.Header; n < 256 {
		l.settleLength(v, uint8(n))
		return
	}
	l.Length.Hold()
}

// AppendTrailer implements [packet.Trailer].
func (l *Data) AppendTrailer(b []byte) []byte { return append(b, l.Trailer...) }

// Channels says what is in the messages of a fixed logical channel.
var Channels = packet.Table[wire.L2CAPChannel]{Name: "L2CAP channel"}

// L2CAP is the header of a logical link control and adaptation protocol message.
// IEEE 802.15.1, Bluetooth Core 5.4 §3.A.3.1.
//
// Length may be more than there is: the rest is in other packets.
//
//wire:header view=L2CAP
type L2CAP struct {
	Length  packet.Auto[uint16]            `order:"le"`                 // of the payload
	Channel packet.Auto[wire.L2CAPChannel] `order:"le" next:"Channels"` // what the message is

	Trailer []byte
}

func (l *L2CAP) extent(v wire.L2CAP) packet.Extent {
	end := min(wire.L2CAPLen+int(v.Length()), len(v))
	l.Trailer = v[end:]
	return packet.Extent{Header: wire.L2CAPLen, End: end, Next: Channels.Next(v.Channel())}
}

func (l *L2CAP) finish(v wire.L2CAP, c *packet.Context) {
	n := len(v) - c.Header
	if int(l.Length.Get()) > n {
		l.Length.Suggest(uint16(n)) // it goes on elsewhere
		if l.Length.Automatic() {
			v.SetLength(uint16(n))
		}
		return
	}
	l.settleLength(v, uint16(n))
}

// AppendTrailer implements [packet.Trailer].
func (l *L2CAP) AppendTrailer(b []byte) []byte { return append(b, l.Trailer...) }
