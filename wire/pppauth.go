package wire

// PAPCode is what a packet of the Password Authentication Protocol is.
type PAPCode uint8

// Codes. RFC 1334 §2.2.
const (
	PAPRequest PAPCode = 1
	PAPAck     PAPCode = 2
	PAPNak     PAPCode = 3
)

func (x PAPCode) String() string {
	switch x {
	case PAPRequest:
		return "authenticate-request"
	case PAPAck:
		return "authenticate-ack"
	case PAPNak:
		return "authenticate-nak"
	}
	return itoa(int(x))
}

// CHAPCode is what a packet of the Challenge Handshake Authentication Protocol is.
type CHAPCode uint8

// Codes. RFC 1994 §4.
const (
	CHAPChallenge CHAPCode = 1
	CHAPResponse  CHAPCode = 2
	CHAPSuccess   CHAPCode = 3
	CHAPFailure   CHAPCode = 4
)

func (x CHAPCode) String() string {
	switch x {
	case CHAPChallenge:
		return "challenge"
	case CHAPResponse:
		return "response"
	case CHAPSuccess:
		return "success"
	case CHAPFailure:
		return "failure"
	}
	return itoa(int(x))
}
