package wire

// Covered returns what the checksum covers, and whether Coverage is possible: 0, or
// at least 8 and at most what is there. RFC 3828 §3.1.
func (v UDPLite) Covered() (covered []byte, ok bool) {
	n := int(v.Coverage())
	if n == 0 {
		return v, true
	}
	return v[:clamp(n, UDPLiteLen, len(v))], n >= UDPLiteLen && n <= len(v)
}
