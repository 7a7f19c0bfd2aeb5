//go:build dragonfly || freebsd

package pid1

// howto is RB_POWEROFF and RB_HALT of sys/reboot.h.
const howto = 0x4000 | 0x8
