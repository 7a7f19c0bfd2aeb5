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

// registry is what tools can list. Parsing does not use it.
var registry = struct {
	sync.Mutex
	bound map[*Proto][]Binding
	order []*Proto // as they were made known
}{bound: map[*Proto][]Binding{}}

// Register makes p known to [Protos]. [Table.Bind] does so too; protocols that
// are bound to no number, because another layer names them, need it. Generated
// code calls it.
func Register(p *Proto) {
	registry.Lock()
	defer registry.Unlock()
	if _, ok := registry.bound[p]; !ok {
		registry.bound[p] = nil
		registry.order = append(registry.order, p)
	}
}

// Protos returns every protocol that the program has, [Raw] included, sorted by
// name. It is for tools that list protocols or look them up by name.
func Protos() []*Proto {
	registry.Lock()
	out := slices.Clone(registry.order)
	registry.Unlock()
	if !slices.Contains(out, RawProto) {
		out = append(out, RawProto)
	}
	slices.SortStableFunc(out, func(a, b *Proto) int {
		return cmp.Or(strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)), strings.Compare(a.Name, b.Name))
	})
	return out
}

// Bound returns the numbers that were bound to p, in the order they were.
func (p *Proto) Bound() []Binding {
	registry.Lock()
	defer registry.Unlock()
	return slices.Clone(registry.bound[p])
}

// record notes a binding. A nil p takes a number away, which is not noted.
func record(table string, k uint32, p *Proto) {
	if p == nil {
		return
	}
	registry.Lock()
	defer registry.Unlock()
	if _, ok := registry.bound[p]; !ok {
		registry.order = append(registry.order, p)
	}
	if b := (Binding{table, k}); !slices.Contains(registry.bound[p], b) {
		registry.bound[p] = append(registry.bound[p], b)
	}
}
