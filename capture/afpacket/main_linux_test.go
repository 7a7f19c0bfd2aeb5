package afpacket

import (
	"testing"

	"github.com/gocap-project/gocap/internal/netlab/labtest"
)

func TestMain(m *testing.M) { labtest.MainPrivileged(m) }
