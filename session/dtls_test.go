package session_test

import (
	"bytes"
	"fmt"
	"net/netip"
	"testing"

	"github.com/gocap-project/gocap/internal/captures"
	"github.com/gocap-project/gocap/session"
	"github.com/gocap-project/gocap/wire"
)

// dtlsText makes records with growing sequence numbers.
type dtlsText struct{ seq, epoch, version int }

func (d *dtlsText) record(t wire.TLSContentType, b ...byte) []byte {
	d.seq++
	v := d.version
	if v == 0 {
		v = int(wire.DTLS12)
	}
	return append([]byte{byte(t), byte(v >> 8), byte(v), byte(d.epoch >> 8), byte(d.epoch), 0, 0, 0, 0, byte(d.seq >> 8), byte(d.seq), byte(len(b) >> 8), byte(len(b))}, b...)
}

// fragment makes a record with a part of a message.
func (d *dtlsText) fragment(t wire.TLSHandshakeType, number, size, off int, part ...byte) []byte {
	h := []byte{byte(t), byte(size >> 16), byte(size >> 8), byte(size), byte(number >> 8), byte(number), byte(off >> 16), byte(off >> 8), byte(off), 0, byte(len(part) >> 8), byte(len(part))}
	return d.record(wire.TLSHandshake, append(h, part...)...)
}

func (d *dtlsText) message(t wire.TLSHandshakeType, number int, body ...byte) []byte {
	return d.fragment(t, number, len(body), 0, body...)
}

