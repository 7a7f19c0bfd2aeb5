package afpacket

import "encoding/binary"

// Layout of a slot of a TPACKET_V1 or V2 ring (linux/if_packet.h), in the byte order
// of the machine: struct tpacket_hdr, which begins with an unsigned long, or
// tpacket2_hdr, and at 32 a sockaddr_ll in both.
const (
	slotAddr   = 32
	slotHeader = slotAddr + addrLen // TPACKET_HDRLEN, TPACKET2_HDRLEN
	slotLen    = 4                  // these are V2's; in V1 all are 4 bytes later where a long has 8
	slotSnap   = 8
	slotMAC    = 12
	slotSec    = 16
	slotNsec   = 20 // microseconds in V1
	slotTCI    = 24 // V2 only
	slotTPID   = 26
)

// slotForm says where things are in a slot.
type slotForm struct {
	status int // offset of the half of the status that has the bits
	shift  int // how much later than in V2 the other fields are
	v1     bool
}

// formOf is the form of a version's slots; word is the size of a long in bytes.
func formOf(v Version, word int, bigEndian bool) slotForm {
	f := slotForm{v1: v == V1}
	if f.v1 && word == 8 {
		f.shift = 4
		if bigEndian {
			f.status = 4
		}
	}
	return f
}

// slotFrame sets f to the frame in the slot s, or says what is wrong with it. It
// trusts no length in it. f.Data lie in the slot.
func slotFrame(s []byte, form slotForm, f *Frame) error {
	if len(s) < slotHeader {
		return &BlockError{Value: int64(len(s)), Err: ErrShortBlock}
	}
	ne, h := binary.NativeEndian, s[form.shift:slotHeader]
	mac, snap := int(ne.Uint16(h[slotMAC:])), ne.Uint32(h[slotSnap:])
	if mac < slotHeader || uint64(mac)+uint64(snap) > uint64(len(s)) {
		return &BlockError{Value: int64(mac) + int64(snap), Err: ErrData}
	}
	end := mac + int(snap)
	*f = Frame{
		Data: s[mac:end:end], head: s[slotHeader:end], Len: int(ne.Uint32(h[slotLen:])),
		Sec: ne.Uint32(h[slotSec:]), Nsec: ne.Uint32(h[slotNsec:]), Status: ne.Uint32(s[form.status:]),
	}
	if form.v1 {
		f.Nsec *= 1000
		f.Status &^= StatusVLAN | StatusVLANTPID // it has no place for the tag
	} else {
		f.TCI, f.TPID = ne.Uint16(h[slotTCI:]), ne.Uint16(h[slotTPID:])
	}
	f.address((*[addrLen]byte)(s[slotAddr:]))
	return nil
}
