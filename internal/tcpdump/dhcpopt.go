package tcpdump

// dhcpNames are the options of DHCP. The first letter says how an option's data is
// printed: a text, b bytes, B yes or no, i addresses, l numbers, L signed numbers,
// p pairs of addresses, s short numbers; $ has code of its own.
var dhcpNames = names{
	0: " PAD", 1: "iSubnet-Mask", 2: "LTime-Zone", 3: "iDefault-Gateway", 4: "iTime-Server", 5: "iIEN-Name-Server",
	6: "iDomain-Name-Server", 7: "iLOG", 8: "iCS", 9: "iLPR-Server", 10: "iIM", 11: "iRL", 12: "aHostname", 13: "sBS",
	14: "aDP", 15: "aDomain-Name", 16: "iSS", 17: "aRP", 18: "aEP", 19: "BIPF", 20: "BSRT", 21: "pPF", 22: "sRSZ", 23: "bTTL",
	24: "lMTU-Timeout", 25: "sMTU-Table", 26: "sMTU", 27: "BLSN", 28: "iBR", 29: "BMD", 30: "BMS", 31: "BRouter-Discovery",
	32: "iRSA", 33: "pStatic-Route", 34: "BUT", 35: "lAT", 36: "BIE", 37: "bTT", 38: "lKI", 39: "BKG", 40: "aYD", 41: "iYS",
	42: "iNTP", 43: "bVendor-Option", 44: "iNetbios-Name-Server", 45: "iWDD", 46: "$Netbios-Node", 47: "aNetbios-Scope",
	48: "iXFS", 49: "iXDM", 50: "iRequested-IP", 51: "lLease-Time", 52: "$OO", 53: "$DHCP-Message", 54: "iServer-ID",
	55: "bParameter-Request", 56: "aMSG", 57: "sMSZ", 58: "lRN", 59: "lRB", 60: "aVendor-Class", 61: "$Client-ID",
	64: "sN+D", 65: "iN+S", 66: "aTFTP", 67: "aBF", 68: "iMH", 69: "iSMTP", 70: "iPOP3", 71: "iNNTP", 72: "iWWW", 73: "iFG",
	74: "iIRC", 75: "iSTS", 76: "iSTDA", 77: "$User-Class", 78: "bSLP-DA", 79: "bSLP-SCOPE", 80: "aSLP-NA", 81: "$FQDN",
	82: "$Agent-Information", 83: "bARMT", 88: "aTZSTR", 89: "bFQDNS", 90: "bAUTH", 91: "LLast-Transaction-Time",
	92: "iAssociated-IP", 93: "sARCH", 94: "bNDI", 95: "aLDAP", 97: "bGUID", 98: "aUAP", 100: "aPOSIX-TZ", 101: "aTZ-Name", 108: "lIPv6-Only-Preferred",
	112: "iNI", 113: "aNITAG", 114: "aURL", 116: "BAuto-Configure", 117: "sNSSEARCH", 118: "iSUBNET", 121: "$Classless-Static-Route",
	150: "iTFTP-Server-Address", 161: "aMUD-URL", 249: "$Classless-Static-Route-Microsoft", 255: " END",
}

var (
	dhcpMessages = names{
		1: "Discover", 2: "Offer", 3: "Request", 4: "Decline", 5: "ACK", 6: "NACK", 7: "Release", 8: "Inform",
		10: "LeaseQuery", 11: "LeaseUnassigned", 12: "LeaseUnknown", 13: "LeaseActive",
	}
	dhcpHardware = names{1: "ether", 6: "ieee802", 7: "arcnet", 15: "frelay", 23: "strip", 24: "ieee1394"}
	dhcpAgent    = names{1: "Circuit-ID", 2: "Remote-ID", 6: "Subscriber-ID"}
	dhcpNodes    = names{1: "b-node", 2: "p-node", 4: "m-node", 8: "h-node"}
	dhcpOverload = names{1: "file", 2: "sname", 3: "file+sname"}
)

