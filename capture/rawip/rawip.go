// Package rawip is raw IP sockets: packets of any transport protocol over IPv4 and
// IPv6, received as the kernel's own protocols receive them (reassembled, to this
// host) and sent with a header of the kernel's or of the program's making. See
// raw(7), ipv6(7) and RFC 3542.
//
// The two versions differ in what is received. Over IPv4 a Message's Data begin
// with the IP header; over IPv6 with what follows the headers, and Message has the
// fields that matter. Payload is the same for both.
//
//	c, err := rawip.Open(rawip.Config{Version: 4, Protocol: 1}) // ICMP
//	if err != nil { ... }
//	defer c.Close()
//	err = c.PassICMP(0) // echo replies
//	err = c.Write(&rawip.Message{Data: echo, Dst: dst})
//	var m rawip.Message
//	err = c.Read(&m)
//
// There is Linux's backend. Elsewhere Open returns an error that wraps
// errors.ErrUnsupported.
package rawip

import (
	"errors"
	"net/netip"
	"syscall"
	"time"

	"github.com/gocap-project/gocap/bpf"
)

// What can be wrong; test with errors.Is.
var (
	// ErrPermission: the process may not open raw sockets; see PermissionError.
	ErrPermission = errors.New("permission to open a raw socket is missing")
	// ErrClosed: the Conn is closed, or was while the call waited.
	ErrClosed = errors.New("raw socket is closed")
	// ErrVersion: an address, or what was asked for, is of the other IP version.
	ErrVersion = errors.New("not of the socket's IP version")
	// ErrConfig: a Config that makes no sense.
	ErrConfig = errors.New("bad configuration")
	// ErrTooLong: the packet is longer than 65535 bytes, or than the MTU where the
	// kernel may not cut it into fragments.
	ErrTooLong = errors.New("packet is too long")
)

// Error says which operation failed and why. Err is the system's error or one of
// this package's.
type Error struct {
	Op  string // such as "send"
	Err error
}

func (e *Error) Error() string { return e.Op + ": " + e.Err.Error() }
func (e *Error) Unwrap() error { return e.Err }

// PermissionError says which privilege is missing. It is ErrPermission, and Err is
// what the system said, which is fs.ErrPermission.
type PermissionError struct {
	Capability string // CAP_NET_RAW
	Err        error
}

func (e *PermissionError) Error() string {
	return ErrPermission.Error() + ": " + e.Capability + "; run as root, or give it with setcap " +
		"cap_net_raw+ep and the program's name"
}

// Is makes the error match ErrPermission.
func (e *PermissionError) Is(target error) bool { return target == ErrPermission }

func (e *PermissionError) Unwrap() error { return e.Err }

// Raw is the protocol of a Conn that only sends, and whose packets have headers of
// the program's making, which say what they carry (IPPROTO_RAW).
const Raw = 255

// Config says what to open. Version and Protocol are required.
type Config struct {
	Version  int   // 4 or 6
	Protocol uint8 // transport protocol, as in the IP header; Raw only sends

	// HeaderIncluded has Write take whole packets, with their IP header. The kernel
	// sends them as they are, except that over IPv4 it sets total length and header
	// checksum, and identification and source if they are zero. It makes no
	// fragments of them.
	HeaderIncluded bool

	Interface string     // receive from and send on this interface only (SO_BINDTODEVICE)
	Local     netip.Addr // receive packets to this address only, and send from it; with a zone if link-local
	// Peer has packets from this address only received, to Local or to the address
	// that the kernel would send to it from, and is whom packets are sent to whose
	// Message has no Dst.
	Peer netip.Addr

	// Filter decides which packets are received, and how many bytes of each. It sees
	// Data, as Read gives them. It is in force before the first packet is received.
	Filter bpf.Program

	Snaplen int // longest packet received whole, in bytes; 0: 65535, and no packet is longer
	Batch   int // packets received at once; 0: 16. Snaplen x Batch bytes are set apart
	Buffer  int // of the kernel's for packets not yet read, in bytes; 0: the system's default
}

