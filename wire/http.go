package wire

import "iter"

// HTTPHeader is header fields in wire form, each a line with its end; the empty line
// that ends a head is not among them. RFC 9112 §5. The heads of RTSP, SIP and SSDP
// messages are of the same form.
type HTTPHeader []byte

// All yields the fields' names and values, without spaces around them. A line that
// continues the one before it (RFC 9112 §5.2) has an empty name.
func (h HTTPHeader) All() iter.Seq2[Text, Text] {
	return func(yield func(Text, Text) bool) {
		for line := range TextLines(h).All() {
			var name Text
			value := line
			if len(line) > 0 && line[0] != ' ' && line[0] != '\t' {
				name, value, _ = line.Cut(':')
			}
			if !yield(name.Trim(), value.Trim()) {
				return
			}
		}
	}
}

// Get returns the value of the first field of that name. Case does not matter.
func (h HTTPHeader) Get(name string) (value Text, ok bool) {
	for n, v := range h.All() {
		if n.Is(name) {
			return v, true
		}
	}
	return nil, false
}

// Add returns h and one more field.
func (h HTTPHeader) Add(name, value string) HTTPHeader {
	h = append(append(h[:len(h):len(h)], name...), ": "...)
	return append(append(h, value...), '\r', '\n')
}

func (h HTTPHeader) String() string { return string(h) }

// An HTTPHead is the start line and header of a message taken apart. All texts are
// parts of the message.
type HTTPHead struct {
	Method  Text   // of a request
	Target  Text   // of a request
	Version Text   // such as "HTTP/1.1"
	Status  uint16 // of a response, three digits; 0 in a request
	Reason  Text   // of a response
	Header  HTTPHeader
	Open    bool // no empty line follows Header
	Len     int  // of all, with the empty line
}

var (
	errShortHTTP  = &Error{Layer: "HTTP", Need: 16, Err: ErrShort}
	errFormatHTTP = &Error{Layer: "HTTP", Err: ErrFormat}
)

// ParseHTTPHead takes the head at the start of b apart. It fails if the first line is
// none of a request or response of the protocol whose version begins with proto, such
// as "HTTP/". RFC 9112 §2.1.
func ParseHTTPHead(b []byte, proto string) (h HTTPHead, err error) {
	line, rest, ended := TextLines(b).Line()
	if !ended {
		if len(b) > 0 && !TextLines(b).Plausible() {
			return h, errFormatHTTP
		}
		return h, errShortHTTP
	}
	if !h.response(line, proto) && !h.request(line, proto) {
		return h, errFormatHTTP
	}
	start := len(b) - len(rest)
	for n := start; ; {
		line, after, ended := TextLines(b[n:]).Line()
		if !ended {
			h.Header, h.Len, h.Open = HTTPHeader(b[start:]), len(b), true
			return h, nil
		}
		if len(line) == 0 {
			h.Header, h.Len = HTTPHeader(b[start:n:n]), len(b)-len(after)
			return h, nil
		}
		n = len(b) - len(after)
	}
}

func (t Text) hasPrefix(s string) bool { return len(t) >= len(s) && string(t[:len(s)]) == s }

// response takes a status line apart. RFC 9112 §4.
func (h *HTTPHead) response(line Text, proto string) bool {
	if !line.hasPrefix(proto) || !line.Printable() {
		return false
	}
	version, rest, _ := line.Cut(' ')
	status, reason, _ := rest.Cut(' ')
	if x, ok := status.Number(); ok && len(status) == 3 && x > 0 {
		h.Version, h.Status, h.Reason = version, uint16(x), reason
		return true
	}
	return false
}

// request takes a request line apart. RFC 9112 §3. A request without a version is
// HTTP/0.9's GET.
func (h *HTTPHead) request(line Text, proto string) bool {
	method, rest, ok := line.Cut(' ')
	if !ok || len(method) == 0 || len(method) > 20 || !line.Printable() {
		return false
	}
	for _, c := range method {
		if (c < 'A' || c > 'Z') && c != '-' && c != '_' {
			return false
		}
	}
	for i := len(rest) - 1; i >= 0; i-- {
		if rest[i] == ' ' && rest[i+1:].hasPrefix(proto) {
			h.Method, h.Target, h.Version = method, rest[:i:i], rest[i+1:]
			return true
		}
	}
	if string(method) == "GET" && proto == "HTTP/" && len(rest) > 0 && rest[0] == '/' {
		h.Method, h.Target = method, rest
		return true
	}
	return false
}

// Append appends the head.
func (h *HTTPHead) Append(b []byte) []byte {
	if h.Status != 0 {
		b = append(append(b, h.Version...), ' ', byte('0'+h.Status/100%10), byte('0'+h.Status/10%10), byte('0'+h.Status%10), ' ')
		b = append(b, h.Reason...)
	} else {
		b = append(append(append(b, h.Method...), ' '), h.Target...)
		if len(h.Version) > 0 {
			b = append(append(b, ' '), h.Version...)
		}
	}
	b = append(append(b, '\r', '\n'), h.Header...)
	if h.Open {
		return b
	}
	return append(b, '\r', '\n')
}

// AppendText implements encoding.TextAppender.
func (h HTTPHeader) AppendText(b []byte) ([]byte, error) { return append(b, h...), nil }
