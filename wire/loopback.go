package wire

import "iter"

// LoopbackFunction is what a message of the Ethernet configuration testing protocol asks for.
type LoopbackFunction uint16

// The functions.
const (
	LoopbackReply   LoopbackFunction = 1
	LoopbackForward LoopbackFunction = 2
)

func (x LoopbackFunction) String() string {
	switch x {
	case LoopbackReply:
		return "reply"
	case LoopbackForward:
		return "forward"
	}
	return itoa(int(x))
}

// A LoopbackMessage is a message of the Ethernet configuration testing protocol.
type LoopbackMessage struct {
	Function LoopbackFunction
	Forward  MAC    // where to forward to
	Receipt  uint16 // of a reply
	Data     []byte // after a reply, or all of an unknown message
}

// LoopbackMessages is the messages of a frame as they are on the wire. The last is a reply
// or of unknown function; what is behind it is its data.
type LoopbackMessages []byte

// All yields the messages.
func (o LoopbackMessages) All() iter.Seq[LoopbackMessage] {
	return func(yield func(LoopbackMessage) bool) {
		for b := []byte(o); len(b) >= 4; {
			m := LoopbackMessage{Function: LoopbackFunction(uint16(b[0]) | uint16(b[1])<<8)}
			switch {
			case m.Function == LoopbackForward && len(b) >= 8:
				m.Forward = MAC(b[2:8])
				if !yield(m) {
					return
				}
				b = b[8:]
				continue
			case m.Function == LoopbackReply:
				m.Receipt, m.Data = uint16(b[2])|uint16(b[3])<<8, b[4:]
			default:
				m.Data = b[2:]
			}
			yield(m)
			return
		}
	}
}

// AddForward returns o with a message that asks to forward the frame to a station.
func (o LoopbackMessages) AddForward(to MAC) LoopbackMessages {
	return append(append(o[:len(o):len(o)], 2, 0), to[:]...)
}

// AddReply returns o with the message that ends it.
func (o LoopbackMessages) AddReply(receipt uint16, data ...byte) LoopbackMessages {
	return append(append(o[:len(o):len(o)], 1, 0, byte(receipt), byte(receipt>>8)), data...)
}

// String returns the messages as "forward to 02:…; reply 5, 40 bytes".
func (o LoopbackMessages) String() string {
	var b []byte
	for m := range o.All() {
		if len(b) > 0 {
			b = append(b, "; "...)
		}
		b = append(b, m.Function.String()...)
		switch m.Function {
		case LoopbackForward:
			b = m.Forward.AppendTo(append(b, " to "...))
			continue
		case LoopbackReply:
			b = appendInt(append(b, ' '), int(m.Receipt))
		}
		b = append(appendInt(append(b, ", "...), len(m.Data)), " bytes"...)
	}
	return string(b)
}
