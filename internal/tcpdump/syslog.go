package tcpdump

var (
	syslogFacilities = names{
		0: "kernel", 1: "user", 2: "mail", 3: "daemon", 4: "auth", 5: "syslog", 6: "lpr", 7: "news", 8: "uucp", 9: "cron",
		10: "authpriv", 11: "ftp", 12: "ntp", 13: "security", 14: "console", 15: "cron", 16: "local0", 17: "local1",
		18: "local2", 19: "local3", 20: "local4", 21: "local5", 22: "local6", 23: "local7",
	}
	syslogSeverities = names{
		0: "emergency", 1: "alert", 2: "critical", 3: "error", 4: "warning", 5: "notice", 6: "info", 7: "debug",
	}
)

// syslog prints a syslog message of n bytes.
func (p *Printer) syslog(b []byte, n int) {
	p.proto = "syslog"
	pri, end, ok := p.syslogPriority(b)
	if !ok {
		return
	}
	facility, severity := pri/8, pri%8
	if p.Verbose == 0 {
		p.s("SYSLOG ")
		p.name(syslogFacilities, facility, "unknown (%u)")
		p.s(".")
		p.name(syslogSeverities, severity, "")
		p.f(", length: %u", uint32(n))
		return
	}
	p.f("SYSLOG, length: %u\n\tFacility ", uint32(n))
	p.name(syslogFacilities, facility, "unknown (%u)")
	p.f(" (%u), Severity ", facility)
	p.name(syslogSeverities, severity, "")
	p.f(" (%u)\n\tMsg: ", severity)
	if !p.text(b, end, max(n-end, 0)) {
		p.trunc()
		return
	}
	if p.Verbose > 1 {
		p.unknown(b, n, "\n\t")
	}
}

// syslogPriority reads a number of up to three digits between angle brackets, and
// returns where it ends.
func (p *Printer) syslogPriority(b []byte) (pri uint32, end int, ok bool) {
	for i := 0; ; i++ {
		if i >= len(b) {
			p.trunc()
			return 0, 0, false
		}
		switch c := b[i]; {
		case i == 0 && c == '<':
		case i > 0 && c == '>':
			return pri, i + 1, true
		case i > 0 && i < 4 && digit(c):
			pri = pri*10 + uint32(c-'0')
		default:
			p.invalid()
			return 0, 0, false
		}
	}
}
