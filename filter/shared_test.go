package filter_test

import (
	"bufio"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"sync"
	"testing"

	"github.com/gocap-project/gocap/bpf"
	"github.com/gocap-project/gocap/filter"
	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/pcap"
)

const shared = "../../shared/filters"

// rows reads a table of the shared test data.
func rows(t testing.TB, name string) (out [][]string) {
	t.Helper()
	f, err := os.Open(filepath.Join(shared, name))
	if err != nil {
		t.Skipf("no shared test data: %v", err)
	}
	defer f.Close()
	s := bufio.NewScanner(f)
	s.Buffer(nil, 1<<20)
	for s.Scan() {
		if !strings.HasPrefix(s.Text(), "#") {
			out = append(out, strings.Split(s.Text(), "\t"))
		}
	}
	if s.Err() != nil {
		t.Fatal(s.Err())
	}
	return out
}

var unescape = strings.NewReplacer(`\\`, `\`, `\t`, "\t", `\n`, "\n", `\r`, "\r").Replace

// names is the resolver that the name tests need.
func names(t testing.TB) *filter.Names {
	t.Helper()
	n := &filter.Names{}
	for file, read := range map[string]func(f *os.File) error{
		"hosts":    func(f *os.File) error { return n.ReadHosts(f) },
		"ethers":   func(f *os.File) error { return n.ReadEthers(f) },
		"networks": func(f *os.File) error { return n.ReadNetworks(f) },
	} {
		f, err := os.Open(filepath.Join(shared, "etc", file))
		if err != nil {
			t.Skipf("no shared test data: %v", err)
		}
		if err := read(f); err != nil {
			t.Fatal(file, err)
		}
		f.Close()
	}
	return n
}

// linkType returns the link type of a DLT name.
func linkType(t testing.TB, dlt string) link.Type {
	t.Helper()
	lt, ok := link.ByName(dlt)
	if !ok {
		t.Fatalf("unknown link type %s", dlt)
	}
	return lt
}

// frame is a packet of the corpus.
type frame struct {
	data []byte
	wire int
}

// readFrames returns the packets of a file and their link type.
func readFrames(path string) (lt link.Type, out []frame) {
	r, err := pcap.Open(path)
	if err != nil {
		return 0, nil
	}
	defer r.Close()
	for p, err := range r.Packets() {
		if err != nil {
			break
		}
		lt = p.LinkType()
		data := p.Data
		if snap := int32(r.Header().Snaplen); r.Format() == pcap.Pcap && snap > 0 && len(data) > int(snap) {
			data = data[:snap] // as libpcap does
		}
		out = append(out, frame{append([]byte(nil), data...), int(p.Len)})
	}
	return lt, out
}

// corpus returns all packets by link type, in the order of the golden verdicts.
var corpus = sync.OnceValue(func() map[link.Type][]frame {
	all := map[link.Type][]frame{}
	for _, dir := range []string{"filter", "tcpdump"} {
		files, _ := filepath.Glob(filepath.Join(shared, "pcaps", dir, "*"))
		sort.Strings(files)
		for _, path := range files {
			lt, frames := readFrames(path)
			all[lt] = append(all[lt], frames...)
		}
	}
	return all
})

// verdicts runs a program on packets and returns the hash of what it says.
func verdicts(p bpf.Program, frames []frame) (hash string, matches int) {
	h := uint64(14695981039346656037)
	for _, f := range frames {
		b := uint64(0)
		if p.Run(f.data, f.wire) != 0 {
			b = 1
			matches++
		}
		h = (h ^ b) * 1099511628211
	}
	return fmt.Sprintf("%016x", h), matches
}

func maskOf(s string) (m filter.Mask) {
	if s == "-" {
		return m
	}
	if a, err := netip.ParseAddr(s); err == nil {
		b := a.As4()
		return filter.KnownMask(uint32(b[0])<<24 | uint32(b[1])<<16 | uint32(b[2])<<8 | uint32(b[3]))
	}
	var n uint32
	fmt.Sscanf(s, "%v", &n)
	return filter.KnownMask(n)
}

// figure logs how many of a set were right, and fails if not all were.
func figure(t *testing.T, what string, right, all int) {
	t.Helper()
	t.Logf("%s: %d of %d", what, right, all)
	if right != all {
		t.Errorf("%s: %d of %d wrong", what, all-right, all)
	}
}

// limited logs the first few messages only.
type limited struct {
	t *testing.T
	n int
}

func (l *limited) Errorf(format string, args ...any) {
	l.t.Helper()
	if l.n++; l.n <= 25 {
		l.t.Errorf(format, args...)
	}
}
