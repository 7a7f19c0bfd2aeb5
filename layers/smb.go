package layers

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// nextSMB says which version of SMB b begins with.
func nextSMB(b []byte) packet.Next {
	switch wire.SMBKindOf(b) {
	case wire.SMBKind1:
		return packet.Is(SMBProto)
	case wire.SMBKind2:
		return packet.Is(SMB2Proto)
	case wire.SMBKindEncrypted:
		return packet.Is(SMB2EncryptedProto)
	case wire.SMBKindCompressed:
		return packet.Is(SMB2CompressedProto)
	}
	return packet.Next{}
}

// SMB is the header of a Server Message Block version 1 message, and its parameters and
// data in wire form. MS-CIFS §2.2.3.
//
//wire:header
type SMB struct {
	Protocol  Auto[uint32] `const:"0xff534d42"` // 0xff and "SMB"
	Command   wire.SMBCommand
	Status    wire.NTStatus `order:"le"` // or, by Flags2, an old class and code
	Flags     uint8         // 0x80 is a response
	Flags2    uint16        `order:"le"` // 0x8000 Unicode, 0x4000 NT status, 4 signed
	PIDHigh   uint16        `order:"le"` // of the client's process
	Signature [8]byte
	Reserved  uint16       `order:"le"`
	TID       uint16       `order:"le"` // tree
	PIDLow    uint16       `order:"le"` // of the client's process
	UID       uint16       `order:"le"` // session
	MID       uint16       `order:"le"` // of the message; answers have that of their request
	WordCount Auto[uint8]  `bits:"0"`   // of Words, in units of two bytes
	ByteCount Auto[uint16] `bits:"0"`   // of Data
	Words     []byte       // parameters
	Data      []byte       // data
	Trailer   []byte       // after the message: further blocks of AndX commands

	short bool // there are no Words and Data, or not all of them: what there is is Trailer
}

func (l *SMB) parseBody(v wire.SMB) (packet.Extent, error) {
	if v.Protocol() != 0xff534d42 {
		return packet.Extent{}, errFormatSMB
	}
	b := []byte(v[wire.SMBLen:])
	l.WordCount, l.ByteCount, l.Words, l.Data, l.short = Auto[uint8]{}, Auto[uint16]{}, nil, nil, true
	if len(b) > 0 && len(b) >= 3+2*int(b[0]) {
		w := 1 + 2*int(b[0])
		n := int(b[w]) | int(b[w+1])<<8
		if w+2+n <= len(b) {
			l.WordCount.Parse(b[0])
			l.ByteCount.Parse(uint16(n))
			l.Words, l.Data, l.short, b = b[1:w:w], b[w+2:w+2+n:w+2+n], false, b[w+2+n:]
		}
	}
	l.Trailer = b
	n := len(v) - len(b)
	return packet.Extent{Header: n, End: n}, nil
}

var errFormatSMB = &wire.Error{Layer: "SMB", Err: wire.ErrFormat}

// Has implements [packet.Sparse].
func (l *SMB) Has(i int) bool { return !l.short || i < 12 || i == 16 }

func (l *SMB) appendBody(b []byte, _ int) ([]byte, error) {
	if l.short {
		return b, nil
	}
	if len(l.Words) > 2*255 || len(l.Words)%2 != 0 || len(l.Data) > 0xffff {
		return b, packet.FieldError("SMB.Words: too long, or not whole")
	}
	words, n := uint8(len(l.Words)/2), uint16(len(l.Data))
	if !l.WordCount.Automatic() {
		words = l.WordCount.Get()
	}
	if !l.ByteCount.Automatic() {
		n = l.ByteCount.Get()
	}
	b = append(append(b, words), l.Words...)
	return append(append(b, byte(n), byte(n>>8)), l.Data...), nil
}

func (l *SMB) finish(wire.SMB, *packet.Context) {
	if !l.short {
		l.WordCount.Settle(uint8(len(l.Words) / 2))
		l.ByteCount.Settle(uint16(len(l.Data)))
	}
}

// AppendTrailer implements [packet.Trailer].
func (l *SMB) AppendTrailer(b []byte) []byte { return append(b, l.Trailer...) }

