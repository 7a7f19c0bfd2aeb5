package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/gocap-project/gocap/pcap"
)

// A packetFile is a capture that is written: pcapng if its name ends so, else pcap, of the link type that the first packet
// has. It is made when that comes.
type packetFile struct {
	name   string
	stdout io.Writer
	nano   bool // pcap: times in nanoseconds
	w      pcap.PacketWriter
	f      *os.File // nil for standard output
	ng     *pcap.NgWriter
	ifaces map[*pcap.Interface]*pcap.Interface
}

// write writes a packet.
func (o *packetFile) write(p pcap.Packet) error {
	if o.w == nil {
		if err := o.open(&p); err != nil {
			return err
		}
	}
	if o.ng != nil {
		var err error
		if p.Interface, err = o.iface(p.Interface); err != nil {
			return o.failed(err)
		}
	}
	err := o.w.Write(&p)
	if errors.Is(err, pcap.ErrLinkType) {
		return fmt.Errorf("%s: %w; a name that ends with .pcapng makes a file that can have several", o.name, err)
	}
	return o.failed(err)
}

// open makes the file.
func (o *packetFile) open(p *pcap.Packet) error {
	dst := o.stdout
	if o.name != "-" {
		f, err := os.Create(o.name)
		if err != nil {
			return &exitError{exitUsage, err}
		}
		o.f, dst = f, f
	}
	var err error
	if strings.HasSuffix(strings.ToLower(o.name), ".pcapng") {
		o.ifaces = map[*pcap.Interface]*pcap.Interface{}
		o.ng, err = pcap.NewNgWriter(dst, pcap.NgOptions{Section: pcap.Section{Application: application()}})
		o.w = o.ng
	} else {
		o.w, err = pcap.NewWriter(dst, pcap.Options{LinkType: p.LinkType(), Nano: o.nano})
	}
	return o.failed(err)
}

// iface returns the file's interface for one of the capture that is read.
func (o *packetFile) iface(i *pcap.Interface) (*pcap.Interface, error) {
	if i == nil || o.ifaces[i] != nil {
		return o.ifaces[i], nil
	}
	c := *i
	c.Snaplen = 0 // datagrams may be longer than what was captured
	added, err := o.ng.AddInterface(c)
	o.ifaces[i] = added
	return added, err
}

// close completes the file, which may have no packets: then it has no link type either, and p says what to take.
func (o *packetFile) close(p *pcap.Packet) error {
	if o.w == nil {
		if err := o.open(p); err != nil {
			return err
		}
	}
	err := o.failed(o.w.Close())
	if o.f != nil {
		err = errors.Join(err, o.f.Close())
	}
	return err
}

// failed says what was being written.
func (o *packetFile) failed(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("writing %s: %w", o.name, err)
}

// A packetPipe reads a capture and writes another.
type packetPipe struct {
	read, write string
	lenient     bool
	out         packetFile
	err         io.Writer
}

// run calls f with each packet, which must write what is to be written.
func (p *packetPipe) run(stdin io.Reader, f func(k *pcap.Packet) error) error {
	if p.read == "" || p.write == "" {
		return usage("a capture to read (-r) and one to write (-w) are needed")
	}
	if p.write == "-" && isTerminal(p.out.stdout) {
		return usage("-w -: standard output is a terminal, and packets are not text")
	}
	if p.write != "-" && sameFile(p.read, p.write) {
		return usage("-w %s: that is the capture to read", p.write)
	}
	in, err := openCapture(p.read, stdin, pcap.ReadOptions{Lenient: p.lenient})
	if err != nil {
		return err
	}
	defer in.Close()
	p.out.name, p.out.nano = p.write, in.Header().Nano || in.Format() == pcap.Pcapng
	for {
		k, err := in.Next()
		if err != nil {
			e := p.out.close(&pcap.Packet{Interface: firstInterface(in)})
			if err != io.EOF { // what was good before it is kept
				e = errors.Join(fmt.Errorf("%s: %w", p.read, err), e)
			}
			return e
		}
		if err := f(k); err != nil {
			return errors.Join(err, p.out.close(k))
		}
	}
}

func firstInterface(in *pcap.Reader) *pcap.Interface {
	if all := in.Interfaces(); len(all) > 0 {
		return all[0]
	}
	return nil
}

// sameFile reports whether two names are of one file.
func sameFile(a, b string) bool {
	x, err := os.Stat(a)
	y, err2 := os.Stat(b)
	return err == nil && err2 == nil && os.SameFile(x, y)
}
