package show

import (
	"cmp"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/gocap-project/gocap/packet"
)

// ErrColumn is a name that no column has. Errors that wrap it suggest another.
var ErrColumn = errors.New("unknown field")

// Columns presents frames as rows of chosen fields.
type Columns struct {
	Names   []string // as they were given
	Sep     string   // between several values of one column, "," unless changed
	Options Options  // Numbers is of use here

	cols []column
}

// A column is one field, or several that are shown together.
type column struct {
	frame func(b []byte, f *Frame) []byte // of the frame
	from  []source                        // or of layers
	nth   int                             // only this one of the values, from 1; 0 for all
}

// A source is a field of a protocol.
type source struct {
	proto *packet.Proto
	field int      // -1 for the protocol's name, -2 for the payload's length
	path  []string // of parts within the field's value
	hex   bool
	mul   uint64 // 0 does nothing
	mask  uint64 // 0 does nothing
}

const (
	whole   = -1
	payload = -2
)

// frameColumns are those of the frame.
var frameColumns = map[string]func(b []byte, f *Frame) []byte{
	"frame.number":  func(b []byte, f *Frame) []byte { return strconv.AppendInt(b, int64(f.Number), 10) },
	"frame.len":     func(b []byte, f *Frame) []byte { return strconv.AppendInt(b, int64(f.wireLen()), 10) },
	"frame.cap_len": func(b []byte, f *Frame) []byte { return strconv.AppendInt(b, int64(len(f.Data)), 10) },
	"frame.link":    func(b []byte, f *Frame) []byte { return append(b, f.Link...) },
	"frame.time": func(b []byte, f *Frame) []byte {
		if f.Time.IsZero() {
			return b
		}
		return f.Time.UTC().AppendFormat(b, timeFormat)
	},
	"frame.time_epoch": func(b []byte, f *Frame) []byte {
		if f.Time.IsZero() {
			return b
		}
		b = strconv.AppendInt(b, f.Time.Unix(), 10)
		return fmt.Appendf(b, ".%09d", f.Time.Nanosecond())
	},
	"frame.protocols": func(b []byte, f *Frame) []byte {
		for i, l := range f.Packet {
			if i > 0 {
				b = append(b, ':')
			}
			b = append(b, l.Proto().Name...)
		}
		return b
	},
	"frame.error": func(b []byte, f *Frame) []byte {
		if f.Err != nil {
			b = append(b, f.Err.Error()...)
		}
		return b
	},
}

// ParseColumns understands a list of names, separated by commas, in any case:
//
//	IPv4.Src                  a field, as [packet.Proto] calls it
//	ip.src, tcp.flags.syn     the same as Wireshark calls it, for core protocols
//	DNS.Questions.Name        parts of what a field holds; of every element of a list
//	UDP                       whether a protocol is there: its name or nothing
//	IPv4.Src#2                only the second value, as with tunnels
//	frame.number, frame.time, frame.time_epoch, frame.len, frame.cap_len,
//	frame.link, frame.protocols, frame.error
//
// Protos are the protocols to look in, such as [packet.Protos]. Errors wrap
// [ErrColumn] and suggest the nearest name.
func ParseColumns(list string, protos []*packet.Proto) (*Columns, error) {
	c := &Columns{Sep: ","}
	for name := range strings.SplitSeq(list, ",") {
		if name = strings.TrimSpace(name); name == "" {
			continue
		}
		col, err := parseColumn(name, protos)
		if err != nil {
			return nil, err
		}
		c.Names, c.cols = append(c.Names, name), append(c.cols, col)
	}
	if len(c.cols) == 0 {
		return nil, fmt.Errorf("%w: the list is empty", ErrColumn)
	}
	return c, nil
}

func parseColumn(name string, protos []*packet.Proto) (column, error) {
	base, nth, ok := strings.Cut(name, "#")
	col := column{}
	if ok {
		n, err := strconv.ParseUint(nth, 10, 31)
		if err != nil || n == 0 {
			return col, fmt.Errorf("%w %q: # is followed by a number from 1", ErrColumn, name)
		}
		col.nth = int(n)
	}
	base = strings.ToLower(base)
	if f := frameColumns[base]; f != nil {
		col.frame = f
		return col, nil
	}
	specs := []string{base}
	if a, ok := fieldAliases[base]; ok {
		specs = strings.Fields(a)
	}
	for _, s := range specs {
		from := resolve(s, protos)
		if from == nil {
			return col, unknownColumn(name, base, protos)
		}
		col.from = append(col.from, from...)
	}
	return col, nil
}

