package session

// The rules of SCTP.
var (
	// RuleSCTPHeader has packets have their header.
	RuleSCTPHeader = &Rule{"sctp-header", "RFC 9260 §3.1", "header is cut"}
	// RuleSCTPPort has port 0 be nobody's.
	RuleSCTPPort = &Rule{"sctp-port", "RFC 9260 §3.1", "port is 0"}
	// RuleSCTPChecksum has packets be as they were sent, or without checksum if the receiver agreed to that (RFC 9653).
	RuleSCTPChecksum = &Rule{"sctp-checksum", "RFC 9260 §6.8", "checksum is wrong"}
	// RuleSCTPEmpty has packets say something.
	RuleSCTPEmpty = &Rule{"sctp-empty", "RFC 9260 §3", "no chunk"}
	// RuleSCTPLength has the lengths of chunks and what is in them add up.
	RuleSCTPLength = &Rule{"sctp-length", "RFC 9260 §3.2", "chunk or parameter with a wrong length"}
	// RuleSCTPAlone has what opens and ends associations have its own packets.
	RuleSCTPAlone = &Rule{"sctp-alone", "RFC 9260 §6.10", "INIT, INIT ACK or SHUTDOWN COMPLETE with other chunks"}
	// RuleSCTPFirst has the cookie and its acknowledgement come first. Only AUTH may be before them.
	RuleSCTPFirst = &Rule{"sctp-first", "RFC 9260 §3.3.11", "COOKIE ECHO or COOKIE ACK behind another chunk"}
	// RuleSCTPControlFirst has data be at the end.
	RuleSCTPControlFirst = &Rule{"sctp-control-first", "RFC 9260 §6.10", "control chunk behind data"}
	// RuleSCTPDataOrder has data in a packet be in order.
	RuleSCTPDataOrder = &Rule{"sctp-data-order", "RFC 9260 §6.10", "data chunks of a packet that are not in order"}
	// RuleSCTPAbortData has who gives up send no data.
	RuleSCTPAbortData = &Rule{"sctp-abort-data", "RFC 9260 §3.3.7", "data with ABORT"}
	// RuleSCTPUnknownChunk has receivers ignore chunks that they do not know, or all behind them too.
	RuleSCTPUnknownChunk = &Rule{"sctp-unknown-chunk", "RFC 9260 §3.2", "chunk type that no standard has"}
	// RuleSCTPTagInit has INIT come without a tag: none is known yet.
	RuleSCTPTagInit = &Rule{"sctp-tag-init", "RFC 9260 §8.5.1", "INIT with a verification tag"}
	// RuleSCTPTagZero has all others have one.
	RuleSCTPTagZero = &Rule{"sctp-tag-zero", "RFC 9260 §8.5", "no verification tag"}
	// RuleSCTPTag has the receiver's tag in all packets to it.
	RuleSCTPTag = &Rule{"sctp-tag", "RFC 9260 §8.5", "verification tag is not the receiver's"}
	// RuleSCTPTagReflected has the T bit say whose tag it is.
	RuleSCTPTagReflected = &Rule{"sctp-tag-reflected", "RFC 9260 §8.5.1", "verification tag and T bit do not agree"}
	// RuleSCTPInitTag has sides choose a tag.
	RuleSCTPInitTag = &Rule{"sctp-init-tag", "RFC 9260 §3.3.2", "initiate tag of 0"}
	// RuleSCTPInitStreams has associations have streams in both directions.
	RuleSCTPInitStreams = &Rule{"sctp-init-streams", "RFC 9260 §3.3.2", "no streams"}
	// RuleSCTPInitWindow has receivers have room for a packet.
	RuleSCTPInitWindow = &Rule{"sctp-init-window", "RFC 9260 §3.3.2", "receive window below 1500 bytes"}
	// RuleSCTPHostName has addresses be addresses.
	RuleSCTPHostName = &Rule{"sctp-host-name", "RFC 9260 §3.3.2", "host name in place of an address"}
	// RuleSCTPCookieMissing has INIT ACK bring the cookie.
	RuleSCTPCookieMissing = &Rule{"sctp-cookie-missing", "RFC 9260 §3.3.3", "INIT ACK without a state cookie"}
	// RuleSCTPInitShutdown has an association not be replaced before its end is known to both.
	RuleSCTPInitShutdown = &Rule{"sctp-init-shutdown", "RFC 9260 §9.2", "INIT where SHUTDOWN ACK waits for its answer"}
	// RuleSCTPInitAck has INIT ACK answer INIT.
	RuleSCTPInitAck = &Rule{"sctp-init-ack", "RFC 9260 §5.1", "answers an INIT that was not sent"}
	// RuleSCTPInitAckLate has only the first answer count.
	RuleSCTPInitAckLate = &Rule{"sctp-init-ack-late", "RFC 9260 §5.2.3", "INIT was answered before"}
	// RuleSCTPCollision has a side whose own INIT is on its way answer the other's by the same values.
	RuleSCTPCollision = &Rule{"sctp-collision", "RFC 9260 §5.2.1", "INIT ACK whose tag or TSN is not that of the sender's own INIT"}
	// RuleSCTPCookie has the cookie come back as it was.
	RuleSCTPCookie = &Rule{"sctp-cookie", "RFC 9260 §5.1", "cookie is not the one that was sent"}
	// RuleSCTPCookieLate has cookies of an attempt that another overtook be ignored.
	RuleSCTPCookieLate = &Rule{"sctp-cookie-late", "RFC 9260 §5.2.4", "cookie of an attempt that another overtook"}
	// RuleSCTPCookieShutdown has an association not begin anew while it ends.
	RuleSCTPCookieShutdown = &Rule{"sctp-cookie-shutdown", "RFC 9260 §5.2.4", "cookie where SHUTDOWN ACK waits for its answer"}
	// RuleSCTPCookieAck has COOKIE ACK mean nothing to who does not wait for it.
	RuleSCTPCookieAck = &Rule{"sctp-cookie-ack", "RFC 9260 §5.2.5", "COOKIE ACK without COOKIE ECHO"}
	// RuleSCTPStaleCookie has the error count only where a cookie was echoed.
	RuleSCTPStaleCookie = &Rule{"sctp-stale-cookie", "RFC 9260 §5.2.6", "stale cookie error where no COOKIE ECHO waits"}
	// RuleSCTPCookieEchoed has nothing follow COOKIE ECHO before it is acknowledged.
	RuleSCTPCookieEchoed = &Rule{"sctp-cookie-echoed", "RFC 9260 §5.1", "packet between COOKIE ECHO and COOKIE ACK"}
	// RuleSCTPNoAssociation has associations begin with INIT.
	RuleSCTPNoAssociation = &Rule{"sctp-no-association", "RFC 9260 §8.4", "packet of an association that does not exist"}
	// RuleSCTPEnded has what is late be ignored, or answered by ABORT.
	RuleSCTPEnded = &Rule{"sctp-ended", "RFC 9260 §8.4", "packet of an association that has ended"}
	// RuleSCTPAbortNothing has an ABORT for nothing be ignored.
	RuleSCTPAbortNothing = &Rule{"sctp-abort-nothing", "RFC 9260 §8.4", "ABORT of an association that does not exist"}
	// RuleSCTPNoUserData has data chunks have data.
	RuleSCTPNoUserData = &Rule{"sctp-no-user-data", "RFC 9260 §6.2", "data chunk without data"}
	// RuleSCTPStream has messages be in streams that were agreed on.
	RuleSCTPStream = &Rule{"sctp-stream", "RFC 9260 §6.5", "stream that the association does not have"}
	// RuleSCTPFragment has the fragments of a message follow each other.
	RuleSCTPFragment = &Rule{"sctp-fragment", "RFC 9260 §6.9", "fragment that does not continue what is before it"}
	// RuleSCTPTSN has senders respect the window: a chunk has a byte at least.
	RuleSCTPTSN = &Rule{"sctp-tsn", "RFC 9260 §6.1", "TSN is beyond every window that was offered"}
	// RuleSCTPOld has what was received before acknowledged again and thrown away.
	RuleSCTPOld = &Rule{"sctp-old", "RFC 9260 §6.2", "TSN was received and acknowledged before"}
	// RuleSCTPDataShutdown has who shuts down send nothing new.
	RuleSCTPDataShutdown = &Rule{"sctp-data-shutdown", "RFC 9260 §9.2", "new data after SHUTDOWN or SHUTDOWN ACK"}
	// RuleSCTPAckUnsent has acknowledgements be for what was sent.
	RuleSCTPAckUnsent = &Rule{"sctp-ack-unsent", "RFC 9260 §6.2.1", "acknowledges what was not sent"}
	// RuleSCTPAckOld has acknowledgements that others overtook be ignored.
	RuleSCTPAckOld = &Rule{"sctp-ack-old", "RFC 9260 §6.2.1", "acknowledges less than one before"}
	// RuleSCTPGap has blocks have a beginning and an end, behind what is missing.
	RuleSCTPGap = &Rule{"sctp-gap", "RFC 9260 §3.3.4", "gap block that is empty, or next to what is acknowledged anyway"}
	// RuleSCTPGapOrder has blocks be apart and in order.
	RuleSCTPGapOrder = &Rule{"sctp-gap-order", "RFC 9260 §3.3.4", "gap blocks that overlap or are not in order"}
	// RuleSCTPOutstanding has who shuts down wait for its acknowledgements.
	RuleSCTPOutstanding = &Rule{"sctp-outstanding", "RFC 9260 §9.2", "SHUTDOWN or SHUTDOWN ACK before all data are acknowledged"}
	// RuleSCTPShutdownLate has a SHUTDOWN that others overtook be ignored.
	RuleSCTPShutdownLate = &Rule{"sctp-shutdown-late", "RFC 9260 §9.2", "SHUTDOWN after SHUTDOWN ACK"}
	// RuleSCTPShutdownAck has SHUTDOWN ACK answer SHUTDOWN.
	RuleSCTPShutdownAck = &Rule{"sctp-shutdown-ack", "RFC 9260 §9.2", "SHUTDOWN ACK without SHUTDOWN"}
	// RuleSCTPShutdownComplete has SHUTDOWN COMPLETE answer SHUTDOWN ACK.
	RuleSCTPShutdownComplete = &Rule{"sctp-shutdown-complete", "RFC 9260 §8.5.1", "SHUTDOWN COMPLETE without SHUTDOWN ACK"}
	// RuleSCTPHeartbeat has a heartbeat come back as it was.
	RuleSCTPHeartbeat = &Rule{"sctp-heartbeat", "RFC 9260 §8.3", "HEARTBEAT ACK of a heartbeat that was not sent"}
	// RuleSCTPForwardUnasked has data be given up only if both sides agreed on that.
	RuleSCTPForwardUnasked = &Rule{"sctp-forward-unasked", "RFC 3758 §3.3", "FORWARD-TSN that was not agreed on"}
	// RuleSCTPForwardOld has one that gives up nothing be ignored.
	RuleSCTPForwardOld = &Rule{"sctp-forward-old", "RFC 3758 §3.6", "FORWARD-TSN of what was acknowledged before"}
	// RuleSCTPIDataUnasked has messages be interleaved only if both sides agreed on that.
	RuleSCTPIDataUnasked = &Rule{"sctp-idata-unasked", "RFC 8260 §2.2.1", "I-DATA that was not agreed on"}
	// RuleSCTPIDataMixed has all data be of the kind that was agreed on.
	RuleSCTPIDataMixed = &Rule{"sctp-idata-mixed", "RFC 8260 §2.2.1", "DATA where I-DATA was agreed on"}
	// RuleSCTPIForward has each kind of data have its own FORWARD-TSN.
	RuleSCTPIForward = &Rule{"sctp-iforward", "RFC 8260 §2.3.1", "FORWARD-TSN where I-DATA was agreed on, or I-FORWARD-TSN where not"}
	// RuleSCTPExtension has a side be sent only what it said that it knows.
	RuleSCTPExtension = &Rule{"sctp-extension", "RFC 5061 §4.2.7", "chunk of an extension that the receiver did not offer"}
	// RuleSCTPASCONFSerial has address changes be numbered, and wait for each other.
	RuleSCTPASCONFSerial = &Rule{"sctp-asconf-serial", "RFC 5061 §5.1", "serial number is not the next"}
	// RuleSCTPASCONFAck has answers be to what was asked.
	RuleSCTPASCONFAck = &Rule{"sctp-asconf-ack", "RFC 5061 §5.3", "ASCONF-ACK of a change that was not asked for"}
	// RuleSCTPASCONFAddress has address changes say whose they are.
	RuleSCTPASCONFAddress = &Rule{"sctp-asconf-address", "RFC 5061 §4.1.1", "ASCONF that does not begin with an address"}
	// RuleSCTPASCONFAuth has address changes be authenticated.
	RuleSCTPASCONFAuth = &Rule{"sctp-asconf-auth", "RFC 5061 §4.1.1", "ASCONF or ASCONF-ACK without AUTH"}
	// RuleSCTPReConfigParams has only some requests and responses go together.
	RuleSCTPReConfigParams = &Rule{"sctp-reconfig-params", "RFC 6525 §3.1", "parameters that do not go together"}
	// RuleSCTPReConfigSequence has requests be numbered.
	RuleSCTPReConfigSequence = &Rule{"sctp-reconfig-sequence", "RFC 6525 §5.2.1", "request sequence number is not the next"}
	// RuleSCTPReConfigResponse has responses be to what was asked.
	RuleSCTPReConfigResponse = &Rule{"sctp-reconfig-response", "RFC 6525 §5.2.7", "response to a request that was not sent"}
	// RuleSCTPAuthMissing has what the receiver wants authenticated be so.
	RuleSCTPAuthMissing = &Rule{"sctp-auth-missing", "RFC 4895 §6.3", "chunk without the AUTH that the receiver asked for"}
	// RuleSCTPAuthHMAC has AUTH be by a method that the receiver knows, and of its length.
	RuleSCTPAuthHMAC = &Rule{"sctp-auth-hmac", "RFC 4895 §6.2", "HMAC that the receiver did not offer, or of a wrong length"}
	// RuleSCTPAuthOffer has each side that offers AUTH offer SHA-1, and not ask for what cannot be authenticated.
	RuleSCTPAuthOffer = &Rule{"sctp-auth-offer", "RFC 4895 §6.1", "offers AUTH without a random number or SHA-1, or for INIT, INIT ACK, SHUTDOWN COMPLETE or AUTH"}
)

