package bpfdev

import (
	"fmt"
	"math/bits"
	"time"
)

// Layout is the form of the header before each packet (struct bpf_hdr or bpf_xhdr).
type Layout struct {
	Align    int           // packets begin at multiples of it, in bytes: 4 or 8
	Unit     time.Duration // of the fraction of a second: a microsecond or a nanosecond
	Extended bool          // OpenBSD's: with interface, flow and flags
	Big      bool          // numbers are big-endian

	secSize  int // bytes of the seconds, at 0
	fracSize int // bytes of the fraction, which follows
	lengths  int // where the captured length is; the length on the wire follows, and the header's in 2 bytes
}

// wide is a header with times of 16 bytes, and narrow one with times of 8.
func wide(align int) Layout {
	return Layout{Align: align, Unit: time.Microsecond, secSize: 8, fracSize: 8, lengths: 16}
}

func narrow() Layout {
	return Layout{Align: 4, Unit: time.Microsecond, secSize: 4, fracSize: 4, lengths: 8}
}

// minimum is the shortest header that has all fields, in bytes. Kernels make it longer
// so that the network layer begins at a multiple of the alignment.
func (l *Layout) minimum() int { return l.lengths + 10 }

// extension is how long a header is that has what OpenBSD adds, which kernels before 6.7 do not.
func (l *Layout) extension() int { return l.lengths + 16 }

// Record is a packet as the kernel wrote it.
type Record struct {
	Data []byte // as much of the packet as was captured
	Len  int    // of the packet on the wire, in bytes
	Sec  int64  // since 1970
	Nsec int64  // below 10⁹ unless the kernel's clock is broken

	// What OpenBSD adds. Other systems' buffers leave it as it is: zero in a Record that
	// was used for nothing else.
	Interface uint16 // index of the interface
	Flow      uint16 // FlowID reports whether it is one
	Flags     Flags
	Drops     uint8 // packets lost before this one, 255 at most
}

// Flags are what OpenBSD says of a packet: its priority, direction, and whether it has
// a flow identifier (net/bpf.h, BPF_F_).
type Flags uint8

// The parts of Flags.
const (
	FlagPriority Flags = 0x07 // a mask
	FlagFlow     Flags = 0x08
	FlagIn       Flags = 0x10
	FlagOut      Flags = 0x20
)

// DamageError says where a buffer from the kernel makes no sense. What came before is good.
type DamageError struct {
	Offset int    // of the packet's header in the buffer, in bytes
	Reason string // such as "header is too short"
	Value  int    // that is wrong
	Limit  int    // what it has to do with
}

func (e *DamageError) Error() string {
	return fmt.Sprintf("bpf buffer at %d: %s: %d of %d", e.Offset, e.Reason, e.Value, e.Limit)
}

// Walker goes from packet to packet of a buffer. The zero Walker is at the end of an
// empty one.
type Walker struct {
	layout Layout
	buf    []byte
	at     int
	err    *DamageError
}

// Reset begins with a buffer that the kernel filled. It is not written to, and the
// Records are parts of it.
func (w *Walker) Reset(l Layout, buf []byte) {
	w.layout, w.buf, w.at, w.err = l, buf, 0, nil
}

// Next sets r to the next packet and reports whether there was one. After it has
// reported false Err says why.
func (w *Walker) Next(r *Record) bool {
	if w.at >= len(w.buf) {
		return false
	}
	b := w.buf[w.at:]
	l := &w.layout
	n := l.lengths
	if len(b) < n+10 || n < 8 {
		return w.fail("header is cut", len(b), n+10)
	}
	h := b[n : n+10]
	var captured, length uint32
	var header int
	if !l.Big {
		captured, length, header = le32(h), le32(h[4:]), int(h[8])|int(h[9])<<8
		if l.secSize == 4 {
			r.Sec, r.Nsec = int64(int32(le32(b))), int64(int32(le32(b[4:])))
		} else {
			r.Sec, r.Nsec = int64(le64(b)), int64(le64(b[8:]))
		}
	} else {
		captured, length, header = l.u32(h), l.u32(h[4:]), int(l.u16(h[8:]))
		if l.secSize == 4 {
			r.Sec, r.Nsec = int64(int32(l.u32(b))), int64(int32(l.u32(b[4:])))
		} else {
			r.Sec, r.Nsec = int64(l.u64(b)), int64(l.u64(b[8:]))
		}
	}
	if l.fracSize < l.secSize {
		r.Nsec = int64(int32(l.u32(b[8:])))
	}
	if l.Unit == time.Microsecond {
		r.Nsec *= 1000
	}
	switch {
	case header < l.minimum():
		return w.fail("header is too short", header, l.minimum())
	case header > len(b) || uint64(captured) > uint64(len(b)-header):
		return w.fail("packet ends after the buffer", int(captured), len(b))
	case captured > length:
		return w.fail("more was captured than there was", int(captured), int(length))
	}
	caplen := int(captured)
	if l.Extended {
		r.extend(l, b[:header])
	}
	r.Data, r.Len = b[header:header+caplen:header+caplen], int(min(length, 1<<31-1))
	w.at += (header + caplen + l.Align - 1) &^ (l.Align - 1)
	return true
}

// Err is what is wrong with the rest of the buffer, a *DamageError, or nil.
func (w *Walker) Err() error {
	if w.err == nil {
		return nil
	}
	return w.err
}

func (w *Walker) fail(reason string, value, limit int) bool {
	w.err = &DamageError{w.at, reason, value, limit}
	w.at = len(w.buf)
	return false
}

// extend reads what OpenBSD adds to a header.
func (r *Record) extend(l *Layout, h []byte) {
	r.Sec = int64(uint32(r.Sec)) // its seconds go on to 2106
	r.Interface, r.Flow, r.Flags, r.Drops = 0, 0, 0, 0
	if len(h) >= l.extension() {
		x := h[l.lengths+10 : l.lengths+16]
		r.Interface, r.Flow, r.Flags, r.Drops = l.u16(x), l.u16(x[2:]), Flags(x[4]), x[5]
	}
}

func le32(b []byte) uint32 {
	_ = b[3]
	return uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16 | uint32(b[3])<<24
}

func le64(b []byte) uint64 {
	_ = b[7]
	return uint64(le32(b)) | uint64(le32(b[4:]))<<32
}

func (l *Layout) u16(b []byte) uint16 {
	_ = b[1]
	v := uint16(b[0]) | uint16(b[1])<<8
	if l.Big {
		v = bits.ReverseBytes16(v)
	}
	return v
}

func (l *Layout) u32(b []byte) uint32 {
	v := le32(b)
	if l.Big {
		v = bits.ReverseBytes32(v)
	}
	return v
}

func (l *Layout) u64(b []byte) uint64 {
	v := le64(b)
	if l.Big {
		v = bits.ReverseBytes64(v)
	}
	return v
}
