package bpfsim

import (
	"errors"
	"os"
	"syscall"
	"time"

	"github.com/gocap-project/gocap/bpf"
	"github.com/gocap-project/gocap/capture/bpfdev"
)

// newest are the requests that a kernel lacks that is Old. Where the number meant
// something else then, it means that.
var newest = map[string]bool{"BIOCSETFNR": true, "BIOCSWTIMEOUT": true, "BIOCSDIRECTION": true, "BIOCLOCK": true, "BIOCSETWF": true, "BIOCSTSTAMP": true}

// whileLocked are the requests that BIOCLOCK leaves.
var whileLocked = map[string]bool{"BIOCGBLEN": true, "BIOCFLUSH": true, "BIOCGDLT": true, "BIOCGDLTLIST": true, "BIOCGETIF": true, "BIOCGRTIMEOUT": true,
	"BIOCGSTATS": true, "BIOCVERSION": true, "BIOCGHDRCMPLT": true, "FIONREAD": true, "BIOCLOCK": true, "BIOCSRTIMEOUT": true, "BIOCIMMEDIATE": true,
	"BIOCROTZBUF": true}

// Ioctl implements bpfdev.Device.
func (d *device) Ioctl(request uint32, arg []byte, refs ...bpfdev.Ref) error {
	d.k.mu.Lock()
	defer d.k.mu.Unlock()
	if d.closed {
		return os.ErrClosed
	}
	name := d.k.names[request]
	if name == "" || d.k.Old && newest[name] && !d.oldMeaning(name) {
		return d.k.p.unknown
	}
	if want := int(request >> 16 & 0x1fff); request&0xe0000000 != 0x20000000 && len(arg) != want {
		return errors.New("bpfsim: " + name + " with an argument of the wrong size")
	}
	d.k.issued[name]++
	if err := d.k.Fail[name]; err != nil {
		return err
	}
	if d.locked && !whileLocked[name] {
		return syscall.EPERM
	}
	return d.request(name, request, arg, refs)
}

// oldMeaning reports whether an old kernel knows the number nevertheless: NetBSD's
// BIOCSSEESENT became BIOCSDIRECTION, and FreeBSD's is old.
func (d *device) oldMeaning(name string) bool {
	return name == "BIOCSDIRECTION" && (d.k.Sys.Platform == "netbsd" || d.k.Sys.Platform == "freebsd") ||
		name != "BIOCSETFNR" && name != "BIOCSTSTAMP" && d.k.Sys.Platform == "freebsd" ||
		(name == "BIOCLOCK" || name == "BIOCSETWF") && d.k.Sys.Platform != "netbsd"
}

// number reads a u_int or writes one.
func (d *device) number(arg []byte) uint32       { return d.k.order().Uint32(arg) }
func (d *device) put(arg []byte, v uint32) error { d.k.order().PutUint32(arg, v); return nil }

func (d *device) request(name string, request uint32, arg []byte, refs []bpfdev.Ref) error {
	switch name {
	case "FIONREAD":
		n := d.slen
		if d.hold != nil {
			n += d.hlen
		}
		return d.put(arg, uint32(n))
	case "BIOCVERSION":
		d.k.order().PutUint16(arg, 1)
		d.k.order().PutUint16(arg[2:], 1)
		return nil
	case "BIOCGBLEN":
		return d.put(arg, uint32(d.buflen))
	case "BIOCSBLEN":
		return d.setLength(arg)
	case "BIOCSETF", "BIOCSETFNR", "BIOCSETWF":
		return d.setFilter(name, arg, refs)
	case "BIOCFLUSH":
		d.reset()
		return nil
	case "BIOCSETIF", "BIOCSETLIF":
		return d.bind(ifname(arg), request)
	case "BIOCIMMEDIATE":
		d.immediate = d.number(arg) != 0
		return nil
	case "BIOCSRTIMEOUT":
		d.readTimeout = d.time(arg)
		return nil
	case "BIOCSWTIMEOUT":
		d.waitTimeout = d.time(arg)
		return nil
	case "BIOCSHDRCMPLT":
		d.complete = d.number(arg) != 0
		return nil
	case "BIOCFEEDBACK":
		d.feedback = d.number(arg) != 0
		return nil
	case "BIOCSBATCHWRITE":
		d.batch = d.number(arg) != 0
		return nil
	case "BIOCLOCK":
		d.locked = true
		return nil
	case "BIOCSSEESENT", "BIOCSDIRECTION", "BIOCSDIRFILT":
		return d.direct(name, d.number(arg))
	case "BIOCSTSTAMP":
		if d.number(arg)&0xff > 3 {
			return syscall.EINVAL
		}
		d.fine = d.number(arg)&0xff == 1
		return nil
	case "BIOCGTSTAMP":
		if d.fine {
			return d.put(arg, 1)
		}
		return d.put(arg, 0)
	case "BIOCGSTATS":
		d.stats(arg)
		return nil
	case "BIOCSETBUFMODE", "BIOCGETZMAX", "BIOCSETZBUF", "BIOCROTZBUF":
		return d.zeroCopy(name, arg, refs)
	}
	return d.boundRequest(name, arg, refs)
}

