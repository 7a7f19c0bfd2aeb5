package dhcpv6

import (
	"encoding/hex"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/gocap-project/gocap/wire"
)

// A Value is the value of an option. The types of this package are those of the
// options in use; other types may be added to [Options] too.
type Value interface {
	// AppendWire appends the value as it is on the wire, without code and length.
	AppendWire(b []byte) []byte

	// String returns the value for people.
	String() string
}

// The values that several options have.
type (
	Bytes   []byte                    // anything; also data that is malformed for its option
	Text    string                    // text
	Uint8   uint8                     // a byte
	Uint16  uint16                    // a big-endian number
	Uint32  uint32                    // a big-endian number
	Uint16s []uint16                  // big-endian numbers
	Seconds uint32                    // a time in seconds; all ones is for ever
	Addr    struct{ netip.Addr }      // an IPv6 address
	Addrs   []netip.Addr              // IPv6 addresses
	Names   []string                  // domain names, as "example.com."
	Codes   []wire.DHCPv6OptionCode   // options asked for
	Type    wire.DHCPv6MessageType    // a kind of message
	Texts   []string                  // texts with lengths before them
	Empty   struct{}                  // nothing: the option itself says it
	Nested  struct{ Options Options } // options
	Elapsed uint16                    // a time in hundredths of a second
)

// AppendWire implements [Value].
func (v Bytes) AppendWire(b []byte) []byte { return append(b, v...) }

// AppendWire implements [Value].
func (v Text) AppendWire(b []byte) []byte { return append(b, v...) }

// AppendWire implements [Value].
func (v Uint8) AppendWire(b []byte) []byte { return append(b, byte(v)) }

// AppendWire implements [Value].
func (v Uint16) AppendWire(b []byte) []byte { return append(b, byte(v>>8), byte(v)) }

// AppendWire implements [Value].
func (v Uint32) AppendWire(b []byte) []byte {
	return append(b, byte(v>>24), byte(v>>16), byte(v>>8), byte(v))
}

// AppendWire implements [Value].
func (v Uint16s) AppendWire(b []byte) []byte {
	for _, x := range v {
		b = Uint16(x).AppendWire(b)
	}
	return b
}

// AppendWire implements [Value].
func (v Seconds) AppendWire(b []byte) []byte { return Uint32(v).AppendWire(b) }

// AppendWire implements [Value]. An address that is not IPv6 is zero.
func (v Addr) AppendWire(b []byte) []byte { return append16(b, v.Addr) }

// AppendWire implements [Value]. An address that is not IPv6 is zero.
func (v Addrs) AppendWire(b []byte) []byte {
	for _, a := range v {
		b = append16(b, a)
	}
	return b
}

// AppendWire implements [Value]. A name that cannot be encoded is left out.
func (v Names) AppendWire(b []byte) []byte {
	for _, s := range v {
		if x, err := wire.AppendDNSName(b, s); err == nil {
			b = x
		}
	}
	return b
}

// AppendWire implements [Value].
func (v Codes) AppendWire(b []byte) []byte {
	for _, c := range v {
		b = Uint16(c).AppendWire(b)
	}
	return b
}

// AppendWire implements [Value].
func (v Type) AppendWire(b []byte) []byte { return append(b, byte(v)) }

// AppendWire implements [Value]. A text of more than 65535 bytes is cut.
func (v Texts) AppendWire(b []byte) []byte {
	for _, s := range v {
		s = s[:min(len(s), 0xffff)]
		b = append(Uint16(len(s)).AppendWire(b), s...)
	}
	return b
}

// AppendWire implements [Value].
func (v Empty) AppendWire(b []byte) []byte { return b }

// AppendWire implements [Value].
func (v Nested) AppendWire(b []byte) []byte { return append(b, v.Options...) }

// AppendWire implements [Value].
func (v Elapsed) AppendWire(b []byte) []byte { return Uint16(v).AppendWire(b) }

func append16(b []byte, a netip.Addr) []byte {
	n := len(b)
	b = append(b, make([]byte, 16)...)
	wire.PutAddr16(b[n:], a)
	return b
}

