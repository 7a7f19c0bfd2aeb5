package afpacket

import (
	"bytes"
	"encoding/binary"
	"errors"
	"testing"
	"time"

	"github.com/gocap-project/gocap/internal/netlab"
	"github.com/gocap-project/gocap/internal/netlab/labtest"
	"github.com/gocap-project/gocap/internal/netlink"
	"github.com/gocap-project/gocap/wire"
	"golang.org/x/sys/unix"
)

// senderIn opens a Sender in a host's network, on eth0.
func senderIn(t testing.TB, h *netlab.Host, cfg SendConfig) *Sender {
	t.Helper()
	index, err := h.Index("eth0")
	if err != nil {
		t.Fatal(err)
	}
	cfg.Interface = index
	var s *Sender
	if err := h.Do(func() (err error) { s, err = OpenSender(cfg); return err }); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil && !errors.Is(err, ErrClosed) {
			t.Error(err)
		}
	})
	return s
}

// sendAll sends frames, waiting where it must.
func sendAll(t testing.TB, s *Sender, frames [][]byte) {
	t.Helper()
	for end := time.Now().Add(5 * time.Second); len(frames) > 0; {
		n, err := s.SendBatch(frames)
		frames = frames[n:]
		switch {
		case err == nil:
		case !Busy(err) || time.Now().After(end):
			t.Fatalf("%d frames left: %v", len(frames), err)
		default:
			if err := s.Wait(10 * time.Millisecond); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// TestLiveSender sends frames of all lengths, several times round the ring, each way.
func TestLiveSender(t *testing.T) {
	for name, cfg := range map[string]SendConfig{
		"sendmmsg": {}, "V2": {Ring: V2, Buffer: 64 << 10}, "V3": {Ring: V3, Buffer: 64 << 10},
		"sendmmsg, bypass": {BypassQdisc: true}, "V3, bypass": {Ring: V3, BypassQdisc: true, Buffer: 64 << 10},
		"V3, headroom": {Ring: V3, Headroom: 64, SkipBad: true}, "sendmmsg, offload": {Offload: true}, "V2, offload": {Ring: V2, Offload: true},
	} {
		t.Run(name, func(t *testing.T) {
			a, b := labtest.Pair(t)
			rx := listenIn(t, b, Config{})
			tx := senderIn(t, a, cfg)
			const n = 1000
			frames, bytes := make([][]byte, n), 0
			for i := range frames {
				frames[i] = numberedFrame(18+i*37%1497, uint32(i))
				bytes += len(frames[i])
			}
			sendAll(t, tx, frames)
			got := collect(t, rx, n)
			if len(got) != n {
				t.Fatalf("%d frames of %d", len(got), n)
			}
			for i, f := range got {
				if string(f.Data) != string(frames[i]) {
					t.Fatalf("frame %d: % x", i, f.Data[:18])
				}
			}
			if st := tx.Stats(); st.Frames != n || st.Bytes != uint64(bytes) || st.Wrong != 0 {
				t.Errorf("%+v", st)
			}
			if m := tx.Ring(); m.Version != cfg.Ring || (m.Bytes > 0) != (cfg.Ring != AnyVersion) {
				t.Errorf("%+v", m)
			}
		})
	}
}

// TestLiveSenderOneMap sends through a ring in the mapping of one for receiving.
func TestLiveSenderOneMap(t *testing.T) {
	for _, v := range []Version{V2, V3} {
		a, b := labtest.Pair(t)
		far := listenIn(t, b, Config{})
		near, it := openIn(t, a, Config{Version: v, Buffer: 1 << 20, Transmit: SendConfig{Ring: v, Longest: 1514, Buffer: 64 << 10}})
		if err := errors.Join(near.SetFilter(onlyTest), near.Bind(it.Index)); err != nil {
			t.Fatal(err)
		}
		tx, err := near.Sender(SendConfig{Interface: it.Index})
		if err != nil {
			t.Fatal(err)
		}
		if m := tx.Ring(); m.Version != v || m.Bytes < 32<<10 || near.Memory().Bytes != 1<<20 {
			t.Fatalf("%+v", m)
		}
		back, backIt := openIn(t, b, Config{Plain: true})
		for round := range 3 {
			var frames [][]byte
			for i := range 50 {
				frames = append(frames, numberedFrame(60+i, uint32(round*100+i)))
			}
			sendAll(t, tx, frames)
			if err := near.Send(it.Index, numberedFrame(60, uint32(round*100+50))); err != nil { // the Conn's own way
				t.Fatal(err)
			}
			if n, err := back.SendBatch(backIt.Index, frames); n != 50 || err != nil {
				t.Fatal(n, err)
			}
			for i, f := range collect(t, far, 101) {
				if i < 51 && binary.BigEndian.Uint32(f.Data[14:]) != uint32(round*100+i) {
					t.Fatalf("there: frame %d is % x", i, f.Data[:18])
				}
			}
			for i, f := range collect(t, near, 50) { // and none of its own
				if f.PacketType == PacketOutgoing || string(f.Data) != string(frames[i]) {
					t.Fatalf("back: frame %d is % x", i, f.Data[:18])
				}
			}
		}
		if v == V2 { // whoever asks for offloads when receiving is not hindered in sending
			both, _ := openIn(t, a, Config{Plain: true, Offloads: true})
			if err := errors.Join(both.Bind(it.Index), both.Send(it.Index, numberedFrame(60, 7))); err != nil {
				t.Fatal(err)
			}
			if got := collect(t, far, 1); len(got) != 1 || string(got[0].Data) != string(numberedFrame(60, 7)) {
				t.Fatalf("beside offloads: %+v", got)
			}
		}
		if err := near.Close(false); err != nil {
			t.Fatal(err)
		}
		if err := tx.Send(numberedFrame(60, 0)); !errors.Is(err, ErrClosed) {
			t.Errorf("after the Conn's end: %v", err)
		}
	}
}

// TestLiveSenderWrong: the kernel refuses a frame in the ring; those around it arrive.
func TestLiveSenderWrong(t *testing.T) {
	for _, v := range []Version{V2, V3} {
		for _, skip := range []bool{false, true} {
			a, b := labtest.Pair(t)
			rx := listenIn(t, b, Config{})
			tx := senderIn(t, a, SendConfig{Ring: v, Longest: 3000, SkipBad: skip})
			frames := [][]byte{numberedFrame(60, 0), numberedFrame(60, 1), numberedFrame(2500, 2), numberedFrame(60, 3)}
			n, err := tx.SendBatch(frames)
			var bad *FormatError
			switch {
			case skip && err != nil:
				t.Errorf("%v: %v", v, err)
			case !skip && (n != 2 || !errors.As(err, &bad) || bad.Len != 2500 || !errors.Is(err, unix.EMSGSIZE) || tx.Stats().Wrong != 1):
				t.Errorf("%v: sent %d, %v, %+v", v, n, err, tx.Stats())
			case !skip:
				if n, err := tx.SendBatch(frames[3:]); n != 1 || err != nil {
					t.Errorf("%v, after the wrong one: %v", v, err)
				}
			}
			var numbers []uint32
			for _, f := range collect(t, rx, 3) {
				numbers = append(numbers, binary.BigEndian.Uint32(f.Data[14:]))
			}
			if len(numbers) != 3 || numbers[0] != 0 || numbers[1] != 1 || numbers[2] != 3 {
				t.Errorf("%v: %v arrived", v, numbers)
			}
			if err := tx.Send(make([]byte, 5)); !skip && err == nil {
				t.Error("a frame shorter than its header was sent")
			}
		}
	}
}

// TestLiveSenderMTU: a ring knows what the interface can send now.
func TestLiveSenderMTU(t *testing.T) {
	a, b := labtest.Pair(t)
	rx := listenIn(t, b, Config{})
	tx := senderIn(t, a, SendConfig{Ring: V3})
	want := 0
	tagged := func(n int) []byte {
		f := numberedFrame(n, 7)
		copy(f[12:], []byte{0x81, 0, 0, 5, testType >> 8, testType & 0xff})
		return f
	}
	for _, c := range []struct {
		mtu    int
		frame  []byte
		passes bool
	}{
		{1500, numberedFrame(1514, 1), true}, {1500, tagged(1518), true}, {1500, tagged(1519), false}, {1500, numberedFrame(1515, 2), false},
		{1000, numberedFrame(1014, 3), true}, {1000, numberedFrame(1015, 4), false}, {68, numberedFrame(82, 5), true}, {68, numberedFrame(83, 6), false},
	} {
		if err := a.SetMTU("eth0", c.mtu); err != nil {
			t.Fatal(err)
		}
		n, err := tx.SendBatch([][]byte{numberedFrame(60, 0), c.frame, numberedFrame(60, 9)})
		var bad *FormatError
		switch {
		case c.passes && (n != 3 || err != nil):
			t.Errorf("MTU %d, %d bytes: sent %d, %v", c.mtu, len(c.frame), n, err)
		case !c.passes && (n != 1 || !errors.As(err, &bad) || bad.Len != len(c.frame) || !errors.Is(err, unix.EMSGSIZE)):
			t.Errorf("MTU %d, %d bytes: sent %d, %v", c.mtu, len(c.frame), n, err)
		}
		if want++; c.passes {
			want += 2
		}
	}
	if got := collect(t, rx, want); len(got) != want {
		t.Errorf("%d frames arrived, want %d", len(got), want)
	}
}

// TestLiveHeadroom sends frames from the middle of their slots.
func TestLiveHeadroom(t *testing.T) {
	for _, v := range []Version{V2, V3} {
		a, b := labtest.Pair(t)
		rx := listenIn(t, b, Config{})
		tx := senderIn(t, a, SendConfig{Ring: v, Headroom: 40})
		for off := range 41 {
			slot := tx.Slot()
			want := numberedFrame(100, uint32(off))
			copy(slot[off:], want)
			if err := tx.CommitAt(off, len(want)); err != nil {
				t.Fatal(err)
			}
			if n, err := tx.Flush(); n != 1 || err != nil {
				t.Fatal(n, err)
			}
			got := collect(t, rx, 1)
			if len(got) != 1 || string(got[0].Data) != string(want) {
				t.Fatalf("%v, at %d: %+v", v, off, got)
			}
		}
		if err := tx.CommitAt(41, 60); !errors.Is(err, unix.EINVAL) {
			t.Errorf("past the headroom: %v", err)
		}
	}
}

// shape gives eth0 of a host a token bucket filter: so many bytes a second, a burst
// of 2000 and a queue of limit bytes.
func shape(t testing.TB, h *netlab.Host, rate, limit uint32) {
	t.Helper()
	index, err := h.Index("eth0")
	if err != nil {
		t.Fatal(err)
	}
	ne := binary.NativeEndian
	tcm := make([]byte, 20) // struct tcmsg
	ne.PutUint32(tcm[4:], uint32(index))
	ne.PutUint32(tcm[12:], 0xffffffff) // TC_H_ROOT
	parms := make([]byte, 36)          // struct tc_tbf_qopt: two struct tc_ratespec, limit, buffer, mtu
	parms[1] = 1                       // TC_LINKLAYER_ETHERNET
	ne.PutUint32(parms[8:], rate)
	ne.PutUint32(parms[24:], limit)
	ne.PutUint32(parms[28:], 1<<20)
	err = h.Do(func() error {
		c, err := netlink.Dial()
		if err != nil {
			return err
		}
		defer c.Close()
		r := netlink.NewRequest(unix.RTM_NEWQDISC, netlink.FlagCreate|netlink.FlagReplace|0x4).Raw(tcm...).String(1, "tbf")
		r.Nest(2, func(r *netlink.Request) { r.Bytes(1, parms).Uint32(6, 2000) }) // TCA_TBF_PARMS, TCA_TBF_BURST
		return c.Do(r, nil)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestLiveQdisc: a slow queueing discipline holds frames back, so that slots stay
// the kernel's and there is no room; BypassQdisc goes past it.
func TestLiveQdisc(t *testing.T) {
	a, b := labtest.Pair(t)
	shape(t, a, 20000, 5000)
	rx := listenIn(t, b, Config{Plain: true})
	ring := senderIn(t, a, SendConfig{Ring: V3, Longest: 1514})
	var frames [][]byte
	for i := range 10 {
		frames = append(frames, numberedFrame(1000, uint32(i)))
	}
	n, err := ring.SendBatch(frames)
	if n < 3 || n > 8 || !Busy(err) {
		t.Fatalf("sent %d, %v", n, err)
	}
	if got := ring.Slots(); got.Sending < 2 || got.Filled != 0 {
		t.Errorf("%+v", got)
	}
	plain := senderIn(t, a, SendConfig{})
	more, err := plain.SendBatch(frames)
	if more > 5 || !Busy(err) || plain.Stats().Busy == 0 {
		t.Errorf("sendmmsg into a full queue: %d, %v", more, err)
	}
	n += more
	for _, cfg := range []SendConfig{{BypassQdisc: true}, {BypassQdisc: true, Ring: V2}} {
		if err := senderIn(t, a, cfg).Send(numberedFrame(60, 1000)); err != nil {
			t.Fatal(err)
		}
	}
	var early int // frames before those that went past the queue
	seen := 0
	for i, f := range collect(t, rx, n+2) {
		if binary.BigEndian.Uint32(f.Data[14:]) == 1000 {
			seen++
			early = i
		}
	}
	if seen != 2 || early >= n {
		t.Errorf("%d frames went past the queue, the last as number %d of %d", seen, early, n+2)
	}
	if got := ring.Slots(); got.Sending != 0 || got.Free == 0 {
		t.Errorf("at the end: %+v", got)
	}
}

// TestLiveCookedSend leaves the link-layer header to the kernel.
func TestLiveCookedSend(t *testing.T) {
	for _, v := range []Version{AnyVersion, V2, V3} {
		a, b := labtest.Pair(t)
		rx := listenIn(t, b, Config{})
		tx := senderIn(t, a, SendConfig{Cooked: true, Ring: v})
		if err := tx.SetTarget(Target{testType, labtest.MACB}); err != nil {
			t.Fatal(err)
		}
		want := numberedFrame(100, 9)
		sendAll(t, tx, [][]byte{want[14:]})
		got := collect(t, rx, 1)
		if len(got) != 1 || string(got[0].Data) != string(want) {
			t.Errorf("%v: %+v", v, got)
		}
		if err := tx.SetTarget(Target{Addr: make([]byte, 9)}); err == nil {
			t.Error("an address of 9 bytes")
		}
	}
}

// tcpSegment is a TCP segment from a to b with n bytes, its checksum left to the
// interface.
func tcpSegment(n int) []byte {
	f := make([]byte, 54+n)
	copy(f, labtest.MACB)
	copy(f[6:], labtest.MACA)
	binary.BigEndian.PutUint16(f[12:], uint16(wire.EtherTypeIPv4))
	ip := wire.IPv4(f[14:])
	ip.SetVersion(4)
	ip.SetIHL(5)
	ip.SetLength(uint16(len(ip)))
	ip.SetTTL(64)
	ip.SetProtocol(wire.IPProtoTCP)
	ip.SetSrc(labtest.AddrA)
	ip.SetDst(labtest.AddrB)
	ip.SetChecksum(ip.Sum())
	tcp := wire.TCP(ip[20:])
	tcp.SetSrcPort(1000)
	tcp.SetDstPort(2000)
	tcp.SetSeq(1)
	tcp.SetDataOffset(5)
	tcp.SetFlags(wire.ACK)
	for i := range n {
		tcp[20+i] = byte(i)
	}
	tcp.SetChecksum(ip.PseudoSum(wire.IPProtoTCP, len(tcp)))
	return f
}

// TestLiveOffload: the kernel fills the checksum in, and cuts the segment into four.
func TestLiveOffload(t *testing.T) {
	for _, v := range []Version{AnyVersion, V2, V3} {
		a, b := labtest.Pair(t)
		rx, it := openIn(t, b, Config{Plain: true})
		if err := rx.Bind(it.Index); err != nil {
			t.Fatal(err)
		}
		tx := senderIn(t, a, SendConfig{Offload: true, Ring: v, Longest: 8000})
		for _, c := range []struct{ bytes, segments int }{{100, 1}, {4000, 4}} {
			f := TxFrame{Data: tcpSegment(c.bytes), Offload: Offload{Flags: OffloadNeedsChecksum, ChecksumStart: 34, ChecksumOffset: 16}}
			if c.segments > 1 {
				f.Offload.GSO, f.Offload.SegmentSize, f.Offload.HeaderLen = GSOTCP4, 1000, 54
			}
			if n, err := tx.SendFrames([]TxFrame{f}); n != 1 || err != nil {
				t.Fatalf("%v: %v", v, err)
			}
			var payload []byte
			for got := range c.segments {
				f, ok := nextTCP(t, rx)
				if !ok {
					t.Fatalf("%v: %d segments of %d", v, got, c.segments)
				}
				ip := wire.IPv4(f[14:])
				tcp := wire.TCP(ip[20:ip.Length()])
				if tcp.Checksum() != tcp.Sum(ip.PseudoSum(wire.IPProtoTCP, len(tcp))) || ip.Checksum() != ip.Sum() {
					t.Errorf("%v: wrong checksum in % x", v, f[:54])
				}
				if tcp.Seq() != uint32(1+len(payload)) || len(tcp)-20 != c.bytes/c.segments {
					t.Errorf("%v: sequence number %d, %d bytes", v, tcp.Seq(), len(tcp)-20)
				}
				payload = append(payload, tcp[20:]...)
			}
			if !bytes.Equal(payload, f.Data[54:]) {
				t.Errorf("%v: payload differs", v)
			}
		}
	}
}

// nextTCP is the next segment to port 2000.
func nextTCP(t testing.TB, c *Conn) ([]byte, bool) {
	for range 20 {
		for _, f := range collect(t, c, 1) {
			if len(f.Data) > 54 && f.Data[23] == 6 && binary.BigEndian.Uint16(f.Data[36:]) == 2000 {
				return f.Data, true
			}
		}
	}
	return nil, false
}

// heedful is a kernel that says that its disciplines heed times.
type heedful struct{ system }

func (heedful) disciplines(int) ([]string, error) { return []string{"fq", "etf"}, nil }

// TestLiveLaunch: without a discipline that heeds times the error says so; the
// kernel accepts the times.
func TestLiveLaunch(t *testing.T) {
	a, b := labtest.Pair(t)
	index, err := a.Index("eth0")
	if err != nil {
		t.Fatal(err)
	}
	err = a.Do(func() error { _, err := OpenSender(SendConfig{Interface: index, Launch: MonotonicClock}); return err })
	if !errors.Is(err, ErrPacing) || !errors.Is(err, errors.ErrUnsupported) {
		t.Errorf("%v", err)
	}
	rx := listenIn(t, b, Config{})
	for _, clock := range []LaunchClock{MonotonicClock, TAIClock} {
		s := new(Sender)
		if err := a.Do(func() error { return s.openAt(heedful{}, SendConfig{Interface: index, Launch: clock}) }); err != nil {
			t.Fatal(err)
		}
		n, err := s.SendFrames([]TxFrame{{Data: numberedFrame(60, 1), Time: time.Hour}, {Data: numberedFrame(60, 2)}})
		if n != 2 || err != nil || len(collect(t, rx, 2)) != 2 {
			t.Errorf("sent %d, %v", n, err)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
	plain := senderIn(t, a, SendConfig{})
	if _, err := plain.SendFrames([]TxFrame{{Data: numberedFrame(60, 1), Time: time.Hour}}); err == nil {
		t.Error("a time was accepted by a socket without SO_TXTIME")
	}
}

// TestLiveSendFaults: the interface goes down, and away.
func TestLiveSendFaults(t *testing.T) {
	for _, v := range []Version{AnyVersion, V3} {
		a, _ := labtest.Pair(t)
		tx := senderIn(t, a, SendConfig{Ring: v})
		if err := a.SetDown("eth0"); err != nil {
			t.Fatal(err)
		}
		if err := tx.Send(numberedFrame(60, 1)); !errors.Is(err, ErrDown) {
			t.Errorf("%v, down: %v", v, err)
		}
		if err := a.SetUp("eth0"); err != nil {
			t.Fatal(err)
		}
		if err := tx.Send(numberedFrame(60, 1)); err != nil {
			t.Errorf("%v, up again: %v", v, err)
		}
		if err := a.Delete("eth0"); err != nil {
			t.Fatal(err)
		}
		if err := tx.Send(numberedFrame(60, 1)); !errors.Is(err, ErrGone) {
			t.Errorf("%v, gone: %v", v, err)
		}
	}
}

func TestSenderNoAllocs(t *testing.T) {
	for _, cfg := range []SendConfig{{}, {Ring: V2}, {Ring: V3}, {Offload: true}} {
		a, _ := labtest.Pair(t)
		tx := senderIn(t, a, cfg)
		frames := numberedFrames(32)
		more := make([]TxFrame, 32)
		for i := range more {
			more[i].Data = frames[i]
		}
		if n := testing.AllocsPerRun(100, func() {
			if n, err := tx.SendBatch(frames); n != len(frames) || err != nil {
				t.Fatal(n, err)
			}
			if n, err := tx.SendFrames(more); n != len(more) || err != nil {
				t.Fatal(n, err)
			}
		}); n != 0 {
			t.Errorf("%+v: %v allocations for 64 frames", cfg, n)
		}
	}
}

// BenchmarkSender sends 60-byte frames over veth, 64 at a time.
func BenchmarkSender(b *testing.B) {
	for name, cfg := range map[string]SendConfig{"sendmmsg": {}, "V2": {Ring: V2}, "V3": {Ring: V3}, "bypass": {BypassQdisc: true}} {
		b.Run(name, func(b *testing.B) {
			a, _ := labtest.Pair(b)
			tx := senderIn(b, a, cfg)
			frames := numberedFrames(64)
			b.ReportAllocs()
			for i := 0; i < b.N; i += len(frames) {
				sendAll(b, tx, frames)
			}
		})
	}
}
