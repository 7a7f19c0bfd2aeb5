package tcpdump

import "github.com/gocap-project/gocap/wire"

var (
	ikeCerts = names{
		0: "none", 1: "pkcs#7 wrapped x.509", 2: "pgp", 3: "dns", 4: "x.509 sign", 5: "x.509 ke", 6: "kerberos", 7: "crl", 8: "arl",
		9: "spki", 10: "x.509 attr",
	}
	ikeIDs = names{
		1: "IPv4", 2: "FQDN", 3: "user FQDN", 4: "IPv4net", 5: "IPv6", 6: "IPv6net", 7: "IPv4range", 8: "IPv6range", 9: "ASN1 DN",
		10: "ASN1 GN", 11: "keyid",
	}
	ikeESP = names{
		1: "1des-iv64", 2: "1des", 3: "3des", 4: "rc5", 5: "idea", 6: "cast", 7: "blowfish", 8: "3idea", 9: "1des-iv32", 10: "rc4",
		11: "null", 12: "aes",
	}
	ikeAH     = names{1: "(reserved)", 2: "md5", 3: "sha", 4: "1des", 5: "sha2-256", 6: "sha2-384", 7: "sha2-512"}
	ikeIPComp = names{1: "oui", 2: "deflate", 3: "lzs"}
	ikeGroups = names{
		1: "modp768", 2: "modp1024", 5: "modp1536", 14: "modp2048", 15: "modp3072", 16: "modp4096", 17: "modp6144", 18: "modp8192",
	}
	ikeTypes = names{1: "encr", 2: "prf", 3: "integ", 4: "dh", 5: "esn"}
	ikeIDs2  = map[uint32]names{
		1: ikeESP, 2: {1: "hmac-md5", 2: "hmac-sha", 3: "hamc-tiger", 4: "aes128_xcbc"},
		3: {1: "hmac-md5", 2: "hmac-sha", 3: "dec-mac", 4: "kpdk-md5", 5: "aes-xcbc"}, 4: ikeGroups, 5: {0: "noesn", 1: "esn"},
	}
)

// An ikeAttr is what an attribute is called, and its values.
type ikeAttr struct {
	name   string
	values names
}

var (
	ikeLife      = ikeAttr{"lifetype", names{1: "sec", 2: "kb"}}
	ikeGroupDesc = ikeAttr{"group desc", names{1: "modp768", 2: "modp1024", 3: "EC2N 2^155", 4: "EC2N 2^185", 5: "modp1536"}}
	oakleyAttrs  = map[uint32]ikeAttr{
		1: {"enc", names{1: "1des", 2: "idea", 3: "blowfish", 4: "rc5", 5: "3des", 6: "cast", 7: "aes"}},
		2: {"hash", names{1: "md5", 2: "sha1", 3: "tiger", 4: "sha2-256", 5: "sha2-384", 6: "sha2-512"}},
		3: {"auth", names{1: "preshared", 2: "dss", 3: "rsa sig", 4: "rsa enc", 5: "rsa enc revised"}}, 4: ikeGroupDesc,
		5: {"group type", names{1: "MODP", 2: "ECP", 3: "EC2N"}}, 6: {"group prime", nil}, 7: {"group generator one", nil},
		8: {"group generator two", nil}, 9: {"group curve A", nil}, 10: {"group curve B", nil}, 11: ikeLife, 12: {"lifeduration", nil},
		13: {"prf", nil}, 14: {"keylen", nil}, 15: {"field", nil}, 16: {"order", nil},
	}
	ipsecAttrs = map[uint32]ikeAttr{
		1: ikeLife, 2: {"life", nil}, 3: ikeGroupDesc, 4: {"enc mode", names{1: "tunnel", 2: "transport"}},
		5: {"auth", names{1: "hmac-md5", 2: "hmac-sha1", 3: "1des-mac", 4: "keyed", 5: "hmac-sha2-256", 6: "hmac-sha2-384", 7: "hmac-sha2-512"}},
		6: {"keylen", nil}, 7: {"rounds", nil}, 8: {"dictsize", nil}, 9: {"privalg", nil},
	}
	encrAttrs = map[uint32]ikeAttr{14: {"keylen", nil}}
)

