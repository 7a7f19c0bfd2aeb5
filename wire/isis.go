package wire

import "iter"

// ISISType is the type of an IS-IS PDU. ISO/IEC 10589 §9.
type ISISType uint8

// Types.
const (
	ISISL1Hello  ISISType = 15
	ISISL2Hello  ISISType = 16
	ISISP2PHello ISISType = 17
	ISISL1LSP    ISISType = 18
	ISISL2LSP    ISISType = 20
	ISISL1CSNP   ISISType = 24
	ISISL2CSNP   ISISType = 25
	ISISL1PSNP   ISISType = 26
	ISISL2PSNP   ISISType = 27
)

func (x ISISType) String() string {
	switch x {
	case ISISL1Hello:
		return "L1 hello"
	case ISISL2Hello:
		return "L2 hello"
	case ISISP2PHello:
		return "point-to-point hello"
	case ISISL1LSP:
		return "L1 LSP"
	case ISISL2LSP:
		return "L2 LSP"
	case ISISL1CSNP:
		return "L1 CSNP"
	case ISISL2CSNP:
		return "L2 CSNP"
	case ISISL1PSNP:
		return "L1 PSNP"
	case ISISL2PSNP:
		return "L2 PSNP"
	}
	return itoa(int(x))
}

// PDULengthOffset returns where in its PDU the length of a type's PDUs is, or 0.
func (x ISISType) PDULengthOffset() int {
	switch x {
	case ISISL1Hello, ISISL2Hello, ISISP2PHello:
		return 17
	case ISISL1LSP, ISISL2LSP, ISISL1CSNP, ISISL2CSNP, ISISL1PSNP, ISISL2PSNP:
		return 8
	}
	return 0
}

// HeaderLength returns the length of the header of a type's PDUs, in bytes, where systems
// have identifiers of n bytes; or 0 if the type is not assigned.
func (x ISISType) HeaderLength(n int) int {
	switch x {
	case ISISL1Hello, ISISL2Hello:
		return ISISLen + 7 + 2*n
	case ISISP2PHello:
		return ISISLen + 6 + n
	case ISISL1LSP, ISISL2LSP:
		return ISISLen + 13 + n
	case ISISL1CSNP, ISISL2CSNP:
		return ISISLen + 7 + 3*n
	case ISISL1PSNP, ISISL2PSNP:
		return ISISLen + 3 + n
	}
	return 0
}

// ISISCircuit is the levels of a circuit. ISO/IEC 10589 §9.5.
type ISISCircuit uint8

func (c ISISCircuit) String() string { return flagNames(uint(c), "L1", "L2") }

// ISISLSPFlags are the flags of a link state PDU. ISO/IEC 10589 §9.8.
type ISISLSPFlags uint8

// The flags. The lowest two bits are the level: 1 or 3.
const (
	ISISLevel1    ISISLSPFlags = 0x01
	ISISLevel2    ISISLSPFlags = 0x03
	ISISOverload  ISISLSPFlags = 0x04
	ISISAttached  ISISLSPFlags = 0x78 // by any metric; 0x08 by the default one
	ISISPartition ISISLSPFlags = 0x80 // the system can repair partitions
)

func (f ISISLSPFlags) String() string {
	s := flagNames(uint(f>>2), "overload", "attached", "attached by delay", "attached by expense", "attached by error", "partition repair")
	level := listed([]string{1: "L1", 3: "L2"}, int(f&3))
	if f>>2 == 0 {
		return level
	}
	return level + "|" + s
}

// ISISID is an identifier: of a system; with a byte for a circuit, of a node; with one more
// for a fragment, of a link state PDU. ISO/IEC 10589 §9.
type ISISID []byte

// String returns the identifier as in "0000.0000.0001.02-03".
func (x ISISID) String() string {
	var b []byte
	for i := range x {
		switch {
		case i == 7:
			b = append(b, '-')
		case i > 0 && i%2 == 0:
			b = append(b, '.')
		}
		b = appendHex(b, x[i:i+1], 0)
	}
	return string(b)
}

