package main

import (
	_ "embed"
	"encoding/binary"
	"testing"

	xbpf "golang.org/x/net/bpf"

	"github.com/gocap-project/gocap/bpf"
	"github.com/gocap-project/gocap/bpf/netbpf"
)

// The programs are what tcpdump 4.99.3 -y EN10MB -ddd prints for
//
//	tcp port 80
//	host 198.51.100.2 and (port 53 or port 443)
//	host 10.0.0.1 or host 10.7.3.2 or host 10.14.6.3 ... (100 of them)
var (
	//go:embed filters/tcp80.txt
	tcp80 string
	//go:embed filters/hostports.txt
	hostPorts string
	//go:embed filters/hosts100.txt
	hosts100 string
)

// filterGroup compares machines that run a filter, on packets some of which match.
func filterGroup(name, text string) group {
	p, err := bpf.ParseDecimal(text)
	if err != nil {
		panic(err)
	}
	e, err := bpf.Compile(p)
	if err != nil {
		panic(err)
	}
	vm, err := xbpf.NewVM(netbpf.Disassemble(p))
	if err != nil {
		panic(err)
	}
	pkts := traffic()
	want := 0
	for _, pkt := range pkts {
		if p.Run(pkt, len(pkt)) != 0 {
			want++
		}
	}
	each := func(run func(pkt []byte) bool) func(*testing.B) {
		return func(b *testing.B) {
			for b.Loop() {
				n := 0
				for _, pkt := range pkts {
					if run(pkt) {
						n++
					}
				}
				if n != want || n == 0 {
					b.Fatalf("%d packets match, want %d, and some", n, want)
				}
			}
		}
	}
	return group{"filter " + name + ", 64 packets an operation", []entry{
		{"gocap bpf.Engine", 0, each(func(pkt []byte) bool { return e.Match(pkt, len(pkt)) != 0 })},
		{"golang.org/x/net/bpf VM", 3, each(func(pkt []byte) bool { n, err := vm.Run(pkt); return err == nil && n != 0 })},
		{"gocap bpf.Program.Run", 0, each(func(pkt []byte) bool { return p.Run(pkt, len(pkt)) != 0 })},
	}}
}

// traffic is 64 frames: TCP, some UDP, IPv6 and ARP, to and from some hosts and ports.
func traffic() (pkts [][]byte) {
	frame := must(segment(0))
	ports := []uint16{80, 443, 53, 8080, 50123}
	for i := range 64 {
		f := append([]byte(nil), frame...)
		switch i % 16 {
		case 5:
			f[23] = 17
		case 9:
			f[12], f[13], f[20] = 0x86, 0xdd, 6
		case 13:
			f[12], f[13] = 8, 6
		}
		if i%4 != 0 { // a host of the list, or a neighbour of one
			copy(f[26:], []byte{10, byte(i * 7 % 250), byte(i * 3 % 250), byte(i + 1 + i%3/2)})
		}
		binary.BigEndian.PutUint16(f[34:], 40000+uint16(i))
		binary.BigEndian.PutUint16(f[36:], ports[i%len(ports)])
		pkts = append(pkts, f)
	}
	return pkts
}
