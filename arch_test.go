// Package gocap_test holds the project to its architecture: see ARCHITECTURE.md.
package gocap_test

import (
	"encoding/json"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/gocap-project/gocap/"

// rank of each package, by its longest prefix. A package imports only lower ranks.
var rank = map[string]int{
	"wire": 0, "bpf": 0, "link": 0, "numbers": 0,
	"bpf/netbpf": 1, "packet": 1, "filter": 1, "pcap": 1, "netif": 1, "capture/sockfilter": 1,
	"packet/packettest": 2, "layers": 2, "show": 2, "mutate": 2, "capture/afpacket": 2, "capture/afxdp": 2,
	"capture/rawip": 2, "capture/bpfdev": 2, "capture/dlpi": 2, "capture/npcap": 2, "capture/pktmon": 2, "capture": 3,
	"layers/": 3, "layers/all": 4,
	"sequence": 3, "session": 4, "session/mysql": 5, "session/postgres": 5, "session/radius": 5, "session/watch": 6, "probe": 4, "script": 5,
	"internal/captures": 5, "internal/tcpdump": 5, "internal/oracle": 8, "internal/parity": 8, "internal/portcheck": 8,
	"internal/netlink": 0, "internal/reap": 0, "internal/ebpf": 1, "internal/netlab": 1, "internal/coder": 1, "internal/wiregen": 8, "internal/numbersgen": 8, "internal/testreport": 8,
	"internal/bpfsim": 3, "internal/pid1": 0,
	"cmd/": 9, "examples/": 9,
}

// short lists all that the smallest packages may import, so that they fit small
// machines.
var short = map[string][]string{
	"wire":     {"errors", "iter", "math/bits", "net/netip", "slices"},
	"bpf":      {"errors", "iter", "math/bits", "strconv"},
	"link":     {"errors", "strconv", "strings"},
	"numbers":  {"embed", "strings"},
	"sequence": {"errors", "hash/maphash", "iter", "math/bits", "net/netip", module + "wire"},
	"session":  {"errors", "iter", "math/bits", "net/netip", module + "wire", module + "sequence"},
}

// sysUsers may import golang.org/x/sys.
var sysUsers = []string{"netif", "capture", "internal/netlab", "internal/netlink", "internal/ebpf", "internal/pid1", "cmd/"}

// mmapUsers may import unsafe: the few packages that map kernel memory, or pass it addresses.
var mmapUsers = []string{"capture/afpacket", "capture/bpfdev", "internal/bpfsim", "capture/afxdp", "capture/rawip", "internal/netlink", "internal/ebpf"}

type pkg struct {
	ImportPath string
	Standard   bool
	Imports    []string
	GoFiles    []string
}

func list(t *testing.T) (out []pkg) {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Standard,Imports,GoFiles", "./...")
	b, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	for d := json.NewDecoder(strings.NewReader(string(b))); ; {
		var p pkg
		if err := d.Decode(&p); err == io.EOF {
			return out
		} else if err != nil {
			t.Fatal(err)
		}
		out = append(out, p)
	}
}

// rankOf returns the rank of a package by its path within the module.
func rankOf(path string) (int, bool) {
	best, r := "", -1
	for prefix, x := range rank {
		if (path == prefix || strings.HasSuffix(prefix, "/") && strings.HasPrefix(path, prefix) ||
			strings.HasPrefix(path, prefix+"/")) && len(prefix) > len(best) {
			best, r = prefix, x
		}
	}
	return r, r >= 0
}

func under(path string, prefixes []string) bool {
	return slices.ContainsFunc(prefixes, func(p string) bool {
		return path == p || strings.HasPrefix(path, strings.TrimSuffix(p, "/")+"/")
	})
}

func TestRanks(t *testing.T) {
	for _, p := range list(t) {
		path := strings.TrimPrefix(p.ImportPath, module)
		if path == p.ImportPath {
			continue // the root has only tests
		}
		r, ok := rankOf(path)
		if !ok {
			t.Errorf("%s has no rank: give it one", path)
		}
		for _, i := range p.Imports {
			in, ours := strings.CutPrefix(i, module)
			if !ours {
				continue
			}
			if ri, _ := rankOf(in); ri >= r && !strings.HasPrefix(in, path+"/") && !strings.HasPrefix(path, in+"/") {
				t.Errorf("%s (rank %d) must not import %s (rank %d)", path, r, in, ri)
			}
		}
	}
}

func TestImports(t *testing.T) {
	for _, p := range list(t) {
		path := strings.TrimPrefix(p.ImportPath, module)
		if allowed := short[path]; allowed != nil {
			for _, i := range p.Imports {
				if !slices.Contains(allowed, i) {
					t.Errorf("%s must not import %s", path, i)
				}
			}
		}
		library := !under(path, []string{"cmd/", "internal/parity", "internal/oracle", "examples/"})
		for _, i := range p.Imports {
			host, _, _ := strings.Cut(i, "/")
			switch {
			case i == "unsafe" && !under(path, mmapUsers):
				t.Errorf("%s must not import unsafe", path)
			case i == "C":
				t.Errorf("%s uses cgo", path)
			case strings.HasPrefix(i, "golang.org/x/sys") && !under(path, sysUsers):
				t.Errorf("%s must not import %s", path, i)
			case library && strings.Contains(host, ".") && !strings.HasPrefix(i, module) &&
				!strings.HasPrefix(i, "golang.org/x/sys") && !strings.HasPrefix(i, "golang.org/x/net"):
				t.Errorf("%s must not import %s", path, i)
			}
		}
	}
}

// TestBytesOnly keeps protocols out of the packages that know bytes and link types.
func TestBytesOnly(t *testing.T) {
	for _, p := range list(t) {
		path := strings.TrimPrefix(p.ImportPath, module)
		if !under(path, []string{"capture", "filter", "bpf", "pcap", "link"}) {
			continue
		}
		for _, i := range p.Imports {
			if in := strings.TrimPrefix(i, module); in != i && under(in, []string{"layers", "packet", "show", "mutate"}) {
				t.Errorf("%s must not import %s", path, in)
			}
		}
	}
}

// TestNoGOOS keeps decisions about platforms in the names of files.
func TestNoGOOS(t *testing.T) {
	out, err := exec.Command("git", "grep", "-nE", `(if|switch|case|&&|\|\|).*runtime\.(GOOS|GOARCH)`, "--", "*.go", ":!arch_test.go").Output()
	if err == nil {
		t.Errorf("platforms are told apart by file:\n%s", out)
	}
}