// dhcpOptions prints the options behind a magic cookie.
func (p *Printer) dhcpOptions(b []byte) {
	p.s("\n\t  Vendor-rfc1048 Extensions")
	p.f("\n\t    Magic Cookie 0x%08x", p.u32(b, 0))
	b = b[4:]
	for len(b) > 0 && !p.done() {
		tag := uint32(b[0])
		b = b[1:]
		if p.Verbose < 3 {
			if tag == 0 {
				continue
			}
			if tag == 255 {
				return
			}
		}
		kind, n := p.dhcpTitle(tag, &b)
		if !p.want(b, n) {
			return
		}
		p.dhcpOption(tag, kind, b[:n])
		b = b[n:]
	}
}

// dhcpTitle prints an option's name and length, and steps over its length.
func (p *Printer) dhcpTitle(tag uint32, b *[]byte) (kind byte, n int) {
	name, ok := dhcpNames[tag]
	if !ok {
		name = "?Unknown"
	}
	if tag != 0 && tag != 255 {
		n = int(p.u8(*b, 0))
		*b = skip(*b, 1)
	}
	p.s("\n\t    ")
	p.s(name[1:])
	p.f(" (%u), length %u", tag, uint32(n))
	if n > 0 {
		p.s(": ")
	}
	if tag == 0 {
		pads := uint32(1)
		for len(*b) > 0 && (*b)[0] == 0 {
			pads++
			*b = (*b)[1:]
		}
		if pads > 1 {
			p.f(", occurs %u", pads)
		}
	}
	return name[0], n
}

func (p *Printer) dhcpOption(tag uint32, kind byte, o []byte) {
	if kind == '?' {
		switch {
		case len(o)&1 != 0:
			kind = 'b'
		case len(o)&2 != 0:
			kind = 's'
		default:
			kind = 'l'
		}
	}
	rest := 0
	switch {
	case tag == 53 && len(o) == 1:
		p.name(dhcpMessages, uint32(o[0]), "Unknown (%u)")
	case tag == 55:
		p.dhcpRequested(o)
	case kind == '$' && tag != 53:
		rest = p.dhcpSpecial(tag, o)
	default:
		rest = p.dhcpValues(kind, o)
	}
	if rest > 0 {
		p.f("\n\t  trailing data length %u", uint32(rest))
	}
}

// dhcpRequested prints the options that a client asks for, four a line.
func (p *Printer) dhcpRequested(o []byte) {
	for i, tag := range o {
		if i%4 == 0 {
			p.s("\n\t      ")
		} else {
			p.s(", ")
		}
		name, ok := dhcpNames[uint32(tag)]
		if !ok {
			name = "?Unknown"
		}
		p.s(name[1:])
		p.f(" (%u)", uint32(tag))
	}
}

// dhcpValues prints data of one of the usual kinds, and returns how many bytes are
// left over.
func (p *Printer) dhcpValues(kind byte, o []byte) int {
	size := 1
	switch kind {
	case 'a':
		p.s("\"")
		p.text(o, 0, len(o))
		p.s("\"")
		return 0
	case 'i', 'l', 'L':
		size = 4
	case 'p':
		size = 8
	case 's':
		size = 2
	}
	sep := ","
	if size == 1 && kind != 'B' {
		sep = "."
	}
	i := 0
	for ; i+size <= len(o); i += size {
		if i > 0 {
			p.s(sep)
		}
		p.dhcpValue(kind, o, i)
	}
	return len(o) - i
}

func (p *Printer) dhcpValue(kind byte, o []byte, i int) {
	switch kind {
	case 'i':
		p.ip4Addr(o, i)
	case 'l':
		p.u(p.u32(o, i))
	case 'L':
		p.f("%d", p.u32(o, i))
	case 'p':
		p.s("(")
		p.ip4Addr(o, i)
		p.s(":")
		p.ip4Addr(o, i+4)
		p.s(")")
	case 's':
		p.u(p.u16(o, i))
	case 'B':
		switch o[i] {
		case 0:
			p.s("N")
		case 1:
			p.s("Y")
		default:
			p.f("%u?", uint32(o[i]))
		}
	default:
		p.u(uint32(o[i]))
	}
}

