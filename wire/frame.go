package wire

// A Frame finds the headers of a captured frame: through VLAN tags, MPLS labels,
// PPPoE, and any depth of tunnels. It keeps offsets, not copies, allocates nothing,
// and can be used again for the next frame.
//
//	var f wire.Frame
//	if err := f.Parse(frame); err != nil { … }
//	if tcp := f.TCP(); tcp != nil { … tcp.DstPort() … }
//
// Methods that find no such header return nil. Their views, which reach to the end
// of the header's payload, refer to the frame and are valid as long as it is.
//
// The zero Frame has no headers. A Frame must not be copied while it is in use by
// another goroutine.
type Frame struct {
	data    []byte
	n       int  // headers
	payload int  // offset of what follows the last header
	end     int  // its end
	bad     Kind // the header that ended Parse with an error, at payload
	at      [inline]place
	more    []place // headers beyond the first, for deep frames
}

// inline is how many headers need no allocation.
const inline = 16

// A place is where a header and its payload are.
type place struct {
	off, end uint32
	kind     Kind
}

// Parse finds the headers of b, an Ethernet frame. On error, an [*Error], the
// headers before the bad one can still be used; [Frame.Bad] says where it is.
func (f *Frame) Parse(b []byte) error { return f.parse(b, KindEthernet) }

// ParseAs is Parse for a frame that begins with a header of kind k. KindNone makes
// all of b payload.
func (f *Frame) ParseAs(k Kind, b []byte) error { return f.parse(b, k) }

// ParseLink is Parse for a frame of another link type, by its LINKTYPE_ number. All
// of a frame of an unknown link type is payload.
func (f *Frame) ParseLink(linkType uint16, b []byte) error { return f.parse(b, linkKind(linkType, b)) }

// Len returns the number of headers.
func (f *Frame) Len() int { return f.n }

// Header returns header i, outermost first, and its payload: without padding, where
// the header says how long the payload is. It panics if i is out of range.
func (f *Frame) Header(i int) (Kind, []byte) {
	p := f.place(i)
	return p.kind, f.data[p.off:p.end:p.end]
}

// Span returns where header i is in the frame, in bytes: its first byte, the end of
// the header, and the end of its payload. It panics if i is out of range.
func (f *Frame) Span(i int) (off, payload, end int) {
	p := f.place(i)
	if payload = f.payload; i+1 < f.n {
		payload = int(f.place(i + 1).off)
	}
	return int(p.off), payload, int(p.end)
}

// Payload returns what follows the last header: what is carried, or what could not
// be parsed.
func (f *Frame) Payload() []byte { return f.data[f.payload:f.end:f.end] }

// Bad returns the kind and the offset of the header that made the last Parse fail,
// or KindNone.
func (f *Frame) Bad() (k Kind, off int) { return f.bad, f.payload }

// Nth returns the header of kind k that has n headers of its kind around it, with its
// payload, or nil: Nth(k, 0) is the outermost.
func (f *Frame) Nth(k Kind, n int) []byte {
	for i := range f.n {
		if p := f.place(i); p.kind == k {
			if n == 0 {
				return f.data[p.off:p.end:p.end]
			}
			n--
		}
	}
	return nil
}

// Last returns the innermost header of kind k, with its payload, or nil.
func (f *Frame) Last(k Kind) []byte {
	for i := f.n - 1; i >= 0; i-- {
		if p := f.place(i); p.kind == k {
			return f.data[p.off:p.end:p.end]
		}
	}
	return nil
}

// Count returns the number of headers of kind k.
func (f *Frame) Count(k Kind) (n int) {
	for i := range f.n {
		if f.place(i).kind == k {
			n++
		}
	}
	return n
}

// Index returns the index of the outermost header of kind k, or -1.
func (f *Frame) Index(k Kind) int {
	for i := range f.n {
		if f.place(i).kind == k {
			return i
		}
	}
	return -1
}

// place returns header i, which must be there.
func (f *Frame) place(i int) *place {
	if i < inline {
		return &f.at[:min(f.n, inline)][i]
	}
	return &f.more[:f.n-inline][i-inline]
}

