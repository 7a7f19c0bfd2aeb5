package dns

import (
	"encoding/hex"
	"net/netip"

	"github.com/gocap-project/gocap/wire"
)

// RP is a responsible person. RFC 1183 §2.2.
type RP struct {
	Mailbox string
	TXTName string // has a TXT with more
}

func (d *RP) code(c *coder) {
	c.whole(&d.Mailbox)
	c.whole(&d.TXTName)
}

// AFSDB is a server of the Andrew File System. RFC 1183 §1.
type AFSDB struct {
	Subtype uint16
	Host    string
}

func (d *AFSDB) code(c *coder) {
	c.u16(&d.Subtype)
	c.whole(&d.Host)
}

// X25 is an X.25 address. RFC 1183 §3.1.
type X25 struct {
	PSDN string // digits
}

func (d *X25) code(c *coder) {
	c.str(&d.PSDN)
}

// ISDN is an ISDN address. RFC 1183 §3.2.
type ISDN struct {
	Parts []string // address and, if there is one, subaddress
}

func (d *ISDN) code(c *coder) {
	c.strs(&d.Parts)
}

// RT is a host to route through. RFC 1183 §3.3.
type RT struct {
	Preference uint16
	Host       string
}

func (d *RT) code(c *coder) {
	c.u16(&d.Preference)
	c.whole(&d.Host)
}

// NSAP is an OSI address. RFC 1706 §5.
type NSAP struct {
	Addr []byte
}

func (d *NSAP) code(c *coder) {
	c.hex(&d.Addr, c.left())
}

// NSAPPTR is a pointer from an OSI address. RFC 1706 §6.
type NSAPPTR struct {
	Target string
}

func (d *NSAPPTR) code(c *coder) {
	c.whole(&d.Target)
}

// PX is a mapping to X.400 mail addresses. RFC 2163 §4.
type PX struct {
	Preference uint16
	Map822     string
	MapX400    string
}

func (d *PX) code(c *coder) {
	c.u16(&d.Preference)
	c.whole(&d.Map822)
	c.whole(&d.MapX400)
}

// GPOS is a geographical position, obsolete. RFC 1712 §3.
type GPOS struct {
	Longitude string // degrees, as text
	Latitude  string
	Altitude  string // metres
}

func (d *GPOS) code(c *coder) {
	c.str(&d.Longitude)
	c.str(&d.Latitude)
	c.str(&d.Altitude)
}

// SRV is where a service is. RFC 2782.
type SRV struct {
	Priority uint16 // lowest first
	Weight   uint16 // share among those of a priority
	Port     uint16
	Target   string
}

func (d *SRV) code(c *coder) {
	c.u16(&d.Priority)
	c.u16(&d.Weight)
	c.u16(&d.Port)
	c.whole(&d.Target)
}

// NAPTR is a rule to rewrite names by. RFC 3403 §4.1.
type NAPTR struct {
	Order       uint16
	Preference  uint16
	Flags       string
	Services    string
	Regexp      string
	Replacement string
}

func (d *NAPTR) code(c *coder) {
	c.u16(&d.Order)
	c.u16(&d.Preference)
	c.str(&d.Flags)
	c.str(&d.Services)
	c.str(&d.Regexp)
	c.whole(&d.Replacement)
}

// KX is a key exchanger. RFC 2230 §3.1.
type KX struct {
	Preference uint16
	Exchanger  string
}

func (d *KX) code(c *coder) {
	c.u16(&d.Preference)
	c.whole(&d.Exchanger)
}

// CERT is a certificate. RFC 4398 §2.
type CERT struct {
	CertType    uint16 // 1 PKIX, 3 PGP
	KeyTag      uint16
	Algorithm   wire.DNSAlgorithm
	Certificate []byte
}

func (d *CERT) code(c *coder) {
	c.u16(&d.CertType)
	c.u16(&d.KeyTag)
	c.alg(&d.Algorithm)
	c.base64(&d.Certificate, c.left())
}

// DNAME is an alias for a subtree. RFC 6672 §2.1.
type DNAME struct {
	Target string
}

func (d *DNAME) code(c *coder) {
	c.whole(&d.Target)
}

// SSHFP is the fingerprint of an SSH host key. RFC 4255 §3.
type SSHFP struct {
	Algorithm   uint8 // 1 RSA, 2 DSA, 3 ECDSA, 4 Ed25519, 6 Ed448
	FPType      uint8 // 1 SHA-1, 2 SHA-256
	Fingerprint []byte
}

func (d *SSHFP) code(c *coder) {
	c.u8(&d.Algorithm)
	c.u8(&d.FPType)
	c.hex(&d.Fingerprint, c.left())
}

// DHCID is the DHCP client that owns a name. RFC 4701 §3.
type DHCID struct {
	Digest []byte // identifier type, digest type, digest
}

func (d *DHCID) code(c *coder) {
	c.base64(&d.Digest, c.left())
}

