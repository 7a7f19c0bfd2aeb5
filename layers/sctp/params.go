package sctp

import (
	"bytes"
	"net/netip"

	"github.com/gocap-project/gocap/internal/coder"
	"github.com/gocap-project/gocap/wire"
)

// Param is the value of a parameter: a pointer to one of the structs of this package
// whose comments say so, or to [OtherParam].
type Param interface {
	// Type returns the parameter's type.
	Type() wire.SCTPParamType

	// String returns the parameter in words.
	String() string

	coder.Coded
}

// newParam returns an empty parameter of type t, or nil.
func newParam(t wire.SCTPParamType) Param {
	switch t {
	case wire.SCTPParamIPv4Address, wire.SCTPParamIPv6Address:
		return &Address{six: t == wire.SCTPParamIPv6Address}
	case wire.SCTPParamUnrecognized:
		return new(Unrecognized)
	case wire.SCTPParamCookiePreservative:
		return new(CookiePreservative)
	case wire.SCTPParamAddressTypes:
		return new(AddressTypes)
	case wire.SCTPParamOutgoingReset:
		return new(OutgoingReset)
	case wire.SCTPParamIncomingReset:
		return new(IncomingReset)
	case wire.SCTPParamTSNReset:
		return new(TSNReset)
	case wire.SCTPParamReConfigResponse:
		return new(ReConfigResponse)
	case wire.SCTPParamAddOutgoing, wire.SCTPParamAddIncoming:
		return &AddStreams{Incoming: t == wire.SCTPParamAddIncoming}
	case wire.SCTPParamECN, wire.SCTPParamForwardTSN:
		return &Capability{Of: t}
	case wire.SCTPParamZeroChecksum:
		return new(ZeroChecksum)
	case wire.SCTPParamChunkList, wire.SCTPParamSupportedExtensions:
		return &ChunkTypes{Of: t}
	case wire.SCTPParamHMACs:
		return new(HMACs)
	case wire.SCTPParamAddAddress, wire.SCTPParamDeleteAddress, wire.SCTPParamSetPrimary:
		return &AddressChange{Of: t}
	case wire.SCTPParamErrorCause:
		return new(ErrorIndication)
	case wire.SCTPParamSuccess:
		return new(Success)
	case wire.SCTPParamAdaptation:
		return new(Adaptation)
	}
	return nil
}

// ParamOf returns the value of a parameter of type t. One of unknown type, or that is
// not as its type says, and those that are bytes anyway, is [OtherParam].
func ParamOf(t wire.SCTPParamType, data []byte) Param {
	if v := newParam(t); v != nil && coder.Read(v, data) && bytes.Equal(coder.Append(nil, v), data) {
		return v
	}
	return &OtherParam{t, data}
}

// OtherParam is a parameter that is bytes: heartbeat info, a state cookie, random
// bytes, padding; or one that is unknown or malformed.
type OtherParam struct {
	Of   wire.SCTPParamType
	Data []byte
}

// Type implements [Param].
func (x *OtherParam) Type() wire.SCTPParamType { return x.Of }

// String implements [Param].
func (x *OtherParam) String() string { return coder.Text(x.Of.String(), x) }

// Fields implements [coder.Coded].
func (x *OtherParam) Fields(c *coder.Coder) {
	if c.Printing() && len(x.Data) > 32 {
		c.Body("", &x.Data)
		return
	}
	c.Hex("", &x.Data)
}

// Address is an address of the sender. RFC 9260 §3.3.2.1.
type Address struct {
	Addr netip.Addr
	six  bool // reading
}

// Type implements [Param].
func (x *Address) Type() wire.SCTPParamType {
	if x.Addr.Is6() && !x.Addr.Is4In6() || x.six {
		return wire.SCTPParamIPv6Address
	}
	return wire.SCTPParamIPv4Address
}

// String implements [Param].
func (x *Address) String() string { return x.Addr.String() }

// Fields implements [coder.Coded].
func (x *Address) Fields(c *coder.Coder) { c.Addr(&x.Addr, x.Type() == wire.SCTPParamIPv6Address) }

// Unrecognized is a parameter that the sender of INIT ACK did not know. RFC 9260
// §3.3.3.1.
type Unrecognized struct{ Params Params }

// Type implements [Param].
func (x *Unrecognized) Type() wire.SCTPParamType { return wire.SCTPParamUnrecognized }

// String implements [Param].
func (x *Unrecognized) String() string { return coder.Text(x.Type().String(), x) }

// Fields implements [coder.Coded].
func (x *Unrecognized) Fields(c *coder.Coder) { paramsTo(c, &x.Params) }

// CookiePreservative asks for a cookie that lives longer. RFC 9260 §3.3.2.1.
type CookiePreservative struct{ Increment uint32 } // milliseconds

// Type implements [Param].
func (x *CookiePreservative) Type() wire.SCTPParamType { return wire.SCTPParamCookiePreservative }

