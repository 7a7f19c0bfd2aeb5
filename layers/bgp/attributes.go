package bgp

import (
	"bytes"
	"iter"

	"github.com/gocap-project/gocap/internal/coder"
	"github.com/gocap-project/gocap/wire"
)

// Attributes is path attributes in wire form. RFC 4271 §4.3. The zero value has none.
type Attributes []byte

// All yields the attributes in order, up to the first malformed one.
func (o Attributes) All() iter.Seq[wire.BGPAttribute] { return wire.BGPAttributes(o).All() }

// Get returns the first attribute of type t.
func (o Attributes) Get(t wire.BGPAttributeType) (a wire.BGPAttribute, ok bool) {
	return wire.BGPAttributes(o).Get(t)
}

// Values yields the values of all attributes, up to the first malformed one.
func (o Attributes) Values(opt Options) iter.Seq[Value] {
	return func(yield func(Value) bool) {
		for a := range o.All() {
			if !yield(ValueOf(a, opt)) {
				return
			}
		}
	}
}

// Value returns the value of the first attribute of type t, of the type that [ValueOf]
// has for it.
func (o Attributes) Value(t wire.BGPAttributeType, opt Options) (v Value, ok bool) {
	a, ok := o.Get(t)
	if !ok {
		return nil, false
	}
	return ValueOf(a, opt), true
}

// Add returns o and one more attribute, with the flags that its type has by its standard.
func (o Attributes) Add(v Value) Attributes {
	return Attributes(wire.BGPAttributes(o).Add(wire.BGPAttribute{Flags: customary(v.Type()), Type: v.Type(), Value: coder.Append(nil, v)}))
}

// String returns the attributes as "ORIGIN IGP; NEXT_HOP 192.0.2.1", with the forms of
// AS numbers and routes guessed.
func (o Attributes) String() string { return o.Text(Options{}) }

// Text is String with known options.
func (o Attributes) Text(opt Options) string { return o.text(opt, 0) }

func (o Attributes) text(opt Options, depth int) string {
	var b []byte
	for a := range o.All() {
		if len(b) > 0 {
			b = append(b, "; "...)
		}
		b = append(b, a.Type.String()...)
		v := ValueOf(a, opt)
		s := ""
		if set, ok := v.(*AttrSet); ok {
			s = set.text(depth + 1)
		} else {
			s = v.String()
		}
		if s != "" {
			b = append(append(b, ' '), s...)
		}
	}
	return string(coder.AppendRest(b, wire.BGPAttributes(o).Rest()))
}

// A Value is the value of a path attribute. The types of this package are those of the
// attributes in use; [Opaque] has any bytes.
type Value interface {
	coder.Coded
	Type() wire.BGPAttributeType
	String() string
}

// A form is how the value of an attribute is written, and what its flags are.
type form struct {
	flags wire.BGPAttributeFlags // optional and transitive
	value func(a wire.BGPAttribute, o Options) Value
}

const (
	wellKnown     = wire.BGPTransitive
	transitive    = wire.BGPOptional | wire.BGPTransitive
	nonTransitive = wire.BGPOptional
)

