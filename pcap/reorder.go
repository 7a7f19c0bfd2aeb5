package pcap

// reorder returns an option's value with its numbers in byte order to instead of
// from. Values that are no numbers, or not known, are returned as they are.
func reorder(t BlockType, code uint16, v []byte, from, to order) []byte {
	if from == to {
		return v
	}
	switch unit := numberWidth(t, code, len(v)); unit {
	case 0:
		return v
	case 4: // a private enterprise number, or flags: what follows is no number
		return append(to.put32(nil, from.u32(v)), v[4:]...)
	case 44: // two halves
		return to.put32(to.put32(nil, from.u32(v)), from.u32(v[4:]))
	}
	return to.put64(nil, from.u64(v))
}

// numberWidth says how to reorder an option: 4 leading bytes, 8, 44 for twice 4.
func numberWidth(t BlockType, code uint16, n int) int {
	switch code {
	case OptCustomString, OptCustomBytes, OptCustomStringNoCopy, OptCustomBytesNoCopy:
		if n >= 4 {
			return 4
		}
		return 0
	}
	switch t {
	case BlockPacket:
		switch {
		case (code == OptPacketFlags || code == OptPacketQueue) && n == 4:
			return 4
		case (code == OptPacketDropCount || code == OptPacketID) && n == 8:
			return 8
		case code == OptPacketProcessThread && n == 8:
			return 44
		}
	case BlockInterface:
		switch {
		case code == OptInterfaceTimeZone && n == 4:
			return 4
		case (code == OptInterfaceSpeed || code == OptInterfaceTxSpeed || code == OptInterfaceRxSpeed || code == OptInterfaceTimeOffset) && n == 8:
			return 8
		}
	case BlockStatistics:
		switch {
		case (code == OptStatsStart || code == OptStatsEnd) && n == 8:
			return 44
		case statsField(code) && n == 8:
			return 8
		}
	}
	return 0
}
