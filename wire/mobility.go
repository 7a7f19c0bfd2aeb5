package wire

import (
	"iter"
	"net/netip"
)

// MobilityType says what the message of a mobility header is. RFC 6275 §6.1.1.
type MobilityType uint8

// The types in IANA's registry that have a layer.
const (
	MobilityBindingRefresh    MobilityType = 0 // RFC 6275 §6.1.2
	MobilityHomeTestInit      MobilityType = 1
	MobilityCareOfTestInit    MobilityType = 2
	MobilityHomeTest          MobilityType = 3
	MobilityCareOfTest        MobilityType = 4
	MobilityBindingUpdate     MobilityType = 5
	MobilityBindingAck        MobilityType = 6
	MobilityBindingError      MobilityType = 7
	MobilityFastBindingUpdate MobilityType = 8 // RFC 5568 §6.2
	MobilityFastBindingAck    MobilityType = 9
	MobilityTypeHeartbeat     MobilityType = 13
	MobilityHandoverInitiate  MobilityType = 14 // RFC 5568 §6.2
	MobilityHandoverAck       MobilityType = 15
	MobilityBindingRevocation MobilityType = 16 // RFC 5846
)

var mobilityTypes = []string{"binding refresh request", "home test init", "care-of test init", "home test", "care-of test", "binding update",
	"binding acknowledgement", "binding error", "fast binding update", "fast binding acknowledgement", "fast neighbor advertisement",
	"experimental", "home agent switch", "heartbeat", "handover initiate", "handover acknowledge", "binding revocation",
	"localized routing initiation", "localized routing acknowledgement", "update notification", "update notification acknowledgement",
	"flow binding", "subscription query", "subscription response"}

func (t MobilityType) String() string { return listed(mobilityTypes, int(t)) }

// MobilityStatus says what became of a binding update; from 128 it was refused. RFC 6275 §6.1.8.
type MobilityStatus uint8

var mobilityStatuses = []coded{{0, "accepted"}, {1, "accepted but prefix discovery necessary"}, {128, "reason unspecified"},
	{129, "administratively prohibited"}, {130, "insufficient resources"}, {131, "home registration not supported"},
	{132, "not home subnet"}, {133, "not home agent for this mobile node"}, {134, "duplicate address detection failed"},
	{135, "sequence number out of window"}, {136, "expired home nonce index"}, {137, "expired care-of nonce index"},
	{138, "expired nonces"}, {139, "registration type change disallowed"}, {140, "mobile router operation not permitted"},
	{141, "invalid prefix"}, {142, "not authorized for prefix"}, {143, "forwarding setup failed"}, {144, "MIPv6-ID-MISMATCH"},
	{174, "invalid care-of address"}}

func (s MobilityStatus) String() string { return codedName(mobilityStatuses, uint32(s)) }

// Size returns the length in bytes that the header says header and message have.
func (v Mobility) Size() int { return 8 * (int(v.HdrLen()) + 1) }

// MobilityOptions is the options of a mobility header's message in wire form: a type, a
// length and data each, but for Pad1, which is a lone zero. RFC 6275 §6.2.1.
type MobilityOptions []byte

// MobilityOption is the type of an option of a mobility header.
type MobilityOption uint8

// Options in IANA's registry.
const (
	MobilityOptPad1         MobilityOption = 0
	MobilityOptPadN         MobilityOption = 1
	MobilityOptRefresh      MobilityOption = 2 // refresh advice: interval in units of 4 seconds
	MobilityOptAltCareOf    MobilityOption = 3 // alternate care-of address
	MobilityOptNonceIndices MobilityOption = 4 // home and care-of nonce index
	MobilityOptAuthorize    MobilityOption = 5 // binding authorization data
	MobilityOptPrefix       MobilityOption = 6 // mobile network prefix, RFC 3963 §4.3
	MobilityOptLinkLayer    MobilityOption = 7 // link-layer address, RFC 5568 §6.4.4
	MobilityOptNodeID       MobilityOption = 8 // mobile node identifier, RFC 4283
	MobilityOptAuth         MobilityOption = 9 // authentication, RFC 4285 §5
	MobilityOptReplay       MobilityOption = 10
	MobilityOptHomePrefix   MobilityOption = 22 // home network prefix, RFC 5213 §8.3
	MobilityOptHandoff      MobilityOption = 23
	MobilityOptAccess       MobilityOption = 24 // access technology
	MobilityOptNodeLink     MobilityOption = 25
	MobilityOptLinkLocal    MobilityOption = 26
	MobilityOptTimestamp    MobilityOption = 27
	MobilityOptRestart      MobilityOption = 28
	MobilityOptIPv4Home     MobilityOption = 29 // RFC 5555 §3.1.1
	MobilityOptIPv4Ack      MobilityOption = 30 // RFC 5555 §3.2.1
	MobilityOptIPv4CareOf   MobilityOption = 32
)

