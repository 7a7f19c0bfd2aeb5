package pcap

import (
	"errors"
	"io"
	"iter"
	"os"
)

// maxOpen is how many files a Merger holds open by default.
const maxOpen = 256

// MergeOptions are the choices in merging capture files.
type MergeOptions struct {
	Read ReadOptions

	// MaxOpen is how many files are open at a time, 0 for 256. With more files
	// than that, those whose packets come later wait closed.
	MaxOpen int
}

// A Merger reads several captures as one, in order of time: of the next packets of
// all of them it gives the earliest, and of packets of one time that of the capture
// named first. Each capture is taken to be in order itself. Packets keep their
// interfaces, by which an [NgWriter] keeps link types apart.
type Merger struct {
	opts MergeOptions
	heap []*source
	open int
	last *source // the one whose packet was returned
	tick int64   // orders sources by last use
	err  error
	n    int64
}

// A source is one capture of a Merger.
type source struct {
	index  int
	path   string // "" if it is not ours to open and close
	r      *Reader
	pkt    *Packet // its next packet, nil while it is closed
	time   int64   // of the next packet
	used   int64
	parked parked
}

// parked is what it takes to go on with a source after it was closed.
type parked struct {
	offset  int64
	packets int64
	pcap    classic
	ng      sectionState
}

// Merge merges readers, which stay the caller's to close.
func Merge(readers ...*Reader) (*Merger, error) {
	m := &Merger{}
	for i, r := range readers {
		if err := m.add(&source{index: i, r: r}); err != nil {
			return nil, err
		}
	}
	return m, nil
}

// MergeFiles merges files. A file that cannot be opened, or whose first packet
// cannot be read, is an error.
func MergeFiles(paths []string, o MergeOptions) (*Merger, error) {
	if o.MaxOpen <= 0 {
		o.MaxOpen = maxOpen
	}
	if o.Read.Window == 0 && len(paths) > 16 {
		o.Read.Window = 64 << 10
	}
	m := &Merger{opts: o}
	for i, path := range paths {
		s := &source{index: i, path: path}
		if err := m.openFile(s); err != nil {
			return nil, errors.Join(err, m.Close())
		}
		if err := m.add(s); err != nil {
			return nil, errors.Join(err, m.Close())
		}
	}
	return m, nil
}

// openFile makes room among the open files, and opens that of s.
func (m *Merger) openFile(s *source) error {
	if m.open >= m.opts.MaxOpen {
		if err := m.parkOne(); err != nil {
			return err
		}
	}
	r, err := m.opts.Read.Open(s.path)
	if err != nil {
		return err
	}
	s.r = r
	m.open++
	return nil
}

// add reads the first packet of s and puts s in its place. A capture without packets
// is done with at once.
func (m *Merger) add(s *source) error {
	ok, err := m.advance(s)
	if ok {
		m.heap = append(m.heap, s)
		m.up(len(m.heap) - 1)
	}
	return err
}

// advance reads the next packet of s; ok is false at its end, and s closed.
func (m *Merger) advance(s *source) (ok bool, err error) {
	s.pkt, err = s.r.Next()
	if err == nil {
		s.time = s.pkt.Time
		return true, nil
	}
	if err == io.EOF {
		err = nil
	} else if s.path != "" {
		err = named(s.path, err)
	}
	return false, errors.Join(err, m.release(s))
}

// release closes what the Merger opened.
func (m *Merger) release(s *source) error {
	if s.path == "" || s.r == nil {
		return nil
	}
	err := s.r.Close()
	s.r, s.pkt = nil, nil
	m.open--
	return err
}

// parkOne closes the file that was not used for the longest time.
func (m *Merger) parkOne() error {
	var oldest *source
	for _, s := range m.heap {
		if s.pkt != nil && s.path != "" && s.path != "-" && s != m.last && (oldest == nil || s.used < oldest.used) {
			oldest = s
		}
	}
	if oldest == nil {
		return nil // nothing can be closed: one file too many is better than none
	}
	r := oldest.r
	oldest.parked = parked{oldest.pkt.Offset, r.packets - 1, r.pcap, r.ng}
	oldest.parked.ng.block = Block{} // it refers to the reader's buffer
	return m.release(oldest)
}

