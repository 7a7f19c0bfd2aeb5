package pcap

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"os"

	"github.com/gocap-project/gocap/link"
)

// A PacketWriter takes packets: a [Writer], [NgWriter] or [Rotator].
type PacketWriter interface {
	// Write writes a packet; nothing of it is kept.
	Write(p *Packet) error
	// Flush hands what is buffered to the file or stream.
	Flush() error
	// Close flushes, and closes what the writer opened itself.
	Close() error
}

// Options are the choices in writing a pcap file.
type Options struct {
	LinkType link.Type        // of all packets; the zero value is link.Null
	Snaplen  int              // stated in the header; 0 states the largest, and packets are not cut in any case
	Nano     bool             // time stamps in nanoseconds, not microseconds
	Order    binary.ByteOrder // nil is little-endian
	FCSLen   int              // length of the frame check sequence that ends packets, in bytes, even, up to 30; 0: not stated
}

// A Writer writes a pcap file, version 2.4. Packets are buffered until Flush or
// Close. After an error nothing more is written, and every later call returns it.
type Writer struct {
	out   output
	opts  Options
	order order
	max   int
}

// NewWriter returns a Writer on dst, which Close does not close. The file header
// is buffered, as packets are.
func NewWriter(dst io.Writer, o Options) (*Writer, error) {
	w, err := newWriter(dst, o)
	if err != nil {
		return nil, err
	}
	w.out.buf = w.appendHeader(w.out.buf)
	return w, nil
}

func newWriter(dst io.Writer, o Options) (*Writer, error) {
	if o.FCSLen < 0 || o.FCSLen > 30 || o.FCSLen%2 != 0 {
		return nil, fmt.Errorf("FCS length of %d bytes: a pcap file states an even number up to 30", o.FCSLen)
	}
	if o.Snaplen < 0 || int64(o.Snaplen) > math.MaxUint32 {
		return nil, fmt.Errorf("snapshot length %d is out of range", o.Snaplen)
	}
	if o.Snaplen == 0 {
		o.Snaplen = o.LinkType.MaxSnaplen()
	}
	w := &Writer{opts: o, order: orderOf(o.Order), max: max(o.LinkType.MaxSnaplen(), o.Snaplen)}
	w.out.init(dst)
	return w, nil
}

// Create creates a pcap file, or takes standard output for "-". Close closes it.
func Create(path string, o Options) (*Writer, error) {
	f, err := createFile(path)
	if err != nil {
		return nil, err
	}
	w, err := NewWriter(f, o)
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	w.out.closer = f
	return w, nil
}

func createFile(path string) (io.WriteCloser, error) {
	if path == "-" {
		return noClose{os.Stdout}, nil
	}
	return os.Create(path)
}

type noClose struct{ io.Writer }

func (noClose) Close() error { return nil }

func (w *Writer) appendHeader(b []byte) []byte {
	o := w.order
	magic := uint32(magicMicro)
	if w.opts.Nano {
		magic = magicNano
	}
	b = o.put32(b, magic)
	b = o.put16(b, 2)
	b = o.put16(b, 4)
	b = o.put64(b, 0) // zone and accuracy, both unused
	b = o.put32(b, uint32(w.opts.Snaplen))
	lt := uint32(w.opts.LinkType)
	if w.opts.FCSLen > 0 {
		lt |= linkHasFCS | uint32(w.opts.FCSLen/2)<<28
	}
	return o.put32(b, lt)
}

// LinkType returns the file's link type.
func (w *Writer) LinkType() link.Type { return w.opts.LinkType }

// Write writes a packet. Its Interface, if any, must have the file's link type
// (else ErrLinkType); its time must be from 1970 to 2106 (else ErrTime); its data no
// longer than readers accept (else ErrTooLong). After such an error other packets may
// be written. Times are cut to microseconds unless the file has nanoseconds; Options
// have no place in pcap.
func (w *Writer) Write(p *Packet) error {
	if w.out.err != nil {
		return w.out.err
	}
	if p.Interface != nil && p.Interface.LinkType != w.opts.LinkType {
		return linkTypeError(p.Interface.LinkType, w.opts.LinkType)
	}
	sec, frac := p.Time/second, p.Time%second
	if p.Time < 0 || sec > math.MaxUint32 {
		return timeError(p)
	}
	if len(p.Data) > w.max {
		return tooLong(p, w.max)
	}
	if !w.opts.Nano {
		frac /= 1000
	}
	n := p.wireLen()
	if n < 0 || int64(n) > math.MaxUint32 {
		return wireTooLong(n)
	}
	b := w.out.reserve(recordLen)
	b = w.order.put32(b, uint32(sec))
	b = w.order.put32(b, uint32(frac))
	b = w.order.put32(b, uint32(len(p.Data)))
	b = w.order.put32(b, uint32(n))
	w.out.buf = b
	w.out.write(p.Data)
	return w.out.err
}

func linkTypeError(got, want link.Type) error {
	return fmt.Errorf("%w: packet is %v, file is %v; pcapng can hold both", ErrLinkType, got, want)
}

func timeError(p *Packet) error {
	return fmt.Errorf("%w: %v", ErrTime, p.Timestamp())
}

func tooLong(p *Packet, limit int) error {
	return fmt.Errorf("%w: %d bytes captured of %d, limit is %d", ErrTooLong, len(p.Data), p.wireLen(), limit)
}

func wireTooLong(n int) error {
	return fmt.Errorf("%w: length on the wire is %d, which does not fit in 32 bits", ErrTooLong, n)
}

// Size returns the number of bytes written to the file, those in the buffer included.
func (w *Writer) Size() int64 { return w.out.size() }

// Flush writes what is buffered.
func (w *Writer) Flush() error { return w.out.flush() }

// Close flushes, and closes the file if [Create] or [Append] opened it.
func (w *Writer) Close() error { return w.out.close() }

// An output is a buffered writer whose first error sticks.
type output struct {
	dst     io.Writer
	closer  io.Closer // nil if it is not ours to close
	buf     []byte
	written int64
	err     error
}

const outputSize = 64 << 10

func (o *output) init(dst io.Writer) {
	o.dst = dst
	o.buf = make([]byte, 0, outputSize)
}

func (o *output) size() int64 { return o.written + int64(len(o.buf)) }

// reserve returns the buffer with room for n more bytes; n is small.
func (o *output) reserve(n int) []byte {
	if len(o.buf)+n > outputSize {
		o.drain()
	}
	return o.buf
}

// write adds b, bypassing the buffer if it is large.
func (o *output) write(b []byte) {
	if len(o.buf)+len(b) > outputSize {
		o.drain()
		if len(b) > outputSize/2 {
			o.emit(b)
			return
		}
	}
	if o.err == nil {
		o.buf = append(o.buf, b...)
	}
}

func (o *output) drain() {
	o.emit(o.buf)
	o.buf = o.buf[:0]
}

func (o *output) emit(b []byte) {
	if o.err != nil || len(b) == 0 {
		return
	}
	n, err := o.dst.Write(b)
	o.written += int64(n)
	if err == nil && n < len(b) {
		err = io.ErrShortWrite
	}
	o.err = err
}

func (o *output) flush() error {
	o.drain()
	return o.err
}

// close flushes and closes; later calls return ErrClosed, or the error that there was.
func (o *output) close() error {
	if o.err == ErrClosed {
		return ErrClosed
	}
	err := o.flush()
	if o.closer != nil {
		err = errors.Join(err, o.closer.Close())
		o.closer = nil
	}
	if o.err == nil {
		o.err = ErrClosed
	}
	return err
}
