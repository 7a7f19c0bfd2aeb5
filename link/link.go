// Package link names the link-layer header types of capture files and capture
// devices.
//
// Two families of numbers are in use. LINKTYPE_ values stand in capture files and
// mean the same everywhere; a [Type] is one of them. DLT_ values are what a BPF
// device and libpcap's pcap_datalink use; most are equal to the LINKTYPE_ value,
// but some differ, and a few differ from one operating system to another. [FromDLT]
// and [Type.DLT] convert, for the platform given.
//
// The list is that of https://www.tcpdump.org/linktypes.html; names are those that
// libpcap prints (EN10MB, LINUX_SLL, ...), without the prefix.
package link

import (
	"errors"
	"strconv"
)

// Type is a link-layer header type: a LINKTYPE_ value, as capture files hold it.
// The zero Type is [Null], a real type and not "unknown".
type Type uint16

// ErrUnknown is returned by [Parse] for a name that no link type has.
var ErrUnknown = errors.New("unknown link type")

type entry struct{ name, description string }

// lookup returns the table's entry for t, empty when there is none.
func (t Type) lookup() entry {
	if int(t) < len(table) {
		return table[t]
	}
	return entry{}
}

// Known reports whether t is an assigned link type.
func (t Type) Known() bool { return t.lookup().name != "" }

// String returns the name that libpcap prints, such as EN10MB, or the decimal
// number when t has no name.
func (t Type) String() string {
	if e := t.lookup(); e.name != "" {
		return e.name
	}
	return strconv.Itoa(int(t))
}

// Description says in a few words what packets of type t begin with. It is empty
// when t is not known.
func (t Type) Description() string { return t.lookup().description }

// ByName returns the link type with the given name, in any case, with or without
// a DLT_ or LINKTYPE_ prefix. Names from the LINKTYPE_ list that differ from the
// DLT_ name (ETHERNET, IEEE802_11_RADIOTAP, ...) are understood too.
func ByName(name string) (Type, bool) {
	name = trimPrefix(trimPrefix(name, "DLT_"), "LINKTYPE_")
	if name == "" {
		return 0, false
	}
	for i := range table {
		if equalFold(table[i].name, name) {
			return Type(i), true
		}
	}
	for i := range aliases {
		if equalFold(aliases[i].name, name) {
			return aliases[i].typ, true
		}
	}
	return 0, false
}

// Parse is [ByName], or a decimal LINKTYPE_ value up to 65535. The error wraps
// [ErrUnknown].
func Parse(s string) (Type, error) {
	if t, ok := ByName(s); ok {
		return t, nil
	}
	if n, err := strconv.ParseUint(s, 10, 16); err == nil {
		return Type(n), nil
	}
	return 0, &nameError{s}
}

type nameError struct{ name string }

func (e *nameError) Error() string { return "unknown link type " + strconv.Quote(e.name) }
func (e *nameError) Unwrap() error { return ErrUnknown }

// All calls yield for each known link type in numerical order, until yield
// returns false. It has the shape of an iterator: for t := range link.All.
func All(yield func(Type) bool) {
	for i := range table {
		if table[i].name != "" && !yield(Type(i)) {
			return
		}
	}
}

// MaxSnaplen returns the largest captured length that is sane for packets of type
// t, in bytes: 262,144, or more where the protocol has larger messages. libpcap
// has the same limits.
func (t Type) MaxSnaplen() int {
	switch t {
	case DBus: // D-Bus specification, "Message Protocol": 128 MiB
		return 128 << 20
	case EBHSCR:
		return 8 << 20
	case USBPcap:
		return 1 << 20
	}
	return 262144
}

type alias struct {
	name string
	typ  Type
}

// aliases are the LINKTYPE_ names that differ from the DLT_ ones, and older names.
var aliases = [...]alias{
	{"ETHERNET", Ethernet},
	{"EXP_ETHERNET", ExpEthernet},
	{"IEEE802_5", TokenRing},
	{"ARCNET_BSD", ARCNETBSD},
	{"PPP_HDLC", PPPHDLC},
	{"CHDLC", CiscoHDLC},
	{"IEEE802_11_PRISM", PrismHeader},
	{"IEEE802_11_AIRONET", AironetHeader},
	{"IEEE802_11_RADIOTAP", IEEE80211Radiotap},
	{"IEEE802_11_AVS", IEEE80211AVS},
	{"NETBSD_HDLC", NetBSDHDLC},
	{"IEEE802_15_4_WITHFCS", IEEE802154},
	{"IPMB_LINUX", I2CLinux},
}

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		c += 'a' - 'A'
	}
	return c
}

func equalFold(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range len(a) {
		if lower(a[i]) != lower(b[i]) {
			return false
		}
	}
	return true
}

func trimPrefix(s, prefix string) string {
	if len(s) >= len(prefix) && equalFold(s[:len(prefix)], prefix) {
		return s[len(prefix):]
	}
	return s
}
