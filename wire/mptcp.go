package wire

import (
	"iter"
	"slices"
)

// MPTCP is the data of a Multipath TCP option: what follows kind and length.
// RFC 8684 §3. The methods that return a decoded option report false if it is of
// another subtype or its length is wrong.
type MPTCP []byte

// MPSubtype says what an MPTCP option means. RFC 8684 §7.2.
type MPSubtype uint8

// The subtypes of MPTCP options.
const (
	MPCapableType    MPSubtype = 0x0 // RFC 8684 §3.1
	MPJoinType       MPSubtype = 0x1 // RFC 8684 §3.2
	MPDSSType        MPSubtype = 0x2 // data sequence signal, RFC 8684 §3.3
	MPAddAddrType    MPSubtype = 0x3 // RFC 8684 §3.4.1
	MPRemoveAddrType MPSubtype = 0x4 // RFC 8684 §3.4.2
	MPPrioType       MPSubtype = 0x5 // RFC 8684 §3.3.8
	MPFailType       MPSubtype = 0x6 // RFC 8684 §3.7
	MPFastCloseType  MPSubtype = 0x7 // RFC 8684 §3.5
	MPResetType      MPSubtype = 0x8 // MP_TCPRST, RFC 8684 §3.6
	MPExperimentType MPSubtype = 0xf // private use, RFC 8684 §7.2
)

func (s MPSubtype) String() string {
	names := [...]string{"capable", "join", "dss", "add-addr", "remove-addr", "prio", "fail", "fastclose", "tcprst"}
	switch {
	case int(s) < len(names):
		return names[s]
	case s == MPExperimentType:
		return "experimental"
	}
	return itoa(int(s))
}

// MPTCP yields the Multipath TCP options; a header may have several.
func (o TCPOptions) MPTCP() iter.Seq[MPTCP] {
	return func(yield func(MPTCP) bool) {
		for opt := range o.All() {
			if opt.Kind == TCPMultipath && len(opt.Data) > 0 && !yield(MPTCP(opt.Data)) {
				return
			}
		}
	}
}

// An MPOption is a decoded MPTCP option, to append to a header.
type MPOption interface {
	// appendTo appends the option without kind and length.
	appendTo(b []byte) []byte
}

// AddMPTCP appends a Multipath TCP option.
func (o TCPOptions) AddMPTCP(x MPOption) TCPOptions {
	n := len(o)
	o = x.appendTo(append(o, byte(TCPMultipath), 0))
	o[n+1] = byte(len(o) - n)
	return o
}

// Subtype returns the subtype. An empty option, which no subtype has, is taken
// for an experiment.
func (m MPTCP) Subtype() MPSubtype {
	if len(m) == 0 {
		return MPExperimentType
	}
	return MPSubtype(m[0] >> 4)
}

// low returns the low half of the first byte.
func (m MPTCP) low() uint8 { return m[0] & 15 }

// is reports whether m has subtype s and one of the given lengths.
func (m MPTCP) is(s MPSubtype, lens ...int) bool {
	return m.Subtype() == s && slices.Contains(lens, len(m))
}

// Valid reports whether the option has a length that its subtype can have. An
// unknown subtype is valid.
func (m MPTCP) Valid() (ok bool) {
	switch m.Subtype() {
	case MPCapableType:
		_, ok = m.Capable()
	case MPJoinType:
		_, ok = m.Join()
	case MPDSSType:
		_, ok = m.DSS()
	case MPAddAddrType:
		_, ok = m.AddAddr()
	case MPRemoveAddrType:
		_, ok = m.RemoveAddr()
	case MPPrioType:
		_, ok = m.Prio()
	case MPFailType:
		_, ok = m.Fail()
	case MPFastCloseType:
		_, ok = m.FastClose()
	case MPResetType:
		_, ok = m.Reset()
	default:
		ok = len(m) > 0
	}
	return ok
}

// MPCapableFlags are the flags of MP_CAPABLE, A to H.
type MPCapableFlags uint8