func (r *ikeReader) transform(v []byte, count uint32) {
	if r.two {
		kind := uint32(v[0])
		r.f(" #%u type=", count)
		r.name(ikeTypes, kind, "#%u")
		r.s(" id=")
		r.name(ikeIDs2[kind], uint32(wire.Uint16(v, 2)), "#%u")
		r.s(" ")
		r.attributes(v[4:], encrAttrs)
		return
	}
	id, attrs := names(nil), ipsecAttrs
	switch r.proto {
	case 1:
		id, attrs = names{1: "ike"}, oakleyAttrs
	case 2:
		id = ikeAH
	case 3:
		id = ikeESP
	case 4:
		id = ikeIPComp
	default:
		attrs = nil
	}
	r.f(" #%u id=", uint32(v[0]))
	r.name(id, uint32(v[1]), "%u")
	r.s(" ")
	r.attributes(v[4:], attrs)
}

func (r *ikeReader) attributes(b []byte, known map[uint32]ikeAttr) {
	for len(b) >= 4 && !r.done() {
		size := 4
		if b[0]&0x80 == 0 {
			size += int(wire.Uint16(b, 2))
		}
		if size > len(b) {
			r.s("[|attr]")
			r.stop = true
			return
		}
		t := uint32(wire.Uint16(b, 0) & 0x7fff)
		a, ok := known[t]
		r.s("(type=")
		if ok {
			r.s(a.name)
		} else {
			r.f("#%u", t)
		}
		if b[0]&0x80 == 0 {
			r.f(" len=%u value=", uint32(size-4))
			r.hexBytes(b[4:size], "")
		} else if x, ok := a.values[uint32(wire.Uint16(b, 2))]; ok {
			r.s(" value=" + x)
		} else {
			r.s(" value=")
			r.hexBytes(b[2:4], "")
		}
		r.s(")")
		b = b[size:]
	}
	if len(b) > 0 {
		r.cut()
	}
}

// id1 prints an identity of version 1.
func (r *ikeReader) id1(v []byte) {
	kind, data := uint32(v[0]), v[4:]
	r.s(" idtype=")
	r.name(ikeIDs, kind, "#%u")
	r.s(" protoid=")
	if x := uint32(v[1]); x == 17 && r.NoNames == 0 {
		r.s("udp")
	} else {
		r.u(x)
	}
	r.f(" port=%u", uint32(wire.Uint16(v, 2)))
	if len(data) == 0 {
		return
	}
	r.f(" len=%u", uint32(len(data)))
	need := map[uint32]int{1: 4, 4: 8, 5: 16, 6: 32, 7: 8, 8: 32}[kind]
	if len(data) < need {
		r.f(" [bad: < %u]", uint32(need))
		return
	}
	switch kind {
	case 2, 3:
		r.s(" ")
		r.text(data, 0, len(data))
	case 1:
		r.s(" ")
		r.ip4Addr(data, 0)
	case 5:
		r.s(" ")
		r.ip6Addr(data, 0)
	case 4:
		r.s(" ")
		r.ip4Addr(data, 0)
		r.f("/%u.%u.%u.%u", uint32(data[4]), uint32(data[5]), uint32(data[6]), uint32(data[7]))
	case 6:
		r.s(" ")
		r.ip6Addr(data, 0)
		r.s("/0x")
		r.hexBytes(data[16:32], "")
	case 7:
		r.s(" ")
		r.ip4Addr(data, 0)
		r.s("-")
		r.ip4Addr(data, 4)
	case 8:
		r.s(" ")
		r.ip6Addr(data, 0)
		r.s("-")
		r.ip6Addr(data, 16)
	default:
		r.raw(data)
	}
}