// TLSA is a certificate or key that a TLS server must have. RFC 6698 §2.
type TLSA struct {
	Usage        uint8
	Selector     uint8 // 0 certificate, 1 key
	MatchingType uint8 // 0 all, 1 SHA-256, 2 SHA-512
	Data         []byte
}

func (d *TLSA) code(c *coder) {
	c.u8(&d.Usage)
	c.u8(&d.Selector)
	c.u8(&d.MatchingType)
	c.hex(&d.Data, c.left())
}

// SMIMEA is TLSA for a mail user. RFC 8162 §2.
type SMIMEA struct{ TLSA }

// OPENPGPKEY is an OpenPGP key. RFC 7929 §2.
type OPENPGPKEY struct {
	Key []byte
}

func (d *OPENPGPKEY) code(c *coder) {
	c.base64(&d.Key, c.left())
}

// HHIT is a hierarchical host identity tag's record, of bytes. RFC 9886.
type HHIT struct{ OPENPGPKEY }

// BRID is a broadcast remote identity, of bytes. RFC 9886.
type BRID struct{ OPENPGPKEY }

// SVCB is where and how a service is. RFC 9460 §2.
type SVCB struct {
	Priority uint16 // 0: alias of Target
	Target   string // "." is the owner itself
	Params   wire.SvcParams
}

func (d *SVCB) code(c *coder) {
	c.u16(&d.Priority)
	c.whole(&d.Target)
	c.params(&d.Params)
}

// HTTPS is SVCB for HTTP. RFC 9460 §9.
type HTTPS struct{ SVCB }

// NID is a node identifier of ILNP. RFC 6742 §2.1.
type NID struct {
	Preference uint16
	NodeID     [8]byte
}

func (d *NID) code(c *coder) {
	c.u16(&d.Preference)
	c.words(d.NodeID[:])
}

// L32 is a 32-bit locator of ILNP. RFC 6742 §2.2.
type L32 struct {
	Preference uint16
	Locator    netip.Addr // written as an IPv4 address
}

func (d *L32) code(c *coder) {
	c.u16(&d.Preference)
	c.addr4(&d.Locator)
}

// L64 is a 64-bit locator of ILNP. RFC 6742 §2.3.
type L64 struct {
	Preference uint16
	Locator    [8]byte
}

func (d *L64) code(c *coder) {
	c.u16(&d.Preference)
	c.words(d.Locator[:])
}

// LP is a name with locators of ILNP. RFC 6742 §2.4.
type LP struct {
	Preference uint16
	Target     string
}

func (d *LP) code(c *coder) {
	c.u16(&d.Preference)
	c.whole(&d.Target)
}

// EUI48 is a 48-bit Extended Unique Identifier. RFC 7043 §3.
type EUI48 struct {
	Addr [6]byte
}

func (d *EUI48) code(c *coder) {
	c.dashed(d.Addr[:])
}

// EUI64 is a 64-bit Extended Unique Identifier. RFC 7043 §4.
type EUI64 struct {
	Addr [8]byte
}

func (d *EUI64) code(c *coder) {
	c.dashed(d.Addr[:])
}

// URI is a Uniform Resource Identifier. RFC 7553 §4.
type URI struct {
	Priority uint16
	Weight   uint16
	Target   string
}

func (d *URI) code(c *coder) {
	c.u16(&d.Priority)
	c.u16(&d.Weight)
	c.tail(&d.Target)
}

// CAA is which certification authorities may issue. RFC 8659 §4.1.
type CAA struct {
	Flags uint8  // 0x80 critical
	Tag   string // "issue", "issuewild", "iodef", …
	Value string
}

func (d *CAA) code(c *coder) {
	c.u8(&d.Flags)
	c.tag(&d.Tag)
	c.tail(&d.Value)
}

// params handles parameters to the end of the data.
func (c *coder) params(x *wire.SvcParams) {
	c.raw((*[]byte)(x), c.left())
	if c.mode == printing && len(*x) > 0 {
		c.print(x.String())
	}
}

// tag handles a character-string that is printed without quotes.
func (c *coder) tag(s *string) {
	if c.mode == printing {
		c.print(*s)
		return
	}
	c.str(s)
}

// words handles eight bytes printed as IPv6 addresses are, without abbreviation.
func (c *coder) words(x []byte) {
	c.fixed(x)
	if c.mode == printing {
		for i := 0; i < len(x); i += 2 {
			if i == 0 {
				c.gap()
			} else {
				c.b = append(c.b, ':')
			}
			c.b = hex.AppendEncode(c.b, x[i:i+2])
		}
	}
}

// dashed handles bytes printed with dashes between them.
func (c *coder) dashed(x []byte) {
	c.fixed(x)
	if c.mode == printing {
		for i := range x {
			if i == 0 {
				c.gap()
			} else {
				c.b = append(c.b, '-')
			}
			c.b = hex.AppendEncode(c.b, x[i:i+1])
		}
	}
}
