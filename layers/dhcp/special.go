package dhcp

import (
	"encoding/hex"
	"net/netip"
	"slices"
	"strconv"

	"github.com/gocap-project/gocap/wire"
)

// SubOptions is the value of option 43 if it has the form that RFC 2132 §8.4
// suggests: codes are the vendor's.
type SubOptions wire.DHCPSubOptions

// AppendWire implements [Value].
func (v SubOptions) AppendWire(b []byte) []byte { return append(b, v...) }

func (v SubOptions) String() string { return subOptions(wire.DHCPSubOptions(v), nil) }

// subOptions returns the texts of sub-options, of which addrs are addresses.
func subOptions(o wire.DHCPSubOptions, names map[uint8]string, addrs ...uint8) string {
	s := ""
	for c, d := range o.All() {
		if s != "" {
			s += ", "
		}
		name := names[c]
		if name == "" {
			name = strconv.Itoa(int(c))
		}
		if slices.Contains(addrs, c) && len(d) == 4 {
			s += name + " " + netip.AddrFrom4([4]byte(d)).String()
		} else {
			s += name + " " + printable(d)
		}
	}
	return s
}

// printable returns d quoted if it is text, and in hexadecimal if not.
func printable(d []byte) string {
	for _, c := range d {
		if c < ' ' || c > '~' {
			return hex.EncodeToString(d)
		}
	}
	return strconv.Quote(string(d))
}

// RelayInfo is the value of option 82: sub-options by which relay agents say where
// the client is. RFC 3046 §2.0.
type RelayInfo wire.DHCPSubOptions

// Sub-options of [RelayInfo].
const (
	RelayCircuitID        uint8 = 1  // RFC 3046 §3.1
	RelayRemoteID         uint8 = 2  // RFC 3046 §3.2
	RelayDOCSISClass      uint8 = 4  // RFC 3256
	RelayLinkSelection    uint8 = 5  // an address, RFC 3527
	RelaySubscriberID     uint8 = 6  // RFC 3993
	RelayRADIUS           uint8 = 7  // RFC 4014
	RelayAuthentication   uint8 = 8  // RFC 4030
	RelayVendor           uint8 = 9  // RFC 4243
	RelayFlags            uint8 = 10 // RFC 5010
	RelayServerIDOverride uint8 = 11 // an address, RFC 5107
	RelayID               uint8 = 12 // RFC 6925
	RelayAccessTech       uint8 = 13 // RFC 7839
	RelaySourcePort       uint8 = 19 // RFC 8357
	RelayVirtualSubnet    uint8 = 151
)

var relayNames = map[uint8]string{
	RelayCircuitID: "circuit-id", RelayRemoteID: "remote-id", RelayDOCSISClass: "docsis-class", RelayLinkSelection: "link-selection",
	RelaySubscriberID: "subscriber-id", RelayRADIUS: "radius", RelayAuthentication: "authentication", RelayVendor: "vendor",
	RelayFlags: "flags", RelayServerIDOverride: "server-id-override", RelayID: "relay-id", RelayAccessTech: "access-technology",
	RelaySourcePort: "source-port", RelayVirtualSubnet: "virtual-subnet",
}

// AppendWire implements [Value].
func (v RelayInfo) AppendWire(b []byte) []byte { return append(b, v...) }

func (v RelayInfo) String() string {
	return subOptions(wire.DHCPSubOptions(v), relayNames, RelayLinkSelection, RelayServerIDOverride)
}

// Get returns the data of the first sub-option with the given code.
func (v RelayInfo) Get(code uint8) (data []byte, ok bool) { return wire.DHCPSubOptions(v).Get(code) }

// Add appends a sub-option. Data beyond 255 bytes is cut.
func (v RelayInfo) Add(code uint8, data ...byte) RelayInfo {
	return RelayInfo(wire.DHCPSubOptions(v).Add(code, data...))
}

// Auth is the value of option 90. RFC 3118 §2.
type Auth struct {
	Protocol  uint8   // 0 configuration token, 1 delayed authentication, 3 reconfigure key
	Algorithm uint8   // 1 HMAC-MD5
	RDM       uint8   // replay detection method; 0 is an increasing counter
	Replay    [8]byte // replay detection
	Info      []byte
}

// AppendWire implements [Value].
func (v Auth) AppendWire(b []byte) []byte {
	b = append(append(b, v.Protocol, v.Algorithm, v.RDM), v.Replay[:]...)
	return append(b, v.Info...)
}

