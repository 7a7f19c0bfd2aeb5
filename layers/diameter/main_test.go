package diameter_test

import (
	"os"
	"testing"

	"github.com/gocap-project/gocap/layers/diameter"
	"github.com/gocap-project/gocap/packet/packettest"
)

// Every protocol of the package goes through a trial.
func TestMain(m *testing.M) { os.Exit(packettest.Main(m, diameter.MessageProto)) }
