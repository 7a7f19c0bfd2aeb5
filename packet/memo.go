package packet

import "bytes"

// A Memo keeps the bytes that a layer was parsed from, for layers whose fields
// do not determine their bytes, such as DNS with its compression. As long as the
// fields are not edited the layer is written as it was read.
type Memo struct{ raw, canon []byte }

// Remember notes that raw was parsed to fields that would be written as canon.
// It keeps raw and copies canon.
func (m *Memo) Remember(raw, canon []byte) {
	m.canon = m.canon[:0]
	if m.raw = nil; !bytes.Equal(raw, canon) {
		m.raw, m.canon = raw, append(m.canon, canon...)
	}
}

// Forget makes the layer be written from its fields.
func (m *Memo) Forget() { m.raw = nil }

// Recall returns b with everything after start, if that is canon, replaced by raw.
func (m *Memo) Recall(b []byte, start int) []byte {
	if m.raw != nil && bytes.Equal(b[start:], m.canon) {
		return append(b[:start], m.raw...)
	}
	return b
}
