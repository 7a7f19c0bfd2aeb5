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
	VXLANOAM          VXLANFlags = 1 << 0 // of VXLAN-GPE: an OAM packet
	VXLANBUM          VXLANFlags = 1 << 1 // of VXLAN-GPE: replicated at the ingress
	VXLANNextProtocol VXLANFlags = 1 << 2 // of VXLAN-GPE
	VXLANHasVNI       VXLANFlags = 1 << 3 // RFC 7348 §5
	VXLANVersion      VXLANFlags = 3 << 4 // of VXLAN-GPE: two bits, 0
	VXLANPolicy       VXLANFlags = 1 << 7 // draft-smith-vxlan-group-policy-05 §2.1
)

func (f VXLANFlags) String() string {
	return flagNames(uint(f), "OAM", "BUM", "next protocol", "VNI", "", "", "", "policy")
}

// VXLANPolicyFlags are flags of a VXLAN header with a group policy.
type VXLANPolicyFlags uint8

// The flags.
const (
	VXLANPolicyApplied VXLANPolicyFlags = 1 << 3 // no policy is to be applied any more
	VXLANDontLearn     VXLANPolicyFlags = 1 << 6 // the source address is not to be learned
)

func (f VXLANPolicyFlags) String() string {
	return flagNames(uint(f), "", "", "", "applied", "", "", "don't learn")
}
