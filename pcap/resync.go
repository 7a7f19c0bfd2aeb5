package pcap

import "io"

// recover decides what a block's defect means: the end of reading, or in a lenient
// reader a move to the next sound block.
func (r *Reader) recover(e *blockError) error {
	switch {
	case e.eof:
		return r.fail(io.EOF)
	case e.fatal || !r.opts.Lenient:
		return r.fail(e.FormatError)
	}
	start := r.win.offset()
	if e.framed > 0 {
		r.win.pos += e.framed
	} else {
		r.win.pos++
		r.resyncNg()
	}
	r.skip(e.FormatError, start)
	return nil
}

// resyncNg moves to the next place that looks like a block, or to the end.
func (r *Reader) resyncNg() {
	for w := &r.win; ; w.pos++ {
		if !w.fill(blockOverhead) {
			w.pos = w.end
			return
		}
		if r.likelyBlock() {
			return
		}
	}
}

// likelyBlock reports whether a whole block of a known type is in view.
func (r *Reader) likelyBlock() bool {
	w := &r.win
	o := r.ng.section.order
	typ := BlockType(o.u32(w.have()))
	if !typ.Known() {
		return false
	}
	if typ == BlockSection {
		var ok bool
		if o, ok = sectionOrder(w.have()); !ok {
			return false
		}
	}
	n := o.u32(w.have()[4:])
	return r.badLength(n) == "" && w.fill(int(n)) && o.u32(w.have()[n-4:]) == n
}
