package pcap

import (
	"io"
	"strconv"

	"github.com/gocap-project/gocap/link"
)

// Header is the file header of a pcap capture (draft-ietf-opsawg-pcap, section 4).
type Header struct {
	Variant   Variant
	BigEndian bool
	Nano      bool // time stamps are in nanoseconds, not microseconds
	Major     uint16
	Minor     uint16
	Zone      int32  // obsolete: correction to UTC in seconds; not applied, as nobody writes it
	SigFigs   uint32 // obsolete: accuracy of time stamps
	Snaplen   uint32
	LinkType  uint16 // as the file has it, before link.FromFile
	HasFCS    bool   // FCSLen is stated
	FCSLen    uint8  // length of the FCS that ends each packet, in 16-bit words
}

// Variant is a dialect of pcap.
type Variant uint8

// Variants.
const (
	Standard  Variant = iota
	Kuznetzov         // records carry interface, protocol and packet type
	Ixia              // file header ends with the size of the records
)

type variant struct {
	variant Variant
	order   order
	nano    bool
}

// Magic numbers of pcap and its variants. libpcap reserves two more, 0xa1b234cd and
// 0xa12b3c4d (Navtel), whose formats were never published.
const (
	magicMicro     = 0xa1b2c3d4
	magicNano      = 0xa1b23c4d
	magicKuznetzov = 0xa1b2cd34
	magicIxiaHW    = 0x1c0001ac // lcap, captured by hardware: nanoseconds
	magicIxiaSW    = 0x1c0001ab // lcap, captured by software: microseconds
)

// classicVariant tells the variants of pcap by the first four bytes.
func classicVariant(h []byte) (variant, bool) {
	for _, o := range []order{little, big} {
		switch o.u32(h) {
		case magicMicro:
			return variant{Standard, o, false}, true
		case magicNano:
			return variant{Standard, o, true}, true
		case magicKuznetzov:
			return variant{Kuznetzov, o, false}, true
		case magicIxiaHW:
			return variant{Ixia, o, true}, true
		case magicIxiaSW:
			return variant{Ixia, o, false}, true
		}
	}
	return variant{}, false
}

// lengths says which of a record's two lengths comes first.
type lengths uint8

const (
	capFirst  lengths = iota // since version 2.3
	lenFirst                 // before
	eitherWay                // 2.3, which was written both ways: the smaller is the captured one
)

// classic is the state of reading pcap.
type classic struct {
	header  Header
	ifaces  [1]*Interface
	order   order
	recLen  int   // of a record's header
	unit    int64 // nanoseconds in a unit of the time stamp
	max     uint32
	lengths lengths
	last    uint32 // seconds of the last good packet
	any     bool   // there was one
}

const (
	headerLen = 24
	recordLen = 16
)

func (r *Reader) startClassic(v variant) error {
	n := headerLen
	if v.variant == Ixia {
		n += 4
	}
	if !r.win.fill(n) {
		return r.cut(r.win.offset(), "file header", len(r.win.have()), n)
	}
	c := &r.pcap
	h := parseHeader(r.win.have(), v)
	c.header, c.order = h, v.order
	if err := r.checkHeader(v.order.u32(r.win.have()[20:])); err != nil {
		return err
	}
	r.win.pos += n
	c.recLen, c.unit = recordLen, 1000
	if h.Nano {
		c.unit = 1
	}
	if v.variant == Kuznetzov {
		c.recLen = 24
	}
	c.lengths = lengthsOf(h)
	c.ifaces[0] = h.iface()
	c.max = uint32(c.ifaces[0].LinkType.MaxSnaplen())
	if r.opts.MaxRecord > 0 {
		c.max = uint32(min(r.opts.MaxRecord, 1<<30))
	}
	return nil
}

