package wifi

import (
	"encoding/hex"
	"iter"
	"strconv"
	"strings"

	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// Elements is a list of elements in wire form: what is on the wire, no more and no less.
// The zero value has none.
type Elements []byte

// A Value is the value of an element. The types of this package are those of the elements
// in use; other types may be added to [Elements] too.
type Value interface {
	// ElementID returns which element the value is of.
	ElementID() wire.Dot11ElementID

	// AppendWire appends the value as it is on the wire, without id and length.
	AppendWire(b []byte) []byte

	// String returns the value for people.
	String() string
}

// Unknown is the value of an element that has no type of its own, or is malformed.
type Unknown struct {
	ID   wire.Dot11ElementID
	Data []byte
}

// ElementID implements [Value].
func (v Unknown) ElementID() wire.Dot11ElementID { return v.ID }

// AppendWire implements [Value].
func (v Unknown) AppendWire(b []byte) []byte { return append(b, v.Data...) }

func (v Unknown) String() string { return hex.EncodeToString(v.Data) }

// All yields the elements in order, up to the first that does not fit.
func (e Elements) All() iter.Seq[wire.Dot11Element] { return wire.Dot11Elements(e).All() }

// Values yields the values of the elements.
func (e Elements) Values() iter.Seq[Value] {
	return func(yield func(Value) bool) {
		for x := range e.All() {
			if !yield(valueOf(x)) {
				return
			}
		}
	}
}

// Get returns the data of the first element with the given id.
func (e Elements) Get(id wire.Dot11ElementID) (data []byte, ok bool) {
	return wire.Dot11Elements(e).Get(id)
}

// ValueOf returns the first value of type T. It is not ok if there is none, or it is malformed.
//
//	rsn, ok := wifi.ValueOf[wifi.RSN](beacon.Elements)
func ValueOf[T Value](e Elements) (v T, ok bool) {
	for x := range e.Values() {
		if v, ok := x.(T); ok {
			return v, true
		}
	}
	return v, false
}

// Name returns the name of the network, or "" if it is hidden or there is none.
func (e Elements) Name() string {
	d, _ := wire.Dot11Elements(e).SSID()
	return strings.TrimRight(string(d), "\x00")
}

// Add appends an element. It leaves out what is beyond the 255 bytes that an element can have.
func (e Elements) Add(v Value) Elements {
	id, n := v.ElementID(), len(e)
	e = append(e[:n:n], byte(id), 0)
	if id >= wire.Dot11ElemExtended {
		e[n] = 255
		e = append(e, byte(id-wire.Dot11ElemExtended))
	}
	e = v.AppendWire(e)
	e = e[:min(len(e), n+2+255)]
	e[n+1] = byte(len(e) - n - 2)
	return e
}

// Delete returns e without the elements with the given id.
func (e Elements) Delete(id wire.Dot11ElementID) Elements {
	var out Elements
	end := 0
	for x := range e.All() {
		n := x.Off + 2 + int(e[x.Off+1])
		if x.ID != id {
			out = append(out, e[x.Off:n]...)
		}
		end = n
	}
	return append(out, e[end:]...)
}

// An Element is an element with its id.
type Element struct {
	ID    wire.Dot11ElementID
	Value Value
}

func (e Element) String() string {
	if s := e.Value.String(); s != "" {
		return e.ID.String() + " " + s
	}
	return e.ID.String()
}

// Items implements [packet.Itemized].
func (e Elements) Items() (out []any) {
	for x := range e.All() {
		out = append(out, Element{x.ID, valueOf(x)})
	}
	if rest := e[wire.Dot11Elements(e).Len():]; len(rest) > 0 {
		out = append(out, packet.Malformed(rest))
	}
	return out
}

// String returns the elements as `SSID "net"; supported rates 1* 2* 5.5* 11*`.
func (e Elements) String() string {
	var s strings.Builder
	for x := range e.All() {
		if x.Off > 0 {
			s.WriteString("; ")
		}
		v := valueOf(x)
		s.WriteString(x.ID.String())
		if t := v.String(); t != "" {
			s.WriteString(" " + t)
		}
	}
	if rest := e[wire.Dot11Elements(e).Len():]; len(rest) > 0 {
		if len(rest) < len(e) {
			s.WriteString("; ")
		}
		s.WriteString("malformed: " + hex.EncodeToString(rest))
	}
	return s.String()
}

func (e Elements) validate(report func(string, packet.Class, string)) {
	if n := wire.Dot11Elements(e).Len(); n < len(e) {
		report("Elements", packet.BadSize, "malformed after "+strconv.Itoa(n)+" bytes")
	}
	var seen [512]bool
	for x := range e.All() {
		if v, ok := valueOf(x).(Unknown); ok && hasType(v.ID) {
			report("Elements", packet.BadValue, x.ID.String()+": malformed")
		}
		if seen[x.ID] && once(x.ID) {
			report("Elements", packet.Unusual, x.ID.String()+": twice")
		}
		seen[x.ID] = true
	}
}

// once reports whether a frame has at most one element with that id.
func once(id wire.Dot11ElementID) bool {
	switch id {
	case wire.Dot11ElemSSID, wire.Dot11ElemSupportedRates, wire.Dot11ElemDSSS, wire.Dot11ElemTIM, wire.Dot11ElemRSN,
		wire.Dot11ElemHTCapabilities, wire.Dot11ElemHTOperation, wire.Dot11ElemVHTCapabilities, wire.Dot11ElemVHTOperation,
		wire.Dot11ElemHECapabilities, wire.Dot11ElemHEOperation:
		return true
	}
	return false
}
