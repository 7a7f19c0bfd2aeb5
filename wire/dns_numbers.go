package wire

// DNSType is the type of a record, or what a question asks for. RFC 6895 §3.1.
type DNSType uint16

// The types of IANA's registry.
const (
	DNSTypeA          DNSType = 1  // a host address
	DNSTypeNS         DNSType = 2  // an authoritative name server
	DNSTypeMD         DNSType = 3  // obsolete
	DNSTypeMF         DNSType = 4  // obsolete
	DNSTypeCNAME      DNSType = 5  // the canonical name of an alias
	DNSTypeSOA        DNSType = 6  // the start of a zone
	DNSTypeMB         DNSType = 7  // experimental
	DNSTypeMG         DNSType = 8  // experimental
	DNSTypeMR         DNSType = 9  // experimental
	DNSTypeNULL       DNSType = 10 // experimental
	DNSTypeWKS        DNSType = 11 // well-known services
	DNSTypePTR        DNSType = 12 // a name
	DNSTypeHINFO      DNSType = 13 // host information
	DNSTypeMINFO      DNSType = 14 // mailbox information
	DNSTypeMX         DNSType = 15 // mail exchange
	DNSTypeTXT        DNSType = 16 // text
	DNSTypeRP         DNSType = 17 // responsible person, RFC 1183
	DNSTypeAFSDB      DNSType = 18 // AFS data base, RFC 1183
	DNSTypeX25        DNSType = 19 // RFC 1183
	DNSTypeISDN       DNSType = 20 // RFC 1183
	DNSTypeRT         DNSType = 21 // route through, RFC 1183
	DNSTypeNSAP       DNSType = 22 // RFC 1706
	DNSTypeNSAPPTR    DNSType = 23 // RFC 1706
	DNSTypeSIG        DNSType = 24 // signature, RFC 2535
	DNSTypeKEY        DNSType = 25 // key, RFC 2535
	DNSTypePX         DNSType = 26 // X.400 mapping, RFC 2163
	DNSTypeGPOS       DNSType = 27 // RFC 1712
	DNSTypeAAAA       DNSType = 28 // an IPv6 address, RFC 3596
	DNSTypeLOC        DNSType = 29 // location, RFC 1876
	DNSTypeNXT        DNSType = 30 // obsolete, RFC 3755
	DNSTypeEID        DNSType = 31
	DNSTypeNIMLOC     DNSType = 32
	DNSTypeSRV        DNSType = 33 // service, RFC 2782
	DNSTypeATMA       DNSType = 34
	DNSTypeNAPTR      DNSType = 35 // RFC 3403
	DNSTypeKX         DNSType = 36 // key exchanger, RFC 2230
	DNSTypeCERT       DNSType = 37 // RFC 4398
	DNSTypeA6         DNSType = 38 // obsolete
	DNSTypeDNAME      DNSType = 39 // RFC 6672
	DNSTypeSINK       DNSType = 40
	DNSTypeOPT        DNSType = 41 // EDNS, RFC 6891
	DNSTypeAPL        DNSType = 42 // address prefixes, RFC 3123
	DNSTypeDS         DNSType = 43 // RFC 4034
	DNSTypeSSHFP      DNSType = 44 // RFC 4255
	DNSTypeIPSECKEY   DNSType = 45 // RFC 4025
	DNSTypeRRSIG      DNSType = 46 // RFC 4034
	DNSTypeNSEC       DNSType = 47 // RFC 4034
	DNSTypeDNSKEY     DNSType = 48 // RFC 4034
	DNSTypeDHCID      DNSType = 49 // RFC 4701
	DNSTypeNSEC3      DNSType = 50 // RFC 5155
	DNSTypeNSEC3PARAM DNSType = 51 // RFC 5155
	DNSTypeTLSA       DNSType = 52 // RFC 6698
	DNSTypeSMIMEA     DNSType = 53 // RFC 8162
	DNSTypeHIP        DNSType = 55 // RFC 8005
	DNSTypeNINFO      DNSType = 56
	DNSTypeRKEY       DNSType = 57
	DNSTypeTALINK     DNSType = 58
	DNSTypeCDS        DNSType = 59 // RFC 7344
	DNSTypeCDNSKEY    DNSType = 60 // RFC 7344
	DNSTypeOPENPGPKEY DNSType = 61 // RFC 7929
	DNSTypeCSYNC      DNSType = 62 // RFC 7477
	DNSTypeZONEMD     DNSType = 63 // RFC 8976
	DNSTypeSVCB       DNSType = 64 // RFC 9460
	DNSTypeHTTPS      DNSType = 65 // RFC 9460
	DNSTypeDSYNC      DNSType = 66 // RFC 9859
	DNSTypeHHIT       DNSType = 67
	DNSTypeBRID       DNSType = 68
	DNSTypeSPF        DNSType = 99 // RFC 7208
	DNSTypeUINFO      DNSType = 100
	DNSTypeUID        DNSType = 101
	DNSTypeGID        DNSType = 102
	DNSTypeUNSPEC     DNSType = 103
	DNSTypeNID        DNSType = 104 // RFC 6742
	DNSTypeL32        DNSType = 105 // RFC 6742
	DNSTypeL64        DNSType = 106 // RFC 6742
	DNSTypeLP         DNSType = 107 // RFC 6742
	DNSTypeEUI48      DNSType = 108 // RFC 7043
	DNSTypeEUI64      DNSType = 109 // RFC 7043
	DNSTypeNXNAME     DNSType = 128 // RFC 9824
	DNSTypeTKEY       DNSType = 249 // RFC 2930
	DNSTypeTSIG       DNSType = 250 // RFC 8945
	DNSTypeIXFR       DNSType = 251 // incremental transfer, RFC 1995
	DNSTypeAXFR       DNSType = 252 // transfer of a zone
	DNSTypeMAILB      DNSType = 253
	DNSTypeMAILA      DNSType = 254 // obsolete
	DNSTypeANY        DNSType = 255 // all records
	DNSTypeURI        DNSType = 256 // RFC 7553
	DNSTypeCAA        DNSType = 257 // RFC 8659
	DNSTypeAVC        DNSType = 258
	DNSTypeDOA        DNSType = 259
	DNSTypeAMTRELAY   DNSType = 260 // RFC 8777
	DNSTypeRESINFO    DNSType = 261 // RFC 9606
	DNSTypeWALLET     DNSType = 262
	DNSTypeCLA        DNSType = 263
	DNSTypeIPN        DNSType = 264
	DNSTypeTA         DNSType = 32768
	DNSTypeDLV        DNSType = 32769 // obsolete, RFC 8749
)

