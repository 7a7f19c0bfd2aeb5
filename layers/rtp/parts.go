package rtp

import (
	"encoding/hex"
	"strconv"

	"github.com/gocap-project/gocap/wire"
)

// What the body of a control packet has, as [Control.Items] returns it, besides
// [ReportBlock] and [Chunk].

// Sender is what a report begins with.
type Sender struct {
	SSRC uint32
	Info *SenderInfo // nil in a receiver report
}

func (s Sender) String() string {
	out := "from " + source(s.SSRC)
	if i := s.Info; i != nil {
		out += " NTP " + strconv.FormatUint(i.NTP>>32, 10) + "." + fraction(i.NTP) + " RTP " + number(i.RTP) + " packets " + number(i.Packets) + " octets " + number(i.Octets)
	}
	return out
}

func (r ReportBlock) String() string {
	return "of " + source(r.SSRC) + " lost " + strconv.Itoa(int(r.Lost)) + ", lately " + number(uint32(r.FractionLost)) + "/256, highest " + number(r.Highest) +
		" jitter " + number(r.Jitter) + " last SR " + number(r.LastSR) + " delay " + number(r.Delay) + "/65536 s"
}

var itemNames = [...]string{1: "CNAME", "NAME", "EMAIL", "PHONE", "LOC", "TOOL", "NOTE", "PRIV"}

func (c Chunk) String() string {
	out := source(c.SSRC)
	for _, x := range c.Items {
		name := number(uint32(x.Type))
		if int(x.Type) < len(itemNames) && x.Type > 0 {
			name = itemNames[x.Type]
		}
		out += " " + name + " " + strconv.Quote(x.Text)
	}
	return out
}

// Bye is the content of a BYE packet. RFC 3550 §6.6.
type Bye struct {
	Sources []uint32
	Reason  string
}

func (x Bye) String() string {
	out := ""
	for i, s := range x.Sources {
		if i > 0 {
			out += " "
		}
		out += source(s)
	}
	if x.Reason != "" {
		out += " " + strconv.Quote(x.Reason)
	}
	return out
}

// App is the content of an APP packet. RFC 3550 §6.7.
type App struct {
	SSRC uint32
	Name string
	Data []byte
}

func (x App) String() string {
	return "from " + source(x.SSRC) + " " + strconv.Quote(x.Name) + " " + hex.EncodeToString(x.Data)
}

// FeedbackInfo is feedback about media. RFC 4585 §6, RFC 5104 §4.
type FeedbackInfo struct {
	Sender uint32
	Media  uint32 // source of the media, 0 if Info names several
	Form   string // name of what Count says
	Info   []any  // [NACK], [BitRate] and others; bytes if the form is not known
}

func (x FeedbackInfo) String() string {
	out := x.Form + " from " + source(x.Sender)
	if x.Media != 0 {
		out += " about " + source(x.Media)
	}
	for _, i := range x.Info {
		switch i := i.(type) {
		case interface{ String() string }:
			out += " " + i.String()
		case []byte:
			out += " " + hex.EncodeToString(i)
		}
	}
	return out
}

// A NACK names packets that are lost. RFC 4585 §6.2.1.
type NACK struct {
	Sequence uint16
	Mask     uint16 // bit i is set if Sequence+i+1 is lost too
}

func (x NACK) String() string {
	out := number(uint32(x.Sequence))
	for i := range 16 {
		if x.Mask>>i&1 != 0 {
			out += "," + number(uint32(x.Sequence+uint16(i)+1))
		}
	}
	return out
}

// A SliceLoss names macroblocks that are lost. RFC 4585 §6.3.2.
type SliceLoss struct {
	First, Number uint16
	Picture       uint8 // low six bits of its ID
}

func (x SliceLoss) String() string {
	return "first " + number(uint32(x.First)) + " number " + number(uint32(x.Number)) + " picture " + number(uint32(x.Picture))
}

// A BitRate is a limit that a receiver sets, or that it is told of. RFC 5104 §4.2.1.
type BitRate struct {
	SSRC     uint32
	Rate     uint64 // bit/s
	Overhead uint16 // bytes per packet
}

func (x BitRate) String() string {
	return source(x.SSRC) + " " + strconv.FormatUint(x.Rate, 10) + " bit/s overhead " + number(uint32(x.Overhead))
}

// A Demand wants of a source what the form says, such as a whole picture. RFC 5104 §4.3.
type Demand struct {
	SSRC     uint32
	Sequence uint8
	Value    uint8 // of a trade-off between quality and rate
}

func (x Demand) String() string { return source(x.SSRC) + " sequence " + number(uint32(x.Sequence)) }

