package tls

import (
	"strconv"

	"github.com/gocap-project/gocap/wire"
)

// ServerNames are the value of server_name; a server's is empty. RFC 6066 §3.
type ServerNames []ServerName

// A ServerName is the name of a server.
type ServerName struct {
	Type uint8 // 0 is a host name
	Name string
}

func readServerNames(r *reader) Value {
	v := ServerNames{}
	if len(r.b) == 0 {
		return v
	}
	r.list(2, func(r *reader) { v = append(v, ServerName{r.u8(), string(r.vec(2))}) })
	r.bad = r.bad || len(v) == 0
	return v
}

// AppendWire implements [Value].
func (v ServerNames) AppendWire(b []byte) []byte {
	if len(v) == 0 {
		return b
	}
	return prefixed(b, 2, func(b []byte) []byte {
		for _, n := range v {
			b = putVec(append(b, n.Type), 2, n.Name)
		}
		return b
	})
}

func (v ServerNames) String() string {
	var t text
	for i, n := range v {
		if i > 0 {
			t.add(", ")
		}
		if n.Type != 0 {
			t.add(strconv.Itoa(int(n.Type)), " ")
		}
		t.add(strconv.QuoteToASCII(n.Name))
	}
	return t.String()
}

// StatusRequest is the value of a client's status_request. RFC 6066 §8.
type StatusRequest struct {
	Type       uint8 // 1 is OCSP
	Responders []byte
	Extensions []byte
}

func readStatusRequest(r *reader, from From) Value {
	if len(r.b) == 0 {
		return Nothing{}
	}
	if from != FromClient {
		return nil // a certificate status, in a certificate of TLS 1.3
	}
	return StatusRequest{r.u8(), r.vec(2), r.vec(2)}
}

// AppendWire implements [Value].
func (v StatusRequest) AppendWire(b []byte) []byte {
	return putVec(putVec(append(b, v.Type), 2, v.Responders), 2, v.Extensions)
}

func (v StatusRequest) String() string {
	if v.Type == 1 {
		return "OCSP"
	}
	return strconv.Itoa(int(v.Type))
}

// Groups are the value of supported_groups. RFC 8446 §4.2.7.
type Groups []wire.TLSGroup

// AppendWire implements [Value].
func (v Groups) AppendWire(b []byte) []byte { return putNumbers(b, 2, 2, v) }
func (v Groups) String() string             { return join(v) }

// Schemes are the value of signature_algorithms and others. RFC 8446 §4.2.3.
type Schemes []wire.TLSSignatureScheme

// AppendWire implements [Value].
func (v Schemes) AppendWire(b []byte) []byte { return putNumbers(b, 2, 2, v) }
func (v Schemes) String() string             { return join(v) }

// SRTP is the value of use_srtp. RFC 5764 §4.1.1.
type SRTP struct {
	Profiles []uint16
	MKI      []byte // identifies the master key
}

// AppendWire implements [Value].
func (v SRTP) AppendWire(b []byte) []byte { return putVec(putNumbers(b, 2, 2, v.Profiles), 1, v.MKI) }

func (v SRTP) String() string {
	var t text
	for i, p := range v.Profiles {
		if i > 0 {
			t.add(", ")
		}
		t.add("0x", wire.Hex([]byte{byte(p >> 8), byte(p)}))
	}
	return t.String()
}

// Protocols are the value of application_layer_protocol_negotiation, RFC 7301 §3.1, and
// of application_settings.
type Protocols []string

func readProtocols(r *reader) Value {
	v := Protocols{}
	r.list(2, func(r *reader) { v = append(v, string(r.vec(1))) })
	return v
}

// AppendWire implements [Value].
func (v Protocols) AppendWire(b []byte) []byte {
	return prefixed(b, 2, func(b []byte) []byte {
		for _, p := range v {
			b = putVec(b, 1, p)
		}
		return b
	})
}

func (v Protocols) String() string {
	var t text
	for i, p := range v {
		if i > 0 {
			t.add(", ")
		}
		t.add(strconv.QuoteToASCII(p))
	}
	return t.String()
}

// Compression names an algorithm of certificate compression. RFC 8879 §7.3.
type Compression uint16

func (c Compression) String() string {
	switch c {
	case 1:
		return "zlib"
	case 2:
		return "brotli"
	case 3:
		return "zstd"
	}
	return strconv.Itoa(int(c))
}

