package wire

import (
	"iter"
	"net/netip"
)

// PortNTP is the port of NTP. RFC 5905 §7.2.
const PortNTP = 123

// NTPLeap warns of a leap second. RFC 5905 §7.3.
type NTPLeap uint8

// The values.
const (
	NTPLeapNone     NTPLeap = 0
	NTPLeapInsert   NTPLeap = 1 // the day's last minute has 61 seconds
	NTPLeapDelete   NTPLeap = 2 // the day's last minute has 59 seconds
	NTPLeapUnsynced NTPLeap = 3 // the clock is not synchronized
)

func (x NTPLeap) String() string {
	return listed([]string{"no warning", "61 seconds", "59 seconds", "unsynchronized"}, int(x))
}

// NTPMode is the kind of an NTP message. RFC 5905 §7.3.
type NTPMode uint8

// The modes.
const (
	NTPSymmetricActive  NTPMode = 1
	NTPSymmetricPassive NTPMode = 2
	NTPClient           NTPMode = 3
	NTPServer           NTPMode = 4
	NTPBroadcast        NTPMode = 5
	NTPModeControl      NTPMode = 6 // RFC 9327
	NTPModePrivate      NTPMode = 7 // of ntpd's ntpdc
)

func (m NTPMode) String() string {
	return listed([]string{"reserved", "symmetric active", "symmetric passive", "client", "server", "broadcast", "control", "private"}, int(m))
}

// NTPModeOf returns the mode of the message in b, which may be empty.
func NTPModeOf(b []byte) NTPMode {
	if len(b) == 0 {
		return 0
	}
	return NTPMode(b[0] & 7)
}

// NTPLog is a time as the binary logarithm of seconds, a signed number.
type NTPLog uint8

// NTPLogOf returns the number for 2 to the power of x seconds.
func NTPLogOf(x int8) NTPLog { return NTPLog(x) }

// Log returns the logarithm, from -128 to 127.
func (x NTPLog) Log() int { return int(int8(x)) }

func (x NTPLog) String() string {
	if n := x.Log(); n < 0 {
		return "2^-" + itoa(-n) + " s"
	}
	return "2^" + itoa(x.Log()) + " s"
}

// NTPShort is seconds with 16 bits of fraction. RFC 5905 §6.
type NTPShort uint32

// Microseconds returns the time in microseconds, rounded down.
func (x NTPShort) Microseconds() uint64 { return uint64(x) * 1_000_000 >> 16 }

// String returns seconds, as "0.001571 s".
func (x NTPShort) String() string {
	b := appendInt(nil, int(x>>16))
	return string(append(appendFraction(b, int(uint64(x&0xffff)*1_000_000>>16), 6), " s"...))
}

// NTPTime is a time stamp: seconds since 1900 with 32 bits of fraction. Zero is no
// time. RFC 5905 §6.
type NTPTime uint64

// ntpEpoch is the seconds from 1900 to 1970.
const ntpEpoch = 2208988800

// NTPTimeOf returns the time stamp of a Unix time.
func NTPTimeOf(sec int64, nsec int) NTPTime {
	return NTPTime(uint64(uint32(sec+ntpEpoch))<<32 | uint64(nsec)<<32/1_000_000_000)
}

// Unix returns the time in seconds and nanoseconds since 1970. Stamps without the top
// bit are taken for times after 2036. RFC 4330 §3.
func (x NTPTime) Unix() (sec int64, nsec int) {
	sec = int64(x>>32) - ntpEpoch
	if x>>63 == 0 {
		sec += 1 << 32
	}
	return sec, int(uint64(uint32(x)) * 1_000_000_000 >> 32)
}

// String returns the time in UTC, as "2017-06-19T14:12:09.516015118Z", or "0".
func (x NTPTime) String() string {
	if x == 0 {
		return "0"
	}
	sec, nsec := x.Unix()
	return string(append(appendFraction(appendUnix(nil, sec), nsec, 9), 'Z'))
}

// appendFraction appends a decimal point and x with n digits.
func appendFraction(b []byte, x, n int) []byte {
	b = append(b, '.')
	for p := pow10(n - 1); p > 0; p /= 10 {
		b = append(b, byte('0'+x/p%10))
	}
	return b
}

func pow10(n int) int {
	p := 1
	for range n {
		p *= 10
	}
	return p
}

