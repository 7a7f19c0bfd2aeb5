package session

// judge judges a message of a kind in which there are no pairs.
func (k DNSKind) judge(m DNSMessage, f *dnsFacts) (Outcome, *Rule, string) {
	switch k {
	case DNSMulticast:
		return judgeMDNS(m)
	case DNSLLMNR:
		return judgeLLMNR(m)
	}
	switch m.Opcode() {
	case 0, 5, 6, 7, 8, 9, 15: // query, registration, release, wait, refresh (in two readings), multi-homed registration
		return Valid, nil, ""
	}
	return Invalid, RuleNBNSOpcode, "Opcode"
}

// mdnsPort is where responders are: RFC 6762 §3.
const mdnsPort = 5353

func judgeMDNS(m DNSMessage) (Outcome, *Rule, string) {
	switch {
	case m.Opcode() != 0:
		return Invalid, RuleMDNSOpcode, "Opcode"
	case m.RCode() != 0:
		return Invalid, RuleMDNSRCode, "RCode"
	case m.QR() && m.Src.IsValid() && m.Src.Port() != mdnsPort:
		return Invalid, RuleMDNSPort, "SrcPort"
	case m.QR() && m.QDCount() != 0 && m.Dst.Port() == mdnsPort: // others are legacy clients, who need it: §6.7
		return Tolerated, RuleMDNSQuestion, "QDCount"
	}
	return Valid, nil, ""
}

func judgeLLMNR(m DNSMessage) (Outcome, *Rule, string) {
	switch {
	case m.Opcode() != 0:
		return Invalid, RuleLLMNROpcode, "Opcode"
	case m.QDCount() != 1:
		return Invalid, RuleLLMNRQuestions, "QDCount"
	case !m.QR() && (m.ANCount() != 0 || m.NSCount() != 0):
		return Invalid, RuleLLMNRQuery, "ANCount"
	}
	return Valid, nil, ""
}
