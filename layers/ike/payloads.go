package ike

import (
	"bytes"
	"encoding/hex"
	"net/netip"

	"github.com/gocap-project/gocap/internal/coder"
	"github.com/gocap-project/gocap/wire"
)

// Payload is the value of a payload: a pointer to one of the structs of this package
// that are named after payloads, or to [Opaque].
type Payload interface {
	// Type returns the payload's type.
	Type() wire.IKEPayloadType

	// String returns the payload in words.
	String() string

	coder.Coded
}

func appendHex(b, x []byte) []byte { return hex.AppendEncode(b, x) }

// newPayload returns an empty payload of type t, or nil.
func newPayload(t wire.IKEPayloadType) Payload {
	switch t {
	case wire.IKESAV1:
		return new(SAV1)
	case wire.IKEIDV1:
		return new(IDV1)
	case wire.IKENotifyV1, wire.IKENotify:
		return &Notify{V1: t == wire.IKENotifyV1}
	case wire.IKEDeleteV1, wire.IKEDelete:
		return &Delete{V1: t == wire.IKEDeleteV1}
	case wire.IKECertV1, wire.IKECertReqV1, wire.IKECert, wire.IKECertReq:
		return &Cert{Of: t}
	case wire.IKEConfigV1:
		return new(ConfigV1)
	case wire.IKESA:
		return new(SA)
	case wire.IKEKE:
		return new(KE)
	case wire.IKEIDi, wire.IKEIDr:
		return &ID{Responder: t == wire.IKEIDr}
	case wire.IKEAUTH:
		return new(Auth)
	case wire.IKETSi, wire.IKETSr:
		return &TS{Responder: t == wire.IKETSr}
	case wire.IKECP:
		return new(CP)
	case wire.IKESKF:
		return new(SKF)
	}
	return nil
}

// bytesAnyway reports whether payloads of type t have no structure.
func bytesAnyway(t wire.IKEPayloadType) bool {
	switch t {
	case wire.IKEKEV1, wire.IKEHashV1, wire.IKESigV1, wire.IKENonceV1, wire.IKEVendorV1, wire.IKENATDV1, wire.IKENATOAV1,
		wire.IKENATDDraft, wire.IKENATOADraft, wire.IKEFragmentV1, wire.IKENonce, wire.IKEVendor, wire.IKESK, wire.IKEEAP, wire.IKEGSPM:
		return true
	}
	return false
}

// ValueOf returns the value of a payload. One of unknown type, one that is not as its
// type says, and those that are bytes anyway, such as nonces, vendor identifiers and
// encrypted payloads, is [Opaque].
func ValueOf(p wire.IKEPayload) Payload {
	if v := newPayload(p.Type); v != nil && coder.Read(v, p.Data) && bytes.Equal(coder.Append(nil, v), p.Data) {
		return v
	}
	return &Opaque{p.Type, p.Data}
}

// appendPayload appends a payload in wire form, with no next one. One that is longer
// than 65535 bytes has a wrong length.
func appendPayload(b []byte, p Payload) []byte {
	n := len(b)
	b = coder.Append(append(b, 0, 0, 0, 0), p)
	wire.PutUint16(b, n+2, uint16(len(b)-n))
	return b
}

// Opaque is a payload that is bytes: a nonce, a vendor identifier, a key of version 1,
// what is encrypted; or one that is unknown or malformed.
type Opaque struct {
	Of   wire.IKEPayloadType
	Data []byte
}

// Type implements [Payload].
func (x *Opaque) Type() wire.IKEPayloadType { return x.Of }

// String implements [Payload].
func (x *Opaque) String() string { return coder.Text(x.Of.String(), x) }

// Fields implements [coder.Coded].
func (x *Opaque) Fields(c *coder.Coder) {
	if c.Printing() && (x.Of == wire.IKEVendor || x.Of == wire.IKEVendorV1) {
		c.Word(vendor(x.Data))
	}
	if c.Printing() && len(x.Data) > 32 {
		c.Body("", &x.Data)
		return
	}
	c.Hex("", &x.Data)
}

