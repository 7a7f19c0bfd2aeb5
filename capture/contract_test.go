package capture

import (
	"context"
	"encoding/binary"
	"errors"
	"iter"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/gocap-project/gocap/bpf"
	"github.com/gocap-project/gocap/link"
)

// contracted are the methods whose contract is the same on every platform.
type contracted interface {
	Activate(bpf.Program) error
	SetFilter(bpf.Program) error
	Deactivate() error
	Active() bool
	Read(context.Context) (Packet, error)
	ReadBatch(context.Context, []Packet) (int, error)
	Next(context.Context) (*Packet, error)
	Packets(context.Context) iter.Seq2[*Packet, error]
	Send([]byte) error
	SendTo(int, []byte) error
	SendBatch([][]byte) (int, error)
	SendPackets([]Packet) (int, error)
	Stats() (Stats, error)
	Interfaces() []Interface
	Backend() Backend
	Snaplen() int
	Sending(ifindex int) (SendMethod, string)
	Close() error
}

// bed is where the contract is tried: two interfaces joined by a cable, or one whose
// own frames are seen.
type bed struct {
	receiver, sender  func(t testing.TB, opts ...Option) (contracted, error)
	head              []byte // of the frames, which the tests' part follows
	link              link.Type
	outwards          bool // one interface: what is received is what goes out
	knowsDirection    bool
	up, down, gone    func() // what happens to the receiver's interface; nil if the bed cannot
	several           func(t testing.TB, opts ...Option) (contracted, error)
	opensInterfaceErr func(name string) error
	lossy             bool // other traffic, or a machine that may be slow: counts are not exact
}

// contract tries all that every platform promises of a Handle.
func contract(t *testing.T, make func(t *testing.T) *bed) {
	for _, c := range []struct {
		name string
		f    func(t *testing.T, b *bed)
	}{
		{"packet", contractPacket}, {"filter", contractFilter}, {"deactivate", contractDeactivate}, {"flush", contractFlush},
		{"wake", contractWake}, {"closed", contractClosed}, {"snaplen", contractSnaplen}, {"counts", contractCounts},
		{"batch", contractBatch}, {"iterator", contractIterator}, {"direction", contractDirection}, {"send", contractSend},
		{"down", contractDown}, {"gone", contractGone}, {"several", contractSeveral}, {"options", contractOptions},
		{"times", contractTimes}, {"concurrent", contractConcurrent}, {"allocations", contractAllocs},
	} {
		t.Run(c.name, func(t *testing.T) { c.f(t, make(t)) })
	}
}

// frame is a frame of a kind with a number, n bytes long.
func (b *bed) frame(kind byte, number, n int) []byte {
	f := append(slices.Clone(b.head), 0xc0, 0xde, kind)
	f = binary.BigEndian.AppendUint32(f, uint32(number))
	for len(f) < n {
		f = append(f, byte(len(f)))
	}
	return f
}

// kind accepts the tests' frames of a kind, or of all kinds if it is 0.
func (b *bed) kind(kind byte) bpf.Program {
	at := uint32(len(b.head))
	p := bpf.Program{{Op: bpf.LdAbsH, K: at}, {Op: bpf.JeqK, Jf: 3, K: 0xc0de}, {Op: bpf.LdAbsB, K: at + 2}, {Op: bpf.JeqK, Jf: 1, K: uint32(kind)},
		{Op: bpf.RetK, K: bpf.AcceptAll}, {Op: bpf.RetK}}
	if kind == 0 {
		p[3] = bpf.Instruction{Op: bpf.JgeK}
	}
	return p
}

func (b *bed) number(p []byte) int { return int(binary.BigEndian.Uint32(p[len(b.head)+3:])) }

func (b *bed) handle(t testing.TB, open func(testing.TB, ...Option) (contracted, error), opts ...Option) contracted {
	t.Helper()
	h, err := open(t, opts...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := h.Close(); err != nil && err != ErrClosed {
			t.Error(err)
		}
	})
	return h
}

