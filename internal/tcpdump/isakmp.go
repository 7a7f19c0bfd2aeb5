package tcpdump

import (
	"net/netip"

	"github.com/gocap-project/gocap/wire"
)

// An initiator is who sent the first message with a cookie.
type initiator struct {
	cookie   [8]byte
	src, dst netip.Addr
}

// maxInitiators is how many cookies are remembered.
const maxInitiators = 20

var (
	ikePayloads = names{
		0: "none", 1: "sa", 2: "p", 3: "t", 4: "ke", 5: "id", 6: "cert", 7: "cr", 8: "hash", 9: "sig", 10: "nonce", 11: "n", 12: "d",
		13: "vid", 33: "v2sa", 34: "v2ke", 35: "v2IDi", 36: "v2IDr", 37: "v2cert", 38: "v2CR", 39: "v2auth", 40: "v2nonce", 41: "v2n",
		42: "v2d", 43: "v2vid", 44: "v2TSi", 45: "v2TSr", 46: "v2e", 47: "v2cp", 48: "v2eap",
	}
	ikeExchanges = names{
		1: "base", 2: "ident", 3: "auth", 4: "agg", 5: "inf", 32: "oakley-quick", 33: "oakley-newgroup", 34: "ikev2_init",
		35: "ikev2_auth", 36: "child_sa", 37: "inf2",
	}
	ikeProtocols = names{1: "isakmp", 2: "ipsec-ah", 3: "ipsec-esp", 4: "ipcomp"}
)

// natt prints what UDP port 4500 carries, RFC 3948.
func (p *Printer) natt(h *ipHeader, b []byte, n int) {
	p.proto = "isakmp_rfc3948"
	switch {
	case n == 1 && p.u8(b, 0) == 0xff:
		p.s("isakmp-nat-keep-alive")
		return
	case n < 4:
		p.trunc()
		return
	case !p.need(b, 4):
		return
	case zero(b[:4]):
		p.s("NONESP-encap: ")
		p.isakmp(h, b[4:], n-4)
		return
	}
	p.s("UDP-encap: ")
	p.esp(b, n)
}

// An ikeReader prints the payloads of a message.
type ikeReader struct {
	*Printer
	b     []byte // the message, as far as it was captured
	n     int    // its length on the wire
	phase uint32
	depth int
	proto uint32 // of the proposal
	two   bool   // version 2
	stop  bool   // something was malformed
}

// isakmp prints an IKE message, RFC 2408, RFC 7296.
func (p *Printer) isakmp(h *ipHeader, b []byte, n int) {
	p.proto = "isakmp"
	if !p.need(b, 28) {
		return
	}
	v, _ := wire.ParseIKE(b)
	p.s("isakmp")
	if p.Verbose > 0 {
		p.f(" %u.%u msgid %08x", uint32(v.Major()), uint32(v.Minor()), v.MessageID())
		if p.Verbose > 1 {
			p.s(" cookie ")
			p.hexBytes(b[:8], "")
			p.s("->")
			p.hexBytes(b[8:16], "")
		}
	}
	p.s(":")
	r := ikeReader{Printer: p, b: snap(b, n), n: n, phase: 1}
	if v.MessageID() != 0 {
		r.phase = 2
	}
	switch v.Major() {
	case 1:
		r.version1(h, v)
	case 2:
		r.version2(v)
	}
	if p.Verbose > 0 && v.Length() != uint32(n) && !p.done() {
		p.f(" (len mismatch: isakmp %u/ip %u)", v.Length(), uint32(n))
	}
}

func (r *ikeReader) version1(h *ipHeader, v wire.IKE) {
	if r.phase == 1 {
		r.s(" phase 1")
	} else {
		r.s(" phase 2/others")
	}
	r.s(r.side(h, v))
	r.name(ikeExchanges, uint32(v.Exchange()), "#%u")
	flags := v.Flags()
	if flags != 0 {
		r.s("[")
		if flags&1 != 0 {
			r.s("E")
		}
		if flags&2 != 0 {
			r.s("C")
		}
		r.s("]")
	}
	if r.Verbose == 0 {
		return
	}
	r.s(":")
	if flags&1 != 0 {
		r.s(" [encrypted ")
		r.payloadName(uint32(v.NextPayload()))
		r.s("]")
		return
	}
	r.payloads(uint32(v.NextPayload()), 28, r.n)
}

// side says who sent a message, by the cookies seen before.
func (r *ikeReader) side(h *ipHeader, v wire.IKE) string {
	c := [8]byte(v[:8])
	for _, i := range r.initiators {
		if i.cookie == c {
			if i.src == h.src && i.dst == h.dst {
				return " I "
			}
			return " R "
		}
	}
	if v.ResponderSPI() != 0 || v.InitiatorSPI() == 0 {
		return " ? "
	}
	if len(r.initiators) == maxInitiators {
		r.initiators = r.initiators[1:]
	}
	r.initiators = append(r.initiators, initiator{c, h.src, h.dst})
	return " I "
}

func (r *ikeReader) version2(v wire.IKE) {
	r.two = true
	if r.phase == 1 {
		r.s(" parent_sa ")
	} else {
		r.s(" child_sa  ")
	}
	r.name(ikeExchanges, uint32(v.Exchange()), "#%u")
	if flags := v.Flags(); flags != 0 {
		r.s("[")
		for _, f := range [...]bit{{8, "I"}, {0x10, "V"}, {0x20, "R"}} {
			if uint32(flags)&f.mask != 0 {
				r.s(f.name)
			}
		}
		r.s("]")
	}
	if r.Verbose == 0 {
		return
	}
	r.s(":")
	r.payloads(uint32(v.NextPayload()), 28, r.n)
}

