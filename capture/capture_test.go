package capture

import (
	"encoding/binary"
	"errors"
	"io/fs"
	"slices"
	"testing"
	"time"

	"github.com/gocap-project/gocap/bpf"
	"github.com/gocap-project/gocap/capture/afpacket"
	"github.com/gocap-project/gocap/link"
)

func TestHardwareFor(t *testing.T) {
	for _, tt := range []struct {
		arphrd       uint16
		cooked, sll1 bool
		typ          link.Type
		want         bool
	}{
		{1, false, false, link.Ethernet, false},
		{1, true, false, link.LinuxSLL2, true},
		{1, true, true, link.LinuxSLL, true},
		{1, false, true, link.Ethernet, false},
		{772, false, false, link.Ethernet, false}, // loopback
		{0xfffe, false, false, link.Raw, false},   // tun
		{776, false, false, link.Raw, false},      // sit
		{778, false, false, link.LinuxSLL2, true}, // gre
		{15, false, false, link.Raw, false},       // DLCI
		{770, false, false, link.FrameRelay, false},
		{770, true, false, link.LinuxSLL2, true},
		{785, false, false, link.FC2, false},      // fibre channel
		{805, false, false, link.LinuxSLL2, true}, // 802.15.4 with a check sequence
		{8445, true, false, link.LinuxLAPD, true},
		{512, false, false, link.LinuxSLL2, true},  // PPP
		{32, false, true, link.LinuxSLL, true},     // InfiniBand
		{801, false, false, link.IEEE80211, false}, // 802.11
		{803, false, false, link.IEEE80211Radiotap, false},
		{280, false, false, link.SocketCAN, false},
		{824, true, false, link.Netlink, true},
		{783, false, false, link.LinuxIrDA, true},
		{65000, false, false, link.LinuxSLL2, true}, // not known
	} {
		if got := hardwareFor(tt.arphrd, tt.cooked, tt.sll1); got.typ != tt.typ || got.cooked != tt.want {
			t.Errorf("%d: %v cooked %v, want %v %v", tt.arphrd, got.typ, got.cooked, tt.typ, tt.want)
		}
	}
}

func TestOptions(t *testing.T) {
	for name, o := range map[string]Option{
		"Snaplen": Snaplen(-1), "Buffer": Buffer(-1), "Latency": Latency(-1), "Precision": Precision(0),
		"From": From(9), "Timestamps": Timestamps(9),
	} {
		_, err := Open("lo", o)
		var oe *OptionError
		if !errors.As(err, &oe) || oe.Option != name || !errors.Is(err, ErrOption) {
			t.Errorf("%s: %v", name, err)
		}
	}
	c, err := configure([]Option{Snaplen(0), Latency(5 * time.Millisecond), CookedV1()})
	if err != nil || c.snaplen != DefaultSnaplen || c.latency != 5*time.Millisecond || !c.sll1 || c.precision != time.Nanosecond {
		t.Errorf("%+v, %v", c, err)
	}
}

func TestErrors(t *testing.T) {
	refused := &PermissionError{"CAP_NET_RAW", "sudo setcap x /bin/y", fs.ErrPermission}
	if !errors.Is(refused, ErrPermission) || !errors.Is(refused, fs.ErrPermission) || errors.Is(refused, ErrClosed) {
		t.Error("PermissionError")
	}
	no := unsupported("live capture")
	if !errors.Is(no, errors.ErrUnsupported) {
		t.Error("UnsupportedError")
	}
	if s := (&InterfaceError{Name: "x", Known: []string{}, Err: ErrNoInterface}).Error(); s != "interface x: no such interface; there are none" {
		t.Error(s)
	}
	if s := (&InterfaceError{Name: "x", Err: ErrDown}).Error(); s != "interface x: interface is down" {
		t.Error(s)
	}
}

