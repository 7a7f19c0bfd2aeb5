package packet

import (
	"maps"
	"slices"
	"sync"
	"sync/atomic"
)

// A Number is what protocols are told apart by in a [Table].
type Number interface{ ~uint8 | ~uint16 | ~uint32 }

// A Table says which protocol follows under which number: EtherTypes, IP
// protocol numbers, ports. Bindings are usually made in init functions; making
// one later is safe but not seen by a parse that has begun. The zero Table is
// empty. [Bindings] overrides tables for one use.
type Table[K Number] struct {
	Name string // as in "UDP port"
	t    table
}

type table struct {
	mu      sync.Mutex
	bound   []binding // in order of Bind
	guesses []guess   // in order of Guess
	snap    atomic.Pointer[snapshot]
}

type binding struct {
	key   uint32
	proto *Proto
}

// A snapshot is what a table looks like to readers. It never changes.
type snapshot struct {
	page    [256]*page // by the upper byte of 16-bit numbers
	large   map[uint32]*Proto
	key     map[*Proto]uint32
	guesses []guess
}

type page [256]*Proto

// Bind makes k mean p, in both directions. The first number bound to a protocol
// is the one that building uses.
func (t *Table[K]) Bind(k K, p *Proto) {
	record(t.Name, uint32(k), p)
	t.t.bind(uint32(k), p)
}

// Proto returns the protocol that k stands for, or nil.
func (t *Table[K]) Proto(k K) *Proto { return t.t.proto(uint32(k)) }

// Key returns the number that stands for l's protocol.
func (t *Table[K]) Key(l Layer) (k K, ok bool) {
	if l == nil {
		return 0, false
	}
	x, ok := t.t.load().key[l.Proto()]
	return K(x), ok
}

// Means reports whether k stands for l's protocol. Several numbers may.
func (t *Table[K]) Means(k K, l Layer) bool { return t.t.means(uint32(k), l) }

// KeyFor is Key for a field that holds k: if k stands for l's protocol it is as
// right as any other, and stays.
func (t *Table[K]) KeyFor(l Layer, k K) (key K, ok bool) {
	if t.t.means(uint32(k), l) {
		return k, true
	}
	return t.Key(l)
}

// Next says that k, looked up in t, tells what follows.
func (t *Table[K]) Next(k K) Next { return Next{&t.t, uint64(k) << nextKey} }

// Either is Next with a second number, below 65536, to try if the first is not
// bound.
func (t *Table[K]) Either(k, second K) Next {
	return Next{&t.t, uint64(k)<<nextKey | uint64(uint16(second))<<nextSecond | nextTwo}
}

// All returns the bindings, sorted by number.
func (t *Table[K]) All() []struct {
	Key   K
	Proto *Proto
} {
	var out []struct {
		Key   K
		Proto *Proto
	}
	s := t.t.load()
	for hi, page := range s.page {
		if page == nil {
			continue
		}
		for lo, p := range page {
			if p != nil {
				out = append(out, struct {
					Key   K
					Proto *Proto
				}{K(hi<<8 | lo), p})
			}
		}
	}
	for _, k := range slices.Sorted(maps.Keys(s.large)) {
		out = append(out, struct {
			Key   K
			Proto *Proto
		}{K(k), s.large[k]})
	}
	return out
}

func (t *table) bind(k uint32, p *Proto) {
	t.mu.Lock()
	if t.bound == nil {
		t.bound = make([]binding, 0, 64)
	}
	t.bound = append(t.bound, binding{k, p})
	t.snap.Store(nil)
	t.mu.Unlock()
}

func (t *table) load() *snapshot {
	if s := t.snap.Load(); s != nil {
		return s
	}
	return t.build()
}

// build makes the snapshot once for all bindings there are, so that binding at
// start-up costs an append each.
func (t *table) build() *snapshot {
	t.mu.Lock()
	defer t.mu.Unlock()
	s := &snapshot{large: map[uint32]*Proto{}, key: map[*Proto]uint32{}, guesses: slices.Clip(t.guesses)}
	for _, b := range t.bound {
		s.set(b)
		if _, ok := s.key[b.proto]; !ok {
			s.key[b.proto] = b.key
		}
	}
	t.snap.Store(s)
	return s
}

func (s *snapshot) set(b binding) {
	if b.key > 0xffff {
		s.large[b.key] = b.proto
		return
	}
	p := &s.page[b.key>>8]
	if *p == nil {
		*p = new(page)
	}
	(*p)[b.key&0xff] = b.proto
}

func (t *table) means(k uint32, l Layer) bool {
	return l != nil && t.proto(k) == l.Proto()
}

func (t *table) proto(k uint32) *Proto {
	s := t.snap.Load()
	if s == nil {
		s = t.build()
	}
	return s.proto(k)
}