// pair is an active receiver and a sender.
func (b *bed) pair(t testing.TB, filter bpf.Program, opts ...Option) (rx, tx contracted) {
	t.Helper()
	rx, tx = b.handle(t, b.receiver, opts...), b.handle(t, b.sender)
	must(t, rx.Activate(filter))
	return rx, tx
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func within(t testing.TB) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	t.Cleanup(cancel)
	return ctx
}

// numbers reads n packets.
func (b *bed) numbers(t testing.TB, h contracted, n int) (all []int) {
	t.Helper()
	for range n {
		p, err := h.Next(within(t))
		if err != nil {
			t.Fatalf("after %v: %v", all, err)
		}
		all = append(all, b.number(p.Data))
	}
	return all
}

func (b *bed) expect(t testing.TB, h contracted, want ...int) {
	t.Helper()
	if got := b.numbers(t, h, len(want)); !slices.Equal(got, want) {
		t.Errorf("read %v, want %v", got, want)
	}
}

func contractPacket(t *testing.T, b *bed) {
	rx, tx := b.pair(t, b.kind(0))
	before := time.Now().Truncate(time.Microsecond)
	want := b.frame(1, 7, 100)
	must(t, tx.Send(want))
	p, err := rx.Read(within(t))
	must(t, err)
	if string(p.Data) != string(want) || p.Len != 100 || p.CapLen() != 100 || p.Link != b.link || p.VLAN != (VLAN{}) {
		t.Errorf("%+v, want % x", p, want)
	}
	dir, typ := In, ToHost
	if b.outwards {
		dir, typ = Out, FromHost
	}
	if p.Direction != dir && !(p.Direction == AnyDirection && !b.knowsDirection) || p.Type != typ && !b.outwards && b.link == link.Ethernet {
		t.Errorf("direction %v, type %v", p.Direction, p.Type)
	}
	if p.TimeSource != SoftwareTime || p.Time.Before(before) || p.Time.After(time.Now()) {
		t.Errorf("time %v (%v), sent after %v", p.Time, p.TimeSource, before)
	}
	it := rx.Interfaces()
	if len(it) != 1 || it[0].Index != p.Interface || it[0].Link != b.link || it[0].MTU == 0 || it[0].Name == "" {
		t.Errorf("%+v, packet's %d", it, p.Interface)
	}
	if m, why := tx.Sending(tx.Interfaces()[0].Index); m != SendCalls || why == "" || rx.Snaplen() != DefaultSnaplen {
		t.Errorf("sending %v, %q; snaplen %d", m, why, rx.Snaplen())
	}
	if k := rx.Backend(); k.Name == "" || k.Why == "" || k.String() == "" {
		t.Errorf("%+v", k)
	}
}

// contractFilter exchanges filters while frames arrive: none that only another filter
// accepts may be read.
func contractFilter(t *testing.T, b *bed) {
	rx, tx := b.pair(t, b.kind(1), Buffer(256<<10))
	var all sync.WaitGroup
	end := make(chan struct{})
	all.Go(func() {
		batch := [][]byte{b.frame(1, 0, 60), b.frame(2, 0, 60)}
		for {
			select {
			case <-end:
				return
			default:
				if _, err := tx.SendBatch(batch); err != nil {
					t.Error(err)
					return
				}
			}
		}
	})
	defer func() { close(end); all.Wait() }()
	for round := range 20 {
		kind := byte(1 + round%2)
		if round > 0 {
			must(t, rx.SetFilter(b.kind(kind)))
		}
		for range 5 {
			p, err := rx.Next(within(t))
			must(t, err)
			if p.Data[len(b.head)+2] != kind {
				t.Fatalf("round %d: the filter for kind %d let % x through", round, kind, p.Data)
			}
		}
	}
	bad := bpf.Program{{Op: bpf.LdImm}}
	var pe *bpf.ProgramError
	if err := rx.SetFilter(bad); !errors.As(err, &pe) || !rx.Active() {
		t.Errorf("invalid filter: %v, active %v", err, rx.Active())
	}
	if err := rx.Activate(nil); err != ErrActive {
		t.Errorf("second Activate: %v", err)
	}
	must(t, rx.Deactivate())
	if err := rx.SetFilter(nil); err != ErrInactive {
		t.Errorf("SetFilter when inactive: %v", err)
	}
	if err := rx.Activate(bad); !errors.As(err, &pe) || rx.Active() {
		t.Errorf("invalid filter: %v, active %v", err, rx.Active())
	}
}