var (
	ikeErrors = names{
		1: "INVALID-PAYLOAD-TYPE", 2: "DOI-NOT-SUPPORTED", 3: "SITUATION-NOT-SUPPORTED", 4: "INVALID-COOKIE", 5: "INVALID-MAJOR-VERSION",
		6: "INVALID-MINOR-VERSION", 7: "INVALID-EXCHANGE-TYPE", 8: "INVALID-FLAGS", 9: "INVALID-MESSAGE-ID", 10: "INVALID-PROTOCOL-ID",
		11: "INVALID-SPI", 12: "INVALID-TRANSFORM-ID", 13: "ATTRIBUTES-NOT-SUPPORTED", 14: "NO-PROPOSAL-CHOSEN",
		15: "BAD-PROPOSAL-SYNTAX", 16: "PAYLOAD-MALFORMED", 17: "INVALID-KEY-INFORMATION", 18: "INVALID-ID-INFORMATION",
		19: "INVALID-CERT-ENCODING", 20: "INVALID-CERTIFICATE", 21: "CERT-TYPE-UNSUPPORTED", 22: "INVALID-CERT-AUTHORITY",
		23: "INVALID-HASH-INFORMATION", 24: "AUTHENTICATION-FAILED", 25: "INVALID-SIGNATURE", 26: "ADDRESS-NOTIFICATION",
		27: "NOTIFY-SA-LIFETIME", 28: "CERTIFICATE-UNAVAILABLE", 29: "UNSUPPORTED-EXCHANGE-TYPE", 30: "UNEQUAL-PAYLOAD-LENGTHS",
		16384: "CONNECTED",
	}
	ikeStatuses = names{24576: "RESPONDER-LIFETIME", 24577: "REPLAY-STATUS", 24578: "INITIAL-CONTACT"}
	ikeNotifies = names{
		1: "unsupported_critical_payload", 4: "invalid_ike_spi", 5: "invalid_major_version", 7: "invalid_syntax", 9: "invalid_message_id",
		11: "invalid_spi", 14: "no_protosal_chosen", 17: "invalid_ke_payload", 24: "authentication_failed", 34: "single_pair_required",
		35: "no_additional_sas", 36: "internal_address_failure", 37: "failed:cp_required", 39: "invalid_selectors", 38: "ts_unacceptable",
		16384: "initial_contact", 16385: "set_window_size", 16386: "additional_ts_possible", 16387: "ipcomp_supported",
		16388: "nat_detection_source_ip", 16389: "nat_detection_destination_ip", 16390: "cookie", 16391: "use_transport_mode",
		16392: "http_cert_lookup_supported", 16393: "rekey_sa", 16394: "tfc_padding_not_supported", 16395: "non_first_fragment_also",
	}
)

// notify1 prints a notification of version 1, of which rest is the message from there
// on.
func (r *ikeReader) notify1(v, rest []byte) {
	doi, kind, size := wire.Uint32(v, 0), uint32(wire.Uint16(v, 6)), int(v[5])
	if doi != 1 {
		r.f(" doi=%u proto=%u type=", doi, uint32(v[4]))
		r.name(ikeErrors, kind, "#%u")
		r.spi(v[8:], size)
		return
	}
	r.s(" doi=ipsec proto=")
	r.name(ikeProtocols, uint32(v[4]), "#%u")
	r.s(" type=")
	if kind < 24576 {
		r.name(ikeErrors, kind, "#%u")
	} else {
		r.name(ikeStatuses, kind, "#%u")
	}
	if !r.spi(v[8:], size) || len(rest) <= 8+size {
		return
	}
	data := skip(v, 8+size)
	switch kind {
	case 24576:
		r.s(" attrs=(")
		r.attributes(data, ipsecAttrs)
		r.s(")")
	case 24577:
		r.s(" status=(")
		if len(rest) < 8+size+4 {
			r.cut()
			return
		}
		if wire.Uint32(rest, 8+size) == 0 {
			r.s("replay detection disabled)")
		} else {
			r.s("replay detection enabled)")
		}
	default:
		r.s(" data=(")
		r.someData(rest[8+size:])
		r.s(")")
	}
}

// spi prints the first n bytes of b, and reports whether they are there.
func (r *ikeReader) spi(b []byte, n int) bool {
	if n > len(b) {
		r.cutShort(11)
		return false
	}
	if n > 0 {
		r.s(" spi=")
		r.hexBytes(b[:n], "")
	}
	return true
}

