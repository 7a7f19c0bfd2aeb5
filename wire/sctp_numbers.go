package wire

// SCTPChunkType is the type of an SCTP chunk.
type SCTPChunkType uint8

// The types in IANA's registry. RFC 9260 §3.2 unless said.
const (
	SCTPTypeData             SCTPChunkType = 0
	SCTPTypeInit             SCTPChunkType = 1
	SCTPTypeInitAck          SCTPChunkType = 2
	SCTPTypeSACK             SCTPChunkType = 3
	SCTPTypeHeartbeat        SCTPChunkType = 4
	SCTPTypeHeartbeatAck     SCTPChunkType = 5
	SCTPTypeAbort            SCTPChunkType = 6
	SCTPTypeShutdown         SCTPChunkType = 7
	SCTPTypeShutdownAck      SCTPChunkType = 8
	SCTPTypeError            SCTPChunkType = 9
	SCTPTypeCookieEcho       SCTPChunkType = 10
	SCTPTypeCookieAck        SCTPChunkType = 11
	SCTPTypeECNE             SCTPChunkType = 12
	SCTPTypeCWR              SCTPChunkType = 13
	SCTPTypeShutdownComplete SCTPChunkType = 14
	SCTPTypeAuth             SCTPChunkType = 15   // RFC 4895
	SCTPTypeNRSACK           SCTPChunkType = 16   // draft-tuexen-tsvwg-sctp-multipath
	SCTPTypeIData            SCTPChunkType = 0x40 // RFC 8260
	SCTPTypeASCONFAck        SCTPChunkType = 0x80 // RFC 5061
	SCTPTypePacketDrop       SCTPChunkType = 0x81 // draft-stewart-sctp-pktdrprep
	SCTPTypeReConfig         SCTPChunkType = 0x82 // RFC 6525
	SCTPTypePad              SCTPChunkType = 0x84 // RFC 4820
	SCTPTypeForwardTSN       SCTPChunkType = 0xc0 // RFC 3758
	SCTPTypeASCONF           SCTPChunkType = 0xc1 // RFC 5061
	SCTPTypeIForwardTSN      SCTPChunkType = 0xc2 // RFC 8260
)

func (t SCTPChunkType) String() string {
	switch t {
	case SCTPTypeIData:
		return "I-DATA"
	case SCTPTypeASCONFAck:
		return "ASCONF-ACK"
	case SCTPTypePacketDrop:
		return "PKTDROP"
	case SCTPTypeReConfig:
		return "RE-CONFIG"
	case SCTPTypePad:
		return "PAD"
	case SCTPTypeForwardTSN:
		return "FORWARD-TSN"
	case SCTPTypeASCONF:
		return "ASCONF"
	case SCTPTypeIForwardTSN:
		return "I-FORWARD-TSN"
	}
	return listed([]string{"DATA", "INIT", "INIT ACK", "SACK", "HEARTBEAT", "HEARTBEAT ACK", "ABORT", "SHUTDOWN", "SHUTDOWN ACK", "ERROR",
		"COOKIE ECHO", "COOKIE ACK", "ECNE", "CWR", "SHUTDOWN COMPLETE", "AUTH", "NR-SACK"}, int(t))
}

// Unknown returns what a receiver does that does not know the type: whether it goes
// on with the chunks behind it, and whether it reports it. RFC 9260 §3.2.
func (t SCTPChunkType) Unknown() (goOn, report bool) { return t&0x80 != 0, t&0x40 != 0 }

// SCTPParamType is the type of a parameter of an SCTP chunk.
type SCTPParamType uint16

// The types in IANA's registry. RFC 9260 §3.3 unless said.
const (
	SCTPParamHeartbeatInfo       SCTPParamType = 1
	SCTPParamIPv4Address         SCTPParamType = 5
	SCTPParamIPv6Address         SCTPParamType = 6
	SCTPParamStateCookie         SCTPParamType = 7
	SCTPParamUnrecognized        SCTPParamType = 8
	SCTPParamCookiePreservative  SCTPParamType = 9
	SCTPParamHostName            SCTPParamType = 11     // deprecated
	SCTPParamAddressTypes        SCTPParamType = 12     // supported
	SCTPParamOutgoingReset       SCTPParamType = 13     // RFC 6525
	SCTPParamIncomingReset       SCTPParamType = 14     // RFC 6525
	SCTPParamTSNReset            SCTPParamType = 15     // RFC 6525
	SCTPParamReConfigResponse    SCTPParamType = 16     // RFC 6525
	SCTPParamAddOutgoing         SCTPParamType = 17     // RFC 6525
	SCTPParamAddIncoming         SCTPParamType = 18     // RFC 6525
	SCTPParamECN                 SCTPParamType = 0x8000 // RFC 9260 Appendix A
	SCTPParamZeroChecksum        SCTPParamType = 0x8001 // RFC 9653
	SCTPParamRandom              SCTPParamType = 0x8002 // RFC 4895
	SCTPParamChunkList           SCTPParamType = 0x8003 // RFC 4895
	SCTPParamHMACs               SCTPParamType = 0x8004 // RFC 4895
	SCTPParamPadding             SCTPParamType = 0x8005 // RFC 4820
	SCTPParamSupportedExtensions SCTPParamType = 0x8008 // RFC 5061
	SCTPParamForwardTSN          SCTPParamType = 0xc000 // RFC 3758
	SCTPParamAddAddress          SCTPParamType = 0xc001 // RFC 5061
	SCTPParamDeleteAddress       SCTPParamType = 0xc002 // RFC 5061
	SCTPParamErrorCause          SCTPParamType = 0xc003 // RFC 5061
	SCTPParamSetPrimary          SCTPParamType = 0xc004 // RFC 5061
	SCTPParamSuccess             SCTPParamType = 0xc005 // RFC 5061
	SCTPParamAdaptation          SCTPParamType = 0xc006 // RFC 5061
)

