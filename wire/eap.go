package wire

import "iter"

// EAPOLType is what an EAPOL frame carries.
type EAPOLType uint8

// Types. IEEE 802.1X §11.3.2.
const (
	EAPOLEAP                  EAPOLType = 0
	EAPOLStart                EAPOLType = 1
	EAPOLLogoff               EAPOLType = 2
	EAPOLKey                  EAPOLType = 3
	EAPOLASFAlert             EAPOLType = 4
	EAPOLMKA                  EAPOLType = 5
	EAPOLAnnouncementGeneric  EAPOLType = 6
	EAPOLAnnouncementSpecific EAPOLType = 7
	EAPOLAnnouncementRequest  EAPOLType = 8
)

func (x EAPOLType) String() string {
	switch x {
	case EAPOLEAP:
		return "EAP"
	case EAPOLStart:
		return "start"
	case EAPOLLogoff:
		return "logoff"
	case EAPOLKey:
		return "key"
	case EAPOLASFAlert:
		return "ASF alert"
	case EAPOLMKA:
		return "MKA"
	case EAPOLAnnouncementGeneric:
		return "announcement, generic"
	case EAPOLAnnouncementSpecific:
		return "announcement, specific"
	case EAPOLAnnouncementRequest:
		return "announcement request"
	}
	return itoa(int(x))
}

// EAPCode is what an EAP packet is.
type EAPCode uint8

// Codes. RFC 3748 §4 and RFC 6696.
const (
	EAPRequest  EAPCode = 1
	EAPResponse EAPCode = 2
	EAPSuccess  EAPCode = 3
	EAPFailure  EAPCode = 4
	EAPInitiate EAPCode = 5
	EAPFinish   EAPCode = 6
)

func (x EAPCode) String() string {
	switch x {
	case EAPRequest:
		return "request"
	case EAPResponse:
		return "response"
	case EAPSuccess:
		return "success"
	case EAPFailure:
		return "failure"
	case EAPInitiate:
		return "initiate"
	case EAPFinish:
		return "finish"
	}
	return itoa(int(x))
}

// EAPType is a method of EAP.
type EAPType uint8

// Methods. https://www.iana.org/assignments/eap-numbers
const (
	EAPTypeIdentity     EAPType = 1
	EAPTypeNotification EAPType = 2
	EAPTypeNak          EAPType = 3
	EAPTypeMD5          EAPType = 4
	EAPTypeOTP          EAPType = 5
	EAPTypeGTC          EAPType = 6
	EAPTypeRSA          EAPType = 9
	EAPTypeTLS          EAPType = 13 // RFC 5216
	EAPTypeSecurID      EAPType = 15
	EAPTypeLEAP         EAPType = 17
	EAPTypeSIM          EAPType = 18 // RFC 4186
	EAPTypeTTLS         EAPType = 21 // RFC 5281
	EAPTypeAKA          EAPType = 23 // RFC 4187
	EAPTypePEAP         EAPType = 25
	EAPTypeMSCHAPv2     EAPType = 26
	EAPTypeMSCHAPv2Old  EAPType = 29
	EAPTypeTLV          EAPType = 33
	EAPTypeFAST         EAPType = 43  // RFC 4851
	EAPTypePAX          EAPType = 46  // RFC 4746
	EAPTypePSK          EAPType = 47  // RFC 4764
	EAPTypeSAKE         EAPType = 48  // RFC 4763
	EAPTypeIKEv2        EAPType = 49  // RFC 5106
	EAPTypeAKAPrime     EAPType = 50  // RFC 9048
	EAPTypeGPSK         EAPType = 51  // RFC 5433
	EAPTypePWD          EAPType = 52  // RFC 5931
	EAPTypeEKE          EAPType = 53  // RFC 6124
	EAPTypeTEAP         EAPType = 55  // RFC 7170
	EAPTypeExpanded     EAPType = 254 // RFC 3748 §5.7
	EAPTypeExperimental EAPType = 255
)

func (x EAPType) String() string {
	switch x {
	case EAPTypeIdentity:
		return "identity"
	case EAPTypeNotification:
		return "notification"
	case EAPTypeNak:
		return "nak"
	case EAPTypeMD5:
		return "MD5 challenge"
	case EAPTypeOTP:
		return "one-time password"
	case EAPTypeGTC:
		return "token card"
	case EAPTypeRSA:
		return "RSA public key"
	case EAPTypeTLS:
		return "TLS"
	case EAPTypeSecurID:
		return "SecurID"
	case EAPTypeLEAP:
		return "LEAP"
	case EAPTypeSIM:
		return "SIM"
	case EAPTypeTTLS:
		return "TTLS"
	case EAPTypeAKA:
		return "AKA"
	case EAPTypePEAP:
		return "PEAP"
	case EAPTypeMSCHAPv2:
		return "MS-CHAPv2"
	case EAPTypeMSCHAPv2Old:
		return "MS-CHAPv2"
	case EAPTypeTLV:
		return "TLV"
	case EAPTypeFAST:
		return "FAST"
	case EAPTypePAX:
		return "PAX"
	case EAPTypePSK:
		return "PSK"
	case EAPTypeSAKE:
		return "SAKE"
	case EAPTypeIKEv2:
		return "IKEv2"
	case EAPTypeAKAPrime:
		return "AKA'"
	case EAPTypeGPSK:
		return "GPSK"
	case EAPTypePWD:
		return "PWD"
	case EAPTypeEKE:
		return "EKE"
	case EAPTypeTEAP:
		return "TEAP"
	case EAPTypeExpanded:
		return "expanded"
	case EAPTypeExperimental:
		return "experimental"
	}
	return itoa(int(x))
}

