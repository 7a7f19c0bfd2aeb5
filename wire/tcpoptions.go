package wire

import "iter"

// TCPOptionKind says what a TCPOption means. IANA, "TCP Option Kind Numbers".
type TCPOptionKind uint8

// The kinds of TCP options, and where they are defined.
const (
	EOL                   TCPOptionKind = 0   // end of option list, RFC 9293 §3.2
	NOP                   TCPOptionKind = 1   // no operation, RFC 9293 §3.2
	MSS                   TCPOptionKind = 2   // maximum segment size, RFC 9293 §3.2
	WindowScale           TCPOptionKind = 3   // RFC 7323 §2
	SACKPermitted         TCPOptionKind = 4   // RFC 2018 §2
	SACK                  TCPOptionKind = 5   // RFC 2018 §3
	TCPEcho               TCPOptionKind = 6   // RFC 1072, obsolete
	TCPEchoReply          TCPOptionKind = 7   // RFC 1072, obsolete
	Timestamps            TCPOptionKind = 8   // RFC 7323 §3
	TCPPOCPermitted       TCPOptionKind = 9   // partial order connection permitted, RFC 1693, obsolete
	TCPPOCProfile         TCPOptionKind = 10  // partial order service profile, RFC 1693, obsolete
	TCPCC                 TCPOptionKind = 11  // connection count, RFC 1644, obsolete
	TCPCCNew              TCPOptionKind = 12  // RFC 1644, obsolete
	TCPCCEcho             TCPOptionKind = 13  // RFC 1644, obsolete
	TCPAltChecksumRequest TCPOptionKind = 14  // RFC 1146, obsolete
	TCPAltChecksumData    TCPOptionKind = 15  // RFC 1146, obsolete
	TCPSkeeter            TCPOptionKind = 16  // IANA, no document
	TCPBubba              TCPOptionKind = 17  // IANA, no document
	TCPTrailerChecksum    TCPOptionKind = 18  // IANA, no document
	TCPMD5                TCPOptionKind = 19  // MD5 signature, RFC 2385
	TCPSCPS               TCPOptionKind = 20  // SCPS capabilities, CCSDS 714.0-B §3.2
	TCPSNACK              TCPOptionKind = 21  // selective negative acknowledgement, CCSDS 714.0-B §3.2
	TCPRecordBoundaries   TCPOptionKind = 22  // CCSDS 714.0-B §3.2
	TCPCorruption         TCPOptionKind = 23  // corruption experienced, CCSDS 714.0-B §3.2
	TCPSNAP               TCPOptionKind = 24  // IANA, no document
	TCPCompressionFilter  TCPOptionKind = 26  // IANA, no document
	TCPQuickStart         TCPOptionKind = 27  // quick-start response, RFC 4782 §4.2
	TCPUserTimeout        TCPOptionKind = 28  // RFC 5482 §2
	TCPAO                 TCPOptionKind = 29  // authentication option, RFC 5925 §2.2
	TCPMultipath          TCPOptionKind = 30  // MPTCP, RFC 8684 §3
	TCPFastOpen           TCPOptionKind = 34  // RFC 7413 §4.1.1
	TCPENO                TCPOptionKind = 69  // encryption negotiation, RFC 8547 §4.1
	TCPAccECN0            TCPOptionKind = 172 // accurate ECN, counters in order 0, RFC 9768 §3.2.3
	TCPAccECN1            TCPOptionKind = 174 // accurate ECN, counters in order 1, RFC 9768 §3.2.3
	TCPExperiment1        TCPOptionKind = 253 // RFC 6994 §3
	TCPExperiment2        TCPOptionKind = 254 // RFC 6994 §3
)

// The experiment identifiers that package wire understands. RFC 6994 §3.
const (
	ExIDFastOpen uint16 = 0xf989 // RFC 7413 appendix C
	ExIDAccECN0  uint16 = 0xacc0 // accurate ECN before it had kinds of its own
	ExIDAccECN1  uint16 = 0xacc1
)

