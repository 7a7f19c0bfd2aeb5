package tcpdump

var (
	lldpMEDKinds = names{
		1: "LLDP-MED Capabilities", 2: "Network policy", 3: "Location identification", 4: "Extended power-via-MDI",
		5: "Inventory - hardware revision", 6: "Inventory - firmware revision", 7: "Inventory - software revision",
		8: "Inventory - serial number", 9: "Inventory - manufacturer name", 10: "Inventory - model name", 11: "Inventory - asset ID",
	}
	lldpMEDInventory = names{
		5: "Hardware revision", 6: "Firmware revision", 7: "Software revision", 8: "Serial number", 9: "Manufacturer name",
		10: "Model name", 11: "Asset ID",
	}
	lldpMEDCapabilities = []bit{
		{1, "LLDP-MED capabilities"}, {2, "network policy"}, {4, "location identification"}, {8, "extended power via MDI-PSE"},
		{16, "extended power via MDI-PD"}, {32, "Inventory"},
	}
	lldpMEDDevices      = names{1: "endpoint class 1", 2: "endpoint class 2", 3: "endpoint class 3", 4: "network connectivity"}
	lldpMEDApplications = names{
		1: "voice", 2: "voice signaling", 3: "guest voice", 4: "guest voice signaling", 5: "softphone voice", 6: "video conferencing",
		7: "streaming video", 8: "video signaling",
	}
	lldpMEDPolicyFlags = []bit{{0x80, "Unknown"}, {0x40, "Tagged"}, {0x20, "reserved"}}
	lldpMEDSources     = names{1: "PSE - primary power source", 2: "local - backup power source", 3: "PSE+local - reserved"}
	lldpMEDPriorities  = names{1: "critical", 2: "high", 3: "low"}
	lldpMEDFormats     = names{1: "coordinate-based LCI", 2: "civic address LCI", 3: "ECS ELIN"}
	lldpMEDAltitudes   = names{1: "meters", 2: "floors"}
	lldpMEDDatums      = names{1: "World Geodesic System 1984", 2: "North American Datum 1983 (NAVD88)", 3: "North American Datum 1983 (MLLW)"}
	lldpMEDWhat        = names{
		0: "location of DHCP server", 1: "location of the network element believed to be closest to the client", 2: "location of the client",
	}
	lldpMEDCivic = names{
		1: "national subdivisions (state,canton,region,province,prefecture)", 2: "county, parish, gun, district", 3: "city, township, shi",
		4: "city division, borough, city district, ward chou", 5: "neighborhood, block", 6: "street",
	}
)

// lldpMED prints what an element of media endpoint discovery says after its subtype.
func (p *Printer) lldpMED(kind byte, v []byte) bool {
	least := [...]int{3, 4, 1, 3}
	switch {
	case kind == 0 || kind > 11:
		return false
	case kind <= 4 && len(v) < least[kind-1]:
		return true
	case kind > 4:
		p.s("\n\t  ")
		p.name(lldpMEDInventory, uint32(kind), "unknown")
		p.s(" ")
		p.textz(v, 0, len(v))
		return true
	}
	x := uint32(v[0])
	switch kind {
	case 1:
		p.s("\n\t    Media capabilities [")
		p.bits(lldpMEDCapabilities, p.u16(v, 0), "none", ", ")
		p.f("] (0x%04x)\n\t    Device type [", p.u16(v, 0))
		p.name(lldpMEDDevices, uint32(v[2]), "unknown")
		p.f("] (0x%02x)", uint32(v[2]))
	case 2:
		p.s("\n\t    Application type [")
		p.name(lldpMEDApplications, x, "none")
		p.f("] (0x%02x), Flags [", x)
		p.bits(lldpMEDPolicyFlags, uint32(v[1]), "none", ", ")
		p.f("]\n\t    Vlan id %u, L2 priority %u, DSCP value %u", p.u16(v, 1)>>1&0xfff, p.u16(v, 2)&0x1ff>>6, p.u16(v, 2)&0x3f)
	case 3:
		p.lldpLocation(x, v[1:])
	case 4:
		p.lldpPower(x, p.u16(v, 1))
	}
	return true
}

func (p *Printer) lldpPower(x, power uint32) {
	device := "PSE device"
	if x&(0xc0>>6) != 0 { // sic: the lowest bits, not the highest
		device = "PD device"
	}
	p.s("\n\t    Power type [")
	p.s(device)
	p.s("], Power source [")
	p.name(lldpMEDSources, x>>4&3, "none")
	p.s("]\n\t    Power priority [")
	p.name(lldpMEDPriorities, x&15, "none")
	p.f("] (0x%02x)", x&15)
	if power < 1024 {
		p.s(", Power ")
		p.tenths(power)
		p.s(" Watts")
	} else {
		p.f(", Power %u (Reserved)", power)
	}
}

// lldpLocation prints a location in the given format.
func (p *Printer) lldpLocation(format uint32, v []byte) {
	p.s("\n\t    Location data format ")
	p.name(lldpMEDFormats, format, "unknown")
	p.f(" (0x%02x)", format)
	switch format {
	case 1:
		p.lldpCoordinates(v)
	case 2:
		p.lldpCivic(v)
	case 3:
		p.s("\n\t    ECS ELIN id ")
		p.textz(v, 0, len(v))
	default:
		p.s("\n\t    Location ID ")
		p.unknown(v, len(v), "\n\t      ")
	}
}

func (p *Printer) lldpCoordinates(v []byte) {
	if len(v) < 16 {
		return
	}
	for i, s := range [...]string{"Latitude", "Longitude"} {
		at := v[5*i:]
		p.s("\n\t    ")
		p.s(s)
		p.f(" resolution %u, ", uint32(at[0]>>2))
		p.s([...]string{"latitude value ", "longitude value "}[i])
		p.dec64(uint64(at[0]&3)<<32 | uint64(p.u32(at, 1)))
	}
	p.s("\n\t    Altitude type ")
	p.name(lldpMEDAltitudes, uint32(v[10]>>4), "unknown")
	p.f(" (%u)\n\t    Altitude resolution %u, altitude value 0x%x", uint32(v[10]>>4), p.u16(v, 10)>>6&0x3f, p.u32(v, 11)&0x3fffffff)
	p.s("\n\t    Datum ")
	p.name(lldpMEDDatums, uint32(v[15]), "unknown")
	p.f(" (0x%02x)", uint32(v[15]))
}

func (p *Printer) lldpCivic(v []byte) {
	if len(v) < 1 || v[0] < 3 || len(v) < 2+int(v[0]) {
		return
	}
	size := int(v[0])
	p.f("\n\t    LCI length %u, LCI what ", uint32(size))
	p.name(lldpMEDWhat, uint32(v[1]), "unknown")
	p.f(" (0x%02x), Country-code ", uint32(v[1]))
	p.textz(v, 2, 2)
	for v = v[4 : 4+size-3]; len(v) >= 2; {
		kind, n := uint32(v[0]), int(v[1])
		p.s("\n\t      CA type '")
		p.name(lldpMEDCivic, kind, "unknown")
		p.f("' (%u), length %u: ", kind, uint32(n))
		if v = v[2:]; kind == 0 || n == 0 || n > len(v) {
			return
		}
		p.textz(v, 0, n)
		v = v[n:]
	}
}
