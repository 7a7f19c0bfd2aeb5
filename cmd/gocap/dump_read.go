package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"strings"

	"github.com/gocap-project/gocap/capture"
	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/netif"
	"github.com/gocap-project/gocap/pcap"
)

// open opens the source that the flags name.
func (d *dump) open() (err error) {
	if !d.f.fromFiles() {
		d.src, err = openLive(d)
		return err
	}
	s, err := d.openFiles()
	if err != nil {
		return err
	}
	if d.filter != nil { // before anything is written
		if t, ok := firstLink(s.name); ok {
			if _, err := d.filter.engine(d.ctx, t); err != nil {
				return errors.Join(err, s.close())
			}
		}
	}
	if d.f.write == "" || !d.copies() {
		s.pending = s.begin()
	}
	d.src = s
	if d.printer != nil {
		d.printer.InterfaceName = localNames()
	}
	return nil
}

// openFiles opens the first of the files that the flags name.
func (d *dump) openFiles() (*files, error) {
	names := d.f.read
	if d.f.readList != "" {
		more, err := fileList(d.f.readList, d.in)
		if err != nil {
			return nil, &exitError{exitUsage, err}
		}
		names = append(names, more...)
	}
	s := &files{d: d, names: names}
	return s, s.open()
}

// localNames gives the names that interfaces have on this system, which are all that
// is known of those in cooked packets of a file. tcpdump takes them too.
func localNames() func(uint32) string {
	var names map[uint32]string
	return func(index uint32) string {
		if names == nil {
			names = map[uint32]string{}
			list, _ := netif.Interfaces() // without names there are none to print
			for _, i := range list {
				names[uint32(i.Index)] = i.Name
			}
		}
		return names[index]
	}
}

// fileList reads file names from a file, - for standard input.
func fileList(name string, in io.Reader) (names []string, err error) {
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		in = f
	}
	s := bufio.NewScanner(in)
	for s.Scan() {
		if t := strings.TrimRight(s.Text(), "\r"); t != "" {
			names = append(names, t)
		}
	}
	if err := s.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("%s lists no file", name)
	}
	return names, nil
}

// files reads capture files one after another.
type files struct {
	d     *dump
	names []string // those to come
	name  string
	r     *pcap.Reader
	file  io.Closer // under r, if r does not close it
	slow  bool      // some file is a pipe or the like
	begun bool      // what comes before the first packet has been read

	pending error // of reading that, to be told when packets are read
}

// open opens the next file.
func (s *files) open() error {
	s.name, s.names, s.begun = s.names[0], s.names[1:], false
	o := pcap.ReadOptions{Lenient: s.d.f.lenient}
	name := s.name // of this file, whatever comes next
	o.OnSkip = func(k pcap.Skipped) {
		fmt.Fprintf(s.d.err, "gocap: %s: passed over %d bytes: %v\n", name, k.Bytes, k.Reason)
	}
	err := s.openReader(o)
	switch {
	case err == nil:
		return nil
	case s.d.ctx.Err() != nil:
		return quiet(exitFound) // interrupted before there was anything
	}
	return &exitError{exitUsage, nameError(s.name, err)}
}

// openReader opens what s.name names. Reading of a pipe or a device, which may have
// nothing for a long time, ends when the context does.
func (s *files) openReader(o pcap.ReadOptions) (err error) {
	s.file = nil
	in := s.d.in
	if s.name != "-" {
		st, err := os.Stat(s.name)
		if err != nil || st.Mode().IsRegular() {
			s.r, err = o.Open(s.name)
			return err
		}
		f, err := os.Open(s.name)
		if err != nil {
			return err
		}
		in, s.file = f, f
	}
	s.slow = true
	s.r, err = o.NewReader(newBreakable(s.d.ctx, in))
	if err != nil && s.file != nil {
		return errors.Join(err, s.file.Close())
	}
	return err
}

// nameError puts the file's name before an error that lacks it.
func nameError(name string, err error) error {
	if strings.Contains(err.Error(), name) && name != "-" {
		return err
	}
	if name == "-" {
		name = "standard input"
	}
	return fmt.Errorf("%s: %w", name, err)
}

// begin reads up to the first interface of a pcapng capture, and says what is read.
func (s *files) begin() error {
	s.begun = true
	if s.r.Format() == pcap.Pcapng {
		for len(s.r.Interfaces()) == 0 {
			err := s.between(s.r.NextBlock())
			if err == io.EOF {
				break
			}
			if err != nil {
				return err
			}
		}
	}
	ifs := s.r.Interfaces()
	if len(ifs) == 0 {
		fmt.Fprintf(s.d.err, "reading from file %s, which describes no interface\n", s.name)
		return nil
	}
	snaplen := ifs[0].Snaplen
	if snaplen == 0 || snaplen > math.MaxInt32 {
		snaplen = capture.DefaultSnaplen // as tcpdump takes it
	}
	fmt.Fprintf(s.d.err, "reading from file %s, %s, snapshot length %d\n", s.name, describeLink(ifs[0].LinkType), snaplen)
	if ifs[0].LinkType == link.LinuxSLL2 {
		fmt.Fprintln(s.d.err, "Warning: interface names might be incorrect")
	}
	return nil
}

