package packet

import (
	"iter"
	"net/netip"
)

// An Axis is a field of a packet and the values that it is to take one after the other, for
// [Packet.Each].
type Axis struct {
	each func(yield func() bool) bool
}

// Vary makes an axis of values for any field: that of a layer, or of something in one.
func Vary[T any](field *T, values ...T) Axis {
	return axis(field, func(yield func(T) bool) {
		for _, v := range values {
			if !yield(v) {
				return
			}
		}
	})
}

// VaryAuto is Vary for a field that the packet would decide: its values are fixed.
func VaryAuto[T comparable](field *Auto[T], values ...T) Axis {
	return axis(field, func(yield func(Auto[T]) bool) {
		for _, v := range values {
			if !yield(Fix(v)) {
				return
			}
		}
	})
}

// integer is a number, named or not.
type integer interface {
	~uint8 | ~uint16 | ~uint32 | ~uint64 | ~int | ~int8 | ~int16 | ~int32 | ~int64
}

// VaryRange makes an axis of the numbers from first to last, both included.
func VaryRange[T integer](field *T, first, last T) Axis { return axis(field, numbers(first, last)) }

// VaryAutoRange is VaryRange for a field that the packet would decide.
func VaryAutoRange[T integer](field *Auto[T], first, last T) Axis {
	return axis(field, func(yield func(Auto[T]) bool) {
		for v := range numbers(first, last) {
			if !yield(Fix(v)) {
				return
			}
		}
	})
}

// VaryAddrs makes an axis of the addresses from first to last, both included.
func VaryAddrs(field *netip.Addr, first, last netip.Addr) Axis {
	return axis(field, func(yield func(netip.Addr) bool) {
		for a := first; a.IsValid() && a.Compare(last) <= 0; a = a.Next() {
			if !yield(a) {
				return
			}
		}
	})
}

// VaryPrefix makes an axis of all addresses of a prefix, its first and last among them.
func VaryPrefix(field *netip.Addr, prefix netip.Prefix) Axis {
	prefix = prefix.Masked()
	return axis(field, func(yield func(netip.Addr) bool) {
		for a := prefix.Addr(); prefix.Contains(a); a = a.Next() {
			if !yield(a) {
				return
			}
		}
	})
}

// axis gives field the values one after the other, and at last the one that it had.
func axis[T any](field *T, values iter.Seq[T]) Axis {
	return Axis{func(yield func() bool) bool {
		old := *field
		defer func() { *field = old }()
		for v := range values {
			if *field = v; !yield() {
				return false
			}
		}
		return true
	}}
}

func numbers[T integer](first, last T) iter.Seq[T] {
	return func(yield func(T) bool) {
		for v := first; v <= last; v++ {
			if !yield(v) || v == last { // v++ may wrap
				return
			}
		}
	}
}

// Each yields p once for each combination of the axes' values, of which the last changes fastest:
//
//	for p := range p.Each(packet.VaryPrefix(&ip.Dst, subnet), packet.VaryRange(&tcp.DstPort, 1, 1024)) {
//		b, err := p.Bytes()
//	}
//
// It is the same packet each time, with other values in its fields. When the loop is over, however it
// ends, the fields have the values they had before. Without axes p is yielded once.
func (p Packet) Each(axes ...Axis) iter.Seq[Packet] {
	return func(yield func(Packet) bool) { p.each(axes, yield) }
}

func (p Packet) each(axes []Axis, yield func(Packet) bool) bool {
	if len(axes) == 0 {
		return yield(p)
	}
	return axes[0].each(func() bool { return p.each(axes[1:], yield) })
}
