package wire

import "iter"

// PortIKE is the UDP port of IKE. RFC 7296 §2; behind address translation it is
// [PortNATT].
const PortIKE = 500

// IKEExchange says what an IKE message is part of. RFC 2408 §3.1, RFC 7296 §3.1.
type IKEExchange uint8

// The exchanges of version 1 and, from 34, of version 2.
const (
	IKEBase             IKEExchange = 1
	IKEIdentity         IKEExchange = 2 // main mode
	IKEAuthOnly         IKEExchange = 3
	IKEAggressive       IKEExchange = 4
	IKEInformationalV1  IKEExchange = 5
	IKETransaction      IKEExchange = 6  // mode config
	IKEQuickMode        IKEExchange = 32 // RFC 2409
	IKENewGroup         IKEExchange = 33 // RFC 2409
	IKESAInit           IKEExchange = 34
	IKEAuth             IKEExchange = 35
	IKECreateChildSA    IKEExchange = 36
	IKEInformational    IKEExchange = 37
	IKESessionResume    IKEExchange = 38 // RFC 5723
	IKEIntermediate     IKEExchange = 43 // RFC 9242
	IKEFollowupExchange IKEExchange = 44 // RFC 9370
)

func (e IKEExchange) String() string {
	return listed([]string{1: "base", "identity protection", "authentication only", "aggressive", "informational", "transaction",
		32: "quick mode", "new group mode", "IKE_SA_INIT", "IKE_AUTH", "CREATE_CHILD_SA", "INFORMATIONAL", "IKE_SESSION_RESUME",
		"GSA_AUTH", "GSA_REGISTRATION", "GSA_REKEY", 43: "IKE_INTERMEDIATE", "IKE_FOLLOWUP_KE"}, int(e))
}

// IKEFlags are the flags of an IKE message: the first three of version 1, the others
// of version 2.
type IKEFlags uint8

// The flags. RFC 2408 §3.1, RFC 7296 §3.1.
const (
	IKEEncrypted IKEFlags = 0x01
	IKECommit    IKEFlags = 0x02
	IKEIntegrity IKEFlags = 0x04 // authentication only
	IKEInitiator IKEFlags = 0x08
	IKEVersion   IKEFlags = 0x10 // the sender could speak a higher version
	IKEResponse  IKEFlags = 0x20
)

func (f IKEFlags) String() string {
	var b []byte
	for i, s := range [...]string{"encrypted", "commit", "authentication", "initiator", "version", "response", "0x40", "0x80"} {
		if f>>i&1 != 0 {
			if len(b) > 0 {
				b = append(b, '|')
			}
			b = append(b, s...)
		}
	}
	if b == nil {
		return "0"
	}
	return string(b)
}

// IKEPayloadType is the type of a payload of an IKE message.
type IKEPayloadType uint8

// The types of version 1, RFC 2408 §3.1, and from 33 of version 2, RFC 7296 §3.2.
const (
	IKENone        IKEPayloadType = 0
	IKESAV1        IKEPayloadType = 1
	IKEProposalV1  IKEPayloadType = 2
	IKETransformV1 IKEPayloadType = 3
	IKEKEV1        IKEPayloadType = 4
	IKEIDV1        IKEPayloadType = 5
	IKECertV1      IKEPayloadType = 6
	IKECertReqV1   IKEPayloadType = 7
	IKEHashV1      IKEPayloadType = 8
	IKESigV1       IKEPayloadType = 9
	IKENonceV1     IKEPayloadType = 10
	IKENotifyV1    IKEPayloadType = 11
	IKEDeleteV1    IKEPayloadType = 12
	IKEVendorV1    IKEPayloadType = 13
	IKEConfigV1    IKEPayloadType = 14
	IKENATDV1      IKEPayloadType = 20  // RFC 3947
	IKENATOAV1     IKEPayloadType = 21  // RFC 3947
	IKENATDDraft   IKEPayloadType = 130 // of drafts of RFC 3947
	IKENATOADraft  IKEPayloadType = 131
	IKEFragmentV1  IKEPayloadType = 132 // not in a standard
	IKESA          IKEPayloadType = 33
	IKEKE          IKEPayloadType = 34
	IKEIDi         IKEPayloadType = 35
	IKEIDr         IKEPayloadType = 36
	IKECert        IKEPayloadType = 37
	IKECertReq     IKEPayloadType = 38
	IKEAUTH        IKEPayloadType = 39
	IKENonce       IKEPayloadType = 40
	IKENotify      IKEPayloadType = 41
	IKEDelete      IKEPayloadType = 42
	IKEVendor      IKEPayloadType = 43
	IKETSi         IKEPayloadType = 44
	IKETSr         IKEPayloadType = 45
	IKESK          IKEPayloadType = 46 // encrypted
	IKECP          IKEPayloadType = 47
	IKEEAP         IKEPayloadType = 48
	IKEGSPM        IKEPayloadType = 49 // RFC 6467
	IKESKF         IKEPayloadType = 53 // encrypted fragment, RFC 7383
)