// dhcpSpecial prints an option with a form of its own, and returns how many bytes
// are left over.
func (p *Printer) dhcpSpecial(tag uint32, o []byte) int {
	least := map[uint32]int{46: 1, 52: 1, 61: 1, 81: 3, 121: 5, 249: 5, 77: 2}[tag]
	if len(o) < least {
		p.f("[ERROR: length < %u bytes]", uint32(least))
		return 0
	}
	switch tag {
	case 46:
		p.name(dhcpNodes, uint32(o[0]), "#%u")
		return len(o) - 1
	case 52:
		p.name(dhcpOverload, uint32(o[0]), "#%u")
		return len(o) - 1
	case 61:
		p.dhcpClientID(o)
	case 81:
		p.dhcpFQDN(o)
	case 82:
		return p.dhcpRelay(o)
	case 121, 249:
		p.dhcpRoutes(o)
	case 77:
		p.dhcpUserClass(o)
	}
	return 0
}

func (p *Printer) dhcpClientID(o []byte) {
	if o[0] == 0 {
		p.s("\"")
		p.text(o, 1, len(o)-1)
		p.s("\"")
		return
	}
	p.name(dhcpHardware, uint32(o[0]), "hardware-type %u,")
	p.s(" ")
	p.hexBytes(o[1:], ":")
}

// dhcpFQDN prints a client's domain name, RFC 4702.
func (p *Printer) dhcpFQDN(o []byte) {
	f := uint32(o[0])
	if f&0xf0 != 0 {
		p.f("[ERROR: MBZ nibble 0x%x != 0] ", f>>4)
	}
	if f&0x0f != 0 {
		p.s("[")
		p.bits([]bit{{1, "S"}, {2, "O"}, {4, "E"}, {8, "N"}}, f, "", "")
		p.s("] ")
	}
	if o[1] != 0 || o[2] != 0 {
		p.f("%u/%u ", uint32(o[1]), uint32(o[2]))
	}
	p.s("\"")
	p.text(o, 3, len(o)-3)
	p.s("\"")
}

// dhcpRelay prints what a relay agent adds, RFC 3046.
func (p *Printer) dhcpRelay(o []byte) int {
	for len(o) >= 2 {
		tag, n := uint32(o[0]), int(o[1])
		o = o[2:]
		p.s("\n\t      ")
		p.name(dhcpAgent, tag, "Unknown")
		p.f(" SubOption %u, length %u: ", tag, uint32(n))
		if n > len(o) {
			p.s("length goes past end of option")
			return 0
		}
		if _, ok := dhcpAgent[tag]; ok {
			p.text(o, 0, n)
		} else {
			p.unknown(o, n, "\n\t\t")
		}
		o = o[n:]
	}
	return len(o)
}

// dhcpRoutes prints the routes of RFC 3442.
func (p *Printer) dhcpRoutes(o []byte) {
	for first := true; len(o) > 0; first = false {
		if !first {
			p.s(",")
		}
		width := uint32(o[0])
		o = o[1:]
		if width > 32 {
			p.f("[ERROR: Mask width (%u) > 32]", width)
			return
		}
		n := int(width+7) / 8
		if len(o) < n+4 {
			p.f("[ERROR: Remaining length (%u) < %u bytes]", uint32(len(o)), uint32(n+4))
			return
		}
		p.s("(")
		if width == 0 {
			p.s("default")
		} else {
			for i := range 4 {
				if i > 0 {
					p.s(".")
				}
				if i < n {
					p.u(uint32(o[i]))
				} else {
					p.s("0")
				}
			}
			p.f("/%u", width)
		}
		p.s(":")
		p.ip4Addr(o, n)
		p.s(")")
		o = o[n+4:]
	}
}

// dhcpUserClass prints the instances of RFC 3004.
func (p *Printer) dhcpUserClass(o []byte) {
	for i := uint32(1); len(o) > 0; i++ {
		n := int(o[0])
		o = o[1:]
		p.f("\n\t      instance#%u: ", i)
		if n == 0 {
			p.s("[ERROR: suboption length must be non-zero]")
			return
		}
		if n > len(o) {
			p.s("[ERROR: invalid option]")
			return
		}
		p.s("\"")
		p.text(o, 0, n)
		p.f("\", length %u", uint32(n))
		o = o[n:]
	}
}
