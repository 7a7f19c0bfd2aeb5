package wifi

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
)

// bitNames returns the names of the bits set in b, lowest bit of the first byte first.
// Bits whose name is "" are left out.
func bitNames(b []byte, names []string) (out []string) {
	for i, s := range names {
		if s != "" && i/8 < len(b) && b[i/8]>>(i%8)&1 != 0 {
			out = append(out, s)
		}
	}
	return out
}

// heMAC is the HE MAC capabilities that are single bits. IEEE 802.11ax-2021 §9.4.2.248.2.
var heMAC = []string{
	0: "HTC", 1: "TWT requester", 2: "TWT responder", 17: "all ack", 18: "TRS", 19: "BSR", 20: "broadcast TWT", 21: "32-bit BA",
	22: "MU cascading", 23: "ack-enabled aggregation", 25: "OM control", 26: "OFDMA RA", 29: "A-MSDU fragmentation", 30: "flexible TWT",
	31: "control frames to MultiBSS", 32: "BSRP BQRP aggregation", 33: "QTP", 34: "BQR", 35: "PSR responder", 36: "NDP feedback", 37: "OPS",
	38: "A-MSDU not under BA", 42: "subchannel selective", 43: "UL 2x996", 44: "UL MU data disable", 45: "dynamic SM power save",
	46: "punctured sounding", 47: "HT and VHT triggers",
}

// hePHY is the HE PHY capabilities that are single bits. IEEE 802.11ax-2021 §9.4.2.248.3.
var hePHY = []string{
	1: "40 MHz in 2.4 GHz", 2: "40 and 80 MHz", 3: "160 MHz", 4: "80+80 MHz", 5: "242-tone in 2.4 GHz", 6: "242-tone", 12: "class A", 13: "LDPC",
	14: "1x LTF 0.8 GI", 17: "NDP 4x LTF 3.2 GI", 18: "STBC tx", 19: "STBC rx", 20: "Doppler tx", 21: "Doppler rx", 22: "full UL MU-MIMO",
	23: "partial UL MU-MIMO", 31: "SU beamformer", 32: "SU beamformee", 33: "MU beamformer",
}

// mcsSet returns the highest MCS of each number of spatial streams in an HE map.
func mcsSet(m uint16) string {
	var s []string
	for m := m; m != 0xffff && len(s) < 8; m = m>>2 | 0xc000 {
		if m&3 == 3 {
			s = append(s, "-")
		} else {
			s = append(s, [...]string{"7", "9", "11"}[m&3])
		}
	}
	if len(s) == 0 {
		return "none"
	}
	return strings.Join(s, " ")
}

// A MCSMap is what is received and sent in a channel width: two bits for each number of
// spatial streams from 1 to 8, lowest first: 0 MCS 0 to 7, 1 MCS 0 to 9, 2 MCS 0 to 11, 3
// not supported. IEEE 802.11ax-2021 §9.4.2.248.4.
type MCSMap struct {
	Width  string // "80 MHz" (and below), "160 MHz" or "80+80 MHz"
	Rx, Tx uint16
}

func (m MCSMap) String() string {
	return "to " + m.Width + " rx MCS " + mcsSet(m.Rx) + ", tx MCS " + mcsSet(m.Tx)
}

// MAC returns the names of the MAC capabilities of one bit that are set.
func (v HECapabilities) MAC() []string { return bitNames(v[:min(6, len(v))], heMAC) }

// PHY returns the names of the PHY capabilities of one bit that are set.
func (v HECapabilities) PHY() []string { return bitNames(v[min(6, len(v)):min(17, len(v))], hePHY) }

// MCS returns what is supported in each of the channel widths that there are.
func (v HECapabilities) MCS() []MCSMap {
	out, _ := v.mcs()
	return out
}

func (v HECapabilities) mcs() (out []MCSMap, rest []byte) {
	if len(v) < 17 {
		return nil, nil
	}
	rest = v[17:]
	for i, width := range [...]string{"80 MHz", "160 MHz", "80+80 MHz"} {
		if i > 0 && v[6]>>(2+i)&1 == 0 {
			continue
		}
		if len(rest) < 4 {
			break
		}
		out = append(out, MCSMap{width, binary.LittleEndian.Uint16(rest), binary.LittleEndian.Uint16(rest[2:])})
		rest = rest[4:]
	}
	return out, rest
}

