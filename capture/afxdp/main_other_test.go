//go:build !linux

package afxdp

import (
	"errors"
	"testing"
)

func play(string) int { return 1 }

func TestUnsupported(t *testing.T) {
	if _, err := Open(1, Config{}); !errors.Is(err, errors.ErrUnsupported) {
		t.Error(err)
	}
}