func contractDeactivate(t *testing.T, b *bed) {
	for _, opt := range []Option{Immediate(), Latency(50 * time.Millisecond)} {
		rx, tx := b.handle(t, b.receiver, opt), b.handle(t, b.sender)
		if _, err := rx.Read(within(t)); err != ErrInactive || rx.Active() {
			t.Errorf("before Activate: %v", err)
		}
		must(t, rx.Deactivate())
		must(t, rx.Activate(b.kind(0)))
		must(t, tx.Send(b.frame(1, 1, 60)))
		must(t, tx.Send(b.frame(1, 2, 60)))
		must(t, rx.Deactivate())
		must(t, tx.Send(b.frame(1, 3, 60)))
		must(t, rx.Send(b.frame(1, 4, 60))) // sending works
		b.expect(t, rx, 1, 2)
		for range 2 {
			if p, err := rx.Read(within(t)); err != ErrInactive {
				t.Fatalf("%+v, %v; want ErrInactive", p, err)
			}
		}
	}
}

// contractFlush: what nobody read is thrown away by the next Activate.
func contractFlush(t *testing.T, b *bed) {
	rx, tx := b.pair(t, b.kind(0))
	must(t, tx.Send(b.frame(1, 1, 60)))
	must(t, rx.Deactivate())
	must(t, rx.Activate(b.kind(0)))
	must(t, tx.Send(b.frame(1, 2, 60)))
	must(t, tx.Send(b.frame(1, 3, 60)))
	b.expect(t, rx, 2)
	must(t, rx.Deactivate())
	must(t, rx.Activate(b.kind(0)))
	must(t, tx.Send(b.frame(1, 4, 60)))
	b.expect(t, rx, 4)
}

func contractWake(t *testing.T, b *bed) {
	for name, way := range map[string]struct {
		act  func(contracted, context.CancelFunc)
		want error
	}{
		"close":      {func(h contracted, _ context.CancelFunc) { _ = h.Close() }, ErrClosed},
		"cancel":     {func(_ contracted, c context.CancelFunc) { c() }, context.Canceled},
		"deactivate": {func(h contracted, _ context.CancelFunc) { _ = h.Deactivate() }, ErrInactive},
	} {
		for i := range 10 {
			h := b.handle(t, b.receiver, Buffer(64<<10))
			must(t, h.Activate(bpf.Reject()))
			ctx, cancel := context.WithCancel(context.Background())
			got := make(chan error, 1)
			go func() { _, err := h.Next(ctx); got <- err }()
			time.Sleep(time.Duration(i%5) * 200 * time.Microsecond) // before, within and after the wait
			way.act(h, cancel)
			select {
			case err := <-got:
				if err != way.want {
					t.Errorf("%s: %v", name, err)
				}
			case <-time.After(20 * time.Second):
				t.Fatalf("%s: the reader still waits", name)
			}
			cancel()
			_ = h.Close()
		}
	}
}

func contractClosed(t *testing.T, b *bed) {
	rx, tx := b.pair(t, b.kind(0))
	must(t, tx.Send(b.frame(1, 9, 100)))
	p, err := rx.Next(within(t))
	must(t, err)
	must(t, rx.Close())
	if string(p.Data) != string(b.frame(1, 9, 100)) {
		t.Errorf("lent packet after Close: % x", p.Data)
	}
	_, readErr := rx.Read(within(t))
	_, batchErr := rx.ReadBatch(within(t), make([]Packet, 1))
	_, statsErr := rx.Stats()
	for what, err := range map[string]error{"Close": rx.Close(), "Read": readErr, "ReadBatch": batchErr, "Stats": statsErr,
		"Send": rx.Send(b.frame(1, 1, 60)), "Activate": rx.Activate(nil), "SetFilter": rx.SetFilter(nil), "Deactivate": rx.Deactivate()} {
		if err != ErrClosed {
			t.Errorf("%s: %v, want ErrClosed", what, err)
		}
	}
	for _, err := range rx.Packets(within(t)) {
		if err != ErrClosed {
			t.Errorf("Packets: %v", err)
		}
	}
}