// Message is a packet with what the kernel tells, or is to be told, about it. The
// zero value is an empty packet.
type Message struct {
	// Data is the packet: see the package's comment and Config.HeaderIncluded. When
	// received it is lent, valid until the next call of a reading method.
	Data []byte
	// Len is how many bytes a received packet had before Filter or Snaplen cut it.
	Len int

	// Src is the sender's address. For sending it is the source to use; invalid: the
	// kernel's choice.
	Src netip.Addr
	// Dst is whom the packet is to. Invalid for sending: Config.Peer.
	Dst netip.Addr
	// Interface is the index of the interface it came from. For sending 0 leaves the
	// choice to the routes; a link-local Dst needs it, or a zone.
	Interface int
	// TTL is the time to live or hop limit. For sending 0 means SetTTL's.
	TTL int
	// TOS is the type of service or traffic class: DSCP (6 bits) and ECN (2 bits).
	// For sending 0 means SetTOS's.
	TOS int

	Time  time.Time // when it was received, by the kernel's clock
	Drops uint32    // packets lost for want of room since Open, modulo 2³², when this one was queued

	four bool // Data begin with an IPv4 header
}

// Payload is what follows the IP header of a received packet: Data themselves over
// IPv6. It is empty if the header is cut.
func (m *Message) Payload() []byte {
	if !m.four {
		return m.Data
	}
	if len(m.Data) == 0 {
		return nil
	}
	n := int(m.Data[0]&0xf) * 4
	return m.Data[min(n, len(m.Data)):]
}

// Conn is a raw socket. One goroutine may read while another writes; the other
// methods may be called at any time.
type Conn struct{ conn }

// Open opens a socket in the network namespace of the calling thread, to which it
// belongs from then on. A missing privilege is a *PermissionError, a Config that
// makes no sense ErrConfig or ErrVersion.
func Open(cfg Config) (*Conn, error) {
	if err := cfg.complete(); err != nil {
		return nil, &Error{"open raw socket", err}
	}
	c := new(Conn)
	if err := c.open(cfg); err != nil {
		return nil, err
	}
	return c, nil
}

// complete fills in the defaults and refuses what makes no sense.
func (cfg *Config) complete() error {
	if cfg.Snaplen == 0 {
		cfg.Snaplen = 65535
	}
	if cfg.Batch == 0 {
		cfg.Batch = 16
	}
	cfg.HeaderIncluded = cfg.HeaderIncluded || cfg.Protocol == Raw
	cfg.Local, cfg.Peer = cfg.Local.Unmap(), cfg.Peer.Unmap()
	switch {
	case cfg.Version != 4 && cfg.Version != 6, cfg.Protocol == 0,
		cfg.Snaplen < 1, cfg.Snaplen > 65535, cfg.Batch < 1, cfg.Batch > 1024, cfg.Buffer < 0:
		return ErrConfig
	case !cfg.fits(cfg.Local), !cfg.fits(cfg.Peer):
		return ErrVersion
	}
	return bpf.Validate(cfg.Filter)
}

// fits reports whether an address is missing or of the socket's version.
func (cfg *Config) fits(a netip.Addr) bool { return !a.IsValid() || a.Is4() == (cfg.Version == 4) }

// Read waits for the next packet. m.Data are lent until the next call of a reading
// method; Read allocates nothing. The error is ErrClosed, or os.ErrDeadlineExceeded
// after the deadline; errors of the network that belong to packets sent (such as
// connection refused, from a Peer) are reported once, and reading goes on.
func (c *Conn) Read(m *Message) error { return c.read(m) }

// ReadBatch waits for a packet and takes as many as are queued, at most len(ms) and
// Config.Batch, at once. All their Data are lent until the next call.
func (c *Conn) ReadBatch(ms []Message) (int, error) { return c.readBatch(ms) }

// Write sends a packet. It waits while the socket's buffer is full, until the
// deadline.
func (c *Conn) Write(m *Message) error { return c.write(m) }

