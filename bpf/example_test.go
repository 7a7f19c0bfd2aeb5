package bpf_test

import (
	"fmt"

	"github.com/gocap-project/gocap/bpf"
)

func Example() {
	arp := bpf.Program{
		{Op: bpf.LdAbsH, K: 12},          // EtherType
		{Op: bpf.JeqK, Jf: 1, K: 0x0806}, // ARP?
		{Op: bpf.RetK, K: bpf.AcceptAll}, // keep it whole
		{Op: bpf.RetK},                   // reject
	}
	frame := make([]byte, 60)
	frame[12], frame[13] = 0x08, 0x06
	fmt.Println(bpf.Validate(arp), arp.Run(frame, len(frame)) > 0)
	fmt.Print(arp[:2])
	// Output:
	// <nil> true
	// (000) ldh      [12]
	// (001) jeq      #0x806           jt 2	jf 3
}

func ExampleCompile() {
	p, err := bpf.Parse(`
		ldh [12]                    ; EtherType
		jeq #0x806 jt 2 jf 3
		ret #262144
		ret #0`)
	if err != nil {
		fmt.Println(err)
		return
	}
	arp, err := bpf.Compile(p)
	if err != nil {
		fmt.Println(err)
		return
	}
	frame := make([]byte, 60)
	fmt.Println(arp.Match(frame, len(frame)))
	frame[12], frame[13] = 0x08, 0x06
	fmt.Println(arp.Match(frame, len(frame)))
	// Output:
	// 0
	// 262144
}

// A program with labels, in the notation of Linux's bpf_asm.
func ExampleParseListing() {
	p, err := bpf.ParseListing(`
		      ld vlan_tci
		      and #0xfff
		      jeq #42, keep
		      ret #0
		keep: ret #-1`)
	fmt.Print(err, "\n", p.Assembly())
	_, err = bpf.ParseListing("jeq #42, keep, drop\nkeep: ret #-1")
	fmt.Println(err)
	// Output:
	// <nil>
	//         ld vlan_tci
	//         and #0xfff
	//         jeq #0x2a, L0
	//         ret #0
	// L0:     ret #-1
	// filter: line 1, column 16: no such label
}
