package bgp

import (
	"net/netip"
	"unicode/utf8"

	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// leastLength has the length of the shortest message of each type. RFC 4271 §6.1.
var leastLength = [...]uint16{wire.BGPOpen: 29, wire.BGPUpdate: 23, wire.BGPNotification: 21, wire.BGPKeepalive: 19, wire.BGPRouteRefresh: 23}

// Validate implements [packet.Validator]. It reports what RFC 4271 §6 and RFC 7606 say is
// wrong in a message by itself.
func (l *Message) Validate(_ *packet.Context, report func(field string, class packet.Class, reason string)) {
	switch n := l.Length.Get(); {
	case l.Type == 0 || l.Type > wire.BGPRouteRefresh:
		report("Type", packet.BadValue, "is not assigned")
	case n < leastLength[l.Type]:
		report("Length", packet.BadSize, "is less than messages of the type have")
	case n > 4096 && (l.Type == wire.BGPOpen || l.Type == wire.BGPKeepalive):
		report("Length", packet.BadSize, "is over 4096, which extended messages of the type may not be") // RFC 8654 §4
	case l.Type == wire.BGPKeepalive && n != wire.BGPLen:
		report("Length", packet.BadSize, "a keepalive has no body")
	}
	switch l.Type {
	case wire.BGPOpen:
		l.validateOpen(report)
	case wire.BGPUpdate:
		l.validateUpdate(report)
	case wire.BGPNotification:
		l.validateNotification(report)
	case wire.BGPRouteRefresh:
		if l.Refresh > 2 {
			report("Refresh", packet.BadValue, "is not assigned") // RFC 7313 §3.2: ignored
		}
		if len(l.ORF.Rest()) > 0 && l.more == 0 {
			report("ORF", packet.BadSize, "an entry does not fit")
		}
	}
}

func (l *Message) validateOpen(report func(string, packet.Class, string)) {
	if l.AS == 0 {
		report("AS", packet.BadValue, "AS 0 is reserved") // RFC 7607 §2
	}
	if l.HoldTime == 1 || l.HoldTime == 2 {
		report("HoldTime", packet.BadValue, "one or two seconds must be rejected") // RFC 4271 §6.2
	}
	if l.ID == netip.AddrFrom4([4]byte{}) {
		report("ID", packet.BadValue, "must not be zero") // RFC 6286 §2.1
	}
	if len(l.Rest) > 0 {
		report("Rest", packet.Excess, "bytes behind the parameters")
	}
	if len(wire.BGPParams(l.Params).Rest(l.Extended)) > 0 && l.more == 0 {
		report("Params", packet.BadSize, "a parameter does not fit")
	}
	for t, v := range wire.BGPParams(l.Params).All(l.Extended) {
		if t != wire.BGPParamCapabilities {
			report("Params", packet.Unusual, t.String()+" is not used")
		} else if len(wire.BGPCapabilities(v).Rest()) > 0 {
			report("Params", packet.BadSize, "a capability does not fit")
		}
	}
	for c, d := range l.Capabilities() {
		if _, is := CapabilityOf(c, d).(*OpaqueCapability); is && emptyCapability(c) != nil {
			report("Params", packet.BadValue, c.String()+": malformed value")
		}
	}
}

func (l *Message) validateNotification(report func(string, packet.Class, string)) {
	if l.Code == 0 || l.Code > wire.BGPSendHoldTimer {
		report("Code", packet.BadValue, "is not assigned")
	}
	if l.Code == wire.BGPCease && (l.Subcode == wire.BGPCeaseShutdown || l.Subcode == wire.BGPCeaseReset) && len(l.Data) > 0 {
		if s, ok := l.Text(); !ok {
			report("Data", packet.BadSize, "the text does not fit") // RFC 9003 §2
		} else if !utf8.ValidString(s) {
			report("Data", packet.BadValue, "the text is not UTF-8")
		}
	}
}

func (l *Message) validateUpdate(report func(string, packet.Class, string)) {
	if _, rest := l.Withdrawn.Routes(Options{}); len(rest) > 0 {
		report("Withdrawn", packet.BadSize, "a prefix does not fit") // RFC 7606 §5.3
	}
	if _, rest := l.NLRI.Routes(Options{}); len(rest) > 0 && l.more == 0 {
		report("NLRI", packet.BadSize, "a prefix does not fit")
	}
	if len(wire.BGPAttributes(l.Attributes).Rest()) > 0 && l.more == 0 {
		report("Attributes", packet.BadSize, "an attribute does not fit") // RFC 7606 §4
	}
	l.validateAttributes(report)
}

func (l *Message) validateAttributes(report func(string, packet.Class, string)) {
	var seen [256]bool
	for a := range l.Attributes.All() {
		name := a.Type.String() + ": "
		if seen[a.Type] {
			report("Attributes", packet.BadValue, name+"is there twice") // RFC 7606 §3 g
		}
		seen[a.Type] = true
		f, known := forms[a.Type]
		if known && a.Flags&transitive != f.flags {
			report("Attributes", packet.BadValue, name+"has wrong flags") // RFC 7606 §3 c
		}
		if a.Flags&wire.BGPPartial != 0 && known && f.flags != transitive {
			report("Attributes", packet.BadValue, name+"must not be partial") // RFC 4271 §4.3
		}
		if a.Flags&0xf == 0 && !known && a.Flags&wire.BGPOptional == 0 {
			report("Attributes", packet.BadValue, name+"is well-known and not recognized") // RFC 4271 §6.3
		}
		if a.Flags&0xf != 0 {
			report("Attributes", packet.Unusual, name+"has reserved flags")
		}
		if reason := defect(a); reason != "" {
			report("Attributes", packet.BadValue, name+reason)
		}
	}
	if len(l.NLRI) == 0 && !seen[wire.BGPMPReach] || len(wire.BGPAttributes(l.Attributes).Rest()) > 0 {
		return
	}
	for _, t := range [...]wire.BGPAttributeType{wire.BGPOrigin, wire.BGPASPath, wire.BGPNextHop} {
		if t == wire.BGPASPath && seen[wire.BGPsecPath] || t == wire.BGPNextHop && len(l.NLRI) == 0 {
			continue
		}
		if !seen[t] {
			report("Attributes", packet.BadValue, t.String()+": is missing") // RFC 7606 §3 d
		}
	}
}

// defect returns what is wrong with the value of an attribute, RFC 7606 §7, or nothing.
func defect(a wire.BGPAttribute) string {
	switch v := ValueOf(a, Options{}).(type) {
	case *Opaque:
		if forms[a.Type].value != nil {
			return "malformed value"
		}
	case *Origin:
		if v.Code > 2 {
			return "is undefined"
		}
	case *ASPath:
		return v.defect()
	case *Communities, *ExtendedCommunities, *LargeCommunities, *IPv6Communities, *ClusterList:
		if len(a.Value) == 0 {
			return "is empty"
		}
	case *Aggregator:
		if v.AS == 0 {
			return "AS 0 is reserved" // RFC 7607 §2
		}
	case *MPReach:
		if _, rest := v.Routes(); len(rest) > 0 && known(v.Family) {
			return "a route does not fit"
		}
		if v.Reserved != 0 {
			return "reserved byte is set"
		}
	case *MPUnreach:
		if _, rest := v.Routes(); len(rest) > 0 && known(v.Family) {
			return "a route does not fit"
		}
	}
	return ""
}

func known(f Family) bool { return emptyRoute(f, false) != nil }

func (v *ASPath) defect() string {
	for _, s := range v.Segments {
		if s.Type < ASSet || s.Type > ASConfedSet {
			return "unknown type of segment"
		}
		if len(s.ASNs) == 0 {
			return "segment of no AS"
		}
		for _, as := range s.ASNs {
			if as == 0 {
				return "AS 0 is reserved" // RFC 7607 §2
			}
		}
	}
	return ""
}
