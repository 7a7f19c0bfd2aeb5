package wire

import "iter"

// DCCPType is the type of a DCCP packet. RFC 4340 §5.1.
type DCCPType uint8

// The types.
const (
	DCCPRequest  DCCPType = 0
	DCCPResponse DCCPType = 1
	DCCPData     DCCPType = 2
	DCCPAck      DCCPType = 3
	DCCPDataAck  DCCPType = 4
	DCCPCloseReq DCCPType = 5
	DCCPClose    DCCPType = 6
	DCCPReset    DCCPType = 7
	DCCPSync     DCCPType = 8
	DCCPSyncAck  DCCPType = 9
	DCCPListen   DCCPType = 10 // RFC 5596
)

func (t DCCPType) String() string {
	return listed([]string{"Request", "Response", "Data", "Ack", "DataAck", "CloseReq", "Close", "Reset", "Sync", "SyncAck", "Listen"}, int(t))
}

// HasAck reports whether packets of type t have an acknowledgement number.
func (t DCCPType) HasAck() bool {
	return t != DCCPRequest && t != DCCPData && t <= DCCPSyncAck
}

// HasService reports whether packets of type t have a service code.
func (t DCCPType) HasService() bool {
	return t == DCCPRequest || t == DCCPResponse || t == DCCPListen
}

// DCCPResetCode says why a connection was reset. RFC 4340 §5.6.
type DCCPResetCode uint8

func (c DCCPResetCode) String() string {
	return listed([]string{"unspecified", "closed", "aborted", "no connection", "packet error", "option error", "mandatory error",
		"connection refused", "bad service code", "too busy", "bad init cookie", "aggression penalty"}, int(c))
}

// HeaderLen returns the header's length in bytes that DataOffset says.
func (v DCCP) HeaderLen() int { return 4 * int(v.DataOffset()) }

// genericLen returns the length of the generic header: 16 bytes with extended
// sequence numbers, else 12. RFC 4340 §5.1.
func (v DCCP) genericLen() int {
	if v.Extended() {
		return 16
	}
	return 12
}

// FixedLen returns the length of the header without options: with acknowledgement
// number, service code and reset code, as the type has them.
func (v DCCP) FixedLen() int {
	n := v.genericLen()
	t := v.Type()
	if t.HasAck() {
		n += n - 8
	}
	if t.HasService() || t == DCCPReset {
		n += 4
	}
	return n
}

// number returns a sequence number of 48 bits behind 16 others, or of 24 behind 8,
// at v[i:].
func (v DCCP) number(i int) uint64 {
	if v.Extended() {
		if len(v) < i+8 {
			return 0
		}
		return Uint64(v, i) & (1<<48 - 1)
	}
	if len(v) < i+4 {
		return 0
	}
	return uint64(Uint32(v, i) & (1<<24 - 1))
}

// Seq returns the sequence number: its lower 24 bits if the packet is not extended.
func (v DCCP) Seq() uint64 { return v.number(8) }

// Ack returns the acknowledgement number of packets that have one, or 0.
func (v DCCP) Ack() uint64 {
	if !v.Type().HasAck() {
		return 0
	}
	return v.number(v.genericLen())
}

// Service returns the service code of packets that have one, or 0.
func (v DCCP) Service() uint32 {
	if n := v.FixedLen(); v.Type().HasService() && len(v) >= n {
		return Uint32(v, n-4)
	}
	return 0
}

// ResetCode returns why the connection is reset, and data that explains it.
func (v DCCP) ResetCode() (code DCCPResetCode, data [3]byte) {
	if n := v.FixedLen(); v.Type() == DCCPReset && len(v) >= n {
		return DCCPResetCode(v[n-4]), [3]byte(v[n-3 : n])
	}
	return 0, data
}

// Options returns the options, up to DataOffset.
func (v DCCP) Options() DCCPOptions {
	n := clamp(v.FixedLen(), 0, len(v))
	return DCCPOptions(v[n:clamp(v.HeaderLen(), n, len(v))])
}

// Payload returns the application data.
func (v DCCP) Payload() []byte {
	return v[clamp(v.HeaderLen(), clamp(v.FixedLen(), 0, len(v)), len(v)):]
}

// Covered returns what the checksum covers: the header and, as CsCov says, all of
// the data or some of it. ok is false if there is less data than that. RFC 4340 §9.2.
func (v DCCP) Covered() (covered []byte, ok bool) {
	if v.CsCov() == 0 {
		return v, true
	}
	n := v.HeaderLen() + 4*(int(v.CsCov())-1)
	return v[:min(n, len(v))], n <= len(v)
}

// DCCPOptionType is the type of a DCCP option. RFC 4340 §5.8.
type DCCPOptionType uint8

