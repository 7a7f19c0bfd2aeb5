package pcap

import (
	"errors"
	"fmt"
	"io"
	"os"
	"time"
)

// ErrRotationDone is returned by [Rotator.Write] when [Rotation.Files] files have been
// written and the rotation by time has no more to come (tcpdump -G with -W).
var ErrRotationDone = errors.New("the last file of the rotation is complete")

// A Rotation says how a capture is spread over files, in tcpdump's terms: -C is
// MaxBytes, -G is Every, -W is Files, -z is Closed. Without any limit there is one
// file.
//
// File names are tcpdump's. With Every, strftime conversions in Name are filled in
// with the time when the file was begun. With MaxBytes or MaxPackets the first file is
// called Name and the next ones have 1, 2, ... after it; with Files too, all have a
// number from 0 on, with leading zeros, and the oldest is overwritten when Files of
// them are full. With Every and MaxBytes the numbers start again with each
// interval, and Files sets only their width.
type Rotation struct {
	Name       string
	MaxBytes   int64         // a file larger than this is followed by a new one; tcpdump's unit is 1,000,000
	MaxPackets int64         // packets in a file
	Every      time.Duration // how long packets go into one file
	Files      int           // number of files, 0 is no limit

	// New makes the writer of a file.
	New func(dst io.Writer) (PacketWriter, error)

	// Closed, if set, is called with the name of each file that is complete. Its
	// error is returned by the Write or Close that completed the file; packets are
	// written all the same.
	Closed func(name string) error

	// Clock is the time that Every is measured by: time.Now, if nil. The time of the
	// packet being written is given to it, for those who want that.
	Clock func(packet time.Time) time.Time

	// Create makes a file: os.Create, if nil.
	Create func(name string) (io.WriteCloser, error)
}

// A Rotator writes packets into a succession of files. A new file is begun before
// the packet that would exceed a limit, so that no packet is lost or split.
type Rotator struct {
	r       Rotation
	w       PacketWriter
	file    io.WriteCloser
	name    string
	bytes   *counter
	packets int64
	count   int       // of the number in the name
	begun   time.Time // when the interval began
	done    int       // files of intervals that are complete
	err     error
}

// sizer is a writer that knows how much it wrote, the buffered part included.
type sizer interface{ Size() int64 }

// A counter counts what is written.
type counter struct {
	io.Writer
	n int64
}

func (c *counter) Write(b []byte) (int, error) {
	n, err := c.Writer.Write(b)
	c.n += int64(n)
	return n, err
}

// NewRotator begins the first file.
func NewRotator(r Rotation) (*Rotator, error) {
	if r.New == nil || r.Name == "" {
		return nil, errors.New("a rotation needs a name and a writer")
	}
	if r.MaxBytes < 0 || r.MaxPackets < 0 || r.Every < 0 || r.Files < 0 {
		return nil, errors.New("a rotation's limits cannot be negative")
	}
	if r.Clock == nil {
		r.Clock = func(time.Time) time.Time { return time.Now() }
	}
	if r.Create == nil {
		r.Create = func(name string) (io.WriteCloser, error) { return os.Create(name) }
	}
	t := &Rotator{r: r}
	if r.Every > 0 {
		t.begun = r.Clock(time.Now())
	}
	if err := t.begin(); err != nil {
		return nil, err
	}
	return t, nil
}

// Name returns the name of the file being written.
func (t *Rotator) Name() string { return t.name }

// fileName is tcpdump's MakeFilename.
func (t *Rotator) fileName() string {
	name := t.r.Name
	if t.r.Every > 0 {
		name = strftime(name, t.begun)
	}
	width := 0
	if t.bySize() {
		width = digits(t.r.Files - 1)
	}
	if t.count == 0 && width == 0 {
		return name
	}
	return name + pad(t.count, width)
}

// digits returns how many decimal digits n has, none if it is not positive.
func digits(n int) int {
	d := 0
	for ; n > 0; n /= 10 {
		d++
	}
	return d
}

func (t *Rotator) bySize() bool { return t.r.MaxBytes > 0 || t.r.MaxPackets > 0 }

// begin creates the next file.
func (t *Rotator) begin() error {
	name := t.fileName()
	f, err := t.r.Create(name)
	if err != nil {
		return err
	}
	c := &counter{Writer: f}
	w, err := t.r.New(c)
	if err != nil {
		return errors.Join(err, f.Close())
	}
	t.w, t.file, t.name, t.bytes, t.packets = w, f, name, c, 0
	return nil
}

// finish completes the current file. failed is an error of writing it, hook that of
// Closed.
func (t *Rotator) finish() (failed, hook error) {
	failed = errors.Join(t.w.Close(), t.file.Close())
	t.w = nil
	if failed != nil {
		return named(t.name, failed), nil
	}
	if t.r.Closed != nil {
		if hook = t.r.Closed(t.name); hook != nil {
			hook = fmt.Errorf("after completing %s: %w", t.name, hook)
		}
	}
	return nil, hook
}

func (t *Rotator) size() int64 {
	if s, ok := t.w.(sizer); ok {
		return s.Size()
	}
	return t.bytes.n
}

// due decides whether p goes into a new file, and moves the name on.
func (t *Rotator) due(p *Packet) (bool, error) {
	if t.r.Every > 0 {
		now := t.r.Clock(p.Timestamp())
		if now.Sub(t.begun) >= t.r.Every {
			t.done++
			if t.r.Files > 0 && !t.bySize() && t.done >= t.r.Files {
				return false, ErrRotationDone
			}
			t.begun, t.count = now, 0
			return true, nil
		}
	}
	if t.packets > 0 && (t.r.MaxBytes > 0 && t.size() > t.r.MaxBytes || t.r.MaxPackets > 0 && t.packets >= t.r.MaxPackets) {
		t.count++
		if t.r.Files > 0 && t.r.Every == 0 && t.count >= t.r.Files {
			t.count = 0
		}
		return true, nil
	}
	return false, nil
}

// Write writes a packet, into a new file if it is time for one. If the last file is
// complete the error is ErrRotationDone, and the packet is not written.
func (t *Rotator) Write(p *Packet) error {
	if t.err != nil {
		return t.err
	}
	var hook error
	due, err := t.due(p)
	if err != nil {
		return t.fail(err)
	}
	if due {
		var failed error
		if failed, hook = t.finish(); failed != nil {
			return t.fail(failed)
		}
		if err := t.begin(); err != nil {
			return t.fail(errors.Join(err, hook))
		}
	}
	if err := t.w.Write(p); err != nil {
		return errors.Join(named(t.name, err), hook)
	}
	t.packets++
	return hook
}

func (t *Rotator) fail(err error) error {
	t.err = err
	return err
}

// Flush hands what is buffered to the current file.
func (t *Rotator) Flush() error {
	if t.w == nil {
		return t.err
	}
	return named(t.name, t.w.Flush())
}

// Close completes the current file.
func (t *Rotator) Close() error {
	if t.w == nil {
		if t.err == ErrRotationDone {
			return nil
		}
		return t.err
	}
	failed, hook := t.finish()
	if t.err == nil {
		t.err = ErrClosed
	}
	return errors.Join(failed, hook)
}
