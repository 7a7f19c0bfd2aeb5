package wifi

import (
	"math/bits"
	"strconv"

	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// Subframe is a subframe of an A-MSDU. Data begins with an LLC header.
type Subframe struct {
	Dst, Src wire.MAC
	Data     []byte
}

// Items implements [packet.Itemizer]: Rest as [Subframe] values.
func (l *MSDU) Items(i int) (out []any) {
	if i != 4 || len(l.Rest) == 0 {
		return nil
	}
	rest := l.Rest
	for m := range wire.Dot11MSDUs(l.Rest) {
		out = append(out, Subframe{m.Dst, m.Src, m.Data})
		rest = rest[min((14+len(m.Data)+3)&^3, len(rest)):]
	}
	if len(rest) > 0 {
		out = append(out, packet.Malformed(rest))
	}
	return out
}

// Acknowledged is a [BlockAckRecord] for people. AID is 0 but in the multi-STA variant.
type Acknowledged struct {
	AID   uint16
	TID   uint8
	Start uint16 // sequence number of the first bit
	Acked string // the sequence numbers, as "5-8 10", or "all"
}

// Items implements [packet.Itemizer]: Info as [Acknowledged] values.
func (l *BlockAck) Items(i int) (out []any) {
	if i != 5 {
		return nil
	}
	each := 1
	if l.Variant == BlockAckBasic {
		each = 2
	}
	for r := range l.All() {
		out = append(out, Acknowledged{r.AID, r.TID, r.Seq, r.acked(each)})
	}
	return out
}

// acked returns which frames have arrived, if each has one bit, or, with each 2, as
// many bytes of which a bit for each fragment.
func (r BlockAckRecord) acked(each int) string {
	if r.All {
		return "all"
	}
	var s []byte
	has := func(i int) bool {
		if each == 2 {
			return r.Bitmap[2*i]|r.Bitmap[2*i+1] != 0
		}
		return r.Bitmap[i/8]>>(i%8)&1 != 0
	}
	n := len(r.Bitmap) * 8
	if each == 2 {
		n = len(r.Bitmap) / 2
	}
	number := func(i int) []byte { return strconv.AppendInt(s, int64((int(r.Seq)+i)&0xfff), 10) }
	for i := 0; i < n; i++ {
		if !has(i) {
			continue
		}
		if len(s) > 0 {
			s = append(s, ' ')
		}
		s = number(i)
		first := i
		for i+1 < n && has(i+1) {
			i++
		}
		if i > first {
			s = append(s, '-')
			s = number(i)
		}
	}
	return string(s)
}

// Count returns how many bits of the bitmap are set.
func (r BlockAckRecord) Count() (n int) {
	for _, c := range r.Bitmap {
		n += bits.OnesCount8(c)
	}
	return n
}

// Wanted is where the acknowledgement that a block ack request asks for begins.
type Wanted struct {
	TID      uint8
	Start    uint16 // sequence number
	Fragment uint8
}

// Items implements [packet.Itemizer]: Info as [Wanted] values.
func (l *BlockAckReq) Items(i int) (out []any) {
	if i != 5 {
		return nil
	}
	for r := range l.All() {
		out = append(out, Wanted{r.TID, r.Seq, r.Fragment})
	}
	return out
}

var (
	_ packet.Itemizer = (*MSDU)(nil)
	_ packet.Itemizer = (*BlockAck)(nil)
	_ packet.Itemizer = (*BlockAckReq)(nil)
)