// unpark opens the file of s again and reads the packet that it was at.
func (m *Merger) unpark(s *source) error {
	if err := m.openFile(s); err != nil {
		return err
	}
	if err := s.resume(); err != nil {
		return named(s.path, err)
	}
	p, err := s.r.Next()
	if err != nil {
		return named(s.path, errors.Join(errors.New("it changed while it was being merged"), err))
	}
	s.pkt = p
	return nil
}

// resume moves the reader of s to where it was. A compressed file has to be read
// again up to there.
func (s *source) resume() error {
	r := s.r
	if len(r.Compressions()) > 0 {
		report, block := r.opts.OnSkip, r.opts.OnBlock
		r.opts.OnSkip, r.opts.OnBlock = nil, nil
		for r.packets < s.parked.packets {
			if _, err := r.Next(); err != nil {
				return err
			}
		}
		r.opts.OnSkip, r.opts.OnBlock = report, block
		return nil
	}
	f := r.closers[len(r.closers)-1].(*os.File)
	if _, err := f.Seek(s.parked.offset, io.SeekStart); err != nil {
		return err
	}
	r.win.restart(f, s.parked.offset)
	r.packets, r.pcap, r.ng = s.parked.packets, s.parked.pcap, s.parked.ng
	return nil
}

// Next returns the next packet, valid until the next call, numbered from 1 across
// the captures. The error is io.EOF at the end of all; any other ends the merge.
func (m *Merger) Next() (*Packet, error) {
	if m.err != nil {
		return nil, m.err
	}
	if err := m.consume(); err != nil {
		return nil, m.fail(err)
	}
	if len(m.heap) == 0 {
		return nil, m.fail(io.EOF)
	}
	s := m.heap[0]
	if s.pkt == nil {
		if err := m.unpark(s); err != nil {
			return nil, m.fail(err)
		}
	}
	m.tick++
	m.n++
	s.used, m.last = m.tick, s
	s.pkt.Number = m.n
	return s.pkt, nil
}

// consume moves on the source whose packet was returned; it is still first.
func (m *Merger) consume() error {
	s := m.last
	if s == nil {
		return nil
	}
	m.last = nil
	ok, err := m.advance(s)
	if !ok {
		n := len(m.heap) - 1
		m.heap[0] = m.heap[n]
		m.heap = m.heap[:n]
	}
	m.down(0)
	return err
}

func (m *Merger) fail(err error) error {
	m.err = err
	return err
}

// Packets iterates over the packets, like [Reader.Packets].
func (m *Merger) Packets() iter.Seq2[*Packet, error] {
	return func(yield func(*Packet, error) bool) {
		for {
			p, err := m.Next()
			if err == io.EOF {
				return
			}
			if !yield(p, err) || err != nil {
				return
			}
		}
	}
}

// Close closes the files that [MergeFiles] opened.
func (m *Merger) Close() error {
	var errs []error
	for _, s := range m.heap {
		errs = append(errs, m.release(s))
	}
	m.heap, m.last = nil, nil
	if m.err == nil {
		m.err = ErrClosed
	}
	return errors.Join(errs...)
}

func (m *Merger) less(i, j int) bool {
	a, b := m.heap[i], m.heap[j]
	return a.time < b.time || a.time == b.time && a.index < b.index
}

func (m *Merger) up(i int) {
	for i > 0 && m.less(i, (i-1)/2) {
		m.heap[i], m.heap[(i-1)/2] = m.heap[(i-1)/2], m.heap[i]
		i = (i - 1) / 2
	}
}

func (m *Merger) down(i int) {
	for {
		c := 2*i + 1
		if c >= len(m.heap) {
			return
		}
		if c+1 < len(m.heap) && m.less(c+1, c) {
			c++
		}
		if !m.less(c, i) {
			return
		}
		m.heap[i], m.heap[c] = m.heap[c], m.heap[i]
		i = c
	}
}