// String implements [Param].
func (x *CookiePreservative) String() string { return coder.Text("cookie preservative", x) }

// Fields implements [coder.Coded].
func (x *CookiePreservative) Fields(c *coder.Coder) { c.U32("ms", &x.Increment) }

// AddressTypes lists the kinds of addresses that the sender can use. RFC 9260 §3.3.2.1.
type AddressTypes struct{ Types []wire.SCTPParamType }

// Type implements [Param].
func (x *AddressTypes) Type() wire.SCTPParamType { return wire.SCTPParamAddressTypes }

// String implements [Param].
func (x *AddressTypes) String() string { return coder.Text("supported address types", x) }

// Fields implements [coder.Coded].
func (x *AddressTypes) Fields(c *coder.Coder) {
	coder.List(c, &x.Types, func(t *wire.SCTPParamType) {
		*t = wire.SCTPParamType(c.Number("", uint64(*t), 2))
		c.Word(t.String())
	})
}

// Capability says that the sender can do something: explicit congestion notification
// or FORWARD-TSN. RFC 9260 Appendix A, RFC 3758 §3.1.
type Capability struct{ Of wire.SCTPParamType }

// Type implements [Param].
func (x *Capability) Type() wire.SCTPParamType { return x.Of }

// String implements [Param].
func (x *Capability) String() string { return x.Of.String() }

// Fields implements [coder.Coded].
func (x *Capability) Fields(*coder.Coder) {}

// ZeroChecksum says that the sender takes packets with a checksum of zero, as another
// method detects errors. RFC 9653 §4.
type ZeroChecksum struct{ Method uint32 } // 1 is SCTP over DTLS

// Type implements [Param].
func (x *ZeroChecksum) Type() wire.SCTPParamType { return wire.SCTPParamZeroChecksum }

// String implements [Param].
func (x *ZeroChecksum) String() string { return coder.Text("zero checksum acceptable", x) }

// Fields implements [coder.Coded].
func (x *ZeroChecksum) Fields(c *coder.Coder) { c.U32("method", &x.Method) }

// ChunkTypes lists types of chunks: those that are to be authenticated, RFC 4895
// §3.2, or those that the sender knows, RFC 5061 §4.2.7.
type ChunkTypes struct {
	Of    wire.SCTPParamType // SCTPParamChunkList or SCTPParamSupportedExtensions
	Types []wire.SCTPChunkType
}

// Type implements [Param].
func (x *ChunkTypes) Type() wire.SCTPParamType { return x.Of }

// String implements [Param].
func (x *ChunkTypes) String() string { return coder.Text(x.Of.String(), x) }

// Fields implements [coder.Coded].
func (x *ChunkTypes) Fields(c *coder.Coder) {
	coder.List(c, &x.Types, func(t *wire.SCTPChunkType) {
		*t = wire.SCTPChunkType(c.Number("", uint64(*t), 1))
		c.Word(t.String())
	})
}

// HMACs lists the algorithms that the sender can authenticate with. RFC 4895 §3.3.
type HMACs struct{ IDs []uint16 } // 1 is SHA-1, 3 is SHA-256

// Type implements [Param].
func (x *HMACs) Type() wire.SCTPParamType { return wire.SCTPParamHMACs }

// String implements [Param].
func (x *HMACs) String() string { return coder.Text(x.Type().String(), x) }

// Fields implements [coder.Coded].
func (x *HMACs) Fields(c *coder.Coder) {
	coder.List(c, &x.IDs, func(t *uint16) {
		c.U16("", t)
		c.Word(map[uint16]string{0: "0", 1: "SHA-1", 3: "SHA-256"}[*t])
	})
}

// AddressChange asks to add, delete or prefer an address. RFC 5061 §4.2.
type AddressChange struct {
	Of            wire.SCTPParamType // SCTPParamAddAddress, SCTPParamDeleteAddress or SCTPParamSetPrimary
	CorrelationID uint32             // of the answer, too
	Addr          netip.Addr
}

// Type implements [Param].
func (x *AddressChange) Type() wire.SCTPParamType { return x.Of }

// String implements [Param].
func (x *AddressChange) String() string { return coder.Text(x.Of.String(), x) }

// Fields implements [coder.Coded].
func (x *AddressChange) Fields(c *coder.Coder) {
	c.U32("ID", &x.CorrelationID)
	addrParam(c, &x.Addr)
}

// ErrorIndication says why an [AddressChange] is refused. RFC 5061 §4.2.3.
type ErrorIndication struct {
	CorrelationID uint32
	Causes        Causes
}

// Type implements [Param].
func (x *ErrorIndication) Type() wire.SCTPParamType { return wire.SCTPParamErrorCause }

// String implements [Param].
func (x *ErrorIndication) String() string { return coder.Text(x.Type().String(), x) }

