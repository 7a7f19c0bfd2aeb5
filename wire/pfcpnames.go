package wire

// What PFCP has numbers for: messages, information elements, causes.

// PFCPMessage is the type of a message of PFCP. 3GPP TS 29.244 §7.3.
type PFCPMessage uint8

// The types of messages.
const (
	PFCPHeartbeatRequest               PFCPMessage = 1
	PFCPHeartbeatResponse              PFCPMessage = 2
	PFCPPFDManagementRequest           PFCPMessage = 3
	PFCPPFDManagementResponse          PFCPMessage = 4
	PFCPAssociationSetupRequest        PFCPMessage = 5
	PFCPAssociationSetupResponse       PFCPMessage = 6
	PFCPAssociationUpdateRequest       PFCPMessage = 7
	PFCPAssociationUpdateResponse      PFCPMessage = 8
	PFCPAssociationReleaseRequest      PFCPMessage = 9
	PFCPAssociationReleaseResponse     PFCPMessage = 10
	PFCPVersionNotSupportedResponse    PFCPMessage = 11
	PFCPNodeReportRequest              PFCPMessage = 12
	PFCPNodeReportResponse             PFCPMessage = 13
	PFCPSessionSetDeletionRequest      PFCPMessage = 14
	PFCPSessionSetDeletionResponse     PFCPMessage = 15
	PFCPSessionSetModificationRequest  PFCPMessage = 16
	PFCPSessionSetModificationResponse PFCPMessage = 17
	PFCPSessionEstablishmentRequest    PFCPMessage = 50
	PFCPSessionEstablishmentResponse   PFCPMessage = 51
	PFCPSessionModificationRequest     PFCPMessage = 52
	PFCPSessionModificationResponse    PFCPMessage = 53
	PFCPSessionDeletionRequest         PFCPMessage = 54
	PFCPSessionDeletionResponse        PFCPMessage = 55
	PFCPSessionReportRequest           PFCPMessage = 56
	PFCPSessionReportResponse          PFCPMessage = 57
)

func (x PFCPMessage) String() string { return listed(pfcpMessages, int(x)) }

var pfcpMessages = []string{
	1: "Heartbeat Request", 2: "Heartbeat Response", 3: "PFD Management Request", 4: "PFD Management Response",
	5: "Association Setup Request", 6: "Association Setup Response", 7: "Association Update Request",
	8: "Association Update Response", 9: "Association Release Request", 10: "Association Release Response",
	11: "Version Not Supported Response", 12: "Node Report Request", 13: "Node Report Response",
	14: "Session Set Deletion Request", 15: "Session Set Deletion Response", 16: "Session Set Modification Request",
	17: "Session Set Modification Response", 50: "Session Establishment Request", 51: "Session Establishment Response",
	52: "Session Modification Request", 53: "Session Modification Response", 54: "Session Deletion Request",
	55: "Session Deletion Response", 56: "Session Report Request", 57: "Session Report Response",
}

// PFCPIEType is the type of an information element of PFCP. One with the highest bit set
// is an enterprise's own. 3GPP TS 29.244 §8.1.2.
type PFCPIEType uint16