// appendUnix appends a time since 1970 in UTC, as "2017-06-19T14:12:09".
func appendUnix(b []byte, sec int64) []byte {
	days, rest := sec/86400, int(sec%86400)
	if rest < 0 {
		days, rest = days-1, rest+86400
	}
	y, m, d := civil(days)
	for i, x := range [...]int{y, m, d, rest / 3600, rest / 60 % 60, rest % 60} {
		if i > 0 {
			b = append(b, "--T::"[i-1])
		}
		if i == 0 {
			b = append(b, byte('0'+x/1000%10), byte('0'+x/100%10))
		}
		b = append(b, byte('0'+x/10%10), byte('0'+x%10))
	}
	return b
}

// civil returns the date that is days after 1970-01-01, by counting years from March.
func civil(days int64) (year, month, day int) {
	z := days + 719468
	era := z / 146097
	if z < 0 {
		era = (z - 146096) / 146097
	}
	doe := z - era*146097
	yoe := (doe - doe/1460 + doe/36524 - doe/146096) / 365
	doy := doe - (365*yoe + yoe/4 - yoe/100)
	mp := (5*doy + 2) / 153
	year, month, day = int(yoe+era*400), int(mp)+3, int(doy-(153*mp+2)/5)+1
	if month > 12 {
		month, year = month-12, year+1
	}
	return year, month, day
}

// NTPReferenceID says what a clock follows: with stratum 0 and 1 a code of four
// letters, above it the address of a server or a part of a digest of it. RFC 5905 §7.3.
type NTPReferenceID uint32

// NTPReferenceOf returns the identifier of a code, such as "GPS".
func NTPReferenceOf(code string) NTPReferenceID {
	var b [4]byte
	copy(b[:], code)
	return NTPReferenceID(Uint32(b[:], 0))
}

// Addr returns the identifier as an IPv4 address.
func (x NTPReferenceID) Addr() netip.Addr {
	return netip.AddrFrom4([4]byte{byte(x >> 24), byte(x >> 16), byte(x >> 8), byte(x)})
}

// String returns the identifier as a code if it can be one, or else as an address.
func (x NTPReferenceID) String() string {
	a := x.Addr().As4()
	code := cutZeros(a[:])
	for _, c := range code {
		if c < ' ' || c > '~' {
			return x.Addr().String()
		}
	}
	if len(code) == 0 {
		return "0"
	}
	return string(code)
}

// ntpMaxMAC is how long a message authentication code is at most that is not taken
// for an extension field. RFC 7822 §7.5.1.4.
const ntpMaxMAC = 24

// extensionsEnd returns where the extension fields end.
func (v NTP) extensionsEnd() int {
	n := NTPLen
	for len(v)-n > ntpMaxMAC {
		_, _, size := ntpForm.first(v[n:])
		if size < 16 || Uint16(v, n+2)%4 != 0 {
			break
		}
		n += size
	}
	return n
}

// Extensions returns the extension fields. RFC 7822 §3.
func (v NTP) Extensions() NTPExtensions { return NTPExtensions(v[NTPLen:v.extensionsEnd()]) }

// MAC returns what follows the extension fields: a message authentication code, if
// there is one. RFC 5905 §7.3.
func (v NTP) MAC() NTPMAC { return NTPMAC(v[v.extensionsEnd():]) }

// NTPMAC is a key identifier and a digest.
type NTPMAC []byte

// KeyID returns the key's identifier, or 0.
func (m NTPMAC) KeyID() uint32 {
	if len(m) < 4 {
		return 0
	}
	return Uint32(m, 0)
}

// Digest returns what follows the key's identifier: nothing in a crypto-NAK.
func (m NTPMAC) Digest() []byte { return m[min(4, len(m)):] }

// String returns the code, as "key 8, 57ea530f…".
func (m NTPMAC) String() string {
	if len(m) < 4 {
		return string(appendHex(nil, m, 0))
	}
	b := append(appendInt([]byte("key "), int(m.KeyID())), ", "...)
	return string(appendHex(b, m.Digest(), 0))
}

// NTPExtensionType is the type of an extension field: a code and, for Autokey, an
// operation. IANA's registry of NTP extension field types.
type NTPExtensionType uint16

// The types in use.
const (
	NTPUniqueIdentifier     NTPExtensionType = 0x0104 // RFC 8915 §5.3
	NTPNTSCookie            NTPExtensionType = 0x0204 // RFC 8915 §5.4
	NTPNTSCookiePlaceholder NTPExtensionType = 0x0304 // RFC 8915 §5.5
	NTPNTSAuthenticator     NTPExtensionType = 0x0404 // RFC 8915 §5.6
	NTPChecksumComplement   NTPExtensionType = 0x2005 // RFC 7821 §3.1
)

