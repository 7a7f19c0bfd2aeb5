package radius

import (
	"github.com/gocap-project/gocap/session"
	"github.com/gocap-project/gocap/wire"
)

// fields are what rules look at in the attributes of a packet.
type fields struct {
	has, twice [4]uint64 // types that are there, and more than once
	proxies    uint64    // hash of Proxy-State, in order
	service    uint32    // Service-Type
	rest       bool      // an attribute does not fit
	length     wire.RADIUSAttributeType
	empty      wire.RADIUSAttributeType
	signature  int // where the value of Message-Authenticator is in the packet, 0 if there is none
}

func (f *fields) of(t wire.RADIUSAttributeType) bool { return in(&f.has, t) }

// any reports whether one of some attributes is there.
func (f *fields) any(types ...wire.RADIUSAttributeType) bool {
	for _, t := range types {
		if f.of(t) {
			return true
		}
	}
	return false
}

func in(set *[4]uint64, t wire.RADIUSAttributeType) bool { return set[t>>6]>>(t&63)&1 != 0 }

// fieldsOf reads the attributes of a packet, which has the length that it says.
func fieldsOf(m wire.RADIUS) (f fields) {
	for at := wire.RADIUSLen; at < len(m); {
		n := 0
		if len(m)-at >= 2 {
			n = int(m[at+1])
		}
		if n < 2 || n > len(m)-at {
			f.rest = true
			return f
		}
		f.attribute(wire.RADIUSAttributeType(m[at]), m[at+2:at+n], at+2)
		at += n
	}
	return f
}

func (f *fields) attribute(t wire.RADIUSAttributeType, value []byte, at int) {
	bit := uint64(1) << (t & 63)
	f.twice[t>>6] |= f.has[t>>6] & bit
	f.has[t>>6] |= bit
	n := len(value)
	if n == 0 && t != wire.RADIUSEAPMessage && t != 89 { // EAP's start, RFC 3579 §2.1, and a request for the identity, RFC 4372 §2.1
		f.empty = t
	} else if least, most := lengths(t); n < least || n > most || t == wire.RADIUSUserPassword && n%16 != 0 {
		f.length = t
	}
	switch {
	case t == wire.RADIUSProxyState:
		f.proxies = hashed(f.proxies, value)
	case t == wire.RADIUSServiceType && n == 4:
		f.service = wire.Uint32(value, 0)
	case t == wire.RADIUSMessageAuthenticator && n == 16:
		f.signature = at
	}
}

// numbers are the types of RFC 2865 §5 and RFC 2866 §5 whose values have 4 bytes.
var numbers = func() (set [4]uint64) {
	for _, t := range []wire.RADIUSAttributeType{4, 5, 6, 7, 8, 9, 10, 12, 13, 14, 15, 16, 23, 27, 28, 29, 37, 38, 40, 41, 42, 43, 45, 46, 47, 48, 49, 51, 52, 53, 55, 61, 62, 101} {
		set[t>>6] |= 1 << (t & 63)
	}
	return set
}()

// lengths returns which lengths the value of an attribute may have.
func lengths(t wire.RADIUSAttributeType) (least, most int) {
	switch {
	case in(&numbers, t):
		return 4, 4
	case t == wire.RADIUSUserPassword:
		return 16, 128
	case t == wire.RADIUSCHAPPassword:
		return 17, 17
	case t == wire.RADIUSMessageAuthenticator, t == wire.RADIUSNASIPv6Address:
		return 16, 16
	}
	return 0, 253
}

// once are the attributes of which there is one at most, RFC 2865 §5.44, RFC 3579 §3.3.
var once = [4]uint64{
	1<<wire.RADIUSUserName | 1<<wire.RADIUSUserPassword | 1<<wire.RADIUSCHAPPassword | 1<<wire.RADIUSNASIPAddress | 1<<wire.RADIUSNASPort |
		1<<wire.RADIUSServiceType | 1<<wire.RADIUSState | 1<<wire.RADIUSNASIdentifier | 1<<wire.RADIUSAcctStatusType,
	1 << (wire.RADIUSMessageAuthenticator & 63),
}

