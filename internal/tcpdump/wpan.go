package tcpdump

import "github.com/gocap-project/gocap/wire"

// Link types of 802.15.4 frames, by number.
const (
	linkWPAN      = 195
	linkWPANNoFCS = 230
	linkWPANTAP   = 283
)

var (
	wpanTypes = names{0: "Beacon", 1: "Data", 2: "ACK", 3: "Command", 4: "Reserved", 5: "Multipurpose", 6: "Fragment", 7: "Extended"}
	wpanFlags = []bit{
		{0x08, "Security Enabled, "}, {0x10, "Frame Pending, "}, {0x20, "AR, "}, {0x40, "PAN ID Compression, "},
		{0x100, "Sequence Number Suppression, "}, {0x200, "IE present, "},
	}
	wpanCommands = names{
		0x01: "Association Request", 0x02: "Association Response", 0x03: "Disassociation Notification", 0x04: "Data Request",
		0x05: "PAN ID Conflict Notification", 0x06: "Orphan Notification", 0x07: "Beacon Request",
		0x08: "Coordinator realignment", 0x09: "GTS request", 0x0a: "TRLE Management Request", 0x0b: "TRLE Management Response",
		0x13: "DSME Association Request", 0x14: "DSME Association Response", 0x15: "DSME GTS Request", 0x16: "DSME GTS Response",
		0x17: "DSME GTS Notify", 0x18: "DSME Information Request", 0x19: "DSME Information Response",
		0x1a: "DSME Beacon Allocation Notification", 0x1b: "DSME Beacon Collision Notification", 0x1c: "DSME Link Report",
		0x20: "RIT Data Request", 0x21: "DBS Request", 0x22: "DBS Response", 0x23: "RIT Data Response", 0x24: "Vendor Specific",
	}
	wpanAssociations = names{
		0: "Association successful", 1: "PAN at capacity", 2: "PAN access denied", 3: "Hooping sequence offset duplication",
		0x80: "Fast association successful",
	}
	wpanLeave = names{1: "The coordinator wishes the device to leave PAN", 2: "The device wishes to leave the PAN"}
)

// A wpanReader takes apart a frame, in little-endian order.
type wpanReader struct {
	p *Printer
	b []byte
}

// take returns the next n bytes. If they are not there it prints that and returns nil.
func (r *wpanReader) take(n int, what string) []byte {
	if len(r.b) < n {
		r.p.s("[ERROR: Truncated before ")
		r.p.s(what)
		r.p.s("]")
		return nil
	}
	d := r.b[:n:n]
	r.b = r.b[n:]
	return d
}

// wpanTAP prints an 802.15.4 frame with a pseudo-header.
func (p *Printer) wpanTAP(b []byte, n int) int {
	p.proto = "802.15.4_tap"
	if len(b) < 4 {
		p.trunc()
		return len(b)
	}
	size := int(wire.Uint16LE(b, 2))
	if b[0] != 0 || size < 4 {
		p.invalid()
		return len(b)
	}
	if size > len(b) {
		p.trunc()
		return len(b)
	}
	return size + p.wpan(b[size:])
}

// wpan prints an 802.15.4 frame, and returns the length of its header.
func (p *Printer) wpan(b []byte) int {
	p.proto = "802.15.4"
	if len(b) < 2 {
		p.trunc()
		return len(b)
	}
	control, kind := uint32(wire.Uint16LE(b, 0)), uint32(b[0]&7)
	p.s("IEEE 802.15.4 ")
	p.name(wpanTypes, kind, "")
	p.s(" packet ")
	if kind > 3 {
		return 0
	}
	v := wire.WPAN(b[:2])
	p.f("v%u ", uint32(v.Version()))
	if p.Verbose > 2 {
		p.bits(wpanFlags, control, "", "")
	}
	r := wpanReader{p, b[2:]}
	if !r.sequence(v) || !r.addresses(v) {
		return len(b)
	}
	p.s(" ")
	mic := 0
	if v.Secured() {
		level, ok := r.security()
		if !ok {
			return len(b)
		}
		mic = [...]int{0, 4, 8, 16}[level&3]
	}
	sum, whole := uint32(wire.CRC16(b[:len(b)-2])), uint32(wire.Uint16LE(b, len(b)-2))
	if len(b) <= 3 {
		sum, whole = 0, 0
	}
	if sum == whole && len(r.b) >= 2 {
		r.b = r.b[:len(r.b)-2]
	}
	code, ok := r.mic(mic)
	if !ok || v.HasIEs() && !r.elements() {
		return len(b)
	}
	if p.Verbose > 2 && mic > 0 {
		p.s("\n\tMIC ")
		p.hexBytes(code, "")
		p.s(" ")
	}
	if p.Verbose > 2 {
		if sum == whole {
			p.f("FCS %x ", sum)
		} else {
			p.f("wrong FCS %x vs %x (assume no FCS stored) ", whole, sum)
		}
	}
	hdr := len(b) - len(r.b)
	r.body(v)
	return hdr
}

