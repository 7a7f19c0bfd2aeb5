package capture

import (
	"encoding/binary"
	"reflect"
	"testing"
	"time"

	"github.com/gocap-project/gocap/capture/afpacket"
	"github.com/gocap-project/gocap/link"
)

// ringBlock is a TPACKET_V3 block of frames of 60 bytes as the kernel lays them out.
func ringBlock(size int) []byte {
	ne := binary.NativeEndian
	const first, apart, mac, length = 48, 144, 82, 60
	b := make([]byte, size)
	n := (size - first) / apart
	ne.PutUint32(b[8:], 1)
	ne.PutUint32(b[12:], uint32(n))
	ne.PutUint32(b[16:], first)
	for i := range n {
		h := b[first+i*apart:]
		ne.PutUint32(h[0:], apart)
		ne.PutUint32(h[4:], 1700000000)
		ne.PutUint32(h[8:], uint32(i))
		ne.PutUint32(h[12:], length)
		ne.PutUint32(h[16:], length+1)
		ne.PutUint32(h[20:], 1|afpacket.StatusCsumValid)
		ne.PutUint16(h[24:], mac)
		ne.PutUint32(h[48+4:], 7)
		h[mac] = byte(i)
	}
	return b
}

// onBlock is a handle whose reader is in the middle of a block.
func onBlock(b []byte) (*Handle, *source) {
	s := &source{block: new(afpacket.Block), hw: hardware{typ: link.Ethernet}, conn: new(afpacket.Conn)}
	_ = s.block.Reset(b)
	h := new(Handle)
	h.cfg.snaplen, h.quick, h.sources = 1<<18, s, []*source{s}
	return h, s
}

// BenchmarkLent is what a packet costs the reader, but for the ring's memory, which
// comes from another core.
func BenchmarkLent(b *testing.B) {
	const size = 256 << 10
	blocks := [...][]byte{ringBlock(size), ringBlock(size)}
	h, s := onBlock(blocks[0])
	b.ReportAllocs()
	at := 0
	for range b.N {
		p := h.nextQuick()
		if p == nil {
			at = (at + 1) % len(blocks)
			_ = s.block.Reset(blocks[at])
			p = h.nextQuick()
		}
		sum += p.Len + int(p.Data[0]) + int(p.Time.Unix())
	}
}

// TestLentHeader: a packet made of the header alone is what it is by way of Frame.
func TestLentHeader(t *testing.T) {
	b := ringBlock(4096)
	first := b[48:]
	for _, status := range []uint32{0, afpacket.StatusCsumNotReady, afpacket.StatusCsumValid, afpacket.StatusHardwareTime, afpacket.StatusLosing} {
		for _, typ := range []byte{0, 1, 2, 3, 4, 5, 255} {
			for _, snaplen := range []int{1 << 18, 60, 20} {
				binary.NativeEndian.PutUint32(first[20:], 1|status)
				first[48+10] = typ
				h, s := onBlock(b)
				h.cfg.snaplen = snaplen
				h.drops.Store(9)
				h.pkt = Packet{VLAN: VLAN{1, 2}, Offload: Offload{true, true, 1, 2, 3, 4}, Time: time.Now()} // what a reader left there
				got := *h.nextQuick()
				_ = s.block.Reset(b)
				if !s.block.Next(&s.frame) || !h.asOnWire(s) {
					t.Fatal("no frame")
				}
				h.pkt = Packet{}
				if want := *h.packet(s); !reflect.DeepEqual(got, want) {
					t.Errorf("status %#x, type %d, snaplen %d:\n%+v, want\n%+v", status, typ, snaplen, got, want)
				}
			}
		}
	}
}

func TestLentAllocs(t *testing.T) {
	b := ringBlock(64 << 10)
	h, s := onBlock(b)
	if n := testing.AllocsPerRun(10000, func() {
		if h.nextQuick() == nil {
			_ = s.block.Reset(b)
		}
	}); n != 0 {
		t.Errorf("%v allocations a packet", n)
	}
}
