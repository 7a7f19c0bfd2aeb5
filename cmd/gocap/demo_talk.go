package main

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"time"

	"github.com/gocap-project/gocap/capture"
	"github.com/gocap-project/gocap/internal/netlab"
	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/layers/dns"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// An act is a part of the demonstration.
type act struct {
	title string
	play  func() error
	link  bool // print link-layer headers
	more  bool // print more
}

// A stage is where acts are played.
type stage struct {
	ctx  context.Context
	a, b *netlab.Host
	h    *capture.Handle // alice's
}

// acts are the demonstration: kernel sockets first, then packets that no socket made.
func (s *stage) acts() []act {
	return []act{
		{title: "Alice pings bob. She asks for his MAC address first (ARP).",
			play: func() error { return s.ping(demoA.v4, demoB.v4) }},
		{title: "Over IPv6 that question is a neighbour solicitation (ICMPv6).",
			play: func() error { return s.ping(demoA.v6, demoB.v6) }},
		{title: "Two questions and answers over UDP.",
			play: func() error { return s.udp(netip.AddrPortFrom(demoB.v4, 9000)) }},
		{title: "A TCP connection: handshake, request, some kilobytes of response, end.",
			play: func() error { return s.tcp(netip.AddrPortFrom(demoB.v4, 8080)) }},
		{title: "The same over IPv6.",
			play: func() error { return s.tcp(netip.AddrPortFrom(demoB.v6, 8080)) }},
		{title: "Crafted: a SYN to a port where nobody listens. Bob's kernel answers with a reset.",
			play: s.syn},
		{title: "Crafted: a DNS query to a host that serves no DNS. Bob's kernel says so with ICMP.",
			play: s.query},
		{title: "Crafted: a datagram in a VLAN, printed with its link-layer header (-e).",
			play: s.tagged, link: true},
		{title: "Crafted: a datagram in a GRE tunnel.",
			play: s.tunnelled},
		{title: "Crafted: a header checksum that is wrong on purpose, printed in detail (-v). Bob drops it.",
			play: s.wrong, more: true},
	}
}

// How often a ping is tried, and how long an answer may take.
const (
	tries   = 3
	patient = time.Second
)

// ping sends echo requests from a raw socket until one is answered.
func (s *stage) ping(from, to netip.Addr) error {
	network, request, reply := "ip4:icmp", byte(8), byte(0) // RFC 792
	if to.Is6() {
		network, request, reply = "ip6:ipv6-icmp", 128, 129 // RFC 4443 §4
	}
	var c *net.IPConn
	if err := s.a.Do(func() (err error) {
		c, err = net.DialIP(network, &net.IPAddr{IP: from.AsSlice()}, &net.IPAddr{IP: to.AsSlice()})
		return err
	}); err != nil {
		return err
	}
	defer c.Close()
	buf := make([]byte, 256)
	for seq := range uint16(tries) {
		echo := []byte{request, 0, 0, 0, 0x12, 0x34, 0, 0}
		binary.BigEndian.PutUint16(echo[6:], seq+1)
		echo = append(echo, "gocap says hello"...)
		if to.Is4() { // the kernel does it for ICMPv6
			binary.BigEndian.PutUint16(echo[2:], wire.Fold(wire.Sum(0, echo)))
		}
		if _, err := c.Write(echo); err != nil {
			return err
		}
		if err := c.SetReadDeadline(time.Now().Add(patient)); err != nil {
			return err
		}
		for {
			n, _, err := c.ReadFrom(buf) // without IP header
			if err != nil {
				break
			}
			if n >= 8 && buf[0] == reply && binary.BigEndian.Uint16(buf[6:]) == seq+1 {
				return nil
			}
		}
	}
	return fmt.Errorf("%v does not answer pings", to)
}

// tcp sends a request to a server on b, which answers with some kilobytes.
func (s *stage) tcp(to netip.AddrPort) error {
	var l *net.TCPListener
	if err := s.b.Do(func() (err error) {
		l, err = net.ListenTCP("tcp", net.TCPAddrFromAddrPort(to))
		return err
	}); err != nil {
		return err
	}
	defer l.Close()
	deadline, _ := s.ctx.Deadline()
	if err := l.SetDeadline(deadline); err != nil {
		return err
	}
	served := make(chan error, 1)
	go func() { served <- serveOnce(l, deadline) }()
	var c net.Conn
	if err := s.a.Do(func() (err error) {
		c, err = net.DialTimeout("tcp", to.String(), demoTime)
		return err
	}); err != nil {
		return err
	}
	defer c.Close()
	if err := c.SetDeadline(deadline); err != nil {
		return err
	}
	if _, err := io.WriteString(c, "GET /greeting HTTP/1.0\r\n\r\n"); err != nil {
		return err
	}
	n, err := io.Copy(io.Discard, c)
	if err == nil && n < demoBytes {
		err = fmt.Errorf("%d of %d bytes came over TCP", n, demoBytes)
	}
	return errors.Join(err, <-served)
}

