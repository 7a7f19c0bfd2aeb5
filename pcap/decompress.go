package pcap

import (
	"bytes"
	"compress/bzip2"
	"compress/gzip"
	"errors"
	"io"
	"io/fs"
	"os"
	"strings"
	"sync"
	"unicode/utf8"
)

// A decompressor is what RegisterDecompressor was told.
type decompressor struct {
	name  string
	magic []byte
	open  func(io.Reader) (io.ReadCloser, error)
}

var decompressors struct {
	sync.RWMutex
	list []decompressor
}

// builtin are the decompressors of the standard library. They stand here and not
// in the registry, so that nothing runs at program start.
func builtin(h []byte) *decompressor {
	switch {
	case bytes.HasPrefix(h, []byte{0x1f, 0x8b, 8}):
		return &decompressor{"gzip", h[:3], func(r io.Reader) (io.ReadCloser, error) { return gzip.NewReader(r) }}
	case len(h) >= 10 && string(h[:3]) == "BZh" && string(h[4:10]) == "\x31\x41\x59\x26\x53\x59":
		return &decompressor{"bzip2", h[:10], func(r io.Reader) (io.ReadCloser, error) { return io.NopCloser(bzip2.NewReader(r)), nil }}
	}
	return nil
}

// RegisterDecompressor makes readers recognise compressed captures that begin with
// magic, which has 2 to 16 bytes. open returns a reader of the decompressed stream;
// it must stream, so that a small file that expands to a huge one costs no memory. gzip
// and bzip2 need no registration. It may be called at any time; a later registration
// of the same magic wins.
func RegisterDecompressor(name, magic string, open func(io.Reader) (io.ReadCloser, error)) {
	if len(magic) < 2 || len(magic) > sniffLen {
		panic("pcap: magic of " + name + " does not have 2 to 16 bytes")
	}
	decompressors.Lock()
	defer decompressors.Unlock()
	decompressors.list = append([]decompressor{{name, []byte(magic), open}}, decompressors.list...)
}

const (
	sniffLen = 16
	// maxLayers of compression: more is no capture but an attempt to keep us busy.
	maxLayers = 4
)

func findDecompressor(h []byte) *decompressor {
	decompressors.RLock()
	defer decompressors.RUnlock()
	for _, d := range decompressors.list {
		if bytes.HasPrefix(h, d.magic) {
			return &d
		}
	}
	return builtin(h)
}

// decompress puts decompressors in front of the source while its content is
// compressed.
func (r *Reader) decompress() error {
	for range maxLayers {
		for n := 4; n <= sniffLen && r.win.fill(n); n++ { // a pipe may hold no more than a file header for now
			if h := r.win.have(); n >= 4 && !mayBeCompressed(h) {
				return nil
			}
		}
		d := findDecompressor(r.win.have())
		if d == nil {
			return nil
		}
		src := io.Reader(bytes.NewReader(r.win.have()))
		if r.win.src != nil {
			src = io.MultiReader(bytes.NewReader(bytes.Clone(r.win.have())), r.win.src)
		}
		dr, err := d.open(src)
		if err != nil {
			return &FormatError{What: d.name + " header", Reason: "cannot be decompressed", Kind: sourceKind(err), Err: err}
		}
		r.closers = append(r.closers, dr)
		r.compressions = append(r.compressions, d.name)
		r.win = window{}
		r.win.init(dr, r.opts.Window)
	}
	return nil
}

// mayBeCompressed is false for what begins as captures do.
func mayBeCompressed(h []byte) bool {
	_, ok := classicVariant(h)
	return !ok && little.u32(h) != uint32(BlockSection)
}

// sourceKind classifies an error of the source: a compressed stream that is cut or
// damaged, or something that is no matter of format.
func sourceKind(err error) error {
	var pathErr *fs.PathError
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF), err == io.EOF:
		return ErrTruncated
	case errors.As(err, &pathErr), errors.Is(err, os.ErrClosed), errors.Is(err, io.ErrNoProgress), errors.Is(err, io.ErrClosedPipe):
		return nil
	case errors.Is(err, gzip.ErrChecksum), errors.Is(err, gzip.ErrHeader), strings.HasPrefix(err.Error(), "flate:"),
		strings.HasPrefix(err.Error(), "bzip2"):
		return ErrCorrupt
	}
	return nil
}

