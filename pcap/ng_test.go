package pcap

import (
	"bytes"
	"encoding/binary"
	"io"
	"reflect"
	"testing"

	"github.com/gocap-project/gocap/link"
)

// everything writes a capture with each kind of block and option, in two sections
// of different byte order.
func everything(tb testing.TB, o binary.ByteOrder) []byte {
	tb.Helper()
	var buf bytes.Buffer
	check := func(err error) {
		if err != nil {
			tb.Helper()
			tb.Fatal(err)
		}
	}
	sec := Section{Hardware: "abacus", OS: "none", Application: "test"}
	sec.Options.AddComment("first section")
	sec.Options.AddCustom(OptCustomBytes, 32473, []byte{1, 2, 3})
	w, err := NewNgWriter(&buf, NgOptions{Order: o, Section: sec})
	check(err)
	eth := Interface{LinkType: link.Ethernet, Snaplen: 96, Name: "eth0", Description: "first", Filter: "tcp", OS: "Linux",
		Hardware: "card", Resolution: Nano, TimeOffset: 1000, FCSLen: 4}
	eth.Options = NewOptionList(o)
	eth.Options.Add(OptInterfaceIPv4, []byte{192, 0, 2, 1, 255, 255, 255, 0})
	eth.Options.Add(OptInterfaceMAC, []byte{2, 0, 0, 0, 0, 1})
	eth.Options.AddUint64(OptInterfaceSpeed, 10_000_000_000)
	eth.Options.Add(0x7777, []byte("unknown"))
	i0, err := w.AddInterface(eth)
	check(err)
	i1, err := w.AddInterface(Interface{LinkType: link.Raw, Resolution: Binary(20)})
	check(err)
	p := Packet{Data: []byte("hello"), Len: 60, Time: 1_700_000_000_123_456_789, Interface: i0, Options: NewOptionList(o)}
	p.Options.AddComment("a comment")
	p.Options.AddComment("another")
	p.Options.AddFlags(Flags(0).WithDirection(Outbound) | FlagCRCError | 4<<5 | Flags(Broadcast)<<2)
	p.Options.AddHash(Hash{HashCRC32, []byte{1, 2, 3, 4}})
	p.Options.AddUint64(OptPacketDropCount, 7)
	p.Options.AddUint64(OptPacketID, 0x1122334455667788)
	p.Options.AddUint32(OptPacketQueue, 3)
	p.Options.AddVerdict(Verdict{VerdictXDP, []byte{2, 0, 0, 0, 0, 0, 0, 0}})
	p.Options.AddProcessThread(17, 18)
	p.Options.AddCustom(OptCustomString, 32473, []byte("mine"))
	check(w.Write(&p))
	check(w.Write(&Packet{Data: []byte("raw"), Time: 1 << 40, Interface: i1}))
	check(w.WriteNames(Names{Records: []NameRecord{
		{Kind: NameIPv4, Addr: []byte{192, 0, 2, 1}, Names: []string{"a.example", "b.example"}},
		{Kind: NameIPv6, Addr: bytes.Repeat([]byte{0xfd}, 16), Names: []string{"six.example"}},
		{Kind: NameEUI48, Addr: []byte{2, 0, 0, 0, 0, 1}, Names: []string{"card"}},
		{Kind: NameEUI64, Addr: bytes.Repeat([]byte{2}, 8), Names: []string{"card64"}},
		{Kind: 99, Addr: []byte("?")},
	}}))
	check(w.WriteStatistics(Statistics{Interface: 0, Time: 1_700_000_001_000_000_000, Start: Some[int64](1_699_999_999_000_000_000),
		End: Some[int64](1_700_000_001_000_000_000), Received: Some[uint64](5), Dropped: Some[uint64](0), Accepted: Some[uint64](4),
		OSDropped: Some[uint64](1), Delivered: Some[uint64](3)}))
	check(w.WriteSecrets(Secrets{Kind: SecretsTLSKeyLog, Data: []byte("CLIENT_RANDOM 00 11\n")}))
	check(w.WriteCustom(Custom{PEN: 32473, Data: []byte("12345")}))
	check(w.WriteCustom(Custom{PEN: 32473, Data: []byte("1234"), NoCopy: true}))
	check(w.WriteJournal([]byte("MESSAGE=hello\n")))
	check(w.WriteBody(BlockSysdigMachine, []byte("sysdig..")))
	check(w.WriteBody(0x12345678, []byte("who knows...")))
	ord := orderOf(o)
	check(w.WriteBody(BlockSimplePacket, append(ord.put32(nil, 7), "simple.."...)))
	old := ord.put16(ord.put16(nil, 1), 9)
	for _, v := range []uint32{0, 1 << 20, 3, 40} {
		old = ord.put32(old, v)
	}
	check(w.WriteBody(BlockOldPacket, append(old, "old\x00"...)))
	other := binary.ByteOrder(binary.BigEndian)
	if o == other {
		other = binary.LittleEndian
	}
	check(w.StartSection(Section{}, other))
	check(w.Write(&p)) // brings its interface along, its options change byte order
	check(w.Close())
	return buf.Bytes()
}

