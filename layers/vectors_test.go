package layers_test

import (
	"bufio"
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/gocap-project/gocap/packet"
)

// The vectors are packets that scapy built or dissected, with the values it has
// for every field. They are not part of the repository: see shared's README.
const vectorFile = "../../shared/vectors/vectors.jsonl"

// A vector is one line of the file.
type vector struct {
	ID     string
	Kind   string
	Expr   string
	First  string
	Hex    string
	Hexes  []string // of several packets
	Layers []vectorLayer
}

type vectorLayer struct {
	Cls    string
	Fields values
}

// values are scapy's field values: numbers, strings, lists, nil, or objects that
// say what they are, as the file's README lists them.
type values map[string]any

// A class says which layer of ours a class of scapy's is, and what its fields are
// there.
type class struct {
	proto  *packet.Proto
	fields map[string]column

	// merge, if not nil, adds the class to the layer before it, because it is not
	// a layer of its own in gocap.
	merge func(to *wanted, l vectorLayer) error
	// expr, if not empty, is the name of the class in expressions.
	expr string
	// body, if not nil, is a second layer of ours that the class is, such as a
	// message after its ICMP header. The names of its fields begin with a dot.
	body *packet.Proto
	// rest, if not empty, is the field that is the payload in gocap.
	rest string
	// derived are more of our fields, computed from the values.
	derived map[string]func(f values) any
	// build, if not nil, finishes a layer that is built from fields.
	build func(v *vector, l packet.Layer)
	// as, if not nil, returns the columns for the values, instead of fields.
	as func(f values, columns map[string]column) map[string]column
	// loose is set if derived has what the fields say that are not in the table.
	loose bool
	// plain are fields of ours that gocap decides and scapy has a value for, its own if
	// the expression gives none: it does not compute them.
	plain []string
	// takes, if not nil, adds what follows as Raw to the layer, which has more of the
	// bytes in gocap than in scapy, and returns what is left.
	takes func(w *wanted, raw []byte) []byte
	// pick, if not nil, chooses the protocol by the values, instead of proto.
	pick func(f values) *packet.Proto
}

// A column is what a field of scapy's is in gocap.
type column struct {
	name string                    // our field, or empty if it is none
	conv func(v any, f values) any // the value that ours has, or nil for the obvious conversion
}

// as is a column with the obvious conversion.
func as(name string) column { return column{name: name} }

// not is a column for what gocap has no field for, because other fields say it.
var not = column{}

// wanted is a layer that a vector asks for.
type wanted struct {
	cls    string
	proto  *packet.Proto
	values map[string]any // by our field names
	set    map[string]bool
	raw    []byte // of a Raw layer
}