// notCapture is the error for something that is no capture.
func (r *Reader) notCapture() error {
	r.win.fill(512)
	h := r.win.have()
	if err := r.win.err; err != nil && err != io.EOF {
		return r.sourceFailed()
	}
	if len(h) == 0 {
		return r.fault(ErrTruncated, 0, "file header", "the input is empty")
	}
	return r.fault(ErrNotCapture, 0, "file header", looksLike(h))
}

// foreign are the beginnings of files that are mistaken for captures.
var foreign = [...]struct{ magic, what string }{
	{"\x28\xb5\x2f\xfd", "zstd-compressed, for which no decompressor is registered"},
	{"\xfd7zXZ\x00", "xz-compressed, for which no decompressor is registered"},
	{"\x04\x22\x4d\x18", "lz4-compressed, for which no decompressor is registered"},
	{"\x1f\x9d", "compress(1)-compressed, which is not supported"},
	{"\x1f\x8b", "damaged gzip"},
	{"PK\x03\x04", "a ZIP archive; unpack it first"},
	{"snoop\x00\x00\x00", "a Solaris snoop capture, which is not supported"},
	{"btsnoop\x00", "a Bluetooth btsnoop capture, which is not supported"},
	{"GMBU", "a Microsoft Network Monitor 2 capture, which is not supported"},
	{"RTSS", "a Microsoft Network Monitor 1 capture, which is not supported"},
	{"XCP\x00", "a NetXray or Sniffer for Windows capture, which is not supported"},
	{"TRSNIFF data    \x1a", "a Sniffer capture, which is not supported"},
	{"iptrace ", "an AIX iptrace capture, which is not supported"},
	{"\x7fver\xa3\xa4", "an EtherPeek capture, which is not supported"},
	{"\xa1\x2b\x3c\x4d", "a Navtel pcap variant, whose format was never published"},
	{"\x4d\x3c\x2b\xa1", "a Navtel pcap variant, whose format was never published"},
	{"\xa1\xb2\x34\xcd", "a pcap variant whose format was never published"},
	{"\xcd\x34\xb2\xa1", "a pcap variant whose format was never published"},
	{"\x89PNG", "a PNG image"},
	{"\xff\xd8\xff", "a JPEG image"},
	{"GIF8", "a GIF image"},
	{"%PDF", "a PDF document"},
	{"\x7fELF", "an ELF program"},
	{"MZ", "a Windows program"},
	{"<?xml", "XML text"},
	{"<!DOCTYPE", "an HTML page"},
	{"<html", "an HTML page"},
	{"{", "JSON text"},
}

// looksLike says what a file that is no capture appears to be.
func looksLike(h []byte) string {
	for _, f := range foreign {
		if bytes.HasPrefix(h, []byte(f.magic)) {
			return "it looks like " + f.what
		}
	}
	if len(h) > 262 && string(h[257:262]) == "ustar" {
		return "it looks like a tar archive; unpack it first"
	}
	if isText(h) {
		return "it looks like text"
	}
	return "it begins with the bytes " + hexBytes(h[:min(len(h), 8)])
}

func isText(h []byte) bool {
	if !utf8.Valid(h[:max(len(h)-3, min(len(h), 4))]) { // the view may end within a rune
		return false
	}
	for _, c := range h {
		if c < ' ' && c != '\n' && c != '\r' && c != '\t' || c == 0x7f {
			return false
		}
	}
	return true
}

func hexBytes(b []byte) string {
	const digits = "0123456789abcdef"
	var s []byte
	for i, c := range b {
		if i > 0 {
			s = append(s, ' ')
		}
		s = append(s, digits[c>>4], digits[c&15])
	}
	return string(s)
}

// named puts the file's name in front of an error.
func named(path string, err error) error {
	if err == nil {
		return nil
	}
	return &fileError{path, err}
}

type fileError struct {
	path string
	err  error
}

func (e *fileError) Error() string { return e.path + ": " + e.err.Error() }
func (e *fileError) Unwrap() error { return e.err }