// The types of information elements.
const (
	PFCPIECreatePDR                                       PFCPIEType = 1
	PFCPIEPDI                                             PFCPIEType = 2
	PFCPIECreateFAR                                       PFCPIEType = 3
	PFCPIEForwardingParameters                            PFCPIEType = 4
	PFCPIEDuplicatingParameters                           PFCPIEType = 5
	PFCPIECreateURR                                       PFCPIEType = 6
	PFCPIECreateQER                                       PFCPIEType = 7
	PFCPIECreatedPDR                                      PFCPIEType = 8
	PFCPIEUpdatePDR                                       PFCPIEType = 9
	PFCPIEUpdateFAR                                       PFCPIEType = 10
	PFCPIEUpdateForwardingParameters                      PFCPIEType = 11
	PFCPIEUpdateBARReport                                 PFCPIEType = 12
	PFCPIEUpdateURR                                       PFCPIEType = 13
	PFCPIEUpdateQER                                       PFCPIEType = 14
	PFCPIERemovePDR                                       PFCPIEType = 15
	PFCPIERemoveFAR                                       PFCPIEType = 16
	PFCPIERemoveURR                                       PFCPIEType = 17
	PFCPIERemoveQER                                       PFCPIEType = 18
	PFCPIECause                                           PFCPIEType = 19
	PFCPIESourceInterface                                 PFCPIEType = 20
	PFCPIEFTEID                                           PFCPIEType = 21
	PFCPIENetworkInstance                                 PFCPIEType = 22
	PFCPIESDFFilter                                       PFCPIEType = 23
	PFCPIEApplicationID                                   PFCPIEType = 24
	PFCPIEGateStatus                                      PFCPIEType = 25
	PFCPIEMBR                                             PFCPIEType = 26
	PFCPIEGBR                                             PFCPIEType = 27
	PFCPIEQERCorrelationID                                PFCPIEType = 28
	PFCPIEPrecedence                                      PFCPIEType = 29
	PFCPIETransportLevelMarking                           PFCPIEType = 30
	PFCPIEVolumeThreshold                                 PFCPIEType = 31
	PFCPIETimeThreshold                                   PFCPIEType = 32
	PFCPIEMonitoringTime                                  PFCPIEType = 33
	PFCPIESubsequentVolumeThreshold                       PFCPIEType = 34
	PFCPIESubsequentTimeThreshold                         PFCPIEType = 35
	PFCPIEInactivityDetectionTime                         PFCPIEType = 36
	PFCPIEReportingTriggers                               PFCPIEType = 37
	PFCPIERedirectInformation                             PFCPIEType = 38
	PFCPIEReportType                                      PFCPIEType = 39
	PFCPIEOffendingIE                                     PFCPIEType = 40
	PFCPIEForwardingPolicy                                PFCPIEType = 41
	PFCPIEDestinationInterface                            PFCPIEType = 42
	PFCPIEUPFunctionFeatures                              PFCPIEType = 43
	PFCPIEApplyAction                                     PFCPIEType = 44
	PFCPIEDownlinkDataServiceInformation                  PFCPIEType = 45
	PFCPIEDownlinkDataNotificationDelay                   PFCPIEType = 46
	PFCPIEDLBufferingDuration                             PFCPIEType = 47
	PFCPIEDLBufferingSuggestedPacketCount                 PFCPIEType = 48
	PFCPIESMReqFlags                                      PFCPIEType = 49
	PFCPIESRRspFlags                                      PFCPIEType = 50
	PFCPIELoadControlInformation                          PFCPIEType = 51
	PFCPIESequenceNumber                                  PFCPIEType = 52
	PFCPIEMetric                                          PFCPIEType = 53
	PFCPIEOverloadControlInformation                      PFCPIEType = 54
	PFCPIETimer                                           PFCPIEType = 55
	PFCPIEPDRID                                           PFCPIEType = 56
	PFCPIEFSEID                                           PFCPIEType = 57
	PFCPIEApplicationIDsPFDs                              PFCPIEType = 58
	PFCPIEPFDContext                                      PFCPIEType = 59
	PFCPIENodeID                                          PFCPIEType = 60
	PFCPIEPFDContents                                     PFCPIEType = 61
	PFCPIEMeasurementMethod                               PFCPIEType = 62
	PFCPIEUsageReportTrigger                              PFCPIEType = 63
	PFCPIEMeasurementPeriod                               PFCPIEType = 64
	PFCPIEFQCSID                                          PFCPIEType = 65
	PFCPIEVolumeMeasurement                               PFCPIEType = 66
	PFCPIEDurationMeasurement                             PFCPIEType = 67
	PFCPIEApplicationDetectionInformation                 PFCPIEType = 68
	PFCPIETimeOfFirstPacket                               PFCPIEType = 69
	PFCPIETimeOfLastPacket                                PFCPIEType = 70
	PFCPIEQuotaHoldingTime                                PFCPIEType = 71
	PFCPIEDroppedDLTrafficThreshold                       PFCPIEType = 72
	PFCPIEVolumeQuota                                     PFCPIEType = 73
	PFCPIETimeQuota                                       PFCPIEType = 74
	PFCPIEStartTime                                       PFCPIEType = 75
	PFCPIEEndTime                                         PFCPIEType = 76
	PFCPIEQueryURR                                        PFCPIEType = 77
	PFCPIEUsageReportModification                         PFCPIEType = 78
	PFCPIEUsageReportDeletion                             PFCPIEType = 79
	PFCPIEUsageReport                                     PFCPIEType = 80
	PFCPIEURRID                                           PFCPIEType = 81
	PFCPIELinkedURRID                                     PFCPIEType = 82
	PFCPIEDownlinkDataReport                              PFCPIEType = 83
	PFCPIEOuterHeaderCreation                             PFCPIEType = 84
	PFCPIECreateBAR                                       PFCPIEType = 85
	PFCPIEUpdateBAR                                       PFCPIEType = 86
	PFCPIERemoveBAR                                       PFCPIEType = 87
	PFCPIEBARID                                           PFCPIEType = 88
	PFCPIECPFunctionFeatures                              PFCPIEType = 89
	PFCPIEUsageInformation                                PFCPIEType = 90
	PFCPIEApplicationInstanceID                           PFCPIEType = 91
	PFCPIEFlowInformation                                 PFCPIEType = 92
	PFCPIEUEIPAddress                                     PFCPIEType = 93
	PFCPIEPacketRate                                      PFCPIEType = 94
	PFCPIEOuterHeaderRemoval                              PFCPIEType = 95
	PFCPIERecoveryTimeStamp                               PFCPIEType = 96
	PFCPIEDLFlowLevelMarking                              PFCPIEType = 97
	PFCPIEHeaderEnrichment                                PFCPIEType = 98
	PFCPIEErrorIndicationReport                           PFCPIEType = 99
	PFCPIEMeasurementInformation                          PFCPIEType = 100
	PFCPIENodeReportType                                  PFCPIEType = 101
	PFCPIEUserPlanePathFailureReport                      PFCPIEType = 102
	PFCPIERemoteGTPUPeer                                  PFCPIEType = 103
	PFCPIEURSEQN                                          PFCPIEType = 104
	PFCPIEUpdateDuplicatingParameters                     PFCPIEType = 105
	PFCPIEActivatePredefinedRules                         PFCPIEType = 106
	PFCPIEDeactivatePredefinedRules                       PFCPIEType = 107
	PFCPIEFARID                                           PFCPIEType = 108
	PFCPIEQERID                                           PFCPIEType = 109
	PFCPIEOCIFlags                                        PFCPIEType = 110
	PFCPIEAssociationRelease                              PFCPIEType = 111
	PFCPIEGracefulReleasePeriod                           PFCPIEType = 112
	PFCPIEPDNType                                         PFCPIEType = 113
	PFCPIEFailedRuleID                                    PFCPIEType = 114
	PFCPIETimeQuotaMechanism                              PFCPIEType = 115
	PFCPIEUserPlaneIPResourceInformation                  PFCPIEType = 116
	PFCPIEUserPlaneInactivityTimer                        PFCPIEType = 117
	PFCPIEAggregatedURRs                                  PFCPIEType = 118
	PFCPIEMultiplier                                      PFCPIEType = 119
	PFCPIEAggregatedURRID                                 PFCPIEType = 120
	PFCPIESubsequentVolumeQuota                           PFCPIEType = 121
	PFCPIESubsequentTimeQuota                             PFCPIEType = 122
	PFCPIERQI                                             PFCPIEType = 123
	PFCPIEQFI                                             PFCPIEType = 124
	PFCPIEQueryURRReference                               PFCPIEType = 125
	PFCPIEAdditionalUsageReportsInformation               PFCPIEType = 126
	PFCPIECreateTrafficEndpoint                           PFCPIEType = 127
	PFCPIECreatedTrafficEndpoint                          PFCPIEType = 128
	PFCPIEUpdateTrafficEndpoint                           PFCPIEType = 129
	PFCPIERemoveTrafficEndpoint                           PFCPIEType = 130
	PFCPIETrafficEndpointID                               PFCPIEType = 131
	PFCPIEEthernetPacketFilter                            PFCPIEType = 132
	PFCPIEMACAddress                                      PFCPIEType = 133
	PFCPIECTAG                                            PFCPIEType = 134
	PFCPIESTAG                                            PFCPIEType = 135
	PFCPIEEthertype                                       PFCPIEType = 136
	PFCPIEProxying                                        PFCPIEType = 137
	PFCPIEEthernetFilterID                                PFCPIEType = 138
	PFCPIEEthernetFilterProperties                        PFCPIEType = 139
	PFCPIESuggestedBufferingPacketsCount                  PFCPIEType = 140
	PFCPIEUserID                                          PFCPIEType = 141
	PFCPIEEthernetPDUSessionInformation                   PFCPIEType = 142
	PFCPIEEthernetTrafficInformation                      PFCPIEType = 143
	PFCPIEMACAddressesDetected                            PFCPIEType = 144
	PFCPIEMACAddressesRemoved                             PFCPIEType = 145
	PFCPIEEthernetInactivityTimer                         PFCPIEType = 146
	PFCPIEAdditionalMonitoringTime                        PFCPIEType = 147
	PFCPIEEventQuota                                      PFCPIEType = 148
	PFCPIEEventThreshold                                  PFCPIEType = 149
	PFCPIESubsequentEventQuota                            PFCPIEType = 150
	PFCPIESubsequentEventThreshold                        PFCPIEType = 151
	PFCPIETraceInformation                                PFCPIEType = 152
	PFCPIEFramedRoute                                     PFCPIEType = 153
	PFCPIEFramedRouting                                   PFCPIEType = 154
	PFCPIEFramedIPv6Route                                 PFCPIEType = 155
	PFCPIEEventTimeStamp                                  PFCPIEType = 156
	PFCPIEAveragingWindow                                 PFCPIEType = 157
	PFCPIEPagingPolicyIndicator                           PFCPIEType = 158
	PFCPIEAPNDNN                                          PFCPIEType = 159
	PFCPIEInterfaceType                                   PFCPIEType = 160
	PFCPIESRReqFlags                                      PFCPIEType = 161
	PFCPIEAUReqFlags                                      PFCPIEType = 162
	PFCPIEActivationTime                                  PFCPIEType = 163
	PFCPIEDeactivationTime                                PFCPIEType = 164
	PFCPIECreateMAR                                       PFCPIEType = 165
	PFCPIEAccessForwarding                                PFCPIEType = 166
	PFCPIENon3GPPAccessForwardingActionInformation        PFCPIEType = 167
	PFCPIERemoveMAR                                       PFCPIEType = 168
	PFCPIEUpdateMAR                                       PFCPIEType = 169
	PFCPIEMARID                                           PFCPIEType = 170
	PFCPIESteeringFunctionality                           PFCPIEType = 171
	PFCPIESteeringMode                                    PFCPIEType = 172
	PFCPIEWeight                                          PFCPIEType = 173
	PFCPIEPriority                                        PFCPIEType = 174
	PFCPIEUpdate3GPPAccessForwardingActionInformation     PFCPIEType = 175
	PFCPIEUpdateNon3GPPAccessForwardingActionInformation  PFCPIEType = 176
	PFCPIEUEIPAddressPoolIdentity                         PFCPIEType = 177
	PFCPIEAlternativeSMFIPAddress                         PFCPIEType = 178
	PFCPIEPacketReplicationAndDetectionCarryOnInformation PFCPIEType = 179
	PFCPIESMFSetID                                        PFCPIEType = 180
	PFCPIEQuotaValidityTime                               PFCPIEType = 181
	PFCPIENumberOfReports                                 PFCPIEType = 182
	PFCPIESessionRetentionInformation                     PFCPIEType = 183
	PFCPIEASRspFlags                                      PFCPIEType = 184
	PFCPIECPPFCPEntityIPAddress                           PFCPIEType = 185
	PFCPIESEReqFlags                                      PFCPIEType = 186
	PFCPIEUserPlanePathRecoveryReport                     PFCPIEType = 187
	PFCPIEIPMulticastAddressingInfo                       PFCPIEType = 188
	PFCPIEJoinIPMulticastInformation                      PFCPIEType = 189
	PFCPIELeaveIPMulticastInformation                     PFCPIEType = 190
	PFCPIEIPMulticastAddress                              PFCPIEType = 191
	PFCPIESourceIPAddress                                 PFCPIEType = 192
	PFCPIEPacketRateStatus                                PFCPIEType = 193
	PFCPIECreateBridgeInfoForTSC                          PFCPIEType = 194
	PFCPIECreatedBridgeInfoForTSC                         PFCPIEType = 195
	PFCPIEDSTTPortNumber                                  PFCPIEType = 196
	PFCPIENWTTPortNumber                                  PFCPIEType = 197
	PFCPIEUserPlaneNodeID                                 PFCPIEType = 198
	PFCPIETSCManagement                                   PFCPIEType = 199
	PFCPIETSCManagementResponse                           PFCPIEType = 200
	PFCPIETSCManagementReport                             PFCPIEType = 201
	PFCPIEPortManagementInformationContainer              PFCPIEType = 202
	PFCPIEClockDriftControlInformation                    PFCPIEType = 203
	PFCPIERequestedClockDriftInformation                  PFCPIEType = 204
	PFCPIEClockDriftReport                                PFCPIEType = 205
	PFCPIETimeDomainNumber                                PFCPIEType = 206
	PFCPIETimeOffsetThreshold                             PFCPIEType = 207
	PFCPIECumulativeRateRatioThreshold                    PFCPIEType = 208
	PFCPIETimeOffsetMeasurement                           PFCPIEType = 209
	PFCPIECumulativeRateRatioMeasurement                  PFCPIEType = 210
	PFCPIERemoveSRR                                       PFCPIEType = 211
	PFCPIECreateSRR                                       PFCPIEType = 212
	PFCPIEUpdateSRR                                       PFCPIEType = 213
	PFCPIESessionReport                                   PFCPIEType = 214
	PFCPIESRRID                                           PFCPIEType = 215
	PFCPIEAccessAvailabilityControlInformation            PFCPIEType = 216
	PFCPIERequestedAccessAvailabilityInformation          PFCPIEType = 217
	PFCPIEAccessAvailabilityReport                        PFCPIEType = 218
	PFCPIEAccessAvailabilityInformation                   PFCPIEType = 219
	PFCPIEProvideATSSSControlInformation                  PFCPIEType = 220
	PFCPIEATSSSControlParameters                          PFCPIEType = 221
	PFCPIEMPTCPControlInformation                         PFCPIEType = 222
	PFCPIEATSSSLLControlInformation                       PFCPIEType = 223
	PFCPIEPMFControlInformation                           PFCPIEType = 224
	PFCPIEMPTCPParameters                                 PFCPIEType = 225
	PFCPIEATSSSLLParameters                               PFCPIEType = 226
	PFCPIEPMFParameters                                   PFCPIEType = 227
	PFCPIEMPTCPAddressInformation                         PFCPIEType = 228
	PFCPIELinkSpecificMultipathIPAddress                  PFCPIEType = 229
	PFCPIEPMFAddressInformation                           PFCPIEType = 230
	PFCPIEATSSSLLInformation                              PFCPIEType = 231
	PFCPIEDataNetworkAccessIdentifier                     PFCPIEType = 232
	PFCPIEUEIPAddressPoolInformation                      PFCPIEType = 233
	PFCPIEAveragePacketDelay                              PFCPIEType = 234
	PFCPIEMinimumPacketDelay                              PFCPIEType = 235
	PFCPIEMaximumPacketDelay                              PFCPIEType = 236
	PFCPIEQoSReportTrigger                                PFCPIEType = 237
	PFCPIEGTPUPathQoSControlInformation                   PFCPIEType = 238
	PFCPIEGTPUPathQoSReport                               PFCPIEType = 239
	PFCPIEQoSInformationInGTPUPathQoSReport               PFCPIEType = 240
	PFCPIEGTPUPathInterfaceType                           PFCPIEType = 241
	PFCPIEQoSMonitoringPerQoSFlowControlInformation       PFCPIEType = 242
	PFCPIERequestedQoSMonitoring                          PFCPIEType = 243
	PFCPIEReportingFrequency                              PFCPIEType = 244
	PFCPIEPacketDelayThresholds                           PFCPIEType = 245
	PFCPIEMinimumWaitTime                                 PFCPIEType = 246
	PFCPIEQoSMonitoringReport                             PFCPIEType = 247
	PFCPIEQoSMonitoringMeasurement                        PFCPIEType = 248
	PFCPIEMTEDTControlInformation                         PFCPIEType = 249
	PFCPIEDLDataPacketsSize                               PFCPIEType = 250
	PFCPIEQERControlIndications                           PFCPIEType = 251
	PFCPIEPacketRateStatusReport                          PFCPIEType = 252
	PFCPIENFInstanceID                                    PFCPIEType = 253
	PFCPIEEthernetContextInformation                      PFCPIEType = 254
	PFCPIERedundantTransmissionParameters                 PFCPIEType = 255
	PFCPIEUpdatedPDR                                      PFCPIEType = 256
	PFCPIESNSSAI                                          PFCPIEType = 257
	PFCPIEIPVersion                                       PFCPIEType = 258
	PFCPIEASReqFlags                                      PFCPIEType = 259
	PFCPIEDataStatus                                      PFCPIEType = 260
	PFCPIEProvideRDSConfigurationInformation              PFCPIEType = 261
	PFCPIERDSConfigurationInformation                     PFCPIEType = 262
	PFCPIEQueryPacketRateStatus                           PFCPIEType = 263
	PFCPIEPacketRateStatusReportModification              PFCPIEType = 264
	PFCPIEMultipathApplicableIndication                   PFCPIEType = 265
	PFCPIEUserPlaneNodeManagementInformationContainer     PFCPIEType = 266
	PFCPIEUEIPAddressUsageInformation                     PFCPIEType = 267
	PFCPIENumberOfUEIPAddresses                           PFCPIEType = 268
	PFCPIEValidityTimer                                   PFCPIEType = 269
	PFCPIERedundantTransmissionForwardingParameters       PFCPIEType = 270
	PFCPIETransportDelayReporting                         PFCPIEType = 271
	PFCPIEPartialFailureInformation                       PFCPIEType = 272
	PFCPIEOffendingIEInformation                          PFCPIEType = 274
	PFCPIERATType                                         PFCPIEType = 275
	PFCPIEL2TPTunnelInformation                           PFCPIEType = 276
	PFCPIEL2TPSessionInformation                          PFCPIEType = 277
	PFCPIEL2TPUserAuthentication                          PFCPIEType = 278
	PFCPIECreatedL2TPSession                              PFCPIEType = 279
	PFCPIELNSAddress                                      PFCPIEType = 280
	PFCPIETunnelPreference                                PFCPIEType = 281
	PFCPIECallingNumber                                   PFCPIEType = 282
	PFCPIECalledNumber                                    PFCPIEType = 283
	PFCPIEL2TPSessionIndications                          PFCPIEType = 284
	PFCPIEDNSServerAddress                                PFCPIEType = 285
	PFCPIENBNSServerAddress                               PFCPIEType = 286
	PFCPIEMaximumReceiveUnit                              PFCPIEType = 287
	PFCPIEThresholds                                      PFCPIEType = 288
	PFCPIESteeringModeIndicator                           PFCPIEType = 289
	PFCPIESessionChangeInfo                               PFCPIEType = 290
	PFCPIEGroupID                                         PFCPIEType = 291
	PFCPIECPIPAddress                                     PFCPIEType = 292
	PFCPIEIPAddressAndPortNumberReplacement               PFCPIEType = 293
	PFCPIEDNSQueryFilter                                  PFCPIEType = 294
	PFCPIEDirectReportingInformation                      PFCPIEType = 295
	PFCPIEEventNotificationURI                            PFCPIEType = 296
	PFCPIENotificationCorrelationID                       PFCPIEType = 297
	PFCPIEReportingFlags                                  PFCPIEType = 298
	PFCPIEPredefinedRulesName                             PFCPIEType = 299
	PFCPIEMBSSessionN4mbControlInformation                PFCPIEType = 300
	PFCPIEMBSMulticastParameters                          PFCPIEType = 301
	PFCPIEAddMBSUnicastParameters                         PFCPIEType = 302
	PFCPIEMBSSessionN4mbInformation                       PFCPIEType = 303
	PFCPIERemoveMBSUnicastParameters                      PFCPIEType = 304
	PFCPIEMBSSessionIdentifier                            PFCPIEType = 305
	PFCPIEMulticastTransportInformation                   PFCPIEType = 306
	PFCPIEMBSN4mbReqFlags                                 PFCPIEType = 307
	PFCPIELocalIngressTunnel                              PFCPIEType = 308
	PFCPIEMBSUnicastParametersID                          PFCPIEType = 309
	PFCPIEMBSSessionN4ControlInformation                  PFCPIEType = 310
	PFCPIEMBSSessionN4Information                         PFCPIEType = 311
	PFCPIEMBSN4RespFlags                                  PFCPIEType = 312
	PFCPIETunnelPassword                                  PFCPIEType = 313
	PFCPIEAreaSessionID                                   PFCPIEType = 314
	PFCPIEPeerUPRestartReport                             PFCPIEType = 315
	PFCPIEDSCPToPPIControlInformation                     PFCPIEType = 316
	PFCPIEDSCPToPPIMappingInformation                     PFCPIEType = 317
	PFCPIESDRspFlags                                      PFCPIEType = 318
	PFCPIEQERIndications                                  PFCPIEType = 319
	PFCPIEVendorSpecificNodeReportType                    PFCPIEType = 320
	PFCPIEConfiguredTimeDomain                            PFCPIEType = 321
)

