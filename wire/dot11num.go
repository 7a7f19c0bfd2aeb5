package wire

// Dot11Reason says why a station ended an association or something else.
// IEEE 802.11-2020 table 9-49.
type Dot11Reason uint16

var dot11Reasons = [...]string{
	1: "unspecified", 2: "previous authentication no longer valid", 3: "leaving the network, deauthentication", 4: "inactivity",
	5: "no more stations", 6: "class 2 frame from a nonauthenticated station", 7: "class 3 frame from a nonassociated station",
	8: "leaving the network, disassociation", 9: "not authenticated", 10: "unacceptable power capability",
	11: "unacceptable supported channels", 12: "BSS transition disassociation", 13: "invalid element", 14: "MIC failure",
	15: "4-way handshake timeout", 16: "group key handshake timeout", 17: "handshake element mismatch", 18: "invalid group cipher",
	19: "invalid pairwise cipher", 20: "invalid AKM", 21: "unsupported RSNE version", 22: "invalid RSNE capabilities",
	23: "802.1X authentication failed", 24: "cipher rejected by policy", 25: "TDLS peer unreachable", 26: "TDLS unspecified",
	27: "SSP requested disassociation", 28: "no SSP roaming agreement", 29: "bad cipher or AKM",
	30: "not authorized at this location", 31: "service change precludes TS", 32: "unspecified QoS reason",
	33: "not enough bandwidth", 34: "missing acknowledgements", 35: "exceeded TXOP", 36: "station leaving",
	37: "end of TS, block ack or DLS", 38: "unknown TS or block ack", 39: "timeout", 45: "peerkey mismatch",
	46: "peer initiated, or access limit reached", 47: "AP initiated, or external service requirements",
	48: "invalid FT action frame count", 49: "invalid PMKID", 50: "invalid MDE", 51: "invalid FTE",
	52: "mesh peering canceled", 53: "mesh max peers", 54: "mesh configuration policy violation", 55: "mesh close received",
	56: "mesh max retries", 57: "mesh confirm timeout", 58: "mesh invalid GTK", 59: "mesh inconsistent parameters",
	60: "mesh invalid security capability", 61: "mesh path error, no proxy information",
	62: "mesh path error, no forwarding information", 63: "mesh path error, destination unreachable",
	64: "MAC address already exists in the MBSS", 65: "mesh channel switch, regulatory requirements",
	66: "mesh channel switch, unspecified", 67: "transmission link establishment failed", 68: "alternative channel occupied",
	71: "poor RSSI conditions",
}

func (r Dot11Reason) String() string { return nameIn(dot11Reasons[:], int(r)) }

// nameIn returns names[i], or i as a number if there is none.
func nameIn(names []string, i int) string {
	if i < len(names) && names[i] != "" {
		return names[i]
	}
	return itoa(i)
}

// Dot11Status is a station's answer. IEEE 802.11-2020 table 9-50.
type Dot11Status uint16

