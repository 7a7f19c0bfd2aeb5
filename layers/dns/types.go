package dns

import "github.com/gocap-project/gocap/wire"

// To add a record type: a struct with a method code, and its lines below.

// newData returns empty data of type t, or nil if t is not known.
func newData(t wire.DNSType) Data {
	switch t {
	case wire.DNSTypeA:
		return new(A)
	case wire.DNSTypeNS:
		return new(NS)
	case wire.DNSTypeMD:
		return new(MD)
	case wire.DNSTypeMF:
		return new(MF)
	case wire.DNSTypeCNAME:
		return new(CNAME)
	case wire.DNSTypeSOA:
		return new(SOA)
	case wire.DNSTypeMB:
		return new(MB)
	case wire.DNSTypeMG:
		return new(MG)
	case wire.DNSTypeMR:
		return new(MR)
	case wire.DNSTypeNULL:
		return new(NULL)
	case wire.DNSTypeWKS:
		return new(WKS)
	case wire.DNSTypePTR:
		return new(PTR)
	case wire.DNSTypeHINFO:
		return new(HINFO)
	case wire.DNSTypeMINFO:
		return new(MINFO)
	case wire.DNSTypeMX:
		return new(MX)
	case wire.DNSTypeTXT:
		return new(TXT)
	case wire.DNSTypeRP:
		return new(RP)
	case wire.DNSTypeAFSDB:
		return new(AFSDB)
	case wire.DNSTypeX25:
		return new(X25)
	case wire.DNSTypeISDN:
		return new(ISDN)
	case wire.DNSTypeRT:
		return new(RT)
	case wire.DNSTypeNSAP:
		return new(NSAP)
	case wire.DNSTypeNSAPPTR:
		return new(NSAPPTR)
	case wire.DNSTypeSIG:
		return new(SIG)
	case wire.DNSTypeKEY:
		return new(KEY)
	case wire.DNSTypePX:
		return new(PX)
	case wire.DNSTypeGPOS:
		return new(GPOS)
	case wire.DNSTypeAAAA:
		return new(AAAA)
	case wire.DNSTypeLOC:
		return new(LOC)
	case wire.DNSTypeNXT:
		return new(NXT)
	case wire.DNSTypeSRV:
		return new(SRV)
	case wire.DNSTypeNAPTR:
		return new(NAPTR)
	case wire.DNSTypeKX:
		return new(KX)
	case wire.DNSTypeCERT:
		return new(CERT)
	case wire.DNSTypeDNAME:
		return new(DNAME)
	case wire.DNSTypeOPT:
		return new(OPT)
	case wire.DNSTypeAPL:
		return new(APL)
	case wire.DNSTypeDS:
		return new(DS)
	case wire.DNSTypeSSHFP:
		return new(SSHFP)
	case wire.DNSTypeIPSECKEY:
		return new(IPSECKEY)
	case wire.DNSTypeRRSIG:
		return new(RRSIG)
	case wire.DNSTypeNSEC:
		return new(NSEC)
	case wire.DNSTypeDNSKEY:
		return new(DNSKEY)
	case wire.DNSTypeDHCID:
		return new(DHCID)
	case wire.DNSTypeNSEC3:
		return new(NSEC3)
	case wire.DNSTypeNSEC3PARAM:
		return new(NSEC3PARAM)
	case wire.DNSTypeTLSA:
		return new(TLSA)
	case wire.DNSTypeSMIMEA:
		return new(SMIMEA)
	case wire.DNSTypeHIP:
		return new(HIP)
	case wire.DNSTypeNINFO:
		return new(NINFO)
	case wire.DNSTypeRKEY:
		return new(RKEY)
	case wire.DNSTypeTALINK:
		return new(TALINK)
	case wire.DNSTypeCDS:
		return new(CDS)
	case wire.DNSTypeCDNSKEY:
		return new(CDNSKEY)
	case wire.DNSTypeOPENPGPKEY:
		return new(OPENPGPKEY)
	case wire.DNSTypeCSYNC:
		return new(CSYNC)
	case wire.DNSTypeZONEMD:
		return new(ZONEMD)
	case wire.DNSTypeSVCB:
		return new(SVCB)
	case wire.DNSTypeHTTPS:
		return new(HTTPS)
	case wire.DNSTypeDSYNC:
		return new(DSYNC)
	case wire.DNSTypeHHIT:
		return new(HHIT)
	case wire.DNSTypeBRID:
		return new(BRID)
	case wire.DNSTypeSPF:
		return new(SPF)
	case wire.DNSTypeNID:
		return new(NID)
	case wire.DNSTypeL32:
		return new(L32)
	case wire.DNSTypeL64:
		return new(L64)
	case wire.DNSTypeLP:
		return new(LP)
	case wire.DNSTypeEUI48:
		return new(EUI48)
	case wire.DNSTypeEUI64:
		return new(EUI64)
	case wire.DNSTypeTKEY:
		return new(TKEY)
	case wire.DNSTypeTSIG:
		return new(TSIG)
	case wire.DNSTypeURI:
		return new(URI)
	case wire.DNSTypeCAA:
		return new(CAA)
	case wire.DNSTypeAVC:
		return new(AVC)
	case wire.DNSTypeAMTRELAY:
		return new(AMTRELAY)
	case wire.DNSTypeRESINFO:
		return new(RESINFO)
	case wire.DNSTypeWALLET:
		return new(WALLET)
	case wire.DNSTypeCLA:
		return new(CLA)
	case wire.DNSTypeTA:
		return new(TA)
	case wire.DNSTypeDLV:
		return new(DLV)
	}
	return nil
}