var mobilityOptions = []string{"Pad1", "PadN", "refresh advice", "alternate care-of address", "nonce indices", "authorization", "prefix",
	"link-layer address", "node ID", "authentication", "replay protection", "CGA parameters request", "CGA parameters", "signature",
	"permanent home keygen token", "care-of test init", "care-of test", "DNS update", "experimental", "vendor specific",
	"service selection", "binding authorization for FMIPv6", "home network prefix", "handoff indicator", "access technology",
	"node link-layer ID", "link-local address", "timestamp", "restart counter", "IPv4 home address", "IPv4 address acknowledgement",
	"NAT detection", "IPv4 care-of address", "GRE key", "prefix/address", "binding identifier", "IPv4 home address request",
	"IPv4 home address reply", "IPv4 default router", "IPv4 DHCP support mode", "context request", "local mobility anchor address",
	"node link-local address interface ID"}

func (t MobilityOption) String() string { return listed(mobilityOptions, int(t)) }

// Size returns how many bytes of data an option of type t has, or -1 if that varies or is
// not known.
func (t MobilityOption) Size() int {
	switch t {
	case MobilityOptRefresh:
		return 2
	case MobilityOptNonceIndices, MobilityOptRestart:
		return 4
	case MobilityOptAltCareOf, MobilityOptLinkLocal:
		return 16
	case MobilityOptPrefix, MobilityOptHomePrefix:
		return 18
	case MobilityOptReplay, MobilityOptTimestamp:
		return 8
	case MobilityOptHandoff, MobilityOptAccess:
		return 2
	}
	return -1
}

// All yields the options' types and data, padding too, and stops before the first malformed one.
func (o MobilityOptions) All() iter.Seq2[MobilityOption, []byte] {
	return func(yield func(MobilityOption, []byte) bool) {
		for p := range IPv6Options(o).All() {
			if !yield(MobilityOption(p.Type), p.Data) {
				return
			}
		}
	}
}

// Malformed returns the offset of the first option that runs out of the message, or -1.
func (o MobilityOptions) Malformed() int { return IPv6Options(o).Malformed() }

// Find returns the data of the first option of type t.
func (o MobilityOptions) Find(t MobilityOption) (data []byte, ok bool) {
	return IPv6Options(o).Find(IPv6OptionType(t))
}

// Add appends an option without regard to alignment. Data longer than 255 bytes is cut.
func (o MobilityOptions) Add(t MobilityOption, data ...byte) MobilityOptions {
	return MobilityOptions(IPv6Options(o).Add(IPv6OptionType(t), data[:min(len(data), 255)]...))
}

// AddPad appends n bytes of padding.
func (o MobilityOptions) AddPad(n int) MobilityOptions {
	return MobilityOptions(IPv6Options(o).AddPad(n))
}

// Refresh returns the interval at which to refresh a binding, in units of 4 seconds.
func (o MobilityOptions) Refresh() (interval uint16, ok bool) {
	if d, _ := o.Find(MobilityOptRefresh); len(d) == 2 {
		return Uint16(d, 0), true
	}
	return 0, false
}

// AltCareOf returns the alternate care-of address.
func (o MobilityOptions) AltCareOf() (a netip.Addr, ok bool) {
	if d, _ := o.Find(MobilityOptAltCareOf); len(d) == 16 {
		return netip.AddrFrom16([16]byte(d)), true
	}
	return netip.Addr{}, false
}

