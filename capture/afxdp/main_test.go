package afxdp

import (
	"os"
	"testing"

	"github.com/gocap-project/gocap/internal/netlab/labtest"
)

func TestMain(m *testing.M) {
	if role := os.Getenv("AFXDP_TEST_ROLE"); role != "" {
		os.Exit(play(role))
	}
	labtest.MainPrivileged(m)
}
