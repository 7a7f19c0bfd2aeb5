package pcap

import (
	"net/netip"
	"strconv"
)

// BlockType is the type of a pcapng block (pcapng, section 11.1).
type BlockType uint32

// Block types.
const (
	BlockSection       BlockType = 0x0a0d0d0a
	BlockInterface     BlockType = 1
	BlockOldPacket     BlockType = 2 // Packet Block, obsolete
	BlockSimplePacket  BlockType = 3
	BlockNames         BlockType = 4
	BlockStatistics    BlockType = 5
	BlockPacket        BlockType = 6 // Enhanced Packet Block
	BlockIRIG          BlockType = 7
	BlockARINC429      BlockType = 8
	BlockJournal       BlockType = 9 // systemd journal export
	BlockSecrets       BlockType = 10
	BlockHoneMachine   BlockType = 0x101
	BlockHoneConn      BlockType = 0x102
	BlockSysdigMachine BlockType = 0x201 // 0x201 to 0x216 are sysdig's
	BlockCustom        BlockType = 0xbad
	BlockCustomNoCopy  BlockType = 0x40000bad
)

// String returns the draft's name of t, or its number.
func (t BlockType) String() string {
	switch t {
	case BlockSection:
		return "Section Header Block"
	case BlockInterface:
		return "Interface Description Block"
	case BlockOldPacket:
		return "Packet Block"
	case BlockSimplePacket:
		return "Simple Packet Block"
	case BlockNames:
		return "Name Resolution Block"
	case BlockStatistics:
		return "Interface Statistics Block"
	case BlockPacket:
		return "Enhanced Packet Block"
	case BlockIRIG:
		return "IRIG Timestamp Block"
	case BlockARINC429:
		return "ARINC 429 Block"
	case BlockJournal:
		return "systemd Journal Export Block"
	case BlockSecrets:
		return "Decryption Secrets Block"
	case BlockHoneMachine:
		return "Hone Project Machine Info Block"
	case BlockHoneConn:
		return "Hone Project Connection Event Block"
	case BlockCustom, BlockCustomNoCopy:
		return "Custom Block"
	}
	if t >= 0x201 && t <= 0x216 {
		return "Sysdig Block 0x" + strconv.FormatUint(uint64(t), 16)
	}
	return "block of type 0x" + strconv.FormatUint(uint64(t), 16)
}

// Known reports whether t is a type that this package decodes or names.
func (t BlockType) Known() bool {
	switch t {
	case BlockSection, BlockHoneMachine, BlockHoneConn, BlockCustom, BlockCustomNoCopy:
		return true
	}
	return t >= BlockInterface && t <= BlockSecrets || t >= 0x201 && t <= 0x216
}

// A Block is one block of a pcapng capture, valid until the reader's next call.
type Block struct {
	Type   BlockType
	Offset int64  // where it starts in the capture, after decompression
	Raw    []byte // the whole of it, both lengths included, as in the file

	// Section is the section that the block belongs to or begins.
	Section *Section

	// Interface is set for an Interface Description Block, and for an Interface
	// Statistics Block if its interface exists.
	Interface *Interface

	// Packet is set for the three kinds of packet blocks.
	Packet *Packet

	order order
}

// Body returns the block without its type and lengths.
func (b *Block) Body() []byte { return b.Raw[8 : len(b.Raw)-4] }

// Statistics is an Interface Statistics Block (pcapng, section 4.6).
type Statistics struct {
	Interface  int   // index in the section
	Time       int64 // of the statistics, in nanoseconds since 1970
	Start, End Maybe[int64]
	Received   Maybe[uint64] // packets that the interface received
	Dropped    Maybe[uint64] // of those, dropped by the interface for lack of room
	Accepted   Maybe[uint64] // accepted by the filter
	OSDropped  Maybe[uint64] // dropped by the operating system
	Delivered  Maybe[uint64] // delivered to the program

	// Options are all options. A writer takes from them those that have no field here.
	Options OptionList
}

// Maybe is a value that may be absent.
type Maybe[T any] struct {
	Value T
	Valid bool
}

// Some returns v as a value that is there.
func Some[T any](v T) Maybe[T] { return Maybe[T]{v, true} }

func statsField(code uint16) bool { return code >= OptStatsStart && code <= OptStatsDelivered }

// Statistics decodes an Interface Statistics Block.
func (b *Block) Statistics() (Statistics, error) {
	body := b.Body()
	if b.Type != BlockStatistics || len(body) < 12 {
		return Statistics{}, b.wrong(BlockStatistics)
	}
	s := Statistics{Interface: int(b.order.u32(body)), Options: OptionList{body[12:], b.order}}
	sc := b.scale()
	s.Time = sc.nanos(b.ticks(body[4:]))
	s.Start = b.time(s.Options, OptStatsStart, &sc)
	s.End = b.time(s.Options, OptStatsEnd, &sc)
	for code, m := range map[uint16]*Maybe[uint64]{
		OptStatsReceived: &s.Received, OptStatsDropped: &s.Dropped, OptStatsAccepted: &s.Accepted,
		OptStatsOSDropped: &s.OSDropped, OptStatsDelivered: &s.Delivered,
	} {
		m.Value, m.Valid = s.Options.Uint64(code)
	}
	return s, s.Options.Check()
}

// scale is that of the block's interface, microseconds if there is none.
func (b *Block) scale() scale {
	if b.Interface != nil {
		return b.Interface.scale
	}
	return scaleOf(Micro, 0)
}

// ticks reads a time stamp, whose high half comes first in either byte order.
func (b *Block) ticks(v []byte) uint64 {
	return uint64(b.order.u32(v))<<32 | uint64(b.order.u32(v[4:]))
}

