package afpacket

import (
	"encoding/binary"
	"errors"
	"testing"
	"time"

	"github.com/gocap-project/gocap/bpf"
	"github.com/gocap-project/gocap/internal/netlab"
	"github.com/gocap-project/gocap/internal/netlab/labtest"
)

// testType is the EtherType of the frames that these tests send (IEEE 802 local
// experimental 1): the kernel sends none.
const testType = 0x88b5

// numberedFrame is an Ethernet frame of n bytes from a to b of labtest.Pair, with a number at 14.
func numberedFrame(n int, number uint32) []byte {
	f := make([]byte, max(n, 18))
	copy(f, labtest.MACB)
	copy(f[6:], labtest.MACA)
	binary.BigEndian.PutUint16(f[12:], testType)
	binary.BigEndian.PutUint32(f[14:], number)
	for i := 18; i < n; i++ {
		f[i] = byte(i)
	}
	return f
}

// onlyTest accepts frames of testType, onlyTestProtocol those of a socket without
// link-layer headers.
var (
	onlyTest = bpf.Program{
		{Op: bpf.LdAbsH, K: 12}, {Op: bpf.JeqK, Jf: 1, K: testType}, {Op: bpf.RetK, K: bpf.AcceptAll}, {Op: bpf.RetK},
	}
	onlyTestProtocol = bpf.Program{
		{Op: bpf.LdAbsW, K: bpf.AncillaryOffset + bpf.AncProtocol}, {Op: bpf.JeqK, Jf: 1, K: testType}, {Op: bpf.RetK, K: bpf.AcceptAll}, {Op: bpf.RetK},
	}
)

// openIn opens a Conn in a host's network and returns the interface.
func openIn(t testing.TB, h *netlab.Host, cfg Config) (*Conn, Interface) {
	t.Helper()
	var c *Conn
	if err := h.Do(func() (err error) { c, err = Open(cfg); return err }); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(false); err != nil && !errors.Is(err, ErrClosed) {
			t.Error(err)
		}
	})
	it, err := c.Interface("eth0")
	if err != nil {
		t.Fatal(err)
	}
	return c, it
}

// listenIn is openIn, and receives frames of testType.
func listenIn(t testing.TB, h *netlab.Host, cfg Config) *Conn {
	t.Helper()
	c, it := openIn(t, h, cfg)
	if err := errors.Join(c.SetFilter(onlyTest), c.Bind(it.Index)); err != nil {
		t.Fatal(err)
	}
	return c
}

// collect takes frames until there are n, or none comes for two seconds.
func collect(t testing.TB, c *Conn, n int) (out []Frame) {
	t.Helper()
	w, err := NewWaker()
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	var f Frame
	for last := time.Now(); len(out) < n && time.Since(last) < 2*time.Second; {
		ok, err := c.Next(&f)
		if err != nil {
			t.Fatal(err)
		}
		if !ok {
			if err := w.Wait(100*time.Millisecond, []*Conn{c}); err != nil {
				t.Fatal(err)
			}
			continue
		}
		last = time.Now()
		g := f
		g.Data, g.head = append([]byte(nil), f.Data...), nil
		out = append(out, g)
	}
	return out
}

// TestLiveVersions receives frames of all lengths, more than the ring has room for
// at once, through every form of ring and none.
func TestLiveVersions(t *testing.T) {
	for _, cfg := range []Config{{}, {Version: V1}, {Version: V2}, {Version: V3}, {Plain: true}, {Version: V2, Longest: 1514}, {Version: V2, SlotSize: 256}} {
		name := cfg.Version.String()
		if cfg.Plain {
			name = "plain"
		}
		t.Run(name, func(t *testing.T) {
			a, b := labtest.Pair(t)
			cfg.Buffer = 8 << 20
			rx := listenIn(t, b, cfg)
			tx, it := openIn(t, a, Config{Plain: true})
			before := time.Now()
			const rounds, each = 40, 50
			for r := range rounds {
				for i := range each {
					if err := tx.Send(it.Index, numberedFrame(18+(r*each+i)*37%1497, uint32(r*each+i))); err != nil {
						t.Fatal(err)
					}
				}
				for i, f := range collect(t, rx, each) {
					n := r*each + i
					if want := numberedFrame(18+n*37%1497, uint32(n)); string(f.Data) != string(want) || f.Len != len(want) {
						t.Fatalf("frame %d: % x (%d bytes)", n, f.Data[:min(20, len(f.Data))], f.Len)
					}
					if f.Protocol != testType || f.PacketType != PacketHost || f.Time().Before(before.Truncate(time.Microsecond)) || f.Time().After(time.Now()) {
						t.Fatalf("frame %d: %+v", n, f)
					}
				}
			}
			s, err := rx.Stats()
			if err != nil || s.Received != rounds*each || s.Dropped != 0 {
				t.Errorf("%+v, %v", s, err)
			}
			m := rx.Memory()
			want := cfg.Version
			if want == AnyVersion && !cfg.Plain {
				want = V3
			}
			if m.Version != want || m.Why != nil || (m.Bytes == 8<<20) == cfg.Plain {
				t.Errorf("%+v", m)
			}
		})
	}
}

// TestLiveCookedSocket receives and sends at the network layer: without link-layer header.
func TestLiveCookedSocket(t *testing.T) {
	for _, cfg := range []Config{{Cooked: true}, {Cooked: true, Version: V2}, {Cooked: true, Version: V1}, {Cooked: true, Plain: true}} {
		a, b := labtest.Pair(t)
		rx, it := openIn(t, b, cfg)
		if err := errors.Join(rx.SetFilter(onlyTestProtocol), rx.Bind(it.Index)); err != nil {
			t.Fatal(err)
		}
		tx, txIt := openIn(t, a, Config{Plain: true})
		want := numberedFrame(100, 7)
		if err := tx.Send(txIt.Index, want); err != nil {
			t.Fatal(err)
		}
		got := collect(t, rx, 1)
		if len(got) != 1 {
			t.Fatalf("%+v: %d frames", cfg, len(got))
		}
		f := got[0]
		if string(f.Data) != string(want[14:]) || f.Len != 86 || f.Protocol != testType || string(f.Addr[:f.AddrLen]) != string(labtest.MACA) {
			t.Errorf("%+v: %+v", cfg, f)
		}
	}
}
