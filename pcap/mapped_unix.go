//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package pcap

import (
	"os"
	"syscall"
)

func mapRegular(f *os.File, n int) ([]byte, error) {
	data, err := syscall.Mmap(int(f.Fd()), 0, n, syscall.PROT_READ, syscall.MAP_SHARED)
	if err != nil {
		return nil, os.NewSyscallError("mmap", err)
	}
	return data, nil
}

func unmap(data []byte) error {
	return os.NewSyscallError("munmap", syscall.Munmap(data))
}
