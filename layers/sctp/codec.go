package sctp

import (
	"net/netip"

	"github.com/gocap-project/gocap/internal/coder"
	"github.com/gocap-project/gocap/wire"
)

// addrParam handles an address parameter.
func addrParam(c *coder.Coder, a *netip.Addr) {
	switch {
	case c.Reading():
		t, data := wire.SCTPParamType(c.Number("", 0, 2)), c.Number("", 0, 2)
		if six := t == wire.SCTPParamIPv6Address; six && data == 20 || t == wire.SCTPParamIPv4Address && data == 8 {
			c.Addr(a, six)
			return
		}
		c.Fail()
	case c.Writing():
		if six := a.Is6() && !a.Is4In6(); six {
			c.Write(0, byte(wire.SCTPParamIPv6Address), 0, 20)
			c.Addr(a, true)
		} else {
			c.Write(0, byte(wire.SCTPParamIPv4Address), 0, 8)
			c.Addr(a, false)
		}
	case c.Printing():
		c.Addr(a, false)
	}
}

// params and causes handle the rest.
func paramsTo(c *coder.Coder, p *Params) {
	if c.Printing() {
		c.Word(coder.Bracketed(p.String()))
		return
	}
	c.Hex("", (*[]byte)(p))
}

func causesTo(c *coder.Coder, p *Causes) {
	if c.Printing() {
		c.Word(coder.Bracketed(p.String()))
		return
	}
	c.Hex("", (*[]byte)(p))
}
