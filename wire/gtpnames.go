package wire

// What GTP has numbers for: messages, information elements, causes, interfaces.

// GTPMessage is the type of a message of GTP versions 0 and 1 and of GTP'. 3GPP TS
// 29.060 §7.1, TS 29.281 §6.1, TS 32.295 §6.2.1.
type GTPMessage uint8

// The types of messages.
const (
	GTPEchoRequest                            GTPMessage = 1
	GTPEchoResponse                           GTPMessage = 2
	GTPVersionNotSupported                    GTPMessage = 3
	GTPNodeAliveRequest                       GTPMessage = 4
	GTPNodeAliveResponse                      GTPMessage = 5
	GTPRedirectionRequest                     GTPMessage = 6
	GTPRedirectionResponse                    GTPMessage = 7
	GTPCreatePDPContextRequest                GTPMessage = 16
	GTPCreatePDPContextResponse               GTPMessage = 17
	GTPUpdatePDPContextRequest                GTPMessage = 18
	GTPUpdatePDPContextResponse               GTPMessage = 19
	GTPDeletePDPContextRequest                GTPMessage = 20
	GTPDeletePDPContextResponse               GTPMessage = 21
	GTPInitiatePDPContextActivationRequest    GTPMessage = 22
	GTPInitiatePDPContextActivationResponse   GTPMessage = 23
	GTPErrorIndication                        GTPMessage = 26
	GTPPDUNotificationRequest                 GTPMessage = 27
	GTPPDUNotificationResponse                GTPMessage = 28
	GTPPDUNotificationRejectRequest           GTPMessage = 29
	GTPPDUNotificationRejectResponse          GTPMessage = 30
	GTPSupportedExtensions                    GTPMessage = 31
	GTPSendRouteingInformationForGPRSRequest  GTPMessage = 32
	GTPSendRouteingInformationForGPRSResponse GTPMessage = 33
	GTPFailureReportRequest                   GTPMessage = 34
	GTPFailureReportResponse                  GTPMessage = 35
	GTPNoteMSGPRSPresentRequest               GTPMessage = 36
	GTPNoteMSGPRSPresentResponse              GTPMessage = 37
	GTPIdentificationRequest                  GTPMessage = 48
	GTPIdentificationResponse                 GTPMessage = 49
	GTPSGSNContextRequest                     GTPMessage = 50
	GTPSGSNContextResponse                    GTPMessage = 51
	GTPSGSNContextAcknowledge                 GTPMessage = 52
	GTPForwardRelocationRequest               GTPMessage = 53
	GTPForwardRelocationResponse              GTPMessage = 54
	GTPForwardRelocationComplete              GTPMessage = 55
	GTPRelocationCancelRequest                GTPMessage = 56
	GTPRelocationCancelResponse               GTPMessage = 57
	GTPForwardSRNSContext                     GTPMessage = 58
	GTPForwardRelocationCompleteAcknowledge   GTPMessage = 59
	GTPForwardSRNSContextAcknowledge          GTPMessage = 60
	GTPUERegistrationQueryRequest             GTPMessage = 61
	GTPUERegistrationQueryResponse            GTPMessage = 62
	GTPRANInformationRelay                    GTPMessage = 70
	GTPMBMSNotificationRequest                GTPMessage = 96
	GTPMBMSNotificationResponse               GTPMessage = 97
	GTPMBMSNotificationRejectRequest          GTPMessage = 98
	GTPMBMSNotificationRejectResponse         GTPMessage = 99
	GTPCreateMBMSContextRequest               GTPMessage = 100
	GTPCreateMBMSContextResponse              GTPMessage = 101
	GTPUpdateMBMSContextRequest               GTPMessage = 102
	GTPUpdateMBMSContextResponse              GTPMessage = 103
	GTPDeleteMBMSContextRequest               GTPMessage = 104
	GTPDeleteMBMSContextResponse              GTPMessage = 105
	GTPMBMSRegistrationRequest                GTPMessage = 112
	GTPMBMSRegistrationResponse               GTPMessage = 113
	GTPMBMSDeRegistrationRequest              GTPMessage = 114
	GTPMBMSDeRegistrationResponse             GTPMessage = 115
	GTPMBMSSessionStartRequest                GTPMessage = 116
	GTPMBMSSessionStartResponse               GTPMessage = 117
	GTPMBMSSessionStopRequest                 GTPMessage = 118
	GTPMBMSSessionStopResponse                GTPMessage = 119
	GTPMBMSSessionUpdateRequest               GTPMessage = 120
	GTPMBMSSessionUpdateResponse              GTPMessage = 121
	GTPMSInfoChangeNotificationRequest        GTPMessage = 128
	GTPMSInfoChangeNotificationResponse       GTPMessage = 129
	GTPDataRecordTransferRequest              GTPMessage = 240
	GTPDataRecordTransferResponse             GTPMessage = 241
	GTPTunnelStatus                           GTPMessage = 253
	GTPEndMarker                              GTPMessage = 254
	GTPPDU                                    GTPMessage = 255
)

func (x GTPMessage) String() string { return listed(gtpMessages, int(x)) }

var gtpMessages = []string{
	1: "Echo Request", 2: "Echo Response", 3: "Version Not Supported", 4: "Node Alive Request",
	5: "Node Alive Response", 6: "Redirection Request", 7: "Redirection Response", 16: "Create PDP Context Request",
	17: "Create PDP Context Response", 18: "Update PDP Context Request", 19: "Update PDP Context Response",
	20: "Delete PDP Context Request", 21: "Delete PDP Context Response", 22: "Initiate PDP Context Activation Request",
	23: "Initiate PDP Context Activation Response", 26: "Error Indication", 27: "PDU Notification Request",
	28: "PDU Notification Response", 29: "PDU Notification Reject Request", 30: "PDU Notification Reject Response",
	31: "Supported Extension Headers Notification", 32: "Send Routeing Information for GPRS Request",
	33: "Send Routeing Information for GPRS Response", 34: "Failure Report Request", 35: "Failure Report Response",
	36: "Note MS GPRS Present Request", 37: "Note MS GPRS Present Response", 48: "Identification Request",
	49: "Identification Response", 50: "SGSN Context Request", 51: "SGSN Context Response",
	52: "SGSN Context Acknowledge", 53: "Forward Relocation Request", 54: "Forward Relocation Response",
	55: "Forward Relocation Complete", 56: "Relocation Cancel Request", 57: "Relocation Cancel Response",
	58: "Forward SRNS Context", 59: "Forward Relocation Complete Acknowledge", 60: "Forward SRNS Context Acknowledge",
	61: "UE Registration Query Request", 62: "UE Registration Query Response", 70: "RAN Information Relay",
	96: "MBMS Notification Request", 97: "MBMS Notification Response", 98: "MBMS Notification Reject Request",
	99: "MBMS Notification Reject Response", 100: "Create MBMS Context Request", 101: "Create MBMS Context Response",
	102: "Update MBMS Context Request", 103: "Update MBMS Context Response", 104: "Delete MBMS Context Request",
	105: "Delete MBMS Context Response", 112: "MBMS Registration Request", 113: "MBMS Registration Response",
	114: "MBMS De-Registration Request", 115: "MBMS De-Registration Response", 116: "MBMS Session Start Request",
	117: "MBMS Session Start Response", 118: "MBMS Session Stop Request", 119: "MBMS Session Stop Response",
	120: "MBMS Session Update Request", 121: "MBMS Session Update Response", 128: "MS Info Change Notification Request",
	129: "MS Info Change Notification Response", 240: "Data Record Transfer Request",
	241: "Data Record Transfer Response", 253: "Tunnel Status", 254: "End Marker", 255: "G-PDU",
}

