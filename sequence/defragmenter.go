package sequence

import "github.com/gocap-project/gocap/wire"

// A Defragmenter puts together the datagrams of all fragments that it is given, of both versions of IP. Which belong
// together, it knows by their addresses, identification and, for IPv4, protocol, and by the network in which they were
// seen (RFC 791 §2.3, RFC 8200 §4.5).
//
// What comes out is a Message for each datagram; those that were whole come out as they are. Parts say which packets
// brought the bytes, by offset in the datagram; the first has the headers. A datagram that cannot be completed ends with
// an End, which has in Bytes the headers, if they have come, and in Len how many bytes had come.
//
// When memory or places run out, the oldest datagram of the network makes room that has most, each counted for 256 bytes at
// most: of the IPv4 addresses with the same 24 bits, or the IPv6 addresses with the same 64.
type Defragmenter struct {
	s       assembler
	table   *flows[datagram]
	source  uint64 // the network of the packet at hand
	key     Key    // of the packet at hand
	current uint32 // number+1 of the flow at hand
}

const (
	flowBytes  = 192 // bytes of the table for each datagram, with its share of the index
	groupBytes = groupCount * 18
	// weightLimit bounds what one datagram counts for, lest an honest large one weighs more than the many small ones of a
	// flood that come from everywhere.
	weightLimit = 256
	sweepLimit  = 4 // datagrams that one packet may let time out, beside its own
)

// NewDefragmenter returns a Defragmenter. If mem is not nil, what waits is in mem, the table for cfg.Datagrams is made at
// once, and nothing is allocated afterwards; see [DefragmenterSize].
func NewDefragmenter(mem []byte, cfg FragmentConfig) *Defragmenter {
	cfg = cfg.withDefaults(defaultMemory)
	d := &Defragmenter{s: newAssembler(mem, cfg, cfg.Datagrams*flowBytes+groupBytes)}
	if d.table = newFlows[datagram](cfg.Datagrams); mem != nil {
		d.table = fixedFlows[datagram](cfg.Datagrams)
	}
	d.s.room = d.evict
	return d
}

// DefragmenterSize returns how many bytes of memory [NewDefragmenter] needs so that as much can wait as in
// cfg.Memory bytes of the heap. The table is beside that.
func DefragmenterSize(cfg FragmentConfig) int {
	cfg = cfg.withDefaults(defaultMemory)
	return cfg.Nesting*largestDatagram + max(cfg.Memory-cfg.Datagrams*flowBytes-groupBytes, cfg.Memory/4)
}

// Put takes a packet from its IP header on, of either version, and reports whether it is a fragment. context is the
// network in which it was seen, see [Key].
func (d *Defragmenter) Put(b []byte, context uint64, src Source) (isFragment bool) {
	if len(b) > 0 && b[0]>>4 == 6 {
		return d.PutIPv6(b, context, src)
	}
	return d.PutIPv4(b, context, src)
}

// PutIPv4 is Put for IPv4.
func (d *Defragmenter) PutIPv4(v wire.IPv4, context uint64, src Source) (isFragment bool) {
	if !d.s.accept() {
		return false
	}
	if len(v) >= wire.IPv4Len {
		d.key = Key{Version: 4, Proto: uint8(v.Protocol()), Number: uint32(v.ID()), Context: context}
		copy(d.key.A[:], v[12:16])
		copy(d.key.B[:], v[16:20])
		d.source = uint64(wire.Uint32(v, 12)>>8) | 4<<56
	}
	var f fragment
	isFragment, good := d.s.route4(v, src, &f)
	if good {
		d.take(&f, src)
	}
	return isFragment
}

// PutIPv6 is Put for IPv6.
func (d *Defragmenter) PutIPv6(v wire.IPv6, context uint64, src Source) (isFragment bool) {
	if !d.s.accept() {
		return false
	}
	if len(v) >= wire.IPv6Len {
		d.key = Key{Version: 6, Context: context}
		copy(d.key.A[:], v[8:24])
		copy(d.key.B[:], v[24:40])
		d.source = wire.Uint64(v, 8)
	}
	var f fragment
	isFragment, good := d.s.route6(v, src, &f)
	if good {
		d.take(&f, src)
	}
	return isFragment
}

