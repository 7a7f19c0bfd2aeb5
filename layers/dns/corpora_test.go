package dns_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/net/dns/dnsmessage"

	"github.com/gocap-project/gocap/layers"
	. "github.com/gocap-project/gocap/layers/dns"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/packet/packettest"
	"github.com/gocap-project/gocap/pcap"
	"github.com/gocap-project/gocap/wire"
)

// Every message of the shared captures is written as it was read, and says what
// x/net's parser says.
func TestCorpora(t *testing.T) {
	files, _ := filepath.Glob("../../../shared/corpora/pcap/*")
	if len(files) == 0 {
		t.Skip("no captures in ../shared/corpora")
	}
	if testing.Short() {
		t.Skip("reads all captures")
	}
	count := map[string]int{}
	for _, name := range files {
		r, err := pcap.Open(name)
		if err != nil {
			continue // a test of package pcap
		}
		for p, err := range r.Packets() {
			if err != nil {
				break
			}
			q, _ := layers.Parse(p.LinkType(), p.Data)
			for i, l := range q {
				if m, ok := l.(*Message); ok {
					against(t, filepath.Base(name), m, messageBytes(t, q[i:]), count)
				}
			}
		}
		r.Close()
	}
	t.Logf("%v", count)
	if count["messages"] < 1000 {
		t.Errorf("only %d messages", count["messages"])
	}
}

func messageBytes(t *testing.T, p packet.Packet) []byte {
	b, err := p[:1].Bytes()
	if err != nil {
		t.Fatal(err)
	}
	packettest.RoundTrip(t, MessageProto, b)
	return b
}

// against compares m, which was read from b, with what the peer reads.
func against(t *testing.T, file string, m *Message, b []byte, count map[string]int) {
	count["messages"]++
	var p dnsmessage.Parser
	h, err := p.Start(b)
	if err != nil || h.ID != m.ID || h.Response != m.QR || uint8(h.OpCode) != uint8(m.Opcode) || uint8(h.RCode) != uint8(m.RCode) {
		t.Errorf("%s: header %+v, %v", file, h, err)
		return
	}
	qs, err := p.AllQuestions()
	if err != nil {
		count["refused: "+err.Error()]++
		return
	}
	if len(qs) != len(m.Questions) {
		if m.Err() == nil {
			t.Errorf("%s: %d questions, want %d", file, len(m.Questions), len(qs))
		}
		count["ours refused"]++
		return
	}
	for i, q := range qs {
		if got := m.Questions[i]; plain(q.Name) != got.Name || uint16(q.Type) != uint16(got.Type) || uint16(q.Class) != uint16(got.Class) {
			t.Errorf("%s: question %v, want %v", file, got, q)
		}
	}
	for i := range m.Answers {
		if !answerAgainst(t, file, &p, &m.Answers[i], count) {
			return
		}
	}
}

func answerAgainst(t *testing.T, file string, p *dnsmessage.Parser, got *Record, count map[string]int) bool {
	h, err := p.AnswerHeader()
	if err != nil {
		count["refused: "+err.Error()]++
		return false
	}
	if plain(h.Name) != got.Name || uint16(h.Type) != uint16(got.Type) || uint16(h.Class) != uint16(got.Class) || h.TTL != got.TTL {
		t.Errorf("%s: record %v, want %v", file, got, h)
	}
	want, ok := peerData(p, h)
	if !ok {
		return true
	}
	count["data"]++
	if _, unknown := got.Data.(*Unknown); got.Data == nil || unknown && want != "" {
		count["data only the peer reads"]++
		return true
	}
	if s := got.Data.String(); s != want {
		t.Errorf("%s: %v: %s, want %s", file, got.Type, s, want)
	}
	return true
}

// peerData returns the data of a record in presentation form, if the peer reads it.
func peerData(p *dnsmessage.Parser, h dnsmessage.ResourceHeader) (string, bool) {
	switch h.Type {
	case dnsmessage.TypeA:
		if r, err := p.AResource(); err == nil {
			return fmt.Sprint((&A{addr(fmt.Sprintf("%d.%d.%d.%d", r.A[0], r.A[1], r.A[2], r.A[3]))})), true
		}
	case dnsmessage.TypeCNAME:
		if r, err := p.CNAMEResource(); err == nil {
			return plain(r.CNAME), true
		}
	case dnsmessage.TypeNS:
		if r, err := p.NSResource(); err == nil {
			return plain(r.NS), true
		}
	case dnsmessage.TypePTR:
		if r, err := p.PTRResource(); err == nil {
			return plain(r.PTR), true
		}
	case dnsmessage.TypeMX:
		if r, err := p.MXResource(); err == nil {
			return fmt.Sprint(r.Pref, " ", plain(r.MX)), true
		}
	case dnsmessage.TypeSOA:
		if r, err := p.SOAResource(); err == nil {
			return fmt.Sprint(plain(r.NS), " ", plain(r.MBox), " ", r.Serial, " ", r.Refresh, " ", r.Retry, " ", r.Expire, " ", r.MinTTL), true
		}
	case dnsmessage.TypeSRV:
		if r, err := p.SRVResource(); err == nil {
			return fmt.Sprint(r.Priority, " ", r.Weight, " ", r.Port, " ", plain(r.Target)), true
		}
	case dnsmessage.TypeTXT:
		if r, err := p.TXTResource(); err == nil {
			return (&TXT{r.TXT}).String(), true
		}
	}
	p.SkipAnswer()
	return "", false
}

// plain returns the peer's name, which has no escapes, with those that ours has. It
// cannot tell a dot in a label from one between labels.
func plain(n dnsmessage.Name) string {
	var b []byte
	for _, l := range strings.Split(strings.TrimSuffix(n.String(), "."), ".") {
		if l != "" {
			b = append(append(b, byte(len(l))), l...)
		}
	}
	return wire.DNS(append(b, 0)).NameAt(0).String()
}
