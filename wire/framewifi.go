package wire

// prismKind tells the headers of link type PRISM_HEADER apart.
func prismKind(b []byte) Kind {
	if len(b) >= 4 && Uint32(b, 0)>>12 == 0x80211 {
		return KindAVS
	}
	return KindPrism
}

// dot11Kind returns the kind of frames that have an FCS, or a padded header.
func dot11Kind(fcs, padded bool) Kind {
	switch {
	case fcs && padded:
		return kindDot11PaddedFCS
	case fcs:
		return kindDot11FCS
	case padded:
		return kindDot11Padded
	}
	return KindDot11
}

// wifi reads a header of IEEE 802.11 and those before it.
func (x *extent) wifi(k Kind, p []byte) bool {
	switch k {
	case KindRadioTap:
		x.header = RadioTap(p).HeaderLen()
		if x.header < RadioTapLen+4 || x.header > len(p) {
			return false
		}
		f := RadioTap(p).Fields().Flags()
		x.next = dot11Kind(f&RadioTapFCS != 0, f&RadioTapDataPad != 0)
	case KindPPI:
		x.header = PPI(p).HeaderLen()
		if x.header < PPILen || x.header > len(p) {
			return false
		}
		x.ppi(p)
	case KindPrism:
		x.next = KindDot11
	case KindAVS:
		n := AVS(p).Length()
		if n < AVSLen || uint64(n) > uint64(len(p)) {
			return false
		}
		x.header, x.next = int(n), KindDot11
	case KindMSDU:
		x.end, x.next = MSDULen+int(MSDU(p).Length()), KindLLC
	case KindMesh:
		x.header += 6 * int(Mesh(p).Extension())
		x.next = KindLLC
	default:
		return x.dot11(p, k == kindDot11FCS || k == kindDot11PaddedFCS, k == kindDot11Padded || k == kindDot11PaddedFCS)
	}
	return true
}

// ppi says what follows a PPI header.
func (x *extent) ppi(p []byte) {
	switch t := PPI(p).DLT(); {
	case t == 105:
		x.next = dot11Kind(ppiFCS(p[PPILen:x.header]), false)
	case t <= 0xffff && t != 192:
		x.next = linkKind(uint16(t), p[x.header:])
	}
}

// ppiFCS reports whether PPI's fields say that the frame has an FCS.
func ppiFCS(b []byte) bool {
	for len(b) >= 4 {
		n := 4 + int(Uint16LE(b, 2))
		if n > len(b) {
			break
		}
		if Uint16LE(b, 0) == 2 && n >= 4+10 { // 802.11-Common
			return b[4+8]&1 != 0
		}
		b = b[n:]
	}
	return false
}

// dot11 reads a frame's header.
func (x *extent) dot11(p []byte, fcs, padded bool) bool {
	lay := Dot11LayoutOf(p[0], p[1])
	x.header = lay.Len()
	if p[0]&3 != 0 || x.header > len(p) {
		return false
	}
	if fcs && len(p) >= x.header+4 {
		x.end -= 4
	}
	if padded {
		x.header = min((x.header+3)&^3, x.end)
	}
	v := Dot11(p)
	switch {
	case !lay.Kind.HasData() || v.Protected() || v.SeqControl()&15 != 0:
	case v.meshed(p[x.header:x.end]):
		x.next = KindMesh
	case lay.HasQoS() && v.QoS().AMSDU():
		x.next = KindMSDU
	default:
		x.next = KindLLC
	}
	return true
}

// meshed reports whether the body b of a data frame begins with a mesh control field. Its
// bit in QoS means something else outside of a mesh, so what follows must look like it.
func (v Dot11) meshed(b []byte) bool {
	if !v.Kind().QoS() || v.QoS().High()&1 == 0 || v.ToDS() && !v.FromDS() || len(b) == 0 || b[0] > 2 {
		return false
	}
	n := MeshLen + 6*int(b[0])
	return len(b) >= n+3 && [3]byte(b[n:]) == [3]byte{0xaa, 0xaa, 3}
}
