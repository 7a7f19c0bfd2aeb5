package tcpdump

import "github.com/gocap-project/gocap/wire"

var (
	dhcp6Types = names{
		1: "solicit", 2: "advertise", 3: "request", 4: "confirm", 5: "renew", 6: "rebind", 7: "reply", 8: "release",
		9: "decline", 10: "reconfigure", 11: "inf-req", 12: "relay-fwd", 13: "relay-reply", 14: "leasequery",
		15: "leasequery-reply",
	}
	dhcp6Names = names{
		1: "client-ID", 2: "server-ID", 3: "IA_NA", 4: "IA_TA", 5: "IA_ADDR", 6: "option-request", 7: "preference",
		8: "elapsed-time", 9: "relay-message", 11: "authentication", 12: "server-unicast", 13: "status-code", 14: "rapid-commit",
		15: "user-class", 16: "vendor-class", 17: "vendor-specific-info", 18: "interface-ID", 19: "reconfigure-message",
		20: "reconfigure-accept", 21: "SIP-servers-domain", 22: "SIP-servers-address", 23: "DNS-server",
		24: "DNS-search-list", 25: "IA_PD", 26: "IA_PD-prefix", 27: "NIS-server", 28: "NIS+-server", 29: "NIS-domain-name",
		30: "NIS+-domain-name", 31: "SNTP-servers", 32: "lifetime", 33: "BCMCS-domain-name", 34: "BCMCS-server",
		36: "Geoconf-Civic", 37: "Remote-ID", 38: "Subscriber-ID", 39: "Client-FQDN", 40: "PANA-agent", 41: "POSIX-timezone",
		42: "POSIX-tz-database", 43: "Echo-request-option", 44: "Lease-query", 45: "LQ-client-data", 46: "Clt-time",
		47: "LQ-relay-data", 48: "LQ-client-link", 56: "NTP-server", 59: "Bootfile-URL", 64: "AFTR-Name", 112: "MUD-URL",
		136: "SZTP-redirect",
	}
	dhcp6Statuses = names{
		0: "Success", 1: "UnspecFail", 2: "NoAddrsAvail", 3: "NoBinding", 4: "NotOnLink", 5: "UseMulticast",
		6: "NoPrefixAvail", 7: "UnknownQueryType", 8: "MalformedQuery", 9: "NotConfigured", 10: "NotAllowed",
	}
)

const (
	dhcp6RelayForward = 12
	dhcp6RelayReply   = 13
)

// dhcp6 prints a DHCPv6 message of n bytes.
func (p *Printer) dhcp6(b []byte, n int) {
	p.proto = "dhcp6"
	b = snap(b, n)
	p.s("dhcp6")
	if len(b) < 4 {
		p.trunc()
		return
	}
	p.s(" ")
	p.name(dhcp6Types, uint32(b[0]), "msgtype-%u")
	if p.Verbose == 0 {
		return
	}
	if p.enter() {
		return
	}
	defer p.leave()
	p.s(" (")
	if b[0] != dhcp6RelayForward && b[0] != dhcp6RelayReply {
		p.f("xid=%x", p.u24(b, 1))
		p.dhcp6Options(b[4:])
	} else {
		if !p.want(b, 18) {
			return
		}
		p.s("linkaddr=")
		p.ip6Addr(b, 2)
		if !p.want(b, 34) {
			return
		}
		p.s(" peeraddr=")
		p.ip6Addr(b, 18)
		p.dhcp6Options(b[34:])
	}
	p.s(")")
}

// dhcp6Options prints options up to the end of b.
func (p *Printer) dhcp6Options(b []byte) {
	if p.enter() {
		return
	}
	defer p.leave()
	for len(b) > 0 && !p.done() {
		if len(b) < 4 || len(b) < 4+int(wire.Uint16(b, 2)) {
			p.trunc()
			return
		}
		code, n := uint32(wire.Uint16(b, 0)), int(wire.Uint16(b, 2))
		p.s(" (")
		p.name(dhcp6Names, code, "opt_%u")
		if !p.dhcp6Option(code, b[4:4+n]) {
			p.trunc()
			return
		}
		b = b[4+n:]
	}
}

// dhcp6Least is how long an option's data is at least; if it is shorter, only a
// question mark is printed.
var dhcp6Least = map[uint32]int{
	1: 2, 2: 2, 3: 12, 4: 4, 5: 24, 11: 11, 13: 2, 25: 12, 26: 25, 37: 4, 41: 5, 42: 5, 44: 17, 47: 16, 56: 4, 64: 3, 112: 5,
}

// dhcp6Size is how long an option's data is.
var dhcp6Size = map[uint32]int{7: 1, 8: 2, 19: 1, 32: 4, 46: 4}

