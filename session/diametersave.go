package session

// Next appends what a side may send.
func (s *Diameter) Next(side Side, moves []Move) []Move {
	side &= 1
	switch {
	case s.state == diameterNew && side == Client:
		return append(moves, Move{Name: "CER", Why: RuleDiameterFirst, Must: true})
	case s.state == diameterWait && side == Server:
		return append(moves, Move{Name: "CEA", Why: RuleDiameterFirst, Must: true})
	case s.state == diameterClosing && side != s.closer:
		return append(moves, Move{Name: "DPA", Must: true}, Move{Name: "answer"})
	case s.state == diameterClosing:
		return append(moves, Move{Name: "answer"})
	case s.state != diameterOpen:
		return moves
	}
	if s.asks[side^1].open() {
		moves = append(moves, Move{Name: "answer", Must: true})
	}
	return append(moves, Move{Name: "request"}, Move{Name: "DWR"}, Move{Name: "DPR"})
}

// open reports whether a request has no answer.
func (a *diameterAsks) open() bool {
	for i := range a.slots {
		if q := &a.slots[i]; q.used && !q.seen {
			return true
		}
	}
	return false
}

const diameterMark = 'D'

// AppendBinary appends a snapshot.
func (s *Diameter) AppendBinary(b []byte) ([]byte, error) {
	return saved(b, diameterMark, s.visit), nil
}

// UnmarshalBinary restores a snapshot.
func (s *Diameter) UnmarshalBinary(b []byte) error {
	var c Diameter
	if err := restored(b, diameterMark, c.visit); err != nil {
		return err
	}
	*s = c
	return nil
}

func (s *Diameter) visit(p *snapshot) {
	p.below((*uint8)(&s.state), int(diameterStates))
	p.below((*uint8)(&s.closer), 2)
	for i := range 2 {
		s.asks[i].visit(p)
		s.apps[i].visit(p)
	}
	for i := range s.ended {
		p.u64(&s.ended[i])
	}
	p.below(&s.endings, diameterEnded)
}

func (a *diameterAsks) visit(p *snapshot) {
	p.u8(&a.last)
	p.bool(&a.lost)
	p.i64(&a.since)
	for i := range a.slots {
		q := &a.slots[i]
		p.bool(&q.used)
		if !q.used {
			continue
		}
		p.u32(&q.hop)
		p.u32(&q.end)
		p.u32(&q.app)
		p.u32(&q.command)
		p.bool(&q.proxiable)
		p.u64(&q.session)
		p.u64(&q.proxies)
		p.u64(&q.origin)
		p.i64(&q.time)
		p.bool(&q.seen)
	}
}

func (a *diameterApps) visit(p *snapshot) {
	p.below(&a.n, diameterMost+1)
	p.bool(&a.known)
	for i := range a.ids {
		p.u32(&a.ids[i])
	}
}
