package wire

func (k TCPOptionKind) String() string {
	if k <= TCPFastOpen && tcpOptionNames[k] != "" {
		return tcpOptionNames[k]
	}
	switch k {
	case TCPENO:
		return "eno"
	case TCPAccECN0:
		return "accecn0"
	case TCPAccECN1:
		return "accecn1"
	case TCPExperiment1, TCPExperiment2:
		return "exp"
	}
	return "opt-" + itoa(int(k))
}

var tcpOptionNames = [...]string{
	EOL: "eol", NOP: "nop", MSS: "mss", WindowScale: "wscale", SACKPermitted: "sackOK", SACK: "sack",
	TCPEcho: "echo", TCPEchoReply: "echoreply", Timestamps: "TS", TCPPOCPermitted: "poc-permitted",
	TCPPOCProfile: "poc-profile", TCPCC: "cc", TCPCCNew: "ccnew", TCPCCEcho: "ccecho",
	TCPAltChecksumRequest: "altcsum-request", TCPAltChecksumData: "altcsum-data",
	TCPSkeeter: "skeeter", TCPBubba: "bubba", TCPTrailerChecksum: "trailer-checksum", TCPMD5: "md5",
	TCPSCPS: "scps", TCPSNACK: "snack", TCPRecordBoundaries: "record-boundaries",
	TCPCorruption: "corruption", TCPSNAP: "snap", TCPCompressionFilter: "compression-filter",
	TCPQuickStart: "quickstart", TCPUserTimeout: "uto", TCPAO: "tcp-ao", TCPMultipath: "mptcp",
	TCPFastOpen: "tfo",
}

// String returns the options as "mss 1460,nop,wscale 7". A malformed one is
// "[bad …]" with its bytes, and ends the list. Padding is shown if it is not zero.
func (o TCPOptions) String() string { return string(o.AppendTo(nil)) }

// AppendTo appends what String returns.
func (o TCPOptions) AppendTo(b []byte) []byte {
	n := len(b)
	for opt := range o.All() {
		b = opt.AppendTo(comma(b, n))
	}
	r := o.Rest()
	switch {
	case len(r) == 0:
	case TCPOptionKind(r[0]) != EOL:
		b = appendHex(append(comma(b, n), "[bad "...), r, 0)
		b = append(b, ']')
	default:
		b = append(comma(b, n), "eol"...)
		if !zeros(r) {
			b = append(appendHex(append(b, " [padding "...), r[1:], 0), ']')
		}
	}
	return b
}

// comma appends a comma if b has anything after start.
func comma(b []byte, start int) []byte {
	if len(b) > start {
		b = append(b, ',')
	}
	return b
}

func zeros(b []byte) bool {
	for _, c := range b {
		if c != 0 {
			return false
		}
	}
	return true
}

// Valid reports whether the option has a length that its kind can have. The
// length of a kind that is not known is valid.
func (o TCPOption) Valid() bool {
	n := len(o.Data)
	switch o.Kind {
	case SACKPermitted, TCPPOCPermitted, TCPRecordBoundaries, TCPCorruption:
		return n == 0
	case WindowScale, TCPPOCProfile, TCPAltChecksumRequest, TCPTrailerChecksum:
		return n == 1
	case MSS, TCPUserTimeout:
		return n == 2
	case TCPEcho, TCPEchoReply, TCPCC, TCPCCNew, TCPCCEcho, TCPSNACK:
		return n == 4
	case TCPQuickStart:
		return n == 6
	case Timestamps:
		return n == 8
	case TCPMD5:
		return n == 16
	case SACK:
		return n > 0 && n%8 == 0
	case TCPSCPS, TCPAO, TCPExperiment1, TCPExperiment2:
		return n >= 2
	case TCPMultipath:
		return n > 0 && MPTCP(o.Data).Valid()
	case TCPFastOpen: // RFC 7413 §4.1.1
		return n == 0 || n >= 4 && n <= 16 && n%2 == 0
	case TCPAccECN0, TCPAccECN1:
		return n%3 == 0 && n <= 9
	}
	return true
}

// String returns the option as in "mss 1460".
func (o TCPOption) String() string { return string(o.AppendTo(nil)) }

// AppendTo appends what String returns.
func (o TCPOption) AppendTo(b []byte) []byte {
	if o.Kind == EOL || o.Kind == NOP {
		return append(b, o.Kind.String()...)
	}
	if !o.Valid() {
		b = append(append(b, '['), o.Kind.String()...)
		return append(appendHex(append(b, " bad length: "...), o.Data, 0), ']')
	}
	if id, ok := o.ExID(); ok {
		return o.appendExperiment(b, id)
	}
	b = append(b, o.Kind.String()...)
	if len(o.Data) > 0 || o.Kind == TCPFastOpen {
		b = o.appendData(append(b, ' '))
	}
	return b
}

