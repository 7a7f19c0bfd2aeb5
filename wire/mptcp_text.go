package wire

// String returns the option as in "join token 0x01020304 nonce 0x05060708 id 1".
func (m MPTCP) String() string { return string(m.AppendTo(nil)) }

// AppendTo appends what String returns.
func (m MPTCP) AppendTo(b []byte) []byte {
	if !m.Valid() {
		return append(appendHex(append(b, "[bad "...), m, 0), ']')
	}
	t := mpText{append(b, m.Subtype().String()...)}
	switch m.Subtype() {
	case MPCapableType:
		x, _ := m.Capable()
		t.capable(x)
	case MPJoinType:
		x, _ := m.Join()
		t.join(x)
	case MPDSSType:
		x, _ := m.DSS()
		t.dss(x)
	case MPAddAddrType:
		x, _ := m.AddAddr()
		t.addAddr(x)
	case MPRemoveAddrType:
		for _, id := range m[1:] {
			t.number("id", uint64(id))
		}
	case MPPrioType:
		x, _ := m.Prio()
		t.flag("backup", x.Backup)
		if x.HasAddrID {
			t.number("id", uint64(x.AddrID))
		}
	case MPFailType:
		t.number("seq", Uint64(m, 2))
	case MPFastCloseType:
		t.hex("key", m[2:])
	case MPResetType:
		x, _ := m.Reset()
		t.flag("transient", x.Flags&1 != 0)
		t.b = append(append(t.b, ' '), x.Reason.String()...)
	default:
		t.hex("data", m)
	}
	return t.b
}

// mpText puts words together.
type mpText struct{ b []byte }

func (t *mpText) flag(name string, on bool) {
	if on {
		t.b = append(append(t.b, ' '), name...)
	}
}

func (t *mpText) number(name string, x uint64) {
	t.flag(name, true)
	t.b = appendUint64(append(t.b, ' '), x)
}

func (t *mpText) hex(name string, x []byte) {
	t.flag(name, true)
	t.b = appendHex(append(t.b, " 0x"...), x, 0)
}

func (t *mpText) hex64(name string, x uint64) { t.hex(name, appendBE64(nil, x)) }

func (t *mpText) capable(c MPCapable) {
	t.b = append(t.b, " v"...)
	t.b = appendInt(t.b, int(c.Version))
	t.flag("csum", c.Flags&MPChecksum != 0)
	t.flag("nomoreaddrs", c.Flags&MPNoMoreAddrs != 0)
	if c.Keys >= 1 {
		t.hex64("sender", c.SenderKey)
	}
	if c.Keys >= 2 {
		t.hex64("receiver", c.ReceiverKey)
	}
	if c.HasLength {
		t.number("len", uint64(c.Length))
	}
	if c.HasChecksum {
		t.hex("checksum", appendBE16(nil, c.Checksum))
	}
}

func (t *mpText) join(j MPJoin) {
	t.flag("backup", j.Backup)
	if j.Form != MPJoinACK {
		t.number("id", uint64(j.AddrID))
	}
	if j.Form == MPJoinSYN {
		t.hex("token", appendBE32(nil, j.Token))
	} else {
		t.hex("hmac", j.MAC)
	}
	if j.Form != MPJoinACK {
		t.hex("nonce", appendBE32(nil, j.Nonce))
	}
}

func (t *mpText) dss(d MPDSS) {
	t.flag("fin", d.Flags&MPDataFIN != 0)
	if d.Flags&MPDataAck != 0 {
		t.number("ack", d.DataAck)
	}
	if d.Flags&MPMapping != 0 {
		t.number("seq", d.DSN)
		t.number("subseq", uint64(d.SubflowSeq))
		t.number("len", uint64(d.Length))
	}
	if d.HasChecksum {
		t.hex("csum", appendBE16(nil, d.Checksum))
	}
}

func (t *mpText) addAddr(a MPAddAddr) {
	t.flag("v0", a.Version == 0)
	t.flag("echo", a.Echo)
	t.number("id", uint64(a.AddrID))
	t.b = a.Addr.AppendTo(append(t.b, ' '))
	if a.HasPort {
		t.number("port", uint64(a.Port))
	}
	if len(a.MAC) > 0 {
		t.hex("hmac", a.MAC)
	}
}

func appendUint64(b []byte, x uint64) []byte {
	if x >= 10 {
		b = appendUint64(b, x/10)
	}
	return append(b, byte('0'+x%10))
}