// GTPIEType is the type of an information element of GTP versions 0 and 1. Those below 128
// have a fixed length that depends on the type. 3GPP TS 29.060 §7.7.
type GTPIEType uint8

// The types of information elements.
const (
	GTPIECause                                 GTPIEType = 1
	GTPIEIMSI                                  GTPIEType = 2
	GTPIERAI                                   GTPIEType = 3
	GTPIETLLI                                  GTPIEType = 4
	GTPIEPTMSI                                 GTPIEType = 5
	GTPIEQoSProfileV0                          GTPIEType = 6
	GTPIEReorderingRequired                    GTPIEType = 8
	GTPIEAuthenticationTriplet                 GTPIEType = 9
	GTPIEMAPCause                              GTPIEType = 11
	GTPIEPTMSISignature                        GTPIEType = 12
	GTPIEMSValidated                           GTPIEType = 13
	GTPIERecovery                              GTPIEType = 14
	GTPIESelectionMode                         GTPIEType = 15
	GTPIETEIDData                              GTPIEType = 16
	GTPIETEIDControl                           GTPIEType = 17
	GTPIETEIDDataII                            GTPIEType = 18
	GTPIETeardownInd                           GTPIEType = 19
	GTPIENSAPI                                 GTPIEType = 20
	GTPIERANAPCause                            GTPIEType = 21
	GTPIERABContext                            GTPIEType = 22
	GTPIERadioPrioritySMS                      GTPIEType = 23
	GTPIERadioPriority                         GTPIEType = 24
	GTPIEPacketFlowId                          GTPIEType = 25
	GTPIEChargingCharacteristics               GTPIEType = 26
	GTPIETraceReference                        GTPIEType = 27
	GTPIETraceType                             GTPIEType = 28
	GTPIEMSNotReachableReason                  GTPIEType = 29
	GTPIEPacketTransferCommand                 GTPIEType = 126
	GTPIEChargingID                            GTPIEType = 127
	GTPIEEndUserAddress                        GTPIEType = 128
	GTPIEMMContext                             GTPIEType = 129
	GTPIEPDPContext                            GTPIEType = 130
	GTPIEAPN                                   GTPIEType = 131
	GTPIEPCO                                   GTPIEType = 132
	GTPIEGSNAddress                            GTPIEType = 133
	GTPIEMSISDN                                GTPIEType = 134
	GTPIEQoSProfile                            GTPIEType = 135
	GTPIEAuthenticationQuintuplet              GTPIEType = 136
	GTPIETFT                                   GTPIEType = 137
	GTPIETargetIdentification                  GTPIEType = 138
	GTPIEUTRANTransparentContainer             GTPIEType = 139
	GTPIERABSetupInformation                   GTPIEType = 140
	GTPIEExtensionTypes                        GTPIEType = 141
	GTPIETriggerId                             GTPIEType = 142
	GTPIEOMCIdentity                           GTPIEType = 143
	GTPIERANTransparentContainer               GTPIEType = 144
	GTPIEPDPContextPrioritization              GTPIEType = 145
	GTPIEAdditionalRABSetupInformation         GTPIEType = 146
	GTPIESGSNNumber                            GTPIEType = 147
	GTPIECommonFlags                           GTPIEType = 148
	GTPIEAPNRestriction                        GTPIEType = 149
	GTPIERadioPriorityLCS                      GTPIEType = 150
	GTPIERATType                               GTPIEType = 151
	GTPIEULI                                   GTPIEType = 152
	GTPIEMSTimeZone                            GTPIEType = 153
	GTPIEIMEI                                  GTPIEType = 154
	GTPIECAMELChargingInformationContainer     GTPIEType = 155
	GTPIEMBMSUEContext                         GTPIEType = 156
	GTPIETMGI                                  GTPIEType = 157
	GTPIERIMRoutingAddress                     GTPIEType = 158
	GTPIEMBMSProtocolConfigurationOptions      GTPIEType = 159
	GTPIEMBMSServiceArea                       GTPIEType = 160
	GTPIESourceRNCPDCPContextInfo              GTPIEType = 161
	GTPIEAdditionalTraceInfo                   GTPIEType = 162
	GTPIEHopCounter                            GTPIEType = 163
	GTPIESelectedPLMNID                        GTPIEType = 164
	GTPIEMBMSSessionIdentifier                 GTPIEType = 165
	GTPIEMBMS2G3GIndicator                     GTPIEType = 166
	GTPIEEnhancedNSAPI                         GTPIEType = 167
	GTPIEMBMSSessionDuration                   GTPIEType = 168
	GTPIEAdditionalMBMSTraceInfo               GTPIEType = 169
	GTPIEMBMSSessionRepetitionNumber           GTPIEType = 170
	GTPIEMBMSTimeToDataTransfer                GTPIEType = 171
	GTPIEPSHandoverRequestContext              GTPIEType = 172
	GTPIEBSSContainer                          GTPIEType = 173
	GTPIECellIdentification                    GTPIEType = 174
	GTPIEPDUNumbers                            GTPIEType = 175
	GTPIEBSSGPCause                            GTPIEType = 176
	GTPIERequiredMBMSBearerCapabilities        GTPIEType = 177
	GTPIERIMRoutingAddressDiscriminator        GTPIEType = 178
	GTPIEListOfSetUpPFCs                       GTPIEType = 179
	GTPIEPSHandoverXIDParameters               GTPIEType = 180
	GTPIEMSInfoChangeReportingAction           GTPIEType = 181
	GTPIEDirectTunnelFlags                     GTPIEType = 182
	GTPIECorrelationID                         GTPIEType = 183
	GTPIEBearerControlMode                     GTPIEType = 184
	GTPIEMBMSFlowIdentifier                    GTPIEType = 185
	GTPIEMBMSIPMulticastDistribution           GTPIEType = 186
	GTPIEMBMSDistributionAcknowledgement       GTPIEType = 187
	GTPIEReliableInterRATHandoverInfo          GTPIEType = 188
	GTPIERFSPIndex                             GTPIEType = 189
	GTPIEFQDN                                  GTPIEType = 190
	GTPIEEvolvedARPI                           GTPIEType = 191
	GTPIEEvolvedARPII                          GTPIEType = 192
	GTPIEExtendedCommonFlags                   GTPIEType = 193
	GTPIEUCI                                   GTPIEType = 194
	GTPIECSGInformationReportingAction         GTPIEType = 195
	GTPIECSGID                                 GTPIEType = 196
	GTPIECMI                                   GTPIEType = 197
	GTPIEAMBR                                  GTPIEType = 198
	GTPIEUENetworkCapability                   GTPIEType = 199
	GTPIEUEAMBR                                GTPIEType = 200
	GTPIEAPNAMBRWithNSAPI                      GTPIEType = 201
	GTPIEGGSNBackOffTime                       GTPIEType = 202
	GTPIESignallingPriorityIndication          GTPIEType = 203
	GTPIESignallingPriorityIndicationWithNSAPI GTPIEType = 204
	GTPIEHigherBitratesThan16MbpsFlag          GTPIEType = 205
	GTPIEMaxMBRAPNAMBR                         GTPIEType = 206
	GTPIEAdditionalMMContextForSRVCC           GTPIEType = 207
	GTPIEAdditionalFlagsForSRVCC               GTPIEType = 208
	GTPIESTNSR                                 GTPIEType = 209
	GTPIECMSISDN                               GTPIEType = 210
	GTPIEExtendedRANAPCause                    GTPIEType = 211
	GTPIEENodeBID                              GTPIEType = 212
	GTPIESelectionModeWithNSAPI                GTPIEType = 213
	GTPIEULITimestamp                          GTPIEType = 214
	GTPIELHNIDWithNSAPI                        GTPIEType = 215
	GTPIECNOperatorSelectionEntity             GTPIEType = 216
	GTPIEUEUsageType                           GTPIEType = 217
	GTPIEExtendedCommonFlagsII                 GTPIEType = 218
	GTPIENodeIdentifier                        GTPIEType = 219
	GTPIECIoTOptimizationsSupportIndication    GTPIEType = 220
	GTPIESCEFPDNConnection                     GTPIEType = 221
	GTPIEIOVUpdatesCounter                     GTPIEType = 222
	GTPIEMappedUEUsageType                     GTPIEType = 223
	GTPIEUPFunctionSelectionIndicationFlags    GTPIEType = 224
	GTPIEExtended                              GTPIEType = 238
	GTPIESequenceNumbersOfReleasedPackets      GTPIEType = 249
	GTPIESequenceNumbersOfCancelledPackets     GTPIEType = 250
	GTPIEChargingGatewayAddress                GTPIEType = 251
	GTPIEDataRecordPacket                      GTPIEType = 252
	GTPIERequestsResponded                     GTPIEType = 253
	GTPIEAddressOfRecommendedNode              GTPIEType = 254
	GTPIEPrivate                               GTPIEType = 255
)