// The types of data, for [RR].
func (*A) Type() wire.DNSType          { return wire.DNSTypeA }
func (*NS) Type() wire.DNSType         { return wire.DNSTypeNS }
func (*MD) Type() wire.DNSType         { return wire.DNSTypeMD }
func (*MF) Type() wire.DNSType         { return wire.DNSTypeMF }
func (*CNAME) Type() wire.DNSType      { return wire.DNSTypeCNAME }
func (*SOA) Type() wire.DNSType        { return wire.DNSTypeSOA }
func (*MB) Type() wire.DNSType         { return wire.DNSTypeMB }
func (*MG) Type() wire.DNSType         { return wire.DNSTypeMG }
func (*MR) Type() wire.DNSType         { return wire.DNSTypeMR }
func (*NULL) Type() wire.DNSType       { return wire.DNSTypeNULL }
func (*WKS) Type() wire.DNSType        { return wire.DNSTypeWKS }
func (*PTR) Type() wire.DNSType        { return wire.DNSTypePTR }
func (*HINFO) Type() wire.DNSType      { return wire.DNSTypeHINFO }
func (*MINFO) Type() wire.DNSType      { return wire.DNSTypeMINFO }
func (*MX) Type() wire.DNSType         { return wire.DNSTypeMX }
func (*TXT) Type() wire.DNSType        { return wire.DNSTypeTXT }
func (*RP) Type() wire.DNSType         { return wire.DNSTypeRP }
func (*AFSDB) Type() wire.DNSType      { return wire.DNSTypeAFSDB }
func (*X25) Type() wire.DNSType        { return wire.DNSTypeX25 }
func (*ISDN) Type() wire.DNSType       { return wire.DNSTypeISDN }
func (*RT) Type() wire.DNSType         { return wire.DNSTypeRT }
func (*NSAP) Type() wire.DNSType       { return wire.DNSTypeNSAP }
func (*NSAPPTR) Type() wire.DNSType    { return wire.DNSTypeNSAPPTR }
func (*SIG) Type() wire.DNSType        { return wire.DNSTypeSIG }
func (*KEY) Type() wire.DNSType        { return wire.DNSTypeKEY }
func (*PX) Type() wire.DNSType         { return wire.DNSTypePX }
func (*GPOS) Type() wire.DNSType       { return wire.DNSTypeGPOS }
func (*AAAA) Type() wire.DNSType       { return wire.DNSTypeAAAA }
func (*LOC) Type() wire.DNSType        { return wire.DNSTypeLOC }
func (*NXT) Type() wire.DNSType        { return wire.DNSTypeNXT }
func (*SRV) Type() wire.DNSType        { return wire.DNSTypeSRV }
func (*NAPTR) Type() wire.DNSType      { return wire.DNSTypeNAPTR }
func (*KX) Type() wire.DNSType         { return wire.DNSTypeKX }
func (*CERT) Type() wire.DNSType       { return wire.DNSTypeCERT }
func (*DNAME) Type() wire.DNSType      { return wire.DNSTypeDNAME }
func (*OPT) Type() wire.DNSType        { return wire.DNSTypeOPT }
func (*APL) Type() wire.DNSType        { return wire.DNSTypeAPL }
func (*DS) Type() wire.DNSType         { return wire.DNSTypeDS }
func (*SSHFP) Type() wire.DNSType      { return wire.DNSTypeSSHFP }
func (*IPSECKEY) Type() wire.DNSType   { return wire.DNSTypeIPSECKEY }
func (*RRSIG) Type() wire.DNSType      { return wire.DNSTypeRRSIG }
func (*NSEC) Type() wire.DNSType       { return wire.DNSTypeNSEC }
func (*DNSKEY) Type() wire.DNSType     { return wire.DNSTypeDNSKEY }
func (*DHCID) Type() wire.DNSType      { return wire.DNSTypeDHCID }
func (*NSEC3) Type() wire.DNSType      { return wire.DNSTypeNSEC3 }
func (*NSEC3PARAM) Type() wire.DNSType { return wire.DNSTypeNSEC3PARAM }
func (*TLSA) Type() wire.DNSType       { return wire.DNSTypeTLSA }
func (*SMIMEA) Type() wire.DNSType     { return wire.DNSTypeSMIMEA }
func (*HIP) Type() wire.DNSType        { return wire.DNSTypeHIP }
func (*NINFO) Type() wire.DNSType      { return wire.DNSTypeNINFO }
func (*RKEY) Type() wire.DNSType       { return wire.DNSTypeRKEY }
func (*TALINK) Type() wire.DNSType     { return wire.DNSTypeTALINK }
func (*CDS) Type() wire.DNSType        { return wire.DNSTypeCDS }
func (*CDNSKEY) Type() wire.DNSType    { return wire.DNSTypeCDNSKEY }
func (*OPENPGPKEY) Type() wire.DNSType { return wire.DNSTypeOPENPGPKEY }
func (*CSYNC) Type() wire.DNSType      { return wire.DNSTypeCSYNC }
func (*ZONEMD) Type() wire.DNSType     { return wire.DNSTypeZONEMD }
func (*SVCB) Type() wire.DNSType       { return wire.DNSTypeSVCB }
func (*HTTPS) Type() wire.DNSType      { return wire.DNSTypeHTTPS }
func (*DSYNC) Type() wire.DNSType      { return wire.DNSTypeDSYNC }
func (*HHIT) Type() wire.DNSType       { return wire.DNSTypeHHIT }
func (*BRID) Type() wire.DNSType       { return wire.DNSTypeBRID }
func (*SPF) Type() wire.DNSType        { return wire.DNSTypeSPF }
func (*NID) Type() wire.DNSType        { return wire.DNSTypeNID }
func (*L32) Type() wire.DNSType        { return wire.DNSTypeL32 }
func (*L64) Type() wire.DNSType        { return wire.DNSTypeL64 }
func (*LP) Type() wire.DNSType         { return wire.DNSTypeLP }
func (*EUI48) Type() wire.DNSType      { return wire.DNSTypeEUI48 }
func (*EUI64) Type() wire.DNSType      { return wire.DNSTypeEUI64 }
func (*TKEY) Type() wire.DNSType       { return wire.DNSTypeTKEY }
func (*TSIG) Type() wire.DNSType       { return wire.DNSTypeTSIG }
func (*URI) Type() wire.DNSType        { return wire.DNSTypeURI }
func (*CAA) Type() wire.DNSType        { return wire.DNSTypeCAA }
func (*AVC) Type() wire.DNSType        { return wire.DNSTypeAVC }
func (*AMTRELAY) Type() wire.DNSType   { return wire.DNSTypeAMTRELAY }
func (*RESINFO) Type() wire.DNSType    { return wire.DNSTypeRESINFO }
func (*WALLET) Type() wire.DNSType     { return wire.DNSTypeWALLET }
func (*CLA) Type() wire.DNSType        { return wire.DNSTypeCLA }
func (*TA) Type() wire.DNSType         { return wire.DNSTypeTA }
func (*DLV) Type() wire.DNSType        { return wire.DNSTypeDLV }