// The types; those below 32 are of one byte. From 128 they belong to the congestion
// control in use.
const (
	DCCPPadding     DCCPOptionType = 0
	DCCPMandatory   DCCPOptionType = 1 // the next option must be understood
	DCCPSlow        DCCPOptionType = 2 // slow receiver
	DCCPChangeL     DCCPOptionType = 32
	DCCPConfirmL    DCCPOptionType = 33
	DCCPChangeR     DCCPOptionType = 34
	DCCPConfirmR    DCCPOptionType = 35
	DCCPInitCookie  DCCPOptionType = 36
	DCCPNDPCount    DCCPOptionType = 37 // packets without data
	DCCPAckVector0  DCCPOptionType = 38
	DCCPAckVector1  DCCPOptionType = 39
	DCCPDropped     DCCPOptionType = 40 // data dropped
	DCCPTimestamp   DCCPOptionType = 41
	DCCPEcho        DCCPOptionType = 42 // timestamp echo
	DCCPElapsed     DCCPOptionType = 43 // elapsed time
	DCCPDataCheck   DCCPOptionType = 44 // CRC32c of the data
	dccpFirstLonger                = 32
)

func (t DCCPOptionType) String() string {
	switch {
	case t >= 128:
		return listed([]string{64: "loss event rate", 65: "loss intervals", 66: "receive rate"}, int(t-128)) // CCID 3, RFC 4342 §8
	case t >= 32 && t <= 44:
		return listed([]string{"change L", "confirm L", "change R", "confirm R", "init cookie", "NDP count", "ack vector [nonce 0]",
			"ack vector [nonce 1]", "data dropped", "timestamp", "timestamp echo", "elapsed time", "data checksum"}, int(t-32))
	case t <= 2:
		return [...]string{"padding", "mandatory", "slow receiver"}[t]
	}
	return itoa(int(t))
}

// DCCPFeature is what two hosts negotiate. RFC 4340 §6.4.
type DCCPFeature uint8

func (f DCCPFeature) String() string {
	return listed([]string{1: "CCID", "allow short seqno", "sequence window", "ECN incapable", "ack ratio", "send ack vector",
		"send NDP count", "minimum checksum coverage", "check data checksum", 192: "send loss event rate"}, int(f))
}

// A DCCPOption is one option. RFC 4340 §5.8.
type DCCPOption struct {
	Type DCCPOptionType
	Data []byte // without type and length
}

// Feature returns the feature that a change or confirm option is about, and its
// values, the preferred one first.
func (o DCCPOption) Feature() (f DCCPFeature, values []byte, ok bool) {
	if o.Type < DCCPChangeL || o.Type > DCCPConfirmR || len(o.Data) == 0 {
		return 0, nil, false
	}
	return DCCPFeature(o.Data[0]), o.Data[1:], true
}

// DCCPOptions is the options of a DCCP packet in wire form, with padding.
type DCCPOptions []byte

func (o DCCPOptions) first() (x DCCPOption, n int) {
	switch {
	case len(o) == 0:
		return x, 0
	case o[0] < dccpFirstLonger:
		return DCCPOption{Type: DCCPOptionType(o[0])}, 1
	case len(o) < 2 || o[1] < 2 || int(o[1]) > len(o):
		return x, 0
	}
	n = int(o[1])
	return DCCPOption{DCCPOptionType(o[0]), o[2:n:n]}, n
}

// All yields the options with the padding, up to the first malformed one.
func (o DCCPOptions) All() iter.Seq[DCCPOption] {
	return func(yield func(DCCPOption) bool) {
		for b := o; len(b) > 0; {
			x, n := b.first()
			if n == 0 || !yield(x) {
				return
			}
			b = b[n:]
		}
	}
}

// Rest returns what is malformed at the end of o.
func (o DCCPOptions) Rest() []byte {
	for len(o) > 0 {
		_, n := o.first()
		if n == 0 {
			return o
		}
		o = o[n:]
	}
	return nil
}

// Add returns o and one more option. Data of an option of one byte is left out.
func (o DCCPOptions) Add(t DCCPOptionType, data ...byte) DCCPOptions {
	o = append(o[:len(o):len(o)], byte(t))
	if t < dccpFirstLonger {
		return o
	}
	data = data[:min(len(data), 253)]
	return append(append(o, byte(2+len(data))), data...)
}

// Pad returns o with padding to a multiple of four bytes.
func (o DCCPOptions) Pad() DCCPOptions {
	for len(o)%4 != 0 {
		o = append(o[:len(o):len(o)], 0)
	}
	return o
}

// String returns all options, as in "change L CCID 3 2, mandatory, timestamp 5".
func (o DCCPOptions) String() string {
	var b []byte
	for x := range o.All() {
		if x.Type == DCCPPadding {
			continue
		}
		if len(b) > 0 {
			b = append(b, ", "...)
		}
		b = append(b, x.Type.String()...)
		f, values, ok := x.Feature()
		switch {
		case ok:
			b = append(append(b, ' '), f.String()...)
			for _, v := range values {
				b = appendInt(append(b, ' '), int(v))
			}
		case len(x.Data) == 2 && x.Type >= DCCPTimestamp && x.Type <= DCCPElapsed:
			b = appendInt(append(b, ' '), int(Uint16(x.Data, 0)))
		case len(x.Data) == 4 && x.Type >= DCCPTimestamp && x.Type <= DCCPElapsed:
			b = appendUint(append(b, ' '), Uint32(x.Data, 0))
		case len(x.Data) > 0:
			b = appendHex(append(b, ' '), x.Data, 0)
		}
	}
	return string(appendRest(b, o.Rest()))
}
