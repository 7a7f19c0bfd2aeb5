package pid1

// howto is RB_POWERDOWN of sys/reboot.h, which contains RB_HALT.
const howto = 0x808
