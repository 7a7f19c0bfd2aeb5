package capture

import (
	"context"
	"encoding/binary"
	"errors"
	"io/fs"
	"net/netip"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/gocap-project/gocap/bpf"
	"github.com/gocap-project/gocap/internal/netlab"
	"github.com/gocap-project/gocap/internal/netlab/labtest"
	"github.com/gocap-project/gocap/link"
)

func TestMain(m *testing.M) { labtest.Main(m) }

// testType is an EtherType (IEEE 802 local experimental 1) that nothing else uses:
// it tells the tests' frames from those of the kernels.
const testType = 0x88b5

// onlyTest accepts the tests' frames with the number kind after the EtherType.
func onlyTest(kind byte) bpf.Program {
	return bpf.Program{
		{Op: bpf.LdAbsH, K: 12}, {Op: bpf.JeqK, Jf: 3, K: testType},
		{Op: bpf.LdAbsB, K: 14}, {Op: bpf.JeqK, Jf: 1, K: uint32(kind)},
		{Op: bpf.RetK, K: bpf.AcceptAll}, {Op: bpf.RetK},
	}
}

var testFilter = bpf.Program{
	{Op: bpf.LdAbsH, K: 12}, {Op: bpf.JeqK, Jf: 1, K: testType},
	{Op: bpf.RetK, K: bpf.AcceptAll}, {Op: bpf.RetK},
}

// frame is an Ethernet frame of n bytes from b to a with a kind and a number.
func frame(n int, kind byte, number uint32) []byte {
	f := make([]byte, max(n, 19))
	copy(f, labtest.MACA)
	copy(f[6:], labtest.MACB)
	binary.BigEndian.PutUint16(f[12:], testType)
	f[14] = kind
	binary.BigEndian.PutUint32(f[15:], number)
	for i := 19; i < len(f); i++ {
		f[i] = byte(i)
	}
	return f[:n]
}

func number(p []byte) uint32 { return binary.BigEndian.Uint32(p[15:]) }

// openIn opens a handle in a host's network.
func openIn(t testing.TB, host *netlab.Host, iface string, opts ...Option) *Handle {
	t.Helper()
	var h *Handle
	if err := host.Do(func() (err error) { h, err = Open(iface, opts...); return err }); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := h.Close(); err != nil && err != ErrClosed {
			t.Error(err)
		}
	})
	return h
}

func activate(t testing.TB, h *Handle, p bpf.Program) {
	t.Helper()
	if err := h.Activate(p); err != nil {
		t.Fatal(err)
	}
}

func sendAll(t testing.TB, h *Handle, frames ...[]byte) {
	t.Helper()
	if n, err := h.SendBatch(frames); n != len(frames) || err != nil {
		t.Fatalf("sent %d of %d: %v", n, len(frames), err)
	}
}

// soon is a context for what should take milliseconds.
func soon(t testing.TB) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	t.Cleanup(cancel)
	return ctx
}

func read(t testing.TB, h *Handle) Packet {
	t.Helper()
	p, err := h.Read(soon(t))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// rest deactivates the handle and returns what is queued.
func rest(t testing.TB, h *Handle) (all []Packet) {
	t.Helper()
	if err := h.Deactivate(); err != nil {
		t.Fatal(err)
	}
	ctx := soon(t)
	for {
		p, err := h.Read(ctx)
		if err == ErrInactive {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

// backends runs a test with the ring and without it.
func backends(t *testing.T, f func(t *testing.T, opts ...Option)) {
	t.Run("ring", func(t *testing.T) { f(t) })
	t.Run("plain", func(t *testing.T) { f(t, PlainSocket()) })
}

func TestLivePacket(t *testing.T) {
	backends(t, func(t *testing.T, opts ...Option) {
		a, b := labtest.Pair(t)
		rx, tx := openIn(t, a, "eth0", opts...), openIn(t, b, "eth0")
		activate(t, rx, testFilter)
		activate(t, tx, testFilter)
		before := time.Now()
		want := frame(100, 1, 7)
		if err := tx.Send(want); err != nil {
			t.Fatal(err)
		}
		p := read(t, rx)
		if string(p.Data) != string(want) || p.Len != 100 || p.CapLen() != 100 {
			t.Errorf("% x, len %d, caplen %d; want % x", p.Data, p.Len, p.CapLen(), want)
		}
		if p.Direction != In || p.Type != ToHost || p.Link != link.Ethernet || p.VLAN != (VLAN{}) || p.Drops != 0 {
			t.Errorf("%+v", p)
		}
		if p.Interface != rx.Interfaces()[0].Index || rx.Interfaces()[0].MTU != 1500 || rx.LinkType() != link.Ethernet {
			t.Errorf("interface %d of %+v", p.Interface, rx.Interfaces())
		}
		if p.TimeSource != SoftwareTime || p.Time.Before(before) || p.Time.After(time.Now()) {
			t.Errorf("time %v (%v), sent after %v", p.Time, p.TimeSource, before)
		}
		// The sender sees it too, going out.
		if p := read(t, tx); p.Direction != Out || p.Type != FromHost || string(p.Data) != string(want) {
			t.Errorf("sender's own: %+v", p)
		}
		wantMethod := "TPACKET_V3 ring of 8388608 bytes"
		if len(opts) > 0 {
			wantMethod = "recvmmsg"
		}
		if rx.Method() != wantMethod {
			t.Errorf("method %q", rx.Method())
		}
	})
}

var _ = []any{errors.New, fs.ErrPermission, netip.Addr{}, os.Getpid, runtime.GC, slices.Sort[[]int], strings.Join, sync.Mutex{}, syscall.EPERM}
