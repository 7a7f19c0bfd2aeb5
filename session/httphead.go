package session

// httpHead is what the head of a message said so far.
type httpHead struct {
	method  uint8 // of a request
	old     bool  // version is below 1.1
	status  uint16
	hosts   uint8
	lengths uint8 // Content-Length fields and their parts
	length  int64
	coded   bool // that there is a Transfer-Encoding
	chunked bool // and that it ends with chunked
	close   bool
	keep    bool
	upgrade bool
	long    bool // that a line was too long to be looked at
	lf      bool // that a line ended with LF, which is said once
	fields  bool // that there was a field
	framing bool // that the last field says where the body ends
}

// The methods that make a difference.
const (
	httpOther uint8 = iota
	httpHEAD
	httpCONNECT
	httpOPTIONS
	httpUnknown // of a request that was not seen
	httpMethods
)

// httpTell is what is wrong with a line.
type httpTell struct {
	outcome Outcome
	rule    *Rule
	field   string
}

func httpBad(r *Rule, field string) httpTell { return httpTell{Invalid, r, field} }
func httpOdd(r *Rule, field string) httpTell { return httpTell{Tolerated, r, field} }

// httpToken reports whether b is a token: RFC 9110 §5.6.2.
func httpToken(b []byte) bool {
	for _, c := range b {
		if !httpTokenByte(c) {
			return false
		}
	}
	return len(b) > 0
}

func httpTokenByte(c byte) bool {
	switch {
	case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9':
		return true
	}
	return httpIn("!#$%&'*+-.^_`|~", c)
}

func httpIn(s string, c byte) bool {
	for i := range len(s) {
		if s[i] == c {
			return true
		}
	}
	return false
}

// httpCut cuts b at the first c.
func httpCut(b []byte, c byte) (before, after []byte, ok bool) {
	for i := range b {
		if b[i] == c {
			return b[:i], b[i+1:], true
		}
	}
	return b, nil, false
}

// httpTrim takes spaces and tabs from both ends.
func httpTrim(b []byte) []byte {
	for len(b) > 0 && (b[0] == ' ' || b[0] == '\t') {
		b = b[1:]
	}
	for len(b) > 0 && (b[len(b)-1] == ' ' || b[len(b)-1] == '\t') {
		b = b[:len(b)-1]
	}
	return b
}

// httpIs reports whether b is s, which is in lower case, whatever the case of letters.
func httpIs(b []byte, s string) bool {
	if len(b) != len(s) {
		return false
	}
	for i, c := range b {
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c != s[i] {
			return false
		}
	}
	return true
}

// httpVersion reads a version: RFC 9112 §2.3.
func httpVersion(b []byte) (major, minor byte, ok bool) {
	if len(b) != 8 || string(b[:5]) != "HTTP/" || b[6] != '.' || b[5] < '0' || b[5] > '9' || b[7] < '0' || b[7] > '9' {
		return 0, 0, false
	}
	return b[5] - '0', b[7] - '0', true
}

// requestLine reads the first line of a request. major is that of its version.
func (h *httpHead) requestLine(line []byte, long bool) (major byte, t httpTell) {
	method, rest, ok := httpCut(line, ' ')
	if !ok || !httpToken(method) {
		return 1, httpBad(RuleHTTPRequestLine, "RequestLine")
	}
	switch string(method) {
	case "HEAD":
		h.method = httpHEAD
	case "CONNECT":
		h.method = httpCONNECT
	case "OPTIONS":
		h.method = httpOPTIONS
	}
	target, version, ok := httpCut(rest, ' ')
	if long && !ok {
		h.long = true
		return 1, httpTell{}
	}
	if !ok && string(method) == "GET" && len(target) > 0 && target[0] == '/' {
		return 0, httpOdd(RuleHTTPOld, "RequestLine")
	}
	major, minor, ok := httpVersion(version)
	if !ok || len(target) == 0 {
		return 1, httpBad(RuleHTTPRequestLine, "RequestLine")
	}
	h.old = major == 1 && minor == 0
	return major, h.target(target)
}

// target judges a request's target.
func (h *httpHead) target(b []byte) httpTell {
	for _, c := range b {
		switch {
		case c <= ' ' || c == 0x7f:
			return httpBad(RuleHTTPRequestLine, "RequestLine")
		case c > 0x7f:
			return httpOdd(RuleHTTPTargetBytes, "Target")
		}
	}
	switch {
	case h.method == httpCONNECT:
		if b[0] == '/' || b[0] == '*' {
			return httpBad(RuleHTTPTarget, "Target")
		}
	case b[0] == '/' || string(b) == "*" && h.method == httpOPTIONS:
	default:
		if scheme, _, ok := httpCut(b, ':'); (!ok || !httpToken(scheme)) && string(b) != "*" { // HTTP/2's way to begin has one
			return httpBad(RuleHTTPTarget, "Target")
		}
	}
	return httpTell{}
}

