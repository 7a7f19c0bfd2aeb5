package sctp

import (
	"iter"

	"github.com/gocap-project/gocap/internal/coder"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// Chunks is the chunks of a packet in wire form, padded to multiples of four bytes.
type Chunks []byte

// All yields the chunks, up to the first that does not fit.
func (c Chunks) All() iter.Seq[wire.SCTPChunk] { return wire.SCTPChunks(c).All() }

// Rest returns what is behind the last chunk that fits.
func (c Chunks) Rest() []byte { return wire.SCTPChunks(c).Rest() }

// Values returns the values of all chunks.
func (c Chunks) Values() (out []Chunk) {
	for x := range c.All() {
		out = append(out, ValueOf(x))
	}
	return out
}

// Items implements [packet.Itemized].
func (c Chunks) Items() (out []any) {
	for x := range c.All() {
		out = append(out, ValueOf(x))
	}
	if rest := c.Rest(); len(rest) > 0 {
		out = append(out, packet.Malformed(rest))
	}
	return out
}

// Get returns the value of the first chunk of type t, or nil.
func (c Chunks) Get(t wire.SCTPChunkType) Chunk {
	for x := range c.All() {
		if x.Type() == t {
			return ValueOf(x)
		}
	}
	return nil
}

// Add returns a copy of c with more chunks, which begin at a multiple of four bytes.
func (c Chunks) Add(chunks ...Chunk) Chunks {
	c = c[:len(c):len(c)]
	for _, x := range chunks {
		for len(c)%4 != 0 {
			c = append(c, 0)
		}
		c = AppendChunk(c, x)
		for len(c)%4 != 0 {
			c = append(c, 0)
		}
	}
	return c
}

// String returns all chunks in words.
func (c Chunks) String() string {
	var b []byte
	for x := range c.All() {
		if len(b) > 0 {
			b = append(b, "; "...)
		}
		b = append(b, ValueOf(x).String()...)
	}
	return string(coder.AppendRest(b, c.Rest()))
}

// Params is parameters in wire form, padded to multiples of four bytes. RFC 9260
// §3.2.1.
type Params []byte

// All yields the parameters' types and values, up to the first that does not fit.
func (p Params) All() iter.Seq2[wire.SCTPParamType, []byte] { return wire.SCTPParams(p).All() }

// Rest returns what is malformed at the end of p.
func (p Params) Rest() []byte { return wire.SCTPParams(p).Rest() }

// Values returns the values of all parameters.
func (p Params) Values() (out []Param) {
	for t, data := range p.All() {
		out = append(out, ParamOf(t, data))
	}
	return out
}

// Get returns the first parameter of type t, or nil.
func (p Params) Get(t wire.SCTPParamType) Param {
	if data, ok := wire.SCTPParams(p).Get(t); ok {
		return ParamOf(t, data)
	}
	return nil
}

// Add returns a copy of p with more parameters.
func (p Params) Add(params ...Param) Params {
	for _, x := range params {
		p = Params(wire.SCTPParams(p).Add(x.Type(), coder.Append(nil, x)...))
	}
	return p
}

// String returns all parameters in words.
func (p Params) String() string {
	var b []byte
	for t, data := range p.All() {
		if len(b) > 0 {
			b = append(b, ", "...)
		}
		b = append(b, ParamOf(t, data).String()...)
	}
	return string(coder.AppendRest(b, p.Rest()))
}

// Causes is error causes in wire form, padded to multiples of four bytes. RFC 9260
// §3.3.10.
type Causes []byte

// All yields the causes' codes and what is specific to them, up to the first that
// does not fit.
func (c Causes) All() iter.Seq2[wire.SCTPCauseCode, []byte] { return wire.SCTPCauses(c).All() }

// Rest returns what is malformed at the end of c.
func (c Causes) Rest() []byte { return wire.SCTPCauses(c).Rest() }

// Values returns the values of all causes.
func (c Causes) Values() (out []Cause) {
	for code, info := range c.All() {
		out = append(out, CauseOf(code, info))
	}
	return out
}

// Add returns a copy of c with more causes.
func (c Causes) Add(causes ...Cause) Causes {
	for _, x := range causes {
		c = Causes(wire.SCTPCauses(c).Add(x.Code(), coder.Append(nil, x)...))
	}
	return c
}

// String returns all causes in words.
func (c Causes) String() string {
	var b []byte
	for code, info := range c.All() {
		if len(b) > 0 {
			b = append(b, ", "...)
		}
		b = append(b, CauseOf(code, info).String()...)
	}
	return string(coder.AppendRest(b, c.Rest()))
}
