package main

import (
	"fmt"

	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/wire"
)

// A relinker turns packets of a capture's link type into ones for an interface.
type relinker struct {
	to    link.Type
	mac   []byte // the interface's, for headers that lack a source
	src   []byte // --src-mac
	dst   []byte // --dst-mac
	frame wire.Frame
}

// A linkError is a link type that cannot be sent.
type linkError struct {
	from, to link.Type
	why      string
}

func (e *linkError) Error() string {
	return fmt.Sprintf("packets of link type %v cannot be sent on an interface of link type %v%s", e.from, e.to, e.why)
}

// bare reports whether packets of a link type have no link-layer header.
func bare(t link.Type) bool { return t == link.Raw || t == link.IPv4 || t == link.IPv6 }

// appendTo appends the packet to out in the form that the interface takes.
func (r *relinker) appendTo(out, b []byte, from link.Type) ([]byte, error) {
	if from == r.to || bare(from) && bare(r.to) {
		return append(out, b...), nil
	}
	proto, payload := r.network(b, from)
	switch {
	case payload == nil:
		return out, &linkError{from, r.to, ""}
	case bare(r.to):
		if proto != wire.EtherTypeIPv4 && proto != wire.EtherTypeIPv6 {
			return out, &linkError{from, r.to, ": only their IP packets can"}
		}
		return append(out, payload...), nil
	case r.to != link.Ethernet:
		return out, &linkError{from, r.to, ""}
	case r.dst == nil:
		return out, &linkError{from, r.to, " without --dst-mac, to whom"}
	}
	src := r.mac
	if r.src != nil {
		src = r.src
	}
	out = append(append(out, r.dst...), src...)
	if len(src) < 6 {
		out = append(out, make([]byte, 6-len(src))...)
	}
	out = append(out, byte(proto>>8), byte(proto))
	return append(out, payload...), nil
}

// network finds what is behind the link-layer header, and its EtherType.
func (r *relinker) network(b []byte, from link.Type) (proto wire.EtherType, payload []byte) {
	switch {
	case from == link.LinuxSLL && len(b) >= wire.SLLLen:
		return wire.EtherType(wire.Uint16(b, 14)), b[wire.SLLLen:]
	case from == link.LinuxSLL2 && len(b) >= wire.SLL2Len:
		return wire.EtherType(wire.Uint16(b, 0)), b[wire.SLL2Len:]
	}
	_ = r.frame.ParseLink(uint16(from), b)
	for i := range r.frame.Len() {
		k, _ := r.frame.Header(i)
		at, _, _ := r.frame.Span(i)
		switch k {
		case wire.KindIPv4:
			return wire.EtherTypeIPv4, b[at:]
		case wire.KindIPv6:
			return wire.EtherTypeIPv6, b[at:]
		case wire.KindARP:
			return wire.EtherTypeARP, b[at:]
		}
	}
	return 0, nil
}
