package wire

// What Diameter has numbers for: commands, applications, results.

// DiameterCommand is the code of a command, 24 bits, which a request and its answer share.
// IANA's registry of AAA parameters.
type DiameterCommand uint32

// The commands of the base protocol and of the applications in use.
const (
	DiameterCapabilitiesExchange       DiameterCommand = 257
	DiameterReAuth                     DiameterCommand = 258
	DiameterAAMobileNode               DiameterCommand = 260
	DiameterHomeAgentMIP               DiameterCommand = 262
	DiameterAA                         DiameterCommand = 265
	DiameterDiameterEAP                DiameterCommand = 268
	DiameterAccounting                 DiameterCommand = 271
	DiameterCreditControl              DiameterCommand = 272
	DiameterAbortSession               DiameterCommand = 274
	DiameterSessionTermination         DiameterCommand = 275
	DiameterDeviceWatchdog             DiameterCommand = 280
	DiameterDisconnectPeer             DiameterCommand = 282
	DiameterSIPUserAuthorization       DiameterCommand = 283
	DiameterSIPServerAssignment        DiameterCommand = 284
	DiameterSIPLocationInfo            DiameterCommand = 285
	DiameterSIPMultimediaAuth          DiameterCommand = 286
	DiameterSIPRegistrationTermination DiameterCommand = 287
	DiameterSIPPushProfile             DiameterCommand = 288
	DiameterUserAuthorization          DiameterCommand = 300
	DiameterServerAssignment           DiameterCommand = 301
	DiameterLocationInfo               DiameterCommand = 302
	DiameterMultimediaAuth             DiameterCommand = 303
	DiameterRegistrationTermination    DiameterCommand = 304
	DiameterPushProfile                DiameterCommand = 305
	DiameterUserData                   DiameterCommand = 306
	DiameterProfileUpdate              DiameterCommand = 307
	DiameterSubscribeNotifications     DiameterCommand = 308
	DiameterPushNotification           DiameterCommand = 309
	DiameterBootstrappingInfo          DiameterCommand = 310
	DiameterMessageProcess             DiameterCommand = 311
	DiameterUpdateLocation             DiameterCommand = 316
	DiameterCancelLocation             DiameterCommand = 317
	DiameterAuthenticationInformation  DiameterCommand = 318
	DiameterInsertSubscriberData       DiameterCommand = 319
	DiameterDeleteSubscriberData       DiameterCommand = 320
	DiameterPurgeUE                    DiameterCommand = 321
	DiameterReset                      DiameterCommand = 322
	DiameterNotify                     DiameterCommand = 323
	DiameterMEIdentityCheck            DiameterCommand = 324
	DiameterMIP6                       DiameterCommand = 325
	DiameterQoSAuthorization           DiameterCommand = 326
	DiameterQoSInstall                 DiameterCommand = 327
	DiameterCapabilitiesUpdate         DiameterCommand = 328
	DiameterIKEv2SK                    DiameterCommand = 329
	DiameterNATControl                 DiameterCommand = 330
	DiameterProvideLocation            DiameterCommand = 8388620
	DiameterLocationReport             DiameterCommand = 8388621
	DiameterLCSRoutingInfo             DiameterCommand = 8388622
	DiameterSpendingLimit              DiameterCommand = 8388635
	DiameterSpendingStatusNotification DiameterCommand = 8388636
	DiameterTDFSession                 DiameterCommand = 8388637
	DiameterUpdateVCSGLocation         DiameterCommand = 8388638
	DiameterDeviceAction               DiameterCommand = 8388639
	DiameterDeviceNotification         DiameterCommand = 8388640
	DiameterSubscriberInformation      DiameterCommand = 8388641
	DiameterCancelVCSGLocation         DiameterCommand = 8388642
	DiameterDeviceTrigger              DiameterCommand = 8388643
	DiameterDeliveryReport             DiameterCommand = 8388644
	DiameterMOForwardShortMessage      DiameterCommand = 8388645
	DiameterMTForwardShortMessage      DiameterCommand = 8388646
	DiameterSendRoutingInfoForSM       DiameterCommand = 8388647
	DiameterAlertServiceCentre         DiameterCommand = 8388648
	DiameterReportSMDeliveryStatus     DiameterCommand = 8388649
)

func (x DiameterCommand) String() string { return numbered(diameterCommands, uint32(x)) }

// Known reports whether the command is one of those above.
func (x DiameterCommand) Known() bool { return foundNumber(diameterCommands, uint32(x)) >= 0 }

