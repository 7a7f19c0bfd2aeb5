package tcpdump

import "github.com/gocap-project/gocap/wire"

// Link types of 802.11 frames, by number.
const (
	linkWifi     = 105
	linkPrism    = 119
	linkRadioTap = 127
	linkAVS      = 163
	linkPPI      = 192
)

// wrapped reports whether link is a type of wireless frames, or of packets with a header
// of the capture's own, that can be printed.
func wrapped(link uint16) bool {
	switch link {
	case linkNFLOG, linkPKTAP, linkWPAN, linkWPANNoFCS, linkWPANTAP, linkWifi, linkPrism, linkRadioTap, linkAVS, linkPPI:
		return true
	}
	return false
}

// wifiLink prints a frame of one of these link types.
func (p *Printer) wifiLink(link uint16, b []byte, n int) int {
	switch link {
	case linkPrism:
		return p.prism(b, n)
	case linkRadioTap:
		return p.radioTap(b, n)
	case linkAVS:
		return p.avs(b, n)
	case linkPPI:
		return p.ppi(b, n)
	}
	return p.wifi(b, n, false, 0)
}

// A tapReader reads the fields of a radiotap header, which are aligned to their sizes.
type tapReader struct {
	b   []byte // the header
	off int
}

// next returns the next n bytes, aligned to align bytes, or nil if there are not so many.
func (r *tapReader) next(n, align int) []byte {
	off := (r.off + align - 1) &^ (align - 1)
	if off+n > len(r.b) {
		return nil
	}
	r.off = off + n
	return r.b[off:r.off]
}

// radioTap prints a radiotap header and the frame after it, and returns the length of
// all headers.
func (p *Printer) radioTap(b []byte, n int) int {
	p.proto = "802.11_radio"
	if len(b) < 8 {
		p.trunc()
		return len(b)
	}
	size := int(wire.Uint16LE(b, 2))
	if size < 8 {
		p.trunc()
		return len(b)
	}
	if len(b) < size {
		p.trunc()
		return len(b)
	}
	words := 1
	for wire.Uint32LE(b, 4*words)>>31 != 0 {
		if words++; 4*words+4 > size {
			p.trunc()
			return len(b)
		}
	}
	flags := p.tapWords(b[:size], words)
	fcs := 0
	if flags&wire.RadioTapFCS != 0 {
		fcs = 4
	}
	return size + p.wifi(b[size:], n-size, flags&wire.RadioTapDataPad != 0, fcs)
}

// tapWords prints the fields that the presence words announce, and returns the flags.
func (p *Printer) tapWords(b []byte, words int) (flags wire.RadioTapFlag) {
	r := tapReader{b, 4 + 4*words}
	base, vendor, size := 0, false, 0
	for i := range words {
		present := wire.Uint32LE(b, 4+4*i)
		if vendor {
			if r.next(size, 1) == nil && size > 0 {
				p.trunc()
				return flags
			}
		} else if !p.tapWord(&r, present, base, &flags) {
			return flags
		}
		switch present >> wire.RadioTapNamespace & 3 {
		case 0:
			base += 32
		case 1:
			base, vendor, size = 0, false, 0
		case 2:
			d := r.next(6, 2)
			if d == nil {
				p.trunc()
				return flags
			}
			base, vendor, size = 0, true, int(wire.Uint16LE(d, 4))
		}
	}
	return flags
}

// tapWord prints the fields of one presence word, the lowest of which has number base. It
// reports whether it is known where the next word's fields begin.
func (p *Printer) tapWord(r *tapReader, present uint32, base int, flags *wire.RadioTapFlag) bool {
	for i := range wire.RadioTapNamespace {
		if present>>i&1 == 0 {
			continue
		}
		if bit := base + int(i); bit > int(wire.RadioTapVHT) || bit == int(wire.RadioTapTXFlags) ||
			bit == int(wire.RadioTapRTSRetries) || bit == int(wire.RadioTapDataRetries) {
			p.f("[bit %u] ", uint32(bit))
			return false
		}
		size, align := i.Layout()
		switch i { // tcpdump has its own ideas of these
		case wire.RadioTapFHSS:
			align = 1
		case wire.RadioTapDBTXAtten:
			size, align = 1, 1
		}
		d := r.next(size, align)
		if d == nil {
			p.trunc()
			return false
		}
		if i == wire.RadioTapFlags {
			*flags = wire.RadioTapFlag(d[0])
		}
		p.tapField(i, d, present)
	}
	return true
}

