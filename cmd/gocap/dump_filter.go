package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"net/netip"
	"os"
	"strings"

	"github.com/gocap-project/gocap/bpf"
	"github.com/gocap-project/gocap/capture"
	"github.com/gocap-project/gocap/filter"
	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/netif"
	"github.com/gocap-project/gocap/pcap"
)

// An expressionError shows where in an expression the fault is.
type expressionError struct{ err *filter.Error }

func (e *expressionError) Error() string { return e.err.Error() + "\n" + e.err.Caret() }
func (e *expressionError) Unwrap() error { return e.err }

// pointed makes an expressionError of an error of Parse or Compile.
func pointed(err error) error {
	if e, ok := errors.AsType[*filter.Error](err); ok {
		return &expressionError{e}
	}
	return err
}

// expression returns the filter: the arguments with spaces between them, or what is
// in the file of -F, which has comments from # to the end of a line.
func (f *dumpFlags) expression(ctx context.Context, args []string) (string, error) {
	if f.filterFile == "" {
		return strings.TrimSpace(strings.Join(args, " ")), nil
	}
	return expressionIn(ctx, f.filterFile)
}

// expressionIn returns the filter in a file.
func expressionIn(ctx context.Context, name string) (string, error) {
	b, err := unless(ctx, func() ([]byte, error) { return readSmall(name) })
	if _, ended := errors.AsType[*exitError](err); err != nil && !ended {
		return "", &exitError{exitUsage, err}
	} else if ended {
		return "", err
	}
	b = bytes.TrimPrefix(b, []byte("\ufeff")) // a byte order mark
	comment := false
	for i, c := range b {
		if c == '#' {
			comment = true
		} else if c == '\n' {
			comment = false
		}
		if comment {
			b[i] = ' ' // so that columns stay
		}
	}
	return strings.TrimRight(string(b), " \t\r\n"), nil
}

func readSmall(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, filter.MaxLength+1))
	if err == nil && len(b) > filter.MaxLength {
		err = fmt.Errorf("%s is longer than a filter may be, %d bytes", name, filter.MaxLength)
	}
	return b, err
}

// unless returns what f does, or an error if the context is done before: f may wait, as
// opening a named pipe does, and is left behind.
func unless[T any](ctx context.Context, f func() (T, error)) (T, error) {
	type result struct {
		v   T
		err error
	}
	c := make(chan result, 1)
	go func() {
		v, err := f()
		c <- result{v, err}
	}()
	select {
	case r := <-c:
		return r.v, r.err
	case <-ctx.Done():
		var none T
		return none, quiet(exitFound)
	}
}

// A dumpFilter is the filter of a dump, which is compiled for each link type.
type dumpFilter struct {
	expr    string // not empty
	options filter.Options
	engines map[link.Type]*bpf.Engine // of files
}

// newFilter returns the filter that the flags ask for, or nil. What is wrong whatever
// the link type is found here.
func (f *dumpFlags) newFilter() (*dumpFilter, error) {
	o := filter.Options{
		NoOptimize: f.noOpt, Timeout: filterTime,
		Netmask: filter.KnownMask(0), // as tcpdump has it where there is none
	}
	if err := f.language.apply(&o); err != nil {
		return nil, err
	}
	e, err := o.Dialect.Parse(f.expr)
	if err != nil || e == nil {
		return nil, pointed(err)
	}
	if o.Resolver, err = (nameFiles{}).read(true); err != nil {
		return nil, err
	}
	return &dumpFilter{f.expr, o, map[link.Type]*bpf.Engine{}}, nil
}

// compile compiles the filter for packets of a link type.
func (x *dumpFilter) compile(ctx context.Context, t link.Type, o filter.Options) (bpf.Program, error) {
	p, err := filter.CompileContext(ctx, x.expr, t, o)
	if err != nil {
		return nil, pointed(err)
	}
	return p.Insns, nil
}

// engine returns what runs the filter on packets of a link type from a file.
func (x *dumpFilter) engine(ctx context.Context, t link.Type) (*bpf.Engine, error) {
	if e, ok := x.engines[t]; ok {
		return e, nil
	}
	p, err := x.compile(ctx, t, x.options)
	if errors.Is(err, filter.RejectsAll) && len(x.engines) > 0 {
		p, err = bpf.Reject(), nil // packets of another link type may match
	}
	if err != nil {
		return nil, err
	}
	e, err := bpf.Compile(p)
	if err == nil {
		x.engines[t] = e
	}
	return e, err
}

