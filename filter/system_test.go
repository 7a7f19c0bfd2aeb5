package filter

import (
	"context"
	"errors"
	"io"
	"net/netip"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// damaged is an /etc whose files have bad lines between good ones.
var damaged = map[string]string{
	"services": "# comment\nssh 22/tcp\nnoport\nweb 8001/tcp www2 http3 # the first\nweb 8002/tcp\nbad 70000/udp\nbad2 80\r\n" +
		"web 8003/udp\nx " + strings.Repeat("9", 1<<17) + "/tcp\nweb 8004/sctp\nwww2 9/tcp\n\x00\xff 1/tcp\nlast\t5000/TCP",
	"protocols": "odd 253 ODD odder\nodd 254\nhuge 256\nnegative -1\nother 254 Odd2\n",
	"networks":  "lab 10.1 Lab2\nlab 10.2\nbad 10.1.2.3.4\nlone\nafter 192.168.5\n",
	"ethers":    "00:11:22:33:44:55 alice\nnot-a-mac bob\n00:11:22:33:44:56 Alice\n0:1:2:3:4:5 carol\n",
}

func TestSystemFiles(t *testing.T) {
	dir := t.TempDir()
	for name, text := range damaged {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s, ctx := &System{dir: dir}, context.Background()
	for name, want := range map[string]uint16{
		"ssh/tcp": 22, "web/tcp": 8001, "www2/tcp": 8001, "http3/tcp": 8001, "web/udp": 8003, "web/sctp": 8004, "last/tcp": 5000,
		"www2/udp": 0, "bad/udp": 0, "bad2/tcp": 0, "noport/tcp": 0, "x/tcp": 0, "domain/udp": 53,
	} {
		service, transport, _ := strings.Cut(name, "/")
		got, err := s.Service(ctx, service, transport)
		if got != want || (err == nil) != (want > 0) || err != nil && !errors.Is(err, ErrNotFound) {
			t.Errorf("%s: %d, %v; want %d", name, got, err, want)
		}
	}
	for name, want := range map[string]uint8{"odd": 253, "ODD": 253, "odder": 253, "other": 254, "odd2": 254, "udp": 17, "UDP": 17} {
		if got, err := s.Protocol(ctx, name); got != want || err != nil {
			t.Errorf("protocol %s: %d, %v; want %d", name, got, err, want)
		}
	}
	for name, want := range map[string]string{"lab": "10.1.0.0/16", "LAB2": "10.1.0.0/16", "after": "192.168.5.0/24"} {
		if got, err := s.Network(ctx, name); err != nil || got.String() != want {
			t.Errorf("network %s: %v, %v; want %s", name, got, err, want)
		}
	}
	for name, want := range map[string][6]byte{"alice": {0, 0x11, 0x22, 0x33, 0x44, 0x55}, "carol": {0, 1, 2, 3, 4, 5}} {
		if got, err := s.Ether(ctx, name); err != nil || got != want {
			t.Errorf("MAC address of %s: %x, %v; want %x", name, got, err, want)
		}
	}
	if _, err := s.Ether(ctx, "bob"); !errors.Is(err, ErrNotFound) {
		t.Errorf("bob: %v", err)
	}
	bad := map[string][]int{"ethers": {2}, "networks": {3, 4}, "services": {3, 6, 7, 9}, "protocols": {3, 4}}
	for _, err := range s.Err().(interface{ Unwrap() []error }).Unwrap() {
		var e *NamesError
		var first *LineError
		if !errors.As(err, &e) || !errors.As(err, &first) || *first != e.Lines[0] || len(err.Error()) > 300 {
			t.Fatalf("%v", err)
		}
		file, _, _ := strings.Cut(strings.TrimPrefix(err.Error(), dir+"/"), ":")
		var lines []int
		for _, l := range e.Lines {
			lines = append(lines, l.Line)
		}
		if !reflect.DeepEqual(lines, bad[file]) || e.Count != len(lines) {
			t.Errorf("%v: lines %v, want %v", err, lines, bad[file])
		}
		delete(bad, file)
	}
	if len(bad) > 0 {
		t.Errorf("no error about %v", bad)
	}
}

// TestSystemMissing has no files at all, and one that is not a file.
func TestSystemMissing(t *testing.T) {
	dir := t.TempDir()
	if err := (&System{dir: dir}).Err(); err != nil {
		t.Error(err)
	}
	if err := os.Mkdir(filepath.Join(dir, "services"), 0o700); err != nil {
		t.Fatal(err)
	}
	s := &System{dir: dir}
	if err := s.Err(); err == nil {
		t.Error("a directory is read as a file")
	}
	if n, err := s.Service(context.Background(), "domain", "udp"); n != 53 || err != nil {
		t.Errorf("%d, %v", n, err)
	}
}

// endless is a file of one byte.
type endless byte

func (e endless) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = byte(e)
	}
	return len(b), nil
}

func TestReadNamesBounds(t *testing.T) {
	for _, c := range []byte{0, 'x', '\n', '#'} {
		var n Names
		if err := n.ReadServices(endless(c)); !errors.Is(err, ErrFileTooBig) {
			t.Errorf("%q for ever: %v", c, err)
		}
	}
	var n Names
	err := n.ReadHosts(strings.NewReader(strings.Repeat("bad line\n", 5000) + "10.0.0.1 a\n::ffff:10.0.0.1 a\nfe80::1%eth0 a\n"))
	var e *NamesError
	if !errors.As(err, &e) || e.Count != 5000 || len(e.Lines) != maxBadLines {
		t.Errorf("%v", err)
	}
	want := []netip.Addr{netip.MustParseAddr("10.0.0.1"), netip.MustParseAddr("fe80::1")}
	if got := n.HostTable["a"]; !reflect.DeepEqual(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	broken := io.MultiReader(strings.NewReader("a 1/tcp\n"), brokenReader{})
	if err := n.ReadServices(broken); !errors.Is(err, io.ErrClosedPipe) || n.ServiceTable["a/tcp"] != 1 {
		t.Errorf("%v", err)
	}
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, io.ErrClosedPipe }

func FuzzReadNames(f *testing.F) {
	for _, text := range damaged {
		f.Add(text[:min(len(text), 150)])
	}
	f.Fuzz(func(t *testing.T, text string) {
		var n Names
		for _, read := range []func(io.Reader) error{n.ReadHosts, n.ReadEthers, n.ReadNetworks, n.ReadServices, n.ReadProtocols} {
			err := read(strings.NewReader(text))
			var e *NamesError
			if err != nil && (!errors.As(err, &e) || e.Count < len(e.Lines) || len(e.Error()) > 1000) {
				t.Fatalf("%T %v", err, err)
			}
		}
		for name, p := range n.NetworkTable {
			if !p.IsValid() || !p.Addr().Is4() {
				t.Fatalf("%q is %v", name, p)
			}
		}
	})
}
