package wire

// Numbers of Transport Layer Security.
// https://www.iana.org/assignments/tls-parameters
// https://www.iana.org/assignments/tls-extensiontype-values

// TLSContentType says what a record carries. RFC 8446 §5.1.
type TLSContentType uint8

// The content types.
const (
	TLSChangeCipherSpec TLSContentType = 20
	TLSAlertRecord      TLSContentType = 21
	TLSHandshake        TLSContentType = 22
	TLSApplicationData  TLSContentType = 23
	TLSHeartbeat        TLSContentType = 24 // RFC 6520
	DTLSWithCID         TLSContentType = 25 // RFC 9146 §4
	DTLSACK             TLSContentType = 26 // RFC 9147 §7
)

var tlsContentTypes = []coded{
	{20, "change cipher spec"}, {21, "alert"}, {22, "handshake"}, {23, "application data"}, {24, "heartbeat"},
	{25, "with connection ID"}, {26, "ACK"}, {27, "return routability check"},
}

func (x TLSContentType) String() string { return codedName(tlsContentTypes, uint32(x)) }

// TLSVersion is a version of SSL, TLS or DTLS as messages have it.
type TLSVersion uint16

// The versions.
const (
	SSL2   TLSVersion = 0x0002
	SSL3   TLSVersion = 0x0300 // RFC 6101
	TLS10  TLSVersion = 0x0301 // RFC 2246
	TLS11  TLSVersion = 0x0302 // RFC 4346
	TLS12  TLSVersion = 0x0303 // RFC 5246
	TLS13  TLSVersion = 0x0304 // RFC 8446
	TLCP   TLSVersion = 0x0101 // GB/T 38636
	DTLS10 TLSVersion = 0xfeff // RFC 4347
	DTLS12 TLSVersion = 0xfefd // RFC 6347
	DTLS13 TLSVersion = 0xfefc // RFC 9147
	dtls09 TLSVersion = 0x0100 // what OpenSSL sent before DTLS 1.0 was done
)

var tlsVersions = []coded{
	{0x0002, "SSL 2.0"}, {0x0100, "DTLS 0.9"}, {0x0101, "TLCP"}, {0x0300, "SSL 3.0"}, {0x0301, "TLS 1.0"}, {0x0302, "TLS 1.1"},
	{0x0303, "TLS 1.2"}, {0x0304, "TLS 1.3"}, {0xfefc, "DTLS 1.3"}, {0xfefd, "DTLS 1.2"}, {0xfeff, "DTLS 1.0"},
}

func (x TLSVersion) String() string {
	switch {
	case hasCode(tlsVersions, uint32(x)):
		return codedName(tlsVersions, uint32(x))
	case GREASE(uint16(x)):
		return "GREASE " + hex16(uint16(x))
	case x>>8 == 0x7f: // RFC 8446's drafts
		return "TLS 1.3 draft " + itoa(int(x&0xff))
	}
	return hex16(uint16(x))
}

// DTLS reports whether x is a version of DTLS.
func (x TLSVersion) DTLS() bool { return x>>8 == 0xfe || x == dtls09 }

// GREASE reports whether x is one of the numbers that clients send to see whether
// servers ignore what they do not know. RFC 8701 §2.
func GREASE(x uint16) bool { return x&0x0f0f == 0x0a0a && x>>8 == x&0xff }

// TLSHandshakeType names a handshake message. RFC 8446 §4.
type TLSHandshakeType uint8

