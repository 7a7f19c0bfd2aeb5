package netlab

import (
	"encoding/binary"
	"errors"
	"fmt"

	"golang.org/x/sys/unix"
)

// The ethtool commands that switch an offload, each with a struct ethtool_value.
var offloads = []uint32{
	unix.ETHTOOL_SRXCSUM, unix.ETHTOOL_STXCSUM, unix.ETHTOOL_SSG, unix.ETHTOOL_STSO, unix.ETHTOOL_SUFO,
	unix.ETHTOOL_SGSO, unix.ETHTOOL_SGRO,
}

func (h *Host) noOffload(link string) error {
	if !inside() {
		return ErrNotPrivate
	}
	h.mu.RLock()
	defer h.mu.RUnlock()
	if h.nl == nil {
		return fmt.Errorf("%w: %s", ErrClosed, h.name)
	}
	for _, cmd := range offloads {
		v := binary.NativeEndian.AppendUint32(nil, cmd)
		err := h.nl.Ethtool(link, append(v, 0, 0, 0, 0))
		if err != nil && !errors.Is(err, unix.EOPNOTSUPP) { // what cannot be switched is off, or was never an offload
			return fmt.Errorf("netlab: %s: %s: switching offloads off: %w", h.name, link, err)
		}
	}
	return nil
}