// Fields implements [coder.Coded].
func (x *ErrorIndication) Fields(c *coder.Coder) {
	c.U32("ID", &x.CorrelationID)
	causesTo(c, &x.Causes)
}

// Success says that an [AddressChange] is done. RFC 5061 §4.2.5.
type Success struct{ CorrelationID uint32 }

// Type implements [Param].
func (x *Success) Type() wire.SCTPParamType { return wire.SCTPParamSuccess }

// String implements [Param].
func (x *Success) String() string { return coder.Text(x.Type().String(), x) }

// Fields implements [coder.Coded].
func (x *Success) Fields(c *coder.Coder) { c.U32("ID", &x.CorrelationID) }

// Adaptation says what runs over the association. RFC 5061 §4.2.6.
type Adaptation struct{ CodePoint uint32 }

// Type implements [Param].
func (x *Adaptation) Type() wire.SCTPParamType { return wire.SCTPParamAdaptation }

// String implements [Param].
func (x *Adaptation) String() string { return coder.Text(x.Type().String(), x) }

// Fields implements [coder.Coded].
func (x *Adaptation) Fields(c *coder.Coder) { c.U32("code", &x.CodePoint) }

// OutgoingReset says that the sender's streams begin again. RFC 6525 §4.1.
type OutgoingReset struct {
	RequestSeq  uint32
	ResponseSeq uint32 // of the incoming reset that it answers
	LastTSN     uint32 // that the sender used
	Streams     []uint16
}

// Type implements [Param].
func (x *OutgoingReset) Type() wire.SCTPParamType { return wire.SCTPParamOutgoingReset }

// String implements [Param].
func (x *OutgoingReset) String() string { return coder.Text(x.Type().String(), x) }

// Fields implements [coder.Coded].
func (x *OutgoingReset) Fields(c *coder.Coder) {
	c.U32("request", &x.RequestSeq)
	c.U32("response", &x.ResponseSeq)
	c.U32("TSN", &x.LastTSN)
	coder.List(c, &x.Streams, func(s *uint16) { c.U16("stream", s) })
}

// IncomingReset asks the receiver to reset its streams. RFC 6525 §4.2.
type IncomingReset struct {
	RequestSeq uint32
	Streams    []uint16
}

// Type implements [Param].
func (x *IncomingReset) Type() wire.SCTPParamType { return wire.SCTPParamIncomingReset }

// String implements [Param].
func (x *IncomingReset) String() string { return coder.Text(x.Type().String(), x) }

// Fields implements [coder.Coded].
func (x *IncomingReset) Fields(c *coder.Coder) {
	c.U32("request", &x.RequestSeq)
	coder.List(c, &x.Streams, func(s *uint16) { c.U16("stream", s) })
}

// TSNReset asks to reset all streams and the TSNs. RFC 6525 §4.3.
type TSNReset struct{ RequestSeq uint32 }

// Type implements [Param].
func (x *TSNReset) Type() wire.SCTPParamType { return wire.SCTPParamTSNReset }

// String implements [Param].
func (x *TSNReset) String() string { return coder.Text(x.Type().String(), x) }

// Fields implements [coder.Coded].
func (x *TSNReset) Fields(c *coder.Coder) { c.U32("request", &x.RequestSeq) }

// ReConfigResponse answers a request to reset or add streams. RFC 6525 §4.4.
type ReConfigResponse struct {
	ResponseSeq uint32
	Result      uint32   // 0 nothing to do, 1 done, 2 denied, 3 wrong number, 4 in progress, 5 bad sequence number, 6 in progress
	NextTSNs    []uint32 // of the sender and the receiver, after a [TSNReset]
}

// Type implements [Param].
func (x *ReConfigResponse) Type() wire.SCTPParamType { return wire.SCTPParamReConfigResponse }

// String implements [Param].
func (x *ReConfigResponse) String() string { return coder.Text(x.Type().String(), x) }

// Fields implements [coder.Coded].
func (x *ReConfigResponse) Fields(c *coder.Coder) {
	c.U32("response", &x.ResponseSeq)
	c.U32("result", &x.Result)
	coder.List(c, &x.NextTSNs, func(t *uint32) { c.U32("TSN", t) })
}

// AddStreams asks for more streams. RFC 6525 §4.5, §4.6.
type AddStreams struct {
	Incoming   bool
	RequestSeq uint32
	Num        uint16 // of new streams
}

// Type implements [Param].
func (x *AddStreams) Type() wire.SCTPParamType {
	if x.Incoming {
		return wire.SCTPParamAddIncoming
	}
	return wire.SCTPParamAddOutgoing
}

// String implements [Param].
func (x *AddStreams) String() string { return coder.Text(x.Type().String(), x) }

// Fields implements [coder.Coded].
func (x *AddStreams) Fields(c *coder.Coder) {
	c.U32("request", &x.RequestSeq)
	c.U16("streams", &x.Num)
	c.Zero(2)
}
