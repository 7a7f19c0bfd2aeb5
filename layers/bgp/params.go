package bgp

import (
	"encoding/hex"

	"github.com/gocap-project/gocap/internal/coder"
	"github.com/gocap-project/gocap/wire"
)

// Params is the optional parameters of an open message in wire form. RFC 4271 §4.2. The
// zero value has none. [Message.AddCapability] adds to them.
type Params []byte

// String returns the parameters as "multiprotocol IPv4 unicast, route refresh". Lengths
// have 2 bytes if that and not 1 gives parameters that fit.
func (p Params) String() string {
	o := wire.BGPParams(p)
	long := len(o.Rest(false)) > 0 && len(o.Rest(true)) == 0
	var b []byte
	add := func(s string) {
		if len(b) > 0 {
			b = append(b, ", "...)
		}
		b = append(b, s...)
	}
	for t, v := range o.All(long) {
		if t != wire.BGPParamCapabilities {
			add(t.String() + " " + hex.EncodeToString(v))
			continue
		}
		for c, d := range wire.BGPCapabilities(v).All() {
			s := c.String()
			if x := CapabilityOf(c, d).String(); x != "" {
				s += " " + x
			}
			add(s)
		}
		b = coder.AppendRest(b, wire.BGPCapabilities(v).Rest())
	}
	return string(coder.AppendRest(b, o.Rest(long)))
}