func TestDTLS(t *testing.T) {
	offer := client12
	offer.dtls, offer.version = true, int(wire.DTLS12)
	answer := server12
	answer.version = int(wire.DTLS12)
	var c, s dtlsText
	ch := func(n int, cookie ...byte) []byte {
		h := offer
		h.cookie = cookie
		return c.message(wire.TLSClientHello, n, h.body(true)...)
	}
	hvr := func(cookie ...byte) []byte {
		return s.message(wire.DTLSHelloVerifyRequest, 0, append([]byte{0xfe, 0xff}, tlsVec(1, cookie...)...)...)
	}
	sh := func(n int) []byte { return s.message(wire.TLSServerHello, n, answer.body(false)...) }
	flight := func() []byte {
		return bytes.Join([][]byte{sh(1), s.message(wire.TLSCertificate, 2, 0, 0, 1, 0), s.message(wire.TLSServerKeyExchange, 3, 1), s.message(wire.TLSServerHelloDone, 4)}, nil)
	}
	reset := func() { c, s = dtlsText{}, dtlsText{} }
	body := offer.body(true)
	for _, tt := range []struct {
		name  string
		steps func() []tlsStep
	}{
		{"plain", func() []tlsStep {
			steps := []tlsStep{fromC(ch(0)), fromS(hvr(1, 2)), fromC(ch(1, 1, 2)), fromS(flight()), fromC(append(c.message(wire.TLSClientKeyExchange, 2, 1), c.record(wire.TLSChangeCipherSpec, 1)...))}
			c.epoch, c.seq = 1, -1
			steps = append(steps, fromC(c.record(wire.TLSHandshake, make([]byte, 40)...)), fromS(s.record(wire.TLSChangeCipherSpec, 1)))
			s.epoch, s.seq = 1, -1
			return append(steps, fromS(s.record(wire.TLSHandshake, make([]byte, 40)...)), fromC(c.record(wire.TLSApplicationData, 1)), fromS(s.record(wire.TLSApplicationData, 1)))
		}},
		{"no cookie asked", func() []tlsStep { return []tlsStep{fromC(ch(0)), fromS(sh(0))} }},
		{"number from 0 behind the cookie", func() []tlsStep {
			return []tlsStep{fromC(ch(0)), fromS(hvr(1)), fromC(ch(1, 1)), fromS(sh(0)), fromS(s.message(wire.TLSCertificate, 1, 0, 0, 1, 0))}
		}},
		{"sent again", func() []tlsStep {
			return []tlsStep{fromC(ch(0)), fromC(ch(0)), fromS(hvr(1)), fromC(ch(1, 1)), fromS(flight()), fromC(ch(1, 1)), fromS(flight())}
		}},
		{"in fragments", func() []tlsStep {
			return []tlsStep{fromC(c.fragment(wire.TLSClientHello, 0, len(body), 0, body[:20]...)), fromC(c.fragment(wire.TLSClientHello, 0, len(body), 20, body[20:50]...)),
				fromC(c.fragment(wire.TLSClientHello, 0, len(body), 20, body[20:50]...)), fromC(c.fragment(wire.TLSClientHello, 0, len(body), 50, body[50:]...)), fromS(sh(0)), fromS(s.message(wire.TLSCertificate, 1, 1))}
		}},
		{"server's hello lost", func() []tlsStep {
			return []tlsStep{fromC(ch(0)), fromS(s.message(wire.TLSCertificate, 1, 1)), fromC(c.message(wire.TLSClientKeyExchange, 1, 1))}
		}},
		{"server's flight lost", func() []tlsStep { return []tlsStep{fromC(ch(0)), fromC(c.message(wire.TLSClientKeyExchange, 1, 1))} }},
		{"overtaken", func() []tlsStep {
			a, b := ch(0), c.record(wire.TLSAlertRecord, 1, 90)
			return []tlsStep{fromC(b), fromC(a)}
		}},
		{"replay", func() []tlsStep { a := ch(0); return []tlsStep{fromC(a), fromC(a).not(session.RuleDTLSReplay)} }},
		{"old", func() []tlsStep {
			a := ch(0)
			c.seq = 100
			return []tlsStep{fromC(ch(0)), fromC(a).not(session.RuleDTLSOld)}
		}},
		{"epoch", func() []tlsStep {
			a := ch(0)
			c.epoch = 2
			return []tlsStep{fromC(a), fromC(c.record(wire.TLSApplicationData, 1)).not(session.RuleDTLSEpoch)}
		}},
		{"type", func() []tlsStep { return []tlsStep{fromC([]byte("hello, world!!")).not(session.RuleDTLSType)} }},
		{"unified header in 1.2", func() []tlsStep {
			return []tlsStep{fromC(ch(0)), fromS(sh(0)), fromS([]byte{0x2c, 1, 2}).not(session.RuleDTLSType)}
		}},
		{"version", func() []tlsStep {
			steps := []tlsStep{fromC(ch(0)), fromS(sh(0))}
			s = dtlsText{0, 1, int(wire.DTLS10)}
			return append(steps, fromS(s.record(wire.TLSApplicationData, 1)).not(session.RuleDTLSVersion))
		}},
		{"length", func() []tlsStep { a := ch(0); return []tlsStep{fromC(a[:len(a)-1]).not(session.RuleDTLSLength)} }},
		{"fragment beyond its message", func() []tlsStep {
			return []tlsStep{fromC(c.fragment(wire.TLSClientHello, 0, 10, 5, make([]byte, 6)...)).not(session.RuleDTLSFragment)}
		}},
		{"another message in a fragment", func() []tlsStep {
			return []tlsStep{fromC(c.fragment(wire.TLSClientHello, 0, len(body), 0, body[:20]...)), fromC(c.fragment(wire.TLSClientHello, 0, len(body)+1, 20, body[20:50]...)).not(session.RuleDTLSMessage)}
		}},
		{"first message 2", func() []tlsStep { return []tlsStep{fromC(ch(2)).not(session.RuleDTLSFirst)} }},
		{"cookie", func() []tlsStep {
			return []tlsStep{fromC(ch(0)), fromS(hvr(1)), fromC(ch(1, 2)).not(session.RuleDTLSCookie)}
		}},
		{"hello changed", func() []tlsStep {
			return []tlsStep{fromC(ch(0)), fromS(hvr(1)), fromC(c.message(wire.TLSClientHello, 1, offer.but(func(h *hello) { h.cookie, h.sid = []byte{1}, []byte{1} }).body(true)...)).not(session.RuleTLSRetryHello)}
		}},
		{"suite", func() []tlsStep {
			return []tlsStep{fromC(ch(0)), fromS(s.message(wire.TLSServerHello, 0, answer.but(func(h *hello) { h.suites = u16s(0xc030) }).body(false)...)).not(session.RuleTLSChosenSuite)}
		}},
		{"order", func() []tlsStep {
			return []tlsStep{fromC(ch(0)), fromS(sh(0)), fromS(s.message(wire.TLSFinished, 1, 1)).not(session.RuleTLSOrder)}
		}},
		{"data in clear", func() []tlsStep {
			return []tlsStep{fromC(c.record(wire.TLSApplicationData, 1)).not(session.RuleTLSDataEarly)}
		}},
		{"after an error", func() []tlsStep {
			return []tlsStep{fromC(ch(0)), fromS(s.record(wire.TLSAlertRecord, 2, 40)), fromS(sh(0)).not(session.RuleTLSAfterFatal)}
		}},
		{"empty", func() []tlsStep { return []tlsStep{fromC(c.record(wire.TLSHandshake)).not(session.RuleTLSEmpty)} }},
	} {
		reset()
		s := session.NewDTLS(false)
		for i, k := range tt.steps() {
			before, _ := s.AppendBinary(nil)
			v := s.Check(k.side, k.b, 0)
			if v.Rule != k.rule {
				t.Errorf("%s, step %d: %v", tt.name, i, v)
			}
			after, _ := s.AppendBinary(nil)
			if !v.OK() && !bytes.Equal(before, after) {
				t.Errorf("%s, step %d: %v changed the state", tt.name, i, v)
			}
			var c session.DTLS
			if err := c.UnmarshalBinary(after); err != nil {
				t.Errorf("%s, step %d: %v", tt.name, i, err)
			}
		}
	}
}

