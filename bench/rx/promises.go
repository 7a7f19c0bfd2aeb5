package main

import "fmt"

// figures are a reader's medians: CPU nanoseconds of the reader and of the whole
// machine for each packet, and packets lost.
type figures struct{ reader, machine, lost float64 }

// promise is one that a measurement shows to be kept or not. Those whose readers
// were not run are not looked at.
type promise struct {
	what        string
	ours, other string
	of          func(figures) float64
	factor      float64 // how many times the other's figure ours may be at most
	size        int     // of the frames; 0: all
}

func reader(f figures) float64  { return f.reader }
func machine(f figures) float64 { return f.machine }
func lost(f figures) float64    { return f.lost }

var promises = []promise{
	{"reader at most libpcap's", "gocap Packets", "libpcap pcap_loop", reader, 1, 0},
	{"reader at most 2.2 times C's", "gocap Packets", "C ring", reader, 2.2, 0},
	{"machine at most 1.05 times C's", "gocap Packets", "C ring", machine, 1.05, 0},
	{"four times below gopacket/pcap", "gocap Packets", "gopacket pcap, zero copy", reader, 1. / 4, 0},
	{"half of gopacket/afpacket, copying", "gocap Packets", "gopacket afpacket, copying", reader, 1. / 2, 0},
	{"copying at most twice", "gocap ReadBatch, copying", "gocap Packets", reader, 2, 60},
	{"no loss where C has none", "gocap Packets", "C ring", lost, 1, 0},
	{"no loss where C has none", "gocap Next", "C ring", lost, 1, 0},
	{"no loss where C has none", "gocap afpacket.Conn", "C ring", lost, 1, 0},
	{"immediate delivery loses nothing", "gocap Immediate, Packets", "", lost, 0, 0},
	{"immediate delivery loses nothing", "gocap Immediate, Next", "", lost, 0, 0},
}

// judge prints which promises the medians keep and reports whether all of them do.
func judge(got map[string]figures, size int) (kept bool) {
	kept = true
	for _, p := range promises {
		ours, ok := got[p.ours]
		other, ok2 := got[p.other]
		if !ok || p.other != "" && !ok2 || p.size != 0 && p.size != size {
			continue
		}
		a, b := p.of(ours), p.factor*p.of(other)
		kept = say(p.what, p.ours, a, b, a <= b) && kept
	}
	return kept
}

// say prints one promise with what was measured and what is allowed.
func say(what, whose string, got, limit float64, ok bool) bool {
	word := "kept"
	if !ok {
		word = "NOT KEPT"
	}
	fmt.Printf("%8s: %s, %s: %.4g, allowed %.4g\n", word, whose, what, got, limit)
	return ok
}