// SMB2 is the header of a Server Message Block version 2 or 3 message, and its content
// in wire form. MS-SMB2 §2.2.1.
//
// Messages that are compounded with it are the next layers.
//
//wire:header
type SMB2 struct {
	Protocol      Auto[uint32]     `const:"0xfe534d42"` // 0xfe and "SMB"
	StructureSize Auto[uint16]     `const:"64" order:"le"`
	CreditCharge  uint16           `order:"le"` // credits that the request takes
	Status        wire.NTStatus    `order:"le"` // of a response; in requests the channel's sequence
	Command       wire.SMB2Command `order:"le"`
	Credits       uint16           `order:"le"` // asked for or granted
	Flags         wire.SMB2Flags   `order:"le"`
	NextCommand   Auto[uint32]     `order:"le"` // offset of the next compounded message, or 0
	MessageID     uint64           `order:"le"` // responses have that of their request
	ProcessID     uint32           `order:"le"` // of the client's process; low half of an asynchronous response's identifier
	TreeID        uint32           `order:"le"` // high half of an asynchronous response's identifier
	SessionID     uint64           `order:"le"`
	Signature     [16]byte
	Data          []byte // content of the command, and padding to the next message
}

func (l *SMB2) parseBody(v wire.SMB2) (packet.Extent, error) {
	if v.Protocol() != 0xfe534d42 {
		return packet.Extent{}, errFormatSMB2
	}
	end, next := len(v), packet.Next{}
	if n := uint64(v.NextCommand()); n >= wire.SMB2Len && n < uint64(len(v)) {
		if next = nextSMB(v[n:]); next != (packet.Next{}) {
			end = int(n)
		}
	}
	l.Data = v[wire.SMB2Len:end:end]
	return packet.Extent{Header: end, End: len(v), Next: next}, nil
}

var errFormatSMB2 = &wire.Error{Layer: "SMB2", Err: wire.ErrFormat}

func (l *SMB2) appendBody(b []byte, start int) ([]byte, error) { return append(b, l.Data...), nil }

func (l *SMB2) finish(v wire.SMB2, c *packet.Context) {
	n := uint32(0)
	if _, ok := c.Next().(*SMB2); ok {
		n = uint32(c.Header)
	}
	l.settleNextCommand(v, n)
}

// AsyncID returns the identifier of an asynchronous response.
func (l *SMB2) AsyncID() (id uint64, ok bool) {
	return uint64(l.TreeID)<<32 | uint64(l.ProcessID), l.Flags&wire.SMB2Async != 0
}

// Validate implements [packet.Validator].
func (l *SMB2) Validate(_ *packet.Context, report func(field string, class packet.Class, reason string)) {
	if l.Command > wire.SMB2ServerToClient {
		report("Command", packet.BadValue, "not assigned")
	}
	if len(l.Data) < 2 {
		report("Data", packet.BadSize, "has no structure size")
	}
}

// SMB2Encrypted is the transform header of an encrypted Server Message Block version 3
// message. MS-SMB2 §2.2.41.
//
//wire:header
type SMB2Encrypted struct {
	Protocol     Auto[uint32] `const:"0xfd534d42"` // 0xfd and "SMB"
	Signature    [16]byte
	Nonce        [16]byte
	OriginalSize uint32 `order:"le"` // of the message, in bytes
	Reserved     uint16 `order:"le"`
	Flags        uint16 `order:"le"` // 1 is encrypted
	SessionID    uint64 `order:"le"`
}

// SMB2Compressed is the transform header of a compressed Server Message Block version
// 3.1.1 message. MS-SMB2 §2.2.42.
//
//wire:header
type SMB2Compressed struct {
	Protocol     Auto[uint32] `const:"0xfc534d42"` // 0xfc and "SMB"
	OriginalSize uint32       `order:"le"`         // of the compressed part, when it is not, in bytes
	Algorithm    uint16       `order:"le"`         // 0 none, 1 LZNT1, 2 LZ77, 3 LZ77+Huffman, 4 pattern, 5 LZ4
	Flags        uint16       `order:"le"`         // 1 is chained
	Offset       uint32       `order:"le"`         // of the compressed part, or in chained messages its length
}
