// Package packettest has the trial that every protocol goes through, gocap's own
// and others.
//
//	func TestBeat(t *testing.T) { packettest.Trial(t, beat.Proto, seed1, seed2) }
package packettest

import (
	"bytes"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"github.com/gocap-project/gocap/packet"
)

// Damage is how many damaged versions of each seed a trial tries.
const Damage = 2000

// Trial checks protocol pr against its contract, on seeds that begin with a valid
// header of pr:
//
//   - the field table is complete: every exported field of the layer is in it, once,
//     and has a pointer; names, places and widths make sense; title and reference
//     are there;
//   - every seed parses without error and without wrong fields;
//   - parsing and building gives the same bytes for every seed, every truncation of
//     it, and Damage random damages of it;
//   - parsing does not change its input, and does not depend on what the layer held
//     before;
//   - a built copy of a seed whose automatic fields were released is the seed again.
func Trial(t *testing.T, pr *packet.Proto, seeds ...[]byte) {
	t.Helper()
	try(pr)
	t.Run("Fields", func(t *testing.T) { fields(t, pr) })
	if len(seeds) == 0 {
		t.Errorf("%s: no seeds", pr.Name)
	}
	for i, s := range seeds {
		if p := valid(t, pr, i, s); p != nil {
			released(t, i, p, s)
		}
		for n := range s {
			roundTrip(t, pr, s[:n])
		}
	}
	damage(t, pr, seeds, 1)
	reuse(t, pr, seeds)
}

// Survive checks what must hold for any bytes, not only valid ones, on seeds that begin with
// protocol pr: that of [Trial] about building, truncations, damage, the input and reuse, and that
// every field with a fixed place has the value that is there. n is how many damaged versions of
// each seed are tried.
func Survive(t *testing.T, pr *packet.Proto, n int, seeds ...[]byte) {
	t.Helper()
	r := rand.New(rand.NewPCG(11, 12))
	for _, s := range seeds {
		for k := range len(s) + 1 {
			agree(t, roundTrip(t, pr, s[:k]), s[:k])
		}
		for range n {
			b := damaged(r, s)
			agree(t, roundTrip(t, pr, b), b)
		}
	}
	reuse(t, pr, seeds)
}

