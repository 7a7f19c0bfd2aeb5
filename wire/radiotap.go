package wire

// RadioTapFields is what a radiotap header has after its length: presence words, and
// the fields that they announce, each aligned to its size. Numbers are little-endian.
// radiotap.org, "Radiotap".
type RadioTapFields []byte

// A RadioTapField is one field.
type RadioTapField struct {
	Bit    RadioTapBit // or RadioTapVendor: the field is a vendor's
	Word   int         // which presence word announced it
	Data   []byte
	Off    int    // of Data in the RadioTapFields
	OUI    uint32 // of the vendor, and
	Vendor uint8  // its sub-namespace
}

// RadioTapBit says which field is present: the number of a bit in the presence words.
type RadioTapBit uint8

// The fields of radiotap.
const (
	RadioTapTSFT           RadioTapBit = 0
	RadioTapFlags          RadioTapBit = 1
	RadioTapRate           RadioTapBit = 2
	RadioTapChannel        RadioTapBit = 3
	RadioTapFHSS           RadioTapBit = 4
	RadioTapDBMSignal      RadioTapBit = 5
	RadioTapDBMNoise       RadioTapBit = 6
	RadioTapLockQuality    RadioTapBit = 7
	RadioTapTXAttenuation  RadioTapBit = 8
	RadioTapDBTXAtten      RadioTapBit = 9
	RadioTapDBMTXPower     RadioTapBit = 10
	RadioTapAntenna        RadioTapBit = 11
	RadioTapDBSignal       RadioTapBit = 12
	RadioTapDBNoise        RadioTapBit = 13
	RadioTapRXFlags        RadioTapBit = 14
	RadioTapTXFlags        RadioTapBit = 15
	RadioTapRTSRetries     RadioTapBit = 16
	RadioTapDataRetries    RadioTapBit = 17
	RadioTapXChannel       RadioTapBit = 18
	RadioTapMCS            RadioTapBit = 19
	RadioTapAMPDU          RadioTapBit = 20
	RadioTapVHT            RadioTapBit = 21
	RadioTapTimestamp      RadioTapBit = 22
	RadioTapHE             RadioTapBit = 23
	RadioTapHEMU           RadioTapBit = 24
	RadioTapHEMUOther      RadioTapBit = 25
	RadioTapZeroLengthPSDU RadioTapBit = 26
	RadioTapLSIG           RadioTapBit = 27
	RadioTapTLV            RadioTapBit = 28 // the rest is types, lengths and values
	RadioTapNamespace      RadioTapBit = 29 // the next word begins radiotap's fields anew
	RadioTapVendor         RadioTapBit = 30 // the next words are of a vendor's fields
	RadioTapMore           RadioTapBit = 31 // another presence word follows
)

// radioTapFields has name, size and alignment in bytes of each field.
var radioTapFields = [...]struct {
	name        string
	size, align uint8
}{
	RadioTapTSFT: {"TSFT", 8, 8}, RadioTapFlags: {"flags", 1, 1}, RadioTapRate: {"rate", 1, 1}, RadioTapChannel: {"channel", 4, 2},
	RadioTapFHSS: {"FHSS", 2, 2}, RadioTapDBMSignal: {"dBm signal", 1, 1}, RadioTapDBMNoise: {"dBm noise", 1, 1},
	RadioTapLockQuality: {"lock quality", 2, 2}, RadioTapTXAttenuation: {"TX attenuation", 2, 2},
	RadioTapDBTXAtten: {"dB TX attenuation", 2, 2}, RadioTapDBMTXPower: {"dBm TX power", 1, 1}, RadioTapAntenna: {"antenna", 1, 1},
	RadioTapDBSignal: {"dB signal", 1, 1}, RadioTapDBNoise: {"dB noise", 1, 1}, RadioTapRXFlags: {"RX flags", 2, 2},
	RadioTapTXFlags: {"TX flags", 2, 2}, RadioTapRTSRetries: {"RTS retries", 1, 1}, RadioTapDataRetries: {"data retries", 1, 1},
	RadioTapXChannel: {"XChannel", 8, 4}, RadioTapMCS: {"MCS", 3, 1}, RadioTapAMPDU: {"A-MPDU", 8, 4}, RadioTapVHT: {"VHT", 12, 2},
	RadioTapTimestamp: {"timestamp", 12, 8}, RadioTapHE: {"HE", 12, 2}, RadioTapHEMU: {"HE-MU", 12, 2},
	RadioTapHEMUOther: {"HE-MU other user", 6, 2}, RadioTapZeroLengthPSDU: {"zero-length PSDU", 1, 1}, RadioTapLSIG: {"L-SIG", 4, 2},
	RadioTapTLV: {"TLV", 0, 4}, RadioTapNamespace: {"namespace", 0, 1}, RadioTapVendor: {"vendor", 6, 2}, RadioTapMore: {"more", 0, 1},
}

