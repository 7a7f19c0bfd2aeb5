package bpfdev

import (
	"slices"
	"time"

	"github.com/gocap-project/gocap/link"
)

// System is how one system's kernel lays out what it shares with programs through
// /dev/bpf, and what it can do. It is facts only: nothing depends on where the program
// runs. Times in requests and in packets differ even within one system.
type System struct {
	Name     string        // as Go names it: GOOS/GOARCH
	Platform link.Platform // for what its DLT_ numbers mean
	Word     int           // bytes of a pointer, 4 or 8
	Big      bool          // numbers are big-endian

	Header Layout // of packets
	Fine   Layout // of packets with times in nanoseconds; its Align is 0 if there is none

	// Nodes are the device's names, tried in this order; a number is put for %d,
	// from 0 on.
	Nodes []string
	// Wait is how a program is best told that there are packets.
	Wait WaitMode
	// Timer reports whether poll starts the kernel's read timer. Elsewhere packets
	// that have to wait for company are waited for by the program.
	Timer bool
	// FilterMax is the kernel's limit on a filter's instructions.
	FilterMax int
	// WideStats: the counts have 64 bits, and there is one of packets that the filter
	// accepted.
	WideStats bool
	// NameSize is how long the name in a request to bind may be, the final 0 included.
	NameSize int

	Requests Requests

	ifreq   int // bytes of a struct ifreq or lifreq
	timeval timeval
	packed  bool // struct bpf_dltlist has no gap before its pointer
	way     direction
}

// direction is how a system lets a program choose between packets that come in and
// that go out.
type direction uint8

const (
	seeSent    direction = iota // a switch: outgoing packets or not
	inInOutOut                  // 0 in, 1 both, 2 out (FreeBSD)
	dropMask                    // a mask of those that are not wanted: 1 in, 2 out (OpenBSD)
	maybeInOut                  // inInOutOut on newer kernels, seeSent on older ones, with the same number (NetBSD)
	noneInOut                   // 0 none, 1 in, 2 out, 3 both, not documented; else seeSent (macOS)
)

// timeval is the layout of a struct timeval in a request, in bytes.
type timeval struct{ sec, usec, size int }

// Requests are the numbers of the ioctl requests; 0 is one that the system has not.
type Requests struct {
	GetBufLen, SetBufLen, SetFilter, SetFilterKeep, SetWriteFilter, Flush, Promiscuous, GetLink, SetLink, LinkList,
	GetInterface, SetInterface, SetLongInterface, SetReadTimeout, GetReadTimeout, SetWaitTimeout, Stats, Immediate, Version,
	GetHeaderComplete, SetHeaderComplete, GetSeeSent, SetSeeSent, GetDirection, SetDirection, Lock, Feedback,
	SetTime, GetTime, SetBufMode, GetBufMode, GetZeroMax, SetZeroBufs, RotateZero, BatchWrite, Readable uint32
}

// ioctl directions, from sys/ioccom.h.
const (
	iocVoid = 0x20000000
	iocOut  = 0x40000000
	iocIn   = 0x80000000
	iocBoth = iocIn | iocOut
)

// ioc is the number of a request that takes size bytes.
func ioc(dir uint32, group byte, number, size int) uint32 {
	return dir | uint32(size&0x1fff)<<16 | uint32(group)<<8 | uint32(number)
}

// common fills in the requests that all systems have, with the number that nearly all
// give them.
func (s *System) common() {
	b := func(dir uint32, number, size int) uint32 { return ioc(dir, 'B', number, size) }
	s.Header.Big, s.Fine.Big = s.Big, s.Big
	stat := 8
	if s.WideStats {
		stat = 128
	}
	s.Requests = Requests{
		GetBufLen: b(iocOut, 102, 4), SetBufLen: b(iocBoth, 102, 4), SetFilter: b(iocIn, 103, 2*s.Word), Flush: b(iocVoid, 104, 0),
		Promiscuous: b(iocVoid, 105, 0), GetLink: b(iocOut, 106, 4), GetInterface: b(iocOut, 107, s.ifreq), SetInterface: b(iocIn, 108, s.ifreq),
		SetReadTimeout: b(iocIn, 109, s.timeval.size), GetReadTimeout: b(iocOut, 110, s.timeval.size), Stats: b(iocOut, 111, stat),
		Immediate: b(iocIn, 112, 4), Version: b(iocOut, 113, 4), GetHeaderComplete: b(iocOut, 116, 4), SetHeaderComplete: b(iocIn, 117, 4),
		SetLink: b(iocIn, 120, 4), LinkList: b(iocBoth, 121, s.listSize()), GetSeeSent: b(iocOut, 118, 4), SetSeeSent: b(iocIn, 119, 4),
		Readable: ioc(iocOut, 'f', 127, 4),
	}
}