// agree checks that the fields of p, which was parsed from b, are what is at their places.
func agree(t testing.TB, p packet.Packet, b []byte) {
	t.Helper()
	_, at, err := p.AppendSpans(nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i, l := range p {
		pr := l.Proto()
		h := b[at[i].Off:at[i].Payload]
		for k, f := range pr.Fields {
			if f.Off < 0 || f.Bits == 0 || f.Bits > 64 || f.Off+f.Bits > 8*len(h) || !pr.Has(l, k) {
				continue
			}
			x, ok := number(pr.Value(l, k))
			if big, little := bits(h, f.Off, f.Bits); ok && x != big && x != little {
				t.Fatalf("%s.%s is %#x, and %#x is there\n in %x", pr.Name, f.Name, x, big, b)
			}
		}
	}
}

// number returns the value of a number or a flag.
func number(v any) (x uint64, ok bool) {
	switch r := reflect.ValueOf(v); {
	case r.CanUint():
		return r.Uint(), true
	case r.Kind() == reflect.Bool && r.Bool():
		return 1, true
	case r.Kind() == reflect.Bool:
		return 0, true
	}
	return 0, false
}

// bits returns n bits of b from bit off on, with the most and with the least significant byte first.
func bits(b []byte, off, n int) (big, little uint64) {
	for i := off; i < off+n; i++ {
		big = big<<1 | uint64(b[i/8]>>(7-i%8)&1)
	}
	for i := range n / 8 {
		little |= big >> (8 * i) & 0xff << (n - 8 - 8*i)
	}
	return big, little
}

// fields checks the field table.
func fields(t *testing.T, pr *packet.Proto) {
	if pr.Name == "" || pr.Title == "" || pr.Ref == "" || pr.New == nil || pr.At == nil {
		t.Fatalf("%+v: Name, Title, Ref, New and At are all needed", pr)
	}
	l := pr.New()
	if l.Proto() != pr {
		t.Errorf("%s: New makes a %s", pr.Name, l.Proto().Name)
	}
	seen := map[string]bool{}
	end := 0
	for i, f := range pr.Fields {
		if f.Name == "" || seen[f.Name] {
			t.Errorf("%s: field %d has no name of its own: %q", pr.Name, i, f.Name)
		}
		seen[f.Name] = true
		ptr := pr.At(l, i)
		if ptr == nil || reflect.TypeOf(ptr).Kind() != reflect.Pointer {
			t.Errorf("%s.%s: At gives %T, not a pointer", pr.Name, f.Name, ptr)
			continue
		}
		if f.Type == "" {
			t.Errorf("%s.%s: no Type", pr.Name, f.Name)
		}
		if f.Off >= 0 && f.Off < end {
			t.Errorf("%s.%s: bit %d is taken by the field before", pr.Name, f.Name, f.Off)
		}
		if f.Off >= 0 {
			end = f.Off + f.Bits
		}
		pr.Value(l, i) // must not panic
	}
	complete(t, pr, l, seen)
	if pr.At(l, len(pr.Fields)) != nil {
		t.Errorf("%s: At gives more fields than Fields lists", pr.Name)
	}
}

// complete checks that every exported field of a struct layer is in the table.
func complete(t *testing.T, pr *packet.Proto, l packet.Layer, seen map[string]bool) {
	typ := reflect.TypeOf(l).Elem()
	if typ.Kind() != reflect.Struct {
		return
	}
	for i := range typ.NumField() {
		if f := typ.Field(i); f.IsExported() && !f.Anonymous && !seen[f.Name] {
			t.Errorf("%s: field %s is not in the table", pr.Name, f.Name)
		}
	}
}

// valid checks that the seed is as valid as it claims.
func valid(t *testing.T, pr *packet.Proto, i int, seed []byte) packet.Packet {
	p, err := packet.Parse(seed, pr)
	if err != nil {
		t.Errorf("%s seed %d: %v", pr.Name, i, err)
		return nil
	}
	for _, f := range Wrong(p[:1]) {
		t.Errorf("%s seed %d: %s is wrong", pr.Name, i, f)
	}
	return p
}

// Wrong lists the automatic fields of p that are wrong, as "IPv4.Checksum".
func Wrong(p packet.Packet) (out []string) {
	for _, l := range p {
		pr := l.Proto()
		for i, f := range pr.Fields {
			if a, ok := pr.At(l, i).(packet.AnyAuto); ok && a.Wrong() {
				out = append(out, pr.Name+"."+f.Name)
			}
		}
	}
	return out
}

// released builds p with lengths, counts and checksums made automatic, which must
// give the seed again unless a field's value is held because nobody knows better.
func released(t *testing.T, i int, p packet.Packet, seed []byte) {
	for _, l := range p {
		pr := l.Proto()
		for k, f := range pr.Fields {
			a, ok := pr.At(l, k).(packet.AnyAuto)
			if ok && !a.Held() && !a.Fixed() && f.Kind != packet.Default {
				a.Release()
			}
		}
	}
	b, err := p.Bytes()
	if err != nil || !bytes.Equal(b, seed) {
		t.Errorf("%s seed %d: released: %v\n got %x\nwant %x", p[0].Proto().Name, i, err, b, seed)
	}
}

// RoundTrip parses b beginning with pr, builds the packet again, and reports a
// difference or a change of b as an error.
func RoundTrip(t testing.TB, pr *packet.Proto, b []byte) packet.Packet {
	t.Helper()
	return roundTrip(t, pr, b)
}

func roundTrip(t testing.TB, pr *packet.Proto, b []byte) packet.Packet {
	t.Helper()
	in := bytes.Clone(b)
	p, perr := packet.Parse(in, pr)
	if !bytes.Equal(in, b) {
		t.Fatalf("%s: Parse changed its input\n from %x\n   to %x", pr.Name, b, in)
	}
	got, err := p.Bytes()
	if err != nil || !bytes.Equal(got, b) {
		t.Fatalf("%s: %s: not the same bytes (%v; parse error %v)\n from %x\n  got %x", pr.Name, names(p), err, perr, b, got)
	}
	return p
}

func names(p packet.Packet) string {
	var s []string
	for _, l := range p {
		s = append(s, l.Proto().Name)
	}
	return strings.Join(s, "/")
}

// damage tries damaged seeds: random damage to valid packets is a better test
// than random bytes.
func damage(t *testing.T, pr *packet.Proto, seeds [][]byte, seed uint64) {
	r := rand.New(rand.NewPCG(seed, 2))
	for _, s := range seeds {
		for range Damage {
			roundTrip(t, pr, damaged(r, s))
		}
	}
}

func damaged(r *rand.Rand, s []byte) []byte {
	b := bytes.Clone(s)
	for range 1 + r.IntN(4) {
		if len(b) == 0 {
			break
		}
		switch i := r.IntN(len(b)); r.IntN(6) {
		case 0:
			b = b[:i]
		case 1:
			b = append(b, byte(r.Uint32()))
		case 2:
			b[i] ^= 1 << r.IntN(8)
		default:
			b[i] = byte(r.Uint32())
		}
	}
	return b
}

// reuse checks that a layer that was used before parses as a new one does.
func reuse(t *testing.T, pr *packet.Proto, seeds [][]byte) {
	r := rand.New(rand.NewPCG(7, 8))
	c := packet.Parser{Reuse: true}
	for _, s := range seeds {
		for range 200 {
			c.Parse(damaged(r, s), pr)
			b := damaged(r, s)
			if r.IntN(2) == 0 {
				b = seeds[r.IntN(len(seeds))]
			}
			p, _ := c.Parse(b, pr)
			got, err := p.Bytes()
			if err != nil || !bytes.Equal(got, b) {
				t.Fatalf("%s: a reused layer is not the same (%v)\n from %x\n  got %x", pr.Name, err, b, got)
			}
			fresh, _ := packet.Parse(b, pr)
			sameValues(t, p, fresh)
		}
	}
}

func sameValues(t *testing.T, p, q packet.Packet) {
	for i, l := range p {
		pr := l.Proto()
		if pr != q[i].Proto() {
			t.Fatalf("a reused parser sees %s, a new one %s", names(p), names(q))
		}
		for k, f := range pr.Fields {
			x, y := pr.Value(l, k), pr.Value(q[i], k)
			if !reflect.DeepEqual(x, y) && !emptyBoth(x, y) {
				t.Fatalf("%s.%s: %v in a reused layer, %v in a new one", pr.Name, f.Name, x, y)
			}
		}
	}
}

func emptyBoth(x, y any) bool {
	a, b := reflect.ValueOf(x), reflect.ValueOf(y)
	return a.Kind() == reflect.Slice && b.Kind() == reflect.Slice && a.Len() == 0 && b.Len() == 0
}
