package wire

// Ports of SNMP. RFC 3417 §3.1.
const (
	PortSNMP     = 161
	PortSNMPTrap = 162
)

// SNMPVersion is the version of a message. RFC 3416, RFC 3412 §6.1.
type SNMPVersion int32

// The versions.
const (
	SNMPv1  SNMPVersion = 0
	SNMPv2c SNMPVersion = 1
	SNMPv3  SNMPVersion = 3
)

func (v SNMPVersion) String() string {
	return listed([]string{0: "v1", 1: "v2c", 3: "v3"}, max(0, int(v)))
}

// SNMPPDU is the kind of a PDU: the number of its tag. RFC 3416 §3.
type SNMPPDU uint8

// The kinds.
const (
	SNMPGet      SNMPPDU = 0
	SNMPGetNext  SNMPPDU = 1
	SNMPResponse SNMPPDU = 2
	SNMPSet      SNMPPDU = 3
	SNMPTrapV1   SNMPPDU = 4 // RFC 1157 §4.1.6
	SNMPGetBulk  SNMPPDU = 5
	SNMPInform   SNMPPDU = 6
	SNMPTrap     SNMPPDU = 7
	SNMPReport   SNMPPDU = 8
)

func (p SNMPPDU) String() string {
	return listed([]string{
		"GetRequest", "GetNextRequest", "Response", "SetRequest", "Trap", "GetBulkRequest", "InformRequest", "SNMPv2-Trap", "Report",
	}, int(p))
}

// SNMPError is the status of a response. RFC 3416 §3.
type SNMPError int32

func (e SNMPError) String() string {
	names := []string{
		"noError", "tooBig", "noSuchName", "badValue", "readOnly", "genErr", "noAccess", "wrongType", "wrongLength", "wrongEncoding",
		"wrongValue", "noCreation", "inconsistentValue", "resourceUnavailable", "commitFailed", "undoFailed", "authorizationError",
		"notWritable", "inconsistentName",
	}
	if e < 0 {
		return "-" + string(appendUint64(nil, uint64(-int64(e))))
	}
	return listed(names, int(e))
}

// SNMPFlags are the flags of a version 3 message. RFC 3412 §6.4.
type SNMPFlags uint8

// The flags.
const (
	SNMPAuth       SNMPFlags = 1
	SNMPPriv       SNMPFlags = 2
	SNMPReportable SNMPFlags = 4
)

func (f SNMPFlags) String() string { return flagNames(uint(f), "auth", "priv", "reportable") }

// Tags of SNMP's own types. RFC 2578 §2, RFC 3416 §3.
const (
	SNMPIPAddress      BERTag = 0x40
	SNMPCounter32      BERTag = 0x41
	SNMPGauge32        BERTag = 0x42
	SNMPTimeTicks      BERTag = 0x43 // hundredths of a second
	SNMPOpaque         BERTag = 0x44
	SNMPCounter64      BERTag = 0x46
	SNMPNoSuchObject   BERTag = 0x80
	SNMPNoSuchInstance BERTag = 0x81
	SNMPEndOfMIBView   BERTag = 0x82
)
