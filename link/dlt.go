package link

// Platform is an operating system, for what concerns its DLT_ numbers. The names
// are those of runtime.GOOS.
type Platform string

// Platforms whose DLT_ numbers differ from the common ones. Any other value,
// the empty one included, means the common numbers.
const (
	Common    Platform = ""
	OpenBSD   Platform = "openbsd"
	NetBSD    Platform = "netbsd"
	FreeBSD   Platform = "freebsd"
	Dragonfly Platform = "dragonfly"
	Darwin    Platform = "darwin"
	IOS       Platform = "ios"
)

// DLT numbers that are not the LINKTYPE_ value, on most platforms.
const (
	dltATMRFC1483 = 11
	dltRaw        = 12
	dltRawOpenBSD = 14
	dltSLIPBSDOS  = 15 // 13 on NetBSD, where 15 is unused
	dltPPPBSDOS   = 16 // 14 on NetBSD, FreeBSD
	dltATMCLIP    = 19
	dltPFSync18   = 18  // OpenBSD, NetBSD, DragonFly, macOS
	dltPFSyncFree = 121 // FreeBSD: its own number, taken before 246 was assigned
	dltPKTAPApple = 149 // DLT_USER2, which Apple took
)

// DLT returns the DLT_ number that stands for t on platform p.
func (t Type) DLT(p Platform) int {
	switch t {
	case ATMRFC1483:
		return dltATMRFC1483
	case Raw:
		if p == OpenBSD {
			return dltRawOpenBSD
		}
		return dltRaw
	case SLIPBSDOS:
		if p == NetBSD || p == FreeBSD {
			return 13
		}
		return dltSLIPBSDOS
	case PPPBSDOS:
		if p == NetBSD || p == FreeBSD {
			return 14
		}
		return dltPPPBSDOS
	case ATMClassicalIP:
		return dltATMCLIP
	case HIPPI:
		if p == NetBSD {
			return 15
		}
	case NetBSDHDLC:
		if p == NetBSD {
			return 16
		}
	case Loop:
		if p == OpenBSD {
			return 12
		}
	case Enc:
		if p == OpenBSD {
			return 13
		}
	case PFSync:
		return pfsyncDLT(p)
	case PKTAP:
		if p == Darwin || p == IOS {
			return dltPKTAPApple
		}
	}
	return int(t)
}

func pfsyncDLT(p Platform) int {
	switch p {
	case FreeBSD:
		return dltPFSyncFree
	case OpenBSD, NetBSD, Dragonfly, Darwin, IOS:
		return dltPFSync18
	}
	return int(PFSync)
}

// FromDLT returns the link type that the DLT_ number dlt stands for on platform
// p. A number without a meaning of its own is the link type of the same value; ok
// is false if it does not fit one.
func FromDLT(dlt int, p Platform) (t Type, ok bool) {
	if t, ok := platformDLT(dlt, p); ok {
		return t, true
	}
	switch dlt {
	case dltATMRFC1483:
		return ATMRFC1483, true
	case dltRaw:
		return Raw, true
	case dltRawOpenBSD:
		// Only OpenBSD means raw IP by it, but no other platform's device or
		// file uses it, and files that carry it by mistake exist.
		return Raw, true
	case dltSLIPBSDOS:
		return SLIPBSDOS, true
	case dltPPPBSDOS:
		return PPPBSDOS, true
	case dltATMCLIP:
		return ATMClassicalIP, true
	}
	if dlt < 0 || dlt > 0xffff {
		return 0, false
	}
	return Type(dlt), true
}

// platformDLT has the numbers that only p gives this meaning.
func platformDLT(dlt int, p Platform) (Type, bool) {
	switch {
	case p == OpenBSD && dlt == 12:
		return Loop, true
	case p == OpenBSD && dlt == 13:
		return Enc, true
	case (p == NetBSD || p == FreeBSD) && dlt == 13:
		return SLIPBSDOS, true
	case (p == NetBSD || p == FreeBSD) && dlt == 14:
		return PPPBSDOS, true
	case p == NetBSD && dlt == 15:
		return HIPPI, true
	case p == NetBSD && dlt == 16:
		return NetBSDHDLC, true
	case p != Common && dlt == pfsyncDLT(p):
		return PFSync, true
	case (p == Darwin || p == IOS) && dlt == dltPKTAPApple:
		return PKTAP, true
	}
	return 0, false
}

// FromFile returns the type that the number n of a capture file means. It is n
// itself, except that files exist which were written with a DLT_ value that is no
// LINKTYPE_ value (11, 12, 14 to 19); libpcap and this function take those for
// what they were meant as.
func FromFile(n uint16) Type {
	switch n {
	case dltATMRFC1483, dltRaw, dltRawOpenBSD, dltSLIPBSDOS, dltPPPBSDOS, dltATMCLIP:
		t, _ := FromDLT(int(n), Common)
		return t
	}
	return Type(n)
}