func (r *ikeReader) delete1(v []byte) {
	doi, size, count := wire.Uint32(v, 0), int(v[5]), int(wire.Uint16(v, 6))
	if doi != 1 {
		r.f(" doi=%u proto=%u", doi, uint32(v[4]))
	} else {
		r.s(" doi=ipsec proto=")
		r.name(ikeProtocols, uint32(v[4]), "#%u")
	}
	r.f(" spilen=%u nspi=%u spi=", uint32(size), uint32(count))
	for i, b := 0, v[8:]; i < count && size > 0; i, b = i+1, b[size:] {
		if len(b) < size {
			r.cutShort(12)
			return
		}
		if i > 0 {
			r.s(",")
		}
		r.hexBytes(b[:size], "")
	}
}

// payload2 prints a payload of version 2 that begins at r.b[at].
func (r *ikeReader) payload2(t uint32, v []byte, at int, title func(string)) {
	switch t {
	case 34:
		title("v2ke")
		r.f(" len=%u group=", uint32(len(v)-4))
		r.name(ikeGroups, uint32(wire.Uint16(v, 0)), "#%u")
		r.raw(v[4:])
	case 35, 36:
		title(ikePayloads[t])
		r.id2(v)
	case 39:
		title("v2auth")
		r.f(" len=%u method=", uint32(len(v)))
		r.name(names{1: "rsasig", 2: "shared-secret", 3: "dsssig"}, uint32(v[0]), "unknown")
		if len(v) > 4 && r.Verbose > 1 {
			r.s(" authdata=(")
			r.hexBytes(v[4:], "")
			r.s(") ")
		} else if len(v) > 4 {
			r.s(" ")
			r.someData(r.b[at+8:])
		}
	case 40:
		title("nonce")
		r.f(" len=%u", uint32(len(v)))
		if len(v) > 0 && r.Verbose > 1 {
			r.s(" nonce=(")
			r.hexBytes(v, "")
			r.s(") ")
		} else if len(v) > 0 {
			r.s(" data=(")
			r.someData(r.b[at+4:])
			r.s(")")
		}
	case 41:
		title("n")
		r.notify2(v, r.b[at+4:])
	case 43:
		title("v2vid")
		r.f(" len=%u vid=", uint32(len(v)))
		for _, c := range snap(v, 14) {
			if c <= ' ' || c > '~' {
				c = '.'
			}
			r.c(c)
		}
		r.raw(v)
	case 42, 44, 45, 46:
		title(ikePayloads[t])
		r.f(" len=%u", uint32(len(v)))
		r.raw(v)
	default:
		title(ikePayloads[t])
	}
}

// id2 prints an identity of version 2.
func (r *ikeReader) id2(v []byte) {
	r.f(" len=%u", uint32(len(v)))
	r.raw(v)
	if len(v) < 4 {
		r.s(" [payload too short]")
		return
	}
	if r.Verbose < 3 {
		return
	}
	kind, data := uint32(v[0]), v[4:]
	title, ok := names{1: " ipv4:", 2: " fqdn:", 3: " rfc822:", 5: " ipv6:", 9: " der_dn:", 10: " der_gn:", 11: " key_id:"}[kind]
	if !ok {
		return
	}
	r.s(title)
	if kind == 2 || kind == 3 {
		r.text(data, 0, len(data))
		return
	}
	r.hexBytes(data, "")
}

func (r *ikeReader) notify2(v, rest []byte) {
	kind, size := uint32(wire.Uint16(v, 2)), int(v[1])
	r.s(" prot_id=")
	r.name(ikeProtocols, uint32(v[0]), "#%u")
	if !r.spi(v[4:], size) {
		return
	}
	r.f(" type=%u(", kind)
	switch {
	case kind < 16384:
		r.name(ikeNotifies, kind, "error")
	case kind < 40960:
		r.name(ikeNotifies, kind, "status")
	default:
		r.s("other")
	}
	r.s(")")
	data := skip(rest, 4+size)
	switch {
	case len(data) == 0:
	case r.Verbose > 3, kind == 16390 && len(data) < 30:
		r.s(" data=(")
		r.hexBytes(data, "")
		r.s(")")
	case kind == 16390:
		r.s(" data=(")
		r.someData(data)
		r.s(")")
	}
}