func (t SCTPParamType) String() string {
	switch {
	case t >= 0xc000 && t <= SCTPParamAdaptation:
		return [...]string{"forward TSN supported", "add IP address", "delete IP address", "error cause indication",
			"set primary IP address", "success indication", "adaptation layer indication"}[t-0xc000]
	case t >= 0x8000:
		if s := listed([]string{"ECN capable", "zero checksum acceptable", "random", "chunk list", "requested HMAC algorithms",
			"padding", 8: "supported extensions"}, int(t-0x8000)); t <= SCTPParamSupportedExtensions {
			return s
		}
		return itoa(int(t))
	}
	return listed([]string{1: "heartbeat info", 5: "IPv4 address", "IPv6 address", "state cookie", "unrecognized parameter",
		"cookie preservative", 11: "host name address", "supported address types", "outgoing SSN reset request",
		"incoming SSN reset request", "SSN/TSN reset request", "re-configuration response", "add outgoing streams request",
		"add incoming streams request"}, int(t))
}

// SCTPCauseCode is why an SCTP chunk reports an error.
type SCTPCauseCode uint16

// The codes in IANA's registry. RFC 9260 §3.3.10 unless said.
const (
	SCTPCauseInvalidStream     SCTPCauseCode = 1
	SCTPCauseMissingParam      SCTPCauseCode = 2
	SCTPCauseStaleCookie       SCTPCauseCode = 3
	SCTPCauseOutOfResource     SCTPCauseCode = 4
	SCTPCauseUnresolvable      SCTPCauseCode = 5
	SCTPCauseUnrecognizedChunk SCTPCauseCode = 6
	SCTPCauseInvalidParam      SCTPCauseCode = 7
	SCTPCauseUnrecognizedParam SCTPCauseCode = 8
	SCTPCauseNoUserData        SCTPCauseCode = 9
	SCTPCauseCookieInShutdown  SCTPCauseCode = 10
	SCTPCauseNewAddresses      SCTPCauseCode = 11
	SCTPCauseUserAbort         SCTPCauseCode = 12
	SCTPCauseProtocolViolation SCTPCauseCode = 13
	SCTPCauseDeleteLast        SCTPCauseCode = 0x00a0 // RFC 5061
	SCTPCauseResourceShortage  SCTPCauseCode = 0x00a1 // RFC 5061
	SCTPCauseDeleteSource      SCTPCauseCode = 0x00a2 // RFC 5061
	SCTPCauseIllegalAck        SCTPCauseCode = 0x00a3 // RFC 5061
	SCTPCauseNoAuthorization   SCTPCauseCode = 0x00a4 // RFC 5061
	SCTPCauseUnsupportedHMAC   SCTPCauseCode = 0x0105 // RFC 4895
)

func (c SCTPCauseCode) String() string {
	switch {
	case c >= SCTPCauseDeleteLast && c <= SCTPCauseNoAuthorization:
		return [...]string{"request to delete last IP address", "operation refused due to resource shortage",
			"request to delete source IP address", "association aborted due to illegal ASCONF-ACK",
			"request refused, no authorization"}[c-SCTPCauseDeleteLast]
	case c == SCTPCauseUnsupportedHMAC:
		return "unsupported HMAC identifier"
	}
	return listed([]string{1: "invalid stream identifier", "missing mandatory parameter", "stale cookie", "out of resource",
		"unresolvable address", "unrecognized chunk type", "invalid mandatory parameter", "unrecognized parameters", "no user data",
		"cookie received while shutting down", "restart with new addresses", "user-initiated abort", "protocol violation"}, int(c))
}

// SCTPPayload says what user data is: a payload protocol identifier, in IANA's
// registry.
type SCTPPayload uint32

func (p SCTPPayload) String() string {
	if p > 73 {
		return string(appendUint(nil, uint32(p)))
	}
	return listed([]string{1: "IUA", "M2UA", "M3UA", "SUA", "M2PA", "V5UA", "H.248", "BICC", "TALI", "DUA", "ASAP", "ENRP", "H.323", "Q.IPC",
		"SIMCO", "DDP segment", "DDP stream", "S1AP", "RUA", "HNBAP", "ForCES-HP", "ForCES-MP", "ForCES-LP", "SBc-AP", "NBAP", 27: "X2AP",
		"IRCP", "LCS-AP", "MPICH2", "SABP", "FGP", "PPP", "CALCAPP", "SSP", "NPMP CTRL", "NPMP DATA", "ECHO", "DISCARD", "DAYTIME",
		"CHARGEN", "RNA", "M2AP", "M3AP", "SSH", "Diameter", "Diameter over DTLS", "R14P BER", "GERNA", "WebRTC DCEP", "WebRTC string",
		"WebRTC binary partial", "WebRTC binary", "WebRTC string partial", "3GPP PUA", "WebRTC string empty", "WebRTC binary empty",
		"XwAP", "Xw control", "NGAP", "XnAP", "F1AP", "HTTP/SCTP", "E1AP", "ELE2", "NGAP over DTLS", "XnAP over DTLS", "F1AP over DTLS",
		"E1AP over DTLS", "E2-CP", "E2-UP", "E2-DU", "W1AP"}, int(p))
}
