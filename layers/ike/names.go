package ike

import (
	"strconv"
	"strings"

	"github.com/gocap-project/gocap/internal/coder"
	"github.com/gocap-project/gocap/wire"
)

// Names of numbers, for people. https://www.iana.org/assignments/ikev2-parameters and
// https://www.iana.org/assignments/isakmp-registry

type names map[uint16]string

// of returns the name of x, or prefix and the number.
func (n names) of(prefix string, x uint16) string {
	if s := n[x]; s != "" {
		return s
	}
	return prefix + strconv.Itoa(int(x))
}

func protocolName(p uint8) string {
	switch p {
	case 0:
		return "none"
	case 1:
		return "IKE"
	case 2:
		return "AH"
	case 3:
		return "ESP"
	case 4:
		return "IPCOMP" // in version 1; Fibre Channel ESP header in version 2
	}
	return strconv.Itoa(int(p))
}

func transformName(kind uint8, id uint16) string {
	switch kind {
	case 1:
		return encryptions().of("encryption-", id)
	case 2:
		return randoms().of("PRF-", id)
	case 3:
		return integrities().of("integrity-", id)
	case 4, 6, 7, 8, 9, 10, 11, 12: // additional key exchanges, RFC 9370
		return groups().of("group-", id)
	case 5:
		return [...]string{"no-ESN", "ESN", "ESN-"}[min(id, 2)] + map[bool]string{true: strconv.Itoa(int(id))}[id > 1]
	}
	return strconv.Itoa(int(kind)) + "-" + strconv.Itoa(int(id))
}

func encryptions() names {
	return names{1: "DES-IV64", 2: "DES", 3: "3DES", 4: "RC5", 5: "IDEA", 6: "CAST", 7: "BLOWFISH", 8: "3IDEA", 9: "DES-IV32", 11: "NULL", 12: "AES-CBC",
		13: "AES-CTR", 14: "AES-CCM-8", 15: "AES-CCM-12", 16: "AES-CCM-16", 18: "AES-GCM-8", 19: "AES-GCM-12", 20: "AES-GCM-16", 21: "NULL-AES-GMAC",
		23: "CAMELLIA-CBC", 24: "CAMELLIA-CTR", 25: "CAMELLIA-CCM-8", 26: "CAMELLIA-CCM-12", 27: "CAMELLIA-CCM-16", 28: "CHACHA20-POLY1305",
		29: "AES-CCM-8-IIV", 30: "AES-GCM-16-IIV", 31: "CHACHA20-POLY1305-IIV", 32: "KUZNYECHIK-MGM-KTREE", 33: "MAGMA-MGM-KTREE"}
}

func randoms() names {
	return names{1: "PRF-HMAC-MD5", 2: "PRF-HMAC-SHA1", 3: "PRF-HMAC-TIGER", 4: "PRF-AES128-XCBC", 5: "PRF-HMAC-SHA2-256", 6: "PRF-HMAC-SHA2-384",
		7: "PRF-HMAC-SHA2-512", 8: "PRF-AES128-CMAC", 9: "PRF-HMAC-STREEBOG-512"}
}

func integrities() names {
	return names{0: "no-integrity", 1: "HMAC-MD5-96", 2: "HMAC-SHA1-96", 3: "DES-MAC", 4: "KPDK-MD5", 5: "AES-XCBC-96", 6: "HMAC-MD5-128", 7: "HMAC-SHA1-160",
		8: "AES-CMAC-96", 9: "AES-128-GMAC", 10: "AES-192-GMAC", 11: "AES-256-GMAC", 12: "HMAC-SHA2-256-128", 13: "HMAC-SHA2-384-192", 14: "HMAC-SHA2-512-256"}
}

func groups() names {
	return names{0: "no-KE", 1: "MODP-768", 2: "MODP-1024", 5: "MODP-1536", 14: "MODP-2048", 15: "MODP-3072", 16: "MODP-4096", 17: "MODP-6144", 18: "MODP-8192",
		19: "ECP-256", 20: "ECP-384", 21: "ECP-521", 22: "MODP-1024-160", 23: "MODP-2048-224", 24: "MODP-2048-256", 25: "ECP-192", 26: "ECP-224",
		27: "BRAINPOOL-224", 28: "BRAINPOOL-256", 29: "BRAINPOOL-384", 30: "BRAINPOOL-512", 31: "CURVE25519", 32: "CURVE448", 33: "GOST3410-256", 34: "GOST3410-512",
		35: "ML-KEM-512", 36: "ML-KEM-768", 37: "ML-KEM-1024"}
}

