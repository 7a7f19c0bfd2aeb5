package bpfsim

import (
	"encoding/binary"
	"maps"
	"strings"
	"syscall"
	"time"

	"github.com/gocap-project/gocap/capture/bpfdev"
)

// personality is how one system's kernel behaves. Its facts are stated here again,
// apart from those of bpfdev, so that a mistake in one place is found.
type personality struct {
	align     int
	size      int    // SIZEOF_BPF_HDR: what the header's length is computed from
	clock     string // form of times: bytes of seconds and of the fraction
	extended  bool   // OpenBSD's header
	nano      bool   // times have nanoseconds
	clones    bool   // there is /dev/bpf
	minBuf    int
	maxBuf    int
	defBuf    int
	unbound   syscall.Errno // of a read without an interface
	gone      syscall.Errno // of a read when the interface was removed
	unknown   syscall.Errno // of a request that is not known
	noData    bool          // a read that may not wait and finds nothing gives 0 bytes, not EAGAIN
	pollTimer bool          // poll starts the read timer
	upOnly    bool          // only an interface that is up can be bound to
	zero      bool          // there are zero-copy buffers
	longName  bool          // BIOCSETLIF
	tooShort  syscall.Errno // of a frame shorter than the header
	refused   syscall.Errno // of a frame that the write filter rejects
	lockable  bool
}

var personalities = map[string]personality{
	"freebsd": {align: 8, size: 26, clock: "8+8", clones: true, minBuf: 32, maxBuf: 512 << 10, defBuf: 4096, unbound: syscall.ENXIO, gone: syscall.ENXIO,
		unknown: syscall.EINVAL, pollTimer: true, zero: true, tooShort: syscall.EIO, refused: syscall.EPERM, lockable: true},
	"netbsd": {align: 8, size: 32, clock: "8+8", clones: true, minBuf: 32, maxBuf: 1 << 20, defBuf: 32768, unbound: syscall.EINVAL, gone: syscall.EIO,
		unknown: syscall.EINVAL, tooShort: syscall.EMSGSIZE, refused: syscall.EPERM, upOnly: true, lockable: true},
	"openbsd": {align: 4, size: 28, clock: "4+4", extended: true, clones: true, minBuf: 32, maxBuf: 2 << 20, defBuf: 32768, unbound: syscall.ENXIO, gone: syscall.EIO,
		unknown: syscall.EINVAL, noData: true, tooShort: syscall.EINVAL, refused: syscall.EPERM, lockable: true},
	"dragonfly": {align: 8, size: 32, clock: "8+8", clones: true, minBuf: 32, maxBuf: 512 << 10, defBuf: 4096, unbound: syscall.ENXIO, gone: syscall.ENXIO,
		unknown: syscall.EINVAL, pollTimer: true, tooShort: syscall.EINVAL, refused: syscall.EPERM, lockable: true},
	"darwin": {align: 4, size: 18, clock: "4+4", minBuf: 32, maxBuf: 512 << 10, defBuf: 4096, unbound: syscall.ENXIO, gone: syscall.ENXIO,
		unknown: syscall.EINVAL, pollTimer: true, tooShort: syscall.EINVAL},
	"solaris": {align: 4, size: 18, clock: "4+4", clones: true, minBuf: 32, maxBuf: 1 << 20, defBuf: 32768, unbound: syscall.EINVAL, gone: syscall.ENXIO,
		unknown: syscall.EINVAL, pollTimer: true, longName: true, tooShort: syscall.EMSGSIZE},
	"aix": {align: 4, size: 18, clock: "4+4", nano: true, minBuf: 32, maxBuf: 1 << 20, defBuf: 32768, unbound: syscall.ENXIO, gone: syscall.ENXIO,
		unknown: syscall.EINVAL, tooShort: syscall.EINVAL},
}

// of is the personality of a system.
func of(name string) personality {
	goos, _, _ := strings.Cut(name, "/")
	p := personalities[alias.Replace(goos)]
	switch name {
	case "freebsd/386":
		p.align, p.size, p.clock = 4, 18, "4+4"
	case "freebsd/arm":
		p.align, p.clock = 4, "8+4"
	case "netbsd/386", "netbsd/arm":
		p.align, p.size, p.clock = 4, 20, "4+4"
	}
	return p
}

// alias names the systems that are like another.
var alias = strings.NewReplacer("ios", "darwin", "illumos", "solaris")