func (v Bytes) String() string  { return hex.EncodeToString(v) }
func (v Text) String() string   { return strconv.QuoteToASCII(string(v)) }
func (v Uint8) String() string  { return strconv.Itoa(int(v)) }
func (v Uint16) String() string { return strconv.Itoa(int(v)) }
func (v Uint32) String() string { return strconv.FormatUint(uint64(v), 10) }
func (v Uint16s) String() string {
	return list(v, func(x uint16) string { return strconv.Itoa(int(x)) })
}
func (v Addrs) String() string  { return list(v, netip.Addr.String) }
func (v Names) String() string  { return strings.Join(v, ", ") }
func (v Codes) String() string  { return list(v, wire.DHCPv6OptionCode.String) }
func (v Type) String() string   { return wire.DHCPv6MessageType(v).String() }
func (v Texts) String() string  { return list(v, strconv.QuoteToASCII) }
func (v Empty) String() string  { return "" }
func (v Nested) String() string { return "(" + v.Options.String() + ")" }

// String returns "3600 s", or "infinity" for all ones. RFC 8415 §7.7.
func (v Seconds) String() string {
	if v == 1<<32-1 {
		return "infinity"
	}
	return Uint32(v).String() + " s"
}

// String returns the time in seconds.
func (v Elapsed) String() string { return v.Duration().String() }

// Duration returns the time as a duration.
func (v Elapsed) Duration() time.Duration { return time.Duration(v) * 10 * time.Millisecond }

// list returns the texts of x, with commas between them.
func list[T any](x []T, text func(T) string) string {
	var s strings.Builder
	for i, e := range x {
		if i > 0 {
			s.WriteString(", ")
		}
		s.WriteString(text(e))
	}
	return s.String()
}

// DUID identifies a client or server. RFC 8415 §11, RFC 6355.
type DUID struct {
	Kind       uint16 // 1 link-layer address and time, 2 vendor, 3 link-layer address, 4 UUID
	Hardware   uint16 // kinds 1 and 3: as in ARP; 1 is Ethernet
	Time       uint32 // kind 1: seconds since 2000-01-01, modulo 2^32
	Enterprise uint32 // kind 2: the vendor's number
	ID         []byte // link-layer address, vendor's identifier, UUID, or all of another kind
}

// DUIDLL returns the identifier that is made of a link-layer address.
func DUIDLL(hardware uint16, addr []byte) DUID { return DUID{Kind: 3, Hardware: hardware, ID: addr} }

// DUIDLLT returns the identifier that is made of a link-layer address and a time.
func DUIDLLT(hardware uint16, at time.Time, addr []byte) DUID {
	const epoch = 946684800
	return DUID{Kind: 1, Hardware: hardware, Time: uint32(at.Unix() - epoch), ID: addr}
}

// AppendWire implements [Value].
func (v DUID) AppendWire(b []byte) []byte {
	b = Uint16(v.Kind).AppendWire(b)
	switch v.Kind {
	case 1:
		b = Uint32(v.Time).AppendWire(Uint16(v.Hardware).AppendWire(b))
	case 2:
		b = Uint32(v.Enterprise).AppendWire(b)
	case 3:
		b = Uint16(v.Hardware).AppendWire(b)
	}
	return append(b, v.ID...)
}

func (v DUID) String() string {
	id := hex.EncodeToString(v.ID)
	switch v.Kind {
	case 1:
		return "LLT " + Uint16(v.Hardware).String() + " " + Uint32(v.Time).String() + " " + id
	case 2:
		return "EN " + Uint32(v.Enterprise).String() + " " + id
	case 3:
		return "LL " + Uint16(v.Hardware).String() + " " + id
	case 4:
		return "UUID " + id
	}
	return Uint16(v.Kind).String() + " " + id
}

// IA is an identity association, of addresses (IA_NA) or prefixes (IA_PD); one of
// temporary addresses (IA_TA) is an [IATA]. RFC 8415 §21.4, §21.21.
type IA struct {
	IAID    uint32
	T1, T2  Seconds // when to renew, when to rebind; 0 leaves it to the client
	Options Options // IA Address or IA Prefix, Status Code
}

