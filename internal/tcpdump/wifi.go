package tcpdump

import "github.com/gocap-project/gocap/wire"

// A wifiFrame is what the printers of an 802.11 frame need of its header.
type wifiFrame struct {
	b         []byte // the frame
	kind      wire.Dot11Kind
	flags     byte
	protected bool
}

// addr returns address i, from 1 on.
func (f *wifiFrame) addr(i int) []byte {
	if off := 6*i - 2; i < 4 && len(f.b) >= off+6 {
		return f.b[off : off+6]
	}
	return skip(f.b, 24)[:6]
}

// hdr returns the length of the header, or 0 if the kind of frame is not known.
func (f *wifiFrame) hdr() int {
	switch k := f.kind; {
	case k.Type() == wire.Dot11Extension, k.Type() == wire.Dot11Control && k.Subtype() < 7:
		return 0
	case k == wire.Dot11KindControlWrapper:
		return 16
	case k == wire.Dot11KindBlockAck:
		return 10
	case k == wire.Dot11KindBlockAckReq:
		return 20
	case k.Type() == wire.Dot11Management:
		return 24
	case k.Type() == wire.Dot11Data && !k.QoS():
		return wire.Dot11LayoutOf(f.b[0], f.b[1]&^0x80).Len()
	}
	return wire.Dot11LayoutOf(f.b[0], f.b[1]).Len()
}

// wifi prints an 802.11 frame, of which the last fcs bytes are its check sequence; its
// header may be padded. It returns the length of all headers up to the payload.
func (p *Printer) wifi(b []byte, n int, padded bool, fcs int) int {
	p.proto = "802.11"
	b = snap(b, n)
	if n < fcs {
		p.trunc()
		return len(b)
	}
	n -= fcs
	if b = snap(b, n); len(b) < 2 {
		p.trunc()
		return len(b)
	}
	f := wifiFrame{b: b, kind: wire.Dot11LayoutOf(b[0], b[1]).Kind, flags: b[1], protected: b[1]&0x40 != 0}
	hdr := f.hdr()
	if hdr == 0 {
		p.wifiUnknown(&f)
	}
	if padded {
		hdr = (hdr + 3) &^ 3
	}
	if len(b) < hdr {
		p.trunc()
		return hdr
	}
	if p.Link {
		p.wifiHeader(&f)
	}
	return hdr + p.wifiBody(&f, b[hdr:], n-hdr)
}

func (p *Printer) wifiUnknown(f *wifiFrame) {
	if f.kind.Type() == wire.Dot11Control {
		p.f("unknown 802.11 ctrl frame subtype (%u)", uint32(f.kind.Subtype()))
		return
	}
	p.f("unknown 802.11 frame type (%u)", uint32(f.kind.Type()))
}

// wifiBody prints what is after the header, n bytes, and returns the length of further
// headers.
func (p *Printer) wifiBody(f *wifiFrame, b []byte, n int) int {
	switch f.kind.Type() {
	case wire.Dot11Management:
		if !p.wifiManagement(f, b, n) {
			p.proto = "802.11"
			p.trunc()
		}
	case wire.Dot11Control:
		if f.hdr() > 0 {
			p.wifiControl(f)
		}
	case wire.Dot11Data:
		return p.wifiData(f, b, n)
	}
	return 0
}

// wifiData prints the payload of a data frame, and returns the length of its LLC header.
func (p *Printer) wifiData(f *wifiFrame, b []byte, n int) int {
	if !f.kind.HasData() {
		return 0
	}
	if f.protected {
		p.s("Data")
		if !p.wep(b) {
			p.trunc()
		}
		return 0
	}
	dst, src := f.addr(1), f.addr(2)
	switch f.flags & 3 {
	case 1:
		dst = f.addr(3)
	case 2:
		src = f.addr(3)
	case 3:
		dst, src = f.addr(3), f.addr(4)
	}
	var ends [12]byte
	copy(ends[:], dst)
	copy(ends[6:], src)
	hl, ok := p.llc(b, n, frame{ends[:]})
	if !ok {
		p.data(b)
	}
	return hl
}

// wep prints the header of an encrypted body, and reports whether it is there.
func (p *Printer) wep(b []byte) bool {
	if len(b) < 4 {
		return false
	}
	iv := wire.Uint32LE(b, 0)
	p.f(" IV:%3x Pad %x KeyID %x", iv&0xffffff, iv>>24&0x3f, iv>>30)
	return true
}