// The presentation forms.
func (d *A) String() string          { return text(d) }
func (d *NS) String() string         { return text(d) }
func (d *MD) String() string         { return text(d) }
func (d *MF) String() string         { return text(d) }
func (d *CNAME) String() string      { return text(d) }
func (d *SOA) String() string        { return text(d) }
func (d *MB) String() string         { return text(d) }
func (d *MG) String() string         { return text(d) }
func (d *MR) String() string         { return text(d) }
func (d *NULL) String() string       { return text(d) }
func (d *WKS) String() string        { return text(d) }
func (d *PTR) String() string        { return text(d) }
func (d *HINFO) String() string      { return text(d) }
func (d *MINFO) String() string      { return text(d) }
func (d *MX) String() string         { return text(d) }
func (d *TXT) String() string        { return text(d) }
func (d *RP) String() string         { return text(d) }
func (d *AFSDB) String() string      { return text(d) }
func (d *X25) String() string        { return text(d) }
func (d *ISDN) String() string       { return text(d) }
func (d *RT) String() string         { return text(d) }
func (d *NSAP) String() string       { return text(d) }
func (d *NSAPPTR) String() string    { return text(d) }
func (d *SIG) String() string        { return text(d) }
func (d *PX) String() string         { return text(d) }
func (d *GPOS) String() string       { return text(d) }
func (d *AAAA) String() string       { return text(d) }
func (d *LOC) String() string        { return text(d) }
func (d *NXT) String() string        { return text(d) }
func (d *SRV) String() string        { return text(d) }
func (d *NAPTR) String() string      { return text(d) }
func (d *KX) String() string         { return text(d) }
func (d *CERT) String() string       { return text(d) }
func (d *DNAME) String() string      { return text(d) }
func (d *OPT) String() string        { return text(d) }
func (d *APL) String() string        { return text(d) }
func (d *DS) String() string         { return text(d) }
func (d *SSHFP) String() string      { return text(d) }
func (d *IPSECKEY) String() string   { return text(d) }
func (d *NSEC) String() string       { return text(d) }
func (d *DNSKEY) String() string     { return text(d) }
func (d *DHCID) String() string      { return text(d) }
func (d *NSEC3) String() string      { return text(d) }
func (d *NSEC3PARAM) String() string { return text(d) }
func (d *TLSA) String() string       { return text(d) }
func (d *HIP) String() string        { return text(d) }
func (d *TALINK) String() string     { return text(d) }
func (d *OPENPGPKEY) String() string { return text(d) }
func (d *CSYNC) String() string      { return text(d) }
func (d *ZONEMD) String() string     { return text(d) }
func (d *SVCB) String() string       { return text(d) }
func (d *DSYNC) String() string      { return text(d) }
func (d *NID) String() string        { return text(d) }
func (d *L32) String() string        { return text(d) }
func (d *L64) String() string        { return text(d) }
func (d *LP) String() string         { return text(d) }
func (d *EUI48) String() string      { return text(d) }
func (d *EUI64) String() string      { return text(d) }
func (d *TKEY) String() string       { return text(d) }
func (d *TSIG) String() string       { return text(d) }
func (d *URI) String() string        { return text(d) }
func (d *CAA) String() string        { return text(d) }
func (d *AMTRELAY) String() string   { return text(d) }