// CLNPType is the type of a CLNP PDU. ISO/IEC 8473-1 §7.2.6.
type CLNPType uint8

// Types.
const (
	CLNPError       CLNPType = 1
	CLNPData        CLNPType = 28
	CLNPMulticast   CLNPType = 29
	CLNPEchoRequest CLNPType = 30
	CLNPEchoReply   CLNPType = 31
)

func (x CLNPType) String() string {
	switch x {
	case CLNPError:
		return "error report"
	case CLNPData:
		return "data"
	case CLNPMulticast:
		return "multicast data"
	case CLNPEchoRequest:
		return "echo request"
	case CLNPEchoReply:
		return "echo reply"
	}
	return itoa(int(x))
}

// ESISType is the type of an ES-IS PDU. ISO 9542 §7.2.6.
type ESISType uint8

// Types.
const (
	ESISHello    ESISType = 2
	ESISISHello  ESISType = 4
	ESISRedirect ESISType = 6
)

func (x ESISType) String() string {
	switch x {
	case ESISHello:
		return "end system hello"
	case ESISISHello:
		return "intermediate system hello"
	case ESISRedirect:
		return "redirect"
	}
	return itoa(int(x))
}

// NSAP is an address of the OSI network layer. ISO/IEC 8348 Annex A.
type NSAP []byte

// String returns the address as in "49.0001.1921.6800.1001.00".
func (a NSAP) String() string {
	var b []byte
	for i := range a {
		b = appendHex(b, a[i:i+1], 0)
		if i&1 == 0 && i+1 < len(a) {
			b = append(b, '.')
		}
	}
	return string(b)
}

// ISISTLVs are the TLVs of an IS-IS PDU: what is on the wire, no more and no less. Add
// appends to it. ISO/IEC 10589 §9.
type ISISTLVs []byte

// All yields type and value of the TLVs, and stops before one that runs out of the PDU.
func (t ISISTLVs) All() iter.Seq2[uint8, []byte] {
	return func(yield func(uint8, []byte) bool) {
		for b := t; len(b) >= 2; {
			n := 2 + int(b[1])
			if n > len(b) || !yield(b[0], b[2:n:n]) {
				return
			}
			b = b[n:]
		}
	}
}

// Malformed returns the offset of the first TLV that runs out of the PDU, or -1.
func (t ISISTLVs) Malformed() int {
	for off := 0; off < len(t); {
		if len(t)-off < 2 || off+2+int(t[off+1]) > len(t) {
			return off
		}
		off += 2 + int(t[off+1])
	}
	return -1
}

// Add appends a TLV. It takes 255 bytes at most; more are left out.
func (t ISISTLVs) Add(x uint8, value ...byte) ISISTLVs {
	value = value[:min(len(value), 255)]
	return append(append(t, x, byte(len(value))), value...)
}

// String returns all TLVs, as in "129 cc8e, 8".
func (t ISISTLVs) String() string {
	var b []byte
	off := 0
	for x, v := range t.All() {
		if off > 0 {
			b = append(b, ", "...)
		}
		b = append(b, itoa(int(x))...)
		if len(v) > 0 {
			b = appendHex(append(b, ' '), v, 0)
		}
		off += 2 + len(v)
	}
	if off < len(t) {
		if off > 0 {
			b = append(b, ", "...)
		}
		b = appendHex(append(b, "malformed "...), t[off:], 0)
	}
	return string(b)
}

// FletcherSum returns the Fletcher checksum that makes b right at b[at:at+2]. RFC 1008 §7.
func FletcherSum(b []byte, at int) uint16 {
	c0, c1 := 0, 0
	for i, c := range b {
		if i != at && i != at+1 {
			c0 = (c0 + int(c)) % 255
		}
		c1 = (c1 + c0) % 255
	}
	x := ((len(b)-at-1)*c0 - c1) % 255
	y := (c1 - (len(b)-at)*c0) % 255
	if x <= 0 {
		x += 255
	}
	if y <= 0 {
		y += 255
	}
	return uint16(x)<<8 | uint16(y)
}
