package afpacket

import (
	"bytes"
	"encoding/binary"
	"errors"
	"testing"
	"time"
)

// ringFrame is a frame as the kernel would write it.
type ringFrame struct {
	data    []byte
	gap     int // between header and data
	length  int // on the wire, if not len(data)
	sec     uint32
	nsec    uint32
	status  uint32
	tci     uint16
	tpid    uint16
	ifindex uint32
	pktType uint8
	proto   uint16
}

// sockaddr writes a struct sockaddr_ll.
func (f *ringFrame) sockaddr(a []byte) {
	binary.NativeEndian.PutUint16(a, 17)
	binary.BigEndian.PutUint16(a[2:], f.proto)
	binary.NativeEndian.PutUint32(a[4:], f.ifindex)
	binary.NativeEndian.PutUint16(a[8:], 1)
	a[10], a[11] = f.pktType, 6
	copy(a[12:], "\x02\x00\x00\x00\x00\x09")
}

// writeBlock fills b as tpacket_rcv does and returns how much of it is used.
func writeBlock(b []byte, frames []ringFrame) int {
	clear(b)
	ne := binary.NativeEndian
	ne.PutUint32(b, 1) // version
	ne.PutUint32(b[blockPackets:], uint32(len(frames)))
	ne.PutUint32(b[blockFirst:], blockHeader)
	at := blockHeader
	for i, f := range frames {
		h := b[at:]
		mac := frameHeader + max(f.gap, 14)
		size := (mac + len(f.data) + tpacketAlign - 1) &^ (tpacketAlign - 1)
		if i < len(frames)-1 {
			ne.PutUint32(h[frameNext:], uint32(size))
		}
		ne.PutUint32(h[frameSec:], f.sec)
		ne.PutUint32(h[frameNsec:], f.nsec)
		ne.PutUint32(h[frameSnaplen:], uint32(len(f.data)))
		ne.PutUint32(h[frameLen:], uint32(max(f.length, len(f.data))))
		ne.PutUint32(h[frameStatus:], f.status|statusUser)
		ne.PutUint16(h[frameMAC:], uint16(mac))
		ne.PutUint32(h[frameTCI:], uint32(f.tci))
		ne.PutUint16(h[frameTPID:], f.tpid)
		f.sockaddr(h[frameAddr:])
		copy(h[mac:], f.data)
		at += size
	}
	ne.PutUint32(b[blockStatus:], statusUser)
	return at
}

var twoFrames = []ringFrame{
	{data: bytes.Repeat([]byte{0xaa}, 60), sec: 1000, nsec: 5, status: StatusSoftwareTime, ifindex: 3, proto: 0x800},
	{data: bytes.Repeat([]byte{0xbb}, 100), length: 1514, sec: 1001, status: StatusVLAN | StatusVLANTPID, tci: 0x2005, tpid: 0x88a8, ifindex: 4, pktType: PacketOutgoing, proto: 0x86dd},
}

func TestBlock(t *testing.T) {
	b := make([]byte, 1024)
	writeBlock(b, twoFrames)
	var w Block
	if err := w.Reset(b); err != nil || w.Left() != 2 {
		t.Fatal(err, w.Left())
	}
	var f Frame
	if !w.Next(&f) || string(f.Data) != string(twoFrames[0].data) || f.Len != 60 || !f.Time().Equal(time.Unix(1000, 5)) ||
		f.Nanoseconds() != 1000e9+5 || f.Interface != 3 || f.Protocol != 0x800 || f.Hardware != 1 || f.AddrLen != 6 || f.Addr != [8]byte{2, 0, 0, 0, 0, 9} {
		t.Errorf("%+v", f)
	}
	if _, _, ok := f.Tag(); ok || f.PacketType != PacketHost {
		t.Errorf("%+v", f)
	}
	if !w.Next(&f) || len(f.Data) != 100 || f.Len != 1514 || f.PacketType != PacketOutgoing {
		t.Errorf("%+v", f)
	}
	if tpid, tci, ok := f.Tag(); tpid != 0x88a8 || tci != 0x2005 || !ok {
		t.Errorf("tag %#x %#x %v", tpid, tci, ok)
	}
	if w.Next(&f) || w.Err() != nil || w.Left() != 0 {
		t.Error("more than two frames", w.Err())
	}
	writeBlock(b, nil)
	if err := w.Reset(b); err != nil || w.Next(&f) {
		t.Error("empty block", err)
	}
}

