// Package mutate makes packets that are almost right, to test what reads them.
//
//	for b, changes := range mutate.All(1, frame, layers.EthernetProto, nil) { … }
//
// It works from field tables: it knows where a packet has lengths, checksums, types
// and options, and damages those rather than random bits; and it changes the order of
// layers. The same seed gives the same packets. What it makes is bounded in size, and
// it says what it did.
package mutate

import (
	"encoding/hex"
	"fmt"
	"iter"
	"math/rand/v2"
	"strconv"

	"github.com/gocap-project/gocap/packet"
)

// Options bound what is done. The zero value and nil have the defaults.
type Options struct {
	// Most is how many changes are made to a packet at most; 4 if 0.
	Most int

	// MaxLen is the length in bytes that no frame exceeds unless it did before;
	// 65,535 if 0.
	MaxLen int

	// Protos may be inserted as new layers; [packet.Protos] if nil.
	Protos []*packet.Proto
}

const (
	maxLayers = packet.DefaultMaxLayers // of a packet that is given more
	maxList   = 256                     // elements of a list that is given more
	maxBody   = 4096                    // bytes of a field that is given more
)

func (o *Options) most() int {
	if o == nil || o.Most <= 0 {
		return 4
	}
	return o.Most
}

func (o *Options) maxLen() int {
	if o == nil || o.MaxLen <= 0 {
		return 65535
	}
	return o.MaxLen
}

func (o *Options) protos() []*packet.Proto {
	if o == nil || o.Protos == nil {
		return packet.Protos()
	}
	return o.Protos
}

// An Op is a way to change a packet.
type Op uint8

// The ways to change a packet, and then those to change bytes.
const (
	Set       Op = iota // give a field another value
	Lie                 // fix an automatic field: a wrong length, checksum, type
	Free                // make an automatic field right again
	Body                // damage options, lists, data
	Duplicate           // repeat a layer
	Remove              // leave out a layer
	Swap                // exchange two layers
	Insert              // add a layer

	Flip      // one bit
	Overwrite // one to eight bytes
	Delete    // some bytes
	Repeat    // some bytes
	Add       // random bytes
	Truncate  // cut the end
)

func (o Op) String() string {
	names := [...]string{"set", "lie", "free", "body", "duplicate", "remove", "swap", "insert",
		"flip", "overwrite", "delete", "repeat", "add", "truncate"}
	if int(o) < len(names) {
		return names[o]
	}
	return "Op(" + strconv.Itoa(int(o)) + ")"
}

// A Change is one thing that was done.
type Change struct {
	Op    Op
	Layer int    // index of the layer when it was done; -1 if bytes were changed
	Proto string // of the layer
	Field string // of the layer, if the change was to one
	Off   int    // of the first byte changed, if bytes were
	From  any    // the value before, if there was one
	To    any    // the value after
}

// String says what was done: "lie 1 IPv4.Length: 40 -> 65535".
func (c Change) String() string {
	s := c.Op.String() + " "
	if c.Layer < 0 {
		s += "byte " + strconv.Itoa(c.Off)
	} else {
		s += strconv.Itoa(c.Layer) + " " + c.Proto
		if c.Field != "" {
			s += "." + c.Field
		}
	}
	if c.From != nil || c.To != nil {
		s += ": " + short(c.From) + " -> " + short(c.To)
	}
	return s
}

// short returns v in few characters.
func short(v any) string {
	var s string
	switch x := v.(type) {
	case nil:
		return "nothing"
	case []byte:
		s = hex.EncodeToString(x[:min(len(x), 40)])
	case string:
		s = strconv.Quote(x[:min(len(x), 80)])
	default:
		s = fmt.Sprint(v)
	}
	if len(s) > 64 {
		s = s[:64] + "…"
	}
	return s
}

// Frame returns a changed version of the bytes b, which begin with protocol first,
// and what was done: changes of the packet, of bytes, or both. It does not change b.
func Frame(r *rand.Rand, b []byte, first *packet.Proto, o *Options) ([]byte, []Change) {
	var changes []Change
	out := b
	if r.IntN(8) > 0 {
		p, _ := packet.Parse(b, first)
		q, c := Packet(r, p, o)
		if x, err := q.Bytes(); err == nil && len(c) > 0 {
			out, changes = x, c
		}
	}
	if changes == nil || r.IntN(4) == 0 {
		x, c := Bytes(r, out)
		out, changes = x, append(changes, c...)
	}
	if most := max(o.maxLen(), len(b)); len(out) > most {
		out = out[:most]
		changes = append(changes, Change{Op: Truncate, Layer: -1, Off: most})
	}
	return out, changes
}

// All yields changed versions of b without end, as [Frame] makes them. They depend
// on the seed alone.
func All(seed uint64, b []byte, first *packet.Proto, o *Options) iter.Seq2[[]byte, []Change] {
	return func(yield func([]byte, []Change) bool) {
		r := rand.New(rand.NewPCG(seed, 0))
		for yield(Frame(r, b, first, o)) {
		}
	}
}