// sequence prints the sequence number.
func (r *wpanReader) sequence(v wire.WPAN) bool {
	p := r.p
	if v.SeqSuppressed() {
		if v.Version() < 2 {
			p.s("[ERROR: Sequence number suppressed on frames where version < 2]")
		}
		if p.Verbose > 0 {
			p.s("seq suppressed ")
		}
		return true
	}
	if len(r.b) < 1 {
		p.trunc()
		return false
	}
	if p.Verbose > 0 {
		p.f("seq %02x ", uint32(r.b[0]))
	}
	r.b = r.b[1:]
	return true
}

// addresses prints who sends to whom.
func (r *wpanReader) addresses(v wire.WPAN) bool {
	p, dst, src := r.p, v.DstMode(), v.SrcMode()
	switch {
	case src == 1:
		p.s("[ERROR: Invalid src address mode]")
		return false
	case dst == 1:
		p.s("[ERROR: Invalid dst address mode]")
		return false
	case v.Version() < 2 && v.PANCompression() && (dst == wire.WPANNone || src == wire.WPANNone):
		p.s("[ERROR: PAN ID Compression != 0, and only one address with frame version < 2]")
	}
	hasDst, hasSrc := wpanPANs(v)
	if !r.address(dst, hasDst) {
		return false
	}
	p.s(" < ")
	return r.address(src, hasSrc)
}

// wpanPANs says which PAN identifiers tcpdump reads: with two addresses of which one is
// short it differs from the standard for a short destination of a long source.
func wpanPANs(v wire.WPAN) (hasDst, hasSrc bool) {
	dst, src, pc := v.DstMode(), v.SrcMode(), v.PANCompression()
	if v.Version() < 2 {
		return dst != 0, src != 0 && !pc
	}
	switch {
	case dst == 0 && src == 0:
		return pc, false
	case src == 0:
		return !pc, false
	case dst == 0:
		return false, !pc
	case dst == wire.WPANLong && src == wire.WPANLong:
		return !pc, false
	}
	return true, !pc && src == wire.WPANShort
}

// address prints a PAN identifier and an address.
func (r *wpanReader) address(m wire.WPANMode, pan bool) bool {
	p := r.p
	if pan {
		d := r.take(2, "dst_pan")
		if d == nil {
			return false
		}
		p.f("%04x:", uint32(wire.Uint16LE(d, 0)))
	} else {
		p.s("-:")
	}
	if m == wire.WPANNone {
		p.s("none")
		return true
	}
	d := r.take(m.Len(), "dst_addr")
	if d == nil {
		return false
	}
	p.wpanAddr(d)
	return true
}

// wpanAddr prints an address that is sent backwards.
func (p *Printer) wpanAddr(d []byte) {
	for i := len(d) - 1; i >= 0; i-- {
		p.hexBytes(d[i:i+1], "")
		if len(d) == 8 && i > 0 {
			p.s(":")
		}
	}
}

// security prints the auxiliary security header and returns the level.
func (r *wpanReader) security() (level byte, ok bool) {
	p := r.p
	d := r.take(1, "Aux Security Header")
	if d == nil {
		return 0, false
	}
	c := d[0]
	level = c & 7
	if p.Verbose > 0 {
		p.f("\n\tSecurity Level %u, Key Id Mode %u, ", uint32(level), uint32(c>>3&3))
	}
	if c&0x20 == 0 {
		if d = r.take(4, "Frame Counter"); d == nil {
			return 0, false
		}
		if p.Verbose > 1 {
			p.f("Frame Counter 0x%08x ", wire.Uint32LE(d, 0))
		}
	}
	return level, r.key(c >> 3 & 3)
}