func TestDTLSCorpora(t *testing.T) {
	var tally captures.Tally
	for _, file := range captures.Files(t) {
		type talk struct {
			s      *session.DTLS
			client netip.AddrPort
		}
		talks := map[[2]netip.AddrPort]*talk{}
		_ = captures.Read(file, captures.Uses{Datagram: func(d *captures.Datagram) {
			k := talks[[2]netip.AddrPort{d.Src, d.Dst}]
			if k == nil {
				r, err := wire.ParseDTLSRecord(d.Payload)
				if !d.Whole || err != nil || r.Type() != wire.TLSHandshake || !r.Plausible() || r.Epoch() != 0 || len(r.Fragment()) == 0 || r.Fragment()[0] != byte(wire.TLSClientHello) {
					return
				}
				k = &talk{session.NewDTLS(false), d.Src}
				talks[[2]netip.AddrPort{d.Src, d.Dst}], talks[[2]netip.AddrPort{d.Dst, d.Src}] = k, k
			}
			if len(d.Payload) == 0 || d.Payload[0] < 20 || d.Payload[0] > 63 {
				return // other protocols on the same ports: RFC 7983
			}
			side := session.Server
			if d.Src == k.client {
				side = session.Client
			}
			tally.Add(file, fmt.Sprintf("%v>%v", d.Src, d.Dst), d.From, k.s.Check(side, d.Payload, d.From.Time))
		}})
	}
	tally.Log(t)
	tally.Quiet(t, nil)
}

func FuzzDTLS(f *testing.F) {
	var c dtlsText
	h := client12
	h.dtls, h.version = true, int(wire.DTLS12)
	b := c.message(wire.TLSClientHello, 0, h.body(true)...)
	f.Add(append(append([]byte{0, byte(len(b))}, b...), append([]byte{1, byte(len(b))}, b...)...))
	f.Fuzz(func(t *testing.T, b []byte) {
		s := session.NewDTLS(len(b)&1 != 0)
		for len(b) >= 2 {
			side, n := session.Side(b[0]&1), min(int(b[1]), len(b)-2)
			before, _ := s.AppendBinary(nil)
			v := s.Check(side, b[2:2+n], 0)
			after, _ := s.AppendBinary(nil)
			if v.Outcome == session.Invalid && !bytes.Equal(before, after) || v.OK() != (v.Rule == nil) {
				t.Fatalf("%+v: %x, then %x", v, before, after)
			}
			var c session.DTLS
			if err := c.UnmarshalBinary(after); err != nil {
				t.Fatal(err)
			}
			*s = c
			b = b[2+n:]
		}
	})
}

func TestDTLSNoAllocs(t *testing.T) {
	var c dtlsText
	h := client12
	h.dtls, h.version = true, int(wire.DTLS12)
	b := c.message(wire.TLSClientHello, 0, h.body(true)...)
	s := session.NewDTLS(false)
	if n := testing.AllocsPerRun(100, func() { s.Reset(); s.Check(session.Client, b, 0) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
