package ppp

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// IPCP is a packet of the control protocol of IPv4 over PPP. RFC 1332 §2.
//
//wire:header bind=layers.PPPProtos:wire.PPPProtoIPCP
type IPCP struct {
	Code   wire.PPPCode
	ID     uint8               // an answer has that of its request
	Length packet.Auto[uint16] // of header, options and data, in bytes

	Options wire.IPCPOptions // of configuration packets
	Data    []byte           // of others
	Trailer []byte           // padding
}

// Has implements [packet.Sparse].
func (l *IPCP) Has(i int) bool { return hasPart(i, l.Code) }

func (l *IPCP) parseBody(v wire.IPCP) (packet.Extent, error) {
	body, trailer, err := split(v, v.Length())
	if err != nil {
		return packet.Extent{}, err
	}
	options, data := parts(l.Code, body)
	l.Options, l.Data, l.Trailer = options, data, trailer
	return extent(v, trailer), nil
}

func (l *IPCP) appendBody(b []byte, _ int) ([]byte, error) {
	return append(append(b, l.Options...), l.Data...), nil
}

func (l *IPCP) finish(v wire.IPCP, _ *packet.Context) { l.settleLength(v, uint16(len(v))) }

// AppendTrailer implements [packet.Trailer].
func (l *IPCP) AppendTrailer(b []byte) []byte { return append(b, l.Trailer...) }

// Validate implements [packet.Validator].
func (l *IPCP) Validate(_ *packet.Context, report func(string, packet.Class, string)) {
	validate(l.Code, l.Options.WellFormed(), report)
}

// IPV6CP is a packet of the control protocol of IPv6 over PPP. RFC 5072 §3.
//
//wire:header bind=layers.PPPProtos:wire.PPPProtoIPV6CP
type IPV6CP struct {
	Code   wire.PPPCode
	ID     uint8               // an answer has that of its request
	Length packet.Auto[uint16] // of header, options and data, in bytes

	Options wire.IPV6CPOptions // of configuration packets
	Data    []byte             // of others
	Trailer []byte             // padding
}

// Has implements [packet.Sparse].
func (l *IPV6CP) Has(i int) bool { return hasPart(i, l.Code) }

func (l *IPV6CP) parseBody(v wire.IPV6CP) (packet.Extent, error) {
	body, trailer, err := split(v, v.Length())
	if err != nil {
		return packet.Extent{}, err
	}
	options, data := parts(l.Code, body)
	l.Options, l.Data, l.Trailer = options, data, trailer
	return extent(v, trailer), nil
}

func (l *IPV6CP) appendBody(b []byte, _ int) ([]byte, error) {
	return append(append(b, l.Options...), l.Data...), nil
}

func (l *IPV6CP) finish(v wire.IPV6CP, _ *packet.Context) { l.settleLength(v, uint16(len(v))) }

// AppendTrailer implements [packet.Trailer].
func (l *IPV6CP) AppendTrailer(b []byte) []byte { return append(b, l.Trailer...) }

// Validate implements [packet.Validator].
func (l *IPV6CP) Validate(_ *packet.Context, report func(string, packet.Class, string)) {
	validate(l.Code, l.Options.WellFormed(), report)
}

// CCP is a packet of the control protocol of compression over PPP. RFC 1962 §2.
//
//wire:header bind=layers.PPPProtos:wire.PPPProtoCCP
type CCP struct {
	Code   wire.PPPCode
	ID     uint8               // an answer has that of its request
	Length packet.Auto[uint16] // of header, options and data, in bytes

	Options wire.CCPOptions // of configuration packets
	Data    []byte          // of others
	Trailer []byte          // padding
}

// Has implements [packet.Sparse].
func (l *CCP) Has(i int) bool { return hasPart(i, l.Code) }

func (l *CCP) parseBody(v wire.CCP) (packet.Extent, error) {
	body, trailer, err := split(v, v.Length())
	if err != nil {
		return packet.Extent{}, err
	}
	options, data := parts(l.Code, body)
	l.Options, l.Data, l.Trailer = options, data, trailer
	return extent(v, trailer), nil
}