func (x GTPIEType) String() string { return listed(gtpIENames, int(x)) }

var gtpIENames = []string{
	1: "Cause", 2: "IMSI", 3: "RAI", 4: "TLLI", 5: "P-TMSI", 6: "QoS Profile (GTPv0)", 8: "Reordering Required",
	9: "Authentication Triplet", 11: "MAP Cause", 12: "P-TMSI Signature", 13: "MS Validated", 14: "Recovery",
	15: "Selection Mode", 16: "TEID Data I", 17: "TEID Control Plane", 18: "TEID Data II", 19: "Teardown Ind",
	20: "NSAPI", 21: "RANAP Cause", 22: "RAB Context", 23: "Radio Priority SMS", 24: "Radio Priority",
	25: "Packet Flow Id", 26: "Charging Characteristics", 27: "Trace Reference", 28: "Trace Type",
	29: "MS Not Reachable Reason", 126: "Packet Transfer Command", 127: "Charging ID", 128: "End User Address",
	129: "MM Context", 130: "PDP Context", 131: "Access Point Name", 132: "Protocol Configuration Options",
	133: "GSN Address", 134: "MSISDN", 135: "Quality of Service Profile", 136: "Authentication Quintuplet",
	137: "Traffic Flow Template", 138: "Target Identification", 139: "UTRAN Transparent Container",
	140: "RAB Setup Information", 141: "Extension Header Type List", 142: "Trigger Id", 143: "OMC Identity",
	144: "RAN Transparent Container", 145: "PDP Context Prioritization", 146: "Additional RAB Setup Information",
	147: "SGSN Number", 148: "Common Flags", 149: "APN Restriction", 150: "Radio Priority LCS", 151: "RAT Type",
	152: "User Location Information", 153: "MS Time Zone", 154: "IMEI(SV)", 155: "CAMEL Charging Information Container",
	156: "MBMS UE Context", 157: "Temporary Mobile Group Identity", 158: "RIM Routing Address",
	159: "MBMS Protocol Configuration Options", 160: "MBMS Service Area", 161: "Source RNC PDCP Context Info",
	162: "Additional Trace Info", 163: "Hop Counter", 164: "Selected PLMN ID", 165: "MBMS Session Identifier",
	166: "MBMS 2G/3G Indicator", 167: "Enhanced NSAPI", 168: "MBMS Session Duration", 169: "Additional MBMS Trace Info",
	170: "MBMS Session Repetition Number", 171: "MBMS Time To Data Transfer", 172: "PS Handover Request Context",
	173: "BSS Container", 174: "Cell Identification", 175: "PDU Numbers", 176: "BSSGP Cause",
	177: "Required MBMS Bearer Capabilities", 178: "RIM Routing Address Discriminator", 179: "List of Set-up PFCs",
	180: "PS Handover XID Parameters", 181: "MS Info Change Reporting Action", 182: "Direct Tunnel Flags",
	183: "Correlation-ID", 184: "Bearer Control Mode", 185: "MBMS Flow Identifier",
	186: "MBMS IP Multicast Distribution", 187: "MBMS Distribution Acknowledgement",
	188: "Reliable Inter RAT Handover Info", 189: "RFSP Index", 190: "FQDN",
	191: "Evolved Allocation/Retention Priority I", 192: "Evolved Allocation/Retention Priority II",
	193: "Extended Common Flags", 194: "User CSG Information", 195: "CSG Information Reporting Action", 196: "CSG ID",
	197: "CSG Membership Indication", 198: "AMBR", 199: "UE Network Capability", 200: "UE-AMBR",
	201: "APN-AMBR with NSAPI", 202: "GGSN Back-Off Time", 203: "Signalling Priority Indication",
	204: "Signalling Priority Indication with NSAPI", 205: "Higher Bitrates than 16 Mbps Flag", 206: "Max MBR/APN-AMBR",
	207: "Additional MM Context for SRVCC", 208: "Additional Flags for SRVCC", 209: "STN-SR", 210: "C-MSISDN",
	211: "Extended RANAP Cause", 212: "eNodeB ID", 213: "Selection Mode with NSAPI", 214: "ULI Timestamp",
	215: "LHN-ID with NSAPI", 216: "CN Operator Selection Entity", 217: "UE Usage Type",
	218: "Extended Common Flags II", 219: "Node Identifier", 220: "CIoT Optimizations Support Indication",
	221: "SCEF PDN Connection", 222: "IOV_updates Counter", 223: "Mapped UE Usage Type",
	224: "UP Function Selection Indication Flags", 238: "Special IE Type for IE Type Extension",
	249: "Sequence Numbers of Released Packets", 250: "Sequence Numbers of Cancelled Packets",
	251: "Charging Gateway Address", 252: "Data Record Packet", 253: "Requests Responded",
	254: "Address of Recommended Node", 255: "Private Extension",
}

// GTPCause says what became of a request, in GTP versions 0 and 1. 3GPP TS 29.060 §7.7.1.
type GTPCause uint8

func (x GTPCause) String() string { return listed(gtpCauses, int(x)) }

// Accepted reports whether the request was accepted.
func (x GTPCause) Accepted() bool { return x >= 128 && x < 192 }

