package dhcp

import (
	"net/netip"

	"github.com/gocap-project/gocap/wire"
)

// A kind is the form of an option's value. The zero kind is bytes.
type kind func(d []byte) Value // nil if malformed

// kinds has the form of each option's value. To add an option: its line here.
var kinds = [256]kind{
	wire.DHCPOptSubnetMask: addr, wire.DHCPOptSwapServer: addr, wire.DHCPOptBroadcast: addr, wire.DHCPOptRouterSolicitation: addr,
	wire.DHCPOptRequestedIP: addr, wire.DHCPOptServerID: addr, wire.DHCPOptSubnetSelection: addr,

	wire.DHCPOptRouter: addrs, wire.DHCPOptTimeServer: addrs, wire.DHCPOptNameServer: addrs, wire.DHCPOptDNS: addrs,
	wire.DHCPOptLogServer: addrs, wire.DHCPOptCookieServer: addrs, wire.DHCPOptLPRServer: addrs, wire.DHCPOptImpressServer: addrs,
	wire.DHCPOptResourceLocationServer: addrs, wire.DHCPOptNISServer: addrs, wire.DHCPOptNTPServer: addrs,
	wire.DHCPOptNetBIOSNameServer: addrs, wire.DHCPOptNetBIOSDatagramServer: addrs, wire.DHCPOptXFontServer: addrs,
	wire.DHCPOptXDisplayManager: addrs, wire.DHCPOptNISPlusServer: addrs, wire.DHCPOptSMTPServer: addrs, wire.DHCPOptPOP3Server: addrs,
	wire.DHCPOptNNTPServer: addrs, wire.DHCPOptWWWServer: addrs, wire.DHCPOptFingerServer: addrs, wire.DHCPOptIRCServer: addrs,
	wire.DHCPOptStreetTalkServer: addrs, wire.DHCPOptSTDAServer: addrs, wire.DHCPOptNDSServers: addrs, wire.DHCPOptBCMCSAddrs: addrs,
	wire.DHCPOptAssociatedIP: addrs, wire.DHCPOptNetInfoAddr: addrs, wire.DHCPOptPANAAgent: addrs, wire.DHCPOptCAPWAPController: addrs,
	wire.DHCPOptANDSFAddrs: addrs, wire.DHCPOptDOTSAddrs: addrs, wire.DHCPOptTFTPServerAddr: addrs, wire.DHCPOptHomeAgent: addrsOrNone,

	wire.DHCPOptHostName: text, wire.DHCPOptMeritDumpFile: text, wire.DHCPOptDomainName: text, wire.DHCPOptRootPath: text,
	wire.DHCPOptExtensionsPath: text, wire.DHCPOptNISDomain: text, wire.DHCPOptNetBIOSScope: text, wire.DHCPOptMessage: text,
	wire.DHCPOptVendorClass: text, wire.DHCPOptNetWareDomain: text, wire.DHCPOptNISPlusDomain: text, wire.DHCPOptTFTPServerName: text,
	wire.DHCPOptBootFileName: text, wire.DHCPOptNDSTree: text, wire.DHCPOptNDSContext: text, wire.DHCPOptLDAP: text,
	wire.DHCPOptUserAuth: text, wire.DHCPOptPosixTZ: text, wire.DHCPOptTZName: text, wire.DHCPOptNetInfoTag: text,
	wire.DHCPOptCaptivePortal: text, wire.DHCPOptMUDURL: text, wire.DHCPOptConfigFile: text, wire.DHCPOptPathPrefix: text, wire.DHCPOptWPAD: text,

	wire.DHCPOptIPForwarding: boolean, wire.DHCPOptNonLocalSourceRouting: boolean, wire.DHCPOptAllSubnetsLocal: boolean,
	wire.DHCPOptMaskDiscovery: boolean, wire.DHCPOptMaskSupplier: boolean, wire.DHCPOptRouterDiscovery: boolean,
	wire.DHCPOptTrailerEncapsulation: boolean, wire.DHCPOptEthernetEncapsulation: boolean, wire.DHCPOptTCPKeepaliveGarbage: boolean,

	wire.DHCPOptDefaultTTL: octet, wire.DHCPOptTCPDefaultTTL: octet, wire.DHCPOptNetBIOSNodeType: octet, wire.DHCPOptOverload: octet,
	wire.DHCPOptAutoConfig: octet, wire.DHCPOptState: octet, wire.DHCPOptDataSource: octet,

	wire.DHCPOptBootFileSize: short, wire.DHCPOptMaxReassembly: short, wire.DHCPOptInterfaceMTU: short, wire.DHCPOptMaxMessageSize: short,
	wire.DHCPOptPathMTUPlateau: shorts, wire.DHCPOptNameServiceSearch: shorts,

	wire.DHCPOptPathMTUTimeout: seconds, wire.DHCPOptARPTimeout: seconds, wire.DHCPOptTCPKeepaliveInterval: seconds,
	wire.DHCPOptLeaseTime: seconds, wire.DHCPOptRenewalTime: seconds, wire.DHCPOptRebindingTime: seconds,
	wire.DHCPOptLastTransaction: seconds, wire.DHCPOptIPv6OnlyPreferred: seconds, wire.DHCPOptRebootTime: seconds,
	wire.DHCPOptStartTimeOfState: seconds,

	wire.DHCPOptBaseTime: long, wire.DHCPOptQueryStartTime: long, wire.DHCPOptQueryEndTime: long, wire.DHCPOptPXELinuxMagic: long,

	wire.DHCPOptDomainSearch: domains, wire.DHCPOptBCMCSDomains: domains, wire.DHCPOptLoSTServer: domains, wire.DHCPOptSIPUADomains: domains,
	wire.DHCPOptDOTSName: domains, wire.DHCPOptAccessDomain: domains,

	wire.DHCPOptTimeOffset:       func(d []byte) Value { return word(d, func(x uint32) Value { return Int32(x) }) },
	wire.DHCPOptPolicyFilter:     pairs,
	wire.DHCPOptStaticRoute:      pairs,
	wire.DHCPOptVendorSpecific:   vendorSpecific,
	wire.DHCPOptMessageType:      messageType,
	wire.DHCPOptParameterList:    codes,
	wire.DHCPOptClientID:         clientID,
	wire.DHCPOptUserClass:        userClass,
	wire.DHCPOptDirectoryAgent:   directoryAgents,
	wire.DHCPOptServiceScope:     serviceScope,
	wire.DHCPOptRapidCommit:      empty,
	wire.DHCPOptClientFQDN:       fqdn,
	wire.DHCPOptRelayAgent:       relayInfo,
	wire.DHCPOptAuthentication:   auth,
	wire.DHCPOptClientArch:       arch,
	wire.DHCPOptClientNDI:        ndi,
	wire.DHCPOptClientUUID:       uuid,
	wire.DHCPOptSIPServers:       sipServers,
	wire.DHCPOptClasslessRoute:   routes,
	wire.DHCPOptMSClasslessRoute: routes,
	wire.DHCPOptVIVendorClass:    vendorClasses,
	wire.DHCPOptVIVendorInfo:     vendorOptions,
	wire.DHCPOptSZTPRedirect:     uris,
	wire.DHCPOptRDNSSSelection:   rdnss,
	wire.DHCPOptStatusCode:       status,
	wire.DHCPOptPCPServer:        pcpServers,
	wire.DHCPOptPortParams:       portParams,
	wire.DHCPOptDNR:              resolvers,
	wire.DHCPOptSixRD:            sixRD,
}

