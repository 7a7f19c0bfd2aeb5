package wire

import "iter"

// PortSyslog is the UDP port of syslog. RFC 5426 §3.3.
const PortSyslog = 514

// SyslogFacility says what part of a system a message is from. RFC 5424 §6.2.1.
type SyslogFacility uint8

func (x SyslogFacility) String() string {
	return listed([]string{
		"kern", "user", "mail", "daemon", "auth", "syslog", "lpr", "news", "uucp", "cron", "authpriv", "ftp", "ntp", "audit", "alert",
		"clock", "local0", "local1", "local2", "local3", "local4", "local5", "local6", "local7",
	}, int(x))
}

// SyslogSeverity says how bad it is. RFC 5424 §6.2.1.
type SyslogSeverity uint8

// The severities.
const (
	SyslogEmergency SyslogSeverity = iota
	SyslogAlert
	SyslogCritical
	SyslogError
	SyslogWarning
	SyslogNotice
	SyslogInformational
	SyslogDebug
)

func (x SyslogSeverity) String() string {
	return listed([]string{"emergency", "alert", "critical", "error", "warning", "notice", "informational", "debug"}, int(x))
}

// A Syslog is a message taken apart: texts that are not there are nil, a nil value
// ("-") is empty. All are parts of the message.
type Syslog struct {
	Facility  SyslogFacility
	Severity  SyslogSeverity
	Version   uint8 // 1 is RFC 5424; 0 is what was before, RFC 3164
	Timestamp Text
	Hostname  Text
	AppName   Text
	ProcID    Text
	MsgID     Text
	Data      SyslogData
	Message   Text
}

var (
	errShortSyslog  = &Error{Layer: "Syslog", Need: 3, Err: ErrShort}
	errFormatSyslog = &Error{Layer: "Syslog", Err: ErrFormat}
)

// ParseSyslog takes a message apart. It fails if the message does not begin with a
// priority. RFC 5424 §6, RFC 3164 §4.1.
func ParseSyslog(b []byte) (m Syslog, err error) {
	if len(b) < 3 {
		return m, errShortSyslog
	}
	pri, rest, ok := Text(b[1:]).Cut('>')
	x, number := pri.Number()
	if b[0] != '<' || !ok || !number || len(pri) > 3 || x > 191 {
		return m, errFormatSyslog
	}
	m.Facility, m.Severity = SyslogFacility(x/8), SyslogSeverity(x%8)
	if len(rest) >= 2 && rest[0] == '1' && rest[1] == ' ' && m.modern(rest[2:]) {
		return m, nil
	}
	m.old(rest)
	return m, nil
}

// modern takes apart what follows the version, and reports whether it has all fields.
func (m *Syslog) modern(b Text) bool {
	h := *m
	h.Version = 1
	for _, f := range [...]*Text{&h.Timestamp, &h.Hostname, &h.AppName, &h.ProcID, &h.MsgID} {
		word, rest, ok := b.Cut(' ')
		if !ok || len(word) == 0 || !word.Printable() {
			return false
		}
		if *f, b = word, rest; len(word) == 1 && word[0] == '-' {
			*f = word[:0]
		}
	}
	n, ok := syslogDataLen(b)
	if !ok {
		return false
	}
	if h.Data = SyslogData(b[:n:n]); n == 1 && b[0] == '-' {
		h.Data = h.Data[:0]
	}
	if b = b[n:]; len(b) > 0 {
		h.Message = b[1:]
	}
	*m = h
	return true
}

