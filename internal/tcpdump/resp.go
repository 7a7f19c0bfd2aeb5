package tcpdump

import "bytes"

// resp prints the values of the Redis serialization protocol in n bytes.
func (p *Printer) resp(b []byte, n int) {
	p.proto = "resp"
	p.s(": RESP")
	b = snap(b, n)
	for len(b) > 0 && !p.done() {
		size := p.respValue(b)
		if size < 0 {
			p.trunc()
			return
		}
		b = b[size:]
	}
}

// respValue prints a value, and returns how long it is, or -1 if it is cut. (It
// returns no slice because a recursive function that does makes all escape that a
// packet is printed with.)
func (p *Printer) respValue(b []byte) int {
	if p.enter() || len(b) == 0 {
		return -1
	}
	defer p.leave()
	rest, ok := b, false
	switch b[0] {
	case '+', '-', ':':
		i := bytes.Index(b, []byte("\r\n"))
		if i < 0 {
			return -1
		}
		p.respText(b[1:i])
		return i + 2
	case '$':
		rest, ok = p.respBulk(b[1:])
	case '*':
		if size := p.respArray(b[1:]); size >= 0 {
			return 1 + size
		}
		return -1
	default:
		rest, ok = p.respInline(b)
	}
	if !ok {
		return -1
	}
	return len(b) - len(rest)
}

func (p *Printer) respText(b []byte) {
	p.s(" \"")
	p.text(b, 0, len(b))
	p.s("\"")
}

// respInline prints a line that is no typed value.
func (p *Printer) respInline(b []byte) (rest []byte, ok bool) {
	b = bytes.TrimLeft(b, "\r\n")
	i := bytes.IndexAny(b, "\r\n")
	if i < 0 {
		return nil, false
	}
	p.respText(b[:i])
	return bytes.TrimLeft(b[i:], "\r\n"), true
}

func (p *Printer) respBulk(b []byte) (rest []byte, ok bool) {
	n, b, ok := p.respLength(b)
	if !ok || n < 0 {
		return b, ok
	}
	if n == 0 {
		p.s(" empty")
	} else if int64(len(b)) < n {
		return nil, false
	} else {
		p.respText(b[:n])
	}
	b = b[n:]
	i := bytes.Index(b, []byte("\r\n"))
	if i < 0 {
		return nil, false
	}
	return b[i+2:], true
}

// respArray prints values behind their number, and returns how long they are, or -1
// if they are cut.
func (p *Printer) respArray(b []byte) int {
	n, rest, ok := p.respLength(b)
	if !ok {
		return -1
	}
	if n == 0 {
		p.s(" empty")
	}
	for ; n > 0; n-- {
		size := p.respValue(rest)
		if size < 0 {
			return -1
		}
		rest = rest[size:]
	}
	return len(b) - len(rest)
}

// respMax is the longest length that is taken for one.
const respMax = 1<<31 - 1

// respLength reads a length. It returns -1 if there is none and has printed what
// there is instead, and false if it is cut.
func (p *Printer) respLength(b []byte) (n int64, rest []byte, ok bool) {
	i, negative := 0, len(b) > 0 && b[0] == '-'
	if negative {
		i++
	}
	start, large := i, false
	for ; i < len(b) && digit(b[i]); i++ {
		if n = n*10 + int64(b[i]-'0'); n > respMax {
			large, n = true, respMax
		}
	}
	switch {
	case i >= len(b):
		return 0, nil, false
	case i == start || b[i] != '\r':
		p.s(" invalid")
		return -1, b[i+1:], true
	case i+1 >= len(b):
		return 0, nil, false
	case b[i+1] != '\n':
		p.s(" invalid")
		return -1, b[i+2:], true
	}
	switch b = b[i+2:]; {
	case negative && n == 1 && !large:
		p.s(" null")
	case negative:
		p.s(" length negative and not -1")
	case large:
		p.s(" length too large")
	default:
		return n, b, true
	}
	return -1, b, true
}
