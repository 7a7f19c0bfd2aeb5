package wire

// ARCNETType is the system code of an ARCNET packet. RFC 1201, RFC 1051.
type ARCNETType uint8

// Types.
const (
	ARCNETIPv6      ARCNETType = 0xc4
	ARCNETIPv4      ARCNETType = 212
	ARCNETARP       ARCNETType = 213
	ARCNETRARP      ARCNETType = 214
	ARCNETIPv4Old   ARCNETType = 240 // RFC 1051
	ARCNETARPOld    ARCNETType = 241 // RFC 1051
	ARCNETAppleTalk ARCNETType = 0xdd
	ARCNETNovell    ARCNETType = 0xfa
	ARCNETDiagnose  ARCNETType = 0x80
)

// Old reports whether packets of the type have no fragment header, as RFC 1051 has them.
func (t ARCNETType) Old() bool { return t == ARCNETIPv4Old || t == ARCNETARPOld || t == ARCNETDiagnose }

func (t ARCNETType) String() string {
	switch t {
	case ARCNETIPv6:
		return "IPv6"
	case ARCNETIPv4:
		return "IPv4"
	case ARCNETARP:
		return "ARP"
	case ARCNETRARP:
		return "RARP"
	case ARCNETIPv4Old:
		return "IPv4, RFC 1051"
	case ARCNETARPOld:
		return "ARP, RFC 1051"
	case ARCNETAppleTalk:
		return "AppleTalk"
	case ARCNETNovell:
		return "Novell"
	case ARCNETDiagnose:
		return "diagnose"
	}
	return itoa(int(t))
}
