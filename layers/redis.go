package layers

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// RESP is values of the Redis serialization protocol, versions 2 and 3. Redis
// documentation, "RESP protocol description".
//
// A segment may have several values, or a part of one at its end; one that begins in
// the middle of a value is left to be [packet.Raw].
//
//	&layers.RESP{Values: wire.RESPValues{}.Command("SET", "key", "value")}
type RESP struct{ Values wire.RESPValues }

// RESPProto describes [RESP].
var RESPProto = &packet.Proto{
	Name: "RESP", Title: "values of the Redis serialization protocol", Ref: "Redis documentation, \"RESP protocol description\"",
	New:    func() packet.Layer { return new(RESP) },
	Slab:   packet.Slab[RESP],
	Fields: []packet.Field{{Name: "Values", Doc: "in wire form", Type: "wire.RESPValues", Off: 0, Kind: packet.Body}},
	At: func(l packet.Layer, i int) any {
		if i == 0 {
			return &l.(*RESP).Values
		}
		return nil
	},
}

func init() { TCPPorts.Bind(wire.PortRedis, RESPProto) }

// Proto implements [packet.Layer].
func (l *RESP) Proto() *packet.Proto { return RESPProto }

var errFormatRESP = &wire.Error{Layer: "RESP", Err: wire.ErrFormat}

// Parse implements [packet.Layer].
func (l *RESP) Parse(b []byte) (packet.Extent, error) {
	first := false
	for range wire.RESPValues(b).All() {
		first = true
		break
	}
	if !first && !plausibleRESP(b) {
		return packet.Extent{}, errFormatRESP
	}
	l.Values = b
	return packet.Extent{Header: len(b), End: len(b)}, nil
}

// plausibleRESP reports whether b can be a value that is cut: it begins with a type
// and a number.
func plausibleRESP(b []byte) bool {
	line, _, _ := wire.TextLines(b).Line()
	if len(line) < 2 || line[0] != '$' && line[0] != '*' {
		return false
	}
	_, ok := line[1:].Number()
	return ok
}

// Append implements [packet.Layer].
func (l *RESP) Append(b []byte) ([]byte, error) { return append(b, l.Values...), nil }

// Finish implements [packet.Layer].
func (l *RESP) Finish(*packet.Context) {}
