package layers

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// HTTP is the head of a Hypertext Transfer Protocol version 1 request or response. RFC
// 9112 §2.1.
//
// The body, or what there is of it, follows as [packet.Raw]; so do segments that begin
// in the middle of a head or body. SSDP's messages are of this form too.
//
//	&layers.HTTP{Method: wire.Text("GET"), Target: wire.Text("/"), Version: wire.Text("HTTP/1.1"),
//		Header: wire.HTTPHeader{}.Add("Host", "example.com")}
type HTTP struct {
	Method  wire.Text       // of a request
	Target  wire.Text       // of a request: path, URI, authority or "*"
	Version wire.Text       // "HTTP/1.1"; empty in a request of HTTP/0.9
	Status  uint16          // of a response, three digits; 0 makes a request
	Reason  wire.Text       // of a response
	Header  wire.HTTPHeader // fields
	Open    bool            // the head goes on in the next segment: no empty line ends it

	packet.Memo
}

// RTSP is the head of a Real-Time Streaming Protocol request or response. RFC 7826
// §5.
type RTSP HTTP

var httpFields = []packet.Field{
	{Name: "Method", Doc: "of a request", Type: "wire.Text", Off: -1, Kind: packet.Body},
	{Name: "Target", Doc: "of a request: path, URI, authority or \"*\"", Type: "wire.Text", Off: -1, Kind: packet.Body},
	{Name: "Version", Doc: "protocol and version", Type: "wire.Text", Off: -1, Kind: packet.Body},
	{Name: "Status", Doc: "of a response, three digits; 0 makes a request", Type: "uint16", Off: -1},
	{Name: "Reason", Doc: "of a response", Type: "wire.Text", Off: -1, Kind: packet.Body},
	{Name: "Header", Doc: "fields", Type: "wire.HTTPHeader", Off: -1, Kind: packet.Body},
	{Name: "Open", Doc: "the head goes on in the next segment: no empty line ends it", Type: "bool", Off: -1},
}

// HTTPProto describes [HTTP].
var HTTPProto = &packet.Proto{
	Name: "HTTP", Title: "head of a Hypertext Transfer Protocol version 1 request or response", Ref: "RFC 9112 §2.1",
	New:    func() packet.Layer { return new(HTTP) },
	Slab:   packet.Slab[HTTP],
	Fields: httpFields,
	At:     func(l packet.Layer, i int) any { return atHTTP(l.(*HTTP), i) },
}

// RTSPProto describes [RTSP].
var RTSPProto = &packet.Proto{
	Name: "RTSP", Title: "head of a Real-Time Streaming Protocol request or response", Ref: "RFC 7826 §5",
	New:    func() packet.Layer { return new(RTSP) },
	Slab:   packet.Slab[RTSP],
	Fields: httpFields,
	At:     func(l packet.Layer, i int) any { return atHTTP((*HTTP)(l.(*RTSP)), i) },
}

func init() {
	for _, port := range [...]uint16{80, 591, 3128, 8000, 8008, 8080, 8888} {
		TCPPorts.Bind(port, HTTPProto)
	}
	UDPPorts.Bind(1900, HTTPProto) // SSDP
	TCPPorts.Guess(HTTPProto, func(b []byte) packet.Confidence { return judgeHTTP(b, "HTTP/") })
	TCPPorts.Bind(554, RTSPProto)
	TCPPorts.Bind(8554, RTSPProto)
	TCPPorts.Guess(RTSPProto, func(b []byte) packet.Confidence { return judgeHTTP(b, "RTSP/") })
}

// judgeHTTP judges whether b begins with a head of proto.
func judgeHTTP(b []byte, proto string) packet.Confidence {
	if b[0] < 'A' || b[0] > 'Z' {
		return packet.Impossible
	}
	if h, err := wire.ParseHTTPHead(b, proto); err == nil && len(h.Version) > 0 {
		return packet.Likely
	}
	return packet.Impossible
}

