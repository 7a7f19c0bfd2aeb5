package wire

// UDP ports of VXLAN.
const (
	PortVXLAN      = 4789 // RFC 7348 §8
	PortVXLANLinux = 8472 // Linux's default, from before the assignment
)

// VXLANFlags are the flag bits of a VXLAN header.
type VXLANFlags uint8

// The flags.
const (
	VXLANNextProtocol VXLANFlags = 1 << 2 // of VXLAN-GPE, which RFC 7348 ignores
	VXLANHasVNI       VXLANFlags = 1 << 3 // RFC 7348 §5
	VXLANPolicy       VXLANFlags = 1 << 7 // draft-smith-vxlan-group-policy: Reserved has a group
)

func (f VXLANFlags) String() string {
	return flagNames(uint(f), "", "", "next protocol", "VNI", "", "", "", "policy")
}
