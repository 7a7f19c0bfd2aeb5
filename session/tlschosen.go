package session

import "github.com/gocap-project/gocap/wire"

// serverHello judges a server's hello, which says what is agreed on, and follows it.
func (t *tlsTalk) serverHello(body []byte, whole bool) (Outcome, *Rule, string) {
	if !whole {
		t.phase = tlsUnknown
		return Valid, nil, ""
	}
	first, known := t.offered()
	draft := known && first.draft()
	if v := (&tlsCursor{b: body}).number(2); tlsDraft(wire.TLSVersion(v)) || draft && v == int(wire.TLS13) { // which has a hello of its own
		t.phase = tlsUnknown
		return Valid, nil, ""
	}
	h, ok := parseTLSServerHello(body)
	if !ok {
		return Invalid, RuleTLSServerHello, "Length"
	}
	version := h.version
	v, versions := h.ext(wire.TLSExtSupportedVersions)
	if versions {
		if len(v) != 2 {
			return Invalid, RuleTLSServerHello, "Extensions"
		}
		version = wire.TLSVersion(wire.Uint16(v, 0))
	}
	if tlsDraft(version) || draft && tls13Suite(wire.Uint16(h.suites, 0)) {
		t.phase = tlsUnknown
		return Valid, nil, ""
	}
	retry := string(h.random) == tlsRetryRandom
	modern := version == wire.TLS13 || version == wire.DTLS13
	if retry && t.retried {
		return Invalid, RuleTLSRetryTwice, "Random"
	}
	rule, field := h.breaksServer(modern, retry, versions)
	if known && rule == nil {
		rule, field = first.breaksChoice(&h, version, modern, retry)
		if rule == nil && modern {
			rule, field = first.breaksChoice13(&h, retry)
		}
	}
	if rule == nil {
		rule, field = t.kept(&h, version)
	}
	if rule != nil {
		return Invalid, rule, field
	}
	t.agree(&h, version, modern, retry)
	return Valid, nil, ""
}

// agree follows a server's hello.
func (t *tlsTalk) agree(h *tlsHello, version wire.TLSVersion, modern, retry bool) {
	t.suite = wire.Uint16(h.suites, 0)
	if retry {
		cookie, _ := h.ext(wire.TLSExtCookie)
		t.phase, t.retried, t.retrySuite, t.cookie, t.retryGroup = tlsRetry, true, t.suite, tlsHash(cookie), h.group()
		return
	}
	t.version = version
	t.heartbeat = h.has(wire.TLSExtHeartbeat)
	t.status = h.has(wire.TLSExtStatusRequest) || h.has(wire.TLSExtStatusRequestV2)
	t.ticket = h.has(wire.TLSExtSessionTicket)
	if modern {
		t.phase = tls13
	}
	if first, ok := t.offered(); ok {
		tickets, _ := first.ext(wire.TLSExtSessionTicket)
		t.resumable = len(tickets) > 0 || len(first.session) > 0 && string(first.session) == string(h.session)
	}
}

// group returns the group of a server's key share, or 0.
func (h *tlsHello) group() uint16 {
	b, _ := h.ext(wire.TLSExtKeyShare)
	c := tlsCursor{b: b}
	return uint16(c.number(2))
}

// breaksServer returns what is wrong with a server's hello whatever was offered.
func (h *tlsHello) breaksServer(modern, retry, versions bool) (*Rule, string) {
	suite := wire.Uint16(h.suites, 0)
	info, _ := h.ext(wire.TLSExtRenegotiationInfo)
	switch {
	case h.twice():
		return RuleTLSExtensionTwice, "Extensions"
	case wire.GREASE(suite):
		return RuleTLSGREASE, "CipherSuite"
	case wire.TLSCipherSuite(suite) == wire.TLSEmptyRenegotiationSCSV || wire.TLSCipherSuite(suite) == wire.TLSFallbackSCSV:
		return RuleTLSChosenSuite, "CipherSuite"
	case tls13Suite(suite) != modern:
		return RuleTLSSuiteVersion, "CipherSuite"
	case versions && !modern || retry && !modern || !h.extensionsBelong(modern, retry):
		return RuleTLSExtensionPlace, "Extensions"
	case len(info) > 1:
		return RuleTLSRenegotiation, "Extensions"
	case modern && !h.has(wire.TLSExtKeyShare) && !h.has(wire.TLSExtPreSharedKey) && !retry:
		return RuleTLS13Missing, "Extensions"
	}
	return nil, ""
}