func (s *snapshot) proto(k uint32) *Proto {
	if k > 0xffff {
		return s.large[k]
	}
	if p := s.page[k>>8]; p != nil {
		return p[k&0xff]
	}
	return nil
}

// Next says what a layer's payload is. The zero Next does not know.
//
// It is two words, so that an [Extent] is four: the compiler keeps that much in
// registers, and a parse copies several.
type Next struct {
	t *table
	w uint64 // numbers to look up in t, a protocol for what is in no table, and flags
}

const (
	nextKey    = 0  // 32 bits: the number
	nextSecond = 32 // 16 bits: another, if nextTwo
	nextProto  = 48 // 14 bits: a protocol's id
	nextTwo    = 1 << 62
	nextQuote  = 1 << 63

	maxIDs = 1<<14 - 1
)

// Is says that p follows.
func Is(p *Proto) Next { return Next{w: id(p) << nextProto} }

// Or returns n with p for what follows if n does not know.
func (n Next) Or(p *Proto) Next {
	n.w = n.w&^(maxIDs<<nextProto) | id(p)<<nextProto
	return n
}

// Quoted returns n for a payload that is a packet quoted in another, as by ICMP
// errors. A quoted packet is usually cut: that it ends early is no error.
func (n Next) Quoted() Next {
	n.w |= nextQuote
	return n
}

// Proto returns the protocol that n's numbers stand for, or nil. It does not look at
// bytes: there may be none.
func (n Next) Proto() *Proto { return n.resolve(nil, nil, true) }

func (n Next) quoted() bool   { return n.w&nextQuote != 0 }
func (n Next) two() bool      { return n.w&nextTwo != 0 }
func (n Next) key() uint32    { return uint32(n.w >> nextKey) }
func (n Next) second() uint32 { return uint32(uint16(n.w >> nextSecond)) }

// ids numbers the protocols that are named by [Is] and [Next.Or], from 1.
var ids struct {
	sync.Mutex
	protos atomic.Pointer[[]*Proto]
}

// id returns p's number, or 0 for nil and for more protocols than there are numbers.
func id(p *Proto) uint64 {
	if p == nil {
		return 0
	}
	if i := atomic.LoadUint32(&p.id); i != 0 {
		return uint64(i)
	}
	ids.Lock()
	defer ids.Unlock()
	var all []*Proto
	if old := ids.protos.Load(); old != nil {
		all = *old
	}
	if i := slices.Index(all, p); i >= 0 {
		return uint64(i + 1)
	}
	if len(all) == maxIDs {
		return 0
	}
	all = append(slices.Clone(all), p)
	ids.protos.Store(&all)
	atomic.StoreUint32(&p.id, uint32(len(all)))
	return uint64(len(all))
}

// resolve returns the protocol of b, or nil. If b is quoted, which may have cut it
// anywhere, there must be a number for it.
func (n Next) resolve(o *Bindings, b []byte, quoted bool) *Proto {
	if n.t != nil {
		if o != nil {
			if p, ok := o.find(n); ok {
				return p
			}
		}
		s := n.t.load()
		if s.guesses != nil && len(b) > 0 {
			if p := n.weigh(s, b, o != nil && o.NoGuess, quoted); p != nil {
				return p
			}
		} else if p := s.proto(n.key()); p != nil {
			return p
		} else if n.two() {
			if p := s.proto(n.second()); p != nil {
				return p
			}
		}
	}
	if i := n.w >> nextProto & maxIDs; i != 0 {
		return (*ids.protos.Load())[i-1]
	}
	return nil
}

// ParseNext is Parse for bytes that begin with what n says, such as a frame of some
// link type. Bindings may override that too.
func (c *Parser) ParseNext(b []byte, n Next) (Packet, error) {
	return c.Parse(b, n.resolve(c.Bindings, b, false))
}

// Bindings override tables for one use, such as decoding a port as another
// protocol. The zero value overrides nothing. It must not be changed while a
// parser uses it; many parsers may share one that is not changed.
type Bindings struct {
	// NoGuess is set so that numbers alone decide: see [Table.Guess].
	NoGuess bool

	m map[bindingKey]*Proto
}

type bindingKey struct {
	table *table
	key   uint32
}

// Override makes k mean p in table t for parsers that use o. A nil p means that
// nothing known follows.
func Override[K Number](o *Bindings, t *Table[K], k K, p *Proto) {
	if o.m == nil {
		o.m = map[bindingKey]*Proto{}
	}
	o.m[bindingKey{&t.t, uint32(k)}] = p
}

func (o *Bindings) find(n Next) (p *Proto, ok bool) {
	if p, ok = o.m[bindingKey{n.t, n.key()}]; !ok && n.two() {
		p, ok = o.m[bindingKey{n.t, n.second()}]
	}
	return p, ok
}
