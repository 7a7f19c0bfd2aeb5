package netlink

import "encoding/binary"

// Request is a message in the making. Its header's length, sequence number and port are filled in when it is sent.
type Request struct {
	b []byte
}

// NewRequest begins a message; [FlagRequest] is added to the flags.
func NewRequest(typ, flags uint16) *Request {
	r := &Request{make([]byte, headerLen, 256)}
	binary.NativeEndian.PutUint16(r.b[4:], typ)
	binary.NativeEndian.PutUint16(r.b[6:], flags|FlagRequest)
	return r
}

// Raw adds bytes as they are, such as a family header, padded to netlink's alignment.
func (r *Request) Raw(b ...byte) *Request {
	r.b = append(r.b, b...)
	for len(r.b)%4 != 0 {
		r.b = append(r.b, 0)
	}
	return r
}

// Bytes adds an attribute.
func (r *Request) Bytes(typ uint16, data []byte) *Request {
	r.b = binary.NativeEndian.AppendUint16(r.b, uint16(attrLen+len(data)))
	r.b = binary.NativeEndian.AppendUint16(r.b, typ)
	return r.Raw(data...)
}

// Uint8 adds an attribute of one byte.
func (r *Request) Uint8(typ uint16, v uint8) *Request { return r.Bytes(typ, []byte{v}) }

// Uint16 adds a number in the machine's order.
func (r *Request) Uint16(typ, v uint16) *Request {
	return r.Bytes(typ, binary.NativeEndian.AppendUint16(nil, v))
}

// Uint16BE adds a number in network order.
func (r *Request) Uint16BE(typ, v uint16) *Request {
	return r.Bytes(typ, binary.BigEndian.AppendUint16(nil, v))
}

// Uint32 adds a number in the machine's order.
func (r *Request) Uint32(typ uint16, v uint32) *Request {
	return r.Bytes(typ, binary.NativeEndian.AppendUint32(nil, v))
}

// String adds a string with a zero byte at its end.
func (r *Request) String(typ uint16, s string) *Request {
	return r.Bytes(typ, append([]byte(s), 0))
}

// Nest adds an attribute whose content is what f adds.
func (r *Request) Nest(typ uint16, f func(*Request)) *Request {
	at := len(r.b)
	r.Bytes(typ|attrNested, nil)
	f(r)
	binary.NativeEndian.PutUint16(r.b[at:], uint16(len(r.b)-at))
	return r
}

// Finish fills in length, sequence number and port, and returns the message. The Request may be finished again.
func (r *Request) Finish(seq, port uint32) []byte {
	binary.NativeEndian.PutUint32(r.b, uint32(len(r.b)))
	binary.NativeEndian.PutUint32(r.b[8:], seq)
	binary.NativeEndian.PutUint32(r.b[12:], port)
	return r.b
}