// listSize is the size of a struct bpf_dltlist in bytes.
func (s *System) listSize() int { return s.listPointer() + s.Word }

// listPointer is where its pointer is.
func (s *System) listPointer() int {
	if s.packed {
		return 4
	}
	return s.Word
}

func base(goos, goarch string) *System {
	word := 8
	if slices.Contains([]string{"386", "arm"}, goarch) {
		word = 4
	}
	return &System{
		Name: goos + "/" + goarch, Platform: link.Platform(goos), Word: word, Big: slices.Contains([]string{"ppc64", "s390x"}, goarch),
		Nodes: []string{"/dev/bpf", "/dev/bpf%d"}, FilterMax: 512, NameSize: 16, ifreq: 32, timeval: timeval{8, 8, 16},
	}
}

// freebsd: sys/net/bpf.h of FreeBSD 12 to 15. BIOCSTSTAMP with a fine clock makes
// headers struct bpf_xhdr.
func freebsd(goarch string) *System {
	s := base("freebsd", goarch)
	s.Header, s.Timer, s.way = wide(8), true, inInOutOut
	s.Fine = s.Header
	switch goarch {
	case "386":
		s.Header, s.timeval = narrow(), timeval{4, 4, 8}
		s.Fine = wide(4)
	case "arm":
		s.Header, s.timeval = wide(4), timeval{8, 4, 16}
		s.Header.fracSize = 4
		s.Fine = wide(4)
	}
	s.Fine.Unit = time.Nanosecond
	s.common()
	r, w := &s.Requests, s.Word
	r.GetSeeSent, r.SetSeeSent = 0, 0
	r.GetDirection, r.SetDirection = ioc(iocOut, 'B', 118, 4), ioc(iocIn, 'B', 119, 4)
	r.Lock, r.SetWriteFilter, r.Feedback = ioc(iocVoid, 'B', 122, 0), ioc(iocIn, 'B', 123, 2*w), ioc(iocIn, 'B', 124, 4)
	r.GetBufMode, r.SetBufMode, r.GetZeroMax = ioc(iocOut, 'B', 125, 4), ioc(iocIn, 'B', 126, 4), ioc(iocOut, 'B', 127, w)
	r.RotateZero, r.SetZeroBufs = ioc(iocOut, 'B', 128, 3*w), ioc(iocIn, 'B', 129, 3*w)
	r.SetFilterKeep, r.GetTime, r.SetTime = ioc(iocIn, 'B', 130, 2*w), ioc(iocOut, 'B', 131, 4), ioc(iocIn, 'B', 132, 4)
	return s
}

// netbsd: sys/net/bpf.h 1.78 of NetBSD. Kernels before 9 know the numbers of
// BIOCSDIRECTION as BIOCSSEESENT, and neither lock nor write filter.
func netbsd(goarch string) *System {
	s := base("netbsd", goarch)
	s.Header, s.WideStats, s.ifreq, s.timeval, s.way = wide(8), true, 144, timeval{8, 4, 16}, maybeInOut
	if s.Word == 4 {
		s.Header, s.timeval = narrow(), timeval{8, 4, 12}
	}
	s.common()
	r := &s.Requests
	r.SetLink, r.LinkList = ioc(iocIn, 'B', 118, 4), ioc(iocBoth, 'B', 119, s.listSize())
	r.GetSeeSent, r.SetSeeSent = ioc(iocOut, 'B', 120, 4), ioc(iocIn, 'B', 121, 4)
	r.GetDirection, r.SetDirection = r.GetSeeSent, r.SetSeeSent
	r.SetReadTimeout, r.GetReadTimeout = ioc(iocIn, 'B', 122, s.timeval.size), ioc(iocOut, 'B', 123, s.timeval.size)
	r.Feedback, r.Lock, r.SetWriteFilter = ioc(iocIn, 'B', 125, 4), ioc(iocVoid, 'B', 126, 0), ioc(iocIn, 'B', 127, 2*s.Word)
	s.oldLink()
	return s
}

// oldLink undoes what common says of two requests of systems that number them
// otherwise: those numbers mean something else there.
func (s *System) oldLink() {
	r := &s.Requests
	r.SetLink, r.LinkList = ioc(iocIn, 'B', 118, 4), ioc(iocBoth, 'B', 119, s.listSize())
}