// HasTLS reports whether the data of the method are flags, perhaps a length, and TLS records.
func (x EAPType) HasTLS() bool {
	switch x {
	case EAPTypeTLS, EAPTypeTTLS, EAPTypePEAP, EAPTypeFAST, EAPTypeTEAP:
		return true
	}
	return false
}

// HasAttributes reports whether the data of the method are a subtype and attributes.
func (x EAPType) HasAttributes() bool {
	return x == EAPTypeSIM || x == EAPTypeAKA || x == EAPTypeAKAPrime
}

// EAPTLSFlags are the flags of the methods that carry TLS. RFC 5216 §3.1.
type EAPTLSFlags uint8

// The flags. The low three bits are the version of PEAP, TTLS and FAST.
const (
	EAPTLSLength EAPTLSFlags = 0x80 // the length of the whole message is there
	EAPTLSMore   EAPTLSFlags = 0x40 // more fragments follow
	EAPTLSStart  EAPTLSFlags = 0x20
)

func (f EAPTLSFlags) String() string {
	s := flagNames(uint(f>>3), "", "", "start", "more", "length")
	if v := f & 7; v > 0 {
		s += ", version " + itoa(int(v))
	}
	return s
}

// EAPTLS is the data of a method that carries TLS.
type EAPTLS struct {
	Flags  EAPTLSFlags
	Length uint32 // of the whole message in bytes, if the flag says that it is there
	Data   []byte // a fragment of TLS records
}

// ParseEAPTLS takes the data of a method that carries TLS apart.
func ParseEAPTLS(data []byte) (x EAPTLS, ok bool) {
	if len(data) < 1 {
		return x, false
	}
	x.Flags, x.Data = EAPTLSFlags(data[0]), data[1:]
	if x.Flags&EAPTLSLength != 0 {
		if len(data) < 5 {
			return x, false
		}
		x.Length, x.Data = Uint32(data, 1), data[5:]
	}
	return x, true
}

// An EAPAttribute is a type of attribute of the methods SIM and AKA.
type EAPAttribute uint8

func (x EAPAttribute) String() string {
	switch x {
	case 1:
		return "RAND"
	case 2:
		return "AUTN"
	case 3:
		return "RES"
	case 4:
		return "AUTS"
	case 6:
		return "PADDING"
	case 7:
		return "NONCE_MT"
	case 10:
		return "PERMANENT_ID_REQ"
	case 11:
		return "MAC"
	case 12:
		return "NOTIFICATION"
	case 13:
		return "ANY_ID_REQ"
	case 14:
		return "IDENTITY"
	case 15:
		return "VERSION_LIST"
	case 16:
		return "SELECTED_VERSION"
	case 17:
		return "FULLAUTH_ID_REQ"
	case 19:
		return "COUNTER"
	case 20:
		return "COUNTER_TOO_SMALL"
	case 21:
		return "NONCE_S"
	case 22:
		return "CLIENT_ERROR_CODE"
	case 23:
		return "KDF_INPUT"
	case 24:
		return "KDF"
	case 129:
		return "IV"
	case 130:
		return "ENCR_DATA"
	case 132:
		return "NEXT_PSEUDONYM"
	case 133:
		return "NEXT_REAUTH_ID"
	case 134:
		return "CHECKCODE"
	case 135:
		return "RESULT_IND"
	case 136:
		return "BIDDING"
	}
	return itoa(int(x))
}

// EAPAttributes yields the attributes in the data of SIM or AKA, which follow a subtype and
// two reserved bytes. An attribute is a type, a length in words of four bytes that counts
// both, and a value. RFC 4186 §8.1.
func EAPAttributes(data []byte) iter.Seq[TLV[EAPAttribute]] {
	return func(yield func(TLV[EAPAttribute]) bool) {
		for b := data[min(3, len(data)):]; len(b) >= 4; {
			n := 4 * int(b[1])
			if n == 0 || n > len(b) || !yield(TLV[EAPAttribute]{EAPAttribute(b[0]), b[2:n:n]}) {
				return
			}
			b = b[n:]
		}
	}
}

// EAPOLDescriptor is a kind of key frame.
type EAPOLDescriptor uint8

// Descriptors. IEEE 802.1X §11.9.
const (
	EAPOLDescriptorRC4 EAPOLDescriptor = 1
	EAPOLDescriptorRSN EAPOLDescriptor = 2 // IEEE 802.11 §12.7.2
	EAPOLDescriptorWPA EAPOLDescriptor = 254
)