// dhcp6Option prints the data of an option and a closing parenthesis. It returns
// false if the data is cut.
func (p *Printer) dhcp6Option(code uint32, d []byte) bool {
	if least := dhcp6Least[code]; len(d) < least {
		p.s(" ?)")
		return true
	}
	if size, ok := dhcp6Size[code]; ok && size != len(d) {
		p.s(" ?)")
		return true
	}
	switch code {
	case 1, 2:
		p.dhcp6DUID(d)
	case 3, 25:
		p.f(" IAID:%u T1:%u T2:%u", wire.Uint32(d, 0), wire.Uint32(d, 4), wire.Uint32(d, 8))
		p.dhcp6Options(d[12:])
	case 4:
		p.f(" IAID:%u", wire.Uint32(d, 0))
		p.dhcp6Options(d[4:])
	case 5:
		p.s(" ")
		p.ip6Addr(d, 0)
		p.f(" pltime:%u vltime:%u", wire.Uint32(d, 16), wire.Uint32(d, 20))
		p.dhcp6Options(d[24:])
	case 26:
		p.s(" ")
		p.ip6Addr(d, 9)
		p.f("/%u pltime:%u vltime:%u", uint32(d[8]), wire.Uint32(d, 0), wire.Uint32(d, 4))
		p.dhcp6Options(d[25:])
	case 6, 43:
		p.dhcp6Codes(d)
	case 7:
		p.f(" %u", uint32(d[0]))
	case 8:
		p.f(" %u", uint32(wire.Uint16(d, 0)))
	case 9:
		p.s(" (") // not closed
		p.dhcp6(d, len(d))
	case 11:
		p.dhcp6Auth(d)
	case 13:
		p.s(" ")
		if status := uint32(wire.Uint16(d, 0)); status > 255 {
			p.s("INVALID code")
		} else {
			p.name(dhcp6Statuses, status, "code%u")
		}
	case 19:
		p.s(" for ")
		p.name(names{5: "renew", 11: "inf-req"}, uint32(d[0]), "???(%02x)")
	case 21, 24:
		return p.dhcp6Names(d)
	case 22, 23, 27, 28, 31, 34, 40, 48:
		p.dhcp6Addrs(d)
	default:
		return p.dhcp6Other(code, d)
	}
	p.s(")")
	return true
}

// dhcp6Other is dhcp6Option for the less common ones.
func (p *Printer) dhcp6Other(code uint32, d []byte) bool {
	switch code {
	case 15:
		p.dhcp6UserClass(d)
	case 16:
		p.dhcp6VendorClass(d)
	case 17:
		p.dhcp6Vendor(d)
	case 18, 38:
		p.s(" ")
		p.opaque(d)
	case 32, 46:
		p.f(" %u", wire.Uint32(d, 0))
	case 37:
		p.f(" %u ", wire.Uint32(d, 0))
		p.opaque(d[4:])
	case 41, 42, 112:
		p.s(" ")
		p.textz(d, 0, len(d))
	case 44:
		p.s(" ")
		p.name(names{1: "by-address", 2: "by-clientID"}, uint32(d[0]), "type_%u")
		p.s(" ")
		p.ip6Addr(d, 1)
		p.dhcp6Options(d[17:])
	case 45:
		p.dhcp6Options(d)
	case 47:
		p.s(" ")
		p.ip6Addr(d, 0)
		p.s(" ")
		p.opaque(d[16:])
	case 56:
		return p.dhcp6NTP(d)
	case 64:
		p.dhcp6AFTR(d)
	}
	p.s(")")
	return true
}

// opaque prints bytes that have no fixed form, ten of them unless more verbose.
func (p *Printer) opaque(d []byte) {
	if p.Verbose > 1 || len(d) <= 10 {
		p.hexBytes(d, "")
		return
	}
	p.hexBytes(d[:10], "")
	p.s("...")
}

func (p *Printer) dhcp6DUID(d []byte) {
	switch kind := wire.Uint16(d, 0); {
	case kind == 1 && len(d) >= 8:
		p.f(" hwaddr/time type %u time %u ", uint32(wire.Uint16(d, 2)), wire.Uint32(d, 4))
		p.hexBytes(d[8:], "")
	case kind == 2 && len(d) >= 6:
		p.f(" enterprise %u ", wire.Uint32(d, 2))
		p.hexBytes(d[6:], "")
	case kind == 3 && len(d) >= 4:
		p.f(" hwaddr type %u ", uint32(wire.Uint16(d, 2)))
		p.hexBytes(d[4:], "")
	case kind == 4 && len(d) == 18:
		p.s(" uuid ")
		p.hexBytes(d[2:], "")
	case kind >= 1 && kind <= 4:
		p.s(" ?")
	default:
		p.f(" type %u", uint32(kind))
	}
}

func (p *Printer) dhcp6Codes(d []byte) {
	if len(d)%2 != 0 {
		p.s(" ?")
		return
	}
	for ; len(d) > 0; d = d[2:] {
		p.s(" ")
		p.name(dhcp6Names, uint32(wire.Uint16(d, 0)), "opt_%u")
	}
}

