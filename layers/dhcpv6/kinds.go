package dhcpv6

import (
	"net/netip"

	"github.com/gocap-project/gocap/wire"
)

// A kind is the form of an option's value.
type kind func(d []byte) Value // nil if malformed

// kinds has the form of each option's value; of others it is bytes. To add an option:
// its line here.
var kinds = map[wire.DHCPv6OptionCode]kind{
	wire.DHCPv6OptClientID: duid, wire.DHCPv6OptServerID: duid, 53: duid,

	wire.DHCPv6OptUnicast: addr, wire.DHCPv6OptLinkAddress: addr, wire.DHCPv6OptS46BR: addr, 72: addr,

	wire.DHCPv6OptSIPServers: addrs, wire.DHCPv6OptDNSServers: addrs, wire.DHCPv6OptNISServers: addrs, wire.DHCPv6OptNISPServers: addrs,
	wire.DHCPv6OptSNTPServers: addrs, wire.DHCPv6OptBCMCSServers: addrs, wire.DHCPv6OptPANAAgents: addrs, wire.DHCPv6OptLQClientLink: addrs,
	wire.DHCPv6OptCAPWAPControllers: addrs, wire.DHCPv6OptPCPServers: addrs, wire.DHCPv6Opt4o6Servers: addrs,
	wire.DHCPv6OptIPv6AddressANDSF: addrs, 142: addrs,

	wire.DHCPv6OptSIPDomains: names, wire.DHCPv6OptDomainList: names, wire.DHCPv6OptNISDomain: names, wire.DHCPv6OptNISPDomain: names,
	wire.DHCPv6OptBCMCSDomains: names, wire.DHCPv6OptAFTRName: names, wire.DHCPv6OptERPDomain: names, wire.DHCPv6OptRegisteredDomain: names,
	51: names, 57: names, 58: names, 73: names, 117: names, 118: names, 146: names, 147: names,

	wire.DHCPv6OptPosixTZ: text, wire.DHCPv6OptTZName: text, wire.DHCPv6OptBootfileURL: text, wire.DHCPv6OptCaptivePortal: text,
	wire.DHCPv6OptMUDURL: text, 76: text, 77: text, 130: text,

	wire.DHCPv6OptORO: codes, wire.DHCPv6OptERO: codes,

	wire.DHCPv6OptPreference: octet,
	wire.DHCPv6OptRelayPort:  short,

	wire.DHCPv6OptInfoRefreshTime: seconds, wire.DHCPv6OptCLTTime: seconds, wire.DHCPv6OptSolMaxRT: seconds, wire.DHCPv6OptInfMaxRT: seconds,
	wire.DHCPv6OptLQBaseTime: long, wire.DHCPv6OptLQStartTime: long, wire.DHCPv6OptLQEndTime: long, 122: seconds,

	wire.DHCPv6OptRapidCommit: empty, wire.DHCPv6OptReconfAccept: empty, wire.DHCPv6OptAddrRegEnable: empty,

	wire.DHCPv6OptUserClass: texts, wire.DHCPv6OptBootfileParams: texts, wire.DHCPv6OptSZTPRedirect: texts,

	wire.DHCPv6OptClientData: options, wire.DHCPv6OptRSOO: options, wire.DHCPv6OptS46ContMAPE: options, wire.DHCPv6OptS46ContMAPT: options,
	wire.DHCPv6OptS46ContLW: options,

	wire.DHCPv6OptIANA:           ia,
	wire.DHCPv6OptIAPD:           ia,
	wire.DHCPv6OptIATA:           iata,
	wire.DHCPv6OptIAAddr:         iaAddr,
	wire.DHCPv6OptIAPrefix:       iaPrefix,
	wire.DHCPv6OptElapsedTime:    elapsed,
	wire.DHCPv6OptAuth:           auth,
	wire.DHCPv6OptStatusCode:     status,
	wire.DHCPv6OptVendorClass:    vendorClass,
	wire.DHCPv6OptVendorOpts:     vendorOptions,
	wire.DHCPv6OptReconfMsg:      messageType,
	wire.DHCPv6OptRemoteID:       remoteID,
	wire.DHCPv6OptClientFQDN:     fqdn,
	wire.DHCPv6OptLQQuery:        lqQuery,
	wire.DHCPv6OptLQRelayData:    lqRelayData,
	wire.DHCPv6OptNTPServer:      ntpServers,
	wire.DHCPv6OptClientArch:     shorts,
	wire.DHCPv6OptClientLinkAddr: linkLayer,
}

// ValueOf returns the value of an option with code c and data d: of the type that is
// the option's, or [Bytes] if it is malformed or its form is not known. Its bytes are d.
func ValueOf(c wire.DHCPv6OptionCode, d []byte) Value {
	if k := kinds[c]; k != nil {
		if v := k(d); v != nil {
			return v
		}
	}
	return Bytes(d)
}

func duid(d []byte) Value {
	if len(d) < 2 {
		return nil
	}
	v, d := DUID{Kind: wire.Uint16(d, 0)}, d[2:]
	switch {
	case v.Kind == 1 && len(d) >= 6:
		v.Hardware, v.Time, d = wire.Uint16(d, 0), wire.Uint32(d, 2), d[6:]
	case v.Kind == 2 && len(d) >= 4:
		v.Enterprise, d = wire.Uint32(d, 0), d[4:]
	case v.Kind == 3 && len(d) >= 2:
		v.Hardware, d = wire.Uint16(d, 0), d[2:]
	case v.Kind >= 1 && v.Kind <= 3:
		return nil
	}
	v.ID = d
	return v
}

