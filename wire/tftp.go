package wire

import "iter"

// PortTFTP is the port that TFTP requests are sent to. RFC 1350 §4.
const PortTFTP = 69

// TFTPOp is the kind of a TFTP packet. RFC 1350 §5, RFC 2347.
type TFTPOp uint16

// The kinds.
const (
	TFTPRead  TFTPOp = 1
	TFTPWrite TFTPOp = 2
	TFTPData  TFTPOp = 3
	TFTPAck   TFTPOp = 4
	TFTPError TFTPOp = 5
	TFTPOAck  TFTPOp = 6 // answers options
)

func (o TFTPOp) String() string {
	return listed([]string{1: "RRQ", 2: "WRQ", 3: "DATA", 4: "ACK", 5: "ERROR", 6: "OACK"}, int(o))
}

// TFTPErrorCode says what is wrong. RFC 1350 §5, RFC 2347.
type TFTPErrorCode uint16

// The codes.
const (
	TFTPUndefined      TFTPErrorCode = 0
	TFTPNotFound       TFTPErrorCode = 1
	TFTPAccess         TFTPErrorCode = 2
	TFTPDiskFull       TFTPErrorCode = 3
	TFTPIllegal        TFTPErrorCode = 4
	TFTPUnknownID      TFTPErrorCode = 5
	TFTPExists         TFTPErrorCode = 6
	TFTPNoUser         TFTPErrorCode = 7
	TFTPOptionsRefused TFTPErrorCode = 8
)

func (c TFTPErrorCode) String() string {
	return listed([]string{
		"not defined", "file not found", "access violation", "disk full", "illegal operation", "unknown transfer ID",
		"file already exists", "no such user", "options refused",
	}, int(c))
}

// TFTPStrings is texts that end with zero bytes, in wire form: file, mode and options
// of a request, options of their answer, the message of an error. RFC 2347.
type TFTPStrings []byte

// TFTPStringsOf returns texts in wire form.
func TFTPStringsOf(texts ...string) (out TFTPStrings) {
	for _, s := range texts {
		out = append(append(out, s...), 0)
	}
	return out
}

// All yields the texts. The last one need not end with a zero byte.
func (s TFTPStrings) All() iter.Seq[Text] {
	return func(yield func(Text) bool) {
		for len(s) > 0 {
			before, after, _ := Text(s).Cut(0)
			if !yield(before) {
				return
			}
			s = TFTPStrings(after)
		}
	}
}

// At returns the text with index i, or nil.
func (s TFTPStrings) At(i int) Text {
	for t := range s.All() {
		if i--; i < 0 {
			return t
		}
	}
	return nil
}

// Option returns the value of the named option behind the first skip texts: 2 in a
// request, 0 in an answer. Case does not matter. RFC 2347.
func (s TFTPStrings) Option(skip int, name string) (value Text, ok bool) {
	for i, found := 0, false; ; i++ {
		t, rest, more := Text(s).Cut(0)
		switch {
		case len(s) == 0:
			return nil, false
		case found:
			return t, true
		case i >= skip && (i-skip)%2 == 0:
			found = t.Is(name)
		}
		if !more {
			return nil, false
		}
		s = TFTPStrings(rest)
	}
}

// String returns the texts, each in quotes.
func (s TFTPStrings) String() string {
	var b []byte
	for t := range s.All() {
		if len(b) > 0 {
			b = append(b, ' ')
		}
		b = appendQuoted(b, t)
	}
	return string(b)
}