// boundRequest is a request that needs an interface.
func (d *device) boundRequest(name string, arg []byte, refs []bpfdev.Ref) error {
	if d.iface == nil {
		return syscall.EINVAL
	}
	switch name {
	case "BIOCPROMISC":
		if !d.promisc {
			d.promisc = true
			d.iface.promisc++
		}
		return nil
	case "BIOCGDLT":
		if d.dlt < 0 {
			d.dlt = d.iface.links[0]
		}
		return d.put(arg, uint32(d.dlt))
	case "BIOCSDLT":
		for _, n := range d.iface.links {
			if uint32(n) == d.number(arg) {
				d.dlt = n
				d.reset()
				return nil
			}
		}
		return syscall.EINVAL
	case "BIOCGDLTLIST":
		if int(d.number(arg)) < len(d.iface.links) || len(refs) != 1 {
			return syscall.ENOMEM
		}
		for i, n := range d.iface.links {
			d.k.order().PutUint32(refs[0].Mem[4*i:], uint32(n))
		}
		return d.put(arg, uint32(len(d.iface.links)))
	}
	return d.k.p.unknown
}

func (d *device) setLength(arg []byte) error {
	if d.iface != nil {
		return syscall.EINVAL
	}
	d.buflen = min(max(int(d.number(arg)), d.k.p.minBuf), d.k.p.maxBuf)
	return d.put(arg, uint32(d.buflen))
}

// setFilter takes a program from the memory that the argument points to.
func (d *device) setFilter(name string, arg []byte, refs []bpfdev.Ref) error {
	n := int(d.number(arg))
	if n > 512 || len(refs) != 1 || len(refs[0].Mem) != 8*n || refs[0].At != d.k.Sys.Word {
		return syscall.EINVAL
	}
	p := make(bpf.Program, n)
	for i := range p {
		b := refs[0].Mem[8*i:]
		p[i] = bpf.Instruction{Op: d.k.order().Uint16(b), Jt: b[2], Jf: b[3], K: d.number(b[4:])}
	}
	if bpf.Validate(p) != nil {
		return syscall.EINVAL
	}
	if name == "BIOCSETWF" {
		d.writeFilter = p
		return nil
	}
	d.filter = p
	if name == "BIOCSETF" {
		d.reset()
	}
	return nil
}

func (d *device) bind(name string, request uint32) error {
	i := d.k.ifs[name]
	switch {
	case i == nil:
		return syscall.ENXIO
	case d.k.p.upOnly && !i.Up:
		return syscall.ENETDOWN
	case d.zeroMode && d.zero[0] == nil:
		return syscall.EINVAL
	case d.store == nil && d.buflen > d.k.Room:
		return syscall.ENOBUFS
	}
	if d.store == nil {
		d.store, d.free = make([]byte, d.buflen), make([]byte, d.buflen)
	}
	d.detach()
	d.iface = i
	i.devices = append(i.devices, d)
	d.reset()
	return nil
}

// time reads a struct timeval of the system.
func (d *device) time(arg []byte) time.Duration {
	sec, at := int64(0), 8
	if d.k.Sys.Name == "freebsd/386" {
		sec, at = int64(d.number(arg)), 4
	} else {
		sec = int64(d.k.order().Uint64(arg))
	}
	usec := int64(d.number(arg[at:])) // below 2³², and in the first half where it has 8 bytes
	if d.k.Sys.Big && len(arg) == 16 && d.k.Sys.Platform == "openbsd" {
		usec = int64(d.k.order().Uint64(arg[8:]))
	}
	return time.Duration(sec)*time.Second + time.Duration(usec)*time.Microsecond
}

func (d *device) direct(name string, v uint32) error {
	switch {
	case name == "BIOCSDIRFILT":
		d.way = v & 3
	case name == "BIOCSSEESENT", d.k.Old && d.k.Sys.Platform == "netbsd":
		d.way = 1
		if v == 0 {
			d.way = 0
		}
	case d.k.Sys.Platform == "darwin" || d.k.Sys.Platform == "ios":
		if v > 3 {
			return syscall.EINVAL
		}
		d.way = []uint32{9, 0, 2, 1}[v]
	case v > 2:
		return syscall.EINVAL
	default:
		d.way = v
	}
	return nil
}

func (d *device) stats(arg []byte) {
	o := d.k.order()
	if len(arg) == 128 {
		o.PutUint64(arg, d.seen)
		o.PutUint64(arg[8:], d.dropped)
		o.PutUint64(arg[16:], d.took)
		return
	}
	o.PutUint32(arg, uint32(d.seen))
	o.PutUint32(arg[4:], uint32(d.dropped))
}

// zeroCopy are FreeBSD's requests for zero-copy buffers.
func (d *device) zeroCopy(name string, arg []byte, refs []bpfdev.Ref) error {
	word := d.k.Sys.Word
	size := func(b []byte) uint64 {
		if word == 4 {
			return uint64(d.number(b))
		}
		return d.k.order().Uint64(b)
	}
	put := func(b []byte, v uint64) {
		if word == 4 {
			_ = d.put(b, uint32(v))
		} else {
			d.k.order().PutUint64(b, v)
		}
	}
	switch {
	case name == "BIOCSETBUFMODE":
		if d.iface != nil || d.number(arg) != 2 || !d.k.Zero {
			return syscall.EINVAL
		}
		d.zeroMode = true
	case !d.zeroMode:
		return syscall.EOPNOTSUPP
	case name == "BIOCGETZMAX":
		put(arg, 512*4096)
	case name == "BIOCSETZBUF":
		n := size(arg[2*word:])
		if d.zero[0] != nil || len(refs) != 2 || n%4096 != 0 || uint64(len(refs[0].Mem)) != n || uint64(len(refs[1].Mem)) != n {
			return syscall.EINVAL
		}
		d.zero = [2][]byte{refs[0].Mem, refs[1].Mem}
		d.store, d.free = d.zero[0][32:], d.zero[1][32:]
	case name == "BIOCROTZBUF":
		clear(arg)
		d.stopTimer()
		if d.hold == nil && d.slen > 0 {
			d.rotate()
			put(arg[2*word:], uint64(d.hlen))
		}
	}
	return nil
}
