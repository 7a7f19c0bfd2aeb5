package filter

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"strconv"
	"strings"
)

// Bounds of the files that the Read methods of Names take.
const (
	maxNameLine  = 64 << 10
	maxNameFile  = 64 << 20
	maxBadLines  = 100 // that are kept
	maxLineShown = 60
)

// ErrFileTooBig is what the Read methods of Names return for a file of more than
// 64 MiB, of which they take that much.
var ErrFileTooBig = errors.New("file of names is longer than 64 MiB")

// LineError is a line of a file of names that is not understood.
type LineError struct {
	Line int    // from 1
	Text string // what stands there, perhaps cut
	Want string // what should
}

func (e *LineError) Error() string {
	return fmt.Sprintf("line %d: want %s, have %q", e.Line, e.Want, e.Text)
}

// NamesError says which lines of a file of names are not understood. All others count.
type NamesError struct {
	Lines []LineError // the first hundred
	Count int         // all of them
}

func (e *NamesError) Error() string {
	s := e.Lines[0].Error()
	if e.Count > 1 {
		s += fmt.Sprintf(", and %d more lines", e.Count-1)
	}
	return s
}

// Unwrap returns the first of Lines.
func (e *NamesError) Unwrap() error { return &e.Lines[0] }

func (e *NamesError) add(line int, text, want string) {
	if e.Count++; e.Count <= maxBadLines {
		if len(text) > maxLineShown {
			text = text[:maxLineShown] + "..."
		}
		e.Lines = append(e.Lines, LineError{line, text, want})
	}
}

// lines calls f with the fields of each line, without comments. Lines that have not two
// fields, or that f refuses, are passed over, and are a *NamesError in the end.
func lines(r io.Reader, want string, f func(fields []string) bool) error {
	var bad NamesError
	b := bufio.NewReaderSize(r, maxNameLine)
	for n, size := 1, 0; ; n++ {
		line, err := b.ReadSlice('\n')
		text, _, _ := strings.Cut(string(line), "#")
		long := err == bufio.ErrBufferFull
		for err == bufio.ErrBufferFull && size <= maxNameFile {
			size += len(line)
			line, err = b.ReadSlice('\n')
		}
		if size += len(line); size > maxNameFile {
			return ErrFileTooBig
		}
		if fields := strings.Fields(text); len(fields) > 0 && (long || len(fields) < 2 || !f(fields)) {
			bad.add(n, strings.TrimSpace(text), want)
		}
		switch {
		case err != nil && err != io.EOF:
			return err
		case err == nil:
		case bad.Count > 0:
			return &bad
		default:
			return nil
		}
	}
}

// first makes v what key means, unless it means something already: as for
// getservbyname, the first entry of a name counts.
func first[V any](table map[string]V, key string, v V) {
	if _, there := table[key]; !there {
		table[key] = v
	}
}

// ReadHosts adds the entries of a file in the format of /etc/hosts: an address and
// names. A name has all the addresses that it stands beside. Lines that are not
// understood are passed over, and are a *NamesError.
func (n *Names) ReadHosts(r io.Reader) error {
	if n.HostTable == nil {
		n.HostTable = map[string][]netip.Addr{}
	}
	return lines(r, "an address and names", func(f []string) bool {
		a, err := netip.ParseAddr(f[0])
		if err != nil {
			return false
		}
		a = a.Unmap().WithZone("")
		for _, name := range f[1:] {
			name = strings.ToLower(name)
			if had := n.HostTable[name]; !among(had, a) {
				n.HostTable[name] = append(had, a)
			}
		}
		return true
	})
}

// among looks at no more than some: a list of thousands, which no host has, may
// have one address twice.
func among(list []netip.Addr, a netip.Addr) bool {
	for _, b := range list[:min(len(list), 64)] {
		if a == b {
			return true
		}
	}
	return false
}

// ReadEthers adds the entries of a file in the format of /etc/ethers: a MAC-48 address
// and a name. The first entry of a name counts. Lines that are not understood are
// passed over, and are a *NamesError.
func (n *Names) ReadEthers(r io.Reader) error {
	if n.EtherTable == nil {
		n.EtherTable = map[string][6]byte{}
	}
	return lines(r, "a MAC address and a name", func(f []string) bool {
		m, ok := ParseMAC(f[0])
		if ok {
			first(n.EtherTable, strings.ToLower(f[1]), m)
		}
		return ok
	})
}

// ReadNetworks adds the entries of a file in the format of /etc/networks: a name
// and an address, of whose bits as many count as are written ("10.1" is 10.1.0.0/16
// and "10.1.0.0" is one address, as it is for libpcap), and other names. The first entry
// of a name counts. Lines that are not understood are passed over, and are a
// *NamesError.
func (n *Names) ReadNetworks(r io.Reader) error {
	if n.NetworkTable == nil {
		n.NetworkTable = map[string]netip.Prefix{}
	}
	return lines(r, "a name and an IPv4 network", func(f []string) bool {
		addr, bits, ok := parseDotted(f[1])
		if !ok {
			return false
		}
		b := [4]byte{byte(addr >> 24), byte(addr >> 16), byte(addr >> 8), byte(addr)}
		for name := range namesOf(f) {
			first(n.NetworkTable, strings.ToLower(name), netip.PrefixFrom(netip.AddrFrom4(b), bits))
		}
		return true
	})
}

// namesOf are the names in a line that has something else in second place.
func namesOf(f []string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for i, name := range f {
			if i != 1 && !yield(name) {
				return
			}
		}
	}
}

// ReadServices adds the entries of a file in the format of /etc/services: a name,
// a port and a transport as in "80/tcp", and other names. The first entry of a name
// over a transport counts. Lines that are not understood are passed over, and are a
// *NamesError.
func (n *Names) ReadServices(r io.Reader) error {
	if n.ServiceTable == nil {
		n.ServiceTable = map[string]uint16{}
	}
	return lines(r, "a name, a port and a transport as in 80/tcp", func(f []string) bool {
		number, transport, _ := strings.Cut(f[1], "/")
		port, err := strconv.ParseUint(number, 10, 16)
		if err != nil || transport == "" {
			return false
		}
		for name := range namesOf(f) {
			first(n.ServiceTable, name+"/"+strings.ToLower(transport), uint16(port))
		}
		return true
	})
}

// ReadProtocols adds the entries of a file in the format of /etc/protocols: a name,
// a number and other names. The first entry of a name counts. Lines that are not
// understood are passed over, and are a *NamesError.
func (n *Names) ReadProtocols(r io.Reader) error {
	if n.ProtocolTable == nil {
		n.ProtocolTable = map[string]uint8{}
	}
	return lines(r, "a name and a number to 255", func(f []string) bool {
		number, err := strconv.ParseUint(f[1], 10, 8)
		if err != nil {
			return false
		}
		for name := range namesOf(f) {
			first(n.ProtocolTable, strings.ToLower(name), uint8(number))
		}
		return true
	})
}
