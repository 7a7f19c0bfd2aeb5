package session

import "github.com/gocap-project/gocap/wire"

// The AVPs of the base protocol that rules look at: RFC 6733 §4.5.
const (
	avpHostIPAddress     = 257
	avpAuthApplication   = 258
	avpAcctApplication   = 259
	avpVendorApplication = 260
	avpSessionID         = 263
	avpOriginHost        = 264
	avpVendorID          = 266
	avpResultCode        = 268
	avpProductName       = 269
	avpDisconnectCause   = 273
	avpDestinationRealm  = 283
	avpProxyInfo         = 284
	avpReAuthRequestType = 285
	avpDestinationHost   = 293
	avpTerminationCause  = 295
	avpOriginRealm       = 296
	avpExperimental      = 297

	avpLowest, avpHighest = 256, 320 // of a set
)

// avpNames are the names of AVPs that can be missing or there too often.
var avpNames = [...]struct {
	code uint32
	name string
}{
	{avpHostIPAddress, "Host-IP-Address"}, {avpAuthApplication, "Auth-Application-Id"}, {avpSessionID, "Session-Id"},
	{avpOriginHost, "Origin-Host"}, {avpVendorID, "Vendor-Id"}, {avpResultCode, "Result-Code"}, {avpProductName, "Product-Name"},
	{avpDisconnectCause, "Disconnect-Cause"}, {avpDestinationRealm, "Destination-Realm"}, {avpReAuthRequestType, "Re-Auth-Request-Type"},
	{avpDestinationHost, "Destination-Host"}, {avpTerminationCause, "Termination-Cause"}, {avpOriginRealm, "Origin-Realm"},
	{avpExperimental, "Experimental-Result"},
}

// avpName returns the name of the lowest AVP of a set.
func avpName(set uint64) string {
	for _, a := range avpNames {
		if set&avps(a.code) != 0 {
			return a.name
		}
	}
	return "AVPs"
}

// avps is the set of AVPs, of which all are from avpLowest up to avpHighest.
func avps(codes ...uint32) (set uint64) {
	for _, c := range codes {
		set |= 1 << (c - avpLowest)
	}
	return set
}

// diameterOnce are the AVPs of which there is one at most in all commands of the base protocol and its applications.
var diameterOnce = avps(avpSessionID, avpOriginHost, avpOriginRealm, avpResultCode, avpExperimental, avpDestinationHost, avpDestinationRealm,
	avpDisconnectCause, avpTerminationCause, avpProductName)

// diameterNumbers are the AVPs that are 4 bytes long.
var diameterNumbers = avps(avpAuthApplication, avpAcctApplication, avpVendorID, avpResultCode, avpDisconnectCause, avpReAuthRequestType,
	avpTerminationCause)

// diameterNeeds returns what the definitions require of a message beside what all have, RFC 6733 §5.3 to §9.7. Answers that
// report an error may be short of it: §7.2.
func diameterNeeds(command wire.DiameterCommand, request bool) uint64 {
	switch {
	case command == wire.DiameterCapabilitiesExchange:
		return avps(avpHostIPAddress, avpVendorID, avpProductName)
	case command == wire.DiameterDisconnectPeer && request:
		return avps(avpDisconnectCause)
	case command == wire.DiameterReAuth && request:
		return avps(avpSessionID, avpDestinationRealm, avpDestinationHost, avpAuthApplication, avpReAuthRequestType)
	case command == wire.DiameterAbortSession && request:
		return avps(avpSessionID, avpDestinationRealm, avpDestinationHost, avpAuthApplication)
	case command == wire.DiameterSessionTermination && request:
		return avps(avpSessionID, avpDestinationRealm, avpAuthApplication, avpTerminationCause)
	case command == wire.DiameterReAuth, command == wire.DiameterAbortSession, command == wire.DiameterSessionTermination,
		command == wire.DiameterAccounting:
		return avps(avpSessionID)
	}
	return 0
}

// diameterPeers reports whether messages of a command are between peers.
func diameterPeers(c wire.DiameterCommand) bool {
	return c == wire.DiameterCapabilitiesExchange || c == wire.DiameterDeviceWatchdog || c == wire.DiameterDisconnectPeer
}

// diameterFields are what rules look at in the AVPs of a message.
type diameterFields struct {
	has, twice uint64 // AVPs that are there, and more than once
	late       bool   // Session-Id is not the first
	result     uint32
	session    uint64 // hash of the identifier, 0 if there is none
	origin     uint64 // hash of the host
	proxies    uint64 // hash of Proxy-Info, in order
	padding    bool   // that is not zero
	reserved   bool   // flags of an AVP
	size       bool   // AVP has not the size of its type
	rest       bool   // AVP does not fit
	cut        bool   // the message is not whole
}

// diameterFieldsOf reads the AVPs of a message.
func diameterFieldsOf(m wire.Diameter) (f diameterFields) {
	b := m[wire.DiameterLen:m.End()]
	f.cut = int(m.Length()) > len(m)
	for first := true; len(b) > 0; first = false {
		head, n := 8, 0
		if len(b) >= 8 {
			n = int(wire.Uint32(b, 4) & 0xffffff)
			if b[4]&byte(wire.DiameterVendor) != 0 {
				head = 12
			}
		}
		if n < head || n > len(b) {
			f.rest = !f.cut
			break
		}
		f.avp(b, head, n, first)
		padded := min((n+3)&^3, len(b))
		for _, c := range b[n:padded] {
			f.padding = f.padding || c != 0
		}
		b = b[padded:]
	}
	return f
}

