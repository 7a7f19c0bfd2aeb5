package netif

import "encoding/binary"

// This file builds and reads ethtool's structures (the kernel's ethtool.h) as bytes.

const (
	ethtoolDriverInfo   = 0x03 // ETHTOOL_GDRVINFO
	ethtoolLinkSettings = 0x4c // ETHTOOL_GLINKSETTINGS

	driverInfoLen   = 196
	linkSettingsLen = 48
	maskWordsAt     = 15
	// maxMaskWords bounds the three bit masks after the settings. The field that counts their words is signed.
	maxMaskWords = 127
)

// driverInfo is the request for the driver's name and the place of the hardware.
func driverInfo() []byte {
	b := make([]byte, driverInfoLen)
	binary.NativeEndian.PutUint32(b, ethtoolDriverInfo)
	return b
}

// parseDriverInfo reads struct ethtool_drvinfo: after the command come the driver (32 bytes), its version (32), the
// firmware's (32) and the bus (32).
func parseDriverInfo(b []byte) (driver, bus string) {
	if len(b) < driverInfoLen {
		return "", ""
	}
	driver, bus = text(b[4:36]), text(b[100:132])
	if bus == "N/A" {
		bus = ""
	}
	return driver, bus
}

// text ends at a zero byte.
func text(b []byte) string {
	for i, c := range b {
		if c == 0 {
			return string(b[:i])
		}
	}
	return string(b)
}

// linkSettings is the request for speed and duplex. The kernel's answer to the first, with words 0, is how many words
// each of three masks has, as a negative number; the second must give that.
func linkSettings(words int8) []byte {
	b := make([]byte, linkSettingsLen+3*4*int(words))
	binary.NativeEndian.PutUint32(b, ethtoolLinkSettings)
	b[maskWordsAt] = byte(words)
	return b
}

// maskWords is the number of words that the kernel asks for in its first answer; ok is false if it is none.
func maskWords(b []byte) (words int8, ok bool) {
	if len(b) < linkSettingsLen {
		return 0, false
	}
	n := int(int8(b[maskWordsAt]))
	if n >= 0 || -n > maxMaskWords {
		return 0, false
	}
	return int8(-n), true
}

// parseLinkSettings reads struct ethtool_link_settings: speed in Mbit/s and duplex, of which all ones is unknown.
func parseLinkSettings(b []byte) (bitsPerSecond uint64, d Duplex) {
	if len(b) < linkSettingsLen {
		return 0, DuplexUnknown
	}
	if mega := binary.NativeEndian.Uint32(b[4:]); mega != 1<<32-1 {
		bitsPerSecond = uint64(mega) * 1e6
	}
	switch b[8] {
	case 0:
		d = HalfDuplex
	case 1:
		d = FullDuplex
	}
	return bitsPerSecond, d
}
