package wifi

import (
	"iter"

	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// The variants of block ack frames. IEEE 802.11-2020 table 9-28.
const (
	BlockAckBasic         = 0
	BlockAckExtCompressed = 1
	BlockAckCompressed    = 2
	BlockAckMultiTID      = 3
	BlockAckGCR           = 6
	BlockAckGLKGCR        = 10
	BlockAckMultiSTA      = 11
)

// BlockAckReq is the body of a block ack request. IEEE 802.11-2020 §9.3.1.7.
//
//wire:header view=Dot11BlockAckReq name=Dot11BlockAckReq bind=Kinds:wire.Dot11KindBlockAckReq
type BlockAckReq struct {
	Reserved  uint8 `bits:"3"`
	Variant   uint8 `bits:"4"` // form of Info
	NoAck     bool  `bits:"1"` // no acknowledgement of this frame is wanted
	TIDInfo   uint8 `bits:"4"` // traffic identifier; or the number of them, less 1
	Reserved2 uint8 `bits:"4"`

	Info []byte // starting sequences, as Variant says
}

func (l *BlockAckReq) extent(v wire.Dot11BlockAckReq) packet.Extent {
	l.Info = v[wire.Dot11BlockAckReqLen:]
	return packet.Extent{Header: len(v), End: len(v)}
}

func (l *BlockAckReq) appendBody(b []byte, _ int) ([]byte, error) { return append(b, l.Info...), nil }

// All yields, for each traffic identifier, the first sequence number that is asked for.
func (l *BlockAckReq) All() iter.Seq[BlockAckRecord] {
	return func(yield func(BlockAckRecord) bool) {
		b := l.Info
		if l.Variant != BlockAckMultiTID {
			if len(b) >= 2 {
				yield(BlockAckRecord{TID: l.TIDInfo, Seq: wire.Uint16LE(b, 0) >> 4, Fragment: b[0] & 15})
			}
			return
		}
		for ; len(b) >= 4; b = b[4:] {
			if !yield(BlockAckRecord{TID: b[1] >> 4, Seq: wire.Uint16LE(b, 2) >> 4, Fragment: b[2] & 15}) {
				return
			}
		}
	}
}

// BlockAck is the body of a block ack. IEEE 802.11-2020 §9.3.1.8.
//
//wire:header view=Dot11BlockAck name=Dot11BlockAck bind=Kinds:wire.Dot11KindBlockAck
type BlockAck struct {
	Reserved  uint8 `bits:"3"`
	Variant   uint8 `bits:"4"` // form of Info
	NoAck     bool  `bits:"1"` // no acknowledgement of this frame is wanted
	TIDInfo   uint8 `bits:"4"` // traffic identifier; or the number of them, less 1
	Reserved2 uint8 `bits:"4"`

	Info []byte // starting sequences and bitmaps, as Variant says
}

func (l *BlockAck) extent(v wire.Dot11BlockAck) packet.Extent {
	l.Info = v[wire.Dot11BlockAckLen:]
	return packet.Extent{Header: len(v), End: len(v)}
}

func (l *BlockAck) appendBody(b []byte, _ int) ([]byte, error) { return append(b, l.Info...), nil }

// A BlockAckRecord says which frames of one traffic identifier have arrived.
type BlockAckRecord struct {
	AID      uint16 // association id, of the multi-STA variant
	All      bool   // of the multi-STA variant: everything arrived, there is no bitmap
	TID      uint8
	Seq      uint16 // sequence number that bit 0 of Bitmap stands for
	Fragment uint8
	Bitmap   []byte // a bit for each frame, in the basic variant 16 for each, lowest bit first
}

// Acked reports whether the bitmap has the frame with sequence number seq.
func (r BlockAckRecord) Acked(seq uint16) bool {
	i := int(seq-r.Seq) & 0xfff
	return r.All || i/8 < len(r.Bitmap) && r.Bitmap[i/8]>>(i%8)&1 != 0
}

// All yields what the frame says for each traffic identifier, or for each station.
func (l *BlockAck) All() iter.Seq[BlockAckRecord] {
	return func(yield func(BlockAckRecord) bool) {
		b := l.Info
		switch l.Variant {
		case BlockAckMultiSTA:
			multiSTA(b, yield)
			return
		case BlockAckMultiTID:
			for ; len(b) >= 12; b = b[12:] {
				if !yield(record(b[1]>>4, b[2:12])) {
					return
				}
			}
			return
		}
		if len(b) >= 2 {
			yield(record(l.TIDInfo, b))
		}
	}
}

// record returns what a starting sequence control and a bitmap say.
func record(tid uint8, b []byte) BlockAckRecord {
	return BlockAckRecord{TID: tid, Seq: wire.Uint16LE(b, 0) >> 4, Fragment: b[0] & 15, Bitmap: b[2:]}
}

// multiSTA yields the records of a multi-STA block ack. IEEE 802.11-2021 §9.3.1.8.6.
func multiSTA(b []byte, yield func(BlockAckRecord) bool) {
	for len(b) >= 2 {
		x := wire.Uint16LE(b, 0)
		r := BlockAckRecord{AID: x & 0x7ff, TID: uint8(x >> 12)}
		n := 2
		if r.All = x&0x800 != 0; !r.All {
			if n += 2; len(b) < n {
				return
			}
			size := [...]int{8, 16, 32, 4}[b[2]>>1&3]
			if r.AID == 2045 { // to a station without association: its address
				size = 6
			}
			if n += size; len(b) < n {
				return
			}
			aid := r.AID
			r = record(r.TID, b[2:n])
			r.AID = aid
		}
		if !yield(r) {
			return
		}
		b = b[n:]
	}
}

// ControlWrapper is the rest of a frame that wraps another control frame, to add an HT control
// field to it. IEEE 802.11-2020 §9.3.1.9.
//
//wire:header view=Dot11ControlWrapper name=Dot11ControlWrapper bind=Kinds:wire.Dot11KindControlWrapper
type ControlWrapper struct {
	Carried   uint16 `order:"le"` // frame control of the frame inside
	HTControl uint32 `order:"le"`

	Rest []byte // of the frame inside, from its second address on
}

func (l *ControlWrapper) extent(v wire.Dot11ControlWrapper) packet.Extent {
	l.Rest = v[wire.Dot11ControlWrapperLen:]
	return packet.Extent{Header: len(v), End: len(v)}
}

func (l *ControlWrapper) appendBody(b []byte, _ int) ([]byte, error) {
	return append(b, l.Rest...), nil
}

// NDPAnnouncement is the body of a null data packet announcement. IEEE 802.11-2020 §9.3.1.19.
//
//wire:header view=NDPAnnouncement name=Dot11NDPA bind=Kinds:wire.Dot11KindNDPA
type NDPAnnouncement struct {
	Token uint8 `bits:"6"` // of the sounding dialog
	HE    bool  `bits:"1"` // records are HE's, of 4 bytes, not VHT's, of 2
	Bit0  bool  `bits:"1"` // with HE set: ranging or EHT

	Stations []byte // a record for each station
}

func (l *NDPAnnouncement) extent(v wire.NDPAnnouncement) packet.Extent {
	l.Stations = v[wire.NDPAnnouncementLen:]
	return packet.Extent{Header: len(v), End: len(v)}
}

func (l *NDPAnnouncement) appendBody(b []byte, _ int) ([]byte, error) {
	return append(b, l.Stations...), nil
}

// Trigger is the body of a trigger frame. IEEE 802.11ax-2021 §9.3.1.22.
//
//wire:header view=Dot11Trigger name=Dot11Trigger bind=Kinds:wire.Dot11KindTrigger
type Trigger struct {
	Common uint64 `order:"le"` // common info: type, length and more

	Users []byte // user info, and padding
}

func (l *Trigger) extent(v wire.Dot11Trigger) packet.Extent {
	l.Users = v[wire.Dot11TriggerLen:]
	return packet.Extent{Header: len(v), End: len(v)}
}

func (l *Trigger) appendBody(b []byte, _ int) ([]byte, error) { return append(b, l.Users...), nil }

// The types of trigger frames.
const (
	TriggerBasic = iota
	TriggerBeamformingPoll
	TriggerMUBAR
	TriggerMURTS
	TriggerBSRP
	TriggerGCRMUBAR
	TriggerBQRP
	TriggerNFRP
)

// TriggerType returns the type, such as TriggerBasic.
func (l *Trigger) TriggerType() int { return int(l.Common & 15) }

// ULLength returns the length that the answers announce in their L-SIG field.
func (l *Trigger) ULLength() int { return int(l.Common >> 4 & 0xfff) }
