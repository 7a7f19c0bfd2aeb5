package wire

// nflog reads the attributes of a netfilter log message, of which one is the packet: nfnetlink_log.h. Without one, all of
// the message is header.
func (x *extent) nflog(p []byte) {
	const payload = 9
	for n := NFLOGLen; len(p)-n >= 4; {
		size := int(Uint16LE(p, n))
		if size < 4 || n+size > len(p) {
			break
		}
		if Uint16LE(p, n+2)&0x7fff == payload {
			x.header, x.end = n+4, n+size
			switch NFLOG(p).Family() {
			case 2: // AF_INET
				x.next = KindIPv4
			case 10: // AF_INET6
				x.next = KindIPv6
			}
			return
		}
		n = min(n+(size+3)&^3, len(p))
	}
	x.header = len(p)
}

// pktap reads what macOS tells of a packet before it, which says how long it is itself.
func (x *extent) pktap(p []byte) bool {
	v := PKTAP(p)
	n := v.Length()
	if n < PKTAPLen || uint64(n) > uint64(len(p)) {
		return false
	}
	x.header = int(n)
	if t := v.DLT(); v.Record() == 1 && t <= 0xffff {
		x.next = linkKind(uint16(t), p[n:])
	}
	return true
}

// l2tp reads a header of version 2: RFC 2661 §3.1. That of a control message has all of it.
func (x *extent) l2tp(p []byte) bool {
	v := L2TP(p)
	if v.Version() != 2 {
		return false
	}
	n := L2TPLen + 4
	if v.LengthPresent() {
		n += 2
	}
	if v.SeqPresent() {
		n += 4
	}
	if v.OffsetPresent() {
		n += 2
	}
	if n > len(p) {
		return false
	}
	if v.OffsetPresent() {
		n += int(Uint16(p, n-2))
	}
	if v.LengthPresent() {
		x.end = min(x.end, int(Uint16(p, L2TPLen)))
	}
	if n > x.end {
		return false
	}
	if x.header, x.next = n, kindPPPFrame; v.Control() {
		x.header, x.next = x.end, KindNone
	}
	return true
}
