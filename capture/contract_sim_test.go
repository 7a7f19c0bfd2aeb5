package capture

import (
	"context"
	"errors"
	"iter"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/gocap-project/gocap/bpf"
	"github.com/gocap-project/gocap/capture/bpfdev"
	"github.com/gocap-project/gocap/internal/bpfsim"
	"github.com/gocap-project/gocap/link"
)

// anywhere is a Handle of the platforms that have the portable one, on any platform.
type anywhere struct{ portable }

func (h *anywhere) Activate(p bpf.Program) error  { return h.activate(p) }
func (h *anywhere) SetFilter(p bpf.Program) error { return h.setFilter(p) }
func (h *anywhere) Deactivate() error             { return h.deactivate() }
func (h *anywhere) Active() bool                  { return h.active() }
func (h *anywhere) Read(ctx context.Context) (Packet, error) {
	p, err := h.next(ctx)
	if err != nil {
		return Packet{}, err
	}
	return p.Clone(), nil
}
func (h *anywhere) ReadBatch(ctx context.Context, b []Packet) (int, error) {
	return h.readBatch(ctx, b)
}
func (h *anywhere) Next(ctx context.Context) (*Packet, error) { return h.next(ctx) }
func (h *anywhere) Packets(ctx context.Context) iter.Seq2[*Packet, error] {
	return func(yield func(*Packet, error) bool) { h.packets(ctx, yield) }
}
func (h *anywhere) Send(f []byte) error                   { return h.sendOne(-1, f) }
func (h *anywhere) SendTo(i int, f []byte) error          { return h.sendOne(i, f) }
func (h *anywhere) SendBatch(f [][]byte) (int, error)     { return h.send(-1, f) }
func (h *anywhere) SendPackets(all []Packet) (int, error) { return h.sendPackets(all) }
func (h *anywhere) Stats() (Stats, error)                 { return h.stats() }
func (h *anywhere) Interfaces() []Interface               { return h.interfaces() }
func (h *anywhere) Backend() Backend                      { return h.how() }
func (h *anywhere) Snaplen() int                          { return h.snaplen() }
func (h *anywhere) Sending(i int) (SendMethod, string)    { return h.sending(i) }
func (h *anywhere) Close() error {
	if err := h.close(); err != nil {
		return err
	}
	return h.freed(context.Background())
}

// openOn opens a handle on a simulated kernel.
func openOn(k *bpfsim.Kernel, wait *bpfdev.WaitMode, names []string, opts []Option) (contracted, error) {
	cfg, err := configure(opts)
	if err != nil {
		return nil, err
	}
	h := new(anywhere)
	err = h.openWith(names, cfg, func(name string, c bpfdev.Config) (*bpfdev.Conn, error) {
		c.Kernel, c.System, c.WaitBy = k, k.Sys, wait
		return bpfdev.Open(name, c)
	})
	if err != nil {
		return nil, err
	}
	return h, nil
}

func simBed(k *bpfsim.Kernel, wait *bpfdev.WaitMode) *bed {
	open := func(names ...string) func(testing.TB, ...Option) (contracted, error) {
		return func(_ testing.TB, opts ...Option) (contracted, error) { return openOn(k, wait, names, opts) }
	}
	return &bed{
		receiver: open("em0"), sender: open("em1"), several: open("em0", "em1"), link: link.Ethernet,
		head:           []byte{2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 0x88, 0xb5},
		knowsDirection: k.Sys.Header.Extended,
		up:             func() { k.SetUp("em0", true) }, down: func() { k.SetUp("em0", false) }, gone: func() { k.Remove("em0") },
		opensInterfaceErr: func(name string) error { _, err := openOn(k, wait, []string{name}, nil); return err },
	}
}

// TestContract is the contract on the simulated kernel of each system.
func TestContract(t *testing.T) {
	for _, s := range bpfdev.Systems() {
		t.Run(strings.ReplaceAll(s.Name, "/", "-"), func(t *testing.T) {
			contract(t, func(*testing.T) *bed {
				k := bpfsim.New(s)
				k.Zero = true
				return simBed(k, nil)
			})
		})
	}
}

