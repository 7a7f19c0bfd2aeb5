package wire

// Fletcher returns the two check bytes, in the order they have on the wire, that
// at b[off:off+2] make b good by Fletcher's checksum, as OSPF and the OSI protocols
// use it: RFC 905 annex B, RFC 2328 §12.1.7. What b holds there does not count.
// off+2 must not be more than len(b).
func Fletcher(b []byte, off int) uint16 {
	var c0, c1 int
	for i, x := range b {
		if i == off || i == off+1 {
			x = 0
		}
		c0 += int(x)
		c1 += c0
		if i&0xfff == 0xfff { // before they overflow 32 bits
			c0, c1 = c0%255, c1%255
		}
	}
	c0, c1 = c0%255, c1%255
	x := ((len(b)-off-1)*c0 - c1) % 255
	if x <= 0 {
		x += 255
	}
	y := 510 - c0 - x
	if y > 255 {
		y -= 255
	}
	return uint16(x)<<8 | uint16(y)
}

// FletcherGood reports whether b, which holds its check bytes, is good by Fletcher's
// checksum.
func FletcherGood(b []byte) bool {
	var c0, c1 int
	for i, x := range b {
		c0 += int(x)
		c1 += c0
		if i&0xfff == 0xfff {
			c0, c1 = c0%255, c1%255
		}
	}
	return c0%255 == 0 && c1%255 == 0
}