// The handshake messages.
const (
	TLSHelloRequest          TLSHandshakeType = 0
	TLSClientHello           TLSHandshakeType = 1
	TLSServerHello           TLSHandshakeType = 2
	DTLSHelloVerifyRequest   TLSHandshakeType = 3 // RFC 6347 §4.3.2
	TLSNewSessionTicket      TLSHandshakeType = 4
	TLSEndOfEarlyData        TLSHandshakeType = 5
	TLSHelloRetryRequest     TLSHandshakeType = 6 // of drafts; now a server hello
	TLSEncryptedExtensions   TLSHandshakeType = 8
	DTLSRequestConnectionID  TLSHandshakeType = 9 // RFC 9147 §9
	DTLSNewConnectionID      TLSHandshakeType = 10
	TLSCertificate           TLSHandshakeType = 11
	TLSServerKeyExchange     TLSHandshakeType = 12
	TLSCertificateRequest    TLSHandshakeType = 13
	TLSServerHelloDone       TLSHandshakeType = 14
	TLSCertificateVerify     TLSHandshakeType = 15
	TLSClientKeyExchange     TLSHandshakeType = 16
	TLSClientCertRequest     TLSHandshakeType = 17
	TLSFinished              TLSHandshakeType = 20
	TLSCertificateURL        TLSHandshakeType = 21
	TLSCertificateStatus     TLSHandshakeType = 22
	TLSSupplementalData      TLSHandshakeType = 23 // RFC 4680
	TLSKeyUpdate             TLSHandshakeType = 24
	TLSCompressedCertificate TLSHandshakeType = 25 // RFC 8879
	TLSEKTKey                TLSHandshakeType = 26 // RFC 8870
	TLSNextProtocol          TLSHandshakeType = 67 // NPN, draft-agl-tls-nextprotoneg
	TLSMessageHash           TLSHandshakeType = 254
)

var tlsHandshakeTypes = []coded{
	{0, "hello request"}, {1, "client hello"}, {2, "server hello"}, {3, "hello verify request"}, {4, "new session ticket"},
	{5, "end of early data"}, {6, "hello retry request"}, {8, "encrypted extensions"}, {9, "request connection ID"},
	{10, "new connection ID"}, {11, "certificate"}, {12, "server key exchange"}, {13, "certificate request"},
	{14, "server hello done"}, {15, "certificate verify"}, {16, "client key exchange"}, {17, "client certificate request"},
	{20, "finished"}, {21, "certificate URL"}, {22, "certificate status"}, {23, "supplemental data"}, {24, "key update"},
	{25, "compressed certificate"}, {26, "EKT key"}, {67, "next protocol"}, {254, "message hash"},
}

func (x TLSHandshakeType) String() string { return codedName(tlsHandshakeTypes, uint32(x)) }

// Known reports whether the type is assigned.
func (x TLSHandshakeType) Known() bool { return hasCode(tlsHandshakeTypes, uint32(x)) }

// TLSAlertLevel is how bad an alert is. RFC 5246 §7.2.
type TLSAlertLevel uint8

// The alert levels.
const (
	TLSWarning TLSAlertLevel = 1
	TLSFatal   TLSAlertLevel = 2
)

func (x TLSAlertLevel) String() string {
	return codedName([]coded{{1, "warning"}, {2, "fatal"}}, uint32(x))
}

// TLSAlert says what an alert is about. RFC 8446 §6.
type TLSAlert uint8

var tlsAlerts = []coded{
	{0, "close notify"}, {10, "unexpected message"}, {20, "bad record MAC"}, {21, "decryption failed"}, {22, "record overflow"},
	{30, "decompression failure"}, {40, "handshake failure"}, {41, "no certificate"}, {42, "bad certificate"},
	{43, "unsupported certificate"}, {44, "certificate revoked"}, {45, "certificate expired"}, {46, "certificate unknown"},
	{47, "illegal parameter"}, {48, "unknown CA"}, {49, "access denied"}, {50, "decode error"}, {51, "decrypt error"},
	{52, "too many CIDs requested"}, {60, "export restriction"}, {70, "protocol version"}, {71, "insufficient security"},
	{80, "internal error"}, {86, "inappropriate fallback"}, {90, "user canceled"}, {100, "no renegotiation"},
	{109, "missing extension"}, {110, "unsupported extension"}, {111, "certificate unobtainable"}, {112, "unrecognized name"},
	{113, "bad certificate status response"}, {114, "bad certificate hash value"}, {115, "unknown PSK identity"},
	{116, "certificate required"}, {117, "general error"}, {120, "no application protocol"}, {121, "ECH required"},
}

func (x TLSAlert) String() string { return codedName(tlsAlerts, uint32(x)) }

// TLSExtension names an extension.
type TLSExtension uint16

