package ebpf

import (
	"encoding/binary"
	"errors"
	"io/fs"
	"runtime"
	"unsafe"

	"golang.org/x/sys/unix"
)

// This file is the package's only use of unsafe: bpf(2) takes addresses in a union
// of structures (union bpf_attr, linux/bpf.h), which is put together here by offset
// because it is the same on all machines, unlike Go's layout.

// attr is a union bpf_attr.
type attr struct {
	b   [120]byte
	pin runtime.Pinner
}

func (a *attr) put32(at int, v uint32) { binary.NativeEndian.PutUint32(a.b[at:], v) }
func (a *attr) get32(at int) uint32    { return binary.NativeEndian.Uint32(a.b[at:]) }

// point puts the address of b, which stays where it is until the call is done.
func (a *attr) point(at int, b []byte) {
	if len(b) == 0 {
		return
	}
	p := unsafe.Pointer(unsafe.SliceData(b))
	a.pin.Pin(p)
	binary.NativeEndian.PutUint64(a.b[at:], uint64(uintptr(p)))
}

// patience is how often a load that signals interrupt is tried again.
const patience = 100

// call is bpf(2). It returns a descriptor, or what the command does.
func (a *attr) call(cmd int) (int, error) {
	defer a.pin.Unpin()
	for try := 0; ; try++ {
		n, _, errno := unix.Syscall(unix.SYS_BPF, uintptr(cmd), uintptr(unsafe.Pointer(&a.b)), unsafe.Sizeof(a.b))
		switch {
		case errno == 0:
			return int(n), nil
		case (errno == unix.EAGAIN || errno == unix.EINTR) && try < patience:
		default:
			return -1, errno
		}
	}
}

// object is a descriptor plus one, so that the zero value is closed.
type object struct{ number int }

func (o object) fd() int { return o.number - 1 }

func (o *object) close() error {
	fd := o.fd()
	if o.number = 0; fd < 0 {
		return &Error{Op: "close", Err: fs.ErrClosed}
	}
	return unix.Close(fd)
}

// open makes the object of the descriptor that a call gives.
func (o *object) open(a *attr, cmd int, op string) error {
	fd, err := a.call(cmd)
	if err != nil {
		return &Error{Op: op, Err: err}
	}
	o.number = fd + 1
	return nil
}

// license is for the kernel's taint: helpers for GPL programs only are not used.
var license = []byte("MIT\x00")

// The verifier's log: tried first without, because it takes time.
const (
	firstLog = 64 << 10
	mostLog  = 16 << 20
)

func (l *Loaded) load(p Program, o LoadOptions) error {
	const op = "load program"
	code := p.Append(make([]byte, 0, len(p)*instructionLen))
	err := l.open(loadAttr(code, o, nil), unix.BPF_PROG_LOAD, op)
	var e *Error
	if err == nil || !errors.As(err, &e) || errors.Is(err, unix.EPERM) {
		return err
	}
	for size := firstLog; size <= mostLog; size *= 4 {
		log := make([]byte, size)
		again := l.open(loadAttr(code, o, log), unix.BPF_PROG_LOAD, op)
		if again == nil {
			return nil // it was for want of memory, or of a moment
		}
		if !errors.Is(again, unix.ENOSPC) {
			if e.Log = unix.ByteSliceToString(log); e.Log != "" {
				e.Err = ErrRefused // EACCES and EINVAL mean other things elsewhere
			}
			return e
		}
	}
	return e
}

func loadAttr(code []byte, o LoadOptions, log []byte) *attr {
	a := new(attr)
	a.put32(0, uint32(o.Kind))
	a.put32(4, uint32(len(code)/instructionLen))
	a.point(8, code)
	a.point(16, license)
	if len(log) > 0 {
		a.put32(24, 1)
		a.put32(28, uint32(len(log)))
		a.point(32, log)
	}
	if o.Kind == KindXDP {
		a.put32(68, unix.BPF_XDP)
		if o.Fragments {
			a.put32(44, unix.BPF_F_XDP_HAS_FRAGS)
		}
	}
	putName(a.b[48:63], o.Name)
	return a
}

// putName writes what the kernel takes of a name.
func putName(b []byte, name string) {
	for i := 0; i < len(name) && len(b) > 0; i++ {
		if c := name[i]; c == '_' || c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' {
			b[0] = c
			b = b[1:]
		}
	}
}

func (l *Loaded) run(pkt []byte) (uint32, error) {
	a := new(attr)
	a.put32(0, uint32(l.fd()))
	a.put32(8, uint32(len(pkt)))
	a.point(16, pkt)
	a.put32(32, 1)
	if _, err := a.call(unix.BPF_PROG_TEST_RUN); err != nil {
		return 0, &Error{Op: "run program", Err: err}
	}
	return a.get32(4), nil
}

func (m *Map) make(kind MapKind, valueSize, entries int) error {
	a := new(attr)
	a.put32(0, uint32(kind))
	a.put32(4, 4)
	a.put32(8, uint32(valueSize))
	a.put32(12, uint32(entries))
	return m.open(a, unix.BPF_MAP_CREATE, "make map")
}

// element does something with an entry.
func (m *Map) element(cmd int, op string, key uint32, value []byte) error {
	a := new(attr)
	a.put32(0, uint32(m.fd()))
	a.point(8, binary.NativeEndian.AppendUint32(make([]byte, 0, 4), key))
	a.point(16, value)
	if _, err := a.call(cmd); err != nil {
		return &Error{Op: op, Err: err}
	}
	return nil
}

func (m *Map) put(key uint32, value []byte) error {
	return m.element(unix.BPF_MAP_UPDATE_ELEM, "set map entry", key, value)
}

func (m *Map) read(key uint32, value []byte) error {
	return m.element(unix.BPF_MAP_LOOKUP_ELEM, "read map entry", key, value)
}

func (m *Map) remove(key uint32) error {
	return m.element(unix.BPF_MAP_DELETE_ELEM, "delete map entry", key, nil)
}

func (k *Link) attach(l *Loaded, ifindex int, m Mode) error {
	a := new(attr)
	a.put32(0, uint32(l.fd()))
	a.put32(4, uint32(ifindex))
	a.put32(8, unix.BPF_XDP)
	a.put32(12, uint32(m))
	return k.open(a, unix.BPF_LINK_CREATE, "attach program")
}

func (k *Link) update(l *Loaded) error {
	a := new(attr)
	a.put32(0, uint32(k.fd()))
	a.put32(4, uint32(l.fd()))
	if _, err := a.call(unix.BPF_LINK_UPDATE); err != nil {
		return &Error{Op: "replace program", Err: err}
	}
	return nil
}
