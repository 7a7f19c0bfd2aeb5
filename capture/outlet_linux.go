package capture

import (
	"errors"
	"time"

	"github.com/gocap-project/gocap/capture/afpacket"
	"golang.org/x/sys/unix"
)

const (
	tagLen   = 4    // of a VLAN tag, in bytes
	jumboMTU = 9216 // of interfaces whose frames leave a ring enough slots
)

// outlets are what a source has to send beside the handle's sender: a ring, and a
// socket for packets that leave work to the interface; nil if not.
type outlets struct {
	index    int // of the interface that they are for
	ring     *afpacket.Sender
	offloads *afpacket.Sender
	why      string
}

// close makes what is being sent, in other goroutines too, fail: the senders stay where they are.
func (o *outlets) close() error {
	var errs [2]error
	for i, s := range []*afpacket.Sender{o.ring, o.offloads} {
		if s != nil {
			errs[i] = s.Close()
		}
	}
	return errors.Join(errs[:]...)
}

// freed waits until the senders have been freed.
func (o *outlets) freed(wait func(<-chan struct{}) error) (err error) {
	for _, s := range []*afpacket.Sender{o.ring, o.offloads} {
		if s != nil {
			err = errors.Join(err, wait(s.Freed()))
		}
	}
	return err
}

// openOutlets opens what the options ask for.
func (h *handle) openOutlets(s *source) error {
	s.out.index = s.it.Index
	if err := h.openRing(s); err != nil {
		return err
	}
	if !h.cfg.sendOffloads || s.it.Index == 0 {
		return nil
	}
	var err error
	s.out.offloads, err = afpacket.OpenSender(afpacket.SendConfig{
		Interface: s.it.Index, Offload: true, BypassQdisc: h.cfg.bypass, Socket: h.cfg.socket(),
	})
	return permission(err)
}

// openRing opens the ring, or says why there is none.
func (h *handle) openRing(s *source) error {
	by := h.cfg.sendBy
	switch {
	case by == SendCalls:
		s.out.why = "it is the way unless another is chosen (SendBy)"
		return nil
	case s.it.Hardware != unix.ARPHRD_ETHER && s.it.Hardware != unix.ARPHRD_LOOPBACK, s.it.Index == 0:
		s.out.why = "a ring is for Ethernet interfaces"
	case by == SendBest && s.it.MTU > jumboMTU:
		s.out.why = "frames may be so long that a ring would have few slots"
	}
	if s.out.why != "" {
		if by == SendRing {
			return &InterfaceError{Name: s.name, Err: &BackendError{by.String(), unsupported("a ring for sending on an interface that is not Ethernet")}}
		}
		return nil
	}
	var errs [2]error
	for i, v := range []afpacket.Version{afpacket.V3, afpacket.V2} {
		s.out.ring, errs[i] = afpacket.OpenSender(afpacket.SendConfig{
			Interface: s.it.Index, Ring: v, BypassQdisc: h.cfg.bypass, Socket: h.cfg.socket(),
		})
		if errs[i] == nil {
			s.out.why = "it costs least for each frame"
			if by == SendRing {
				s.out.why = "it was asked for"
			}
			return nil
		}
	}
	err := errors.Join(errs[:]...)
	if by == SendRing {
		return &InterfaceError{Name: s.name, Err: &BackendError{by.String(), permission(err)}}
	}
	s.out.why = "there is no ring: " + errs[0].Error()
	return nil
}

func (h *handle) sending(ifindex int) (SendMethod, string) {
	s, index, err := h.route(ifindex)
	switch {
	case err != nil:
		return SendCalls, ""
	case s.out.ring != nil && s.out.index == index:
		return SendRing, s.out.why
	}
	return SendCalls, s.out.why
}

// transmit gives frames to the kernel by the source's way.
func (h *handle) transmit(s *source, index int, frames [][]byte) (sent int, err error) {
	if s.out.ring == nil || s.out.index != index { // another interface of the name came
		return h.sender.SendBatch(index, frames)
	}
	for {
		n, err := s.out.ring.SendBatch(frames[sent:])
		if sent += n; err == nil {
			return sent, nil
		}
		if bad := (*afpacket.FormatError)(nil); !errors.As(err, &bad) || sent == len(frames) {
			return sent, err
		}
		// It may be longer than a slot, and still what the interface takes by now.
		n, err = h.sender.SendBatch(index, frames[sent:sent+1])
		if sent += n; err != nil || sent == len(frames) {
			return sent, err
		}
	}
}