// The extensions in use.
const (
	TLSExtServerName             TLSExtension = 0      // RFC 6066 §3
	TLSExtMaxFragmentLength      TLSExtension = 1      // RFC 6066 §4
	TLSExtClientCertificateURL   TLSExtension = 2      // RFC 6066 §5
	TLSExtTrustedCAKeys          TLSExtension = 3      // RFC 6066 §6
	TLSExtTruncatedHMAC          TLSExtension = 4      // RFC 6066 §7
	TLSExtStatusRequest          TLSExtension = 5      // RFC 6066 §8
	TLSExtUserMapping            TLSExtension = 6      // RFC 4681
	TLSExtCertType               TLSExtension = 9      // RFC 6091
	TLSExtSupportedGroups        TLSExtension = 10     // RFC 8446 §4.2.7
	TLSExtECPointFormats         TLSExtension = 11     // RFC 8422 §5.1.2
	TLSExtSRP                    TLSExtension = 12     // RFC 5054
	TLSExtSignatureAlgorithms    TLSExtension = 13     // RFC 8446 §4.2.3
	TLSExtUseSRTP                TLSExtension = 14     // RFC 5764 §4.1
	TLSExtHeartbeat              TLSExtension = 15     // RFC 6520
	TLSExtALPN                   TLSExtension = 16     // RFC 7301
	TLSExtStatusRequestV2        TLSExtension = 17     // RFC 6961
	TLSExtSCT                    TLSExtension = 18     // RFC 6962
	TLSExtClientCertType         TLSExtension = 19     // RFC 7250
	TLSExtServerCertType         TLSExtension = 20     // RFC 7250
	TLSExtPadding                TLSExtension = 21     // RFC 7685
	TLSExtEncryptThenMAC         TLSExtension = 22     // RFC 7366
	TLSExtExtendedMasterSecret   TLSExtension = 23     // RFC 7627
	TLSExtTokenBinding           TLSExtension = 24     // RFC 8472
	TLSExtCachedInfo             TLSExtension = 25     // RFC 7924
	TLSExtCompressCertificate    TLSExtension = 27     // RFC 8879
	TLSExtRecordSizeLimit        TLSExtension = 28     // RFC 8449
	TLSExtPasswordProtect        TLSExtension = 29     // RFC 8492
	TLSExtPasswordClear          TLSExtension = 30     // RFC 8492
	TLSExtDelegatedCredential    TLSExtension = 34     // RFC 9345
	TLSExtSessionTicket          TLSExtension = 35     // RFC 5077
	TLSExtPreSharedKey           TLSExtension = 41     // RFC 8446 §4.2.11
	TLSExtEarlyData              TLSExtension = 42     // RFC 8446 §4.2.10
	TLSExtSupportedVersions      TLSExtension = 43     // RFC 8446 §4.2.1
	TLSExtCookie                 TLSExtension = 44     // RFC 8446 §4.2.2
	TLSExtPSKKeyExchangeModes    TLSExtension = 45     // RFC 8446 §4.2.9
	TLSExtCertificateAuthorities TLSExtension = 47     // RFC 8446 §4.2.4
	TLSExtOIDFilters             TLSExtension = 48     // RFC 8446 §4.2.5
	TLSExtPostHandshakeAuth      TLSExtension = 49     // RFC 8446 §4.2.6
	TLSExtSignatureAlgsCert      TLSExtension = 50     // RFC 8446 §4.2.3
	TLSExtKeyShare               TLSExtension = 51     // RFC 8446 §4.2.8
	TLSExtTransparencyInfo       TLSExtension = 52     // RFC 9162
	TLSExtConnectionID           TLSExtension = 54     // RFC 9146
	TLSExtExternalIDHash         TLSExtension = 55     // RFC 8844
	TLSExtExternalSessionID      TLSExtension = 56     // RFC 8844
	TLSExtQUICParameters         TLSExtension = 57     // RFC 9001 §8.2
	TLSExtTicketRequest          TLSExtension = 58     // RFC 9149
	TLSExtNextProtocol           TLSExtension = 13172  // NPN, draft-agl-tls-nextprotoneg
	TLSExtApplicationSettings    TLSExtension = 17513  // draft-vvv-tls-alps
	TLSExtApplicationSettingsNew TLSExtension = 17613  // draft-vvv-tls-alps
	TLSExtChannelIDOld           TLSExtension = 30031  // draft-balfanz-tls-channelid
	TLSExtChannelID              TLSExtension = 30032  // draft-balfanz-tls-channelid
	TLSExtECHOuter               TLSExtension = 0xfd00 // RFC 9849
	TLSExtECH                    TLSExtension = 0xfe0d // encrypted client hello, RFC 9849
	TLSExtRenegotiationInfo      TLSExtension = 0xff01 // RFC 5746
	TLSExtQUICParametersDraft    TLSExtension = 0xffa5 // as in QUIC's drafts
)