func TestHostileBlock(t *testing.T) {
	put := func(at int, v uint32) func(b []byte) []byte {
		return func(b []byte) []byte { binary.NativeEndian.PutUint32(b[at:], v); return b }
	}
	const first, second = blockHeader, blockHeader + 144 // 68+14+60 rounded up
	tests := []struct {
		name   string
		damage func(b []byte) []byte
		good   int // frames before the fault
		want   error
	}{
		{"none", func(b []byte) []byte { return b }, 2, nil},
		{"no block", func([]byte) []byte { return nil }, 0, ErrShortBlock},
		{"half a header", func(b []byte) []byte { return b[:47] }, 0, ErrShortBlock},
		{"header only", func(b []byte) []byte { return b[:48] }, 0, ErrFirst},
		{"first within the header", put(blockFirst, 47), 0, ErrFirst},
		{"first at the end", put(blockFirst, 1024-67), 0, ErrFirst},
		{"first far away", put(blockFirst, 0xffffffff), 0, ErrFirst},
		{"next is zero", put(first+frameNext, 0), 0, ErrNext},
		{"next is within the header", put(first+frameNext, 67), 0, ErrNext},
		{"next is beyond", put(first+frameNext, 1024), 0, ErrNext},
		{"next wraps", put(first+frameNext, 0xfffffff0), 0, ErrNext},
		{"data within the header", put(first+frameMAC, 67), 0, ErrData},
		{"data beyond", put(first+frameMAC, 1000), 0, ErrData},
		{"snaplen beyond", put(second+frameSnaplen, 1024), 1, ErrData},
		{"snaplen wraps", put(second+frameSnaplen, 0xffffffff), 1, ErrData},
		{"more frames than there are", put(blockPackets, 0xffffffff), 1, ErrNext},
		{"next of the last does not matter", put(second+frameNext, 0xffffffff), 2, nil},
		{"cut within the second", func(b []byte) []byte { return b[:second+100] }, 1, ErrData},
		{"cut before the second", func(b []byte) []byte { return b[:second+10] }, 0, ErrNext},
	}
	for _, tt := range tests {
		b := make([]byte, 1024)
		writeBlock(b, twoFrames)
		var w Block
		var f Frame
		n := 0
		for err := w.Reset(tt.damage(b)); err == nil && w.Next(&f); n++ {
		}
		var be *BlockError
		if n != tt.good || !errors.Is(w.Err(), tt.want) || tt.want != nil && (!errors.As(w.Err(), &be) || be.Frame != n || be.Error() == "") {
			t.Errorf("%s: %d frames, %v; want %d, %v", tt.name, n, w.Err(), tt.good, tt.want)
		}
	}
}

// FuzzTake: taking frames with a look at their headers gives what Next gives, and
// finds the same broken one.
func FuzzTake(f *testing.F) {
	b := make([]byte, 1024)
	n := writeBlock(b, twoFrames)
	f.Add(bytes.Clone(b))
	f.Add(bytes.Clone(b[:n]))
	f.Fuzz(func(t *testing.T, b []byte) {
		var w, x Block
		var fr Frame
		if w.Reset(b) != nil || x.Reset(b) != nil {
			return
		}
		for w.Next(&fr) {
			h, data := x.Peek(), []byte(nil)
			if h != nil {
				data = x.Take()
			}
			if data == nil || !bytes.Equal(data, fr.Data) || h.Len() != fr.Len || h.Sec() != fr.Sec || h.Nsec() != fr.Nsec ||
				h.Status() != fr.Status || h.PacketType() != fr.PacketType || h.Interface() != int(fr.Interface) {
				t.Fatalf("%+v: header % x, data % x", fr, h, data)
			}
		}
		if x.Take() != nil || x.Peek() != nil {
			t.Fatal("one more")
		}
		if a, b := w.Err(), x.Err(); (a == nil) != (b == nil) || a != nil && a.Error() != b.Error() {
			t.Fatalf("%v; %v", a, b)
		}
	})
}

