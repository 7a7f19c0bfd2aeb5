package packet

import "github.com/gocap-project/gocap/wire"

// Auto is a field that the packet decides unless the program does: a length, a
// checksum, the number of the next protocol, or a number with a customary value.
// The zero Auto is automatic.
//
// Parsing leaves a field automatic if it holds what the packet would give it, and
// wrong, which is a kind of fixed, if it does not; so a valid packet can be edited
// and stays valid, and an invalid one stays exactly as invalid.
type Auto[T comparable] struct {
	v     T
	state autoState
}

type autoState uint8

const (
	auto   autoState = iota // v is what the packet last gave it
	fixed                   // v was set by the program
	wrong                   // v is from the wire and contradicts the packet
	parsed                  // v is from the wire and has not been compared yet
	held                    // v is from the wire and the packet cannot tell
)

// Fix returns a field with the given value.
func Fix[T comparable](v T) Auto[T] { return Auto[T]{v, fixed} }

// U8 is [Fix] for a field of 8 bits.
func U8(v uint8) Auto[uint8] { return Fix(v) }

// U16 is [Fix] for a field of 16 bits.
func U16(v uint16) Auto[uint16] { return Fix(v) }

// U32 is [Fix] for a field of 32 bits.
func U32(v uint32) Auto[uint32] { return Fix(v) }

// Get returns the value: fixed, parsed, or last given by [Packet.Bytes]. It is
// zero for an automatic field of a packet that was not built yet.
func (a Auto[T]) Get() T { return a.v }

// Fixed reports whether the value stays whatever the packet would give: the
// program fixed it, or it was parsed and is wrong.
func (a Auto[T]) Fixed() bool { return a.state == fixed || a.state == wrong }

// Automatic reports whether the packet decides the value: it is new or released,
// or was parsed and is what the packet would give.
func (a Auto[T]) Automatic() bool { return a.state == auto }

// Wrong reports whether the value was parsed and is not what the packet would give.
func (a Auto[T]) Wrong() bool { return a.state == wrong }

// Held reports whether the value was parsed and the packet has no opinion about
// it: the checksum of a fragment, the number of an unknown protocol.
func (a Auto[T]) Held() bool { return a.state == held }

// Fix sets the value.
func (a *Auto[T]) Fix(v T) { *a = Auto[T]{v, fixed} }

// Release makes the field automatic again.
func (a *Auto[T]) Release() { a.state = auto }

// Freeze fixes the field at its present value.
func (a *Auto[T]) Freeze() { a.state = fixed }

// Parse sets the value from the wire. It is for implementations of Layer.Parse.
func (a *Auto[T]) Parse(v T) { *a = Auto[T]{v, parsed} }

// Settle tells the field what the packet would give it, and reports whether to
// write that value. It is for implementations of Layer.Finish.
func (a *Auto[T]) Settle(v T) (write bool) {
	switch a.state {
	case auto, held:
		a.v, a.state = v, auto
		return true
	case parsed:
		if a.state = auto; a.v != v {
			a.state = wrong
		}
	}
	return false
}

// Default is Settle for a customary value: a parsed field that has another is
// fixed, not wrong.
func (a *Auto[T]) Default(v T) (write bool) {
	if write = a.Settle(v); a.state == wrong {
		a.state = fixed
	}
	return write
}

// Suggest is Settle for a value the packet would give to a new field but cannot
// hold a parsed one to, such as the checksum of a datagram that was cut.
func (a *Auto[T]) Suggest(v T) (write bool) {
	switch a.state {
	case auto:
		a.v = v
		return true
	case parsed:
		a.state = held
	}
	return false
}

// Hold keeps a parsed value until the packet has an opinion about it. It is for
// implementations of Layer.Finish.
func (a *Auto[T]) Hold() {
	if a.state == parsed {
		a.state = held
	}
}

// Any returns the value, for code that works from field tables.
func (a *Auto[T]) Any() any { return a.v }

// SetAny fixes the value if v is of the field's type, and reports whether it is.
func (a *Auto[T]) SetAny(v any) bool {
	x, ok := v.(T)
	if ok {
		a.Fix(x)
	}
	return ok
}

// Ptr returns a pointer to the value, for code that works from field tables.
// Writing through it does not fix the field.
func (a *Auto[T]) Ptr() any { return &a.v }

// An AnyAuto is an [Auto] whatever its type. The pointers that [Proto.At]
// returns implement it if the field is automatic. The methods are Auto's.
type AnyAuto interface {
	Any() any
	SetAny(any) bool
	Ptr() any
	Fixed() bool
	Wrong() bool
	Held() bool
	Release()
	Freeze()
}

// A ChecksumState says what is known of a layer's checksum. It is
// [wire.ChecksumState].
type ChecksumState = wire.ChecksumState

// The states of a checksum.
const (
	ChecksumNone       = wire.ChecksumNone       // the layer has none, or was not parsed or built yet
	ChecksumGood       = wire.ChecksumGood       // right
	ChecksumBad        = wire.ChecksumBad        // wrong
	ChecksumAbsent     = wire.ChecksumAbsent     // zero where the protocol lets that mean "not computed"
	ChecksumOffloaded  = wire.ChecksumOffloaded  // only the pseudo-header is summed: left to the network card
	ChecksumUnverified = wire.ChecksumUnverified // cannot be verified: a fragment, or cut short by the capture
)

// Summed remembers what was found of a checksum. Layers with a checksum embed it
// and call Judge in Finish.
type Summed struct {
	state ChecksumState
	ones  bool // the checksum was parsed as 0xffff where it would be written as 0
}

// ChecksumState returns what was found when the packet was last parsed or built.
func (s *Summed) ChecksumState() ChecksumState { return s.state }

// Judge settles checksum a, which should be want. If the bytes it covers are not
// all there, whole is false and a parsed checksum is held. It reports whether to
// write want. A parsed 0xffff is as right as 0, the other zero of ones' complement
// (RFC 1071 §2), and stays.
func (s *Summed) Judge(a *Auto[uint16], want uint16, whole bool) (write bool) {
	zeros := want == 0 && a.v == 0xffff
	if a.state == parsed {
		s.ones = zeros && whole
	}
	if zeros && s.ones && whole && a.state != fixed {
		a.state, s.state = auto, ChecksumGood
		return false
	}
	if !whole {
		write = a.Suggest(want)
		s.state = ChecksumUnverified
		return write
	}
	write = a.Settle(want)
	if s.state = ChecksumGood; a.v != want {
		s.state = ChecksumBad
	}
	return write
}

// Note overrides the state, for a checksum that is absent or offloaded.
func (s *Summed) Note(x ChecksumState) { s.state = x }

// A Checksummer is a layer with a checksum.
type Checksummer interface {
	Layer

	// ChecksumState returns what was found when the layer was last parsed or built.
	ChecksumState() ChecksumState
}
