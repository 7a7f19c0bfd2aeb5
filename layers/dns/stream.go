package dns

import (
	"iter"

	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// Stream is the length before a DNS message in a TCP stream. RFC 1035 §4.2.2.
//
// A segment may hold several messages, or a part of one. The first is the payload,
// as a [Message] if all of it is there; those behind it are in Trailer, and More
// takes them apart. To see messages that were split, reassemble the stream first.
//
//wire:header view=DNSStream name=DNS-TCP bind=layers.TCPPorts:53 bind=layers.TCPPorts:5353 bind=layers.TCPPorts:5355
type Stream struct {
	Length packet.Auto[uint16] // of the message, in bytes

	Trailer []byte // what follows the first message

	partial bool // the message goes on in the next segment
}

func (l *Stream) extent(v wire.DNSStream) packet.Extent {
	l.partial = !v.Complete()
	end := len(v) - len(v.Rest())
	l.Trailer = v[end:]
	x := packet.Extent{Header: wire.DNSStreamLen, End: end}
	if !l.partial && plausible(v.Message()) {
		x.Next = packet.Is(MessageProto)
	}
	return x
}

// plausible reports whether b can be a message: segments may begin anywhere in one.
func plausible(b []byte) bool {
	v, err := wire.ParseDNS(b)
	if err != nil {
		return false
	}
	records := int(v.ANCount()) + int(v.NSCount()) + int(v.ARCount())
	return wire.DNSLen+5*int(v.QDCount())+11*records <= len(v)
}

func (l *Stream) finish(v wire.DNSStream, c *packet.Context) {
	n := uint16(len(v) - wire.DNSStreamLen)
	if !l.partial {
		l.settleLength(v, n)
	} else if l.Length.Suggest(n) {
		v.SetLength(n)
	}
}

// More yields the messages in Trailer. A last one that is not all there is left out.
func (l *Stream) More() iter.Seq[*Message] {
	return func(yield func(*Message) bool) {
		for b := range wire.DNSStream(l.Trailer).All() {
			m := new(Message)
			x, err := m.Parse(b)
			if err != nil {
				continue
			}
			m.Finish(&packet.Context{Header: x.Header, Data: b[:x.End:len(b)]})
			if !yield(m) {
				return
			}
		}
	}
}

// AppendTrailer implements [packet.Trailer].
func (l *Stream) AppendTrailer(b []byte) []byte { return append(b, l.Trailer...) }
