package rtp

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// controlBody is the index of field Body.
const controlBody = 5

// Items implements [packet.Itemizer]: the parts of Body, as [Sender], [ReportBlock], [Chunk],
// [Bye], [App], [FeedbackInfo] and [Block].
func (l *Control) Items(i int) (out []any) {
	if i != controlBody {
		return nil
	}
	switch l.Type {
	case wire.RTCPSenderReport, wire.RTCPReceiverReport:
		ssrc, sender, blocks, ok := l.Report()
		if !ok {
			return nil
		}
		return listed(append(out, Sender{ssrc, sender}), blocks)
	case wire.RTCPSourceDescription:
		return listed(out, l.Chunks())
	case wire.RTCPGoodbye:
		if sources, reason, ok := l.Goodbye(); ok {
			return append(out, Bye{sources, reason})
		}
	case wire.RTCPApplication:
		if ssrc, name, data, ok := l.Application(); ok {
			return append(out, App{ssrc, name, data})
		}
	case wire.RTCPTransportFeedback, wire.RTCPPayloadFeedback:
		if sender, media, info, ok := l.Feedback(); ok {
			form, parts := feedback(l.Type, l.Count, info)
			return append(out, FeedbackInfo{sender, media, form, parts})
		}
	case wire.RTCPExtendedReport:
		if ssrc, blocks, ok := l.Extended(); ok {
			return listed(append(out, Sender{SSRC: ssrc}), blocks)
		}
	}
	return nil
}

var _ packet.Itemizer = (*Control)(nil)

func listed[T any](out []any, more []T) []any {
	for _, x := range more {
		out = append(out, x)
	}
	return out
}

// feedback returns the name of a form of feedback and its parts.
func feedback(t wire.RTCPType, form uint8, b []byte) (name string, parts []any) {
	if t == wire.RTCPTransportFeedback {
		switch form {
		case 1:
			return "NACK", cut(b, 4, func(b []byte) any { return NACK{wire.Uint16(b, 0), wire.Uint16(b, 2)} })
		case 3, 4:
			return [...]string{"TMMBR", "TMMBN"}[form-3], cut(b, 8, bitRate)
		case 5:
			return "RTCP-SR-REQ", bytes(b)
		case 15:
			if len(b) >= 8 {
				return "transport-wide", []any{TransportWide{wire.Uint16(b, 0), wire.Uint16(b, 2), wire.Uint32(b, 4) >> 8, b[7], b[8:]}}
			}
		}
		return "transport feedback " + number(uint32(form)), bytes(b)
	}
	switch form {
	case 1:
		return "PLI", bytes(b)
	case 2:
		return "SLI", cut(b, 4, func(b []byte) any {
			x := wire.Uint32(b, 0)
			return SliceLoss{uint16(x >> 19), uint16(x >> 6 & 0x1fff), uint8(x & 0x3f)}
		})
	case 3:
		return "RPSI", bytes(b)
	case 4, 5, 6:
		return [...]string{"FIR", "TSTR", "TSTN"}[form-4], cut(b, 8, func(b []byte) any { return Demand{wire.Uint32(b, 0), b[4], b[7] & 31} })
	case 7:
		return "VBCM", bytes(b)
	case 15:
		if len(b) >= 8 && string(b[:4]) == "REMB" {
			return "application", []any{remb(b)}
		}
		return "application", bytes(b)
	}
	return "payload feedback " + number(uint32(form)), bytes(b)
}

// cut applies f to the parts of n bytes that b has; what is left are bytes.
func cut(b []byte, n int, f func([]byte) any) (parts []any) {
	for ; len(b) >= n; b = b[n:] {
		parts = append(parts, f(b))
	}
	return append(parts, bytes(b)...)
}

func bytes(b []byte) []any {
	if len(b) == 0 {
		return nil
	}
	return []any{b}
}

// bitRate has a mantissa of 17 bits, shifted by an exponent. RFC 5104 §4.2.1.1.
func bitRate(b []byte) any {
	x := wire.Uint32(b, 4)
	return BitRate{wire.Uint32(b, 0), uint64(x>>9&0x1ffff) << (x >> 26), uint16(x & 0x1ff)}
}

// remb has a mantissa of 18 bits.
func remb(b []byte) any {
	x := wire.Uint32(b, 4)
	r := REMB{Rate: uint64(x&0x3ffff) << (x >> 18 & 0x3f)}
	for n := 0; n < int(b[4]) && 12+4*n <= len(b); n++ {
		r.Sources = append(r.Sources, wire.Uint32(b, 8+4*n))
	}
	return r
}
