package watch

import (
	"net/netip"
	"slices"

	"github.com/gocap-project/gocap/sequence"
	"github.com/gocap-project/gocap/session"
	"github.com/gocap-project/gocap/wire"
)

// streamsMemory is what may wait of all streams, in bytes.
const streamsMemory = 64 << 20

// A stream is a TCP connection of which the content is judged.
type stream struct {
	w        *Watcher
	of       *sequence.Connection
	protocol streamProtocol
	ends     [2]netip.AddrPort // client and server
	turned   bool              // whom the connection takes for the client is the server
	begun    bool
	sinks    [2]sequence.Sink // of client and server; nil if the content is not judged
}

// judged reports a verdict of a message that the packet from brought to its end.
func (s *stream) judged(side session.Side, from sequence.Source, v session.Verdict) {
	s.report(s.protocol.name, side, from, v)
}

// report reports a verdict of a Session of a name.
func (s *stream) report(name string, side session.Side, from sequence.Source, v session.Verdict) {
	at := s.w.from
	s.w.from = from
	s.w.judged(name, s.ends[side], s.ends[side.Peer()], v)
	s.w.from = at
}

// A streamProtocol makes what takes the events of both directions of a connection. midway says that its beginning may
// be missing.
type streamProtocol struct {
	name  string
	begin func(s *stream, midway bool) [2]sequence.Sink
}

// streamProtocols has what is known to be spoken over TCP, by port.
var streamProtocols = map[uint16]streamProtocol{
	53:                {"dns", beginDNS},
	wire.PortDiameter: {"diameter", beginDiameter},
	wire.PortBGP:      {"bgp", beginBGP},
	wire.PortPostgres: {"postgres", beginPostgres},
	wire.PortMySQL:    {"mysql", beginMySQL},
}

// accept has the content of a connection judged, by its ports or what it looks like.
func (w *Watcher) accept(c *sequence.Connection) (fromClient, fromServer sequence.Sink) {
	s := &stream{w: w, of: c, ends: [2]netip.AddrPort{c.Client(), c.Server()}}
	for i := range s.ends {
		port := s.ends[1-i].Port()
		p, ok := streamProtocols[port]
		if name, forced := w.cfg.Ports[port]; forced {
			p, ok = streamNamed(name)
		}
		if ok {
			s.protocol, s.turned = p, i == 1
			break
		}
	}
	if s.turned { // the server spoke first
		s.ends[0], s.ends[1] = s.ends[1], s.ends[0]
	}
	return sequence.SinkFunc(func(e *sequence.Event) { s.take(0, e) }), sequence.SinkFunc(func(e *sequence.Event) { s.take(1, e) })
}

// take takes an event of a direction of the connection. The first shows what judges the content, if the port did not.
func (s *stream) take(direction session.Side, e *sequence.Event) {
	side := direction
	if s.turned {
		side = side.Peer()
	}
	if !s.begun && (e.Kind == sequence.Data && len(e.Bytes) > 0 || e.Kind == sequence.Gap) {
		s.begun = true
		if s.protocol.begin == nil && e.Kind == sequence.Data {
			s.protocol = content(e.Bytes)
		}
		if s.protocol.begin != nil {
			s.sinks = s.protocol.begin(s, !s.of.Whole())
		}
	}
	if e.Kind == sequence.Conflict {
		s.report("tcp", side, e.From, session.Verdict{Outcome: session.Invalid, Rule: session.RuleStreamConflict, Field: "Payload"})
	}
	if s.sinks[side] != nil {
		s.sinks[side].Take(e)
	}
}

// streamNamed returns the protocol of a name.
func streamNamed(name string) (streamProtocol, bool) {
	switch name {
	case "tls":
		return streamProtocol{name, beginTLS}, true
	case "http":
		return streamProtocol{name, beginHTTP}, true
	}
	for _, p := range streamProtocols {
		if p.name == name {
			return p, true
		}
	}
	switch name {
	case "tls":
		return streamProtocol{"tls", beginTLS}, true
	case "http":
		return streamProtocol{"http", beginHTTP}, true
	}
	return streamProtocol{}, false
}

// Protocols returns the names that Config.Ports may have, sorted.
func Protocols() []string {
	names := []string{"tls", "http", "dtls"}
	for _, p := range protocols {
		names = append(names, p.name)
	}
	for _, p := range streamProtocols {
		names = append(names, p.name)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// framed returns Sinks that cut both directions into messages, and give each to check; lost is called for what is missing.
func framed(s *stream, f *sequence.Framing, limit int, lost func(session.Side), check func(side session.Side, b []byte, at int64) session.Verdict) [2]sequence.Sink {
	return framedBy(s, [2]*sequence.Framing{f, f}, limit, lost, check)
}

// framedBy is framed where the sides' messages are framed differently.
func framedBy(s *stream, f [2]*sequence.Framing, limit int, lost func(session.Side), check func(side session.Side, b []byte, at int64) session.Verdict) (sinks [2]sequence.Sink) {
	for side := range session.Side(2) {
		sinks[side] = sequence.NewFramed(nil, sequence.FramedConfig{Framing: f[side], Limit: limit, Out: sequence.SinkFunc(func(e *sequence.Event) {
			switch e.Kind {
			case sequence.Message:
				s.judged(side, e.From, check(side, e.Bytes, e.From.Time))
			case sequence.Gap, sequence.Data, sequence.Fault:
				lost(side)
			}
		})})
	}
	return sinks
}

// beginDNS judges DNS over TCP: RFC 7766.
func beginDNS(s *stream, midway bool) [2]sequence.Sink {
	dns := session.NewDNS(session.DNSUnicast, midway)
	return framed(s, nil, 0, dns.Lost, func(side session.Side, b []byte, at int64) session.Verdict {
		if len(b) < 2 {
			return session.Verdict{}
		}
		m, err := wire.ParseDNS(b[2:])
		if err != nil {
			return session.Verdict{}
		}
		return dns.Check(side, session.DNSMessage{DNS: m, Stream: true}, at)
	})
}

// beginDiameter judges Diameter over TCP: RFC 6733.
func beginDiameter(s *stream, midway bool) [2]sequence.Sink {
	d := session.NewDiameter(midway)
	return framed(s, &sequence.FramingDiameter, 0, d.Lost, func(side session.Side, b []byte, at int64) session.Verdict {
		m, err := wire.ParseDiameter(b)
		if err != nil {
			return session.Verdict{}
		}
		v := d.Check(side, m, at)
		if v.Outcome == session.Invalid { // who goes on behind that is in a state of its own: one cause, one finding
			d.Lost(side)
		}
		return v
	})
}

// beginBGP judges BGP: RFC 4271.
func beginBGP(s *stream, midway bool) [2]sequence.Sink {
	d := session.NewBGP(midway)
	return framed(s, &sequence.FramingBGP, 0, d.Lost, func(side session.Side, b []byte, at int64) session.Verdict {
		m, err := wire.ParseBGP(b)
		if err != nil {
			return session.Verdict{}
		}
		v := d.Check(side, m, at)
		if v.Outcome == session.Invalid { // who goes on behind that is in a state of its own: one cause, one finding
			d.Lost(side)
		}
		return v
	})
}
