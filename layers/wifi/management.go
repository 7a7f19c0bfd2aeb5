package wifi

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

type (
	// Capability is [wire.Dot11Capability].
	Capability = wire.Dot11Capability

	// Status is [wire.Dot11Status].
	Status = wire.Dot11Status

	// Reason is [wire.Dot11Reason].
	Reason = wire.Dot11Reason
)

// Beacon is the body of a beacon or probe response. IEEE 802.11-2020 §9.3.3.2.
//
//wire:header view=Dot11Beacon name=Dot11Beacon bind=Kinds:wire.Dot11KindBeacon bind=Kinds:wire.Dot11KindProbeResp
type Beacon struct {
	Timestamp  uint64     `order:"le"` // of the BSS, in microseconds
	Interval   uint16     `order:"le"` // between beacons, in time units of 1024 microseconds
	Capability Capability `order:"le"`

	Elements Elements
}

func (l *Beacon) extent(v wire.Dot11Beacon) packet.Extent {
	l.Elements = Elements(v[wire.Dot11BeaconLen:])
	return packet.Extent{Header: len(v), End: len(v)}
}

func (l *Beacon) appendBody(b []byte, _ int) ([]byte, error) { return append(b, l.Elements...), nil }

// Validate implements [packet.Validator].
func (l *Beacon) Validate(_ *packet.Context, report func(string, packet.Class, string)) {
	l.Elements.validate(report)
}

// AssocReq is the body of an association request. IEEE 802.11-2020 §9.3.3.5.
//
//wire:header view=Dot11AssocReq name=Dot11AssocReq bind=Kinds:wire.Dot11KindAssocReq
type AssocReq struct {
	Capability Capability `order:"le"`
	Listen     uint16     `order:"le"` // listen interval, in beacon intervals

	Elements Elements
}

func (l *AssocReq) extent(v wire.Dot11AssocReq) packet.Extent {
	l.Elements = Elements(v[wire.Dot11AssocReqLen:])
	return packet.Extent{Header: len(v), End: len(v)}
}

func (l *AssocReq) appendBody(b []byte, _ int) ([]byte, error) { return append(b, l.Elements...), nil }

// Validate implements [packet.Validator].
func (l *AssocReq) Validate(_ *packet.Context, report func(string, packet.Class, string)) {
	l.Elements.validate(report)
}

// AssocResp is the body of an association or reassociation response. IEEE 802.11-2020 §9.3.3.6.
//
//wire:header view=Dot11AssocResp name=Dot11AssocResp bind=Kinds:wire.Dot11KindAssocResp bind=Kinds:wire.Dot11KindReassocResp
type AssocResp struct {
	Capability Capability `order:"le"`
	Status     Status     `order:"le"`
	AID        uint16     `order:"le"` // association id; its two top bits are set

	Elements Elements
}

func (l *AssocResp) extent(v wire.Dot11AssocResp) packet.Extent {
	l.Elements = Elements(v[wire.Dot11AssocRespLen:])
	return packet.Extent{Header: len(v), End: len(v)}
}

func (l *AssocResp) appendBody(b []byte, _ int) ([]byte, error) { return append(b, l.Elements...), nil }

// Validate implements [packet.Validator].
func (l *AssocResp) Validate(_ *packet.Context, report func(string, packet.Class, string)) {
	l.Elements.validate(report)
}

// ReassocReq is the body of a reassociation request. IEEE 802.11-2020 §9.3.3.7.
//
//wire:header view=Dot11ReassocReq name=Dot11ReassocReq bind=Kinds:wire.Dot11KindReassocReq
type ReassocReq struct {
	Capability Capability `order:"le"`
	Listen     uint16     `order:"le"` // listen interval, in beacon intervals
	CurrentAP  MAC

	Elements Elements
}

func (l *ReassocReq) extent(v wire.Dot11ReassocReq) packet.Extent {
	l.Elements = Elements(v[wire.Dot11ReassocReqLen:])
	return packet.Extent{Header: len(v), End: len(v)}
}

func (l *ReassocReq) appendBody(b []byte, _ int) ([]byte, error) {
	return append(b, l.Elements...), nil
}

// Validate implements [packet.Validator].
func (l *ReassocReq) Validate(_ *packet.Context, report func(string, packet.Class, string)) {
	l.Elements.validate(report)
}

// TimingAdv is the body of a timing advertisement. IEEE 802.11-2020 §9.3.3.15.
//
//wire:header view=Dot11TimingAdv name=Dot11TimingAdv bind=Kinds:wire.Dot11KindTimingAdv
type TimingAdv struct {
	Timestamp  uint64     `order:"le"` // in microseconds
	Capability Capability `order:"le"`

	Elements Elements
}

func (l *TimingAdv) extent(v wire.Dot11TimingAdv) packet.Extent {
	l.Elements = Elements(v[wire.Dot11TimingAdvLen:])
	return packet.Extent{Header: len(v), End: len(v)}
}

func (l *TimingAdv) appendBody(b []byte, _ int) ([]byte, error) { return append(b, l.Elements...), nil }

// Validate implements [packet.Validator].
func (l *TimingAdv) Validate(_ *packet.Context, report func(string, packet.Class, string)) {
	l.Elements.validate(report)
}

