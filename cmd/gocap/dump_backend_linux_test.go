package main

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/gocap-project/gocap/internal/netlab/labtest"
)

// TestLiveDumpWays: a packet is printed whichever way it is received.
func TestLiveDumpWays(t *testing.T) {
	for _, args := range [][]string{
		{"--backend", "TPACKET_V2"}, {"--backend", "recvmmsg"}, {"--immediate-mode"}, {"--latency", "20ms"},
		{"--latency", "50us", "--busy-poll", "1ms"}, {"--follow"},
	} {
		a, b := quietPair(t)
		r := dumpIn(t, b, append(args, "-i", "eth0", "-c", "1", "-n", "udp")...)
		datagrams(t, a, labtest.AddrB, "hello")
		if code := r.end(); code != 0 || !strings.Contains(r.out.String(), "UDP, length 5") {
			t.Errorf("%v: exit code %d: %s%s", args, code, &r.out, &r.errs)
		}
	}
}

// TestLiveDumpNamespace captures in the network of another host.
func TestLiveDumpNamespace(t *testing.T) {
	a, b := quietPair(t)
	var ns *os.File
	if err := b.Do(func() (err error) { ns, err = os.Open("/proc/thread-self/ns/net"); return err }); err != nil {
		t.Fatal(err)
	}
	defer ns.Close()
	r := dumpIn(t, a, "--netns", fmt.Sprint("/proc/self/fd/", ns.Fd()), "-i", "eth0", "-Q", "in", "-c", "1", "-n", "udp")
	datagrams(t, a, labtest.AddrB, "hello")
	if code := r.end(); code != 0 || !strings.Contains(r.out.String(), "UDP, length 5") {
		t.Errorf("exit code %d: %s%s", code, &r.out, &r.errs)
	}
}

func TestDumpWaysRefused(t *testing.T) {
	for _, tt := range []struct{ args, want string }{
		{"--backend pigeon -i lo", "pigeon"},
		{"--netns x", "--netns needs -i"},
		{"--immediate-mode --latency 3ms -i lo", "exclude each other"},
	} {
		var out, errs slowBuffer
		if code := execute(t.Context(), append([]string{"dump"}, strings.Fields(tt.args)...), strings.NewReader(""), &out, &errs); code == 0 || !strings.Contains(errs.String(), tt.want) {
			t.Errorf("%s: exit code %d: %s", tt.args, code, &errs)
		}
	}
}
