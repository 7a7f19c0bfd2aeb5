package gtp

// The methods of [Value] that values with fields have.

// AppendWire implements [Value].
func (x *RAI) AppendWire(b []byte) []byte { return wireOf(b, x) }

// String implements [Value].
func (x *RAI) String() string { return textOf(x) }

// AppendWire implements [Value].
func (x *TEIDDataII) AppendWire(b []byte) []byte { return wireOf(b, x) }

// String implements [Value].
func (x *TEIDDataII) String() string { return textOf(x) }

// AppendWire implements [Value].
func (x *RABContext) AppendWire(b []byte) []byte { return wireOf(b, x) }

// String implements [Value].
func (x *RABContext) String() string { return textOf(x) }

// AppendWire implements [Value].
func (x *EndUserAddress) AppendWire(b []byte) []byte { return wireOf(b, x) }

// String implements [Value].
func (x *EndUserAddress) String() string { return textOf(x) }

// AppendWire implements [Value].
func (x *MSISDN) AppendWire(b []byte) []byte { return wireOf(b, x) }

// String implements [Value].
func (x *MSISDN) String() string { return textOf(x) }

// AppendWire implements [Value].
func (x *Location) AppendWire(b []byte) []byte { return wireOf(b, x) }

// String implements [Value].
func (x *Location) String() string { return textOf(x) }

// AppendWire implements [Value].
func (x *TimeZone) AppendWire(b []byte) []byte { return wireOf(b, x) }

// String implements [Value].
func (x *TimeZone) String() string { return textOf(x) }

// AppendWire implements [Value].
func (x *CommonFlags) AppendWire(b []byte) []byte { return wireOf(b, x) }

// String implements [Value].
func (x *CommonFlags) String() string { return textOf(x) }

// AppendWire implements [Value].
func (x *AMBR) AppendWire(b []byte) []byte { return wireOf(b, x) }

// String implements [Value].
func (x *AMBR) String() string { return textOf(x) }

// AppendWire implements [Value].
func (x *DataRecords) AppendWire(b []byte) []byte { return wireOf(b, x) }

// String implements [Value].
func (x *DataRecords) String() string { return textOf(x) }

// AppendWire implements [Value].
func (x *Private) AppendWire(b []byte) []byte { return wireOf(b, x) }

// String implements [Value].
func (x *Private) String() string { return textOf(x) }

// AppendWire implements [Value].
func (x *PCO) AppendWire(b []byte) []byte { return wireOf(b, x) }

// String implements [Value].
func (x *PCO) String() string { return textOf(x) }

// AppendWire implements [Value].
func (x *Cause) AppendWire(b []byte) []byte { return wireOf(b, x) }

// String implements [Value].
func (x *Cause) String() string { return textOf(x) }

// AppendWire implements [Value].
func (x *Indication) AppendWire(b []byte) []byte { return wireOf(b, x) }

// String implements [Value].
func (x *Indication) String() string { return textOf(x) }

// AppendWire implements [Value].
func (x *PAA) AppendWire(b []byte) []byte { return wireOf(b, x) }

// String implements [Value].
func (x *PAA) String() string { return textOf(x) }

// AppendWire implements [Value].
func (x *ARP) AppendWire(b []byte) []byte { return wireOf(b, x) }

// String implements [Value].
func (x *ARP) String() string { return textOf(x) }

// AppendWire implements [Value].
func (x *BearerQoS) AppendWire(b []byte) []byte { return wireOf(b, x) }

// String implements [Value].
func (x *BearerQoS) String() string { return textOf(x) }

// AppendWire implements [Value].
func (x *FlowQoS) AppendWire(b []byte) []byte { return wireOf(b, x) }

// String implements [Value].
func (x *FlowQoS) String() string { return textOf(x) }

// AppendWire implements [Value].
func (x *ULI) AppendWire(b []byte) []byte { return wireOf(b, x) }

// String implements [Value].
func (x *ULI) String() string { return textOf(x) }

// AppendWire implements [Value].
func (x *FTEID) AppendWire(b []byte) []byte { return wireOf(b, x) }

// String implements [Value].
func (x *FTEID) String() string { return textOf(x) }

// AppendWire implements [Value].
func (x *GlobalCNID) AppendWire(b []byte) []byte { return wireOf(b, x) }

// String implements [Value].
func (x *GlobalCNID) String() string { return textOf(x) }

// AppendWire implements [Value].
func (x *BearerFlags) AppendWire(b []byte) []byte { return wireOf(b, x) }

// String implements [Value].
func (x *BearerFlags) String() string { return textOf(x) }

// AppendWire implements [Value].
func (x *TraceReference) AppendWire(b []byte) []byte { return wireOf(b, x) }

// String implements [Value].
func (x *TraceReference) String() string { return textOf(x) }

// AppendWire implements [Value].
func (x *GUTI) AppendWire(b []byte) []byte { return wireOf(b, x) }

// String implements [Value].
func (x *GUTI) String() string { return textOf(x) }

// AppendWire implements [Value].
func (x *FContainer) AppendWire(b []byte) []byte { return wireOf(b, x) }

// String implements [Value].
func (x *FContainer) String() string { return textOf(x) }

// AppendWire implements [Value].
func (x *FCause) AppendWire(b []byte) []byte { return wireOf(b, x) }

// String implements [Value].
func (x *FCause) String() string { return textOf(x) }

// AppendWire implements [Value].
func (x *FQCSID) AppendWire(b []byte) []byte { return wireOf(b, x) }

// String implements [Value].
func (x *FQCSID) String() string { return textOf(x) }

// AppendWire implements [Value].
func (x *UCI) AppendWire(b []byte) []byte { return wireOf(b, x) }

// String implements [Value].
func (x *UCI) String() string { return textOf(x) }

// AppendWire implements [Value].
func (x *Timer) AppendWire(b []byte) []byte { return wireOf(b, x) }

// String implements [Value].
func (x *Timer) String() string { return textOf(x) }

// AppendWire implements [Value].
func (x *IPv4Configuration) AppendWire(b []byte) []byte { return wireOf(b, x) }

// String implements [Value].
func (x *IPv4Configuration) String() string { return textOf(x) }

// AppendWire implements [Value].
func (x *NodeIdentifier) AppendWire(b []byte) []byte { return wireOf(b, x) }

// String implements [Value].
func (x *NodeIdentifier) String() string { return textOf(x) }

// AppendWire implements [Value].
func (x *APNCapacity) AppendWire(b []byte) []byte { return wireOf(b, x) }

// String implements [Value].
func (x *APNCapacity) String() string { return textOf(x) }

// AppendWire implements [Value].
func (x *RateControl) AppendWire(b []byte) []byte { return wireOf(b, x) }

// String implements [Value].
func (x *RateControl) String() string { return textOf(x) }

// AppendWire implements [Value].
func (x *Counter) AppendWire(b []byte) []byte { return wireOf(b, x) }

// String implements [Value].
func (x *Counter) String() string { return textOf(x) }

// AppendWire implements [Value].
func (x *TMGI) AppendWire(b []byte) []byte { return wireOf(b, x) }

// String implements [Value].
func (x *TMGI) String() string { return textOf(x) }

// AppendWire implements [Value].
func (x *EPCO) AppendWire(b []byte) []byte { return wireOf(b, x) }

// String implements [Value].
func (x *EPCO) String() string { return textOf(x) }
