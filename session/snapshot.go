package session

import "errors"

// ErrSnapshot is the error of a snapshot that is not one of the type, or is damaged.
var ErrSnapshot = errors.New("session: damaged snapshot")

// A snapshot is a Session's state as bytes: a byte that says of which type and version, then the fields in order, numbers
// in network byte order. One function of a Session visits its fields for both directions, so that they cannot differ.
type snapshot struct {
	b       []byte
	reading bool
	bad     bool
}

// saved appends the fields that visit names to b, after the type's mark.
func saved(b []byte, mark byte, visit func(*snapshot)) []byte {
	s := snapshot{b: append(b, mark)}
	visit(&s)
	return s.b
}

// restored gives the fields that visit names their values from b, all of it.
func restored(b []byte, mark byte, visit func(*snapshot)) error {
	if len(b) == 0 || b[0] != mark {
		return ErrSnapshot
	}
	s := snapshot{b: b[1:], reading: true}
	visit(&s)
	if s.bad || len(s.b) != 0 {
		return ErrSnapshot
	}
	return nil
}

// uint visits a number of size bytes.
func (s *snapshot) uint(v uint64, size int) uint64 {
	if !s.reading {
		for i := size - 1; i >= 0; i-- {
			s.b = append(s.b, byte(v>>(8*i)))
		}
		return v
	}
	if len(s.b) < size {
		s.bad = true
		return 0
	}
	v = 0
	for _, c := range s.b[:size] {
		v = v<<8 | uint64(c)
	}
	s.b = s.b[size:]
	return v
}

func (s *snapshot) u8(p *uint8)   { *p = uint8(s.uint(uint64(*p), 1)) }
func (s *snapshot) u16(p *uint16) { *p = uint16(s.uint(uint64(*p), 2)) }
func (s *snapshot) u32(p *uint32) { *p = uint32(s.uint(uint64(*p), 4)) }
func (s *snapshot) u64(p *uint64) { *p = s.uint(*p, 8) }
func (s *snapshot) i64(p *int64)  { *p = int64(s.uint(uint64(*p), 8)) }

func (s *snapshot) bool(p *bool) {
	var v uint8
	if *p {
		v = 1
	}
	s.u8(&v)
	s.bad = s.bad || v > 1
	*p = v == 1
}

// below visits a small number that must be less than limit: a state, an index.
func (s *snapshot) below(p *uint8, limit int) {
	s.u8(p)
	if int(*p) >= limit {
		s.bad, *p = true, 0
	}
}

// fixed visits bytes of which the number does not change.
func (s *snapshot) fixed(p []byte) {
	if !s.reading {
		s.b = append(s.b, p...)
		return
	}
	if len(s.b) < len(p) {
		s.bad = true
		return
	}
	s.b = s.b[copy(p, s.b):]
}