func TestEverything(t *testing.T) {
	for _, o := range []binary.ByteOrder{binary.LittleEndian, binary.BigEndian} {
		data := everything(t, o)
		r, err := NewReader(plain(data))
		if err != nil {
			t.Fatal(err)
		}
		if lt, ok := r.LinkType(); !ok || lt != link.Ethernet {
			t.Errorf("link type %v, %v", lt, ok)
		}
		var types []BlockType
		var packets []*Packet
		for {
			b, err := r.NextBlock()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			types = append(types, b.Type)
			if b.Packet != nil {
				packets = append(packets, b.Packet.Clone())
			}
			checkBlock(t, b)
		}
		want := []BlockType{BlockSection, BlockInterface, BlockInterface, BlockPacket, BlockPacket, BlockNames, BlockStatistics,
			BlockSecrets, BlockCustom, BlockCustomNoCopy, BlockJournal, BlockSysdigMachine, 0x12345678, BlockSimplePacket,
			BlockOldPacket, BlockSection, BlockInterface, BlockPacket}
		if !reflect.DeepEqual(types, want) {
			t.Fatalf("blocks %v, want %v", types, want)
		}
		if len(packets) != 5 {
			t.Fatalf("%d packets", len(packets))
		}
		checkFull(t, packets[0])
		checkFull(t, packets[4])
		if p := packets[1]; p.LinkType() != link.Raw || p.Len != 3 || p.Time > 1<<40 || p.Time < 1<<40-954 { // a unit is 954 ns
			t.Errorf("raw packet %+v", p)
		}
		if p := packets[2]; string(p.Data) != "simple." || p.Time != 0 || p.Len != 7 {
			t.Errorf("simple packet %+v", p)
		}
		if p := packets[3]; string(p.Data) != "old" || p.Len != 40 || p.Time != 1_000_000_000 || p.Interface.Index != 1 {
			t.Errorf("old packet %+v", p)
		} else if d, ok := p.DropCount(); !ok || d != 9 {
			t.Errorf("drops %d, %v", d, ok)
		}
		var out bytes.Buffer
		r, _ = NewReader(plain(data))
		if n, err := Copy(&out, r); err != nil || n != 5 || !bytes.Equal(out.Bytes(), data) {
			t.Errorf("copy: %d packets, %v, identical %v", n, err, bytes.Equal(out.Bytes(), data))
		}
	}
}