// extensionsBelong reports whether the extensions of a server's hello may be in it: RFC 8446 §4.2. Of those that are not
// known here, nothing is claimed.
func (h *tlsHello) extensionsBelong(modern, retry bool) bool {
	c := tlsCursor{b: h.extensions}
	for c.more() {
		x := wire.TLSExtension(c.number(2))
		c.vector(2)
		switch x {
		case wire.TLSExtKeyShare, wire.TLSExtSupportedVersions:
			if !modern {
				return false
			}
		case wire.TLSExtPreSharedKey:
			if !modern || retry {
				return false
			}
		case wire.TLSExtCookie:
			if !retry {
				return false
			}
		case wire.TLSExtServerName, wire.TLSExtMaxFragmentLength, wire.TLSExtStatusRequest, wire.TLSExtHeartbeat, wire.TLSExtALPN,
			wire.TLSExtExtendedMasterSecret, wire.TLSExtEncryptThenMAC, wire.TLSExtSessionTicket, wire.TLSExtECPointFormats:
			if modern {
				return false
			}
		case wire.TLSExtSignatureAlgorithms, wire.TLSExtPSKKeyExchangeModes, wire.TLSExtPadding, wire.TLSExtEarlyData:
			return false
		}
	}
	return true
}

// breaksChoice returns what a server's hello has chosen that the client's, h, did not offer.
func (h *tlsHello) breaksChoice(s *tlsHello, version wire.TLSVersion, modern, retry bool) (*Rule, string) {
	suite := wire.Uint16(s.suites, 0)
	end := s.random[24:]
	switch {
	case wire.GREASE(uint16(version)):
		return RuleTLSGREASE, "Version"
	case !h.offers(version):
		return RuleTLSChosenVersion, "Version"
	case !tlsLists(h.suites, suite):
		return RuleTLSChosenSuite, "CipherSuite"
	case !offersByte(h.compressions, s.compressions[0]) || modern && s.compressions[0] != 0:
		return RuleTLSChosenCompression, "CompressionMethod"
	case version == wire.TLS13 && string(s.session) != string(h.session), version == wire.DTLS13 && len(s.session) > 0: // RFC 9147 §5.4
		return RuleTLSSessionID, "SessionID"
	case !modern && h.offers(wire.TLS13) && string(end[:7]) == "DOWNGRD" && end[7] <= 1:
		return RuleTLSDowngrade, "Random"
	}
	return h.breaksExtensions(s, retry)
}

func offersByte(list []byte, x byte) bool {
	for _, c := range list {
		if c == x {
			return true
		}
	}
	return false
}

// breaksExtensions returns what is wrong with the extensions of the answer to a client's hello.
func (h *tlsHello) breaksExtensions(s *tlsHello, retry bool) (*Rule, string) {
	c := tlsCursor{b: s.extensions}
	for c.more() {
		x, data := wire.TLSExtension(c.number(2)), c.vector(2)
		own, asked := h.ext(x)
		switch {
		case x == wire.TLSExtRenegotiationInfo && tlsLists(h.suites, uint16(wire.TLSEmptyRenegotiationSCSV)), // RFC 5746 §3.6
			x == wire.TLSExtCookie && retry:
		case !asked:
			return RuleTLSExtensionUnasked, "Extensions"
		case wire.GREASE(uint16(x)):
			return RuleTLSGREASE, "Extensions"
		case x == wire.TLSExtALPN && !h.alpn(data):
			return RuleTLSALPN, "ALPN"
		case x == wire.TLSExtMaxFragmentLength && string(own) != string(data):
			return RuleTLSMaxFragment, "MaxFragmentLength"
		}
	}
	return nil, ""
}

// breaksChoice13 returns what a server's hello of TLS 1.3 has chosen that the client's, h, did not offer.
func (h *tlsHello) breaksChoice13(s *tlsHello, retry bool) (*Rule, string) {
	if s.has(wire.TLSExtKeyShare) {
		group := s.group()
		has, _ := h.shares(group)
		switch {
		case wire.GREASE(group):
			return RuleTLSGREASE, "KeyShare"
		case retry && (has || !tlsLists(h.list(wire.TLSExtSupportedGroups, 2), group)), !retry && !has:
			return RuleTLSChosenGroup, "KeyShare"
		}
	}
	if b, ok := s.ext(wire.TLSExtPreSharedKey); ok && (len(b) != 2 || int(wire.Uint16(b, 0)) >= h.pskCount()) {
		return RuleTLSChosenPSK, "PreSharedKey"
	}
	return nil, ""
}

// kept returns what a server's hello has other than the hello retry request before it.
func (t *tlsTalk) kept(h *tlsHello, version wire.TLSVersion) (*Rule, string) {
	switch {
	case !t.retried:
	case version != wire.TLS13 && version != wire.DTLS13 || wire.Uint16(h.suites, 0) != t.retrySuite:
		return RuleTLSRetrySuite, "CipherSuite"
	case t.retryGroup != 0 && h.has(wire.TLSExtKeyShare) && h.group() != t.retryGroup:
		return RuleTLSRetrySuite, "KeyShare"
	}
	return nil, ""
}