// A TCPOption is one option in a TCP header. RFC 9293 §3.1.
type TCPOption struct {
	Kind TCPOptionKind
	Data []byte // without kind and length; nil for EOL and NOP
}

// TCPOptions is the option area of a TCP header: what is on the wire, no more
// and no less, with the padding after the last option. The zero value has no
// options; the Add methods append to it, and pad nothing: building a header does.
//
// The methods that look for one kind of option find its first occurrence; ok is
// false if there is none or its length is wrong.
type TCPOptions []byte

// All yields the options up to EOL, the end, or the first malformed one.
func (o TCPOptions) All() iter.Seq[TCPOption] {
	return func(yield func(TCPOption) bool) {
		for b := o; len(b) > 0; {
			opt, n := b.first()
			if n == 0 || opt.Kind == EOL || !yield(opt) {
				return
			}
			b = b[n:]
		}
	}
}

// first returns the first option and its length, or 0 if it is malformed.
func (o TCPOptions) first() (TCPOption, int) {
	switch k := TCPOptionKind(o[0]); k {
	case EOL, NOP:
		return TCPOption{Kind: k}, 1
	default:
		if len(o) < 2 || o[1] < 2 || int(o[1]) > len(o) {
			return TCPOption{}, 0
		}
		return TCPOption{k, o[2:o[1]]}, int(o[1])
	}
}

// Rest returns what All does not reach: EOL and the padding after it, or the
// option whose length is impossible and everything after that.
func (o TCPOptions) Rest() []byte {
	b := o
	for opt := range o.All() {
		b = b[opt.size():]
	}
	return b
}

// size returns how many bytes the option takes.
func (o TCPOption) size() int {
	if o.Kind == EOL || o.Kind == NOP {
		return 1
	}
	return 2 + len(o.Data)
}

// Malformed reports whether the options end with one whose length is impossible:
// less than 2, or more than there is.
func (o TCPOptions) Malformed() bool {
	r := o.Rest()
	return len(r) > 0 && TCPOptionKind(r[0]) != EOL
}

// Get returns the data of the first option of kind k.
func (o TCPOptions) Get(k TCPOptionKind) (data []byte, ok bool) {
	for opt := range o.All() {
		if opt.Kind == k {
			return opt.Data, true
		}
	}
	return nil, false
}

// get is Get for an option that has n bytes of data.
func (o TCPOptions) get(k TCPOptionKind, n int) ([]byte, bool) {
	b, ok := o.Get(k)
	return b, ok && len(b) == n
}

// Add appends an option. data is ignored for EOL and NOP.
func (o TCPOptions) Add(k TCPOptionKind, data ...byte) TCPOptions {
	if k == EOL || k == NOP {
		return append(o, byte(k))
	}
	return append(append(o, byte(k), byte(2+len(data))), data...)
}

// MSS returns the maximum segment size in bytes.
func (o TCPOptions) MSS() (n uint16, ok bool) {
	b, ok := o.get(MSS, 2)
	if !ok {
		return 0, false
	}
	return Uint16(b, 0), true
}

// AddMSS appends a maximum segment size.
func (o TCPOptions) AddMSS(n uint16) TCPOptions { return o.Add(MSS, byte(n>>8), byte(n)) }

// WindowScale returns by how many bits Window is to be shifted left. More than 14
// means 14, RFC 7323 §2.3; it is returned as it is.
func (o TCPOptions) WindowScale() (shift uint8, ok bool) {
	b, ok := o.get(WindowScale, 1)
	if !ok {
		return 0, false
	}
	return b[0], true
}

// AddWindowScale appends a window scale.
func (o TCPOptions) AddWindowScale(shift uint8) TCPOptions { return o.Add(WindowScale, shift) }

// SACKPermitted reports whether there is a SACK-permitted option.
func (o TCPOptions) SACKPermitted() bool {
	_, ok := o.get(SACKPermitted, 0)
	return ok
}