func parseHeader(b []byte, v variant) Header {
	o := v.order
	lt := o.u32(b[20:])
	return Header{
		Variant: v.variant, BigEndian: bool(o), Nano: v.nano,
		Major: o.u16(b[4:]), Minor: o.u16(b[6:]),
		Zone: int32(o.u32(b[8:])), SigFigs: o.u32(b[12:]), Snaplen: o.u32(b[16:]),
		LinkType: uint16(lt), HasFCS: lt&linkHasFCS != 0, FCSLen: uint8(lt >> 28),
	}
}

// The link-type field of the file header has the type in its low half, and above
// it reserved bits and the length of the FCS.
const (
	linkReserved = 0x03ff0000
	linkHasFCS   = 0x04000000
)

func (r *Reader) checkHeader(linkField uint32) error {
	h := r.pcap.header
	if h.Major == 543 && h.Minor == 0 { // DG/UX tcpdump
		return nil
	}
	if h.Major != 2 || h.Minor > 4 {
		return r.fault(ErrUnsupportedVersion, 0, "file header",
			"version "+strconv.Itoa(int(h.Major))+"."+strconv.Itoa(int(h.Minor))+"; 2.0 to 2.4 are known")
	}
	if linkField&linkReserved == 0 {
		return nil
	}
	e := r.fault(ErrCorrupt, 20, "file header",
		"reserved bits of the link type are not zero (0x"+strconv.FormatUint(uint64(linkField&linkReserved), 16)+")")
	if !r.opts.Lenient {
		return e
	}
	r.skip(e, r.win.offset())
	return nil
}

func lengthsOf(h Header) lengths {
	switch {
	case h.Major == 543, h.Minor < 3:
		return lenFirst
	case h.Minor == 3:
		return eitherWay
	}
	return capFirst
}

func (h Header) iface() *Interface {
	i := &Interface{LinkType: link.FromFile(h.LinkType), Snaplen: h.Snaplen, fileType: h.LinkType}
	if h.Nano {
		i.Resolution = Nano
	}
	if h.HasFCS {
		i.FCSLen = h.FCSLen * 2
	}
	i.scale = scaleOf(i.Resolution, 0)
	return i
}

// record is the header of a record.
type record struct {
	sec, frac   uint32
	caplen, len uint32
}

func (c *classic) parse(h []byte) record {
	_ = h[15]
	o := c.order
	rec := record{o.u32(h), o.u32(h[4:]), o.u32(h[8:]), o.u32(h[12:])}
	if c.lengths != capFirst && (c.lengths == lenFirst || rec.caplen > rec.len) {
		rec.caplen, rec.len = rec.len, rec.caplen
	}
	return rec
}

// nextClassic reads a record.
func (r *Reader) nextClassic() (*Packet, error) {
	c, w := &r.pcap, &r.win
	for {
		if w.end-w.pos < c.recLen && !w.fill(c.recLen) {
			if err := r.shortRecord(); err != nil {
				return nil, err
			}
			continue
		}
		rec := c.parse(w.buf[w.pos:w.end])
		n := c.recLen + int(rec.caplen)
		if rec.caplen > c.max || w.end-w.pos < n && !w.fill(n) {
			if err := r.badRecord(rec); err != nil {
				return nil, err
			}
			continue
		}
		if r.opts.Lenient && !r.leadsOn(n) {
			continue
		}
		p := &r.pkt
		h := w.buf[w.pos : w.pos+n : w.pos+n]
		p.Data = h[c.recLen:]
		p.Time = int64(rec.sec)*second + int64(rec.frac)*c.unit
		p.Len = wireLen(rec.len)
		p.Offset = w.base + int64(w.pos)
		p.Interface = c.ifaces[0]
		if c.header.Variant == Kuznetzov {
			c.kernelInfo(&p.extra, h)
		}
		w.pos += n
		r.packets++
		p.Number = r.packets
		c.last, c.any = rec.sec, true
		return p, nil
	}
}

func (c *classic) kernelInfo(e *extra, h []byte) {
	e.has = hasKernel
	e.kernel = KernelInfo{c.order.u32(h[16:]), c.order.u16(h[20:]), h[22]}
}