func atHTTP(x *HTTP, i int) any {
	all := [...]any{&x.Method, &x.Target, &x.Version, &x.Status, &x.Reason, &x.Header, &x.Open}
	if i >= len(all) {
		return nil
	}
	return all[i]
}

func (l *HTTP) has(i int) bool {
	switch i {
	case 0, 1:
		return l.Status == 0
	case 4:
		return l.Status != 0
	}
	return true
}

func (l *HTTP) parse(b []byte, proto string) (packet.Extent, error) {
	h, err := wire.ParseHTTPHead(b, proto)
	if err != nil {
		return packet.Extent{}, err
	}
	l.Method, l.Target, l.Version, l.Status, l.Reason, l.Header, l.Open =
		h.Method, h.Target, h.Version, h.Status, h.Reason, h.Header, h.Open
	var room [1024]byte
	l.Remember(b[:h.Len], h.Append(room[:0]))
	return packet.Extent{Header: h.Len, End: len(b)}, nil
}

func (l *HTTP) append(b []byte) ([]byte, error) {
	if l.Status > 999 {
		return b, packet.FieldError("HTTP.Status: too large")
	}
	n := len(b)
	h := wire.HTTPHead{
		Method: l.Method, Target: l.Target, Version: l.Version, Status: l.Status, Reason: l.Reason, Header: l.Header, Open: l.Open,
	}
	return l.Recall(h.Append(b), n), nil
}

func (l *HTTP) validate(report func(field string, class packet.Class, reason string)) {
	if l.Status != 0 && (l.Status < 100 || l.Status > 599) {
		report("Status", packet.BadValue, "is not 100 to 599")
	}
	length, encoding := false, false
	for name, value := range l.Header.All() {
		switch {
		case len(name) == 0:
			report("Header", packet.Unusual, "a line that continues another") // RFC 9112 §5.2
		case name.Is("Content-Length"):
			if _, ok := value.Number(); !ok || length {
				report("Header", packet.BadValue, "content length is no number, or there are several")
			}
			length = true
		case name.Is("Transfer-Encoding"):
			encoding = true
		}
	}
	if length && encoding {
		report("Header", packet.BadValue, "content length and transfer encoding") // RFC 9112 §6.3
	}
}

// Proto implements [packet.Layer].
func (l *HTTP) Proto() *packet.Proto { return HTTPProto }

// Has implements [packet.Sparse].
func (l *HTTP) Has(i int) bool { return l.has(i) }

// Parse implements [packet.Layer].
func (l *HTTP) Parse(b []byte) (packet.Extent, error) { return l.parse(b, "HTTP/") }

// Append implements [packet.Layer].
func (l *HTTP) Append(b []byte) ([]byte, error) { return l.append(b) }

// Finish implements [packet.Layer].
func (l *HTTP) Finish(*packet.Context) {}

// Validate implements [packet.Validator].
func (l *HTTP) Validate(_ *packet.Context, report func(field string, class packet.Class, reason string)) {
	l.validate(report)
}

// Proto implements [packet.Layer].
func (l *RTSP) Proto() *packet.Proto { return RTSPProto }

// Has implements [packet.Sparse].
func (l *RTSP) Has(i int) bool { return (*HTTP)(l).has(i) }

// Parse implements [packet.Layer].
func (l *RTSP) Parse(b []byte) (packet.Extent, error) { return (*HTTP)(l).parse(b, "RTSP/") }

// Append implements [packet.Layer].
func (l *RTSP) Append(b []byte) ([]byte, error) { return (*HTTP)(l).append(b) }

// Finish implements [packet.Layer].
func (l *RTSP) Finish(*packet.Context) {}

// Validate implements [packet.Validator].
func (l *RTSP) Validate(_ *packet.Context, report func(field string, class packet.Class, reason string)) {
	(*HTTP)(l).validate(report)
}
