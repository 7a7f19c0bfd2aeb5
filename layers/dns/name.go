package dns

import (
	"strconv"

	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// nameAt reads the name at off, which may be compressed. A name that is only a
// pointer to one that was read before shares its string.
func (c *coder) nameAt(off int) (string, error) {
	pointer := c.msg[off] >= 0xc0
	if pointer && off+2 <= len(c.msg) {
		to := int(wire.Uint16(c.msg, off) & 0x3fff)
		for i := range c.seen {
			if c.seen[i].off == to {
				return c.seen[i].name, nil
			}
		}
	}
	var buf [256]byte
	b, err := c.msg.NameAt(off).AppendTo(buf[:0])
	if err != nil {
		return "", err
	}
	s := string(b)
	if !pointer && len(c.seen) < maxRead {
		c.seen = append(c.seen, seenName{s, off})
	}
	return s, nil
}

// name handles a domain name that may be written compressed: owners, and names in
// the data of RFC 1035's types. RFC 3597 §4.
func (c *coder) name(s *string) { c.domain(s, !c.full) }

// whole handles a domain name that is not written compressed. It is read compressed
// nevertheless, as multicast DNS does with some. RFC 3597 §4, RFC 6762 §18.14.
func (c *coder) whole(s *string) { c.domain(s, false) }

func (c *coder) domain(s *string, compress bool) {
	switch c.mode {
	case reading:
		c.readName(s)
	case writing:
		if c.msg != nil {
			c.copyName(*s)
		} else {
			c.writeName(*s, compress)
		}
	case printing:
		if *s == "" {
			c.print(".")
		} else {
			c.print(*s)
		}
	}
}

func (c *coder) readName(s *string) {
	if c.bad != nil || c.off >= c.end {
		c.fail(errData)
		return
	}
	n := c.msg.NameAt(c.off).Len()
	if n == 0 || n > c.end-c.off {
		c.fail(errData)
		return
	}
	var err error
	if *s, err = c.nameAt(c.off); err != nil {
		c.fail(err)
	}
	c.off += n
}

// copyName writes s as it is at this place in msg.
func (c *coder) copyName(s string) {
	off := len(c.b) - c.start
	if c.bad == nil && off < len(c.msg) {
		if n := c.msg.NameAt(off); n.Is(s) {
			c.b = append(c.b, c.msg[off:off+n.Len()]...)
			return
		}
	}
	c.fail(errUnlike)
}

// writeName writes s, ending in a pointer to an earlier name if compress says so
// and there is one.
func (c *coder) writeName(s string, compress bool) {
	if err := checkName(s); err != nil {
		c.fail(err)
		return
	}
	for s != "" && s != "." {
		if compress && c.pointTo(s) {
			return
		}
		if off := len(c.b) - c.start; off < 0x4000 && len(c.seen) < maxWritten {
			c.seen = append(c.seen, seenName{s, off})
		}
		n := len(c.b)
		c.b = append(c.b, 0)
		c.b, s, _ = wire.CutDNSLabel(c.b, s)
		c.b[n] = byte(len(c.b) - n - 1)
	}
	c.b = append(c.b, 0)
}

// pointTo writes a pointer to an earlier s, if there is one.
func (c *coder) pointTo(s string) bool {
	for i := range c.seen {
		if e := &c.seen[i]; e.name == s {
			c.b = append(c.b, 0xc0|byte(e.off>>8), byte(e.off))
			return true
		}
	}
	return false
}

// checkName returns why s cannot be written, or nil.
func checkName(s string) error {
	var buf [wire.MaxDNSName + 64]byte
	if _, err := wire.AppendDNSName(buf[:0], s); err != nil {
		return packet.FieldError("domain name " + strconv.Quote(s) + ": " + err.Error())
	}
	return nil
}