// shortRecord is called where no record header is left: at the end, or where the
// capture is cut within one. A nil error means that it was passed over.
func (r *Reader) shortRecord() error {
	if r.err != nil {
		return r.err
	}
	n := len(r.win.have())
	if n == 0 {
		return r.end()
	}
	e := r.cut(r.win.offset(), "header of packet record", n, r.pcap.recLen)
	if !r.opts.Lenient {
		return r.fail(e)
	}
	r.skipRest(e)
	return r.end()
}

// skipRest passes over what is in view, after which there is nothing.
func (r *Reader) skipRest(e *FormatError) {
	start := r.win.offset()
	r.win.pos = r.win.end
	r.skip(e, start)
}

// badRecord is called for a record that is too long, or longer than what is left.
// A nil error means that it was passed over.
func (r *Reader) badRecord(rec record) error {
	off := r.win.offset()
	var e *FormatError
	if rec.caplen > r.pcap.max {
		e = r.fault(ErrCorrupt, off, "packet record",
			"captured length "+utoa(rec.caplen)+" exceeds the maximum of "+utoa(r.pcap.max))
	} else {
		e = r.cut(off, "packet record", len(r.win.have()), r.pcap.recLen+int(rec.caplen))
	}
	if !r.opts.Lenient {
		return r.fail(e)
	}
	r.win.pos++
	r.resyncClassic()
	r.skip(e, off)
	return nil
}

// resyncClassic moves to the next place that looks like a record and leads to
// another or to the end of the capture; or to the end.
func (r *Reader) resyncClassic() {
	for w := &r.win; ; w.pos++ {
		if !w.fill(r.pcap.recLen) {
			w.pos = w.end
			return
		}
		if r.pcap.likely(w.have()) && r.chains(0) {
			return
		}
	}
}

// maxGap is how far apart, in seconds, the times of neighbouring records may be
// when looking for one.
const maxGap = 366 * 24 * 3600

// likely reports whether h looks like a record's header.
func (c *classic) likely(h []byte) bool {
	rec := c.parse(h)
	return c.plausible(rec) && rec.caplen > 0 && rec.caplen <= rec.len && (!c.any || near(rec.sec, c.last))
}

// plausible reports whether a sane writer could have written rec.
func (c *classic) plausible(rec record) bool {
	return rec.caplen <= c.max && int64(rec.frac)*c.unit < second && rec.len <= 1<<30
}

func near(a, b uint32) bool {
	d := int64(a) - int64(b)
	return -maxGap <= d && d <= maxGap
}

// chains reports whether the record i bytes into the view ends where the capture
// does or where another plausible record starts.
func (r *Reader) chains(i int) bool {
	c, w := &r.pcap, &r.win
	rec := c.parse(w.have()[i:])
	n := i + c.recLen + int(rec.caplen)
	if !w.fill(n) {
		return false
	}
	if !w.fill(n + c.recLen) {
		return w.err == io.EOF && w.end-w.pos == n
	}
	next := c.parse(w.have()[n:])
	return c.plausible(next) && next.caplen <= next.len && near(next.sec, rec.sec)
}

// leadsOn is a lenient reader's check that the record in view, of n bytes, is as
// long as it says. If something that is no record follows it, and records are found
// within it, its length was wrong: they are moved to, and leadsOn returns false.
// Otherwise what follows is to blame, and its turn comes next.
func (r *Reader) leadsOn(n int) bool {
	c, w := &r.pcap, &r.win
	if !w.fill(n+c.recLen) || c.plausible(c.parse(w.have()[n:])) {
		return true
	}
	for i := c.recLen; i < n; i++ {
		if c.likely(w.have()[i:]) && r.chains(i) {
			start := w.offset()
			w.pos += i
			r.skip(r.fault(ErrCorrupt, start, "packet record", "its captured length does not lead to another record"), start)
			return false
		}
	}
	return true
}
