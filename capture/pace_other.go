//go:build !linux

package capture

import "time"

func nap(d time.Duration) { time.Sleep(d) }
