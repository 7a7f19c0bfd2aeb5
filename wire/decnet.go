package wire

// DECnetMessage is a message of DECnet's routing layer, with the padding that may
// precede its flags. DECnet Routing Layer Functional Specification 2.0.0 §7.
type DECnetMessage []byte

// DECnetNode is the address of a node: its area in the upper 6 bits, its number in the
// area in the lower 10.
type DECnetNode uint16

func (a DECnetNode) String() string {
	return string(appendInt(append(appendInt(nil, int(a>>10)), '.'), int(a&0x3ff)))
}

// body returns the message without padding.
func (m DECnetMessage) body() []byte {
	if len(m) > 0 && m[0]&0x80 != 0 { // the padding's length, itself counted
		return m[min(int(m[0]&0x7f), len(m)):]
	}
	return m
}

// Kind returns what the message is called: short or long data, or one of the control
// messages.
func (m DECnetMessage) Kind() string {
	b := m.body()
	switch {
	case len(b) == 0:
		return "empty"
	case b[0]&1 == 0 && b[0]&7 == 2:
		return "short data"
	case b[0]&1 == 0 && b[0]&7 == 6:
		return "long data"
	case b[0]&1 == 0:
		return "data of another format"
	}
	return [...]string{"initialization", "verification", "hello and test", "level 1 routing", "level 2 routing", "router hello",
		"end node hello", "control"}[b[0]>>1&7]
}

// Nodes returns the nodes that a data message is from and to. ok is false if it is none
// or is cut.
func (m DECnetMessage) Nodes() (src, dst DECnetNode, ok bool) {
	b := m.body()
	switch kind := m.Kind(); {
	case kind == "short data" && len(b) >= 6:
		return DECnetNode(Uint16LE(b, 3)), DECnetNode(Uint16LE(b, 1)), true
	case kind == "long data" && len(b) >= 21: // the last two bytes of MAC addresses
		return DECnetNode(Uint16LE(b, 15)), DECnetNode(Uint16LE(b, 7)), true
	}
	return 0, 0, false
}

// String returns the kind, the nodes and the bytes.
func (m DECnetMessage) String() string {
	b := []byte(m.Kind())
	if src, dst, ok := m.Nodes(); ok {
		b = append(append(append(append(append(b, ' '), src.String()...), " > "...), dst.String()...), ':')
	}
	return string(appendHex(append(b, ' '), m, 0))
}
