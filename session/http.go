package session

// HTTP is a connection of HTTP/1.0 or 1.1 (RFC 9110, 9112): requests, which may be pipelined, and their responses. Its messages
// are the next bytes of a side's stream, however they are cut.
//
// A stream cannot take back what was sent: with the first Invalid, a side is given up, as a receiver that keeps to the
// standard does with the connection, and what follows is passed over. Nothing else changes by it. Of lines longer than
// 2048 bytes the rest is not looked at, and 32 requests can wait for their responses.
type HTTP struct {
	sides [2]httpSide
	asks  [httpAsks]httpAsk
	first uint8 // of asks
	n     uint8 // of asks that wait
	weak  bool  // that there may be others
	spoke bool  // that the client's side was seen at all
}

var _ Session[[]byte] = (*HTTP)(nil)

const (
	httpAsks = 32
	httpLine = 2048
)

// httpAsk is a request that waits for its response.
type httpAsk struct {
	method  uint8
	old     bool
	close   bool
	upgrade bool
}

// What a side's next byte is of.
const (
	httpStart     uint8 = iota // the first line
	httpFields                 // the other lines of the head
	httpBody                   // a body of known length
	httpChunkLine              // a chunk's size
	httpChunkData              // a chunk
	httpChunkCR                // what ends it
	httpChunkLF                //
	httpTrailers               // the fields behind the last chunk
	httpRest                   // a body that the connection's end ends
	httpTunnel                 // another protocol
	httpGivenUp                // nobody knows what
	httpSeek                   // the middle of a message
	httpClosed                 // nothing, after the last message
	httpStates
)

var httpNames = [httpStates]string{
	"start", "fields", "body", "chunked", "chunked", "chunked", "chunked", "trailers", "body until close", "tunnel", "given up", "midway", "closed",
}

type httpSide struct {
	state uint8
	left  int64 // of the body or the chunk
	head  httpHead
	line  [httpLine]byte // what came of a line that is not complete
	lineN uint16
	long  bool // that more of it came
}

// NewHTTP returns a Session of a connection. midway says that something may have been sent before.
func NewHTTP(midway bool) *HTTP {
	s := new(HTTP)
	if midway {
		s.Reset()
	}
	return s
}

// Reset makes the Session new, as one that begins midway.
func (s *HTTP) Reset() {
	*s = HTTP{weak: true}
	s.sides[Client].state, s.sides[Server].state = httpSeek, httpSeek
}

// Lost tells that bytes of a side are missing before the next. It is followed again from the next bytes on that look like
// the beginning of a message.
func (s *HTTP) Lost(side Side) {
	s.weak, s.first, s.n = true, 0, 0
	if k := &s.sides[side]; k.state != httpTunnel && k.state != httpGivenUp && k.state != httpRest {
		*k = httpSide{state: httpSeek}
	}
}

// State returns what a side is sending: "start", "fields", "body", "chunked", "trailers", "body until close", "tunnel", "closed",
// "given up" or "midway".
func (s *HTTP) State(side Side) string { return httpNames[s.sides[side].state] }

// Waiting returns how many requests have no response yet.
func (s *HTTP) Waiting() int { return int(s.n) }

// Check judges the next bytes of a side. Of several things it says the worst that comes first; [HTTP.Take] says them all.
func (s *HTTP) Check(side Side, m []byte, at int64) Verdict {
	v := Verdict{Before: s.State(side)}
	for len(m) > 0 {
		n, w := s.Take(side, m)
		if m = m[n:]; w.Outcome > v.Outcome {
			w.Before = v.Before
			v = w
		}
	}
	v.After = s.State(side)
	return v
}

