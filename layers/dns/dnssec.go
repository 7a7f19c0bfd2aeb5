package dns

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// SIG is a signature: of a transaction, RFC 2931, or of old DNSSEC. RFC 2535 §4.1.
type SIG struct {
	Covered     wire.DNSType // 0 in SIG(0)
	Algorithm   wire.DNSAlgorithm
	Labels      uint8  // of the owner, without the root and wildcard
	OriginalTTL uint32 // in seconds
	Expiration  uint32 // seconds since 1970, in sequence space arithmetic
	Inception   uint32
	KeyTag      uint16
	Signer      string
	Signature   []byte
}

func (d *SIG) code(c *coder) {
	c.typ(&d.Covered)
	c.alg(&d.Algorithm)
	c.u8(&d.Labels)
	c.u32(&d.OriginalTTL)
	c.seconds(&d.Expiration)
	c.seconds(&d.Inception)
	c.u16(&d.KeyTag)
	c.whole(&d.Signer)
	c.base64(&d.Signature, c.left())
}

// RRSIG is the signature of a record set. RFC 4034 §3.
type RRSIG struct{ SIG }

// DNSKEY is a public key of a zone. RFC 4034 §2.
type DNSKEY struct {
	Flags     uint16 // 0x100 zone key, 0x80 revoked, 1 secure entry point
	Protocol  uint8  // 3
	Algorithm wire.DNSAlgorithm
	PublicKey []byte
}

func (d *DNSKEY) code(c *coder) {
	c.u16(&d.Flags)
	c.u8(&d.Protocol)
	c.alg(&d.Algorithm)
	c.base64(&d.PublicKey, c.left())
}

// KEY is a public key. RFC 2535 §3, RFC 3445.
type KEY struct{ DNSKEY }

// CDNSKEY is a key that the child wants its DS made from. RFC 7344 §3.2.
type CDNSKEY struct{ DNSKEY }

// RKEY is a key for resource records, in the form of KEY.
type RKEY struct{ DNSKEY }

// KeyTag returns the number that signatures and DS records know the key by.
// RFC 4034 appendix B.
func (d *DNSKEY) KeyTag() uint16 {
	if n := len(d.PublicKey); d.Algorithm == wire.DNSAlgRSAMD5 && n >= 3 {
		return uint16(d.PublicKey[n-3])<<8 | uint16(d.PublicKey[n-2])
	}
	sum := uint32(d.Flags) + uint32(d.Protocol)<<8 + uint32(d.Algorithm)
	for i, x := range d.PublicKey {
		sum += uint32(x) << (8 * (1 - i&1))
	}
	return uint16(sum + sum>>16)
}

// DS is the digest of a child zone's key. RFC 4034 §5.
type DS struct {
	KeyTag     uint16
	Algorithm  wire.DNSAlgorithm // of the key
	DigestType uint8             // 1 SHA-1, 2 SHA-256, 4 SHA-384
	Digest     []byte
}

func (d *DS) code(c *coder) {
	c.u16(&d.KeyTag)
	c.alg(&d.Algorithm)
	c.u8(&d.DigestType)
	c.hex(&d.Digest, c.left())
}

// CDS is a DS that the child wants. RFC 7344 §3.1.
type CDS struct{ DS }

// DLV is a DS of lookaside validation, obsolete. RFC 4431 §2.
type DLV struct{ DS }

// TA is a trust anchor, in the form of DS.
type TA struct{ DS }

// NSEC is the next name in a zone and the types of this one. RFC 4034 §4.
type NSEC struct {
	NextName string
	Types    wire.DNSTypes
}

func (d *NSEC) code(c *coder) {
	c.whole(&d.NextName)
	c.types(&d.Types)
}

// NXT is NSEC's predecessor, obsolete. RFC 2535 §5.2.
type NXT struct {
	NextName string
	TypeMap  []byte // bit map of types below 128
}

func (d *NXT) code(c *coder) {
	c.whole(&d.NextName)
	c.hex(&d.TypeMap, c.left())
}

// NSEC3 is the next hashed name in a zone and the types of this one. RFC 5155 §3.
type NSEC3 struct {
	HashAlgorithm uint8 // 1 SHA-1
	Flags         uint8 // 1 opt-out
	Iterations    uint16
	Salt          []byte // at most 255 bytes
	NextHash      []byte // at most 255 bytes
	HashLength    uint8  // the length that the record is to say NextHash has, if not the right one
	Types         wire.DNSTypes
}

