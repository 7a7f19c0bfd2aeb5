package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/gocap-project/gocap/pcap"
)

// openWriter makes what -w asks for.
func (d *dump) openWriter() error {
	if d.f.write == "" {
		return nil
	}
	size, err := parseSize(d.f.fileSize)
	if err != nil {
		return &exitError{exitUsage, err}
	}
	begin, err := d.beginner()
	if err != nil {
		return err
	}
	if size == 0 && d.f.seconds == 0 {
		err = d.single(begin)
	} else {
		d.w, err = pcap.NewRotator(pcap.Rotation{
			Name: d.f.write, MaxBytes: size, Every: time.Duration(d.f.seconds) * time.Second, Files: d.f.files,
			New: begin, Closed: d.closedHook(),
		})
	}
	switch {
	case err != nil:
		return err
	case d.f.packetBuffered:
		return d.writeError(d.w.Flush()) // the header
	case d.src.prompt():
		d.w = newPromptWriter(d.w, d.stop)
	}
	return nil
}

// single makes one file, or takes standard output.
func (d *dump) single(begin func(io.Writer) (pcap.PacketWriter, error)) error {
	dst, f := d.stdout, (*os.File)(nil)
	if d.f.write == "-" {
		if isTerminal(d.stdout) {
			return usage("-w -: standard output is a terminal, and packets are not text")
		}
	} else {
		var err error
		if f, err = os.Create(d.f.write); err != nil {
			return err
		}
		dst = f
	}
	w, err := begin(dst)
	if err != nil {
		return d.writeError(err)
	}
	_, d.blocks = w.(blockWriter)
	d.w = &fileWriter{w, f}
	return nil
}

// A blockWriter takes whole blocks of pcapng captures too.
type blockWriter interface{ block(b *pcap.Block) error }

// A fileWriter closes the file after the writer.
type fileWriter struct {
	pcap.PacketWriter
	f *os.File // nil for standard output
}

func (w *fileWriter) Close() error {
	err := w.PacketWriter.Close()
	if w.f == nil {
		return err
	}
	return errors.Join(err, w.f.Close())
}

func (w *fileWriter) block(b *pcap.Block) error { return w.PacketWriter.(blockWriter).block(b) }

// write writes a packet.
func (d *dump) write(r *record) error {
	full := r.Data
	if n := d.f.snaplen; n > 0 && len(full) > n {
		r.Data = full[:n]
	}
	var err error
	if r.block != nil && len(r.Data) == len(full) {
		err = d.w.(blockWriter).block(r.block)
	} else {
		err = d.w.Write(r.Packet)
	}
	r.Data = full
	if err == nil && d.f.packetBuffered {
		err = d.w.Flush()
	}
	return d.writeError(err)
}

// closeWriter completes the file.
func (d *dump) closeWriter() error {
	if d.w == nil {
		return nil
	}
	return d.writeError(d.w.Close())
}

// writeError says what was being written.
func (d *dump) writeError(err error) error {
	switch {
	case err == nil || errors.Is(err, pcap.ErrRotationDone):
		return err
	case errors.Is(err, pcap.ErrLinkType):
		return fmt.Errorf("%s: %w, and a pcap file has only one; use --pcapng", d.f.write, err)
	case d.f.write == "-":
		return outputError(err)
	}
	return fmt.Errorf("%s: %w", d.f.write, err)
}

// beginner returns a function that begins a capture file of the kind that is wanted.
func (d *dump) beginner() (func(io.Writer) (pcap.PacketWriter, error), error) {
	ifs := d.src.interfaces()
	if d.pcapng() {
		if s, ok := d.src.(*files); ok && d.copies() {
			return func(dst io.Writer) (pcap.PacketWriter, error) { return newNgCopier(dst, s.r) }, nil
		}
		return func(dst io.Writer) (pcap.PacketWriter, error) { return d.ngWriter(dst, ifs) }, nil
	}
	if len(ifs) == 0 {
		return nil, errors.New("the capture has no link type, which a pcap file must state; use --pcapng")
	}
	for _, i := range ifs[1:] {
		if i.LinkType != ifs[0].LinkType {
			return nil, fmt.Errorf("the packets have different link types, %v and %v, and a pcap file has only one; use --pcapng", ifs[0].LinkType, i.LinkType)
		}
	}
	o := pcap.Options{LinkType: ifs[0].LinkType, Snaplen: int(ifs[0].Snaplen), Nano: d.f.nano, FCSLen: int(ifs[0].FCSLen)}
	if d.f.snaplen > 0 {
		o.Snaplen = d.f.snaplen
	}
	return func(dst io.Writer) (pcap.PacketWriter, error) { return pcap.NewWriter(dst, o) }, nil
}

// pcapng reports whether that is the format to write.
func (d *dump) pcapng() bool {
	return d.f.pcapng || strings.HasSuffix(strings.ToLower(d.f.write), ".pcapng")
}

// copies reports whether what is read from pcapng files is copied whole. Files that
// are split have only the interfaces and the packets in each part.
func (d *dump) copies() bool { return d.pcapng() && d.f.fileSize == "" && d.f.seconds == 0 }