func (x PFCPIEType) String() string { return listed(pfcpIENames, int(x)) }

var pfcpIENames = []string{
	1: "Create PDR", 2: "PDI", 3: "Create FAR", 4: "Forwarding Parameters", 5: "Duplicating Parameters",
	6: "Create URR", 7: "Create QER", 8: "Created PDR", 9: "Update PDR", 10: "Update FAR",
	11: "Update Forwarding Parameters", 12: "Update BAR (Session Report Response)", 13: "Update URR", 14: "Update QER",
	15: "Remove PDR", 16: "Remove FAR", 17: "Remove URR", 18: "Remove QER", 19: "Cause", 20: "Source Interface",
	21: "F-TEID", 22: "Network Instance", 23: "SDF Filter", 24: "Application ID", 25: "Gate Status", 26: "MBR",
	27: "GBR", 28: "QER Correlation ID", 29: "Precedence", 30: "Transport Level Marking", 31: "Volume Threshold",
	32: "Time Threshold", 33: "Monitoring Time", 34: "Subsequent Volume Threshold", 35: "Subsequent Time Threshold",
	36: "Inactivity Detection Time", 37: "Reporting Triggers", 38: "Redirect Information", 39: "Report Type",
	40: "Offending IE", 41: "Forwarding Policy", 42: "Destination Interface", 43: "UP Function Features",
	44: "Apply Action", 45: "Downlink Data Service Information", 46: "Downlink Data Notification Delay",
	47: "DL Buffering Duration", 48: "DL Buffering Suggested Packet Count", 49: "PFCPSMReq-Flags",
	50: "PFCPSRRsp-Flags", 51: "Load Control Information", 52: "Sequence Number", 53: "Metric",
	54: "Overload Control Information", 55: "Timer", 56: "PDR ID", 57: "F-SEID", 58: "Application ID's PFDs",
	59: "PFD Context", 60: "Node ID", 61: "PFD Contents", 62: "Measurement Method", 63: "Usage Report Trigger",
	64: "Measurement Period", 65: "FQ-CSID", 66: "Volume Measurement", 67: "Duration Measurement",
	68: "Application Detection Information", 69: "Time of First Packet", 70: "Time of Last Packet",
	71: "Quota Holding Time", 72: "Dropped DL Traffic Threshold", 73: "Volume Quota", 74: "Time Quota",
	75: "Start Time", 76: "End Time", 77: "Query URR", 78: "Usage Report (Session Modification Response)",
	79: "Usage Report (Session Deletion Response)", 80: "Usage Report (Session Report Request)", 81: "URR ID",
	82: "Linked URR ID", 83: "Downlink Data Report", 84: "Outer Header Creation", 85: "Create BAR",
	86: "Update BAR (Session Modification Request)", 87: "Remove BAR", 88: "BAR ID", 89: "CP Function Features",
	90: "Usage Information", 91: "Application Instance ID", 92: "Flow Information", 93: "UE IP Address",
	94: "Packet Rate", 95: "Outer Header Removal", 96: "Recovery Time Stamp", 97: "DL Flow Level Marking",
	98: "Header Enrichment", 99: "Error Indication Report", 100: "Measurement Information", 101: "Node Report Type",
	102: "User Plane Path Failure Report", 103: "Remote GTP-U Peer", 104: "UR-SEQN",
	105: "Update Duplicating Parameters", 106: "Activate Predefined Rules", 107: "Deactivate Predefined Rules",
	108: "FAR ID", 109: "QER ID", 110: "OCI Flags", 111: "PFCP Association Release Request",
	112: "Graceful Release Period", 113: "PDN Type", 114: "Failed Rule ID", 115: "Time Quota Mechanism",
	116: "User Plane IP Resource Information", 117: "User Plane Inactivity Timer", 118: "Aggregated URRs",
	119: "Multiplier", 120: "Aggregated URR ID", 121: "Subsequent Volume Quota", 122: "Subsequent Time Quota",
	123: "RQI", 124: "QFI", 125: "Query URR Reference", 126: "Additional Usage Reports Information",
	127: "Create Traffic Endpoint", 128: "Created Traffic Endpoint", 129: "Update Traffic Endpoint",
	130: "Remove Traffic Endpoint", 131: "Traffic Endpoint ID", 132: "Ethernet Packet Filter", 133: "MAC Address",
	134: "C-TAG", 135: "S-TAG", 136: "Ethertype", 137: "Proxying", 138: "Ethernet Filter ID",
	139: "Ethernet Filter Properties", 140: "Suggested Buffering Packets Count", 141: "User ID",
	142: "Ethernet PDU Session Information", 143: "Ethernet Traffic Information", 144: "MAC Addresses Detected",
	145: "MAC Addresses Removed", 146: "Ethernet Inactivity Timer", 147: "Additional Monitoring Time",
	148: "Event Quota", 149: "Event Threshold", 150: "Subsequent Event Quota", 151: "Subsequent Event Threshold",
	152: "Trace Information", 153: "Framed-Route", 154: "Framed-Routing", 155: "Framed-IPv6-Route",
	156: "Event Time Stamp", 157: "Averaging Window", 158: "Paging Policy Indicator", 159: "APN/DNN",
	160: "3GPP Interface Type", 161: "PFCPSRReq-Flags", 162: "PFCPAUReq-Flags", 163: "Activation Time",
	164: "Deactivation Time", 165: "Create MAR", 166: "3GPP Access Forwarding Action Information",
	167: "Non-3GPP Access Forwarding Action Information", 168: "Remove MAR", 169: "Update MAR", 170: "MAR ID",
	171: "Steering Functionality", 172: "Steering Mode", 173: "Weight", 174: "Priority",
	175: "Update 3GPP Access Forwarding Action Information",
	176: "Update Non-3GPP Access Forwarding Action Information", 177: "UE IP Address Pool Identity",
	178: "Alternative SMF IP Address", 179: "Packet Replication and Detection Carry-On Information", 180: "SMF Set ID",
	181: "Quota Validity Time", 182: "Number of Reports", 183: "PFCP Session Retention Information",
	184: "PFCPASRsp-Flags", 185: "CP PFCP Entity IP Address", 186: "PFCPSEReq-Flags",
	187: "User Plane Path Recovery Report", 188: "IP Multicast Addressing Info", 189: "Join IP Multicast Information",
	190: "Leave IP Multicast Information", 191: "IP Multicast Address", 192: "Source IP Address",
	193: "Packet Rate Status", 194: "Create Bridge Info for TSC", 195: "Created Bridge Info for TSC",
	196: "DS-TT Port Number", 197: "NW-TT Port Number", 198: "5GS User Plane Node ID",
	199: "TSC Management Information (Session Modification Request)",
	200: "TSC Management Information (Session Modification Response)",
	201: "TSC Management Information (Session Report Request)", 202: "Port Management Information Container",
	203: "Clock Drift Control Information", 204: "Requested Clock Drift Information", 205: "Clock Drift Report",
	206: "Time Domain Number", 207: "Time Offset Threshold", 208: "Cumulative rateRatio Threshold",
	209: "Time Offset Measurement", 210: "Cumulative rateRatio Measurement", 211: "Remove SRR", 212: "Create SRR",
	213: "Update SRR", 214: "Session Report", 215: "SRR ID", 216: "Access Availability Control Information",
	217: "Requested Access Availability Information", 218: "Access Availability Report",
	219: "Access Availability Information", 220: "Provide ATSSS Control Information", 221: "ATSSS Control Parameters",
	222: "MPTCP Control Information", 223: "ATSSS-LL Control Information", 224: "PMF Control Information",
	225: "MPTCP Parameters", 226: "ATSSS-LL Parameters", 227: "PMF Parameters", 228: "MPTCP Address Information",
	229: "Link-Specific Multipath IP Address", 230: "PMF Address Information", 231: "ATSSS-LL Information",
	232: "Data Network Access Identifier", 233: "UE IP Address Pool Information", 234: "Average Packet Delay",
	235: "Minimum Packet Delay", 236: "Maximum Packet Delay", 237: "QoS Report Trigger",
	238: "GTP-U Path QoS Control Information", 239: "GTP-U Path QoS Report",
	240: "QoS Information in GTP-U Path QoS Report", 241: "GTP-U Path Interface Type",
	242: "QoS Monitoring per QoS Flow Control Information", 243: "Requested QoS Monitoring", 244: "Reporting Frequency",
	245: "Packet Delay Thresholds", 246: "Minimum Wait Time", 247: "QoS Monitoring Report",
	248: "QoS Monitoring Measurement", 249: "MT-EDT Control Information", 250: "DL Data Packets Size",
	251: "QER Control Indications", 252: "Packet Rate Status Report", 253: "NF Instance ID",
	254: "Ethernet Context Information", 255: "Redundant Transmission Parameters", 256: "Updated PDR", 257: "S-NSSAI",
	258: "IP Version", 259: "PFCPASReq-Flags", 260: "Data Status", 261: "Provide RDS Configuration Information",
	262: "RDS Configuration Information", 263: "Query Packet Rate Status",
	264: "Packet Rate Status Report (Session Modification Response)", 265: "Multipath Applicable Indication",
	266: "User Plane Node Management Information Container", 267: "UE IP Address Usage Information",
	268: "Number of UE IP Addresses", 269: "Validity Timer", 270: "Redundant Transmission Forwarding Parameters",
	271: "Transport Delay Reporting", 272: "Partial Failure Information", 274: "Offending IE Information",
	275: "RAT Type", 276: "L2TP Tunnel Information", 277: "L2TP Session Information", 278: "L2TP User Authentication",
	279: "Created L2TP Session", 280: "LNS Address", 281: "Tunnel Preference", 282: "Calling Number",
	283: "Called Number", 284: "L2TP Session Indications", 285: "DNS Server Address", 286: "NBNS Server Address",
	287: "Maximum Receive Unit", 288: "Thresholds", 289: "Steering Mode Indicator", 290: "PFCP Session Change Info",
	291: "Group ID", 292: "CP IP Address", 293: "IP Address and Port Number Replacement", 294: "DNS Query Filter",
	295: "Direct Reporting Information", 296: "Event Notification URI", 297: "Notification Correlation ID",
	298: "Reporting Flags", 299: "Predefined Rules Name", 300: "MBS Session N4mb Control Information",
	301: "MBS Multicast Parameters", 302: "Add MBS Unicast Parameters", 303: "MBS Session N4mb Information",
	304: "Remove MBS Unicast Parameters", 305: "MBS Session Identifier", 306: "Multicast Transport Information",
	307: "MBSN4mbReq-Flags", 308: "Local Ingress Tunnel", 309: "MBS Unicast Parameters ID",
	310: "MBS Session N4 Control Information", 311: "MBS Session N4 Information", 312: "MBSN4Resp-Flags",
	313: "Tunnel Password", 314: "Area Session ID", 315: "Peer UP Restart Report",
	316: "DSCP to PPI Control Information", 317: "DSCP to PPI Mapping Information", 318: "PFCPSDRsp-Flags",
	319: "QER Indications", 320: "Vendor-Specific Node Report Type", 321: "Configured Time Domain",
}