func contractSnaplen(t *testing.T, b *bed) {
	short := b.kind(0)
	short[4].K = 30
	for _, tt := range []struct {
		snaplen int
		filter  bpf.Program
		want    int
	}{{0, b.kind(0), 200}, {96, b.kind(0), 96}, {96, short, 30}, {22, short, 22}, {1 << 20, b.kind(0), 200}} {
		rx, tx := b.pair(t, tt.filter, Snaplen(tt.snaplen))
		must(t, tx.Send(b.frame(1, 1, 200)))
		p, err := rx.Read(within(t))
		must(t, err)
		if p.CapLen() != tt.want || p.Len != 200 {
			t.Errorf("snaplen %d: %d of %d bytes, want %d", tt.snaplen, p.CapLen(), p.Len, tt.want)
		}
		_, _ = rx.Close(), tx.Close()
	}
}

// contractCounts floods a small buffer that nobody reads: what was sent was either
// read or is counted as dropped.
func contractCounts(t *testing.T, b *bed) {
	rx, tx := b.pair(t, b.kind(0), Buffer(64<<10))
	total := 0
	for round := range 3 {
		batch := make([][]byte, 2000)
		for i := range batch {
			batch[i] = b.frame(1, i, 300)
		}
		n, err := tx.SendBatch(batch)
		if n != len(batch) {
			t.Fatal(n, err)
		}
		must(t, rx.Deactivate())
		for {
			_, err := rx.Read(within(t))
			if err == ErrInactive {
				break
			}
			must(t, err)
			total++
		}
		s, err := rx.Stats()
		must(t, err)
		if !b.lossy && (s.Received != uint64(total) || s.Received+s.Dropped != uint64((round+1)*len(batch)) || s.Dropped == 0) {
			t.Errorf("round %d: read %d, %+v", round, total, s)
		}
		must(t, rx.Activate(b.kind(0)))
	}
	must(t, tx.Send(b.frame(1, 77, 60)))
	p, err := rx.Read(within(t))
	must(t, err)
	if s, _ := rx.Stats(); p.Drops != s.Dropped || s.Discarded != 0 {
		t.Errorf("packet says %d, %+v", p.Drops, s)
	}
}

func contractBatch(t *testing.T, b *bed) {
	rx, tx := b.pair(t, b.kind(0))
	if n, err := rx.ReadBatch(within(t), nil); n != 0 || err != nil {
		t.Error(n, err)
	}
	var frames [][]byte
	for i := range 50 {
		frames = append(frames, b.frame(1, i, 60+i))
	}
	if n, err := tx.SendBatch(frames); n != 50 || err != nil {
		t.Fatal(n, err)
	}
	batch := make([]Packet, 16)
	for at := 0; at < 50; {
		n, err := rx.ReadBatch(within(t), batch)
		must(t, err)
		if n < 1 {
			t.Fatal("empty batch")
		}
		for _, p := range batch[:n] {
			if string(p.Data) != string(frames[at]) {
				t.Fatalf("packet %d: % x", at, p.Data)
			}
			at++
		}
	}
	if n, err := tx.SendPackets(batch[:2]); n != 2 || err != nil {
		t.Error(n, err)
	}
	b.expect(t, rx, b.number(batch[0].Data), b.number(batch[1].Data))
}

func contractIterator(t *testing.T, b *bed) {
	rx, tx := b.pair(t, b.kind(0))
	for i := range 5 {
		must(t, tx.Send(b.frame(1, i, 60)))
	}
	at := 0
	for p, err := range rx.Packets(within(t)) {
		must(t, err)
		if b.number(p.Data) != at {
			t.Fatalf("packet %d is %d", at, b.number(p.Data))
		}
		if at++; at == 3 {
			break
		}
	}
	must(t, rx.Deactivate())
	for p, err := range rx.Packets(within(t)) {
		must(t, err)
		if b.number(p.Data) != at {
			t.Fatalf("packet %d is %d", at, b.number(p.Data))
		}
		at++
	}
	if at != 5 {
		t.Errorf("%d packets", at)
	}
	must(t, rx.Activate(nil))
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for p, err := range rx.Packets(ctx) {
		if p != nil || err != context.Canceled {
			t.Error(p, err)
		}
	}
}

