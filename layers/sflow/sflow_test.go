package sflow_test

import (
	"encoding/hex"
	"fmt"
	"net/netip"
	"strings"
	"testing"

	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/layers/sflow"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/packet/packettest"
)

func unhex(s string) []byte {
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		panic(err)
	}
	return b
}

const (
	frame    = "020000000001 020000000002 0800 4500001c000040004011f96dc0000201c0000202 03e807d000080000"
	raw      = "00000001 0000003c 00000001 00000040 00000004 0000002a" + frame + "0000"
	swtch    = "000003e9 00000010 00000001 00000002 00000003 00000004"
	router   = "000003ea 00000010 00000001 c00002fe 00000018 00000010"
	flow     = "00000007 0000000d 00000064 00000400 00000001 0000000d 80000002 00000003"
	expanded = "00000007 00000000 0000000d 00000064 00000400 00000001 00000000 0000000d 00000002 00000002 00000001"
	counters = "00000001 00000058 00000003 00000006 000000003b9aca00 00000001 00000003 0000000000000400"
)

func datagram(agent string) *sflow.Datagram {
	d := &sflow.Datagram{Agent: netip.MustParseAddr(agent), SubAgent: 1, Sequence: 2, Uptime: 3000}
	count := append(unhex("00000009 00000003 00000001"), unhex(counters+strings.Repeat("00000005", 14))...)
	d.Samples = sflow.Samples{}.
		Add(sflow.Sample{sflow.FlowSample, unhex(flow + raw + swtch + router)}).
		Add(sflow.Sample{sflow.ExpandedFlowSample, unhex(expanded + raw)}).
		Add(sflow.Sample{sflow.CounterSample, count}).
		Add(sflow.Sample{sflow.ExpandedCounterSample, unhex("00000009 00000000 00000003 00000000")}).
		Add(sflow.Sample{0x1001, []byte{1, 2, 3, 4}})
	return d
}

func build(t *testing.T, l packet.Layer) []byte {
	b, err := packet.Packet{l}.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestTrial(t *testing.T) {
	packettest.Trial(t, sflow.DatagramProto, build(t, datagram("192.0.2.1")), build(t, datagram("2001:db8::1")))
}

func TestSamples(t *testing.T) {
	p, err := packet.Parse(build(t, datagram("192.0.2.1")), sflow.DatagramProto)
	d := packet.Get[sflow.Datagram](p)
	if err != nil || d.Count.Get() != 5 {
		t.Fatal(p, err)
	}
	const want = "flow sample of interface 13, one in 100, raw packet of 64 bytes, switch, router; " +
		"expanded flow sample of interface 13, one in 100, raw packet of 64 bytes; counter sample of interface 3, interface counters; " +
		"expanded counter sample of interface 3; 1.1"
	if s := d.Samples.String(); s != want {
		t.Error(s)
	}
	for s := range d.Samples.All() {
		if f, ok := s.Flow(); ok && (f.Sequence != 7 || f.Source.Index != 13 || f.Pool != 1024 || f.Drops != 1 || f.Input.Value != 13 ||
			f.Output != (sflow.Port{2, 2})) {
			t.Errorf("%+v", f)
		}
		for r := range s.Records() {
			if h, ok := r.Header(); ok {
				if q, err := h.Parse(); err != nil || packet.Get[layers.UDP](q).DstPort != 2000 {
					t.Error(q, err)
				}
			}
			if a, b, c, d, ok := r.Switch(); ok && (a != 1 || b != 2 || c != 3 || d != 4) {
				t.Error(a, b, c, d)
			}
			if next, a, b, ok := r.Router(); ok && (next.String() != "192.0.2.254" || a != 24 || b != 16) {
				t.Error(next, a, b)
			}
			if c, ok := r.Interface(); ok && (c.Speed != 1e9 || c.InOctets != 1024 || !c.AdminUp || c.OutErrors != 5) {
				t.Errorf("%+v", c)
			}
		}
	}
}

func FuzzSamples(f *testing.F) {
	f.Add([]byte(datagram("192.0.2.1").Samples))
	f.Fuzz(func(t *testing.T, b []byte) {
		_ = sflow.Samples(b).String()
		for s := range sflow.Samples(b).All() {
			for r := range s.Records() {
				if h, ok := r.Header(); ok {
					_, _ = h.Parse()
				}
				_, _, _, _ = r.Router()
				_, _ = r.Interface()
			}
		}
	})
}

func Example() {
	for s := range datagram("192.0.2.1").Samples.All() {
		for r := range s.Records() {
			if h, ok := r.Header(); ok {
				p, err := h.Parse()
				fmt.Println(s.Format, packet.Get[layers.IPv4](p).Src, err)
			}
		}
	}
	// Output:
	// flow sample 192.0.2.1 <nil>
	// expanded flow sample 192.0.2.1 <nil>
}