var gtpCauses = []string{
	0: "Request IMSI", 1: "Request IMEI", 2: "Request IMSI and IMEI", 3: "No identity needed", 4: "MS refuses",
	5: "MS is not GPRS responding", 6: "Reactivation requested", 7: "PDP address inactivity timer expires",
	8: "Network failure", 9: "QoS parameter mismatch", 59: "System failure",
	60: "The transmit buffers are becoming full", 61: "The receive buffers are becoming full",
	62: "Another node is about to go down", 63: "This node is about to go down", 128: "Request accepted",
	129: "New PDP type due to network preference", 130: "New PDP type due to single address bearer only",
	177: "CDR decoding error", 192: "Non-existent", 193: "Invalid message format", 194: "IMSI/IMEI not known",
	195: "MS is GPRS detached", 196: "MS is not GPRS responding", 197: "MS refuses", 198: "Version not supported",
	199: "No resources available", 200: "Service not supported", 201: "Mandatory IE incorrect",
	202: "Mandatory IE missing", 203: "Optional IE incorrect", 204: "System failure", 205: "Roaming restriction",
	206: "P-TMSI signature mismatch", 207: "GPRS connection suspended", 208: "Authentication failure",
	209: "User authentication failed", 210: "Context not found", 211: "All dynamic PDP addresses are occupied",
	212: "No memory is available", 213: "Relocation failure", 214: "Unknown mandatory extension header",
	215: "Semantic error in the TFT operation", 216: "Syntactic error in the TFT operation",
	217: "Semantic errors in packet filter(s)", 218: "Syntactic errors in packet filter(s)",
	219: "Missing or unknown APN", 220: "Unknown PDP address or PDP type",
	221: "PDP context without TFT already activated", 222: "APN access denied - no subscription",
	223: "APN restriction type incompatibility with currently active PDP contexts",
	224: "MS MBMS capabilities insufficient", 225: "Invalid correlation-ID", 226: "MBMS bearer context superseded",
	227: "Bearer control mode violation", 228: "Collision with network initiated request", 229: "APN congestion",
	230: "Bearer handling not supported", 231: "Target access restricted for the subscriber",
	232: "UE is temporarily not reachable due to power saving",
	233: "Relocation failure due to NAS message redirection",
	252: "Request related to possibly duplicated packets already fulfilled", 253: "Request already fulfilled",
	254: "Sequence numbers of released/cancelled packets IE incorrect", 255: "Request not fulfilled",
}

// GTPv2Message is the type of a message of GTP version 2. 3GPP TS 29.274 §6.1.
type GTPv2Message uint8

// The types of messages.
const (
	GTPv2EchoRequest                                GTPv2Message = 1
	GTPv2EchoResponse                               GTPv2Message = 2
	GTPv2VersionNotSupportedIndication              GTPv2Message = 3
	GTPv2SRVCCPSToCSRequest                         GTPv2Message = 25
	GTPv2SRVCCPSToCSResponse                        GTPv2Message = 26
	GTPv2SRVCCPSToCSCompleteNotification            GTPv2Message = 27
	GTPv2SRVCCPSToCSCompleteAcknowledge             GTPv2Message = 28
	GTPv2SRVCCPSToCSCancelNotification              GTPv2Message = 29
	GTPv2SRVCCPSToCSCancelAcknowledge               GTPv2Message = 30
	GTPv2SRVCCCSToPSRequest                         GTPv2Message = 31
	GTPv2CreateSessionRequest                       GTPv2Message = 32
	GTPv2CreateSessionResponse                      GTPv2Message = 33
	GTPv2ModifyBearerRequest                        GTPv2Message = 34
	GTPv2ModifyBearerResponse                       GTPv2Message = 35
	GTPv2DeleteSessionRequest                       GTPv2Message = 36
	GTPv2DeleteSessionResponse                      GTPv2Message = 37
	GTPv2ChangeNotificationRequest                  GTPv2Message = 38
	GTPv2ChangeNotificationResponse                 GTPv2Message = 39
	GTPv2RemoteUEReportNotification                 GTPv2Message = 40
	GTPv2RemoteUEReportAcknowledge                  GTPv2Message = 41
	GTPv2ModifyBearerCommand                        GTPv2Message = 64
	GTPv2ModifyBearerFailureIndication              GTPv2Message = 65
	GTPv2DeleteBearerCommand                        GTPv2Message = 66
	GTPv2DeleteBearerFailureIndication              GTPv2Message = 67
	GTPv2BearerResourceCommand                      GTPv2Message = 68
	GTPv2BearerResourceFailureIndication            GTPv2Message = 69
	GTPv2DownlinkDataNotificationFailureIndication  GTPv2Message = 70
	GTPv2TraceSessionActivation                     GTPv2Message = 71
	GTPv2TraceSessionDeactivation                   GTPv2Message = 72
	GTPv2StopPagingIndication                       GTPv2Message = 73
	GTPv2CreateBearerRequest                        GTPv2Message = 95
	GTPv2CreateBearerResponse                       GTPv2Message = 96
	GTPv2UpdateBearerRequest                        GTPv2Message = 97
	GTPv2UpdateBearerResponse                       GTPv2Message = 98
	GTPv2DeleteBearerRequest                        GTPv2Message = 99
	GTPv2DeleteBearerResponse                       GTPv2Message = 100
	GTPv2DeletePDNConnectionSetRequest              GTPv2Message = 101
	GTPv2DeletePDNConnectionSetResponse             GTPv2Message = 102
	GTPv2PGWDownlinkTriggeringNotification          GTPv2Message = 103
	GTPv2PGWDownlinkTriggeringAcknowledge           GTPv2Message = 104
	GTPv2IdentificationRequest                      GTPv2Message = 128
	GTPv2IdentificationResponse                     GTPv2Message = 129
	GTPv2ContextRequest                             GTPv2Message = 130
	GTPv2ContextResponse                            GTPv2Message = 131
	GTPv2ContextAcknowledge                         GTPv2Message = 132
	GTPv2ForwardRelocationRequest                   GTPv2Message = 133
	GTPv2ForwardRelocationResponse                  GTPv2Message = 134
	GTPv2ForwardRelocationCompleteNotification      GTPv2Message = 135
	GTPv2ForwardRelocationCompleteAcknowledge       GTPv2Message = 136
	GTPv2ForwardAccessContextNotification           GTPv2Message = 137
	GTPv2ForwardAccessContextAcknowledge            GTPv2Message = 138
	GTPv2RelocationCancelRequest                    GTPv2Message = 139
	GTPv2RelocationCancelResponse                   GTPv2Message = 140
	GTPv2ConfigurationTransferTunnel                GTPv2Message = 141
	GTPv2DetachNotification                         GTPv2Message = 149
	GTPv2DetachAcknowledge                          GTPv2Message = 150
	GTPv2CSPagingIndication                         GTPv2Message = 151
	GTPv2RANInformationRelay                        GTPv2Message = 152
	GTPv2AlertMMENotification                       GTPv2Message = 153
	GTPv2AlertMMEAcknowledge                        GTPv2Message = 154
	GTPv2UEActivityNotification                     GTPv2Message = 155
	GTPv2UEActivityAcknowledge                      GTPv2Message = 156
	GTPv2ISRStatusIndication                        GTPv2Message = 157
	GTPv2UERegistrationQueryRequest                 GTPv2Message = 158
	GTPv2UERegistrationQueryResponse                GTPv2Message = 159
	GTPv2CreateForwardingTunnelRequest              GTPv2Message = 160
	GTPv2CreateForwardingTunnelResponse             GTPv2Message = 161
	GTPv2SuspendNotification                        GTPv2Message = 162
	GTPv2SuspendAcknowledge                         GTPv2Message = 163
	GTPv2ResumeNotification                         GTPv2Message = 164
	GTPv2ResumeAcknowledge                          GTPv2Message = 165
	GTPv2CreateIndirectDataForwardingTunnelRequest  GTPv2Message = 166
	GTPv2CreateIndirectDataForwardingTunnelResponse GTPv2Message = 167
	GTPv2DeleteIndirectDataForwardingTunnelRequest  GTPv2Message = 168
	GTPv2DeleteIndirectDataForwardingTunnelResponse GTPv2Message = 169
	GTPv2ReleaseAccessBearersRequest                GTPv2Message = 170
	GTPv2ReleaseAccessBearersResponse               GTPv2Message = 171
	GTPv2DownlinkDataNotification                   GTPv2Message = 176
	GTPv2DownlinkDataNotificationAcknowledge        GTPv2Message = 177
	GTPv2PGWRestartNotification                     GTPv2Message = 179
	GTPv2PGWRestartNotificationAcknowledge          GTPv2Message = 180
	GTPv2UpdatePDNConnectionSetRequest              GTPv2Message = 200
	GTPv2UpdatePDNConnectionSetResponse             GTPv2Message = 201
	GTPv2ModifyAccessBearersRequest                 GTPv2Message = 211
	GTPv2ModifyAccessBearersResponse                GTPv2Message = 212
	GTPv2MBMSSessionStartRequest                    GTPv2Message = 231
	GTPv2MBMSSessionStartResponse                   GTPv2Message = 232
	GTPv2MBMSSessionUpdateRequest                   GTPv2Message = 233
	GTPv2MBMSSessionUpdateResponse                  GTPv2Message = 234
	GTPv2MBMSSessionStopRequest                     GTPv2Message = 235
	GTPv2MBMSSessionStopResponse                    GTPv2Message = 236
	GTPv2SRVCCCSToPSResponse                        GTPv2Message = 240
	GTPv2SRVCCCSToPSCompleteNotification            GTPv2Message = 241
	GTPv2SRVCCCSToPSCompleteAcknowledge             GTPv2Message = 242
	GTPv2SRVCCCSToPSCancelNotification              GTPv2Message = 243
	GTPv2SRVCCCSToPSCancelAcknowledge               GTPv2Message = 244
)