func (t NTPExtensionType) String() string {
	switch t {
	case NTPUniqueIdentifier:
		return "unique identifier"
	case NTPNTSCookie:
		return "NTS cookie"
	case NTPNTSCookiePlaceholder:
		return "NTS cookie placeholder"
	case NTPNTSAuthenticator:
		return "NTS authenticator"
	case NTPChecksumComplement:
		return "checksum complement"
	}
	if t&0xff == 2 { // RFC 5906 §10
		kinds := []string{
			"no-operation", "association", "certificate", "cookie", "autokey", "leap seconds", "sign", "IFF identity", "GQ identity",
			"MV identity",
		}
		suffix := [...]string{" request", " request error", " response", " error"}[t>>14]
		return "autokey " + listed(kinds, int(t>>8&0x3f)) + suffix
	}
	return string(appendHex([]byte("0x"), []byte{byte(t >> 8), byte(t)}, 0))
}

// NTPExtensions is extension fields in wire form: type, length of the whole field, and
// a value, in multiples of four bytes. RFC 7822 §3.
type NTPExtensions []byte

var ntpForm = tlvForm{typ: 2, size: 2, whole: true, align: 4}

// All yields the fields' types and values, up to the first malformed one.
func (o NTPExtensions) All() iter.Seq2[NTPExtensionType, []byte] {
	return func(yield func(NTPExtensionType, []byte) bool) {
		for t, data := range ntpForm.all(o) {
			if !yield(NTPExtensionType(t), data) {
				return
			}
		}
	}
}

// Get returns the value of the first field of type t.
func (o NTPExtensions) Get(t NTPExtensionType) (data []byte, ok bool) {
	return ntpForm.get(o, uint16(t))
}

// Rest returns what is malformed at the end of o.
func (o NTPExtensions) Rest() []byte { return ntpForm.rest(o) }

// Add returns o and one more field, with as many zeros behind the value as it takes
// to have 16 bytes at least and a multiple of four.
func (o NTPExtensions) Add(t NTPExtensionType, value ...byte) NTPExtensions {
	padded := append([]byte(nil), value...)
	for len(padded) < 12 || len(padded)%4 != 0 {
		padded = append(padded, 0)
	}
	return ntpForm.add(o, uint16(t), padded)
}

// NTS returns the nonce and the ciphertext of an NTS authenticator field, without
// padding. RFC 8915 §5.6.
func (o NTPExtensions) NTS() (nonce, ciphertext []byte, ok bool) {
	d, ok := o.Get(NTPNTSAuthenticator)
	if !ok || len(d) < 4 {
		return nil, nil, false
	}
	n, c := int(Uint16(d, 0)), int(Uint16(d, 2))
	start := 4 + (n+3)&^3
	if start+c > len(d) {
		return nil, nil, false
	}
	return d[4 : 4+n], d[start : start+c], true
}

// String returns the fields, as "unique identifier 5cf06d70…, NTS cookie 00f4…".
func (o NTPExtensions) String() string {
	var b []byte
	for t, data := range o.All() {
		if len(b) > 0 {
			b = append(b, ", "...)
		}
		b = appendHex(append(append(b, t.String()...), ' '), data, 0)
	}
	return string(appendRest(b, o.Rest()))
}

// NTPControlOp is the operation of a control message. RFC 9327 §2.
type NTPControlOp uint8

// The operations.
const (
	NTPReadStatus      NTPControlOp = 1
	NTPReadVariables   NTPControlOp = 2
	NTPWriteVariables  NTPControlOp = 3
	NTPReadClock       NTPControlOp = 4
	NTPWriteClock      NTPControlOp = 5
	NTPSetTrap         NTPControlOp = 6
	NTPTrapResponse    NTPControlOp = 7
	NTPConfigure       NTPControlOp = 8
	NTPExportConfigure NTPControlOp = 9
	NTPRetrieveStats   NTPControlOp = 10 // remote address statistics, "MRU list"
	NTPOrderedList     NTPControlOp = 11
	NTPRequestNonce    NTPControlOp = 12
	NTPUnsetTrap       NTPControlOp = 31
)

func (x NTPControlOp) String() string {
	return listed([]string{
		1: "read status", 2: "read variables", 3: "write variables", 4: "read clock", 5: "write clock", 6: "set trap",
		7: "trap response", 8: "configure", 9: "export configuration", 10: "retrieve statistics", 11: "ordered list",
		12: "request nonce", 31: "unset trap",
	}, int(x))
}
