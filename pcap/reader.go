package pcap

import (
	"bytes"
	"errors"
	"io"
	"iter"
	"os"

	"github.com/gocap-project/gocap/link"
)

// ReadOptions are the choices in reading. The zero ReadOptions is strict, with the
// limits that libpcap has.
type ReadOptions struct {
	// Lenient makes the reader pass over damage and go on with the next sound
	// record, instead of ending with an error. Errors of the source itself, and a
	// file header that cannot be read, still end it. To judge a record of pcap it looks
	// at the next one, so a packet from a live pipe comes one packet late.
	Lenient bool

	// OnSkip is called for each stretch that a lenient reader passed over.
	OnSkip func(Skipped)

	// OnBlock is called for each pcapng block that is no packet, before the packets
	// after it are returned. The block is valid during the call. An error ends
	// reading.
	OnBlock func(*Block) error

	// MaxRecord is the largest packet accepted, in bytes; 0 means what
	// [link.Type.MaxSnaplen] says.
	MaxRecord int

	// MaxBlock is the largest pcapng block accepted, in bytes; 0 means 16 MiB and
	// whatever the largest packet needs.
	MaxBlock int

	// Window is how many bytes are read at a time; 0 means 128 KiB.
	Window int
}

// Skipped is a stretch of a capture that a lenient reader passed over.
type Skipped struct {
	Offset int64        // where it starts
	Bytes  int64        // how long it is; 0 if only a value was disregarded
	Reason *FormatError // why
}

// Format is the format of a capture, after decompression.
type Format uint8

// Formats.
const (
	Pcap   Format = iota // draft-ietf-opsawg-pcap and its variants
	Pcapng               // draft-ietf-opsawg-pcapng
)

// String returns "pcap" or "pcapng".
func (f Format) String() string {
	if f == Pcapng {
		return "pcapng"
	}
	return "pcap"
}

// A Reader reads packets from a capture. It is not safe for concurrent use.
type Reader struct {
	win     window
	pkt     Packet
	opts    ReadOptions
	format  Format
	err     error // why reading ended
	packets int64

	skipped      int64 // bytes
	stretches    int64
	closers      []io.Closer
	compressions []string

	pcap classic
	ng   sectionState
}

// NewReader returns a strict Reader for the capture that src yields, with whatever
// compression [RegisterDecompressor] knows. It reads the file header: an error is a
// [*FormatError] or src's. src is not closed by [Reader.Close]. A [*bytes.Reader] is
// read to its end at once and its bytes are not copied, as by
// [ReadOptions.NewBytesReader]: they must not be changed while packets are read.
func NewReader(src io.Reader) (*Reader, error) { return ReadOptions{}.NewReader(src) }

// Open opens a capture file for reading; "-" is standard input.
func Open(path string) (*Reader, error) { return ReadOptions{}.Open(path) }

// NewReader is [NewReader] with options.
func (o ReadOptions) NewReader(src io.Reader) (*Reader, error) {
	if b, ok := src.(*bytes.Reader); ok {
		var all taker
		if _, err := b.WriteTo(&all); err != nil {
			return nil, err
		}
		return o.NewBytesReader(all)
	}
	r := &Reader{opts: o}
	r.win.init(src, o.Window)
	if err := r.start(); err != nil {
		return nil, errors.Join(err, r.Close())
	}
	return r, nil
}

// A taker takes what is written to it, once, without copying. Only what will not
// change may be written.
type taker []byte

func (t *taker) Write(b []byte) (int, error) {
	*t = b
	return len(b), nil
}