func FuzzBlock(f *testing.F) {
	b := make([]byte, 1024)
	n := writeBlock(b, twoFrames)
	f.Add(bytes.Clone(b), true)
	f.Add(bytes.Clone(b[:n]), false)
	f.Fuzz(func(t *testing.T, b []byte, v2 bool) {
		var w Block
		var fr Frame
		n, last := 0, -1
		for err := w.Reset(b); err == nil && w.Next(&fr); n++ {
			if w.at <= last && w.left > 0 {
				t.Fatal("does not move on")
			}
			last = w.at
			kept, size := fr, len(fr.Data)
			fr.InsertTag()
			if d := len(fr.Data) - size; d != 0 && d != 4 {
				t.Fatalf("tag of %d bytes", d)
			}
			kept.Data = bytes.Clone(kept.Data)
			kept.Cook(v2)
		}
		if n > len(b)/frameHeader {
			t.Fatalf("%d frames in %d bytes", n, len(b))
		}
	})
}

func TestInsertTag(t *testing.T) {
	wire := []byte("aaaaaabbbbbb\x81\x00\x20\x05\x08\x00payload")
	bare := []byte("aaaaaabbbbbb\x08\x00payload")
	for _, tt := range []struct {
		name string
		f    Frame
		want string
		len  int
	}{
		{"in place", Frame{Data: bare, Len: 21, Status: StatusVLAN, TCI: 0x2005}, string(wire), 25},
		{"TPID", Frame{Data: bare, Len: 21, Status: StatusVLAN | StatusVLANTPID, TCI: 0x2005, TPID: 0x8100}, string(wire), 25},
		{"no tag", Frame{Data: bare, Len: 21, TCI: 0x2005}, string(bare), 21},
		{"cut after the addresses", Frame{Data: bare[:12], Len: 21, Status: StatusVLAN, TCI: 0x2005}, string(wire[:16]), 25},
		{"cut within the addresses", Frame{Data: bare[:11], Len: 21, Status: StatusVLAN}, string(bare[:11]), 25},
		{"nothing", Frame{Status: StatusVLAN}, "", 4},
	} {
		for _, room := range []int{0, 3, 4, 20} {
			f := tt.f
			f.head = append(make([]byte, room), f.Data...)
			f.Data = f.head[room:]
			f.InsertTag()
			if string(f.Data) != tt.want || f.Len != tt.len {
				t.Errorf("%s, room %d: %q, %d", tt.name, room, f.Data, f.Len)
			}
		}
	}
}

func TestCook(t *testing.T) {
	f := Frame{Data: []byte("payload"), Len: 9, Protocol: 0x86dd, PacketType: PacketOutgoing, AddrLen: 6,
		Hardware: 1, Addr: [8]byte{1, 2, 3, 4, 5, 6}, Interface: 0x01020304}
	tagged := f
	tagged.Status, tagged.TCI = StatusVLAN, 7
	for _, tt := range []struct {
		f    Frame
		v2   bool
		want string
	}{
		{f, true, "\x86\xdd\x00\x00\x01\x02\x03\x04\x00\x01\x04\x06\x01\x02\x03\x04\x05\x06\x00\x00payload"},
		{f, false, "\x00\x04\x00\x01\x00\x06\x01\x02\x03\x04\x05\x06\x00\x00\x86\xddpayload"},
		{tagged, true, "\x81\x00\x00\x00\x01\x02\x03\x04\x00\x01\x04\x06\x01\x02\x03\x04\x05\x06\x00\x00\x00\x07\x86\xddpayload"},
		{tagged, false, "\x00\x04\x00\x01\x00\x06\x01\x02\x03\x04\x05\x06\x00\x00\x81\x00\x00\x07\x86\xddpayload"},
	} {
		f := tt.f
		if f.Cook(tt.v2); string(f.Data) != tt.want || f.Len != 9+len(tt.want)-7 {
			t.Errorf("%x, %d\nwant %x", f.Data, f.Len, tt.want)
		}
	}
}