// dnsTypeNames has the names of the types below 110.
var dnsTypeNames = [...]string{
	DNSTypeA:          "A",
	DNSTypeNS:         "NS",
	DNSTypeMD:         "MD",
	DNSTypeMF:         "MF",
	DNSTypeCNAME:      "CNAME",
	DNSTypeSOA:        "SOA",
	DNSTypeMB:         "MB",
	DNSTypeMG:         "MG",
	DNSTypeMR:         "MR",
	DNSTypeNULL:       "NULL",
	DNSTypeWKS:        "WKS",
	DNSTypePTR:        "PTR",
	DNSTypeHINFO:      "HINFO",
	DNSTypeMINFO:      "MINFO",
	DNSTypeMX:         "MX",
	DNSTypeTXT:        "TXT",
	DNSTypeRP:         "RP",
	DNSTypeAFSDB:      "AFSDB",
	DNSTypeX25:        "X25",
	DNSTypeISDN:       "ISDN",
	DNSTypeRT:         "RT",
	DNSTypeNSAP:       "NSAP",
	DNSTypeNSAPPTR:    "NSAP-PTR",
	DNSTypeSIG:        "SIG",
	DNSTypeKEY:        "KEY",
	DNSTypePX:         "PX",
	DNSTypeGPOS:       "GPOS",
	DNSTypeAAAA:       "AAAA",
	DNSTypeLOC:        "LOC",
	DNSTypeNXT:        "NXT",
	DNSTypeEID:        "EID",
	DNSTypeNIMLOC:     "NIMLOC",
	DNSTypeSRV:        "SRV",
	DNSTypeATMA:       "ATMA",
	DNSTypeNAPTR:      "NAPTR",
	DNSTypeKX:         "KX",
	DNSTypeCERT:       "CERT",
	DNSTypeA6:         "A6",
	DNSTypeDNAME:      "DNAME",
	DNSTypeSINK:       "SINK",
	DNSTypeOPT:        "OPT",
	DNSTypeAPL:        "APL",
	DNSTypeDS:         "DS",
	DNSTypeSSHFP:      "SSHFP",
	DNSTypeIPSECKEY:   "IPSECKEY",
	DNSTypeRRSIG:      "RRSIG",
	DNSTypeNSEC:       "NSEC",
	DNSTypeDNSKEY:     "DNSKEY",
	DNSTypeDHCID:      "DHCID",
	DNSTypeNSEC3:      "NSEC3",
	DNSTypeNSEC3PARAM: "NSEC3PARAM",
	DNSTypeTLSA:       "TLSA",
	DNSTypeSMIMEA:     "SMIMEA",
	DNSTypeHIP:        "HIP",
	DNSTypeNINFO:      "NINFO",
	DNSTypeRKEY:       "RKEY",
	DNSTypeTALINK:     "TALINK",
	DNSTypeCDS:        "CDS",
	DNSTypeCDNSKEY:    "CDNSKEY",
	DNSTypeOPENPGPKEY: "OPENPGPKEY",
	DNSTypeCSYNC:      "CSYNC",
	DNSTypeZONEMD:     "ZONEMD",
	DNSTypeSVCB:       "SVCB",
	DNSTypeHTTPS:      "HTTPS",
	DNSTypeDSYNC:      "DSYNC",
	DNSTypeHHIT:       "HHIT",
	DNSTypeBRID:       "BRID",
	DNSTypeSPF:        "SPF",
	DNSTypeUINFO:      "UINFO",
	DNSTypeUID:        "UID",
	DNSTypeGID:        "GID",
	DNSTypeUNSPEC:     "UNSPEC",
	DNSTypeNID:        "NID",
	DNSTypeL32:        "L32",
	DNSTypeL64:        "L64",
	DNSTypeLP:         "LP",
	DNSTypeEUI48:      "EUI48",
	DNSTypeEUI64:      "EUI64",
}

