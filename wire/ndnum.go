package wire

// NDOptionType says what an NDOption means.
type NDOptionType uint8

// The option types in IANA's registry that have a known form.
const (
	NDOptSourceLinkAddr  NDOptionType = 1   // RFC 4861 §4.6.1
	NDOptTargetLinkAddr  NDOptionType = 2   // RFC 4861 §4.6.1
	NDOptPrefix          NDOptionType = 3   // prefix information, RFC 4861 §4.6.2
	NDOptRedirected      NDOptionType = 4   // redirected header, RFC 4861 §4.6.3
	NDOptMTU             NDOptionType = 5   // RFC 4861 §4.6.4
	NDOptNBMAShortcut    NDOptionType = 6   // RFC 2491
	NDOptAdvertInterval  NDOptionType = 7   // RFC 6275 §7.3
	NDOptHomeAgent       NDOptionType = 8   // RFC 6275 §7.4
	NDOptSourceAddrs     NDOptionType = 9   // source address list, RFC 3122
	NDOptTargetAddrs     NDOptionType = 10  // target address list, RFC 3122
	NDOptCGA             NDOptionType = 11  // RFC 3971 §5.1
	NDOptRSASignature    NDOptionType = 12  // RFC 3971 §5.2
	NDOptTimestamp       NDOptionType = 13  // RFC 3971 §5.3.1
	NDOptNonce           NDOptionType = 14  // RFC 3971 §5.3.2
	NDOptTrustAnchor     NDOptionType = 15  // RFC 3971 §6.4.3
	NDOptCertificate     NDOptionType = 16  // RFC 3971 §6.4.4
	NDOptIPPrefix        NDOptionType = 17  // address or prefix, RFC 5568
	NDOptNewRouterPrefix NDOptionType = 18  // RFC 5568
	NDOptLinkLayer       NDOptionType = 19  // RFC 5568
	NDOptNeighborAdvert  NDOptionType = 20  // acknowledgement, RFC 5568
	NDOptMAP             NDOptionType = 23  // RFC 4140
	NDOptRoute           NDOptionType = 24  // route information, RFC 4191 §2.3
	NDOptRDNSS           NDOptionType = 25  // DNS servers, RFC 8106 §5.1
	NDOptFlags           NDOptionType = 26  // flags extension, RFC 5175
	NDOptHandoverKey     NDOptionType = 27  // RFC 5269
	NDOptHandoverReply   NDOptionType = 28  // RFC 5269
	NDOptHandover        NDOptionType = 29  // assist information, RFC 5271
	NDOptMobileNode      NDOptionType = 30  // identifier, RFC 5271
	NDOptDNSSL           NDOptionType = 31  // DNS search list, RFC 8106 §5.2
	NDOptProxySignature  NDOptionType = 32  // RFC 6496
	NDOptRegistration    NDOptionType = 33  // address registration, ARO and EARO, RFC 8505
	NDOpt6LoWPANContext  NDOptionType = 34  // RFC 6775 §4.2
	NDOptBorderRouter    NDOptionType = 35  // authoritative border router, RFC 6775 §4.3
	NDOpt6LoWPANCapable  NDOptionType = 36  // 6LoWPAN capability indication, RFC 7400
	NDOptCaptivePortal   NDOptionType = 37  // RFC 8910 §2.3
	NDOptPREF64          NDOptionType = 38  // RFC 8781 §4
	NDOptCryptoID        NDOptionType = 39  // RFC 8928
	NDOptNDPSignature    NDOptionType = 40  // RFC 8928
	NDOptBackboneDupl    NDOptionType = 41  // RFC 8929
	NDOptDNR             NDOptionType = 144 // encrypted DNS, RFC 9463
	NDOptExperiment1     NDOptionType = 253 // RFC 4727
	NDOptExperiment2     NDOptionType = 254 // RFC 4727
	NDOptCARDRequest     NDOptionType = 138 // CARD request, RFC 4065
	NDOptCARDReply       NDOptionType = 139 // RFC 4065
)

func (t NDOptionType) String() string {
	switch t {
	case NDOptSourceLinkAddr:
		return "source link-layer address"
	case NDOptTargetLinkAddr:
		return "target link-layer address"
	case NDOptPrefix:
		return "prefix"
	case NDOptRedirected:
		return "redirected header"
	case NDOptMTU:
		return "MTU"
	case NDOptNBMAShortcut:
		return "NBMA shortcut limit"
	case NDOptAdvertInterval:
		return "advertisement interval"
	case NDOptHomeAgent:
		return "home agent"
	case NDOptSourceAddrs:
		return "source addresses"
	case NDOptTargetAddrs:
		return "target addresses"
	case NDOptCGA:
		return "CGA"
	case NDOptRSASignature:
		return "RSA signature"
	case NDOptTimestamp:
		return "timestamp"
	case NDOptNonce:
		return "nonce"
	case NDOptTrustAnchor:
		return "trust anchor"
	case NDOptCertificate:
		return "certificate"
	case NDOptIPPrefix:
		return "IP address or prefix"
	case NDOptNewRouterPrefix:
		return "new router prefix"
	case NDOptLinkLayer:
		return "link-layer address"
	case NDOptNeighborAdvert:
		return "neighbor advertisement acknowledgment"
	case NDOptMAP:
		return "MAP"
	case NDOptRoute:
		return "route"
	case NDOptRDNSS:
		return "RDNSS"
	case NDOptFlags:
		return "flags"
	case NDOptHandoverKey:
		return "handover key request"
	case NDOptHandoverReply:
		return "handover key reply"
	case NDOptHandover:
		return "handover assist information"
	case NDOptMobileNode:
		return "mobile node identifier"
	case NDOptDNSSL:
		return "DNSSL"
	case NDOptProxySignature:
		return "proxy signature"
	case NDOptRegistration:
		return "address registration"
	case NDOpt6LoWPANContext:
		return "6LoWPAN context"
	case NDOptBorderRouter:
		return "authoritative border router"
	case NDOpt6LoWPANCapable:
		return "6LoWPAN capability"
	case NDOptCaptivePortal:
		return "captive portal"
	case NDOptPREF64:
		return "PREF64"
	case NDOptCryptoID:
		return "crypto-ID parameters"
	case NDOptNDPSignature:
		return "NDP signature"
	case NDOptBackboneDupl:
		return "resource directory address"
	case NDOptDNR:
		return "encrypted DNS"
	}
	return itoa(int(t))
}