func (v HECapabilities) String() string {
	if len(v) < 17 {
		return hex.EncodeToString(v)
	}
	s := fmt.Sprintf("MAC %x (%s), PHY %x (%s)", []byte(v[:6]), strings.Join(v.MAC(), ", "), []byte(v[6:17]), strings.Join(v.PHY(), ", "))
	maps, rest := v.mcs()
	for _, m := range maps {
		s += ", " + m.String()
	}
	return withHex(s, ", PPE thresholds ", rest)
}

// withHex returns s with what else there is.
func withHex(s, name string, rest []byte) string {
	if len(rest) == 0 {
		return s
	}
	return s + name + hex.EncodeToString(rest)
}

func (v HEOperation) String() string {
	if len(v) < 6 {
		return hex.EncodeToString(v)
	}
	x := uint32(v[0]) | uint32(v[1])<<8 | uint32(v[2])<<16
	s := fmt.Sprintf("color %d, PE duration %d, RTS threshold %d", v.Color(), x&7, x>>4&0x3ff)
	for _, f := range bitNames(v, []string{3: "TWT required", 16: "ER SU disabled", 30: "partial color", 31: "color disabled"}) {
		s += ", " + f
	}
	s += ", basic MCS " + mcsSet(binary.LittleEndian.Uint16(v[4:]))
	rest := []byte(v[6:])
	if x>>14&1 != 0 && len(rest) >= 3 {
		s += fmt.Sprintf(", VHT width %d centers %d %d", rest[0], rest[1], rest[2])
		rest = rest[3:]
	}
	if x>>15&1 != 0 && len(rest) >= 1 {
		s += ", co-hosted BSSIDs of " + strconv.Itoa(int(rest[0])) + " bits"
		rest = rest[1:]
	}
	if x>>17&1 != 0 && len(rest) >= 5 {
		s += fmt.Sprintf(", 6 GHz channel %d width %s centers %d %d, at least %d Mbit/s", rest[0],
			[...]string{"20", "40", "80", "160"}[rest[1]&3], rest[2], rest[3], rest[4])
		rest = rest[5:]
	}
	return withHex(s, ", then ", rest)
}

func (v EHTCapabilities) String() string {
	if len(v) < 11 {
		return hex.EncodeToString(v)
	}
	mac := bitNames(v, []string{"EPCS priority access", "OM control", "TXOP sharing 1", "TXOP sharing 2", "restricted TWT", "SCS traffic description"})
	phy := bitNames(v[2:], []string{1: "320 MHz in 6 GHz", 2: "242-tone", 3: "NDP 4x LTF 3.2 GI", 4: "partial UL MU-MIMO", 5: "SU beamformer", 6: "SU beamformee"})
	s := fmt.Sprintf("MAC %x (%s), PHY %x (%s)", []byte(v[:2]), strings.Join(mac, ", "), []byte(v[2:11]), strings.Join(phy, ", "))
	return withHex(s, ", MCS and NSS ", v[11:])
}

func (v EHTOperation) String() string {
	if len(v) < 5 {
		return hex.EncodeToString(v)
	}
	s := fmt.Sprintf("parameters %02x, basic MCS and NSS %x", v[0], []byte(v[1:5]))
	rest := []byte(v[5:])
	if v[0]&1 != 0 && len(rest) >= 3 {
		width := "reserved"
		if w := rest[0] & 7; w <= 4 {
			width = strconv.Itoa(20<<w) + " MHz"
		}
		s += fmt.Sprintf(", width %s centers %d %d", width, rest[1], rest[2])
		rest = rest[3:]
		if v[0]&2 != 0 && len(rest) >= 2 {
			s += fmt.Sprintf(", disabled subchannels %04x", binary.LittleEndian.Uint16(rest))
			rest = rest[2:]
		}
	}
	return withHex(s, ", then ", rest)
}