// wifiFlags are the flags of a frame control field in the order they are printed in.
var wifiFlags = [...]struct {
	mask byte
	text string
}{{0x20, "More Data "}, {0x04, "More Fragments "}, {0x10, "Pwr Mgmt "}, {0x08, "Retry "}, {0x80, "Strictly Ordered "}, {0x40, "Protected "}}

// wifiHeader prints the header, for -e.
func (p *Printer) wifiHeader(f *wifiFrame) {
	if f.hdr() == 0 {
		return
	}
	if p.Verbose > 0 {
		for _, x := range wifiFlags {
			switch {
			case f.flags&x.mask == 0:
			case x.mask == 0x80 && f.kind.QoS():
				p.s("+HTC ")
			default:
				p.s(x.text)
			}
		}
		if f.kind != wire.Dot11KindPSPoll {
			p.f("%uus ", uint32(wire.Uint16LE(f.b, 2)))
		}
	}
	switch f.kind.Type() {
	case wire.Dot11Management:
		p.wifiAddrs(f, "BSSID:", 3, "DA:", 1, "SA:", 2)
	case wire.Dot11Control:
		p.wifiControlHeader(f)
	case wire.Dot11Data:
		p.wifiDataHeader(f)
	}
}

// wifiAddrs prints addresses with what they are of.
func (p *Printer) wifiAddrs(f *wifiFrame, pairs ...any) {
	for i := 0; i+1 < len(pairs); i += 2 {
		p.wifiAddr(f, pairs[i].(string), pairs[i+1].(int))
	}
}

func (p *Printer) wifiAddr(f *wifiFrame, of string, i int) {
	p.s(of)
	p.mac(f.addr(i), 0)
	p.s(" ")
}

func (p *Printer) wifiControlHeader(f *wifiFrame) {
	switch f.kind {
	case wire.Dot11KindBlockAckReq:
		p.wifiBAR(f)
	case wire.Dot11KindPSPoll:
		p.wifiAddrs(f, "BSSID:", 1, "TA:", 2)
	case wire.Dot11KindRTS:
		p.wifiAddrs(f, "RA:", 1, "TA:", 2)
	case wire.Dot11KindBlockAck, wire.Dot11KindCTS, wire.Dot11KindAck:
		p.wifiAddr(f, "RA:", 1)
	case wire.Dot11KindCFEnd, wire.Dot11KindCFEndAck:
		p.wifiAddrs(f, "RA:", 1, "BSSID:", 2)
	}
}

func (p *Printer) wifiBAR(f *wifiFrame) {
	p.s(" ")
	p.wifiAddrs(f, "RA:", 1, "TA:", 2)
	p.f("CTL(%x) SEQ(%u) ", uint32(wire.Uint16LE(f.b, 16)), uint32(wire.Uint16LE(f.b, 18)))
}

func (p *Printer) wifiDataHeader(f *wifiFrame) {
	sub := f.kind.Subtype()
	if sub&(1|2|8) != 0 {
		p.s("CF ")
		switch sub & 3 {
		case 1:
			p.s("Ack")
		case 2:
			p.s("Poll")
		case 3:
			p.s("Ack/Poll")
		}
		if sub&8 != 0 {
			p.s("+QoS")
		}
		p.s(" ")
	}
	switch f.flags & 3 {
	case 0:
		p.wifiAddrs(f, "DA:", 1, "SA:", 2, "BSSID:", 3)
	case 1:
		p.wifiAddrs(f, "BSSID:", 1, "SA:", 2, "DA:", 3)
	case 2:
		p.wifiAddrs(f, "DA:", 1, "BSSID:", 2, "SA:", 3)
	case 3:
		p.wifiAddrs(f, "RA:", 1, "TA:", 2, "DA:", 3, "SA:", 4)
	}
}

// wifiControl prints a control frame.
func (p *Printer) wifiControl(f *wifiFrame) {
	p.name(wifiControls, uint32(f.kind.Subtype()), "")
	if f.kind == wire.Dot11KindPSPoll {
		p.f(" AID(%x)", uint32(wire.Uint16LE(f.b, 2)))
	}
	if p.Link {
		return
	}
	switch f.kind {
	case wire.Dot11KindBlockAckReq:
		p.wifiBAR(f)
	case wire.Dot11KindRTS:
		p.wifiAddr(f, " TA:", 2)
	case wire.Dot11KindBlockAck, wire.Dot11KindCTS, wire.Dot11KindAck, wire.Dot11KindCFEnd, wire.Dot11KindCFEndAck:
		p.wifiAddr(f, " RA:", 1)
	}
}
