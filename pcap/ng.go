package pcap

import (
	"errors"
	"io"
	"math"
	"strconv"

	"github.com/gocap-project/gocap/link"
)

const (
	byteOrderMagic = 0x1a2b3c4d
	blockOverhead  = 12       // type and two lengths
	sectionLen     = 28       // of a Section Header Block without options
	maxBlock       = 16 << 20 // what libpcap takes for the largest block
	maxInterfaces  = 1 << 20  // in a section: more is an attack
)

// sectionState is the state of reading pcapng.
type sectionState struct {
	section  *Section
	sections int
	maxBlock int
	block    Block
	pending  bool // section is known, its block in view not yet given out
}

func (r *Reader) startNg() error {
	r.ng.maxBlock = max(maxBlock, r.opts.MaxRecord+1<<16, link.DBus.MaxSnaplen()+1<<16)
	if r.opts.MaxBlock > 0 {
		r.ng.maxBlock = r.opts.MaxBlock
	}
	if e := r.readSection(); e != nil {
		return e.FormatError
	}
	// The section is known now, but NextBlock is to give its block out.
	r.win.pos -= len(r.ng.block.Raw)
	r.ng.pending = true
	return nil
}

// NextBlock returns the next block of a pcapng capture, packets included, valid
// until the next call. At the end the error is io.EOF, for a pcap capture ErrNotNg.
// Next and NextBlock may be mixed.
func (r *Reader) NextBlock() (*Block, error) {
	if r.format != Pcapng {
		return nil, ErrNotNg
	}
	if r.err != nil {
		return nil, r.err
	}
	for {
		e := r.step()
		if e == nil {
			return &r.ng.block, nil
		}
		if err := r.recover(e); err != nil {
			return nil, err
		}
	}
}

// nextNg reads blocks until one is a packet.
func (r *Reader) nextNg() (*Packet, error) {
	if r.err != nil {
		return nil, r.err
	}
	for {
		if p := r.enhanced(); p != nil {
			return p, nil
		}
		b, err := r.NextBlock()
		if err != nil {
			return nil, err
		}
		if b.Packet != nil {
			return b.Packet, nil
		}
		if r.opts.OnBlock != nil {
			if err := r.opts.OnBlock(b); err != nil {
				return nil, r.fail(err)
			}
		}
	}
}

// enhanced reads an Enhanced Packet Block if one is wholly in view and sound; nil
// means that the long way has to be gone, which says what is wrong if anything is.
func (r *Reader) enhanced() *Packet {
	w, s := &r.win, r.ng.section
	if w.end-w.pos < 32 || s == nil {
		return nil
	}
	h, o := w.buf[w.pos:w.end], s.order
	n := o.u32(h[4:])
	if o.u32(h) != uint32(BlockPacket) || n > uint32(len(h)) || n < 32 || n%4 != 0 || int(n) > r.ng.maxBlock || o.u32(h[n-4:]) != n {
		return nil
	}
	h = h[:n-4]
	id, caplen := o.u32(h[8:]), o.u32(h[20:])
	if uint64(id) >= uint64(len(s.interfaces)) || caplen > n-32 {
		return nil
	}
	i := s.interfaces[id]
	if int(caplen) > r.maxPacket(i) {
		return nil
	}
	r.setPacket(i, uint64(o.u32(h[12:]))<<32|uint64(o.u32(h[16:])), h[28:], int(caplen), wireLen(o.u32(h[24:])))
	r.pkt.Offset = w.base + int64(w.pos)
	w.pos += int(n)
	return &r.pkt
}

// setPacket fills in the packet of a block; rest is data, padding and options.
func (r *Reader) setPacket(i *Interface, ticks uint64, rest []byte, caplen, wireLen int) {
	p := &r.pkt
	p.Data = rest[:caplen:caplen]
	p.Time = i.scale.nanos(ticks)
	p.Len = wireLen
	r.packets++
	p.Number = r.packets
	p.Interface = i
	p.Options = OptionList{rest[min(pad4(caplen), len(rest)):], i.SectionInfo.order}
	p.extra.has = 0
}

