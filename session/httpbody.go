package session

// request takes the end of a request's head.
func (s *HTTP) request() httpTell {
	k := &s.sides[Client]
	h := &k.head
	switch {
	case h.hosts == 0 && !h.old && !h.long:
		return httpBad(RuleHTTPHost, "Host")
	case h.coded && h.old:
		return httpBad(RuleHTTPOldCoding, "TransferEncoding")
	case h.coded && h.lengths > 0:
		return httpBad(RuleHTTPBoth, "TransferEncoding")
	case h.coded && !h.chunked:
		return httpBad(RuleHTTPCoding, "TransferEncoding")
	}
	if s.n < httpAsks {
		s.asks[(s.first+s.n)%httpAsks] = httpAsk{h.method, h.old, h.close || h.old && !h.keep, h.upgrade}
		s.n++
	} else {
		s.weak, s.n = true, 0
	}
	switch {
	case h.method == httpCONNECT:
		k.state = httpTunnel // unless the server refuses, which it says before anything can follow
	case h.coded:
		k.state = httpChunkLine
	case h.length > 0:
		k.state, k.left = httpBody, h.length
	default:
		s.done(Client)
	}
	return httpTell{}
}

// response takes the end of a response's head.
func (s *HTTP) response() httpTell {
	k := &s.sides[Server]
	h := &k.head
	ask, known := httpAsk{method: httpUnknown}, s.n > 0
	c := &s.sides[Client]
	switch {
	case known:
		ask = s.asks[s.first]
	case s.weak || !s.spoke || h.status == 408 || c.state != httpStart || c.lineN > 0: // a request's head may be refused before it ends
	default:
		return httpBad(RuleHTTPUnasked, "StatusLine")
	}
	if t := h.breaks(ask, known); t.outcome == Invalid {
		return t
	}
	if h.status >= 200 || h.status == 101 {
		s.answered()
	}
	if h.status < 200 && h.status != 101 {
		k.state = httpStart
		return httpTell{}
	}
	return s.responseBody(ask)
}

// answered forgets the oldest request.
func (s *HTTP) answered() {
	if s.n > 0 {
		s.first = (s.first + 1) % httpAsks
		s.n--
	}
}

// breaks returns what is wrong with the head of a response to a request.
func (h *httpHead) breaks(ask httpAsk, known bool) httpTell {
	bodiless := h.status < 200 || h.status == 204 || ask.method == httpCONNECT && h.status < 300
	switch {
	case h.coded && bodiless:
		return httpBad(RuleHTTPNoBody, "TransferEncoding")
	case h.coded && h.old:
		return httpBad(RuleHTTPOldCoding, "TransferEncoding")
	case h.coded && h.lengths > 0:
		return httpBad(RuleHTTPBoth, "TransferEncoding")
	case h.status == 101 && (!h.upgrade || known && !ask.upgrade):
		return httpBad(RuleHTTPUpgrade, "Upgrade")
	case h.status < 200 && known && ask.old && h.status != 101:
		return httpBad(RuleHTTPInterim, "Status")
	}
	return httpTell{}
}

// responseBody has what follows the head of a final response be what RFC 9112 §6.3 says.
func (s *HTTP) responseBody(ask httpAsk) httpTell {
	k := &s.sides[Server]
	h := &k.head
	h.close = h.close || ask.close || h.old && !h.keep
	bodiless := h.status == 204 || h.status == 101 || ask.method == httpCONNECT && h.status < 300
	odd := bodiless && h.lengths > 0
	switch {
	case h.status == 101, ask.method == httpCONNECT && h.status < 300:
		s.tunnel()
	case ask.method == httpCONNECT:
		if c := &s.sides[Client]; c.state == httpTunnel {
			c.state = httpStart
		}
		fallthrough
	default:
		s.followBody(ask)
	}
	if odd {
		return httpOdd(RuleHTTPNoBodyLength, "ContentLength")
	}
	return httpTell{}
}

func (s *HTTP) followBody(ask httpAsk) {
	k := &s.sides[Server]
	h := &k.head
	switch {
	case ask.method == httpHEAD || h.status == 204 || h.status == 304:
		s.done(Server)
	case h.chunked:
		k.state = httpChunkLine
	case h.coded || h.lengths == 0:
		k.state = httpRest
	case h.length > 0:
		k.state, k.left = httpBody, h.length
	default:
		s.done(Server)
	}
	if ask.method == httpUnknown && (k.state == httpBody || k.state == httpChunkLine) && s.weak {
		k.state = httpSeek // it may have been HEAD
	}
}

// done has a side's message be over.
func (s *HTTP) done(side Side) {
	k := &s.sides[side]
	k.state = httpStart
	if k.head.close && !(side == Client && s.weak) {
		k.state = httpClosed
	}
	k.head = httpHead{lf: k.head.lf}
}

// chunk takes the line before a chunk: RFC 9112 §7.1.
func (k *httpSide) chunk(line []byte, long bool) httpTell {
	size, digits, i := int64(0), 0, 0
	for ; i < len(line); i++ {
		d := httpHex(line[i])
		if d < 0 {
			break
		}
		if size > 0 || d > 0 {
			digits++
		}
		if digits > 15 {
			return httpBad(RuleHTTPChunkSize, "Chunk")
		}
		size = size<<4 | int64(d)
	}
	rest := line[i:]
	odd := false
	if i > 0 && len(rest) > 0 && (rest[0] == ' ' || rest[0] == '\t') {
		rest = httpTrim(rest)
		odd = len(rest) == 0
	}
	if i == 0 || len(rest) > 0 && rest[0] != ';' {
		return httpBad(RuleHTTPChunk, "Chunk")
	}
	k.state, k.left = httpChunkData, size
	if size == 0 {
		k.state = httpTrailers
	}
	if odd {
		return httpOdd(RuleHTTPChunkSpace, "Chunk")
	}
	return httpTell{}
}

func httpHex(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

// trailer judges a field behind the last chunk.
func (k *httpSide) trailer(line []byte, request, long bool) httpTell {
	var h httpHead
	h.fields = true // so that it can be folded
	t := h.field(line, request, long)
	if t.outcome != Invalid && (h.framing || h.hosts > 0) {
		return httpBad(RuleHTTPTrailer, "Trailer")
	}
	return t
}