func (x EAPOLDescriptor) String() string {
	switch x {
	case EAPOLDescriptorRC4:
		return "RC4"
	case EAPOLDescriptorRSN:
		return "RSN"
	case EAPOLDescriptorWPA:
		return "WPA"
	}
	return itoa(int(x))
}

// EAPOLKeyInfo says what a key frame of IEEE 802.11 is. IEEE 802.11 §12.7.2.
type EAPOLKeyInfo uint16

// The bits of a key information field; the lowest three are the version of the descriptor,
// bits 4 and 5 the index of a WPA group key.
const (
	EAPOLKeyPairwise  EAPOLKeyInfo = 1 << 3
	EAPOLKeyInstall   EAPOLKeyInfo = 1 << 6
	EAPOLKeyAck       EAPOLKeyInfo = 1 << 7
	EAPOLKeyMIC       EAPOLKeyInfo = 1 << 8
	EAPOLKeySecure    EAPOLKeyInfo = 1 << 9
	EAPOLKeyError     EAPOLKeyInfo = 1 << 10
	EAPOLKeyRequest   EAPOLKeyInfo = 1 << 11
	EAPOLKeyEncrypted EAPOLKeyInfo = 1 << 12
	EAPOLKeySMK       EAPOLKeyInfo = 1 << 13
)

// Version returns the version of the descriptor.
func (x EAPOLKeyInfo) Version() uint8 { return uint8(x & 7) }

// String returns the bits as "version 2|pairwise|ack".
func (x EAPOLKeyInfo) String() string {
	s := "version " + itoa(int(x.Version()))
	if x>>3 == 0 {
		return s
	}
	return s + "|" + flagNames(uint(x>>3), "pairwise", "index 1", "index 2", "install", "ack", "MIC", "secure", "error", "request", "encrypted", "SMK")
}

// MKASetType is a type of parameter set of the MACsec Key Agreement.
type MKASetType uint8

// Types. IEEE 802.1X §11.11.
const (
	MKALivePeers      MKASetType = 1
	MKAPotentialPeers MKASetType = 2
	MKASAKUse         MKASetType = 3
	MKADistributedSAK MKASetType = 4
	MKADistributedCAK MKASetType = 5
	MKAKMD            MKASetType = 6
	MKAAnnouncement   MKASetType = 7
	MKAXPN            MKASetType = 8
	MKAICVIndicator   MKASetType = 255
)

func (x MKASetType) String() string {
	switch x {
	case MKALivePeers:
		return "live peers"
	case MKAPotentialPeers:
		return "potential peers"
	case MKASAKUse:
		return "SAK use"
	case MKADistributedSAK:
		return "distributed SAK"
	case MKADistributedCAK:
		return "distributed CAK"
	case MKAKMD:
		return "key management domain"
	case MKAAnnouncement:
		return "announcement"
	case MKAXPN:
		return "extended packet numbers"
	case MKAICVIndicator:
		return "ICV"
	}
	return itoa(int(x))
}

// MKASets is parameter sets of the MACsec Key Agreement as they are on the wire: a type, 12 bits
// of flags, 12 of length, a body, and padding up to a multiple of 4. IEEE 802.1X §11.11.
type MKASets []byte

// An MKASet is one parameter set.
type MKASet struct {
	Type  MKASetType
	Flags uint16 // 12 bits, of which types make different things
	Body  []byte
}

// next takes a set off o: n is how many bytes it has, or 0.
func (o MKASets) next() (s MKASet, n int) {
	if len(o) < 4 {
		return s, 0
	}
	end := 4 + int(Uint16(o, 2)&0xfff)
	n = (end + 3) &^ 3
	if end > len(o) {
		return s, 0
	}
	return MKASet{MKASetType(o[0]), uint16(o[1])<<4 | uint16(o[2])>>4, o[4:end:end]}, min(n, len(o))
}

// All yields the sets up to a malformed one.
func (o MKASets) All() iter.Seq[MKASet] {
	return func(yield func(MKASet) bool) {
		for len(o) > 0 {
			s, n := o.next()
			if n == 0 || !yield(s) {
				return
			}
			o = o[n:]
		}
	}
}

// Add returns o with one more set, whose body is 4095 bytes at most.
func (o MKASets) Add(s MKASet) MKASets {
	body := s.Body[:min(len(s.Body), 0xfff)]
	o = append(o[:len(o):len(o)], byte(s.Type), byte(s.Flags>>4))
	o = append(appendBE16(o, s.Flags<<12|uint16(len(body))), body...)
	for i := len(body); i%4 != 0; i++ {
		o = append(o, 0)
	}
	return o
}

// String returns the sets as "live peers 0x…; SAK use 0x…".
func (o MKASets) String() string {
	var b []byte
	for s := range o.All() {
		if len(b) > 0 {
			b = append(b, "; "...)
		}
		b = append(b, s.Type.String()...)
		if len(s.Body) > 0 {
			b = textHex(append(b, ' '), s.Body)
		}
	}
	return string(b)
}