// more are requests that golang.org/x/sys/unix lacks, by system and word size.
var more = map[string]map[string]uint32{
	// NetBSD sys/net/bpf.h 1.78.
	"netbsd/8": {"BIOCLOCK": 0x2000427e, "BIOCSETWF": 0x8010427f, "BIOCSDIRECTION": 0x80044279},
	"netbsd/4": {"BIOCLOCK": 0x2000427e, "BIOCSETWF": 0x8008427f, "BIOCSDIRECTION": 0x80044279},
	// OpenBSD 7.4 sys/net/bpf.h; the timeval of the 32-bit ones is below.
	"openbsd/8": {"BIOCSETFNR": 0x8010427f, "BIOCSWTIMEOUT": 0x8010427e},
	"openbsd/4": {"BIOCSETFNR": 0x8008427f},
	// XNU bsd/net/bpf.h, private.
	"darwin/8": {"BIOCSDIRECTION": 0x8004428b, "BIOCGDIRECTION": 0x4004428a, "BIOCSBATCHWRITE": 0x8004428f},
	// AIX net/bpf.h, by the numbers of 4.4BSD.
	"aix/8": {"BIOCGBLEN": 0x40044266, "BIOCSBLEN": 0xc0044266, "BIOCSETF": 0x80104267, "BIOCFLUSH": 0x20004268, "BIOCPROMISC": 0x20004269,
		"BIOCGDLT": 0x4004426a, "BIOCGETIF": 0x4028426b, "BIOCSETIF": 0x8028426c, "BIOCSRTIMEOUT": 0x8010426d, "BIOCGRTIMEOUT": 0x4010426e,
		"BIOCGSTATS": 0x4008426f, "BIOCIMMEDIATE": 0x80044270, "BIOCVERSION": 0x40044271},
}

// requests are the names of the requests that a system knows, by number.
func requests(sys *bpfdev.System) map[uint32]string {
	goos, arch, _ := strings.Cut(sys.Name, "/")
	goos = alias.Replace(goos)
	names := maps.Clone(Requests[goos+"/"+arch])
	if names == nil {
		names = map[string]uint32{}
	}
	maps.Copy(names, more[goos+"/"+string(rune('0'+sys.Word))])
	switch sys.Name {
	case "openbsd/386":
		names["BIOCSWTIMEOUT"] = 0x800c427e
	case "openbsd/arm":
		names["BIOCSWTIMEOUT"] = 0x8010427e
	}
	out := map[uint32]string{0x4004667f: "FIONREAD"}
	for name, n := range names {
		if name == "BIOCSFEEDBACK" { // another name for BIOCFEEDBACK
			continue
		}
		if other, ok := out[n]; !ok || name < other { // BIOCSDIRECTION rather than BIOCSSEESENT
			out[n] = name
		}
	}
	return out
}

func (k *Kernel) order() binary.ByteOrder {
	if k.Sys.Big {
		return binary.BigEndian
	}
	return binary.LittleEndian
}

// header writes the header of a packet, as long as the system makes it.
func (d *device) header(b []byte, hdrlen, caplen, length int, at time.Time, out bool) {
	o, p := d.k.order(), &d.k.p
	sec, frac := at.Unix(), int64(at.Nanosecond()/1000)
	if p.nano || d.fine {
		frac = int64(at.Nanosecond())
	}
	clock := p.clock
	if d.fine {
		clock = "8+8"
	}
	n := 16
	switch clock {
	case "8+8":
		o.PutUint64(b, uint64(sec))
		o.PutUint64(b[8:], uint64(frac))
	case "8+4":
		o.PutUint64(b, uint64(sec))
		o.PutUint32(b[8:], uint32(frac))
	default:
		o.PutUint32(b, uint32(sec))
		o.PutUint32(b[4:], uint32(frac))
		n = 8
	}
	o.PutUint32(b[n:], uint32(caplen))
	o.PutUint32(b[n+4:], uint32(length))
	o.PutUint16(b[n+8:], uint16(hdrlen))
	if p.extended {
		o.PutUint16(b[n+10:], uint16(d.iface.Index))
		b[n+14] = 0x10 | 3
		if out {
			b[n+14] = 0x20 | 3
		}
	}
}

// hdrlen is the length of the header: the network layer begins at a multiple of the
// alignment.
func (d *device) hdrlen() int {
	size := d.k.p.size
	if d.fine {
		size = 26
	}
	return align(d.iface.header+size, d.k.p.align) - d.iface.header
}

func align(n, to int) int { return (n + to - 1) / to * to }
