//go:build dragonfly || freebsd || netbsd

package pid1

import "golang.org/x/sys/unix"

// powerOff is reboot(2).
func powerOff() error {
	unix.Sync()
	if _, _, e := unix.Syscall(unix.SYS_REBOOT, howto, 0, 0); e != 0 {
		return e
	}
	return nil
}