// wireLen is n as an int, clipped where ints have 32 bits.
func wireLen(n uint32) int { return int(min(uint64(n), math.MaxInt)) }

func (r *Reader) maxPacket(i *Interface) int {
	if r.opts.MaxRecord > 0 {
		return r.opts.MaxRecord
	}
	return i.maxPacket
}

// A blockError is what is wrong with a block, and how far the reader may move on.
type blockError struct {
	*FormatError
	framed int  // the block's length, if that can be trusted
	fatal  bool // not to be passed over
	eof    bool // nothing is wrong: the capture ends here
}

// step reads one block into r.ng.block.
func (r *Reader) step() *blockError {
	raw, typ, e := r.frame()
	if e != nil {
		return e
	}
	if typ == BlockSection {
		return r.readSection()
	}
	b := &r.ng.block
	*b = Block{Type: typ, Offset: r.win.offset(), Raw: raw, Section: r.ng.section, order: r.ng.section.order}
	if reason := r.decode(b); reason != "" {
		return &blockError{FormatError: r.fault(ErrCorrupt, b.Offset, typ.String(), reason), framed: len(raw)}
	}
	r.win.pos += len(raw)
	return nil
}

// frame brings the next block into view, its lengths checked. A Section Header
// Block is left to readSection.
func (r *Reader) frame() ([]byte, BlockType, *blockError) {
	w := &r.win
	off := w.offset()
	if !w.fill(blockOverhead) {
		if w.end == w.pos && w.err == io.EOF {
			return nil, 0, &blockError{eof: true}
		}
		if w.end == w.pos {
			return nil, 0, &blockError{FormatError: r.sourceFailed().(*FormatError), fatal: true}
		}
		return nil, 0, &blockError{FormatError: r.cut(off, "block", len(w.have()), blockOverhead)}
	}
	o := r.ng.section.order
	typ, n := BlockType(o.u32(w.have())), o.u32(w.have()[4:])
	if typ == BlockSection {
		return nil, typ, nil
	}
	if reason := r.badLength(n); reason != "" {
		return nil, 0, &blockError{FormatError: r.fault(ErrCorrupt, off, typ.String(), reason)}
	}
	if !w.fill(int(n)) {
		return nil, 0, &blockError{FormatError: r.cut(off, typ.String(), len(w.have()), int(n))}
	}
	raw := w.buf[w.pos : w.pos+int(n) : w.pos+int(n)]
	if t := o.u32(raw[n-4:]); t != n {
		return nil, 0, &blockError{FormatError: r.fault(ErrCorrupt, off, typ.String(), lengthsDiffer(n, t))}
	}
	return raw, typ, nil
}

func lengthsDiffer(head, tail uint32) string {
	return "total length is " + utoa(head) + " at its start, but " + utoa(tail) + " at its end"
}

func (r *Reader) badLength(n uint32) string {
	switch {
	case n < blockOverhead:
		return "total length " + utoa(n) + " is less than 12"
	case n%4 != 0:
		return "total length " + utoa(n) + " is not a multiple of 4"
	case uint64(n) > uint64(r.ng.maxBlock):
		return "total length " + utoa(n) + " exceeds the maximum of " + itoa(r.ng.maxBlock)
	}
	return ""
}

// decode interprets the blocks that change the reader's state or are packets. It
// returns what is wrong, "" if nothing.
func (r *Reader) decode(b *Block) string {
	switch b.Type {
	case BlockInterface:
		return r.decodeInterface(b)
	case BlockPacket:
		return r.decodePacket(b, 20)
	case BlockOldPacket:
		return r.decodePacket(b, 20)
	case BlockSimplePacket:
		return r.decodeSimple(b)
	case BlockStatistics:
		if body := b.Body(); len(body) >= 4 {
			if id := b.order.u32(body); uint64(id) < uint64(len(b.Section.interfaces)) {
				b.Interface = b.Section.interfaces[id]
			}
		}
	}
	return ""
}