func (p *Printer) tapField(bit wire.RadioTapBit, d []byte, present uint32) {
	x := uint32(d[0])
	if len(d) == 2 {
		x = uint32(wire.Uint16LE(d, 0))
	}
	signed := uint32(int32(int8(d[0])))
	switch bit {
	case wire.RadioTapTSFT:
		p.dec64(wire.Uint64LE(d, 0))
		p.s("us tsft ")
	case wire.RadioTapFlags:
		p.tapFlags(x)
	case wire.RadioTapRate:
		p.tapRate(x)
	case wire.RadioTapChannel:
		if present>>wire.RadioTapXChannel&1 != 0 {
			return // it says the same, and more
		}
		p.tapChannel(uint32(wire.Uint16LE(d, 0)), uint32(wire.Uint16LE(d, 2)), present)
	case wire.RadioTapXChannel:
		p.tapChannel(uint32(wire.Uint16LE(d, 4)), wire.Uint32LE(d, 0), present)
	case wire.RadioTapFHSS:
		p.f("fhset %u fhpat %u ", uint32(d[0]), uint32(d[1]))
	case wire.RadioTapDBMSignal:
		p.f("%ddBm signal ", signed)
	case wire.RadioTapDBMNoise:
		p.f("%ddBm noise ", signed)
	case wire.RadioTapLockQuality:
		p.f("%u sq ", x)
	case wire.RadioTapTXAttenuation:
		p.f("%d tx power ", uint32(-int32(int16(x))))
	case wire.RadioTapDBTXAtten:
		p.f("%ddB tx attenuation ", -signed)
	case wire.RadioTapDBMTXPower:
		p.f("%ddBm tx power ", signed)
	case wire.RadioTapAntenna:
		p.f("antenna %u ", x)
	case wire.RadioTapDBSignal:
		p.f("%udB signal ", x)
	case wire.RadioTapDBNoise:
		p.f("%udB noise ", x)
	case wire.RadioTapMCS:
		p.tapMCS(uint32(d[0]), uint32(d[1]), uint32(d[2]))
	case wire.RadioTapVHT:
		p.tapVHT(d)
	}
}

func (p *Printer) tapFlags(x uint32) {
	p.bits([]bit{{1, "cfp "}, {2, "short preamble "}, {4, "wep "}, {8, "fragmented "}, {0x40, "bad-fcs "}}, x, "", "")
}

func (p *Printer) tapRate(x uint32) {
	if x&0xf0 == 0x80 {
		p.f("MCS %u ", x&0x7f)
		return
	}
	p.halves(x)
	p.s(" Mb/s ")
}

// tapChannel prints a frequency and what is used there.
func (p *Printer) tapChannel(freq, flags, present uint32) {
	has := func(x wire.RadioTapChannelFlag) bool { return flags&uint32(x) == uint32(x) }
	narrow := ""
	if has(wire.RadioTapHalf) {
		narrow = "/10Mhz"
	} else if has(wire.RadioTapQuarter) {
		narrow = "/5Mhz"
	}
	p.f("%u MHz", freq)
	if present>>wire.RadioTapMCS&1 != 0 {
		p.s(" 11n")
	} else {
		if has(wire.RadioTap2GHz | wire.RadioTapGFSK) {
			p.s(" FHSS")
		}
		if has(wire.RadioTap5GHz | wire.RadioTapOFDM) {
			p.s(" 11a")
			p.s(narrow)
		}
		switch {
		case has(wire.RadioTap2GHz | wire.RadioTapOFDM), has(wire.RadioTap2GHz | wire.RadioTapDynamic):
			p.s(" 11g")
			p.s(narrow)
		case has(wire.RadioTap2GHz | wire.RadioTapCCK):
			p.s(" 11b")
		}
		if has(wire.RadioTapTurbo) {
			p.s(" Turbo")
		}
	}
	switch {
	case has(wire.RadioTapHT20):
		p.s(" ht/20")
	case has(wire.RadioTapHT40Down):
		p.s(" ht/40-")
	case has(wire.RadioTapHT40Up):
		p.s(" ht/40+")
	}
	p.s(" ")
}

