package packettest_test

import (
	"fmt"
	"testing"

	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/packet/packettest"
)

// The test of a protocol, with a packet as it is on the wire.
func ExampleTrial() {
	echo := []byte("\x08\x00\xf7\xf7\x00\x07\x00\x01")
	_ = func(t *testing.T) { packettest.Trial(t, layers.ICMPv4Proto, echo) }
}

func ExampleWrong() {
	p, _ := packet.Parse([]byte("\x08\x00\x00\x01\x00\x07\x00\x01"), layers.ICMPv4Proto)
	fmt.Println(packettest.Wrong(p))
	// Output: [ICMPv4.Checksum]
}
