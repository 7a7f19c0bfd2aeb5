package show

import "strconv"

// A region is a run of bytes that belong to one layer.
type region struct {
	from, end int
	layer     int // or -1
	trailer   bool
}

// regions divides the frame's bytes among its layers: headers in order, then
// trailers, innermost first.
func (f *Frame) regions() []region {
	var out []region
	at := 0
	add := func(from, end, layer int, trailer bool) {
		if from > at { // belongs to nobody; only spans that were made up leave such
			out = append(out, region{at, from, -1, false})
			at = from
		}
		if end > at {
			out = append(out, region{at, end, layer, trailer})
			at = end
		}
	}
	n := min(len(f.Packet), len(f.Spans))
	for i := range n {
		s := f.span(i)
		add(s.Off, s.Payload, i, false)
	}
	for i := n - 1; i >= 0; i-- {
		add(f.span(i).End, f.outerEnd(i), i, true)
	}
	add(len(f.Data), len(f.Data), -1, false)
	return out
}

// AppendHex appends the frame's bytes as lines of up to 16, in hexadecimal and as
// ASCII. Every layer begins a new line, with its name at the end and a bracket
// along its lines; offsets are decimal, as in the tree.
func (f *Frame) AppendHex(b []byte, o Options) []byte {
	for _, r := range f.regions() {
		for at := r.from; at < r.end; at += 16 {
			end := min(at+16, r.end)
			b = appendHexLine(b, at, f.Data[at:end], r.colour(o))
			b = append(append(b, "  "...), bracket(at == r.from, end == r.end)...)
			if at == r.from {
				b = append(append(b, ' '), f.label(r)...)
			}
			b = append(b, '\n')
		}
	}
	return b
}

func bracket(first, last bool) string {
	switch {
	case first && last:
		return "╶"
	case first:
		return "┐"
	case last:
		return "┘"
	}
	return "│"
}

func (r region) colour(o Options) string {
	if o&Colour == 0 || r.layer < 0 {
		return ""
	}
	return palette[r.layer%len(palette)]
}

func (f *Frame) label(r region) string {
	switch {
	case r.layer < 0:
		return "?"
	case r.trailer:
		return f.Packet[r.layer].Proto().Name + " trailer"
	}
	return f.Packet[r.layer].Proto().Name
}

func appendHexLine(b []byte, at int, data []byte, colour string) []byte {
	n := len(b)
	b = strconv.AppendInt(b, int64(at), 10)
	for len(b)-n < 6 {
		b = append(b, ' ')
	}
	b = append(b, colour...)
	for i := range 16 {
		if i == 8 {
			b = append(b, ' ')
		}
		if i < len(data) {
			b = append(b, ' ', hexDigits[data[i]>>4], hexDigits[data[i]&15])
		} else {
			b = append(b, "   "...)
		}
	}
	b = append(b, "  "...)
	for i := range 16 {
		switch {
		case i >= len(data):
			b = append(b, ' ')
		case data[i] >= ' ' && data[i] <= '~':
			b = append(b, data[i])
		default:
			b = append(b, '.')
		}
	}
	if colour != "" {
		b = append(b, reset...)
	}
	return b
}
