package layers

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// AoECommands says what follows an AoE header.
var AoECommands = packet.Table[wire.AoECommand]{Name: "AoE command"}

// AoE is the header of an ATA over Ethernet message. AoEr11 §2.
//
//wire:header bind=EtherTypes:wire.EtherTypeAoE
type AoE struct {
	Version  Auto[uint8] `bits:"4" const:"1"`
	Response bool        `bits:"1"`
	Failed   bool        `bits:"1"` // Error says why
	Reserved uint8       `bits:"2"` // 0
	Error    wire.AoEError
	Major    uint16                // address of the shelf
	Minor    uint8                 // address of the slot
	Command  Auto[wire.AoECommand] `next:"AoECommands"`
	Tag      uint32                // a response has that of its request
}

// Validate implements [packet.Validator].
func (l *AoE) Validate(_ *packet.Context, report func(string, packet.Class, string)) {
	if l.Reserved != 0 {
		report("Reserved", packet.Unusual, "is not zero")
	}
	if l.Failed && !l.Response {
		report("Failed", packet.BadValue, "is set in a request")
	}
}

// AoEATA is an ATA command or its result, with the data written or read. AoEr11 §3.1.
//
//wire:header bind=AoECommands:wire.AoEIssueATA
type AoEATA struct {
	Flags       wire.AoEATAFlags
	ErrFeature  uint8 // of a request the feature, of a response the error register
	SectorCount uint8
	CmdStatus   uint8   // of a request the command, of a response the status register
	LBA         [6]byte // of the first sector, lowest byte first
	Reserved    uint16
	Data        []byte // sectors, or the answer to an identification
}

func (l *AoEATA) parseBody(v wire.AoEATA) (packet.Extent, error) {
	l.Data = v[wire.AoEATALen:]
	return packet.Extent{Header: len(v), End: len(v)}, nil
}

func (l *AoEATA) appendBody(b []byte, _ int) ([]byte, error) { return append(b, l.Data...), nil }

// Sector returns LBA as a number.
func (l *AoEATA) Sector() uint64 { return wire.LBA(l.LBA) }

// AoEConfig is a query of the configuration string, or its answer. AoEr11 §3.2.
//
//wire:header bind=AoECommands:wire.AoEQueryConfig
type AoEConfig struct {
	BufferCount  uint16 // commands that the target can hold
	Firmware     uint16
	SectorCount  uint8                 // the most that a command can ask for
	Version      uint8                 `bits:"4"`
	Command      wire.AoEConfigCommand `bits:"4"`
	StringLength Auto[uint16]          // of String, in bytes

	String  []byte // configuration
	Trailer []byte // padding
}

func (l *AoEConfig) extent(v wire.AoEConfig) packet.Extent {
	n := min(wire.AoEConfigLen+int(v.StringLength()), len(v))
	l.String, l.Trailer = v[wire.AoEConfigLen:n:n], v[n:]
	return packet.Extent{Header: n, End: n}
}

func (l *AoEConfig) appendBody(b []byte, _ int) ([]byte, error) { return append(b, l.String...), nil }

func (l *AoEConfig) finish(v wire.AoEConfig, _ *packet.Context) {
	l.settleStringLength(v, uint16(len(l.String)))
}

// AppendTrailer implements [packet.Trailer].
func (l *AoEConfig) AppendTrailer(b []byte) []byte { return append(b, l.Trailer...) }

// AoEMACMask is a list of the addresses that a target listens to, or changes of it. AoEr11 §3.3.
//
//wire:header bind=AoECommands:wire.AoEMACMaskList
type AoEMACMask struct {
	Reserved uint8
	Command  uint8 // 0 read, 1 edit
	Error    uint8
	Count    Auto[uint8] // of Directives

	Directives wire.AoEDirectives
	Trailer    []byte // padding
}

func (l *AoEMACMask) extent(v wire.AoEMACMask) packet.Extent {
	n := min(wire.AoEMACMaskLen+8*int(v.Count()), len(v))
	l.Directives, l.Trailer = wire.AoEDirectives(v[wire.AoEMACMaskLen:n:n]), v[n:]
	return packet.Extent{Header: n, End: n}
}

func (l *AoEMACMask) appendBody(b []byte, _ int) ([]byte, error) {
	return append(b, l.Directives...), nil
}

func (l *AoEMACMask) finish(v wire.AoEMACMask, _ *packet.Context) {
	l.settleCount(v, uint8(len(l.Directives)/8))
}

// AppendTrailer implements [packet.Trailer].
func (l *AoEMACMask) AppendTrailer(b []byte) []byte { return append(b, l.Trailer...) }

// AoEReserve is a list of the addresses that a target is reserved for. AoEr11 §3.4.
//
//wire:header bind=AoECommands:wire.AoEReserveRelease
type AoEReserve struct {
	Command uint8       // 0 read, 1 set, 2 force
	Count   Auto[uint8] // of Addrs

	Addrs   wire.MACs
	Trailer []byte // padding
}

func (l *AoEReserve) extent(v wire.AoEReserve) packet.Extent {
	n := min(wire.AoEReserveLen+6*int(v.Count()), len(v))
	l.Addrs, l.Trailer = wire.MACs(v[wire.AoEReserveLen:n:n]), v[n:]
	return packet.Extent{Header: n, End: n}
}

func (l *AoEReserve) appendBody(b []byte, _ int) ([]byte, error) { return append(b, l.Addrs...), nil }

func (l *AoEReserve) finish(v wire.AoEReserve, _ *packet.Context) {
	l.settleCount(v, uint8(len(l.Addrs)/6))
}

// AppendTrailer implements [packet.Trailer].
func (l *AoEReserve) AppendTrailer(b []byte) []byte { return append(b, l.Trailer...) }
