package tcpdump

import "strings"

// Requests of protocols that have a body too; only lines that begin like a request
// or a response are printed of them.
var (
	httpRequests = []string{
		"GET", "PUT", "COPY", "HEAD", "LOCK", "MOVE", "POLL", "POST", "BCOPY", "BMOVE", "MKCOL", "TRACE", "LABEL", "MERGE",
		"DELETE", "SEARCH", "UNLOCK", "REPORT", "UPDATE", "NOTIFY", "BDELETE", "CONNECT", "OPTIONS", "CHECKIN", "PROPFIND",
		"CHECKOUT", "CCM_POST", "SUBSCRIBE", "PROPPATCH", "BPROPFIND", "BPROPPATCH", "UNCHECKOUT", "MKACTIVITY",
		"MKWORKSPACE", "UNSUBSCRIBE", "RPC_CONNECT", "VERSION-CONTROL", "BASELINE-CONTROL",
	}
	rtspRequests = []string{
		"DESCRIBE", "ANNOUNCE", "GET_PARAMETER", "OPTIONS", "SET_PARAMETER", "SETUP", "PLAY", "PAUSE", "TEARDOWN", "RECORD", "REDIRECT",
	}
	sipRequests = []string{
		"ACK", "BYE", "CANCEL", "DO", "INFO", "INVITE", "MESSAGE", "NOTIFY", "OPTIONS", "PRACK", "QAUTH", "REFER",
		"REGISTER", "SPRACK", "SUBSCRIBE", "UPDATE", "PUBLISH",
	}
)

// tcpPayload prints a payload that is known by one of the ports.
func (p *Printer) tcpPayload(s *segment, hl int) {
	n := s.n - hl
	if n == 0 {
		return
	}
	if len(s.b) < hl {
		p.f(" [remaining caplen(%u) < header length(%u)]", uint32(len(s.b)), uint32(hl))
		p.cut()
		return
	}
	b := s.b[hl:]
	if s.flags&tcpRST != 0 && p.Verbose > 0 {
		p.resetReason(b, n)
		return
	}
	sport, dport := p.portAs(true, s.sport), p.portAs(true, s.dport)
	is := func(port uint32) bool { return sport == port || dport == port }
	switch {
	case is(22):
		p.ssh(b, n)
	case is(21):
		p.s(": ")
		p.textProtocol(b, n, "ftp", "FTP")
	case is(23):
		p.telnet(b, n)
	case is(25):
		p.s(": ")
		p.textProtocol(b, n, "smtp", "SMTP")
	case is(43):
		p.s(": ")
		p.textProtocol(b, n, "whois", "WHOIS")
	case is(646):
		p.ldpPDUs(b, n)
	case is(80), is(8080):
		p.s(": ")
		p.textProtocol(b, n, "http", "HTTP")
	case is(554), is(8554):
		p.s(": ")
		p.textProtocol(b, n, "rtsp", "RTSP")
	case is(53):
		p.dns(b, n, true, false)
	case is(6379):
		p.resp(b, n)
	case is(1723):
		p.pptp(b)
	case is(179):
		p.bgp(b, n)
	case is(6633), is(6653):
		p.openflow(b, n)
	}
}

// maxReset is how much of the data of a reset is printed.
const maxReset = 30

// resetReason prints the data of a reset, which may say why.
func (p *Printer) resetReason(b []byte, n int) {
	if len(b) >= n {
		p.s(" [RST")
	} else {
		p.s(" [!RST")
	}
	if n > maxReset {
		n = maxReset
		p.s("+")
	}
	p.s(" ")
	p.text(b, 0, n)
	p.s("]")
}

// textProtocol prints the first line of a protocol of text lines, or all lines if
// verbose.
func (p *Printer) textProtocol(b []byte, n int, proto, title string) {
	p.proto = proto
	show := true
	switch proto {
	case "http":
		show = isText(b, n, httpRequests, 1)
	case "rtsp":
		show = isText(b, n, rtspRequests, 1)
	case "sip":
		show = isText(b, n, sipRequests, 1)
	}
	p.s(title)
	if !show {
		return
	}
	if p.Verbose == 0 {
		p.line(": ", b, 0, n)
		return
	}
	p.f(", length: %u", uint32(n))
	for i := 0; i < n && !p.done(); {
		if i = p.line("\n\t", b, i, n); i == 0 {
			return
		}
	}
}

// isText reports whether b begins with one of the requests, or with a response
// code in its token of that index.
func isText(b []byte, n int, requests []string, code int) bool {
	tok, i := token(b, 0, n)
	if i == 0 {
		return false
	}
	for _, r := range requests {
		if strings.EqualFold(r, string(tok)) {
			return true
		}
	}
	for range code {
		if tok, i = token(b, i, n); i == 0 {
			return false
		}
	}
	return len(tok) == 3 && digit(tok[0]) && digit(tok[1]) && digit(tok[2])
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

const maxToken = 128

// token returns the token at b[i], and where the next begins, or 0.
func token(b []byte, i, n int) ([]byte, int) {
	start := i
	for ; i < n; i++ {
		if i >= len(b) {
			return nil, 0
		}
		c := b[i]
		if c == ' ' || c == '\t' || c == '\r' || c == '\n' {
			break
		}
		if c < ' ' || c > '~' || i-start+1 > maxToken {
			return nil, 0
		}
	}
	if i == start {
		return nil, 0
	}
	tok := b[start:i]
	for i < n && i < len(b) && b[i] == ' ' {
		i++
	}
	return tok, i
}

// line prints the line at b[i], and returns where the next begins, or 0 if what
// follows is no line.
func (p *Printer) line(prefix string, b []byte, i, n int) int {
	start, next := i, 0
	for ; i < n && next == 0; i++ {
		if i >= len(b) {
			p.cut()
			return 0
		}
		switch c := b[i]; {
		case c == '\n':
			next = i + 1
		case c == '\r':
			if i+1 >= n {
				return 0
			}
			if i+1 >= len(b) {
				p.cut()
				return 0
			}
			if b[i+1] != '\n' {
				return 0
			}
			next = i + 2
		case (c < ' ' || c > '~') && c != '\t':
			return 0
		}
	}
	if next > 0 {
		i--
	}
	p.s(prefix)
	p.b = append(p.b, b[start:i]...)
	if next == 0 {
		p.trunc()
	}
	return next
}

// ssh prints the identification of an SSH endpoint.
func (p *Printer) ssh(b []byte, n int) {
	p.proto = "ssh"
	for i := range 4 {
		if c := p.u8(b, i); p.done() || i < n && byte(c) != "SSH-"[i] {
			return
		}
	}
	if start := len(p.b); p.cutAt < 0 {
		p.s(": SSH")
		if p.line(": ", b, 0, n) == 0 && p.cutAt < 0 {
			p.b = p.b[:start]
		}
	}
}
