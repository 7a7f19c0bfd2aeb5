package capture

import (
	"time"

	"golang.org/x/sys/unix"
)

// nap sleeps for a short time in the kernel: package time rounds up to a
// millisecond when the program does nothing else.
func nap(d time.Duration) {
	left := unix.NsecToTimespec(int64(d))
	for unix.Nanosleep(&left, &left) == unix.EINTR {
	}
}