// A SACKBlock is a range of received data: from Left up to, not with, Right.
type SACKBlock struct{ Left, Right uint32 }

// SACKBlocks is the data of a SACK option.
type SACKBlocks []byte

// SACK returns the blocks of the SACK option, which are none if there is none.
func (o TCPOptions) SACK() SACKBlocks {
	b, _ := o.Get(SACK)
	return b
}

// Len returns the number of blocks.
func (s SACKBlocks) Len() int { return len(s) / 8 }

// All yields the blocks in the order sent: the first holds the segment that
// caused the acknowledgement, or repeats what came twice (RFC 2883 §4).
func (s SACKBlocks) All() iter.Seq[SACKBlock] {
	return func(yield func(SACKBlock) bool) {
		for b := s; len(b) >= 8 && yield(SACKBlock{Uint32(b, 0), Uint32(b, 4)}); {
			b = b[8:]
		}
	}
}

// AddSACK appends a SACK option; no more than 4 blocks fit a header.
func (o TCPOptions) AddSACK(blocks ...SACKBlock) TCPOptions {
	o = append(o, byte(SACK), byte(2+8*len(blocks)))
	for _, b := range blocks {
		o = appendBE32(appendBE32(o, b.Left), b.Right)
	}
	return o
}

// Timestamps returns the sender's clock and the echo of the receiver's.
func (o TCPOptions) Timestamps() (val, ecr uint32, ok bool) {
	b, ok := o.get(Timestamps, 8)
	if !ok {
		return 0, 0, false
	}
	return Uint32(b, 0), Uint32(b, 4), true
}

// AddTimestamps appends a time stamps option.
func (o TCPOptions) AddTimestamps(val, ecr uint32) TCPOptions {
	return appendBE32(appendBE32(append(o, byte(Timestamps), 10), val), ecr)
}

// MD5 returns the MD5 signature, 16 bytes.
func (o TCPOptions) MD5() (digest []byte, ok bool) {
	if digest, ok = o.get(TCPMD5, 16); !ok {
		return nil, false
	}
	return digest, true
}

// AddMD5 appends an MD5 signature.
func (o TCPOptions) AddMD5(digest [16]byte) TCPOptions { return o.Add(TCPMD5, digest[:]...) }

// A TCPAuth is a TCP authentication option. RFC 5925 §2.2.
type TCPAuth struct {
	KeyID      uint8 // of the key that made MAC
	RNextKeyID uint8 // of the key the sender would like to receive with
	MAC        []byte
}

// Auth returns the authentication option.
func (o TCPOptions) Auth() (a TCPAuth, ok bool) {
	b, ok := o.Get(TCPAO)
	if !ok || len(b) < 2 {
		return TCPAuth{}, false
	}
	return TCPAuth{b[0], b[1], b[2:]}, true
}

// AddAuth appends an authentication option.
func (o TCPOptions) AddAuth(a TCPAuth) TCPOptions {
	o = append(o, byte(TCPAO), byte(4+len(a.MAC)), a.KeyID, a.RNextKeyID)
	return append(o, a.MAC...)
}

// UserTimeout returns how long data may stay unacknowledged, in seconds or minutes.
func (o TCPOptions) UserTimeout() (n uint16, minutes, ok bool) {
	b, ok := o.get(TCPUserTimeout, 2)
	if !ok {
		return 0, false, false
	}
	return Uint16(b, 0) & 0x7fff, b[0]&0x80 != 0, true
}

// AddUserTimeout appends a user timeout of n, below 0x8000, seconds or minutes.
func (o TCPOptions) AddUserTimeout(n uint16, minutes bool) TCPOptions {
	return o.Add(TCPUserTimeout, byte(n>>8)&0x7f|Bit(minutes)<<7, byte(n))
}

