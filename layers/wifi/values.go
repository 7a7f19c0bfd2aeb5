package wifi

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"

	"github.com/gocap-project/gocap/wire"
)

type id = wire.Dot11ElementID

// SSID is the name of a network, up to 32 bytes of any kind. IEEE 802.11-2020 §9.4.2.2.
type SSID string

// ElementID implements [Value].
func (v SSID) ElementID() id { return wire.Dot11ElemSSID }

// AppendWire implements [Value].
func (v SSID) AppendWire(b []byte) []byte { return append(b, v...) }

func (v SSID) String() string { return strconv.QuoteToASCII(string(v)) }

// Rates is supported rates, each in units of 500 kbit/s; the top bit marks one of the basic
// rate set. IEEE 802.11-2020 §9.4.2.3.
type Rates []byte

// ElementID implements [Value].
func (v Rates) ElementID() id { return wire.Dot11ElemSupportedRates }

// AppendWire implements [Value].
func (v Rates) AppendWire(b []byte) []byte { return append(b, v...) }

func (v Rates) String() string { return rates(v) }

// ExtRates is the rates that Rates has no room for. IEEE 802.11-2020 §9.4.2.13.
type ExtRates []byte

// ElementID implements [Value].
func (v ExtRates) ElementID() id { return wire.Dot11ElemExtSupportedRates }

// AppendWire implements [Value].
func (v ExtRates) AppendWire(b []byte) []byte { return append(b, v...) }

func (v ExtRates) String() string { return rates(v) }

// rates returns rates in Mbit/s, those of the basic rate set marked by a star.
func rates(v []byte) string {
	var s []string
	for _, r := range v {
		t := strings.TrimSuffix(halves(int(r&0x7f)), ".0")
		switch r {
		case 0xff:
			t = "HT"
		case 0xfe:
			t = "VHT"
		case 0xfb:
			t = "SAE-H2E"
		case 0xfa:
			t = "HE"
		default:
			if r&0x80 != 0 {
				t += "*"
			}
		}
		s = append(s, t)
	}
	return strings.Join(s, " ")
}

// Channel is the channel of the DSSS parameter set. IEEE 802.11-2020 §9.4.2.4.
type Channel uint8

// ElementID implements [Value].
func (v Channel) ElementID() id { return wire.Dot11ElemDSSS }

// AppendWire implements [Value].
func (v Channel) AppendWire(b []byte) []byte { return append(b, byte(v)) }

func (v Channel) String() string { return "channel " + strconv.Itoa(int(v)) }

// TIM is a traffic indication map: for which stations the access point has traffic.
// IEEE 802.11-2020 §9.4.2.5.
type TIM struct {
	Count, Period uint8 // beacons until the next that announces group traffic, and between them
	Control       uint8 // bit 0: group traffic is waiting; others: offset of Bitmap in units of 2 bytes
	Bitmap        []byte
}

// ElementID implements [Value].
func (v TIM) ElementID() id { return wire.Dot11ElemTIM }

// AppendWire implements [Value].
func (v TIM) AppendWire(b []byte) []byte {
	return append(append(b, v.Count, v.Period, v.Control), v.Bitmap...)
}

// Group reports whether group addressed traffic is waiting.
func (v TIM) Group() bool { return v.Control&1 != 0 }

// Waiting reports whether traffic for the station with that association id is waiting.
func (v TIM) Waiting(aid int) bool {
	i := aid/8 - int(v.Control&^1)
	return i >= 0 && i < len(v.Bitmap) && v.Bitmap[i]>>(aid%8)&1 != 0
}

func (v TIM) String() string {
	return fmt.Sprintf("DTIM %d of %d control %#x bitmap %x", v.Count, v.Period, v.Control, v.Bitmap)
}

func tim(d []byte) Value {
	if len(d) < 3 {
		return nil
	}
	return TIM{d[0], d[1], d[2], d[3:]}
}

