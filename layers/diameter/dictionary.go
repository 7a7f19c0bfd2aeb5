package diameter

import (
	"slices"
	"sort"
	"strconv"
	"sync"
	"sync/atomic"

	"github.com/gocap-project/gocap/wire"
)

// TGPP is the vendor number of 3GPP.
const TGPP = 10415

// A Code says which AVP is meant: its vendor, or 0, in the upper 32 bits, and its code in
// the lower ones.
type Code uint64

// CodeOf returns the code of an AVP of a vendor, or with 0 of the IETF.
func CodeOf(vendor, code uint32) Code { return Code(vendor)<<32 | Code(code) }

// Vendor returns the vendor's number, or 0.
func (c Code) Vendor() uint32 { return uint32(c >> 32) }

// Number returns the code without the vendor.
func (c Code) Number() uint32 { return uint32(c) }

// String returns the AVP's name, or its vendor and code as "10415:1".
func (c Code) String() string {
	if d, ok := Lookup(c); ok {
		return d.Name
	}
	s := strconv.FormatUint(uint64(c.Number()), 10)
	if v := c.Vendor(); v != 0 {
		s = strconv.FormatUint(uint64(v), 10) + ":" + s
	}
	return s
}

// A Type is the type of an AVP's data. RFC 6733 §4.2, §4.3, §4.4.
type Type uint8

// The types. The last four are what octet strings of some applications have in them.
const (
	OctetString      Type = iota
	Integer32             // value is [Int32]
	Integer64             // value is [Int64]
	Unsigned32            // value is [Uint32], or [Enum] if numbers have names
	Unsigned64            // value is [Uint64]
	Float32Type           // value is [Float32]
	Float64Type           // value is [Float64]
	Grouped               // value is [AVPs]
	Address               // value is [Addr]
	Time                  // value is [Timestamp]
	UTF8String            // value is [Text]
	DiameterIdentity      // value is [Identity]
	DiameterURI           // value is [URI]
	Enumerated            // value is [Enum]
	FilterRule            // IPFilterRule and QoSFilterRule; value is [Rule]
	AddressOctets         // 4 or 16 bytes; value is [RawAddr]
	PrefixOctets          // RADIUS's form of prefixes; value is [Prefix]
	Digits                // two in a byte; value is [TBCD]
	PLMN                  // a mobile network; value is [Network]
)

// Named is what a number stands for.
type Named struct {
	Number uint32
	Name   string
}

// A Definition says what an AVP is.
type Definition struct {
	Code     Code
	Name     string
	Type     Type
	Optional bool    // who does not know it may ignore it: the flag M is not set
	Names    []Named // what numbers stand for, of Enumerated and Unsigned32
}

// A Dictionary is what an application or a vendor adds to Diameter.
type Dictionary struct {
	AVPs     []Definition
	Commands []Named // by their code: "Device-Watchdog" without -Request or -Answer
}

// added is what Add added. Readers take it as it is; it never changes.
var added struct {
	sync.Mutex
	avps     atomic.Pointer[map[Code]Definition]
	commands atomic.Pointer[map[wire.DiameterCommand]string]
}

// Add adds d to what the package knows, in place of what it knew under the same codes.
// Add is safe to call at any time; values made before are as they were.
//
//	diameter.Add(diameter.Dictionary{AVPs: []diameter.Definition{
//		{Code: diameter.CodeOf(9, 131), Name: "Cisco-Service-Info", Type: diameter.Grouped},
//	}})
func Add(d Dictionary) {
	added.Lock()
	defer added.Unlock()
	avps := map[Code]Definition{}
	if old := added.avps.Load(); old != nil {
		for c, x := range *old {
			avps[c] = x
		}
	}
	for _, x := range d.AVPs {
		avps[x.Code] = x
	}
	commands := map[wire.DiameterCommand]string{}
	if old := added.commands.Load(); old != nil {
		for c, x := range *old {
			commands[c] = x
		}
	}
	for _, x := range d.Commands {
		commands[wire.DiameterCommand(x.Number)] = x.Name
	}
	added.avps.Store(&avps)
	added.commands.Store(&commands)
}

// Lookup returns the definition of an AVP.
func Lookup(c Code) (d Definition, ok bool) {
	if m := added.avps.Load(); m != nil {
		if d, ok = (*m)[c]; ok {
			return d, true
		}
	}
	i := sort.Search(len(known), func(i int) bool { return known[i].Code >= c })
	if i < len(known) && known[i].Code == c {
		return known[i], true
	}
	return Definition{}, false
}

// CodeNamed returns the code of the AVP with the given name: what Add added first, then that
// of the IETF, then that of the lowest vendor.
func CodeNamed(name string) (c Code, ok bool) {
	if m := added.avps.Load(); m != nil {
		for x, d := range *m {
			if d.Name == name && (!ok || x < c) {
				c, ok = x, true
			}
		}
	}
	if ok {
		return c, true
	}
	i := slices.IndexFunc(known, func(d Definition) bool { return d.Name == name })
	if i < 0 {
		return 0, false
	}
	return known[i].Code, true
}

func commandName(c wire.DiameterCommand) string {
	if m := added.commands.Load(); m != nil {
		if s, ok := (*m)[c]; ok {
			return s
		}
	}
	return c.String()
}

// nameOf returns what x stands for, or nothing.
func nameOf(names []Named, x uint32) string {
	for _, n := range names {
		if n.Number == x {
			return n.Name
		}
	}
	return ""
}
