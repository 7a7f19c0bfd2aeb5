package main

import (
	"errors"
	"fmt"

	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/pcap"
)

// maxPool is how many bytes of packets are kept in memory, what holds them included.
var maxPool = 256 << 20 // less in tests

// A packetPool keeps the packets of files in memory, by link type.
type packetPool struct {
	packets map[link.Type][]pooledPacket
	size    int
	most    int
	chunk   []byte
}

type pooledPacket struct {
	data []byte
	wire int // length
}

// pooledOverhead is the size of a pooledPacket, with room for slices to grow.
const pooledOverhead = 64

// add keeps a packet, and reports whether there was room.
func (p *packetPool) add(t link.Type, data []byte, wire int) bool {
	if p.size += len(data) + pooledOverhead; p.size > p.most {
		return false
	}
	if len(data) > cap(p.chunk)-len(p.chunk) {
		p.chunk = make([]byte, 0, max(1<<20, len(data)))
	}
	at := len(p.chunk)
	p.chunk = append(p.chunk, data...)
	p.packets[t] = append(p.packets[t], pooledPacket{p.chunk[at:len(p.chunk):len(p.chunk)], wire})
	return true
}

var errPoolFull = errors.New("packets are too many to keep")

// load reads the files into memory, unless they are too big.
func (s *batch) load() error {
	pool := &packetPool{packets: map[link.Type][]pooledPacket{}, most: maxPool}
	err := s.each(true, func(t link.Type, data []byte, wire int) error {
		if !pool.add(t, data, wire) {
			return errPoolFull
		}
		return nil
	})
	if errors.Is(err, errPoolFull) {
		return nil // and leave the pool nil
	}
	s.pool = pool
	return err
}

// stream tries the programs of a group on the packets of the files.
func (s *batch) stream(g []filterJob) {
	by := map[link.Type][]*filterJob{}
	for i := range g {
		if g[i].engine != nil {
			by[g[i].link] = append(by[g[i].link], &g[i])
		}
	}
	if len(by) == 0 {
		return
	}
	if err := s.each(false, func(t link.Type, data []byte, wire int) error {
		for _, j := range by[t] {
			j.try(data, wire)
		}
		return s.ctx.Err()
	}); err != nil {
		for i := range g {
			if g[i].engine != nil {
				g[i].answer = filterAnswer{Error: err.Error(), Kind: "error"}
			}
		}
	}
}

// each calls f with the packets of all files, in order. What cannot be read is told,
// if it is to be, and is not an error; a file that cannot be opened at all is one.
func (s *batch) each(tell bool, f func(t link.Type, data []byte, wire int) error) error {
	for _, name := range s.files {
		if err := s.file(name, tell, f); err != nil {
			return err
		}
	}
	return nil
}

func (s *batch) file(name string, tell bool, f func(t link.Type, data []byte, wire int) error) error {
	if name == "-" {
		return usage("requests come from standard input: packets cannot")
	}
	r, err := openCapture(name, nil, pcap.ReadOptions{})
	if _, ok := errors.AsType[*pcap.FormatError](err); err != nil && !ok {
		return err
	}
	var good int64
	if err == nil {
		defer r.Close()
		for p, e := range r.Packets() {
			if e != nil {
				err = e
				break
			}
			good++
			if err := f(p.LinkType(), withinSnaplen(r, p), p.Len); err != nil {
				return err
			}
		}
	}
	if err != nil && tell {
		complain(s.f.cmd.ErrOrStderr(), fmt.Errorf("%w; %d packets before that count", nameError(name, err), good))
	}
	return s.ctx.Err()
}