func (x RadioTapBit) String() string {
	if int(x) < len(radioTapFields) {
		return radioTapFields[x].name
	}
	return itoa(int(x))
}

// Layout returns size and alignment of the field, in bytes. Alignment counts from the
// start of the radiotap header. It returns 0 for what has no layout of its own.
func (x RadioTapBit) Layout() (size, align int) {
	if int(x) < len(radioTapFields) {
		return int(radioTapFields[x].size), int(radioTapFields[x].align)
	}
	return 0, 0
}

// Words returns the number of presence words that are there.
func (f RadioTapFields) Words() int {
	n := 0
	for len(f) >= 4*n+4 {
		n++
		if Uint32LE(f, 4*n-4)>>31 == 0 {
			break
		}
	}
	return n
}

// radioTapPrefix is how much of a radiotap header is before RadioTapFields.
const radioTapPrefix = 4

// All yields the fields in order, up to the first that does not fit or whose size is
// not known: [RadioTapFields.Whole] says whether that was all.
func (f RadioTapFields) All() func(yield func(RadioTapField) bool) {
	return func(yield func(RadioTapField) bool) { f.walk(yield) }
}

// Whole reports whether All yields everything that the presence words announce.
func (f RadioTapFields) Whole() bool { return f.walk(func(RadioTapField) bool { return true }) }

// walk calls yield for each field. It returns false if the walk ended early.
func (f RadioTapFields) walk(yield func(RadioTapField) bool) bool {
	words := f.Words()
	w := radioTapWalk{f: f, off: 4 * words}
	for i := range words {
		if !w.word(i, yield) {
			return false
		}
	}
	return words > 0 && Uint32LE(f, 4*words-4)>>31 == 0
}

// A radioTapWalk is a walk's position.
type radioTapWalk struct {
	f      RadioTapFields
	off    int
	base   int  // bit number of the word's lowest bit
	vendor bool // the word's bits are a vendor's
}

// word yields the fields of presence word i.
func (w *radioTapWalk) word(i int, yield func(RadioTapField) bool) bool {
	present := Uint32LE(w.f, 4*i)
	for bit := range RadioTapNamespace {
		if present>>bit&1 == 0 || w.vendor {
			continue
		}
		if w.base > 0 || bit == RadioTapTLV { // not assigned; of no known size
			return w.tail(RadioTapTLV, i, w.base == 0, yield)
		}
		size, align := bit.Layout()
		if size == 0 || !w.field(RadioTapField{Bit: bit, Word: i}, size, align, yield) {
			return false
		}
	}
	w.base += 32
	if present>>RadioTapNamespace&1 != 0 {
		w.base, w.vendor = 0, false
	}
	if present>>RadioTapVendor&1 != 0 {
		w.base, w.vendor = 0, true
		return w.vendorField(i, yield)
	}
	return true
}