// avp notes an AVP of n bytes with its header at the beginning of b.
func (f *diameterFields) avp(b []byte, head, n int, first bool) {
	code, data := wire.Uint32(b, 0), b[head:n]
	f.reserved = f.reserved || b[4]&0x1f != 0
	if code < avpLowest || code >= avpHighest || head == 12 && wire.Uint32(b, 8) != 0 {
		return
	}
	bit := avps(code)
	f.twice |= f.has & bit
	f.has |= bit
	if bit&diameterNumbers != 0 && len(data) != 4 {
		f.size = true
		return
	}
	switch code {
	case avpSessionID:
		f.session, f.late = hashOf(data), !first
	case avpOriginHost:
		f.origin = hashOf(data)
	case avpResultCode:
		f.result = wire.Uint32(data, 0)
	case avpProxyInfo:
		f.proxies = f.proxies*0x100000001b3 ^ hashOf(data)
	}
}

// form judges a message by itself.
func (f *diameterFields) form(m wire.Diameter, out *findings) {
	flags := m.Flags()
	request, fails := flags&wire.DiameterRequest != 0, flags&wire.DiameterError != 0
	n := int(m.Length())
	switch {
	case m.Version() != 1:
		out.refuse(RuleDiameterVersion, "Version")
	case n < wire.DiameterLen || n%4 != 0 || n < len(m):
		out.refuse(RuleDiameterLength, "Length")
	case request && fails:
		out.refuse(RuleDiameterErrorRequest, "Flags")
	case !request && flags&wire.DiameterRetransmitted != 0:
		out.refuse(RuleDiameterAgainAnswer, "Flags")
	case f.rest:
		out.refuse(RuleDiameterAVP, "AVPs")
	case f.size:
		out.refuse(RuleDiameterAVPSize, "AVPs")
	case f.twice&diameterOnce != 0:
		out.refuse(RuleDiameterRepeated, avpName(f.twice&diameterOnce))
	}
	if diameterPeers(m.Command()) {
		f.peers(m, request, out)
	}
	if !f.cut {
		f.complete(m, request, fails, out)
	}
	f.kindness(flags, out)
}

// peers judges a message between peers.
func (f *diameterFields) peers(m wire.Diameter, request bool, out *findings) {
	switch {
	case m.Application() != 0:
		out.refuse(RuleDiameterCommon, "Application")
	case request && f.has&avps(avpDestinationHost, avpDestinationRealm) != 0:
		out.refuse(RuleDiameterPeerDestination, avpName(f.has&avps(avpDestinationHost, avpDestinationRealm)))
	}
	if m.Flags()&wire.DiameterProxiable != 0 {
		out.tolerate(RuleDiameterLocal, "Flags")
	}
}

// complete judges what a message lacks.
func (f *diameterFields) complete(m wire.Diameter, request, fails bool, out *findings) {
	needs := diameterNeeds(m.Command(), request)
	if !request && (fails || f.result/1000 > 2) {
		needs = 0
	}
	if missing := avps(avpOriginHost, avpOriginRealm) &^ f.has; missing != 0 {
		out.refuse(RuleDiameterOrigin, avpName(missing))
	} else if missing := needs &^ f.has; missing&^avps(avpAuthApplication, avpDestinationHost, avpDestinationRealm) != 0 {
		out.refuse(RuleDiameterMissing, avpName(missing))
	} else if missing != 0 {
		out.tolerate(RuleDiameterMissing, avpName(missing)) // applications of vendors leave these out
	}
	switch {
	case request && m.Flags()&wire.DiameterProxiable != 0 && f.has&avps(avpDestinationRealm) == 0:
		out.tolerate(RuleDiameterRealm, "Destination-Realm")
	case request:
	case f.has&avps(avpResultCode, avpExperimental) == 0:
		out.refuse(RuleDiameterResult, "Result-Code")
	case f.has&avps(avpResultCode) != 0 && (f.result/1000 == 3 && !fails || f.result/1000 <= 2 && fails):
		out.refuse(RuleDiameterErrorFlag, "Flags")
	case f.has&avps(avpDestinationHost, avpDestinationRealm) != 0:
		out.tolerate(RuleDiameterDestination, avpName(f.has&avps(avpDestinationHost, avpDestinationRealm)))
	}
}

// kindness judges what receivers ignore.
func (f *diameterFields) kindness(flags wire.DiameterFlags, out *findings) {
	switch {
	case flags&0x0f != 0:
		out.tolerate(RuleDiameterReserved, "Flags")
	case f.reserved:
		out.tolerate(RuleDiameterAVPFlags, "AVPs")
	case f.padding:
		out.tolerate(RuleDiameterPadding, "AVPs")
	case f.late:
		out.tolerate(RuleDiameterSessionFirst, "Session-Id")
	}
}
