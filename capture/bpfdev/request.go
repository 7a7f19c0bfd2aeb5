package bpfdev

import (
	"encoding/binary"
	"fmt"
	"time"

	"github.com/gocap-project/gocap/bpf"
)

// This file lays out what requests take and reads what they give: structures of
// net/bpf.h and net/if.h as bytes.

func (s *System) order() binary.ByteOrder {
	if s.Big {
		return binary.BigEndian
	}
	return binary.LittleEndian
}

// number is a u_int.
func (s *System) number(n uint32) []byte {
	b := make([]byte, 4)
	s.order().PutUint32(b, n)
	return b
}

// word reads or writes a pointer or size_t.
func (s *System) word(b []byte) uint64 {
	if s.Word == 4 {
		return uint64(s.order().Uint32(b))
	}
	return s.order().Uint64(b)
}

func (s *System) putWord(b []byte, v uint64) {
	if s.Word == 4 {
		s.order().PutUint32(b, uint32(v))
		return
	}
	s.order().PutUint64(b, v)
}

// nameRequest is the request to bind to an interface: which, and its struct ifreq or
// lifreq. It reports false if the name is too long.
func (s *System) nameRequest(name string) (req uint32, arg []byte, ok bool) {
	req, size := s.Requests.SetInterface, s.ifreq
	if len(name) >= 16 && s.Requests.SetLongInterface != 0 {
		req, size = s.Requests.SetLongInterface, lifreqSize
	}
	if len(name) >= s.NameSize || name == "" {
		return 0, nil, false
	}
	arg = make([]byte, size)
	copy(arg, name)
	return req, arg, true
}

// time is a struct timeval, rounded up to microseconds.
func (s *System) time(d time.Duration) []byte {
	us := (int64(d) + 999) / 1000
	b := make([]byte, s.timeval.size)
	put := func(at, size int, v int64) {
		if size == 4 {
			s.order().PutUint32(b[at:], uint32(v))
		} else {
			s.order().PutUint64(b[at:], uint64(v))
		}
	}
	put(0, s.timeval.sec, us/1e6)
	put(s.timeval.sec, s.timeval.usec, us%1e6)
	return b
}

// program is a struct bpf_program and, apart from it, its struct bpf_insn's.
func (s *System) program(p bpf.Program) (arg []byte, ref Ref) {
	code := make([]byte, 8*len(p))
	for i, in := range p {
		b := code[8*i:]
		s.order().PutUint16(b, in.Op)
		b[2], b[3] = in.Jt, in.Jf
		s.order().PutUint32(b[4:], in.K)
	}
	arg = make([]byte, 2*s.Word)
	s.order().PutUint32(arg, uint32(len(p)))
	return arg, Ref{At: s.Word, Mem: code}
}

// linkList is a struct bpf_dltlist with room for n link types, and the room.
func (s *System) linkList(n int) (arg []byte, ref Ref) {
	arg = make([]byte, s.listSize())
	s.order().PutUint32(arg, uint32(n))
	return arg, Ref{At: s.listPointer(), Mem: make([]byte, 4*n)}
}

// zeroBufs is a struct bpf_zbuf: two buffers of the same length.
func (s *System) zeroBufs(a, b []byte) (arg []byte, refs []Ref) {
	arg = make([]byte, 3*s.Word)
	s.putWord(arg[2*s.Word:], uint64(len(a)))
	return arg, []Ref{{At: 0, Mem: a}, {At: s.Word, Mem: b}}
}

// counts are those of a struct bpf_stat.
type counts struct {
	seen, dropped, accepted uint64 // accepted only if WideStats
}

func (s *System) counts(b []byte) counts {
	if s.WideStats {
		return counts{s.order().Uint64(b), s.order().Uint64(b[8:]), s.order().Uint64(b[16:])}
	}
	return counts{seen: uint64(s.order().Uint32(b)), dropped: uint64(s.order().Uint32(b[4:]))}
}

// since is how much was counted after before. The counts of most systems have 32
// bits and begin again; those that were set to 0 are taken as they are by whoever does so.
func (s *System) since(before, now counts) counts {
	d := counts{now.seen - before.seen, now.dropped - before.dropped, now.accepted - before.accepted}
	if !s.WideStats {
		d.seen, d.dropped = uint64(uint32(d.seen)), uint64(uint32(d.dropped))
	}
	return d
}

// version checks a struct bpf_version: the filter language of 1.1 is the only one there ever was.
func (s *System) version(b []byte) error {
	major, minor := s.order().Uint16(b), s.order().Uint16(b[2:])
	if major != 1 || minor < 1 {
		return &Error{Op: "check the filter language", Err: fmt.Errorf("the kernel's has version %d.%d, not 1.1", major, minor)}
	}
	return nil
}

// batchHeader puts a header before a packet of a batch that is written (macOS), and
// the bytes that align the next. Its time is not looked at.
func (s *System) batchHeader(b, frame []byte) []byte {
	const size = 20
	at := len(b)
	b = append(b, make([]byte, size)...)
	h := b[at:]
	s.order().PutUint32(h[8:], uint32(len(frame)))
	s.order().PutUint32(h[12:], uint32(len(frame)))
	s.order().PutUint16(h[16:], size)
	b = append(b, frame...)
	for len(b)%s.Header.Align != 0 {
		b = append(b, 0)
	}
	return b
}
