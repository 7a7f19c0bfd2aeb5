// Package cisco has the protocols by which Cisco's devices manage links and VLANs: discovery
// (CDP), unidirectional link detection (UDLD), dynamic trunking (DTP) and VLAN trunking (VTP).
// Importing it binds them to their numbers in SNAP headers and Cisco's HDLC.
//
//	&cisco.CDP{TTL: packet.U8(180), TLVs: wire.CDPTLVs{}.AddText(wire.CDPDeviceID, "sw1")}
package cisco

//go:generate go run ../../internal/wiregen -wire ../../wire

import (
	"net/netip"

	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

func init() {
	layers.CHDLCTypes.Bind(wire.CHDLCCDP, CDPProto)
	layers.EtherTypes.Bind(wire.CHDLCCDP, CDPProto) // in GRE
}

// CDP is a frame of the Cisco Discovery Protocol. Cisco, CDP frame format.
//
//wire:header bind=layers.CiscoPIDs:wire.CiscoCDP
type CDP struct {
	Version  packet.Auto[uint8]  `auto:"2"`
	TTL      packet.Auto[uint8]  `auto:"180"` // how long to keep it, in seconds
	Checksum packet.Auto[uint16] // of the frame, see [wire.CDP.Sum]

	TLVs wire.CDPTLVs

	packet.Summed
}

func (l *CDP) extent(v wire.CDP) packet.Extent {
	l.TLVs = wire.CDPTLVs(v[wire.CDPLen:])
	return packet.Extent{Header: len(v), End: len(v)}
}

func (l *CDP) appendBody(b []byte, _ int) ([]byte, error) { return append(b, l.TLVs...), nil }

func (l *CDP) finish(v wire.CDP, _ *packet.Context) {
	if sum := v.Sum(); l.Judge(&l.Checksum, sum, l.TLVs.WellFormed()) {
		v.SetChecksum(sum)
	}
}

// Validate implements [packet.Validator].
func (l *CDP) Validate(_ *packet.Context, report func(string, packet.Class, string)) {
	if v := l.Version.Get(); v != 1 && v != 2 {
		report("Version", packet.BadValue, "is neither 1 nor 2")
	}
	if !l.TLVs.WellFormed() {
		report("TLVs", packet.BadSize, "are malformed")
	}
}

// UDLD is a frame of unidirectional link detection. RFC 5171 §4.
//
//wire:header bind=layers.CiscoPIDs:wire.CiscoUDLD
type UDLD struct {
	Version  packet.Auto[uint8] `bits:"3" auto:"1"`
	Opcode   wire.UDLDOpcode    `bits:"5"`
	Flags    wire.UDLDFlags
	Checksum packet.Auto[uint16] // of the frame

	TLVs wire.UDLDTLVs

	packet.Summed
}

func (l *UDLD) extent(v wire.UDLD) packet.Extent {
	l.TLVs = wire.UDLDTLVs(v[wire.UDLDLen:])
	return packet.Extent{Header: len(v), End: len(v)}
}

func (l *UDLD) appendBody(b []byte, _ int) ([]byte, error) { return append(b, l.TLVs...), nil }

func (l *UDLD) finish(v wire.UDLD, _ *packet.Context) {
	if sum := wire.CDP(v).Sum(); l.Judge(&l.Checksum, sum, l.TLVs.WellFormed()) {
		v.SetChecksum(sum)
	}
}

// Validate implements [packet.Validator].
func (l *UDLD) Validate(_ *packet.Context, report func(string, packet.Class, string)) {
	if !l.TLVs.WellFormed() {
		report("TLVs", packet.BadSize, "are malformed")
	}
	if l.Opcode < wire.UDLDProbe || l.Opcode > wire.UDLDFlush {
		report("Opcode", packet.BadValue, "is unknown")
	}
}

// DTP is a frame of the Dynamic Trunking Protocol. Cisco, DTP.
//
//wire:header bind=layers.CiscoPIDs:wire.CiscoDTP
type DTP struct {
	Version packet.Auto[uint8] `auto:"1"`

	TLVs wire.DTPTLVs // perhaps with padding
}

func (l *DTP) extent(v wire.DTP) packet.Extent {
	l.TLVs = wire.DTPTLVs(v[wire.DTPLen:])
	return packet.Extent{Header: len(v), End: len(v)}
}

func (l *DTP) appendBody(b []byte, _ int) ([]byte, error) { return append(b, l.TLVs...), nil }

// VTP is a frame of the VLAN Trunking Protocol. Cisco, understanding VTP.
//
// A summary has Revision, Updater, Timestamp and Digest, a subset Revision and VLANs, a
// request Revision, the first that is asked for.
//
//wire:header bind=layers.CiscoPIDs:wire.CiscoVTP
type VTP struct {
	Version      packet.Auto[uint8] `auto:"1"`
	Code         wire.VTPCode
	Number       uint8              // of a summary how many subsets follow, of a subset which it is
	DomainLength packet.Auto[uint8] `auto:"uint8(len(l.Domain.String()))"` // in bytes
	Domain       wire.VTPDomain     // management domain

	Revision  uint32        `bits:"0"` // of the configuration
	Updater   netip.Addr    `bits:"0"` // who raised the revision
	Timestamp [12]byte      `bits:"0"` // of the update, as text "yymmddhhmmss"
	Digest    [16]byte      `bits:"0"` // MD5 of the configuration and a password
	VLANs     wire.VTPVLANs // of a subset
	Rest      []byte        // what follows
}

const summaryLen = 4 + 4 + 12 + 16 // of what a summary has of its own

// Has implements [packet.Sparse].
func (l *VTP) Has(i int) bool {
	switch i {
	case 5:
		return l.Code >= wire.VTPSummary && l.Code <= wire.VTPRequest
	case 6, 7, 8:
		return l.Code == wire.VTPSummary
	case 9:
		return l.Code == wire.VTPSubset
	}
	return true
}

func (l *VTP) parseBody(v wire.VTP) (packet.Extent, error) {
	l.Revision, l.Updater, l.Timestamp, l.Digest, l.VLANs = 0, netip.Addr{}, [12]byte{}, [16]byte{}, nil
	b := v[wire.VTPLen:]
	need := 0
	switch l.Code {
	case wire.VTPSummary:
		need = summaryLen
	case wire.VTPSubset, wire.VTPRequest:
		need = 4
	}
	if len(b) < need {
		return packet.Extent{}, packet.Need(wire.ErrShort, wire.VTPLen+need)
	}
	if need > 0 {
		l.Revision = wire.Uint32(b, 0)
	}
	switch l.Rest = b[need:]; l.Code {
	case wire.VTPSummary:
		l.Updater, l.Timestamp, l.Digest = netip.AddrFrom4([4]byte(b[4:])), [12]byte(b[8:]), [16]byte(b[20:])
	case wire.VTPSubset:
		l.VLANs, l.Rest = wire.VTPVLANs(l.Rest), nil
	}
	return packet.Extent{Header: len(v), End: len(v)}, nil
}

func (l *VTP) appendBody(b []byte, _ int) ([]byte, error) {
	if l.Has(5) {
		b = append(b, byte(l.Revision>>24), byte(l.Revision>>16), byte(l.Revision>>8), byte(l.Revision))
	}
	if l.Code == wire.VTPSummary {
		n := len(b)
		b = append(b, 0, 0, 0, 0)
		wire.PutAddr4(b[n:], l.Updater)
		b = append(append(b, l.Timestamp[:]...), l.Digest[:]...)
	}
	return append(append(b, l.VLANs...), l.Rest...), nil
}

// Validate implements [packet.Validator].
func (l *VTP) Validate(_ *packet.Context, report func(string, packet.Class, string)) {
	if l.DomainLength.Get() > 32 {
		report("DomainLength", packet.BadSize, "is more than 32")
	}
	if l.Code < wire.VTPSummary || l.Code > wire.VTPJoin {
		report("Code", packet.BadValue, "is unknown")
	}
}