// tapMCS prints the modulation of an HT frame.
func (p *Printer) tapMCS(known, flags, mcs uint32) {
	if known&2 != 0 {
		if rate := htRate(mcs, flags&3 == 1, flags&4 != 0); rate > 0 && known&5 != 0 {
			p.tenths(rate)
			p.s(" Mb/s ")
		}
		p.f("MCS %u ", mcs)
	}
	word := func(bit uint32, texts [2]string, which uint32) {
		if known&bit != 0 {
			p.s(texts[which&1])
		}
	}
	if known&1 != 0 {
		p.s([...]string{"20 MHz ", "40 MHz ", "20 MHz (L) ", "20 MHz (U) "}[flags&3])
	}
	word(4, [2]string{"long GI ", "short GI "}, flags>>2)
	word(8, [2]string{"mixed ", "greenfield "}, flags>>3)
	word(16, [2]string{"BCC FEC ", "LDPC FEC "}, flags>>4)
	if known&32 != 0 {
		p.f("RX-STBC%u ", flags>>5&3)
	}
}

// htRate returns the rate of an MCS in units of 100 kbit/s, or 0 if there is none.
func htRate(mcs uint32, wide, short bool) uint32 {
	if mcs == 32 && wide {
		if short {
			return 67
		}
		return 60
	}
	if mcs >= uint32(len(htRates)) {
		return 0
	}
	m := uint32(htRates[mcs])
	switch {
	case wide && short:
		return m * 150
	case wide:
		return m * 135
	case short:
		return (m*650 + 4) / 9
	}
	return m * 65
}

// tapVHT prints the modulation of a VHT frame.
func (p *Printer) tapVHT(d []byte) {
	known, flags, coding := wire.Uint16LE(d, 0), d[2], d[8]
	for i, x := range d[4:8] {
		if x&15 == 0 {
			continue
		}
		p.f("User %u MCS %u ", uint32(i), uint32(x>>4))
		if coding>>i&1 != 0 {
			p.s("LDPC FEC ")
		} else {
			p.s("BCC FEC ")
		}
	}
	if known&0x40 != 0 {
		if w := uint32(d[3] & 31); int(w) < len(vhtWidths) {
			p.s(vhtWidths[w])
			p.s(" ")
		} else {
			p.f("unknown (%u) ", w)
		}
	}
	if known&4 != 0 {
		if flags&4 != 0 {
			p.s("short GI ")
		} else {
			p.s("long GI ")
		}
	}
}

// prism prints a Prism or AVS header and the frame after it.
func (p *Printer) prism(b []byte, n int) int {
	p.proto = "prism"
	if len(b) < 4 {
		p.trunc()
		return len(b)
	}
	if magic := wire.Uint32(b, 0); magic == 0x80211001 || magic == 0x80211002 {
		return p.avs(b, n)
	}
	if len(b) < wire.PrismLen {
		p.trunc()
		return len(b)
	}
	return wire.PrismLen + p.wifi(b[wire.PrismLen:], n-wire.PrismLen, false, 0)
}

// avs prints an AVS header and the frame after it.
func (p *Printer) avs(b []byte, n int) int {
	p.proto = "802.11_radio_avs"
	if len(b) < 8 {
		p.trunc()
		return len(b)
	}
	size := wire.Uint32(b, 4)
	if uint64(size) > uint64(len(b)) {
		p.trunc()
		return len(b)
	}
	return int(size) + p.wifi(b[size:], n-int(size), false, 0)
}

// ppi prints a PPI header and what follows it, which is of any link type.
func (p *Printer) ppi(b []byte, n int) int {
	p.proto = "ppi"
	if len(b) < 8 {
		p.trunc()
		return len(b)
	}
	size, dlt := int(wire.Uint16LE(b, 2)), wire.Uint32LE(b, 4)
	if size < 8 || size > len(b) {
		p.trunc()
		return len(b)
	}
	pkt := Packet{Link: uint16(min(dlt, 0xffff)), Len: n - size, Data: b[size:]}
	known := pkt.Link != linkPPI && Supports(pkt.Link)
	if p.Link || !known {
		p.ppiHeader(b, dlt, size, n)
	}
	if !known {
		p.data(pkt.Data)
		return size
	}
	return size + p.link(pkt)
}

func (p *Printer) ppiHeader(b []byte, dlt uint32, size, n int) {
	p.f("V.%u DLT ", uint32(b[0]))
	p.s(linkName(dlt))
	p.f(" (%u) len %u, length %u: ", dlt, uint32(size), uint32(n))
}
