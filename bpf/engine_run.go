package bpf

// be64 reads eight bytes, big endian.
func be64(b []byte) uint64 {
	_ = b[7]
	return uint64(b[0])<<56 | uint64(b[1])<<48 | uint64(b[2])<<40 | uint64(b[3])<<32 |
		uint64(b[4])<<24 | uint64(b[5])<<16 | uint64(b[6])<<8 | uint64(b[7])
}

// walk goes through tests until it comes to a node that is something else, and
// returns that and X. If bytes that a test wants are not there it returns nil. It
// is a function of its own so that its few variables stay in registers.
func walk(n *node, pkt []byte, x uint32) (*node, uint32) {
	for {
		switch n.op {
		case opAbs:
			at := n.a.at
			if at < 0 || at > int64(len(pkt))-8 {
				return nil, x
			}
			if be64(pkt[at:])&n.a.mask-n.a.low <= n.a.width {
				n = n.t
			} else {
				n = n.f
			}
		case opAbsOr:
			at, bt := n.a.at, n.b.at
			if at < 0 || at > int64(len(pkt))-8 || bt < 0 || bt > int64(len(pkt))-8 {
				return nil, x
			}
			if be64(pkt[at:])&n.a.mask-n.a.low <= n.a.width {
				n = n.t
			} else if be64(pkt[bt:])&n.b.mask-n.b.low <= n.b.width {
				n = n.u
			} else {
				n = n.f
			}
		case opAbsAnd:
			at, bt := n.a.at, n.b.at
			if at < 0 || at > int64(len(pkt))-8 || bt < 0 || bt > int64(len(pkt))-8 {
				return nil, x
			}
			if be64(pkt[at:])&n.a.mask-n.a.low <= n.a.width && be64(pkt[bt:])&n.b.mask-n.b.low <= n.b.width {
				n = n.t
			} else {
				n = n.f
			}
		case opMsh, opMshOr, opMshAnd, opMshSet:
			if uint64(n.k) >= uint64(len(pkt)) {
				return nil, x
			}
			x = uint32(pkt[n.k]&15) << 2
			fallthrough
		case opInd, opIndOr, opIndAnd, opIndSet:
			at, bt := int64(x)+n.a.at, int64(x)+n.b.at
			if at < 0 || at > int64(len(pkt))-8 || bt < 0 || bt > int64(len(pkt))-8 {
				return nil, x
			}
			a := be64(pkt[at:])
			yes, also := a&n.a.mask-n.a.low <= n.a.width, be64(pkt[bt:])&n.b.mask-n.b.low <= n.b.width
			switch n.op {
			case opInd, opMsh:
				if yes {
					n = n.t
				} else {
					n = n.f
				}
			case opIndAnd, opMshAnd:
				if yes && also {
					n = n.t
				} else {
					n = n.f
				}
			case opIndOr, opMshOr:
				if yes {
					n = n.t
				} else if also {
					n = n.u
				} else {
					n = n.f
				}
			default:
				n = n.set.find(uint32(a) & uint32(n.a.mask))
			}
		case opAbsSet:
			at := n.a.at
			if at < 0 || at > int64(len(pkt))-8 {
				return nil, x
			}
			n = n.set.find(uint32(be64(pkt[at:])>>(n.b.low&63)) & uint32(n.a.mask))
		default:
			return n, x
		}
	}
}