func (r *Reader) decodeInterface(b *Block) string {
	body, s := b.Body(), b.Section
	if len(body) < 8 {
		return "too short for an interface description"
	}
	if len(s.interfaces) >= maxInterfaces {
		return "more than " + itoa(maxInterfaces) + " interfaces in a section"
	}
	i := &Interface{
		fileType: b.order.u16(body), Snaplen: b.order.u32(body[4:]),
		Options: OptionList{body[8:], b.order}.Clone(),
		Index:   len(s.interfaces), Section: s.Index, SectionInfo: s,
	}
	if err := i.Options.Check(); err != nil && !r.opts.Lenient {
		return "its options are not well-formed"
	}
	i.LinkType = link.FromFile(i.fileType)
	i.maxPacket = i.LinkType.MaxSnaplen()
	i.fill()
	s.interfaces = append(s.interfaces, i)
	b.Interface = i
	return ""
}

// decodePacket decodes an Enhanced Packet Block, or a Packet Block, which has the
// same layout but for the interface's number.
func (r *Reader) decodePacket(b *Block, fixed int) string {
	body, o := b.Body(), b.order
	if len(body) < fixed {
		return "too short for a packet"
	}
	id := o.u32(body)
	if b.Type == BlockOldPacket {
		id = uint32(o.u16(body))
	}
	if uint64(id) >= uint64(len(b.Section.interfaces)) {
		return "interface " + utoa(id) + " has not been described"
	}
	i := b.Section.interfaces[id]
	caplen := o.u32(body[12:])
	if reason := r.badCaplen(i, caplen, len(body)-fixed); reason != "" {
		return reason
	}
	r.setPacket(i, b.ticks(body[4:]), body[fixed:], int(caplen), wireLen(o.u32(body[16:])))
	if b.Type == BlockOldPacket {
		if d := o.u16(body[2:]); d != 0xffff { // 0xffff: not known
			r.pkt.extra.has, r.pkt.extra.drops = hasDrops, d
		}
	}
	r.pkt.Offset = b.Offset
	b.Packet, b.Interface = &r.pkt, i
	return ""
}

func (r *Reader) badCaplen(i *Interface, caplen uint32, room int) string {
	switch {
	case uint64(caplen) > uint64(room):
		return "captured length " + utoa(caplen) + " exceeds the " + itoa(room) + " bytes left in the block"
	case uint64(caplen) > uint64(r.maxPacket(i)):
		return "captured length " + utoa(caplen) + " exceeds the maximum of " + itoa(r.maxPacket(i))
	}
	return ""
}

// decodeSimple decodes a Simple Packet Block, whose captured length is implied: the
// packet's, or the snapshot length if that is less.
func (r *Reader) decodeSimple(b *Block) string {
	body := b.Body()
	if len(body) < 4 {
		return "too short for a packet"
	}
	if len(b.Section.interfaces) == 0 {
		return "no interface has been described"
	}
	i := b.Section.interfaces[0]
	n := b.order.u32(body)
	caplen := n
	if i.Snaplen > 0 {
		caplen = min(n, i.Snaplen)
	}
	if reason := r.badCaplen(i, caplen, len(body)-4); reason != "" {
		return reason
	}
	r.setPacket(i, 0, body[4:], int(caplen), wireLen(n))
	r.pkt.Time, r.pkt.Options, r.pkt.Offset = 0, OptionList{}, b.Offset
	b.Packet, b.Interface = &r.pkt, i
	return ""
}

// Err returns the error that ended reading, nil if it has not ended or ended with
// the capture.
func (r *Reader) Err() error {
	if errors.Is(r.err, io.EOF) && !errors.As(r.err, new(*FormatError)) {
		return nil
	}
	return r.err
}

func itoa(n int) string    { return strconv.Itoa(n) }
func utoa(n uint32) string { return strconv.FormatUint(uint64(n), 10) }
