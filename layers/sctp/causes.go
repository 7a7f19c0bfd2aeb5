package sctp

import (
	"bytes"

	"github.com/gocap-project/gocap/internal/coder"
	"github.com/gocap-project/gocap/wire"
)

// Cause is the value of an error cause: a pointer to one of the structs of this
// package whose comments say so, or to [OtherCause].
type Cause interface {
	// Code returns the cause's code.
	Code() wire.SCTPCauseCode

	// String returns the cause in words.
	String() string

	coder.Coded
}

// CauseOf returns the value of a cause with the given code. One that is unknown,
// malformed, or only bytes or nothing is [OtherCause].
func CauseOf(code wire.SCTPCauseCode, info []byte) Cause {
	var v Cause
	switch code {
	case wire.SCTPCauseInvalidStream:
		v = new(InvalidStream)
	case wire.SCTPCauseMissingParam:
		v = new(MissingParams)
	case wire.SCTPCauseStaleCookie:
		v = new(StaleCookie)
	case wire.SCTPCauseUnrecognizedChunk:
		v = new(UnrecognizedChunk)
	case wire.SCTPCauseUnresolvable, wire.SCTPCauseUnrecognizedParam, wire.SCTPCauseNewAddresses:
		v = &ParamCause{Of: code}
	case wire.SCTPCauseNoUserData:
		v = new(NoUserData)
	case wire.SCTPCauseUnsupportedHMAC:
		v = new(UnsupportedHMAC)
	}
	if v != nil && coder.Read(v, info) && bytes.Equal(coder.Append(nil, v), info) {
		return v
	}
	return &OtherCause{code, info}
}

// OtherCause is a cause that is bytes or nothing, or one that is unknown or malformed.
type OtherCause struct {
	Of   wire.SCTPCauseCode
	Info []byte
}

// Code implements [Cause].
func (x *OtherCause) Code() wire.SCTPCauseCode { return x.Of }

// String implements [Cause].
func (x *OtherCause) String() string { return coder.Text(x.Of.String(), x) }

// Fields implements [coder.Coded].
func (x *OtherCause) Fields(c *coder.Coder) { c.Hex("", &x.Info) }

// InvalidStream is data for a stream that there is not. RFC 9260 §3.3.10.1.
type InvalidStream struct{ Stream uint16 }

// Code implements [Cause].
func (x *InvalidStream) Code() wire.SCTPCauseCode { return wire.SCTPCauseInvalidStream }

// String implements [Cause].
func (x *InvalidStream) String() string { return coder.Text(x.Code().String(), x) }

// Fields implements [coder.Coded].
func (x *InvalidStream) Fields(c *coder.Coder) {
	c.U16("stream", &x.Stream)
	c.Zero(2)
}

// MissingParams is an INIT that lacks parameters. RFC 9260 §3.3.10.2.
type MissingParams struct{ Types []wire.SCTPParamType }

// Code implements [Cause].
func (x *MissingParams) Code() wire.SCTPCauseCode { return wire.SCTPCauseMissingParam }

// String implements [Cause].
func (x *MissingParams) String() string { return coder.Text(x.Code().String(), x) }

// Fields implements [coder.Coded].
func (x *MissingParams) Fields(c *coder.Coder) {
	n := uint32(len(x.Types))
	c.U32("", &n)
	coder.List(c, &x.Types, func(t *wire.SCTPParamType) {
		*t = wire.SCTPParamType(c.Number("", uint64(*t), 2))
		c.Word(t.String())
	})
}

// StaleCookie is a cookie that came too late. RFC 9260 §3.3.10.3.
type StaleCookie struct{ Staleness uint32 } // microseconds

// Code implements [Cause].
func (x *StaleCookie) Code() wire.SCTPCauseCode { return wire.SCTPCauseStaleCookie }

// String implements [Cause].
func (x *StaleCookie) String() string { return coder.Text(x.Code().String(), x) }

// Fields implements [coder.Coded].
func (x *StaleCookie) Fields(c *coder.Coder) { c.U32("µs", &x.Staleness) }

// UnrecognizedChunk is a chunk of unknown type. RFC 9260 §3.3.10.6.
type UnrecognizedChunk struct{ Chunks Chunks }

// Code implements [Cause].
func (x *UnrecognizedChunk) Code() wire.SCTPCauseCode { return wire.SCTPCauseUnrecognizedChunk }

// String implements [Cause].
func (x *UnrecognizedChunk) String() string { return coder.Text(x.Code().String(), x) }

// Fields implements [coder.Coded].
func (x *UnrecognizedChunk) Fields(c *coder.Coder) { c.Hex("", (*[]byte)(&x.Chunks)) }

// ParamCause is a cause with parameters: an address that cannot be resolved, unknown
// parameters, or addresses that are new at a restart. RFC 9260 §3.3.10.5, §3.3.10.8,
// §3.3.10.11.
type ParamCause struct {
	Of     wire.SCTPCauseCode
	Params Params
}

// Code implements [Cause].
func (x *ParamCause) Code() wire.SCTPCauseCode { return x.Of }

// String implements [Cause].
func (x *ParamCause) String() string { return coder.Text(x.Of.String(), x) }

// Fields implements [coder.Coded].
func (x *ParamCause) Fields(c *coder.Coder) { paramsTo(c, &x.Params) }

// NoUserData is DATA without any. RFC 9260 §3.3.10.9.
type NoUserData struct{ TSN uint32 }

// Code implements [Cause].
func (x *NoUserData) Code() wire.SCTPCauseCode { return wire.SCTPCauseNoUserData }

// String implements [Cause].
func (x *NoUserData) String() string { return coder.Text(x.Code().String(), x) }

// Fields implements [coder.Coded].
func (x *NoUserData) Fields(c *coder.Coder) { c.U32("TSN", &x.TSN) }

// UnsupportedHMAC is AUTH with an algorithm that is not supported. RFC 4895 §4.2.
type UnsupportedHMAC struct{ ID uint16 }

// Code implements [Cause].
func (x *UnsupportedHMAC) Code() wire.SCTPCauseCode { return wire.SCTPCauseUnsupportedHMAC }

// String implements [Cause].
func (x *UnsupportedHMAC) String() string { return coder.Text(x.Code().String(), x) }

// Fields implements [coder.Coded].
func (x *UnsupportedHMAC) Fields(c *coder.Coder) { c.U16("HMAC", &x.ID) }
