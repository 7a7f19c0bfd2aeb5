package session

import "github.com/gocap-project/gocap/wire"

// tcpSegment is what matters of a segment.
type tcpSegment struct {
	seq, end uint32 // end is that of what takes sequence numbers: data, SYN and FIN
	ack      uint32
	val, ecr uint32 // time stamps
	win      uint16
	mss      uint16
	flags    wire.TCPFlags
	shift    uint8
	opts     uint16 // of tcpHasScale and so on
}

// What a segment's options are.
const (
	tcpHasMSS = 1 << iota
	tcpHasScale
	tcpHasSACKPermitted
	tcpHasTimestamps
	tcpHasSACK
	tcpHasFastOpen
	tcpBadOptions  // a length is wrong
	tcpBadFastOpen // a cookie's is
	tcpHasAny      // there are options, or padding
)

func (g *tcpSegment) has(f wire.TCPFlags) bool { return g.flags&f != 0 }
func (g *tcpSegment) with(opt uint16) bool     { return g.opts&opt != 0 }

// data returns how many sequence numbers are data.
func (g *tcpSegment) data() uint32 {
	n := g.end - g.seq
	if g.has(wire.SYN) {
		n--
	}
	if g.has(wire.FIN) {
		n--
	}
	return n
}

// before and after compare sequence numbers and time stamps: RFC 9293 §3.4.
func before(a, b uint32) bool { return int32(a-b) < 0 }
func after(a, b uint32) bool  { return int32(b-a) < 0 }

func later(a, b uint32) uint32 {
	if after(b, a) {
		return b
	}
	return a
}

// segmentOf reads a segment with length bytes of data. sack is the data of a SACK option.
func segmentOf(v wire.TCP, length int) (g tcpSegment, sack wire.SACKBlocks) {
	g = tcpSegment{seq: v.Seq(), ack: v.Ack(), win: v.Window(), flags: v.Flags()}
	g.end = g.seq + uint32(length)
	if g.has(wire.SYN) {
		g.end++
	}
	if g.has(wire.FIN) {
		g.end++
	}
	sack = g.options(v.Options())
	return g, sack
}

// options reads options. Most segments have none but time stamps, padded as RFC 7323 appendix A has it.
func (g *tcpSegment) options(o wire.TCPOptions) (sack wire.SACKBlocks) {
	if len(o) == 12 && wire.Uint32(o, 0) == 0x0101080a {
		g.opts, g.val, g.ecr = tcpHasAny|tcpHasTimestamps, wire.Uint32(o, 4), wire.Uint32(o, 8)
		return nil
	}
	if len(o) > 0 {
		g.opts = tcpHasAny
	}
	for len(o) > 0 {
		kind, n := wire.TCPOptionKind(o[0]), 1
		if kind == wire.EOL {
			return sack
		}
		if kind != wire.NOP {
			if len(o) < 2 || o[1] < 2 || int(o[1]) > len(o) {
				g.opts |= tcpBadOptions
				return sack
			}
			n = int(o[1])
			if b := g.option(kind, o[2:n]); b != nil && sack == nil {
				sack = b
			}
		}
		o = o[n:]
	}
	return sack
}

// option reads one option; it returns the data of a SACK.
func (g *tcpSegment) option(kind wire.TCPOptionKind, b []byte) wire.SACKBlocks {
	bad := false
	switch kind {
	case wire.MSS:
		if bad = len(b) != 2; !bad {
			g.mss, g.opts = wire.Uint16(b, 0), g.opts|tcpHasMSS
		}
	case wire.WindowScale:
		if bad = len(b) != 1; !bad {
			g.shift, g.opts = b[0], g.opts|tcpHasScale
		}
	case wire.SACKPermitted:
		bad = len(b) != 0
		g.opts |= tcpHasSACKPermitted
	case wire.Timestamps:
		if bad = len(b) != 8; !bad {
			g.val, g.ecr, g.opts = wire.Uint32(b, 0), wire.Uint32(b, 4), g.opts|tcpHasTimestamps
		}
	case wire.SACK:
		if bad = len(b)%8 != 0 || len(b) == 0; !bad {
			g.opts |= tcpHasSACK
			return b
		}
	case wire.TCPFastOpen:
		g.opts |= tcpHasFastOpen
		if n := len(b); n != 0 && (n < 4 || n > 16 || n%2 != 0) {
			g.opts |= tcpBadFastOpen
		}
	}
	if bad {
		g.opts |= tcpBadOptions
	}
	return nil
}

func (g *tcpSegment) visit(s *snapshot) {
	for _, p := range [...]*uint32{&g.seq, &g.end, &g.ack, &g.val, &g.ecr} {
		s.u32(p)
	}
	s.u16(&g.win)
	s.u16(&g.mss)
	s.u16((*uint16)(&g.flags))
	s.u8(&g.shift)
	s.u16(&g.opts)
}
