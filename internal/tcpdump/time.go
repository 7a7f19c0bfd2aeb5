package tcpdump

import (
	"strconv"
	"time"
)

// time appends the time of a packet and a space.
func (p *Printer) time(t time.Time) {
	switch p.Time {
	case TimeNone:
		return
	case TimeOfDay:
		l := t.In(p.Location)
		p.clock(int64(l.Hour()*3600+l.Minute()*60+l.Second()), l.Nanosecond())
	case TimeUnix:
		p.b = strconv.AppendInt(p.b, t.Unix(), 10)
		p.fraction(t.Nanosecond())
	case TimeDate:
		l := t.In(p.Location)
		p.b = l.AppendFormat(p.b, "2006-01-02 15:04:05")
		p.fraction(l.Nanosecond())
	case TimeDelta, TimeSince:
		p.since(t)
	}
	p.s(" ")
}

// since appends how long t is after the packet before, or after the first.
func (p *Printer) since(t time.Time) {
	if p.n == 1 {
		p.first, p.last = t, t
	}
	from := p.first
	if p.Time == TimeDelta {
		from = p.last
	}
	p.last = t
	if !p.Nano {
		from, t = from.Truncate(time.Microsecond), t.Truncate(time.Microsecond)
	}
	d, sign := t.Sub(from), " "
	if d < 0 {
		d, sign = -d, "-"
	}
	p.s(sign)
	p.clock(int64(d/time.Second), int(d%time.Second))
}

// clock appends seconds as hours, minutes and seconds, and a fraction.
func (p *Printer) clock(secs int64, nanos int) {
	p.b = appendPadded(p.b, uint64(secs/3600), 2, '0')
	p.b = append(p.b, ':')
	p.b = appendPadded(p.b, uint64(secs/60%60), 2, '0')
	p.b = append(p.b, ':')
	p.b = appendPadded(p.b, uint64(secs%60), 2, '0')
	p.fraction(nanos)
}

// fraction appends a fraction of a second.
func (p *Printer) fraction(nanos int) {
	p.b = append(p.b, '.')
	if p.Nano {
		p.b = appendPadded(p.b, uint64(nanos), 9, '0')
		return
	}
	p.b = appendPadded(p.b, uint64(nanos/1000), 6, '0')
}
