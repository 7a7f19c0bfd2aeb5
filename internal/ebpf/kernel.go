package ebpf

import (
	"errors"
	"io/fs"
)

// ErrRefused: the verifier refuses the program. Error has its log.
var ErrRefused = errors.New("refused by the verifier")

// Error says what the kernel refused. Err is its errno, or errors.ErrUnsupported
// where there is no such kernel.
type Error struct {
	Op  string // such as "make map"
	Err error
	// Log is what the verifier wrote about a program that it refused.
	Log string
}

func (e *Error) Error() string {
	s := e.Op + ": " + e.Err.Error()
	if errors.Is(e.Err, fs.ErrPermission) {
		s += "; it takes CAP_BPF and CAP_NET_ADMIN, outside user namespaces: run as root"
	}
	if e.Log != "" {
		s += ": " + lastLine(e.Log)
	}
	return s
}

func (e *Error) Unwrap() error { return e.Err }

// lastLine is the last line of the verifier's log that says something about the
// program, not about the verifier's work.
func lastLine(log string) string {
	last := ""
	for len(log) > 0 {
		line := log
		for i := range len(log) {
			if log[i] == '\n' {
				line = log[:i]
				break
			}
		}
		log = log[min(len(line)+1, len(log)):]
		if line != "" && (len(line) < 10 || line[:10] != "processed ") {
			last = line
		}
	}
	return last
}

// Kind of program.
type Kind uint32

// The kinds (enum bpf_prog_type).
const (
	KindSocket Kind = 1 // socket filters and fan-out
	KindXDP    Kind = 6
)

// LoadOptions say how a program is loaded.
type LoadOptions struct {
	Kind      Kind
	Name      string // for those who list programs; its first 15 letters and digits
	Fragments bool   // XDP: it copes with packets in several pieces (BPF_F_XDP_HAS_FRAGS)
}

// Loaded is a program in the kernel, which keeps it as long as it is open here or in
// use. Without privileges loading gives an error that is fs.ErrPermission.
type Loaded struct{ object }

// Load has the kernel verify and compile a program. The error is an *Error with the
// verifier's log.
func Load(p Program, o LoadOptions) (*Loaded, error) {
	l := new(Loaded)
	if err := l.load(p, o); err != nil {
		return nil, err
	}
	return l, nil
}

// FD is the descriptor, for setsockopt; it stays the program's.
func (l *Loaded) FD() int { return l.fd() }

// Run runs the program on a packet of 14 bytes or more, of which a socket filter
// does not see the first 14 (BPF_PROG_TEST_RUN).
func (l *Loaded) Run(pkt []byte) (verdict uint32, err error) { return l.run(pkt) }

// Close closes the descriptor.
func (l *Loaded) Close() error { return l.close() }

// MapKind is a kind of map (enum bpf_map_type).
type MapKind uint32

// The kinds of map.
const (
	MapArray MapKind = 2
	MapXSK   MapKind = 17 // sockets of AF_XDP, by queue
)

// Map is a map in the kernel whose keys are 32-bit numbers from 0.
type Map struct{ object }

// NewMap makes a map with entries of valueSize bytes; for MapXSK that is 4.
func NewMap(kind MapKind, valueSize, entries int) (*Map, error) {
	m := new(Map)
	if err := m.make(kind, valueSize, entries); err != nil {
		return nil, err
	}
	return m, nil
}

// FD is the descriptor, for LoadMap; it stays the map's.
func (m *Map) FD() int { return m.fd() }

// Put sets an entry. Of a MapXSK it is the socket's descriptor.
func (m *Map) Put(key uint32, value []byte) error { return m.put(key, value) }

// Read reads an entry of a MapArray into value, which has its size.
func (m *Map) Read(key uint32, value []byte) error { return m.read(key, value) }

// Delete removes an entry of a MapXSK.
func (m *Map) Delete(key uint32) error { return m.remove(key) }

// Close closes the descriptor.
func (m *Map) Close() error { return m.close() }

// Mode is how an XDP program is attached to an interface.
type Mode uint32

// The modes.
const (
	AnyMode Mode = 0      // in the driver if that can, otherwise generic
	Generic Mode = 1 << 1 // in the network stack (XDP_FLAGS_SKB_MODE)
	Driver  Mode = 1 << 2 // in the driver (XDP_FLAGS_DRV_MODE)
)

// Link keeps an XDP program attached to an interface for as long as it is open: the
// kernel detaches the program when the process ends, however it does. It takes
// Linux 5.9.
type Link struct{ object }

// Attach attaches an XDP program to an interface, in the network namespace of the
// calling thread. An interface has one program: if there is one, the error is EBUSY
// or EEXIST.
func Attach(l *Loaded, ifindex int, m Mode) (*Link, error) {
	k := new(Link)
	if err := k.attach(l, ifindex, m); err != nil {
		return nil, err
	}
	return k, nil
}

// Update puts another program in the place of the one that is attached, between
// two packets.
func (k *Link) Update(l *Loaded) error { return k.update(l) }

// Close detaches the program.
func (k *Link) Close() error { return k.close() }