// Country says which rules apply. IEEE 802.11-2020 §9.4.2.8.
type Country struct {
	Code  string // two letters and the environment: ' ' any, 'O' outdoor, 'I' indoor
	Bands []CountryBand
}

// A CountryBand is a range of channels. If First is 201 or more, it is an operating
// extension: an operating class and a coverage class instead.
type CountryBand struct{ First, Count, MaxPower uint8 }

// ElementID implements [Value].
func (v Country) ElementID() id { return wire.Dot11ElemCountry }

// AppendWire implements [Value]. A code that is not three bytes is cut or filled with spaces.
func (v Country) AppendWire(b []byte) []byte {
	n := len(b)
	b = append(b, (v.Code + "   ")[:3]...)
	for _, x := range v.Bands {
		b = append(b, x.First, x.Count, x.MaxPower)
	}
	if (len(b)-n)%2 != 0 {
		b = append(b, 0)
	}
	return b
}

func (v Country) String() string {
	s := strconv.QuoteToASCII(v.Code)
	for _, x := range v.Bands {
		s += fmt.Sprintf(" %d+%d %d dBm", x.First, x.Count, int8(x.MaxPower))
	}
	return s
}

func country(d []byte) Value {
	if len(d) < 3 {
		return nil
	}
	v := Country{Code: string(d[:3])}
	for d = d[3:]; len(d) >= 3; d = d[3:] {
		v.Bands = append(v.Bands, CountryBand{d[0], d[1], d[2]})
	}
	return v
}

// RSN says how a robust security network is secured. IEEE 802.11-2020 §9.4.2.24.
// Fields at the end that are zero and empty are left out.
type RSN struct {
	Version      uint16 // 1
	Group        wire.Dot11Cipher
	Pairwise     []wire.Dot11Cipher
	AKMs         []wire.Dot11AKM
	Capabilities RSNCapabilities
	PMKIDs       [][16]byte
	GroupMgmt    wire.Dot11Cipher // for group addressed management frames
	Fields       int              // how many of the fields there are, 1 to 7; 0 is as many as are needed
}

// RSNCapabilities are capabilities of RSN. IEEE 802.11-2020 §9.4.2.24.4.
type RSNCapabilities uint16

// Capabilities of RSN.
const (
	RSNPreauthentication RSNCapabilities = 0x01
	RSNNoPairwise        RSNCapabilities = 0x02
	RSNMFPRequired       RSNCapabilities = 0x40 // management frames are protected
	RSNMFPCapable        RSNCapabilities = 0x80 // management frames can be protected
)

func (c RSNCapabilities) String() string {
	s := ""
	for _, x := range [...]struct {
		bit  RSNCapabilities
		name string
	}{{RSNPreauthentication, "preauthentication"}, {RSNNoPairwise, "no pairwise"}, {RSNMFPRequired, "MFP required"}, {RSNMFPCapable, "MFP capable"}} {
		if c&x.bit != 0 {
			s += " " + x.name
		}
	}
	return fmt.Sprintf("%#04x%s", uint16(c), s)
}

// ElementID implements [Value].
func (v RSN) ElementID() id { return wire.Dot11ElemRSN }

// fields returns how many fields to write.
func (v RSN) fields() int {
	switch {
	case v.Fields > 0:
		return v.Fields
	case v.GroupMgmt != 0:
		return 7
	case len(v.PMKIDs) > 0:
		return 6
	}
	return 5
}

// AppendWire implements [Value]. A Version of 0 is written as 1.
func (v RSN) AppendWire(b []byte) []byte {
	b = append16(b, max(v.Version, 1))
	n := v.fields()
	if n > 1 {
		b = binary.BigEndian.AppendUint32(b, uint32(v.Group))
	}
	if n > 2 {
		b = suites(b, v.Pairwise)
	}
	if n > 3 {
		b = suites(b, v.AKMs)
	}
	if n > 4 {
		b = append16(b, uint16(v.Capabilities))
	}
	if n > 5 {
		b = append16(b, uint16(len(v.PMKIDs)))
		for _, p := range v.PMKIDs {
			b = append(b, p[:]...)
		}
	}
	if n > 6 {
		b = binary.BigEndian.AppendUint32(b, uint32(v.GroupMgmt))
	}
	return b
}

