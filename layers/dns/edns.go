package dns

import (
	"strconv"

	"github.com/gocap-project/gocap/wire"
)

// OPT is the data of an EDNS pseudo-record; see [EDNS] for the rest of it.
// RFC 6891 §6.1.2.
type OPT struct{ Options wire.EDNSOptions }

func (d *OPT) code(c *coder) {
	c.raw((*[]byte)(&d.Options), c.left())
	if c.mode == printing && len(d.Options) > 0 {
		c.print(d.Options.String())
	}
}

// EDNS is what an OPT record says. RFC 6891 §6.1.3.
type EDNS struct {
	UDPSize  uint16 // largest message that the sender can receive, in bytes
	ExtRCode uint8  // upper eight bits of the response code
	Version  uint8  // 0
	DO       bool   // DNSSEC answers are welcome
	Z        uint16 // 15 bits: other flags
	Options  wire.EDNSOptions
}

// Record returns e as a record, for the additional section.
func (e EDNS) Record() Record {
	ttl := uint32(e.ExtRCode)<<24 | uint32(e.Version)<<16 | uint32(wire.Bit(e.DO))<<15 | uint32(e.Z&0x7fff)
	r := Record{Name: ".", Type: wire.DNSTypeOPT, Class: wire.DNSClass(e.UDPSize), TTL: ttl}
	if len(e.Options) > 0 {
		r.Data = &OPT{e.Options}
	}
	return r
}

// EDNS returns what r says if it is an OPT record.
func (r *Record) EDNS() (e EDNS, ok bool) {
	if r.Type != wire.DNSTypeOPT {
		return e, false
	}
	if d, ok := r.Data.(*OPT); ok {
		e.Options = d.Options
	}
	e.UDPSize, e.ExtRCode, e.Version = uint16(r.Class), uint8(r.TTL>>24), uint8(r.TTL>>16)
	e.DO, e.Z = r.TTL>>15&1 != 0, uint16(r.TTL&0x7fff)
	return e, true
}

// EDNS returns what the message's first OPT record says, if it has one.
func (l *Message) EDNS() (e EDNS, ok bool) {
	for i := range l.Additional {
		if e, ok = l.Additional[i].EDNS(); ok {
			return e, true
		}
	}
	return e, false
}

// ResponseCode returns the whole response code: RCode and what an OPT record adds.
func (l *Message) ResponseCode() wire.DNSRCode {
	e, _ := l.EDNS()
	return wire.DNSRCode(e.ExtRCode)<<4 | l.RCode
}

// String returns the record as a comment: "; EDNS: version 0, flags do, udp 1232; COOKIE: …".
func (e EDNS) String() string {
	s := "; EDNS: version " + strconv.Itoa(int(e.Version))
	if e.DO {
		s += ", flags do"
	}
	if e.Z != 0 {
		s += ", z 0x" + strconv.FormatUint(uint64(e.Z), 16)
	}
	if e.ExtRCode != 0 {
		s += ", extended rcode " + strconv.Itoa(int(e.ExtRCode))
	}
	s += ", udp " + strconv.Itoa(int(e.UDPSize))
	if len(e.Options) > 0 {
		s += "; " + e.Options.String()
	}
	return s
}
