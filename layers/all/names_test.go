package all_test

import (
	"testing"

	_ "github.com/gocap-project/gocap/layers/all"
	"github.com/gocap-project/gocap/packet"
)

// A name is that of one protocol: tools look protocols up by it.
func TestNames(t *testing.T) {
	seen := map[string]*packet.Proto{}
	for _, p := range packet.Protos() {
		if q := seen[p.Name]; q != nil {
			t.Errorf("two protocols are called %s: %s, %s", p.Name, p.Title, q.Title)
		}
		seen[p.Name] = p
	}
}
