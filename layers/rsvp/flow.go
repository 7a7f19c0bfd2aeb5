package rsvp

import (
	"math"
	"strconv"

	"github.com/gocap-project/gocap/internal/coder"
	"github.com/gocap-project/gocap/wire"
)

// float handles a number of IEEE 754, of 32 bits.
func float(c *coder.Coder, name string, x *float32) {
	bits := c.Number("", uint64(math.Float32bits(*x)), 4)
	*x = math.Float32frombits(uint32(bits))
	if c.Printing() {
		c.Word(name + " " + strconv.FormatFloat(float64(*x), 'g', -1, 32))
	}
}

// Flow is what a flow needs, may send, or finds on its way: its class is
// [wire.RSVPFlowspec], [wire.RSVPSenderTspec] or [wire.RSVPAdspec]. RFC 2210 §3.
type Flow struct {
	Class    wire.RSVPClass // 0 is [wire.RSVPSenderTspec]
	Services []Service
}

// A Service is what is said of one service. RFC 2210 §3.
type Service struct {
	ID     wire.RSVPService
	Flags  uint8 // 0x80: somewhere on the way the service is not there
	Params []Param
}

// A Param is a parameter of a service. RFC 2215.
type Param struct {
	ID    wire.RSVPParam
	Flags uint8  // 0x80: its value is not valid
	Data  []byte // a multiple of 4 bytes
}

// Fields implements [coder.Coded].
func (v *Flow) Fields(c *coder.Coder) {
	if c.Reading() && c.Number("", 0, 2)>>12 != 0 {
		c.Fail() // another version
		return
	}
	if c.Writing() {
		skip(c, 2)
	}
	n := 0
	for _, s := range v.Services {
		n += 1 + s.words()
	}
	if n = int(c.Number("", uint64(n), 2)); c.Reading() && n*4 != c.Left() {
		c.Fail()
		return
	}
	coder.List(c, &v.Services, func(s *Service) { s.fields(c) })
}

func (s *Service) words() (n int) {
	for _, p := range s.Params {
		n += 1 + len(p.Data)/4
	}
	return n
}

func (s *Service) fields(c *coder.Coder) {
	enum(c, &s.ID, 1, wire.RSVPService.String)
	s.Flags = uint8(c.Number("", uint64(s.Flags), 1))
	n := int(c.Number("", uint64(s.words()), 2)) * 4
	list := func(c *coder.Coder) { coder.List(c, &s.Params, func(p *Param) { p.fields(c) }) }
	if c.Reading() {
		c.Within(n, list)
		return
	}
	list(c)
}

func (p *Param) fields(c *coder.Coder) {
	enum(c, &p.ID, 1, wire.RSVPParam.String)
	p.Flags = uint8(c.Number("", uint64(p.Flags), 1))
	n := int(c.Number("", uint64(len(p.Data)/4), 2)) * 4
	if c.Printing() {
		c.Word(p.value())
		return
	}
	c.Bytes("", &p.Data, n)
}

// Bucket returns the token bucket that the parameter is, and whether it is one.
func (p *Param) Bucket() (b TokenBucket, ok bool) {
	return b, p.ID == wire.RSVPParamTokenBucket && coder.Read(&b, p.Data)
}

// value returns the value in words.
func (p *Param) value() string {
	if b, ok := p.Bucket(); ok {
		return b.String()
	}
	switch {
	case len(p.Data) != 4:
		return hexText(p.Data)
	case p.ID == wire.RSVPParamBandwidth:
		return strconv.FormatFloat(float64(math.Float32frombits(wire.Uint32(p.Data, 0))), 'g', -1, 32)
	}
	return strconv.FormatUint(uint64(wire.Uint32(p.Data, 0)), 10)
}

func (v *Flow) String() string                { return coder.Text("flow", v) }
func (v *Flow) form() (wire.RSVPClass, uint8) { return role{v.Class}.or(wire.RSVPSenderTspec), 2 }

// A TokenBucket is what a flow may send. RFC 2215 §3.6.
type TokenBucket struct {
	Rate float32 // in bytes a second
	Size float32 // in bytes
	Peak float32 // in bytes a second
	Min  uint32  // smaller packets count as so many bytes
	Max  uint32  // bytes of a packet
}

// Fields implements [coder.Coded].
func (v *TokenBucket) Fields(c *coder.Coder) {
	float(c, "rate", &v.Rate)
	float(c, "size", &v.Size)
	float(c, "peak", &v.Peak)
	c.U32("min", &v.Min)
	c.U32("max", &v.Max)
}

func (v *TokenBucket) String() string { return coder.Text("bucket", v) }

// Param returns the parameter that is the bucket.
func (v *TokenBucket) Param() Param {
	return Param{ID: wire.RSVPParamTokenBucket, Data: coder.Append(nil, v)}
}

// TDM is the traffic of a path of time slots: SONET or SDH, RFC 4606 §2.1, or of the
// optical transport network, RFC 4328 §3.2. Its class is [wire.RSVPFlowspec] or
// [wire.RSVPSenderTspec].
type TDM struct {
	Class        wire.RSVPClass // 0 is [wire.RSVPSenderTspec]
	Signal       uint8          // the elementary signal
	RCC          uint8          // SONET: how contiguous components are concatenated
	NCC, NVC, MT uint16         // numbers of components, of virtual ones, of multiples
	Transparency uint32         // SONET
	Profile      uint32         // SONET
	OTN          bool           // of the optical transport network
}

// Fields implements [coder.Coded].
func (v *TDM) Fields(c *coder.Coder) {
	c.U8("signal", &v.Signal)
	if v.OTN {
		skip(c, 1)
		c.U16("NMC", &v.NCC)
		c.U16("NVC", &v.NVC)
		c.U16("MT", &v.MT)
		skip(c, 4)
		return
	}
	c.U8("RCC", &v.RCC)
	c.U16("NCC", &v.NCC)
	c.U16("NVC", &v.NVC)
	c.U16("MT", &v.MT)
	c.U32("transparency", &v.Transparency)
	c.U32("profile", &v.Profile)
}

func (v *TDM) String() string { return coder.Text("flow", v) }
func (v *TDM) form() (wire.RSVPClass, uint8) {
	form := uint8(4)
	if v.OTN {
		form = 5
	}
	return role{v.Class}.or(wire.RSVPSenderTspec), form
}

// EthernetFlow is the traffic of a path of Ethernet frames. RFC 6003 §4. Its class is
// [wire.RSVPFlowspec] or [wire.RSVPSenderTspec].
type EthernetFlow struct {
	Class wire.RSVPClass // 0 is [wire.RSVPSenderTspec]
	Link  uint16         // switching granularity
	MTU   uint16         // in bytes
	TLVs  wire.RSVPLinkTLVs
}

// Fields implements [coder.Coded].
func (v *EthernetFlow) Fields(c *coder.Coder) {
	c.U16("granularity", &v.Link)
	c.U16("MTU", &v.MTU)
	linkTLVs(c, &v.TLVs)
}

func (v *EthernetFlow) String() string { return coder.Text("flow", v) }
func (v *EthernetFlow) form() (wire.RSVPClass, uint8) {
	return role{v.Class}.or(wire.RSVPSenderTspec), 6
}
