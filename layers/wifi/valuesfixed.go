// Values of elements with a simple structure.

package wifi

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"

	"github.com/gocap-project/gocap/wire"
)

// little appends the numbers that v consists of in little-endian order.
func little(b []byte, v any) []byte {
	b, _ = binary.Append(b, binary.LittleEndian, v) // fails for other types only
	return b
}

// fixed returns d as a value of numbers in little-endian order, or nil if d is too short.
func fixed[T Value](d []byte) Value {
	var v T
	if _, err := binary.Decode(d, binary.LittleEndian, &v); err != nil {
		return nil
	}
	return v
}

// flags returns the names of the bits of x that have one, joined by "+".
func flags(x uint, names ...string) string {
	var s []string
	for i, n := range names {
		if x>>i&1 != 0 && n != "" {
			s = append(s, n)
		}
	}
	return strings.Join(s, "+")
}

// BSSLoad is how busy an access point is. IEEE 802.11-2020 §9.4.2.27.
type BSSLoad struct {
	Stations    uint16
	Utilization uint8  // of the channel, in 1/255
	Admission   uint16 // available capacity, in units of 32 µs/s
}

// ElementID implements [Value].
func (v BSSLoad) ElementID() id { return wire.Dot11ElemBSSLoad }

// AppendWire implements [Value].
func (v BSSLoad) AppendWire(b []byte) []byte { return little(b, v) }

func (v BSSLoad) String() string {
	return fmt.Sprintf("%d stations utilization %d/255 admission %d", v.Stations, v.Utilization, v.Admission)
}

// PowerCapability is the least and most a station can transmit with, in dBm. IEEE 802.11-2020 §9.4.2.14.
type PowerCapability struct {
	Min, Max int8
}

// ElementID implements [Value].
func (v PowerCapability) ElementID() id { return wire.Dot11ElemPowerCapability }

// AppendWire implements [Value].
func (v PowerCapability) AppendWire(b []byte) []byte { return little(b, v) }

func (v PowerCapability) String() string {
	return fmt.Sprintf("%d to %d dBm", v.Min, v.Max)
}

// TPCReport is a transmit power control report. IEEE 802.11-2020 §9.4.2.16.
type TPCReport struct {
	Power  int8 // dBm
	Margin int8 // dB
}

// ElementID implements [Value].
func (v TPCReport) ElementID() id { return wire.Dot11ElemTPCReport }

// AppendWire implements [Value].
func (v TPCReport) AppendWire(b []byte) []byte { return little(b, v) }

func (v TPCReport) String() string {
	return fmt.Sprintf("%d dBm margin %d dB", v.Power, v.Margin)
}

// ChannelSwitch is an announcement of a change of channel. IEEE 802.11-2020 §9.4.2.18.
type ChannelSwitch struct {
	Mode    uint8 // 1: no transmissions until then
	Channel uint8
	Count   uint8 // beacons until then
}

// ElementID implements [Value].
func (v ChannelSwitch) ElementID() id { return wire.Dot11ElemChannelSwitch }

// AppendWire implements [Value].
func (v ChannelSwitch) AppendWire(b []byte) []byte { return little(b, v) }

func (v ChannelSwitch) String() string {
	return fmt.Sprintf("to %d in %d mode %d", v.Channel, v.Count, v.Mode)
}

// ExtChannelSwitch is an announcement of a change of channel and operating class. IEEE 802.11-2020 §9.4.2.52.
type ExtChannelSwitch struct {
	Mode, Class, Channel, Count uint8
}

// ElementID implements [Value].
func (v ExtChannelSwitch) ElementID() id { return wire.Dot11ElemExtChannelSwitch }

// AppendWire implements [Value].
func (v ExtChannelSwitch) AppendWire(b []byte) []byte { return little(b, v) }

func (v ExtChannelSwitch) String() string {
	return fmt.Sprintf("to class %d channel %d in %d mode %d", v.Class, v.Channel, v.Count, v.Mode)
}

