package wire

import "iter"

// PortRedis is the port of Redis.
const PortRedis = 6379

// RESPValues is values of the Redis serialization protocol in wire form, one after
// another; the last may be cut. Redis documentation, "RESP protocol description",
// versions 2 and 3.
type RESPValues []byte

// A RESPValue is a value or the head of an aggregate, whose elements follow it with a
// Depth of one more.
type RESPValue struct {
	Type  byte // the first character; 0 for a command in a line, without a type
	Depth int
	Count int  // elements of an aggregate, pairs counted twice; -1 if null or of no stated number
	Data  Text // of others: text, number or bytes, without lengths and line ends
}

// respMaxDepth bounds how deep aggregates are followed.
const respMaxDepth = 32

// IsAggregate reports whether t is the type of an array, map, set, push or attribute.
func IsAggregate(t byte) bool { return t == '*' || t == '%' || t == '~' || t == '>' || t == '|' }

// All yields the values in order, up to one that is malformed or cut.
func (r RESPValues) All() iter.Seq[RESPValue] {
	return func(yield func(RESPValue) bool) {
		var left [respMaxDepth]int // elements that are missing, by depth
		depth := 0
		for b := r; len(b) > 0; {
			v, n := b.first()
			if n == 0 {
				return
			}
			v.Depth = depth
			if !yield(v) {
				return
			}
			b = b[n:]
			if depth > 0 && left[depth] > 0 {
				left[depth]--
			}
			if v.Count > 0 && IsAggregate(v.Type) {
				if depth++; depth == respMaxDepth {
					return
				}
				left[depth] = v.Count
				if v.Type == '|' && depth > 1 { // an attribute is beside the value that it is about
					left[depth-1]++
				}
			}
			for depth > 0 && left[depth] == 0 {
				depth--
			}
		}
	}
}

// Rest returns what is behind the last value: one that is malformed or cut.
func (r RESPValues) Rest() RESPValues {
	for len(r) > 0 {
		_, n := r.first()
		if n == 0 {
			break
		}
		r = r[n:]
	}
	return r
}

// first returns the first value, or head of an aggregate, and its length in wire form,
// or 0.
func (r RESPValues) first() (v RESPValue, n int) {
	line, rest, ended := TextLines(r).Line()
	if !ended || len(line) == 0 {
		return v, 0
	}
	n = len(r) - len(rest)
	switch v.Type, v.Data = line[0], line[1:]; v.Type {
	case '+', '-', ':', '_', '#', ',', '(':
	case '$', '!', '=', '*', '%', '~', '>', '|':
		return r.sized(v, n)
	default:
		v.Type, v.Data = 0, line
	}
	if !v.Data.Printable() {
		return v, 0
	}
	return v, n
}

// sized completes a value whose line is a length or number of elements and n bytes
// long.
func (r RESPValues) sized(v RESPValue, n int) (RESPValue, int) {
	x, ok := v.Data.Number()
	switch {
	case string(v.Data) == "-1" || string(v.Data) == "?":
		v.Count, v.Data = -1, nil
	case !ok:
		return v, 0
	case IsAggregate(v.Type):
		if v.Count, v.Data = x, nil; v.Type == '%' || v.Type == '|' {
			v.Count *= 2
		}
	case len(r)-n < x+2 || r[n+x] != '\r' || r[n+x+1] != '\n':
		return v, 0
	default:
		v.Data = Text(r[n : n+x : n+x])
		n += x + 2
	}
	return v, n
}

// Command returns r and a command as clients send it: an array of strings.
func (r RESPValues) Command(words ...string) RESPValues {
	r = append(appendInt(append(r[:len(r):len(r)], '*'), len(words)), '\r', '\n')
	for _, w := range words {
		r = r.Bulk(w)
	}
	return r
}

// Bulk returns r and a string of any bytes.
func (r RESPValues) Bulk(s string) RESPValues {
	r = append(appendInt(append(r[:len(r):len(r)], '$'), len(s)), '\r', '\n')
	return append(append(r, s...), '\r', '\n')
}

// Line returns r and a value of a type whose data is the rest of a line: '+' text, '-'
// error, ':' integer, '_' null, '#' boolean, ',' double, '(' big number.
func (r RESPValues) Line(t byte, s string) RESPValues {
	return append(append(append(r[:len(r):len(r)], t), s...), '\r', '\n')
}

// Array returns r and the head of an array of n elements, which are to follow.
func (r RESPValues) Array(n int) RESPValues {
	return append(appendInt(append(r[:len(r):len(r)], '*'), n), '\r', '\n')
}

// String returns the values in quotes, and what is malformed or cut at their end.
func (r RESPValues) String() string {
	var b []byte
	depth := 0
	for v := range r.All() {
		for ; depth > v.Depth; depth-- {
			b = append(b, ']')
		}
		if len(b) > 0 && b[len(b)-1] != '[' {
			b = append(b, ' ')
		}
		switch {
		case v.Count < 0 || v.Type == '_':
			b = append(b, "null"...)
		case IsAggregate(v.Type):
			if b = append(b, '['); v.Count == 0 {
				b = append(b, ']')
			} else {
				depth = v.Depth + 1
			}
		case v.Type == ':' || v.Type == ',' || v.Type == '(' || v.Type == '#':
			b = append(b, v.Data...)
		default:
			b = appendQuoted(b, v.Data)
		}
	}
	for ; depth > 0; depth-- {
		b = append(b, ']')
	}
	if rest := r.Rest(); len(rest) > 0 {
		b = appendQuoted(append(b, " cut "...), rest)
	}
	return string(b)
}