// suites appends a count and a list of suites.
func suites[T ~uint32](b []byte, list []T) []byte {
	b = append16(b, uint16(len(list)))
	for _, x := range list {
		b = binary.BigEndian.AppendUint32(b, uint32(x))
	}
	return b
}

func (v RSN) String() string {
	s := fmt.Sprintf("version %d", v.Version)
	if v.Fields > 1 || v.Fields == 0 {
		s += fmt.Sprintf(" group %v", v.Group)
	}
	if len(v.Pairwise) > 0 {
		s += fmt.Sprintf(" pairwise %v", v.Pairwise)
	}
	if len(v.AKMs) > 0 {
		s += fmt.Sprintf(" AKM %v", v.AKMs)
	}
	if v.Capabilities != 0 {
		s += fmt.Sprintf(" capabilities %v", v.Capabilities)
	}
	for _, p := range v.PMKIDs {
		s += " PMKID " + hex.EncodeToString(p[:])
	}
	if v.GroupMgmt != 0 {
		s += fmt.Sprintf(" group management %v", v.GroupMgmt)
	}
	return s
}

// A suiteReader reads the fields of RSN and WPA in order. Any of them may be missing from some
// point on.
type suiteReader struct {
	b      []byte
	fields int
	bad    bool
}

// more reports whether there is another field, of n bytes at least.
func (r *suiteReader) more(n int) bool {
	if len(r.b) == 0 || r.bad {
		return false
	}
	if len(r.b) < n {
		r.bad = true
		return false
	}
	r.fields++
	return true
}

func (r *suiteReader) u16() (x uint16) {
	if r.more(2) {
		x, r.b = wire.Uint16LE(r.b, 0), r.b[2:]
	}
	return x
}

func (r *suiteReader) suite() (x uint32) {
	if r.more(4) {
		x, r.b = wire.Uint32(r.b, 0), r.b[4:]
	}
	return x
}

// list returns the elements, of size bytes each, after their number.
func (r *suiteReader) list(size int) (d []byte) {
	n := size * int(r.u16())
	if r.bad = r.bad || n > len(r.b); r.bad {
		return nil
	}
	d, r.b = r.b[:n], r.b[n:]
	return d
}

func rsn(d []byte) Value {
	r := suiteReader{b: d}
	v := RSN{Version: r.u16(), Group: wire.Dot11Cipher(r.suite())}
	v.Pairwise, v.AKMs = suiteList[wire.Dot11Cipher](r.list(4)), suiteList[wire.Dot11AKM](r.list(4))
	v.Capabilities = RSNCapabilities(r.u16())
	for p := r.list(16); len(p) > 0; p = p[16:] {
		v.PMKIDs = append(v.PMKIDs, [16]byte(p))
	}
	v.GroupMgmt = wire.Dot11Cipher(r.suite())
	if v.Fields = r.fields; r.bad || r.fields == 0 {
		return nil
	}
	return v
}

func suiteList[T ~uint32](d []byte) (list []T) {
	for ; len(d) >= 4; d = d[4:] {
		list = append(list, T(wire.Uint32(d, 0)))
	}
	return list
}

// Vendor is a vendor specific element. IEEE 802.11-2020 §9.4.2.25.
type Vendor struct {
	OUI  uint32
	Type uint8  // as the vendor says
	Data []byte // after the type
}

// ElementID implements [Value].
func (v Vendor) ElementID() id { return wire.Dot11ElemVendor }

// AppendWire implements [Value].
func (v Vendor) AppendWire(b []byte) []byte { return append(vendor(b, v.OUI, v.Type), v.Data...) }