func (x GTPv2Message) String() string { return listed(gtp2Messages, int(x)) }

var gtp2Messages = []string{
	1: "Echo Request", 2: "Echo Response", 3: "Version Not Supported Indication", 25: "SRVCC PS to CS Request",
	26: "SRVCC PS to CS Response", 27: "SRVCC PS to CS Complete Notification",
	28: "SRVCC PS to CS Complete Acknowledge", 29: "SRVCC PS to CS Cancel Notification",
	30: "SRVCC PS to CS Cancel Acknowledge", 31: "SRVCC CS to PS Request", 32: "Create Session Request",
	33: "Create Session Response", 34: "Modify Bearer Request", 35: "Modify Bearer Response",
	36: "Delete Session Request", 37: "Delete Session Response", 38: "Change Notification Request",
	39: "Change Notification Response", 40: "Remote UE Report Notification", 41: "Remote UE Report Acknowledge",
	64: "Modify Bearer Command", 65: "Modify Bearer Failure Indication", 66: "Delete Bearer Command",
	67: "Delete Bearer Failure Indication", 68: "Bearer Resource Command", 69: "Bearer Resource Failure Indication",
	70: "Downlink Data Notification Failure Indication", 71: "Trace Session Activation",
	72: "Trace Session Deactivation", 73: "Stop Paging Indication", 95: "Create Bearer Request",
	96: "Create Bearer Response", 97: "Update Bearer Request", 98: "Update Bearer Response",
	99: "Delete Bearer Request", 100: "Delete Bearer Response", 101: "Delete PDN Connection Set Request",
	102: "Delete PDN Connection Set Response", 103: "PGW Downlink Triggering Notification",
	104: "PGW Downlink Triggering Acknowledge", 128: "Identification Request", 129: "Identification Response",
	130: "Context Request", 131: "Context Response", 132: "Context Acknowledge", 133: "Forward Relocation Request",
	134: "Forward Relocation Response", 135: "Forward Relocation Complete Notification",
	136: "Forward Relocation Complete Acknowledge", 137: "Forward Access Context Notification",
	138: "Forward Access Context Acknowledge", 139: "Relocation Cancel Request", 140: "Relocation Cancel Response",
	141: "Configuration Transfer Tunnel", 149: "Detach Notification", 150: "Detach Acknowledge",
	151: "CS Paging Indication", 152: "RAN Information Relay", 153: "Alert MME Notification",
	154: "Alert MME Acknowledge", 155: "UE Activity Notification", 156: "UE Activity Acknowledge",
	157: "ISR Status Indication", 158: "UE Registration Query Request", 159: "UE Registration Query Response",
	160: "Create Forwarding Tunnel Request", 161: "Create Forwarding Tunnel Response", 162: "Suspend Notification",
	163: "Suspend Acknowledge", 164: "Resume Notification", 165: "Resume Acknowledge",
	166: "Create Indirect Data Forwarding Tunnel Request", 167: "Create Indirect Data Forwarding Tunnel Response",
	168: "Delete Indirect Data Forwarding Tunnel Request", 169: "Delete Indirect Data Forwarding Tunnel Response",
	170: "Release Access Bearers Request", 171: "Release Access Bearers Response", 176: "Downlink Data Notification",
	177: "Downlink Data Notification Acknowledge", 179: "PGW Restart Notification",
	180: "PGW Restart Notification Acknowledge", 200: "Update PDN Connection Set Request",
	201: "Update PDN Connection Set Response", 211: "Modify Access Bearers Request",
	212: "Modify Access Bearers Response", 231: "MBMS Session Start Request", 232: "MBMS Session Start Response",
	233: "MBMS Session Update Request", 234: "MBMS Session Update Response", 235: "MBMS Session Stop Request",
	236: "MBMS Session Stop Response", 240: "SRVCC CS to PS Response", 241: "SRVCC CS to PS Complete Notification",
	242: "SRVCC CS to PS Complete Acknowledge", 243: "SRVCC CS to PS Cancel Notification",
	244: "SRVCC CS to PS Cancel Acknowledge",
}

// GTPv2IEType is the type of an information element of GTP version 2. 3GPP TS 29.274 §8.1.
type GTPv2IEType uint8

