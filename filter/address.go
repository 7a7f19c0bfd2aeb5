package filter

import (
	"strconv"
	"strings"
)

// ParseMAC reads a MAC-48 address in one of the forms that filters take:
// six groups of one or two hexadecimal digits with ':', '-' or '.' between
// them, aabb.ccdd.eeff, or twelve digits.
func ParseMAC(s string) (mac [6]byte, ok bool) {
	if len(s) < 11 || len(s) > 17 {
		return mac, false
	}
	switch i := strings.IndexAny(s, ":-."); {
	case i < 0:
		return hexBytes(s)
	case i == 4 && s[4] == '.' && len(s) == 14 && s[9] == '.':
		return hexBytes(s[:4] + s[5:9] + s[10:])
	default:
		return groups(s, s[i])
	}
}

// hexBytes reads twelve hexadecimal digits.
func hexBytes(s string) (mac [6]byte, ok bool) {
	if len(s) != 12 {
		return mac, false
	}
	for i := range mac {
		v, err := strconv.ParseUint(s[2*i:2*i+2], 16, 8)
		if err != nil {
			return mac, false
		}
		mac[i] = byte(v)
	}
	return mac, true
}

// groups reads six groups of one or two digits.
func groups(s string, sep byte) (mac [6]byte, ok bool) {
	for i := range mac {
		g, rest, more := strings.Cut(s, string(sep))
		if more == (i == 5) || len(g) > 2 {
			return mac, false
		}
		v, err := strconv.ParseUint(g, 16, 8)
		if err != nil || !isHex(g[0]) {
			return mac, false
		}
		mac[i], s = byte(v), rest
	}
	return mac, true
}

// parseDotted reads one to four decimal numbers of up to 255 with dots between
// them and returns them at the left of 32 bits, with the number of bits given.
func parseDotted(s string) (addr uint32, bits int, ok bool) {
	v, digits := uint32(0), 0
	for i := 0; ; i++ {
		switch {
		case i < len(s) && isDigit(s[i]):
			if v = v*10 + uint32(s[i]-'0'); v > 255 {
				return 0, 0, false
			}
			digits++
		case digits == 0 || bits == 32 || i < len(s) && s[i] != '.':
			return 0, 0, false
		default:
			addr |= v << (24 - bits)
			bits += 8
			if i == len(s) {
				return addr, bits, true
			}
			v, digits = 0, 0
		}
	}
}

// ParseDECnet reads an area of up to 63 and a node of up to 1023 with a dot
// between them and returns them as they are in a packet's little-endian field.
func ParseDECnet(s string) (addr uint16, ok bool) {
	area, node, found := strings.Cut(s, ".")
	a, err1 := strconv.ParseUint(area, 10, 32)
	n, err2 := strconv.ParseUint(node, 10, 32)
	if !found || err1 != nil || err2 != nil || a > 63 || n > 1023 {
		return 0, false
	}
	return uint16(a<<10 | n), true
}

// ParseARCnet reads an ARCnet address: $ and one or two hexadecimal digits.
func ParseARCnet(s string) (addr uint8, ok bool) {
	if len(s) < 2 || len(s) > 3 || s[0] != '$' || !isHex(s[1]) {
		return 0, false
	}
	v, err := strconv.ParseUint(s[1:], 16, 8)
	return uint8(v), err == nil
}
