package dns

import (
	"encoding/hex"
	"net/netip"
	"strconv"
	"strings"

	"github.com/gocap-project/gocap/wire"
)

// A is an IPv4 host address. RFC 1035 §3.4.1.
type A struct {
	Addr netip.Addr
}

func (d *A) code(c *coder) {
	c.addr4(&d.Addr)
}

// AAAA is an IPv6 host address. RFC 3596 §2.2.
type AAAA struct {
	Addr netip.Addr
}

func (d *AAAA) code(c *coder) {
	c.addr6(&d.Addr)
}

// NS is an authoritative name server. RFC 1035 §3.3.11.
type NS struct {
	Host string
}

func (d *NS) code(c *coder) {
	c.name(&d.Host)
}

// MD is a mail destination, obsolete. RFC 1035 §3.3.4.
type MD struct {
	Host string
}

func (d *MD) code(c *coder) {
	c.name(&d.Host)
}

// MF is a mail forwarder, obsolete. RFC 1035 §3.3.5.
type MF struct {
	Host string
}

func (d *MF) code(c *coder) {
	c.name(&d.Host)
}

// CNAME is the canonical name for an alias. RFC 1035 §3.3.1.
type CNAME struct {
	Target string
}

func (d *CNAME) code(c *coder) {
	c.name(&d.Target)
}

// SOA is the start of a zone of authority. RFC 1035 §3.3.13.
type SOA struct {
	MName   string // primary name server
	RName   string // mailbox of the person in charge, "@" as a dot
	Serial  uint32 // version, in sequence space arithmetic
	Refresh uint32 // in seconds, as all that follow
	Retry   uint32
	Expire  uint32
	Minimum uint32 // TTL of negative answers, RFC 2308 §4
}

func (d *SOA) code(c *coder) {
	c.name(&d.MName)
	c.name(&d.RName)
	c.u32(&d.Serial)
	c.u32(&d.Refresh)
	c.u32(&d.Retry)
	c.u32(&d.Expire)
	c.u32(&d.Minimum)
}

// MB is a mailbox domain name, experimental. RFC 1035 §3.3.3.
type MB struct {
	Host string
}

func (d *MB) code(c *coder) {
	c.name(&d.Host)
}

// MG is a mail group member, experimental. RFC 1035 §3.3.6.
type MG struct {
	Mailbox string
}

func (d *MG) code(c *coder) {
	c.name(&d.Mailbox)
}

// MR is a mail rename domain name, experimental. RFC 1035 §3.3.8.
type MR struct {
	Mailbox string
}

func (d *MR) code(c *coder) {
	c.name(&d.Mailbox)
}

// NULL is anything at all, experimental. RFC 1035 §3.3.10.
type NULL struct {
	Bytes []byte
}

func (d *NULL) code(c *coder) {
	c.generic(&d.Bytes)
}

// WKS is the well-known services of a host. RFC 1035 §3.4.2.
type WKS struct {
	Addr     netip.Addr
	Protocol wire.IPProto
	Ports    []byte // bit map, most significant bit first
}

func (d *WKS) code(c *coder) {
	c.addr4(&d.Addr)
	d.Protocol = wire.IPProto(c.number(uint64(d.Protocol), 1))
	c.ports(&d.Ports)
}

// PTR is a pointer to another name. RFC 1035 §3.3.12.
type PTR struct {
	Target string
}

func (d *PTR) code(c *coder) {
	c.name(&d.Target)
}

// HINFO is the kind of a host. RFC 1035 §3.3.2; as an answer to ANY, RFC 8482 §4.2.
type HINFO struct {
	CPU string
	OS  string
}

func (d *HINFO) code(c *coder) {
	c.str(&d.CPU)
	c.str(&d.OS)
}

// MINFO is mailbox or mail list information, experimental. RFC 1035 §3.3.7.
type MINFO struct {
	RMailbox string // responsible for the list
	EMailbox string // receives errors
}

func (d *MINFO) code(c *coder) {
	c.name(&d.RMailbox)
	c.name(&d.EMailbox)
}

// MX is a mail exchange. RFC 1035 §3.3.9.
type MX struct {
	Preference uint16 // lowest first
	Exchange   string
}

func (d *MX) code(c *coder) {
	c.u16(&d.Preference)
	c.name(&d.Exchange)
}

// TXT is text. RFC 1035 §3.3.14.
type TXT struct {
	Text []string // of at most 255 bytes each
}

func (d *TXT) code(c *coder) {
	c.strs(&d.Text)
}

// SPF is a sender policy, obsolete. RFC 7208 §3.1.
type SPF struct{ TXT }

// AVC is application visibility data, in the form of TXT.
type AVC struct{ TXT }

// NINFO is zone status, in the form of TXT.
type NINFO struct{ TXT }

// RESINFO is what a resolver can do, in the form of TXT. RFC 9606 §4.
type RESINFO struct{ TXT }

// WALLET is a wallet address, in the form of TXT.
type WALLET struct{ TXT }

// CLA is a convergence layer adapter of delay-tolerant networking, in the form of TXT.
type CLA struct{ TXT }

// String returns the data in the form that every type can have, `\# 2 BEEF`.
// RFC 3597 §5.
func (d *Unknown) String() string { return text(d) }

// Unknown is data of a type that this package does not know, or that is not as its
// type requires, with what names it holds as they were in the message. RFC 3597.
type Unknown struct{ Bytes []byte }

// Type implements [Data]: the record's own Type says it.
func (d *Unknown) Type() wire.DNSType { return 0 }

func (d *Unknown) code(c *coder) { c.generic(&d.Bytes) }

// generic handles bytes to the end of the data, printed as RFC 3597 §5 says.
func (c *coder) generic(x *[]byte) {
	c.raw(x, c.left())
	if c.mode == printing {
		c.print("\\# " + strconv.Itoa(len(*x)))
		if len(*x) > 0 {
			c.print(strings.ToUpper(hex.EncodeToString(*x)))
		}
	}
}

// ports handles the bit map of WKS.
func (c *coder) ports(x *[]byte) {
	c.raw(x, c.left())
	if c.mode != printing {
		return
	}
	for i := range len(*x) * 8 {
		if (*x)[i/8]&(0x80>>(i%8)) != 0 {
			c.print(strconv.Itoa(i))
		}
	}
}
