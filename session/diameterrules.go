package session

// The rules of Diameter.
var (
	// RuleDiameterVersion has nodes speak version 1.
	RuleDiameterVersion = &Rule{"diameter-version", "RFC 6733 §3", "version is not 1"}
	// RuleDiameterLength has the length be that of the message with its padded AVPs.
	RuleDiameterLength = &Rule{"diameter-length", "RFC 6733 §3", "length is no multiple of 4, less than a header or not that of the message"}
	// RuleDiameterReserved has flags be left zero that mean nothing.
	RuleDiameterReserved = &Rule{"diameter-reserved-flags", "RFC 6733 §3", "reserved flags are set"}
	// RuleDiameterErrorRequest has only answers report errors.
	RuleDiameterErrorRequest = &Rule{"diameter-error-request", "RFC 6733 §3", "request has the error flag"}
	// RuleDiameterAgainAnswer has answers never be sent again.
	RuleDiameterAgainAnswer = &Rule{"diameter-retransmitted-answer", "RFC 6733 §3", "answer has the flag of what was sent before"}
	// RuleDiameterLocal has messages between peers stay there.
	RuleDiameterLocal = &Rule{"diameter-peer-proxiable", "RFC 6733 §3.2", "message between peers says that it may be forwarded"}
	// RuleDiameterCommon has messages between peers be of no application.
	RuleDiameterCommon = &Rule{"diameter-peer-application", "RFC 6733 §2.4", "message between peers is of an application"}
	// RuleDiameterAVP has AVPs fill the message.
	RuleDiameterAVP = &Rule{"diameter-avp-length", "RFC 6733 §4.1", "AVP does not fit into the message"}
	// RuleDiameterAVPSize has numbers have the size of their type.
	RuleDiameterAVPSize = &Rule{"diameter-avp-size", "RFC 6733 §4.2", "AVP has not the size of its type"}
	// RuleDiameterPadding has padding be zero.
	RuleDiameterPadding = &Rule{"diameter-padding", "RFC 6733 §4.1", "padding is not zero"}
	// RuleDiameterAVPFlags has flags of AVPs be left zero that mean nothing.
	RuleDiameterAVPFlags = &Rule{"diameter-avp-flags", "RFC 6733 §4.1", "reserved flags of an AVP are set"}
	// RuleDiameterOrigin has every message say who it is from.
	RuleDiameterOrigin = &Rule{"diameter-origin", "RFC 6733 §6.3", "message without Origin-Host or Origin-Realm"}
	// RuleDiameterMissing has messages of the base protocol have what their definitions ask for.
	RuleDiameterMissing = &Rule{"diameter-missing-avp", "RFC 6733 §3.2", "AVP is missing that the command's definition requires"}
	// RuleDiameterRepeated has AVPs come once that mean one thing.
	RuleDiameterRepeated = &Rule{"diameter-repeated-avp", "RFC 6733 §7.1.5", "AVP occurs more often than the command's definition allows"}
	// RuleDiameterSessionFirst has the session be named before all else.
	RuleDiameterSessionFirst = &Rule{"diameter-session-first", "RFC 6733 §8.8", "Session-Id is not the first AVP"}
	// RuleDiameterPeerDestination has messages between peers go nowhere else.
	RuleDiameterPeerDestination = &Rule{"diameter-peer-destination", "RFC 6733 §6.1", "request between peers with a destination"}
	// RuleDiameterDestination has answers go where the requests came from.
	RuleDiameterDestination = &Rule{"diameter-destination", "RFC 6733 §6.2", "answer with a destination"}
	// RuleDiameterRealm has what may be forwarded say where to.
	RuleDiameterRealm = &Rule{"diameter-realm", "RFC 6733 §6.1.6", "request that may be forwarded without Destination-Realm"}
	// RuleDiameterResult has answers say what became of the request.
	RuleDiameterResult = &Rule{"diameter-result", "RFC 6733 §6.2", "answer without a result"}
	// RuleDiameterErrorFlag has the error flag agree with the result.
	RuleDiameterErrorFlag = &Rule{"diameter-error-flag", "RFC 6733 §7.1.3", "error flag is not that of the result"}
	// RuleDiameterFirst has peers tell their capabilities before all else.
	RuleDiameterFirst = &Rule{"diameter-first", "RFC 6733 §5.6", "message before the capabilities were exchanged"}
	// RuleDiameterRefused has the connection end when capabilities do not agree.
	RuleDiameterRefused = &Rule{"diameter-refused", "RFC 6733 §5.6", "message after the capabilities were refused"}
	// RuleDiameterClosing has who disconnects not ask any more.
	RuleDiameterClosing = &Rule{"diameter-closing", "RFC 6733 §5.6", "request after one to disconnect"}
	// RuleDiameterClosed has nothing come after the agreement to disconnect.
	RuleDiameterClosed = &Rule{"diameter-closed", "RFC 6733 §5.6", "message after disconnection was agreed"}
	// RuleDiameterHopByHop has open requests have numbers of their own.
	RuleDiameterHopByHop = &Rule{"diameter-hop-by-hop", "RFC 6733 §3", "hop-by-hop identifier is that of another open request"}
	// RuleDiameterEndToEnd has requests have numbers of their own for four minutes.
	RuleDiameterEndToEnd = &Rule{"diameter-end-to-end", "RFC 6733 §3", "end-to-end identifier is that of another request of the same origin"}
	// RuleDiameterAgain has requests that are sent again say so.
	RuleDiameterAgain = &Rule{"diameter-duplicate", "RFC 6733 §3", "request was sent before and does not say so"}
	// RuleDiameterUnasked has answers answer requests.
	RuleDiameterUnasked = &Rule{"diameter-unasked", "RFC 6733 §3", "answer without a request of its hop-by-hop identifier"}
	// RuleDiameterTwice has a request be answered once.
	RuleDiameterTwice = &Rule{"diameter-twice", "RFC 6733 §3", "answer to a request that was answered"}
	// RuleDiameterCommand has an answer be of the command that was asked for.
	RuleDiameterCommand = &Rule{"diameter-command", "RFC 6733 §3.1", "answer is of another command than the request"}
	// RuleDiameterApplication has an answer be of the request's application.
	RuleDiameterApplication = &Rule{"diameter-application", "RFC 6733 §3", "answer is of another application than the request"}
	// RuleDiameterEcho has an answer be for one end-to-end request.
	RuleDiameterEcho = &Rule{"diameter-end-to-end-echo", "RFC 6733 §6.2", "end-to-end identifier of an answer is not the request's"}
	// RuleDiameterProxiable has an answer be as proxiable as the request.
	RuleDiameterProxiable = &Rule{"diameter-proxiable", "RFC 6733 §6.2", "proxiable flag of an answer is not the request's"}
	// RuleDiameterSession has an answer be of the request's session.
	RuleDiameterSession = &Rule{"diameter-session", "RFC 6733 §6.2", "Session-Id of an answer is not the request's"}
	// RuleDiameterProxyInfo has an answer give agents back what they left in the request.
	RuleDiameterProxyInfo = &Rule{"diameter-proxy-info", "RFC 6733 §6.2", "Proxy-Info of an answer is not the request's"}
	// RuleDiameterAgreed has peers only use applications that both have.
	RuleDiameterAgreed = &Rule{"diameter-agreed", "RFC 6733 §5.3", "request of an application that the receiver did not advertise"}
	// RuleDiameterEnded has a session that was terminated not come back: its identifier is unique for ever.
	RuleDiameterEnded = &Rule{"diameter-session-ended", "RFC 6733 §8.1", "request in a session that was terminated"}
)

var _ = list(RuleDiameterVersion, RuleDiameterLength, RuleDiameterReserved, RuleDiameterErrorRequest, RuleDiameterAgainAnswer,
	RuleDiameterLocal, RuleDiameterCommon, RuleDiameterAVP, RuleDiameterAVPSize, RuleDiameterPadding, RuleDiameterAVPFlags,
	RuleDiameterOrigin, RuleDiameterMissing, RuleDiameterRepeated, RuleDiameterSessionFirst, RuleDiameterPeerDestination, RuleDiameterDestination, RuleDiameterRealm,
	RuleDiameterResult, RuleDiameterErrorFlag, RuleDiameterFirst, RuleDiameterRefused, RuleDiameterClosing, RuleDiameterClosed,
	RuleDiameterHopByHop, RuleDiameterEndToEnd, RuleDiameterAgain, RuleDiameterUnasked, RuleDiameterTwice, RuleDiameterCommand,
	RuleDiameterApplication, RuleDiameterEcho, RuleDiameterProxiable, RuleDiameterSession, RuleDiameterProxyInfo, RuleDiameterAgreed,
	RuleDiameterEnded)
