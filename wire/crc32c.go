package wire

// CRC32C returns the CRC32c (Castagnoli) of b, for which crc is that of what comes
// before it, or 0. RFC 9260 Appendix A.
func CRC32C(crc uint32, b []byte) uint32 {
	crc = ^crc
	t := &castagnoli
	for len(b) >= 8 {
		x := crc ^ Uint32LE(b, 0)
		crc = t[7][byte(x)] ^ t[6][byte(x>>8)] ^ t[5][byte(x>>16)] ^ t[4][x>>24] ^
			t[3][b[4]] ^ t[2][b[5]] ^ t[1][b[6]] ^ t[0][b[7]]
		b = b[8:]
	}
	for _, c := range b {
		crc = t[0][byte(crc)^c] ^ crc>>8
	}
	return ^crc
}