// WriteBatch sends packets, many with one system call. It returns how many were
// sent; err says why the next one was not.
func (c *Conn) WriteBatch(ms []Message) (int, error) { return c.writeBatch(ms) }

// SetDeadline sets the times at which reads and writes that wait give
// os.ErrDeadlineExceeded; the zero time is none. Packets that are queued can be
// read after the deadline only when a later one is set.
func (c *Conn) SetDeadline(t time.Time) error {
	return errors.Join(c.setReadDeadline(t), c.setWriteDeadline(t))
}

// SetReadDeadline is SetDeadline for reading only.
func (c *Conn) SetReadDeadline(t time.Time) error { return c.setReadDeadline(t) }

// SetWriteDeadline is SetDeadline for writing only.
func (c *Conn) SetWriteDeadline(t time.Time) error { return c.setWriteDeadline(t) }

// SetFilter exchanges the filter. Packets that are queued and that only the former
// let pass are still received.
func (c *Conn) SetFilter(p bpf.Program) error { return c.setFilter(p) }

// ReplaceFilter exchanges the filter and throws away what is queued or under way:
// no packet that p does not let pass is read afterwards. It takes some milliseconds,
// and nobody may read meanwhile. dropped is how many packets were thrown away.
func (c *Conn) ReplaceFilter(p bpf.Program) (dropped int, err error) { return c.replaceFilter(p) }

// PassICMP has only ICMP or ICMPv6 messages of these types received; with none, all.
// Over IPv4 types above 31 always pass (ICMP_FILTER), and a Conn of another
// protocol is refused; use SetFilter there.
func (c *Conn) PassICMP(types ...uint8) error {
	if len(types) == 0 {
		return c.icmpFilter([8]uint32{})
	}
	return c.icmpFilter(not(bits(types)))
}

// BlockICMP has ICMP or ICMPv6 messages of these types not received, all others
// received.
func (c *Conn) BlockICMP(types ...uint8) error { return c.icmpFilter(bits(types)) }

// bits are 256 flags of which those of types are set.
func bits(types []uint8) (b [8]uint32) {
	for _, t := range types {
		b[t>>5] |= 1 << (t & 31)
	}
	return b
}

func not(b [8]uint32) [8]uint32 {
	for i := range b {
		b[i] = ^b[i]
	}
	return b
}

// SetChecksum has the kernel compute the Internet checksum, pseudo-header included,
// of each packet sent over IPv6, at an even offset in Data, and throw away received
// ones in which it is wrong (IPV6_CHECKSUM, RFC 3542 section 3.1); a negative offset
// switches that off. For ICMPv6 the kernel always does. Over IPv4 it is ErrVersion.
func (c *Conn) SetChecksum(offset int) error { return c.setChecksum(offset) }

// SetTTL sets the time to live or hop limit of packets to one host, 1 to 255.
func (c *Conn) SetTTL(n int) error { return c.setTTL(n) }

// SetTOS sets the type of service or traffic class of packets sent, 0 to 255.
func (c *Conn) SetTOS(n int) error { return c.setTOS(n) }

// SetBroadcast allows sending to broadcast addresses over IPv4, or no longer.
func (c *Conn) SetBroadcast(on bool) error { return c.setBroadcast(on) }

// SetMulticast sets the interface that packets to groups leave by where the Message
// names none (by index), their TTL or hop limit (1 to 255), and whether this host
// receives them too.
func (c *Conn) SetMulticast(ifindex, ttl int, loop bool) error {
	return c.setMulticast(ifindex, ttl, loop)
}

// Join receives packets to a multicast group on an interface.
func (c *Conn) Join(ifindex int, group netip.Addr) error { return c.member(ifindex, group, true) }

// Leave undoes Join.
func (c *Conn) Leave(ifindex int, group netip.Addr) error { return c.member(ifindex, group, false) }

// SyscallConn gives the socket, for options that have no method here.
func (c *Conn) SyscallConn() (syscall.RawConn, error) { return c.syscallConn() }

// Close closes the socket and wakes whoever waits, with ErrClosed. A second Close
// gives ErrClosed.
func (c *Conn) Close() error { return c.close() }
