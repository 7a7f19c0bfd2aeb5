package layers

import (
	"errors"
	"iter"
	"reflect"

	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// Fragment builds p and fragments its outermost IP datagram, so that none is longer than mtu bytes,
// IP header included. It returns packets with copies of the layers around the datagram, p itself if
// it is short enough. Fragments after the first end in Raw. IPv6 fragments get the identification
// id unless p has a fragment header; IPv4 ones have that of their header.
//
// Errors are those of [wire.IPv4.AppendFragment], of building, and [ErrNoIP]. Package wire does the same with bytes.
func Fragment(p packet.Packet, mtu int, id uint32) ([]packet.Packet, error) {
	b, at, err := p.AppendSpans(nil, nil)
	if err != nil {
		return nil, err
	}
	for i, l := range p {
		var parts iter.Seq2[[]byte, error]
		datagram := b[at[i].Off:at[i].End]
		switch l.(type) {
		case *IPv4:
			parts = wire.IPv4(datagram).Fragments(mtu)
		case *IPv6:
			parts = wire.IPv6(datagram).Fragments(mtu, id)
		default:
			continue
		}
		if len(datagram) <= mtu {
			return []packet.Packet{p}, nil
		}
		return around(p[:i], l.Proto(), parts)
	}
	return nil, ErrNoIP
}

// ErrNoIP says that a packet has no IP layer.
var ErrNoIP = errors.New("no IP layer")

// around returns the datagrams in parts, of protocol pr, each in a copy of outer.
func around(outer packet.Packet, pr *packet.Proto, parts iter.Seq2[[]byte, error]) (out []packet.Packet, err error) {
	for part, err := range parts {
		if err != nil {
			return nil, err
		}
		inner, _ := packet.Parse(part, pr) // what cannot be parsed is there, too
		out = append(out, append(copies(outer), inner...))
	}
	return out, nil
}

// copies returns copies of the layers of p, so that building one packet leaves others alone.
func copies(p packet.Packet) packet.Packet {
	out := make(packet.Packet, 0, len(p)+4)
	for _, l := range p {
		c := l.Proto().New()
		reflect.ValueOf(c).Elem().Set(reflect.ValueOf(l).Elem())
		out = append(out, c)
	}
	return out
}
