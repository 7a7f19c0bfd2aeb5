package layers

import (
	"strings"
	"testing"

	"github.com/gocap-project/gocap/packet"
)

// What bytes are taken for on ports that say nothing, and what a port's protocol turns away.
func TestGuesses(t *testing.T) {
	for _, tt := range []struct {
		name  string
		judge func([]byte) packet.Confidence
		bytes string
		want  packet.Confidence
	}{
		{"TFTP request", judgeTFTP, "\x00\x01boot.img\x00OCTET\x00", packet.Certain},
		{"TFTP request of another mode", judgeTFTP, "\x00\x02boot.img\x00mail\x00", packet.Possible},
		{"TFTP request without a mode", judgeTFTP, "\x00\x01", packet.Possible},
		{"TFTP block", judgeTFTP, "\x00\x03\x00\x01" + strings.Repeat("x", 512), packet.Likely},
		{"TFTP block 0", judgeTFTP, "\x00\x03\x00\x00" + strings.Repeat("x", 512), packet.Possible},
		{"TFTP last block", judgeTFTP, "\x00\x03\x00\x01x", packet.Possible},
		{"TFTP acknowledgment", judgeTFTP, "\x00\x04\x00\x01", packet.Likely},
		{"TFTP acknowledgment and more", judgeTFTP, "\x00\x04\x00\x01\x00", packet.Possible},
		{"TFTP error", judgeTFTP, "\x00\x05\x00\x01File not found\x00", packet.Likely},
		{"TFTP error without an end", judgeTFTP, "\x00\x05\x00\x01File not found", packet.Possible},
		{"TFTP options", judgeTFTP, "\x00\x06blksize\x001428\x00", packet.Certain},
		{"TFTP unknown options", judgeTFTP, "\x00\x06x\x001428\x00", packet.Possible},
		{"not TFTP", judgeTFTP, "\x00\x07\x00\x01", packet.Impossible},
		{"not TFTP", judgeTFTP, "\x01\x04\x00\x01", packet.Impossible},
		{"TFTP cut", judgeTFTP, "\x00", packet.Impossible},
		{"lines", judgeLines, "220 ready\r\n\x00", packet.Possible},
		{"TLS for lines", judgeLines, "\x16\x03\x01", packet.Impossible},
		{"Modbus", judgeModbus, "\x00\x01\x00\x00\x00\x02\x01\x03", packet.Possible},
		{"Modbus of another protocol", judgeModbus, "\x00\x01\x01\x00\x00\x02\x01\x03", packet.Impossible},
		{"Modbus without a function", judgeModbus, "\x00\x01\x00\x00\x00\x01\x01\x03", packet.Impossible},
	} {
		if got := tt.judge([]byte(tt.bytes)); got != tt.want {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}

// Of two ports that are bound, a system port tells first, and otherwise the destination.
func TestByPort(t *testing.T) {
	for _, tt := range [][4]uint16{{53, 5353, 53, 5353}, {5353, 53, 53, 5353}, {4790, 4789, 4790, 4789}, {80, 443, 80, 443}, {443, 80, 80, 443}} {
		if a, b := byPort(tt[0], tt[1]); a != tt[2] || b != tt[3] {
			t.Errorf("to %d from %d: %d, %d", tt[0], tt[1], a, b)
		}
	}
}