// first is Nth(k, 0).
func (f *Frame) first(k Kind) []byte {
	for i := range f.at[:min(f.n, inline)] {
		if p := &f.at[i]; p.kind == k {
			return f.data[p.off:p.end:p.end]
		}
	}
	if f.n > inline {
		return f.Nth(k, 0)
	}
	return nil
}

// Ethernet returns the outermost Ethernet header, or nil.
func (f *Frame) Ethernet() Ethernet { return f.first(KindEthernet) }

// VLAN returns the outermost VLAN header, or nil.
func (f *Frame) VLAN() VLAN { return f.first(KindVLAN) }

// MPLS returns the outermost MPLS header, or nil.
func (f *Frame) MPLS() MPLS { return f.first(KindMPLS) }

// ARP returns the outermost ARP header, or nil.
func (f *Frame) ARP() ARP { return f.first(KindARP) }

// IPv4 returns the outermost IPv4 header, or nil.
func (f *Frame) IPv4() IPv4 { return f.first(KindIPv4) }

// IPv6 returns the outermost IPv6 header, or nil.
func (f *Frame) IPv6() IPv6 { return f.first(KindIPv6) }

// TCP returns the outermost TCP header, or nil.
func (f *Frame) TCP() TCP { return f.first(KindTCP) }

// UDP returns the outermost UDP header, or nil.
func (f *Frame) UDP() UDP { return f.first(KindUDP) }

// ICMPv4 returns the outermost ICMPv4 header, or nil.
func (f *Frame) ICMPv4() ICMPv4 { return f.first(KindICMPv4) }

// ICMPv6 returns the outermost ICMPv6 header, or nil.
func (f *Frame) ICMPv6() ICMPv6 { return f.first(KindICMPv6) }

// GRE returns the outermost GRE header, or nil.
func (f *Frame) GRE() GRE { return f.first(KindGRE) }

// VXLAN returns the outermost VXLAN header, or nil.
func (f *Frame) VXLAN() VXLAN { return f.first(KindVXLAN) }

// InnerEthernet returns the innermost Ethernet header, or nil.
func (f *Frame) InnerEthernet() Ethernet { return f.Last(KindEthernet) }

// InnerVLAN returns the innermost VLAN header, or nil.
func (f *Frame) InnerVLAN() VLAN { return f.Last(KindVLAN) }

// InnerMPLS returns the innermost MPLS header, or nil.
func (f *Frame) InnerMPLS() MPLS { return f.Last(KindMPLS) }

// InnerIPv4 returns the innermost IPv4 header, or nil.
func (f *Frame) InnerIPv4() IPv4 { return f.Last(KindIPv4) }

// InnerIPv6 returns the innermost IPv6 header, or nil.
func (f *Frame) InnerIPv6() IPv6 { return f.Last(KindIPv6) }

// InnerTCP returns the innermost TCP header, or nil.
func (f *Frame) InnerTCP() TCP { return f.Last(KindTCP) }

// InnerUDP returns the innermost UDP header, or nil.
func (f *Frame) InnerUDP() UDP { return f.Last(KindUDP) }

// slot returns where to note header n.
func (f *Frame) slot(n int) *place {
	if n < inline {
		return &f.at[n]
	}
	return f.grow(n)
}

// grow is slot for deep frames.
func (f *Frame) grow(n int) *place {
	if n -= inline; n >= len(f.more) {
		f.more = append(f.more, place{})
		f.more = f.more[:cap(f.more)]
	}
	return &f.more[n]
}