// demoBytes is the length of the response.
const demoBytes = 6000

func serveOnce(l net.Listener, deadline time.Time) error {
	c, err := l.Accept()
	if err != nil {
		return err
	}
	defer c.Close()
	if err := c.SetDeadline(deadline); err != nil {
		return err
	}
	if _, err := c.Read(make([]byte, 512)); err != nil {
		return err
	}
	_, err = c.Write(append([]byte("HTTP/1.0 200 OK\r\n\r\n"), make([]byte, demoBytes)...))
	return err
}

// udp exchanges datagrams with b.
func (s *stage) udp(to netip.AddrPort) error {
	var server, client *net.UDPConn
	if err := s.b.Do(func() (err error) {
		server, err = net.ListenUDP("udp", net.UDPAddrFromAddrPort(to))
		return err
	}); err != nil {
		return err
	}
	defer server.Close()
	if err := s.a.Do(func() (err error) {
		client, err = net.DialUDP("udp", nil, net.UDPAddrFromAddrPort(to))
		return err
	}); err != nil {
		return err
	}
	defer client.Close()
	deadline, _ := s.ctx.Deadline()
	if err := errors.Join(server.SetDeadline(deadline), client.SetDeadline(deadline)); err != nil {
		return err
	}
	buf := make([]byte, 64)
	for i := range 2 {
		if _, err := fmt.Fprintf(client, "question %d", i+1); err != nil {
			return err
		}
		n, from, err := server.ReadFromUDPAddrPort(buf)
		if err != nil {
			return err
		}
		if _, err := server.WriteToUDPAddrPort(append([]byte("answer to "), buf[:n]...), from); err != nil {
			return err
		}
		if _, err := client.Read(buf); err != nil {
			return err
		}
	}
	return nil
}

// The headers that crafted packets from alice to bob begin with.

func demoEthernet() *layers.Ethernet {
	var e layers.Ethernet
	copy(e.Src[:], demoA.mac)
	copy(e.Dst[:], demoB.mac)
	return &e
}

func demoIPv4() *layers.IPv4 { return &layers.IPv4{Src: demoA.v4, Dst: demoB.v4} }

func (s *stage) syn() error {
	return s.send(packet.Packet{demoEthernet(), demoIPv4(),
		&layers.TCP{SrcPort: 40000, DstPort: 81, Flags: wire.SYN, Seq: 1000, Options: wire.TCPOptions{}.AddMSS(1460)}})
}

func (s *stage) query() error {
	return s.send(packet.Packet{demoEthernet(), demoIPv4(), &layers.UDP{SrcPort: 40001, DstPort: 53}, dns.Query("www.example.org.", wire.DNSTypeAAAA)})
}

func (s *stage) tagged() error {
	return s.send(packet.Packet{demoEthernet(), &layers.VLAN{ID: 42, PCP: 5}, demoIPv4(), &layers.UDP{SrcPort: 40002, DstPort: 9}, packet.Payload([]byte("tagged"))})
}

func (s *stage) tunnelled() error {
	inner := &layers.IPv4{Src: netip.MustParseAddr("198.51.100.1"), Dst: netip.MustParseAddr("198.51.100.2")}
	return s.send(packet.Packet{demoEthernet(), demoIPv4(), &layers.GRE{}, inner, &layers.UDP{SrcPort: 40003, DstPort: 9}, packet.Payload([]byte("tunnelled"))})
}

func (s *stage) wrong() error {
	ip := demoIPv4()
	ip.Checksum = packet.U16(0xbad)
	return s.send(packet.Packet{demoEthernet(), ip, &layers.UDP{SrcPort: 40004, DstPort: 9}, packet.Payload([]byte("wrong on purpose"))})
}

// send builds a packet and sends it as it is.
func (s *stage) send(p packet.Packet) error {
	b, err := p.Bytes()
	if err != nil {
		return err
	}
	return s.h.Send(b)
}
