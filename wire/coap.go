package wire

import "iter"

// PortCoAP is the port of CoAP. RFC 7252 §12.8.
const PortCoAP = 5683

// CoAPType says whether and how a message is confirmed. RFC 7252 §3.
type CoAPType uint8

// The types.
const (
	CoAPConfirmable     CoAPType = 0
	CoAPNonConfirmable  CoAPType = 1
	CoAPAcknowledgement CoAPType = 2
	CoAPReset           CoAPType = 3
)

func (t CoAPType) String() string {
	return listed([]string{"CON", "NON", "ACK", "RST"}, int(t))
}

// CoAPCode is a method or response code: a class of three bits and a detail of five,
// written 2.05. RFC 7252 §12.1.
type CoAPCode uint8

// The codes that are used most.
const (
	CoAPEmpty    CoAPCode = 0
	CoAPGet      CoAPCode = 1
	CoAPPost     CoAPCode = 2
	CoAPPut      CoAPCode = 3
	CoAPDelete   CoAPCode = 4
	CoAPFetch    CoAPCode = 5 // RFC 8132
	CoAPPatch    CoAPCode = 6
	CoAPIPatch   CoAPCode = 7
	CoAPCreated  CoAPCode = 2<<5 | 1
	CoAPDeleted  CoAPCode = 2<<5 | 2
	CoAPValid    CoAPCode = 2<<5 | 3
	CoAPChanged  CoAPCode = 2<<5 | 4
	CoAPContent  CoAPCode = 2<<5 | 5
	CoAPNotFound CoAPCode = 4<<5 | 4
)

// IsRequest reports whether the code is a method.
func (c CoAPCode) IsRequest() bool { return c > 0 && c < 32 }

// String returns a method's name, or a code as "2.05".
func (c CoAPCode) String() string {
	if names := [...]string{"empty", "GET", "POST", "PUT", "DELETE", "FETCH", "PATCH", "iPATCH"}; int(c) < len(names) {
		return names[c]
	}
	return string([]byte{'0' + byte(c>>5), '.', '0' + byte(c&31)/10, '0' + byte(c&31)%10})
}

// CoAPOptionNumber is the number of an option; odd ones must be understood. RFC 7252
// §12.2 and its registry.
type CoAPOptionNumber uint16

// The options.
const (
	CoAPIfMatch       CoAPOptionNumber = 1
	CoAPURIHost       CoAPOptionNumber = 3
	CoAPETag          CoAPOptionNumber = 4
	CoAPIfNoneMatch   CoAPOptionNumber = 5
	CoAPObserve       CoAPOptionNumber = 6 // RFC 7641
	CoAPURIPort       CoAPOptionNumber = 7
	CoAPLocationPath  CoAPOptionNumber = 8
	CoAPOSCORE        CoAPOptionNumber = 9 // RFC 8613
	CoAPURIPath       CoAPOptionNumber = 11
	CoAPContentFormat CoAPOptionNumber = 12
	CoAPMaxAge        CoAPOptionNumber = 14
	CoAPURIQuery      CoAPOptionNumber = 15
	CoAPHopLimit      CoAPOptionNumber = 16 // RFC 8768
	CoAPAccept        CoAPOptionNumber = 17
	CoAPQBlock1       CoAPOptionNumber = 19 // RFC 9177
	CoAPLocationQuery CoAPOptionNumber = 20
	CoAPBlock2        CoAPOptionNumber = 23 // RFC 7959
	CoAPBlock1        CoAPOptionNumber = 27
	CoAPSize2         CoAPOptionNumber = 28
	CoAPQBlock2       CoAPOptionNumber = 31
	CoAPProxyURI      CoAPOptionNumber = 35
	CoAPProxyScheme   CoAPOptionNumber = 39
	CoAPSize1         CoAPOptionNumber = 60
	CoAPEcho          CoAPOptionNumber = 252 // RFC 9175
	CoAPNoResponse    CoAPOptionNumber = 258 // RFC 7967
	CoAPRequestTag    CoAPOptionNumber = 292
)

func (o CoAPOptionNumber) String() string {
	switch o {
	case CoAPEcho:
		return "Echo"
	case CoAPNoResponse:
		return "No-Response"
	case CoAPRequestTag:
		return "Request-Tag"
	}
	return listed([]string{
		1: "If-Match", 3: "Uri-Host", 4: "ETag", 5: "If-None-Match", 6: "Observe", 7: "Uri-Port", 8: "Location-Path", 9: "OSCORE",
		11: "Uri-Path", 12: "Content-Format", 14: "Max-Age", 15: "Uri-Query", 16: "Hop-Limit", 17: "Accept", 19: "Q-Block1",
		20: "Location-Query", 23: "Block2", 27: "Block1", 28: "Size2", 31: "Q-Block2", 35: "Proxy-Uri", 39: "Proxy-Scheme",
		60: "Size1",
	}, int(o))
}