// checkFull checks the packet that has every option.
func checkFull(t *testing.T, p *Packet) {
	t.Helper()
	f, _ := p.Flags()
	drops, _ := p.DropCount()
	id, _ := p.ID()
	queue, _ := p.Queue()
	pid, tid, _ := p.ProcessThread()
	got := []any{string(p.Data), p.Len, p.Time, p.Comments(), f.Direction(), f.Errors(), f.FCSLen(), f.Reception(), drops, id, queue,
		pid, tid, p.Hashes(), p.Verdicts(), p.Options.Custom()[0].PEN, string(p.Options.Custom()[0].Data)}
	want := []any{"hello", 60, int64(1_700_000_000_123_456_789), []string{"a comment", "another"}, Outbound, FlagCRCError, 4, Broadcast,
		uint64(7), uint64(0x1122334455667788), uint32(3), uint32(17), uint32(18), []Hash{{HashCRC32, []byte{1, 2, 3, 4}}},
		[]Verdict{{VerdictXDP, []byte{2, 0, 0, 0, 0, 0, 0, 0}}}, uint32(32473), "mine"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("packet\n%v, want\n%v", got, want)
	}
	i := p.Interface
	speed, _ := i.Options.Uint64(OptInterfaceSpeed)
	gotI := []any{i.LinkType, i.Snaplen, i.Name, i.Description, i.Filter, i.OS, i.Hardware, i.Resolution, i.TimeOffset, i.FCSLen, speed,
		i.Options.String(0x7777)}
	wantI := []any{link.Ethernet, uint32(96), "eth0", "first", "tcp", "Linux", "card", Nano, int64(1000), uint8(4), uint64(10_000_000_000), "unknown"}
	if !reflect.DeepEqual(gotI, wantI) {
		t.Errorf("interface\n%v, want\n%v", gotI, wantI)
	}
}

func checkBlock(t *testing.T, b *Block) {
	t.Helper()
	switch b.Type {
	case BlockSection:
		if b.Section.Index == 0 && (b.Section.Hardware != "abacus" || b.Section.OS != "none" || b.Section.Application != "test" ||
			b.Section.Options.String(OptComment) != "first section" || b.Section.Length != -1) {
			t.Errorf("section %+v", b.Section)
		}
	case BlockNames:
		n, err := b.Names()
		if err != nil || len(n.Records) != 5 || n.Records[0].IP().String() != "192.0.2.1" ||
			!reflect.DeepEqual(n.Records[0].Names, []string{"a.example", "b.example"}) || n.Records[3].Names[0] != "card64" {
			t.Errorf("names %v, %v", n, err)
		}
	case BlockStatistics:
		s, err := b.Statistics()
		if err != nil || s.Start != Some[int64](1_699_999_999_000_000_000) || s.Time != 1_700_000_001_000_000_000 ||
			s.Received != Some[uint64](5) || s.Dropped != Some[uint64](0) || s.Delivered != Some[uint64](3) {
			t.Errorf("statistics %+v, %v", s, err)
		}
	case BlockSecrets:
		s, err := b.Secrets()
		if err != nil || s.Kind != SecretsTLSKeyLog || string(s.Data) != "CLIENT_RANDOM 00 11\n" {
			t.Errorf("secrets %+v, %v", s, err)
		}
	case BlockCustom, BlockCustomNoCopy:
		c, err := b.Custom()
		if err != nil || c.PEN != 32473 || c.NoCopy != (b.Type == BlockCustomNoCopy) || string(c.Data[:4]) != "1234" {
			t.Errorf("custom %+v, %v", c, err)
		}
	case BlockJournal:
		if e, err := b.Journal(); err != nil || string(e) != "MESSAGE=hello\n" {
			t.Errorf("journal %q, %v", e, err)
		}
	}
	// Asked for what they are not, blocks refuse.
	if _, err := b.Names(); (err == nil) != (b.Type == BlockNames) {
		t.Errorf("%v: names: %v", b.Type, err)
	}
	if _, err := b.Secrets(); (err == nil) != (b.Type == BlockSecrets) {
		t.Errorf("%v: secrets: %v", b.Type, err)
	}
}

func TestOnBlock(t *testing.T) {
	var types []BlockType
	r, err := ReadOptions{OnBlock: func(b *Block) error {
		types = append(types, b.Type)
		return nil
	}}.NewReader(plain(everything(t, binary.LittleEndian)))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := readAll(t, r); err != nil || len(got) != 5 || len(types) != 13 {
		t.Errorf("%d packets, %v, %v", len(got), err, types)
	}
	r, _ = ReadOptions{OnBlock: func(b *Block) error { return io.ErrClosedPipe }}.NewReader(plain(everything(t, binary.LittleEndian)))
	if _, err := readAll(t, r); err != io.ErrClosedPipe {
		t.Error(err)
	}
	r, _ = NewReader(plain(sample(t, false, 1, 1)))
	if _, err := r.NextBlock(); err != ErrNotNg {
		t.Error(err)
	}
}