// Deauth is the body of a deauthentication or disassociation. IEEE 802.11-2020 §9.3.3.12.
//
//wire:header view=Dot11Deauth name=Dot11Deauth bind=Kinds:wire.Dot11KindDeauth bind=Kinds:wire.Dot11KindDisassoc
type Deauth struct {
	Reason Reason `order:"le"`

	Elements Elements
}

func (l *Deauth) extent(v wire.Dot11Deauth) packet.Extent {
	l.Elements = Elements(v[wire.Dot11DeauthLen:])
	return packet.Extent{Header: len(v), End: len(v)}
}

func (l *Deauth) appendBody(b []byte, _ int) ([]byte, error) { return append(b, l.Elements...), nil }

// Validate implements [packet.Validator].
func (l *Deauth) Validate(_ *packet.Context, report func(string, packet.Class, string)) {
	l.Elements.validate(report)
}

// ProbeReq is the body of a probe request: elements. IEEE 802.11-2020 §9.3.3.9.
type ProbeReq Elements

// ProbeReqProto describes [ProbeReq].
var ProbeReqProto = &packet.Proto{
	Name: "Dot11ProbeReq", Title: "body of a probe request", Ref: "IEEE 802.11-2020 §9.3.3.9",
	Fields: []packet.Field{{Name: "Elements", Type: "Elements", Kind: packet.Body}},
	New:    func() packet.Layer { return new(ProbeReq) },
	Slab:   packet.Slab[ProbeReq],
	At: func(l packet.Layer, i int) any {
		if i > 0 {
			return nil
		}
		return (*Elements)(l.(*ProbeReq))
	},
}

func init() { Kinds.Bind(wire.Dot11KindProbeReq, ProbeReqProto) }

// Proto implements [packet.Layer].
func (l *ProbeReq) Proto() *packet.Proto { return ProbeReqProto }

// Parse implements [packet.Layer].
func (l *ProbeReq) Parse(b []byte) (packet.Extent, error) {
	*l = b
	return packet.Extent{Header: len(b), End: len(b)}, nil
}

// Append implements [packet.Layer].
func (l *ProbeReq) Append(b []byte) ([]byte, error) { return append(b, *l...), nil }

// Finish implements [packet.Layer].
func (l *ProbeReq) Finish(*packet.Context) {}

// Elements returns the elements.
func (l *ProbeReq) Elements() Elements { return Elements(*l) }

// Validate implements [packet.Validator].
func (l *ProbeReq) Validate(_ *packet.Context, report func(string, packet.Class, string)) {
	l.Elements().validate(report)
}

// Auth is the body of an authentication frame. IEEE 802.11-2020 §9.3.3.11.
//
//wire:header view=Dot11Auth name=Dot11Auth bind=Kinds:wire.Dot11KindAuth
type Auth struct {
	Algorithm wire.Dot11Algorithm `order:"le"`
	Seq       uint16              `order:"le"` // number of the frame in the exchange, from 1
	Status    Status              `order:"le"`

	SAE      []byte   // what SAE has before the elements: group, scalar, element, confirm
	Elements Elements // of other algorithms
}

func (l *Auth) extent(v wire.Dot11Auth) packet.Extent {
	l.SAE, l.Elements = nil, Elements(v[wire.Dot11AuthLen:])
	if l.Algorithm == wire.Dot11SAE {
		l.SAE, l.Elements = l.Elements, nil
		if n := saeLen(l.SAE, l.Seq, l.Status); n >= 0 {
			l.SAE, l.Elements = l.SAE[:n:n], Elements(l.SAE[n:])
		}
	}
	return packet.Extent{Header: len(v), End: len(v)}
}

// saeLen returns the length of the fields that SAE has before the elements, or -1 if that cannot
// be told. IEEE 802.11-2020 table 9-41, §12.4.7.
func saeLen(b []byte, seq uint16, status Status) int {
	const (
		group      = 2 // finite cyclic group
		confirm    = 2 // send-confirm, before a hash of 32 bytes
		hash       = 32
		tokenWaits = 76
	)
	switch {
	case seq == 2 && len(b) >= confirm+hash:
		return confirm + hash
	case seq != 1 || status == tokenWaits || len(b) < group:
		return -1
	}
	n := 0 // bytes of a number of the group
	switch wire.Uint16LE(b, 0) {
	case 19:
		n = 32
	case 20:
		n = 48
	case 21:
		n = 66
	case 25:
		n = 24
	case 26:
		n = 28
	}
	if n == 0 || len(b) < group+3*n {
		return -1
	}
	if rest := len(b) - group - 3*n; rest > 0 && wire.Dot11Elements(b[group+3*n:]).Len() != rest {
		return -1 // an anti-clogging token before the scalar
	}
	return group + 3*n
}

func (l *Auth) appendBody(b []byte, _ int) ([]byte, error) {
	return append(append(b, l.SAE...), l.Elements...), nil
}

// Validate implements [packet.Validator].
func (l *Auth) Validate(_ *packet.Context, report func(string, packet.Class, string)) {
	if l.Seq == 0 {
		report("Seq", packet.BadValue, "is 0, not from 1 on")
	}
	l.Elements.validate(report)
}