var diameterCommands = []numberName{
	{257, "Capabilities-Exchange"},
	{258, "Re-Auth"},
	{260, "AA-Mobile-Node"},
	{262, "Home-Agent-MIP"},
	{265, "AA"},
	{268, "Diameter-EAP"},
	{271, "Accounting"},
	{272, "Credit-Control"},
	{274, "Abort-Session"},
	{275, "Session-Termination"},
	{280, "Device-Watchdog"},
	{282, "Disconnect-Peer"},
	{283, "User-Authorization"},
	{284, "Server-Assignment"},
	{285, "Location-Info"},
	{286, "Multimedia-Auth"},
	{287, "Registration-Termination"},
	{288, "Push-Profile"},
	{300, "User-Authorization"},
	{301, "Server-Assignment"},
	{302, "Location-Info"},
	{303, "Multimedia-Auth"},
	{304, "Registration-Termination"},
	{305, "Push-Profile"},
	{306, "User-Data"},
	{307, "Profile-Update"},
	{308, "Subscribe-Notifications"},
	{309, "Push-Notification"},
	{310, "Bootstrapping-Info"},
	{311, "Message-Process"},
	{316, "Update-Location"},
	{317, "Cancel-Location"},
	{318, "Authentication-Information"},
	{319, "Insert-Subscriber-Data"},
	{320, "Delete-Subscriber-Data"},
	{321, "Purge-UE"},
	{322, "Reset"},
	{323, "Notify"},
	{324, "ME-Identity-Check"},
	{325, "MIP6"},
	{326, "QoS-Authorization"},
	{327, "QoS-Install"},
	{328, "Capabilities-Update"},
	{329, "IKEv2-SK"},
	{330, "NAT-Control"},
	{8388620, "Provide-Location"},
	{8388621, "Location-Report"},
	{8388622, "LCS-Routing-Info"},
	{8388635, "Spending-Limit"},
	{8388636, "Spending-Status-Notification"},
	{8388637, "TDF-Session"},
	{8388638, "Update-VCSG-Location"},
	{8388639, "Device-Action"},
	{8388640, "Device-Notification"},
	{8388641, "Subscriber-Information"},
	{8388642, "Cancel-VCSG-Location"},
	{8388643, "Device-Trigger"},
	{8388644, "Delivery-Report"},
	{8388645, "MO-Forward-Short-Message"},
	{8388646, "MT-Forward-Short-Message"},
	{8388647, "Send-Routing-Info-for-SM"},
	{8388648, "Alert-Service-Centre"},
	{8388649, "Report-SM-Delivery-Status"},
}

// DiameterApplication is what a message is for. IANA's registry of AAA parameters.
type DiameterApplication uint32

// The applications.
const (
	DiameterAppCommonMessages     DiameterApplication = 0
	DiameterAppNASREQ             DiameterApplication = 1
	DiameterAppMobileIPv4         DiameterApplication = 2
	DiameterAppBaseAccounting     DiameterApplication = 3
	DiameterAppCreditControl      DiameterApplication = 4
	DiameterAppEAP                DiameterApplication = 5
	DiameterAppSIP                DiameterApplication = 6
	DiameterAppMIP6IKE            DiameterApplication = 7
	DiameterAppMIP6Auth           DiameterApplication = 8
	DiameterAppQoS                DiameterApplication = 9
	DiameterAppCapabilitiesUpdate DiameterApplication = 10
	DiameterAppIKESK              DiameterApplication = 11
	DiameterAppNATControl         DiameterApplication = 12
	DiameterAppCx                 DiameterApplication = 16777216
	DiameterAppSh                 DiameterApplication = 16777217
	DiameterAppRe                 DiameterApplication = 16777218
	DiameterAppWx                 DiameterApplication = 16777219
	DiameterAppZn                 DiameterApplication = 16777220
	DiameterAppZh                 DiameterApplication = 16777221
	DiameterAppGq                 DiameterApplication = 16777222
	DiameterAppGmb                DiameterApplication = 16777223
	DiameterAppGxOld              DiameterApplication = 16777224
	DiameterAppGxOverGy           DiameterApplication = 16777225
	DiameterAppMM10               DiameterApplication = 16777226
	DiameterAppRxOld              DiameterApplication = 16777229
	DiameterAppRx                 DiameterApplication = 16777236
	DiameterAppGx                 DiameterApplication = 16777238
	DiameterAppSTa                DiameterApplication = 16777250
	DiameterAppS6a                DiameterApplication = 16777251
	DiameterAppS13                DiameterApplication = 16777252
	DiameterAppSLg                DiameterApplication = 16777255
	DiameterAppSWm                DiameterApplication = 16777264
	DiameterAppSWx                DiameterApplication = 16777265
	DiameterAppGxx                DiameterApplication = 16777266
	DiameterAppS9                 DiameterApplication = 16777267
	DiameterAppS6b                DiameterApplication = 16777272
	DiameterAppSLh                DiameterApplication = 16777291
	DiameterAppSGmb               DiameterApplication = 16777292
	DiameterAppSy                 DiameterApplication = 16777302
	DiameterAppSd                 DiameterApplication = 16777303
	DiameterAppS7a                DiameterApplication = 16777308
	DiameterAppTsp                DiameterApplication = 16777309
	DiameterAppS6m                DiameterApplication = 16777310
	DiameterAppT4                 DiameterApplication = 16777311
	DiameterAppS6c                DiameterApplication = 16777312
	DiameterAppSGd                DiameterApplication = 16777313
	DiameterAppS6t                DiameterApplication = 16777345
	DiameterAppT6a                DiameterApplication = 16777346
	DiameterAppRelay              DiameterApplication = 4294967295
)