// ValueOf returns the value of an option with code c and data d:
//
//   - [Addr]: subnet mask, broadcast, requested address, server identifier, …
//   - [Addrs]: routers and all kinds of servers
//   - [Text], [Bool], [Uint8], [Uint16], [Uint32], [Int32], [Uint16s], [Seconds], [Empty]
//   - [Type] 53, [Codes] 55, [ClientID] 61, [UserClass] 77, [DirectoryAgents] 78, [ServiceScope] 79, [FQDN] 81, [RelayInfo] 82, [Auth] 90, [Arch] 93, [NDI] 94,
//     [UUID] 97, [Domains] 119 and others, [SIPServers] 120, [Routes] 121 and 249, [VendorClasses] 124,
//     [VendorOptions] 125, [URIs] 143, [RDNSS] 146, [Status] 151, [PCPServers] 158, [PortParams] 159, [Resolvers] 162, [SixRD] 212, [Pairs] 21 and 33
//   - [SubOptions] 43 if the vendor's data has that form
//   - [Bytes] for all others, and if the data is malformed
func ValueOf(c wire.DHCPOptionCode, d []byte) Value {
	if k := kinds[c]; k != nil {
		if v := k(d); v != nil {
			return v
		}
	}
	return Bytes(d)
}

// malformed reports whether v is bytes though options with code c have a form.
func malformed(c wire.DHCPOptionCode, v Value) bool {
	_, bytes := v.(Bytes)
	return bytes && kinds[c] != nil && c != wire.DHCPOptVendorSpecific
}

