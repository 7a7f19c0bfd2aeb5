//go:build !linux

package netlab_test

import (
	"errors"
	"testing"

	"github.com/gocap-project/gocap/internal/netlab"
)

func play(string) int { return 1 }

func TestUnavailable(t *testing.T) {
	_, made := netlab.NewHost("h")
	_, _, reexec := netlab.Reexec()
	for _, err := range []error{made, reexec, netlab.Available(), netlab.Here().SetUp("lo")} {
		var why *netlab.UnavailableError
		if !errors.Is(err, errors.ErrUnsupported) || !errors.As(err, &why) {
			t.Error(err)
		}
	}
	if netlab.Inside() {
		t.Error("inside a namespace where there are none")
	}
}
