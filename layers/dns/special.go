package dns

import (
	"math"
	"net/netip"
	"strconv"

	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// LOC is a location on Earth. RFC 1876 §2.
type LOC struct {
	Version   uint8  // 0
	Size      uint8  // diameter in centimetres: a digit and a power of ten, four bits each
	HorizPre  uint8  // precision, likewise
	VertPre   uint8  // precision, likewise
	Latitude  uint32 // in thousandths of a second of arc, the equator at 2^31
	Longitude uint32 // likewise, the prime meridian at 2^31
	Altitude  uint32 // in centimetres above a point 100 km below the ellipsoid
}

func (d *LOC) code(c *coder) {
	if c.mode == printing {
		d.print(c)
		return
	}
	c.u8(&d.Version)
	c.u8(&d.Size)
	c.u8(&d.HorizPre)
	c.u8(&d.VertPre)
	c.u32(&d.Latitude)
	c.u32(&d.Longitude)
	c.u32(&d.Altitude)
}

// Degrees returns latitude and longitude in degrees, north and east positive, and
// the altitude in metres.
func (d *LOC) Degrees() (lat, lon, alt float64) {
	const unit = 3600 * 1000
	return float64(int64(d.Latitude)-1<<31) / unit, float64(int64(d.Longitude)-1<<31) / unit, float64(d.Altitude)/100 - 100000
}

// print prints d as RFC 1876 §3 says.
func (d *LOC) print(c *coder) {
	c.arc(d.Latitude, "N", "S")
	c.arc(d.Longitude, "E", "W")
	c.metres(float64(d.Altitude)/100 - 100000)
	for _, x := range [...]uint8{d.Size, d.HorizPre, d.VertPre} {
		c.metres(float64(x>>4) * math.Pow10(int(x&15)) / 100)
	}
}

// arc prints an angle as degrees, minutes and seconds.
func (c *coder) arc(x uint32, plus, minus string) {
	ms, side := int64(x)-1<<31, plus
	if ms < 0 {
		ms, side = -ms, minus
	}
	c.print(strconv.FormatInt(ms/3600000, 10))
	c.print(strconv.FormatInt(ms/60000%60, 10))
	c.print(strconv.FormatFloat(float64(ms%60000)/1000, 'f', 3, 64))
	c.print(side)
}

func (c *coder) metres(x float64) { c.print(strconv.FormatFloat(x, 'f', 2, 64) + "m") }

// APL is a list of address prefixes. RFC 3123 §4.
type APL struct{ Items []APLItem }

// An APLItem is one address prefix of an [APL].
type APLItem struct {
	Family  uint16 // 1 IPv4, 2 IPv6
	Bits    uint8  // of the prefix
	Negated bool
	Addr    []byte // without trailing zeros; at most 127 bytes
}

// APLPrefix returns p as an item.
func APLPrefix(p netip.Prefix, negated bool) APLItem {
	p = p.Masked()
	x := APLItem{Family: 2, Bits: uint8(max(0, p.Bits())), Negated: negated, Addr: p.Addr().AsSlice()}
	if p.Addr().Is4() {
		x.Family = 1
	}
	for len(x.Addr) > 0 && x.Addr[len(x.Addr)-1] == 0 {
		x.Addr = x.Addr[:len(x.Addr)-1]
	}
	return x
}

// Prefix returns the prefix of an IPv4 or IPv6 item.
func (x *APLItem) Prefix() (p netip.Prefix, ok bool) {
	var a [16]byte
	n := copy(a[:], x.Addr)
	switch {
	case n < len(x.Addr):
		return p, false
	case x.Family == 1 && n <= 4 && x.Bits <= 32:
		return netip.PrefixFrom(netip.AddrFrom4([4]byte(a[:4])), int(x.Bits)), true
	case x.Family == 2 && x.Bits <= 128:
		return netip.PrefixFrom(netip.AddrFrom16(a), int(x.Bits)), true
	}
	return p, false
}

func (d *APL) code(c *coder) {
	if c.mode == reading {
		d.Items = nil
	}
	for i := 0; c.more(i, len(d.Items)); i++ {
		if c.mode == reading {
			d.Items = append(d.Items, APLItem{})
		}
		if c.mode == printing {
			c.print(d.Items[i].String())
			continue
		}
		d.Items[i].code(c)
	}
}

func (x *APLItem) code(c *coder) {
	c.u16(&x.Family)
	c.u8(&x.Bits)
	if c.mode == writing && len(x.Addr) > 127 {
		c.fail(packet.FieldError("APLItem.Addr: longer than 127 bytes"))
	}
	n := uint8(len(x.Addr)) | wire.Bit(x.Negated)<<7
	c.u8(&n)
	if c.mode == reading {
		x.Negated = n>>7 != 0
	}
	c.raw(&x.Addr, int(n&0x7f))
}

// String returns the item as "!1:192.0.2.0/24".
func (x *APLItem) String() string {
	s := strconv.Itoa(int(x.Family)) + ":"
	if x.Negated {
		s = "!" + s
	}
	if p, ok := x.Prefix(); ok {
		return s + p.String()
	}
	c := coder{mode: printing}
	c.hex(&x.Addr, 0)
	return s + string(c.b) + "/" + strconv.Itoa(int(x.Bits))
}

// A Gateway is the gateway or relay of an IPSECKEY or AMTRELAY record: nothing, an
// address or a name. RFC 4025 §2.5, RFC 8777 §4.2.
type Gateway struct {
	Addr netip.Addr
	Name string // if Addr is not set
}

// kind returns the gateway's type.
func (g *Gateway) kind() uint8 {
	switch {
	case g.Addr.Is4():
		return 1
	case g.Addr.IsValid():
		return 2
	case g.Name != "":
		return 3
	}
	return 0
}

func (g *Gateway) code(c *coder, kind uint8) {
	switch {
	case kind == 1:
		c.addr4(&g.Addr)
	case kind == 2:
		c.addr6(&g.Addr)
	case kind == 3:
		c.whole(&g.Name)
	case kind != 0:
		c.fail(errData)
	case c.mode == printing:
		c.print(".")
	}
}

// IPSECKEY is a key for IPsec. RFC 4025 §2.
type IPSECKEY struct {
	Precedence uint8 // lowest first
	Algorithm  uint8 // 1 DSA, 2 RSA, 3 ECDSA, 4 EdDSA
	Gateway    Gateway
	PublicKey  []byte
}

func (d *IPSECKEY) code(c *coder) {
	c.u8(&d.Precedence)
	kind := d.Gateway.kind()
	c.u8(&kind)
	c.u8(&d.Algorithm)
	d.Gateway.code(c, kind)
	c.base64(&d.PublicKey, c.left())
}

// AMTRELAY is a relay of automatic multicast tunnelling. RFC 8777 §4.
type AMTRELAY struct {
	Precedence uint8 // lowest first
	Discovery  bool  // discovery is optional
	Relay      Gateway
}

func (d *AMTRELAY) code(c *coder) {
	c.u8(&d.Precedence)
	kind := d.Relay.kind()
	if c.mode == printing {
		c.print(strconv.Itoa(int(wire.Bit(d.Discovery))))
		c.u8(&kind)
	} else {
		x := kind | wire.Bit(d.Discovery)<<7
		c.u8(&x)
		kind, d.Discovery = x&0x7f, x>>7 != 0
	}
	d.Relay.code(c, kind)
}

// maxServers is how many rendezvous servers are read of a HIP record: many pointers to
// a long name would make much of little. A record with more is Unknown.
const maxServers = 64

// HIP is the identity of a host. RFC 8005 §5.
type HIP struct {
	Algorithm uint8    // of the key
	HIT       []byte   // host identity tag, at most 255 bytes
	PublicKey []byte   // at most 65535 bytes
	Servers   []string // rendezvous servers
}

func (d *HIP) code(c *coder) {
	hit := c.size(len(d.HIT), 1)
	c.u8(&d.Algorithm)
	key := c.size(len(d.PublicKey), 2)
	c.hex(&d.HIT, hit)
	c.base64(&d.PublicKey, key)
	if c.mode == reading {
		d.Servers = nil
	}
	for i := 0; c.more(i, len(d.Servers)); i++ {
		if c.mode == reading {
			if i == maxServers {
				c.fail(errData)
				return
			}
			d.Servers = append(d.Servers, "")
		}
		c.whole(&d.Servers[i])
	}
}