// String returns the type's name, or "TYPE65280". RFC 3597 §5.
func (t DNSType) String() string {
	if int(t) < len(dnsTypeNames) && dnsTypeNames[t] != "" {
		return dnsTypeNames[t]
	}
	switch t {
	case DNSTypeNXNAME:
		return "NXNAME"
	case DNSTypeTKEY:
		return "TKEY"
	case DNSTypeTSIG:
		return "TSIG"
	case DNSTypeIXFR:
		return "IXFR"
	case DNSTypeAXFR:
		return "AXFR"
	case DNSTypeMAILB:
		return "MAILB"
	case DNSTypeMAILA:
		return "MAILA"
	case DNSTypeANY:
		return "ANY"
	case DNSTypeURI:
		return "URI"
	case DNSTypeCAA:
		return "CAA"
	case DNSTypeAVC:
		return "AVC"
	case DNSTypeDOA:
		return "DOA"
	case DNSTypeAMTRELAY:
		return "AMTRELAY"
	case DNSTypeRESINFO:
		return "RESINFO"
	case DNSTypeWALLET:
		return "WALLET"
	case DNSTypeCLA:
		return "CLA"
	case DNSTypeIPN:
		return "IPN"
	case DNSTypeTA:
		return "TA"
	case DNSTypeDLV:
		return "DLV"
	}
	return "TYPE" + itoa(int(t))
}

// DNSClass is the class of a record. RFC 6895 §3.2. In mDNS its top bit has
// another meaning; in an OPT record it is a size.
type DNSClass uint16

// The classes.
const (
	DNSClassIN   DNSClass = 1   // Internet
	DNSClassCS   DNSClass = 2   // obsolete
	DNSClassCH   DNSClass = 3   // Chaos
	DNSClassHS   DNSClass = 4   // Hesiod
	DNSClassNone DNSClass = 254 // in updates, RFC 2136
	DNSClassAny  DNSClass = 255

	// DNSClassTop is a bit on top of a class in mDNS: in a question, that a unicast
	// answer is welcome (QU, RFC 6762 §5.4); in a record, that it replaces what is
	// cached (cache-flush, RFC 6762 §10.2).
	DNSClassTop DNSClass = 0x8000
)

// Top reports whether DNSClassTop is set.
func (c DNSClass) Top() bool { return c&DNSClassTop != 0 }

// Base returns c without DNSClassTop.
func (c DNSClass) Base() DNSClass { return c &^ DNSClassTop }

