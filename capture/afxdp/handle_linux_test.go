package afxdp_test

import (
	"context"
	"encoding/binary"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/gocap-project/gocap/bpf"
	"github.com/gocap-project/gocap/capture"
	"github.com/gocap-project/gocap/capture/afxdp"
	"github.com/gocap-project/gocap/internal/netlab"
	"github.com/gocap-project/gocap/internal/netlab/labtest"
)

// These are tests of package capture with AF_XDP for its backend. They are here
// because this package's tests run with the privileges that it takes.

// local is the EtherType of the tests' frames, and onlyLocal accepts them.
const local = 0x88b5

var onlyLocal = bpf.Program{{Op: bpf.LdAbsH, K: 12}, {Op: bpf.JeqK, K: local, Jf: 1}, {Op: bpf.RetK, K: 262144}, {Op: bpf.RetK}}

func check(t testing.TB, errs ...error) {
	t.Helper()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
}

func open(t testing.TB, h *netlab.Host, iface string, opts ...capture.Option) *capture.Handle {
	t.Helper()
	var c *capture.Handle
	check(t, h.Do(func() (err error) { c, err = capture.Open(iface, opts...); return err }))
	t.Cleanup(func() { _ = c.Close() })
	return c
}

func frame(n uint32, to []byte) []byte {
	b := make([]byte, 80)
	copy(b, to)
	copy(b[6:], labtest.MACA)
	binary.BigEndian.PutUint16(b[12:], local)
	binary.BigEndian.PutUint32(b[14:], n)
	return b
}

func soon(t testing.TB) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	t.Cleanup(cancel)
	return ctx
}

// expect reads packets with the numbers, in order.
func expect(t testing.TB, h *capture.Handle, numbers ...uint32) {
	t.Helper()
	for _, n := range numbers {
		p, err := h.Next(soon(t))
		check(t, err)
		if got := binary.BigEndian.Uint32(p.Data[14:]); got != n || p.Len != 80 || p.Direction != capture.In || time.Since(p.Time).Abs() > 5*time.Second {
			t.Fatalf("%d, want %d: %+v", got, n, p)
		}
	}
}

func TestHandle(t *testing.T) {
	labtest.NeedPrivileged(t)
	for _, m := range []afxdp.Mode{afxdp.Generic, afxdp.Driver} {
		t.Run(m.String(), func(t *testing.T) {
			a, b := labtest.Pair(t)
			tx, rx := open(t, a, "eth0"), open(t, b, "eth0", capture.XDP(afxdp.Config{Mode: m}), capture.Snaplen(60), capture.Promiscuous())
			check(t, rx.Activate(onlyLocal))
			if k := rx.Backend(); k.Name != capture.BackendXDP || k.Bytes == 0 || !strings.Contains(k.Why, m.String()) {
				t.Errorf("%+v", k)
			}
			check(t, tx.Send(frame(1, labtest.MACB)), tx.Send(frame(2, []byte{2, 9, 9, 9, 9, 9})), tx.Send(frame(3, []byte("\xff\xff\xff\xff\xff\xff"))))
			for i, want := range []capture.PacketType{capture.ToHost, capture.ToOther, capture.ToAll} {
				p, err := rx.Next(soon(t))
				check(t, err)
				if p.Type != want || len(p.Data) != 60 || p.Len != 80 || p.TimeSource != capture.SoftwareTime {
					t.Errorf("%d: %+v", i, p)
				}
			}
			// Many, in batches.
			const count = 2000
			go func() {
				for i := range uint32(count) {
					_ = tx.Send(frame(i, labtest.MACB))
					if i%64 == 0 {
						time.Sleep(100 * time.Microsecond)
					}
				}
			}()
			batch := make([]capture.Packet, 50)
			for got := uint32(0); got < count; {
				n, err := rx.ReadBatch(soon(t), batch)
				check(t, err)
				for _, p := range batch[:n] {
					if k := binary.BigEndian.Uint32(p.Data[14:]); k != got {
						t.Fatalf("%d, want %d", k, got)
					}
					got++
				}
			}
			// A new filter is exact, an inactive handle is silent, sending goes on.
			check(t, tx.Send(frame(5, labtest.MACB)), rx.SetFilter(bpf.Reject()), tx.Send(frame(6, labtest.MACB)), rx.SetFilter(onlyLocal), tx.Send(frame(7, labtest.MACB)))
			expect(t, rx, 7)
			check(t, tx.Send(frame(8, labtest.MACB)), rx.Deactivate(), tx.Send(frame(9, labtest.MACB)))
			expect(t, rx, 8)
			if _, err := rx.Next(soon(t)); err != capture.ErrInactive {
				t.Error(err)
			}
			check(t, rx.Activate(onlyLocal), tx.Send(frame(10, labtest.MACB)))
			expect(t, rx, 10)
			check(t, tx.Activate(onlyLocal), rx.Send(frame(11, labtest.MACA)))
			expect(t, tx, 11)
			if s, err := rx.Stats(); err != nil || s.Received < count+6 || s.Dropped != 0 {
				t.Errorf("%+v, %v", s, err)
			}
			var pe *bpf.ProgramError
			if err := rx.SetFilter(bpf.Program{}); !errors.As(err, &pe) {
				t.Error(err)
			}
			ctx, cancel := context.WithTimeout(context.Background(), 5*time.Millisecond)
			defer cancel()
			if _, err := rx.Next(ctx); !errors.Is(err, context.DeadlineExceeded) {
				t.Error(err)
			}
			time.AfterFunc(5*time.Millisecond, func() { _ = rx.Close() })
			if _, err := rx.Next(soon(t)); err != capture.ErrClosed {
				t.Error(err)
			}
		})
	}
}

// TestHandles captures from two interfaces at once, one of which is then removed.
func TestHandles(t *testing.T) {
	labtest.NeedPrivileged(t)
	a, b := labtest.Pair(t)
	end := func(name string) netlab.LinkConfig { return netlab.LinkConfig{Name: name, NoOffload: true} }
	check(t, netlab.Veth(a, end("eth1"), b, end("eth1")))
	one, two := open(t, a, "eth0"), open(t, a, "eth1")
	rx := open(t, b, "eth0,eth1", capture.Use(capture.BackendXDP))
	check(t, rx.Activate(onlyLocal))
	for i := range uint32(20) {
		h := one
		if i%2 == 1 {
			h = two
		}
		check(t, h.Send(frame(i, labtest.MACB)))
		time.Sleep(50 * time.Microsecond)
	}
	for i := range uint32(20) {
		expect(t, rx, i)
	}
	check(t, b.Delete("eth1"))
	if _, err := rx.Next(soon(t)); !errors.Is(err, capture.ErrInterfaceGone) {
		t.Error(err)
	}
	check(t, one.Send(frame(50, labtest.MACB)))
	expect(t, rx, 50)
}

func TestHandleRefusals(t *testing.T) {
	labtest.NeedPrivileged(t)
	a, _ := labtest.Pair(t)
	for _, opts := range [][]capture.Option{
		{capture.Cooked()}, {capture.From(capture.Out)}, {capture.XDP(afxdp.Config{Copying: afxdp.ZeroCopy})}, {capture.XDP(afxdp.Config{FrameSize: 5})},
	} {
		err := a.Do(func() error {
			h, err := capture.Open("eth0", append([]capture.Option{capture.Use(capture.BackendXDP)}, opts...)...)
			if err == nil {
				err = errors.Join(h.Activate(nil), h.Close())
			}
			return err
		})
		var e *capture.BackendError
		if !errors.As(err, &e) || e.Name != capture.BackendXDP {
			t.Error(err)
		}
	}
}
