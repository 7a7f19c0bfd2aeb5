package wire

// Dot11Elements is a list of elements, formerly information elements: what
// management frames end in. IEEE 802.11-2020 §9.4.2.
type Dot11Elements []byte

// A Dot11Element is one element of a list.
type Dot11Element struct {
	ID   Dot11ElementID
	Data []byte // without id and length
	Off  int    // of the element in its list
}

// All yields the elements in order, up to the first that does not fit.
func (e Dot11Elements) All() func(yield func(Dot11Element) bool) {
	return func(yield func(Dot11Element) bool) {
		for off := 0; ; {
			x, n := e.at(off)
			if n == 0 || !yield(x) {
				return
			}
			off += n
		}
	}
}

// at returns the element at e[off:] and its length, or 0 if it does not fit.
func (e Dot11Elements) at(off int) (x Dot11Element, n int) {
	b := e[off:]
	if len(b) < 2 || len(b) < 2+int(b[1]) {
		return x, 0
	}
	n = 2 + int(b[1])
	x = Dot11Element{Dot11ElementID(b[0]), b[2:n:n], off}
	if b[0] == 255 && n > 2 {
		x.ID, x.Data = Dot11ElemExtended+Dot11ElementID(b[2]), b[3:n:n]
	}
	return x, n
}

// Get returns the data of the first element with the given id.
func (e Dot11Elements) Get(id Dot11ElementID) (data []byte, ok bool) {
	for x := range e.All() {
		if x.ID == id {
			return x.Data, true
		}
	}
	return nil, false
}

// Vendor returns the data, after the type, of the first vendor specific element with
// the given OUI and type.
func (e Dot11Elements) Vendor(oui uint32, typ uint8) (data []byte, ok bool) {
	for x := range e.All() {
		if d := x.Data; x.ID == Dot11ElemVendor && len(d) >= 4 && Uint32(d, 0) == oui<<8|uint32(typ) {
			return d[4:], true
		}
	}
	return nil, false
}

// Len returns how many bytes are whole elements. What is after them is malformed.
func (e Dot11Elements) Len() int {
	off := 0
	for {
		_, n := e.at(off)
		if n == 0 {
			return off
		}
		off += n
	}
}

// SSID returns the name of the network. ok is false if there is none; a hidden one is empty or
// all zeros.
func (e Dot11Elements) SSID() (name []byte, ok bool) { return e.Get(Dot11ElemSSID) }

// Channel returns the primary channel, by the DSSS parameter set or the HT operation element.
func (e Dot11Elements) Channel() (n int, ok bool) {
	if d, ok := e.Get(Dot11ElemDSSS); ok && len(d) > 0 {
		return int(d[0]), true
	}
	if d, ok := e.Get(Dot11ElemHTOperation); ok && len(d) > 0 {
		return int(d[0]), true
	}
	return 0, false
}

// Dot11ElementID says what an element is. Those that have an extended id are
// [Dot11ElemExtended] plus that.
type Dot11ElementID uint16

// Dot11ElemExtended is added to extended element ids.
const Dot11ElemExtended Dot11ElementID = 0x100

