package wire

// NLPID is a network layer protocol identifier. ISO/IEC TR 9577.
type NLPID uint8

// Identifiers.
const (
	NLPIDNull  NLPID = 0x00
	NLPIDQ933  NLPID = 0x08
	NLPIDSNAP  NLPID = 0x80
	NLPIDCLNP  NLPID = 0x81
	NLPIDESIS  NLPID = 0x82
	NLPIDISIS  NLPID = 0x83
	NLPIDIPv6  NLPID = 0x8e
	NLPIDFRF12 NLPID = 0xb1 // fragments, FRF.12 and FRF.15
	NLPIDIPv4  NLPID = 0xcc
	NLPIDPPP   NLPID = 0xcf
	NLPIDFRF9  NLPID = 0xb0 // compressed
)

func (x NLPID) String() string {
	switch x {
	case NLPIDNull:
		return "null"
	case NLPIDQ933:
		return "Q.933"
	case NLPIDSNAP:
		return "SNAP"
	case NLPIDCLNP:
		return "CLNP"
	case NLPIDESIS:
		return "ES-IS"
	case NLPIDISIS:
		return "IS-IS"
	case NLPIDIPv6:
		return "IPv6"
	case NLPIDFRF12:
		return "FRF.12"
	case NLPIDFRF9:
		return "FRF.9"
	case NLPIDIPv4:
		return "IPv4"
	case NLPIDPPP:
		return "PPP"
	}
	return string(textHex(nil, []byte{byte(x)}))
}

// AddressLen returns the length of the address in bytes, two to four, or 0 if it does not end
// in time.
func (v FrameRelay) AddressLen() int {
	for i := 1; i < 4 && i < len(v); i++ {
		if v[i]&1 != 0 {
			return i + 1
		}
	}
	return 0
}