// match reports whether a packet of a file matches.
func (x *dumpFilter) match(ctx context.Context, r *pcap.Reader, p *pcap.Packet) (bool, error) {
	t := p.LinkType()
	e, err := x.engine(ctx, t)
	if err != nil {
		return false, fmt.Errorf("packets of link type %v: %w", t, err)
	}
	return e.Match(withinSnaplen(r, p), p.Len) != 0, nil
}

// withinSnaplen returns as much of a packet as libpcap lets a filter see: no more than
// the snapshot length that a pcap file states.
func withinSnaplen(r *pcap.Reader, p *pcap.Packet) []byte {
	if n := r.Header().Snaplen; r.Format() == pcap.Pcap && n > 0 && n <= math.MaxInt32 && len(p.Data) > int(n) {
		return p.Data[:n]
	}
	return p.Data
}

// firstLink returns the link type that a file begins with, if it can be read twice.
func firstLink(name string) (t link.Type, ok bool) {
	if st, err := os.Stat(name); err != nil || !st.Mode().IsRegular() {
		return 0, false
	}
	r, err := pcap.Open(name)
	if err != nil {
		return 0, false
	}
	defer r.Close()
	if t, ok = r.LinkType(); ok {
		return t, true
	}
	if p, err := r.Next(); err == nil {
		return p.LinkType(), true
	}
	return r.LinkType()
}

// maskOn returns the IPv4 netmask of an interface: that of its first address.
func maskOn(name string) filter.Mask {
	if name != capture.Any {
		i, _ := netif.ByName(name) // without addresses it has none
		for _, a := range i.Addrs {
			if a.Prefix.Addr().Is4() {
				return filter.PrefixMask(netip.PrefixFrom(a.Prefix.Addr(), a.Prefix.Bits()))
			}
		}
	}
	return filter.KnownMask(0)
}

// writeCode writes the filter's program in the form that -d, -dd and -ddd ask for.
func (d *dump) writeCode(w io.Writer) error {
	t, o, err := d.codeTarget()
	if err != nil {
		return err
	}
	p := bpf.Snap(o.Snaplen)
	if d.filter != nil {
		base := d.filter.options
		base.Snaplen, base.Target, base.Netmask = o.Snaplen, o.Target, o.Netmask
		if p, err = d.filter.compile(d.ctx, t, base); err != nil {
			return err
		}
	}
	_, err = io.WriteString(w, code(p, d.f.dumpCode))
	return err
}

// code is a program in the form of -d, -dd or -ddd.
func code(p bpf.Program, form int) string {
	switch form {
	case 1:
		return strings.TrimSuffix(p.String(), "\n") + "\n"
	case 2:
		return strings.TrimSuffix(p.C(), "\n") + "\n"
	}
	return strings.TrimSuffix(p.Decimal(), "\n") + "\n"
}

// codeTarget returns for what -d compiles: the first file or interface named, or none,
// which is Ethernet unless -y says otherwise.
func (d *dump) codeTarget() (t link.Type, o filter.Options, err error) {
	o = filter.Options{Snaplen: uint32(d.f.snaplen), Netmask: filter.KnownMask(0)}
	if o.Snaplen == 0 {
		o.Snaplen = capture.DefaultSnaplen
	}
	if d.f.fromFiles() {
		return d.fileTarget(o)
	}
	t = link.Ethernet
	if len(d.f.interfaces) > 0 {
		names, err := chosen(d.f.interfaces[:1])
		if err != nil {
			return t, o, err
		}
		if t, err = linkOf(names[0]); err != nil {
			return t, o, err
		}
		o.Target, o.Netmask = filter.Linux, maskOn(names[0])
	}
	if d.f.linkType != "" {
		var ok bool
		if t, ok = link.ByName(d.f.linkType); !ok {
			return t, o, usage("invalid data link type %s", d.f.linkType)
		}
	}
	return t, o, nil
}

// linkOf returns the link type that a capture on an interface has. Unlike opening it,
// this needs no privilege.
func linkOf(name string) (link.Type, error) {
	if name == capture.Any {
		return link.LinuxSLL2, nil
	}
	i, err := netif.ByName(name)
	switch {
	case err != nil:
		return 0, err
	case !i.TypeKnown:
		return link.LinuxSLL2, nil
	}
	return i.Type, nil
}

func (d *dump) fileTarget(o filter.Options) (t link.Type, _ filter.Options, err error) {
	s, err := d.openFiles()
	if err != nil {
		return 0, o, err
	}
	defer s.close()
	if err := s.begin(); err != nil {
		return 0, o, err
	}
	ifs := s.interfaces()
	if len(ifs) == 0 {
		return link.Ethernet, o, nil
	}
	if n := ifs[0].Snaplen; n > 0 && n <= math.MaxInt32 {
		o.Snaplen = n
	}
	return ifs[0].LinkType, o, nil
}
