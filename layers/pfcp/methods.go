package pfcp

// The methods of [Value] that values with fields have.

// AppendWire implements [Value].
func (x *FTEID) AppendWire(b []byte) []byte { return wireOf(b, x) }

// String implements [Value].
func (x *FTEID) String() string { return textOf(x) }

// AppendWire implements [Value].
func (x *FSEID) AppendWire(b []byte) []byte { return wireOf(b, x) }

// String implements [Value].
func (x *FSEID) String() string { return textOf(x) }

// AppendWire implements [Value].
func (x *NodeID) AppendWire(b []byte) []byte { return wireOf(b, x) }

// String implements [Value].
func (x *NodeID) String() string { return textOf(x) }

// AppendWire implements [Value].
func (x *UEIPAddress) AppendWire(b []byte) []byte { return wireOf(b, x) }

// String implements [Value].
func (x *UEIPAddress) String() string { return textOf(x) }

// AppendWire implements [Value].
func (x *SDFFilter) AppendWire(b []byte) []byte { return wireOf(b, x) }

// String implements [Value].
func (x *SDFFilter) String() string { return textOf(x) }

// AppendWire implements [Value].
func (x *BitRates) AppendWire(b []byte) []byte { return wireOf(b, x) }

// String implements [Value].
func (x *BitRates) String() string { return textOf(x) }

// AppendWire implements [Value].
func (x *Volume) AppendWire(b []byte) []byte { return wireOf(b, x) }

// String implements [Value].
func (x *Volume) String() string { return textOf(x) }

// AppendWire implements [Value].
func (x *OuterHeader) AppendWire(b []byte) []byte { return wireOf(b, x) }

// String implements [Value].
func (x *OuterHeader) String() string { return textOf(x) }

// AppendWire implements [Value].
func (x *Redirect) AppendWire(b []byte) []byte { return wireOf(b, x) }

// String implements [Value].
func (x *Redirect) String() string { return textOf(x) }

// AppendWire implements [Value].
func (x *DropThreshold) AppendWire(b []byte) []byte { return wireOf(b, x) }

// String implements [Value].
func (x *DropThreshold) String() string { return textOf(x) }

// AppendWire implements [Value].
func (x *Peer) AppendWire(b []byte) []byte { return wireOf(b, x) }

// String implements [Value].
func (x *Peer) String() string { return textOf(x) }

// AppendWire implements [Value].
func (x *FailedRule) AppendWire(b []byte) []byte { return wireOf(b, x) }

// String implements [Value].
func (x *FailedRule) String() string { return textOf(x) }

// AppendWire implements [Value].
func (x *PacketRate) AppendWire(b []byte) []byte { return wireOf(b, x) }

// String implements [Value].
func (x *PacketRate) String() string { return textOf(x) }

// AppendWire implements [Value].
func (x *ForwardingPolicy) AppendWire(b []byte) []byte { return wireOf(b, x) }

// String implements [Value].
func (x *ForwardingPolicy) String() string { return textOf(x) }

// AppendWire implements [Value].
func (x *Flow) AppendWire(b []byte) []byte { return wireOf(b, x) }

// String implements [Value].
func (x *Flow) String() string { return textOf(x) }

// AppendWire implements [Value].
func (x *HeaderEnrichment) AppendWire(b []byte) []byte { return wireOf(b, x) }

// String implements [Value].
func (x *HeaderEnrichment) String() string { return textOf(x) }

// AppendWire implements [Value].
func (x *MACs) AppendWire(b []byte) []byte { return wireOf(b, x) }

// String implements [Value].
func (x *MACs) String() string { return textOf(x) }

// AppendWire implements [Value].
func (x *UserID) AppendWire(b []byte) []byte { return wireOf(b, x) }

// String implements [Value].
func (x *UserID) String() string { return textOf(x) }

// AppendWire implements [Value].
func (x *Multiplier) AppendWire(b []byte) []byte { return wireOf(b, x) }

// String implements [Value].
func (x *Multiplier) String() string { return textOf(x) }

// AppendWire implements [Value].
func (x *Entity) AppendWire(b []byte) []byte { return wireOf(b, x) }

// String implements [Value].
func (x *Entity) String() string { return textOf(x) }

// AppendWire implements [Value].
func (x *Slice) AppendWire(b []byte) []byte { return wireOf(b, x) }

// String implements [Value].
func (x *Slice) String() string { return textOf(x) }
