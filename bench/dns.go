package main

import (
	"testing"

	"github.com/gopacket/gopacket"
	gl "github.com/gopacket/gopacket/layers"
	"golang.org/x/net/dns/dnsmessage"

	"github.com/gocap-project/gocap/layers/dns"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// answer is a DNS message with a question and two answers, with compressed names.
func answer() []byte {
	b := dnsmessage.NewBuilder(nil, dnsmessage.Header{ID: 7, Response: true})
	b.EnableCompression()
	name, web := dnsmessage.MustNewName("www.example.com."), dnsmessage.MustNewName("web.example.com.")
	h := dnsmessage.ResourceHeader{Name: name, Class: dnsmessage.ClassINET, TTL: 60}
	steps := []func() error{
		b.StartQuestions,
		func() error {
			return b.Question(dnsmessage.Question{Name: name, Type: dnsmessage.TypeA, Class: dnsmessage.ClassINET})
		},
		b.StartAnswers,
		func() error { return b.CNAMEResource(h, dnsmessage.CNAMEResource{CNAME: web}) },
		func() error {
			h.Name = web
			return b.AResource(h, dnsmessage.AResource{A: [4]byte{192, 0, 2, 1}})
		},
	}
	for _, s := range steps {
		if err := s(); err != nil {
			panic(err)
		}
	}
	msg, err := b.Finish()
	if err != nil {
		panic(err)
	}
	return msg
}

func dnsGroup() group {
	msg := answer()
	return group{"DNS, a question and two answers", []entry{
		{"gocap wire.DNS, all records", 0, func(b *testing.B) {
			for b.Loop() {
				v, err := wire.ParseDNS(msg)
				if err != nil {
					b.Fatal(err)
				}
				for r, err := range v.Records() {
					if err != nil {
						b.Fatal(err)
					}
					sink += uint64(len(r.Data))
				}
			}
		}},
		{"dnsmessage.Parser, all record headers", 0, func(b *testing.B) {
			for b.Loop() {
				var p dnsmessage.Parser
				if _, err := p.Start(msg); err != nil {
					b.Fatal(err)
				}
				if err := p.SkipAllQuestions(); err != nil {
					b.Fatal(err)
				}
				for {
					h, err := p.AnswerHeader()
					if err == dnsmessage.ErrSectionDone {
						break
					}
					if err != nil {
						b.Fatal(err)
					}
					sink += uint64(h.Length)
					if err := p.SkipAnswer(); err != nil {
						b.Fatal(err)
					}
				}
			}
		}},
		{"gocap dns.Message", 0, func(b *testing.B) {
			for b.Loop() {
				if _, err := packet.Parse(msg, dns.MessageProto); err != nil {
					b.Fatal(err)
				}
			}
		}},
		{"dnsmessage.Message.Unpack", 0, func(b *testing.B) {
			for b.Loop() {
				var m dnsmessage.Message
				if err := m.Unpack(msg); err != nil {
					b.Fatal(err)
				}
			}
		}},
		{"gopacket layers.DNS", 0, func(b *testing.B) {
			var d gl.DNS
			for b.Loop() {
				if err := d.DecodeFromBytes(msg, gopacket.NilDecodeFeedback); err != nil {
					b.Fatal(err)
				}
			}
		}},
	}}
}
