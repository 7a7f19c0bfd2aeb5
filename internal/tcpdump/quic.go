package tcpdump

const (
	quicMaxID    = 20 // longest connection ID, RFC 9000 §17.2
	quicMaxToken = 1000
	quicMaxIDs   = 1 << 14 // connection IDs remembered; when there are more, all are forgotten
)

// quicIDs are the connection IDs of long headers, by which those of short headers
// are known, whose length nothing says.
type quicIDs struct {
	seen    map[string]bool
	lengths [quicMaxID + 1]bool
}

func (q *quicIDs) add(id []byte) {
	if q.seen == nil || len(q.seen) >= quicMaxIDs {
		q.seen = map[string]bool{}
	}
	q.seen[string(id)] = true
	q.lengths[len(id)] = true
}

// of returns the connection ID that b begins with, or nil.
func (q *quicIDs) of(b []byte) []byte {
	for n := 1; n <= min(len(b), quicMaxID); n++ {
		if q.lengths[n] && q.seen[string(b[:n])] {
			return b[:n]
		}
	}
	return nil
}

// quic prints the QUIC packets of a datagram.
func (p *Printer) quic(b []byte, n int) {
	p.proto = "quic"
	p.s("quic")
	for i := 0; i < n && !p.done(); {
		first := p.u8(b, i)
		if p.done() {
			return
		}
		if first&0x80 == 0 {
			p.s(", protected")
			if id := p.quicIDs.of(skip(b, i+1)); id != nil {
				p.s(", dcid ")
				p.hexBytes(id, "")
			}
			return
		}
		i = p.quicLong(b, i, n)
	}
}

// quicLong prints the packet with a long header at b[i], and returns where the next
// begins.
func (p *Printer) quicLong(b []byte, i, n int) int {
	kind, version := p.u8(b, i)>>4&3, p.u32(b, i+1)
	if p.done() {
		return n
	}
	if version == 0 {
		p.s(", version negotiation")
	} else {
		p.s([...]string{", initial", ", 0-rtt", ", handshake", ", retry"}[kind])
		if version != 1 {
			p.f(", v%x", version)
		}
	}
	i = p.quicID(b, i+5, ", dcid ")
	i = p.quicID(b, i, ", scid ")
	switch {
	case p.done():
		return n
	case version == 0:
		for ; i < n && !p.done(); i += 4 {
			if v := p.u32(b, i); !p.done() {
				p.f(", version 0x%x", v)
			}
		}
		return n
	case kind == 3:
		if n-i > 16 {
			p.s(", token ")
			p.quicToken(b, i, n-i-16)
		} else {
			p.trunc()
		}
		return n
	case kind == 0:
		var size uint64
		if size, i = p.quicInt(b, i); size > 0 && size < quicMaxToken {
			p.s(", token ")
			p.quicToken(b, i, int(size))
			i += int(size)
		}
	}
	size, i := p.quicInt(b, i)
	if p.done() {
		return n
	}
	p.s(", length ")
	p.dec64(size)
	if size > uint64(n) {
		size = uint64(n)
	}
	i += int(size)
	p.need(b, min(i, n))
	return i
}

// quicID prints the connection ID whose length is at b[i], and returns where the
// next field is.
func (p *Printer) quicID(b []byte, i int, title string) int {
	n := int(p.u8(b, i))
	i++
	if n == 0 || n > quicMaxID {
		return i
	}
	if id := p.bytes(b, i, n); id != nil {
		p.s(title)
		p.hexBytes(id, "")
		p.quicIDs.add(id)
	}
	return i + n
}

func (p *Printer) quicToken(b []byte, i, n int) {
	p.hexBytes(snap(skip(b, i), n), "")
	p.need(b, i+n)
}

// quicInt returns the number of variable length at b[i], RFC 9000 §16, and where the
// next field is.
func (p *Printer) quicInt(b []byte, i int) (x uint64, next int) {
	first := p.u8(b, i)
	n := 1 << (first >> 6)
	d := p.bytes(b, i, n)
	if d == nil {
		return 0, i
	}
	x = uint64(d[0] & 0x3f)
	for _, c := range d[1:] {
		x = x<<8 | uint64(c)
	}
	return x, i + n
}
