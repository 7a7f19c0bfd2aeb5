package tcpdump

var (
	tftpOps    = names{1: "RRQ", 2: "WRQ", 3: "DATA", 4: "ACK", 5: "ERROR", 6: "OACK"}
	tftpErrors = names{
		0: "EUNDEF", 1: "ENOTFOUND", 2: "EACCESS", 3: "ENOSPACE", 4: "EBADOP", 5: "EBADID", 6: "EEXISTS", 7: "ENOUSER",
	}
)

// tftp prints a TFTP message of n bytes.
func (p *Printer) tftp(b []byte, n int) {
	p.proto = "tftp"
	p.f("TFTP, length %u", uint32(n))
	b = snap(b, n)
	if len(b) < 2 {
		p.trunc()
		return
	}
	op := p.u16(b, 0)
	p.s(", ")
	p.name(tftpOps, op, "tftp-#%u")
	b = b[2:]
	switch op {
	case 1, 2:
		p.tftpRequest(b)
	case 3, 4:
		if len(b) < 2 {
			p.trunc()
			return
		}
		p.f(" block %u", p.u16(b, 0))
	case 5:
		p.tftpError(b)
	case 6:
		p.tftpOptions(b)
	}
}

// tftpText prints a text that ends with a zero byte, and returns what follows.
func (p *Printer) tftpText(b []byte) (rest []byte, ok bool) {
	for i, c := range b {
		if c == 0 {
			return b[i+1:], true
		}
		p.char(c)
	}
	return nil, false
}

func (p *Printer) tftpRequest(b []byte) {
	if len(b) == 0 {
		p.trunc()
		return
	}
	p.s(" \"")
	b, ok := p.tftpText(b)
	p.s("\"")
	if !ok || len(b) == 0 {
		p.trunc()
		return
	}
	p.s(" ")
	if b, ok = p.tftpText(b); !ok {
		p.trunc()
		return
	}
	p.tftpOptions(b)
}

func (p *Printer) tftpOptions(b []byte) {
	for len(b) > 0 && !p.done() {
		if b[0] != 0 {
			p.s(" ")
		}
		rest, ok := p.tftpText(b)
		if !ok {
			p.trunc()
			return
		}
		b = rest
	}
}

func (p *Printer) tftpError(b []byte) {
	if len(b) < 2 {
		p.trunc()
		return
	}
	p.s(" ")
	p.name(tftpErrors, p.u16(b, 0), "tftp-err-#%u \"")
	if b = b[2:]; len(b) == 0 {
		p.trunc()
		return
	}
	p.s(" \"")
	_, ok := p.tftpText(b)
	p.s("\"")
	if !ok {
		p.trunc()
	}
}