// Compressions are the value of compress_certificate. RFC 8879 §3.
type Compressions []Compression

// AppendWire implements [Value].
func (v Compressions) AppendWire(b []byte) []byte { return putNumbers(b, 1, 2, v) }
func (v Compressions) String() string             { return join(v) }

// Versions are the value of a client's supported_versions. RFC 8446 §4.2.1.
type Versions []wire.TLSVersion

// AppendWire implements [Value].
func (v Versions) AppendWire(b []byte) []byte { return putNumbers(b, 1, 2, v) }
func (v Versions) String() string             { return join(v) }

// Chosen is the value of a server's supported_versions. RFC 8446 §4.2.1.
type Chosen wire.TLSVersion

// AppendWire implements [Value].
func (v Chosen) AppendWire(b []byte) []byte { return put16(b, uint16(v)) }
func (v Chosen) String() string             { return wire.TLSVersion(v).String() }

// PSKs are the value of a client's pre_shared_key. RFC 8446 §4.2.11.
type PSKs struct {
	Identities []PSK
	Binders    [][]byte
}

// A PSK names a key.
type PSK struct {
	Identity []byte
	Age      uint32 // in ms, obfuscated
}

func readPSKs(r *reader) Value {
	var v PSKs
	r.list(2, func(r *reader) { v.Identities = append(v.Identities, PSK{r.vec(2), r.num(4)}) })
	r.list(2, func(r *reader) { v.Binders = append(v.Binders, r.vec(1)) })
	return v
}

// AppendWire implements [Value].
func (v PSKs) AppendWire(b []byte) []byte {
	b = prefixed(b, 2, func(b []byte) []byte {
		for _, k := range v.Identities {
			b = putNum(putVec(b, 2, k.Identity), 4, k.Age)
		}
		return b
	})
	return prefixed(b, 2, func(b []byte) []byte {
		for _, x := range v.Binders {
			b = putVec(b, 1, x)
		}
		return b
	})
}

func (v PSKs) String() string { return strconv.Itoa(len(v.Identities)) + " keys" }

// Authorities are the value of certificate_authorities: names in DER. RFC 8446 §4.2.4.
type Authorities [][]byte

func readAuthorities(r *reader) Value {
	v := Authorities{}
	r.list(2, func(r *reader) { v = append(v, r.vec(2)) })
	return v
}

// AppendWire implements [Value].
func (v Authorities) AppendWire(b []byte) []byte {
	return prefixed(b, 2, func(b []byte) []byte {
		for _, a := range v {
			b = putVec(b, 2, a)
		}
		return b
	})
}

func (v Authorities) String() string { return strconv.Itoa(len(v)) + " names" }

// KeyShares are the value of key_share: a client's list, the server's one, or in a
// retry request the group that the server wants, without key. RFC 8446 §4.2.8.
type KeyShares struct {
	Shares []KeyShare
	From   From
}

// A KeyShare is a public key.
type KeyShare struct {
	Group wire.TLSGroup
	Key   []byte
}

func readKeyShares(r *reader, from From) Value {
	v := KeyShares{From: from}
	switch from {
	case FromRetry:
		v.Shares = []KeyShare{{Group: wire.TLSGroup(r.u16())}}
	case FromServer:
		v.Shares = []KeyShare{{wire.TLSGroup(r.u16()), r.vec(2)}}
	default:
		r.list(2, func(r *reader) { v.Shares = append(v.Shares, KeyShare{wire.TLSGroup(r.u16()), r.vec(2)}) })
	}
	return v
}

// AppendWire implements [Value].
func (v KeyShares) AppendWire(b []byte) []byte {
	all := func(b []byte) []byte {
		for _, s := range v.Shares {
			if b = put16(b, uint16(s.Group)); v.From != FromRetry {
				b = putVec(b, 2, s.Key)
			}
		}
		return b
	}
	if v.From == FromClient {
		return prefixed(b, 2, all)
	}
	return all(b)
}

func (v KeyShares) String() string {
	var t text
	for i, s := range v.Shares {
		if i > 0 {
			t.add(", ")
		}
		if t.add(s.Group.String()); len(s.Key) > 0 {
			t.add(" ", strconv.Itoa(len(s.Key)), " bytes")
		}
	}
	return t.String()
}

