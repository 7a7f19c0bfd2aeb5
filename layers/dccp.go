package layers

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// DCCP is a Datagram Congestion Control Protocol header. RFC 4340 §5.
//
// Which of the fields after Extended a packet has depends on Type; the others are
// zero after parsing and are not written.
//
//wire:header bind=IPProtos:wire.IPProtoDCCP
type DCCP struct {
	SrcPort    uint16
	DstPort    uint16
	DataOffset Auto[uint8]   // header length in words
	CCVal      uint8         `bits:"4"` // for the sender's congestion control
	CsCov      uint8         `bits:"4"` // what Checksum covers: 0 is all, 1 no data, n (n-1)*4 bytes of it
	Checksum   Auto[uint16]  // of a pseudo-header, the header and what CsCov says
	Reserved   uint8         `bits:"3"`
	Type       wire.DCCPType `bits:"4"`
	Extended   Auto[bool]    `bits:"1" auto:"true"` // X: numbers have 48 bits, not 24

	Reserved2   uint8              `bits:"0"` // 8 bits before Seq, if extended
	Seq         uint64             `bits:"0"` // sequence number
	AckReserved uint16             `bits:"0"` // bits before Ack: 16 if extended, else 8
	Ack         uint64             `bits:"0"` // acknowledgement number: greatest Seq received
	Service     uint32             `bits:"0"` // service code of requests, responses and listens
	ResetCode   wire.DCCPResetCode `bits:"0"` // of resets
	ResetData   [3]byte            `bits:"0"` // of resets
	Options     wire.DCCPOptions

	packet.Summed
}

// Has implements [packet.Sparse].
func (l *DCCP) Has(i int) bool {
	switch DCCPProto.Fields[i].Name {
	case "Reserved2":
		return l.Extended.Get()
	case "Ack", "AckReserved":
		return l.Type.HasAck()
	case "Service":
		return l.Type.HasService()
	case "ResetCode", "ResetData":
		return l.Type == wire.DCCPReset
	}
	return true
}

func (l *DCCP) parseBody(v wire.DCCP) (packet.Extent, error) {
	n, header := v.FixedLen(), v.HeaderLen()
	switch {
	case n > len(v):
		return packet.Extent{}, packet.Need(wire.ErrShort, n)
	case header < n:
		return packet.Extent{}, wire.ErrLength
	case header > len(v):
		return packet.Extent{}, packet.Need(wire.ErrShort, header)
	}
	l.Seq, l.Ack, l.Service = v.Seq(), v.Ack(), v.Service()
	l.ResetCode, l.ResetData = v.ResetCode()
	l.Reserved2, l.AckReserved = 0, 0
	if v.Extended() {
		l.Reserved2 = v[9]
	}
	if l.Type.HasAck() {
		if v.Extended() {
			l.AckReserved = wire.Uint16(v, 16)
		} else {
			l.AckReserved = uint16(v[12])
		}
	}
	l.Options = v.Options()
	return packet.Extent{Header: header, End: len(v), Next: DCCPServices.Next(l.Service)}, nil
}

// DCCPServices says what the data of a request, response or listen packet is, by
// its service code. Other packets' data is bytes.
var DCCPServices = packet.Table[uint32]{Name: "DCCP service code"}

func (l *DCCP) appendBody(b []byte, start int) ([]byte, error) {
	extended := !l.Extended.Fixed() || l.Extended.Get()
	if extended {
		b = append(b, l.Reserved2)
	}
	b = appendDCCPNumber(b, l.Seq, extended)
	if l.Type.HasAck() {
		if b = append(b, byte(l.AckReserved)); extended {
			b = append(b[:len(b)-1], byte(l.AckReserved>>8), byte(l.AckReserved))
		}
		b = appendDCCPNumber(b, l.Ack, extended)
	}
	if l.Type.HasService() {
		b = append32(b, l.Service)
	}
	if l.Type == wire.DCCPReset {
		b = append(append(b, byte(l.ResetCode)), l.ResetData[:]...)
	}
	b = append(b, l.Options...)
	if n := len(b) - start; n > 255*4 {
		return b, packet.FieldError("DCCP.Options: too long")
	} else if n%4 != 0 {
		return b, packet.FieldError("DCCP.Options: the header is not a multiple of 4 bytes long")
	}
	return b, nil
}

func appendDCCPNumber(b []byte, x uint64, extended bool) []byte {
	if extended {
		return append32(append16(b, uint16(x>>32)), uint32(x))
	}
	return append(b, byte(x>>16), byte(x>>8), byte(x))
}

func (l *DCCP) finish(v wire.DCCP, c *packet.Context) {
	l.settleDataOffset(v, uint8(c.Header/4))
	pseudo, whole, ok := pseudoSum(c, wire.IPProtoDCCP)
	covered, possible := v.Covered()
	if !ok || !possible || len(covered) < wire.DCCPLen {
		l.Checksum.Hold()
		l.Note(packet.ChecksumUnverified)
		return
	}
	sum := wire.Fold(wire.SumAround(pseudo, covered, 6))
	if l.Judge(&l.Checksum, sum, whole) {
		v.SetChecksum(sum)
	}
}

// Validate implements [packet.Validator].
func (l *DCCP) Validate(c *packet.Context, report func(field string, class packet.Class, reason string)) {
	if l.Reserved != 0 || l.Reserved2 != 0 || l.AckReserved != 0 {
		report("Reserved", packet.Unusual, "reserved bits are set")
	}
	if l.Type > wire.DCCPListen {
		report("Type", packet.BadValue, "not assigned")
	}
	if !l.Extended.Get() && l.Type != wire.DCCPData && l.Type != wire.DCCPAck && l.Type != wire.DCCPDataAck {
		report("Extended", packet.BadValue, "must be set in packets of this type") // RFC 4340 §5.1
	}
	if n := 4 * (int(l.CsCov) - 1); n > len(c.Data)-c.Header {
		report("CsCov", packet.BadSize, "covers more data than there is") // RFC 4340 §9.2.1
	}
	if len(l.Options.Rest()) > 0 {
		report("Options", packet.BadSize, "an option does not fit")
	}
}