// old takes apart what follows the priority of an old message: a time and a host
// name, if they have their usual form, and the rest.
func (m *Syslog) old(b Text) {
	m.Message = b
	const form = "Mmm dd hh:mm:ss "
	if len(b) <= len(form) {
		return
	}
	for i, c := range []byte(form) {
		x := b[i]
		switch {
		case c == ' ' || c == ':':
			if x != c {
				return
			}
		case c == 'M' || i == 1 || i == 2:
			if x|0x20 < 'a' || x|0x20 > 'z' {
				return
			}
		case (x < '0' || x > '9') && (c != 'd' || x != ' '):
			return
		}
	}
	host, rest, ok := b[len(form):].Cut(' ')
	if !ok || len(host) == 0 || !host.Printable() || host[len(host)-1] == ':' {
		return
	}
	m.Timestamp, m.Hostname, m.Message = b[:len(form)-1], host, rest
}

// Append appends the message. Texts are not checked: a space in one makes another
// message of it.
func (m *Syslog) Append(b []byte) []byte {
	b = append(appendInt(append(b, '<'), int(m.Facility)*8+int(m.Severity)), '>')
	if m.Version == 0 {
		if m.Timestamp != nil {
			b = append(append(b, m.Timestamp...), ' ')
		}
		if m.Hostname != nil {
			b = append(append(b, m.Hostname...), ' ')
		}
		return append(b, m.Message...)
	}
	b = appendInt(b, int(m.Version))
	for _, t := range [...][]byte{m.Timestamp, m.Hostname, m.AppName, m.ProcID, m.MsgID, m.Data} {
		b = append(b, ' ')
		if len(t) == 0 {
			b = append(b, '-')
		}
		b = append(b, t...)
	}
	if m.Message != nil {
		b = append(append(b, ' '), m.Message...)
	}
	return b
}

// syslogDataLen returns the length of the structured data at the start of b.
func syslogDataLen(b Text) (n int, ok bool) {
	if len(b) > 0 && b[0] == '-' {
		return 1, len(b) == 1 || b[1] == ' '
	}
	quoted := false
	for i := 0; i < len(b); i++ {
		switch c := b[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == ']' && i+1 == len(b), c == ']' && b[i+1] == ' ':
			return i + 1, true
		case c == ' ' && n == i, i == 0 && c != '[':
			return 0, false
		}
	}
	return 0, false
}

// SyslogData is structured data in wire form: elements such as
// [exampleSDID@32473 iut="3"]. RFC 5424 §6.3.
type SyslogData []byte

func (d SyslogData) String() string { return string(d) }

// A SyslogParam is a parameter of an element.
type SyslogParam struct {
	ID    Text // of the element
	Name  Text
	Value Text // as it is on the wire: with backslashes before quotes and brackets
}

// All yields the parameters of all elements, up to what is malformed. An element
// without parameters is yielded with a nil Name.
func (d SyslogData) All() iter.Seq[SyslogParam] {
	return func(yield func(SyslogParam) bool) {
		for b := Text(d); len(b) > 0 && b[0] == '['; {
			n := 1
			for n < len(b) && b[n] != ' ' && b[n] != ']' {
				n++
			}
			id := b[1:n:n]
			if b = b[n:]; len(b) > 0 && b[0] == ']' && !yield(SyslogParam{ID: id}) {
				return
			}
			for len(b) > 0 && b[0] == ' ' {
				p, rest, ok := syslogParam(b[1:])
				if p.ID = id; !ok || !yield(p) {
					return
				}
				b = rest
			}
			if len(b) == 0 || b[0] != ']' {
				return
			}
			b = b[1:]
		}
	}
}

// syslogParam takes apart the parameter at the start of b.
func syslogParam(b Text) (p SyslogParam, rest Text, ok bool) {
	name, rest, ok := b.Cut('=')
	if !ok || len(rest) == 0 || rest[0] != '"' {
		return p, nil, false
	}
	for i := 1; i < len(rest); i++ {
		switch rest[i] {
		case '\\':
			i++
		case '"':
			return SyslogParam{Name: name, Value: rest[1:i:i]}, rest[i+1:], true
		}
	}
	return p, nil, false
}

// AppendText implements encoding.TextAppender.
func (d SyslogData) AppendText(b []byte) ([]byte, error) { return append(b, d...), nil }
