// Package eap has EAP over LANs, the Extensible Authentication Protocol, and the key frames of
// IEEE 802.1X and IEEE 802.11. Importing it binds EAPOL to its EtherType, and EAP to its number
// in PPP.
//
//	p := packet.Packet{
//		&layers.Ethernet{Dst: wire.MAC{1, 0x80, 0xc2, 0, 0, 3}}, &eap.EAPOL{},
//		&eap.EAP{Code: wire.EAPRequest, ID: 1, Type: wire.EAPTypeIdentity},
//	}
package eap

//go:generate go run ../../internal/wiregen -wire ../../wire

import (
	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// EAPOLTypes says what follows an EAPOL header.
var EAPOLTypes = packet.Table[wire.EAPOLType]{Name: "EAPOL type"}

func init() {
	layers.EtherTypes.Bind(wire.EtherTypeEAPOL, EAPOLProto)
	EAPOLTypes.Bind(wire.EAPOLEAP, EAPProto)
	EAPOLTypes.Bind(wire.EAPOLKey, RC4KeyProto)
	EAPOLTypes.Bind(wire.EAPOLKey, KeyProto)
	EAPOLTypes.Bind(wire.EAPOLMKA, MKAProto)
	layers.PPPProtos.Bind(wire.PPPProtoEAP, EAPProto)
	KeyProto.Pick = func(b []byte) *packet.Proto {
		if len(b) > 0 && wire.EAPOLDescriptor(b[0]) == wire.EAPOLDescriptorRC4 {
			return RC4KeyProto
		}
		return KeyProto
	}
}

// EAPOL is the header of a frame of EAP over LANs. IEEE 802.1X §11.3.
//
//wire:header
type EAPOL struct {
	Version packet.Auto[uint8]          `auto:"2"` // 1 is of 2001, 2 of 2004, 3 of 2010
	Type    packet.Auto[wire.EAPOLType] `next:"EAPOLTypes"`
	Length  packet.Auto[uint16]         // of the payload, in bytes

	Trailer []byte // padding of the frame
}

func (l *EAPOL) extent(v wire.EAPOL) packet.Extent {
	end := min(wire.EAPOLLen+int(v.Length()), len(v))
	l.Trailer = v[end:]
	return packet.Extent{Header: wire.EAPOLLen, End: end, Next: EAPOLTypes.Next(v.Type())}
}

func (l *EAPOL) finish(v wire.EAPOL, c *packet.Context) {
	l.settleLength(v, uint16(len(v)-c.Header))
}

// AppendTrailer implements [packet.Trailer].
func (l *EAPOL) AppendTrailer(b []byte) []byte { return append(b, l.Trailer...) }

// Validate implements [packet.Validator].
func (l *EAPOL) Validate(_ *packet.Context, report func(string, packet.Class, string)) {
	if v := l.Version.Get(); v < 1 || v > 3 {
		report("Version", packet.BadValue, "is unknown")
	}
	if l.Type.Get() > wire.EAPOLAnnouncementRequest {
		report("Type", packet.BadValue, "is unknown")
	}
}

// Key is a key frame of IEEE 802.11, RSN's or WPA's. IEEE 802.11 §12.7.2.
//
//wire:header name=EAPOLKey view=EAPOLKeyFrame
type Key struct {
	Descriptor    packet.Auto[wire.EAPOLDescriptor] `auto:"wire.EAPOLDescriptorRSN"`
	Info          wire.EAPOLKeyInfo
	KeyLength     uint16 // of the pairwise key, in bytes
	ReplayCounter uint64
	Nonce         [32]byte
	IV            [16]byte
	RSC           [8]byte // receive sequence counter
	Reserved      [8]byte
	MIC           [16]byte
	DataLength    packet.Auto[uint16] // of Data, in bytes

	Data    []byte // elements, perhaps encrypted
	Trailer []byte // what follows
}

func (l *Key) extent(v wire.EAPOLKeyFrame) packet.Extent {
	n := min(wire.EAPOLKeyFrameLen+int(v.DataLength()), len(v))
	l.Data, l.Trailer = v[wire.EAPOLKeyFrameLen:n:n], v[n:]
	return packet.Extent{Header: n, End: n}
}

func (l *Key) appendBody(b []byte, _ int) ([]byte, error) { return append(b, l.Data...), nil }

func (l *Key) finish(v wire.EAPOLKeyFrame, _ *packet.Context) {
	l.settleDataLength(v, uint16(len(l.Data)))
}

// AppendTrailer implements [packet.Trailer].
func (l *Key) AppendTrailer(b []byte) []byte { return append(b, l.Trailer...) }

// Validate implements [packet.Validator].
func (l *Key) Validate(_ *packet.Context, report func(string, packet.Class, string)) {
	if l.Reserved != [8]byte{} {
		report("Reserved", packet.Unusual, "is not zero")
	}
	if l.Info>>14 != 0 {
		report("Info", packet.Unusual, "has reserved bits set")
	}
}

// RC4Key is a key frame of the first IEEE 802.1X, for WEP. RFC 3580 §4.
//
//wire:header name=EAPOLRC4Key view=EAPOLRC4Key
type RC4Key struct {
	Descriptor    packet.Auto[wire.EAPOLDescriptor] `const:"wire.EAPOLDescriptorRC4"`
	KeyLength     packet.Auto[uint16]               // of the key, in bytes
	ReplayCounter uint64
	IV            [16]byte
	Unicast       bool  `bits:"1"`
	Index         uint8 `bits:"7"`
	Signature     [16]byte

	Key []byte // encrypted; or none, for the key of TLS
}

func (l *RC4Key) extent(v wire.EAPOLRC4Key) packet.Extent {
	l.Key = v[wire.EAPOLRC4KeyLen:]
	return packet.Extent{Header: len(v), End: len(v)}
}

func (l *RC4Key) appendBody(b []byte, _ int) ([]byte, error) { return append(b, l.Key...), nil }

func (l *RC4Key) finish(v wire.EAPOLRC4Key, _ *packet.Context) {
	if l.KeyLength.Default(uint16(len(l.Key))) {
		v.SetKeyLength(uint16(len(l.Key)))
	}
}

// MKA is a protocol data unit of the MACsec Key Agreement. IEEE 802.1X §11.11.
//
//wire:header
type MKA struct {
	Version           packet.Auto[uint8]  `auto:"1"`
	KeyServerPriority uint8               // the lowest is elected
	KeyServer         bool                `bits:"1"`
	MACsecDesired     bool                `bits:"1"`
	MACsecCapability  uint8               `bits:"2"`  // 0 none, 1 integrity, 2 and confidentiality, 3 and offset
	BodyLength        packet.Auto[uint16] `bits:"12"` // of what follows up to CKN, in bytes
	System            wire.MAC            // of the secure channel
	SCIPort           uint16              // of the secure channel
	Member            [12]byte            // identifier of the actor
	MessageNumber     uint32
	Agility           packet.Auto[uint32] `auto:"0x0080c201"` // which algorithms

	CKN     []byte       // name of the connectivity association key
	Padding []byte       // up to a multiple of 4
	Sets    wire.MKASets // parameters
	ICV     []byte       // integrity check value
}

// bodyFixed is what BodyLength is without CKN.
const bodyFixed = wire.MKALen - 4

const icvLen = 16

func (l *MKA) parseBody(v wire.MKA) (packet.Extent, error) {
	body := int(v.BodyLength())
	if body < bodyFixed {
		return packet.Extent{}, wire.ErrLength
	}
	end := min(4+body, len(v))
	padded := min((end+3)&^3, len(v))
	icv := max(padded, len(v)-icvLen)
	l.CKN, l.Padding = v[wire.MKALen:end:end], v[end:padded:padded]
	l.Sets, l.ICV = wire.MKASets(v[padded:icv:icv]), v[icv:]
	return packet.Extent{Header: len(v), End: len(v)}, nil
}

func (l *MKA) appendBody(b []byte, _ int) ([]byte, error) {
	return append(append(append(append(b, l.CKN...), l.Padding...), l.Sets...), l.ICV...), nil
}

func (l *MKA) finish(v wire.MKA, _ *packet.Context) {
	l.settleBodyLength(v, uint16(bodyFixed+len(l.CKN)))
}

// Validate implements [packet.Validator].
func (l *MKA) Validate(_ *packet.Context, report func(string, packet.Class, string)) {
	if n := len(l.CKN); n == 0 || n > 32 {
		report("CKN", packet.BadSize, "is not of 1 to 32 bytes")
	}
	if len(l.ICV) != icvLen {
		report("ICV", packet.BadSize, "is cut")
	}
}
