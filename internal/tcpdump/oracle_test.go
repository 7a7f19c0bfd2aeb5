package tcpdump

import (
	"encoding/binary"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// oracle is the release that the texts are compared with.
const oracle = "tcpdump version 4.99.3"

// TestOracle has the installed tcpdump print the samples, if it is the right one.
func TestOracle(t *testing.T) {
	version, err := exec.Command("tcpdump", "--version").CombinedOutput()
	if err != nil || !strings.HasPrefix(string(version), oracle) {
		t.Skipf("%s is not installed", oracle)
	}
	for _, s := range samples(t) {
		if s.opts.HostName != nil || len(s.data) == 0 {
			continue
		}
		got, err := runOracle(t, s)
		if err != nil {
			t.Fatal(err)
		}
		if got != newShort.ReplaceAllString(s.want, "[short] ") {
			t.Errorf("%s: tcpdump  %q\nwe want  %q", s.name, got, s.want)
		}
	}
}

var (
	oldShort  = regexp.MustCompile(`truncated-ip6? - \d+ bytes missing! ?`)
	newShort  = regexp.MustCompile(`\[(total|header\+payload) length \d+ > length \d+\] \(invalid\) `)
	oldIPv6   = regexp.MustCompile(`\) payload length: (\d+)\)`)
	oldOption = regexp.MustCompile(`opt_type (0x..): len`)
	oldNames  = strings.NewReplacer("next-header Options (0)", "next-header HBH (0)", "next-header unknown (60)", "next-header DSTOPT (60)",
		"NOAUTO (116)", "Auto-Configure (116)", "Dagid,c0]", "Dagid,flags:c0]")
)

func runOracle(t *testing.T, s sample) (string, error) {
	b := binary.LittleEndian.AppendUint32(nil, 0xa1b2c3d4)
	for _, x := range [...]uint32{2 | 4<<16, 0, 0, 262144, uint32(s.link), 0, 0, uint32(len(s.data)), uint32(len(s.data) + s.extra)} {
		b = binary.LittleEndian.AppendUint32(b, x)
	}
	name := filepath.Join(t.TempDir(), "sample.pcap")
	if err := os.WriteFile(name, append(b, s.data...), 0o600); err != nil {
		return "", err
	}
	out, err := exec.Command("tcpdump", append(flags(s.opts), "-r", name)...).Output()
	// The head of an IPv6 packet is printed as from version 5 on.
	text := oldIPv6.ReplaceAllString(strings.TrimSuffix(string(out), "\n"), "), payload length $1)")
	text = oldShort.ReplaceAllString(text, "[short] ")
	return oldNames.Replace(oldOption.ReplaceAllString(text, "unknown opt-type $1 len")), err
}

// flags are the flags for tcpdump that options stand for.
func flags(o Options) []string {
	f := []string{"-n", "-t"}
	for range o.Verbose {
		f = append(f, "-v")
	}
	for _, x := range [...]struct {
		on   bool
		flag string
	}{{o.Link, "-e"}, {o.Quiet, "-q"}, {o.Hex == HexOnly, "-x"}, {o.Hex == HexASCII, "-X"}, {o.Hex == ASCII, "-A"}} {
		if x.on {
			f = append(f, x.flag)
		}
	}
	return f
}