var dot11Statuses = [...]string{
	0: "success", 1: "refused, unspecified", 2: "TDLS wakeup schedule rejected, alternative provided",
	3: "TDLS wakeup schedule rejected", 5: "security disabled", 6: "unacceptable lifetime", 7: "not in the same BSS",
	10: "capabilities mismatch", 11: "no association exists", 12: "denied, other reason", 13: "unsupported authentication algorithm",
	14: "transaction sequence error", 15: "challenge failure", 16: "sequence timeout", 17: "no more stations",
	18: "basic rates mismatch", 19: "no short preamble support", 22: "spectrum management required",
	23: "bad power capability", 24: "bad supported channels", 25: "no short slot time support", 27: "no HT support",
	28: "R0KH unreachable", 29: "no PCO transition support", 30: "refused temporarily", 31: "robust management policy violation",
	32: "unspecified QoS failure", 33: "insufficient bandwidth", 34: "poor channel conditions", 35: "QoS not supported",
	37: "request declined", 38: "invalid parameters", 39: "rejected with suggested changes", 40: "invalid element",
	41: "invalid group cipher", 42: "invalid pairwise cipher", 43: "invalid AKM", 44: "unsupported RSNE version",
	45: "invalid RSNE capabilities", 46: "cipher rejected by policy", 47: "rejected for delay period", 48: "DLS not allowed",
	49: "destination not present", 50: "destination not a QoS station", 51: "listen interval too large",
	52: "invalid FT action frame count", 53: "invalid PMKID", 54: "invalid MDE", 55: "invalid FTE",
	56: "requested TCLAS not supported by AP", 57: "insufficient TCLAS processing resources", 58: "try another BSS",
	59: "GAS advertisement protocol not supported", 60: "no outstanding GAS request", 61: "no GAS response from server",
	62: "GAS query timeout", 63: "GAS query response too large", 64: "rejected, home with suggested changes",
	65: "server unreachable", 67: "rejected for SSP permissions", 68: "no unauthenticated access", 72: "invalid RSNE",
	73: "U-APSD coexistence not supported", 74: "U-APSD coexistence mode not supported",
	75: "bad interval with U-APSD coexistence", 76: "anti-clogging token required", 77: "unsupported finite cyclic group",
	78: "cannot find alternative TBTT", 79: "transmission failure", 80: "requested TCLAS not supported",
	81: "TCLAS resources exhausted", 82: "rejected with suggested BSS transition", 83: "reject with schedule",
	84: "reject without wakeup schedule", 85: "success, power save mode", 86: "pending, admitting FST session",
	87: "performing FST now", 88: "pending, gap in block ack window", 89: "reject for U-PID setting",
	92: "refused, external reason", 93: "refused, AP out of memory", 94: "emergency services not supported",
	95: "query response outstanding", 96: "reject, DSE band", 97: "TCLAS processing terminated", 98: "TS schedule conflict",
	99: "denied with suggested band and channel", 100: "MCCAOP reservation conflict", 101: "MAF limit exceeded",
	102: "MCCA track limit exceeded", 103: "denied for spectrum management", 104: "no VHT support", 105: "enablement denied",
	106: "restriction from authorized GDB", 107: "authorization deenabled", 112: "FILS authentication failure",
	113: "unknown authentication server", 116: "denied for NSS", 123: "unknown password identifier",
	124: "no HE support", 126: "SAE hash-to-element", 127: "SAE PK", 128: "TID-to-link mapping denied, preferred suggested",
	129: "TID-to-link mapping denied", 130: "no EHT support",
}

func (s Dot11Status) String() string { return nameIn(dot11Statuses[:], int(s)) }

// Dot11Algorithm is an authentication algorithm. IEEE 802.11-2020 §9.4.1.1.
type Dot11Algorithm uint16

// Authentication algorithms.
const (
	Dot11OpenSystem Dot11Algorithm = iota
	Dot11SharedKey
	Dot11FT
	Dot11SAE
	Dot11FILS
	Dot11FILSPFS
	Dot11FILSPublicKey
	Dot11PASN Dot11Algorithm = 7
)

func (a Dot11Algorithm) String() string {
	if a == 0x80 {
		return "network EAP"
	}
	return nameIn([]string{"open system", "shared key", "fast BSS transition", "SAE", "FILS", "FILS with PFS", "FILS public key", "PASN"}, int(a))
}

// Dot11Category says what an action frame is about. IEEE 802.11-2020 table 9-51. The top
// bit marks an answer to an action that was not understood.
type Dot11Category uint8

// Categories of actions.
const (
	Dot11SpectrumMgmt    Dot11Category = 0
	Dot11QoSAction       Dot11Category = 1
	Dot11DLS             Dot11Category = 2
	Dot11BlockAckAction  Dot11Category = 3
	Dot11Public          Dot11Category = 4
	Dot11RadioMeasure    Dot11Category = 5
	Dot11FastTransition  Dot11Category = 6
	Dot11HT              Dot11Category = 7
	Dot11SAQuery         Dot11Category = 8
	Dot11ProtectedDual   Dot11Category = 9
	Dot11WNM             Dot11Category = 10
	Dot11UnprotectedWNM  Dot11Category = 11
	Dot11TDLS            Dot11Category = 12
	Dot11Mesh            Dot11Category = 13
	Dot11Multihop        Dot11Category = 14
	Dot11SelfProtected   Dot11Category = 15
	Dot11DMG             Dot11Category = 16
	Dot11WMM             Dot11Category = 17
	Dot11FST             Dot11Category = 18
	Dot11RobustAV        Dot11Category = 19
	Dot11UnprotectedDMG  Dot11Category = 20
	Dot11VHT             Dot11Category = 21
	Dot11UnprotectedS1G  Dot11Category = 22
	Dot11S1G             Dot11Category = 23
	Dot11FlowControl     Dot11Category = 24
	Dot11ControlResponse Dot11Category = 25
	Dot11FILSAction      Dot11Category = 26
	Dot11CDMG            Dot11Category = 27
	Dot11CMMG            Dot11Category = 28
	Dot11GLK             Dot11Category = 29
	Dot11HE              Dot11Category = 30
	Dot11ProtectedHE     Dot11Category = 31
	Dot11ProtectedFTM    Dot11Category = 34
	Dot11EHT             Dot11Category = 36
	Dot11ProtectedEHT    Dot11Category = 37
	Dot11VendorProtected Dot11Category = 126
	Dot11VendorAction    Dot11Category = 127
)

