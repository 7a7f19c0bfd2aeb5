package wire

// Ports of BFD. RFC 5881 §4, RFC 5883 §5, RFC 7130 §2.2, RFC 7881 §2.
const (
	PortBFD         = 3784
	PortBFDEcho     = 3785
	PortBFDMultihop = 4784
	PortBFDLAG      = 6784 // on a link of an aggregation: micro-BFD
	PortSBFD        = 7784 // seamless: to a reflector
)

// BFDDiag says why a BFD session changed state. RFC 5880 §4.1.
type BFDDiag uint8

func (d BFDDiag) String() string {
	return listed([]string{"no diagnostic", "control detection time expired", "echo function failed", "neighbor signaled session down",
		"forwarding plane reset", "path down", "concatenated path down", "administratively down", "reverse concatenated path down",
		"mis-connectivity defect"}, int(d))
}

// BFDState is the state of a BFD session. RFC 5880 §4.1.
type BFDState uint8

// The states.
const (
	BFDAdminDown BFDState = 0
	BFDDown      BFDState = 1
	BFDInit      BFDState = 2
	BFDUp        BFDState = 3
)

func (s BFDState) String() string {
	return listed([]string{"AdminDown", "Down", "Init", "Up"}, int(s))
}

// BFDAuthType is how a BFD packet is authenticated. RFC 5880 §4.1.
type BFDAuthType uint8

// The types.
const (
	BFDAuthNone            BFDAuthType = 0
	BFDAuthSimple          BFDAuthType = 1
	BFDAuthMD5             BFDAuthType = 2
	BFDAuthMeticulousMD5   BFDAuthType = 3
	BFDAuthSHA1            BFDAuthType = 4
	BFDAuthMeticulousSHA1  BFDAuthType = 5
	bfdAuthHeader                      = 3
	bfdAuthSequenceAndMore             = 8
)

func (t BFDAuthType) String() string {
	return listed([]string{"none", "simple password", "keyed MD5", "meticulous keyed MD5", "keyed SHA1", "meticulous keyed SHA1"}, int(t))
}

// BFDAuth is the authentication section of a BFD packet in wire form. RFC 5880 §4.2
// to §4.4.
type BFDAuth []byte

// NewBFDPassword returns a section with a password of 1 to 16 bytes.
func NewBFDPassword(key uint8, password string) BFDAuth {
	return append(BFDAuth{byte(BFDAuthSimple), byte(bfdAuthHeader + len(password)), key}, password...)
}

// NewBFDDigest returns a section with a digest: 16 bytes of MD5, or 20 of SHA1.
func NewBFDDigest(t BFDAuthType, key uint8, seq uint32, digest []byte) BFDAuth {
	return append(appendBE32([]byte{byte(t), byte(bfdAuthSequenceAndMore + len(digest)), key, 0}, seq), digest...)
}

// Type returns the kind of authentication.
func (a BFDAuth) Type() BFDAuthType {
	if len(a) == 0 {
		return 0
	}
	return BFDAuthType(a[0])
}

// KeyID returns which key is used.
func (a BFDAuth) KeyID() uint8 {
	if len(a) < bfdAuthHeader {
		return 0
	}
	return a[2]
}

// Password returns the password of simple authentication.
func (a BFDAuth) Password() []byte {
	if a.Type() != BFDAuthSimple || len(a) < bfdAuthHeader {
		return nil
	}
	return a[bfdAuthHeader:]
}

// Digest returns the sequence number and the digest of other kinds.
func (a BFDAuth) Digest() (seq uint32, digest []byte) {
	if a.Type() == BFDAuthSimple || len(a) < bfdAuthSequenceAndMore {
		return 0, nil
	}
	return Uint32(a, 4), a[bfdAuthSequenceAndMore:]
}

// Valid reports whether the section has the length that it says and its type has.
func (a BFDAuth) Valid() bool {
	if len(a) < bfdAuthHeader || int(a[1]) != len(a) {
		return false
	}
	switch a.Type() {
	case BFDAuthSimple:
		return len(a) >= 4 && len(a) <= 19
	case BFDAuthMD5, BFDAuthMeticulousMD5:
		return len(a) == 24
	case BFDAuthSHA1, BFDAuthMeticulousSHA1:
		return len(a) == 28
	}
	return false
}

// String returns the section in words, as in "keyed SHA1 key 2 seq 5 0123…".
func (a BFDAuth) String() string {
	if len(a) == 0 {
		return ""
	}
	b := append([]byte(nil), a.Type().String()...)
	if len(a) >= bfdAuthHeader {
		b = appendInt(append(b, " key "...), int(a[2]))
	}
	if p := a.Password(); p != nil {
		return string(append(append(append(b, ` "`...), p...), '"'))
	}
	if seq, d := a.Digest(); d != nil {
		b = append(appendUint(append(b, " seq "...), seq), ' ')
		return string(appendHex(b, d, 0))
	}
	return string(b)
}

// Auth returns the authentication section: what Length says follows the mandatory
// part, as far as it is there.
func (v BFD) Auth() BFDAuth {
	return BFDAuth(v[BFDLen:clamp(int(v.Length()), BFDLen, len(v))])
}