// between takes a block that is no packet.
func (s *files) between(b *pcap.Block, err error) error {
	if err == nil && s.d.blocks {
		err = s.d.writeError(s.d.w.(blockWriter).block(b))
	}
	return err
}

func (s *files) next(r *record) error {
	for {
		err := s.read(r)
		switch {
		case err == nil:
			return s.filter(r)
		case s.d.ctx.Err() != nil && errors.Is(err, s.d.ctx.Err()):
			return io.EOF // with what was read until the interruption
		case err != io.EOF:
			return s.explain(err)
		case len(s.names) == 0:
			return io.EOF
		}
		if err := s.closeFile(); err != nil {
			return nameError(s.name, err)
		}
		if err := s.open(); err != nil {
			return err
		}
	}
}

// filter notes whether the packet is wanted.
func (s *files) filter(r *record) error {
	if s.d.filter == nil {
		return nil
	}
	ok, err := s.d.filter.match(s.d.ctx, s.r, r.Packet)
	r.unwanted = !ok
	return nameErrorIf(s.name, err)
}

// nameErrorIf is nameError of an error that may be nil.
func nameErrorIf(name string, err error) error {
	if err == nil {
		return nil
	}
	return nameError(name, err)
}

// explain puts the file's name before an error of reading.
func (s *files) explain(err error) error {
	if _, ok := errors.AsType[*pcap.FormatError](err); ok {
		return nameError(s.name, err)
	}
	return err
}

// read reads a packet of the file.
func (s *files) read(r *record) (err error) {
	if !s.begun {
		s.pending = s.begin()
	}
	if err := s.pending; err != nil {
		s.pending = nil
		return err
	}
	if !s.d.blocks || s.r.Format() != pcap.Pcapng {
		r.block = nil
		r.Packet, err = s.r.Next()
		return err
	}
	for {
		b, err := s.r.NextBlock()
		if err == nil && b.Packet != nil {
			r.Packet, r.block = b.Packet, b
			return nil
		}
		if err := s.between(b, err); err != nil {
			return err
		}
	}
}

func (s *files) interfaces() (out []pcap.Interface) {
	for _, i := range s.r.Interfaces() {
		out = append(out, *i)
	}
	if len(out) == 0 {
		if t, ok := s.r.LinkType(); ok {
			out = append(out, pcap.Interface{LinkType: t})
		}
	}
	return out
}

func (s *files) prompt() bool { return s.slow }

func (s *files) status(w io.Writer, captured int64) {
	fmt.Fprintf(w, "gocap: %d packet%s read\n", captured, plural(captured))
}

func (s *files) summary(io.Writer, int64) {}

func (s *files) closeFile() (err error) {
	if s.r != nil { // nil if the next file could not be opened
		err = s.r.Close()
		s.r = nil
	}
	if s.file != nil {
		err = errors.Join(err, s.file.Close())
		s.file = nil
	}
	return err
}

func (s *files) close() error { return s.closeFile() }

// A breakable reads from a source that may block, until the context ends.
type breakable struct {
	ctx  context.Context
	ask  chan []byte
	got  chan readResult
	buf  []byte
	left []byte // read but not taken
	err  error
}

type readResult struct {
	n   int
	err error
}

func newBreakable(ctx context.Context, in io.Reader) *breakable {
	b := &breakable{ctx: ctx, ask: make(chan []byte), got: make(chan readResult, 1), buf: make([]byte, 64<<10)}
	go b.serve(in)
	return b
}

// serve reads when it is asked to. It stays behind in a Read that never returns.
func (b *breakable) serve(in io.Reader) {
	for {
		select {
		case buf := <-b.ask:
			n, err := in.Read(buf)
			b.got <- readResult{n, err}
		case <-b.ctx.Done():
			return
		}
	}
}

func (b *breakable) Read(p []byte) (int, error) {
	if len(b.left) == 0 && b.err == nil {
		b.fill()
	}
	if len(b.left) == 0 {
		return 0, b.err
	}
	n := copy(p, b.left)
	b.left = b.left[n:]
	return n, nil
}

func (b *breakable) fill() {
	select {
	case b.ask <- b.buf:
	case <-b.ctx.Done():
		b.err = b.ctx.Err()
		return
	}
	select {
	case g := <-b.got:
		b.left, b.err = b.buf[:g.n], g.err
	case <-b.ctx.Done():
		b.err = b.ctx.Err()
	}
}