// Quiet is an interval without transmissions. IEEE 802.11-2020 §9.4.2.22.
type Quiet struct {
	Count, Period    uint8  // beacons
	Duration, Offset uint16 // time units of 1024 µs
}

// ElementID implements [Value].
func (v Quiet) ElementID() id { return wire.Dot11ElemQuiet }

// AppendWire implements [Value].
func (v Quiet) AppendWire(b []byte) []byte { return little(b, v) }

func (v Quiet) String() string {
	return fmt.Sprintf("count %d period %d duration %d offset %d", v.Count, v.Period, v.Duration, v.Offset)
}

// HTCapabilities is what an HT station is capable of. IEEE 802.11-2020 §9.4.2.55.
type HTCapabilities struct {
	Info        uint16
	AMPDU       uint8    // parameters
	MCS         [16]byte // supported set
	Extended    uint16
	Beamforming uint32
	ASEL        uint8 // antenna selection
}

// ElementID implements [Value].
func (v HTCapabilities) ElementID() id { return wire.Dot11ElemHTCapabilities }

// AppendWire implements [Value].
func (v HTCapabilities) AppendWire(b []byte) []byte { return little(b, v) }

func (v HTCapabilities) String() string {
	return fmt.Sprintf("%v A-MPDU %#x MCS %x", flags(uint(v.Info), "LDPC", "40MHz", "", "", "greenfield", "short-GI-20", "short-GI-40", "TX-STBC", "", "", "delayed-BA", "A-MSDU-7935", "DSSS-CCK-40", "", "40MHz-intolerant", "L-SIG-TXOP"), v.AMPDU, v.MCS)
}

// HTOperation is how an HT network operates. IEEE 802.11-2020 §9.4.2.56.
type HTOperation struct {
	Primary uint8 // channel
	Info    [5]byte
	MCS     [16]byte // basic set
}

// ElementID implements [Value].
func (v HTOperation) ElementID() id { return wire.Dot11ElemHTOperation }

// AppendWire implements [Value].
func (v HTOperation) AppendWire(b []byte) []byte { return little(b, v) }

func (v HTOperation) String() string {
	return fmt.Sprintf("primary %d secondary %s width %s info %x", v.Primary, [...]string{"none", "above", "reserved", "below"}[v.Info[0]&3], [...]string{"20 MHz", "any"}[v.Info[0]>>2&1], v.Info)
}

// MobilityDomain is a mobility domain: access points between which a station may move fast. IEEE 802.11-2020 §9.4.2.46.
type MobilityDomain struct {
	ID           uint16
	Capabilities uint8 // 1: over the distribution system, 2: resource requests
}

// ElementID implements [Value].
func (v MobilityDomain) ElementID() id { return wire.Dot11ElemMobilityDomain }

// AppendWire implements [Value].
func (v MobilityDomain) AppendWire(b []byte) []byte { return little(b, v) }

func (v MobilityDomain) String() string {
	return fmt.Sprintf("%#04x capabilities %#x", v.ID, v.Capabilities)
}

// TimeoutInterval is an interval or a time. IEEE 802.11-2020 §9.4.2.48.
type TimeoutInterval struct {
	Kind  uint8  // 1 reassociation deadline, 2 key lifetime, 3 association comeback time
	Value uint32 // time units of 1024 µs; seconds for a key lifetime
}

// ElementID implements [Value].
func (v TimeoutInterval) ElementID() id { return wire.Dot11ElemTimeoutInterval }

// AppendWire implements [Value].
func (v TimeoutInterval) AppendWire(b []byte) []byte { return little(b, v) }

func (v TimeoutInterval) String() string {
	return fmt.Sprintf("kind %d value %d", v.Kind, v.Value)
}

// RMCapabilities is which radio measurements a station is able to make. IEEE 802.11-2020 §9.4.2.44.
type RMCapabilities struct {
	Bits [5]byte
}

// ElementID implements [Value].
func (v RMCapabilities) ElementID() id { return wire.Dot11ElemRMCapabilities }

// AppendWire implements [Value].
func (v RMCapabilities) AppendWire(b []byte) []byte { return little(b, v) }

