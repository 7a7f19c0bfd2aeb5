package session_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"os"
	"testing"
	"time"

	"github.com/gocap-project/gocap/internal/netlab/labtest"
	"github.com/gocap-project/gocap/session"
	"github.com/gocap-project/gocap/wire"
)

// A crafted is one side of a TCP connection, played with packets that a program makes: an address that no kernel has.
type crafted struct {
	t       *testing.T
	end     *wireEnd
	session *session.TCP
	side    session.Side
	ports   [2]uint16 // ours, theirs
	own     netip.Addr
	lose    int // every so manieth packet of either direction; 0: none
	n       int

	unsent   []byte
	unacked  []byte // sent, and kept until it is acknowledged
	received []byte
	again    int // retransmissions
	theirFIN bool
	reset    bool
}

// send makes a segment and puts it on the wire.
func (c *crafted) send(p session.TCPPart) bool {
	b, err := c.session.Build(c.side, make([]byte, wire.IPv4Len), p, time.Now().UnixNano())
	if err != nil {
		return false
	}
	ip, v := wire.IPv4(b), wire.TCP(b[wire.IPv4Len:])
	ip.SetVersion(4)
	ip.SetIHL(5)
	ip.SetTTL(64)
	ip.SetProtocol(wire.IPProtoTCP)
	ip.SetLength(uint16(len(b)))
	ip.SetSrc(c.own)
	ip.SetDst(c.end.addr)
	ip.SetChecksum(ip.Sum())
	v.SetSrcPort(c.ports[0])
	v.SetDstPort(c.ports[1])
	v.SetChecksum(v.Sum(tcpPseudo(c.own, c.end.addr, len(v))))
	if !c.lost() {
		if err := c.end.write(b); err != nil {
			c.t.Fatal(err)
		}
	}
	return true
}

func (c *crafted) lost() bool {
	c.n++
	return c.lose > 0 && c.n%c.lose == 1 // so is the SYN
}

// receive takes the next packet. It returns false if none came in time.
func (c *crafted) receive(wait time.Duration) bool {
	peer := c.side.Peer()
	_ = c.end.SetReadDeadline(time.Now().Add(wait))
	for {
		ip, err := c.end.read(make([]byte, 2048))
		if errors.Is(err, os.ErrDeadlineExceeded) {
			return false
		} else if err != nil {
			c.t.Fatal(err)
		}
		if ip.Protocol() != wire.IPProtoTCP || ip.Dst() != c.own {
			continue
		}
		v, err := wire.ParseTCP(ip[ip.HeaderLen():])
		if err != nil || c.lost() {
			continue
		}
		if c.ports[1] == 0 {
			c.ports[1] = v.SrcPort()
		}
		before, outstanding := c.session.Received(peer), c.session.Unacknowledged(c.side)
		r := c.session.Check(peer, v, time.Now().UnixNano())
		if r.Outcome == session.Invalid {
			c.t.Errorf("%v: %v", v.Flags(), r)
		}
		if r.OK() && v.Flags()&wire.RST != 0 {
			c.reset = true
		}
		if r.OK() {
			c.unacked = c.unacked[min(len(c.unacked), outstanding-c.session.Unacknowledged(c.side)):]
		}
		if n := c.session.Received(peer) - before; n > 0 && v.Flags()&wire.SYN == 0 && r.OK() {
			c.theirFIN = c.theirFIN || v.Flags()&wire.FIN != 0
			c.received = append(c.received, v.Payload()[before-v.Seq():]...)
		}
		if len(v.Payload()) > 0 || v.Flags()&(wire.FIN|wire.SYN) != 0 && c.session.State(c.side) != "SYN-RECEIVED" {
			c.send(session.TCPPart{}) // acknowledge, again if need be
		}
		return true
	}
}

