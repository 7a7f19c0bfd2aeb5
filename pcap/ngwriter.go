package pcap

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"

	"github.com/gocap-project/gocap/link"
)

// NgOptions are the choices in writing a pcapng file.
type NgOptions struct {
	Order   binary.ByteOrder // nil is little-endian
	Section Section          // of the first section: what the program wants to say of itself

	// LinkType, Snaplen and Resolution are those of the interface that is made for
	// packets without one, if no interface was added.
	LinkType   link.Type
	Snaplen    uint32
	Resolution Resolution
}

// An NgWriter writes a pcapng file. Packets and blocks are buffered until Flush or
// Close. After an error of the destination nothing more is written, and every later
// call returns it.
type NgWriter struct {
	out     output
	opts    NgOptions
	order   order
	section *Section
	known   map[*Interface]*Interface // interfaces of others -> ours
	last    [2]*Interface             // the pair used last
	plain   *Interface                // for packets without an interface, once there is one
	scratch []byte
}

// NewNgWriter returns an NgWriter on dst, which Close does not close. It starts
// the first section.
func NewNgWriter(dst io.Writer, o NgOptions) (*NgWriter, error) {
	w := newNgWriter(dst, o)
	if err := w.StartSection(o.Section, o.Order); err != nil {
		return nil, err
	}
	return w, nil
}

func newNgWriter(dst io.Writer, o NgOptions) *NgWriter {
	w := &NgWriter{opts: o}
	w.out.init(dst)
	return w
}

// CreateNg creates a pcapng file, or takes standard output for "-". Close closes it.
func CreateNg(path string, o NgOptions) (*NgWriter, error) {
	f, err := createFile(path)
	if err != nil {
		return nil, err
	}
	w, err := NewNgWriter(f, o)
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	w.out.closer = f
	return w, nil
}

// Size returns the number of bytes written to the file, those in the buffer included.
func (w *NgWriter) Size() int64 { return w.out.size() }

// Flush writes what is buffered.
func (w *NgWriter) Flush() error { return w.out.flush() }

// Close flushes, and closes the file if [CreateNg] or [AppendNg] opened it.
func (w *NgWriter) Close() error { return w.out.close() }

// Section returns the current section.
func (w *NgWriter) Section() *Section { return w.section }

// StartSection starts a section, in the given byte order (nil: little-endian). The
// interfaces of earlier sections are forgotten.
func (w *NgWriter) StartSection(s Section, o binary.ByteOrder) error {
	if w.out.err != nil {
		return w.out.err
	}
	index := 0
	if w.section != nil {
		index = w.section.Index + 1
	}
	if s.Major == 0 {
		s.Major, s.Minor = 1, 0
	}
	s.interfaces, s.Index, s.order = nil, index, orderOf(o)
	w.enter(&s)
	opts := OptionList{order: w.order}
	opts.addText(OptSectionHardware, s.Hardware)
	opts.addText(OptSectionOS, s.OS)
	opts.addText(OptSectionApplication, s.Application)
	opts.addOthers(s.Options, sectionField, BlockSection)
	b := w.order.put32(nil, byteOrderMagic)
	b = w.order.put16(b, s.Major)
	b = w.order.put16(b, s.Minor)
	b = w.order.put64(b, math.MaxUint64) // a stream's length is not known
	return w.block(BlockSection, b, opts.finish())
}

func (w *NgWriter) enter(s *Section) {
	w.section, w.order = s, s.order
	w.known, w.last = make(map[*Interface]*Interface), [2]*Interface{}
	w.plain = nil
}

// addText appends a text option unless it is empty.
func (l *OptionList) addText(code uint16, s string) {
	if s != "" {
		l.AddString(code, s)
	}
}

// addOthers appends the options of from that have no field, numbers in them turned
// into l's byte order.
func (l *OptionList) addOthers(from OptionList, field func(uint16) bool, t BlockType) {
	for code, v := range from.All() {
		if !field(code) {
			l.Add(code, reorder(t, code, v, from.order, l.order))
		}
	}
}

func noField(uint16) bool { return false }

// finish ends a list that is not empty.
func (l *OptionList) finish() []byte {
	if len(l.wire) > 0 {
		l.wire = append(l.wire, zeros[:]...) // opt_endofopt
	}
	return l.wire
}

// block writes a block from two parts of its body, the first padded already.
func (w *NgWriter) block(t BlockType, body, more []byte) error {
	n := blockOverhead + pad4(len(body)+len(more))
	if int64(len(body))+int64(len(more)) > math.MaxInt32-64 {
		return fmt.Errorf("%v of %d bytes: %w", t, n, ErrTooLong)
	}
	b := w.out.reserve(8)
	b = w.order.put32(b, uint32(t))
	w.out.buf = w.order.put32(b, uint32(n))
	w.out.write(body)
	w.out.write(more)
	w.out.write(zeros[:n-blockOverhead-len(body)-len(more)])
	w.out.buf = w.order.put32(w.out.reserve(4), uint32(n))
	return w.out.err
}

