package bpfdev

import "encoding/binary"

// PKTAP is what macOS says of a packet of a pktap interface, in front of it (struct
// pktap_header in bsd/net/pktap.h of XNU; LINKTYPE_PKTAP). Numbers are in the order of
// the machine, which is little-endian.
type PKTAP struct {
	Length    int    // of the header, in bytes: the packet follows
	DLT       int    // the kernel's number for the packet's link type
	Interface string // where it was seen
	Out       bool   // it was sent
	In        bool   // it was received
	PID       int    // of the process that it is of, -1 if not known
	Command   string // its name
	// EffectivePID and EffectiveCommand are of the process on whose behalf it was.
	EffectivePID     int
	EffectiveCommand string
}

const (
	pktapMinimum = 108 // up to the second name
	pktapPacket  = 1   // PTH_TYPE_PACKET
	pktapIn      = 1   // PTH_FLAG_DIR_IN
	pktapOut     = 2   // PTH_FLAG_DIR_OUT
)

// ParsePKTAP reads the header in front of a packet. A damaged one gives a *DamageError.
func ParsePKTAP(b []byte) (p PKTAP, err error) {
	if len(b) < pktapMinimum {
		return p, &DamageError{0, "PKTAP header is cut", len(b), pktapMinimum}
	}
	le := binary.LittleEndian
	n := le.Uint32(b)
	if n < pktapMinimum || uint64(n) > uint64(len(b)) {
		return p, &DamageError{0, "PKTAP header has a wrong length", int(min(n, 1<<31-1)), len(b)}
	}
	if t := le.Uint32(b[4:]); t != pktapPacket {
		return p, &DamageError{4, "PKTAP header is of no packet", int(min(t, 1<<31-1)), pktapPacket}
	}
	flags := le.Uint32(b[36:])
	return PKTAP{
		Length: int(n), DLT: int(int32(le.Uint32(b[8:]))), Interface: text(b[12:36]),
		In: flags&pktapIn != 0, Out: flags&pktapOut != 0,
		PID: int(int32(le.Uint32(b[52:]))), Command: text(b[56:76]),
		EffectivePID: int(int32(le.Uint32(b[84:]))), EffectiveCommand: text(b[88:108]),
	}, nil
}

// text is a name that ends with a 0 or with its room.
func text(b []byte) string {
	for i, c := range b {
		if c == 0 {
			return string(b[:i])
		}
	}
	return string(b)
}