func addr(d []byte) Value {
	if len(d) != 4 {
		return nil
	}
	return Addr{netip.AddrFrom4([4]byte(d))}
}

func addrsOrNone(d []byte) Value {
	if len(d) == 0 {
		return Addrs(nil)
	}
	return addrs(d)
}

func text(d []byte) Value { return Text(d) }

func boolean(d []byte) Value {
	if len(d) != 1 || d[0] > 1 {
		return nil
	}
	return Bool(d[0] == 1)
}

func octet(d []byte) Value {
	if len(d) != 1 {
		return nil
	}
	return Uint8(d[0])
}

func short(d []byte) Value {
	if len(d) != 2 {
		return nil
	}
	return Uint16(wire.Uint16(d, 0))
}

func shorts(d []byte) Value {
	if len(d) < 2 || len(d)%2 != 0 {
		return nil
	}
	var v Uint16s
	for ; len(d) > 0; d = d[2:] {
		v = append(v, wire.Uint16(d, 0))
	}
	return v
}

func word(d []byte, f func(uint32) Value) Value {
	if len(d) != 4 {
		return nil
	}
	return f(wire.Uint32(d, 0))
}

func long(d []byte) Value    { return word(d, func(x uint32) Value { return Uint32(x) }) }
func seconds(d []byte) Value { return word(d, func(x uint32) Value { return Seconds(x) }) }

func empty(d []byte) Value {
	if len(d) != 0 {
		return nil
	}
	return Empty{}
}

func pairs(d []byte) Value {
	if len(d) == 0 || len(d)%8 != 0 {
		return nil
	}
	var v Pairs
	for ; len(d) > 0; d = d[8:] {
		v = append(v, [2]netip.Addr{netip.AddrFrom4([4]byte(d)), netip.AddrFrom4([4]byte(d[4:]))})
	}
	return v
}

func messageType(d []byte) Value {
	if len(d) != 1 {
		return nil
	}
	return Type(d[0])
}

func codes(d []byte) Value {
	v := make(Codes, len(d))
	for i, c := range d {
		v[i] = wire.DHCPOptionCode(c)
	}
	return v
}

func clientID(d []byte) Value {
	if len(d) < 2 {
		return nil
	}
	return ClientID{d[0], d[1:]}
}

func vendorSpecific(d []byte) Value {
	if len(d) == 0 || !wire.DHCPSubOptions(d).Whole() {
		return nil
	}
	return SubOptions(d)
}

func relayInfo(d []byte) Value {
	if !wire.DHCPSubOptions(d).Whole() {
		return nil
	}
	return RelayInfo(d)
}

func auth(d []byte) Value {
	if len(d) < 11 {
		return nil
	}
	return Auth{d[0], d[1], d[2], [8]byte(d[3:]), d[11:]}
}

func arch(d []byte) Value {
	v, ok := shorts(d).(Uint16s)
	if !ok {
		return nil
	}
	return Arch(v)
}

func ndi(d []byte) Value {
	if len(d) != 3 {
		return nil
	}
	return NDI{d[0], d[1], d[2]}
}

func uuid(d []byte) Value {
	if len(d) != 17 {
		return nil
	}
	return UUID{d[0], [16]byte(d[1:])}
}

func vendorClasses(d []byte) Value {
	v, ok := vendors(d)
	if !ok {
		return nil
	}
	return VendorClasses(v)
}

func vendorOptions(d []byte) Value {
	v, ok := vendors(d)
	if !ok {
		return nil
	}
	return VendorOptions(v)
}

func status(d []byte) Value {
	if len(d) < 1 {
		return nil
	}
	return Status{d[0], string(d[1:])}
}

func portParams(d []byte) Value {
	if len(d) != 4 {
		return nil
	}
	return PortParams{d[0], d[1], wire.Uint16(d, 2)}
}