// KE is a public key of version 2. RFC 7296 §3.4.
type KE struct {
	Group uint16 // Diffie-Hellman group, or method
	Data  []byte
}

// Type implements [Payload].
func (x *KE) Type() wire.IKEPayloadType { return wire.IKEKE }

// String implements [Payload].
func (x *KE) String() string { return coder.Text("KE", x) }

// Fields implements [coder.Coded].
func (x *KE) Fields(c *coder.Coder) {
	if c.Printing() {
		c.Word(groups().of("group ", x.Group))
	} else {
		c.U16("", &x.Group)
		c.Zero(2)
	}
	c.Body("key", &x.Data)
}

// ID says who the initiator or responder is, in version 2. RFC 7296 §3.5.
type ID struct {
	Responder bool
	Kind      uint8 // 1 IPv4, 2 name, 3 mail address, 5 IPv6, 9 distinguished name, 11 key ID
	Data      []byte
}

// Type implements [Payload].
func (x *ID) Type() wire.IKEPayloadType {
	if x.Responder {
		return wire.IKEIDr
	}
	return wire.IKEIDi
}

// String implements [Payload].
func (x *ID) String() string { return coder.Text(x.Type().String(), x) }

// Fields implements [coder.Coded].
func (x *ID) Fields(c *coder.Coder) {
	kind(c, &x.Kind)
	c.Zero(3)
	identity(c, x.Kind, &x.Data)
}

// kind handles the kind of an identity.
func kind(c *coder.Coder, x *uint8) {
	if c.Printing() {
		c.Word(identities().of("type ", uint16(*x)))
		return
	}
	c.U8("", x)
}

// identity handles an identity, which is text or addresses for some kinds.
func identity(c *coder.Coder, kind uint8, data *[]byte) {
	size := map[uint8]int{1: 4, 4: 4, 5: 16, 6: 16, 7: 4, 8: 16}[kind]
	if c.Printing() && size > 0 && len(*data)%size == 0 && len(*data) <= 2*size {
		for b := *data; len(b) > 0; b = b[size:] {
			a, _ := netip.AddrFromSlice(b[:size])
			c.Word(a.String())
		}
		return
	}
	if c.Printing() && (kind == 2 || kind == 3) {
		c.Quote(*data)
		return
	}
	c.Hex("", data)
}

// IDV1 says who the sender is, or what for, in version 1. RFC 2407 §4.6.2.
type IDV1 struct {
	Kind     uint8 // as in ID, and 4 IPv4 subnet, 6 IPv6 subnet, 7 IPv4 range, 8 IPv6 range
	Protocol uint8 // IP protocol, or 0
	Port     uint16
	Data     []byte
}

// Type implements [Payload].
func (x *IDV1) Type() wire.IKEPayloadType { return wire.IKEIDV1 }

// String implements [Payload].
func (x *IDV1) String() string { return coder.Text("ID", x) }

// Fields implements [coder.Coded].
func (x *IDV1) Fields(c *coder.Coder) {
	kind(c, &x.Kind)
	c.U8("protocol", &x.Protocol)
	c.U16("port", &x.Port)
	identity(c, x.Kind, &x.Data)
}

// Cert is a certificate, or asks for one. RFC 7296 §3.6, §3.7, RFC 2408 §3.9, §3.10.
type Cert struct {
	Of       wire.IKEPayloadType // one of the four types, of version 1 or 2
	Encoding uint8               // 4 is X.509
	Data     []byte
}

// Type implements [Payload].
func (x *Cert) Type() wire.IKEPayloadType { return x.Of }

// String implements [Payload].
func (x *Cert) String() string { return coder.Text(x.Of.String(), x) }