// appendData appends what a valid option other than an experiment says.
func (o TCPOption) appendData(b []byte) []byte {
	switch o.Kind {
	case MSS:
		return appendInt(b, int(Uint16(o.Data, 0)))
	case WindowScale, TCPAltChecksumRequest:
		return appendInt(b, int(o.Data[0]))
	case TCPEcho, TCPEchoReply, TCPCC, TCPCCNew, TCPCCEcho:
		return appendUint64(b, uint64(Uint32(o.Data, 0)))
	case SACK:
		return SACKBlocks(o.Data).appendTo(b)
	case Timestamps:
		b = appendUint64(append(b, "val "...), uint64(Uint32(o.Data, 0)))
		return appendUint64(append(b, " ecr "...), uint64(Uint32(o.Data, 4)))
	case TCPPOCProfile:
		return flagWords(b, o.Data[0]>>6, "end", "start")
	case TCPQuickStart:
		return appendQuickStart(b, o.Data)
	case TCPUserTimeout:
		b = appendInt(b, int(Uint16(o.Data, 0)&0x7fff))
		if o.Data[0]&0x80 != 0 {
			return append(b, " min"...)
		}
		return append(b, " s"...)
	case TCPAO:
		b = appendInt(append(b, "keyid "...), int(o.Data[0]))
		b = appendInt(append(b, " rnextkeyid "...), int(o.Data[1]))
		return appendHex(append(b, " mac 0x"...), o.Data[2:], 0)
	case TCPMultipath:
		return MPTCP(o.Data).AppendTo(b)
	case TCPFastOpen:
		return appendCookie(b, o.Data)
	case TCPAccECN0, TCPAccECN1:
		a := TCPAccECN{Order: uint8(o.Kind-TCPAccECN0) / 2}
		a.read(o.Data)
		return a.appendTo(b)
	}
	return appendHex(append(b, "0x"...), o.Data, 0)
}

func (o TCPOption) appendExperiment(b []byte, id uint16) []byte {
	switch {
	case id == ExIDFastOpen:
		return appendCookie(append(b, "exp-tfo "...), o.Data[2:])
	case (id == ExIDAccECN0 || id == ExIDAccECN1) && (len(o.Data)-2)%3 == 0 && len(o.Data) <= 11:
		a := TCPAccECN{Order: uint8(id & 1)}
		a.read(o.Data[2:])
		return a.appendTo(append(b, "exp-accecn "...))
	}
	b = append(append(b, o.Kind.String()...), "-0x"...)
	b = appendHex(b, o.Data[:2], 0)
	if len(o.Data) > 2 {
		b = appendHex(append(b, " 0x"...), o.Data[2:], 0)
	}
	return b
}

func (s SACKBlocks) appendTo(b []byte) []byte {
	b = append(appendInt(b, s.Len()), ' ')
	for x := range s.All() {
		b = append(appendUint64(append(b, '{'), uint64(x.Left)), ':')
		b = append(appendUint64(b, uint64(x.Right)), '}')
	}
	return b
}

func appendCookie(b, cookie []byte) []byte {
	if len(cookie) == 0 {
		return append(b, "cookiereq"...)
	}
	return appendHex(append(b, "cookie "...), cookie, 0)
}

// appendQuickStart appends a quick-start response. RFC 4782 §4.2.
func appendQuickStart(b, data []byte) []byte {
	b = appendInt(append(b, "rate "...), int(data[0]&15))
	b = appendInt(append(b, " ttldiff "...), int(data[1]))
	return appendUint64(append(b, " nonce "...), uint64(Uint32(data, 2)>>2))
}

func (a TCPAccECN) appendTo(b []byte) []byte {
	names := [...]string{"e0b", "ceb", "e1b"}
	if a.Order == 1 {
		names[0], names[2] = names[2], names[0]
	}
	start := len(b)
	for i, p := range a.counters() {
		if i < int(a.Count) {
			if len(b) > start {
				b = append(b, ' ')
			}
			b = appendInt(append(append(b, names[i]...), ' '), int(*p))
		}
	}
	return b
}

// flagWords appends the names of the bits set in x, each with a space before it
// but the first.
func flagWords(b []byte, x uint8, names ...string) []byte {
	start := len(b)
	for i, name := range names {
		if x>>i&1 != 0 {
			if len(b) > start {
				b = append(b, ' ')
			}
			b = append(b, name...)
		}
	}
	if len(b) == start {
		return append(b, '-')
	}
	return b
}