// isText reports whether values of the option are texts.
func (o CoAPOptionNumber) isText() bool {
	switch o {
	case CoAPURIHost, CoAPLocationPath, CoAPURIPath, CoAPURIQuery, CoAPLocationQuery, CoAPProxyURI, CoAPProxyScheme:
		return true
	}
	return false
}

// CoAPOptions is options in wire form: each has the difference of its number to the
// one before. RFC 7252 §3.1.
type CoAPOptions []byte

// coapMarker is between the options and the payload.
const coapMarker = 0xff

// first returns the difference, the value and the length of the first option; length 0
// if there is none or it is malformed.
func (o CoAPOptions) first() (delta int, value []byte, n int) {
	if len(o) == 0 || o[0] == coapMarker {
		return 0, nil, 0
	}
	n = 1
	delta, n = o.extended(int(o[0]>>4), n)
	size := 0
	if n > 0 {
		size, n = o.extended(int(o[0]&15), n)
	}
	if n == 0 || size > len(o)-n {
		return 0, nil, 0
	}
	return delta, o[n : n+size : n+size], n + size
}

// extended returns a number of four bits, or the one behind it, at o[n], and where the
// next is, or 0.
func (o CoAPOptions) extended(x, n int) (int, int) {
	switch {
	case x < 13:
		return x, n
	case x == 13 && n < len(o):
		return 13 + int(o[n]), n + 1
	case x == 14 && n+1 < len(o):
		return 269 + int(Uint16(o, n)), n + 2
	}
	return 0, 0
}

// Len returns the length of the options up to the payload marker or a malformed one.
func (o CoAPOptions) Len() int {
	total := 0
	for {
		_, _, n := o[total:].first()
		if n == 0 {
			return total
		}
		total += n
	}
}

// All yields the options' numbers and values, up to the first malformed one.
func (o CoAPOptions) All() iter.Seq2[CoAPOptionNumber, []byte] {
	return func(yield func(CoAPOptionNumber, []byte) bool) {
		number := 0
		for {
			delta, value, n := o.first()
			if number += delta; n == 0 || number > 0xffff || !yield(CoAPOptionNumber(number), value) {
				return
			}
			o = o[n:]
		}
	}
}

// Get returns the value of the first option with that number.
func (o CoAPOptions) Get(number CoAPOptionNumber) (value []byte, ok bool) {
	for x, v := range o.All() {
		if x == number {
			return v, true
		}
	}
	return nil, false
}

// Uint returns the number that is the value of an option, or 0. RFC 7252 §3.2.
func (o CoAPOptions) Uint(number CoAPOptionNumber) (x uint32) {
	v, _ := o.Get(number)
	if len(v) > 4 {
		return 0
	}
	for _, c := range v {
		x = x<<8 | uint32(c)
	}
	return x
}

// Add returns the options and one more, behind those of the same and lower numbers.
// What is malformed is left out.
func (o CoAPOptions) Add(number CoAPOptionNumber, value ...byte) CoAPOptions {
	var out CoAPOptions
	last, added := CoAPOptionNumber(0), false
	put := func(x CoAPOptionNumber, v []byte) {
		out = out.append(int(x-last), v)
		last = x
	}
	for x, v := range o.All() {
		if x > number && !added {
			put(number, value)
			added = true
		}
		put(x, v)
	}
	if !added {
		put(number, value)
	}
	return out
}

// AddText is Add for a text: each part of a path is an option of its own.
func (o CoAPOptions) AddText(number CoAPOptionNumber, value string) CoAPOptions {
	return o.Add(number, []byte(value)...)
}

func (o CoAPOptions) append(delta int, v []byte) CoAPOptions {
	start := len(o)
	o = append(o, 0)
	half := func(x int) byte {
		switch {
		case x < 13:
			return byte(x)
		case x < 269:
			o = append(o, byte(x-13))
			return 13
		}
		o = append(o, byte((x-269)>>8), byte(x-269))
		return 14
	}
	v = v[:min(len(v), 0xffff)]
	d := half(delta)
	n := half(len(v))
	o[start] = d<<4 | n
	return append(o, v...)
}

// Path returns the path that the options spell, as "/a/b".
func (o CoAPOptions) Path() Text {
	var b Text
	for x, v := range o.All() {
		if x == CoAPURIPath {
			b = append(append(b, '/'), v...)
		}
	}
	return b
}

// String returns the options, as `Uri-Path "a", Accept 3c`.
func (o CoAPOptions) String() string {
	var b []byte
	for x, v := range o.All() {
		if len(b) > 0 {
			b = append(b, ", "...)
		}
		b = append(append(b, x.String()...), ' ')
		if x.isText() {
			b = appendQuoted(b, v)
		} else {
			b = appendHex(b, v, 0)
		}
	}
	return string(appendRest(b, o[o.Len():]))
}
