package wire

// UDP ports of VXLAN.
const (
	PortVXLAN      = 4789 // RFC 7348 §8
	PortVXLANLinux = 8472 // Linux's default, from before the assignment
)

// VXLANFlags are the flag bits of a VXLAN header.
type VXLANFlags uint8

// The flags. RFC 7348 §5; policy is draft-smith-vxlan-group-policy.
const (
	VXLANHasVNI VXLANFlags = 1 << 3
	VXLANPolicy VXLANFlags = 1 << 7 // the group policy extension is in use
)

func (f VXLANFlags) String() string {
	return flagNames(uint(f), "", "", "", "VNI", "", "", "", "policy")
}