// AppendWire implements [Value].
func (v IA) AppendWire(b []byte) []byte {
	return append(v.T2.AppendWire(v.T1.AppendWire(Uint32(v.IAID).AppendWire(b))), v.Options...)
}

func (v IA) String() string {
	return Uint32(v.IAID).String() + " T1 " + v.T1.String() + " T2 " + v.T2.String() + " (" + v.Options.String() + ")"
}

// IATA is an identity association of temporary addresses. RFC 8415 §21.5.
type IATA struct {
	IAID    uint32
	Options Options
}

// AppendWire implements [Value].
func (v IATA) AppendWire(b []byte) []byte {
	return append(Uint32(v.IAID).AppendWire(b), v.Options...)
}

func (v IATA) String() string { return Uint32(v.IAID).String() + " (" + v.Options.String() + ")" }

// IAAddr is an address of an identity association. RFC 8415 §21.6.
type IAAddr struct {
	Addr             netip.Addr
	Preferred, Valid Seconds // lifetimes
	Options          Options // Status Code
}

// AppendWire implements [Value].
func (v IAAddr) AppendWire(b []byte) []byte {
	return append(v.Valid.AppendWire(v.Preferred.AppendWire(append16(b, v.Addr))), v.Options...)
}

func (v IAAddr) String() string {
	return v.Addr.String() + " preferred " + v.Preferred.String() + " valid " + v.Valid.String() + nested(v.Options)
}

// IAPrefix is a prefix of an identity association. RFC 8415 §21.22.
type IAPrefix struct {
	Preferred, Valid Seconds // lifetimes
	Bits             uint8   // length of the prefix
	Addr             netip.Addr
	Options          Options // Status Code, PD Exclude
}

// AppendWire implements [Value].
func (v IAPrefix) AppendWire(b []byte) []byte {
	b = append(v.Valid.AppendWire(v.Preferred.AppendWire(b)), v.Bits)
	return append(append16(b, v.Addr), v.Options...)
}

func (v IAPrefix) String() string {
	return v.Addr.String() + "/" + Uint8(v.Bits).String() + " preferred " + v.Preferred.String() + " valid " + v.Valid.String() +
		nested(v.Options)
}

func nested(o Options) string {
	if len(o) == 0 {
		return ""
	}
	return " (" + o.String() + ")"
}

// Auth is authentication information. RFC 8415 §21.11.
type Auth struct {
	Protocol  uint8 // 2 delayed (obsolete), 3 reconfigure key
	Algorithm uint8 // 1 is HMAC-MD5
	RDM       uint8 // how replays are detected; 0 by a growing number
	Replay    uint64
	Info      []byte // as Protocol says
}

// AppendWire implements [Value].
func (v Auth) AppendWire(b []byte) []byte {
	b = append(b, v.Protocol, v.Algorithm, v.RDM)
	b = Uint32(v.Replay).AppendWire(Uint32(v.Replay >> 32).AppendWire(b))
	return append(b, v.Info...)
}

func (v Auth) String() string {
	return "protocol " + Uint8(v.Protocol).String() + " algorithm " + Uint8(v.Algorithm).String() + " RDM " + Uint8(v.RDM).String() +
		" replay " + strconv.FormatUint(v.Replay, 10) + " " + hex.EncodeToString(v.Info)
}

// Status is the outcome of a request. RFC 8415 §21.13.
type Status struct {
	Code    wire.DHCPv6StatusCode
	Message string
}

// AppendWire implements [Value].
func (v Status) AppendWire(b []byte) []byte {
	return append(Uint16(v.Code).AppendWire(b), v.Message...)
}

func (v Status) String() string { return v.Code.String() + " " + strconv.QuoteToASCII(v.Message) }

// VendorClass says what the client is, in the vendor's words. RFC 8415 §21.16.
type VendorClass struct {
	Enterprise uint32
	Data       Texts
}

// AppendWire implements [Value].
func (v VendorClass) AppendWire(b []byte) []byte {
	return v.Data.AppendWire(Uint32(v.Enterprise).AppendWire(b))
}

func (v VendorClass) String() string {
	return Uint32(v.Enterprise).String() + " " + v.Data.String()
}

// VendorOptions is a vendor's own options. RFC 8415 §21.17.
type VendorOptions struct {
	Enterprise uint32
	Options    wire.DHCPv6Options // with the vendor's codes
}

