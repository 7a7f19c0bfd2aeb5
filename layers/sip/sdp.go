package sip

import (
	"iter"
	"strconv"
	"strings"

	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// Description is a Session Description Protocol session description. RFC 8866 §5.
type Description struct{ Lines Lines }

// Lines are the lines of a description, each a letter, "=" and a value, with their ends.
type Lines wire.TextLines

// DescriptionProto describes [Description].
var DescriptionProto = &packet.Proto{
	Name: "SDP", Title: "Session Description Protocol session description", Ref: "RFC 8866 §5",
	New:    func() packet.Layer { return new(Description) },
	Slab:   packet.Slab[Description],
	Fields: []packet.Field{{Name: "Lines", Doc: "with their ends", Type: "sip.Lines", Off: 0, Kind: packet.Body}},
	At: func(l packet.Layer, i int) any {
		if i == 0 {
			return &l.(*Description).Lines
		}
		return nil
	},
}

func init() { packet.Register(DescriptionProto) }

var errSDP = &wire.Error{Layer: "SDP", Need: 3, Err: wire.ErrFormat}

// Proto implements [packet.Layer].
func (l *Description) Proto() *packet.Proto { return DescriptionProto }

// Parse implements [packet.Layer].
func (l *Description) Parse(b []byte) (packet.Extent, error) {
	if len(b) < 3 || b[0] < 'a' || b[0] > 'z' || b[1] != '=' {
		return packet.Extent{}, errSDP
	}
	l.Lines = b
	return packet.Extent{Header: len(b), End: len(b)}, nil
}

// Append implements [packet.Layer].
func (l *Description) Append(b []byte) ([]byte, error) { return append(b, l.Lines...), nil }

// Finish implements [packet.Layer].
func (l *Description) Finish(*packet.Context) {}

// Validate implements [packet.Validator].
func (l *Description) Validate(_ *packet.Context, report func(field string, class packet.Class, reason string)) {
	first := true
	seen := map[byte]bool{}
	for t := range l.Lines.All() {
		if first && t != 'v' {
			report("Lines", packet.BadValue, "do not begin with a version")
		}
		first, seen[t] = false, true
	}
	for _, t := range []byte("os") {
		if !seen[t] {
			report("Lines", packet.BadValue, "have no "+string(rune(t))+"=")
		}
	}
}

// All yields the lines' letters and values. What is no such line has letter 0.
func (l Lines) All() iter.Seq2[byte, wire.Text] {
	return func(yield func(byte, wire.Text) bool) {
		for line := range wire.TextLines(l).All() {
			t, v := byte(0), line
			if len(line) >= 2 && line[1] == '=' {
				t, v = line[0], line[2:]
			}
			if !yield(t, v) {
				return
			}
		}
	}
}

// Add returns l with a line after the others.
func (l Lines) Add(letter byte, value string) Lines {
	return append(append(append(l[:len(l):len(l)], letter, '='), value...), "\r\n"...)
}

// String returns the lines as they are.
func (l Lines) String() string { return string(l) }

// Get returns the value of the first line with a letter.
func (l Lines) Get(letter byte) (value wire.Text, ok bool) {
	for t, v := range l.All() {
		if t == letter {
			return v, true
		}
	}
	return nil, false
}

// Media is a media description. RFC 8866 §5.14.
type Media struct {
	Kind       string // "audio", "video", …
	Port       int    // 0 if it is refused
	Ports      int    // how many, 1 as a rule
	Proto      string // "RTP/AVP", …
	Formats    []string
	Addr       string            // of its connection line, or the session's
	Attributes map[string]string // name to value, "" for those without; the last of a name
}

// maxMedia is how many media descriptions are read.
const maxMedia = 256

// Media returns the media descriptions. Malformed ones are left out.
func (l *Description) Media() (out []Media) {
	session := ""
	for t, v := range l.Lines.All() {
		switch {
		case t == 'm':
			if m, ok := readMedia(string(v)); ok && len(out) < maxMedia {
				m.Addr = session
				out = append(out, m)
			}
		case t == 'c':
			f := strings.Fields(string(v))
			switch {
			case len(f) != 3:
			case len(out) > 0:
				out[len(out)-1].Addr = f[2]
			default:
				session = f[2]
			}
		case t == 'a' && len(out) > 0:
			name, value, _ := v.Cut(':')
			out[len(out)-1].Attributes[string(name)] = string(value)
		}
	}
	return out
}

// readMedia reads "audio 49170/2 RTP/AVP 0 8".
func readMedia(s string) (m Media, ok bool) {
	f := strings.Fields(s)
	if len(f) < 4 {
		return m, false
	}
	port, count, several := strings.Cut(f[1], "/")
	m = Media{Kind: f[0], Ports: 1, Proto: f[2], Formats: f[3:], Attributes: map[string]string{}}
	var err error
	if m.Port, err = strconv.Atoi(port); err != nil || m.Port < 0 || m.Port > 0xffff {
		return m, false
	}
	if several {
		if m.Ports, err = strconv.Atoi(count); err != nil || m.Ports < 1 {
			return m, false
		}
	}
	return m, true
}
