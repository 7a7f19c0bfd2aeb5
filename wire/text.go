package wire

import "iter"

// Text is bytes that a protocol means as text. Any bytes can be in it.
type Text []byte

func (t Text) String() string { return string(t) }

// Is reports whether t is s, but for the case of ASCII letters.
func (t Text) Is(s string) bool {
	if len(t) != len(s) {
		return false
	}
	for i, c := range t {
		if c != s[i] && (c|0x20 != s[i]|0x20 || c|0x20 < 'a' || c|0x20 > 'z') {
			return false
		}
	}
	return true
}

// Cut returns what is before the first sep, and what is after it.
func (t Text) Cut(sep byte) (before, after Text, found bool) {
	for i, c := range t {
		if c == sep {
			return t[:i:i], t[i+1:], true
		}
	}
	return t, nil, false
}

// Trim returns t without spaces and tabs at its ends.
func (t Text) Trim() Text {
	for len(t) > 0 && (t[0] == ' ' || t[0] == '\t') {
		t = t[1:]
	}
	for len(t) > 0 && (t[len(t)-1] == ' ' || t[len(t)-1] == '\t') {
		t = t[:len(t)-1]
	}
	return t
}

// Number returns the decimal number that t is. It is false if t is empty, has other
// characters than digits, or is above 2^31-1.
func (t Text) Number() (x int, ok bool) {
	for _, c := range t {
		if c < '0' || c > '9' || x > (1<<31-1-9)/10 {
			return 0, false
		}
		x = x*10 + int(c-'0')
	}
	return x, len(t) > 0
}

// Printable reports whether t has no control characters but tabs.
func (t Text) Printable() bool {
	for _, c := range t {
		if c < ' ' && c != '\t' || c == 0x7f {
			return false
		}
	}
	return true
}

// TextLines is lines of text in wire form, with their ends: carriage return and line
// feed, or a line feed alone. The last line need not have an end.
type TextLines []byte

// Line returns the first line without its end, and what follows. ended says whether
// the line has an end.
func (t TextLines) Line() (line Text, rest TextLines, ended bool) {
	before, after, ended := Text(t).Cut('\n')
	if n := len(before); ended && n > 0 && before[n-1] == '\r' {
		before = before[:n-1]
	}
	return before, TextLines(after), ended
}

// All yields the lines without their ends.
func (t TextLines) All() iter.Seq[Text] {
	return func(yield func(Text) bool) {
		for len(t) > 0 {
			line, rest, _ := t.Line()
			if !yield(line) {
				return
			}
			t = rest
		}
	}
}

// Add returns t and one more line, ended as Internet protocols end lines.
func (t TextLines) Add(line string) TextLines {
	return append(append(t[:len(t):len(t)], line...), '\r', '\n')
}

func (t TextLines) String() string { return string(t) }

// Plausible reports whether t can be the start of a conversation in lines: its first
// line, or as much as there is of it, has no control characters.
func (t TextLines) Plausible() bool {
	line, _, ended := t.Line()
	if n := len(line); !ended && n > 0 && line[n-1] == '\r' {
		line = line[:n-1]
	}
	return len(t) > 0 && line.Printable()
}

// Command returns the first word of a line, and what follows it.
func (t Text) Command() (verb, args Text) {
	verb, args, _ = t.Trim().Cut(' ')
	return verb, args.Trim()
}

// Reply returns a line's reply code of three digits, its text, and whether more lines
// of the reply follow. RFC 959 §4.2, RFC 5321 §4.2.1.
func (t Text) Reply() (code int, text Text, more, ok bool) {
	if len(t) < 3 {
		return 0, nil, false, false
	}
	code, ok = t[:3].Number()
	switch {
	case !ok || code < 100:
		return 0, nil, false, false
	case len(t) == 3:
		return code, nil, false, true
	case t[3] == ' ' || t[3] == '-':
		return code, t[4:], t[3] == '-', true
	}
	return 0, nil, false, false
}

// AppendText implements encoding.TextAppender.
func (t Text) AppendText(b []byte) ([]byte, error) { return append(b, t...), nil }

// AppendText implements encoding.TextAppender.
func (t TextLines) AppendText(b []byte) ([]byte, error) { return append(b, t...), nil }
