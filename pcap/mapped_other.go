//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd)

package pcap

import (
	"errors"
	"os"
)

func mapRegular(*os.File, int) ([]byte, error) { return nil, errors.ErrUnsupported }

func unmap([]byte) error { return nil }
