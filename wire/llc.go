package wire

// SAP is a service access point of LLC.
type SAP uint8

// Service access points.
const (
	SAPNull         SAP = 0x00
	SAPManagement   SAP = 0x02
	SAPSNA          SAP = 0x04
	SAPIP           SAP = 0x06
	SAPPROWAY       SAP = 0x0e
	SAPTI           SAP = 0x18
	SAPSTP          SAP = 0x42 // IEEE 802.1Q
	SAPMMS          SAP = 0x4e
	SAPX25          SAP = 0x7e // ISO/IEC 8208
	SAP3Com         SAP = 0x80
	SAPPROWAYActive SAP = 0x8e
	SAPARP          SAP = 0x98
	SAPSNAP         SAP = 0xaa
	SAPVINES        SAP = 0xbc
	SAPNetWare      SAP = 0xe0
	SAPNetBIOS      SAP = 0xf0
	SAPLANManager   SAP = 0xf4
	SAPRPL          SAP = 0xf8
	SAPOSI          SAP = 0xfe // ISO/IEC TR 9577
	SAPGlobal       SAP = 0xff
)

func (x SAP) String() string {
	switch x {
	case SAPNull:
		return "null"
	case SAPManagement:
		return "LLC management"
	case SAPSNA:
		return "SNA"
	case SAPIP:
		return "IP"
	case SAPPROWAY:
		return "PROWAY management"
	case SAPTI:
		return "Texas Instruments"
	case SAPSTP:
		return "STP"
	case SAPMMS:
		return "MMS"
	case SAPX25:
		return "X.25 over LLC"
	case SAP3Com:
		return "XNS"
	case SAPPROWAYActive:
		return "PROWAY active station"
	case SAPARP:
		return "ARP"
	case SAPSNAP:
		return "SNAP"
	case SAPVINES:
		return "VINES"
	case SAPNetWare:
		return "NetWare"
	case SAPNetBIOS:
		return "NetBIOS"
	case SAPLANManager:
		return "LAN manager"
	case SAPRPL:
		return "RPL"
	case SAPOSI:
		return "OSI network layer"
	case SAPGlobal:
		return "global"
	}
	return string(appendHex([]byte("0x"), []byte{byte(x)}, 0))
}

// LLCControl is the control field of LLC, of which it is the first byte if the
// frame is numbered. IEEE 802.2 §5.2.
type LLCControl uint8

// Control fields of unnumbered frames, with the poll/final bit clear.
const (
	LLCUI    LLCControl = 0x03 // unnumbered information
	LLCDM    LLCControl = 0x0f // disconnected mode
	LLCDISC  LLCControl = 0x43 // disconnect
	LLCUA    LLCControl = 0x63 // unnumbered acknowledgement
	LLCSABME LLCControl = 0x6f // set asynchronous balanced mode extended
	LLCFRMR  LLCControl = 0x87 // frame reject
	LLCXID   LLCControl = 0xaf // exchange identification
	LLCTest  LLCControl = 0xe3 // test
)

// Numbered reports whether the control field has a second byte: that of an
// information or supervisory frame.
func (c LLCControl) Numbered() bool { return c&3 != 3 }

// IsUI reports whether c is that of unnumbered information, which is what network
// protocols use.
func (c LLCControl) IsUI() bool { return c&^0x10 == LLCUI }

func (c LLCControl) String() string {
	switch {
	case c&1 == 0:
		return "I, number " + itoa(int(c>>1))
	case c&3 == 1:
		return [...]string{"RR", "RNR", "REJ", "S"}[c>>2&3]
	}
	name := c.unnumbered()
	if c&0x10 != 0 {
		name += ", P/F"
	}
	return name
}

func (c LLCControl) unnumbered() string {
	switch c &^ 0x10 {
	case LLCUI:
		return "UI"
	case LLCDM:
		return "DM"
	case LLCDISC:
		return "DISC"
	case LLCUA:
		return "UA"
	case LLCSABME:
		return "SABME"
	case LLCFRMR:
		return "FRMR"
	case LLCXID:
		return "XID"
	case LLCTest:
		return "TEST"
	}
	return "U " + string(appendHex([]byte("0x"), []byte{byte(c)}, 0))
}

// HeaderLen returns the length in bytes of a header with such a control field.
func (v LLC) HeaderLen() int {
	if v.Control().Numbered() {
		return LLCLen + 1
	}
	return LLCLen
}

// Organizations in SNAP headers whose Type gocap knows how to read.
const (
	OUIEther  = 0x000000 // EtherTypes, RFC 1042
	OUIBridge = 0x0000f8 // EtherTypes, bridged by IEEE 802.1H
	OUICisco  = 0x00000c // Cisco's own
)

// Protocols in SNAP headers with Cisco's OUI.
const (
	CiscoPVST EtherType = 0x010b // per-VLAN spanning tree
	CiscoUDLD EtherType = 0x0111 // unidirectional link detection
	CiscoCDP  EtherType = 0x2000 // discovery
	CiscoVTP  EtherType = 0x2003 // VLAN trunking
	CiscoDTP  EtherType = 0x2004 // dynamic trunking
)

// IsNetWare reports whether the payload of an IEEE 802.3 frame is an IPX packet
// without LLC header, as early NetWare sent: it begins with a checksum of all ones,
// which as an LLC header would make no sense.
func IsNetWare(payload []byte) bool {
	return len(payload) >= 2 && payload[0] == 0xff && payload[1] == 0xff
}
