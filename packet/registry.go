package packet

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// A Binding is a number by which a protocol is reached.
type Binding struct {
	Table  string // name of the table, such as "UDP port"
	Number uint32
}

func (b Binding) String() string { return b.Table + " " + strconv.FormatUint(uint64(b.Number), 10) }

// registry is what tools can list. Parsing does not use it. A program's start makes
// many entries, one after another, and mostly looks at none: they are put in order
// when somebody asks.
var registry struct {
	sync.Mutex
	entries []entry
}

// An entry says that a protocol is there and, if table is not empty, bound to a number.
type entry struct {
	proto *Proto
	Binding
}

func register(e entry) {
	registry.Lock()
	if registry.entries == nil {
		registry.entries = make([]entry, 0, 512)
	}
	registry.entries = append(registry.entries, e)
	registry.Unlock()
}

// Register makes p known to [Protos]. [Table.Bind] does so too; protocols that
// are bound to no number, because another layer names them, need it. Generated
// code calls it.
func Register(p *Proto) { register(entry{proto: p}) }

// Protos returns every protocol that the program has, [Raw] included, sorted by
// name. It is for tools that list protocols or look them up by name.
func Protos() []*Proto {
	var out []*Proto
	seen := map[*Proto]bool{}
	add := func(p *Proto) {
		if !seen[p] {
			seen[p] = true
			out = append(out, p)
		}
	}
	registry.Lock()
	for _, e := range registry.entries {
		add(e.proto)
	}
	registry.Unlock()
	add(RawProto)
	slices.SortStableFunc(out, func(a, b *Proto) int {
		return cmp.Or(strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)), strings.Compare(a.Name, b.Name))
	})
	return out
}

// Bound returns the numbers that were bound to p, in the order they were.
func (p *Proto) Bound() (out []Binding) {
	registry.Lock()
	defer registry.Unlock()
	for _, e := range registry.entries {
		if e.proto == p && e.Table != "" && !slices.Contains(out, e.Binding) {
			out = append(out, e.Binding)
		}
	}
	return out
}

// record notes a binding. A nil p takes a number away, which is not noted.
func record(table string, k uint32, p *Proto) {
	if p != nil {
		register(entry{p, Binding{table, k}})
	}
}
