package sequence

import "github.com/gocap-project/gocap/wire"

// LengthPrefix returns the Framing of a protocol whose messages have a big-endian length of width bytes (1 to 4) at an
// offset in their header, to which add bytes are added for the whole message. header is how many bytes the header has.
func LengthPrefix(name string, header, at, width, add int) Framing {
	return Framing{Name: name, Header: max(header, at+width), Length: func(b []byte, _ uint64) (int, bool) {
		if len(b) < at+width {
			return 0, false
		}
		n := 0
		for _, x := range b[at : at+width] {
			n = n<<8 | int(x)
		}
		if n += add; n < header {
			return 0, false
		}
		return n, false
	}}
}

// Framings of protocols over TCP.
var (
	// Framing16 is 16 bits of length and as many bytes: DNS over TCP (RFC 1035 §4.2.2, RFC 7766), and RTP and STUN
	// (RFC 4571).
	Framing16 = LengthPrefix("dns", 2, 0, 2, 2)

	// FramingDiameter is RFC 6733 §3: version 1, and 24 bits of length, a multiple of 4, with the header.
	FramingDiameter = Framing{Name: "diameter", Header: 20, Length: diameterLength, Begins: diameterBegins}

	// FramingPostgresClient is what PostgreSQL's clients send: a type, and 32 bits of length without it; at the start,
	// and for encryption and cancelling, there is no type.
	FramingPostgresClient = Framing{Name: "postgres", Header: 5, Length: postgresClientLength, Longest: postgresLongest}

	// FramingPostgresServer is what PostgreSQL's servers send: the same, and a byte in answer to a request to encrypt.
	FramingPostgresServer = Framing{Name: "postgres", Header: 5, Length: postgresServerLength, Short: true, Longest: postgresLongest}

	// FramingMySQL is 24 bits of length, little-endian, and a number. What is 2^24-1 bytes long goes on in the next.
	FramingMySQL = Framing{Name: "mysql", Header: 4, Length: mysqlLength}

	// FramingBGP is RFC 4271 §4.1: a marker of 16 bytes, all ones, and 16 bits of length with the header. Messages of
	// more than 4096 bytes are of RFC 8654.
	FramingBGP = Framing{Name: "bgp", Header: 19, Length: bgpLength, Begins: func(b []byte) bool { return b[0] == 0xff }}

	// FramingGTPPrime is 3GPP TS 32.295 §6.1: 16 bits of length behind a header of 6 bytes, or 20.
	FramingGTPPrime = Framing{Name: "gtp'", Header: 6, Length: gtpPrimeLength}

	// FramingTPKT is RFC 1006 §6: version 3, and 16 bits of length with the header.
	FramingTPKT = Framing{Name: "tpkt", Header: 4, Length: tpktLength}

	// FramingLDP is RFC 5036 §3.1: version 1, and 16 bits of length without these four bytes.
	FramingLDP = Framing{Name: "ldp", Header: 10, Length: ldpLength}

	// FramingNetBIOS is RFC 1002 §4.3.1, and SMB over TCP: a type, and 24 bits of length.
	FramingNetBIOS = LengthPrefix("netbios", 4, 1, 3, 4)

	// FramingModbus is Modbus Messaging on TCP/IP §3.1.3: 16 bits of length at 4, of what follows.
	FramingModbus = LengthPrefix("modbus", 6, 4, 2, 6)

	// FramingOpenFlow has 16 bits of length at 2, with the header of 8 bytes.
	FramingOpenFlow = LengthPrefix("openflow", 8, 2, 2, 0)

	// FramingPCEP is RFC 5440 §6.1: 16 bits of length at 2, with the header of 4 bytes.
	FramingPCEP = LengthPrefix("pcep", 4, 2, 2, 0)

	// FramingRPC is RFC 5531 §11: records of fragments, each with 31 bits of length and a bit for the last.
	FramingRPC = Framing{Name: "rpc", Header: 4, Length: rpcLength}
)