// Open is [Open] with options.
func (o ReadOptions) Open(path string) (*Reader, error) {
	if path == "-" {
		return o.NewReader(os.Stdin)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	r, err := o.NewReader(f)
	if err != nil {
		return nil, named(path, errors.Join(err, f.Close()))
	}
	r.closers = append(r.closers, f)
	return r, nil
}

// NewBytesReader returns a Reader for a capture in memory, which is not copied:
// packets are slices of b, as long as it is not compressed.
func (o ReadOptions) NewBytesReader(b []byte) (*Reader, error) {
	r := &Reader{opts: o}
	r.win.initBytes(b)
	if err := r.start(); err != nil {
		return nil, errors.Join(err, r.Close())
	}
	return r, nil
}

// start finds out what the capture is and reads its header.
func (r *Reader) start() error {
	if err := r.decompress(); err != nil {
		return err
	}
	r.win.fill(4)
	h := r.win.have()
	if len(h) < 4 {
		return r.notCapture()
	}
	if little.u32(h) == uint32(BlockSection) {
		r.format = Pcapng
		return r.startNg()
	}
	if v, ok := classicVariant(h); ok {
		return r.startClassic(v)
	}
	return r.notCapture()
}

// Next returns the next packet, which is valid until the next call. At the end the
// error is io.EOF; a defect is a [*FormatError], after which there is no more.
func (r *Reader) Next() (*Packet, error) {
	if r.format == Pcapng {
		return r.nextNg()
	}
	return r.nextClassic()
}

// Packets iterates over the packets. An error other than the end of the capture is
// yielded once, last, with a nil packet.
func (r *Reader) Packets() iter.Seq2[*Packet, error] {
	return func(yield func(*Packet, error) bool) {
		for {
			p, err := r.Next()
			if err == io.EOF {
				return
			}
			if !yield(p, err) || err != nil {
				return
			}
		}
	}
}

// Close closes what the reader opened itself. Packets are no longer valid.
func (r *Reader) Close() error {
	var errs []error
	for i := len(r.closers) - 1; i >= 0; i-- {
		errs = append(errs, r.closers[i].Close())
	}
	r.closers = nil
	r.win = window{err: ErrClosed} // a mapping is gone
	if r.err == nil {
		r.err = ErrClosed
	}
	return errors.Join(errs...)
}

// Format returns the capture's format.
func (r *Reader) Format() Format { return r.format }

// Compressions returns the names of the compressions found around the capture,
// outermost first.
func (r *Reader) Compressions() []string { return r.compressions }

// LinkType returns the link type of the file (pcap) or of the section's first
// interface. A pcapng capture that has not come to its first interface is searched
// for it, up to 1 MiB ahead; ok is false if there is none. The packet last read is no
// longer valid then. Packets of other link types may follow: see [Packet.LinkType].
func (r *Reader) LinkType() (t link.Type, ok bool) {
	if is := r.Interfaces(); len(is) > 0 {
		return is[0].LinkType, true
	}
	return r.peekLinkType()
}

// Interfaces returns the interfaces described so far in the current section: for
// pcap, the one.
func (r *Reader) Interfaces() []*Interface {
	if r.format == Pcap {
		return r.pcap.ifaces[:]
	}
	return r.ng.section.interfaces
}

// Section returns the current section of a pcapng capture, nil for pcap.
func (r *Reader) Section() *Section { return r.ng.section }

// Header returns the file header of a pcap capture; the zero Header for pcapng.
func (r *Reader) Header() Header { return r.pcap.header }

// PacketsRead returns the number of packets read so far.
func (r *Reader) PacketsRead() int64 { return r.packets }

// Offset returns where the next record starts, after decompression.
func (r *Reader) Offset() int64 { return r.win.offset() }

// Damage returns how many stretches and bytes a lenient reader passed over so far.
func (r *Reader) Damage() (stretches, bytes int64) { return r.stretches, r.skipped }

// fault makes a FormatError for what stands at offset.
func (r *Reader) fault(kind error, offset int64, what, reason string) *FormatError {
	return &FormatError{Offset: offset, What: what, Reason: reason, Packets: r.packets, Kind: kind}
}

// cut is the fault of a record whose end is missing: the input ended, or its
// source failed. have of want bytes are there.
func (r *Reader) cut(offset int64, what string, have, want int) *FormatError {
	e := r.fault(ErrTruncated, offset, what, itoa(want)+" bytes long, of which only "+itoa(have)+" are there")
	if err := r.win.err; err != io.EOF {
		e.Err = err
		e.Kind = sourceKind(err)
	}
	return e
}

// sourceFailed is the fault of a source that failed where the capture might have
// ended.
func (r *Reader) sourceFailed() error {
	return &FormatError{
		Offset: r.win.offset(), What: "input", Reason: "reading failed", Packets: r.packets,
		Kind: sourceKind(r.win.err), Err: r.win.err,
	}
}

// end is the error when there is nothing more: io.EOF, or why not.
func (r *Reader) end() error {
	if r.win.err != io.EOF {
		return r.fail(r.sourceFailed())
	}
	return r.fail(io.EOF)
}

// fail ends reading with err.
func (r *Reader) fail(err error) error {
	r.err = err
	return err
}

// skip moves n bytes on and reports it.
func (r *Reader) skip(e *FormatError, start int64) {
	s := Skipped{Offset: start, Bytes: r.win.offset() - start, Reason: e}
	r.stretches++
	r.skipped += s.Bytes
	if r.opts.OnSkip != nil {
		r.opts.OnSkip(s)
	}
}