func (r *ikeReader) payloadName(t uint32) {
	if t >= 14 && t <= 32 {
		r.f("pay%u", t)
		return
	}
	r.name(ikePayloads, t, "#%u")
}

// cutShort says that the payload of type t is not all there. What is around it ends
// too.
func (r *ikeReader) cutShort(t uint32) {
	r.s(" [|")
	r.payloadName(t)
	r.s("]")
	r.stop = true
}

// payloads prints the payloads between at and end, of which t is the first's type.
func (r *ikeReader) payloads(t uint32, at, end int) {
	for count := uint32(1); t != 0 && !r.done() && !r.stop; count++ {
		if at+4 > min(end, len(r.b)) {
			r.cutShort(t)
			return
		}
		next, size := uint32(r.b[at]), int(wire.Uint16(r.b, at+2))
		if at+size > end {
			r.cutShort(t)
			return
		}
		r.s("\n")
		r.depth++
		for range r.depth {
			r.s("    ")
		}
		r.s("(")
		if size < 4 && t > 13 {
			r.cutShort(t)
		} else if size < 4 {
			r.stop = true
		} else {
			r.payload(t, count, at, at+size)
		}
		r.s(")")
		r.depth--
		if t == 46 {
			return
		}
		t, at = next, at+size
	}
}

// payload prints the payload r.b[at:end].
func (r *ikeReader) payload(t, count uint32, at, end int) {
	v := r.b[at+4 : min(end, len(r.b))]
	if end > len(r.b) && t != 11 {
		defer r.cut() // what is missing is missed at the end of what is there
	}
	title := func(s string) {
		r.s(s)
		if r.two && r.b[at+1]&0x80 != 0 {
			r.s("[C]")
		}
		r.s(":")
	}
	least := map[uint32]int{1: 8, 2: 4, 3: 4, 5: 4, 6: 1, 7: 1, 11: 8, 12: 8, 34: 4, 37: 1, 38: 1, 39: 4, 41: 4}[t]
	if len(v) < least {
		if v = r.b[at+4:]; len(v) < least { // tcpdump reads on behind the payload
			r.cut()
			return
		}
	}
	switch {
	case t == 1 && !r.two:
		title("sa")
		r.sa1(v, at, end)
	case t == 33:
		title("sa")
		r.f(" len=%u", uint32(len(v)))
		r.two = true
		r.payloads(2, at+4, end)
	case t == 2:
		title("p")
		r.proposal(v, at, end)
	case t == 3:
		title("t")
		r.transform(v, count)
	case t == 4:
		title("ke")
		r.f(" key len=%u", uint32(len(v)))
		r.raw(v)
	case t == 5:
		title("id")
		r.id1(v)
	case t == 6, t == 7, t == 37, t == 38:
		title(ikePayloads[t])
		r.f(" len=%u type=", uint32(len(v)))
		r.name(ikeCerts, uint32(v[0]), "#%u")
		r.raw(v)
	case t == 8, t == 9, t == 13:
		title(ikePayloads[t])
		r.f(" len=%u", uint32(len(v)))
		r.raw(v)
	case t == 10:
		title("nonce")
		r.f(" n len=%u", uint32(len(v)))
		if r.Verbose == 2 {
			r.s("  data=(")
			r.someData(r.b[at+4:])
			r.s(")")
		}
		r.raw(v)
	case t == 11:
		title("n")
		r.notify1(v, r.b[at+4:])
	case t == 12:
		title("d")
		r.delete1(v)
	case t >= 34 && t <= 48:
		r.payload2(t, v, at, title)
	default:
		r.payloadName(t)
	}
}

// raw prints v with -vvv.
func (r *ikeReader) raw(v []byte) {
	if r.Verbose > 2 && len(v) > 0 {
		r.s(" ")
		r.hexBytes(v, "")
	}
}

// someData prints the first ten and the last twenty bytes of b.
func (r *ikeReader) someData(b []byte) {
	const first, last = 10, 20
	if len(b) <= first {
		r.hexBytes(b, "")
		return
	}
	r.hexBytes(b[:first], "")
	r.s("...")
	r.hexBytes(b[max(first, len(b)-last):], "")
}

func (r *ikeReader) sa1(v []byte, at, end int) {
	doi, situation := wire.Uint32(v, 0), wire.Uint32(v, 4)
	if doi != 1 {
		r.f(" doi=%u situation=%u", doi, situation)
		r.stop = true
		return
	}
	r.s(" doi=ipsec situation=")
	r.bits([]bit{{1, "identity"}, {2, "secrecy"}, {4, "integrity"}}, situation, "", "+")
	at += 12
	if situation != 1 {
		if at+4 > end {
			r.cutShort(1)
			return
		}
		r.f(" ident=%u", wire.Uint32(r.b, at))
		at += 4
	}
	r.payloads(2, at, end)
}

func (r *ikeReader) proposal(v []byte, at, end int) {
	r.proto = uint32(v[1])
	r.f(" #%u protoid=", uint32(v[0]))
	r.name(ikeProtocols, r.proto, "#%u")
	r.f(" transform=%u", uint32(v[3]))
	if r.two {
		r.f(" len=%u", uint32(end-at))
	}
	size := int(v[2])
	if 4+size > len(v) {
		r.cutShort(2)
		return
	}
	if size > 0 {
		r.s(" spi=")
		r.hexBytes(v[4:4+size], "")
	}
	r.payloads(3, at+8+size, end)
}
