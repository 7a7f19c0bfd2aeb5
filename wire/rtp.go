package wire

import "iter"

// RTPPayload is a payload type of RTP. RFC 3551 §6.
type RTPPayload uint8

var rtpPayloads = []coded{
	{0, "PCMU"}, {3, "GSM"}, {4, "G723"}, {5, "DVI4/8000"}, {6, "DVI4/16000"}, {7, "LPC"}, {8, "PCMA"}, {9, "G722"},
	{10, "L16/2"}, {11, "L16/1"}, {12, "QCELP"}, {13, "CN"}, {14, "MPA"}, {15, "G728"}, {16, "DVI4/11025"}, {17, "DVI4/22050"},
	{18, "G729"}, {25, "CelB"}, {26, "JPEG"}, {28, "nv"}, {31, "H261"}, {32, "MPV"}, {33, "MP2T"}, {34, "H263"},
}

// Static reports whether the type has a fixed meaning.
func (x RTPPayload) Static() bool { return hasCode(rtpPayloads, uint32(x)) }

func (x RTPPayload) String() string {
	if x >= 96 {
		return "dynamic " + itoa(int(x))
	}
	return codedName(rtpPayloads, uint32(x))
}

// RTCPType is a packet type of RTCP. https://www.iana.org/assignments/rtp-parameters
type RTCPType uint8

// The packet types.
const (
	RTCPSenderReport      RTCPType = 200 // RFC 3550 §6.4.1
	RTCPReceiverReport    RTCPType = 201 // RFC 3550 §6.4.2
	RTCPSourceDescription RTCPType = 202 // RFC 3550 §6.5
	RTCPGoodbye           RTCPType = 203 // RFC 3550 §6.6
	RTCPApplication       RTCPType = 204 // RFC 3550 §6.7
	RTCPTransportFeedback RTCPType = 205 // RFC 4585 §6.2
	RTCPPayloadFeedback   RTCPType = 206 // RFC 4585 §6.3
	RTCPExtendedReport    RTCPType = 207 // RFC 3611
)

var rtcpTypes = []coded{
	{192, "FIR"}, {193, "NACK"}, {194, "SMPTETC"}, {195, "IJ"}, {200, "SR"}, {201, "RR"}, {202, "SDES"}, {203, "BYE"}, {204, "APP"},
	{205, "RTPFB"}, {206, "PSFB"}, {207, "XR"}, {208, "AVB"}, {209, "RSI"}, {210, "TOKEN"}, {211, "IDMS"}, {212, "RGRS"}, {213, "SNM"},
}

// Known reports whether the type is assigned.
func (x RTCPType) Known() bool { return hasCode(rtcpTypes, uint32(x)) }

func (x RTCPType) String() string { return codedName(rtcpTypes, uint32(x)) }

// RTPExtensions are the words of an RTP header extension. RFC 3550 §5.3.1, RFC 8285.
type RTPExtensions []byte

// An RTPExtension is an element of an extension. RFC 8285 §4.
type RTPExtension struct {
	ID   uint8
	Data []byte
}

// Profiles that say what form an extension's elements have. RFC 8285 §4.2, §4.3.
const (
	RTPOneByte = 0xbede // ID and length share a byte
	RTPTwoByte = 0x1000 // a byte each; the low four bits are the application's
)

// In returns the elements of an extension that profile says the form of: none if it
// is neither of RFC 8285's.
func (x RTPExtensions) In(profile uint16) iter.Seq[RTPExtension] {
	return func(yield func(RTPExtension) bool) {
		for b := []byte(x); len(b) > 0; {
			if b[0] == 0 { // padding
				b = b[1:]
				continue
			}
			e, n := rtpExtension(b, profile)
			if n == 0 || n > len(b) {
				return
			}
			if e.Data = b[n-len(e.Data) : n : n]; !yield(e) {
				return
			}
			b = b[n:]
		}
	}
}

// rtpExtension returns the element that b begins with, its data as long as it should be,
// and its length, or 0.
func rtpExtension(b []byte, profile uint16) (e RTPExtension, n int) {
	size := 0
	switch {
	case profile == RTPOneByte && b[0]>>4 != 15:
		e.ID, n, size = b[0]>>4, 1, int(b[0]&15)+1
	case profile&0xfff0 == RTPTwoByte && len(b) > 1:
		e.ID, n, size = b[0], 2, int(b[1])
	default:
		return e, 0
	}
	if n+size > len(b) {
		return e, 0
	}
	e.Data = b[:size]
	return e, n + size
}

// AddOneByte returns x with an element in the one-byte form, with data of 1 to 16 bytes
// and an ID of 1 to 14; others are cut to that. The caller pads to a multiple of four.
func (x RTPExtensions) AddOneByte(id uint8, data []byte) RTPExtensions {
	data = data[:min(len(data), 16)]
	return append(append(x[:len(x):len(x)], id<<4|uint8(max(len(data), 1)-1)), data...)
}

// AddTwoByte returns x with an element in the two-byte form, with data of at most 255
// bytes. The caller pads to a multiple of four.
func (x RTPExtensions) AddTwoByte(id uint8, data []byte) RTPExtensions {
	data = data[:min(len(data), 255)]
	return append(append(x[:len(x):len(x)], id, uint8(len(data))), data...)
}

// String returns the words in hexadecimal.
func (x RTPExtensions) String() string { return Hex(x) }
