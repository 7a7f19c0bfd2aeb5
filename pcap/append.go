package pcap

import (
	"errors"
	"fmt"
	"io"
	"os"
)

// AppendOptions are the choices in appending to a capture file.
type AppendOptions struct {
	// Cut removes a damaged or incomplete tail. Without it, such a file is an
	// error that says where the tail starts.
	Cut bool
}

// Append opens a pcap file to add packets to. It must have the link type, byte
// order, resolution and FCS length of o; Snaplen stays what the file says. The file is
// read through first: a capture cut short is a [*FormatError], unless a.Cut is set. A
// file that is empty or does not exist is begun.
func Append(path string, o Options, a AppendOptions) (*Writer, error) {
	f, fresh, err := openAppend(path)
	if err != nil {
		return nil, err
	}
	w, err := appendPcap(f, fresh, o, a)
	if err != nil {
		return nil, named(path, errors.Join(err, f.Close()))
	}
	w.out.closer = f
	return w, nil
}

func openAppend(path string) (f *os.File, fresh bool, err error) {
	if f, err = os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o666); err != nil {
		return nil, false, err
	}
	st, err := f.Stat()
	if err == nil && !st.Mode().IsRegular() {
		err = errors.New("not a regular file, so it cannot be appended to")
	}
	if err != nil {
		return nil, false, named(path, errors.Join(err, f.Close()))
	}
	return f, st.Size() == 0, nil
}

func appendPcap(f *os.File, fresh bool, o Options, a AppendOptions) (*Writer, error) {
	if fresh {
		return NewWriter(f, o)
	}
	w, err := newWriter(f, o)
	if err != nil {
		return nil, err
	}
	r, err := NewReader(f)
	if err != nil {
		return nil, err
	}
	if err := sameFile(r, w); err != nil {
		return nil, err
	}
	for _, err := range r.Packets() {
		if err != nil {
			return w, cutTail(f, err, a)
		}
	}
	return w, seekEnd(f, r.Offset())
}

// sameFile reports how the file that r reads differs from what w would write.
func sameFile(r *Reader, w *Writer) error {
	h := r.Header()
	switch {
	case len(r.Compressions()) > 0:
		return fmt.Errorf("the file is compressed (%s), so it cannot be appended to", r.Compressions()[0])
	case r.Format() != Pcap:
		return fmt.Errorf("the file is %v, not pcap", r.Format())
	case h.Variant != Standard || h.Major != 2 || h.Minor != 4:
		return fmt.Errorf("%w: version %d.%d or a variant, to which this package does not write", ErrUnsupportedVersion, h.Major, h.Minor)
	case uint16(w.opts.LinkType) != h.LinkType && w.opts.LinkType != r.Interfaces()[0].LinkType:
		return linkTypeError(w.opts.LinkType, r.Interfaces()[0].LinkType)
	case h.BigEndian != bool(w.order):
		return errors.New("the file has the other byte order")
	case h.Nano != w.opts.Nano:
		return errors.New("the file has time stamps of another resolution")
	case int(h.FCSLen)*2 != w.opts.FCSLen:
		return fmt.Errorf("the file's packets end with an FCS of %d bytes, not %d", h.FCSLen*2, w.opts.FCSLen)
	}
	w.opts.Snaplen = int(h.Snaplen)
	w.max = max(w.opts.LinkType.MaxSnaplen(), w.opts.Snaplen)
	return nil
}

// cutTail cuts a file where the defect err starts, if that is allowed.
func cutTail(f *os.File, err error, a AppendOptions) error {
	var fe *FormatError
	if !a.Cut || !errors.As(err, &fe) || fe.Kind == nil {
		return err
	}
	if err := f.Truncate(fe.Offset); err != nil {
		return err
	}
	return seekEnd(f, fe.Offset)
}

func seekEnd(f *os.File, offset int64) error {
	_, err := f.Seek(offset, io.SeekStart)
	return err
}

// AppendNg opens a pcapng file to add packets to. If its last section has the byte
// order of o and no stated length, it is continued, and [NgWriter.Section] has its
// interfaces (packets without an interface go to one with o's LinkType and Resolution,
// which is added if need be); otherwise a new section is started. The file is read through first: a
// capture cut short is a [*FormatError], unless a.Cut is set. A file that is empty or
// does not exist is begun.
func AppendNg(path string, o NgOptions, a AppendOptions) (*NgWriter, error) {
	f, fresh, err := openAppend(path)
	if err != nil {
		return nil, err
	}
	w, err := appendNg(f, fresh, o, a)
	if err != nil {
		return nil, named(path, errors.Join(err, f.Close()))
	}
	w.out.closer = f
	return w, nil
}

func appendNg(f *os.File, fresh bool, o NgOptions, a AppendOptions) (*NgWriter, error) {
	if fresh {
		return NewNgWriter(f, o)
	}
	r, err := NewReader(f)
	switch {
	case err != nil:
		return nil, err
	case len(r.Compressions()) > 0:
		return nil, fmt.Errorf("the file is compressed (%s), so it cannot be appended to", r.Compressions()[0])
	case r.Format() != Pcapng:
		return nil, fmt.Errorf("the file is %v: %w", r.Format(), ErrNotNg)
	}
	if err := readBlocks(r); err != nil {
		err = cutTail(f, err, a)
		if err != nil {
			return nil, err
		}
	} else if err := seekEnd(f, r.Offset()); err != nil {
		return nil, err
	}
	w := newNgWriter(f, o)
	s := r.Section()
	w.enter(s)
	if s.order != orderOf(o.Order) || s.Length != -1 {
		return w, w.StartSection(o.Section, o.Order)
	}
	return w, w.choosePlain()
}

// choosePlain takes, for packets without an interface, one that is there already if
// it is as the options want it.
func (w *NgWriter) choosePlain() (err error) {
	for _, i := range w.section.interfaces {
		if i.LinkType == w.opts.LinkType && i.Resolution == w.opts.Resolution && i.TimeOffset == 0 {
			w.plain = i
			return nil
		}
	}
	w.plain, err = w.AddInterface(Interface{LinkType: w.opts.LinkType, Snaplen: w.opts.Snaplen, Resolution: w.opts.Resolution})
	return err
}

// readBlocks reads all blocks of a capture.
func readBlocks(r *Reader) error {
	for {
		if _, err := r.NextBlock(); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
	}
}
