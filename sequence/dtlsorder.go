package sequence

import "github.com/gocap-project/gocap/wire"

// deliver puts out the messages that are whole and next.
func (d *DTLS) deliver() {
	for m := &d.waiting[d.next%dtlsWindow]; m.whole(); m = &d.waiting[d.next%dtlsWindow] {
		d.collect(m)
		d.clear(m)
		d.advance()
	}
}

// collect puts out a message that came in fragments.
func (d *DTLS) collect(m *dtlsMessage) {
	n := dtlsHeader + int(m.length)
	if n > cap(d.buf) {
		if d.fixed {
			d.tell(&d.stats.NoMemory, uint32(wire.TLSHandshake), d.high+uint64(d.next), int(m.length), 0, ErrMessageMemory)
			return
		}
		d.buf = make([]byte, 0, min(2*n, dtlsHeader+d.limit))
	}
	b := append(d.buf[:0], m.typ, byte(m.length>>16), byte(m.length>>8), byte(m.length), byte(d.next>>8), byte(d.next), 0, 0, 0)
	b = append(b, b[1:4]...)
	parts, from := d.parts[:0], d.last
	for k := m.pieces.first(d.arena); k != 0; {
		p := d.arena.piece(k)
		if i := len(parts); i > 0 && (parts[i-1].From == p.From || i == maxMarks) {
			parts[i-1].Len += p.Len
		} else {
			parts = append(parts, Part{Offset: uint32(len(b)), Len: p.Len, From: p.From})
		}
		b = append(b, d.arena.data(k)...)
		k = m.pieces.ceiling(d.arena, p.end())
	}
	if len(parts) == 0 {
		parts = append(parts, Part{From: m.from})
	}
	parts[0].Offset = 0
	parts[0].Len += dtlsHeader
	d.stats.Messages++
	d.say(Event{Kind: Message, Proto: uint32(wire.TLSHandshake), Offset: d.high + uint64(d.next), Len: uint64(n), Bytes: b, Parts: parts, From: from})
}

// advance goes on to the next message.
func (d *DTLS) advance() {
	if d.next++; d.next == 0 {
		d.high += 1 << 16
	}
}

// skip gives up the next message, and what came of it, and puts out those after it.
func (d *DTLS) skip() {
	d.stats.Skipped++
	d.clear(&d.waiting[d.next%dtlsWindow])
	d.say(Event{Kind: Gap, Proto: uint32(wire.TLSHandshake), Offset: d.high + uint64(d.next), Len: 1, From: d.last})
	d.advance()
	d.deliver()
}

func (d *DTLS) clear(m *dtlsMessage) {
	m.pieces.clear(d.arena)
	*m = dtlsMessage{}
}

// restart forgets what waits, and begins with message 0.
func (d *DTLS) restart() {
	d.giveUp()
	d.next, d.high = 0, 0
}

// giveUp puts out what is whole of what waits, and the gaps before it.
func (d *DTLS) giveUp() {
	for d.left() {
		d.skip()
	}
}

// left reports whether anything waits.
func (d *DTLS) left() bool {
	for i := range d.waiting {
		if d.waiting[i].busy {
			return true
		}
	}
	return false
}