// TestContractWays is the contract with each way to wait for packets, with zero-copy
// buffers, and on older kernels.
func TestContractWays(t *testing.T) {
	poller, poll := bpfdev.WaitPoller, bpfdev.WaitPoll
	for name, make := range map[string]func() *bed{
		"freebsd zero-copy": func() *bed {
			k := bpfsim.New(bpfdev.Lookup("freebsd/amd64"))
			k.Zero = true
			b := simBed(k, nil)
			plain := b.receiver
			b.receiver = func(t testing.TB, opts ...Option) (contracted, error) {
				return plain(t, append([]Option{Use(BackendBPFZero)}, opts...)...)
			}
			b.lossy = true // a buffer may wait for the next packet
			return b
		},
		"freebsd poll":   func() *bed { return simBed(bpfsim.New(bpfdev.Lookup("freebsd/amd64")), &poll) },
		"openbsd poll":   func() *bed { return simBed(bpfsim.New(bpfdev.Lookup("openbsd/amd64")), &poll) },
		"darwin poller":  func() *bed { return simBed(bpfsim.New(bpfdev.Lookup("darwin/arm64")), &poller) },
		"solaris poller": func() *bed { return simBed(bpfsim.New(bpfdev.Lookup("solaris/amd64")), &poller) },
		"old netbsd": func() *bed {
			k := bpfsim.New(bpfdev.Lookup("netbsd/amd64"))
			k.Old = true
			return simBed(k, nil)
		},
		"old openbsd": func() *bed {
			k := bpfsim.New(bpfdev.Lookup("openbsd/amd64"))
			k.Old = true
			return simBed(k, nil)
		},
	} {
		t.Run(name, func(t *testing.T) { contract(t, func(*testing.T) *bed { return make() }) })
	}
}

// TestWatch: what happens to the interface is told between packets, before the error.
func TestWatch(t *testing.T) {
	k := bpfsim.New(bpfdev.Lookup("freebsd/amd64"))
	b := simBed(k, nil)
	var seen []EventKind
	rx := b.handle(t, b.receiver, Watch(func(e Event) {
		if e.Name != "em0" || e.MTU != 1500 {
			t.Errorf("%+v", e)
		}
		seen = append(seen, e.Kind)
	}))
	tx := b.handle(t, b.sender)
	must(t, rx.Activate(b.kind(0)))
	b.down()
	if _, err := rx.Read(within(t)); !errors.Is(err, ErrDown) || !slices.Equal(seen, []EventKind{WentDown}) {
		t.Errorf("%v, %v", err, seen)
	}
	b.up()
	for deadline := time.Now().Add(5 * time.Second); len(seen) < 2 && time.Now().Before(deadline); {
		must(t, tx.Send(b.frame(1, 1, 60)))
		_, err := rx.Read(within(t))
		must(t, err)
		time.Sleep(20 * time.Millisecond)
	}
	b.gone()
	if _, err := rx.Read(within(t)); !errors.Is(err, ErrInterfaceGone) || !slices.Equal(seen, []EventKind{WentDown, CameUp, Removed}) {
		t.Errorf("%v, %v", err, seen)
	}
}

// TestRefused: what this way to capture cannot do is said when it is asked for.
func TestRefused(t *testing.T) {
	k := bpfsim.New(bpfdev.Lookup("netbsd/amd64"))
	for name, o := range map[string]Option{"Cooked": Cooked(), "Timestamps": Timestamps(AdapterTime), "Namespace": Namespace("x"), "Follow": Follow(),
		"Guarded": Guarded(), "BypassQueue": BypassQueue(), "SendOffloads": SendOffloads(), "SendRing": SendBy(SendRing)} {
		if _, err := openOn(k, nil, []string{"em0"}, []Option{o}); !errors.Is(err, errors.ErrUnsupported) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := openOn(k, nil, []string{Any}, nil); !errors.Is(err, errors.ErrUnsupported) {
		t.Error(err)
	}
	k.Fail["open"] = syscall.EACCES
	var pe *PermissionError
	if _, err := openOn(k, nil, []string{"em0"}, nil); !errors.As(err, &pe) || !errors.Is(err, ErrPermission) {
		t.Error(err)
	}
}
