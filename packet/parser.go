package packet

import (
	"errors"

	"github.com/gocap-project/gocap/wire"
)

// DefaultMaxLayers is how deep a parser looks unless told otherwise.
const DefaultMaxLayers = 64

// Parse takes b apart, beginning with protocol first. It always returns a
// packet with every byte of b in it: what cannot be parsed is in a final [Raw],
// and the error, an [*Error], says why. The packet refers to b.
func Parse(b []byte, first *Proto) (Packet, error) {
	var c Parser
	s := scratches.Get().(*scratch)
	p, _, err := c.parse(&s.c, &s.n, s.n.packet(), s.at[:0], b, first)
	s.free()
	return p, err
}

// A Parser parses packets with options. The zero Parser parses as [Parse] does.
// It is not safe for concurrent use.
type Parser struct {
	// Bindings override what follows what. They may be nil.
	Bindings *Bindings

	// MaxLayers limits the layers of a packet, DefaultMaxLayers if 0. What is
	// deeper is left as Raw, with ErrDepth.
	MaxLayers int

	// Reuse makes Parse use the same packet and layers again, so that it does
	// not allocate in the steady state: a packet is valid until the next Parse.
	// Protocols with variable lists of values may still allocate for these.
	Reuse bool

	p     Packet
	at    []Span
	cache [][]Layer // by depth: layers used before
	new   nursery
	ctx   *Context
}

// Parse is the function [Parse] with the parser's options.
func (c *Parser) Parse(b []byte, first *Proto) (Packet, error) {
	p := c.p[:0]
	if !c.Reuse {
		p = c.new.packet()
	}
	if c.ctx == nil {
		c.ctx = new(Context)
	}
	p, at, err := c.parse(c.ctx, &c.new, p, c.at[:0], b, first)
	c.p, c.at = p, at
	return p, err
}

// Spans returns where the layers of the last packet are in its bytes. It is
// valid until the next Parse.
func (c *Parser) Spans() []Span { return c.at }

func (c *Parser) parse(ctx *Context, n *nursery, p Packet, at []Span, b []byte, first *Proto) (Packet, []Span, error) {
	var (
		err   *Error
		limit *Proto // whose length cut the packet
		most  = c.MaxLayers
		quote bool   // inside a quoted packet
		from  Next   // what told the protocol
		tried *Error // of the protocol that it told first, when another is tried
	)
	if most == 0 {
		most = DefaultMaxLayers
	}
	for off, end, next := 0, len(b), first; off < end; {
		if next != nil && len(p) >= most && next != RawProto {
			err = &Error{Layer: next.Name, Index: len(p), Off: off, Have: end - off, Err: ErrDepth}
			next = nil
		}
		if next != nil && next.Pick != nil {
			next = next.Pick(b[off:end:end])
		}
		if next == nil {
			next = RawProto
		}
		l := c.layer(n, next, len(p))
		x, e := l.Parse(b[off:end:end])
		if e == nil && !fits(l, x, end-off) {
			e = ErrExtent
		}
		if quote && e != nil && (need(e) > end-off || errors.Is(e, wire.ErrShort)) {
			next = RawProto
			continue
		}
		if e != nil {
			if tried == nil {
				err = &Error{Layer: next.Name, Index: len(p), Off: off, Need: need(e), Have: end - off, Limit: limitOf(limit), Err: e}
			}
			if next = from.instead(c.Bindings, next, b[off:end:end]); next != nil && !quote {
				from, tried, err = Next{}, err, nil
				continue
			}
			if tried != nil {
				err = tried
			}
			next = RawProto
			continue
		}
		tried = nil
		if x.End < end-off {
			limit = next
		}
		end, quote = off+x.End, quote || x.Next.quoted()
		p, at = append(p, l), append(at, Span{off, off + x.Header, end})
		off, from = off+x.Header, x.Next
		next = from.resolve(c.Bindings, b[off:end:end], quote)
	}
	p.finish(ctx, b, at)
	if err != nil {
		return p, at, err
	}
	return p, at, nil
}

// fits reports whether x is possible for l in n bytes, so that no byte is lost.
func fits(l Layer, x Extent, n int) bool {
	if x.Header < 0 || x.End < x.Header || x.End > n {
		return false
	}
	if x.End < n {
		_, ok := l.(Trailer)
		return ok
	}
	return true
}

// limitOf names the field by which p ended the packet early.
func limitOf(p *Proto) string {
	if p == nil {
		return ""
	}
	for i := range p.Fields {
		if f := &p.Fields[i]; f.Kind == Length && f.Name != "IHL" && f.Name != "DataOffset" {
			return p.Name + "." + f.Name
		}
	}
	return p.Name
}

// layer returns a layer of protocol pr for depth d.
func (c *Parser) layer(n *nursery, pr *Proto, d int) Layer {
	if !c.Reuse {
		return n.layer(pr)
	}
	for d >= len(c.cache) {
		c.cache = append(c.cache, nil)
	}
	for _, l := range c.cache[d] {
		if l.Proto() == pr {
			return l
		}
	}
	l := pr.New()
	c.cache[d] = append(c.cache[d], l)
	return l
}