// AppendWire implements [Value].
func (v VendorOptions) AppendWire(b []byte) []byte {
	return append(Uint32(v.Enterprise).AppendWire(b), v.Options...)
}

func (v VendorOptions) String() string {
	s := Uint32(v.Enterprise).String()
	for c, d := range v.Options.All() {
		s += " " + Uint16(c).String() + "=" + hex.EncodeToString(d)
	}
	if rest := v.Options.Rest(); len(rest) > 0 {
		s += " malformed " + hex.EncodeToString(rest)
	}
	return s
}

// RemoteID says where a client is connected, in the relay agent's words. RFC 4649 §3.
type RemoteID struct {
	Enterprise uint32
	ID         []byte
}

// AppendWire implements [Value].
func (v RemoteID) AppendWire(b []byte) []byte {
	return append(Uint32(v.Enterprise).AppendWire(b), v.ID...)
}

func (v RemoteID) String() string {
	return Uint32(v.Enterprise).String() + " " + hex.EncodeToString(v.ID)
}

// FQDN is the client's name, which may be a part of one. RFC 4704 §4.
type FQDN struct {
	Flags uint8  // 1 the server shall update AAAA, 2 it did not do as asked, 4 it shall update nothing
	Name  []byte // in labels, perhaps without an end
}

// AppendWire implements [Value].
func (v FQDN) AppendWire(b []byte) []byte { return append(append(b, v.Flags), v.Name...) }

func (v FQDN) String() string {
	s := ""
	for b := v.Name; len(b) > 0 && b[0] > 0 && b[0] < 64 && int(b[0]) < len(b); b = b[1+int(b[0]):] {
		if s != "" {
			s += "."
		}
		s += string(b[1 : 1+int(b[0])])
	}
	return "flags " + Uint8(v.Flags).String() + " " + strconv.QuoteToASCII(s)
}

// LQQuery is the question of a lease query. RFC 5007 §4.1.2.1.
type LQQuery struct {
	Kind    uint8 // 1 by address, 2 by client identifier, 3 by relay identifier, 4 by link address, 5 by remote identifier
	Link    netip.Addr
	Options Options
}

// AppendWire implements [Value].
func (v LQQuery) AppendWire(b []byte) []byte {
	return append(append16(append(b, v.Kind), v.Link), v.Options...)
}

func (v LQQuery) String() string {
	return Uint8(v.Kind).String() + " " + v.Link.String() + nested(v.Options)
}

// LQRelayData is what a relay agent sent of a client. RFC 5007 §4.1.2.4.
type LQRelayData struct {
	Peer    netip.Addr
	Message []byte
}

// AppendWire implements [Value].
func (v LQRelayData) AppendWire(b []byte) []byte { return append(append16(b, v.Peer), v.Message...) }

func (v LQRelayData) String() string { return v.Peer.String() + " " + hex.EncodeToString(v.Message) }

// NTPServers is NTP servers: addresses, multicast addresses and names. RFC 5908 §4.
type NTPServers struct{ Suboptions wire.DHCPv6Options }

// AppendWire implements [Value].
func (v NTPServers) AppendWire(b []byte) []byte { return append(b, v.Suboptions...) }

func (v NTPServers) String() string {
	var s []string
	for c, d := range v.Suboptions.All() {
		switch {
		case (c == 1 || c == 2) && len(d) == 16:
			s = append(s, netip.AddrFrom16([16]byte(d)).String())
		case c == 3:
			s = append(s, name(d))
		default:
			s = append(s, hex.EncodeToString(d))
		}
	}
	return strings.Join(s, ", ")
}

// LinkLayer is a link-layer address. RFC 6939 §4.
type LinkLayer struct {
	Hardware uint16 // as in ARP; 1 is Ethernet
	Addr     []byte
}

// AppendWire implements [Value].
func (v LinkLayer) AppendWire(b []byte) []byte {
	return append(Uint16(v.Hardware).AppendWire(b), v.Addr...)
}

func (v LinkLayer) String() string {
	return Uint16(v.Hardware).String() + " " + hex.EncodeToString(v.Addr)
}
