package wire

import "testing"

// They look at several fields.
func init() { notInlined("Memcached.Lengths", "SSH.Plausible") }

func TestText(t *testing.T) {
	if !Text("Content-Length").Is("content-LENGTH") || Text("a[").Is("a{") || Text("a").Is("ab") {
		t.Error("Is")
	}
	for s, want := range map[string]int{"": -1, "0": 0, "007": 7, "2147483647": -1, "214748363": 214748363, "99999999999999999999": -1, "-1": -1} {
		x, ok := Text(s).Number()
		if ok != (want >= 0) || ok && x != want {
			t.Errorf("%q: %d, %v", s, x, ok)
		}
	}
	if s := Text(" \ta b\t ").Trim(); string(s) != "a b" {
		t.Errorf("%q", s)
	}
}

// Iterators and parsers of text and lists are total.
func FuzzText(f *testing.F) {
	for _, s := range []string{
		"<34>1 - - - - - [a b=\"c\"] x", "<1>Oct 11 22:14:15 h x", "GET / HTTP/1.1\r\nA: b\r\n c\r\n\r\n", "*2\r\n$1\r\na\r\n%1\r\n", "\x61\x01\xd1\x00\xff",
		"\x20EBCDEFGHEBCDEFGHEBCDEFGHEBCDEFGH\x00\x00\x20\x00\x01\xc0\x0c",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if m, err := ParseSyslog(b); err == nil {
			for range m.Data.All() {
			}
			_ = m.Append(nil)
		}
		if h, err := ParseHTTPHead(b, "HTTP/"); err == nil {
			if h.Len > len(b) {
				t.Errorf("length %d of %d", h.Len, len(b))
			}
			_ = h.Append(nil)
		}
		r := RESPValues(b)
		if n := len(r.Rest()); n > len(b) {
			t.Error(n)
		}
		_ = r.String() + CoAPOptions(b).String() + NBNSSections(b).String() + MQTTProperties(b).String() + NTPExtensions(b).String() +
			SSHKexInit(b).String() + TFTPStrings(b).String() + MQTTFilters(b).String() + MQTTTopics(b).String() + MQTTReasons(b).String()
		for t := range MQTTType(16) {
			_ = MQTTVersion(t, b)
		}
		if o := CoAPOptions(b); o.Len() > len(b) {
			t.Error(o.Len())
		}
		_ = CoAPOptions(b).Add(11, 'x')
	})
}