// PFCPCause says what became of a request. 3GPP TS 29.244 §8.2.1.
type PFCPCause uint8

func (x PFCPCause) String() string { return listed(pfcpCauses, int(x)) }

// Accepted reports whether the request was accepted, if only in part.
func (x PFCPCause) Accepted() bool { return x > 0 && x < 64 }

var pfcpCauses = []string{
	1: "Request accepted", 2: "More usage report to send", 3: "Request partially accepted", 64: "Request rejected",
	65: "Session context not found", 66: "Mandatory IE missing", 67: "Conditional IE missing", 68: "Invalid length",
	69: "Mandatory IE incorrect", 70: "Invalid forwarding policy", 71: "Invalid F-TEID allocation option",
	72: "No established PFCP association", 73: "Rule creation/modification failure", 74: "PFCP entity in congestion",
	75: "No resources available", 76: "Service not supported", 77: "System failure", 78: "Redirection requested",
	79: "All dynamic addresses are occupied", 80: "Unknown pre-defined rule", 81: "Unknown application ID",
	82: "L2TP tunnel establishment failure", 83: "L2TP session establishment failure", 84: "L2TP tunnel release",
	85: "L2TP session release", 86: "PFCP session restoration failure due to requested resource not available",
	87: "L2TP tunnel establishment failure - tunnel auth failure",
	88: "L2TP session establishment failure - session auth failure",
	89: "L2TP tunnel establishment failure - LNS not reachable",
}