// forms has the form of each attribute. To add an attribute: its line here.
var forms = map[wire.BGPAttributeType]form{
	wire.BGPOrigin:             {wellKnown, func(wire.BGPAttribute, Options) Value { return new(Origin) }},
	wire.BGPASPath:             {wellKnown, newASPath},
	wire.BGPNextHop:            {wellKnown, newAddress},
	wire.BGPMED:                {nonTransitive, newNumber},
	wire.BGPLocalPref:          {wellKnown, newNumber},
	wire.BGPAtomicAggregate:    {wellKnown, func(wire.BGPAttribute, Options) Value { return new(AtomicAggregate) }},
	wire.BGPAggregator:         {transitive, newAggregator},
	wire.BGPCommunity:          {transitive, func(wire.BGPAttribute, Options) Value { return new(Communities) }},
	wire.BGPOriginatorID:       {nonTransitive, newAddress},
	wire.BGPClusterList:        {nonTransitive, func(wire.BGPAttribute, Options) Value { return new(ClusterList) }},
	wire.BGPMPReach:            {nonTransitive, func(_ wire.BGPAttribute, o Options) Value { return &MPReach{options: o} }},
	wire.BGPMPUnreach:          {nonTransitive, func(_ wire.BGPAttribute, o Options) Value { return &MPUnreach{options: o} }},
	wire.BGPExtendedCommunity:  {transitive, func(wire.BGPAttribute, Options) Value { return new(ExtendedCommunities) }},
	wire.BGPAS4Path:            {transitive, newASPath},
	wire.BGPAS4Aggregator:      {transitive, newAggregator},
	wire.BGPPMSITunnel:         {transitive, func(wire.BGPAttribute, Options) Value { return new(PMSITunnel) }},
	wire.BGPTunnelEncap:        {transitive, func(wire.BGPAttribute, Options) Value { return new(TunnelEncap) }},
	wire.BGPTrafficEngineering: {nonTransitive, nil},
	wire.BGPIPv6Community:      {transitive, func(wire.BGPAttribute, Options) Value { return new(IPv6Communities) }},
	wire.BGPAIGP:               {nonTransitive, func(wire.BGPAttribute, Options) Value { return new(AIGP) }},
	wire.BGPPEDistinguisher:    {transitive, func(wire.BGPAttribute, Options) Value { return new(PEDistinguisher) }},
	wire.BGPLinkState:          {nonTransitive, func(wire.BGPAttribute, Options) Value { return new(LinkStateAttribute) }},
	wire.BGPLargeCommunity:     {transitive, func(wire.BGPAttribute, Options) Value { return new(LargeCommunities) }},
	wire.BGPsecPath:            {nonTransitive, func(wire.BGPAttribute, Options) Value { return new(SecurePath) }},
	wire.BGPOTC:                {transitive, newNumber},
	wire.BGPDPath:              {transitive, func(wire.BGPAttribute, Options) Value { return new(DPath) }},
	wire.BGPSFP:                {transitive, nil},
	wire.BGPBFDDiscriminator:   {transitive, func(wire.BGPAttribute, Options) Value { return new(BFDDiscriminator) }},
	wire.BGPPrefixSID:          {transitive, func(wire.BGPAttribute, Options) Value { return new(PrefixSID) }},
	wire.BGPAttrSet:            {transitive, func(wire.BGPAttribute, Options) Value { return new(AttrSet) }},
}

func customary(t wire.BGPAttributeType) wire.BGPAttributeFlags {
	if f, ok := forms[t]; ok {
		return f.flags
	}
	return transitive
}

// ValueOf returns the value of an attribute: of the type of this package that stands for
// it, or *[Opaque] if there is none or it is malformed.
func ValueOf(a wire.BGPAttribute, o Options) Value {
	if f := forms[a.Type]; f.value != nil {
		if v := f.value(a, o); coder.Read(v, a.Value) && bytes.Equal(coder.Append(nil, v), a.Value) {
			return v
		}
	}
	return &Opaque{Attr: a.Type, Data: a.Value}
}

func newAddress(a wire.BGPAttribute, _ Options) Value { return &Address{Attr: a.Type} }
func newNumber(a wire.BGPAttribute, _ Options) Value  { return &Number{Attr: a.Type} }

func newAggregator(a wire.BGPAttribute, _ Options) Value {
	return &Aggregator{Attr: a.Type, AS4: len(a.Value) == 8}
}

func newASPath(a wire.BGPAttribute, o Options) Value {
	v := &ASPath{Attr: a.Type}
	switch {
	case a.Type == wire.BGPAS4Path || o.AS4 == Yes:
		v.AS4 = true
	case o.AS4 == Guess:
		v.AS4 = !asPathFits(a.Value, 2) && asPathFits(a.Value, 4)
	}
	return v
}

// asPathFits reports whether b is segments of AS numbers of n bytes.
func asPathFits(b []byte, n int) bool {
	for len(b) >= 2 {
		k := 2 + int(b[1])*n
		if b[0] < 1 || b[0] > 4 || b[1] == 0 || k > len(b) {
			return false
		}
		b = b[k:]
	}
	return len(b) == 0
}