func TestNames(t *testing.T) {
	got := []string{AnyDirection.String(), Out.String(), ToOther.String(), UnknownType.String(), HardwareTime.String(),
		AdapterUnsyncedTime.String(), Direction(9).String()}
	if want := []string{"any", "out", "otherhost", "unknown", "hardware", "adapter_unsynced", "9"}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

func TestClone(t *testing.T) {
	p := Packet{Data: []byte("abc"), Len: 5}
	c := p.Clone()
	p.Data[0] = 'x'
	if string(c.Data) != "abc" || c.Len != 5 || c.CapLen() != 3 {
		t.Errorf("%+v", c)
	}
}

// TestWithoutHeader compares rewritten filters with the originals on cooked
// packets, for every load near the header's end.
func TestWithoutHeader(t *testing.T) {
	f := afpacket.Frame{Data: make([]byte, 40), Len: 40, Protocol: 0x86dd, PacketType: 4, AddrLen: 6, Hardware: 772, Interface: 300}
	for i := range f.Data {
		f.Data[i] = byte(200 + i)
	}
	var m bpf.Metadata
	metadata(&f, &m)
	for _, v2 := range []bool{true, false} {
		cookedFrame := f
		cookedFrame.Cook(v2)
		rewritten := 0
		for _, op := range []uint16{bpf.LdAbsW, bpf.LdAbsH, bpf.LdAbsB, bpf.LdIndW, bpf.LdIndB, bpf.LdxMsh} {
			for k := range uint32(64) {
				p := bpf.Program{{Op: bpf.LdxImm, K: 3}, {Op: op, K: k}, {Op: bpf.RetA}}
				if op == bpf.LdxMsh {
					p = bpf.Program{{Op: op, K: k}, {Op: bpf.Txa}, {Op: bpf.RetA}}
				}
				q, ok := withoutHeader(p, v2)
				if !ok {
					continue
				}
				rewritten++
				want := p.RunLinux(cookedFrame.Data, cookedFrame.Len, &m)
				if got := q.RunLinux(f.Data, f.Len, &m); got != want {
					t.Errorf("v2 %v: %d, want %d:\n%v%v", v2, got, want, p, q)
				}
			}
		}
		if rewritten < 6*40 {
			t.Errorf("only %d filters were rewritten", rewritten)
		}
	}
	p, ok := withoutHeader(bpf.Program{{Op: bpf.RetK, K: 96}}, true)
	if !ok || p[0].K != 76 {
		t.Errorf("verdict %v", p)
	}
	if p, _ := withoutHeader(bpf.Program{{Op: bpf.RetK, K: 3}}, true); p[0].K != 1 {
		t.Errorf("a verdict within the header must still accept: %v", p)
	}
}

func TestOnly(t *testing.T) {
	p := bpf.Program{{Op: bpf.St, K: 0}, {Op: bpf.LdMem, K: 0}, {Op: bpf.JeqK, Jf: 1}, {Op: bpf.RetK, K: 5}, {Op: bpf.RetK}} // A is 0 at the start
	for d, want := range map[Direction][2]uint32{AnyDirection: {5, 5}, In: {5, 0}, Out: {0, 5}} {
		q := only(d, p)
		if err := bpf.Validate(q); err != nil {
			t.Error(err)
		}
		in, out := q.RunLinux(nil, 0, &bpf.Metadata{PacketType: 3}), q.RunLinux(nil, 0, &bpf.Metadata{PacketType: 4})
		if in != want[0] || out != want[1] {
			t.Errorf("%v: in %d, out %d", d, in, out)
		}
	}
	long := make(bpf.Program, bpf.MaxInstructions)
	if len(only(In, long)) != len(long) {
		t.Error("program grows beyond the limit")
	}
}

func TestCut(t *testing.T) {
	p := bpf.Program{{Op: bpf.RetK, K: 0}, {Op: bpf.RetK, K: 50}, {Op: bpf.RetK, K: 500}, {Op: bpf.RetA, K: 500}}
	q := cut(p, 100)
	if q[0].K != 0 || q[1].K != 50 || q[2].K != 100 || q[3].K != 500 || p[2].K != 500 {
		t.Errorf("%v", q)
	}
	if q := cut(nil, 100); q.Run(nil, 0) != 100 {
		t.Errorf("%v", q)
	}
}

func TestCANOrder(t *testing.T) {
	data := binary.NativeEndian.AppendUint32(nil, 0x80000123)
	f := afpacket.Frame{Data: append(data, 8, 1, 0, 0), Protocol: etherCANFD}
	canOrder(&f)
	if string(f.Data) != "\x80\x00\x01\x23\x08\x05\x00\x00" {
		t.Errorf("% x", f.Data)
	}
	short := afpacket.Frame{Data: []byte{1, 2, 3}, Protocol: etherCANFD}
	canOrder(&short)
	if string(short.Data) != "\x01\x02\x03" {
		t.Errorf("% x", short.Data)
	}
}
