package wire

import "net/netip"

// The options that manage addresses and subflows.

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
