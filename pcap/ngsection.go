package pcap

import (
	"strconv"

	"github.com/gocap-project/gocap/link"
)

// readSection reads the Section Header Block in view, which decides on the byte
// order of what follows.
func (r *Reader) readSection() *blockError {
	w := &r.win
	off := w.offset()
	fault := func(kind error, reason string) *blockError {
		return &blockError{FormatError: r.fault(kind, off, BlockSection.String(), reason), fatal: r.ng.section == nil}
	}
	if !w.fill(sectionLen) {
		return &blockError{FormatError: r.cut(off, BlockSection.String(), len(w.have()), sectionLen), fatal: r.ng.section == nil}
	}
	h := w.have()
	o, ok := sectionOrder(h)
	if !ok {
		return fault(ErrCorrupt, "byte-order magic is 0x"+strconv.FormatUint(uint64(little.u32(h[8:])), 16))
	}
	n := o.u32(h[4:])
	if reason := r.badLength(n); reason != "" {
		return fault(ErrCorrupt, reason)
	}
	if n < sectionLen {
		return fault(ErrCorrupt, "total length "+utoa(n)+" is less than 28")
	}
	major, minor := o.u16(h[12:]), o.u16(h[14:])
	if major != 1 || minor != 0 && minor != 2 {
		return fault(ErrUnsupportedVersion, "version "+itoa(int(major))+"."+itoa(int(minor))+"; 1.0 and 1.2 are known")
	}
	if !w.fill(int(n)) {
		return &blockError{FormatError: r.cut(off, BlockSection.String(), len(w.have()), int(n)), fatal: r.ng.section == nil}
	}
	raw := w.buf[w.pos : w.pos+int(n) : w.pos+int(n)]
	if t := o.u32(raw[n-4:]); t != n {
		return fault(ErrCorrupt, lengthsDiffer(n, t))
	}
	r.beginSection(raw, o)
	return nil
}

func sectionOrder(h []byte) (order, bool) {
	switch {
	case little.u32(h[8:]) == byteOrderMagic:
		return little, true
	case big.u32(h[8:]) == byteOrderMagic:
		return big, true
	}
	return little, false
}

func (r *Reader) beginSection(raw []byte, o order) {
	if r.ng.pending {
		r.ng.pending = false
	} else {
		r.ng.section = newSection(raw, o, r.ng.sections)
		r.ng.sections++
	}
	r.ng.block = Block{Type: BlockSection, Offset: r.win.offset(), Raw: raw, Section: r.ng.section, order: o}
	r.win.pos += len(raw)
}

func newSection(raw []byte, o order, index int) *Section {
	opts := OptionList{raw[24 : len(raw)-4], o}.Clone()
	return &Section{
		Hardware: opts.String(OptSectionHardware), OS: opts.String(OptSectionOS),
		Application: opts.String(OptSectionApplication),
		Options:     opts, Major: o.u16(raw[12:]), Minor: o.u16(raw[14:]),
		Length: int64(o.u64(raw[16:])), Index: index, order: o,
	}
}

// peekLinkType looks for an interface among the next blocks, without consuming them.
func (r *Reader) peekLinkType() (link.Type, bool) {
	const limit = 1 << 20
	for i := 0; i < limit; {
		if !r.win.fill(i + blockOverhead) {
			return 0, false
		}
		h, o := r.win.have()[i:], r.ng.section.order
		switch n := o.u32(h[4:]); {
		case BlockType(o.u32(h)) == BlockInterface:
			return link.FromFile(o.u16(h[8:])), true
		case r.badLength(n) != "":
			return 0, false
		default:
			i += int(n)
		}
	}
	return 0, false
}
