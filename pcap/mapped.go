package pcap

import (
	"errors"
	"io"
	"os"
)

// OpenMapped is [Open] over a memory mapping of the file, where the system has
// mappings and the file is a regular one; otherwise it is Open. Packets then stay
// valid until the reader is closed, as nothing is copied. Reading in order is slower
// than with Open, whose copies are cheaper than page faults; for access in random
// order it is faster. The file must not be cut while it is mapped: the process would
// be killed (SIGBUS).
func OpenMapped(path string) (*Reader, error) { return ReadOptions{}.OpenMapped(path) }

// OpenMapped is [OpenMapped] with options.
func (o ReadOptions) OpenMapped(path string) (*Reader, error) {
	if path == "-" {
		return o.Open(path)
	}
	m, err := mapFile(path)
	if errors.Is(err, errors.ErrUnsupported) {
		return o.Open(path)
	}
	if err != nil {
		return nil, err
	}
	r, err := o.NewBytesReader(m.data)
	if err != nil {
		return nil, named(path, errors.Join(err, m.Close()))
	}
	r.closers = append([]io.Closer{m}, r.closers...)
	return r, nil
}

// A mapping is a file in memory.
type mapping struct {
	data []byte
}

// Close unmaps the file.
func (m *mapping) Close() error {
	data := m.data
	m.data = nil
	return unmap(data)
}

// mapFile maps a regular file that is not empty; anything else is unsupported.
func mapFile(path string) (*mapping, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if n := st.Size(); !st.Mode().IsRegular() || n == 0 || int64(int(n)) != n {
		return nil, errors.ErrUnsupported
	}
	data, err := mapRegular(f, int(st.Size()))
	if err != nil {
		return nil, err
	}
	return &mapping{data}, nil
}
