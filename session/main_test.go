package session_test

import (
	"testing"

	"github.com/gocap-project/gocap/internal/netlab/labtest"
)

func TestMain(m *testing.M) { labtest.Main(m) }