// ngWriter begins a pcapng file that describes interfaces.
func (d *dump) ngWriter(dst io.Writer, ifs []pcap.Interface) (pcap.PacketWriter, error) {
	w, err := pcap.NewNgWriter(dst, pcap.NgOptions{Section: pcap.Section{Application: application()}})
	if err != nil {
		return nil, err
	}
	for _, i := range ifs {
		if _, err := w.AddInterface(i); err != nil {
			return nil, err
		}
	}
	if s, ok := d.src.(*live); ok {
		return &ngLive{w, s}, nil
	}
	return w, nil
}

// application is what files that gocap writes say that they are made by.
func application() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return "gocap " + info.Main.Version
	}
	return "gocap"
}

// An ngLive ends a pcapng file with the statistics of the interfaces.
type ngLive struct {
	*pcap.NgWriter
	live *live
}

// Write finds the packet's interface in this file.
func (w *ngLive) Write(p *pcap.Packet) error {
	i := p.Interface
	p.Interface = w.Section().Interfaces()[i.Index]
	err := w.NgWriter.Write(p)
	p.Interface = i
	return err
}

func (w *ngLive) Close() error {
	var err error
	for _, s := range w.live.statistics() {
		err = errors.Join(err, w.WriteStatistics(s))
	}
	if e := w.NgWriter.Close(); !sameError(err, e) {
		err = errors.Join(err, e)
	}
	return err
}

// An ngCopier writes a pcapng file from captures that are read, and keeps all that
// those in pcapng have: sections, interfaces, options and other blocks.
type ngCopier struct {
	*pcap.NgWriter
	begun bool // the first section stands for that of the capture
}

func newNgCopier(dst io.Writer, r *pcap.Reader) (*ngCopier, error) {
	o, begun := pcap.NgOptions{}, false
	if s := r.Section(); s != nil {
		o, begun = pcap.NgOptions{Section: *s, Order: byteOrder(s)}, true
	} else {
		o.Section.Application = application()
	}
	w, err := pcap.NewNgWriter(dst, o)
	return &ngCopier{w, begun}, err
}

func byteOrder(s *pcap.Section) binary.ByteOrder {
	if s.BigEndian() {
		return binary.BigEndian
	}
	return binary.LittleEndian
}

// block copies a block. A section begins anew, because its length may be stated, and
// not every packet need come.
func (w *ngCopier) block(b *pcap.Block) error {
	if b.Type != pcap.BlockSection {
		return w.WriteBlock(b)
	}
	if w.begun {
		w.begun = false
		return nil
	}
	return w.StartSection(*b.Section, byteOrder(b.Section))
}

// Write writes a packet that is no block, or not a whole one any more. Its interface
// is there already if it came in a pcapng capture.
func (w *ngCopier) Write(p *pcap.Packet) error {
	i := p.Interface
	if ours := w.Section().Interfaces(); i != nil && i.SectionInfo != nil && i.Index < len(ours) {
		p.Interface = ours[i.Index]
	}
	err := w.NgWriter.Write(p)
	p.Interface = i
	return err
}

// A promptWriter hands packets on to the file after maxWait at most, so that one who
// reads the file as it grows, or a pipe, sees them soon.
type promptWriter struct {
	failed func()

	mu      sync.Mutex
	w       pcap.PacketWriter
	timer   *time.Timer
	waiting bool
	closed  bool
	err     error
}

func newPromptWriter(w pcap.PacketWriter, failed func()) *promptWriter {
	p := &promptWriter{w: w, failed: failed}
	p.timer = time.AfterFunc(0, p.flushLate) // the header
	return p
}

func (p *promptWriter) flushLate() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.waiting = false
	if p.closed || p.err != nil {
		return
	}
	if p.err = p.w.Flush(); p.err != nil {
		p.failed()
	}
}

// wake has what is about to be written flushed in time.
func (p *promptWriter) wake() {
	if !p.waiting {
		p.waiting = true
		p.timer.Reset(maxWait)
	}
}

func (p *promptWriter) Write(k *pcap.Packet) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.err != nil {
		return p.err
	}
	p.wake()
	return p.w.Write(k)
}

func (p *promptWriter) block(b *pcap.Block) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.err != nil {
		return p.err
	}
	p.wake()
	return p.w.(blockWriter).block(b)
}

func (p *promptWriter) Flush() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.w.Flush()
}

func (p *promptWriter) Close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.timer.Stop()
	p.closed = true
	return p.w.Close()
}

// parseSize parses the argument of -C: millions of bytes, or KiB, MiB, GiB.
func parseSize(s string) (int64, error) {
	if s == "" {
		return 0, nil
	}
	unit, num := int64(1_000_000), s
	switch s[len(s)-1] | 0x20 {
	case 'k':
		unit, num = 1<<10, s[:len(s)-1]
	case 'm':
		unit, num = 1<<20, s[:len(s)-1]
	case 'g':
		unit, num = 1<<30, s[:len(s)-1]
	}
	n, err := strconv.ParseInt(num, 10, 64)
	if err != nil || n <= 0 || n > 1<<62/unit {
		return 0, fmt.Errorf("invalid file size %s", s)
	}
	return n * unit, nil
}
