package tcpdump

import "github.com/gocap-project/gocap/wire"

// wifiManagement prints the body of a management frame, which was length bytes on the
// wire, and reports whether all of it is there.
func (p *Printer) wifiManagement(f *wifiFrame, b []byte, length int) bool {
	sub := uint32(f.kind.Subtype())
	p.name(wifiSubtypes, sub, "Unhandled Management subtype(%x)")
	if f.protected {
		return p.wep(b)
	}
	switch f.kind {
	case wire.Dot11KindAssocReq:
		return p.wifiElements(b, length, 4, func(e *wifiElements) { p.wifiNetwork(e, true) })
	case wire.Dot11KindAssocResp, wire.Dot11KindReassocResp:
		return p.wifiElements(b, length, 6, func(*wifiElements) { p.wifiAssociated(b) })
	case wire.Dot11KindReassocReq:
		return p.wifiElements(b, length, 10, func(e *wifiElements) {
			p.wifiNetwork(e, false)
			p.s(" AP : ")
			p.mac(b, 4)
		})
	case wire.Dot11KindProbeReq:
		return p.wifiElements(b, length, 0, func(e *wifiElements) { p.wifiNetwork(e, true) })
	case wire.Dot11KindProbeResp, wire.Dot11KindBeacon:
		return p.wifiElements(b, length, 12, func(e *wifiElements) { p.wifiBeacon(f, e, wire.Uint16LE(b, 10)) })
	case wire.Dot11KindAuth:
		return p.wifiElements(b, length, 6, func(e *wifiElements) { p.wifiAuth(b, e) })
	case wire.Dot11KindDisassoc:
		if len(b) < 2 {
			return false
		}
		p.s(": ")
		p.wifiText(wifiReasons[:], wire.Uint16LE(b, 0), "Reserved")
	case wire.Dot11KindDeauth:
		if len(b) < 2 {
			return false
		}
		p.wifiFrom(f)
		p.wifiText(wifiReasons[:], wire.Uint16LE(b, 0), "Reserved")
	case wire.Dot11KindAction:
		return p.wifiAction(f, b)
	}
	return true
}

// wifiFrom prints who sent a frame, unless -e did.
func (p *Printer) wifiFrom(f *wifiFrame) {
	if p.Link {
		p.s(": ")
		return
	}
	p.s(" (")
	p.mac(f.addr(2), 0)
	p.s("): ")
}

// wifiText prints what x is called.
func (p *Printer) wifiText(names []string, x uint16, beyond string) {
	switch {
	case int(x) >= len(names):
		p.s(beyond)
	case names[x] == "":
		p.s("Reserved")
	default:
		p.s(names[x])
	}
}

func (p *Printer) wifiAction(f *wifiFrame, b []byte) bool {
	if len(b) < 2 {
		return false
	}
	p.wifiFrom(f)
	category, action := uint32(b[0]), uint32(b[1])
	p.name(wifiCategories, category, "Reserved(%u) ")
	p.name(wifiActions[category], action, "Act#%u")
	return true
}

// wifiElements is what is printed of a frame's elements. What is nil is missing.
type wifiElements struct {
	ssid, rates, channel, challenge, mesh []byte
}

// The longest elements that are believed.
const (
	maxSSID      = 32
	maxRates     = 16
	maxChallenge = 253
	maxTIM       = 251 + 3
)

// wifiElements reads the elements after n bytes of b, which was length bytes on the
// wire, has print print, and reports whether all is there.
func (p *Printer) wifiElements(b []byte, length, n int, print func(*wifiElements)) bool {
	if len(b) < n {
		return false
	}
	var e wifiElements
	whole := e.read(b[n:]) && len(b) >= length
	print(&e)
	return whole
}

// read reads elements, and reports whether they are well formed to the end.
func (e *wifiElements) read(b []byte) bool {
	for len(b) > 0 {
		if len(b) < 2 || len(b) < 2+int(b[1]) {
			return false
		}
		d := b[2 : 2+int(b[1])]
		if !e.element(wire.Dot11ElementID(b[0]), d) {
			return false
		}
		b = b[2+len(d):]
	}
	return true
}

