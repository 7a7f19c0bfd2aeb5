package pcap

import (
	"errors"
	"io"
)

// WriteBlock copies a block as it is, unknown ones included. A Section Header Block
// begins a section here too, an Interface Description Block adds its interface;
// interface numbers stay what they were, so blocks of one section must be copied
// in order and from its beginning. Where the output has begun a section of its own,
// WriteBlock fails for a block of another byte order than that section's.
func (w *NgWriter) WriteBlock(b *Block) error {
	if w.out.err != nil {
		return w.out.err
	}
	switch b.Type {
	case BlockSection:
		s := *b.Section
		s.interfaces = nil
		if w.section != nil {
			s.Index = w.section.Index + 1
		}
		w.enter(&s)
	case BlockInterface:
		i := *b.Interface
		i.Index, i.Section, i.SectionInfo = len(w.section.interfaces), w.section.Index, w.section
		w.section.interfaces = append(w.section.interfaces, &i)
		w.known[b.Interface] = &i
	}
	if b.order != w.order {
		return errors.New("block has another byte order than the section it is copied to")
	}
	w.out.write(b.Raw)
	return w.out.err
}

// Copy copies the rest of a pcapng capture to dst, block by block and byte for
// byte, and returns the number of packets copied. Only what a lenient r skips is
// missing. For a capture that is pcap the error is ErrNotNg.
func Copy(dst io.Writer, r *Reader) (packets int64, err error) {
	w := newNgWriter(dst, NgOptions{})
	start := r.packets
	for {
		b, err := r.NextBlock()
		if err == io.EOF {
			return r.packets - start, w.Flush()
		}
		if err != nil {
			return r.packets - start, errors.Join(err, w.Flush())
		}
		if w.section == nil && b.Type != BlockSection {
			return 0, errors.New("a capture can be copied only from the start of a section")
		}
		if err := w.WriteBlock(b); err != nil {
			return r.packets - start, err
		}
	}
}
