package session

// The rules of TLS. Where versions have the same rule in different words, the clause is that of the version that is judged
// first, mostly TLS 1.2.
var (
	// Of records.

	// RuleTLSType has records be of a known type.
	RuleTLSType = &Rule{"tls-content-type", "RFC 5246 §6", "content type is unknown"}
	// RuleTLSMajor has records say that they are TLS.
	RuleTLSMajor = &Rule{"tls-major-version", "RFC 5246 §E.1", "record is of no version of SSL 3 or TLS"}
	// RuleTLSRecordVersion has records say what was agreed on.
	RuleTLSRecordVersion = &Rule{"tls-record-version", "RFC 5246 §6.2.1", "record's version is not the one agreed on"}
	// RuleTLS13RecordVersion has records of TLS 1.3 say 1.2; receivers do not look.
	RuleTLS13RecordVersion = &Rule{"tls13-record-version", "RFC 8446 §5.1", "record's version is not 1.2"}
	// RuleTLSLength has records in clear carry 16384 bytes at most.
	RuleTLSLength = &Rule{"tls-record-length", "RFC 5246 §6.2.1", "record in clear is longer than 16384 bytes"}
	// RuleTLSCipherLength has encryption add 2048 bytes at most.
	RuleTLSCipherLength = &Rule{"tls-cipher-length", "RFC 5246 §6.2.3", "record is longer than 18432 bytes"}
	// RuleTLS13Length has encryption of TLS 1.3 add 256 bytes at most.
	RuleTLS13Length = &Rule{"tls13-record-length", "RFC 8446 §5.2", "record of TLS 1.3 is longer than 16640 bytes"}
	// RuleTLSEmpty has records of all types but data not be empty.
	RuleTLSEmpty = &Rule{"tls-empty-record", "RFC 5246 §6.2.1", "empty record that is not data"}
	// RuleTLSInterleaved has messages that are in several records not be interrupted.
	RuleTLSInterleaved = &Rule{"tls-interleaved", "RFC 8446 §5.1", "record of another type within a handshake message"}
	// RuleTLSCCS has change cipher spec be one byte, which is 1.
	RuleTLSCCS = &Rule{"tls-ccs-form", "RFC 5246 §7.1", "change cipher spec is not one byte of value 1"}
	// RuleTLSAlert has alerts be two bytes.
	RuleTLSAlert = &Rule{"tls-alert-form", "RFC 5246 §7.2", "alert is not a level and a description"}
	// RuleTLSAfterFatal has nothing follow a fatal alert.
	RuleTLSAfterFatal = &Rule{"tls-after-fatal", "RFC 5246 §7.2.2", "sent after a fatal alert"}
	// RuleTLSAfterClose has nothing follow close_notify; receivers pass over it.
	RuleTLSAfterClose = &Rule{"tls-after-close", "RFC 5246 §7.2.1", "sent after the closure alert"}
	// RuleTLSHeartbeat has heartbeats be sent where both sides know them.
	RuleTLSHeartbeat = &Rule{"tls-heartbeat", "RFC 6520 §2", "heartbeat that was not agreed on"}
	// RuleTLSHeartbeatLength has heartbeats be as long as their content; receivers pass over others.
	RuleTLSHeartbeatLength = &Rule{"tls-heartbeat-length", "RFC 6520 §4", "heartbeat's content is longer than its record has room for"}

	// Of the order of messages.

	// RuleTLSOrder has handshake messages come in their order.
	RuleTLSOrder = &Rule{"tls-order", "RFC 5246 §7.3", "message may not come now"}
	// RuleTLSUnprotected has TLS 1.3 have nothing in clear behind the server's hello.
	RuleTLSUnprotected = &Rule{"tls-unprotected", "RFC 8446 §2", "handshake message in clear after the server's hello"}
	// RuleTLSDataEarly has data wait for the end of the handshake.
	RuleTLSDataEarly = &Rule{"tls-data-early", "RFC 5246 §7.3", "data before the handshake is over"}
	// RuleTLSFinished has Finished follow a change of keys at once.
	RuleTLSFinished = &Rule{"tls-finished", "RFC 5246 §7.4.9", "first record under new keys is not Finished"}
	// RuleTLSEarlyData has data before the server's hello be announced.
	RuleTLSEarlyData = &Rule{"tls-early-data", "RFC 8446 §4.2.10", "early data that was not announced"}
	// RuleTLSResume has sessions be resumed that the client asked to resume.
	RuleTLSResume = &Rule{"tls-resume", "RFC 5246 §7.3", "server resumes though the client offered nothing to resume"}
	// RuleTLSEmptyMessage has messages without content have none.
	RuleTLSEmptyMessage = &Rule{"tls-empty-message", "RFC 5246 §7.4.5", "message without content has some"}
	// RuleTLSServerCertificate has servers of suites with certificates send one.
	RuleTLSServerCertificate = &Rule{"tls-server-certificate", "RFC 5246 §7.4.2", "server of such a suite must send its certificate"}
	// RuleTLSKeyExchange has servers send key exchange in the suites that need it, and no other.
	RuleTLSKeyExchange = &Rule{"tls-key-exchange", "RFC 5246 §7.4.3", "server key exchange does not go with the suite"}
	// RuleTLSClientCertificate has clients send a certificate, which may be empty, if asked, and only then.
	RuleTLSClientCertificate = &Rule{"tls-client-certificate", "RFC 5246 §7.4.6", "client certificate that was not asked for, or none though it was"}
	// RuleTLSVerify has clients prove what they sent a certificate for.
	RuleTLSVerify = &Rule{"tls-certificate-verify", "RFC 5246 §7.4.8", "certificate verify without a certificate"}
	// RuleTLSStatus has the status of certificates be announced.
	RuleTLSStatus = &Rule{"tls-certificate-status", "RFC 6066 §8", "certificate status that the server's hello did not announce"}
	// RuleTLSTicket has tickets be announced, and come if they were.
	RuleTLSTicket = &Rule{"tls-ticket", "RFC 5077 §3.3", "ticket that the server's hello did not announce, or none though it did"}

	// Of the client's hello.

	// RuleTLSClientHello has a hello be what it says.
	RuleTLSClientHello = &Rule{"tls-client-hello", "RFC 5246 §7.4.1.2", "client hello is malformed"}
	// RuleTLSExtensionTwice has extensions come once.
	RuleTLSExtensionTwice = &Rule{"tls-extension-twice", "RFC 8446 §4.2", "extension comes twice"}
	// RuleTLSNoNullCompression has clients offer to do without compression.
	RuleTLSNoNullCompression = &Rule{"tls-no-null-compression", "RFC 5246 §7.4.1.2", "null compression is not offered"}
	// RuleTLS13Compression has clients of TLS 1.3 offer nothing else.
	RuleTLS13Compression = &Rule{"tls13-compression", "RFC 8446 §4.1.2", "compression offered with TLS 1.3"}
	// RuleTLS13Missing has clients of TLS 1.3 say how they would agree on keys and check signatures.
	RuleTLS13Missing = &Rule{"tls13-missing-extension", "RFC 8446 §9.2", "extension is missing that TLS 1.3 asks for"}
	// RuleTLSKeyShares has key shares be of groups that are offered, each once.
	RuleTLSKeyShares = &Rule{"tls-key-shares", "RFC 8446 §4.2.8", "key share of a group that is not offered, or a second of one"}
	// RuleTLSPSKLast has pre-shared keys be the last extension, as they cover all before.
	RuleTLSPSKLast = &Rule{"tls-psk-last", "RFC 8446 §4.2.11", "pre-shared keys are not the last extension"}
	// RuleTLSPSKModes has pre-shared keys come with how to use them.
	RuleTLSPSKModes = &Rule{"tls-psk-modes", "RFC 8446 §4.2.9", "pre-shared keys without key exchange modes"}
	// RuleTLSRenegotiation has first hellos not say that they are later ones.
	RuleTLSRenegotiation = &Rule{"tls-renegotiation", "RFC 5746 §3.6", "renegotiation info is not empty in a first hello"}
	// RuleTLSRetryHello has the second hello be like the first.
	RuleTLSRetryHello = &Rule{"tls-retry-hello", "RFC 8446 §4.1.2", "second hello changes what may not change"}
	// RuleTLSRetryShare has the second hello have the key share that was asked for.
	RuleTLSRetryShare = &Rule{"tls-retry-share", "RFC 8446 §4.2.8", "second hello has not just the key share that the server asked for"}
	// RuleTLSCookie has cookies come back, and only those that were sent.
	RuleTLSCookie = &Rule{"tls-cookie", "RFC 8446 §4.2.2", "cookie is not the one that the server sent"}

	// Of the server's.

	// RuleTLSServerHello has a hello be what it says.
	RuleTLSServerHello = &Rule{"tls-server-hello", "RFC 5246 §7.4.1.3", "server hello is malformed"}
	// RuleTLSChosenVersion has servers choose what was offered.
	RuleTLSChosenVersion = &Rule{"tls-chosen-version", "RFC 8446 §4.2.1", "version was not offered"}
	// RuleTLSChosenSuite has servers choose what was offered.
	RuleTLSChosenSuite = &Rule{"tls-chosen-suite", "RFC 5246 §7.4.1.3", "cipher suite was not offered"}
	// RuleTLSSuiteVersion has the suites of TLS 1.3 be for TLS 1.3, which has no others.
	RuleTLSSuiteVersion = &Rule{"tls-suite-version", "RFC 8446 §B.4", "cipher suite is not for the version"}
	// RuleTLSChosenCompression has servers choose what was offered.
	RuleTLSChosenCompression = &Rule{"tls-chosen-compression", "RFC 5246 §7.4.1.3", "compression was not offered"}
	// RuleTLSExtensionUnasked has servers answer extensions only.
	RuleTLSExtensionUnasked = &Rule{"tls-extension-unasked", "RFC 5246 §7.4.1.4", "extension that the client did not send"}
	// RuleTLSExtensionPlace has extensions be in the messages that they are for.
	RuleTLSExtensionPlace = &Rule{"tls-extension-place", "RFC 8446 §4.2", "extension does not belong in this message"}
	// RuleTLSSessionID has servers of TLS 1.3 repeat the session ID.
	RuleTLSSessionID = &Rule{"tls-session-id", "RFC 8446 §4.1.3", "session ID is not the client's"}
	// RuleTLSDowngrade has servers that could do more not be made to do less.
	RuleTLSDowngrade = &Rule{"tls-downgrade", "RFC 8446 §4.1.3", "random says that the client's offer was changed on the way"}
	// RuleTLSChosenGroup has servers choose what was offered.
	RuleTLSChosenGroup = &Rule{"tls-chosen-group", "RFC 8446 §4.2.8", "group was not offered, or asked for though its key share was there"}
	// RuleTLSChosenPSK has servers choose what was offered.
	RuleTLSChosenPSK = &Rule{"tls-chosen-psk", "RFC 8446 §4.2.11", "pre-shared key was not offered"}
	// RuleTLSGREASE has nobody choose what is offered to see whether it is ignored.
	RuleTLSGREASE = &Rule{"tls-grease", "RFC 8701 §3.2", "server chose a reserved value"}
	// RuleTLSRetryTwice has servers ask once for another hello.
	RuleTLSRetryTwice = &Rule{"tls-retry-twice", "RFC 8446 §4.1.4", "second hello retry request"}
	// RuleTLSRetrySuite has servers keep to what they said when they asked for another hello.
	RuleTLSRetrySuite = &Rule{"tls-retry-suite", "RFC 8446 §4.1.4", "version, suite or group is not that of the hello retry request"}
	// RuleTLSALPN has servers choose one application protocol of those offered.
	RuleTLSALPN = &Rule{"tls-alpn", "RFC 7301 §3.1", "application protocol was not offered, or is not one"}
	// RuleTLSMaxFragment has servers agree to the limit that was asked for.
	RuleTLSMaxFragment = &Rule{"tls-max-fragment", "RFC 6066 §4", "maximum fragment length is not the client's"}
)

