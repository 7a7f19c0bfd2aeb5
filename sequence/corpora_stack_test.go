package sequence

import (
	"path/filepath"
	"testing"

	"github.com/gocap-project/gocap/pcap"
	"github.com/gocap-project/gocap/wire"
)

// TestCorporaStack takes all captures through Stacks, from frames of whatever link type to messages.
func TestCorporaStack(t *testing.T) {
	files, _ := filepath.Glob(corpora + "pcap/*")
	if len(files) == 0 {
		t.Skip("no captures in ../shared/corpora")
	}
	if testing.Short() {
		t.Skip("reads all captures")
	}
	postgres := ReadFrames(&FramingPostgresClient, &FramingPostgresServer)
	ports := map[uint16]*Reading{5432: &postgres}
	for port, f := range map[uint16]*Framing{53: &Framing16, 3868: &FramingDiameter, 3306: &FramingMySQL, 179: &FramingBGP, 102: &FramingTPKT, 3389: &FramingTPKT,
		646: &FramingLDP, 139: &FramingNetBIOS, 445: &FramingNetBIOS, 502: &FramingModbus, 6633: &FramingOpenFlow, 6653: &FramingOpenFlow,
		4189: &FramingPCEP, 111: &FramingRPC, 2049: &FramingRPC, 3386: &FramingGTPPrime} {
		r := ReadFrames(f, nil)
		ports[port] = &r
	}
	for _, port := range []uint16{21, 25, 110, 143, 6667} {
		ports[port] = &ReadLines
	}
	bindings := []Binding{{As: &ReadTLS}}
	for port, r := range ports {
		bindings = append(bindings, Binding{Port: port, As: r})
	}
	type count struct{ messages, pieces, faults, gaps int }
	counts := map[string]*count{}
	hellos := 0
	var sum StackStats
	for _, name := range files {
		file := filepath.Base(name)
		s := NewStack(nil, StackConfig{Bindings: bindings, Out: func(f *StackFlow, e *Event) {
			if f == nil || f.Reading() == nil {
				return
			}
			c := counts[f.Reading().Name]
			if c == nil {
				c = &count{}
				counts[f.Reading().Name] = c
			}
			switch e.Kind {
			case Message:
				c.messages++
				if e.Layer == LayerTLS && e.Proto == uint32(wire.TLSHandshake) && e.Bytes[0] == 1 {
					hellos++
				}
			case Data:
				c.pieces++
			case Gap:
				c.gaps++
			case Fault:
				if c.faults++; e.Layer == LayerMessages && testing.Verbose() {
					t.Logf("%s: %v to %v, frame %d: %s: %v", file, f.Src, f.Dst, e.From.Frame, f.Reading().Name, e.Err)
				}
			}
		}})
		putFrames(name, s)
		st := s.Stats()
		for _, m := range []MessageStats{st.TLS.MessageStats, st.Messages, st.Lines} {
			accounted(t, m, int(m.Bytes))
		}
		if st.Memory > 0 && st.Memory > DefaultStackMemory || st.Streams.Current != 0 || len(s.sides.free) != len(s.sides.all) {
			t.Errorf("%s: %+v", file, st)
		}
		sum.Frames += st.Frames
		sum.BadFrames += st.BadFrames
		sum.Nested += st.Nested
		sum.Datagrams += st.Datagrams
		sum.Others += st.Others
		sum.TLS.add(&st.TLS.MessageStats)
		sum.Messages.add(&st.Messages)
		sum.Lines.add(&st.Lines)
	}
	for name, c := range counts {
		t.Logf("%s: %+v", name, *c)
	}
	t.Logf("%d frames, %d bad, %d of other protocols, %d datagrams", sum.Frames, sum.BadFrames, sum.Others, sum.Datagrams)
	t.Logf("TLS %+v\nmessages %+v\nlines %+v", sum.TLS.MessageStats, sum.Messages, sum.Lines)
	if hellos < 250 || sum.Messages.Messages < 1000 || sum.Lines.Messages < 1000 {
		t.Errorf("too few: %d client hellos", hellos)
	}
}

// putFrames takes a capture through a Stack.
func putFrames(name string, s *Stack) {
	r, err := pcap.Open(name)
	if err != nil {
		return
	}
	defer r.Close()
	n := uint64(0)
	for p, err := range r.Packets() {
		if err != nil {
			break
		}
		n++
		s.Put(uint16(p.LinkType()), p.Data, Source{Frame: n, Time: p.Time})
	}
	s.Flush(Flushed)
}
