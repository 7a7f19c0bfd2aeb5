//go:build !linux

package afpacket

import (
	"testing"

	"github.com/gocap-project/gocap/internal/pid1"
)

func TestMain(m *testing.M) { pid1.Main(m) }