// REMB is a receiver's estimate of the bit rate it can take in all. draft-alvestrand-rmcat-remb §2.
type REMB struct {
	Rate    uint64 // bit/s
	Sources []uint32
}

func (x REMB) String() string {
	out := "REMB " + strconv.FormatUint(x.Rate, 10) + " bit/s"
	for _, s := range x.Sources {
		out += " " + source(s)
	}
	return out
}

// TransportWide says when packets of all sources came.
// draft-holmer-rmcat-transport-wide-cc-extensions §3.1.
type TransportWide struct {
	Base      uint16 // sequence number of the first packet
	Packets   uint16 // that it is about
	Reference uint32 // time, in units of 64 ms
	Count     uint8  // of feedback packets
	Chunks    []byte // which came, and their time differences
}

func (x TransportWide) String() string {
	return "base " + number(uint32(x.Base)) + " packets " + number(uint32(x.Packets)) + " reference " + number(x.Reference) + " count " + number(uint32(x.Count)) +
		" " + hex.EncodeToString(x.Chunks)
}

var blockNames = [...]string{1: "loss RLE", "duplicate RLE", "receipt times", "reference time", "DLRR", "statistics", "VoIP metrics"}

func (x Block) String() string {
	out := number(uint32(x.Type))
	if int(x.Type) < len(blockNames) && x.Type > 0 {
		out = blockNames[x.Type]
	}
	d := x.Data
	switch {
	case x.Type >= 1 && x.Type <= 3 && len(d) >= 8: // RFC 3611 §4.1 to §4.3
		out += " of " + source(wire.Uint32(d, 0)) + " sequence " + number(uint32(wire.Uint16(d, 4))) + " to " + number(uint32(wire.Uint16(d, 6))) + " thinning " + number(uint32(x.Specific&15))
		d = d[8:]
	case x.Type == 4 && len(d) == 8: // §4.4
		return out + " NTP " + number(wire.Uint32(d, 0)) + "." + fraction(wire.Uint64(d, 0))
	case x.Type == 5 && len(d)%12 == 0: // §4.5
		for ; len(d) > 0; d = d[12:] {
			out += " " + source(wire.Uint32(d, 0)) + " last RR " + number(wire.Uint32(d, 4)) + " delay " + number(wire.Uint32(d, 8)) + "/65536 s"
		}
		return out
	case x.Type == 6 && len(d) == 36: // §4.6
		out += " of " + source(wire.Uint32(d, 0)) + " sequence " + number(uint32(wire.Uint16(d, 4))) + " to " + number(uint32(wire.Uint16(d, 6)))
		for i, name := range [...]string{"lost", "duplicates", "jitter min", "max", "mean", "deviation"} {
			out += " " + name + " " + number(wire.Uint32(d, 8+4*i))
		}
		for i, name := range [...]string{"TTL min", "max", "mean", "deviation"} {
			out += " " + name + " " + number(uint32(d[32+i]))
		}
		return out
	case x.Type == 7 && len(d) == 32: // §4.7
		return out + metrics(d)
	}
	if len(d) > 0 {
		out += " " + hex.EncodeToString(d)
	}
	return out
}

// metrics writes a block of VoIP metrics. RFC 3611 §4.7.
func metrics(d []byte) string {
	out := " of " + source(wire.Uint32(d, 0))
	for i, name := range [...]string{"loss", "discard", "burst density", "gap density"} {
		out += " " + name + " " + number(uint32(d[4+i])) + "/256"
	}
	for i, name := range [...]string{"burst", "gap", "round trip", "end system delay"} {
		out += " " + name + " " + number(uint32(wire.Uint16(d, 8+2*i))) + " ms"
	}
	out += " signal " + strconv.Itoa(int(int8(d[16]))) + " dBm noise " + strconv.Itoa(int(int8(d[17]))) + " dBm"
	for i, name := range [...]string{"RERL", "Gmin", "R", "external R", "MOS-LQ", "MOS-CQ", "configuration"} {
		out += " " + name + " " + number(uint32(d[18+i]))
	}
	for i, name := range [...]string{"jitter buffer", "maximum", "absolute maximum"} {
		out += " " + name + " " + number(uint32(wire.Uint16(d, 26+2*i))) + " ms"
	}
	return out
}

func number(x uint32) string { return strconv.FormatUint(uint64(x), 10) }

// source writes an SSRC as it is written everywhere, in hexadecimal.
func source(x uint32) string { return "0x" + hex.EncodeToString(append32(nil, x)) }

// fraction writes the lower half of an NTP time in microseconds.
func fraction(ntp uint64) string {
	s := strconv.FormatUint(1e6+uint64(uint32(ntp))*1e6>>32, 10)
	return s[1:]
}
