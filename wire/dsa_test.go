package wire

import "testing"

// 29 bits are too many for the compiler.
func init() { notInlined("BRCM.SetTag", "BRCMTag.SetTag") }

func TestBRCMTagBits(t *testing.T) {
	if x := BRCMTagBits(0x2005); x.Port() != 5 || x.Reason() != 0x20 {
		t.Error(x.Port(), x.Reason())
	}
	if x := BRCMTagBits(0xc000080); x.Ports() != 0x80 || x.Class() != 3 || x.String() != "0x0c000080" {
		t.Error(x.Ports(), x.Class(), x)
	}
}