func contractDirection(t *testing.T, b *bed) {
	if b.outwards {
		t.Skip("one interface has no packets that come in")
	}
	for d, want := range map[Direction][]int{AnyDirection: {1, 2}, In: {1}, Out: {2}} {
		rx, err := b.receiver(t, From(d))
		if err != nil {
			if d == AnyDirection || !errors.Is(err, errors.ErrUnsupported) {
				t.Errorf("%v: %v", d, err)
			}
			continue
		}
		tx := b.handle(t, b.sender)
		must(t, rx.Activate(b.kind(0)))
		must(t, tx.Send(b.frame(1, 1, 60)))
		must(t, rx.Send(b.frame(1, 2, 60)))
		b.expect(t, rx, want...)
		_ = rx.Close()
	}
}

func contractSend(t *testing.T, b *bed) {
	rx, tx := b.pair(t, b.kind(0))
	index := tx.Interfaces()[0].Index
	must(t, tx.SendTo(index, b.frame(1, 1, 60)))
	b.expect(t, rx, 1)
	var ie *InterfaceError
	if err := tx.SendTo(index+1000, b.frame(1, 1, 60)); !errors.As(err, &ie) || !errors.Is(err, ErrNoInterface) {
		t.Error(err)
	}
	mtu := tx.Interfaces()[0].MTU
	if b.link != link.Ethernet {
		return
	}
	for _, n := range []int{mtu + 14, 60} {
		must(t, tx.Send(b.frame(1, n, n)))
		b.expect(t, rx, n)
	}
	if n, err := tx.SendBatch([][]byte{b.frame(1, 1, 60), b.frame(1, 2, mtu+100)}); n != 1 || !errors.Is(err, ErrTooLong) || !errors.As(err, &ie) {
		t.Error(n, err)
	}
	if err := tx.Send([]byte{1, 2, 3}); err == nil || errors.Is(err, ErrTooLong) {
		t.Errorf("3 bytes: %v", err)
	}
}

func contractDown(t *testing.T, b *bed) {
	if b.down == nil {
		t.Skip("the bed has an interface that must stay as it is")
	}
	rx, tx := b.pair(t, b.kind(0))
	b.down()
	var ie *InterfaceError
	if _, err := rx.Read(within(t)); !errors.Is(err, ErrDown) || !errors.As(err, &ie) {
		t.Fatal(err)
	}
	other, err := b.receiver(t)
	if err == nil {
		err = other.Activate(nil)
		_ = other.Close()
	}
	if !errors.Is(err, ErrDown) {
		t.Errorf("Activate when it is down: %v", err)
	}
	b.up()
	must(t, tx.Send(b.frame(1, 1, 60)))
	b.expect(t, rx, 1)
}

func contractGone(t *testing.T, b *bed) {
	if b.gone == nil {
		t.Skip("the bed has an interface that must stay as it is")
	}
	rx, tx := b.pair(t, b.kind(0))
	must(t, tx.Send(b.frame(1, 1, 60)))
	b.expect(t, rx, 1)
	b.gone()
	for range 2 {
		if _, err := rx.Read(within(t)); !errors.Is(err, ErrInterfaceGone) {
			t.Fatal(err)
		}
	}
	if err := rx.Send(b.frame(1, 2, 60)); !errors.Is(err, ErrInterfaceGone) {
		t.Errorf("Send: %v", err)
	}
	if err := rx.SetFilter(nil); !errors.Is(err, ErrInterfaceGone) || rx.Active() {
		t.Errorf("SetFilter: %v, active %v", err, rx.Active())
	}
	if err := rx.Activate(nil); !errors.Is(err, ErrInterfaceGone) {
		t.Errorf("Activate: %v", err)
	}
	if _, err := rx.Stats(); err != nil {
		t.Errorf("Stats: %v", err)
	}
}