// tail yields all that is left as one field, if known, and ends the walk.
func (w *radioTapWalk) tail(bit RadioTapBit, i int, known bool, yield func(RadioTapField) bool) bool {
	off := w.aligned(4)
	if known && off <= len(w.f) {
		return yield(RadioTapField{Bit: bit, Word: i, Data: w.f[off:], Off: off})
	}
	return false
}

func (w *radioTapWalk) aligned(n int) int { return (w.off+radioTapPrefix+n-1)&^(n-1) - radioTapPrefix }

func (w *radioTapWalk) field(x RadioTapField, size, align int, yield func(RadioTapField) bool) bool {
	x.Off = w.aligned(align)
	if w.off = x.Off + size; w.off > len(w.f) {
		return false
	}
	x.Data = w.f[x.Off:w.off:w.off]
	return yield(x)
}

// vendorField yields what a vendor put in, with its header of six bytes: OUI,
// sub-namespace, length of what follows.
func (w *radioTapWalk) vendorField(i int, yield func(RadioTapField) bool) bool {
	off := w.aligned(2)
	if off+6 > len(w.f) {
		return false
	}
	x := RadioTapField{Bit: RadioTapVendor, Word: i, OUI: Uint32(w.f, off) >> 8, Vendor: w.f[off+3]}
	return w.field(x, 6+int(Uint16LE(w.f, off+4)), 2, yield)
}

// Get returns the data of the first field of that kind: for a frame that was received
// by several antennas, that of the frame as a whole.
func (f RadioTapFields) Get(bit RadioTapBit) (data []byte, ok bool) {
	for x := range f.All() {
		if x.Bit == bit {
			return x.Data, true
		}
	}
	return nil, false
}

// Flags returns the flags, or 0 if there are none.
func (f RadioTapFields) Flags() RadioTapFlag {
	if d, ok := f.Get(RadioTapFlags); ok {
		return RadioTapFlag(d[0])
	}
	return 0
}

// RadioTapFlag is a bit of radiotap's field of flags.
type RadioTapFlag uint8

// The flags.
const (
	RadioTapCFP           RadioTapFlag = 1 << iota // during a contention-free period
	RadioTapShortPreamble                          // with short preamble
	RadioTapWEP                                    // encrypted with WEP
	RadioTapFragmented                             // with fragmentation
	RadioTapFCS                                    // the frame has its FCS
	RadioTapDataPad                                // padding between header and payload, to 4 bytes
	RadioTapBadFCS                                 // the FCS was wrong
	RadioTapShortGI                                // short guard interval
)

func (x RadioTapFlag) String() string {
	return flagNames(uint(x), "CFP", "short-preamble", "WEP", "fragmented", "FCS", "data-pad", "bad-FCS", "short-GI")
}

// RadioTapChannelFlag is a bit of a channel's flags.
type RadioTapChannelFlag uint32

// The flags of a channel. The upper half is of XChannel only.
const (
	RadioTapTurbo RadioTapChannelFlag = 1 << (iota + 4)
	RadioTapCCK
	RadioTapOFDM
	RadioTap2GHz
	RadioTap5GHz
	RadioTapPassive
	RadioTapDynamic
	RadioTapGFSK
	RadioTapGSM
	RadioTapStaticTurbo
	RadioTapHalf
	RadioTapQuarter
	RadioTapHT20
	RadioTapHT40Up
	RadioTapHT40Down
)

func (x RadioTapChannelFlag) String() string {
	return flagNames(uint(x), "700MHz", "800MHz", "900MHz", "", "turbo", "CCK", "OFDM", "2GHz", "5GHz", "passive", "dynamic", "GFSK",
		"GSM", "static-turbo", "half", "quarter", "HT20", "HT40+", "HT40-")
}

// Fields returns what the header has after its length.
func (v RadioTap) Fields() RadioTapFields {
	return RadioTapFields(v[radioTapPrefix:clamp(v.HeaderLen(), radioTapPrefix, len(v))])
}