var dot11Categories = [...]string{
	"spectrum management", "QoS", "DLS", "block ack", "public", "radio measurement", "fast BSS transition", "HT", "SA query",
	"protected dual of public action", "WNM", "unprotected WNM", "TDLS", "mesh", "multihop", "self-protected", "DMG", "WMM",
	"FST", "robust AV streaming", "unprotected DMG", "VHT", "unprotected S1G", "S1G", "flow control",
	"control response MCS negotiation", "FILS", "CDMG", "CMMG", "GLK", "HE", "protected HE", 34: "protected FTM",
	36: "EHT", 37: "protected EHT", 126: "vendor specific protected", 127: "vendor specific",
}

func (c Dot11Category) String() string {
	s := nameIn(dot11Categories[:], int(c&0x7f))
	if c&0x80 != 0 {
		s += ", error"
	}
	return s
}

// ActionName returns what action n of category c is called, or "".
func (c Dot11Category) ActionName(n uint8) string {
	var names []string
	switch c & 0x7f {
	case Dot11SpectrumMgmt:
		names = []string{"measurement request", "measurement report", "TPC request", "TPC report", "channel switch announcement"}
	case Dot11QoSAction:
		names = []string{"ADDTS request", "ADDTS response", "DELTS", "schedule", "QoS map configure", "ADDTS reserve request", "ADDTS reserve response"}
	case Dot11DLS:
		names = []string{"DLS request", "DLS response", "DLS teardown"}
	case Dot11BlockAckAction:
		names = []string{"ADDBA request", "ADDBA response", "DELBA"}
	case Dot11Public, Dot11ProtectedDual:
		names = []string{"20/40 BSS coexistence management", "DSE enablement", "DSE deenablement", "DSE registered location announcement",
			"extended channel switch announcement", "DSE measurement request", "DSE measurement report", "measurement pilot",
			"DSE power constraint", "vendor specific", "GAS initial request", "GAS initial response", "GAS comeback request",
			"GAS comeback response", "TDLS discovery response", "location track notification", "QAB request", "QAB response",
			"QMF policy", "QMF policy change", "QLoad request", "QLoad report", "HCCA TXOP advertisement", "HCCA TXOP response",
			"public key", "channel availability query", "channel schedule management", "contact verification signal",
			"GDD enablement request", "GDD enablement response", "network channel control", "white space map announcement",
			"FTM request", "FTM", "FILS discovery"}
	case Dot11RadioMeasure:
		names = []string{"radio measurement request", "radio measurement report", "link measurement request", "link measurement report",
			"neighbor report request", "neighbor report response"}
	case Dot11FastTransition:
		names = []string{"", "FT request", "FT response", "FT confirm", "FT ack"}
	case Dot11HT:
		names = []string{"notify channel width", "SM power save", "PSMP", "set PCO phase", "CSI", "noncompressed beamforming",
			"compressed beamforming", "ASEL indices feedback"}
	case Dot11SAQuery:
		names = []string{"SA query request", "SA query response"}
	case Dot11WNM:
		names = []string{"event request", "event report", "diagnostic request", "diagnostic report", "location configuration request",
			"location configuration response", "BSS transition query", "BSS transition request", "BSS transition response",
			"FMS request", "FMS response", "collocated interference request", "collocated interference report", "TFS request",
			"TFS response", "TFS notify", "WNM sleep mode request", "WNM sleep mode response", "TIM broadcast request",
			"TIM broadcast response", "QoS traffic capability update", "channel usage request", "channel usage response",
			"DMS request", "DMS response", "timing measurement request", "WNM notification request", "WNM notification response"}
	case Dot11UnprotectedWNM:
		names = []string{"TIM", "timing measurement"}
	case Dot11TDLS:
		names = []string{"TDLS setup request", "TDLS setup response", "TDLS setup confirm", "TDLS teardown", "TDLS peer traffic indication",
			"TDLS channel switch request", "TDLS channel switch response", "TDLS peer PSM request", "TDLS peer PSM response",
			"TDLS peer traffic response", "TDLS discovery request"}
	case Dot11Mesh:
		names = []string{"mesh link metric report", "HWMP mesh path selection", "gate announcement", "congestion control notification",
			"MCCA setup request", "MCCA setup reply", "MCCA advertisement request", "MCCA advertisement", "MCCA teardown",
			"TBTT adjustment request", "TBTT adjustment response"}
	case Dot11Multihop:
		names = []string{"proxy update", "proxy update confirmation"}
	case Dot11SelfProtected:
		names = []string{"", "mesh peering open", "mesh peering confirm", "mesh peering close", "mesh group key inform", "mesh group key acknowledge"}
	case Dot11WMM:
		names = []string{"WMM setup request", "WMM setup response", "WMM teardown"}
	case Dot11VHT:
		names = []string{"VHT compressed beamforming", "group ID management", "operating mode notification"}
	case Dot11HE:
		names = []string{"HE compressed beamforming", "quiet time period", "OPS"}
	case Dot11ProtectedHE:
		names = []string{"HE BSS color change announcement", "MU EDCA control", "spatial reuse"}
	case Dot11EHT:
		names = []string{"EHT compressed beamforming"}
	case Dot11ProtectedEHT:
		names = []string{"TID-to-link mapping request", "TID-to-link mapping response", "TID-to-link mapping teardown",
			"EPCS enable request", "EPCS enable response", "EPCS teardown", "EML operating mode notification", "link recommendation"}
	}
	if int(n) < len(names) {
		return names[n]
	}
	return ""
}