// run is the machine of nodes; it begins at n. Whenever bytes that a test wants are not there it
// leaves the packet to Program.run, which knows what each instruction does then:
// tests that were joined or put in another order need not care. That may be done
// at any point because a program has no effects but its verdict.
func (e *Engine) run(n *node, x uint32, pkt []byte, wirelen int, m *Metadata, mem *[MemoryWords]uint32) uint32 {
	var a uint32
	var ok bool
	loops := maxLoops(pkt)
	for {
		switch n.op {
		case LdImm:
			a = n.k
			n = n.t
		case LdAbsW:
			if a2, in4 := load(pkt, int(n.k), 4); in4 {
				a = a2
			} else if a, ok = outside(pkt, n.k, a, x, 4, m); !ok {
				return 0
			}
			n = n.t
		case LdAbsH:
			if at := uint64(n.k); at+2 <= uint64(len(pkt)) {
				a = uint32(pkt[at])<<8 | uint32(pkt[at+1])
			} else if a, ok = outside(pkt, n.k, a, x, 2, m); !ok {
				return 0
			}
			n = n.t
		case LdAbsB:
			if uint64(n.k) < uint64(len(pkt)) {
				a = uint32(pkt[n.k])
			} else if a, ok = outside(pkt, n.k, a, x, 1, m); !ok {
				return 0
			}
			n = n.t
		case LdIndW:
			if a, ok = indirect(pkt, x, n.k, 4, m); !ok {
				return 0
			}
			n = n.t
		case LdIndH:
			if a, ok = indirect(pkt, x, n.k, 2, m); !ok {
				return 0
			}
			n = n.t
		case LdIndB:
			if a, ok = indirect(pkt, x, n.k, 1, m); !ok {
				return 0
			}
			n = n.t
		case LdMem:
			a = mem[n.k&15]
			n = n.t
		case LdLen:
			a = uint32(wirelen)
			n = n.t
		case LdxImm:
			x = n.k
			n = n.t
		case LdxMem:
			x = mem[n.k&15]
			n = n.t
		case LdxLen:
			x = uint32(wirelen)
			n = n.t
		case LdxMsh:
			if uint64(n.k) < uint64(len(pkt)) {
				x = uint32(pkt[n.k]&15) << 2
				n = n.t
				continue
			}
			if m == nil || int32(n.k) >= 0 {
				return 0
			}
			if x, ok = m.negative(pkt, n.k, 1); !ok {
				return 0
			}
			x = x & 15 << 2
			n = n.t
		case St:
			mem[n.k&15] = a
			n = n.t
		case Stx:
			mem[n.k&15] = x
			n = n.t
		case AddK:
			a += n.k
			n = n.t
		case AddX:
			a += x
			n = n.t
		case SubK:
			a -= n.k
			n = n.t
		case SubX:
			a -= x
			n = n.t
		case MulK:
			a *= n.k
			n = n.t
		case MulX:
			a *= x
			n = n.t
		case DivK, DivX, ModK, ModX:
			k := n.k
			if n.op&SrcX != 0 {
				k = x
			}
			if k == 0 {
				return 0
			}
			if n.op&0xf0 == DivK&0xf0 {
				a /= k
			} else {
				a %= k
			}
			n = n.t
		case OrK:
			a |= n.k
			n = n.t
		case OrX:
			a |= x
			n = n.t
		case AndK:
			a &= n.k
			n = n.t
		case AndX:
			a &= x
			n = n.t
		case LshK:
			a <<= n.k
			n = n.t
		case LshX:
			a <<= shift(x, m)
			n = n.t
		case RshK:
			a >>= n.k
			n = n.t
		case RshX:
			a >>= shift(x, m)
			n = n.t
		case Neg:
			a = -a
			n = n.t
		case XorK:
			a ^= n.k
			n = n.t
		case XorX:
			a ^= x
			n = n.t
		case Ja: // back: the others are gone
			if loops--; loops < 0 {
				return 0
			}
			n = n.t
		case JeqK:
			n = n.jump(a == n.k)
		case JeqX:
			n = n.jump(a == x)
		case JgtK:
			n = n.jump(a > n.k)
		case JgtX:
			n = n.jump(a > x)
		case JgeK:
			n = n.jump(a >= n.k)
		case JgeX:
			n = n.jump(a >= x)
		case JsetK:
			n = n.jump(a&n.k != 0)
		case JsetX:
			n = n.jump(a&x != 0)
		case RetK:
			return n.k
		case RetA:
			return a
		case Tax:
			x = a
			n = n.t
		case Txa:
			a = x
			n = n.t
		default:
			if n, x = walk(n, pkt, x); n == nil {
				return e.program.run(pkt, wirelen, m)
			}
		}
	}
}

// jump is where a conditional jump goes.
func (n *node) jump(yes bool) *node {
	if yes {
		return n.t
	}
	return n.f
}
