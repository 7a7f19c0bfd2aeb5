package numbers

import _ "embed"

// owners is made by internal/numbersgen from oui.txt: for blocks of 24, 28 and 36 bits
// the number of rows (3 bytes each), then the rows of each: prefix (3, 4, 5 bytes, the
// last half byte first) and number of the name (2 bytes); the number of names (2), the
// end of each (3), and the names.
//
//go:embed zoui.bin
var owners string

// blocks are the sizes of address blocks: how many bits they fix, and the bytes
// of their prefixes.
var blocks = [...]struct{ bits, bytes int }{{24, 3}, {28, 4}, {36, 5}}

// Organization returns the name of the organization that a MAC address block was
// assigned to, and how many bits the block fixes: 24, 28 or 36. It returns "" and 0
// if the block is not assigned or the address is locally administered. The group
// bit is ignored. Source: IEEE Registration Authority, MA-L, MA-M and MA-S.
func Organization(mac [6]byte) (name string, bits int) {
	if mac[0]&2 != 0 {
		return "", 0
	}
	mac[0] &^= 1
	address := number(string(mac[:]), 6)
	at := 3 * len(blocks)
	var found uint64
	for i, b := range blocks {
		rows, size := int(number(owners[3*i:], 3)), b.bytes+2
		prefix := address >> (48 - b.bits)
		if r := search(owners[at:], rows, size, b.bytes, prefix); r < rows {
			if row := owners[at+r*size:]; number(row, b.bytes) == prefix {
				found, bits = number(row[b.bytes:], 2), b.bits // a smaller block within is later
			}
		}
		at += rows * size
	}
	if bits == 0 {
		return "", 0
	}
	ends, n := owners[at+2:], int(number(owners[at:], 2))
	names, start := ends[3*n:], uint64(0)
	if found > 0 {
		start = number(ends[3*(found-1):], 3)
	}
	return names[start:number(ends[3*found:], 3)], bits
}