// Dot11Cipher is a cipher suite: an OUI, and a number of that organization's.
// IEEE 802.11-2020 table 9-149.
type Dot11Cipher uint32

// Organizations that number cipher and AKM suites, and vendor elements.
const (
	OUIDot11     = 0x000fac
	OUIMicrosoft = 0x0050f2 // WPA, WMM, WPS
	OUIWFA       = 0x506f9a // Wi-Fi Alliance
)

// Cipher suites of the standard.
const (
	Dot11CipherGroup Dot11Cipher = OUIDot11<<8 | iota // use the group cipher suite
	Dot11CipherWEP40
	Dot11CipherTKIP
	_
	Dot11CipherCCMP
	Dot11CipherWEP104
	Dot11CipherBIPCMAC
	Dot11CipherNoGroup // group addressed traffic is not allowed
	Dot11CipherGCMP
	Dot11CipherGCMP256
	Dot11CipherCCMP256
	Dot11CipherBIPGMAC
	Dot11CipherBIPGMAC256
	Dot11CipherBIPCMAC256
)

func (c Dot11Cipher) String() string {
	return suiteName(uint32(c), []string{"group", "WEP-40", "TKIP", "", "CCMP-128", "WEP-104", "BIP-CMAC-128", "none", "GCMP-128",
		"GCMP-256", "CCMP-256", "BIP-GMAC-128", "BIP-GMAC-256", "BIP-CMAC-256"})
}

// Dot11AKM is an authentication and key management suite: an OUI, and a number of
// that organization's. IEEE 802.11-2020 table 9-151.
type Dot11AKM uint32

// AKM suites of the standard.
const (
	Dot11AKM8021X   Dot11AKM = OUIDot11<<8 | 1
	Dot11AKMPSK     Dot11AKM = OUIDot11<<8 | 2
	Dot11AKMFT8021X Dot11AKM = OUIDot11<<8 | 3
	Dot11AKMFTPSK   Dot11AKM = OUIDot11<<8 | 4
	Dot11AKMSAE     Dot11AKM = OUIDot11<<8 | 8
	Dot11AKMFTSAE   Dot11AKM = OUIDot11<<8 | 9
	Dot11AKMOWE     Dot11AKM = OUIDot11<<8 | 18 // RFC 8110
)

func (a Dot11AKM) String() string {
	return suiteName(uint32(a), []string{"", "802.1X", "PSK", "FT-802.1X", "FT-PSK", "802.1X-SHA256", "PSK-SHA256", "TDLS", "SAE", "FT-SAE",
		"AP-PeerKey", "Suite-B", "Suite-B-192", "FT-802.1X-SHA384", "FILS-SHA256", "FILS-SHA384", "FT-FILS-SHA256", "FT-FILS-SHA384",
		"OWE", "FT-PSK-SHA384", "PSK-SHA384", "PASN", "FT-802.1X-SHA384-unrestricted", "802.1X-SHA384", "SAE-EXT", "FT-SAE-EXT"})
}

func suiteName(x uint32, names []string) string {
	n := int(x & 0xff)
	if oui := x >> 8; (oui == OUIDot11 || oui == OUIMicrosoft) && n < len(names) && names[n] != "" {
		return names[n]
	}
	return string(append(append(appendHex(nil, []byte{byte(x >> 24), byte(x >> 16), byte(x >> 8)}, '-'), '-'), itoa(n)...))
}