func (v RMCapabilities) String() string {
	return hex.EncodeToString(v.Bits[:])
}

// OverlappingScan is how to scan for overlapping networks. IEEE 802.11-2020 §9.4.2.58.
type OverlappingScan struct {
	PassiveDwell, ActiveDwell, Interval, PassiveTotal, ActiveTotal, Delay, Threshold uint16
}

// ElementID implements [Value].
func (v OverlappingScan) ElementID() id { return wire.Dot11ElemOverlappingScan }

// AppendWire implements [Value].
func (v OverlappingScan) AppendWire(b []byte) []byte { return little(b, v) }

func (v OverlappingScan) String() string {
	return fmt.Sprintf("dwell %d %d interval %d total %d %d delay %d threshold %d", v.PassiveDwell, v.ActiveDwell, v.Interval, v.PassiveTotal, v.ActiveTotal, v.Delay, v.Threshold)
}

// BSSMaxIdlePeriod is how long a station may be silent. IEEE 802.11-2020 §9.4.2.78.
type BSSMaxIdlePeriod struct {
	Period  uint16 // units of 1000 time units
	Options uint8
}

// ElementID implements [Value].
func (v BSSMaxIdlePeriod) ElementID() id { return wire.Dot11ElemBSSMaxIdlePeriod }

// AppendWire implements [Value].
func (v BSSMaxIdlePeriod) AppendWire(b []byte) []byte { return little(b, v) }

func (v BSSMaxIdlePeriod) String() string {
	return fmt.Sprintf("%d options %#x", v.Period, v.Options)
}

// LinkIdentifier is the stations of a TDLS link. IEEE 802.11-2020 §9.4.2.61.
type LinkIdentifier struct {
	BSSID, Initiator, Responder MAC
}

// ElementID implements [Value].
func (v LinkIdentifier) ElementID() id { return wire.Dot11ElemLinkIdentifier }

// AppendWire implements [Value].
func (v LinkIdentifier) AppendWire(b []byte) []byte { return little(b, v) }

func (v LinkIdentifier) String() string {
	return fmt.Sprintf("BSSID %v initiator %v responder %v", v.BSSID, v.Initiator, v.Responder)
}

// MeshConfig is how a mesh operates. IEEE 802.11-2020 §9.4.2.97.
type MeshConfig struct {
	PathSelection, Metric, Congestion, Synchronization, Authentication uint8
	Formation, Capability                                              uint8
}

// ElementID implements [Value].
func (v MeshConfig) ElementID() id { return wire.Dot11ElemMeshConfig }

// AppendWire implements [Value].
func (v MeshConfig) AppendWire(b []byte) []byte { return little(b, v) }

func (v MeshConfig) String() string {
	return fmt.Sprintf("path selection %d metric %d congestion %d synchronization %d authentication %d formation %#x capability %#x", v.PathSelection, v.Metric, v.Congestion, v.Synchronization, v.Authentication, v.Formation, v.Capability)
}

// VHTCapabilities is what a VHT station is capable of. IEEE 802.11-2020 §9.4.2.157.
type VHTCapabilities struct {
	Info uint32
	MCS  [8]byte // supported set
}

// ElementID implements [Value].
func (v VHTCapabilities) ElementID() id { return wire.Dot11ElemVHTCapabilities }

// AppendWire implements [Value].
func (v VHTCapabilities) AppendWire(b []byte) []byte { return little(b, v) }

func (v VHTCapabilities) String() string {
	return fmt.Sprintf("info %#08x MCS %x", v.Info, v.MCS)
}

// VHTOperation is how a VHT network operates. IEEE 802.11-2020 §9.4.2.158.
type VHTOperation struct {
	Width            uint8  // 0: 20 or 40 MHz, 1: 80 or more
	Center0, Center1 uint8  // center channels
	MCS              uint16 // basic set
}

// ElementID implements [Value].
func (v VHTOperation) ElementID() id { return wire.Dot11ElemVHTOperation }