// String returns the class's name, or "CLASS32769". RFC 3597 §5.
func (c DNSClass) String() string {
	switch c {
	case DNSClassIN:
		return "IN"
	case DNSClassCS:
		return "CS"
	case DNSClassCH:
		return "CH"
	case DNSClassHS:
		return "HS"
	case DNSClassNone:
		return "NONE"
	case DNSClassAny:
		return "ANY"
	}
	return "CLASS" + itoa(int(c))
}

// DNSOpcode is the kind of a query. RFC 6895 §2.2.
type DNSOpcode uint8

// The opcodes.
const (
	DNSOpQuery    DNSOpcode = 0
	DNSOpIQuery   DNSOpcode = 1 // obsolete, RFC 3425
	DNSOpStatus   DNSOpcode = 2
	DNSOpNotify   DNSOpcode = 4 // RFC 1996
	DNSOpUpdate   DNSOpcode = 5 // RFC 2136
	DNSOpStateful DNSOpcode = 6 // DNS stateful operations, RFC 8490
)

func (x DNSOpcode) String() string {
	switch x {
	case DNSOpQuery:
		return "QUERY"
	case DNSOpIQuery:
		return "IQUERY"
	case DNSOpStatus:
		return "STATUS"
	case DNSOpNotify:
		return "NOTIFY"
	case DNSOpUpdate:
		return "UPDATE"
	case DNSOpStateful:
		return "DSO"
	}
	return "OPCODE" + itoa(int(x))
}

// DNSRCode is the result of a query. The header has its lower four bits, an OPT record
// the upper eight, a TSIG record all. RFC 6895 §2.3.
type DNSRCode uint16

// The response codes.
const (
	DNSRCodeNoError   DNSRCode = 0
	DNSRCodeFormErr   DNSRCode = 1 // the query is malformed
	DNSRCodeServFail  DNSRCode = 2
	DNSRCodeNXDomain  DNSRCode = 3 // the name does not exist
	DNSRCodeNotImp    DNSRCode = 4 // not implemented
	DNSRCodeRefused   DNSRCode = 5
	DNSRCodeYXDomain  DNSRCode = 6 // a name exists that should not, RFC 2136
	DNSRCodeYXRRSet   DNSRCode = 7
	DNSRCodeNXRRSet   DNSRCode = 8
	DNSRCodeNotAuth   DNSRCode = 9 // not authoritative or, RFC 8945, not authorized
	DNSRCodeNotZone   DNSRCode = 10
	DNSRCodeDSOTypeNI DNSRCode = 11 // RFC 8490
	DNSRCodeBadVers   DNSRCode = 16 // RFC 6891; in TSIG, BADSIG
	DNSRCodeBadKey    DNSRCode = 17 // RFC 8945
	DNSRCodeBadTime   DNSRCode = 18
	DNSRCodeBadMode   DNSRCode = 19 // RFC 2930
	DNSRCodeBadName   DNSRCode = 20
	DNSRCodeBadAlg    DNSRCode = 21
	DNSRCodeBadTrunc  DNSRCode = 22 // RFC 8945
	DNSRCodeBadCookie DNSRCode = 23 // RFC 7873
)

func (x DNSRCode) String() string {
	switch x {
	case DNSRCodeNoError:
		return "NOERROR"
	case DNSRCodeFormErr:
		return "FORMERR"
	case DNSRCodeServFail:
		return "SERVFAIL"
	case DNSRCodeNXDomain:
		return "NXDOMAIN"
	case DNSRCodeNotImp:
		return "NOTIMP"
	case DNSRCodeRefused:
		return "REFUSED"
	case DNSRCodeYXDomain:
		return "YXDOMAIN"
	case DNSRCodeYXRRSet:
		return "YXRRSET"
	case DNSRCodeNXRRSet:
		return "NXRRSET"
	case DNSRCodeNotAuth:
		return "NOTAUTH"
	case DNSRCodeNotZone:
		return "NOTZONE"
	case DNSRCodeDSOTypeNI:
		return "DSOTYPENI"
	case DNSRCodeBadVers:
		return "BADVERS"
	case DNSRCodeBadKey:
		return "BADKEY"
	case DNSRCodeBadTime:
		return "BADTIME"
	case DNSRCodeBadMode:
		return "BADMODE"
	case DNSRCodeBadName:
		return "BADNAME"
	case DNSRCodeBadAlg:
		return "BADALG"
	case DNSRCodeBadTrunc:
		return "BADTRUNC"
	case DNSRCodeBadCookie:
		return "BADCOOKIE"
	}
	return "RCODE" + itoa(int(x))
}