func (p *Printer) dhcp6Addrs(d []byte) {
	if len(d)%16 != 0 {
		p.s(" ?")
		return
	}
	for ; len(d) > 0; d = d[16:] {
		p.s(" ")
		p.ip6Addr(d, 0)
	}
}

func (p *Printer) dhcp6Names(d []byte) bool {
	for off := 0; off < len(d); {
		p.s(" ")
		end, ok := p.domainName(d, off)
		if !ok || end <= off {
			return false
		}
		off = end
	}
	p.s(")")
	return true
}

// dhcp6Auth prints an authentication option. RFC 8415 §21.11.
func (p *Printer) dhcp6Auth(d []byte) {
	p.s(" proto: ")
	p.name(names{2: "delayed", 3: "reconfigure"}, uint32(d[0]), "%u")
	p.s(", alg: ")
	p.name(names{1: "HMAC-MD5"}, uint32(d[1]), "%u")
	p.s(", RDM: ")
	p.name(names{0: "mono"}, uint32(d[2]), "%u")
	p.s(", RD:")
	for i := 3; i < 11; i += 2 {
		p.f(" %04x", uint32(wire.Uint16(d, i)))
	}
	info := d[11:]
	switch {
	case d[0] == 2 && len(info) == 0:
	case d[0] == 2 && len(info) >= 20:
		if realm := info[:len(info)-20]; len(realm) > 0 {
			p.s(", realm: ")
			p.hexBytes(realm, "")
		}
		info = info[len(info)-20:]
		p.f(", key ID: %08x, HMAC-MD5:", wire.Uint32(info, 0))
		p.words(info[4:])
	case d[0] == 3 && len(info) == 17 && (info[0] == 1 || info[0] == 2):
		p.s(" ")
		p.name(names{1: "reconfig-key value:", 2: "type: HMAC-MD5 value:"}, uint32(info[0]), "")
		p.words(info[1:])
	default:
		p.s(" ??")
	}
}

// words prints numbers of 32 bits.
func (p *Printer) words(b []byte) {
	for ; len(b) >= 4; b = b[4:] {
		p.f(" %08x", wire.Uint32(b, 0))
	}
}

// dhcp6UserClass prints texts that have lengths before them.
func (p *Printer) dhcp6UserClass(d []byte) {
	for len(d) >= 2 && len(d) >= 2+int(wire.Uint16(d, 0)) {
		n := int(wire.Uint16(d, 0))
		p.s(" ")
		p.text(d, 2, n)
		d = d[2+n:]
	}
	if len(d) > 0 {
		p.s(" ?")
	}
}

func (p *Printer) dhcp6VendorClass(d []byte) {
	if len(d) < 4 {
		p.s(" ?")
		return
	}
	p.f(" enterprise %u", wire.Uint32(d, 0))
	for d = d[4:]; len(d) >= 2 && len(d) >= 2+int(wire.Uint16(d, 0)); {
		n := int(wire.Uint16(d, 0))
		p.f(" (len %u data ", uint32(n))
		p.text(d, 2, n)
		p.s(")")
		d = d[2+n:]
	}
	if len(d) > 0 {
		p.s(" ?")
	}
}

func (p *Printer) dhcp6Vendor(d []byte) {
	if len(d) < 4 {
		p.s(" ?")
		return
	}
	p.f(" enterprise %u", wire.Uint32(d, 0))
	for d = d[4:]; len(d) >= 4 && len(d) >= 4+int(wire.Uint16(d, 2)); {
		n := int(wire.Uint16(d, 2))
		p.f(" (code %u len %u data ", uint32(wire.Uint16(d, 0)), uint32(n))
		p.opaque(d[4 : 4+n])
		p.s(")")
		d = d[4+n:]
	}
	if len(d) > 0 {
		p.s(" ?")
	}
}

// dhcp6NTP prints an NTP server option. RFC 5908 §4.
func (p *Printer) dhcp6NTP(d []byte) bool {
	for len(d) >= 4 && !p.done() {
		code, n := uint32(wire.Uint16(d, 0)), int(wire.Uint16(d, 2))
		if n > len(d)-4 {
			return false
		}
		p.f(" subopt:%u", code)
		switch data := d[4 : 4+n]; {
		case (code == 1 || code == 2) && n == 16:
			p.s(" ")
			p.ip6Addr(data, 0)
		case code == 3:
			p.s(" ")
			if _, ok := p.domainName(data, 0); !ok {
				return false
			}
		default:
			p.s(" ?")
		}
		d = d[4+n:]
	}
	if len(d) > 0 {
		return false
	}
	p.s(")")
	return true
}

// dhcp6AFTR prints a name of labels. RFC 6334 §3.
func (p *Printer) dhcp6AFTR(d []byte) {
	p.s(" ")
	for first := true; len(d) > 0 && d[0] != 0; first = false {
		n := int(d[0])
		if n > len(d)-2 {
			if first {
				p.s(" ?")
			}
			return
		}
		if !first {
			p.s(".")
		}
		p.text(d, 1, n)
		d = d[1+n:]
	}
}
