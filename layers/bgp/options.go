package bgp

import (
	"slices"

	"github.com/gocap-project/gocap/wire"
)

// A Choice is something that two speakers agreed on, or that is not known.
type Choice uint8

// The choices.
const (
	Guess Choice = iota // not known: by what the bytes look like
	No
	Yes
)

// Options say what the speakers of a session agreed on, which decides how messages are
// written. The zero value guesses.
type Options struct {
	AS4     Choice   // AS numbers have 4 bytes, RFC 6793
	AddPath Choice   // routes have path identifiers, RFC 7911
	Paths   []Family // those that AddPath is Yes of, of others it is No; nil is all
}

// A Family is a kind of routes. RFC 4760.
type Family struct {
	AFI  wire.BGPAFI
	SAFI wire.BGPSAFI
}

// IPv4Unicast is the family of the routes that are in an update itself.
var IPv4Unicast = Family{wire.BGPIPv4, wire.BGPUnicast}

func (f Family) String() string { return f.AFI.String() + " " + f.SAFI.String() }

// paths returns whether routes of the family have path identifiers.
func (o Options) paths(f Family) Choice {
	if o.AddPath == Yes && o.Paths != nil && !slices.Contains(o.Paths, f) {
		return No
	}
	return o.AddPath
}

// Negotiate returns what holds for messages from the speaker of the open message from to
// that of to. RFC 5492 §3, RFC 6793 §4.1, RFC 7911 §4.
func Negotiate(from, to *Message) Options {
	o := Options{AS4: No, AddPath: No}
	if from.offers(wire.BGPCapAS4) && to.offers(wire.BGPCapAS4) {
		o.AS4 = Yes
	}
	for _, f := range from.paths(Send) {
		if slices.Contains(to.paths(Receive), f) {
			o.AddPath, o.Paths = Yes, append(o.Paths, f)
		}
	}
	return o
}

func (l *Message) offers(c wire.BGPCapability) bool {
	for x := range l.Capabilities() {
		if x == c {
			return true
		}
	}
	return false
}

// paths returns the families of which path identifiers are offered in a direction.
func (l *Message) paths(d Direction) (out []Family) {
	for c, v := range l.Capabilities() {
		a, ok := CapabilityOf(c, v).(*AddPath)
		if !ok {
			continue
		}
		for _, f := range a.Families {
			if f.Direction&d != 0 {
				out = append(out, f.Family)
			}
		}
	}
	return out
}