func (x DiameterApplication) String() string { return numbered(diameterApplications, uint32(x)) }

// Known reports whether the application is one of those above.
func (x DiameterApplication) Known() bool {
	return foundNumber(diameterApplications, uint32(x)) >= 0
}

var diameterApplications = []numberName{
	{0, "Common Messages"},
	{1, "NASREQ"},
	{2, "Mobile IPv4"},
	{3, "Base Accounting"},
	{4, "Credit Control"},
	{5, "EAP"},
	{6, "SIP"},
	{7, "MIP6 IKE"},
	{8, "MIP6 Auth"},
	{9, "QoS"},
	{10, "Capabilities Update"},
	{11, "IKE SK"},
	{12, "NAT Control"},
	{16777216, "Cx/Dx"},
	{16777217, "Sh"},
	{16777218, "Re"},
	{16777219, "Wx"},
	{16777220, "Zn"},
	{16777221, "Zh"},
	{16777222, "Gq"},
	{16777223, "Gmb"},
	{16777224, "Gx"},
	{16777225, "Gx over Gy"},
	{16777226, "MM10"},
	{16777229, "Rx"},
	{16777236, "Rx"},
	{16777238, "Gx"},
	{16777250, "STa"},
	{16777251, "S6a/S6d"},
	{16777252, "S13"},
	{16777255, "SLg"},
	{16777264, "SWm"},
	{16777265, "SWx"},
	{16777266, "Gxx"},
	{16777267, "S9"},
	{16777272, "S6b"},
	{16777291, "SLh"},
	{16777292, "SGmb"},
	{16777302, "Sy"},
	{16777303, "Sd"},
	{16777308, "S7a"},
	{16777309, "Tsp"},
	{16777310, "S6m"},
	{16777311, "T4"},
	{16777312, "S6c"},
	{16777313, "SGd"},
	{16777345, "S6t"},
	{16777346, "T6a/T6b"},
	{4294967295, "Relay"},
}

// DiameterResult says what became of a request: 1xxx informational, 2xxx success, 3xxx
// protocol errors, 4xxx transient failures, 5xxx permanent failures. RFC 6733 §7.1.
type DiameterResult uint32

