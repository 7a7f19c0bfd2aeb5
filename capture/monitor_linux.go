package capture

import (
	"encoding/binary"
	"errors"
	"slices"
	"sync"
	"syscall"

	"github.com/gocap-project/gocap/internal/netlink"
)

// Numbers of rtnetlink and of interface flags.
const (
	rtmNewLink = 16
	rtmDelLink = 17
	iflaName   = 3
	iflaMTU    = 4
	flagUp     = 1
)

// news are changes of interfaces that the reader has not looked at.
type news struct {
	mu   sync.Mutex
	list []notice
}

// notice is what the kernel says of an interface.
type notice struct {
	index int
	name  string
	mtu   int
	up    bool
	gone  bool
}

// mostNews bounds what waits for a reader that does not come.
const mostNews = 1024

// monitor begins to listen for changes of interfaces.
func (h *handle) monitor() (err error) {
	if h.notices, err = netlink.Subscribe(netlink.GroupLink); err != nil {
		return err
	}
	h.listening.Go(func() {
		for {
			_, err := h.notices.Next(func(m netlink.Message) bool {
				if n, ok := parseNotice(m); ok {
					h.news.add(n)
				}
				return true
			})
			if err != nil && !errors.Is(err, syscall.ENOBUFS) {
				return
			}
			h.waker.Wake()
		}
	})
	return nil
}

func (w *news) add(n notice) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.list) < mostNews {
		w.list = append(w.list, n)
	}
}

func (w *news) take() (list []notice) {
	w.mu.Lock()
	defer w.mu.Unlock()
	list, w.list = w.list, nil
	return list
}

// parseNotice reads a link message: a struct ifinfomsg and attributes.
func parseNotice(m netlink.Message) (n notice, ok bool) {
	if m.Type != rtmNewLink && m.Type != rtmDelLink || len(m.Body) < ifInfoLen {
		return n, false
	}
	n.gone = m.Type == rtmDelLink
	n.index = int(binary.NativeEndian.Uint32(m.Body[4:]))
	n.up = binary.NativeEndian.Uint32(m.Body[8:])&flagUp != 0
	err := netlink.Attrs(m.Body[ifInfoLen:], func(a netlink.Attr) {
		switch a.Type {
		case iflaName:
			n.name = a.String()
		case iflaMTU:
			n.mtu = int(a.Uint32())
		}
	})
	return n, err == nil && n.name != ""
}

// tell makes events of what the monitor has heard. It is called by the reader
// without mu, so that the program's function may use the handle.
func (h *handle) tell() {
	if h.notices == nil {
		return
	}
	for _, n := range h.news.take() {
		h.mu.Lock()
		events := h.learn(n)
		h.mu.Unlock()
		h.announce(events)
	}
	h.mu.Lock()
	events := h.untold
	h.untold = nil
	h.mu.Unlock()
	h.announce(events)
}

func (h *handle) announce(events []Event) {
	for _, e := range events {
		h.cfg.log.Debug("capture interface", "event", e.Kind.String(), "interface", e.Name, "now", e.Now, "mtu", e.MTU, "err", e.Err)
		if h.cfg.watch != nil {
			h.cfg.watch(e)
		}
	}
}

// learn takes note of a notice, with mu held.
func (h *handle) learn(n notice) (events []Event) {
	if h.state == closed {
		return nil
	}
	at := slices.IndexFunc(h.sources, func(s *source) bool { return s.it.Index == n.index && s.it.Index != 0 && !s.left })
	if at < 0 {
		if n.gone {
			return nil
		}
		return h.comeBack(n)
	}
	s := h.sources[at]
	h.turn.Add(1)
	e := Event{Name: s.name, Now: n.name, MTU: n.mtu}
	add := func(k EventKind) { e.Kind = k; events = append(events, e) }
	if n.gone {
		s.left = true
		add(Removed)
		return events
	}
	if n.name != s.it.Name && n.name != "" {
		add(Renamed)
		s.it.Name, s.name = n.name, n.name
		e.Name = n.name
	}
	if n.mtu != s.it.MTU {
		s.it.MTU = n.mtu
		add(ChangedMTU)
	}
	if n.up != s.it.Up {
		s.it.Up = n.up
		add(map[bool]EventKind{true: CameUp, false: WentDown}[n.up])
	}
	return events
}

// comeBack captures from a new interface that has the name of one that was removed.
func (h *handle) comeBack(n notice) []Event {
	at := slices.IndexFunc(h.sources, func(s *source) bool { return s.left && s.name == n.name && s.it.Index != n.index })
	if at < 0 || !h.cfg.follow || !n.up {
		return nil
	}
	s := h.sources[at]
	e := Event{Kind: CameBack, Name: n.name, Now: n.name, MTU: n.mtu}
	it, err := h.sender.Interface(n.name)
	if err == nil && hardwareFor(it.Hardware, h.cfg.cooked, h.cfg.sll1) != s.hw {
		err = unsupported("following an interface that has become one of another link type")
	}
	if err == nil {
		if s.it = it; h.state == running {
			err = h.startSource(s, h.filter)
		}
	}
	if err != nil {
		e.Err = s.explain(err)
		return []Event{e}
	}
	s.ifBefore, _ = interfaceDrops(h.netlink, it.Index)
	s.left, s.dead = false, false
	if !slices.Contains(h.conns, s.conn) {
		h.conns = append(slices.Clone(h.conns), s.conn)
	}
	return []Event{e}
}