// message is a control message with a long of so many bytes.
func message(word int, level, typ uint32, data []byte) []byte {
	n := word + 8 + len(data)
	b := make([]byte, word)
	if word == 8 {
		binary.NativeEndian.PutUint64(b, uint64(n))
	} else {
		binary.NativeEndian.PutUint32(b, uint32(n))
	}
	b = binary.NativeEndian.AppendUint32(b, level)
	b = append(binary.NativeEndian.AppendUint32(b, typ), data...)
	return append(b, make([]byte, (word-n%word)%word)...)
}

// timespec has two longs.
func timespec(word int, sec, nsec uint32) (b []byte) {
	for _, v := range []uint32{sec, nsec} {
		if word == 8 {
			b = binary.NativeEndian.AppendUint64(b, uint64(v))
		} else {
			b = binary.NativeEndian.AppendUint32(b, v)
		}
	}
	return b
}

func TestControl(t *testing.T) {
	ne := binary.NativeEndian
	aux := make([]byte, auxdataLen)
	ne.PutUint32(aux, StatusVLAN|StatusVLANTPID)
	ne.PutUint32(aux[4:], 1518)
	ne.PutUint16(aux[16:], 42)
	ne.PutUint16(aux[18:], 0x88a8)
	for _, word := range []int{4, 8} {
		none := timespec(word, 0, 0)
		software := append(append(timespec(word, 5, 6), none...), none...)
		both := append(append(timespec(word, 5, 6), none...), timespec(word, 7, 8)...)
		all := append(message(word, solSocket, 999, []byte("other")), message(word, solPacket, packetAuxdata, aux)...)
		all = append(all, message(word, solSocket, soTimestampNS, timespec(word, 100, 200))...)

		var f Frame
		f.control(all, word)
		if f.Len != 1518 || f.TCI != 42 || f.TPID != 0x88a8 || f.Sec != 100 || f.Nsec != 200 || f.Status != StatusVLAN|StatusVLANTPID|StatusSoftwareTime {
			t.Errorf("word %d: %+v", word, f)
		}
		f = Frame{}
		f.control(message(word, solSocket, soTimestamping, software), word)
		if f.Sec != 5 || f.Nsec != 6 || f.Status != StatusSoftwareTime {
			t.Errorf("word %d, software: %+v", word, f)
		}
		f = Frame{}
		f.control(append(message(word, solSocket, soTimestamping, both), message(word, solSocket, soTimestampNS, timespec(word, 1, 1))...), word)
		if f.Sec != 7 || f.Nsec != 8 || f.Status != StatusHardwareTime {
			t.Errorf("word %d, hardware: %+v", word, f)
		}
		for cut := range all { // whatever is cut off is missing, and nothing else happens
			f = Frame{}
			f.control(all[:cut], word)
			if f.Sec != 0 && f.Sec != 100 {
				t.Errorf("word %d, %d bytes: %+v", word, cut, f)
			}
		}
	}
}

func FuzzControl(f *testing.F) {
	f.Add(message(8, solPacket, packetAuxdata, make([]byte, auxdataLen)))
	f.Add(message(4, solSocket, soTimestamping, make([]byte, 48)))
	f.Fuzz(func(t *testing.T, b []byte) {
		var fr Frame
		fr.control(b, 4)
		fr.control(b, 8)
	})
}

func TestWalkAllocs(t *testing.T) {
	b := make([]byte, 1024)
	writeBlock(b, twoFrames)
	var w Block
	var f Frame
	if n := testing.AllocsPerRun(100, func() {
		_ = w.Reset(b)
		for w.Next(&f) {
			f.InsertTag()
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// BenchmarkRingWalk walks a block of 60-byte frames. One operation is one frame.
func BenchmarkRingWalk(b *testing.B) {
	block := make([]byte, 128<<10)
	frames := make([]ringFrame, 800)
	for i := range frames {
		frames[i] = ringFrame{data: make([]byte, 60), sec: 1, nsec: uint32(i), proto: 0x800, ifindex: 2}
	}
	writeBlock(block, frames)
	var w Block
	var f Frame
	var sum int64
	b.ReportAllocs()
	for b.Loop() {
		if !w.Next(&f) {
			_ = w.Reset(block)
			w.Next(&f)
		}
		sum += f.Nanoseconds() + int64(len(f.Data))
	}
	if sum == 0 {
		b.Error("nothing walked")
	}
}