// AppendWire implements [Value].
func (v VHTOperation) AppendWire(b []byte) []byte { return little(b, v) }

func (v VHTOperation) String() string {
	return fmt.Sprintf("width %d centers %d %d basic %#04x", v.Width, v.Center0, v.Center1, v.MCS)
}

// WideBandwidthSwitch is the width after a change of channel. IEEE 802.11-2020 §9.4.2.160.
type WideBandwidthSwitch struct {
	Width, Center0, Center1 uint8
}

// ElementID implements [Value].
func (v WideBandwidthSwitch) ElementID() id { return wire.Dot11ElemWideBandwidthSwitch }

// AppendWire implements [Value].
func (v WideBandwidthSwitch) AppendWire(b []byte) []byte { return little(b, v) }

func (v WideBandwidthSwitch) String() string {
	return fmt.Sprintf("width %d centers %d %d", v.Width, v.Center0, v.Center1)
}

// MUEDCA is channel access parameters of stations that the access point triggers. IEEE 802.11ax-2021 §9.4.2.251.
type MUEDCA struct {
	Info           uint8
	BE, BK, VI, VO [3]uint8 // AIFSN and more, contention windows, timer
}

// ElementID implements [Value].
func (v MUEDCA) ElementID() id { return wire.Dot11ElemMUEDCA }

// AppendWire implements [Value].
func (v MUEDCA) AppendWire(b []byte) []byte { return little(b, v) }

func (v MUEDCA) String() string {
	return fmt.Sprintf("info %#x BE %x BK %x VI %x VO %x", v.Info, v.BE, v.BK, v.VI, v.VO)
}

// Coexistence is 20/40 MHz coexistence information. IEEE 802.11-2020 §9.4.2.59.
type Coexistence struct {
	Info uint8 // 1 information request, 2 40 MHz intolerant, 4 20 MHz width request
}

// ElementID implements [Value].
func (v Coexistence) ElementID() id { return wire.Dot11ElemCoexistence2040 }

// AppendWire implements [Value].
func (v Coexistence) AppendWire(b []byte) []byte { return little(b, v) }

func (v Coexistence) String() string {
	return fmt.Sprintf("%#x", v.Info)
}

// HE6GHzBand is capabilities in the 6 GHz band. IEEE 802.11ax-2021 §9.4.2.263.
type HE6GHzBand struct {
	Info uint16
}

// ElementID implements [Value].
func (v HE6GHzBand) ElementID() id { return wire.Dot11ElemHE6GHzBand }

// AppendWire implements [Value].
func (v HE6GHzBand) AppendWire(b []byte) []byte { return little(b, v) }

func (v HE6GHzBand) String() string {
	return fmt.Sprintf("%#04x", v.Info)
}

// PowerConstraint is a local limit of power, in dB below the regulatory one. IEEE 802.11-2020 §9.4.2.13.
type PowerConstraint uint8

// ElementID implements [Value].
func (v PowerConstraint) ElementID() id { return wire.Dot11ElemPowerConstraint }

// AppendWire implements [Value].
func (v PowerConstraint) AppendWire(b []byte) []byte { return little(b, v) }

func (v PowerConstraint) String() string { return strconv.Itoa(int(v)) + " dB" }

// ERP is extended rate information: 1 others are present, 2 use protection, 4 long preambles. IEEE 802.11-2020 §9.4.2.11.
type ERP uint8

// ElementID implements [Value].
func (v ERP) ElementID() id { return wire.Dot11ElemERP }

// AppendWire implements [Value].
func (v ERP) AppendWire(b []byte) []byte { return little(b, v) }

func (v ERP) String() string { return fmt.Sprintf("%#02x", uint8(v)) }

// QoSCapability is QoS information. IEEE 802.11-2020 §9.4.2.34.
type QoSCapability uint8

// ElementID implements [Value].
func (v QoSCapability) ElementID() id { return wire.Dot11ElemQoSCapability }

// AppendWire implements [Value].
func (v QoSCapability) AppendWire(b []byte) []byte { return little(b, v) }

