package session

// The rules of BGP.
var (
	// RuleBGPMarker has the marker be all ones.
	RuleBGPMarker = &Rule{"bgp-marker", "RFC 4271 §4.1", "marker is not all ones"}
	// RuleBGPType has messages be of known types, or of those that were agreed.
	RuleBGPType = &Rule{"bgp-type", "RFC 4271 §6.1", "unknown type of message"}
	// RuleBGPLength has lengths be those that messages of the type can have.
	RuleBGPLength = &Rule{"bgp-length", "RFC 4271 §6.1", "length is none of messages of the type"}
	// RuleBGPExtended has long messages be agreed.
	RuleBGPExtended = &Rule{"bgp-extended-message", "RFC 8654 §4", "message of more than 4096 bytes that the receiver did not offer to take"}
	// RuleBGPFirst has speakers begin with OPEN.
	RuleBGPFirst = &Rule{"bgp-first", "RFC 4271 §8.2.2", "message before OPEN"}
	// RuleBGPAgain has speakers open once.
	RuleBGPAgain = &Rule{"bgp-open-again", "RFC 4271 §8.2.2", "second OPEN"}
	// RuleBGPConfirm has a speaker confirm an OPEN that it has.
	RuleBGPConfirm = &Rule{"bgp-confirm", "RFC 4271 §8.2.2", "KEEPALIVE before the peer's OPEN"}
	// RuleBGPEarly has routes be exchanged when both have confirmed.
	RuleBGPEarly = &Rule{"bgp-early", "RFC 4271 §8.2.2", "message of an established session before both sent KEEPALIVE"}
	// RuleBGPClosed has a NOTIFICATION be the end.
	RuleBGPClosed = &Rule{"bgp-closed", "RFC 4271 §6", "message after NOTIFICATION"}
	// RuleBGPVersion has speakers speak version 4.
	RuleBGPVersion = &Rule{"bgp-version", "RFC 4271 §6.2", "version is not 4"}
	// RuleBGPHoldTime has the hold time leave time for messages, or be none.
	RuleBGPHoldTime = &Rule{"bgp-hold-time", "RFC 4271 §4.2", "hold time of 1 or 2 seconds"}
	// RuleBGPIdentifier has speakers have an identifier, one of their own within an AS.
	RuleBGPIdentifier = &Rule{"bgp-identifier", "RFC 6286 §2.1", "identifier is 0, or that of the peer in the same AS"}
	// RuleBGPAS has no speaker be in AS 0.
	RuleBGPAS = &Rule{"bgp-as", "RFC 7607 §2", "AS number is 0"}
	// RuleBGPASTrans has the two numbers of an AS agree.
	RuleBGPASTrans = &Rule{"bgp-as-trans", "RFC 6793 §9", "AS number is neither that of the capability nor the reserved one in its place"}
	// RuleBGPParams has parameters and capabilities fit.
	RuleBGPParams = &Rule{"bgp-parameters", "RFC 5492 §4", "parameters or capabilities do not fit, or have not their length"}
	// RuleBGPNotification has notifications be of known errors.
	RuleBGPNotification = &Rule{"bgp-notification", "RFC 4271 §4.5", "unknown error code"}
	// RuleBGPUpdate has the lists of an UPDATE fill it.
	RuleBGPUpdate = &Rule{"bgp-update-length", "RFC 4271 §6.3", "withdrawn routes and attributes are longer than the message"}
	// RuleBGPAttributes has attributes fit, each once.
	RuleBGPAttributes = &Rule{"bgp-attributes", "RFC 4271 §6.3", "attribute does not fit"}
	// RuleBGPTwice has an attribute come once.
	RuleBGPTwice = &Rule{"bgp-attribute-twice", "RFC 7606 §3", "attribute occurs twice"}
	// RuleBGPFlags has attributes have the flags of their type.
	RuleBGPFlags = &Rule{"bgp-attribute-flags", "RFC 4271 §6.3", "flags are not those of the attribute's type"}
	// RuleBGPAttributeLength has attributes have the length of their type.
	RuleBGPAttributeLength = &Rule{"bgp-attribute-length", "RFC 4271 §6.3", "length or value is none of the attribute's type"}
	// RuleBGPMissing has routes come with what all routes have.
	RuleBGPMissing = &Rule{"bgp-missing-attribute", "RFC 4271 §6.3", "routes without a mandatory attribute"}
	// RuleBGPPath has AS_PATH be of numbers of the agreed size.
	RuleBGPPath = &Rule{"bgp-as-path", "RFC 6793 §4.1", "AS_PATH is not made of segments with AS numbers of the agreed size"}
	// RuleBGPAS4Path has the attributes for old speakers not go to new ones.
	RuleBGPAS4Path = &Rule{"bgp-as4-path", "RFC 6793 §6", "AS4_PATH or AS4_AGGREGATOR between speakers of long AS numbers"}
	// RuleBGPLocalPref has the preference stay within the AS.
	RuleBGPLocalPref = &Rule{"bgp-local-pref", "RFC 4271 §5.1.5", "LOCAL_PREF to another AS"}
	// RuleBGPPrefix has prefixes be as long as addresses at most, and fit.
	RuleBGPPrefix = &Rule{"bgp-prefix", "RFC 4271 §6.3", "prefix does not fit, or is longer than an address"}
	// RuleBGPFamily has routes be of the families that both offered.
	RuleBGPFamily = &Rule{"bgp-family", "RFC 4760 §8", "routes of an address family that was not agreed"}
	// RuleBGPEndOfRIB has the first exchange of routes end once.
	RuleBGPEndOfRIB = &Rule{"bgp-end-of-rib", "RFC 4724 §2", "second end of the initial routes"}
	// RuleBGPRefresh has only those be asked for routes again who offered that.
	RuleBGPRefresh = &Rule{"bgp-route-refresh", "RFC 2918 §3", "ROUTE-REFRESH to a speaker that did not offer it"}
	// RuleBGPRefreshFamily has refreshes be of the families that were agreed.
	RuleBGPRefreshFamily = &Rule{"bgp-refresh-family", "RFC 2918 §4", "ROUTE-REFRESH of an address family that was not agreed"}
	// RuleBGPRefreshKind has refreshes be of a known kind that was agreed.
	RuleBGPRefreshKind = &Rule{"bgp-refresh-kind", "RFC 7313 §5", "kind of ROUTE-REFRESH that is not known, or was not offered"}
	// RuleBGPRefreshEnd has the end of a refresh have a beginning.
	RuleBGPRefreshEnd = &Rule{"bgp-refresh-end", "RFC 7313 §4", "end of a refresh that did not begin"}
	// RuleBGPHold has speakers be heard within the hold time. It is a note, as captures and clocks are late too.
	RuleBGPHold = &Rule{"bgp-hold-expired", "RFC 4271 §6.5", "silence of more than twice the agreed hold time"}
)

var _ = list(RuleBGPMarker, RuleBGPType, RuleBGPLength, RuleBGPExtended, RuleBGPFirst, RuleBGPAgain, RuleBGPConfirm, RuleBGPEarly, RuleBGPClosed,
	RuleBGPVersion, RuleBGPHoldTime, RuleBGPIdentifier, RuleBGPAS, RuleBGPASTrans, RuleBGPParams, RuleBGPNotification, RuleBGPUpdate,
	RuleBGPAttributes, RuleBGPTwice, RuleBGPFlags, RuleBGPAttributeLength, RuleBGPMissing, RuleBGPPath, RuleBGPAS4Path, RuleBGPLocalPref,
	RuleBGPPrefix, RuleBGPFamily, RuleBGPEndOfRIB, RuleBGPRefresh, RuleBGPRefreshFamily, RuleBGPRefreshKind, RuleBGPRefreshEnd, RuleBGPHold)