// Take judges the next bytes of a side up to the first line or so that is not Valid, and returns how many these were: at
// least one, if there is one.
func (s *HTTP) Take(side Side, b []byte) (n int, v Verdict) {
	v = Verdict{Before: s.State(side), After: s.State(side)}
	k := &s.sides[side]
	s.spoke = s.spoke || side == Client
	for n < len(b) {
		used, t := s.take(side, b[n:])
		n += used
		if t.rule == nil {
			continue
		}
		if t.outcome == Invalid && s.weak && k.state == httpStart { // not where the message begins
			*k = httpSide{state: httpSeek}
			continue
		}
		if t.outcome == Invalid {
			*k = httpSide{state: httpGivenUp}
			s.weak = true
		}
		v.Outcome, v.Rule, v.Field, v.After = t.outcome, t.rule, t.field, s.State(side)
		return n, v
	}
	v.After = s.State(side)
	return n, v
}

// End judges the end of a side's stream.
func (s *HTTP) End(side Side) Verdict {
	v := Verdict{Before: s.State(side), After: "closed"}
	k := &s.sides[side]
	switch k.state {
	case httpStart:
		if k.lineN == 0 {
			break
		}
		fallthrough
	case httpFields, httpBody, httpChunkLine, httpChunkData, httpChunkCR, httpChunkLF, httpTrailers:
		v.Outcome, v.Rule, v.Field = Tolerated, RuleHTTPIncomplete, "Body"
	}
	k.state = httpClosed
	return v
}

// take takes the bytes that belong together.
func (s *HTTP) take(side Side, b []byte) (n int, t httpTell) {
	k := &s.sides[side]
	switch k.state {
	case httpBody, httpChunkData:
		n = int(min(k.left, int64(len(b))))
		if k.left -= int64(n); k.left == 0 {
			if k.state == httpChunkData {
				k.state = httpChunkCR
			} else {
				s.done(side)
			}
		}
		return n, t
	case httpChunkCR, httpChunkLF:
		if want := "\r\n"[k.state-httpChunkCR]; b[0] != want {
			return 1, httpBad(RuleHTTPChunkEnd, "Chunk")
		}
		if k.state++; k.state > httpChunkLF {
			k.state = httpChunkLine
		}
		return 1, t
	case httpRest, httpTunnel, httpGivenUp:
		return len(b), t
	case httpClosed:
		return len(b), httpBad(RuleHTTPAfterClose, "Stream")
	case httpSeek:
		if !httpBegins(side, b) {
			return len(b), t
		}
		k.state = httpStart
		return 0, t
	}
	for i, c := range b {
		if c == '\n' {
			return i + 1, s.whole(side, b[:i])
		}
	}
	k.long = k.long || len(b) > httpLine-int(k.lineN)
	k.lineN += uint16(copy(k.line[k.lineN:], b))
	return len(b), t
}

// httpBegins reports whether bytes look like the beginning of a message.
func httpBegins(side Side, b []byte) bool {
	if side == Server {
		return len(b) >= 7 && string(b[:7]) == "HTTP/1."
	}
	method, rest, ok := httpCut(b[:min(len(b), 16)], ' ')
	if !ok || len(method) < 3 || len(rest) == 0 || rest[0] != '/' && rest[0] != 'h' {
		return false
	}
	for _, c := range method {
		if c < 'A' || c > 'Z' {
			return false
		}
	}
	return true
}

// whole takes a line, whose last bytes are end.
func (s *HTTP) whole(side Side, end []byte) httpTell {
	k := &s.sides[side]
	line, long := end, k.long
	if k.lineN > 0 {
		long = long || len(end) > httpLine-int(k.lineN)
		k.lineN += uint16(copy(k.line[k.lineN:], end))
		line = k.line[:k.lineN]
	}
	k.lineN, k.long = 0, false
	n := len(end)
	crlf := n > 0 && end[n-1] == '\r' || n == 0 && len(line) > 0 && !long && line[len(line)-1] == '\r'
	if crlf && !long {
		line = line[:len(line)-1]
	}
	for _, c := range line {
		if c == '\r' {
			return httpBad(RuleHTTPBareCR, "Line")
		}
	}
	t := s.wholeLine(side, line, long, crlf)
	if t.rule == nil && !crlf && !long && !k.head.lf && k.state != httpGivenUp {
		k.head.lf = true
		return httpOdd(RuleHTTPBareLF, "Line")
	}
	return t
}