// The flags of MP_CAPABLE. RFC 8684 §3.1.
const (
	MPHMACSHA256  MPCapableFlags = 0x01 // H; with version 0 it is HMAC-SHA1, RFC 6824 §3.1
	MPNoMoreAddrs MPCapableFlags = 0x20 // C: do not join the sender's source address
	MPExtensible  MPCapableFlags = 0x40 // B: must be 0
	MPChecksum    MPCapableFlags = 0x80 // A: DSS checksums are required
)

// MPCapable opens a Multipath TCP connection. Version 1 sends no key in the
// SYN, one in the SYN/ACK and both in the ACK; version 0 one in the SYN.
// RFC 8684 §3.1, RFC 6824 §3.1.
type MPCapable struct {
	Version     uint8
	Flags       MPCapableFlags
	Keys        uint8 // how many of the following two are there
	SenderKey   uint64
	ReceiverKey uint64
	HasLength   bool   // Length is there: the ACK carries data
	Length      uint16 // of that data
	HasChecksum bool   // Checksum is there too
	Checksum    uint16
}

// Capable decodes MP_CAPABLE.
func (m MPTCP) Capable() (c MPCapable, ok bool) {
	if !m.is(MPCapableType, 2, 10, 18, 20, 22) {
		return c, false
	}
	c = MPCapable{Version: m.low(), Flags: MPCapableFlags(m[1])}
	if len(m) >= 10 {
		c.Keys, c.SenderKey = 1, Uint64(m, 2)
	}
	if len(m) >= 18 {
		c.Keys, c.ReceiverKey = 2, Uint64(m, 10)
	}
	if c.HasLength = len(m) >= 20; c.HasLength {
		c.Length = Uint16(m, 18)
	}
	if c.HasChecksum = len(m) == 22; c.HasChecksum {
		c.Checksum = Uint16(m, 20)
	}
	return c, true
}

func (c MPCapable) appendTo(b []byte) []byte {
	b = append(b, byte(MPCapableType)<<4|c.Version&15, byte(c.Flags))
	if c.Keys >= 1 {
		b = appendBE64(b, c.SenderKey)
	}
	if c.Keys >= 2 {
		b = appendBE64(b, c.ReceiverKey)
	}
	if c.HasLength {
		b = appendBE16(b, c.Length)
	}
	if c.HasChecksum {
		b = appendBE16(b, c.Checksum)
	}
	return b
}

// MPJoinForm says in which segment of the handshake an MP_JOIN is.
type MPJoinForm uint8

// The forms of MP_JOIN.
const (
	MPJoinSYN    MPJoinForm = iota // Token and Nonce, RFC 8684 figure 5
	MPJoinSYNACK                   // 8 bytes of MAC and Nonce, RFC 8684 figure 6
	MPJoinACK                      // 20 bytes of MAC, RFC 8684 figure 7
)

// MPJoin adds a subflow to a connection. RFC 8684 §3.2.
type MPJoin struct {
	Form   MPJoinForm
	Backup bool   // B: use only if no other path works; not in the ACK
	AddrID uint8  // of the sender's address; not in the ACK
	Token  uint32 // of the receiver; in the SYN only
	Nonce  uint32 // the sender's random number; not in the ACK
	MAC    []byte // not in the SYN; refers to the option
}

// Join decodes MP_JOIN, the form of which its length tells.
func (m MPTCP) Join() (j MPJoin, ok bool) {
	if !m.is(MPJoinType, 10, 14, 22) {
		return j, false
	}
	if len(m) == 22 {
		return MPJoin{Form: MPJoinACK, MAC: m[2:]}, true
	}
	j = MPJoin{Backup: m[0]&1 != 0, AddrID: m[1]}
	if len(m) == 10 {
		j.Token, j.Nonce = Uint32(m, 2), Uint32(m, 6)
	} else {
		j.Form, j.MAC, j.Nonce = MPJoinSYNACK, m[2:10], Uint32(m, 10)
	}
	return j, true
}

