package packet_test

import (
	"bytes"
	"errors"
	"testing"

	. "github.com/gocap-project/gocap/packet"
)

// A probe is a layer of one byte, whose value must be want.
type probe struct {
	pr   *Proto
	want byte
	B    byte
	next Next
}

var errProbe = errors.New("another byte")

func (l *probe) Proto() *Proto { return l.pr }
func (l *probe) Parse(b []byte) (Extent, error) {
	if l.B = b[0]; l.want != 0 && l.B != l.want {
		return Extent{}, errProbe
	}
	return Extent{Header: 1, End: len(b), Next: l.next}, nil
}
func (l *probe) Append(b []byte) ([]byte, error) { return append(b, l.B), nil }
func (l *probe) Finish(*Context)                 {}

func probeProto(name string, want byte, next Next) *Proto {
	p := &Proto{Name: name, At: func(Layer, int) any { return nil }}
	p.New = func() Layer { return &probe{pr: p, want: want, next: next} }
	return p
}

func judge(likely, certain byte) func([]byte) Confidence {
	return func(b []byte) Confidence {
		switch b[0] {
		case likely:
			return Likely
		case certain:
			return Certain
		case 'p':
			return Possible
		}
		return Impossible
	}
}

func TestGuess(t *testing.T) {
	var table Table[uint16]
	table.Name = "test"
	port := probeProto("port", 'p', Next{})   // bound, no guess
	weak := probeProto("weak", 0, Next{})     // bound, with a guess
	first := probeProto("first", 0, Next{})   // not bound
	second := probeProto("second", 0, Next{}) // not bound
	table.Bind(1, port)
	table.Bind(2, weak)
	table.Guess(weak, judge('w', 'W'))
	table.Guess(first, judge('f', 'F'))
	table.Guess(second, judge('f', 'W'))

	var quoting Table[uint16]
	quoting.Name = "quoting"
	for _, c := range []struct {
		name   string
		next   Next
		b      string
		want   string
		failed bool
		strict bool
	}{
		{"bound", table.Next(1), "p", "port", false, false},
		{"bound, its guess unsure", table.Next(2), "p", "weak", false, false},
		{"bound, excluded by its guess", table.Next(2), "x", "Raw", false, false},
		{"bound, excluded, another likely", table.Next(2), "f", "first", false, false},
		{"bound, another certain", table.Next(2), "W", "weak", false, false},
		{"second number when the first is excluded", table.Either(2, 1), "x", "Raw", true, false},
		{"not bound, likely: the first", table.Next(9), "f", "first", false, false},
		{"not bound, certain beats likely", table.Next(9), "W", "weak", false, false},
		{"not bound, only possible", table.Next(9), "p", "Raw", false, false},
		{"bound but not parsable: another", table.Next(1), "f", "first", false, false},
		{"bound but not parsable: none", table.Next(1), "x", "Raw", true, false},
		{"first not parsable: the second", table.Either(1, 2), "w", "weak", false, false},
		{"strict, not bound", table.Next(9), "F", "Raw", false, true},
		{"strict, bound", table.Next(2), "x", "weak", false, true},
		{"strict, not parsable", table.Next(1), "f", "Raw", true, true},
		{"quoted", table.Next(9).Quoted(), "f", "Raw", false, false},
		{"quoted, excluded by its guess", table.Next(2).Quoted(), "x", "Raw", false, false},
	} {
		outer := probeProto("outer", 0, c.next)
		parser := Parser{Bindings: &Bindings{NoGuess: c.strict}}
		b := []byte("o" + c.b)
		p, err := parser.Parse(b, outer)
		if len(p) != 2 || p[1].Proto().Name != c.want {
			t.Errorf("%s: got %v, want %s", c.name, p, c.want)
		}
		if (err != nil) != c.failed {
			t.Errorf("%s: error %v", c.name, err)
		}
		if out, err := p.Bytes(); err != nil || !bytes.Equal(out, b) {
			t.Errorf("%s: bytes %q, %v", c.name, out, err)
		}
	}
	protos, sure := table.Judge([]byte("W"))
	if len(protos) != 2 || protos[0] != weak || sure[0] != Certain || protos[1] != second {
		t.Errorf("Judge: %v %v", protos, sure)
	}
}

func TestOverrideGuess(t *testing.T) {
	var table Table[uint16]
	table.Name = "test"
	first, told := probeProto("first", 0, Next{}), probeProto("told", 'x', Next{})
	table.Guess(first, judge('f', 'F'))
	var o Bindings
	Override(&o, &table, 5, told)
	Override(&o, &table, 6, nil)
	for _, c := range []struct {
		port uint16
		b    string
		want string
	}{{5, "x", "told"}, {5, "f", "Raw"}, {6, "f", "Raw"}, {7, "f", "first"}} {
		parser := Parser{Bindings: &o}
		p, _ := parser.Parse([]byte("o"+c.b), probeProto("outer", 0, table.Next(c.port)))
		if len(p) != 2 || p[1].Proto().Name != c.want {
			t.Errorf("%d %s: got %v, want %s", c.port, c.b, p, c.want)
		}
	}
}