// The results.
const (
	DiameterResultMultiRoundAuth                 DiameterResult = 1001
	DiameterResultSuccess                        DiameterResult = 2001
	DiameterResultLimitedSuccess                 DiameterResult = 2002
	DiameterResultFirstRegistration              DiameterResult = 2003
	DiameterResultSubsequentRegistration         DiameterResult = 2004
	DiameterResultUnregisteredService            DiameterResult = 2005
	DiameterResultSuccessServerNameNotStored     DiameterResult = 2006
	DiameterResultServerSelection                DiameterResult = 2007
	DiameterResultSuccessAuthSentServerNotStored DiameterResult = 2008
	DiameterResultCommandUnsupported             DiameterResult = 3001
	DiameterResultUnableToDeliver                DiameterResult = 3002
	DiameterResultRealmNotServed                 DiameterResult = 3003
	DiameterResultTooBusy                        DiameterResult = 3004
	DiameterResultLoopDetected                   DiameterResult = 3005
	DiameterResultRedirectIndication             DiameterResult = 3006
	DiameterResultApplicationUnsupported         DiameterResult = 3007
	DiameterResultInvalidHdrBits                 DiameterResult = 3008
	DiameterResultInvalidAvpBits                 DiameterResult = 3009
	DiameterResultUnknownPeer                    DiameterResult = 3010
	DiameterResultAuthenticationRejected         DiameterResult = 4001
	DiameterResultOutOfSpace                     DiameterResult = 4002
	DiameterResultElectionLost                   DiameterResult = 4003
	DiameterResultErrorMipReplyFailure           DiameterResult = 4005
	DiameterResultErrorHaNotAvailable            DiameterResult = 4006
	DiameterResultErrorBadKey                    DiameterResult = 4007
	DiameterResultErrorMipFilterNotSupported     DiameterResult = 4008
	DiameterResultEndUserServiceDenied           DiameterResult = 4010
	DiameterResultCreditControlNotApplicable     DiameterResult = 4011
	DiameterResultCreditLimitReached             DiameterResult = 4012
	DiameterResultUserNameRequired               DiameterResult = 4013
	DiameterResultAvpUnsupported                 DiameterResult = 5001
	DiameterResultUnknownSessionId               DiameterResult = 5002
	DiameterResultAuthorizationRejected          DiameterResult = 5003
	DiameterResultInvalidAvpValue                DiameterResult = 5004
	DiameterResultMissingAvp                     DiameterResult = 5005
	DiameterResultResourcesExceeded              DiameterResult = 5006
	DiameterResultContradictingAvps              DiameterResult = 5007
	DiameterResultAvpNotAllowed                  DiameterResult = 5008
	DiameterResultAvpOccursTooManyTimes          DiameterResult = 5009
	DiameterResultNoCommonApplication            DiameterResult = 5010
	DiameterResultUnsupportedVersion             DiameterResult = 5011
	DiameterResultUnableToComply                 DiameterResult = 5012
	DiameterResultInvalidBitInHeader             DiameterResult = 5013
	DiameterResultInvalidAvpLength               DiameterResult = 5014
	DiameterResultInvalidMessageLength           DiameterResult = 5015
	DiameterResultInvalidAvpBitCombo             DiameterResult = 5016
	DiameterResultNoCommonSecurity               DiameterResult = 5017
	DiameterResultErrorNoForeignHaService        DiameterResult = 5024
	DiameterResultErrorEndToEndMipKeyEncryption  DiameterResult = 5025
	DiameterResultUserUnknown                    DiameterResult = 5030
	DiameterResultRatingFailed                   DiameterResult = 5031
	DiameterResultErrorUserUnknown               DiameterResult = 5032
	DiameterResultErrorIdentitiesDontMatch       DiameterResult = 5033
	DiameterResultErrorIdentityNotRegistered     DiameterResult = 5034
	DiameterResultErrorRoamingNotAllowed         DiameterResult = 5035
	DiameterResultErrorIdentityAlreadyRegistered DiameterResult = 5036
	DiameterResultErrorAuthSchemeNotSupported    DiameterResult = 5037
	DiameterResultErrorInAssignmentType          DiameterResult = 5038
	DiameterResultErrorTooMuchData               DiameterResult = 5039
	DiameterResultErrorNotSupportedUserData      DiameterResult = 5040
)

func (x DiameterResult) String() string { return numbered(diameterResults, uint32(x)) }