var tlsExtensions = []coded{
	{0, "server_name"}, {1, "max_fragment_length"}, {2, "client_certificate_url"}, {3, "trusted_ca_keys"}, {4, "truncated_hmac"},
	{5, "status_request"}, {6, "user_mapping"}, {7, "client_authz"}, {8, "server_authz"}, {9, "cert_type"},
	{10, "supported_groups"}, {11, "ec_point_formats"}, {12, "srp"}, {13, "signature_algorithms"}, {14, "use_srtp"},
	{15, "heartbeat"}, {16, "application_layer_protocol_negotiation"}, {17, "status_request_v2"}, {18, "signed_certificate_timestamp"},
	{19, "client_certificate_type"}, {20, "server_certificate_type"}, {21, "padding"}, {22, "encrypt_then_mac"},
	{23, "extended_master_secret"}, {24, "token_binding"}, {25, "cached_info"}, {26, "tls_lts"}, {27, "compress_certificate"},
	{28, "record_size_limit"}, {29, "pwd_protect"}, {30, "pwd_clear"}, {31, "password_salt"}, {32, "ticket_pinning"},
	{33, "tls_cert_with_extern_psk"}, {34, "delegated_credential"}, {35, "session_ticket"}, {36, "TLMSP"}, {37, "TLMSP_proxying"},
	{38, "TLMSP_delegate"}, {39, "supported_ekt_ciphers"}, {41, "pre_shared_key"}, {42, "early_data"}, {43, "supported_versions"},
	{44, "cookie"}, {45, "psk_key_exchange_modes"}, {47, "certificate_authorities"}, {48, "oid_filters"},
	{49, "post_handshake_auth"}, {50, "signature_algorithms_cert"}, {51, "key_share"}, {52, "transparency_info"},
	{53, "connection_id_deprecated"}, {54, "connection_id"}, {55, "external_id_hash"}, {56, "external_session_id"},
	{57, "quic_transport_parameters"}, {58, "ticket_request"}, {59, "dnssec_chain"}, {60, "sequence_number_encryption_algorithms"},
	{61, "rrc"}, {13172, "next_protocol_negotiation"}, {17513, "application_settings_old"}, {17613, "application_settings"},
	{30031, "channel_id_old"}, {30032, "channel_id"}, {0xfd00, "ech_outer_extensions"}, {0xfe0d, "encrypted_client_hello"},
	{0xff01, "renegotiation_info"}, {0xffa5, "quic_transport_parameters_draft"}, {0xffce, "encrypted_server_name"},
}

func (x TLSExtension) String() string {
	if GREASE(uint16(x)) {
		return "GREASE " + hex16(uint16(x))
	}
	return codedName(tlsExtensions, uint32(x))
}

// TLSGroup names a group for key exchange. RFC 8446 §4.2.7.
type TLSGroup uint16

// Groups in use.
const (
	TLSGroupP256           TLSGroup = 23
	TLSGroupP384           TLSGroup = 24
	TLSGroupP521           TLSGroup = 25
	TLSGroupX25519         TLSGroup = 29
	TLSGroupX448           TLSGroup = 30
	TLSGroupX25519MLKEM768 TLSGroup = 4588
)

