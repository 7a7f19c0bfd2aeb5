package pfcp

import (
	"github.com/gocap-project/gocap/internal/coder"
	"github.com/gocap-project/gocap/wire"
)

// A kind is how the value of an element is read.
type kind uint8

const (
	opaque kind = iota // bytes
	number
	text
	name
	when
	flags
)

// form returns how values of type t are read that have no struct. To add an element: its
// line here, or in newIE if it has fields.
func form(t wire.PFCPIEType) kind {
	switch t {
	case wire.PFCPIECause, wire.PFCPIESourceInterface, wire.PFCPIEDestinationInterface, wire.PFCPIEPrecedence, wire.PFCPIEGateStatus,
		wire.PFCPIEQERCorrelationID, wire.PFCPIETimeThreshold, wire.PFCPIESubsequentTimeThreshold, wire.PFCPIEInactivityDetectionTime,
		wire.PFCPIEOffendingIE, wire.PFCPIEDownlinkDataNotificationDelay, wire.PFCPIEDLBufferingDuration,
		wire.PFCPIEDLBufferingSuggestedPacketCount, wire.PFCPIESequenceNumber, wire.PFCPIEMetric, wire.PFCPIETimer, wire.PFCPIEPDRID,
		wire.PFCPIEMeasurementPeriod, wire.PFCPIEDurationMeasurement, wire.PFCPIEQuotaHoldingTime, wire.PFCPIETimeQuota,
		wire.PFCPIESubsequentTimeQuota, wire.PFCPIEURRID, wire.PFCPIELinkedURRID, wire.PFCPIEBARID, wire.PFCPIEOuterHeaderRemoval,
		wire.PFCPIEURSEQN, wire.PFCPIEFARID, wire.PFCPIEQERID, wire.PFCPIEGracefulReleasePeriod, wire.PFCPIEPDNType,
		wire.PFCPIEUserPlaneInactivityTimer, wire.PFCPIEAggregatedURRID, wire.PFCPIERQI, wire.PFCPIEQFI, wire.PFCPIEQueryURRReference,
		wire.PFCPIETrafficEndpointID, wire.PFCPIEEthertype, wire.PFCPIEEthernetFilterID, wire.PFCPIESuggestedBufferingPacketsCount,
		wire.PFCPIEEthernetInactivityTimer, wire.PFCPIEEventQuota, wire.PFCPIEEventThreshold, wire.PFCPIESubsequentEventQuota,
		wire.PFCPIESubsequentEventThreshold, wire.PFCPIEFramedRouting, wire.PFCPIEAveragingWindow, wire.PFCPIEPagingPolicyIndicator,
		wire.PFCPIEInterfaceType, wire.PFCPIEMARID, wire.PFCPIEWeight, wire.PFCPIEPriority, wire.PFCPIEQuotaValidityTime,
		wire.PFCPIENumberOfReports, wire.PFCPIESRRID, wire.PFCPIETransportLevelMarking, wire.PFCPIERATType, wire.PFCPIEMinimumWaitTime,
		wire.PFCPIEAveragePacketDelay, wire.PFCPIEMinimumPacketDelay, wire.PFCPIEMaximumPacketDelay, wire.PFCPIENumberOfUEIPAddresses,
		wire.PFCPIEValidityTimer, wire.PFCPIEMaximumReceiveUnit, wire.PFCPIETunnelPreference, wire.PFCPIEDSTTPortNumber,
		wire.PFCPIENWTTPortNumber, wire.PFCPIETimeDomainNumber, wire.PFCPIESteeringFunctionality, wire.PFCPIESteeringMode,
		wire.PFCPIEDLDataPacketsSize:
		return number
	case wire.PFCPIEApplicationID, wire.PFCPIEApplicationInstanceID, wire.PFCPIEActivatePredefinedRules,
		wire.PFCPIEDeactivatePredefinedRules, wire.PFCPIEFramedRoute, wire.PFCPIEFramedIPv6Route, wire.PFCPIEEventNotificationURI,
		wire.PFCPIEPredefinedRulesName, wire.PFCPIECallingNumber, wire.PFCPIECalledNumber:
		return text
	case wire.PFCPIENetworkInstance, wire.PFCPIEAPNDNN:
		return name
	case wire.PFCPIEMonitoringTime, wire.PFCPIETimeOfFirstPacket, wire.PFCPIETimeOfLastPacket, wire.PFCPIEStartTime, wire.PFCPIEEndTime,
		wire.PFCPIERecoveryTimeStamp, wire.PFCPIEEventTimeStamp, wire.PFCPIEActivationTime, wire.PFCPIEDeactivationTime:
		return when
	}
	if bits(t) != nil {
		return flags
	}
	return opaque
}