var diameterResults = []numberName{
	{1001, "DIAMETER_MULTI_ROUND_AUTH"},
	{2001, "DIAMETER_SUCCESS"},
	{2002, "DIAMETER_LIMITED_SUCCESS"},
	{2003, "DIAMETER_FIRST_REGISTRATION"},
	{2004, "DIAMETER_SUBSEQUENT_REGISTRATION"},
	{2005, "DIAMETER_UNREGISTERED_SERVICE"},
	{2006, "DIAMETER_SUCCESS_SERVER_NAME_NOT_STORED"},
	{2007, "DIAMETER_SERVER_SELECTION"},
	{2008, "DIAMETER_SUCCESS_AUTH_SENT_SERVER_NOT_STORED"},
	{3001, "DIAMETER_COMMAND_UNSUPPORTED"},
	{3002, "DIAMETER_UNABLE_TO_DELIVER"},
	{3003, "DIAMETER_REALM_NOT_SERVED"},
	{3004, "DIAMETER_TOO_BUSY"},
	{3005, "DIAMETER_LOOP_DETECTED"},
	{3006, "DIAMETER_REDIRECT_INDICATION"},
	{3007, "DIAMETER_APPLICATION_UNSUPPORTED"},
	{3008, "DIAMETER_INVALID_HDR_BITS"},
	{3009, "DIAMETER_INVALID_AVP_BITS"},
	{3010, "DIAMETER_UNKNOWN_PEER"},
	{4001, "DIAMETER_AUTHENTICATION_REJECTED"},
	{4002, "DIAMETER_OUT_OF_SPACE"},
	{4003, "DIAMETER_ELECTION_LOST"},
	{4005, "DIAMETER_ERROR_MIP_REPLY_FAILURE"},
	{4006, "DIAMETER_ERROR_HA_NOT_AVAILABLE"},
	{4007, "DIAMETER_ERROR_BAD_KEY"},
	{4008, "DIAMETER_ERROR_MIP_FILTER_NOT_SUPPORTED"},
	{4010, "DIAMETER_END_USER_SERVICE_DENIED"},
	{4011, "DIAMETER_CREDIT_CONTROL_NOT_APPLICABLE"},
	{4012, "DIAMETER_CREDIT_LIMIT_REACHED"},
	{4013, "DIAMETER_USER_NAME_REQUIRED"},
	{5001, "DIAMETER_AVP_UNSUPPORTED"},
	{5002, "DIAMETER_UNKNOWN_SESSION_ID"},
	{5003, "DIAMETER_AUTHORIZATION_REJECTED"},
	{5004, "DIAMETER_INVALID_AVP_VALUE"},
	{5005, "DIAMETER_MISSING_AVP"},
	{5006, "DIAMETER_RESOURCES_EXCEEDED"},
	{5007, "DIAMETER_CONTRADICTING_AVPS"},
	{5008, "DIAMETER_AVP_NOT_ALLOWED"},
	{5009, "DIAMETER_AVP_OCCURS_TOO_MANY_TIMES"},
	{5010, "DIAMETER_NO_COMMON_APPLICATION"},
	{5011, "DIAMETER_UNSUPPORTED_VERSION"},
	{5012, "DIAMETER_UNABLE_TO_COMPLY"},
	{5013, "DIAMETER_INVALID_BIT_IN_HEADER"},
	{5014, "DIAMETER_INVALID_AVP_LENGTH"},
	{5015, "DIAMETER_INVALID_MESSAGE_LENGTH"},
	{5016, "DIAMETER_INVALID_AVP_BIT_COMBO"},
	{5017, "DIAMETER_NO_COMMON_SECURITY"},
	{5024, "DIAMETER_ERROR_NO_FOREIGN_HA_SERVICE"},
	{5025, "DIAMETER_ERROR_END_TO_END_MIP_KEY_ENCRYPTION"},
	{5030, "DIAMETER_USER_UNKNOWN"},
	{5031, "DIAMETER_RATING_FAILED"},
	{5032, "DIAMETER_ERROR_USER_UNKNOWN"},
	{5033, "DIAMETER_ERROR_IDENTITIES_DONT_MATCH"},
	{5034, "DIAMETER_ERROR_IDENTITY_NOT_REGISTERED"},
	{5035, "DIAMETER_ERROR_ROAMING_NOT_ALLOWED"},
	{5036, "DIAMETER_ERROR_IDENTITY_ALREADY_REGISTERED"},
	{5037, "DIAMETER_ERROR_AUTH_SCHEME_NOT_SUPPORTED"},
	{5038, "DIAMETER_ERROR_IN_ASSIGNMENT_TYPE"},
	{5039, "DIAMETER_ERROR_TOO_MUCH_DATA"},
	{5040, "DIAMETER_ERROR_NOT_SUPPORTED_USER_DATA"},
}

// A numberName is a number and its name, in tables that are sorted by number.
type numberName struct {
	n    uint32
	name string
}

// foundNumber returns the index of x in t, or -1.
func foundNumber(t []numberName, x uint32) int {
	lo, hi := 0, len(t)
	for lo < hi {
		if m := int(uint(lo+hi) >> 1); t[m].n < x {
			lo = m + 1
		} else {
			hi = m
		}
	}
	if lo < len(t) && t[lo].n == x {
		return lo
	}
	return -1
}

// numbered returns the name of x in t, or x.
func numbered(t []numberName, x uint32) string {
	if i := foundNumber(t, x); i >= 0 {
		return t[i].name
	}
	return string(appendUint(nil, x))
}