func (v QoSCapability) String() string { return fmt.Sprintf("%#02x", uint8(v)) }

// ATIMWindow is the parameter set of an independent BSS: its ATIM window in time units. IEEE 802.11-2020 §9.4.2.6.
type ATIMWindow uint16

// ElementID implements [Value].
func (v ATIMWindow) ElementID() id { return wire.Dot11ElemIBSSParams }

// AppendWire implements [Value].
func (v ATIMWindow) AppendWire(b []byte) []byte { return little(b, v) }

func (v ATIMWindow) String() string { return strconv.Itoa(int(v)) }

// SecondaryChannel is where the secondary channel is: 0 nowhere, 1 above, 3 below. IEEE 802.11-2020 §9.4.2.19.
type SecondaryChannel uint8

// ElementID implements [Value].
func (v SecondaryChannel) ElementID() id { return wire.Dot11ElemSecondaryChannelOffset }

// AppendWire implements [Value].
func (v SecondaryChannel) AppendWire(b []byte) []byte { return little(b, v) }

func (v SecondaryChannel) String() string { return strconv.Itoa(int(v)) }

// OperatingMode is a notification of the width and streams that a station operates with. IEEE 802.11-2020 §9.4.2.165.
type OperatingMode uint8

// ElementID implements [Value].
func (v OperatingMode) ElementID() id { return wire.Dot11ElemOperatingMode }

// AppendWire implements [Value].
func (v OperatingMode) AppendWire(b []byte) []byte { return little(b, v) }

func (v OperatingMode) String() string { return fmt.Sprintf("%#02x", uint8(v)) }

// AID is an association id. IEEE 802.11-2020 §9.4.2.63.
type AID uint16

// ElementID implements [Value].
func (v AID) ElementID() id { return wire.Dot11ElemAID }

// AppendWire implements [Value].
func (v AID) AppendWire(b []byte) []byte { return little(b, v) }

func (v AID) String() string { return strconv.Itoa(int(v)) }

// RCPI is received channel power, from -110 dBm in steps of 0.5 dB. IEEE 802.11-2020 §9.4.2.37.
type RCPI uint8

// ElementID implements [Value].
func (v RCPI) ElementID() id { return wire.Dot11ElemRCPI }

// AppendWire implements [Value].
func (v RCPI) AppendWire(b []byte) []byte { return little(b, v) }

func (v RCPI) String() string { return strconv.Itoa(int(v)) }

// ChallengeText is a challenge of shared key authentication. IEEE 802.11-2020 §9.4.2.7.
type ChallengeText []byte

// ElementID implements [Value].
func (v ChallengeText) ElementID() id { return wire.Dot11ElemChallengeText }

// AppendWire implements [Value].
func (v ChallengeText) AppendWire(b []byte) []byte { return append(b, v...) }

func (v ChallengeText) String() string { return hex.EncodeToString(v) }

// MeshID is the name of a mesh. IEEE 802.11-2020 §9.4.2.98.
type MeshID []byte

// ElementID implements [Value].
func (v MeshID) ElementID() id { return wire.Dot11ElemMeshID }

// AppendWire implements [Value].
func (v MeshID) AppendWire(b []byte) []byte { return append(b, v...) }

func (v MeshID) String() string { return strconv.QuoteToASCII(string(v)) }

// SupportedChannels is ranges of channels, each a first channel and a number. IEEE 802.11-2020 §9.4.2.17.
type SupportedChannels []byte

// ElementID implements [Value].
func (v SupportedChannels) ElementID() id { return wire.Dot11ElemSupportedChannels }

// AppendWire implements [Value].
func (v SupportedChannels) AppendWire(b []byte) []byte { return append(b, v...) }

func (v SupportedChannels) String() string { return fmt.Sprint([]byte(v)) }

// OperatingClasses is the operating class in use, and others that a station supports. IEEE 802.11-2020 §9.4.2.53.
type OperatingClasses []byte

// ElementID implements [Value].
func (v OperatingClasses) ElementID() id { return wire.Dot11ElemOperatingClasses }

