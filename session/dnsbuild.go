package session

import "github.com/gocap-project/gocap/wire"

// BuildQuery appends a query of the client about a name, which is in presentation form, to b. The Session follows it as if it had been
// checked.
func (s *DNS) BuildQuery(b []byte, id uint16, name string, t wire.DNSType, at int64) ([]byte, error) {
	n := len(b)
	b = append(b, make([]byte, wire.DNSLen)...)
	m := wire.DNS(b[n:])
	m.SetID(id)
	m.SetRD(s.kind == DNSUnicast)
	m.SetQDCount(1)
	b, err := wire.AppendDNSName(b, name)
	if err != nil {
		return b[:n], err
	}
	b = append(b, byte(t>>8), byte(t), 0, byte(wire.DNSClassIN))
	s.Check(Client, DNSMessage{DNS: b[n:]}, at)
	return b, nil
}

// BuildAnswer appends the server's answer to the last query to b, without records: the caller may append some and set the
// header's counts. The Session follows it as if it had been checked.
func (s *DNS) BuildAnswer(b []byte, rcode wire.DNSRCode, at int64) ([]byte, error) {
	a := s.open(Client)
	if a == nil || a != &s.asks[s.last] {
		return b, ErrNoMove
	}
	n := len(b)
	b = append(b, make([]byte, wire.DNSLen)...)
	m := wire.DNS(b[n:])
	m.SetID(a.id)
	m.SetQR(true)
	m.SetOpcode(wire.DNSOpcode(a.opcode))
	m.SetRD(a.rd)
	m.SetRCode(rcode)
	if s.questionN > 0 {
		m.SetQDCount(1)
		b = append(b, s.question[:s.questionN]...)
	}
	s.Check(Server, DNSMessage{DNS: b[n:], Stream: a.stream}, at)
	return b, nil
}

const dnsMark = 'd'

// AppendBinary appends a snapshot.
func (s *DNS) AppendBinary(b []byte) ([]byte, error) { return saved(b, dnsMark, s.visit), nil }

// UnmarshalBinary restores a snapshot.
func (s *DNS) UnmarshalBinary(b []byte) error {
	c := new(DNS)
	if err := restored(b, dnsMark, c.visit); err != nil {
		return err
	}
	*s = *c
	return nil
}

func (s *DNS) visit(p *snapshot) {
	p.below((*uint8)(&s.kind), int(DNSNetBIOS)+1)
	p.below(&s.last, dnsAsks)
	p.bool(&s.midway)
	p.i64(&s.until)
	p.bool(&s.truncated)
	p.u16(&s.questionN)
	if s.questionN > dnsQuestion {
		p.bad, s.questionN = true, 0
	}
	p.fixed(s.question[:s.questionN])
	for i := range s.asks {
		s.asks[i].visit(p)
	}
}

func (a *dnsAsk) visit(p *snapshot) {
	p.bool(&a.used)
	if !a.used {
		return
	}
	p.i64(&a.time)
	for _, n := range []*uint64{&a.exact, &a.folded, &a.ends} {
		p.u64(n)
	}
	for _, n := range []*uint16{&a.qtype, &a.id, &a.size, &a.asked, &a.seen} {
		p.u16(n)
	}
	p.u8(&a.opcode)
	p.u8(&a.version)
	p.below((*uint8)(&a.side), 2)
	for _, f := range []*bool{&a.asks, &a.mixed, &a.opt, &a.rd, &a.stream} {
		p.bool(f)
	}
}
