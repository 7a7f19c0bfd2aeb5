package numbers_test

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	. "github.com/gocap-project/gocap/numbers"
)

func TestService(t *testing.T) {
	for _, c := range []struct {
		port uint16
		t    Transport
		want string
	}{
		{80, TCP, "http"}, {443, UDP, "https"}, {53, TCP | UDP, "domain"}, {4789, UDP, "vxlan"}, {4789, TCP, ""},
		{514, TCP, "shell"}, {514, UDP, "syslog"}, {36412, SCTP, "s1-control"}, {0, TCP, ""}, {65535, TCP | UDP, ""},
	} {
		if got := Service(c.port, c.t); got != c.want {
			t.Errorf("Service(%d, %v) = %q, want %q", c.port, c.t, got, c.want)
		}
	}
}

func TestPort(t *testing.T) {
	for _, c := range []struct {
		name string
		t    Transport
		port uint16
		of   Transport
		ok   bool
	}{
		{"domain", TCP | UDP, 53, TCP | UDP, true}, {"http-alt", TCP, 8080, TCP, true}, {"syslog", TCP | UDP, 514, UDP, true},
		{"syslog", TCP, 0, 0, false}, {"no such", TCP, 0, 0, false}, {"", TCP, 0, 0, false}, {"~", TCP, 0, 0, false},
	} {
		port, of, ok := Port(c.name, c.t)
		if port != c.port || of != c.of || ok != c.ok {
			t.Errorf("Port(%q, %v) = %d, %v, %v", c.name, c.t, port, of, ok)
		}
	}
}

// TestText looks up every line of the text files that the tables were made from.
func TestText(t *testing.T) {
	for _, l := range text(t, "services.txt") {
		f := strings.Fields(l)
		port, _ := strconv.Atoi(f[0])
		for i, name := range []string{"tcp", "udp", "sctp", "dccp"} {
			if strings.Contains(","+f[2]+",", ","+name+",") && Service(uint16(port), 1<<i) != f[1] {
				t.Errorf("%s: got %q", l, Service(uint16(port), 1<<i))
			}
		}
		if _, _, ok := Port(f[1], TCP|UDP|SCTP|DCCP); !ok {
			t.Errorf("%s: not found by name", l)
		}
	}
	for _, l := range text(t, "oui.txt") {
		prefix, name, _ := strings.Cut(l, " ")
		x, err := strconv.ParseUint((prefix + "ffffff")[:12], 16, 48)
		if err != nil || x>>41&1 != 0 { // a few old blocks have the local bit
			continue
		}
		mac := [6]byte{byte(x >> 40), byte(x >> 32), byte(x >> 24), byte(x >> 16), byte(x >> 8), byte(x)}
		if got, bits := Organization(mac); got != name && bits == 4*len(prefix) {
			t.Errorf("%s: got %q, %d", l, got, bits)
		}
	}
}

func text(t *testing.T, file string) (lines []string) {
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for l := range strings.Lines(string(b)) {
		if !strings.HasPrefix(l, "#") {
			lines = append(lines, strings.TrimSpace(l))
		}
	}
	return lines
}

func TestOrganization(t *testing.T) {
	for _, c := range []struct {
		mac  [6]byte
		want string
		bits int
	}{
		{[6]byte{0, 0, 0x0c, 1, 2, 3}, "Cisco Systems, Inc", 24},
		{[6]byte{1, 0, 0x0c, 0xcc, 0xcc, 0xcc}, "Cisco Systems, Inc", 24}, // multicast
		{[6]byte{2, 0, 0, 0, 0, 1}, "", 0},                                // locally administered
		{[6]byte{0x74, 0x1a, 0xe0, 0x90, 0, 0}, "Private", 28},
	} {
		if got, bits := Organization(c.mac); got != c.want || bits != c.bits {
			t.Errorf("Organization(%x) = %q, %d", c.mac, got, bits)
		}
	}
}

func TestAllocs(t *testing.T) {
	n := testing.AllocsPerRun(100, func() {
		Organization([6]byte{0, 0, 0x0c, 1, 2, 3})
		Service(443, TCP)
		Port("https", UDP)
	})
	if n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkOrganization(b *testing.B) {
	for b.Loop() {
		Organization([6]byte{0x74, 0x1a, 0xe0, 0x90, 0, 0})
	}
}

func BenchmarkPort(b *testing.B) {
	for b.Loop() {
		Port("https", TCP)
	}
}

func Example() {
	fmt.Println(Service(443, TCP))
	fmt.Println(Organization([6]byte{0x00, 0x00, 0x0c, 0x12, 0x34, 0x56}))
	// Output:
	// https
	// Cisco Systems, Inc 24
}