var _ = list(
	RuleSCTPHeader, RuleSCTPPort, RuleSCTPChecksum, RuleSCTPEmpty, RuleSCTPLength, RuleSCTPAlone, RuleSCTPFirst, RuleSCTPControlFirst,
	RuleSCTPDataOrder, RuleSCTPAbortData, RuleSCTPUnknownChunk, RuleSCTPTagInit, RuleSCTPTagZero, RuleSCTPTag, RuleSCTPTagReflected,
	RuleSCTPInitTag, RuleSCTPInitStreams, RuleSCTPInitWindow, RuleSCTPHostName, RuleSCTPCookieMissing, RuleSCTPInitShutdown,
	RuleSCTPInitAck, RuleSCTPInitAckLate, RuleSCTPCollision, RuleSCTPCookie, RuleSCTPCookieLate, RuleSCTPCookieShutdown,
	RuleSCTPCookieAck, RuleSCTPStaleCookie, RuleSCTPCookieEchoed, RuleSCTPNoAssociation, RuleSCTPEnded, RuleSCTPAbortNothing,
	RuleSCTPNoUserData, RuleSCTPStream, RuleSCTPFragment, RuleSCTPTSN, RuleSCTPOld, RuleSCTPDataShutdown, RuleSCTPAckUnsent,
	RuleSCTPAckOld, RuleSCTPGap, RuleSCTPGapOrder, RuleSCTPOutstanding, RuleSCTPShutdownLate, RuleSCTPShutdownAck,
	RuleSCTPShutdownComplete, RuleSCTPHeartbeat, RuleSCTPForwardUnasked, RuleSCTPForwardOld, RuleSCTPIDataUnasked,
	RuleSCTPIDataMixed, RuleSCTPIForward, RuleSCTPExtension, RuleSCTPASCONFSerial, RuleSCTPASCONFAck, RuleSCTPASCONFAddress,
	RuleSCTPASCONFAuth, RuleSCTPReConfigParams, RuleSCTPReConfigSequence, RuleSCTPReConfigResponse, RuleSCTPAuthMissing,
	RuleSCTPAuthHMAC, RuleSCTPAuthOffer,
)
