package afpacket

import (
	"errors"

	"golang.org/x/sys/unix"
)

func hasClock(name string) (bool, error) {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return false, &Error{"open socket", err}
	}
	defer unix.Close(fd)
	info, err := unix.IoctlGetEthtoolTsInfo(fd, name)
	switch {
	case errors.Is(err, unix.EOPNOTSUPP):
		return false, nil
	case err != nil:
		return false, &Error{"ask for time stamping", err}
	}
	return stampsAll(info.So_timestamping, info.Rx_filters), nil
}

// stampsAll reports whether an adapter gives its own time, and for every frame.
func stampsAll(so, filters uint32) bool {
	return so&unix.SOF_TIMESTAMPING_RAW_HARDWARE != 0 && filters&(1<<unix.HWTSTAMP_FILTER_ALL) != 0
}