func contractSeveral(t *testing.T, b *bed) {
	if b.several == nil {
		t.Skip("the bed has one interface")
	}
	h := b.handle(t, b.several)
	must(t, h.Activate(b.kind(0)))
	it := h.Interfaces()
	if err := h.Send(b.frame(1, 1, 60)); err == nil {
		t.Error("sent without saying where")
	}
	for i := range 20 {
		must(t, h.SendTo(it[i%2].Index, b.frame(1, i, 60)))
	}
	// Each is seen where it goes out; those of one interface are in order, and all by time.
	last, seen := time.Time{}, map[int][]int{}
	for range 20 {
		p, err := h.Next(within(t))
		must(t, err)
		if p.Time.Add(100 * time.Millisecond).Before(last) { // a busy machine may hand over late
			t.Errorf("%v after %v", p.Time, last)
		}
		last = p.Time
		seen[p.Interface] = append(seen[p.Interface], b.number(p.Data))
	}
	for _, all := range seen {
		if !slices.IsSorted(all) {
			t.Errorf("%v", seen)
		}
	}
}

func contractOptions(t *testing.T, b *bed) {
	var be *BackendError
	if _, err := b.receiver(t, Use("no such")); !errors.As(err, &be) || !errors.Is(err, ErrOption) {
		t.Error(err)
	}
	if b.opensInterfaceErr != nil {
		var ie *InterfaceError
		if err := b.opensInterfaceErr("nosuch0"); !errors.As(err, &ie) || !errors.Is(err, ErrNoInterface) || ie.Known == nil {
			t.Error(err)
		}
	}
	// Each way to capture is either to be had or says that it is not.
	for _, name := range Backends() {
		h, err := b.receiver(t, Use(name))
		if err != nil {
			if !errors.As(err, &be) || be.Name != name {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if h.Activate(nil) == nil && h.Backend().Name != name {
			t.Errorf("asked for %s: %+v", name, h.Backend())
		}
		_ = h.Close()
	}
}

func contractTimes(t *testing.T, b *bed) {
	rx, tx := b.pair(t, b.kind(0), Precision(time.Millisecond))
	last := time.Time{}
	for i := range 20 {
		must(t, tx.Send(b.frame(1, i, 60)))
		p, err := rx.Next(within(t))
		must(t, err)
		if p.Time.Nanosecond()%1e6 != 0 || p.Time.Before(last) || time.Since(p.Time) > time.Minute {
			t.Errorf("%v after %v", p.Time, last)
		}
		last = p.Time
	}
}

// contractConcurrent uses all methods at the same time.
func contractConcurrent(t *testing.T, b *bed) {
	rx, tx := b.pair(t, b.kind(0), Buffer(64<<10))
	ctx, cancel := context.WithCancel(context.Background())
	var all sync.WaitGroup
	all.Go(func() {
		for ctx.Err() == nil {
			_, err := rx.Next(ctx)
			if err != nil && err != ErrInactive && err != context.Canceled {
				t.Error(err)
				return
			}
		}
	})
	all.Go(func() {
		for ctx.Err() == nil {
			_ = tx.Send(b.frame(1, 1, 60))
			_ = rx.Send(b.frame(2, 1, 60))
		}
	})
	for i := range 30 {
		must(t, rx.SetFilter(b.kind(byte(i%3))))
		_, err := rx.Stats()
		must(t, err)
		must(t, rx.Deactivate())
		must(t, rx.Activate(b.kind(0)))
	}
	cancel()
	all.Wait()
}

func contractAllocs(t *testing.T, b *bed) {
	rx, tx := b.pair(t, b.kind(0), Latency(20*time.Millisecond))
	var frames [][]byte
	for i := range 400 {
		frames = append(frames, b.frame(1, i, 60))
	}
	if n, err := tx.SendBatch(frames); n != len(frames) {
		t.Fatal(n, err)
	}
	ctx := within(t)
	n := testing.AllocsPerRun(300, func() {
		if _, err := rx.Next(ctx); err != nil {
			t.Fatal(err)
		}
	})
	if n > 0.5 {
		t.Errorf("%v allocations a packet", n)
	}
}