// ECH is the value of a client's encrypted_client_hello. RFC 9849 §5.
type ECH struct {
	Inner   bool   // the inner hello's, which has nothing else
	KDF     uint16 // HPKE
	AEAD    uint16
	Config  uint8 // identifies the server's key
	Enc     []byte
	Payload []byte // the inner hello, encrypted
}

func readECH(r *reader, from From) Value {
	if from != FromClient {
		return nil
	}
	if r.u8() == 1 {
		return ECH{Inner: true}
	}
	if r.bad {
		return nil
	}
	return ECH{false, r.u16(), r.u16(), r.u8(), r.vec(2), r.vec(2)}
}

// AppendWire implements [Value].
func (v ECH) AppendWire(b []byte) []byte {
	if v.Inner {
		return append(b, 1)
	}
	b = append(put16(put16(append(b, 0), v.KDF), v.AEAD), v.Config)
	return putVec(putVec(b, 2, v.Enc), 2, v.Payload)
}

func (v ECH) String() string {
	if v.Inner {
		return "inner"
	}
	return "outer, config " + strconv.Itoa(int(v.Config)) + ", " + strconv.Itoa(len(v.Payload)) + " bytes"
}

// QUICParameters are the value of quic_transport_parameters. RFC 9000 §18.
type QUICParameters []QUICParameter

// A QUICParameter is one parameter.
type QUICParameter struct {
	ID   uint64
	Data []byte
}

// Number returns the parameter's value as a number, if it is one.
func (p QUICParameter) Number() (x uint64, ok bool) {
	r := reader{b: p.Data}
	x = r.varint()
	return x, r.whole()
}

// varint reads a number of variable length. RFC 9000 §16.
func (r *reader) varint() (x uint64) {
	if len(r.b) == 0 {
		r.bad = true
		return 0
	}
	b := r.take(1 << (r.b[0] >> 6))
	for i, c := range b {
		if i == 0 {
			c &= 0x3f
		}
		x = x<<8 | uint64(c)
	}
	return x
}

func putVarint(b []byte, x uint64) []byte {
	switch {
	case x < 1<<6:
		return append(b, byte(x))
	case x < 1<<14:
		return put16(b, uint16(x)|0x4000)
	case x < 1<<30:
		return putNum(b, 4, uint32(x)|0x80000000)
	}
	return putNum(putNum(b, 4, uint32(x>>32)|0xc0000000), 4, uint32(x))
}

func readQUICParameters(r *reader) Value {
	v := QUICParameters{}
	for len(r.b) > 0 && !r.bad {
		id, n := r.varint(), r.varint()
		if n > uint64(len(r.b)) {
			r.bad = true
			break
		}
		v = append(v, QUICParameter{id, r.take(int(n))})
	}
	return v
}

// AppendWire implements [Value].
func (v QUICParameters) AppendWire(b []byte) []byte {
	for _, p := range v {
		b = append(putVarint(putVarint(b, p.ID), uint64(len(p.Data))), p.Data...)
	}
	return b
}

// quicNames are the parameters by number.
// https://www.iana.org/assignments/quic
var quicNames = [...]string{
	"original_destination_connection_id", "max_idle_timeout", "stateless_reset_token", "max_udp_payload_size", "initial_max_data",
	"initial_max_stream_data_bidi_local", "initial_max_stream_data_bidi_remote", "initial_max_stream_data_uni",
	"initial_max_streams_bidi", "initial_max_streams_uni", "ack_delay_exponent", "max_ack_delay", "disable_active_migration",
	"preferred_address", "active_connection_id_limit", "initial_source_connection_id", "retry_source_connection_id",
	"version_information",
}

func (v QUICParameters) String() string {
	var t text
	for i, p := range v {
		if i > 0 {
			t.add(", ")
		}
		switch {
		case p.ID < uint64(len(quicNames)):
			t.add(quicNames[p.ID])
		case p.ID == 0x20:
			t.add("max_datagram_frame_size")
		case p.ID == 0x2ab2:
			t.add("grease_quic_bit")
		default:
			t.add("0x", strconv.FormatUint(p.ID, 16))
		}
		if x, ok := p.Number(); ok && p.ID != 2 && p.ID != 0 && p.ID != 15 && p.ID != 16 {
			t.add("=", strconv.FormatUint(x, 10))
		} else if len(p.Data) > 0 {
			t.add("=", wire.Hex(p.Data))
		}
	}
	return t.String()
}