func (l *CCP) appendBody(b []byte, _ int) ([]byte, error) {
	return append(append(b, l.Options...), l.Data...), nil
}

func (l *CCP) finish(v wire.CCP, _ *packet.Context) { l.settleLength(v, uint16(len(v))) }

// AppendTrailer implements [packet.Trailer].
func (l *CCP) AppendTrailer(b []byte) []byte { return append(b, l.Trailer...) }

// Validate implements [packet.Validator].
func (l *CCP) Validate(_ *packet.Context, report func(string, packet.Class, string)) {
	validate(l.Code, l.Options.WellFormed(), report)
}

// ECP is a packet of the control protocol of encryption over PPP. RFC 1968 §2.
//
//wire:header bind=layers.PPPProtos:wire.PPPProtoECP
type ECP struct {
	Code   wire.PPPCode
	ID     uint8               // an answer has that of its request
	Length packet.Auto[uint16] // of header, options and data, in bytes

	Options wire.ECPOptions // of configuration packets
	Data    []byte          // of others
	Trailer []byte          // padding
}

// Has implements [packet.Sparse].
func (l *ECP) Has(i int) bool { return hasPart(i, l.Code) }

func (l *ECP) parseBody(v wire.ECP) (packet.Extent, error) {
	body, trailer, err := split(v, v.Length())
	if err != nil {
		return packet.Extent{}, err
	}
	options, data := parts(l.Code, body)
	l.Options, l.Data, l.Trailer = options, data, trailer
	return extent(v, trailer), nil
}

func (l *ECP) appendBody(b []byte, _ int) ([]byte, error) {
	return append(append(b, l.Options...), l.Data...), nil
}

func (l *ECP) finish(v wire.ECP, _ *packet.Context) { l.settleLength(v, uint16(len(v))) }

// AppendTrailer implements [packet.Trailer].
func (l *ECP) AppendTrailer(b []byte) []byte { return append(b, l.Trailer...) }

// Validate implements [packet.Validator].
func (l *ECP) Validate(_ *packet.Context, report func(string, packet.Class, string)) {
	validate(l.Code, l.Options.WellFormed(), report)
}

// NCP is a packet of another network control protocol of PPP, that of OSI, AppleTalk, IPX, bridging, MPLS or bandwidth allocation. RFC 1661 §5.
//
//wire:header bind=layers.PPPProtos:wire.PPPProtoOSINLCP bind=layers.PPPProtos:wire.PPPProtoATCP bind=layers.PPPProtos:wire.PPPProtoIPXCP bind=layers.PPPProtos:wire.PPPProtoBCP bind=layers.PPPProtos:wire.PPPProtoMPLSCP bind=layers.PPPProtos:wire.PPPProtoCDPCP bind=layers.PPPProtos:wire.PPPProtoBACP
type NCP struct {
	Code   wire.PPPCode
	ID     uint8               // an answer has that of its request
	Length packet.Auto[uint16] // of header, options and data, in bytes

	Options wire.NCPOptions // of configuration packets
	Data    []byte          // of others
	Trailer []byte          // padding
}

// Has implements [packet.Sparse].
func (l *NCP) Has(i int) bool { return hasPart(i, l.Code) }

func (l *NCP) parseBody(v wire.NCP) (packet.Extent, error) {
	body, trailer, err := split(v, v.Length())
	if err != nil {
		return packet.Extent{}, err
	}
	options, data := parts(l.Code, body)
	l.Options, l.Data, l.Trailer = options, data, trailer
	return extent(v, trailer), nil
}

func (l *NCP) appendBody(b []byte, _ int) ([]byte, error) {
	return append(append(b, l.Options...), l.Data...), nil
}

func (l *NCP) finish(v wire.NCP, _ *packet.Context) { l.settleLength(v, uint16(len(v))) }

// AppendTrailer implements [packet.Trailer].
func (l *NCP) AppendTrailer(b []byte) []byte { return append(b, l.Trailer...) }

// Validate implements [packet.Validator].
func (l *NCP) Validate(_ *packet.Context, report func(string, packet.Class, string)) {
	validate(l.Code, l.Options.WellFormed(), report)
}