// run sends and receives until done, and retransmits by its own clock.
func (c *crafted) run(done func() bool) {
	const segment, timeout = 1400, 60 * time.Millisecond
	for end := time.Now().Add(40 * time.Second); !done(); {
		if time.Now().After(end) {
			c.t.Fatalf("stuck in %s: %d to send, %d not acknowledged, %d received", c.session.State(c.side), len(c.unsent), len(c.unacked), len(c.received))
		}
		for len(c.unsent) > 0 && len(c.unacked) < 20*segment {
			n := min(segment, len(c.unsent), c.session.Room(c.side))
			if n == 0 || !c.send(session.TCPPart{Flags: wire.PSH, Payload: c.unsent[:n]}) {
				break
			}
			c.unacked = append(c.unacked, c.unsent[:n]...)
			c.unsent = c.unsent[n:]
		}
		if !c.receive(timeout) && c.session.Unacknowledged(c.side) > 0 {
			c.again++
			c.retransmit(segment)
		}
	}
}

// retransmit sends the first again that is not acknowledged.
func (c *crafted) retransmit(segment int) {
	switch s := c.session.State(c.side); {
	case s == "SYN-SENT" || s == "SYN-RECEIVED":
		c.send(session.TCPPart{Flags: wire.SYN})
	case len(c.unacked) > 0:
		c.send(session.TCPPart{Again: true, Payload: c.unacked[:min(segment, len(c.unacked))]})
	default:
		c.send(session.TCPPart{Again: true, Flags: wire.FIN})
	}
}

func newCrafted(t *testing.T, side session.Side, lose int) *crafted {
	own := netip.MustParseAddr("10.1.0.9")
	return &crafted{t: t, end: newWireEnd(t, labtest.Host(t, "host"), "eth0", addrB, own), session: session.NewTCP(session.TCPConfig{}),
		side: side, own: own, ports: [2]uint16{4321, 7}, lose: lose}
}

// TestTCPCraftedClient connects to the kernel's TCP, talks to it and closes, with every twenty-third packet lost.
func TestTCPCraftedClient(t *testing.T) {
	for _, lose := range []int{0, 23} {
		t.Run(fmt.Sprint(lose), func(t *testing.T) {
			c := newCrafted(t, session.Client, lose)
			go echo(c.end.listen(t, 7))
			c.send(session.TCPPart{Flags: wire.SYN, ISN: 0xfffffff0})
			c.run(func() bool { return c.session.State(session.Client) == "ESTABLISHED" })
			c.send(session.TCPPart{})
			want := bytes.Repeat([]byte("gocap "), 4000)
			c.unsent = want
			c.run(func() bool { return len(c.received) >= len(want) && len(c.unacked) == 0 })
			if !bytes.Equal(c.received, want) {
				t.Error("what came back is not what was sent")
			}
			c.send(session.TCPPart{Flags: wire.FIN})
			c.run(func() bool { return c.theirFIN && c.session.Unacknowledged(session.Client) == 0 })
			if s := c.session.State(session.Client); s != "TIME-WAIT" || c.reset {
				t.Errorf("ends in %s, reset %v", s, c.reset)
			}
			if lose > 0 && c.again == 0 {
				t.Error("nothing was sent again")
			}
			t.Logf("%d bytes both ways, %d retransmissions, %+v", len(want), c.again, c.session.Stats(session.Client))
		})
	}
}

// TestTCPCraftedServer is connected to by the kernel's TCP, gets a line, answers and closes first.
func TestTCPCraftedServer(t *testing.T) {
	c := newCrafted(t, session.Server, 5)
	c.ports = [2]uint16{80, 0}
	got := make(chan string, 1)
	go func() {
		var line []byte
		err := c.end.host.Do(func() error {
			conn, err := net.DialTimeout("tcp4", "10.1.0.9:80", 10*time.Second)
			if err != nil {
				return err
			}
			_, err = conn.Write([]byte("hello\n"))
			var e error
			line, e = io.ReadAll(conn)
			return errors.Join(err, e, conn.Close())
		})
		got <- fmt.Sprint(string(line), err)
	}()
	c.run(func() bool { return c.session.State(session.Client) == "SYN-SENT" })
	c.send(session.TCPPart{Flags: wire.SYN, ISN: 77})
	c.run(func() bool { return bytes.HasSuffix(c.received, []byte("\n")) })
	c.unsent = append([]byte("you said "), c.received...)
	c.run(func() bool { return len(c.unsent)+len(c.unacked) == 0 })
	c.send(session.TCPPart{Flags: wire.FIN})
	c.run(func() bool { return c.theirFIN && c.session.Unacknowledged(session.Server) == 0 })
	if s := <-got; s != "you said hello\n<nil>" {
		t.Error(s)
	}
}
