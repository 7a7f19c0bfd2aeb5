package afxdp

import (
	"encoding/binary"
	"errors"
	"strconv"
	"sync/atomic"
)

// ring is memory that is shared with the kernel: entries of 8 or 16 bytes, whose
// number is a power of two, and the counts of entries ever produced and consumed,
// which wrap at 32 bits. Each side writes one of the counts, after it is done with
// the entries that this gives to the other side, and reads the other one before it
// touches the entries that it has been given. Go's atomic operations order so.
type ring struct {
	prod, cons *uint32
	flags      *uint32
	entries    []byte
	mask       uint32
}

// needWakeup is the flag by which the kernel asks to be told of new entries.
const needWakeup = 1

func (r *ring) wantsWakeup() bool { return atomic.LoadUint32(r.flags)&needWakeup != 0 }

// size is how many entries the ring has.
func (r *ring) size() uint32 { return r.mask + 1 }

// address is entry i of a fill or completion ring.
func (r *ring) address(i uint32) uint64 {
	return binary.NativeEndian.Uint64(r.entries[(i&r.mask)*8:])
}

func (r *ring) setAddress(i uint32, addr uint64) {
	binary.NativeEndian.PutUint64(r.entries[(i&r.mask)*8:], addr)
}

// descriptor is an entry of a receive or send ring (struct xdp_desc).
type descriptor struct {
	addr    uint64
	len     uint32
	options uint32
}

// continued is the option of all of a frame's descriptors but the last (XDP_PKT_CONTD).
const continued = 1

func (r *ring) descriptor(i uint32) descriptor {
	b := r.entries[(i&r.mask)*16:]
	_ = b[15]
	return descriptor{binary.NativeEndian.Uint64(b), binary.NativeEndian.Uint32(b[8:]), binary.NativeEndian.Uint32(b[12:])}
}

func (r *ring) setDescriptor(i uint32, d descriptor) {
	b := r.entries[(i&r.mask)*16:]
	_ = b[15]
	binary.NativeEndian.PutUint64(b, d.addr)
	binary.NativeEndian.PutUint32(b[8:], d.len)
	binary.NativeEndian.PutUint32(b[12:], d.options)
}

// consumer is a ring that the kernel fills.
type consumer struct {
	ring
	next, end uint32 // entries from next to end are ours
}

// look sees what the kernel has added and returns how many entries are ours. More
// than the ring has are none: the count is wrong.
func (c *consumer) look() uint32 {
	end := atomic.LoadUint32(c.prod)
	if end-c.next > c.size() {
		return 0
	}
	c.end = end
	return end - c.next
}

// ready reports whether there is something, without looking closer.
func (c *consumer) ready() bool { return c.next != c.end || atomic.LoadUint32(c.prod) != c.end }

// release gives the entries before next back.
func (c *consumer) release() { atomic.StoreUint32(c.cons, c.next) }

// producer is a ring that we fill.
type producer struct {
	ring
	next  uint32 // the entry to be filled
	limit uint32 // entries before it are ours
}

// room reports whether n entries are ours to fill.
func (p *producer) room(n uint32) bool {
	if p.limit-p.next >= n {
		return true
	}
	limit := atomic.LoadUint32(p.cons) + p.size()
	if limit-p.next > p.size() {
		return false
	}
	p.limit = limit
	return p.limit-p.next >= n
}

// publish gives the entries before next to the kernel.
func (p *producer) publish() { atomic.StoreUint32(p.prod, p.next) }

// pending is how many published entries the kernel has not consumed.
func (p *producer) pending() uint32 { return atomic.LoadUint32(p.prod) - atomic.LoadUint32(p.cons) }

// ErrDescriptor: the kernel gave a descriptor that points outside the memory.
var ErrDescriptor = errors.New("descriptor points outside the memory")

// DescriptorError says which. It unwraps to ErrDescriptor.
type DescriptorError struct {
	Address uint64
	Len     uint32
}

func (e *DescriptorError) Error() string {
	return ErrDescriptor.Error() + ": " + strconv.FormatUint(uint64(e.Len), 10) + " bytes at " + strconv.FormatUint(e.Address, 10)
}

func (e *DescriptorError) Unwrap() error { return ErrDescriptor }
