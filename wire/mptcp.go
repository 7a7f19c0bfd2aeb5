package wire

import (
	"iter"
	"net/netip"
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

// MPAddAddr advertises an address, or echoes the advertisement of one.
// RFC 8684 §3.4.1; version 0 is RFC 6824 §3.4.1.
type MPAddAddr struct {
	Version uint8 // of MPTCP: 0 has no echo and no MAC
	Echo    bool  // E
	AddrID  uint8
	Addr    netip.Addr
	HasPort bool
	Port    uint16
	MAC     []byte // 8 bytes; none in an echo; refers to the option
}

// AddAddr decodes ADD_ADDR of either version.
func (m MPTCP) AddAddr() (a MPAddAddr, ok bool) {
	if !m.is(MPAddAddrType, 6, 8, 14, 16, 18, 20, 26, 28) {
		return a, false
	}
	a = MPAddAddr{Version: 1, Echo: m[0]&1 != 0, AddrID: m[1]}
	if len(m) < 18 {
		a.Addr = netip.AddrFrom4([4]byte(m[2:6]))
	} else {
		a.Addr = netip.AddrFrom16([16]byte(m[2:18]))
	}
	b := m[2+a.Addr.BitLen()/8:]
	if a.HasPort = len(b)%8 == 2; a.HasPort {
		a.Port, b = Uint16(b, 0), b[2:]
	}
	if ver := m.low(); len(b) == 0 && (ver == 4 || ver == 6) { // IPVer of version 0
		a.Version, a.Echo = 0, false
		return a, (ver == 4) == a.Addr.Is4()
	}
	a.MAC = b
	return a, a.Echo == (len(b) == 0)
}

func (a MPAddAddr) appendTo(b []byte) []byte {
	low := Bit(a.Echo)
	if a.Version == 0 {
		if low = 6; a.Addr.Is4() {
			low = 4
		}
	}
	b = append(b, byte(MPAddAddrType)<<4|low, a.AddrID)
	if a.Addr.Is4() {
		x := a.Addr.As4()
		b = append(b, x[:]...)
	} else if a.Addr.IsValid() {
		x := a.Addr.As16()
		b = append(b, x[:]...)
	}
	if a.HasPort {
		b = appendBE16(b, a.Port)
	}
	return append(b, a.MAC...)
}

// MPRemoveAddr withdraws addresses, by their identifiers. RFC 8684 §3.4.2.
type MPRemoveAddr []uint8

// RemoveAddr returns the identifiers of REMOVE_ADDR, which refer to the option.
func (m MPTCP) RemoveAddr() (ids MPRemoveAddr, ok bool) {
	if len(m) < 2 || m.Subtype() != MPRemoveAddrType {
		return nil, false
	}
	return MPRemoveAddr(m[1:]), true
}

func (r MPRemoveAddr) appendTo(b []byte) []byte {
	return append(append(b, byte(MPRemoveAddrType)<<4), r...)
}

// MPPrio changes the priority of a subflow. RFC 8684 §3.3.8.
type MPPrio struct {
	Backup    bool  // B
	HasAddrID bool  // version 0 only, RFC 6824 §3.3.8
	AddrID    uint8 // of the subflow to change, if not this one
}

// Prio decodes MP_PRIO.
func (m MPTCP) Prio() (p MPPrio, ok bool) {
	if !m.is(MPPrioType, 1, 2) {
		return p, false
	}
	p = MPPrio{Backup: m[0]&1 != 0, HasAddrID: len(m) == 2}
	if p.HasAddrID {
		p.AddrID = m[1]
	}
	return p, true
}

func (p MPPrio) appendTo(b []byte) []byte {
	b = append(b, byte(MPPrioType)<<4|Bit(p.Backup))
	if p.HasAddrID {
		b = append(b, p.AddrID)
	}
	return b
}

// MPFail reports the data sequence number of a mapping whose checksum failed.
// RFC 8684 §3.7.
type MPFail struct{ DSN uint64 }

// Fail decodes MP_FAIL.
func (m MPTCP) Fail() (f MPFail, ok bool) {
	if !m.is(MPFailType, 10) {
		return f, false
	}
	return MPFail{Uint64(m, 2)}, true
}

func (f MPFail) appendTo(b []byte) []byte {
	return appendBE64(append(b, byte(MPFailType)<<4, 0), f.DSN)
}

// MPFastClose resets the whole connection. RFC 8684 §3.5.
type MPFastClose struct{ ReceiverKey uint64 }

// FastClose decodes MP_FASTCLOSE.
func (m MPTCP) FastClose() (f MPFastClose, ok bool) {
	if !m.is(MPFastCloseType, 10) {
		return f, false
	}
	return MPFastClose{Uint64(m, 2)}, true
}

func (f MPFastClose) appendTo(b []byte) []byte {
	return appendBE64(append(b, byte(MPFastCloseType)<<4, 0), f.ReceiverKey)
}

// MPReset says why a subflow is reset: MP_TCPRST. RFC 8684 §3.6.
type MPReset struct {
	Flags  uint8 // U, V, W and T; only T, 1, has a meaning: the condition is transient
	Reason MPResetReason
}

// MPResetReason is the reason code in MP_TCPRST. RFC 8684 §3.6.
type MPResetReason uint8

func (r MPResetReason) String() string {
	names := [...]string{"unspecified error", "MPTCP-specific error", "lack of resources",
		"administratively prohibited", "too much outstanding data", "unacceptable performance", "middlebox interference"}
	if int(r) < len(names) {
		return names[r]
	}
	return itoa(int(r))
}

// Reset decodes MP_TCPRST.
func (m MPTCP) Reset() (r MPReset, ok bool) {
	if !m.is(MPResetType, 2) {
		return r, false
	}
	return MPReset{m.low(), MPResetReason(m[1])}, true
}

func (r MPReset) appendTo(b []byte) []byte {
	return append(b, byte(MPResetType)<<4|r.Flags&15, byte(r.Reason))
}

// MPExperiment is an option of a subtype that has no form here: the low half of
// the first byte and what follows.
type MPExperiment struct {
	Type MPSubtype
	Low  uint8
	Data []byte
}

// Experiment returns m without interpretation.
func (m MPTCP) Experiment() (e MPExperiment, ok bool) {
	if len(m) == 0 {
		return e, false
	}
	return MPExperiment{m.Subtype(), m.low(), m[1:]}, true
}

func (e MPExperiment) appendTo(b []byte) []byte {
	return append(append(b, byte(e.Type)<<4|e.Low&15), e.Data...)
}

func appendBE64(b []byte, x uint64) []byte { return appendBE32(appendBE32(b, uint32(x>>32)), uint32(x)) }