func (v Vendor) String() string { return fmt.Sprintf("%06x type %d %x", v.OUI, v.Type, v.Data) }

func vendor(b []byte, oui uint32, typ uint8) []byte {
	return append(b, byte(oui>>16), byte(oui>>8), byte(oui), typ)
}

// vendorValue returns the value of a vendor specific element.
func vendorValue(d []byte) Value {
	if len(d) < 4 {
		return nil
	}
	v := Vendor{wire.Uint32(d, 0) >> 8, d[3], d[4:]}
	switch {
	case v.OUI == wire.OUIMicrosoft && v.Type == 1:
		return wpa(v.Data)
	case v.OUI == wire.OUIMicrosoft && v.Type == 2:
		return wmm(v.Data)
	case v.OUI == wire.OUIMicrosoft && v.Type == 4:
		return WPS(v.Data)
	}
	return v
}

// WPA says how a network with Wi-Fi Protected Access, RSN's precursor, is secured.
type WPA struct {
	Version  uint16 // 1
	Group    wire.Dot11Cipher
	Pairwise []wire.Dot11Cipher
	AKMs     []wire.Dot11AKM
	Rest     []byte // capabilities, which may be missing
}

// ElementID implements [Value].
func (v WPA) ElementID() id { return wire.Dot11ElemVendor }

// AppendWire implements [Value].
func (v WPA) AppendWire(b []byte) []byte {
	b = append16(vendor(b, wire.OUIMicrosoft, 1), max(v.Version, 1))
	b = binary.BigEndian.AppendUint32(b, uint32(v.Group))
	return append(suites(suites(b, v.Pairwise), v.AKMs), v.Rest...)
}

func (v WPA) String() string {
	return fmt.Sprintf("WPA version %d group %v pairwise %v AKM %v", v.Version, v.Group, v.Pairwise, v.AKMs)
}

func wpa(d []byte) Value {
	r := suiteReader{b: d}
	v := WPA{Version: r.u16(), Group: wire.Dot11Cipher(r.suite())}
	v.Pairwise, v.AKMs = suiteList[wire.Dot11Cipher](r.list(4)), suiteList[wire.Dot11AKM](r.list(4))
	if v.Rest = r.b; r.bad || r.fields < 4 {
		return nil
	}
	return v
}

// WMM is an element of Wi-Fi Multimedia.
type WMM struct {
	Subtype uint8 // 0 information, 1 parameters, 2 TSPEC
	Version uint8 // 1
	Data    []byte
}

// ElementID implements [Value].
func (v WMM) ElementID() id { return wire.Dot11ElemVendor }

// AppendWire implements [Value].
func (v WMM) AppendWire(b []byte) []byte {
	return append(append(vendor(b, wire.OUIMicrosoft, 2), v.Subtype, v.Version), v.Data...)
}

// An AccessCategory is the parameters of one access category. IEEE 802.11-2020 §9.4.2.28.
type AccessCategory struct {
	AIFSN     uint8
	Mandatory bool   // admission control
	Index     uint8  // 0 best effort, 1 background, 2 video, 3 voice
	CWMin     uint16 // in slots
	CWMax     uint16
	TXOP      uint16 // in units of 32 µs
}

// Parameters returns the access categories of a parameter element.
func (v WMM) Parameters() (out []AccessCategory) {
	if v.Subtype != 1 || len(v.Data) < 18 {
		return nil
	}
	return categories(v.Data[2:18])
}

func categories(d []byte) (out []AccessCategory) {
	for ; len(d) >= 4; d = d[4:] {
		out = append(out, AccessCategory{d[0] & 15, d[0]&16 != 0, d[0] >> 5 & 3, 1<<(d[1]&15) - 1, 1<<(d[1]>>4) - 1, wire.Uint16LE(d, 2)})
	}
	return out
}

func (v WMM) String() string {
	s := fmt.Sprintf("WMM subtype %d version %d", v.Subtype, v.Version)
	if p := v.Parameters(); p != nil {
		return s + fmt.Sprintf(" %+v", p)
	}
	return s + fmt.Sprintf(" %x", v.Data)
}

