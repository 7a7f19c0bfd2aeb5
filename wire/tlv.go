package wire

import "iter"

// A tlvForm says how the elements of a list of types, lengths and values are laid out.
type tlvForm struct {
	typ   int  // bytes of the type: 1 or 2
	size  int  // bytes of the length: 1 or 2
	whole bool // the length is that of the element, not of the value
	align int  // elements are padded to a multiple of this; the last need not be
}

// first returns the first element of b and its length with padding, or 0 if it does
// not fit.
func (f tlvForm) first(b []byte) (t uint16, data []byte, n int) {
	head := f.typ + f.size
	if len(b) < head {
		return 0, nil, 0
	}
	t, size := uint16(b[0]), int(b[f.typ])
	if f.typ == 2 {
		t = Uint16(b, 0)
	}
	if f.size == 2 {
		size = int(Uint16(b, f.typ))
	}
	if !f.whole {
		size += head
	}
	if size < head || size > len(b) {
		return t, nil, 0
	}
	n = size
	if f.align > 1 {
		n = min((n+f.align-1)/f.align*f.align, len(b))
	}
	return t, b[head:size:size], n
}

// all yields the elements of b, up to one that does not fit.
func (f tlvForm) all(b []byte) iter.Seq2[uint16, []byte] {
	return func(yield func(uint16, []byte) bool) {
		for len(b) > 0 {
			t, data, n := f.first(b)
			if n == 0 || !yield(t, data) {
				return
			}
			b = b[n:]
		}
	}
}

// rest returns what is behind the last element that fits.
func (f tlvForm) rest(b []byte) []byte {
	for len(b) > 0 {
		_, _, n := f.first(b)
		if n == 0 {
			return b
		}
		b = b[n:]
	}
	return nil
}

// get returns the value of the first element of type t.
func (f tlvForm) get(b []byte, t uint16) (data []byte, ok bool) {
	for x, data := range f.all(b) {
		if x == t {
			return data, true
		}
	}
	return nil, false
}

// add appends an element to a copy of b. A value too long for the length is cut.
func (f tlvForm) add(b []byte, t uint16, data []byte) []byte {
	head := f.typ + f.size
	extra := 0
	if f.whole {
		extra = head
	}
	most := 0xff - extra
	if f.size == 2 {
		most = 0xffff - extra
	}
	data = data[:min(len(data), most)]
	out := append(b[:len(b):len(b)], byte(t>>8), byte(t))
	if f.typ == 1 {
		out = append(out[:len(b)], byte(t))
	}
	size := len(data) + extra
	if f.size == 2 {
		out = append(out, byte(size>>8))
	}
	out = append(append(out, byte(size)), data...)
	for f.align > 1 && (len(out)-len(b))%f.align != 0 {
		out = append(out, 0)
	}
	return out
}

// listed returns the name of x in names, or x.
func listed(names []string, x int) string {
	if x >= 0 && x < len(names) && names[x] != "" {
		return names[x]
	}
	return itoa(x)
}

// appendRest appends what of a list is malformed.
func appendRest(b, rest []byte) []byte {
	if len(rest) == 0 {
		return b
	}
	if len(b) > 0 {
		b = append(b, ", "...)
	}
	return appendHex(append(b, "malformed "...), rest, 0)
}

// text returns the elements as "2: 0001, 5: 00000000".
func (f tlvForm) text(b []byte) string {
	var out []byte
	for t, data := range f.all(b) {
		if len(out) > 0 {
			out = append(out, ", "...)
		}
		out = appendHex(append(appendInt(out, int(t)), ": "...), data, 0)
	}
	return string(appendRest(out, f.rest(b)))
}