func (t IKEPayloadType) String() string {
	switch t {
	case IKENATDDraft:
		return "NAT-D (draft)"
	case IKENATOADraft:
		return "NAT-OA (draft)"
	case IKEFragmentV1:
		return "fragment"
	}
	return listed([]string{"none", "SA", "proposal", "transform", "KE", "ID", "CERT", "CERTREQ", "HASH", "SIG", "nonce", "notify", "delete",
		"vendor ID", "attributes", 20: "NAT-D", "NAT-OA", 33: "SA", "KE", "IDi", "IDr", "CERT", "CERTREQ", "AUTH", "nonce", "notify",
		"delete", "vendor ID", "TSi", "TSr", "SK", "CP", "EAP", "GSPM", 53: "SKF"}, int(t))
}

// An IKEPayload is one payload of an IKE message.
type IKEPayload struct {
	Type     IKEPayloadType
	Next     IKEPayloadType // type of the next; of an encrypted one, of the first in it
	Reserved uint8          // top bit: critical, RFC 7296 §3.2
	Data     []byte         // after the header of 4 bytes
}

// Critical reports whether a receiver that does not know the type refuses the message.
func (p IKEPayload) Critical() bool { return p.Reserved&0x80 != 0 }

// IKEPayloads is the payloads of an IKE message in wire form.
type IKEPayloads []byte

// All yields the payloads, of which first is the type of the first, up to the first
// malformed one, and with an encrypted one, which is the last.
func (b IKEPayloads) All(first IKEPayloadType) iter.Seq[IKEPayload] {
	return func(yield func(IKEPayload) bool) {
		for t := first; t != IKENone; {
			p, n := b.cut(t)
			if n == 0 || !yield(p) || t == IKESK || t == IKESKF {
				return
			}
			b, t = b[n:], p.Next
		}
	}
}

func (b IKEPayloads) cut(t IKEPayloadType) (p IKEPayload, n int) {
	if len(b) < 4 {
		return p, 0
	}
	if n = int(Uint16(b, 2)); n < 4 || n > len(b) {
		return p, 0
	}
	return IKEPayload{t, IKEPayloadType(b[0]), b[1], b[4:n:n]}, n
}

// Rest returns what is behind the last payload that All yields, of which last is the
// type of the next.
func (b IKEPayloads) Rest(first IKEPayloadType) (rest []byte, last IKEPayloadType) {
	for t := first; t != IKENone; {
		p, n := b.cut(t)
		if n == 0 {
			return b, t
		}
		if b = b[n:]; t == IKESK || t == IKESKF {
			return b, IKENone
		}
		t = p.Next
	}
	return b, IKENone
}

// Payloads returns the payloads, which follow the header up to Length. Those of a
// message that is encrypted in version 1's way are not in clear, and not returned.
func (v IKE) Payloads() IKEPayloads {
	if v.Flags()&IKEEncrypted != 0 && v.Major() < 2 {
		return nil
	}
	return IKEPayloads(v[IKELen:clamp(int(v.Length()), IKELen, len(v))])
}

// IKESPI is a security parameter index of an IKE association, a cookie in version 1. It is
// written in hexadecimal, as logs have it.
type IKESPI uint64

func (x IKESPI) String() string {
	var b [8]byte
	PutUint64(b[:], 0, uint64(x))
	return string(appendHex(nil, b[:], 0))
}
