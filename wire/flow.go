package wire

// UDP ports of flow records.
const (
	PortNetFlow = 2055 // the one in use; Cisco has none of its own
	PortIPFIX   = 4739 // RFC 7011 §11
	PortSFlow   = 6343
)

// FlowField names a field of NetFlow version 9 and an information element of IPFIX,
// which have the same numbers up to 127. https://www.iana.org/assignments/ipfix
type FlowField uint16

var flowFields = []coded{
	{1, "octetDeltaCount"}, {2, "packetDeltaCount"}, {3, "deltaFlowCount"}, {4, "protocolIdentifier"}, {5, "ipClassOfService"},
	{6, "tcpControlBits"}, {7, "sourceTransportPort"}, {8, "sourceIPv4Address"}, {9, "sourceIPv4PrefixLength"}, {10, "ingressInterface"},
	{11, "destinationTransportPort"}, {12, "destinationIPv4Address"}, {13, "destinationIPv4PrefixLength"}, {14, "egressInterface"},
	{15, "ipNextHopIPv4Address"}, {16, "bgpSourceAsNumber"}, {17, "bgpDestinationAsNumber"}, {18, "bgpNextHopIPv4Address"},
	{19, "postMCastPacketDeltaCount"}, {20, "postMCastOctetDeltaCount"}, {21, "flowEndSysUpTime"}, {22, "flowStartSysUpTime"},
	{23, "postOctetDeltaCount"}, {24, "postPacketDeltaCount"}, {25, "minimumIpTotalLength"}, {26, "maximumIpTotalLength"},
	{27, "sourceIPv6Address"}, {28, "destinationIPv6Address"}, {29, "sourceIPv6PrefixLength"}, {30, "destinationIPv6PrefixLength"},
	{31, "flowLabelIPv6"}, {32, "icmpTypeCodeIPv4"}, {33, "igmpType"}, {34, "samplingInterval"}, {35, "samplingAlgorithm"},
	{36, "flowActiveTimeout"}, {37, "flowIdleTimeout"}, {38, "engineType"}, {39, "engineId"}, {40, "exportedOctetTotalCount"},
	{41, "exportedMessageTotalCount"}, {42, "exportedFlowRecordTotalCount"}, {44, "sourceIPv4Prefix"}, {45, "destinationIPv4Prefix"},
	{46, "mplsTopLabelType"}, {47, "mplsTopLabelIPv4Address"}, {48, "samplerId"}, {49, "samplerMode"}, {50, "samplerRandomInterval"},
	{52, "minimumTTL"}, {53, "maximumTTL"}, {54, "fragmentIdentification"}, {55, "postIpClassOfService"}, {56, "sourceMacAddress"},
	{57, "postDestinationMacAddress"}, {58, "vlanId"}, {59, "postVlanId"}, {60, "ipVersion"}, {61, "flowDirection"},
	{62, "ipNextHopIPv6Address"}, {63, "bgpNextHopIPv6Address"}, {64, "ipv6ExtensionHeaders"}, {70, "mplsTopLabelStackSection"},
	{71, "mplsLabelStackSection2"}, {72, "mplsLabelStackSection3"}, {80, "destinationMacAddress"}, {81, "postSourceMacAddress"},
	{82, "interfaceName"}, {83, "interfaceDescription"}, {84, "samplerName"}, {85, "octetTotalCount"}, {86, "packetTotalCount"},
	{88, "fragmentOffset"}, {89, "forwardingStatus"}, {90, "mplsVpnRouteDistinguisher"}, {94, "applicationDescription"},
	{95, "applicationId"}, {96, "applicationName"}, {128, "bgpNextAdjacentAsNumber"}, {129, "bgpPrevAdjacentAsNumber"},
	{130, "exporterIPv4Address"}, {131, "exporterIPv6Address"}, {132, "droppedOctetDeltaCount"}, {133, "droppedPacketDeltaCount"},
	{136, "flowEndReason"}, {137, "commonPropertiesId"}, {138, "observationPointId"}, {139, "icmpTypeCodeIPv6"},
	{140, "mplsTopLabelIPv6Address"}, {141, "lineCardId"}, {142, "portId"}, {143, "meteringProcessId"}, {144, "exportingProcessId"},
	{145, "templateId"}, {146, "wlanChannelId"}, {147, "wlanSSID"}, {148, "flowId"}, {149, "observationDomainId"},
	{150, "flowStartSeconds"}, {151, "flowEndSeconds"}, {152, "flowStartMilliseconds"}, {153, "flowEndMilliseconds"},
	{154, "flowStartMicroseconds"}, {155, "flowEndMicroseconds"}, {156, "flowStartNanoseconds"}, {157, "flowEndNanoseconds"},
	{158, "flowStartDeltaMicroseconds"}, {159, "flowEndDeltaMicroseconds"}, {160, "systemInitTimeMilliseconds"},
	{161, "flowDurationMilliseconds"}, {162, "flowDurationMicroseconds"}, {163, "observedFlowTotalCount"},
	{164, "ignoredPacketTotalCount"}, {165, "ignoredOctetTotalCount"}, {166, "notSentFlowTotalCount"},
	{167, "notSentPacketTotalCount"}, {168, "notSentOctetTotalCount"}, {169, "destinationIPv6Prefix"}, {170, "sourceIPv6Prefix"},
	{171, "postOctetTotalCount"}, {172, "postPacketTotalCount"}, {173, "flowKeyIndicator"}, {176, "icmpTypeIPv4"},
	{177, "icmpCodeIPv4"}, {178, "icmpTypeIPv6"}, {179, "icmpCodeIPv6"}, {180, "udpSourcePort"}, {181, "udpDestinationPort"},
	{182, "tcpSourcePort"}, {183, "tcpDestinationPort"}, {184, "tcpSequenceNumber"}, {185, "tcpAcknowledgementNumber"},
	{186, "tcpWindowSize"}, {187, "tcpUrgentPointer"}, {188, "tcpHeaderLength"}, {189, "ipHeaderLength"}, {190, "totalLengthIPv4"},
	{191, "payloadLengthIPv6"}, {192, "ipTTL"}, {193, "nextHeaderIPv6"}, {194, "mplsPayloadLength"}, {195, "ipDiffServCodePoint"},
	{196, "ipPrecedence"}, {197, "fragmentFlags"}, {198, "octetDeltaSumOfSquares"}, {200, "mplsTopLabelTTL"}, {205, "udpMessageLength"},
	{206, "isMulticast"}, {207, "ipv4IHL"}, {208, "ipv4Options"}, {209, "tcpOptions"}, {210, "paddingOctets"},
	{211, "collectorIPv4Address"}, {212, "collectorIPv6Address"}, {213, "exportInterface"}, {214, "exportProtocolVersion"},
	{215, "exportTransportProtocol"}, {216, "collectorTransportPort"}, {217, "exporterTransportPort"}, {218, "tcpSynTotalCount"},
	{225, "postNATSourceIPv4Address"}, {226, "postNATDestinationIPv4Address"}, {227, "postNAPTSourceTransportPort"},
	{228, "postNAPTDestinationTransportPort"}, {229, "natOriginatingAddressRealm"}, {230, "natEvent"}, {231, "initiatorOctets"},
	{232, "responderOctets"}, {233, "firewallEvent"}, {234, "ingressVRFID"}, {235, "egressVRFID"}, {236, "VRFname"},
	{239, "biflowDirection"}, {240, "ethernetHeaderLength"}, {243, "dot1qVlanId"}, {244, "dot1qPriority"}, {252, "ingressPhysicalInterface"},
	{253, "egressPhysicalInterface"}, {256, "ethernetType"}, {258, "collectionTimeMilliseconds"}, {281, "postNATSourceIPv6Address"},
	{282, "postNATDestinationIPv6Address"}, {283, "natPoolId"}, {295, "IPSecSPI"}, {298, "initiatorPackets"}, {299, "responderPackets"},
	{302, "selectorId"}, {304, "selectorAlgorithm"}, {305, "samplingPacketInterval"}, {306, "samplingPacketSpace"},
	{315, "dataLinkFrameSection"}, {322, "observationTimeSeconds"}, {323, "observationTimeMilliseconds"}, {346, "privateEnterpriseNumber"},
	{351, "layer2SegmentId"}, {361, "portRangeStart"}, {362, "portRangeEnd"}, {371, "userName"},
}

func (x FlowField) String() string { return codedName(flowFields, uint32(x)) }