// manyFrames are the frames of packets on their way.
type manyFrames struct {
	plain [64][]byte
	more  [64]afpacket.TxFrame
}

func (h *handle) sendPackets(packets []Packet) (sent int, err error) {
	s, index, err := h.route(-1)
	if err != nil {
		return 0, err
	}
	h.manyMu.Lock()
	defer h.manyMu.Unlock()
	if h.many == nil {
		h.many = new(manyFrames)
	}
	defer func() { *h.many = manyFrames{} }()
	offloads := s.out.offloads != nil && s.out.index == index
	for sent < len(packets) && err == nil {
		rest, n := packets[sent:min(len(packets), sent+len(h.many.plain))], 0
		if offloads && unfinished(&rest[0]) {
			for n < len(rest) && unfinished(&rest[n]) {
				h.many.more[n] = afpacket.TxFrame{Data: rest[n].Data, Offload: left(&rest[n])}
				n++
			}
			n, err = h.sendMore(s, h.many.more[:n])
		} else {
			for n < len(rest) && !(offloads && unfinished(&rest[n])) {
				h.many.plain[n] = rest[n].Data
				n++
			}
			n, err = h.sendOn(s, index, h.many.plain[:n])
		}
		sent += n
	}
	return sent, err
}

// unfinished reports whether something is left to the interface.
func unfinished(p *Packet) bool {
	return p.Offload.Split != 0 || p.Offload.ChecksumMissing && p.Offload.ChecksumStart > 0
}

// left is what is left to the interface, as the kernel is told.
func left(p *Packet) afpacket.Offload {
	o := afpacket.Offload{GSO: p.Offload.Split, SegmentSize: uint16(p.Offload.SegmentSize), HeaderLen: uint16(min(headerLen(p), len(p.Data)))}
	if p.Offload.ChecksumMissing {
		o.Flags, o.ChecksumStart, o.ChecksumOffset = afpacket.OffloadNeedsChecksum, uint16(p.Offload.ChecksumStart), uint16(p.Offload.ChecksumOffset)
	}
	return o
}

// headerLen is the length of the headers that each part gets, 0 if it is not known.
func headerLen(p *Packet) int {
	at := p.Offload.ChecksumStart
	switch p.Offload.Split &^ afpacket.GSOECN {
	case afpacket.GSOTCP4, afpacket.GSOTCP6:
		if at > 0 && at+13 <= len(p.Data) {
			return at + int(p.Data[at+12]>>4)*4
		}
	case afpacket.GSOUDP4:
		if at > 0 {
			return at + 8
		}
	}
	return 0
}

// sendMore is sendOn for frames that leave work to the interface.
func (h *handle) sendMore(s *source, frames []afpacket.TxFrame) (int, error) {
	fit, long := h.fitting(s, frames)
	sent, pause, deadline := 0, 10*time.Microsecond, time.Now().Add(sendPatience)
	for sent < fit {
		n, err := s.out.offloads.SendFrames(frames[sent:fit])
		if n > 0 {
			pause, deadline = 10*time.Microsecond, time.Now().Add(sendPatience)
		}
		switch sent += n; {
		case err == nil:
		case h.closing.Load():
			return sent, ErrClosed
		case !afpacket.Busy(err) || time.Now().After(deadline):
			return sent, h.explainSend(s, err, frames[sent].Data)
		default:
			time.Sleep(pause)
			pause = min(2*pause, time.Millisecond)
		}
	}
	return sent, long
}

// fitting is how many of the frames come before one that is too long, or whose parts
// are: the kernel does not look at those that it splits.
func (h *handle) fitting(s *source, frames []afpacket.TxFrame) (int, error) {
	const headers = 14 + tagLen
	mtu := 0
	for i := range frames {
		f := &frames[i]
		n := int(f.Offload.HeaderLen) + int(f.Offload.SegmentSize)
		if f.Offload.GSO == afpacket.GSONone {
			n = 0 // the kernel looks
		}
		if n <= 68+headers || mtu > 0 && n <= mtu+headers {
			continue
		}
		it, err := h.sender.Interface(s.it.Name)
		if mtu = it.MTU; err == nil && n > mtu+headers {
			return i, h.explainSend(s, unix.EMSGSIZE, f.Data[:min(n, len(f.Data))])
		}
	}
	return len(frames), nil
}
