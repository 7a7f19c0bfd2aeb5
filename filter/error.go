package filter

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// Kind is a class of errors. It is an error itself, so that
// errors.Is(err, filter.Range) works.
type Kind uint8

// The kinds of errors of Parse and Compile.
const (
	Syntax      Kind = iota + 1 // the text is not an expression
	Number                      // a number is not one, or does not fit in 32 bits
	Address                     // an address is malformed
	Range                       // a value is greater than its field can hold
	UnknownName                 // a host, network, port, protocol or other name is not known
	Qualifier                   // qualifiers do not go together, or with what follows
	Unsupported                 // the primitive has no meaning for this link type or target
	Arithmetic                  // a division by zero, a shift by more than 31 bits
	Netmask                     // the network mask must be known and is not
	RejectsAll                  // no packet can match
	Limit                       // expression or program is too big
	Lookup                      // the resolver failed or was cancelled
)

var kindNames = [...]string{
	Syntax: "syntax error", Number: "bad number", Address: "bad address", Range: "value out of range",
	UnknownName: "unknown name", Qualifier: "bad qualifier", Unsupported: "not supported here",
	Arithmetic: "bad arithmetic", Netmask: "netmask not known", RejectsAll: "expression rejects all packets",
	Limit: "limit exceeded", Lookup: "name lookup failed",
}

// String returns the kind in words, such as "syntax error".
func (k Kind) String() string {
	if int(k) < len(kindNames) && kindNames[k] != "" {
		return kindNames[k]
	}
	return fmt.Sprintf("kind %d", uint8(k))
}

// Error returns the same words as String.
func (k Kind) Error() string { return k.String() }

// Error says what is wrong with an expression and where. It unwraps to its Kind,
// and to errors.ErrUnsupported if that is Unsupported.
type Error struct {
	Kind       Kind
	Expr       string // the whole expression
	Column     int    // where the fault begins: bytes from the start, from 1
	Length     int    // of the faulty text in bytes, possibly 0
	Msg        string // what is wrong, in lower case
	Suggestion string // what was perhaps meant, or empty
	Err        error  // the cause outside of the expression, such as the resolver's, or nil
}

// Error returns "filter: column 5: unknown host 'x'".
func (e *Error) Error() string {
	s := fmt.Sprintf("filter: column %d: %s", e.Column, e.Msg)
	if e.Suggestion != "" {
		s += " (" + e.Suggestion + ")"
	}
	return s
}

// Unwrap returns what errors.Is and errors.As look at.
func (e *Error) Unwrap() []error {
	out := []error{e.Kind}
	if e.Kind == Unsupported {
		out = append(out, errors.ErrUnsupported)
	}
	if e.Err != nil {
		out = append(out, e.Err)
	}
	return out
}

// caretWidth bounds how much of a long expression Caret shows.
const caretWidth = 72

// Caret returns two lines: the expression, or what of it is near the fault, and
// a line that points at the fault.
func (e *Error) Caret() string {
	at := min(max(e.Column-1, 0), len(e.Expr))
	end := min(at+max(e.Length, 1), len(e.Expr))
	from, to := 0, len(e.Expr)
	head, tail := "", ""
	if to > caretWidth {
		if from = max(0, at-caretWidth/2); from > 0 {
			head = "..."
		}
		if to = min(len(e.Expr), from+caretWidth); to < len(e.Expr) {
			tail = "..."
		}
		end = min(end, to)
	}
	line := head + plain(e.Expr[from:to]) + tail
	mark := max(1, utf8.RuneCountInString(e.Expr[at:max(at, end)]))
	return line + "\n" + strings.Repeat(" ", len(head)+utf8.RuneCountInString(e.Expr[from:at])) +
		"^" + strings.Repeat("~", mark-1)
}

// plain replaces what would spoil a line of text by one column each.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 {
			return ' '
		}
		return r
	}, s)
}

// fault is an error before it knows its expression; it travels as a panic
// within this package only, and never leaves it.
type fault struct{ *Error }

// span is a stretch of the expression in bytes.
type span struct{ at, end int }

// fail stops Parse or Compile.
func fail(kind Kind, s span, format string, args ...any) {
	panic(fault{&Error{Kind: kind, Column: s.at + 1, Length: s.end - s.at, Msg: fmt.Sprintf(format, args...)}})
}

// recoverFault turns the panic of fail into an error.
func recoverFault(expr string, err *error) {
	switch r := recover().(type) {
	case nil:
	case fault:
		r.Expr = expr
		*err = r.Error
	default:
		panic(r)
	}
}