// bits returns the names of the bits of elements of type t, the lowest of the first byte
// first, or nil.
func bits(t wire.PFCPIEType) []string {
	switch t {
	case wire.PFCPIEReportingTriggers:
		return []string{"PERIO", "VOLTH", "TIMTH", "QUHTI", "START", "STOPT", "DROTH", "LIUSA", "VOLQU", "TIMQU", "ENVCL", "MACAR",
			"EVETH", "EVEQU", "IPMJL", "QUVTI", "REEMR", "UPINT"}
	case wire.PFCPIEUsageReportTrigger:
		return []string{"PERIO", "VOLTH", "TIMTH", "QUHTI", "START", "STOPT", "DROTH", "IMMER", "VOLQU", "TIMQU", "LIUSA", "TERMR",
			"MONIT", "ENVCL", "MACAR", "EVETH", "EVEQU", "TEBUR", "IPMJL", "QUVTI", "EMRRE", "UPINT"}
	case wire.PFCPIEReportType:
		return []string{"DLDR", "USAR", "ERIR", "UPIR", "TMIR", "SESR", "UISR"}
	case wire.PFCPIEApplyAction:
		return []string{"DROP", "FORW", "BUFF", "NOCP", "DUPL", "IPMA", "IPMD", "DFRT", "EDRT", "BDPN", "DDPN", "FSSM", "MBSU"}
	case wire.PFCPIEUPFunctionFeatures:
		return []string{"BUCP", "DDND", "DLBD", "TRST", "FTUP", "PFDM", "HEEU", "TREU", "EMPU", "PDIU", "UDBC", "QUOAC", "TRACE", "FRRT",
			"PFDE", "EPFAR", "DPDRA", "ADPDP", "UEIP", "SSET", "MNOP", "MTE", "BUNDL", "GCOM", "MPAS", "RTTL", "VTIME", "NORP", "IPTV",
			"IP6PL", "TSCU", "MPTCP", "ATSSS-LL", "QFQM", "GPQM", "MT-EDT", "CIOT", "ETHAR", "DDDS", "RDS", "RTTWP"}
	case wire.PFCPIECPFunctionFeatures:
		return []string{"LOAD", "OVRL", "EPFAR", "SSET", "BUNDL", "MPAS", "ARDR", "UIAUR", "PSUCC", "RPGUR"}
	case wire.PFCPIEMeasurementMethod:
		return []string{"DURAT", "VOLUM", "EVENT"}
	case wire.PFCPIEUsageInformation:
		return []string{"BEF", "AFT", "UAE", "UBE"}
	case wire.PFCPIEMeasurementInformation:
		return []string{"MBQE", "INAM", "RADI", "ISTM", "MNOP", "SSPOC", "ASPOC", "CIAM"}
	case wire.PFCPIENodeReportType:
		return []string{"UPFR", "UPRR", "CKDR", "GPQR", "PURR", "VSR"}
	case wire.PFCPIESMReqFlags:
		return []string{"DROBU", "SNDEM", "QAURR", "SUMPC", "RUMUC", "DETEID", "HRSBOM"}
	case wire.PFCPIESRRspFlags:
		return []string{"DROBU"}
	case wire.PFCPIESRReqFlags:
		return []string{"PSDBU"}
	case wire.PFCPIEAUReqFlags:
		return []string{"PARPS"}
	case wire.PFCPIESEReqFlags:
		return []string{"RESTI", "SUMPC", "HRSBOM"}
	case wire.PFCPIEASRspFlags:
		return []string{"PSREI", "UUPSI"}
	case wire.PFCPIEASReqFlags:
		return []string{"UUPSI"}
	case wire.PFCPIESDRspFlags:
		return []string{"PURU"}
	case wire.PFCPIEOCIFlags:
		return []string{"AOCI"}
	case wire.PFCPIEAssociationRelease:
		return []string{"SARR", "URSS"}
	case wire.PFCPIEProxying:
		return []string{"ARP", "INS"}
	case wire.PFCPIEEthernetFilterProperties:
		return []string{"BIDE"}
	case wire.PFCPIEEthernetPDUSessionInformation:
		return []string{"ETHI"}
	case wire.PFCPIEDataStatus:
		return []string{"DROP", "BUFF"}
	case wire.PFCPIEIPVersion:
		return []string{"V4", "V6"}
	}
	return nil
}

// flagNames returns the names of the bits in d.
func flagNames(t wire.PFCPIEType, d []byte) string {
	var x uint64
	for i, c := range d[:min(len(d), 8)] {
		x |= uint64(c) << (8 * i)
	}
	return string(coder.AppendFlags(nil, x, bits(t)...))
}

// meaning returns what number x stands for in elements of type t.
func meaning(t wire.PFCPIEType, x uint64) string {
	if x > 0xffff {
		return ""
	}
	pick := func(names ...string) string {
		if x < uint64(len(names)) {
			return names[x]
		}
		return ""
	}
	switch t {
	case wire.PFCPIECause:
		return wire.PFCPCause(x).String()
	case wire.PFCPIEOffendingIE:
		return wire.PFCPIEType(x).String()
	case wire.PFCPIESourceInterface, wire.PFCPIEDestinationInterface:
		x &= 15
		return pick("Access", "Core", "SGi-LAN/N6-LAN", "CP-function", "5G VN internal/LI function")
	case wire.PFCPIEGateStatus:
		if x > 15 {
			return ""
		}
		return "uplink " + gates[x>>2] + " downlink " + gates[x&3]
	case wire.PFCPIEOuterHeaderRemoval:
		return pick("GTP-U/UDP/IPv4", "GTP-U/UDP/IPv6", "UDP/IPv4", "UDP/IPv6", "IPv4", "IPv6", "GTP-U/UDP/IP", "VLAN S-TAG",
			"S-TAG and C-TAG")
	case wire.PFCPIEPDNType:
		return pick("", "IPv4", "IPv6", "IPv4v6", "Non-IP", "Ethernet")
	case wire.PFCPIESteeringMode:
		return pick("Active-Standby", "Smallest Delay", "Load Balancing", "Priority-based", "Redundant")
	}
	return ""
}

var gates = [4]string{"open", "closed", "2", "3"}