// element notes an element, and reports whether it can be one.
func (e *wifiElements) element(id wire.Dot11ElementID, d []byte) bool {
	n := len(d)
	switch id {
	case wire.Dot11ElemSSID:
		return n <= maxSSID && set(&e.ssid, d)
	case wire.Dot11ElemChallengeText:
		return n <= maxChallenge && set(&e.challenge, d)
	case wire.Dot11ElemSupportedRates:
		return n <= maxRates && (n == 0 || set(&e.rates, d))
	case wire.Dot11ElemDSSS:
		return n != 1 || set(&e.channel, d)
	case wire.Dot11ElemTIM:
		return n <= maxTIM
	case wire.Dot11ElemMeshID:
		return n <= maxSSID && set(&e.mesh, d)
	}
	return true
}

// set sets *to, unless that was done, and returns true.
func set(to *[]byte, d []byte) bool {
	if *to == nil {
		*to = append([]byte{}, d...)[:len(d):len(d)]
	}
	return true
}

// wifiNetwork prints the name of a network, and the rates.
func (p *Printer) wifiNetwork(e *wifiElements, withRates bool) {
	if e.ssid != nil {
		p.s(" (")
		p.textz(e.ssid, 0, len(e.ssid))
		p.s(")")
	}
	if e.rates == nil || !withRates {
		return
	}
	p.s(" [")
	for i, r := range e.rates {
		if i > 0 {
			p.s(" ")
		}
		p.halves(uint32(r & 0x7f))
		if r&0x80 != 0 {
			p.s("*")
		}
	}
	p.s(" Mbit]")
}

// halves prints x/2 with one decimal.
func (p *Printer) halves(x uint32) { p.f("%u.%u", x/2, x%2*5) }

// wifiBeacon prints a beacon or a probe response.
func (p *Printer) wifiBeacon(f *wifiFrame, e *wifiElements, capability uint16) {
	p.wifiNetwork(e, true)
	if f.kind == wire.Dot11KindBeacon {
		if wire.Dot11Capability(capability)&wire.Dot11ESS != 0 {
			p.s(" ESS")
		} else {
			p.s(" IBSS")
		}
	}
	if e.channel != nil {
		p.f(" CH: %u", uint32(e.channel[0]))
	}
	if wire.Dot11Capability(capability)&wire.Dot11Privacy != 0 {
		p.s(", PRIVACY")
	}
	if e.mesh != nil {
		p.s(" (MESHID: ")
		p.textz(e.mesh, 0, len(e.mesh))
		p.s(")")
	}
}

// wifiAssociated prints an association response.
func (p *Printer) wifiAssociated(b []byte) {
	p.f(" AID(%x) :", uint32(wire.Uint16LE(b, 4))&0x3fff)
	if wire.Dot11Capability(wire.Uint16LE(b, 0))&wire.Dot11Privacy != 0 {
		p.s(" PRIVACY ")
	}
	p.s(": ")
	p.wifiText(wifiStatuses[:], wire.Uint16LE(b, 2), "n/a")
}

// wifiAuth prints an authentication.
func (p *Printer) wifiAuth(b []byte, e *wifiElements) {
	alg, seq := uint32(wire.Uint16LE(b, 0)), uint32(wire.Uint16LE(b, 2))
	p.s(" (")
	p.name(wifiAlgorithms, alg, "Reserved")
	p.f(")-%x", seq)
	switch {
	case alg == 1 && (seq == 2 || seq == 3):
		if e.challenge != nil {
			p.s(" [Challenge Text]")
		}
	default:
		p.s(":")
	}
	p.s(" ")
	if seq%2 == 1 {
		p.wifiText(wifiStatuses[:], wire.Uint16LE(b, 4), "n/a")
	}
}