func wmm(d []byte) Value {
	if len(d) < 2 {
		return nil
	}
	return WMM{d[0], d[1], d[2:]}
}

// WPS is an element of Wi-Fi Protected Setup: attributes, each a big-endian type, a length and
// a value.
type WPS []byte

// ElementID implements [Value].
func (v WPS) ElementID() id { return wire.Dot11ElemVendor }

// AppendWire implements [Value].
func (v WPS) AppendWire(b []byte) []byte { return append(vendor(b, wire.OUIMicrosoft, 4), v...) }

// Get returns the value of the first attribute of that type.
func (v WPS) Get(typ uint16) (data []byte, ok bool) {
	for b := []byte(v); len(b) >= 4; {
		n := 4 + int(wire.Uint16(b, 2))
		if n > len(b) {
			break
		}
		if wire.Uint16(b, 0) == typ {
			return b[4:n], true
		}
		b = b[n:]
	}
	return nil, false
}

// The attributes of WPS that are text.
var wpsTexts = [...]struct {
	typ  uint16
	name string
}{{0x1011, "device"}, {0x1021, "manufacturer"}, {0x1023, "model"}, {0x1024, "model number"}, {0x1042, "serial"}}

func (v WPS) String() string {
	s := "WPS"
	for _, x := range wpsTexts {
		if d, ok := v.Get(x.typ); ok {
			s += " " + x.name + " " + strconv.QuoteToASCII(string(d))
		}
	}
	return s
}

// EDCA is how stations get access to the medium. IEEE 802.11-2020 §9.4.2.28.
type EDCA []byte

// ElementID implements [Value].
func (v EDCA) ElementID() id { return wire.Dot11ElemEDCA }

// AppendWire implements [Value].
func (v EDCA) AppendWire(b []byte) []byte { return append(b, v...) }

// Parameters returns the access categories.
func (v EDCA) Parameters() []AccessCategory { return categories(v[2:18]) }

func (v EDCA) String() string { return fmt.Sprintf("QoS info %#x %+v", v[0], v.Parameters()) }

func edca(d []byte) Value {
	if len(d) < 18 {
		return nil
	}
	return EDCA(d)
}

// ReducedNeighborReport is other access points, in short. IEEE 802.11-2020 §9.4.2.170.
type ReducedNeighborReport []byte

// ElementID implements [Value].
func (v ReducedNeighborReport) ElementID() id { return wire.Dot11ElemReducedNeighborReport }

// AppendWire implements [Value].
func (v ReducedNeighborReport) AppendWire(b []byte) []byte { return append(b, v...) }

// A Neighbor is an access point of a reduced neighbor report.
type Neighbor struct {
	Class, Channel uint8
	Info           []byte // TBTT information: offset, perhaps BSSID, short SSID and more
}

// BSSID returns the access point's BSSID. ok is false if the report does not have it.
func (n Neighbor) BSSID() (addr MAC, ok bool) {
	if len(n.Info) < 7 {
		return MAC{}, false
	}
	return MAC(n.Info[1:7]), true
}

// All returns the access points.
func (v ReducedNeighborReport) All() (out []Neighbor) {
	for b := []byte(v); len(b) >= 4; {
		h := wire.Uint16LE(b, 0)
		count, size := int(h>>4&15)+1, int(h>>8)
		if size == 0 || len(b) < 4+count*size {
			break
		}
		for i := range count {
			out = append(out, Neighbor{b[2], b[3], b[4+i*size:][:size:size]})
		}
		b = b[4+count*size:]
	}
	return out
}

func (v ReducedNeighborReport) String() string {
	var s []string
	for _, n := range v.All() {
		s = append(s, fmt.Sprintf("class %d channel %d info %x", n.Class, n.Channel, n.Info))
	}
	return strings.Join(s, ", ")
}