// The types of information elements.
const (
	GTPv2IEIMSI                                GTPv2IEType = 1
	GTPv2IECause                               GTPv2IEType = 2
	GTPv2IERecovery                            GTPv2IEType = 3
	GTPv2IESTNSR                               GTPv2IEType = 51
	GTPv2IEMMContextForEUTRANSRVCC             GTPv2IEType = 54
	GTPv2IEMMContextForUTRANSRVCC              GTPv2IEType = 55
	GTPv2IESRVCCCause                          GTPv2IEType = 56
	GTPv2IETargetRNCID                         GTPv2IEType = 57
	GTPv2IETargetGlobalCellID                  GTPv2IEType = 58
	GTPv2IETEIDC                               GTPv2IEType = 59
	GTPv2IESvFlags                             GTPv2IEType = 60
	GTPv2IEServiceAreaIdentifier               GTPv2IEType = 61
	GTPv2IEMMContextForCSToPSSRVCC             GTPv2IEType = 62
	GTPv2IEAPN                                 GTPv2IEType = 71
	GTPv2IEAMBR                                GTPv2IEType = 72
	GTPv2IEEBI                                 GTPv2IEType = 73
	GTPv2IEIPAddress                           GTPv2IEType = 74
	GTPv2IEMEI                                 GTPv2IEType = 75
	GTPv2IEMSISDN                              GTPv2IEType = 76
	GTPv2IEIndication                          GTPv2IEType = 77
	GTPv2IEPCO                                 GTPv2IEType = 78
	GTPv2IEPAA                                 GTPv2IEType = 79
	GTPv2IEBearerQoS                           GTPv2IEType = 80
	GTPv2IEFlowQoS                             GTPv2IEType = 81
	GTPv2IERATType                             GTPv2IEType = 82
	GTPv2IEServingNetwork                      GTPv2IEType = 83
	GTPv2IEBearerTFT                           GTPv2IEType = 84
	GTPv2IETAD                                 GTPv2IEType = 85
	GTPv2IEULI                                 GTPv2IEType = 86
	GTPv2IEFTEID                               GTPv2IEType = 87
	GTPv2IETMSI                                GTPv2IEType = 88
	GTPv2IEGlobalCNID                          GTPv2IEType = 89
	GTPv2IES103PDF                             GTPv2IEType = 90
	GTPv2IES1UDF                               GTPv2IEType = 91
	GTPv2IEDelayValue                          GTPv2IEType = 92
	GTPv2IEBearerContext                       GTPv2IEType = 93
	GTPv2IEChargingID                          GTPv2IEType = 94
	GTPv2IEChargingCharacteristics             GTPv2IEType = 95
	GTPv2IETraceInformation                    GTPv2IEType = 96
	GTPv2IEBearerFlags                         GTPv2IEType = 97
	GTPv2IEPDNType                             GTPv2IEType = 99
	GTPv2IEPTI                                 GTPv2IEType = 100
	GTPv2IEMMContextGSM                        GTPv2IEType = 103
	GTPv2IEMMContextUMTSCipher                 GTPv2IEType = 104
	GTPv2IEMMContextGSMCipher                  GTPv2IEType = 105
	GTPv2IEMMContextUMTS                       GTPv2IEType = 106
	GTPv2IEMMContextEPS                        GTPv2IEType = 107
	GTPv2IEMMContextUMTSQuadruplets            GTPv2IEType = 108
	GTPv2IEPDNConnection                       GTPv2IEType = 109
	GTPv2IEPDUNumbers                          GTPv2IEType = 110
	GTPv2IEPTMSI                               GTPv2IEType = 111
	GTPv2IEPTMSISignature                      GTPv2IEType = 112
	GTPv2IEHopCounter                          GTPv2IEType = 113
	GTPv2IEUETimeZone                          GTPv2IEType = 114
	GTPv2IETraceReference                      GTPv2IEType = 115
	GTPv2IECompleteRequestMessage              GTPv2IEType = 116
	GTPv2IEGUTI                                GTPv2IEType = 117
	GTPv2IEFContainer                          GTPv2IEType = 118
	GTPv2IEFCause                              GTPv2IEType = 119
	GTPv2IEPLMNID                              GTPv2IEType = 120
	GTPv2IETargetIdentification                GTPv2IEType = 121
	GTPv2IEPacketFlowID                        GTPv2IEType = 123
	GTPv2IERABContext                          GTPv2IEType = 124
	GTPv2IESourceRNCPDCPContextInfo            GTPv2IEType = 125
	GTPv2IEPortNumber                          GTPv2IEType = 126
	GTPv2IEAPNRestriction                      GTPv2IEType = 127
	GTPv2IESelectionMode                       GTPv2IEType = 128
	GTPv2IESourceIdentification                GTPv2IEType = 129
	GTPv2IEChangeReportingAction               GTPv2IEType = 131
	GTPv2IEFQCSID                              GTPv2IEType = 132
	GTPv2IEChannelNeeded                       GTPv2IEType = 133
	GTPv2IEEMLPPPriority                       GTPv2IEType = 134
	GTPv2IENodeType                            GTPv2IEType = 135
	GTPv2IEFQDN                                GTPv2IEType = 136
	GTPv2IETI                                  GTPv2IEType = 137
	GTPv2IEMBMSSessionDuration                 GTPv2IEType = 138
	GTPv2IEMBMSServiceArea                     GTPv2IEType = 139
	GTPv2IEMBMSSessionIdentifier               GTPv2IEType = 140
	GTPv2IEMBMSFlowIdentifier                  GTPv2IEType = 141
	GTPv2IEMBMSIPMulticastDistribution         GTPv2IEType = 142
	GTPv2IEMBMSDistributionAcknowledge         GTPv2IEType = 143
	GTPv2IERFSPIndex                           GTPv2IEType = 144
	GTPv2IEUCI                                 GTPv2IEType = 145
	GTPv2IECSGInformationReportingAction       GTPv2IEType = 146
	GTPv2IECSGID                               GTPv2IEType = 147
	GTPv2IECMI                                 GTPv2IEType = 148
	GTPv2IEServiceIndicator                    GTPv2IEType = 149
	GTPv2IEDetachType                          GTPv2IEType = 150
	GTPv2IELDN                                 GTPv2IEType = 151
	GTPv2IENodeFeatures                        GTPv2IEType = 152
	GTPv2IEMBMSTimeToDataTransfer              GTPv2IEType = 153
	GTPv2IEThrottling                          GTPv2IEType = 154
	GTPv2IEARP                                 GTPv2IEType = 155
	GTPv2IEEPCTimer                            GTPv2IEType = 156
	GTPv2IESignallingPriorityIndication        GTPv2IEType = 157
	GTPv2IETMGI                                GTPv2IEType = 158
	GTPv2IEAdditionalMMContextForSRVCC         GTPv2IEType = 159
	GTPv2IEAdditionalFlagsForSRVCC             GTPv2IEType = 160
	GTPv2IEMaxMBRAPNAMBR                       GTPv2IEType = 161
	GTPv2IEMDTConfiguration                    GTPv2IEType = 162
	GTPv2IEAPCO                                GTPv2IEType = 163
	GTPv2IEAbsoluteTimeOfMBMSDataTransfer      GTPv2IEType = 164
	GTPv2IEHeNBInformationReporting            GTPv2IEType = 165
	GTPv2IEIPv4ConfigurationParameters         GTPv2IEType = 166
	GTPv2IEChangeToReportFlags                 GTPv2IEType = 167
	GTPv2IEActionIndication                    GTPv2IEType = 168
	GTPv2IETWANIdentifier                      GTPv2IEType = 169
	GTPv2IEULITimestamp                        GTPv2IEType = 170
	GTPv2IEMBMSFlags                           GTPv2IEType = 171
	GTPv2IERANNASCause                         GTPv2IEType = 172
	GTPv2IECNOperatorSelectionEntity           GTPv2IEType = 173
	GTPv2IETrustedWLANModeIndication           GTPv2IEType = 174
	GTPv2IENodeNumber                          GTPv2IEType = 175
	GTPv2IENodeIdentifier                      GTPv2IEType = 176
	GTPv2IEPresenceReportingAreaAction         GTPv2IEType = 177
	GTPv2IEPresenceReportingAreaInformation    GTPv2IEType = 178
	GTPv2IETWANIdentifierTimestamp             GTPv2IEType = 179
	GTPv2IEOverloadControlInformation          GTPv2IEType = 180
	GTPv2IELoadControlInformation              GTPv2IEType = 181
	GTPv2IEMetric                              GTPv2IEType = 182
	GTPv2IESequenceNumber                      GTPv2IEType = 183
	GTPv2IEAPNAndRelativeCapacity              GTPv2IEType = 184
	GTPv2IEWLANOffloadabilityIndication        GTPv2IEType = 185
	GTPv2IEPagingAndServiceInformation         GTPv2IEType = 186
	GTPv2IEIntegerNumber                       GTPv2IEType = 187
	GTPv2IEMillisecondTimeStamp                GTPv2IEType = 188
	GTPv2IEMonitoringEventInformation          GTPv2IEType = 189
	GTPv2IEECGIList                            GTPv2IEType = 190
	GTPv2IERemoteUEContext                     GTPv2IEType = 191
	GTPv2IERemoteUserID                        GTPv2IEType = 192
	GTPv2IERemoteUEIPInformation               GTPv2IEType = 193
	GTPv2IECIoTOptimizationsSupportIndication  GTPv2IEType = 194
	GTPv2IESCEFPDNConnection                   GTPv2IEType = 195
	GTPv2IEHeaderCompressionConfiguration      GTPv2IEType = 196
	GTPv2IEEPCO                                GTPv2IEType = 197
	GTPv2IEServingPLMNRateControl              GTPv2IEType = 198
	GTPv2IECounter                             GTPv2IEType = 199
	GTPv2IEMappedUEUsageType                   GTPv2IEType = 200
	GTPv2IESecondaryRATUsageDataReport         GTPv2IEType = 201
	GTPv2IEUPFunctionSelectionIndicationFlags  GTPv2IEType = 202
	GTPv2IEMaximumPacketLossRate               GTPv2IEType = 203
	GTPv2IEAPNRateControlStatus                GTPv2IEType = 204
	GTPv2IEExtendedTraceInformation            GTPv2IEType = 205
	GTPv2IEMonitoringEventExtensionInformation GTPv2IEType = 206
	GTPv2IEAdditionalRRMPolicyIndex            GTPv2IEType = 207
	GTPv2IEV2XContext                          GTPv2IEType = 208
	GTPv2IEPC5QoSParameters                    GTPv2IEType = 209
	GTPv2IEServicesAuthorized                  GTPv2IEType = 210
	GTPv2IEBitRate                             GTPv2IEType = 211
	GTPv2IEPC5QoSFlow                          GTPv2IEType = 212
	GTPv2IESGiPtPTunnelAddress                 GTPv2IEType = 213
	GTPv2IEPGWChangeInfo                       GTPv2IEType = 214
	GTPv2IEPGWFQDN                             GTPv2IEType = 215
	GTPv2IEGroupId                             GTPv2IEType = 216
	GTPv2IEPSCellID                            GTPv2IEType = 217
	GTPv2IEUPSecurityPolicy                    GTPv2IEType = 218
	GTPv2IEExtended                            GTPv2IEType = 254
	GTPv2IEPrivate                             GTPv2IEType = 255
)