// NonceIndices returns the home and care-of nonce indices.
func (o MobilityOptions) NonceIndices() (home, careOf uint16, ok bool) {
	if d, _ := o.Find(MobilityOptNonceIndices); len(d) == 4 {
		return Uint16(d, 0), Uint16(d, 2), true
	}
	return 0, 0, false
}

// Prefixes yields the mobile network and home network prefixes.
func (o MobilityOptions) Prefixes() iter.Seq[netip.Prefix] {
	return func(yield func(netip.Prefix) bool) {
		for t, d := range o.All() {
			if p, ok := mobilityPrefix(t, d); ok && !yield(p) {
				return
			}
		}
	}
}

func mobilityPrefix(t MobilityOption, d []byte) (p netip.Prefix, ok bool) {
	if t != MobilityOptPrefix && t != MobilityOptHomePrefix || len(d) != 18 {
		return p, false
	}
	p = netip.PrefixFrom(netip.AddrFrom16([16]byte(d[2:])), int(d[1]))
	return p, p.IsValid()
}

// String returns all options, as in "alternate care-of address 2001:db8::1, PadN".
func (o MobilityOptions) String() string {
	var b []byte
	for t, d := range o.All() {
		if len(b) > 0 {
			b = append(b, ", "...)
		}
		b = appendMobilityOption(append(b, t.String()...), t, d)
	}
	if n := o.Malformed(); n >= 0 {
		b = appendRest(b, o[n:])
	}
	return string(b)
}

func appendMobilityOption(b []byte, t MobilityOption, d []byte) []byte {
	if len(d) == 0 || t == MobilityOptPadN && zeros(d) {
		return b
	}
	b = append(b, ' ')
	if p, ok := mobilityPrefix(t, d); ok {
		return p.AppendTo(b)
	}
	switch {
	case t == MobilityOptRefresh && len(d) == 2:
		return appendInt(b, int(Uint16(d, 0)))
	case t == MobilityOptNonceIndices && len(d) == 4:
		return appendInt(append(appendInt(b, int(Uint16(d, 0))), ' '), int(Uint16(d, 2)))
	case t.Size() == 16 && len(d) == 16:
		return netip.AddrFrom16([16]byte(d)).AppendTo(b)
	case t == MobilityOptNodeID && len(d) > 1 && d[0] == 1: // a network access identifier
		return textOrHex(b, d[1:])
	}
	return appendHex(b, d, 0)
}

// Options returns the options, which take the rest of the message.
func (v BindingRefresh) Options() MobilityOptions { return MobilityOptions(v[BindingRefreshLen:]) }

// Options returns the options, which take the rest of the message.
func (v MobilityTestInit) Options() MobilityOptions { return MobilityOptions(v[MobilityTestInitLen:]) }

// Options returns the options, which take the rest of the message.
func (v MobilityTest) Options() MobilityOptions { return MobilityOptions(v[MobilityTestLen:]) }

// Options returns the options, which take the rest of the message.
func (v BindingUpdate) Options() MobilityOptions { return MobilityOptions(v[BindingUpdateLen:]) }

// Options returns the options, which take the rest of the message.
func (v BindingAck) Options() MobilityOptions { return MobilityOptions(v[BindingAckLen:]) }

// Options returns the options, which take the rest of the message.
func (v BindingError) Options() MobilityOptions { return MobilityOptions(v[BindingErrorLen:]) }

// Options returns the options, which take the rest of the message.
func (v MobilityHeartbeat) Options() MobilityOptions {
	return MobilityOptions(v[MobilityHeartbeatLen:])
}

// Options returns the options, which take the rest of the message.
func (v HandoverInitiate) Options() MobilityOptions { return MobilityOptions(v[HandoverInitiateLen:]) }

// Options returns the options, which take the rest of the message.
func (v HandoverAck) Options() MobilityOptions { return MobilityOptions(v[HandoverAckLen:]) }

// Options returns the options, which take the rest of the message.
func (v BindingRevocation) Options() MobilityOptions {
	return MobilityOptions(v[BindingRevocationLen:])
}