// The elements. IEEE 802.11-2020 table 9-92, IEEE 802.11ax-2021, IEEE 802.11be.
const (
	Dot11ElemSSID                        Dot11ElementID = 0
	Dot11ElemSupportedRates              Dot11ElementID = 1
	Dot11ElemFHParams                    Dot11ElementID = 2
	Dot11ElemDSSS                        Dot11ElementID = 3
	Dot11ElemCFParams                    Dot11ElementID = 4
	Dot11ElemTIM                         Dot11ElementID = 5
	Dot11ElemIBSSParams                  Dot11ElementID = 6
	Dot11ElemCountry                     Dot11ElementID = 7
	Dot11ElemHoppingParams               Dot11ElementID = 8
	Dot11ElemHoppingTable                Dot11ElementID = 9
	Dot11ElemRequest                     Dot11ElementID = 10
	Dot11ElemBSSLoad                     Dot11ElementID = 11
	Dot11ElemEDCA                        Dot11ElementID = 12
	Dot11ElemTSPEC                       Dot11ElementID = 13
	Dot11ElemTCLAS                       Dot11ElementID = 14
	Dot11ElemSchedule                    Dot11ElementID = 15
	Dot11ElemChallengeText               Dot11ElementID = 16
	Dot11ElemPowerConstraint             Dot11ElementID = 32
	Dot11ElemPowerCapability             Dot11ElementID = 33
	Dot11ElemTPCRequest                  Dot11ElementID = 34
	Dot11ElemTPCReport                   Dot11ElementID = 35
	Dot11ElemSupportedChannels           Dot11ElementID = 36
	Dot11ElemChannelSwitch               Dot11ElementID = 37
	Dot11ElemMeasurementRequest          Dot11ElementID = 38
	Dot11ElemMeasurementReport           Dot11ElementID = 39
	Dot11ElemQuiet                       Dot11ElementID = 40
	Dot11ElemIBSSDFS                     Dot11ElementID = 41
	Dot11ElemERP                         Dot11ElementID = 42
	Dot11ElemTSDelay                     Dot11ElementID = 43
	Dot11ElemTCLASProcessing             Dot11ElementID = 44
	Dot11ElemHTCapabilities              Dot11ElementID = 45
	Dot11ElemQoSCapability               Dot11ElementID = 46
	Dot11ElemRSN                         Dot11ElementID = 48
	Dot11ElemExtSupportedRates           Dot11ElementID = 50
	Dot11ElemAPChannelReport             Dot11ElementID = 51
	Dot11ElemNeighborReport              Dot11ElementID = 52
	Dot11ElemRCPI                        Dot11ElementID = 53
	Dot11ElemMobilityDomain              Dot11ElementID = 54
	Dot11ElemFastBSSTransition           Dot11ElementID = 55
	Dot11ElemTimeoutInterval             Dot11ElementID = 56
	Dot11ElemRICData                     Dot11ElementID = 57
	Dot11ElemDSERegistered               Dot11ElementID = 58
	Dot11ElemOperatingClasses            Dot11ElementID = 59
	Dot11ElemExtChannelSwitch            Dot11ElementID = 60
	Dot11ElemHTOperation                 Dot11ElementID = 61
	Dot11ElemSecondaryChannelOffset      Dot11ElementID = 62
	Dot11ElemBSSAccessDelay              Dot11ElementID = 63
	Dot11ElemAntenna                     Dot11ElementID = 64
	Dot11ElemRSNI                        Dot11ElementID = 65
	Dot11ElemMeasurementPilot            Dot11ElementID = 66
	Dot11ElemBSSAdmission                Dot11ElementID = 67
	Dot11ElemBSSACAccessDelay            Dot11ElementID = 68
	Dot11ElemTimeAdvertisement           Dot11ElementID = 69
	Dot11ElemRMCapabilities              Dot11ElementID = 70
	Dot11ElemMultipleBSSID               Dot11ElementID = 71
	Dot11ElemCoexistence2040             Dot11ElementID = 72
	Dot11ElemIntolerant2040              Dot11ElementID = 73
	Dot11ElemOverlappingScan             Dot11ElementID = 74
	Dot11ElemRICDescriptor               Dot11ElementID = 75
	Dot11ElemManagementMIC               Dot11ElementID = 76
	Dot11ElemEventRequest                Dot11ElementID = 78
	Dot11ElemEventReport                 Dot11ElementID = 79
	Dot11ElemDiagnosticRequest           Dot11ElementID = 80
	Dot11ElemDiagnosticReport            Dot11ElementID = 81
	Dot11ElemLocationParams              Dot11ElementID = 82
	Dot11ElemNontransmittedCapability    Dot11ElementID = 83
	Dot11ElemSSIDList                    Dot11ElementID = 84
	Dot11ElemMultipleBSSIDIndex          Dot11ElementID = 85
	Dot11ElemFMSDescriptor               Dot11ElementID = 86
	Dot11ElemFMSRequest                  Dot11ElementID = 87
	Dot11ElemFMSResponse                 Dot11ElementID = 88
	Dot11ElemQoSTrafficCapability        Dot11ElementID = 89
	Dot11ElemBSSMaxIdlePeriod            Dot11ElementID = 90
	Dot11ElemTFSRequest                  Dot11ElementID = 91
	Dot11ElemTFSResponse                 Dot11ElementID = 92
	Dot11ElemWNMSleepMode                Dot11ElementID = 93
	Dot11ElemTIMBroadcastRequest         Dot11ElementID = 94
	Dot11ElemTIMBroadcastResponse        Dot11ElementID = 95
	Dot11ElemCollocatedInterference      Dot11ElementID = 96
	Dot11ElemChannelUsage                Dot11ElementID = 97
	Dot11ElemTimeZone                    Dot11ElementID = 98
	Dot11ElemDMSRequest                  Dot11ElementID = 99
	Dot11ElemDMSResponse                 Dot11ElementID = 100
	Dot11ElemLinkIdentifier              Dot11ElementID = 101
	Dot11ElemWakeupSchedule              Dot11ElementID = 102
	Dot11ElemChannelSwitchTiming         Dot11ElementID = 104
	Dot11ElemPTIControl                  Dot11ElementID = 105
	Dot11ElemTPUBufferStatus             Dot11ElementID = 106
	Dot11ElemInterworking                Dot11ElementID = 107
	Dot11ElemAdvertisementProtocol       Dot11ElementID = 108
	Dot11ElemExpeditedBandwidth          Dot11ElementID = 109
	Dot11ElemQoSMap                      Dot11ElementID = 110
	Dot11ElemRoamingConsortium           Dot11ElementID = 111
	Dot11ElemEmergencyAlert              Dot11ElementID = 112
	Dot11ElemMeshConfig                  Dot11ElementID = 113
	Dot11ElemMeshID                      Dot11ElementID = 114
	Dot11ElemMeshLinkMetric              Dot11ElementID = 115
	Dot11ElemCongestionNotification      Dot11ElementID = 116
	Dot11ElemMeshPeering                 Dot11ElementID = 117
	Dot11ElemMeshChannelSwitch           Dot11ElementID = 118
	Dot11ElemMeshAwakeWindow             Dot11ElementID = 119
	Dot11ElemBeaconTiming                Dot11ElementID = 120
	Dot11ElemMCCAOPSetupRequest          Dot11ElementID = 121
	Dot11ElemMCCAOPSetupReply            Dot11ElementID = 122
	Dot11ElemMCCAOPAdvertisement         Dot11ElementID = 123
	Dot11ElemMCCAOPTeardown              Dot11ElementID = 124
	Dot11ElemGANN                        Dot11ElementID = 125
	Dot11ElemRANN                        Dot11ElementID = 126
	Dot11ElemExtCapabilities             Dot11ElementID = 127
	Dot11ElemPREQ                        Dot11ElementID = 130
	Dot11ElemPREP                        Dot11ElementID = 131
	Dot11ElemPERR                        Dot11ElementID = 132
	Dot11ElemPXU                         Dot11ElementID = 137
	Dot11ElemPXUC                        Dot11ElementID = 138
	Dot11ElemAuthMeshPeering             Dot11ElementID = 139
	Dot11ElemMIC                         Dot11ElementID = 140
	Dot11ElemDestinationURI              Dot11ElementID = 141
	Dot11ElemUAPSDCoexistence            Dot11ElementID = 142
	Dot11ElemWakeupSchedule80211ad       Dot11ElementID = 143
	Dot11ElemExtSchedule                 Dot11ElementID = 144
	Dot11ElemSTAAvailability             Dot11ElementID = 145
	Dot11ElemDMGTSPEC                    Dot11ElementID = 146
	Dot11ElemNextDMGATI                  Dot11ElementID = 147
	Dot11ElemDMGCapabilities             Dot11ElementID = 148
	Dot11ElemDMGOperation                Dot11ElementID = 151
	Dot11ElemDMGBSSParamChange           Dot11ElementID = 152
	Dot11ElemDMGBeamRefinement           Dot11ElementID = 153
	Dot11ElemChannelMeasurementFeedback  Dot11ElementID = 154
	Dot11ElemAwakeWindow                 Dot11ElementID = 156
	Dot11ElemMultiBand                   Dot11ElementID = 157
	Dot11ElemADDBAExtension              Dot11ElementID = 158
	Dot11ElemNextPCPList                 Dot11ElementID = 159
	Dot11ElemPCPHandover                 Dot11ElementID = 160
	Dot11ElemDMGLinkMargin               Dot11ElementID = 161
	Dot11ElemSwitchingStream             Dot11ElementID = 162
	Dot11ElemSessionTransition           Dot11ElementID = 163
	Dot11ElemDynamicTonePairing          Dot11ElementID = 164
	Dot11ElemClusterReport               Dot11ElementID = 165
	Dot11ElemRelayCapabilities           Dot11ElementID = 166
	Dot11ElemRelayTransferParams         Dot11ElementID = 167
	Dot11ElemBeamLinkMaintenance         Dot11ElementID = 168
	Dot11ElemMultipleMACSublayers        Dot11ElementID = 169
	Dot11ElemUPID                        Dot11ElementID = 170
	Dot11ElemDMGLinkAdaptationAck        Dot11ElementID = 171
	Dot11ElemMCCAOPAdvertisementOverview Dot11ElementID = 173
	Dot11ElemQuietPeriodRequest          Dot11ElementID = 174
	Dot11ElemQuietPeriodResponse         Dot11ElementID = 176
	Dot11ElemQMFPolicy                   Dot11ElementID = 181
	Dot11ElemECAPCPolicy                 Dot11ElementID = 182
	Dot11ElemClusterTimeOffset           Dot11ElementID = 183
	Dot11ElemIntraAccessPriority         Dot11ElementID = 184
	Dot11ElemSCSDescriptor               Dot11ElementID = 185
	Dot11ElemQLoadReport                 Dot11ElementID = 186
	Dot11ElemHCCATXOPUpdate              Dot11ElementID = 187
	Dot11ElemHigherLayerStreamID         Dot11ElementID = 188
	Dot11ElemGCRGroupAddress             Dot11ElementID = 189
	Dot11ElemAntennaSectorID             Dot11ElementID = 190
	Dot11ElemVHTCapabilities             Dot11ElementID = 191
	Dot11ElemVHTOperation                Dot11ElementID = 192
	Dot11ElemExtBSSLoad                  Dot11ElementID = 193
	Dot11ElemWideBandwidthSwitch         Dot11ElementID = 194
	Dot11ElemTransmitPowerEnvelope       Dot11ElementID = 195
	Dot11ElemChannelSwitchWrapper        Dot11ElementID = 196
	Dot11ElemAID                         Dot11ElementID = 197
	Dot11ElemQuietChannel                Dot11ElementID = 198
	Dot11ElemOperatingMode               Dot11ElementID = 199
	Dot11ElemUPSIM                       Dot11ElementID = 200
	Dot11ElemReducedNeighborReport       Dot11ElementID = 201
	Dot11ElemTVHTOperation               Dot11ElementID = 202
	Dot11ElemDeviceLocation              Dot11ElementID = 204
	Dot11ElemWhiteSpaceMap               Dot11ElementID = 205
	Dot11ElemFineTimingParams            Dot11ElementID = 206
	Dot11ElemS1GOpenLoopPower            Dot11ElementID = 207
	Dot11ElemRPS                         Dot11ElementID = 208
	Dot11ElemPageSlice                   Dot11ElementID = 209
	Dot11ElemAIDRequest                  Dot11ElementID = 210
	Dot11ElemAIDResponse                 Dot11ElementID = 211
	Dot11ElemS1GSectorOperation          Dot11ElementID = 212
	Dot11ElemS1GBeaconCompatibility      Dot11ElementID = 213
	Dot11ElemShortBeaconInterval         Dot11ElementID = 214
	Dot11ElemChangeSequence              Dot11ElementID = 215
	Dot11ElemTWT                         Dot11ElementID = 216
	Dot11ElemS1GCapabilities             Dot11ElementID = 217
	Dot11ElemSubchannelSelective         Dot11ElementID = 220
	Dot11ElemVendor                      Dot11ElementID = 221
	Dot11ElemAuthenticationControl       Dot11ElementID = 222
	Dot11ElemTSFTimerAccuracy            Dot11ElementID = 223
	Dot11ElemS1GRelay                    Dot11ElementID = 224
	Dot11ElemReachableAddress            Dot11ElementID = 225
	Dot11ElemS1GRelayDiscovery           Dot11ElementID = 226
	Dot11ElemAIDAnnouncement             Dot11ElementID = 228
	Dot11ElemPV1Probe                    Dot11ElementID = 229
	Dot11ElemELOperation                 Dot11ElementID = 230
	Dot11ElemSectorizedGroupID           Dot11ElementID = 231
	Dot11ElemS1GOperation                Dot11ElementID = 232
	Dot11ElemHeaderCompression           Dot11ElementID = 233
	Dot11ElemSSTOperation                Dot11ElementID = 234
	Dot11ElemMAD                         Dot11ElementID = 235
	Dot11ElemS1GRelayActivation          Dot11ElementID = 236
	Dot11ElemCAGNumber                   Dot11ElementID = 237
	Dot11ElemAPCSN                       Dot11ElementID = 239
	Dot11ElemFILSIndication              Dot11ElementID = 240
	Dot11ElemDILS                        Dot11ElementID = 241
	Dot11ElemFragment                    Dot11ElementID = 242
	Dot11ElemRSNExtension                Dot11ElementID = 244
	Dot11ElemAssociationDelay            Dot11ElementID = Dot11ElemExtended + 1
	Dot11ElemFILSRequestParams           Dot11ElementID = Dot11ElemExtended + 2
	Dot11ElemFILSKeyConfirmation         Dot11ElementID = Dot11ElemExtended + 3
	Dot11ElemFILSSession                 Dot11ElementID = Dot11ElemExtended + 4
	Dot11ElemFILSHLPContainer            Dot11ElementID = Dot11ElemExtended + 5
	Dot11ElemFILSAddressAssignment       Dot11ElementID = Dot11ElemExtended + 6
	Dot11ElemKeyDelivery                 Dot11ElementID = Dot11ElemExtended + 7
	Dot11ElemFILSWrappedData             Dot11ElementID = Dot11ElemExtended + 8
	Dot11ElemFTMSync                     Dot11ElementID = Dot11ElemExtended + 9
	Dot11ElemExtRequest                  Dot11ElementID = Dot11ElemExtended + 10
	Dot11ElemEstimatedServiceParams      Dot11ElementID = Dot11ElemExtended + 11
	Dot11ElemFILSPublicKey               Dot11ElementID = Dot11ElemExtended + 12
	Dot11ElemFILSNonce                   Dot11ElementID = Dot11ElemExtended + 13
	Dot11ElemFutureChannelGuidance       Dot11ElementID = Dot11ElemExtended + 14
	Dot11ElemServiceHint                 Dot11ElementID = Dot11ElemExtended + 15
	Dot11ElemServiceHash                 Dot11ElementID = Dot11ElemExtended + 16
	Dot11ElemCDMGCapabilities            Dot11ElementID = Dot11ElemExtended + 17
	Dot11ElemOWEDHParam                  Dot11ElementID = Dot11ElemExtended + 32
	Dot11ElemPasswordID                  Dot11ElementID = Dot11ElemExtended + 33
	Dot11ElemGLKGCR                      Dot11ElementID = Dot11ElemExtended + 34
	Dot11ElemHECapabilities              Dot11ElementID = Dot11ElemExtended + 35
	Dot11ElemHEOperation                 Dot11ElementID = Dot11ElemExtended + 36
	Dot11ElemUORA                        Dot11ElementID = Dot11ElemExtended + 37
	Dot11ElemMUEDCA                      Dot11ElementID = Dot11ElemExtended + 38
	Dot11ElemSpatialReuse                Dot11ElementID = Dot11ElemExtended + 39
	Dot11ElemNDPFeedback                 Dot11ElementID = Dot11ElemExtended + 41
	Dot11ElemBSSColorChange              Dot11ElementID = Dot11ElemExtended + 42
	Dot11ElemQuietTimePeriod             Dot11ElementID = Dot11ElemExtended + 43
	Dot11ElemESSReport                   Dot11ElementID = Dot11ElemExtended + 45
	Dot11ElemOPS                         Dot11ElementID = Dot11ElemExtended + 46
	Dot11ElemHEBSSLoad                   Dot11ElementID = Dot11ElemExtended + 47
	Dot11ElemMaxChannelSwitchTime        Dot11ElementID = Dot11ElemExtended + 52
	Dot11ElemMultipleBSSIDConfig         Dot11ElementID = Dot11ElemExtended + 55
	Dot11ElemNonInheritance              Dot11ElementID = Dot11ElemExtended + 56
	Dot11ElemKnownBSSID                  Dot11ElementID = Dot11ElemExtended + 57
	Dot11ElemShortSSIDList               Dot11ElementID = Dot11ElemExtended + 58
	Dot11ElemHE6GHzBand                  Dot11ElementID = Dot11ElemExtended + 59
	Dot11ElemULMUPower                   Dot11ElementID = Dot11ElemExtended + 60
	Dot11ElemMSCSDescriptor              Dot11ElementID = Dot11ElemExtended + 88
	Dot11ElemSupplementalClass2          Dot11ElementID = Dot11ElemExtended + 91
	Dot11ElemRejectedGroups              Dot11ElementID = Dot11ElemExtended + 92
	Dot11ElemAntiCloggingToken           Dot11ElementID = Dot11ElemExtended + 93
	Dot11ElemEHTOperation                Dot11ElementID = Dot11ElemExtended + 106
	Dot11ElemMultiLink                   Dot11ElementID = Dot11ElemExtended + 107
	Dot11ElemEHTCapabilities             Dot11ElementID = Dot11ElemExtended + 108
	Dot11ElemTIDToLink                   Dot11ElementID = Dot11ElemExtended + 109
	Dot11ElemMultiLinkTraffic            Dot11ElementID = Dot11ElemExtended + 110
	Dot11ElemQoSCharacteristics          Dot11ElementID = Dot11ElemExtended + 113
	Dot11ElemAKMSuiteSelector            Dot11ElementID = Dot11ElemExtended + 114
)