// postgresLongest is PQ_LARGE_MESSAGE_LIMIT, with a type.
const postgresLongest = 1<<30 - 1

func diameterLength(b []byte, _ uint64) (n int, more bool) {
	if len(b) < 4 || b[0] != 1 {
		return 0, false
	}
	if n = int(wire.Uint32(b, 0) & 0xffffff); n < 20 || n%4 != 0 {
		return 0, false
	}
	return n, false
}

// diameterBegins also wants the flags to be those that there are, a command, and a length that is usual.
func diameterBegins(b []byte) bool {
	return b[0] == 1 && b[4]&0x0f == 0 && b[1] == 0 && wire.Uint32(b, 4)&0xffffff != 0 && wire.Uint32(b, 12) != 0
}

func postgresClientLength(b []byte, _ uint64) (n int, more bool) {
	switch {
	case len(b) < 5:
		return 0, false
	case b[0] == 0: // the start-up form
		if n = int(wire.Uint32(b, 0)); n < 8 || n > 10000 { // as servers allow
			return 0, false
		}
		return n, false
	}
	return postgresTyped(b)
}

func postgresServerLength(b []byte, number uint64) (n int, more bool) {
	if number < 2 && len(b) > 0 && (b[0] == 'S' || b[0] == 'N' || b[0] == 'G') && (len(b) == 1 || b[1] != 0) {
		return 1, false // longer than 2^24 bytes is no first message
	}
	if len(b) < 5 {
		return 0, false
	}
	return postgresTyped(b)
}

// postgresTyped returns the length of a message with a type, which is a letter or, for ParseComplete and the like, a
// digit.
func postgresTyped(b []byte) (n int, more bool) {
	t := b[0]
	if !(t >= 'A' && t <= 'Z' || t >= 'a' && t <= 'z' || t >= '1' && t <= '3') {
		return 0, false
	}
	size := wire.Uint32(b, 1)
	if size < 4 || size > 1<<30 {
		return 0, false
	}
	return int(size) + 1, false
}

func mysqlLength(b []byte, _ uint64) (n int, more bool) {
	if len(b) < 4 {
		return 0, false
	}
	n = int(b[0]) | int(b[1])<<8 | int(b[2])<<16
	return n + 4, n == 1<<24-1
}

func bgpLength(b []byte, _ uint64) (n int, more bool) {
	if len(b) < 19 {
		return 0, false
	}
	for _, x := range b[:16] {
		if x != 0xff {
			return 0, false
		}
	}
	if n = int(wire.Uint16(b, 16)); n < 19 || b[18] == 0 || b[18] > 6 {
		return 0, false
	}
	return n, false
}

func gtpPrimeLength(b []byte, _ uint64) (n int, more bool) {
	if len(b) < 6 || b[0]>>5 > 2 || b[0]&0x10 != 0 {
		return 0, false
	}
	n = 6
	if b[0]>>5 == 0 && b[0]&1 == 0 {
		n = 20
	}
	return n + int(wire.Uint16(b, 2)), false
}

func tpktLength(b []byte, _ uint64) (n int, more bool) {
	if len(b) < 4 || b[0] != 3 {
		return 0, false
	}
	if n = int(wire.Uint16(b, 2)); n < 7 {
		return 0, false
	}
	return n, false
}

func ldpLength(b []byte, _ uint64) (n int, more bool) {
	if len(b) < 10 || wire.Uint16(b, 0) != 1 {
		return 0, false
	}
	if n = int(wire.Uint16(b, 2)); n < 6 {
		return 0, false
	}
	return n + 4, false
}

func rpcLength(b []byte, _ uint64) (n int, more bool) {
	if len(b) < 4 {
		return 0, false
	}
	return int(wire.Uint32(b, 0)&(1<<31-1)) + 4, b[0]>>7 == 0
}