func (x GTPv2IEType) String() string { return listed(gtp2IENames, int(x)) }

var gtp2IENames = []string{
	1: "IMSI", 2: "Cause", 3: "Recovery", 51: "STN-SR", 54: "MM Context for E-UTRAN SRVCC",
	55: "MM Context for UTRAN SRVCC", 56: "SRVCC Cause", 57: "Target RNC ID", 58: "Target Global Cell ID", 59: "TEID-C",
	60: "Sv Flags", 61: "Service Area Identifier", 62: "MM Context for CS to PS SRVCC", 71: "Access Point Name",
	72: "Aggregate Maximum Bit Rate", 73: "EPS Bearer ID", 74: "IP Address", 75: "Mobile Equipment Identity",
	76: "MSISDN", 77: "Indication", 78: "Protocol Configuration Options", 79: "PDN Address Allocation",
	80: "Bearer Level Quality of Service", 81: "Flow Quality of Service", 82: "RAT Type", 83: "Serving Network",
	84: "EPS Bearer Level Traffic Flow Template", 85: "Traffic Aggregate Description", 86: "User Location Information",
	87: "Fully Qualified TEID", 88: "TMSI", 89: "Global CN-ID", 90: "S103 PDN Data Forwarding Info",
	91: "S1-U Data Forwarding Info", 92: "Delay Value", 93: "Bearer Context", 94: "Charging ID",
	95: "Charging Characteristics", 96: "Trace Information", 97: "Bearer Flags", 99: "PDN Type",
	100: "Procedure Transaction ID", 103: "MM Context (GSM Key and Triplets)",
	104: "MM Context (UMTS Key, Used Cipher and Quintuplets)", 105: "MM Context (GSM Key, Used Cipher and Quintuplets)",
	106: "MM Context (UMTS Key and Quintuplets)", 107: "MM Context (EPS Security Context, Quadruplets and Quintuplets)",
	108: "MM Context (UMTS Key, Quadruplets and Quintuplets)", 109: "PDN Connection", 110: "PDU Numbers", 111: "P-TMSI",
	112: "P-TMSI Signature", 113: "Hop Counter", 114: "UE Time Zone", 115: "Trace Reference",
	116: "Complete Request Message", 117: "GUTI", 118: "F-Container", 119: "F-Cause", 120: "PLMN ID",
	121: "Target Identification", 123: "Packet Flow ID", 124: "RAB Context", 125: "Source RNC PDCP Context Info",
	126: "Port Number", 127: "APN Restriction", 128: "Selection Mode", 129: "Source Identification",
	131: "Change Reporting Action", 132: "Fully Qualified PDN Connection Set Identifier", 133: "Channel Needed",
	134: "eMLPP Priority", 135: "Node Type", 136: "Fully Qualified Domain Name", 137: "Transaction Identifier",
	138: "MBMS Session Duration", 139: "MBMS Service Area", 140: "MBMS Session Identifier", 141: "MBMS Flow Identifier",
	142: "MBMS IP Multicast Distribution", 143: "MBMS Distribution Acknowledge", 144: "RFSP Index",
	145: "User CSG Information", 146: "CSG Information Reporting Action", 147: "CSG ID",
	148: "CSG Membership Indication", 149: "Service Indicator", 150: "Detach Type", 151: "Local Distinguished Name",
	152: "Node Features", 153: "MBMS Time to Data Transfer", 154: "Throttling", 155: "Allocation/Retention Priority",
	156: "EPC Timer", 157: "Signalling Priority Indication", 158: "Temporary Mobile Group Identity",
	159: "Additional MM Context for SRVCC", 160: "Additional Flags for SRVCC", 161: "Max MBR/APN-AMBR",
	162: "MDT Configuration", 163: "Additional Protocol Configuration Options",
	164: "Absolute Time of MBMS Data Transfer", 165: "H(e)NB Information Reporting",
	166: "IPv4 Configuration Parameters", 167: "Change to Report Flags", 168: "Action Indication",
	169: "TWAN Identifier", 170: "ULI Timestamp", 171: "MBMS Flags", 172: "RAN/NAS Cause",
	173: "CN Operator Selection Entity", 174: "Trusted WLAN Mode Indication", 175: "Node Number",
	176: "Node Identifier", 177: "Presence Reporting Area Action", 178: "Presence Reporting Area Information",
	179: "TWAN Identifier Timestamp", 180: "Overload Control Information", 181: "Load Control Information",
	182: "Metric", 183: "Sequence Number", 184: "APN and Relative Capacity", 185: "WLAN Offloadability Indication",
	186: "Paging and Service Information", 187: "Integer Number", 188: "Millisecond Time Stamp",
	189: "Monitoring Event Information", 190: "ECGI List", 191: "Remote UE Context", 192: "Remote User ID",
	193: "Remote UE IP Information", 194: "CIoT Optimizations Support Indication", 195: "SCEF PDN Connection",
	196: "Header Compression Configuration", 197: "Extended Protocol Configuration Options",
	198: "Serving PLMN Rate Control", 199: "Counter", 200: "Mapped UE Usage Type",
	201: "Secondary RAT Usage Data Report", 202: "UP Function Selection Indication Flags",
	203: "Maximum Packet Loss Rate", 204: "APN Rate Control Status", 205: "Extended Trace Information",
	206: "Monitoring Event Extension Information", 207: "Additional RRM Policy Index", 208: "V2X Context",
	209: "PC5 QoS Parameters", 210: "Services Authorized", 211: "Bit Rate", 212: "PC5 QoS Flow",
	213: "SGi PtP Tunnel Address", 214: "PGW Change Info", 215: "PGW FQDN", 216: "Group Id", 217: "PSCell ID",
	218: "UP Security Policy", 254: "Special IE Type for IE Type Extension", 255: "Private Extension",
}