func (r *wpanReader) key(mode byte) bool {
	p := r.p
	if mode == 0 {
		if p.Verbose > 1 {
			p.s("Implicit")
		}
		return true
	}
	if n := [...]int{0, 0, 4, 8}[mode]; n > 0 {
		rest := skip(r.b, 4)
		d := r.take(n, "Key Source")
		if d == nil {
			return false
		}
		r.b = rest // also after 8 bytes: tcpdump goes on in their middle
		if p.Verbose > 1 {
			p.s("KeySource ")
			if n == 4 {
				p.f("0x%04x:%x4x", uint32(wire.Uint16LE(d, 0)), uint32(wire.Uint16LE(d, 2)))
			} else {
				p.wpanAddr(d)
			}
			p.s(", ")
		}
	}
	d := r.take(1, "Key Index")
	if d == nil {
		return false
	}
	if p.Verbose > 1 {
		p.f("KeyIndex 0x%02x, ", uint32(d[0]))
	}
	return true
}

// mic takes the message integrity code, of n bytes, from the end.
func (r *wpanReader) mic(n int) (code []byte, ok bool) {
	if len(r.b) < n {
		r.p.s("[ERROR: Truncated before MIC]")
		return nil, false
	}
	end := len(r.b) - n
	code, r.b = r.b[end:], r.b[:end]
	return code, true
}

// elements prints header information elements.
func (r *wpanReader) elements() bool {
	p := r.p
	for len(r.b) >= 2 {
		x := wire.Uint16LE(r.b, 0)
		id, n := uint32(x>>7&0xff), int(x&0x7f)
		if x&0x8000 != 0 {
			p.s("[ERROR: Header IE with type 1] ")
		}
		r.b = r.b[2:]
		if id == 0x7e || id == 0x7f {
			return true
		}
		if n == 0 && id < 0x80 {
			p.f("\n\tReserved 0x%02x [] ", id)
			continue
		}
		if id >= 0x80 {
			p.f("Reserved Element ID %02x, length = %u ", id, uint32(n))
		} else {
			p.f("\n\tReserved 0x%02x [ length = %u, ", id, uint32(n))
		}
		if n > len(r.b) {
			p.s("[ERROR: Truncated IE data]")
			return false
		}
		if n > 0 {
			p.s("IE Data = ")
			p.hexBytes(r.b[:n], " ")
			p.s(" ")
		}
		p.s("] ")
		r.b = r.b[n:]
	}
	return true
}

// body prints what a frame carries.
func (r *wpanReader) body(v wire.WPAN) {
	p := r.p
	switch v.Type() {
	case wire.WPANBeaconFrame:
		if v.Version() < 2 && !r.beacon() {
			return
		}
	case wire.WPANCommandFrame:
		r.command()
	}
	if len(r.b) > 0 {
		p.data(r.b)
	}
}

// beacon prints what is before the payload of a beacon.
func (r *wpanReader) beacon() bool {
	p := r.p
	d := r.take(2, "beacon information")
	if d == nil {
		return false
	}
	x := uint32(wire.Uint16LE(d, 0))
	if p.Verbose > 0 {
		p.f("\n\tBeacon order = %u, Superframe order = %u, Final CAP Slot = %u", x&15, x>>4&15, x>>8&15)
		p.bits([]bit{{0x1000, ", BLE enabled"}, {0x4000, ", PAN Coordinator"}, {0x8000, ", Association Permit"}}, x, "", "")
	}
	return r.slots() && r.pending()
}

// slots prints guaranteed time slots.
func (r *wpanReader) slots() bool {
	p := r.p
	if len(r.b) < 1 {
		p.s(" [ERROR: Truncated GTS Info List]")
		return false
	}
	count := uint32(r.b[0] & 7)
	r.b = r.b[1:]
	if count == 0 {
		if p.Verbose > 0 {
			p.s("\n\tGTS Descriptor Count = 0, ")
		}
		return true
	}
	n := 1 + 3*int(count)
	if len(r.b) < n {
		p.s(" [ERROR: Truncated GTS Info List]")
		return false
	}
	if p.Verbose > 1 {
		p.f("GTS Descriptor Count = %u, GTS Directions Mask = %02x, [ ", count, uint32(r.b[0]&0x7f))
		for d := r.b[1:n]; len(d) > 0; d = d[3:] {
			p.f("[ %04x, Start slot = %u, Length = %u ] ", uint32(wire.Uint16LE(d, 0)), uint32(d[1]&15), uint32(d[1]>>4)) // sic
		}
		p.s("]")
	}
	r.b = r.b[n:]
	return true
}

