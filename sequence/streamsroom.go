package sequence

import "net/netip"

// groupPrefix returns what sources that make room for each other have in common: an IPv4 address, or the first 64 bits
// of an IPv6 address, which one host can have.
func groupPrefix(a netip.Addr) uint64 {
	b := keyAddr(a)
	return get64(b[:8])
}

// evict forgets the connection that makes room best. It reports false if there is none but the one that is being
// worked on.
func (s *Streams) evict() bool {
	number, ok := s.victim()
	if ok && number+1 == s.busy {
		number, ok = s.table.oldest()
	}
	if !ok || number+1 == s.busy {
		return false
	}
	s.stats.Evicted++
	s.forget(number, Evicted)
	return true
}

// victim returns the connection that makes room best. Those of which packets came, while others were opened, since they
// entered their queues get another chance; it costs less to see to that here than to move them for each packet, which
// changes those beside them as well.
func (s *Streams) victim() (number uint32, ok bool) {
	for range chances {
		number, ok = s.table.victim()
		if !ok || number+1 == s.busy {
			return number, ok
		}
		c := &s.table.at(number).value
		if c.active == c.queued {
			return number, ok
		}
		c.queued = c.active
		s.table.touch(number, c.seen)
	}
	return s.table.victim()
}

// chances is how many connections are looked at before one makes room.
const chances = 8

// forget ends a connection and takes it out of the table.
func (s *Streams) forget(number uint32, reason EndReason) {
	c := &s.table.at(number).value
	c.Flush(reason)
	if s.gone != nil {
		s.gone(c)
	}
	for i := range c.halves {
		c.halves[i].release(s.env)
	}
	s.table.remove(number)
}

// expire forgets connections that were silent for too long: at most two at a time, so that no packet waits for many.
func (s *Streams) expire() {
	for range 2 {
		number, ok := s.silent(queueClosing, s.cfg.Closing)
		if !ok {
			number, ok = s.silent(queueOpen, s.cfg.Timeout)
		}
		if !ok {
			s.due = s.now + s.grain
			return
		}
		s.stats.TimedOut++
		s.forget(number, TimedOut)
	}
}

// silent returns the oldest connection of a queue, or false if it was not silent for so long.
func (s *Streams) silent(queue uint8, limit int64) (number uint32, ok bool) {
	number, ok = s.table.silent(queue, s.now, limit)
	return number, ok && s.now-s.table.at(number).value.seen >= limit // the table's time is that of the last touch
}

// grain returns how late a silent connection may be noticed: at most a second.
func (cfg StreamsConfig) grain() int64 {
	grain := int64(1e9)
	for _, limit := range [...]int64{cfg.Timeout, cfg.Closing} {
		if limit >= 0 {
			grain = min(grain, limit/64)
		}
	}
	return grain
}