func (j MPJoin) appendTo(b []byte) []byte {
	const t = byte(MPJoinType) << 4
	switch j.Form {
	case MPJoinSYN:
		return appendBE32(appendBE32(append(b, t|Bit(j.Backup), j.AddrID), j.Token), j.Nonce)
	case MPJoinSYNACK:
		return appendBE32(append(append(b, t|Bit(j.Backup), j.AddrID), j.MAC...), j.Nonce)
	}
	return append(append(b, t, 0), j.MAC...)
}

// MPDSSFlags say what a data sequence signal has.
type MPDSSFlags uint8

// The flags of a data sequence signal. RFC 8684 §3.3.
const (
	MPDataAck  MPDSSFlags = 1 << iota // A: DataAck is there
	MPDataAck8                        // a: and has 8 bytes, not 4
	MPMapping                         // M: DSN, SubflowSeq and Length are there
	MPDSN8                            // m: and DSN has 8 bytes, not 4
	MPDataFIN                         // F: the connection's data ends here
)

func (f MPDSSFlags) String() string { return flagNames(uint(f), "A", "a", "M", "m", "F") }

// MPDSS is a data sequence signal: it maps a subflow's bytes to the
// connection's and acknowledges these. RFC 8684 §3.3.
type MPDSS struct {
	Flags       MPDSSFlags
	DataAck     uint64
	DSN         uint64 // data sequence number
	SubflowSeq  uint32 // relative subflow sequence number
	Length      uint16 // data-level length of the mapping
	HasChecksum bool
	Checksum    uint16
}

// size returns how many bytes d has without a checksum.
func (f MPDSSFlags) size() int {
	n := 2
	if f&MPDataAck != 0 {
		n += 4 + int(f&MPDataAck8)*2
	}
	if f&MPMapping != 0 {
		n += 10 + int(f&MPDSN8)/2
	}
	return n
}

// DSS decodes a data sequence signal.
func (m MPTCP) DSS() (d MPDSS, ok bool) {
	if len(m) < 2 || m.Subtype() != MPDSSType {
		return d, false
	}
	d.Flags = MPDSSFlags(m[1] & 0x1f)
	n := d.Flags.size()
	d.HasChecksum = d.Flags&MPMapping != 0 && len(m) == n+2
	if len(m) != n && !d.HasChecksum {
		return MPDSS{}, false
	}
	b := m[2:]
	if d.Flags&MPDataAck != 0 {
		d.DataAck, b = b.number(d.Flags&MPDataAck8 != 0)
	}
	if d.Flags&MPMapping != 0 {
		d.DSN, b = b.number(d.Flags&MPDSN8 != 0)
		d.SubflowSeq, d.Length = Uint32(b, 0), Uint16(b, 4)
	}
	if d.HasChecksum {
		d.Checksum = Uint16(b, 6)
	}
	return d, true
}

// number returns the number of 4 or 8 bytes that m begins with, and what follows.
func (m MPTCP) number(long bool) (uint64, MPTCP) {
	if long {
		return Uint64(m, 0), m[8:]
	}
	return uint64(Uint32(m, 0)), m[4:]
}

func (d MPDSS) appendTo(b []byte) []byte {
	b = append(b, byte(MPDSSType)<<4, byte(d.Flags))
	if d.Flags&MPDataAck != 0 {
		b = appendNumber(b, d.DataAck, d.Flags&MPDataAck8 != 0)
	}
	if d.Flags&MPMapping != 0 {
		b = appendNumber(b, d.DSN, d.Flags&MPDSN8 != 0)
		b = appendBE16(appendBE32(b, d.SubflowSeq), d.Length)
	}
	if d.HasChecksum {
		b = appendBE16(b, d.Checksum)
	}
	return b
}

func appendNumber(b []byte, x uint64, long bool) []byte {
	if long {
		return appendBE64(b, x)
	}
	return appendBE32(b, uint32(x))
}

func appendBE64(b []byte, x uint64) []byte {
	return appendBE32(appendBE32(b, uint32(x>>32)), uint32(x))
}