func (v Auth) String() string {
	return "protocol " + itoa(int(v.Protocol)) + " algorithm " + itoa(int(v.Algorithm)) + " rdm " + itoa(int(v.RDM)) +
		" replay " + hex.EncodeToString(v.Replay[:]) + " info " + hex.EncodeToString(v.Info)
}

// NDI is the value of option 94: the version of the client's network interface for
// booting. RFC 4578 §2.2.
type NDI struct{ Type, Major, Minor uint8 } // Type 1 is UNDI

// AppendWire implements [Value].
func (v NDI) AppendWire(b []byte) []byte { return append(b, v.Type, v.Major, v.Minor) }

func (v NDI) String() string {
	return itoa(int(v.Type)) + " " + itoa(int(v.Major)) + "." + itoa(int(v.Minor))
}

// UUID is the value of option 97: the client's machine. RFC 4578 §2.3.
type UUID struct {
	Type uint8 // 0
	ID   [16]byte
}

// AppendWire implements [Value].
func (v UUID) AppendWire(b []byte) []byte { return append(append(b, v.Type), v.ID[:]...) }

func (v UUID) String() string {
	s := hex.EncodeToString(v.ID[:])
	return s[:8] + "-" + s[8:12] + "-" + s[12:16] + "-" + s[16:20] + "-" + s[20:]
}

// Arch is the value of option 93: the client's architectures. RFC 4578 §2.1.
type Arch []uint16

var archNames = [...]string{
	0: "x86 BIOS", 2: "Itanium EFI", 6: "x86 UEFI", 7: "x64 UEFI", 9: "EBC", 10: "ARM32 UEFI", 11: "ARM64 UEFI",
	15: "x86 UEFI HTTP", 16: "x64 UEFI HTTP", 18: "ARM32 UEFI HTTP", 19: "ARM64 UEFI HTTP", 20: "x86 BIOS HTTP",
	25: "RISC-V 32 UEFI", 26: "RISC-V 32 UEFI HTTP", 27: "RISC-V 64 UEFI", 28: "RISC-V 64 UEFI HTTP",
}

// AppendWire implements [Value].
func (v Arch) AppendWire(b []byte) []byte { return Uint16s(v).AppendWire(b) }

func (v Arch) String() string {
	return list(v, func(x uint16) string {
		if int(x) < len(archNames) && archNames[x] != "" {
			return archNames[x]
		}
		return itoa(int(x))
	})
}

// VendorClasses is the value of option 124. RFC 3925 §3.
type VendorClasses []VendorData

// VendorOptions is the value of option 125: Data has sub-options. RFC 3925 §4.
type VendorOptions []VendorData

// VendorData is the data of one vendor.
type VendorData struct {
	Enterprise uint32 // IANA's private enterprise number
	Data       []byte // at most 255 bytes
}

// AppendWire implements [Value].
func (v VendorClasses) AppendWire(b []byte) []byte { return appendVendors(b, v) }

// AppendWire implements [Value].
func (v VendorOptions) AppendWire(b []byte) []byte { return appendVendors(b, v) }

func appendVendors(b []byte, v []VendorData) []byte {
	for _, x := range v {
		d := x.Data[:min(len(x.Data), 255)]
		b = append(Uint32(x.Enterprise).AppendWire(b), byte(len(d)))
		b = append(b, d...)
	}
	return b
}

func (v VendorClasses) String() string {
	return list(v, func(x VendorData) string { return Uint32(x.Enterprise).String() + " " + printable(x.Data) })
}

func (v VendorOptions) String() string {
	return list(v, func(x VendorData) string {
		return Uint32(x.Enterprise).String() + " {" + subOptions(x.Options(), nil) + "}"
	})
}

// Options returns the data as sub-options, as option 125 has them.
func (x VendorData) Options() wire.DHCPSubOptions { return x.Data }

func vendors(d []byte) (v []VendorData, ok bool) {
	for len(d) >= 5 && len(d) >= 5+int(d[4]) {
		n := 5 + int(d[4])
		v, d = append(v, VendorData{wire.Uint32(d, 0), d[5:n:n]}), d[n:]
	}
	return v, len(d) == 0 && len(v) > 0
}

// Status is the value of option 151. RFC 6926 §6.2.2.
type Status struct {
	Code    uint8 // 0 success
	Message string
}

// AppendWire implements [Value].
func (v Status) AppendWire(b []byte) []byte { return append(append(b, v.Code), v.Message...) }