func notifications() names {
	return names{1: "UNSUPPORTED-CRITICAL-PAYLOAD", 4: "INVALID-IKE-SPI", 5: "INVALID-MAJOR-VERSION", 7: "INVALID-SYNTAX", 9: "INVALID-MESSAGE-ID", 11: "INVALID-SPI",
		14: "NO-PROPOSAL-CHOSEN", 17: "INVALID-KE-PAYLOAD", 24: "AUTHENTICATION-FAILED", 34: "SINGLE-PAIR-REQUIRED", 35: "NO-ADDITIONAL-SAS",
		36: "INTERNAL-ADDRESS-FAILURE", 37: "FAILED-CP-REQUIRED", 38: "TS-UNACCEPTABLE", 39: "INVALID-SELECTORS", 40: "UNACCEPTABLE-ADDRESSES",
		41: "UNEXPECTED-NAT-DETECTED", 42: "USE-ASSIGNED-HOA", 43: "TEMPORARY-FAILURE", 44: "CHILD-SA-NOT-FOUND", 45: "INVALID-GROUP-ID", 46: "AUTHORIZATION-FAILED",
		47: "STATE-NOT-FOUND", 48: "TS-MAX-QUEUE",
		16384: "INITIAL-CONTACT", 16385: "SET-WINDOW-SIZE", 16386: "ADDITIONAL-TS-POSSIBLE", 16387: "IPCOMP-SUPPORTED", 16388: "NAT-DETECTION-SOURCE-IP",
		16389: "NAT-DETECTION-DESTINATION-IP", 16390: "COOKIE", 16391: "USE-TRANSPORT-MODE", 16392: "HTTP-CERT-LOOKUP-SUPPORTED", 16393: "REKEY-SA",
		16394: "ESP-TFC-PADDING-NOT-SUPPORTED", 16395: "NON-FIRST-FRAGMENTS-ALSO", 16396: "MOBIKE-SUPPORTED", 16397: "ADDITIONAL-IP4-ADDRESS",
		16398: "ADDITIONAL-IP6-ADDRESS", 16399: "NO-ADDITIONAL-ADDRESSES", 16400: "UPDATE-SA-ADDRESSES", 16401: "COOKIE2", 16402: "NO-NATS-ALLOWED",
		16403: "AUTH-LIFETIME", 16404: "MULTIPLE-AUTH-SUPPORTED", 16405: "ANOTHER-AUTH-FOLLOWS", 16406: "REDIRECT-SUPPORTED", 16407: "REDIRECT",
		16408: "REDIRECTED-FROM", 16409: "TICKET-LT-OPAQUE", 16410: "TICKET-REQUEST", 16411: "TICKET-ACK", 16412: "TICKET-NACK", 16413: "TICKET-OPAQUE",
		16414: "LINK-ID", 16415: "USE-WESP-MODE", 16416: "ROHC-SUPPORTED", 16417: "EAP-ONLY-AUTHENTICATION", 16418: "CHILDLESS-IKEV2-SUPPORTED",
		16419: "QUICK-CRASH-DETECTION", 16420: "IKEV2-MESSAGE-ID-SYNC-SUPPORTED", 16421: "IPSEC-REPLAY-COUNTER-SYNC-SUPPORTED", 16422: "IKEV2-MESSAGE-ID-SYNC",
		16423: "IPSEC-REPLAY-COUNTER-SYNC", 16424: "SECURE-PASSWORD-METHODS", 16425: "PSK-PERSIST", 16426: "PSK-CONFIRM", 16427: "ERX-SUPPORTED",
		16428: "IFOM-CAPABILITY", 16429: "SENDER-REQUEST-ID", 16430: "IKEV2-FRAGMENTATION-SUPPORTED", 16431: "SIGNATURE-HASH-ALGORITHMS",
		16432: "CLONE-IKE-SA-SUPPORTED", 16433: "CLONE-IKE-SA", 16434: "PUZZLE", 16435: "USE-PPK", 16436: "PPK-IDENTITY", 16437: "NO-PPK-AUTH",
		16438: "INTERMEDIATE-EXCHANGE-SUPPORTED", 16439: "IP4-ALLOWED", 16440: "IP6-ALLOWED", 16441: "ADDITIONAL-KEY-EXCHANGE", 16442: "USE-AGGFRAG"}
}