// Grouped reports whether elements of type x are made of elements.
func (x PFCPIEType) Grouped() bool {
	switch x {
	case PFCPIECreatePDR, PFCPIEPDI, PFCPIECreateFAR, PFCPIEForwardingParameters, PFCPIEDuplicatingParameters,
		PFCPIECreateURR, PFCPIECreateQER, PFCPIECreatedPDR, PFCPIEUpdatePDR, PFCPIEUpdateFAR,
		PFCPIEUpdateForwardingParameters, PFCPIEUpdateBARReport, PFCPIEUpdateURR, PFCPIEUpdateQER,
		PFCPIERemovePDR, PFCPIERemoveFAR, PFCPIERemoveURR, PFCPIERemoveQER, PFCPIELoadControlInformation,
		PFCPIEOverloadControlInformation, PFCPIEApplicationIDsPFDs, PFCPIEPFDContext,
		PFCPIEApplicationDetectionInformation, PFCPIEQueryURR, PFCPIEUsageReportModification,
		PFCPIEUsageReportDeletion, PFCPIEUsageReport, PFCPIEDownlinkDataReport, PFCPIECreateBAR,
		PFCPIEUpdateBAR, PFCPIERemoveBAR, PFCPIEErrorIndicationReport, PFCPIEUserPlanePathFailureReport,
		PFCPIEUpdateDuplicatingParameters, PFCPIEAggregatedURRs, PFCPIECreateTrafficEndpoint,
		PFCPIECreatedTrafficEndpoint, PFCPIEUpdateTrafficEndpoint, PFCPIERemoveTrafficEndpoint,
		PFCPIEEthernetPacketFilter, PFCPIEEthernetTrafficInformation, PFCPIEAdditionalMonitoringTime,
		PFCPIECreateMAR, PFCPIEAccessForwarding, PFCPIENon3GPPAccessForwardingActionInformation,
		PFCPIERemoveMAR, PFCPIEUpdateMAR, PFCPIEUpdate3GPPAccessForwardingActionInformation,
		PFCPIEUpdateNon3GPPAccessForwardingActionInformation,
		PFCPIEPacketReplicationAndDetectionCarryOnInformation, PFCPIESessionRetentionInformation,
		PFCPIEUserPlanePathRecoveryReport, PFCPIEIPMulticastAddressingInfo, PFCPIEJoinIPMulticastInformation,
		PFCPIELeaveIPMulticastInformation, PFCPIECreatedBridgeInfoForTSC, PFCPIETSCManagement,
		PFCPIETSCManagementResponse, PFCPIETSCManagementReport, PFCPIEClockDriftControlInformation,
		PFCPIEClockDriftReport, PFCPIERemoveSRR, PFCPIECreateSRR, PFCPIEUpdateSRR, PFCPIESessionReport,
		PFCPIEAccessAvailabilityControlInformation, PFCPIEAccessAvailabilityReport,
		PFCPIEProvideATSSSControlInformation, PFCPIEATSSSControlParameters, PFCPIEMPTCPParameters,
		PFCPIEATSSSLLParameters, PFCPIEPMFParameters, PFCPIEUEIPAddressPoolInformation,
		PFCPIEGTPUPathQoSControlInformation, PFCPIEGTPUPathQoSReport, PFCPIEQoSInformationInGTPUPathQoSReport,
		PFCPIEQoSMonitoringPerQoSFlowControlInformation, PFCPIEQoSMonitoringReport,
		PFCPIEPacketRateStatusReport, PFCPIEEthernetContextInformation, PFCPIERedundantTransmissionParameters,
		PFCPIEUpdatedPDR, PFCPIEProvideRDSConfigurationInformation, PFCPIEQueryPacketRateStatus,
		PFCPIEPacketRateStatusReportModification, PFCPIEUEIPAddressUsageInformation,
		PFCPIERedundantTransmissionForwardingParameters, PFCPIETransportDelayReporting,
		PFCPIEPartialFailureInformation, PFCPIEL2TPTunnelInformation, PFCPIEL2TPSessionInformation,
		PFCPIECreatedL2TPSession, PFCPIESessionChangeInfo, PFCPIEDirectReportingInformation,
		PFCPIEMBSSessionN4mbControlInformation, PFCPIEMBSMulticastParameters, PFCPIEAddMBSUnicastParameters,
		PFCPIEMBSSessionN4mbInformation, PFCPIERemoveMBSUnicastParameters,
		PFCPIEMBSSessionN4ControlInformation, PFCPIEMBSSessionN4Information, PFCPIEPeerUPRestartReport,
		PFCPIEDSCPToPPIControlInformation:
		return true
	}
	return false
}
