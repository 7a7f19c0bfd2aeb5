package wire

// PortMemcached is the port of memcached.
const PortMemcached = 11211

// MemcachedMagic begins a message of memcached's binary protocol.
type MemcachedMagic uint8

// The values.
const (
	MemcachedRequest  MemcachedMagic = 0x80
	MemcachedResponse MemcachedMagic = 0x81
)

func (m MemcachedMagic) String() string {
	switch m {
	case MemcachedRequest:
		return "request"
	case MemcachedResponse:
		return "response"
	}
	return itoa(int(m))
}

// MemcachedOp is a command of the binary protocol.
type MemcachedOp uint8

func (o MemcachedOp) String() string {
	return listed([]string{
		"Get", "Set", "Add", "Replace", "Delete", "Increment", "Decrement", "Quit", "Flush", "GetQ", "No-op", "Version", "GetK",
		"GetKQ", "Append", "Prepend", "Stat", "SetQ", "AddQ", "ReplaceQ", "DeleteQ", "IncrementQ", "DecrementQ", "QuitQ", "FlushQ",
		"AppendQ", "PrependQ", "Verbosity", "Touch", "GAT", "GATQ", 32: "SASL list mechanisms", 33: "SASL authenticate", 34: "SASL step",
	}, int(o))
}

// Lengths reports whether the lengths of extras and key fit into that of the body.
func (v Memcached) Lengths() bool {
	return uint32(v.ExtrasLength())+uint32(v.KeyLength()) <= v.BodyLength()
}