func addr(d []byte) Value {
	if len(d) != 16 {
		return nil
	}
	return Addr{netip.AddrFrom16([16]byte(d))}
}

func addrs(d []byte) Value {
	if len(d)%16 != 0 {
		return nil
	}
	v := Addrs{}
	for ; len(d) > 0; d = d[16:] {
		v = append(v, netip.AddrFrom16([16]byte(d)))
	}
	return v
}

// name returns the name in d.
func name(d []byte) string {
	v, ok := names(d).(Names)
	if !ok || len(v) != 1 {
		return Bytes(d).String()
	}
	return v[0]
}

// names reads names of labels, which must not be compressed. RFC 8415 §10.
func names(d []byte) Value {
	v := Names{}
	for len(d) > 0 {
		n := wire.DNS(d).NameAt(0)
		size := n.Len()
		if size <= 0 || n.Compressed() || n.Check() != nil {
			return nil
		}
		s := n.String()
		if back, err := wire.AppendDNSName(nil, s); err != nil || string(back) != string(d[:size]) {
			return nil
		}
		v, d = append(v, s), d[size:]
	}
	return v
}

func text(d []byte) Value { return Text(d) }

func codes(d []byte) Value {
	v, ok := shorts(d).(Uint16s)
	if !ok {
		return nil
	}
	out := make(Codes, len(v))
	for i, x := range v {
		out[i] = wire.DHCPv6OptionCode(x)
	}
	return out
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
	if len(d)%2 != 0 {
		return nil
	}
	v := Uint16s{}
	for ; len(d) > 0; d = d[2:] {
		v = append(v, wire.Uint16(d, 0))
	}
	return v
}

func long(d []byte) Value {
	if len(d) != 4 {
		return nil
	}
	return Uint32(wire.Uint32(d, 0))
}

func seconds(d []byte) Value {
	if len(d) != 4 {
		return nil
	}
	return Seconds(wire.Uint32(d, 0))
}

func elapsed(d []byte) Value {
	if len(d) != 2 {
		return nil
	}
	return Elapsed(wire.Uint16(d, 0))
}

func empty(d []byte) Value {
	if len(d) != 0 {
		return nil
	}
	return Empty{}
}

func texts(d []byte) Value {
	v := Texts{}
	for len(d) > 0 {
		if len(d) < 2 || len(d) < 2+int(wire.Uint16(d, 0)) {
			return nil
		}
		n := 2 + int(wire.Uint16(d, 0))
		v, d = append(v, string(d[2:n])), d[n:]
	}
	return v
}

func options(d []byte) Value { return Nested{Options(d)} }

func ia(d []byte) Value {
	if len(d) < 12 {
		return nil
	}
	return IA{wire.Uint32(d, 0), Seconds(wire.Uint32(d, 4)), Seconds(wire.Uint32(d, 8)), Options(d[12:])}
}

func iata(d []byte) Value {
	if len(d) < 4 {
		return nil
	}
	return IATA{wire.Uint32(d, 0), Options(d[4:])}
}

func iaAddr(d []byte) Value {
	if len(d) < 24 {
		return nil
	}
	return IAAddr{netip.AddrFrom16([16]byte(d)), Seconds(wire.Uint32(d, 16)), Seconds(wire.Uint32(d, 20)), Options(d[24:])}
}

func iaPrefix(d []byte) Value {
	if len(d) < 25 {
		return nil
	}
	return IAPrefix{
		Seconds(wire.Uint32(d, 0)), Seconds(wire.Uint32(d, 4)), d[8], netip.AddrFrom16([16]byte(d[9:])), Options(d[25:]),
	}
}

func auth(d []byte) Value {
	if len(d) < 11 {
		return nil
	}
	return Auth{d[0], d[1], d[2], wire.Uint64(d, 3), d[11:]}
}

func status(d []byte) Value {
	if len(d) < 2 {
		return nil
	}
	return Status{wire.DHCPv6StatusCode(wire.Uint16(d, 0)), string(d[2:])}
}

func vendorClass(d []byte) Value {
	if len(d) < 4 {
		return nil
	}
	v, ok := texts(d[4:]).(Texts)
	if !ok {
		return nil
	}
	return VendorClass{wire.Uint32(d, 0), v}
}

func vendorOptions(d []byte) Value {
	if len(d) < 4 {
		return nil
	}
	return VendorOptions{wire.Uint32(d, 0), wire.DHCPv6Options(d[4:])}
}

func messageType(d []byte) Value {
	if len(d) != 1 {
		return nil
	}
	return Type(d[0])
}

func remoteID(d []byte) Value {
	if len(d) < 4 {
		return nil
	}
	return RemoteID{wire.Uint32(d, 0), d[4:]}
}

func fqdn(d []byte) Value {
	if len(d) < 1 {
		return nil
	}
	return FQDN{d[0], d[1:]}
}

func lqQuery(d []byte) Value {
	if len(d) < 17 {
		return nil
	}
	return LQQuery{d[0], netip.AddrFrom16([16]byte(d[1:])), Options(d[17:])}
}

func lqRelayData(d []byte) Value {
	if len(d) < 16 {
		return nil
	}
	return LQRelayData{netip.AddrFrom16([16]byte(d)), d[16:]}
}

func ntpServers(d []byte) Value { return NTPServers{wire.DHCPv6Options(d)} }

func linkLayer(d []byte) Value {
	if len(d) < 2 {
		return nil
	}
	return LinkLayer{wire.Uint16(d, 0), d[2:]}
}