// found is what is wrong with a packet: the first that makes it Invalid, or else the first that is tolerated.
type found struct {
	outcome session.Outcome
	rule    *session.Rule
	field   string
}

func (o *found) refuse(r *session.Rule, field string) {
	if o.outcome != session.Invalid {
		*o = found{session.Invalid, r, field}
	}
}

func (o *found) tolerate(r *session.Rule, field string) {
	if o.outcome == session.Valid {
		*o = found{session.Tolerated, r, field}
	}
}

// judge judges a packet by itself.
func (f *fields) judge(m wire.RADIUS, out *found) {
	code := m.Code()
	if f.rest {
		out.refuse(RuleAttributes, "Attributes")
		return
	}
	for i := range once {
		if f.twice[i]&once[i] != 0 {
			out.refuse(RuleRepeated, "Attributes")
		}
	}
	if f.length != 0 {
		out.refuse(RuleAttributeLength, f.length.String())
	}
	switch code {
	case wire.RADIUSAccessRequest:
		f.access(out)
	case wire.RADIUSAccountingRequest:
		f.accounting(out)
	default:
		if f.any(wire.RADIUSUserPassword, wire.RADIUSCHAPPassword) {
			out.refuse(RulePlace, "User-Password")
		}
	}
	if f.signature == 0 && (f.of(wire.RADIUSEAPMessage) || code == wire.RADIUSStatusServer) {
		out.refuse(RuleUnsigned, "Message-Authenticator")
	}
	if f.empty != 0 {
		out.tolerate(RuleEmpty, f.empty.String())
	}
}

// Service types whose requests prove nothing: Call Check, RFC 2865 §5.6, and Authorize Only, RFC 5176 §3.
const (
	callCheck     = 10
	authorizeOnly = 17
)

// access judges a request for access.
func (f *fields) access(out *found) {
	proofs := 0
	for _, t := range [...]wire.RADIUSAttributeType{wire.RADIUSUserPassword, wire.RADIUSCHAPPassword, 70, wire.RADIUSEAPMessage} { // 70 is ARAP-Password
		if f.of(t) {
			proofs++
		}
	}
	switch {
	case proofs > 1:
		out.refuse(RulePasswords, "Attributes")
	case proofs == 0 && !f.any(wire.RADIUSState, 103) && f.service != callCheck && f.service != authorizeOnly: // 103 is Digest-Response
		out.tolerate(RuleProof, "Attributes")
	}
	f.nas(out)
}

// nas judges whether a request says whose it is. Servers know by the address.
func (f *fields) nas(out *found) {
	if !f.any(wire.RADIUSNASIPAddress, wire.RADIUSNASIdentifier, wire.RADIUSNASIPv6Address) {
		out.tolerate(RuleNAS, "Attributes")
	}
}

// accounting judges a request for accounting.
func (f *fields) accounting(out *found) {
	switch {
	case f.any(wire.RADIUSUserPassword, wire.RADIUSCHAPPassword):
		out.refuse(RulePlace, "User-Password")
	case f.any(wire.RADIUSReplyMessage, wire.RADIUSState):
		out.tolerate(RulePlace, "Attributes")
	case !f.of(wire.RADIUSAcctStatusType):
		out.refuse(RuleAccounting, "Acct-Status-Type")
	case !f.of(wire.RADIUSAcctSessionId):
		out.tolerate(RuleAccounting, "Acct-Session-Id") // what switches accounting on and off has none, or 0
	}
	f.nas(out)
}

// hashed continues the hash FNV-1a over an attribute.
func hashed(h uint64, b []byte) uint64 {
	h = (h ^ uint64(len(b)) ^ 0xcbf29ce484222325) * 0x100000001b3
	for _, c := range b {
		h = (h ^ uint64(c)) * 0x100000001b3
	}
	return h
}
