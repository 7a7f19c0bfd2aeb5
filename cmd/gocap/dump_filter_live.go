package main

import (
	"encoding/binary"
	"errors"
	"slices"

	"github.com/gocap-project/gocap/bpf"
	"github.com/gocap-project/gocap/capture"
	"github.com/gocap-project/gocap/filter"
	"github.com/gocap-project/gocap/link"
)

// activate begins the capture with the filter in the kernel, or here if the kernel
// cannot have it.
func (s *live) activate() error {
	if s.d.filter == nil {
		return s.h.Activate(nil)
	}
	programs, err := s.programs()
	if err != nil {
		return err
	}
	if p, ok := s.kernelProgram(programs); ok {
		return s.h.Activate(p)
	}
	for _, p := range programs {
		e, err := bpf.Compile(p)
		if err != nil {
			return err
		}
		s.engines = append(s.engines, e)
	}
	return s.h.Activate(nil)
}

// programs compiles the filter for each interface. That no packet of an interface can
// match is an error if there is no other.
func (s *live) programs() (out []bpf.Program, err error) {
	var rejects error
	n := 0
	for _, i := range s.h.Interfaces() {
		o := s.d.filter.options
		o.Snaplen, o.Target, o.Netmask, o.MaxInsns = uint32(s.h.Snaplen()), filter.Linux, maskOn(i.Name), filter.DefaultMaxInsns
		p, err := s.d.filter.compile(s.d.ctx, i.Link, o)
		switch {
		case errors.Is(err, filter.RejectsAll):
			p, rejects = bpf.Reject(), err
		case err != nil:
			return nil, err
		default:
			n++
		}
		out = append(out, p)
	}
	if n == 0 {
		return nil, rejects
	}
	return out, nil
}

// kernelProgram makes one program of those of the interfaces, which finds out which
// one a packet is from. ok is false if the kernel cannot run it.
func (s *live) kernelProgram(programs []bpf.Program) (p bpf.Program, ok bool) {
	p = programs[0]
	for _, q := range programs[1:] {
		if !slices.Equal(p, q) {
			p, ok = byInterface(s.h.Interfaces(), programs)
			return p, ok && bpf.Validate(p) == nil
		}
	}
	return p, bpf.Validate(p) == nil
}

// byInterface puts programs one after another, each behind a test of the interface. It
// cannot be done with the device any, whose packets are from all interfaces.
func byInterface(list []capture.Interface, programs []bpf.Program) (out bpf.Program, ok bool) {
	for n, i := range list {
		if i.Index == 0 {
			return nil, false
		}
		out = append(out,
			bpf.Instruction{Op: bpf.LdAbsW, K: bpf.AncillaryOffset + bpf.AncInterface},
			bpf.Instruction{Op: bpf.JeqK, Jt: 1, K: uint32(i.Index)},
			bpf.Instruction{Op: bpf.Ja, K: uint32(len(programs[n])) + 1},
			bpf.Instruction{Op: bpf.LdImm}) // programs begin with 0 in A
		out = append(out, programs[n]...)
	}
	return append(out, bpf.Instruction{Op: bpf.RetK}), true
}

// match runs the filter here, if it does not run in the kernel.
func (s *live) match(p *capture.Packet) bool {
	if s.engines == nil {
		return true
	}
	data, length := p.Data, p.Len
	m := bpf.Metadata{PacketType: uint8(p.Type), Interface: uint32(p.Interface)}
	if p.VLAN != (capture.VLAN{}) {
		m.VLANPresent, m.VLANTag, m.VLANTPID = true, p.VLAN.TCI, p.VLAN.TPID
		if s.untagged = withoutTag(s.untagged[:0], p); len(s.untagged) > 0 {
			data, length = s.untagged, length-4
		}
	}
	return s.engines[s.from(p)].MatchLinux(data, length, &m) != 0
}

// from finds the interface that a packet was captured from. The device any, whose
// packets are from all, may be beside others.
func (s *live) from(p *capture.Packet) int {
	if i := s.byIndex[p.Interface]; i != nil && i.LinkType == p.Link {
		return i.Index
	}
	for n, i := range s.ifs {
		if i.LinkType == p.Link {
			return n
		}
	}
	return 0
}

// withoutTag appends the packet as the kernel has it, with the VLAN tag beside it.
func withoutTag(b []byte, p *capture.Packet) []byte {
	at, proto := 12, -1 // of the tag, and of the field that has its EtherType in cooked packets
	switch p.Link {
	case link.LinuxSLL2:
		at, proto = 20, 0
	case link.LinuxSLL:
		at, proto = 16, 14
	case link.Ethernet:
	default:
		return b
	}
	if len(p.Data) < at+4 {
		return b
	}
	b = append(append(b, p.Data[:at]...), p.Data[at+4:]...)
	if proto >= 0 {
		binary.BigEndian.PutUint16(b[proto:], binary.BigEndian.Uint16(p.Data[at+2:]))
	}
	return b
}
