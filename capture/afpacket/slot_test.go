package afpacket

import (
	"bytes"
	"encoding/binary"
	"errors"
	"testing"
	"time"
)

// writeSlot fills b as tpacket_rcv does.
func writeSlot(b []byte, v Version, f ringFrame) {
	clear(b)
	ne, form := binary.NativeEndian, formOf(v, 8, hostBigEndian)
	h := b[form.shift:]
	mac := slotHeader + max(f.gap, 14)
	ne.PutUint32(h[slotLen:], uint32(max(f.length, len(f.data))))
	ne.PutUint32(h[slotSnap:], uint32(len(f.data)))
	ne.PutUint16(h[slotMAC:], uint16(mac))
	ne.PutUint32(h[slotSec:], f.sec)
	if v == V1 {
		ne.PutUint32(h[slotNsec:], f.nsec/1000)
	} else {
		ne.PutUint32(h[slotNsec:], f.nsec)
		ne.PutUint16(h[slotTCI:], f.tci)
		ne.PutUint16(h[slotTPID:], f.tpid)
	}
	f.sockaddr(b[slotAddr:])
	copy(b[mac:], f.data)
	ne.PutUint32(b[form.status:], f.status|statusUser)
}

var hostBigEndian = binary.NativeEndian.Uint16([]byte{0, 1}) == 1

func TestSlot(t *testing.T) {
	in := ringFrame{data: bytes.Repeat([]byte{0xaa}, 60), length: 1514, sec: 1000, nsec: 5000, status: StatusVLAN | StatusVLANTPID,
		tci: 5, tpid: 0x88a8, ifindex: 3, proto: 0x800, pktType: PacketOutgoing}
	for _, v := range []Version{V1, V2} {
		b := make([]byte, 256)
		writeSlot(b, v, in)
		var f Frame
		if err := slotFrame(b, formOf(v, 8, hostBigEndian), &f); err != nil {
			t.Fatal(err)
		}
		if string(f.Data) != string(in.data) || f.Len != 1514 || !f.Time().Equal(time.Unix(1000, 5000)) ||
			f.Interface != 3 || f.Protocol != 0x800 || f.PacketType != PacketOutgoing {
			t.Errorf("%v: %+v", v, f)
		}
		tpid, tci, ok := f.Tag()
		if ok != (v == V2) || ok && (tpid != 0x88a8 || tci != 5) {
			t.Errorf("%v: tag %#x %d %v", v, tpid, tci, ok)
		}
		f.InsertTag()
	}
}

func TestSlotForms(t *testing.T) {
	for _, tt := range []struct {
		v    Version
		word int
		big  bool
		want slotForm
	}{
		{V2, 8, true, slotForm{}},
		{V1, 4, true, slotForm{v1: true}},
		{V1, 8, false, slotForm{v1: true, shift: 4}},
		{V1, 8, true, slotForm{v1: true, shift: 4, status: 4}},
	} {
		if got := formOf(tt.v, tt.word, tt.big); got != tt.want {
			t.Errorf("%v of %d: %+v", tt.v, tt.word, got)
		}
	}
}

func TestBrokenSlot(t *testing.T) {
	for _, tt := range []struct {
		size, mac, snap int
		want            error
	}{
		{slotHeader - 1, 0, 0, ErrShortBlock},
		{128, slotHeader - 1, 1, ErrData},
		{128, 100, 29, ErrData},
		{128, 100, -1, ErrData},
		{128, 100, 28, nil},
	} {
		b := make([]byte, tt.size)
		binary.NativeEndian.PutUint16(b[slotMAC:], uint16(tt.mac))
		binary.NativeEndian.PutUint32(b[slotSnap:], uint32(tt.snap))
		var f Frame
		if err := slotFrame(b, slotForm{}, &f); !errors.Is(err, tt.want) {
			t.Errorf("%+v: %v", tt, err)
		}
	}
}

func FuzzSlot(f *testing.F) {
	b := make([]byte, 256)
	for _, v := range []Version{V1, V2} {
		writeSlot(b, v, twoFrames[0])
		f.Add(bytes.Clone(b), v == V1)
	}
	f.Fuzz(func(t *testing.T, b []byte, v1 bool) {
		form := slotForm{v1: v1}
		if v1 {
			form.shift = 4
		}
		var fr Frame
		if slotFrame(b, form, &fr) == nil {
			if len(fr.Data) > len(b) {
				t.Error("more than the slot")
			}
			fr.InsertTag()
			fr.Cook(true)
		}
	})
}