// parse finds the headers of b, of which the first is of kind k.
func (f *Frame) parse(b []byte, k Kind) error {
	f.data, f.bad = b, KindNone
	if len(b) == 0 && k != KindNone {
		f.n, f.payload, f.end, f.bad = 0, 0, 0, k
		return &shortHeader[k]
	}
	var (
		n, off = 0, 0
		end    = len(b)
		hl     int // the header's length
		failed *Error
	)
	for k != KindNone && off < end {
		kind, p := k, b[off:end] // a header and its payload
		switch kind {
		case KindEthernet:
			if len(p) < EthernetLen {
				goto short
			}
			hl = EthernetLen
			if t := Ethernet(p).Type(); t == EtherTypeIPv4 {
				k = KindIPv4 // the commonest
			} else if t > MaxEtherLength {
				k = etherKind(t)
			} else {
				end = off + min(EthernetLen+int(t), len(p))
				k = lengthKind(b[off+EthernetLen : end])
			}
		case KindVLAN:
			if len(p) < VLANLen {
				goto short
			}
			hl = VLANLen
			if t := VLAN(p).Type(); t > MaxEtherLength {
				k = etherKind(t)
			} else {
				end = off + min(VLANLen+int(t), len(p))
				k = lengthKind(b[off+VLANLen : end])
			}
		case KindIPv4:
			if len(p) < IPv4Len {
				goto short
			}
			hl = int(p[0]&0xf) * 4
			if hl < IPv4Len || hl > len(p) {
				goto length
			}
			k = ipKinds[p[9]]
			if Uint16(p, 6)&0x1fff != 0 {
				k = KindNone // a later fragment has no headers
			}
			// A Length of 0 is left to the network card, which splits large segments.
			if t := int(Uint16(p, 2)); t != 0 && t < len(p) {
				end = off + max(t, hl)
			}
		case KindIPv6:
			if len(p) < IPv6Len {
				goto short
			}
			hl, k = IPv6Len, ipKinds[p[6]]
			t := int(Uint16(p, 4))
			if t == 0 {
				t = payload6(p) // a jumbogram's, or left to the network card
			}
			if t < len(p)-IPv6Len {
				end = off + IPv6Len + t
			}
		case KindIPv6HopByHop, KindIPv6DestOpts, KindIPv6Routing:
			if len(p) < extMin(kind) {
				goto short
			}
			hl = int(p[1])*8 + 8
			if hl > len(p) {
				goto length
			}
			k = ipKinds[p[0]]
		case KindIPv6Fragment:
			if len(p) < IPv6FragmentLen {
				goto short
			}
			hl, k = IPv6FragmentLen, ipKinds[p[0]]
			if Uint16(p, 2)&^7 != 0 {
				k = KindNone
			}
		case KindTCP:
			if len(p) < TCPLen {
				goto short
			}
			hl = int(p[12]>>4) * 4
			if hl < TCPLen || hl > len(p) {
				goto length
			}
			k = KindNone
		case KindUDP:
			if len(p) < UDPLen {
				goto short
			}
			hl = UDPLen
			if k = portKind(Uint16(p, 2)); k == KindNone {
				k = portKind(Uint16(p, 0))
			}
			// A Length of 0 is a jumbogram's, or left to the network card.
			if t := int(Uint16(p, 4)); t != 0 && t < len(p) {
				if t < UDPLen {
					goto length
				}
				end = off + t
			}
			if k == KindTeredoOrigin {
				k = teredoKind(p[UDPLen : end-off])
			}
		case KindMPLS:
			if len(p) < MPLSLen {
				goto short
			}
			if hl = MPLSLen; MPLS(p).S() {
				k = mplsKind(p[MPLSLen:])
			}
		case KindVXLAN:
			if len(p) < VXLANLen {
				goto short
			}
			hl, k = VXLANLen, KindEthernet
		default:
			if kind == KindGRE {
				if len(p) > GRELen && p[0]&0x40 == 0 && p[1]&7 == 0 {
					if hl = int(greRouting[p[0]>>4]); hl <= len(p) {
						k = GRE(p).kind()
						break
					}
				}
				kind = greKind(p)
			}
			if kind == kindPPPFrame {
				kind = pppKind(p)
			}
			var x extent
			x, failed = look(kind, p)
			if kind > kindPPPFrame {
				kind = KindDot11
			}
			if failed != nil {
				goto stop
			}
			end, hl, k = off+min(x.end, len(p)), x.header, x.next
		}
		*f.slot(n) = place{uint32(off), uint32(end), kind}
		off += hl
		n++
		continue

	short:
		failed = &shortHeader[kind]
		goto stop
	length:
		failed = &badLength[kind]
	stop:
		f.n, f.payload, f.end, f.bad = n, off, end, kind
		return failed
	}
	f.n, f.payload, f.end = n, off, end
	return nil
}
