package packet_test

import (
	"testing"

	"github.com/gocap-project/gocap/packet"
)

// state returns what an Auto says of itself.
func state[T comparable](a packet.Auto[T]) string {
	switch {
	case a.Wrong():
		return "wrong"
	case a.Fixed():
		return "fixed"
	case a.Held():
		return "held"
	}
	return "auto"
}

// TestAuto goes through all ways from one state of a field to the next.
func TestAuto(t *testing.T) {
	type auto = packet.Auto[uint16]
	parsed := func(v uint16) (a auto) { a.Parse(v); return a }
	held := func(v uint16) auto { a := parsed(v); a.Hold(); return a }
	for _, c := range []struct {
		name  string
		from  auto
		do    func(*auto) bool
		value uint16
		state string
		write bool
	}{
		{"zero is automatic", auto{}, func(a *auto) bool { return a.Settle(7) }, 7, "auto", true},
		{"fixed stays", packet.U16(3), func(a *auto) bool { return a.Settle(7) }, 3, "fixed", false},
		{"fixed at what it would be", packet.U16(7), func(a *auto) bool { return a.Settle(7) }, 7, "fixed", false},
		{"parsed and right", parsed(7), func(a *auto) bool { return a.Settle(7) }, 7, "auto", false},
		{"parsed and wrong", parsed(3), func(a *auto) bool { return a.Settle(7) }, 3, "wrong", false},
		{"wrong stays", parsed(3), func(a *auto) bool { a.Settle(7); return a.Settle(8) }, 3, "wrong", false},
		{"right follows", parsed(7), func(a *auto) bool { a.Settle(7); return a.Settle(8) }, 8, "auto", true},
		{"customary", auto{}, func(a *auto) bool { return a.Default(64) }, 64, "auto", true},
		{"parsed customary", parsed(64), func(a *auto) bool { return a.Default(64) }, 64, "auto", false},
		{"parsed other than customary", parsed(3), func(a *auto) bool { return a.Default(64) }, 3, "fixed", false},
		{"suggested to a new one", auto{}, func(a *auto) bool { return a.Suggest(7) }, 7, "auto", true},
		{"suggested to a parsed one", parsed(3), func(a *auto) bool { return a.Suggest(7) }, 3, "held", false},
		{"suggested to a held one", held(3), func(a *auto) bool { return a.Suggest(7) }, 3, "held", false},
		{"held until there is an opinion", held(3), func(a *auto) bool { return a.Settle(7) }, 7, "auto", true},
		{"hold does nothing to a fixed one", packet.U16(3), func(a *auto) bool { a.Hold(); return false }, 3, "fixed", false},
		{"released", packet.U16(3), func(a *auto) bool { a.Release(); return a.Settle(7) }, 7, "auto", true},
		{"frozen", parsed(7), func(a *auto) bool { a.Settle(7); a.Freeze(); return a.Settle(8) }, 7, "fixed", false},
		{"any", auto{}, func(a *auto) bool { return a.SetAny(uint16(9)) }, 9, "fixed", true},
		{"any of another type", auto{}, func(a *auto) bool { return a.SetAny(9) }, 0, "auto", false},
		{"pointer", packet.U16(3), func(a *auto) bool { *a.Ptr().(*uint16) = 5; return a.Any() == uint16(5) }, 5, "fixed", true},
	} {
		a := c.from
		if write := c.do(&a); write != c.write || a.Get() != c.value || state(a) != c.state {
			t.Errorf("%s: value %d, %s, write %v; want %d, %s, %v", c.name, a.Get(), state(a), write, c.value, c.state, c.write)
		}
	}
	if packet.U8(1).Get() != 1 || packet.U32(2).Get() != 2 || packet.Fix("x").Get() != "x" {
		t.Error("Fix")
	}
}
