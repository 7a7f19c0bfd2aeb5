package link

import (
	"os"
	"strconv"
	"strings"
	"testing"
)

// libpcap's list of DLT_ names and numbers agrees with ours.
func TestAgainstLibpcap(t *testing.T) {
	b, err := os.ReadFile("../../shared/filters/dlt_features.tsv")
	if err != nil {
		t.Skipf("no shared test data: %v", err)
	}
	for line := range strings.Lines(string(b)) {
		f := strings.Split(line, "\t")
		if line[0] == '#' || len(f) < 2 {
			continue
		}
		n, err := strconv.Atoi(f[1])
		if err != nil {
			t.Fatal(err)
		}
		typ, ok := ByName(f[0])
		if !ok || typ.DLT(Common) != n || typ.String() != f[0] {
			t.Errorf("%s: %v (%d), known %v; libpcap has %d", f[0], typ, typ.DLT(Common), ok, n)
		}
	}
}
