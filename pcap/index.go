package pcap

import (
	"errors"
	"fmt"
	"io"
	"os"
	"sort"
	"time"
)

// maxMarks bounds an index: when it has more, every second one is dropped.
const maxMarks = 1 << 16

// A mark is a packet from which reading can go on.
type mark struct {
	offset  int64
	latest  int64 // greatest time of all packets from the first to the last before the next mark
	section *Section
	index   int // sections before
}

// Indexed gives access to any packet of a capture by number or time. It holds marks
// for every n-th packet, at most 65,536 whatever the capture's size, and reads on from
// the nearest. It is not safe for concurrent use.
type Indexed struct {
	r      *Reader // reads at the position of the last access
	src    io.ReaderAt
	size   int64
	closer io.Closer
	every  int64
	marks  []mark
	count  int64
}

// OpenIndexed reads through a capture file and indexes it. A compressed capture is
// errors.ErrUnsupported: there is no reading from its middle. If the capture is
// damaged, the index of what is before the damage is returned with the error.
func OpenIndexed(path string) (*Indexed, error) { return ReadOptions{}.OpenIndexed(path) }

// OpenIndexed is [OpenIndexed] with options.
func (o ReadOptions) OpenIndexed(path string) (*Indexed, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	st, err := f.Stat()
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	x, err := o.NewIndexed(f, st.Size())
	if x == nil {
		return nil, named(path, errors.Join(err, f.Close()))
	}
	x.closer = f
	return x, named(path, err)
}

// NewIndexed is [OpenIndexed] for the first size bytes of src.
func (o ReadOptions) NewIndexed(src io.ReaderAt, size int64) (*Indexed, error) {
	r, err := o.NewReader(io.NewSectionReader(src, 0, size))
	if err != nil {
		return nil, err
	}
	if c := r.Compressions(); len(c) > 0 {
		return nil, errors.Join(fmt.Errorf("%w: random access to a capture compressed with %s; decompress it first",
			errors.ErrUnsupported, c[0]), r.Close())
	}
	x := &Indexed{r: r, src: src, size: size, every: 1}
	err = x.build()
	// From here on reading is repeated: what was skipped has been reported.
	r.opts.OnSkip, r.opts.OnBlock = nil, nil
	return x, err
}

func (x *Indexed) build() error {
	latest := int64(-1 << 63)
	for p, err := range x.r.Packets() {
		if err != nil {
			return err
		}
		latest = max(latest, p.Time)
		if x.count%x.every == 0 {
			x.add(mark{offset: p.Offset, section: x.r.ng.section, index: x.r.ng.sections})
		}
		if n := len(x.marks); n > 0 {
			x.marks[n-1].latest = latest
		}
		x.count++
	}
	return nil
}

func (x *Indexed) add(m mark) {
	if len(x.marks) == maxMarks {
		for i := 0; i < maxMarks/2; i++ {
			x.marks[i] = x.marks[2*i]
			x.marks[i].latest = x.marks[2*i+1].latest
		}
		x.marks = x.marks[:maxMarks/2]
		x.every *= 2
	}
	x.marks = append(x.marks, m)
}

// Len returns the number of packets.
func (x *Indexed) Len() int64 { return x.count }

// Packet returns packet n, counted from 1, valid until the next call. Reading
// forward from one packet to the next costs no more than [Reader.Next].
func (x *Indexed) Packet(n int64) (*Packet, error) {
	if n < 1 || n > x.count {
		return nil, fmt.Errorf("packet %d of %d", n, x.count)
	}
	if x.r.err != nil || n <= x.r.packets || n > x.r.packets+x.every {
		x.seek(int((n - 1) / x.every))
	}
	for {
		p, err := x.r.Next()
		if err != nil {
			return nil, err
		}
		if p.Number == n {
			return p, nil
		}
	}
}

// seek makes mark i the next packet to read.
func (x *Indexed) seek(i int) {
	m := x.marks[i]
	r := x.r
	r.err = nil
	r.packets = int64(i) * x.every
	r.pkt.extra = extra{}
	r.ng.section, r.ng.sections = m.section, m.index
	r.win.restart(io.NewSectionReader(x.src, m.offset, x.size-m.offset), m.offset)
}

// restart makes the window show src, which is at the given offset of the stream.
func (w *window) restart(src io.Reader, offset int64) {
	w.src, w.err = src, nil
	w.pos, w.end = w.head, w.head
	w.base = offset - int64(w.head)
}

// Search returns the number of the first packet captured at t or later, or Len()+1
// if there is none. Packets need not be in order of time.
func (x *Indexed) Search(t time.Time) (int64, error) {
	ns := UnixNano(t)
	i := sort.Search(len(x.marks), func(i int) bool { return x.marks[i].latest >= ns })
	if i == len(x.marks) {
		return x.count + 1, nil
	}
	for n := int64(i)*x.every + 1; n <= x.count; n++ {
		p, err := x.Packet(n)
		if err != nil {
			return 0, err
		}
		if p.Time >= ns {
			return n, nil
		}
	}
	return x.count + 1, nil
}

// Close closes the file if [OpenIndexed] opened it.
func (x *Indexed) Close() error {
	err := x.r.Close()
	if x.closer != nil {
		err = errors.Join(err, x.closer.Close())
		x.closer = nil
	}
	return err
}