func (b *Block) time(o OptionList, code uint16, sc *scale) Maybe[int64] {
	if v, ok := o.Value(code); ok && len(v) == 8 {
		return Some(sc.nanos(b.ticks(v)))
	}
	return Maybe[int64]{}
}

func (b *Block) wrong(want BlockType) error {
	if b.Type != want {
		return corruptf("%v at byte %d is no %v", b.Type, b.Offset, want)
	}
	return corruptf("%v at byte %d is too short", b.Type, b.Offset)
}

// Names is a Name Resolution Block (pcapng, section 4.5).
type Names struct {
	Records []NameRecord
	Options OptionList // who gave the names
}

// A NameRecord gives names to an address.
type NameRecord struct {
	Kind  NameKind
	Addr  []byte   // 4, 16, 6 or 8 bytes, according to Kind; of other kinds, the whole value
	Names []string // at least one; none for a kind that is not known
}

// IP returns the record's IP address, the zero Addr if it has none.
func (n NameRecord) IP() netip.Addr {
	if n.Kind == NameIPv4 || n.Kind == NameIPv6 {
		a, _ := netip.AddrFromSlice(n.Addr)
		return a
	}
	return netip.Addr{}
}

// NameKind is the type of a name record.
type NameKind uint16

// Name kinds.
const (
	NameIPv4  NameKind = 1
	NameIPv6  NameKind = 2
	NameEUI48 NameKind = 3
	NameEUI64 NameKind = 4
)

// addrLen is the length of an address of kind k, 0 if k is not known.
func (k NameKind) addrLen() int {
	switch k {
	case NameIPv4:
		return 4
	case NameIPv6:
		return 16
	case NameEUI48:
		return 6
	case NameEUI64:
		return 8
	}
	return 0
}

// Names decodes a Name Resolution Block. With an error, the records before it are
// returned.
func (b *Block) Names() (Names, error) {
	if b.Type != BlockNames {
		return Names{}, b.wrong(BlockNames)
	}
	var n Names
	rest := b.Body()
	for len(rest) >= 4 {
		kind, size := NameKind(b.order.u16(rest)), int(b.order.u16(rest[2:]))
		if kind == 0 {
			n.Options = OptionList{rest[4:], b.order}
			return n, n.Options.Check()
		}
		if size > len(rest)-4 || size < kind.addrLen() {
			return n, corruptf("name record of type %d at byte %d has bad length %d", kind,
				b.Offset+int64(len(b.Raw)-4-len(rest)), size)
		}
		n.Records = append(n.Records, nameRecord(kind, rest[4:4+size]))
		rest = rest[min(4+pad4(size), len(rest)):]
	}
	return n, nil
}

func nameRecord(kind NameKind, v []byte) NameRecord {
	n := kind.addrLen()
	if n == 0 {
		return NameRecord{Kind: kind, Addr: v}
	}
	rec := NameRecord{Kind: kind, Addr: v[:n:n]}
	start := n
	for i := n; i <= len(v); i++ {
		if i == len(v) && start < i || i < len(v) && v[i] == 0 {
			rec.Names = append(rec.Names, string(v[start:i]))
			start = i + 1
		}
	}
	return rec
}

// Secrets is a Decryption Secrets Block (pcapng, section 4.7).
type Secrets struct {
	Kind    SecretsKind
	Data    []byte // aliases the block
	Options OptionList
}

// SecretsKind says what secrets are, and in which format.
type SecretsKind uint32

// Kinds of secrets.
const (
	SecretsSSHKeyLog SecretsKind = 0x5353484b
	SecretsTLSKeyLog SecretsKind = 0x544c534b // NSS key log
	SecretsWireGuard SecretsKind = 0x57474b4c
	SecretsZigbeeNWK SecretsKind = 0x5a4e574b
	SecretsZigbeeAPS SecretsKind = 0x5a415053
	SecretsOPCUAKeys SecretsKind = 0x55414b4c
	minSecrets                   = 8
)

// Secrets decodes a Decryption Secrets Block.
func (b *Block) Secrets() (Secrets, error) {
	body := b.Body()
	if b.Type != BlockSecrets || len(body) < minSecrets {
		return Secrets{}, b.wrong(BlockSecrets)
	}
	n := b.order.u32(body[4:])
	if uint64(n) > uint64(len(body)-8) {
		return Secrets{}, corruptf("secrets at byte %d have length %d, but only %d bytes are there", b.Offset, n, len(body)-8)
	}
	data, rest := body[8:8+n], body[min(8+pad4(int(n)), len(body)):]
	s := Secrets{SecretsKind(b.order.u32(body)), data, OptionList{rest, b.order}}
	return s, s.Options.Check()
}

// Custom is a Custom Block (pcapng, section 4.8).
type Custom struct {
	PEN    uint32 // IANA private enterprise number of the owner
	Data   []byte // data and options, which only the owner can tell apart; aliases the block
	NoCopy bool   // not to be copied by programs that do not know it
}

// Custom decodes a Custom Block.
func (b *Block) Custom() (Custom, error) {
	body := b.Body()
	if b.Type != BlockCustom && b.Type != BlockCustomNoCopy || len(body) < 4 {
		return Custom{}, b.wrong(BlockCustom)
	}
	return Custom{b.order.u32(body), body[4:], b.Type == BlockCustomNoCopy}, nil
}

// Journal returns the entry of a systemd Journal Export Block, in systemd's export
// format and without the block's padding.
func (b *Block) Journal() ([]byte, error) {
	if b.Type != BlockJournal {
		return nil, b.wrong(BlockJournal)
	}
	v := b.Body()
	for i := 0; i < 3 && len(v) > 0 && v[len(v)-1] == 0; i++ {
		v = v[:len(v)-1]
	}
	return v, nil
}