// statusLine reads the first line of a response.
func (h *httpHead) statusLine(line []byte) httpTell {
	if len(line) < 12 || line[8] != ' ' {
		return httpBad(RuleHTTPStatusLine, "StatusLine")
	}
	major, minor, ok := httpVersion(line[:8])
	if !ok || major != 1 {
		return httpBad(RuleHTTPStatusLine, "StatusLine")
	}
	h.old = minor == 0
	for _, c := range line[9:12] {
		if c < '0' || c > '9' {
			return httpBad(RuleHTTPStatusLine, "StatusLine")
		}
		h.status = h.status*10 + uint16(c-'0')
	}
	switch {
	case len(line) > 12 && line[12] != ' ':
		return httpBad(RuleHTTPStatusLine, "StatusLine")
	case h.status < 100 || h.status > 599:
		return httpOdd(RuleHTTPStatus, "Status")
	case len(line) == 12:
		return httpOdd(RuleHTTPReason, "StatusLine")
	}
	return httpTell{}
}

// field judges a line of fields: RFC 9112 §5.
func (h *httpHead) field(line []byte, request, long bool) httpTell {
	if line[0] == ' ' || line[0] == '\t' {
		switch {
		case !h.fields:
			return httpBad(RuleHTTPLeadingSpace, "Fields")
		case h.framing:
			return httpBad(RuleHTTPFoldFraming, "Fields")
		}
		return httpOdd(RuleHTTPFold, "Fields")
	}
	name, value, ok := httpCut(line, ':')
	if !ok {
		if long {
			return httpTell{}
		}
		return httpBad(RuleHTTPField, "Fields")
	}
	if n := len(name); n > 0 && (name[n-1] == ' ' || name[n-1] == '\t') && httpToken(httpTrim(name)) {
		return httpBad(RuleHTTPSpaceColon, "Fields")
	}
	if !httpToken(name) {
		return httpBad(RuleHTTPFieldName, "Fields")
	}
	h.fields = true
	t := h.value(name, httpTrim(value), request)
	for _, c := range value {
		switch {
		case c == 0:
			return httpBad(RuleHTTPFieldNUL, "Fields")
		case (c < ' ' && c != '\t' || c == 0x7f) && t.rule == nil:
			t = httpOdd(RuleHTTPFieldControl, "Fields")
		}
	}
	return t
}

// value notes the fields that matter.
func (h *httpHead) value(name, value []byte, request bool) httpTell {
	h.framing = false
	switch {
	case httpIs(name, "content-length"):
		h.framing = true
		return h.contentLength(value)
	case httpIs(name, "transfer-encoding"):
		h.framing, h.coded = true, true
		return h.transferEncoding(value, request)
	case httpIs(name, "host") && request:
		if h.hosts++; h.hosts > 1 {
			h.hosts = 2
			return httpBad(RuleHTTPHost, "Host")
		}
	case httpIs(name, "upgrade"):
		h.upgrade = true
	case httpIs(name, "connection"):
		for len(value) > 0 {
			var option []byte
			option, value, _ = httpCut(value, ',')
			h.close = h.close || httpIs(httpTrim(option), "close")
			h.keep = h.keep || httpIs(httpTrim(option), "keep-alive")
		}
	}
	return httpTell{}
}

// contentLength notes a length, or several that are equal: RFC 9110 §8.6.
func (h *httpHead) contentLength(value []byte) httpTell {
	for more := true; more; {
		var part []byte
		part, value, more = httpCut(value, ',')
		n, ok := httpNumber(httpTrim(part))
		switch {
		case !ok:
			return httpBad(RuleHTTPLength, "ContentLength")
		case h.lengths > 0 && n != h.length:
			return httpBad(RuleHTTPLengths, "ContentLength")
		}
		h.length = n
		h.lengths = min(h.lengths+1, 2)
	}
	if h.lengths > 1 {
		return httpOdd(RuleHTTPLengthTwice, "ContentLength")
	}
	return httpTell{}
}

// httpNumber reads a decimal number below 10^18.
func httpNumber(b []byte) (n int64, ok bool) {
	digits := 0
	for _, c := range b {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int64(c-'0')
		if n > 0 {
			digits++
		}
		if digits > 18 {
			return 0, false
		}
	}
	return n, len(b) > 0
}

// transferEncoding notes codings: RFC 9112 §6.1 and §7.
func (h *httpHead) transferEncoding(value []byte, request bool) (t httpTell) {
	for more := true; more; {
		var part []byte
		part, value, more = httpCut(value, ',')
		if part = httpTrim(part); len(part) == 0 {
			continue // RFC 9110 §5.6.1.2
		}
		name, _, _ := httpCut(part, ';')
		name = httpTrim(name)
		switch {
		case !httpToken(name):
			return httpBad(RuleHTTPCoding, "TransferEncoding")
		case httpIs(name, "chunked") && h.chunked:
			return httpBad(RuleHTTPChunkedTwice, "TransferEncoding")
		case httpIs(name, "chunked"):
			h.chunked = true
			continue
		case !httpIs(name, "gzip") && !httpIs(name, "deflate") && !httpIs(name, "compress") && !httpIs(name, "x-gzip") && !httpIs(name, "x-compress"):
			t = httpOdd(RuleHTTPCodingUnknown, "TransferEncoding")
		}
		h.chunked = false
	}
	return t
}