// pending prints for whom data is waiting.
func (r *wpanReader) pending() bool {
	p := r.p
	if len(r.b) < 1 {
		p.s(" [ERROR: Pending address list truncated]")
		return false
	}
	short, long := int(r.b[0]&7), int(r.b[0]>>4&7)
	r.b = r.b[1:]
	if p.Verbose > 0 {
		p.f("\n\tPending address list, # short addresses = %u, # extended addresses = %u", uint32(short), uint32(long))
	}
	if len(r.b) < 2*short+8*long {
		p.s(" [ERROR: Pending address list truncated]")
		return false
	}
	r.pendingList(", Short address list = [ ", short, 2)
	r.pendingList(", Extended address list = [ ", long, 8)
	return true
}

func (r *wpanReader) pendingList(title string, n, size int) {
	if r.p.Verbose > 1 && n > 0 {
		r.p.s(title)
		for i := range n {
			r.p.wpanAddr(r.b[i*size:][:size])
			r.p.s(" ")
		}
		r.p.s("]")
	}
	r.b = r.b[n*size:]
}

// command prints a MAC command.
func (r *wpanReader) command() {
	p := r.p
	d := r.take(1, "Command ID")
	if d == nil {
		return
	}
	id := uint32(d[0])
	p.s("Command ID = ")
	p.name(wpanCommands, id, "Reserved 0x%02x")
	if _, ok := wpanCommands[id]; ok {
		p.s(" command")
	}
	p.s(" ")
	n := len(r.b)
	bad := func(what string, ok bool) bool {
		if !ok && n > 0 {
			p.s("Invalid ")
			p.s(what)
			p.s(" command length")
		}
		return ok
	}
	switch id {
	case 1:
		if bad("Association request", n == 1) {
			r.association(uint32(r.b[0]))
			r.b = nil
		}
	case 2:
		if bad("Association response", n == 3) {
			p.f("Short address = %04x, ", uint32(wire.Uint16LE(r.b, 0)))
			p.name(wpanAssociations, uint32(r.b[2]), "Status = 0x%02x")
			r.b = nil
		}
	case 3:
		if bad("Disassociation Notification", n == 1) {
			r.leave(uint32(r.b[0]))
			r.b = nil
		}
	case 4, 5, 6, 7:
	case 8:
		if bad("Coordinator Realignment", n == 7 || n == 8) {
			r.realignment()
			r.b = nil
		}
	case 9:
		if bad("GTS Request", n == 1) {
			r.slotRequest(uint32(r.b[0]))
			r.b = nil
		}
	default:
		if n > 0 {
			p.s("Command Data = ")
			p.hexBytes(r.b, " ")
			p.s(" ")
		}
	}
}

func (r *wpanReader) association(x uint32) {
	if x&2 != 0 {
		r.p.s("FFD, ")
	} else {
		r.p.s("RFD, ")
	}
	r.p.bits([]bit{{4, "AC powered, "}, {8, "Receiver on when idle, "}, {0x10, "Fast association, "}, {0x40, "Security supported, "}, {0x80, "Allocate address, "}}, x, "", "")
}

func (r *wpanReader) leave(x uint32) {
	switch {
	case x == 0:
		r.p.s("Reserved")
	case x > 2:
		r.p.trunc()
	default:
		r.p.s("Reason = ")
		r.p.name(wpanLeave, x, "")
	}
}

func (r *wpanReader) realignment() {
	p, b := r.p, r.b
	p.f("Pan ID = 0x%04x, Coordinator short address = %04x, Channel Number = %u, ", uint32(wire.Uint16LE(b, 0)), uint32(wire.Uint16LE(b, 2)), uint32(b[4]))
	if len(b) == 8 {
		p.f("page = %u, ", uint32(b[7]))
	}
	p.f("Short address = %04x", uint32(wire.Uint16LE(b, 5)))
}

func (r *wpanReader) slotRequest(x uint32) {
	p := r.p
	p.f("GTS Length = %u, ", x&15)
	if x&0x10 != 0 {
		p.s("Receive-only GTS, ")
	} else {
		p.s("Transmit-only GTS, ")
	}
	if x&0x20 != 0 {
		p.s("GTS allocation")
	} else {
		p.s("GTS deallocations")
	}
}