func (s *HTTP) wholeLine(side Side, line []byte, long, crlf bool) httpTell {
	k := &s.sides[side]
	switch {
	case k.state == httpStart:
		return s.startLine(side, line, long)
	case k.state == httpChunkLine:
		if !crlf && !long {
			return httpBad(RuleHTTPChunk, "Chunk")
		}
		return k.chunk(line, long)
	case k.state == httpTrailers && len(line) == 0:
		s.done(side)
	case k.state == httpTrailers:
		return k.trailer(line, side == Client, long)
	case len(line) > 0:
		return k.head.field(line, side == Client, long)
	case side == Client:
		return s.request()
	default:
		return s.response()
	}
	return httpTell{}
}

// startLine takes the first line of a message.
func (s *HTTP) startLine(side Side, line []byte, long bool) httpTell {
	k := &s.sides[side]
	if len(line) == 0 {
		return httpOdd(RuleHTTPEmptyLine, "StartLine")
	}
	k.head = httpHead{}
	if side == Server {
		t := k.head.statusLine(line)
		if t.outcome != Invalid {
			k.state = httpFields
		}
		return t
	}
	major, t := k.head.requestLine(line, long)
	switch {
	case t.outcome == Invalid:
	case major != 1: // HTTP/0.9 has no end, HTTP/2 is another protocol
		s.tunnel()
	default:
		k.state = httpFields
	}
	return t
}

// tunnel has both sides speak another protocol.
func (s *HTTP) tunnel() {
	s.sides[Client].state, s.sides[Server].state = httpTunnel, httpTunnel
	s.n = 0
}

// Next appends what a side may send now.
func (s *HTTP) Next(side Side, moves []Move) []Move {
	switch k := &s.sides[side]; {
	case k.state == httpClosed:
	case k.state != httpStart:
		moves = append(moves, Move{Name: httpNames[k.state]})
	case side == Client:
		moves = append(moves, Move{Name: "request"})
	case s.n > 0:
		moves = append(moves, Move{Name: "response", Why: RuleHTTPUnasked, Must: true})
	}
	return moves
}

const httpMark = 'h'

// AppendBinary appends a snapshot.
func (s *HTTP) AppendBinary(b []byte) ([]byte, error) { return saved(b, httpMark, s.visit), nil }

// UnmarshalBinary restores a snapshot.
func (s *HTTP) UnmarshalBinary(b []byte) error {
	c := new(HTTP)
	if err := restored(b, httpMark, c.visit); err != nil {
		return err
	}
	*s = *c
	return nil
}

func (s *HTTP) visit(p *snapshot) {
	for i := range s.sides {
		s.sides[i].visit(p)
	}
	p.below(&s.first, httpAsks)
	p.below(&s.n, httpAsks+1)
	p.bool(&s.weak)
	p.bool(&s.spoke)
	for i := range s.n {
		a := &s.asks[(s.first+i)%httpAsks]
		p.below(&a.method, int(httpMethods))
		p.bool(&a.old)
		p.bool(&a.close)
		p.bool(&a.upgrade)
	}
}

func (k *httpSide) visit(p *snapshot) {
	p.below(&k.state, int(httpStates))
	p.i64(&k.left)
	p.bad = p.bad || k.left < 0
	p.bool(&k.long)
	p.counted(k.line[:], &k.lineN)
	h := &k.head
	p.below(&h.method, int(httpMethods))
	p.u16(&h.status)
	p.below(&h.hosts, 3)
	p.below(&h.lengths, 3)
	p.i64(&h.length)
	p.bad = p.bad || h.length < 0
	for _, f := range []*bool{&h.old, &h.coded, &h.chunked, &h.close, &h.keep, &h.upgrade, &h.long, &h.lf, &h.fields, &h.framing} {
		p.bool(f)
	}
}