// Fields implements [coder.Coded].
func (x *Cert) Fields(c *coder.Coder) {
	c.U8("encoding", &x.Encoding)
	c.Body("", &x.Data)
}

// Auth authenticates the messages before it, in version 2. RFC 7296 §3.8.
type Auth struct {
	Method uint8 // 1 RSA signature, 2 shared key, 14 digital signature
	Data   []byte
}

// Type implements [Payload].
func (x *Auth) Type() wire.IKEPayloadType { return wire.IKEAUTH }

// String implements [Payload].
func (x *Auth) String() string { return coder.Text("AUTH", x) }

// Fields implements [coder.Coded].
func (x *Auth) Fields(c *coder.Coder) {
	c.U8("method", &x.Method)
	c.Zero(3)
	c.Hex("", &x.Data)
}

// Notify is an error or a status. RFC 7296 §3.10, RFC 2408 §3.14.
type Notify struct {
	V1       bool   // of version 1
	DOI      uint32 // of version 1: domain of interpretation, 1 is IPsec
	Protocol uint8  // 1 IKE, 2 AH, 3 ESP, 0 none
	Kind     uint16
	SPI      []byte
	Data     []byte
}

// Type implements [Payload].
func (x *Notify) Type() wire.IKEPayloadType {
	if x.V1 {
		return wire.IKENotifyV1
	}
	return wire.IKENotify
}

// String implements [Payload].
func (x *Notify) String() string { return coder.Text("notify", x) }

// Fields implements [coder.Coded].
func (x *Notify) Fields(c *coder.Coder) {
	if x.V1 {
		c.U32("DOI", &x.DOI)
	}
	x.head(c)
	size := uint8(len(x.SPI))
	if !c.Printing() {
		c.U8("", &x.Protocol)
		c.U8("", &size)
		c.U16("", &x.Kind)
	}
	c.Bytes("SPI", &x.SPI, int(size))
	c.Hex("", &x.Data)
}

// head prints what the notification is.
func (x *Notify) head(c *coder.Coder) {
	if !c.Printing() {
		return
	}
	kinds := notifications()
	if x.V1 {
		kinds = notificationsV1()
	}
	c.Word(kinds.of("", x.Kind))
	if x.Protocol != 0 {
		c.Word(protocolName(x.Protocol))
	}
}

// Delete says that security associations are gone. RFC 7296 §3.11, RFC 2408 §3.15.
type Delete struct {
	V1       bool
	DOI      uint32 // of version 1
	Protocol uint8  // as of Notify
	SPISize  uint8  // bytes an SPI has
	Num      uint16 // of SPIs
	SPIs     []byte
}

// Type implements [Payload].
func (x *Delete) Type() wire.IKEPayloadType {
	if x.V1 {
		return wire.IKEDeleteV1
	}
	return wire.IKEDelete
}

// String implements [Payload].
func (x *Delete) String() string { return coder.Text("delete", x) }

// Fields implements [coder.Coded].
func (x *Delete) Fields(c *coder.Coder) {
	if x.V1 {
		c.U32("DOI", &x.DOI)
	}
	c.U8("protocol", &x.Protocol)
	c.U8("", &x.SPISize)
	c.U16("", &x.Num)
	c.Hex("SPIs", &x.SPIs)
}

// SKF is a fragment of an encrypted payload. RFC 7383 §2.5.
type SKF struct {
	Number uint16 // of the fragment, from 1
	Total  uint16 // of fragments
	Data   []byte // encrypted
}

// Type implements [Payload].
func (x *SKF) Type() wire.IKEPayloadType { return wire.IKESKF }

// String implements [Payload].
func (x *SKF) String() string { return coder.Text("SKF", x) }

// Fields implements [coder.Coded].
func (x *SKF) Fields(c *coder.Coder) {
	c.U16("fragment", &x.Number)
	c.U16("of", &x.Total)
	c.Body("", &x.Data)
}