func (v Status) String() string { return itoa(int(v.Code)) + " " + strconv.Quote(v.Message) }

// SixRD is the value of option 212. RFC 5969 §7.1.1.
type SixRD struct {
	IPv4MaskLen uint8        // high bits that all IPv4 addresses of the domain share
	Prefix      netip.Prefix // IPv6 prefix of the domain
	Relays      []netip.Addr // border relays' IPv4 addresses
}

// AppendWire implements [Value].
func (v SixRD) AppendWire(b []byte) []byte {
	var a [16]byte
	wire.PutAddr16(a[:], v.Prefix.Addr())
	b = append(b, v.IPv4MaskLen, byte(max(0, v.Prefix.Bits())))
	return Addrs(v.Relays).AppendWire(append(b, a[:]...))
}

func (v SixRD) String() string {
	return v.Prefix.String() + " mask " + itoa(int(v.IPv4MaskLen)) + " relays " + Addrs(v.Relays).String()
}

func sixRD(d []byte) Value {
	if len(d) < 22 || d[1] > 128 {
		return nil
	}
	relays, ok := addrs(d[18:]).(Addrs)
	if !ok {
		return nil
	}
	return SixRD{d[0], netip.PrefixFrom(netip.AddrFrom16([16]byte(d[2:])), int(d[1])), relays}
}

// PortParams is the value of option 159: which ports of a shared address are the
// client's. RFC 7618 §9.
type PortParams struct {
	Offset uint8
	Len    uint8 // bits of PSID
	PSID   uint16
}

// AppendWire implements [Value].
func (v PortParams) AppendWire(b []byte) []byte {
	return append(b, v.Offset, v.Len, byte(v.PSID>>8), byte(v.PSID))
}

func (v PortParams) String() string {
	return "offset " + itoa(int(v.Offset)) + " psid " + itoa(int(v.PSID)) + "/" + itoa(int(v.Len))
}

// Resolvers is the value of option 162: encrypted DNS resolvers. RFC 9463 §5.1.
type Resolvers []Resolver

// A Resolver is an encrypted DNS resolver.
type Resolver struct {
	Priority uint16 // lowest first; 0 is an alias, without Addrs and Params
	Name     string // that it is authenticated by
	Addrs    []netip.Addr
	Params   wire.SvcParams
}

// AppendWire implements [Value].
func (v Resolvers) AppendWire(b []byte) []byte {
	for _, r := range v {
		n := len(b)
		b = append(b, 0, 0, byte(r.Priority>>8), byte(r.Priority), 0)
		b, _ = wire.AppendDNSName(b, r.Name)
		b[n+4] = byte(len(b) - n - 5)
		if len(r.Addrs) > 0 || len(r.Params) > 0 {
			b = append(b, byte(4*len(r.Addrs)))
			b = append(Addrs(r.Addrs).AppendWire(b), r.Params...)
		}
		wire.PutUint16(b, n, uint16(len(b)-n-2))
	}
	return b
}

func (v Resolvers) String() string {
	return list(v, func(r Resolver) string {
		s := itoa(int(r.Priority)) + " " + r.Name
		if len(r.Addrs) > 0 {
			s += " " + Addrs(r.Addrs).String()
		}
		if len(r.Params) > 0 {
			s += " " + r.Params.String()
		}
		return s
	})
}

func resolvers(d []byte) Value {
	var v Resolvers
	for len(d) >= 2 {
		n := 2 + int(wire.Uint16(d, 0))
		if n > len(d) {
			return nil
		}
		r, ok := resolver(d[2:n])
		if !ok {
			return nil
		}
		v, d = append(v, r), d[n:]
	}
	if len(d) > 0 || v == nil {
		return nil
	}
	return v
}

func resolver(d []byte) (r Resolver, ok bool) {
	if len(d) < 3 || len(d) < 3+int(d[2]) {
		return r, false
	}
	r.Priority = wire.Uint16(d, 0)
	end := 3 + int(d[2])
	names, ok := domains(d[3:end]).(Domains)
	if !ok || len(names) != 1 {
		return r, false
	}
	r.Name = names[0]
	if d = d[end:]; len(d) == 0 {
		return r, true
	}
	n := 1 + int(d[0])
	if n > len(d) {
		return r, false
	}
	if n > 1 {
		a, ok := addrs(d[1:n]).(Addrs)
		if !ok {
			return r, false
		}
		r.Addrs = a
	}
	r.Params = wire.SvcParams(d[n:])
	return r, true
}
