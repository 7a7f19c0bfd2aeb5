package filter_test

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/gocap-project/gocap/bpf"
	"github.com/gocap-project/gocap/filter"
	"github.com/gocap-project/gocap/link"
)

// hostList returns an expression with n random hosts, and their addresses.
func hostList(n int) (string, []uint32) {
	r := rand.New(rand.NewPCG(1, 2))
	addrs := make([]uint32, n)
	terms := make([]string, n)
	for i := range addrs {
		a := r.Uint32()
		addrs[i] = a
		terms[i] = fmt.Sprintf("host %d.%d.%d.%d", a>>24, a>>16&255, a>>8&255, a&255)
	}
	return strings.Join(terms, " or "), addrs
}

// ipv4 returns an Ethernet frame with an IPv4 header of two addresses.
func ipv4(src, dst uint32) []byte {
	b := make([]byte, 60)
	binary.BigEndian.PutUint16(b[12:], 0x800)
	b[14] = 0x45
	binary.BigEndian.PutUint32(b[26:], src)
	binary.BigEndian.PutUint32(b[30:], dst)
	return b
}

func TestHosts(t *testing.T) {
	for _, n := range []int{1, 2, 3, 10, 300, 1000} {
		expr, addrs := hostList(n)
		p, err := filter.Compile(expr, link.Ethernet, filter.Options{Target: filter.Linux})
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%d hosts: %d instructions", n, len(p.Insns))
		if err := bpf.Validate(p.Insns); err != nil {
			t.Fatal(err)
		}
		for _, a := range addrs {
			if !p.Match(ipv4(a, 0), 60) || !p.Match(ipv4(0, a), 60) || p.Match(ipv4(a+1, a-1), 60) {
				t.Fatalf("%d hosts: wrong verdict for %#x", n, a)
			}
		}
	}
}

func TestPorts(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for _, proto := range []string{"", "tcp ", "udp dst "} {
		var terms []string
		want := map[uint16]bool{}
		for range 500 {
			n := uint16(r.UintN(65536))
			want[n] = true
			terms = append(terms, fmt.Sprintf("%sport %d", proto, n))
		}
		p, err := filter.Compile(strings.Join(terms, " or "), link.Ethernet, filter.Options{Target: filter.Linux})
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("500 times %q: %d instructions", proto+"port", len(p.Insns))
		frame := ipv4(0, 0)
		frame[23] = 6
		if strings.HasPrefix(proto, "udp") {
			frame[23] = 17
		}
		for n := range 65536 {
			binary.BigEndian.PutUint16(frame[36:], uint16(n))
			if p.Match(frame, 60) != want[uint16(n)] {
				t.Fatalf("%sport %d: %v", proto, n, !want[uint16(n)])
			}
		}
	}
}

func TestNets(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	var terms []string
	type net struct {
		a    uint32
		bits int
	}
	var nets []net
	for range 500 {
		bits := 8 + r.IntN(25)
		a := r.Uint32() >> (32 - bits) << (32 - bits)
		nets = append(nets, net{a, bits})
		terms = append(terms, fmt.Sprintf("src net %d.%d.%d.%d/%d", a>>24, a>>16&255, a>>8&255, a&255, bits))
	}
	p, err := filter.Compile(strings.Join(terms, " or "), link.Ethernet, filter.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("500 networks: %d instructions", len(p.Insns))
	for range 20000 {
		a := r.Uint32()
		if r.IntN(2) == 0 {
			n := nets[r.IntN(len(nets))]
			a = n.a | a&(1<<(32-n.bits)-1)
		}
		want := false
		for _, n := range nets {
			want = want || a>>(32-n.bits) == n.a>>(32-n.bits)
		}
		if p.Match(ipv4(a, 0), 60) != want {
			t.Fatalf("%#x: %v", a, !want)
		}
	}
}

func BenchmarkCompile(b *testing.B) {
	h100, _ := hostList(100)
	h1000, _ := hostList(1000)
	h10000, _ := hostList(10000)
	for _, c := range []struct{ name, expr string }{
		{"tcp port 80 and host", "tcp port 80 and host 10.0.0.1"},
		{"100 hosts", h100}, {"1000 hosts", h1000}, {"10000 hosts", h10000},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			var p bpf.Program
			for b.Loop() {
				q, err := filter.Compile(c.expr, link.Ethernet, filter.Options{})
				if err != nil {
					b.Fatal(err)
				}
				p = q.Insns
			}
			b.ReportMetric(float64(len(p)), "instructions")
		})
	}
}
