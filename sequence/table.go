package sequence

import (
	"net/netip"

	"github.com/gocap-project/gocap/wire"
)

// DefaultTableFlows is how many flows a [Table] has at most if its configuration does not say.
const DefaultTableFlows = 1 << 16

// A TableConfig says how a [Table] keeps flows. The zero value has safe limits.
type TableConfig[V any] struct {
	// Flows is how many flows there may be at once. 0 means [DefaultTableFlows].
	Flows int
	// Timeout is how long a flow may be silent, in nanoseconds by the packets' time. 0 means [DefaultTimeout]; less
	// than 0 for ever.
	Timeout int64
	// Gone is called for each flow that is forgotten, and why: [TimedOut], [Evicted], [Flushed] or what Remove was
	// given. The value is valid during the call; nil if there is nothing to be done.
	Gone func(k *Key, v *V, why EndReason)
}

// TableStats counts what a [Table] did.
type TableStats struct {
	Flows    uint64 // made
	Current  uint64 // there now
	TimedOut uint64 // forgotten when silent for too long
	Evicted  uint64 // forgotten to make room
}

// A Table keeps a value for each flow, within limits: it is the demultiplexer of this package for what a program keeps of
// its own. Time is that of the packets. A full table forgets the oldest flow of the source that has most of them. The hash
// is seeded and whole keys are compared, so that nobody can choose flows that are slow to find.
//
// A Table must not be used by several goroutines at once.
type Table[V any] struct {
	cfg   TableConfig[V]
	flows *flows[V]
	now   int64
	stats TableStats
}

// NewTable returns an empty table, which grows as needed.
func NewTable[V any](cfg TableConfig[V]) *Table[V] {
	if cfg.Flows <= 0 {
		cfg.Flows = DefaultTableFlows
	}
	if cfg.Timeout == 0 {
		cfg.Timeout = DefaultTimeout
	}
	return &Table[V]{cfg: cfg, flows: newFlows[V](cfg.Flows)}
}

// Get returns the value of a flow, of which a packet came at the time now, and makes the flow if there is none: fresh is
// then true and the value zero. Source is who makes room if the table is full: usually the address that sent the flow's
// first packet. The value stays where it is as long as the flow lives.
func (t *Table[V]) Get(k *Key, source netip.Addr, now int64) (v *V, fresh bool) {
	t.now = max(t.now, now)
	t.expire()
	number, hash, ok := t.flows.find(k)
	if ok {
		t.flows.touch(number, t.now)
		return &t.flows.at(number).value, false
	}
	if t.flows.full() {
		if victim, ok := t.flows.victim(); ok {
			t.stats.Evicted++
			t.forget(victim, Evicted)
		}
	}
	t.stats.Flows++
	number = t.flows.add(k, hash, t.flows.groupOf(groupPrefix(source)), 1, t.now)
	return &t.flows.at(number).value, true
}

// Find returns the value of a flow, or nil if there is none. The flow's age stays as it is.
func (t *Table[V]) Find(k *Key) *V {
	number, _, ok := t.flows.find(k)
	if !ok {
		return nil
	}
	return &t.flows.at(number).value
}

// Remove forgets a flow, if there is one.
func (t *Table[V]) Remove(k *Key, why EndReason) {
	if number, _, ok := t.flows.find(k); ok {
		t.forget(number, why)
	}
}

// Flush forgets all flows, oldest first.
func (t *Table[V]) Flush() {
	for number, ok := t.flows.oldest(); ok; number, ok = t.flows.oldest() {
		t.forget(number, Flushed)
	}
}

// Stats returns what was counted so far.
func (t *Table[V]) Stats() TableStats {
	s := t.stats
	s.Current = uint64(t.flows.n)
	return s
}

func (t *Table[V]) forget(number uint32, why EndReason) {
	f := t.flows.at(number)
	if t.cfg.Gone != nil {
		k := f.key
		t.cfg.Gone(&k, &f.value, why)
	}
	t.flows.remove(number)
}

// expire forgets flows that were silent for too long: at most two at a time, so that no packet waits for many.
func (t *Table[V]) expire() {
	for range 2 {
		number, ok := t.flows.oldest()
		if !ok || t.cfg.Timeout < 0 || t.now-t.flows.at(number).time < t.cfg.Timeout {
			return
		}
		t.stats.TimedOut++
		t.forget(number, TimedOut)
	}
}

// PairKey sets k to the key of what two ends say to each other, which is the same for both directions: the lower end comes
// first. It reports whether the sender is the other, the upper. Ports are 0 where a protocol has none.
func PairKey(k *Key, sender, receiver netip.AddrPort, proto wire.IPProto, context uint64) (upper bool) {
	upper = streamKey(k, sender, receiver, context)
	k.Proto = uint8(proto)
	return upper
}
