// Package snapshot turns the state of Sessions into bytes and back, for the packages below session.
package snapshot

import "github.com/gocap-project/gocap/session"

// A Visitor visits the fields of a Session in order, either to save or to restore them: one function of a Session gives it
// the fields for both, so that they cannot differ. Numbers are in network byte order.
type Visitor struct {
	b       []byte
	reading bool
	bad     bool
}

// Save appends the fields that visit names to b, after the mark of their type and version.
func Save(b []byte, mark byte, visit func(*Visitor)) []byte {
	v := Visitor{b: append(b, mark)}
	visit(&v)
	return v.b
}

// Restore gives the fields that visit names their values from b, all of it. The error is [session.ErrSnapshot]; the fields
// may then have any values.
func Restore(b []byte, mark byte, visit func(*Visitor)) error {
	if len(b) == 0 || b[0] != mark {
		return session.ErrSnapshot
	}
	v := Visitor{b: b[1:], reading: true}
	visit(&v)
	if v.bad || len(v.b) != 0 {
		return session.ErrSnapshot
	}
	return nil
}

// number visits a number of size bytes.
func (v *Visitor) number(x uint64, size int) uint64 {
	if !v.reading {
		for i := size - 1; i >= 0; i-- {
			v.b = append(v.b, byte(x>>(8*i)))
		}
		return x
	}
	if len(v.b) < size {
		v.bad = true
		return 0
	}
	x = 0
	for _, c := range v.b[:size] {
		x = x<<8 | uint64(c)
	}
	v.b = v.b[size:]
	return x
}

// U8 visits a number of 8 bits.
func (v *Visitor) U8(p *uint8) { *p = uint8(v.number(uint64(*p), 1)) }

// U16 visits a number of 16 bits.
func (v *Visitor) U16(p *uint16) { *p = uint16(v.number(uint64(*p), 2)) }

// U32 visits a number of 32 bits.
func (v *Visitor) U32(p *uint32) { *p = uint32(v.number(uint64(*p), 4)) }

// U64 visits a number of 64 bits.
func (v *Visitor) U64(p *uint64) { *p = v.number(*p, 8) }

// I32 visits a number of 32 bits with a sign.
func (v *Visitor) I32(p *int32) { *p = int32(v.number(uint64(uint32(*p)), 4)) }

// I64 visits a number of 64 bits with a sign.
func (v *Visitor) I64(p *int64) { *p = int64(v.number(uint64(*p), 8)) }

// Bool visits a truth.
func (v *Visitor) Bool(p *bool) {
	var x uint8
	if *p {
		x = 1
	}
	v.Below(&x, 2)
	*p = x == 1
}

// Below visits a small number that must be less than limit: a state, an index.
func (v *Visitor) Below(p *uint8, limit int) {
	if v.U8(p); int(*p) >= limit {
		v.bad, *p = true, 0
	}
}

// Below16 is Below for a number of 16 bits.
func (v *Visitor) Below16(p *uint16, limit int) {
	if v.U16(p); int(*p) >= limit {
		v.bad, *p = true, 0
	}
}

// Fail says that what was read is not as it should be.
func (v *Visitor) Fail() { v.bad = true }
