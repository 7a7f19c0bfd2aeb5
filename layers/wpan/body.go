package wpan

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// Beacon is the body of a beacon. IEEE 802.15.4-2020 §7.3.1.
//
//wire:header view=WPANBeacon name=WPANBeacon bind=Types:wire.WPANBeaconFrame
type Beacon struct {
	SuperframeOrder uint8 `bits:"4"` // exponent; 15 is none
	BeaconOrder     uint8 `bits:"4"` // exponent; 15 is none
	AssocPermit     bool  `bits:"1"`
	Coordinator     bool  `bits:"1"` // sent by the PAN's coordinator
	Reserved        bool  `bits:"1"`
	BatteryLife     bool  `bits:"1"` // battery life extension
	FinalCAPSlot    uint8 `bits:"4"`
	GTSPermit       bool  `bits:"1"`
	Reserved2       uint8 `bits:"4"`
	GTSCount        uint8 `bits:"3"`

	GTS     []byte // directions and descriptors, if GTSCount is not 0
	Pending []byte // specification and addresses of stations with data waiting
}

func (l *Beacon) parseBody(v wire.WPANBeacon) (packet.Extent, error) {
	n := wire.WPANBeaconLen
	if c := int(v.GTSCount()); c > 0 {
		n += 1 + 3*c
	}
	if n >= len(v) {
		return packet.Extent{}, packet.Need(wire.ErrShort, n+1)
	}
	end := n + 1 + 2*int(v[n]&7) + 8*int(v[n]>>4&7)
	if end > len(v) {
		return packet.Extent{}, packet.Need(wire.ErrShort, end)
	}
	l.GTS, l.Pending = v[wire.WPANBeaconLen:n], v[n:end]
	return packet.Extent{Header: end, End: len(v)}, nil
}

func (l *Beacon) appendBody(b []byte, _ int) ([]byte, error) {
	b = append(b, l.GTS...)
	if len(l.Pending) == 0 {
		return append(b, 0), nil
	}
	return append(b, l.Pending...), nil
}

// Command is the body of a MAC command. IEEE 802.15.4-2020 §7.5.
//
//wire:header view=WPANCommand name=WPANCommand bind=Types:wire.WPANCommandFrame
type Command struct {
	ID wire.WPANCommandID
}

// TAP is what a capture device tells of a frame, before it. LINKTYPE_IEEE802_15_4_TAP.
//
//wire:header view=WPANTAP name=WPANTAP bind=layers.LinkTypes:link.IEEE802154TAP
type TAP struct {
	Version  packet.Auto[uint8]  `const:"0"`
	Reserved uint8               // 0
	Length   packet.Auto[uint16] `order:"le" len:"1,0"` // of the header
	Fields   TAPFields
}

// TAPFields is types, lengths and values, padded to multiples of 4 bytes. Type 0 says
// which FCS the frame has: 0 none, 1 of 16 bits, 2 of 32.
type TAPFields []byte

// Get returns the value of the first field of that type.
func (f TAPFields) Get(typ uint16) (value []byte, ok bool) {
	for b := []byte(f); len(b) >= 4; {
		n := 4 + int(wire.Uint16LE(b, 2))
		if n > len(b) {
			break
		}
		if wire.Uint16LE(b, 0) == typ {
			return b[4:n:n], true
		}
		b = b[min((n+3)&^3, len(b)):]
	}
	return nil, false
}

// Add returns f with another field.
func (f TAPFields) Add(typ uint16, value []byte) TAPFields {
	out := appendLE(appendLE(f[:len(f):len(f)], uint64(typ), 2), uint64(len(value)), 2)
	for out = append(out, value...); len(out)%4 != 0; {
		out = append(out, 0)
	}
	return out
}

func (l *TAP) extent(v wire.WPANTAP) packet.Extent {
	fcs := 0
	if d, ok := l.Fields.Get(0); ok && len(d) > 0 {
		fcs = 2 * int(d[0]&3)
	}
	return packet.Extent{Header: v.HeaderLen(), End: len(v), Next: packet.Is(FrameWith(fcs))}
}

func (l *TAP) appendBody(b []byte, _ int) ([]byte, error) {
	if len(l.Fields) > 0xffff-wire.WPANTAPLen {
		return b, packet.FieldError("WPANTAP.Fields: too long")
	}
	return append(b, l.Fields...), nil
}

// NonASK is the header of the physical layer of radios other than ASK's, before a frame.
// LINKTYPE_IEEE802_15_4_NONASK_PHY.
//
//wire:header view=WPANNonASK name=WPANNonASK bind=layers.LinkTypes:link.IEEE802154NonASKPHY
type NonASK struct {
	Preamble uint32
	SFD      packet.Auto[uint8] `auto:"0xa7"` // start of frame delimiter
	Reserved bool               `bits:"1"`
	Length   packet.Auto[uint8] `bits:"7"` // of the frame

	Trailer []byte
}

func (l *NonASK) extent(v wire.WPANNonASK) packet.Extent {
	end := min(wire.WPANNonASKLen+int(v.Length()), len(v))
	l.Trailer = v[end:]
	return packet.Extent{Header: wire.WPANNonASKLen, End: end, Next: packet.Is(FrameWith(2))}
}

func (l *NonASK) finish(v wire.WPANNonASK, c *packet.Context) {
	if n := len(c.Data) - c.Header; n < 128 {
		l.settleLength(v, uint8(n))
	} else {
		l.Length.Hold()
	}
}

// AppendTrailer implements [packet.Trailer].
func (l *NonASK) AppendTrailer(b []byte) []byte { return append(b, l.Trailer...) }
