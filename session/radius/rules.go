package radius

import (
	"iter"

	"github.com/gocap-project/gocap/session"
)

// The rules of RADIUS.
var (
	// RuleCode has packets be of known kinds: others are discarded.
	RuleCode = &session.Rule{Name: "radius-code", Clause: "RFC 2865 §3", Reason: "unknown code"}
	// RuleLength has the length be that of a packet that fits.
	RuleLength = &session.Rule{Name: "radius-length", Clause: "RFC 2865 §3", Reason: "length is less than 20, more than 4096 or more than there is"}
	// RuleAttributes has attributes fill the packet.
	RuleAttributes = &session.Rule{Name: "radius-attributes", Clause: "RFC 2865 §5", Reason: "attribute does not fit into the packet"}
	// RuleAttributeLength has attributes have the length of their type.
	RuleAttributeLength = &session.Rule{Name: "radius-attribute-length", Clause: "RFC 2865 §5", Reason: "length is none of the attribute's type"}
	// RuleEmpty has texts have a character at least.
	RuleEmpty = &session.Rule{Name: "radius-empty", Clause: "RFC 2865 §5", Reason: "attribute is empty"}
	// RuleRepeated has attributes come once that mean one thing.
	RuleRepeated = &session.Rule{Name: "radius-repeated", Clause: "RFC 2865 §5.44", Reason: "attribute occurs twice"}
	// RulePlace has attributes be in packets in which they have a meaning.
	RulePlace = &session.Rule{Name: "radius-place", Clause: "RFC 2865 §5.44, RFC 2866 §5.13", Reason: "attribute is not one of such packets"}
	// RulePasswords has a request prove one thing.
	RulePasswords = &session.Rule{Name: "radius-passwords", Clause: "RFC 2865 §4.1, RFC 3579 §3.3", Reason: "request with two of password, CHAP password and EAP"}
	// RuleProof has a request for access have something to be checked.
	RuleProof = &session.Rule{Name: "radius-proof", Clause: "RFC 2865 §4.1", Reason: "request for access has no password, state or EAP"}
	// RuleNAS has clients say who they are.
	RuleNAS = &session.Rule{Name: "radius-nas", Clause: "RFC 2865 §4.1, RFC 2866 §4.1", Reason: "request has neither address nor identifier of its client"}
	// RuleAccounting has accounting say of what.
	RuleAccounting = &session.Rule{Name: "radius-accounting", Clause: "RFC 2866 §5.13", Reason: "request for accounting without Acct-Status-Type or Acct-Session-Id"}
	// RuleUnsigned has EAP and requests for the status be authenticated: they are discarded otherwise.
	RuleUnsigned = &session.Rule{Name: "radius-unsigned", Clause: "RFC 3579 §3.2, RFC 5997 §3", Reason: "EAP or Status-Server without Message-Authenticator"}
	// RuleUnasked has servers answer.
	RuleUnasked = &session.Rule{Name: "radius-unasked", Clause: "RFC 2865 §3", Reason: "answer without a request of its identifier"}
	// RuleAnswer has an answer be of the kind that was asked for.
	RuleAnswer = &session.Rule{Name: "radius-answer-code", Clause: "RFC 2865 §4, RFC 2866 §4.2, RFC 5176 §2, RFC 5997 §3", Reason: "answer is not of the request's kind"}
	// RuleTwice has a request be answered as often as it was sent.
	RuleTwice = &session.Rule{Name: "radius-twice", Clause: "RFC 5080 §2.2.2", Reason: "request was answered before"}
	// RuleReuse has the authenticator of a request for access be used once.
	RuleReuse = &session.Rule{Name: "radius-authenticator-reuse", Clause: "RFC 2865 §3", Reason: "authenticator is that of a request with other contents"}
	// RuleProxyState has answers give proxies back what they added.
	RuleProxyState = &session.Rule{Name: "radius-proxy-state", Clause: "RFC 2865 §5.33", Reason: "Proxy-State of an answer is not the request's"}
	// RuleResponse has answers come from who has the secret.
	RuleResponse = &session.Rule{Name: "radius-response-authenticator", Clause: "RFC 2865 §3", Reason: "authenticator of an answer is not made with the secret"}
	// RuleRequest has requests come from who has the secret.
	RuleRequest = &session.Rule{Name: "radius-request-authenticator", Clause: "RFC 2866 §3, RFC 5176 §2.3", Reason: "authenticator of a request is not made with the secret"}
	// RuleMessage has the whole packet come from who has the secret.
	RuleMessage = &session.Rule{Name: "radius-message-authenticator", Clause: "RFC 3579 §3.2", Reason: "Message-Authenticator is not made with the secret"}
)

var rules = [...]*session.Rule{RuleCode, RuleLength, RuleAttributes, RuleAttributeLength, RuleEmpty, RuleRepeated, RulePlace, RulePasswords, RuleProof,
	RuleNAS, RuleAccounting, RuleUnsigned, RuleUnasked, RuleAnswer, RuleTwice, RuleReuse, RuleProxyState, RuleResponse, RuleRequest, RuleMessage}

// Rules yields all rules of the package.
func Rules() iter.Seq[*session.Rule] {
	return func(yield func(*session.Rule) bool) {
		for _, r := range rules {
			if !yield(r) {
				return
			}
		}
	}
}
