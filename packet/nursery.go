package packet

// slabSize is how many layers of a protocol are allocated at a time: each costs
// less so than by itself. While one of them is in use, the memory of all is.
const slabSize = 16

// A Maker makes new layers of one protocol; see [Slab].
type Maker interface{ layer() Layer }

// Slab returns a Maker of layers of type T that allocates several at a time. It is
// for [Proto.Slab].
func Slab[T any, P Ptr[T]]() Maker { return new(slab[T, P]) }

type slab[T any, P Ptr[T]] struct{ fresh []T }

func (s *slab[T, P]) layer() Layer {
	if len(s.fresh) == 0 {
		s.fresh = make([]T, slabSize)
	}
	l := P(&s.fresh[0])
	s.fresh = s.fresh[1:]
	return l
}

// A nursery hands out new layers, and packets to put them in.
type nursery struct {
	kinds   []kind
	packets []Layer
}

// A kind is what a nursery has of a protocol.
type kind struct {
	proto *Proto
	maker Maker
}

// maxKinds bounds the protocols of which a nursery keeps layers.
const maxKinds = 16

// layer returns a new layer of protocol pr.
func (n *nursery) layer(pr *Proto) Layer {
	if pr.Slab == nil {
		return pr.New()
	}
	for i := range n.kinds {
		if k := &n.kinds[i]; k.proto == pr {
			return k.maker.layer()
		}
	}
	if len(n.kinds) == maxKinds {
		n.kinds = n.kinds[:0]
	}
	m := pr.Slab()
	n.kinds = append(n.kinds, kind{pr, m})
	return m.layer()
}

// packet returns an empty packet with room for a usual number of layers.
func (n *nursery) packet() Packet {
	const room = 5
	if len(n.packets) < room {
		n.packets = make([]Layer, room*slabSize)
	}
	p := Packet(n.packets[0:0:room])
	n.packets = n.packets[room:]
	return p
}
