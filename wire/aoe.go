package wire

import "iter"

// AoECommand is a command of ATA over Ethernet.
type AoECommand uint8

// Commands. AoEr11 §2.
const (
	AoEIssueATA       AoECommand = 0
	AoEQueryConfig    AoECommand = 1
	AoEMACMaskList    AoECommand = 2
	AoEReserveRelease AoECommand = 3
)

func (x AoECommand) String() string {
	switch x {
	case AoEIssueATA:
		return "issue ATA command"
	case AoEQueryConfig:
		return "query configuration"
	case AoEMACMaskList:
		return "MAC mask list"
	case AoEReserveRelease:
		return "reserve/release"
	}
	return itoa(int(x))
}

// AoEError is why a command of ATA over Ethernet failed.
type AoEError uint8

// Errors. AoEr11 §2.
const (
	AoEBadCommand    AoEError = 1
	AoEBadArgument   AoEError = 2
	AoEUnavailable   AoEError = 3
	AoEConfigPresent AoEError = 4
	AoEBadVersion    AoEError = 5
	AoEReserved      AoEError = 6
)

func (x AoEError) String() string {
	switch x {
	case 0:
		return "none"
	case AoEBadCommand:
		return "unrecognized command"
	case AoEBadArgument:
		return "bad argument"
	case AoEUnavailable:
		return "device unavailable"
	case AoEConfigPresent:
		return "configuration string present"
	case AoEBadVersion:
		return "unsupported version"
	case AoEReserved:
		return "target is reserved"
	}
	return itoa(int(x))
}

// AoEConfigCommand is what to do with a configuration string.
type AoEConfigCommand uint8

// Commands. AoEr11 §3.2.
const (
	AoEConfigRead       AoEConfigCommand = 0
	AoEConfigTest       AoEConfigCommand = 1
	AoEConfigTestPrefix AoEConfigCommand = 2
	AoEConfigSet        AoEConfigCommand = 3
	AoEConfigForceSet   AoEConfigCommand = 4
)

func (x AoEConfigCommand) String() string {
	switch x {
	case AoEConfigRead:
		return "read"
	case AoEConfigTest:
		return "test"
	case AoEConfigTestPrefix:
		return "test prefix"
	case AoEConfigSet:
		return "set"
	case AoEConfigForceSet:
		return "force set"
	}
	return itoa(int(x))
}

// AoEATAFlags are the flags of an ATA command over Ethernet.
type AoEATAFlags uint8

// The flags. AoEr11 §3.1.
const (
	AoEWrite    AoEATAFlags = 0x01
	AoEAsync    AoEATAFlags = 0x02
	AoEExtended AoEATAFlags = 0x40 // the command has 48 bits of address
)

func (f AoEATAFlags) String() string {
	return flagNames(uint(f), "write", "async", "", "", "device", "", "LBA48")
}

// LBA returns a sector number of which the lowest byte is first.
func LBA(b [6]byte) (x uint64) {
	for i, c := range b {
		x |= uint64(c) << (8 * i)
	}
	return x
}

// AoEDirectives is directives of a MAC mask list as they are on the wire, 8 bytes each.
type AoEDirectives []byte

// An AoEDirective says what to do with an address.
type AoEDirective struct {
	Command uint8 // 0 none, 1 add, 2 delete
	Addr    MAC
}

// All yields the directives.
func (o AoEDirectives) All() iter.Seq[AoEDirective] {
	return func(yield func(AoEDirective) bool) {
		for b := []byte(o); len(b) >= 8 && yield(AoEDirective{b[1], MAC(b[2:8])}); b = b[8:] {
		}
	}
}

// Add returns o with one more directive.
func (o AoEDirectives) Add(d AoEDirective) AoEDirectives {
	return append(append(o[:len(o):len(o)], 0, d.Command), d.Addr[:]...)
}

// String returns the directives as "add 02:…; delete 02:…".
func (o AoEDirectives) String() string {
	var b []byte
	for d := range o.All() {
		if len(b) > 0 {
			b = append(b, "; "...)
		}
		switch d.Command {
		case 0:
			b = append(b, "none"...)
		case 1:
			b = append(b, "add"...)
		case 2:
			b = append(b, "delete"...)
		default:
			b = appendInt(b, int(d.Command))
		}
		b = d.Addr.AppendTo(append(b, ' '))
	}
	return string(b)
}

// MACs is addresses as they are on the wire, 6 bytes each.
type MACs []byte

// All yields the addresses.
func (o MACs) All() iter.Seq[MAC] {
	return func(yield func(MAC) bool) {
		for b := []byte(o); len(b) >= 6 && yield(MAC(b[:6])); b = b[6:] {
		}
	}
}

// Add returns o with one more address.
func (o MACs) Add(m MAC) MACs { return append(o[:len(o):len(o)], m[:]...) }

// String returns the addresses, separated by spaces.
func (o MACs) String() string {
	var b []byte
	for m := range o.All() {
		if len(b) > 0 {
			b = append(b, ' ')
		}
		b = m.AppendTo(b)
	}
	return string(b)
}