// openbsd: sys/net/bpf.h of OpenBSD. BIOCSWTIMEOUT and BIOCSETFNR are there from 7.4 on.
func openbsd(goarch string) *System {
	s := base("openbsd", goarch)
	s.Header, s.way = narrow(), dropMask
	s.Header.Extended = true
	if s.Word == 4 {
		s.timeval = timeval{8, 4, 12}
		if goarch == "arm" {
			s.timeval.size = 16
		}
	}
	s.common()
	r := &s.Requests
	r.GetSeeSent, r.SetSeeSent = 0, 0
	r.GetDirection, r.SetDirection = ioc(iocOut, 'B', 124, 4), ioc(iocIn, 'B', 125, 4)
	r.Lock, r.SetWriteFilter = ioc(iocVoid, 'B', 118, 0), ioc(iocIn, 'B', 119, 2*s.Word)
	r.SetLink, r.LinkList = ioc(iocIn, 'B', 122, 4), ioc(iocBoth, 'B', 123, s.listSize())
	r.SetWaitTimeout, r.SetFilterKeep = ioc(iocIn, 'B', 126, s.timeval.size), ioc(iocIn, 'B', 127, 2*s.Word)
	return s
}

// dragonfly: sys/net/bpf.h of DragonFly 5 and 6.
func dragonfly(goarch string) *System {
	s := base("dragonfly", goarch)
	s.Header, s.Timer = wide(8), true
	s.common()
	r := &s.Requests
	r.Lock, r.SetWriteFilter, r.Feedback = ioc(iocVoid, 'B', 122, 0), ioc(iocIn, 'B', 123, 2*s.Word), ioc(iocIn, 'B', 125, 4)
	return s
}

// darwin: bsd/net/bpf.h of XNU. BIOCSDIRECTION and BIOCSBATCHWRITE are private and may go.
func darwin(goos, goarch string) *System {
	s := base(goos, goarch)
	s.Header, s.Nodes, s.Wait, s.Timer = narrow(), []string{"/dev/bpf%d"}, WaitSelect, true
	s.packed, s.timeval, s.way = true, timeval{8, 4, 16}, noneInOut
	s.common()
	r := &s.Requests
	r.SetFilterKeep = ioc(iocIn, 'B', 126, 2*s.Word)
	r.GetDirection, r.SetDirection = ioc(iocOut, 'B', 138, 4), ioc(iocIn, 'B', 139, 4)
	r.BatchWrite = ioc(iocIn, 'B', 143, 4)
	return s
}

// solaris: usr/src/uts/common/sys/net/bpf.h of illumos, which Solaris 11 has too.
func solaris(goos, goarch string) *System {
	s := base(goos, goarch)
	s.Platform = link.Common
	s.Header, s.WideStats, s.Wait, s.Timer = narrow(), true, WaitPoll, true
	s.NameSize = 32
	s.common()
	r := &s.Requests
	s.oldLink()
	r.GetSeeSent, r.SetSeeSent = ioc(iocOut, 'B', 120, 4), ioc(iocIn, 'B', 121, 4)
	r.SetReadTimeout, r.GetReadTimeout = ioc(iocIn, 'B', 122, s.timeval.size), ioc(iocOut, 'B', 123, s.timeval.size)
	r.SetLongInterface = ioc(iocIn, 'B', 108, lifreqSize)
	return s
}

// lifreqSize is the size of Solaris's struct lifreq in bytes, and lifrName that of the
// name in it.
const (
	lifreqSize = 120
	lifrName   = 32
)

// aix: the numbers of 4.4BSD, which AIX's net/bpf.h is from, and the ifreq of its
// SIOCGIFFLAGS. Its times have nanoseconds. Nothing of it could be tried.
func aix(goarch string) *System {
	s := base("aix", goarch)
	s.Platform = link.Common
	s.Header, s.Nodes, s.Wait = narrow(), []string{"/dev/bpf%d"}, WaitSelect
	s.Header.Unit = time.Nanosecond
	s.ifreq, s.timeval = 40, timeval{8, 4, 16}
	s.common()
	r := &s.Requests
	r.SetLink, r.LinkList, r.GetSeeSent, r.SetSeeSent, r.GetHeaderComplete, r.SetHeaderComplete = 0, 0, 0, 0, 0, 0
	return s
}

// Systems are all systems whose /dev/bpf this package knows.
func Systems() []*System {
	var all []*System
	for _, make := range []func(string) *System{freebsd, netbsd, openbsd} {
		for _, a := range []string{"amd64", "arm64", "386", "arm"} {
			all = append(all, make(a))
		}
	}
	all = append(all, openbsd("ppc64"), openbsd("riscv64"), dragonfly("amd64"))
	for _, a := range []string{"amd64", "arm64"} {
		all = append(all, darwin("darwin", a), darwin("ios", a))
	}
	return append(all, solaris("illumos", "amd64"), solaris("solaris", "amd64"), aix("ppc64"))
}

// Lookup finds a system by its Name, such as freebsd/amd64; nil is none.
func Lookup(name string) *System {
	all := Systems()
	if i := slices.IndexFunc(all, func(s *System) bool { return s.Name == name }); i >= 0 {
		return all[i]
	}
	return nil
}