// FastOpen returns the Fast Open cookie, which is empty in a request for one. It
// knows the option by its own kind and as an experiment.
func (o TCPOptions) FastOpen() (cookie []byte, ok bool) {
	for opt := range o.All() {
		if opt.Kind == TCPFastOpen {
			return opt.Data, true
		}
		if id, ok := opt.ExID(); ok && id == ExIDFastOpen {
			return opt.Data[2:], true
		}
	}
	return nil, false
}

// AddFastOpen appends a Fast Open cookie, or a request for one if it is empty.
func (o TCPOptions) AddFastOpen(cookie []byte) TCPOptions { return o.Add(TCPFastOpen, cookie...) }

// ExID returns the 16-bit experiment identifier that an option of kind
// TCPExperiment1 or TCPExperiment2 begins with. RFC 6994 §3.
func (o TCPOption) ExID() (id uint16, ok bool) {
	if o.Kind != TCPExperiment1 && o.Kind != TCPExperiment2 || len(o.Data) < 2 {
		return 0, false
	}
	return Uint16(o.Data, 0), true
}

// AddExperiment appends an experimental option of kind TCPExperiment1 or
// TCPExperiment2.
func (o TCPOptions) AddExperiment(k TCPOptionKind, id uint16, data ...byte) TCPOptions {
	return append(append(o, byte(k), byte(4+len(data)), byte(id>>8), byte(id)), data...)
}

// TCPAccECN is the three byte counters of an accurate ECN option, modulo 2^24.
// The last ones may be left out. RFC 9768 §3.2.3.
type TCPAccECN struct {
	Order uint8  // 0: E0, CE, E1 on the wire (kind 172); 1: E1, CE, E0 (kind 174)
	Count uint8  // how many of the three are there, in that order
	E0    uint32 // bytes received with ECT(0)
	CE    uint32 // bytes received with CE
	E1    uint32 // bytes received with ECT(1)
}

// AccECN returns the accurate ECN option, of either kind or as an experiment.
func (o TCPOptions) AccECN() (a TCPAccECN, ok bool) {
	for opt := range o.All() {
		b := opt.Data
		switch id, _ := opt.ExID(); {
		case opt.Kind == TCPAccECN0:
		case opt.Kind == TCPAccECN1:
			a.Order = 1
		case id == ExIDAccECN0, id == ExIDAccECN1:
			a.Order, b = uint8(id&1), b[2:]
		default:
			continue
		}
		if len(b)%3 != 0 || len(b) > 9 {
			return TCPAccECN{}, false
		}
		a.read(b)
		return a, true
	}
	return TCPAccECN{}, false
}

// counters returns pointers to the counters in the order of the wire.
func (a *TCPAccECN) counters() [3]*uint32 {
	if a.Order == 0 {
		return [3]*uint32{&a.E0, &a.CE, &a.E1}
	}
	return [3]*uint32{&a.E1, &a.CE, &a.E0}
}

func (a *TCPAccECN) read(b []byte) {
	a.Count = uint8(len(b) / 3)
	for i, p := range a.counters() {
		if i < int(a.Count) {
			*p = uint32(b[3*i])<<16 | uint32(Uint16(b, 3*i+1))
		}
	}
}

// AddAccECN appends an accurate ECN option with the first Count counters.
func (o TCPOptions) AddAccECN(a TCPAccECN) TCPOptions {
	n := min(a.Count, 3)
	o = append(o, byte(TCPAccECN0)+a.Order&1*2, 2+3*n)
	for i, p := range a.counters() {
		if i < int(n) {
			o = append(o, byte(*p>>16), byte(*p>>8), byte(*p))
		}
	}
	return o
}

// appendBE32 and appendBE16 append x, big-endian.
func appendBE32(b []byte, x uint32) []byte {
	return append(b, byte(x>>24), byte(x>>16), byte(x>>8), byte(x))
}

func appendBE16(b []byte, x uint16) []byte { return append(b, byte(x>>8), byte(x)) }