func (d *NSEC3) code(c *coder) {
	c.u8(&d.HashAlgorithm)
	c.u8(&d.Flags)
	c.u16(&d.Iterations)
	c.hex(&d.Salt, c.size(len(d.Salt), 1))
	c.base32(&d.NextHash, c.longSize(len(d.NextHash), &d.HashLength))
	c.types(&d.Types)
}

// NSEC3PARAM is the parameters of a zone's NSEC3. RFC 5155 §4.
type NSEC3PARAM struct {
	HashAlgorithm uint8 // 1 SHA-1
	Flags         uint8
	Iterations    uint16
	Salt          []byte // at most 255 bytes
	Rest          []byte // after the salt, where nothing should be
}

func (d *NSEC3PARAM) code(c *coder) {
	c.u8(&d.HashAlgorithm)
	c.u8(&d.Flags)
	c.u16(&d.Iterations)
	c.hex(&d.Salt, c.size(len(d.Salt), 1))
	if c.mode == reading && c.left() > 0 || len(d.Rest) > 0 {
		c.hex(&d.Rest, c.left())
	}
}

// CSYNC is what a parent should copy from a child. RFC 7477 §2.
type CSYNC struct {
	Serial uint32 // of the child's SOA
	Flags  uint16 // 1 immediate, 2 soaminimum
	Types  wire.DNSTypes
}

func (d *CSYNC) code(c *coder) {
	c.u32(&d.Serial)
	c.u16(&d.Flags)
	c.types(&d.Types)
}

// ZONEMD is the digest of a zone. RFC 8976 §2.
type ZONEMD struct {
	Serial uint32 // of the zone's SOA
	Scheme uint8  // 1 simple
	Hash   uint8  // 1 SHA-384, 2 SHA-512
	Digest []byte
}

func (d *ZONEMD) code(c *coder) {
	c.u32(&d.Serial)
	c.u8(&d.Scheme)
	c.u8(&d.Hash)
	c.hex(&d.Digest, c.left())
}

// DSYNC is where a parent takes notifications. RFC 9859 §2.
type DSYNC struct {
	Covered wire.DNSType
	Scheme  uint8 // 1 NOTIFY
	Port    uint16
	Target  string
}

func (d *DSYNC) code(c *coder) {
	c.typ(&d.Covered)
	c.u8(&d.Scheme)
	c.u16(&d.Port)
	c.whole(&d.Target)
}

// TALINK is the neighbours in a list of trust anchors.
type TALINK struct {
	Previous string
	Next     string
}

func (d *TALINK) code(c *coder) {
	c.whole(&d.Previous)
	c.whole(&d.Next)
}

// TKEY is the establishment of a shared secret. RFC 2930 §2.
type TKEY struct {
	Algorithm  string
	Inception  uint32 // seconds since 1970
	Expiration uint32
	Mode       uint16 // 1 server assigned, 2 Diffie-Hellman, 3 GSS-API, 4 resolver assigned, 5 deletion
	Error      wire.DNSRCode
	Key        []byte
	Other      []byte
}

func (d *TKEY) code(c *coder) {
	c.whole(&d.Algorithm)
	c.seconds(&d.Inception)
	c.seconds(&d.Expiration)
	c.u16(&d.Mode)
	c.rcode(&d.Error)
	c.base64(&d.Key, c.size(len(d.Key), 2))
	c.base64(&d.Other, c.size(len(d.Other), 2))
}

// TSIG is the signature of a message with a shared secret. RFC 8945 §4.2.
type TSIG struct {
	Algorithm  string // such as "hmac-sha256."
	Time       uint64 // 48 bits: seconds since 1970
	Fudge      uint16 // seconds that clocks may differ
	MAC        []byte
	OriginalID uint16
	Error      wire.DNSRCode
	Other      []byte
}

func (d *TSIG) code(c *coder) {
	c.whole(&d.Algorithm)
	d.Time = c.number(c.below(d.Time, 48), 6)
	c.u16(&d.Fudge)
	c.base64(&d.MAC, c.size(len(d.MAC), 2))
	c.u16(&d.OriginalID)
	c.rcode(&d.Error)
	c.base64(&d.Other, c.size(len(d.Other), 2))
}

// rcode handles an extended response code, printed by name.
func (c *coder) rcode(x *wire.DNSRCode) {
	if c.mode == printing {
		c.print(x.String())
		return
	}
	*x = wire.DNSRCode(c.number(uint64(*x), 2))
}

// below refuses to write a number of more bits.
func (c *coder) below(x uint64, bits int) uint64 {
	if c.mode == writing && x>>bits != 0 {
		c.fail(packet.FieldError("record data: number too large"))
	}
	return x
}