// EDNSOptionCode is the code of an EDNS option. RFC 6891 §9.
type EDNSOptionCode uint16

// The option codes.
const (
	EDNSLLQ           EDNSOptionCode = 1  // RFC 8764
	EDNSUpdateLease   EDNSOptionCode = 2  // RFC 9664
	EDNSNSID          EDNSOptionCode = 3  // RFC 5001
	EDNSDAU           EDNSOptionCode = 5  // RFC 6975
	EDNSDHU           EDNSOptionCode = 6  // RFC 6975
	EDNSN3U           EDNSOptionCode = 7  // RFC 6975
	EDNSClientSubnet  EDNSOptionCode = 8  // RFC 7871
	EDNSExpire        EDNSOptionCode = 9  // RFC 7314
	EDNSCookie        EDNSOptionCode = 10 // RFC 7873
	EDNSKeepAlive     EDNSOptionCode = 11 // RFC 7828
	EDNSPadding       EDNSOptionCode = 12 // RFC 7830
	EDNSChain         EDNSOptionCode = 13 // RFC 7901
	EDNSKeyTag        EDNSOptionCode = 14 // RFC 8145
	EDNSExtendedError EDNSOptionCode = 15 // RFC 8914
	EDNSClientTag     EDNSOptionCode = 16 // draft-bellis-dnsop-edns-tags
	EDNSServerTag     EDNSOptionCode = 17
	EDNSReportChannel EDNSOptionCode = 18    // RFC 9567
	EDNSZoneVersion   EDNSOptionCode = 19    // RFC 9660
	EDNSUmbrella      EDNSOptionCode = 20292 // Cisco
	EDNSDeviceID      EDNSOptionCode = 26946 // Cisco
)

func (x EDNSOptionCode) String() string {
	switch x {
	case EDNSLLQ:
		return "LLQ"
	case EDNSUpdateLease:
		return "UL"
	case EDNSNSID:
		return "NSID"
	case EDNSDAU:
		return "DAU"
	case EDNSDHU:
		return "DHU"
	case EDNSN3U:
		return "N3U"
	case EDNSClientSubnet:
		return "ECS"
	case EDNSExpire:
		return "EXPIRE"
	case EDNSCookie:
		return "COOKIE"
	case EDNSKeepAlive:
		return "TCP-KEEPALIVE"
	case EDNSPadding:
		return "PADDING"
	case EDNSChain:
		return "CHAIN"
	case EDNSKeyTag:
		return "KEY-TAG"
	case EDNSExtendedError:
		return "EDE"
	case EDNSClientTag:
		return "CLIENT-TAG"
	case EDNSServerTag:
		return "SERVER-TAG"
	case EDNSReportChannel:
		return "REPORT-CHANNEL"
	case EDNSZoneVersion:
		return "ZONEVERSION"
	case EDNSUmbrella:
		return "UMBRELLA-IDENT"
	case EDNSDeviceID:
		return "DEVICEID"
	}
	return "OPT" + itoa(int(x))
}

// EDNSErrorCode is an extended error. RFC 8914 §4.
type EDNSErrorCode uint16

var ednsErrors = [...]string{
	"Other Error",
	"Unsupported DNSKEY Algorithm",
	"Unsupported DS Digest Type",
	"Stale Answer",
	"Forged Answer",
	"DNSSEC Indeterminate",
	"DNSSEC Bogus",
	"Signature Expired",
	"Signature Not Yet Valid",
	"DNSKEY Missing",
	"RRSIGs Missing",
	"No Zone Key Bit Set",
	"NSEC Missing",
	"Cached Error",
	"Not Ready",
	"Blocked",
	"Censored",
	"Filtered",
	"Prohibited",
	"Stale NXDOMAIN Answer",
	"Not Authoritative",
	"Not Supported",
	"No Reachable Authority",
	"Network Error",
	"Invalid Data",
	"Signature Expired before Valid",
	"Too Early",
	"Unsupported NSEC3 Iterations Value",
	"Unable to conform to policy",
	"Synthesized",
	"Invalid Query Type",
}

func (x EDNSErrorCode) String() string {
	if int(x) < len(ednsErrors) {
		return ednsErrors[x]
	}
	return itoa(int(x))
}

// SvcParamKey is the key of a parameter of an SVCB or HTTPS record. RFC 9460 §14.3.
type SvcParamKey uint16