// AppendWire implements [Value].
func (v OperatingClasses) AppendWire(b []byte) []byte { return append(b, v...) }

func (v OperatingClasses) String() string { return fmt.Sprint([]byte(v)) }

// ExtCapabilities is a bitmap of further capabilities. IEEE 802.11-2020 §9.4.2.26.
type ExtCapabilities []byte

// ElementID implements [Value].
func (v ExtCapabilities) ElementID() id { return wire.Dot11ElemExtCapabilities }

// AppendWire implements [Value].
func (v ExtCapabilities) AppendWire(b []byte) []byte { return append(b, v...) }

func (v ExtCapabilities) String() string { return hex.EncodeToString(v) }

// Has reports whether bit i is set.
func (v ExtCapabilities) Has(i int) bool { return i >= 0 && i/8 < len(v) && v[i/8]>>(i%8)&1 != 0 }

// RSNExtension is further capabilities of RSN, after a length in the lowest 4 bits. IEEE 802.11-2020 §9.4.2.241.
type RSNExtension []byte

// ElementID implements [Value].
func (v RSNExtension) ElementID() id { return wire.Dot11ElemRSNExtension }

// AppendWire implements [Value].
func (v RSNExtension) AppendWire(b []byte) []byte { return append(b, v...) }

func (v RSNExtension) String() string { return hex.EncodeToString(v) }

// Has reports whether bit i is set: 4 protected TWT, 5 SAE hash-to-element.
func (v RSNExtension) Has(i int) bool { return i >= 0 && i/8 < len(v) && v[i/8]>>(i%8)&1 != 0 }

// TransmitPowerEnvelope is limits of power by width: information, then limits in units of 0.5 dBm. IEEE 802.11-2020 §9.4.2.161.
type TransmitPowerEnvelope []byte

// ElementID implements [Value].
func (v TransmitPowerEnvelope) ElementID() id { return wire.Dot11ElemTransmitPowerEnvelope }

// AppendWire implements [Value].
func (v TransmitPowerEnvelope) AppendWire(b []byte) []byte { return append(b, v...) }

func (v TransmitPowerEnvelope) String() string { return hex.EncodeToString(v) }

// Interworking is access network options, and perhaps venue and homogeneous ESS identifier. IEEE 802.11-2020 §9.4.2.91.
type Interworking []byte

// ElementID implements [Value].
func (v Interworking) ElementID() id { return wire.Dot11ElemInterworking }

// AppendWire implements [Value].
func (v Interworking) AppendWire(b []byte) []byte { return append(b, v...) }

func (v Interworking) String() string { return hex.EncodeToString(v) }

// Network returns the type of network, 0 to 15: 0 private, 2 chargeable public, 3 free public.
func (v Interworking) Network() uint8 { return v[0] & 15 }

// Internet reports whether the network gives access to the internet.
func (v Interworking) Internet() bool { return v[0]&16 != 0 }

// FastTransition is what fast BSS transition needs: MIC control, MIC, nonces and more. IEEE 802.11-2020 §9.4.2.47.
type FastTransition []byte

// ElementID implements [Value].
func (v FastTransition) ElementID() id { return wire.Dot11ElemFastBSSTransition }

// AppendWire implements [Value].
func (v FastTransition) AppendWire(b []byte) []byte { return append(b, v...) }

func (v FastTransition) String() string { return hex.EncodeToString(v) }

// HECapabilities is what an HE station is capable of: 6 bytes of the MAC, 11 of the PHY, MCS and NSS set, thresholds. IEEE 802.11ax-2021 §9.4.2.248.
type HECapabilities []byte

// ElementID implements [Value].
func (v HECapabilities) ElementID() id { return wire.Dot11ElemHECapabilities }

// AppendWire implements [Value].
func (v HECapabilities) AppendWire(b []byte) []byte { return append(b, v...) }

// HEOperation is how an HE network operates: 3 bytes of parameters, BSS color, basic set and more. IEEE 802.11ax-2021 §9.4.2.249.
type HEOperation []byte