func TestResolutions(t *testing.T) {
	const max = 1<<63 - 1
	for _, c := range []struct {
		r      Resolution
		offset int64
		ticks  uint64
		want   int64
	}{
		{Micro, 0, 1_700_000_000_123_456, 1_700_000_000_123_456_000},
		{Nano, 0, 1_700_000_000_123_456_789, 1_700_000_000_123_456_789},
		{Second, 0, 1_700_000_000, 1_700_000_000_000_000_000},
		{Milli, -1, 5000, 4_000_000_000},
		{Milli, -10, 5000, -5_000_000_000},
		{Decimal(12), 0, 1_700_000_123_456_789_012, 1_700_000_123_456_789},
		{Decimal(19), 1, 10_000_000_000_000_000_000, 2_000_000_000},
		{Decimal(25), 0, 10_000_000_000_000_000_000, 1000},
		{Decimal(127), 7, 1 << 63, 7_000_000_000},
		{Binary(0), 0, 5, 5_000_000_000},
		{Binary(10), 0, 1536, 1_500_000_000},
		{Binary(32), 0, 1<<32 | 1<<31, 1_500_000_000},
		{Binary(63), 0, 1 << 62, 500_000_000},
		{Binary(64), 0, 1 << 63, 500_000_000},
		{Binary(80), 0, 1 << 63, 7629},
		{Binary(127), 0, 1 << 63, 0},
		{Second, 0, 1 << 40, max},
		{Micro, 0, 1<<64 - 1, max},
		{Second, -1 << 62, 0, -1 << 63},
		{Second, 1<<63 - 1, 1<<64 - 1, max},
	} {
		s := scaleOf(c.r, c.offset)
		if got := s.nanos(c.ticks); got != c.want {
			t.Errorf("%v: %d ticks at offset %d are %d ns, want %d", c.r.Wire(), c.ticks, c.offset, got, c.want)
		}
	}
	// What ticks gives, nanos takes back, wherever the unit is fine enough.
	for _, r := range []Resolution{Nano, Decimal(10), Binary(30), Binary(31), Binary(33)} {
		s := scaleOf(r, -3)
		for _, ns := range []int64{0, 1, 999_999_999, 1_000_000_000, 1_234_567_891, 1_700_000_000_123_456_789} {
			v, ok := s.ticks(ns)
			if r != Nano && ns > 1e18 {
				continue // does not fit
			}
			if got := s.nanos(v); !ok || got != ns {
				t.Errorf("resolution %d: %d -> %d -> %d", r.Wire(), ns, v, got)
			}
		}
	}
	if s := scaleOf(Micro, 0); true {
		if _, ok := s.ticks(-1); ok {
			t.Error("a time before 1970 has no unsigned time stamp")
		}
	}
}

func TestOptionList(t *testing.T) {
	var l OptionList
	l.AddComment("abc")
	l.AddUint32(9, 5)
	l.wire = append(l.finish(), "junk"...) // after the end marker: not seen, and gone when something is added
	if err := l.Check(); err != nil {
		t.Error(err)
	}
	l.AddUint8(10, 1)
	if v, ok := l.Uint8(10); !ok || v != 1 || l.String(OptComment) != "abc" {
		t.Errorf("%v, %v", v, ok)
	}
	if _, ok := l.Uint64(9); ok {
		t.Error("an option of four bytes is no number of eight")
	}
	for n := range l.wire {
		cut := OptionList{wire: l.wire[:n]}
		for range cut.All() {
		}
		_ = cut.Strings(1)
		if n%4 == 1 && n < 20 && cut.Check() == nil {
			t.Errorf("list cut at %d passes", n)
		}
	}
	defer func() {
		if recover() == nil {
			t.Error("an option of 64 KiB was taken")
		}
	}()
	l.Add(1, make([]byte, 1<<16))
}