// take finds a fragment's datagram, or begins it.
func (d *Defragmenter) take(f *fragment, src Source) {
	d.key.Number = f.id
	d.sweep(src.Time, sweepLimit)
	number, hash, ok := d.table.find(&d.key)
	if ok && d.s.older(d.table.at(number).time, src.Time) {
		d.drop(number, TimedOut)
		ok = false
	}
	if !ok {
		if d.table.full() {
			d.evict()
		}
		number = d.table.add(&d.key, hash, d.table.groupOf(d.source), flowBytes, src.Time)
	}
	flow := d.table.at(number)
	d.current, d.s.flow = number+1, &flow.key
	v := d.s.put(&flow.value, f, src)
	stays, out := d.s.settle(&flow.value, f, src, v)
	d.current, d.s.flow = 0, nil
	switch {
	case stays:
		d.table.weigh(number, flowBytes+min(uint64(flow.value.mem), weightLimit))
		return
	case out != nil:
		out.flow = flow.key
	}
	d.table.remove(number)
	if out != nil {
		d.s.flow = &out.flow
		d.s.deliver(out, src)
		d.s.flow = nil
	}
}

// sweep gives up datagrams that have waited too long by now, no more than limit.
func (d *Defragmenter) sweep(now int64, limit int) {
	for range limit {
		number, ok := d.table.oldest()
		if !ok || !d.s.older(d.table.at(number).time, now) {
			return
		}
		d.drop(number, TimedOut)
	}
}

// evict gives up the datagram that makes room best. It reports false if that is the one at hand.
func (d *Defragmenter) evict() bool {
	number, ok := d.table.victim()
	if !ok || number+1 == d.current {
		return false
	}
	d.drop(number, Evicted)
	return true
}

// drop gives up a datagram.
func (d *Defragmenter) drop(number uint32, why EndReason) {
	around := d.s.flow
	flow := d.table.at(number)
	d.s.flow = &flow.key
	d.s.drop(&flow.value, why)
	d.s.flow = around
	d.table.remove(number)
}

// Advance gives up all datagrams that have waited too long at a time, in nanoseconds since 1970. It is for programs that
// know of time passing without packets.
func (d *Defragmenter) Advance(now int64) {
	if !d.s.busy {
		d.sweep(now, d.table.n)
	}
}

// Flush gives up all datagrams, the oldest first, and says that it is because of reason.
func (d *Defragmenter) Flush(reason EndReason) {
	if d.s.busy {
		return
	}
	for number, ok := d.table.oldest(); ok; number, ok = d.table.oldest() {
		d.drop(number, reason)
	}
}

// Reset forgets all datagrams and what was counted.
func (d *Defragmenter) Reset() {
	for number, ok := d.table.oldest(); ok; number, ok = d.table.oldest() {
		d.s.clear(&d.table.at(number).value)
		d.table.remove(number)
	}
	d.s.stats = FragmentStats{}
}

// Waiting returns how many datagrams are not complete, and how many bytes of memory their fragments take.
func (d *Defragmenter) Waiting() (datagrams, memory int) { return d.table.n, d.s.a.used }

// Stats returns what became of the packets.
func (d *Defragmenter) Stats() FragmentStats { return d.s.stats }

// IsFragment reports whether b, which begins with an IP header, is a fragment: what Put would report.
func IsFragment(b []byte) bool {
	switch {
	case len(b) >= wire.IPv4Len && b[0]>>4 == 4:
		v := wire.IPv4(b)
		return v.HeaderLen() >= wire.IPv4Len && (v.FragOff() != 0 || v.Flags()&wire.MoreFragments != 0)
	case len(b) >= wire.IPv6Len && b[0]>>4 == 6:
		_, _, ok := fragmentHeader(b)
		return ok
	}
	return false
}