// ElementID implements [Value].
func (v HEOperation) ElementID() id { return wire.Dot11ElemHEOperation }

// AppendWire implements [Value].
func (v HEOperation) AppendWire(b []byte) []byte { return append(b, v...) }

// Color returns the BSS color, 1 to 63; 0 is none.
func (v HEOperation) Color() uint8 { return v[3] & 0x3f }

// SpatialReuse is a spatial reuse parameter set. IEEE 802.11ax-2021 §9.4.2.252.
type SpatialReuse []byte

// ElementID implements [Value].
func (v SpatialReuse) ElementID() id { return wire.Dot11ElemSpatialReuse }

// AppendWire implements [Value].
func (v SpatialReuse) AppendWire(b []byte) []byte { return append(b, v...) }

func (v SpatialReuse) String() string { return hex.EncodeToString(v) }

// EHTCapabilities is what an EHT station is capable of: 2 bytes of the MAC, 9 of the PHY, MCS and NSS set. IEEE 802.11be-2024 §9.4.2.323.
type EHTCapabilities []byte

// ElementID implements [Value].
func (v EHTCapabilities) ElementID() id { return wire.Dot11ElemEHTCapabilities }

// AppendWire implements [Value].
func (v EHTCapabilities) AppendWire(b []byte) []byte { return append(b, v...) }

// EHTOperation is how an EHT network operates: parameters, basic set, information. IEEE 802.11be-2024 §9.4.2.321.
type EHTOperation []byte

// ElementID implements [Value].
func (v EHTOperation) ElementID() id { return wire.Dot11ElemEHTOperation }

// AppendWire implements [Value].
func (v EHTOperation) AppendWire(b []byte) []byte { return append(b, v...) }

// MultiLink is what several links have in common, and each of them. IEEE 802.11be-2024 §9.4.2.322.
type MultiLink []byte

// ElementID implements [Value].
func (v MultiLink) ElementID() id { return wire.Dot11ElemMultiLink }

// AppendWire implements [Value].
func (v MultiLink) AppendWire(b []byte) []byte { return append(b, v...) }

func (v MultiLink) String() string { return hex.EncodeToString(v) }

// Kind returns the variant: 0 basic, 1 probe request, 2 reconfiguration, 3 TDLS, 4 priority access.
func (v MultiLink) Kind() uint8 { return v[0] & 7 }

// MLD returns the address of the multi-link device. ok is false if the element does not have it.
func (v MultiLink) MLD() (addr MAC, ok bool) {
	if v.Kind() != 0 || len(v) < 9 {
		return MAC{}, false
	}
	return MAC(v[3:9]), true
}

// MultipleBSSID is other networks of the same access point: maximum indicator, then elements. IEEE 802.11-2020 §9.4.2.45.
type MultipleBSSID []byte

// ElementID implements [Value].
func (v MultipleBSSID) ElementID() id { return wire.Dot11ElemMultipleBSSID }

// AppendWire implements [Value].
func (v MultipleBSSID) AppendWire(b []byte) []byte { return append(b, v...) }

func (v MultipleBSSID) String() string { return hex.EncodeToString(v) }

// All returns the elements, each of which has the profile of a network.
func (v MultipleBSSID) All() Elements { return Elements(v[1:]) }

// NeighborReport is another access point: BSSID, information, operating class, channel, PHY, then elements. IEEE 802.11-2020 §9.4.2.36.
type NeighborReport []byte

// ElementID implements [Value].
func (v NeighborReport) ElementID() id { return wire.Dot11ElemNeighborReport }

// AppendWire implements [Value].
func (v NeighborReport) AppendWire(b []byte) []byte { return append(b, v...) }

func (v NeighborReport) String() string {
	return fmt.Sprintf("%v channel %d class %d %v", v.BSSID(), v[11], v[10], v.Elements())
}

// BSSID returns whose report it is.
func (v NeighborReport) BSSID() MAC { return MAC(v[:6]) }

// Elements returns the optional subelements.
func (v NeighborReport) Elements() Elements { return Elements(v[13:]) }