// notificationsV1 are version 1's. RFC 2408 §3.14.1, RFC 2407 §4.6.3, RFC 3706 §5.4.
func notificationsV1() names {
	return names{1: "INVALID-PAYLOAD-TYPE", 2: "DOI-NOT-SUPPORTED", 3: "SITUATION-NOT-SUPPORTED", 4: "INVALID-COOKIE", 5: "INVALID-MAJOR-VERSION",
		6: "INVALID-MINOR-VERSION", 7: "INVALID-EXCHANGE-TYPE", 8: "INVALID-FLAGS", 9: "INVALID-MESSAGE-ID", 10: "INVALID-PROTOCOL-ID", 11: "INVALID-SPI",
		12: "INVALID-TRANSFORM-ID", 13: "ATTRIBUTES-NOT-SUPPORTED", 14: "NO-PROPOSAL-CHOSEN", 15: "BAD-PROPOSAL-SYNTAX", 16: "PAYLOAD-MALFORMED",
		17: "INVALID-KEY-INFORMATION", 18: "INVALID-ID-INFORMATION", 19: "INVALID-CERT-ENCODING", 20: "INVALID-CERTIFICATE", 21: "CERT-TYPE-UNSUPPORTED",
		22: "INVALID-CERT-AUTHORITY", 23: "INVALID-HASH-INFORMATION", 24: "AUTHENTICATION-FAILED", 25: "INVALID-SIGNATURE", 26: "ADDRESS-NOTIFICATION",
		27: "NOTIFY-SA-LIFETIME", 28: "CERTIFICATE-UNAVAILABLE", 29: "UNSUPPORTED-EXCHANGE-TYPE", 30: "UNEQUAL-PAYLOAD-LENGTHS", 16384: "CONNECTED",
		24576: "RESPONDER-LIFETIME", 24577: "REPLAY-STATUS", 24578: "INITIAL-CONTACT", 36136: "R-U-THERE", 36137: "R-U-THERE-ACK"}
}

// attributesIKE are attributes of IKE's own transforms in version 1. RFC 2409 §A.
func attributesIKE() names {
	return names{1: "encryption", 2: "hash", 3: "authentication", 4: "group", 5: "group type", 6: "prime", 7: "generator one", 8: "generator two", 9: "curve A",
		10: "curve B", 11: "life type", 12: "life duration", 13: "PRF", 14: "key length", 15: "field size", 16: "group order"}
}

// attributesIPsec are attributes of other protocols' transforms in version 1. RFC 2407 §4.5.
func attributesIPsec() names {
	return names{1: "life type", 2: "life duration", 3: "group", 4: "mode", 5: "authentication", 6: "key length", 7: "key rounds", 8: "dictionary size",
		9: "compression", 10: "ECN tunnel", 11: "extended sequence numbers"}
}

// valuesIKE are the values of attributes of IKE's own transforms in version 1. RFC 2409 §A.
func valuesIKE(t uint16) names {
	switch t {
	case 1:
		return names{1: "DES", 2: "IDEA", 3: "BLOWFISH", 4: "RC5", 5: "3DES", 6: "CAST", 7: "AES-CBC", 8: "CAMELLIA-CBC"}
	case 2:
		return names{1: "MD5", 2: "SHA1", 3: "TIGER", 4: "SHA2-256", 5: "SHA2-384", 6: "SHA2-512"}
	case 3:
		return names{1: "pre-shared key", 2: "DSS signatures", 3: "RSA signatures", 4: "RSA encryption", 5: "revised RSA encryption", 9: "ECDSA-256", 10: "ECDSA-384",
			11: "ECDSA-521", 64221: "hybrid RSA", 65001: "XAUTH pre-shared key", 65005: "XAUTH RSA"}
	case 4:
		return groups()
	case 11:
		return names{1: "seconds", 2: "kilobytes"}
	}
	return nil
}

// valuesIPsec are the values of attributes of other protocols' transforms. RFC 2407 §4.5.
func valuesIPsec(t uint16) names {
	switch t {
	case 1:
		return names{1: "seconds", 2: "kilobytes"}
	case 3:
		return groups()
	case 4:
		return names{1: "tunnel", 2: "transport", 3: "UDP tunnel", 4: "UDP transport", 61443: "UDP tunnel, draft", 61444: "UDP transport, draft"}
	case 5:
		return names{1: "HMAC-MD5", 2: "HMAC-SHA1", 3: "DES-MAC", 4: "KPDK", 5: "HMAC-SHA2-256", 6: "HMAC-SHA2-384", 7: "HMAC-SHA2-512", 8: "HMAC-RIPEMD", 9: "AES-XCBC"}
	}
	return nil
}

// transformV1 is the name of a transform of version 1. RFC 2407 §4.4.
func transformV1(protocol uint8, id uint16) string {
	switch protocol {
	case 1:
		return names{1: "KEY_IKE"}.of("transform ", id)
	case 2:
		return names{2: "MD5", 3: "SHA", 4: "DES", 5: "SHA2-256", 6: "SHA2-384", 7: "SHA2-512", 8: "RIPEMD", 9: "AES-XCBC-MAC"}.of("transform ", id)
	case 3:
		return encryptionsV1().of("transform ", id)
	case 4:
		return names{1: "OUI", 2: "DEFLATE", 3: "LZS"}.of("transform ", id)
	}
	return "transform " + strconv.Itoa(int(id))
}

