package layers

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// TCP is a Transmission Control Protocol header. RFC 9293 §3.1.
//
// Ports say what the payload is, and are the program's to choose: building a packet with
// a DNS message does not set DstPort to 53.
//
//wire:header bind=IPProtos:wire.IPProtoTCP
type TCP struct {
	SrcPort    uint16
	DstPort    uint16
	Seq        uint32        // of the first byte of the payload, or of SYN
	Ack        uint32        // with ACK: the Seq that is expected next
	DataOffset Auto[uint8]   `bits:"4" len:"4,0"` // header length in words
	Reserved   uint8         `bits:"3"`
	Flags      wire.TCPFlags `bits:"9"`
	Window     Auto[uint16]  `auto:"65535"` // in bytes, before the shift that WindowScale agreed on
	Checksum   Auto[uint16]  // of pseudo-header, header and payload
	Urgent     uint16        // of the last urgent byte, from Seq
	Options    wire.TCPOptions

	packet.Summed
}

func (l *TCP) extent(v wire.TCP) packet.Extent {
	return packet.Extent{Header: v.HeaderLen(), End: len(v), Next: TCPPorts.Either(byPort(l.DstPort, l.SrcPort))}
}

func (l *TCP) finish(v wire.TCP, c *packet.Context) {
	pseudo, whole, ok := pseudoSum(c, wire.IPProtoTCP)
	if !ok {
		l.Checksum.Hold()
		l.Note(packet.ChecksumUnverified)
		return
	}
	sum := v.Sum(pseudo)
	if l.Judge(&l.Checksum, sum, whole) {
		v.SetChecksum(sum)
	}
	if l.ChecksumState() == packet.ChecksumBad && v.Checksum() == pseudo {
		l.Note(packet.ChecksumOffloaded)
	}
}

// Validate implements [packet.Validator].
func (l *TCP) Validate(c *packet.Context, report func(field string, class packet.Class, reason string)) {
	if l.SrcPort == 0 {
		report("SrcPort", packet.Unusual, "port 0 is reserved") // RFC 6335 §6
	}
	if l.DstPort == 0 {
		report("DstPort", packet.Unusual, "port 0 is reserved")
	}
	if l.Reserved != 0 {
		report("Reserved", packet.Unusual, "reserved bits are set")
	}
	l.validateFlags(report)
	if l.Urgent != 0 && l.Flags&wire.URG == 0 {
		report("Urgent", packet.Unusual, "urgent pointer without URG")
	}
	if l.Ack != 0 && l.Flags&wire.ACK == 0 {
		report("Ack", packet.Unusual, "acknowledgement number without ACK")
	}
	l.validateOptions(report)
}

func (l *TCP) validateFlags(report func(field string, class packet.Class, reason string)) {
	const handshake = wire.SYN | wire.FIN | wire.RST | wire.ACK
	f := l.Flags
	switch {
	case f&handshake == 0:
		report("Flags", packet.Unusual, "none of SYN, FIN, RST and ACK") // RFC 9293 §3.10.7
	case f&(wire.SYN|wire.FIN) == wire.SYN|wire.FIN:
		report("Flags", packet.Unusual, "SYN with FIN")
	case f&(wire.SYN|wire.RST) == wire.SYN|wire.RST:
		report("Flags", packet.Unusual, "SYN with RST")
	case f&(wire.FIN|wire.RST) == wire.FIN|wire.RST:
		report("Flags", packet.Unusual, "FIN with RST")
	case f&handshake == wire.FIN:
		report("Flags", packet.Unusual, "FIN without ACK")
	}
}

func (l *TCP) validateOptions(report func(field string, class packet.Class, reason string)) {
	bad := func(reason string) { report("Options", packet.BadValue, reason) }
	syn := l.Flags&wire.SYN != 0
	var seen [256]bool
	for opt := range l.Options.All() {
		switch k := opt.Kind; {
		case k == wire.NOP:
			continue
		case !opt.Valid():
			bad("option " + k.String() + " has a wrong length")
		case !syn && (k == wire.MSS || k == wire.WindowScale || k == wire.SACKPermitted):
			// RFC 9293 §3.2, RFC 7323 §2.1, RFC 2018 §2
			bad("option " + k.String() + " without SYN")
		case k == wire.WindowScale && opt.Data[0] > 14: // RFC 7323 §2.3
			report("Options", packet.Unusual, "window scale above 14")
		case seen[k] && once(k):
			report("Options", packet.Unusual, "option "+k.String()+" twice")
		}
		seen[opt.Kind] = true
	}
	rest := l.Options.Rest()
	if l.Options.Malformed() {
		bad("option " + wire.TCPOptionKind(rest[0]).String() + " does not fit")
		return
	}
	for _, c := range rest {
		if c != 0 {
			bad("padding is not zero") // RFC 9293 §3.1, MUST-69
			return
		}
	}
}

// once reports whether a header has at most one option of kind k.
func once(k wire.TCPOptionKind) bool {
	return k != wire.TCPMultipath && k != wire.TCPExperiment1 && k != wire.TCPExperiment2
}