// AddInterface describes an interface and returns what packets may refer to it by:
// Packet.Interface. A reader's Interface may be given.
func (w *NgWriter) AddInterface(i Interface) (*Interface, error) {
	if w.out.err != nil {
		return nil, w.out.err
	}
	if len(w.section.interfaces) >= maxInterfaces {
		return nil, fmt.Errorf("more than %d interfaces in a section", maxInterfaces)
	}
	i.Index, i.Section, i.SectionInfo = len(w.section.interfaces), w.section.Index, w.section
	i.scale = scaleOf(i.Resolution, i.TimeOffset)
	i.fileType, i.maxPacket = uint16(i.LinkType), i.LinkType.MaxSnaplen()
	opts := w.interfaceOptions(&i)
	b := w.order.put16(nil, uint16(i.LinkType))
	b = w.order.put16(b, 0)
	b = w.order.put32(b, i.Snaplen)
	if err := w.block(BlockInterface, b, opts.finish()); err != nil {
		return nil, err
	}
	w.section.interfaces = append(w.section.interfaces, &i)
	return &i, nil
}

func (w *NgWriter) interfaceOptions(i *Interface) OptionList {
	opts := OptionList{order: w.order}
	opts.addText(OptInterfaceName, i.Name)
	opts.addText(OptInterfaceDescription, i.Description)
	if i.Resolution != Micro {
		opts.AddUint8(OptInterfaceResolution, i.Resolution.Wire())
	}
	if i.Filter != "" {
		opts.AddString(OptInterfaceFilter, "\x00"+i.Filter)
	} else if v, ok := i.Options.Value(OptInterfaceFilter); ok {
		opts.Add(OptInterfaceFilter, v) // byte code
	}
	opts.addText(OptInterfaceOS, i.OS)
	if i.FCSLen > 0 {
		opts.AddUint8(OptInterfaceFCSLen, i.FCSLen)
	}
	if i.TimeOffset != 0 {
		opts.AddUint64(OptInterfaceTimeOffset, uint64(i.TimeOffset))
	}
	opts.addText(OptInterfaceHardware, i.Hardware)
	opts.addOthers(i.Options, interfaceField, BlockInterface)
	return opts
}

// ours returns the section's interface for a packet's. One that comes from
// elsewhere is added when it is first seen.
func (w *NgWriter) ours(i *Interface) (*Interface, error) {
	switch {
	case i == nil && w.plain != nil:
		return w.plain, nil
	case i == nil:
		return w.addPlain()
	case i.SectionInfo == w.section:
		return i, nil
	case w.last[0] == i:
		return w.last[1], nil
	}
	o, ok := w.known[i]
	if !ok {
		var err error
		if o, err = w.AddInterface(*i); err != nil {
			return nil, err
		}
		w.known[i] = o
	}
	w.last = [2]*Interface{i, o}
	return o, nil
}

// addPlain finds or makes the interface for packets without one.
func (w *NgWriter) addPlain() (i *Interface, err error) {
	if len(w.section.interfaces) > 0 {
		i = w.section.interfaces[0]
	} else {
		i, err = w.AddInterface(Interface{LinkType: w.opts.LinkType, Snaplen: w.opts.Snaplen, Resolution: w.opts.Resolution})
	}
	w.plain = i
	return i, err
}

// Write writes a packet as an Enhanced Packet Block, with its Options. A packet
// whose interface belongs to a reader, to another section or to another writer brings
// a copy of its interface along. Times that the interface's resolution cannot express
// are cut to it, and times out of its range are ErrTime, after which other packets may
// be written.
func (w *NgWriter) Write(p *Packet) error {
	if w.out.err != nil {
		return w.out.err
	}
	i, err := w.ours(p.Interface)
	if err != nil {
		return err
	}
	ts, ok := i.scale.ticks(p.Time)
	if !ok {
		return timeError(p)
	}
	n := p.wireLen()
	if len(p.Data) > i.maxPacket {
		return tooLong(p, i.maxPacket)
	}
	if n < 0 || int64(n) > math.MaxUint32 {
		return wireTooLong(n)
	}
	opts, err := w.packetOptions(p)
	if err != nil {
		return err
	}
	total := 32 + pad4(len(p.Data)) + len(opts)
	o := w.order
	b := w.out.reserve(28)
	b = o.put32(b, uint32(BlockPacket))
	b = o.put32(b, uint32(total))
	b = o.put32(b, uint32(i.Index))
	b = o.put32(b, uint32(ts>>32))
	b = o.put32(b, uint32(ts))
	b = o.put32(b, uint32(len(p.Data)))
	w.out.buf = o.put32(b, uint32(n))
	w.out.write(p.Data)
	w.out.write(zeros[:pad4(len(p.Data))-len(p.Data)])
	w.out.write(opts)
	w.out.buf = o.put32(w.out.reserve(4), uint32(total))
	return w.out.err
}

// packetOptions returns p's options in our byte order, in the scratch buffer. A
// list that is broken goes as it is if its byte order is ours.
func (w *NgWriter) packetOptions(p *Packet) ([]byte, error) {
	if len(p.Options.wire) == 0 && p.extra.has == 0 {
		return nil, nil
	}
	l := OptionList{w.scratch[:0], w.order}
	if err := p.Options.Check(); err != nil {
		if p.Options.order != w.order {
			return nil, err
		}
		l.wire = append(l.wire, p.Options.wire...)
		w.scratch = append(l.wire, zeros[:pad4(len(l.wire))-len(l.wire)]...)
		return w.scratch, nil
	}
	for b := p.Options.wire; ; {
		code, v, rest, ok := p.Options.next(b)
		if !ok {
			break
		}
		l.add(code, reorder(BlockPacket, code, v, p.Options.order, w.order))
		b = rest
	}
	if p.extra.has&hasDrops != 0 {
		l.AddUint64(OptPacketDropCount, uint64(p.extra.drops))
	}
	w.scratch = l.finish()
	return w.scratch, nil
}