func (x Dot11ElementID) String() string {
	switch x {
	case Dot11ElemSSID:
		return "SSID"
	case Dot11ElemSupportedRates:
		return "supported rates"
	case Dot11ElemFHParams:
		return "FH parameter set"
	case Dot11ElemDSSS:
		return "DSSS parameter set"
	case Dot11ElemCFParams:
		return "CF parameter set"
	case Dot11ElemTIM:
		return "TIM"
	case Dot11ElemIBSSParams:
		return "IBSS parameter set"
	case Dot11ElemCountry:
		return "country"
	case Dot11ElemHoppingParams:
		return "hopping pattern parameters"
	case Dot11ElemHoppingTable:
		return "hopping pattern table"
	case Dot11ElemRequest:
		return "request"
	case Dot11ElemBSSLoad:
		return "BSS load"
	case Dot11ElemEDCA:
		return "EDCA parameter set"
	case Dot11ElemTSPEC:
		return "TSPEC"
	case Dot11ElemTCLAS:
		return "TCLAS"
	case Dot11ElemSchedule:
		return "schedule"
	case Dot11ElemChallengeText:
		return "challenge text"
	case Dot11ElemPowerConstraint:
		return "power constraint"
	case Dot11ElemPowerCapability:
		return "power capability"
	case Dot11ElemTPCRequest:
		return "TPC request"
	case Dot11ElemTPCReport:
		return "TPC report"
	case Dot11ElemSupportedChannels:
		return "supported channels"
	case Dot11ElemChannelSwitch:
		return "channel switch announcement"
	case Dot11ElemMeasurementRequest:
		return "measurement request"
	case Dot11ElemMeasurementReport:
		return "measurement report"
	case Dot11ElemQuiet:
		return "quiet"
	case Dot11ElemIBSSDFS:
		return "IBSS DFS"
	case Dot11ElemERP:
		return "ERP"
	case Dot11ElemTSDelay:
		return "TS delay"
	case Dot11ElemTCLASProcessing:
		return "TCLAS processing"
	case Dot11ElemHTCapabilities:
		return "HT capabilities"
	case Dot11ElemQoSCapability:
		return "QoS capability"
	case Dot11ElemRSN:
		return "RSN"
	case Dot11ElemExtSupportedRates:
		return "extended supported rates"
	case Dot11ElemAPChannelReport:
		return "AP channel report"
	case Dot11ElemNeighborReport:
		return "neighbor report"
	case Dot11ElemRCPI:
		return "RCPI"
	case Dot11ElemMobilityDomain:
		return "mobility domain"
	case Dot11ElemFastBSSTransition:
		return "fast BSS transition"
	case Dot11ElemTimeoutInterval:
		return "timeout interval"
	case Dot11ElemRICData:
		return "RIC data"
	case Dot11ElemDSERegistered:
		return "DSE registered location"
	case Dot11ElemOperatingClasses:
		return "supported operating classes"
	case Dot11ElemExtChannelSwitch:
		return "extended channel switch announcement"
	case Dot11ElemHTOperation:
		return "HT operation"
	case Dot11ElemSecondaryChannelOffset:
		return "secondary channel offset"
	case Dot11ElemBSSAccessDelay:
		return "BSS average access delay"
	case Dot11ElemAntenna:
		return "antenna"
	case Dot11ElemRSNI:
		return "RSNI"
	case Dot11ElemMeasurementPilot:
		return "measurement pilot transmission"
	case Dot11ElemBSSAdmission:
		return "BSS available admission capacity"
	case Dot11ElemBSSACAccessDelay:
		return "BSS AC access delay"
	case Dot11ElemTimeAdvertisement:
		return "time advertisement"
	case Dot11ElemRMCapabilities:
		return "RM enabled capabilities"
	case Dot11ElemMultipleBSSID:
		return "multiple BSSID"
	case Dot11ElemCoexistence2040:
		return "20/40 BSS coexistence"
	case Dot11ElemIntolerant2040:
		return "20/40 BSS intolerant channel report"
	case Dot11ElemOverlappingScan:
		return "overlapping BSS scan parameters"
	case Dot11ElemRICDescriptor:
		return "RIC descriptor"
	case Dot11ElemManagementMIC:
		return "management MIC"
	case Dot11ElemEventRequest:
		return "event request"
	case Dot11ElemEventReport:
		return "event report"
	case Dot11ElemDiagnosticRequest:
		return "diagnostic request"
	case Dot11ElemDiagnosticReport:
		return "diagnostic report"
	case Dot11ElemLocationParams:
		return "location parameters"
	case Dot11ElemNontransmittedCapability:
		return "nontransmitted BSSID capability"
	case Dot11ElemSSIDList:
		return "SSID list"
	case Dot11ElemMultipleBSSIDIndex:
		return "multiple BSSID-index"
	case Dot11ElemFMSDescriptor:
		return "FMS descriptor"
	case Dot11ElemFMSRequest:
		return "FMS request"
	case Dot11ElemFMSResponse:
		return "FMS response"
	case Dot11ElemQoSTrafficCapability:
		return "QoS traffic capability"
	case Dot11ElemBSSMaxIdlePeriod:
		return "BSS max idle period"
	case Dot11ElemTFSRequest:
		return "TFS request"
	case Dot11ElemTFSResponse:
		return "TFS response"
	case Dot11ElemWNMSleepMode:
		return "WNM sleep mode"
	case Dot11ElemTIMBroadcastRequest:
		return "TIM broadcast request"
	case Dot11ElemTIMBroadcastResponse:
		return "TIM broadcast response"
	case Dot11ElemCollocatedInterference:
		return "collocated interference report"
	case Dot11ElemChannelUsage:
		return "channel usage"
	case Dot11ElemTimeZone:
		return "time zone"
	case Dot11ElemDMSRequest:
		return "DMS request"
	case Dot11ElemDMSResponse:
		return "DMS response"
	case Dot11ElemLinkIdentifier:
		return "link identifier"
	case Dot11ElemWakeupSchedule:
		return "wakeup schedule"
	case Dot11ElemChannelSwitchTiming:
		return "channel switch timing"
	case Dot11ElemPTIControl:
		return "PTI control"
	case Dot11ElemTPUBufferStatus:
		return "TPU buffer status"
	case Dot11ElemInterworking:
		return "interworking"
	case Dot11ElemAdvertisementProtocol:
		return "advertisement protocol"
	case Dot11ElemExpeditedBandwidth:
		return "expedited bandwidth request"
	case Dot11ElemQoSMap:
		return "QoS map"
	case Dot11ElemRoamingConsortium:
		return "roaming consortium"
	case Dot11ElemEmergencyAlert:
		return "emergency alert identifier"
	case Dot11ElemMeshConfig:
		return "mesh configuration"
	case Dot11ElemMeshID:
		return "mesh ID"
	case Dot11ElemMeshLinkMetric:
		return "mesh link metric report"
	case Dot11ElemCongestionNotification:
		return "congestion notification"
	case Dot11ElemMeshPeering:
		return "mesh peering management"
	case Dot11ElemMeshChannelSwitch:
		return "mesh channel switch parameters"
	case Dot11ElemMeshAwakeWindow:
		return "mesh awake window"
	case Dot11ElemBeaconTiming:
		return "beacon timing"
	case Dot11ElemMCCAOPSetupRequest:
		return "MCCAOP setup request"
	case Dot11ElemMCCAOPSetupReply:
		return "MCCAOP setup reply"
	case Dot11ElemMCCAOPAdvertisement:
		return "MCCAOP advertisement"
	case Dot11ElemMCCAOPTeardown:
		return "MCCAOP teardown"
	case Dot11ElemGANN:
		return "GANN"
	case Dot11ElemRANN:
		return "RANN"
	case Dot11ElemExtCapabilities:
		return "extended capabilities"
	case Dot11ElemPREQ:
		return "PREQ"
	case Dot11ElemPREP:
		return "PREP"
	case Dot11ElemPERR:
		return "PERR"
	case Dot11ElemPXU:
		return "PXU"
	case Dot11ElemPXUC:
		return "PXUC"
	case Dot11ElemAuthMeshPeering:
		return "authenticated mesh peering exchange"
	case Dot11ElemMIC:
		return "MIC"
	case Dot11ElemDestinationURI:
		return "destination URI"
	case Dot11ElemUAPSDCoexistence:
		return "U-APSD coexistence"
	case Dot11ElemWakeupSchedule80211ad:
		return "DMG wakeup schedule"
	case Dot11ElemExtSchedule:
		return "extended schedule"
	case Dot11ElemSTAAvailability:
		return "STA availability"
	case Dot11ElemDMGTSPEC:
		return "DMG TSPEC"
	case Dot11ElemNextDMGATI:
		return "next DMG ATI"
	case Dot11ElemDMGCapabilities:
		return "DMG capabilities"
	case Dot11ElemDMGOperation:
		return "DMG operation"
	case Dot11ElemDMGBSSParamChange:
		return "DMG BSS parameter change"
	case Dot11ElemDMGBeamRefinement:
		return "DMG beam refinement"
	case Dot11ElemChannelMeasurementFeedback:
		return "channel measurement feedback"
	case Dot11ElemAwakeWindow:
		return "awake window"
	case Dot11ElemMultiBand:
		return "multi-band"
	case Dot11ElemADDBAExtension:
		return "ADDBA extension"
	case Dot11ElemNextPCPList:
		return "next PCP list"
	case Dot11ElemPCPHandover:
		return "PCP handover"
	case Dot11ElemDMGLinkMargin:
		return "DMG link margin"
	case Dot11ElemSwitchingStream:
		return "switching stream"
	case Dot11ElemSessionTransition:
		return "session transition"
	case Dot11ElemDynamicTonePairing:
		return "dynamic tone pairing report"
	case Dot11ElemClusterReport:
		return "cluster report"
	case Dot11ElemRelayCapabilities:
		return "relay capabilities"
	case Dot11ElemRelayTransferParams:
		return "relay transfer parameter set"
	case Dot11ElemBeamLinkMaintenance:
		return "beamlink maintenance"
	case Dot11ElemMultipleMACSublayers:
		return "multiple MAC sublayers"
	case Dot11ElemUPID:
		return "U-PID"
	case Dot11ElemDMGLinkAdaptationAck:
		return "DMG link adaptation acknowledgment"
	case Dot11ElemMCCAOPAdvertisementOverview:
		return "MCCAOP advertisement overview"
	case Dot11ElemQuietPeriodRequest:
		return "quiet period request"
	case Dot11ElemQuietPeriodResponse:
		return "quiet period response"
	case Dot11ElemQMFPolicy:
		return "QMF policy"
	case Dot11ElemECAPCPolicy:
		return "ECAPC policy"
	case Dot11ElemClusterTimeOffset:
		return "cluster time offset"
	case Dot11ElemIntraAccessPriority:
		return "intra-access category priority"
	case Dot11ElemSCSDescriptor:
		return "SCS descriptor"
	case Dot11ElemQLoadReport:
		return "QLoad report"
	case Dot11ElemHCCATXOPUpdate:
		return "HCCA TXOP update count"
	case Dot11ElemHigherLayerStreamID:
		return "higher layer stream ID"
	case Dot11ElemGCRGroupAddress:
		return "GCR group address"
	case Dot11ElemAntennaSectorID:
		return "antenna sector ID pattern"
	case Dot11ElemVHTCapabilities:
		return "VHT capabilities"
	case Dot11ElemVHTOperation:
		return "VHT operation"
	case Dot11ElemExtBSSLoad:
		return "extended BSS load"
	case Dot11ElemWideBandwidthSwitch:
		return "wide bandwidth channel switch"
	case Dot11ElemTransmitPowerEnvelope:
		return "transmit power envelope"
	case Dot11ElemChannelSwitchWrapper:
		return "channel switch wrapper"
	case Dot11ElemAID:
		return "AID"
	case Dot11ElemQuietChannel:
		return "quiet channel"
	case Dot11ElemOperatingMode:
		return "operating mode notification"
	case Dot11ElemUPSIM:
		return "UPSIM"
	case Dot11ElemReducedNeighborReport:
		return "reduced neighbor report"
	case Dot11ElemTVHTOperation:
		return "TVHT operation"
	case Dot11ElemDeviceLocation:
		return "device location"
	case Dot11ElemWhiteSpaceMap:
		return "white space map"
	case Dot11ElemFineTimingParams:
		return "fine timing measurement parameters"
	case Dot11ElemS1GOpenLoopPower:
		return "S1G open-loop link margin index"
	case Dot11ElemRPS:
		return "RPS"
	case Dot11ElemPageSlice:
		return "page slice"
	case Dot11ElemAIDRequest:
		return "AID request"
	case Dot11ElemAIDResponse:
		return "AID response"
	case Dot11ElemS1GSectorOperation:
		return "S1G sector operation"
	case Dot11ElemS1GBeaconCompatibility:
		return "S1G beacon compatibility"
	case Dot11ElemShortBeaconInterval:
		return "short beacon interval"
	case Dot11ElemChangeSequence:
		return "change sequence"
	case Dot11ElemTWT:
		return "TWT"
	case Dot11ElemS1GCapabilities:
		return "S1G capabilities"
	case Dot11ElemSubchannelSelective:
		return "subchannel selective transmission"
	case Dot11ElemVendor:
		return "vendor specific"
	case Dot11ElemAuthenticationControl:
		return "authentication control"
	case Dot11ElemTSFTimerAccuracy:
		return "TSF timer accuracy"
	case Dot11ElemS1GRelay:
		return "S1G relay"
	case Dot11ElemReachableAddress:
		return "reachable address"
	case Dot11ElemS1GRelayDiscovery:
		return "S1G relay discovery"
	case Dot11ElemAIDAnnouncement:
		return "AID announcement"
	case Dot11ElemPV1Probe:
		return "PV1 probe response option"
	case Dot11ElemELOperation:
		return "EL operation"
	case Dot11ElemSectorizedGroupID:
		return "sectorized group ID list"
	case Dot11ElemS1GOperation:
		return "S1G operation"
	case Dot11ElemHeaderCompression:
		return "header compression"
	case Dot11ElemSSTOperation:
		return "SST operation"
	case Dot11ElemMAD:
		return "MAD"
	case Dot11ElemS1GRelayActivation:
		return "S1G relay activation"
	case Dot11ElemCAGNumber:
		return "CAG number"
	case Dot11ElemAPCSN:
		return "AP-CSN"
	case Dot11ElemFILSIndication:
		return "FILS indication"
	case Dot11ElemDILS:
		return "DILS"
	case Dot11ElemFragment:
		return "fragment"
	case Dot11ElemRSNExtension:
		return "RSN extension"
	case Dot11ElemAssociationDelay:
		return "association delay info"
	case Dot11ElemFILSRequestParams:
		return "FILS request parameters"
	case Dot11ElemFILSKeyConfirmation:
		return "FILS key confirmation"
	case Dot11ElemFILSSession:
		return "FILS session"
	case Dot11ElemFILSHLPContainer:
		return "FILS HLP container"
	case Dot11ElemFILSAddressAssignment:
		return "FILS IP address assignment"
	case Dot11ElemKeyDelivery:
		return "key delivery"
	case Dot11ElemFILSWrappedData:
		return "FILS wrapped data"
	case Dot11ElemFTMSync:
		return "FTM synchronization information"
	case Dot11ElemExtRequest:
		return "extended request"
	case Dot11ElemEstimatedServiceParams:
		return "estimated service parameters inbound"
	case Dot11ElemFILSPublicKey:
		return "FILS public key"
	case Dot11ElemFILSNonce:
		return "FILS nonce"
	case Dot11ElemFutureChannelGuidance:
		return "future channel guidance"
	case Dot11ElemServiceHint:
		return "service hint"
	case Dot11ElemServiceHash:
		return "service hash"
	case Dot11ElemCDMGCapabilities:
		return "CDMG capabilities"
	case Dot11ElemOWEDHParam:
		return "OWE Diffie-Hellman parameter"
	case Dot11ElemPasswordID:
		return "password identifier"
	case Dot11ElemGLKGCR:
		return "GLK-GCR parameter set"
	case Dot11ElemHECapabilities:
		return "HE capabilities"
	case Dot11ElemHEOperation:
		return "HE operation"
	case Dot11ElemUORA:
		return "UORA parameter set"
	case Dot11ElemMUEDCA:
		return "MU EDCA parameter set"
	case Dot11ElemSpatialReuse:
		return "spatial reuse parameter set"
	case Dot11ElemNDPFeedback:
		return "NDP feedback report parameter set"
	case Dot11ElemBSSColorChange:
		return "BSS color change announcement"
	case Dot11ElemQuietTimePeriod:
		return "quiet time period setup"
	case Dot11ElemESSReport:
		return "ESS report"
	case Dot11ElemOPS:
		return "OPS"
	case Dot11ElemHEBSSLoad:
		return "HE BSS load"
	case Dot11ElemMaxChannelSwitchTime:
		return "max channel switch time"
	case Dot11ElemMultipleBSSIDConfig:
		return "multiple BSSID configuration"
	case Dot11ElemNonInheritance:
		return "non-inheritance"
	case Dot11ElemKnownBSSID:
		return "known BSSID"
	case Dot11ElemShortSSIDList:
		return "short SSID list"
	case Dot11ElemHE6GHzBand:
		return "HE 6 GHz band capabilities"
	case Dot11ElemULMUPower:
		return "UL MU power capabilities"
	case Dot11ElemMSCSDescriptor:
		return "MSCS descriptor"
	case Dot11ElemSupplementalClass2:
		return "supplemental class 2 capabilities"
	case Dot11ElemRejectedGroups:
		return "rejected groups"
	case Dot11ElemAntiCloggingToken:
		return "anti-clogging token container"
	case Dot11ElemEHTOperation:
		return "EHT operation"
	case Dot11ElemMultiLink:
		return "multi-link"
	case Dot11ElemEHTCapabilities:
		return "EHT capabilities"
	case Dot11ElemTIDToLink:
		return "TID-to-link mapping"
	case Dot11ElemMultiLinkTraffic:
		return "multi-link traffic indication"
	case Dot11ElemQoSCharacteristics:
		return "QoS characteristics"
	case Dot11ElemAKMSuiteSelector:
		return "AKM suite selector"
	}
	if x >= Dot11ElemExtended {
		return "extension " + itoa(int(x-Dot11ElemExtended))
	}
	return "element " + itoa(int(x))
}