// GTPv2Cause says what became of a request, in GTP version 2. 3GPP TS 29.274 §8.4.
type GTPv2Cause uint8

func (x GTPv2Cause) String() string { return listed(gtp2Causes, int(x)) }

// Accepted reports whether the request was accepted.
func (x GTPv2Cause) Accepted() bool { return x >= 16 && x < 64 }

var gtp2Causes = []string{
	2: "Local detach", 3: "Complete detach", 4: "RAT changed from 3GPP to non-3GPP", 5: "ISR deactivation",
	6: "Error indication received from RNC/eNodeB/S4-SGSN", 7: "IMSI detach only", 8: "Reactivation requested",
	9: "PDN reconnection to this APN disallowed", 10: "Access changed from non-3GPP to 3GPP",
	11: "PDN connection inactivity timer expires", 12: "PGW not responding", 13: "Network failure",
	14: "QoS parameter mismatch", 15: "EPS to 5GS mobility", 16: "Request accepted", 17: "Request accepted partially",
	18: "New PDN type due to network preference", 19: "New PDN type due to single address bearer only",
	64: "Context not found", 65: "Invalid message format", 66: "Version not supported by next peer",
	67: "Invalid length", 68: "Service not supported", 69: "Mandatory IE incorrect", 70: "Mandatory IE missing",
	72: "System failure", 73: "No resources available", 74: "Semantic error in the TFT operation",
	75: "Syntactic error in the TFT operation", 76: "Semantic errors in packet filter(s)",
	77: "Syntactic errors in packet filter(s)", 78: "Missing or unknown APN", 80: "GRE key not found",
	81: "Relocation failure", 82: "Denied in RAT", 83: "Preferred PDN type not supported",
	84: "All dynamic addresses are occupied", 85: "UE context without TFT already activated",
	86: "Protocol type not supported", 87: "UE not responding", 88: "UE refuses", 89: "Service denied",
	90: "Unable to page UE", 91: "No memory available", 92: "User authentication failed",
	93: "APN access denied - no subscription", 94: "Request rejected", 95: "P-TMSI signature mismatch",
	96: "IMSI/IMEI not known", 97: "Semantic error in the TAD operation", 98: "Syntactic error in the TAD operation",
	100: "Remote peer not responding", 101: "Collision with network initiated request",
	102: "Unable to page UE due to suspension", 103: "Conditional IE missing",
	104: "APN restriction type incompatible with currently active PDN connection",
	105: "Invalid overall length of the triggered response message and a piggybacked initial message",
	106: "Data forwarding not supported", 107: "Invalid reply from remote peer", 108: "Fallback to GTPv1",
	109: "Invalid peer", 110: "Temporarily rejected due to handover/TAU/RAU procedure in progress",
	111: "Modifications not limited to S1-U bearers", 112: "Request rejected for a PMIPv6 reason",
	113: "APN congestion", 114: "Bearer handling not supported", 115: "UE already re-attached",
	116: "Multiple PDN connections for a given APN not allowed", 117: "Target access restricted for the subscriber",
	119: "MME/SGSN refuses due to VPLMN policy", 120: "GTP-C entity congestion", 121: "Late overlapping request",
	122: "Timed out request", 123: "UE is temporarily not reachable due to power saving",
	124: "Relocation failure due to NAS message redirection", 125: "UE not authorised by OCS or external AAA server",
	126: "Multiple accesses to a PDN connection not allowed", 127: "Request rejected due to UE capability",
	128: "S1-U path failure", 129: "5GC not allowed", 130: "PGW mismatch with network slice subscribed by the UE",
	131: "Rejection due to paging restriction",
}

// GTPInterface is what an endpoint of a tunnel is for. 3GPP TS 29.274 §8.22.
type GTPInterface uint8

func (x GTPInterface) String() string { return listed(gtpInterfaces, int(x)) }

var gtpInterfaces = []string{
	0: "S1-U eNodeB GTP-U", 1: "S1-U SGW GTP-U", 2: "S12 RNC GTP-U", 3: "S12 SGW GTP-U", 4: "S5/S8 SGW GTP-U",
	5: "S5/S8 PGW GTP-U", 6: "S5/S8 SGW GTP-C", 7: "S5/S8 PGW GTP-C", 8: "S5/S8 SGW PMIPv6", 9: "S5/S8 PGW PMIPv6",
	10: "S11 MME GTP-C", 11: "S11/S4 SGW GTP-C", 12: "S10 MME GTP-C", 13: "S3 MME GTP-C", 14: "S3 SGSN GTP-C",
	15: "S4 SGSN GTP-U", 16: "S4 SGW GTP-U", 17: "S4 SGSN GTP-C", 18: "S16 SGSN GTP-C",
	19: "eNodeB GTP-U DL data forwarding", 20: "eNodeB GTP-U UL data forwarding", 21: "RNC GTP-U data forwarding",
	22: "SGSN GTP-U data forwarding", 23: "SGW GTP-U DL data forwarding", 24: "Sm MBMS GW GTP-C",
	25: "Sn MBMS GW GTP-C", 26: "Sm MME GTP-C", 27: "Sn SGSN GTP-C", 28: "SGW GTP-U UL data forwarding",
	29: "Sn SGSN GTP-U", 30: "S2b ePDG GTP-C", 31: "S2b-U ePDG GTP-U", 32: "S2b PGW GTP-C", 33: "S2b-U PGW GTP-U",
	34: "S2a TWAN GTP-U", 35: "S2a TWAN GTP-C", 36: "S2a PGW GTP-C", 37: "S2a PGW GTP-U", 38: "S11 MME GTP-U",
	39: "S11 SGW GTP-U", 40: "N26 AMF GTP-C", 41: "N19mb UPF GTP-U",
}