// resolve returns what a name means, nil if nothing. Several protocols may have a
// name.
func resolve(spec string, protos []*packet.Proto) (out []source) {
	var s source
	if name, ok := strings.CutSuffix(spec, ":x"); ok {
		spec, s.hex = name, true
	} else if name, n, ok := strings.Cut(spec, "*"); ok {
		spec = name
		s.mul, _ = strconv.ParseUint(n, 10, 64)
	} else if name, n, ok := strings.Cut(spec, "&"); ok {
		spec = name
		s.mask, _ = strconv.ParseUint(n, 10, 64)
	}
	for _, pr := range protos {
		if rest, ok := cutProto(spec, pr); ok {
			if s, ok := s.within(pr, rest); ok {
				out = append(out, s)
			}
		}
	}
	return out
}

// cutProto returns what follows one of pr's names in spec.
func cutProto(spec string, pr *packet.Proto) (rest string, ok bool) {
	for _, name := range protoNames(pr) {
		if len(spec) < len(name) || !strings.EqualFold(spec[:len(name)], name) {
			continue
		}
		switch rest := spec[len(name):]; {
		case rest == "":
			return "", true
		case rest[0] == '.' && len(rest) > 1:
			return rest[1:], true
		}
	}
	return "", false
}

// protoNames returns pr's names, the longest first.
func protoNames(pr *packet.Proto) []string {
	names := append([]string{pr.Name}, pr.Aliases...)
	for a, of := range protoAliases {
		if of == pr.Name {
			names = append(names, a)
		}
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	return names
}

// within sets the field of pr that the rest of a name means.
func (s source) within(pr *packet.Proto, rest string) (source, bool) {
	s.proto = pr
	switch rest {
	case "":
		s.field = whole
		return s, true
	case "@payload":
		s.field = payload
		return s, true
	}
	name, path, nested := strings.Cut(rest, ".")
	s.field = slices.IndexFunc(pr.Fields, func(f packet.Field) bool { return strings.EqualFold(f.Name, name) })
	if s.field < 0 {
		return s, false
	}
	if nested {
		s.path = strings.Split(path, ".")
		if pr.New == nil {
			return s, false
		}
		ptr := target(pr.At(pr.New(), s.field))
		return s, ptr != nil && hasPath(reflect.TypeOf(ptr).Elem(), s.path, 0)
	}
	return s, true
}

// hasPath reports whether values of type t may have the parts that path names.
func hasPath(t reflect.Type, path []string, depth int) bool {
	if len(path) == 0 || t.Kind() == reflect.Interface {
		return true
	}
	if depth > maxDepth {
		return false
	}
	switch t.Kind() {
	case reflect.Slice, reflect.Array, reflect.Pointer:
		return hasPath(t.Elem(), path, depth+1)
	case reflect.Struct:
		f, ok := t.FieldByNameFunc(func(n string) bool { return strings.EqualFold(n, path[0]) })
		return ok && f.IsExported() && hasPath(f.Type, path[1:], depth+1)
	}
	return false
}

// ColumnNames returns all names that [ParseColumns] understands, but for parts of
// values, sorted.
func ColumnNames(protos []*packet.Proto) []string {
	names := sortedKeys(frameColumns)
	for _, pr := range protos {
		names = append(names, pr.Name)
		for i := range pr.Fields {
			names = append(names, pr.Name+"."+pr.Fields[i].Name)
		}
	}
	for _, n := range sortedKeys(fieldAliases) {
		if resolve(strings.Fields(fieldAliases[n])[0], protos) != nil {
			names = append(names, n)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// unknownColumn returns the error for a name that means nothing.
func unknownColumn(name, base string, protos []*packet.Proto) error {
	best, least := "", len(base)/2+1
	try := func(cand string) {
		if d := distance(base, strings.ToLower(cand), least); d < least {
			best, least = cand, d
		}
	}
	for _, pr := range protos {
		for _, pn := range protoNames(pr) {
			try(pn)
			for i := range pr.Fields {
				try(pn + "." + pr.Fields[i].Name)
			}
		}
	}
	for _, n := range sortedKeys(frameColumns) {
		try(n)
	}
	for _, n := range sortedKeys(fieldAliases) {
		if resolve(strings.Fields(fieldAliases[n])[0], protos) != nil {
			try(n)
		}
	}
	if best == "" {
		return fmt.Errorf("%w %q", ErrColumn, name)
	}
	return fmt.Errorf("%w %q; is it %s?", ErrColumn, name, best)
}

func sortedKeys[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