var tlsGroups = []coded{
	{1, "sect163k1"}, {2, "sect163r1"}, {3, "sect163r2"}, {4, "sect193r1"}, {5, "sect193r2"}, {6, "sect233k1"}, {7, "sect233r1"},
	{8, "sect239k1"}, {9, "sect283k1"}, {10, "sect283r1"}, {11, "sect409k1"}, {12, "sect409r1"}, {13, "sect571k1"}, {14, "sect571r1"},
	{15, "secp160k1"}, {16, "secp160r1"}, {17, "secp160r2"}, {18, "secp192k1"}, {19, "secp192r1"}, {20, "secp224k1"}, {21, "secp224r1"},
	{22, "secp256k1"}, {23, "secp256r1"}, {24, "secp384r1"}, {25, "secp521r1"}, {26, "brainpoolP256r1"}, {27, "brainpoolP384r1"},
	{28, "brainpoolP512r1"}, {29, "x25519"}, {30, "x448"}, {31, "brainpoolP256r1tls13"}, {32, "brainpoolP384r1tls13"},
	{33, "brainpoolP512r1tls13"}, {34, "GC256A"}, {35, "GC256B"}, {36, "GC256C"}, {37, "GC256D"}, {38, "GC512A"}, {39, "GC512B"},
	{40, "GC512C"}, {41, "curveSM2"}, {256, "ffdhe2048"}, {257, "ffdhe3072"}, {258, "ffdhe4096"}, {259, "ffdhe6144"}, {260, "ffdhe8192"},
	{512, "MLKEM512"}, {513, "MLKEM768"}, {514, "MLKEM1024"}, {4587, "SecP256r1MLKEM768"}, {4588, "X25519MLKEM768"},
	{4589, "SecP384r1MLKEM1024"}, {25497, "X25519Kyber768Draft00"}, {65281, "arbitrary_explicit_prime_curves"},
	{65282, "arbitrary_explicit_char2_curves"},
}

func (x TLSGroup) String() string {
	if GREASE(uint16(x)) {
		return "GREASE " + hex16(uint16(x))
	}
	return codedName(tlsGroups, uint32(x))
}

// TLSSignatureScheme names an algorithm of signatures: in TLS 1.2 a hash and a
// signature algorithm, a byte each. RFC 8446 §4.2.3.
type TLSSignatureScheme uint16

var tlsSignatureSchemes = []coded{
	{0x0101, "rsa_pkcs1_md5"}, {0x0201, "rsa_pkcs1_sha1"}, {0x0202, "dsa_sha1"}, {0x0203, "ecdsa_sha1"}, {0x0301, "rsa_pkcs1_sha224"},
	{0x0302, "dsa_sha224"}, {0x0303, "ecdsa_sha224"}, {0x0401, "rsa_pkcs1_sha256"}, {0x0402, "dsa_sha256"},
	{0x0403, "ecdsa_secp256r1_sha256"}, {0x0420, "rsa_pkcs1_sha256_legacy"}, {0x0501, "rsa_pkcs1_sha384"}, {0x0502, "dsa_sha384"},
	{0x0503, "ecdsa_secp384r1_sha384"}, {0x0520, "rsa_pkcs1_sha384_legacy"}, {0x0601, "rsa_pkcs1_sha512"}, {0x0602, "dsa_sha512"},
	{0x0603, "ecdsa_secp521r1_sha512"}, {0x0620, "rsa_pkcs1_sha512_legacy"}, {0x0704, "eccsi_sha256"}, {0x0708, "sm2sig_sm3"},
	{0x0709, "gostr34102012_256a"}, {0x0804, "rsa_pss_rsae_sha256"}, {0x0805, "rsa_pss_rsae_sha384"}, {0x0806, "rsa_pss_rsae_sha512"},
	{0x0807, "ed25519"}, {0x0808, "ed448"}, {0x0809, "rsa_pss_pss_sha256"}, {0x080a, "rsa_pss_pss_sha384"},
	{0x080b, "rsa_pss_pss_sha512"}, {0x081a, "ecdsa_brainpoolP256r1tls13_sha256"}, {0x081b, "ecdsa_brainpoolP384r1tls13_sha384"},
	{0x081c, "ecdsa_brainpoolP512r1tls13_sha512"}, {0x0904, "mldsa44"}, {0x0905, "mldsa65"}, {0x0906, "mldsa87"},
}

func (x TLSSignatureScheme) String() string {
	switch {
	case GREASE(uint16(x)):
		return "GREASE " + hex16(uint16(x))
	case hasCode(tlsSignatureSchemes, uint32(x)):
		return codedName(tlsSignatureSchemes, uint32(x))
	}
	return hex16(uint16(x))
}