var _ = list(RuleTLSType, RuleTLSMajor, RuleTLSRecordVersion, RuleTLS13RecordVersion, RuleTLSLength, RuleTLSCipherLength, RuleTLS13Length,
	RuleTLSEmpty, RuleTLSInterleaved, RuleTLSCCS, RuleTLSAlert, RuleTLSAfterFatal, RuleTLSAfterClose, RuleTLSHeartbeat,
	RuleTLSHeartbeatLength, RuleTLSOrder, RuleTLSUnprotected, RuleTLSDataEarly, RuleTLSFinished, RuleTLSEarlyData, RuleTLSResume,
	RuleTLSEmptyMessage, RuleTLSServerCertificate, RuleTLSKeyExchange, RuleTLSClientCertificate, RuleTLSVerify, RuleTLSStatus,
	RuleTLSTicket, RuleTLSClientHello, RuleTLSExtensionTwice, RuleTLSNoNullCompression, RuleTLS13Compression, RuleTLS13Missing,
	RuleTLSKeyShares, RuleTLSPSKLast, RuleTLSPSKModes, RuleTLSRenegotiation, RuleTLSRetryHello, RuleTLSRetryShare, RuleTLSCookie,
	RuleTLSServerHello, RuleTLSChosenVersion, RuleTLSChosenSuite, RuleTLSSuiteVersion, RuleTLSChosenCompression,
	RuleTLSExtensionUnasked, RuleTLSExtensionPlace, RuleTLSSessionID, RuleTLSDowngrade, RuleTLSChosenGroup, RuleTLSChosenPSK,
	RuleTLSGREASE, RuleTLSRetryTwice, RuleTLSRetrySuite, RuleTLSALPN, RuleTLSMaxFragment)
