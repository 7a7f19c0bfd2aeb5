package filter

import "testing"

// FuzzLex wants every byte of a text in a lexeme, between them, or in the error.
func FuzzLex(f *testing.F) {
	for _, s := range []string{
		"tcp port 80 and not (host 10.1.2.3 or net 10.1/16)", "ether[0] & 0x1 != 0 && len >= 1 << 3", "ip6 host fe80::1%eth0 or ::",
		"ether host 1:2:3:4:5:6 or 0102.0304.0506 or $2f", `link proto \\ip or \\\\ or \\udp)`, "port {80, 443} or host @list,x", "0b101 07 08 0xg 1-2 a-b a.b:c ::1/64 {}@",
		"ｈｏｓｔ \x00\xff ! !! !(", "12:34:56:78:9a:bc:de:f0 1.2.3.4.5 1::2::3",
	} {
		f.Add(s, true)
		f.Add(s, false)
	}
	f.Fuzz(func(t *testing.T, text string, extended bool) {
		l := lexer{src: text, extended: extended}
		at := 0
		for {
			x, err := lexeme{}, error(nil)
			func() {
				defer recoverFault(text, &err)
				x = l.next()
			}()
			if err != nil {
				e := err.(*Error)
				if e.Column-1 < at || e.Length < 0 || e.Column-1+e.Length > len(text) {
					t.Fatalf("%q: %v, of %d bytes, after byte %d", text, e, e.Length, at)
				}
				return
			}
			if x.at < at || x.end < x.at || x.end > len(text) || l.pos != x.end {
				t.Fatalf("%q: lexeme %v after byte %d, now at %d", text, x, at, l.pos)
			}
			for _, c := range []byte(text[at:x.at]) {
				if !isSpace(c) {
					t.Fatalf("%q: byte %q before %v is lost", text, c, x)
				}
			}
			if x.kind == tEnd {
				if x.at != len(text) {
					t.Fatalf("%q: ends at byte %d", text, x.at)
				}
				return
			}
			if x.end == x.at {
				t.Fatalf("%q: empty lexeme %v", text, x)
			}
			at = x.end
		}
	})
}
