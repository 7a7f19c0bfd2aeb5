package bpf

import "math/bits"

// Run runs the program on a packet of which pkt was captured and which was
// wirelen bytes long on the wire, and returns how many bytes to keep: 0 rejects.
//
// A load outside pkt, a division by zero, an unknown operation and running off
// the end reject, as the kernels do; a program that Validate refuses never
// panics. A Ja whose K is negative as an int32 jumps back, as libpcap has it for
// "protochain"; a packet of n bytes lets a program do so n+16 times and is then
// rejected. A shift by 32 or more gives 0, and X+K does not wrap, as in
// libpcap; RunLinux has Linux's answers. Nothing is allocated.
func (p Program) Run(pkt []byte, wirelen int) uint32 { return p.run(pkt, wirelen, nil) }

// RunLinux runs the program as a Linux socket would, with the loads that Linux
// adds. It differs from Run in three places: loads at AncillaryOffset,
// NetworkOffset and LinkOffset work; X+K wraps at 32 bits; and a shift by X uses
// the low five bits of X.
func (p Program) RunLinux(pkt []byte, wirelen int, m *Metadata) uint32 {
	if m == nil {
		m = &Metadata{}
	}
	return p.run(pkt, wirelen, m)
}

// maxLoops is how often a program may jump back: each turn of a loop over headers
// passes some bytes of the packet.
func maxLoops(pkt []byte) int { return len(pkt) + 16 }

// load reads size (1, 2 or 4) bytes at the offset at, big endian.
func load(pkt []byte, at, size int) (uint32, bool) {
	if at < 0 || at > len(pkt)-size {
		return 0, false
	}
	b := pkt[at:]
	switch size {
	case 1:
		return uint32(b[0]), true
	case 2:
		return uint32(b[0])<<8 | uint32(b[1]), true
	}
	b = b[:4]
	return uint32(b[0])<<24 | uint32(b[1])<<16 | uint32(b[2])<<8 | uint32(b[3]), true
}

// outside answers an absolute load that is not within the packet.
func outside(pkt []byte, k, a, x uint32, size int, m *Metadata) (uint32, bool) {
	switch {
	case m == nil || int32(k) >= 0:
		return 0, false
	case isAncillary(k):
		return m.ancillary(k-AncillaryOffset, a, x), true
	}
	return m.negative(pkt, k, size)
}

// indirect loads size bytes at x+k.
func indirect(pkt []byte, x, k uint32, size int, m *Metadata) (uint32, bool) {
	sum, carry := bits.Add32(x, k, 0)
	switch {
	case m == nil && carry != 0:
		return 0, false
	case m != nil && int32(sum) < 0:
		return m.negative(pkt, sum, size)
	}
	return load(pkt, int(sum), size)
}

// shift bounds the distance x of a shift: Linux takes it modulo 32, others shift
// everything out. Go's own shift gives 0 from 32 on.
func shift(x uint32, m *Metadata) uint32 {
	if m != nil {
		return x & 31
	}
	return x
}

// run is the machine; m is nil for the one without Linux's additions. It is one
// long switch because the compiler makes a jump table of it.
func (p Program) run(pkt []byte, wirelen int, m *Metadata) uint32 {
	if p == nil {
		return AcceptAll
	}
	var a, x uint32
	var mem [MemoryWords]uint32
	var ok bool
	loops := maxLoops(pkt)
	for pc := uint(0); pc < uint(len(p)); pc++ {
		in := &p[pc]
		k := in.K
		switch in.Op {
		case LdImm:
			a = k
		case LdAbsW:
			if a2, in4 := load(pkt, int(k), 4); in4 {
				a = a2
			} else if a, ok = outside(pkt, k, a, x, 4, m); !ok {
				return 0
			}
		case LdAbsH:
			if at := uint64(k); at+2 <= uint64(len(pkt)) {
				a = uint32(pkt[at])<<8 | uint32(pkt[at+1])
			} else if a, ok = outside(pkt, k, a, x, 2, m); !ok {
				return 0
			}
		case LdAbsB:
			if uint64(k) < uint64(len(pkt)) {
				a = uint32(pkt[k])
			} else if a, ok = outside(pkt, k, a, x, 1, m); !ok {
				return 0
			}
		case LdIndW:
			if a, ok = indirect(pkt, x, k, 4, m); !ok {
				return 0
			}
		case LdIndH:
			if a, ok = indirect(pkt, x, k, 2, m); !ok {
				return 0
			}
		case LdIndB:
			if a, ok = indirect(pkt, x, k, 1, m); !ok {
				return 0
			}
		case LdMem:
			if k >= MemoryWords {
				return 0
			}
			a = mem[k]
		case LdLen:
			a = uint32(wirelen)
		case LdxImm:
			x = k
		case LdxMem:
			if k >= MemoryWords {
				return 0
			}
			x = mem[k]
		case LdxLen:
			x = uint32(wirelen)
		case LdxMsh:
			if uint64(k) < uint64(len(pkt)) {
				x = uint32(pkt[k]&15) << 2
				break
			}
			if m == nil || int32(k) >= 0 {
				return 0
			}
			if x, ok = m.negative(pkt, k, 1); !ok {
				return 0
			}
			x = x & 15 << 2
		case St:
			if k >= MemoryWords {
				return 0
			}
			mem[k] = a
		case Stx:
			if k >= MemoryWords {
				return 0
			}
			mem[k] = x
		case AddK:
			a += k
		case AddX:
			a += x
		case SubK:
			a -= k
		case SubX:
			a -= x
		case MulK:
			a *= k
		case MulX:
			a *= x
		case DivK, DivX, ModK, ModX:
			if in.Op&SrcX != 0 {
				k = x
			}
			if k == 0 {
				return 0
			}
			if in.Op&0xf0 == DivK&0xf0 {
				a /= k
			} else {
				a %= k
			}
		case OrK:
			a |= k
		case OrX:
			a |= x
		case AndK:
			a &= k
		case AndX:
			a &= x
		case LshK:
			a <<= k
		case LshX:
			a <<= shift(x, m)
		case RshK:
			a >>= k
		case RshX:
			a >>= shift(x, m)
		case Neg:
			a = -a
		case XorK:
			a ^= k
		case XorX:
			a ^= x
		case Ja:
			next := int64(pc) + int64(int32(k))
			if int32(k) < 0 {
				loops--
			}
			if next < -1 || next >= int64(len(p)) || loops < 0 {
				return 0
			}
			pc = uint(next)
		case JeqK:
			pc += in.jump(a == k)
		case JeqX:
			pc += in.jump(a == x)
		case JgtK:
			pc += in.jump(a > k)
		case JgtX:
			pc += in.jump(a > x)
		case JgeK:
			pc += in.jump(a >= k)
		case JgeX:
			pc += in.jump(a >= x)
		case JsetK:
			pc += in.jump(a&k != 0)
		case JsetX:
			pc += in.jump(a&x != 0)
		case RetK:
			return k
		case RetA:
			return a
		case Tax:
			x = a
		case Txa:
			a = x
		default:
			return 0
		}
	}
	return 0
}

// jump is how many instructions to skip.
func (in *Instruction) jump(yes bool) uint {
	if yes {
		return uint(in.Jt)
	}
	return uint(in.Jf)
}