// The keys.
const (
	SvcMandatory          SvcParamKey = 0
	SvcALPN               SvcParamKey = 1
	SvcNoDefaultALPN      SvcParamKey = 2
	SvcPort               SvcParamKey = 3
	SvcIPv4Hint           SvcParamKey = 4
	SvcECH                SvcParamKey = 5 // RFC 9848
	SvcIPv6Hint           SvcParamKey = 6
	SvcDoHPath            SvcParamKey = 7 // RFC 9461
	SvcOHTTP              SvcParamKey = 8 // RFC 9540
	SvcTLSSupportedGroups SvcParamKey = 9
	SvcDocPath            SvcParamKey = 10 // RFC 9953
	SvcPvD                SvcParamKey = 11
)

func (x SvcParamKey) String() string {
	switch x {
	case SvcMandatory:
		return "mandatory"
	case SvcALPN:
		return "alpn"
	case SvcNoDefaultALPN:
		return "no-default-alpn"
	case SvcPort:
		return "port"
	case SvcIPv4Hint:
		return "ipv4hint"
	case SvcECH:
		return "ech"
	case SvcIPv6Hint:
		return "ipv6hint"
	case SvcDoHPath:
		return "dohpath"
	case SvcOHTTP:
		return "ohttp"
	case SvcTLSSupportedGroups:
		return "tls-supported-groups"
	case SvcDocPath:
		return "docpath"
	case SvcPvD:
		return "pvd"
	}
	return "key" + itoa(int(x))
}

// DNSAlgorithm is an algorithm of DNSSEC. RFC 8624 §3.1.
type DNSAlgorithm uint8

// The algorithms.
const (
	DNSAlgDelete           DNSAlgorithm = 0 // RFC 8078 §4
	DNSAlgRSAMD5           DNSAlgorithm = 1
	DNSAlgDH               DNSAlgorithm = 2
	DNSAlgDSA              DNSAlgorithm = 3
	DNSAlgRSASHA1          DNSAlgorithm = 5
	DNSAlgDSANSEC3SHA1     DNSAlgorithm = 6
	DNSAlgRSASHA1NSEC3SHA1 DNSAlgorithm = 7
	DNSAlgRSASHA256        DNSAlgorithm = 8
	DNSAlgRSASHA512        DNSAlgorithm = 10
	DNSAlgECCGOST          DNSAlgorithm = 12
	DNSAlgECDSAP256SHA256  DNSAlgorithm = 13
	DNSAlgECDSAP384SHA384  DNSAlgorithm = 14
	DNSAlgED25519          DNSAlgorithm = 15
	DNSAlgED448            DNSAlgorithm = 16
	DNSAlgSM2SM3           DNSAlgorithm = 17
	DNSAlgECCGOST12        DNSAlgorithm = 23
	DNSAlgIndirect         DNSAlgorithm = 252
	DNSAlgPrivateDNS       DNSAlgorithm = 253
	DNSAlgPrivateOID       DNSAlgorithm = 254
)

func (x DNSAlgorithm) String() string {
	switch x {
	case DNSAlgDelete:
		return "DELETE"
	case DNSAlgRSAMD5:
		return "RSAMD5"
	case DNSAlgDH:
		return "DH"
	case DNSAlgDSA:
		return "DSA"
	case DNSAlgRSASHA1:
		return "RSASHA1"
	case DNSAlgDSANSEC3SHA1:
		return "DSA-NSEC3-SHA1"
	case DNSAlgRSASHA1NSEC3SHA1:
		return "RSASHA1-NSEC3-SHA1"
	case DNSAlgRSASHA256:
		return "RSASHA256"
	case DNSAlgRSASHA512:
		return "RSASHA512"
	case DNSAlgECCGOST:
		return "ECC-GOST"
	case DNSAlgECDSAP256SHA256:
		return "ECDSAP256SHA256"
	case DNSAlgECDSAP384SHA384:
		return "ECDSAP384SHA384"
	case DNSAlgED25519:
		return "ED25519"
	case DNSAlgED448:
		return "ED448"
	case DNSAlgSM2SM3:
		return "SM2SM3"
	case DNSAlgECCGOST12:
		return "ECC-GOST12"
	case DNSAlgIndirect:
		return "INDIRECT"
	case DNSAlgPrivateDNS:
		return "PRIVATEDNS"
	case DNSAlgPrivateOID:
		return "PRIVATEOID"
	}
	return itoa(int(x))
}
