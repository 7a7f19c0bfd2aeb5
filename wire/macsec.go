package wire

// Lengths of the parts of a MACsec frame, in bytes. IEEE 802.1AE §9 and §14.
const (
	MACsecSCILen = 8
	MACsecICVLen = 16 // of the default cipher suite
	MACsecShort  = 48 // from which on ShortLength is 0
)

// HeaderLen returns the length of the tag, with the EtherType if that is readable.
func (v MACsec) HeaderLen() int {
	n := MACsecLen + int(v[0]>>5&1)*MACsecSCILen
	if v[0]&0xc == 0 {
		n += 2
	}
	return n
}

// System returns the address of the secure channel, or zeros if it is not there.
func (v MACsec) System() (m MAC) {
	if v.SC() && len(v) >= MACsecLen+MACsecSCILen {
		m = MAC(v[6:12])
	}
	return m
}

// SCIPort returns the port of the secure channel, or 0.
func (v MACsec) SCIPort() uint16 {
	if v.SC() && len(v) >= MACsecLen+MACsecSCILen {
		return Uint16(v, 12)
	}
	return 0
}

// ProtectedEnd returns where what is protected ends and the integrity check value begins.
func (v MACsec) ProtectedEnd() int {
	n := min(v.HeaderLen(), len(v))
	if s := int(v.ShortLength()); s > 0 {
		return clamp(MACsecLen+int(v[0]>>5&1)*MACsecSCILen+s, n, len(v))
	}
	if len(v)-MACsecICVLen < n {
		return len(v)
	}
	return len(v) - MACsecICVLen
}