func encryptionsV1() names {
	return names{1: "DES-IV64", 2: "DES", 3: "3DES", 4: "RC5", 5: "IDEA", 6: "CAST", 7: "BLOWFISH", 8: "3IDEA", 9: "DES-IV32", 10: "RC4", 11: "NULL", 12: "AES-CBC",
		13: "AES-CTR", 14: "AES-CCM-8", 15: "AES-CCM-12", 16: "AES-CCM-16", 18: "AES-GCM-8", 19: "AES-GCM-12", 20: "AES-GCM-16", 22: "CAMELLIA-CBC", 23: "NULL-AES-GMAC"}
}

// identities are kinds of identities. RFC 7296 §3.5, RFC 2407 §4.6.2.1.
func identities() names {
	return names{1: "IPv4", 2: "FQDN", 3: "mail", 4: "IPv4 subnet", 5: "IPv6", 6: "IPv6 subnet", 7: "IPv4 range", 8: "IPv6 range", 9: "DN", 10: "general name",
		11: "key ID", 12: "FC name", 13: "null"}
}

// print writes a transform in words.
func (t *Transform) print(c *coder.Coder, old bool, protocol uint8) {
	name := transformName(t.Kind, t.ID)
	types, values := names{14: "key length"}, func(uint16) names { return nil }
	if old {
		name = "#" + strconv.Itoa(int(t.Number)) + " " + transformV1(protocol, t.ID)
		types, values = attributesIPsec(), valuesIPsec
		if protocol == 1 {
			types, values = attributesIKE(), valuesIKE
		}
	}
	c.Word(name)
	for i := range t.Attributes {
		t.Attributes[i].print(c, types, values)
	}
}

// print writes an attribute in words; numbers of up to 32 bits in decimal.
func (a *Attribute) print(c *coder.Coder, types names, values func(uint16) names) {
	if types[a.Type] == "key length" && a.Short && len(a.Value) == 2 {
		c.Write([]byte("-" + strconv.Itoa(int(wire.Uint16(a.Value, 0))))...)
		return
	}
	name := types.of("attribute ", a.Type)
	switch {
	case a.Short && len(a.Value) == 2:
		x := wire.Uint16(a.Value, 0)
		if s := values(a.Type)[x]; s != "" {
			c.Word(name + " " + s)
			return
		}
		c.Word(name + " " + strconv.Itoa(int(x)))
	case len(a.Value) == 4 && (name == "life duration"):
		c.Word(name + " " + strconv.FormatUint(uint64(wire.Uint32(a.Value, 0)), 10))
	default:
		c.Word(name)
		c.Hex("", &a.Value)
	}
}

// vendor returns what is known to announce itself by data, or "".
func vendor(data []byte) string {
	for _, v := range [...]struct{ id, name string }{
		{"\x4a\x13\x1c\x81\x07\x03\x58\x45\x5c\x57\x28\xf2\x0e\x95\x45\x2f", "RFC 3947 (NAT traversal)"},
		{"\x90\xcb\x80\x91\x3e\xbb\x69\x6e\x08\x63\x81\xb5\xec\x42\x7b\x1f", "draft-ietf-ipsec-nat-t-ike-02"},
		{"\xcd\x60\x46\x43\x35\xdf\x21\xf8\x7c\xfd\xb2\xfc\x68\xb6\xa4\x48", "draft-ietf-ipsec-nat-t-ike-02"},
		{"\x7d\x94\x19\xa6\x53\x10\xca\x6f\x2c\x17\x9d\x92\x15\x52\x9d\x56", "draft-ietf-ipsec-nat-t-ike-03"},
		{"\xaf\xca\xd7\x13\x68\xa1\xf1\xc9\x6b\x86\x96\xfc\x77\x57", "RFC 3706 (dead peer detection)"},
		{"\x09\x00\x26\x89\xdf\xd6\xb7\x12", "XAUTH"},
		{"\x12\xf5\xf2\x8c\x45\x71\x68\xa9\x70\x2d\x9f\xe2\x74\xcc", "Cisco Unity"},
		{"\x40\x48\xb7\xd5\x6e\xbc\xe8\x85\x25\xe7\xde\x7f\x00\xd6\xc2\xd3", "fragmentation"},
		{"\x88\x2f\xe5\x6d\x6f\xd2\x0d\xbc\x22\x51\x61\x3b\x2e\xbe\x5b\xeb", "strongSwan"},
		{"\x1e\x2b\x51\x69\x05\x99\x1c\x7d\x7c\x96\xfc\xbf\xb5\x87\xe4\x61", "MS NT5 ISAKMPOAKLEY"},
	} {
		if strings.HasPrefix(string(data), v.id) {
			return v.name
		}
	}
	return ""
}