// readVectors reads the file, or skips the test if it is not there.
func readVectors(t testing.TB) (out []vector) {
	f, err := os.Open(vectorFile)
	if err != nil {
		t.Skip("no vectors: ", err)
	}
	defer f.Close()
	in := bufio.NewScanner(f)
	in.Buffer(nil, 1<<24)
	for in.Scan() {
		var v vector
		d := json.NewDecoder(bytes.NewReader(in.Bytes()))
		d.UseNumber()
		if err := d.Decode(&v); err != nil {
			t.Fatal(err)
		}
		out = append(out, v)
	}
	if err := in.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

// inScope reports whether all layers of v are of classes that are in the table.
func (v *vector) inScope() bool {
	for _, l := range v.Layers {
		if _, ok := classes[l.Cls]; !ok && l.Cls != "Raw" && l.Cls != "Padding" {
			return false
		}
	}
	return len(v.Layers) > 0 && v.first() != nil
}

// first returns the protocol that v's bytes begin with.
func (v *vector) first() *packet.Proto {
	name := v.Layers[0].Cls
	if name == "Raw" {
		name = v.First // which could not be dissected
	}
	c, ok := classes[name]
	if !ok {
		return nil
	}
	if c.pick != nil {
		if pr := c.pick(v.Layers[0].Fields); pr != nil {
			return pr
		}
	}
	return c.proto
}

// wanted returns the layers that v asks for, and the padding after them.
func (v *vector) wanted() (out []wanted, padding []byte, err error) {
	given := keywords(v.Expr)
	seen := map[string]int{}
	for _, l := range v.Layers {
		if l.Cls == "Raw" || l.Cls == "Padding" {
			b := octets(l.Fields["load"])
			if n := len(out); l.Cls == "Raw" && n > 0 && classes[out[n-1].cls].takes != nil {
				if b = classes[out[n-1].cls].takes(&out[n-1], b); len(b) == 0 {
					continue
				}
			}
			if l.Cls == "Raw" {
				out = append(out, wanted{cls: l.Cls, proto: packet.RawProto, raw: b})
			} else {
				padding = append(padding, b...)
			}
			continue
		}
		c := classes[l.Cls]
		if c.merge != nil && len(out) == 0 {
			continue // scapy's layer has no bytes of its own
		}
		if c.merge != nil {
			if err := c.merge(&out[len(out)-1], l); err != nil {
				return nil, nil, err
			}
			continue
		}
		name := strings.Replace(l.Cls, "IPerror6", "IPv6", 1)
		name = strings.TrimSuffix(name, "error")
		if c.expr != "" {
			name = c.expr
		}
		var set map[string]bool
		if i := seen[name]; i < len(given[name]) {
			set = given[name][i]
		}
		seen[name]++
		w, err := c.want(l, set)
		if err != nil {
			return nil, nil, err
		}
		out = append(out, w...)
	}
	return out, padding, nil
}

// want converts one layer; given are the fields that the expression sets.
func (c *class) want(l vectorLayer, given map[string]bool) ([]wanted, error) {
	out := []wanted{{cls: l.Cls, proto: c.proto, values: map[string]any{}, set: map[string]bool{}}}
	if c.pick != nil {
		out[0].proto = c.pick(l.Fields)
	}
	body, columns := c.body, c.fields
	if c.as != nil {
		columns = c.as(l.Fields, columns)
	}
	if pick := bodies[l.Cls]; pick != nil {
		var more map[string]column
		body, more = pick(l.Fields)
		columns = maps.Clone(columns)
		maps.Copy(columns, more)
	}
	if body != nil {
		out = append(out, wanted{cls: l.Cls, proto: body, values: map[string]any{}, set: map[string]bool{}})
	}
	for name, x := range l.Fields {
		col, ok := columns[name]
		if !ok && name != c.rest && !c.loose {
			return nil, fmt.Errorf("%s.%s: not in the table", l.Cls, name)
		}
		if x == nil || col.name == "" {
			continue // a field that is not there, or that gocap says otherwise
		}
		if col.conv != nil {
			if x = col.conv(x, l.Fields); x == nil {
				continue
			}
		}
		if err := put(out, col.name, x, given[name]); err != nil {
			return nil, fmt.Errorf("%s.%s: %v", l.Cls, name, err)
		}
	}
	for name, conv := range c.derived {
		if x := conv(l.Fields); x != nil {
			if err := put(out, name, x, false); err != nil {
				return nil, fmt.Errorf("%s: %v", l.Cls, err)
			}
		}
	}
	for _, name := range c.plain {
		out[0].set[name] = true
	}
	if b := octets(l.Fields[c.rest]); len(b) > 0 {
		out = append(out, wanted{cls: "Raw", proto: packet.RawProto, raw: b})
	}
	return out, nil
}

// put stores a value under a name of the table.
func put(out []wanted, name string, x any, given bool) error {
	w := &out[0]
	if rest, ok := strings.CutPrefix(name, "."); ok {
		w, name = &out[1], rest
	}
	i := w.proto.Field(name)
	if i < 0 {
		return fmt.Errorf("%s has no field %s", w.proto.Name, name)
	}
	y, err := coerce(x, reflect.TypeOf(w.proto.Value(w.proto.New(), i)))
	if err != nil {
		return err
	}
	w.values[name] = y
	w.set[name] = w.set[name] || given
	return nil
}

func TestVectors(t *testing.T) {
	var scope, builds, parsed, built, filled, excepted int
	used := map[string]bool{}
	for _, v := range readVectors(t) {
		if !v.inScope() || v.Hex == "" {
			continue
		}
		scope++
		if v.Kind == "build" {
			builds++
		}
		problems := v.check(t)
		for part := range exceptions[v.ID] {
			if len(problems[part]) == 0 {
				t.Errorf("%s: %s is no exception any more", v.ID, part)
			}
			used[v.ID] = true
			excepted++
		}
		for part, n := range map[string]*int{"parse": &parsed, "automatic": &built, "all fields": &filled} {
			if len(problems[part]) == 0 && (part != "automatic" || v.Kind == "build") {
				*n++
			}
			for _, s := range problems[part] {
				if exceptions[v.ID][part] {
					continue
				}
				t.Errorf("%s: %s: %s\n\t%s\n\t%s", v.ID, part, s, v.Expr, v.Hex)
			}
		}
	}
	for id, parts := range exceptions {
		if !used[id] && !parts["list"] {
			t.Errorf("exception %s is not in scope", id)
		}
	}
	t.Logf("%d vectors in scope: %d parse to the same values; %d are built from all fields, %d of %d from those given; %d comparisons are exceptions",
		scope, parsed, filled, built, builds, excepted)
}

// check returns what is different, by part of the test.
func (v *vector) check(t *testing.T) map[string][]string {
	problems := map[string][]string{}
	b, err := hex.DecodeString(v.Hex)
	if err != nil {
		t.Fatal(v.ID, err)
	}
	want, padding, err := v.wanted()
	if err != nil {
		problems["parse"] = []string{err.Error()}
		return problems
	}
	p, _ := packet.Parse(b, v.first())
	v.optionLengths(want, p)
	if again, err := p.Bytes(); err != nil || !bytes.Equal(again, b) {
		problems["parse"] = append(problems["parse"], fmt.Sprintf("parsed and built: %x, %v", again, err))
	}
	if diffs := compare(p, b, want, padding); diffs != nil {
		problems["parse"] = append(problems["parse"], diffs...)
	}
	for part, all := range map[string]bool{"automatic": false, "all fields": true} {
		if !all && v.Kind != "build" {
			continue // dissected bytes need not be what any packet decides
		}
		q, err := build(v, want, all)
		if err == nil {
			pad(q, p, padding)
			var got []byte
			if got, err = q.Bytes(); err == nil && !bytes.Equal(got, b) {
				err = fmt.Errorf("%s\n\t%x", names(q), got)
			}
			if !all && err != nil && slices.EqualFunc(literally(v.Expr), [][]byte{b}, bytes.Equal) {
				err = nil // the layers of the expression are not those of its bytes
			}
		}
		if err != nil {
			problems[part] = append(problems[part], err.Error())
		}
	}
	if len(problems) == 0 {
		return nil
	}
	return problems
}

// Every exception is explained in docs/differences.md.
func TestExceptionsAreDocumented(t *testing.T) {
	doc, err := os.ReadFile("../docs/differences.md")
	if err != nil {
		t.Fatal(err)
	}
	for id := range exceptions {
		if !strings.Contains(string(doc), "`"+id+"`") {
			t.Errorf("docs/differences.md does not mention %s", id)
		}
	}
}
