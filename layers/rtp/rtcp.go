package rtp

import (
	"strconv"

	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// Control is an RTP Control Protocol packet. RFC 3550 §6.
//
// What it has after the first word is Body, which [Control.Report] and other methods
// take apart. Packets that follow in the same datagram are the next layers.
//
//wire:header view=RTCP name=RTCP bind=layers.UDPPorts:5005
type Control struct {
	Version packet.Auto[uint8]  `bits:"2" const:"2"`
	Padding bool                `bits:"1"` // Body ends in padding, whose last byte is its length
	Count   uint8               `bits:"5"` // of reports, sources or chunks; or a subtype
	Type    wire.RTCPType       //
	Length  packet.Auto[uint16] // of the packet, in words, less one

	Body []byte

	part bool
}

func init() { layers.UDPPorts.Guess(ControlProto, judgeControl) }

// judgeControl wants packets whose lengths add up to the datagram's, or SRTCP's tail
// behind a report. RFC 3550 §A.2.
func judgeControl(b []byte) packet.Confidence {
	if len(b) < 8 || b[0]>>6 != 2 || !wire.RTCPType(b[1]).Known() {
		return packet.Impossible
	}
	n := 0
	for rest := b; len(rest) > 0; {
		v, err := wire.ParseRTCP(rest)
		if err != nil || v.Version() != 2 || !v.Type().Known() || 4*(int(v.Length())+1) > len(rest) {
			return packet.Possible
		}
		rest = rest[4*(int(v.Length())+1):]
		n++
	}
	if t := wire.RTCPType(b[1]); n > 1 || t >= wire.RTCPSenderReport && t <= wire.RTCPExtendedReport {
		return packet.Certain
	}
	return packet.Possible
}

var errControl = &wire.Error{Layer: "RTCP", Need: wire.RTCPLen, Err: wire.ErrFormat}

func (l *Control) parseBody(v wire.RTCP) (packet.Extent, error) {
	if v.Version() != 2 || !v.Type().Known() {
		return packet.Extent{}, errControl
	}
	n := 4 * (int(v.Length()) + 1)
	l.part = n > len(v)
	n = min(n, len(v))
	l.Body = v[wire.RTCPLen:n]
	x := packet.Extent{Header: n, End: len(v)}
	if next, err := wire.ParseRTCP(v[n:]); err == nil && next.Version() == 2 && next.Type().Known() {
		x.Next = packet.Is(ControlProto)
	}
	return x, nil
}

func (l *Control) appendBody(b []byte, start int) ([]byte, error) {
	b = append(b, l.Body...)
	for !l.part && len(l.Body)%4 != 0 && (len(b)-start)%4 != 0 {
		b = append(b, 0)
	}
	if (len(b)-start)/4 > 0xffff {
		return b, packet.FieldError("RTCP.Body: too long")
	}
	return b, nil
}

func (l *Control) finish(v wire.RTCP, c *packet.Context) {
	n := uint16((c.Header+3)/4 - 1)
	if !l.part {
		l.settleLength(v, n)
	} else if l.Length.Suggest(n) {
		v.SetLength(n)
	}
}

// content returns Body without padding.
func (l *Control) content() []byte {
	b := l.Body
	if l.Padding && len(b) > 0 {
		if n := int(b[len(b)-1]); n <= len(b) {
			return b[:len(b)-n]
		}
	}
	return b
}

// SenderInfo is what a sender report says of the sender. RFC 3550 §6.4.1.
type SenderInfo struct {
	NTP     uint64 // time: seconds since 1900 and their fraction, 32 bits each
	RTP     uint32 // the same time, as RTP packets have it
	Packets uint32 // sent
	Octets  uint32 // of payload sent
}

// A ReportBlock says how a source is received. RFC 3550 §6.4.1.
type ReportBlock struct {
	SSRC         uint32 // of the source
	FractionLost uint8  // since the last report, in 256ths
	Lost         int32  // packets in all, 24 bits
	Highest      uint32 // sequence number, extended
	Jitter       uint32 // in units of timestamps
	LastSR       uint32 // middle of the last sender report's time
	Delay        uint32 // since that, in 65536ths of a second
}

// Report returns the content of a sender or receiver report; sender is nil in the
// latter. Blocks that are not all there are left out.
func (l *Control) Report() (ssrc uint32, sender *SenderInfo, blocks []ReportBlock, ok bool) {
	b := l.content()
	if l.Type != wire.RTCPSenderReport && l.Type != wire.RTCPReceiverReport || len(b) < 4 {
		return 0, nil, nil, false
	}
	ssrc, b = wire.Uint32(b, 0), b[4:]
	if l.Type == wire.RTCPSenderReport {
		if len(b) < 20 {
			return ssrc, nil, nil, false
		}
		sender, b = &SenderInfo{wire.Uint64(b, 0), wire.Uint32(b, 8), wire.Uint32(b, 12), wire.Uint32(b, 16)}, b[20:]
	}
	for range l.Count {
		if len(b) < 24 {
			break
		}
		blocks = append(blocks, ReportBlock{
			wire.Uint32(b, 0), b[4], int32(wire.Uint32(b, 4)<<8) >> 8, wire.Uint32(b, 8), wire.Uint32(b, 12), wire.Uint32(b, 16), wire.Uint32(b, 20),
		})
		b = b[24:]
	}
	return ssrc, sender, blocks, true
}

// SetReport makes l a report: a sender's if sender is not nil.
func (l *Control) SetReport(ssrc uint32, sender *SenderInfo, blocks ...ReportBlock) {
	l.Type, l.Count, l.Padding = wire.RTCPReceiverReport, uint8(min(len(blocks), 31)), false
	b := append32(nil, ssrc)
	if sender != nil {
		l.Type = wire.RTCPSenderReport
		b = append32(b, uint32(sender.NTP>>32), uint32(sender.NTP), sender.RTP, sender.Packets, sender.Octets)
	}
	for _, x := range blocks[:l.Count] {
		b = append32(b, x.SSRC, uint32(x.FractionLost)<<24|uint32(x.Lost)&0xffffff, x.Highest, x.Jitter, x.LastSR, x.Delay)
	}
	l.Body = b
}

func append32(b []byte, xs ...uint32) []byte {
	for _, x := range xs {
		b = append(b, byte(x>>24), byte(x>>16), byte(x>>8), byte(x))
	}
	return b
}

// A Chunk describes a source. RFC 3550 §6.5.
type Chunk struct {
	SSRC  uint32
	Items []Item
}

// An Item is one thing about a source. RFC 3550 §6.5.
type Item struct {
	Type uint8 // 1 CNAME, 2 NAME, 3 EMAIL, 4 PHONE, 5 LOC, 6 TOOL, 7 NOTE, 8 PRIV
	Text string
}

// Chunks returns the content of a source description, up to a chunk that is not whole.
func (l *Control) Chunks() (out []Chunk) {
	if l.Type != wire.RTCPSourceDescription {
		return nil
	}
	b := l.content()
	for range l.Count {
		if len(b) < 4 {
			break
		}
		c := Chunk{SSRC: wire.Uint32(b, 0)}
		i := 4
		for i+1 < len(b) && b[i] != 0 && i+2+int(b[i+1]) <= len(b) {
			c.Items = append(c.Items, Item{b[i], string(b[i+2 : i+2+int(b[i+1])])})
			i += 2 + int(b[i+1])
		}
		out = append(out, c)
		b = b[min((i+4)/4*4, len(b)):]
	}
	return out
}

// SetChunks makes l a source description.
func (l *Control) SetChunks(chunks ...Chunk) {
	l.Type, l.Count, l.Padding = wire.RTCPSourceDescription, uint8(min(len(chunks), 31)), false
	var b []byte
	for _, c := range chunks[:l.Count] {
		b = append32(b, c.SSRC)
		for _, x := range c.Items {
			text := x.Text[:min(len(x.Text), 255)]
			b = append(append(b, x.Type, uint8(len(text))), text...)
		}
		for b = append(b, 0); len(b)%4 != 0; {
			b = append(b, 0)
		}
	}
	l.Body = b
}

// Goodbye returns the sources that leave and why, of a BYE packet. RFC 3550 §6.6.
func (l *Control) Goodbye() (sources []uint32, reason string, ok bool) {
	if l.Type != wire.RTCPGoodbye {
		return nil, "", false
	}
	b := l.content()
	for range l.Count {
		if len(b) < 4 {
			return sources, "", false
		}
		sources, b = append(sources, wire.Uint32(b, 0)), b[4:]
	}
	if len(b) > 0 && 1+int(b[0]) <= len(b) {
		reason = string(b[1 : 1+int(b[0])])
	}
	return sources, reason, true
}

// Application returns the source, name and data of an APP packet, whose subtype is
// Count. RFC 3550 §6.7.
func (l *Control) Application() (ssrc uint32, name string, data []byte, ok bool) {
	b := l.content()
	if l.Type != wire.RTCPApplication || len(b) < 8 {
		return 0, "", nil, false
	}
	return wire.Uint32(b, 0), string(b[4:8]), b[8:], true
}

// Feedback returns who sends feedback about whose media, and the control information,
// whose form is Count's. RFC 4585 §6.1.
func (l *Control) Feedback() (sender, media uint32, info []byte, ok bool) {
	b := l.content()
	if l.Type != wire.RTCPTransportFeedback && l.Type != wire.RTCPPayloadFeedback || len(b) < 8 {
		return 0, 0, nil, false
	}
	return wire.Uint32(b, 0), wire.Uint32(b, 4), b[8:], true
}

// A Block is a block of an extended report. RFC 3611 §3.
type Block struct {
	Type     uint8 // 1 loss RLE, 2 duplicate RLE, 3 receipt times, 4 reference time, 5 DLRR, 6 statistics, 7 VoIP metrics
	Specific uint8
	Data     []byte
}

// Extended returns the sender and blocks of an extended report, up to one that is not
// whole. RFC 3611 §2.
func (l *Control) Extended() (ssrc uint32, blocks []Block, ok bool) {
	b := l.content()
	if l.Type != wire.RTCPExtendedReport || len(b) < 4 {
		return 0, nil, false
	}
	ssrc = wire.Uint32(b, 0)
	for b = b[4:]; len(b) >= 4; {
		n := 4 + 4*int(wire.Uint16(b, 2))
		if n > len(b) {
			break
		}
		blocks, b = append(blocks, Block{b[0], b[1], b[4:n]}), b[n:]
	}
	return ssrc, blocks, true
}

// Validate implements [packet.Validator].
func (l *Control) Validate(_ *packet.Context, report func(field string, class packet.Class, reason string)) {
	bad := func(what string) { report("Body", packet.BadSize, what) }
	switch l.Type {
	case wire.RTCPSenderReport, wire.RTCPReceiverReport:
		if _, _, blocks, ok := l.Report(); !ok || len(blocks) < int(l.Count) {
			bad("has fewer reports than Count says")
		}
	case wire.RTCPSourceDescription:
		if n := len(l.Chunks()); n < int(l.Count) {
			bad("has " + strconv.Itoa(n) + " chunks, not what Count says")
		}
	case wire.RTCPGoodbye:
		if _, _, ok := l.Goodbye(); !ok {
			bad("has fewer sources than Count says")
		}
	}
	if n := len(l.Body); l.Padding && (n == 0 || int(l.Body[n-1]) > n || l.Body[n-1]%4 != 0) {
		bad("does not end in padding of a multiple of four bytes")
	}
}
