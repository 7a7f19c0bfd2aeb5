package netlab_test

import (
	"os"
	"testing"

	"github.com/gocap-project/gocap/internal/netlab/labtest"
)

func TestMain(m *testing.M) {
	if role := os.Getenv("NETLAB_TEST_ROLE"); role != "" {
		os.Exit(play(role))
	}
	labtest.Main(m)
}
