package wire

// EtherTypeEDSA is before the tags of Marvell's switches by the default of Linux.
const EtherTypeEDSA EtherType = 0xdada

// DSAMode says which way a tagged frame goes.
type DSAMode uint8

// The modes.
const (
	DSAToCPU   DSAMode = 0
	DSAFromCPU DSAMode = 1
	DSASniffer DSAMode = 2
	DSAForward DSAMode = 3
)

func (x DSAMode) String() string {
	return [...]string{"to CPU", "from CPU", "to analyzer", "forward"}[x&3]
}

// BRCMOpcode says which way a frame with a tag of Broadcom's switches goes.
type BRCMOpcode uint8

// The opcodes.
const (
	BRCMEgress  BRCMOpcode = 0 // from the switch to the processor
	BRCMIngress BRCMOpcode = 1 // from the processor to the switch
)

func (x BRCMOpcode) String() string {
	switch x {
	case BRCMEgress:
		return "egress"
	case BRCMIngress:
		return "ingress"
	}
	return itoa(int(x))
}

// BRCMTagBits is a tag of Broadcom's switches without its opcode.
type BRCMTagBits uint32

// Port returns the port that an egress tag says the frame came from.
func (x BRCMTagBits) Port() uint8 { return uint8(x & 31) }

// Reason returns why the frame of an egress tag was sent to the processor, a bit mask.
func (x BRCMTagBits) Reason() uint8 { return uint8(x >> 8) }

// Ports returns the ports that an ingress tag asks the frame to be sent to, a bit mask.
func (x BRCMTagBits) Ports() uint32 { return uint32(x & 0x7fffff) }

// Class returns the traffic class in an ingress tag.
func (x BRCMTagBits) Class() uint8 { return uint8(x >> 26 & 7) }

func (x BRCMTagBits) String() string {
	b := [4]byte{byte(x >> 24), byte(x >> 16), byte(x >> 8), byte(x)}
	return string(textHex(nil, b[:]))
}
