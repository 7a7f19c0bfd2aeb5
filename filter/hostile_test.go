package filter_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/gocap-project/gocap/bpf"
	"github.com/gocap-project/gocap/filter"
	"github.com/gocap-project/gocap/link"
)

// hostile are expressions that are there to do harm.
func hostile() map[string]string {
	mega := filter.MaxLength
	if testing.Short() {
		mega /= 16
	}
	fill := func(s string) string { return strings.Repeat(s, (mega-16)/len(s)) }
	var distinct strings.Builder
	for i := 0; distinct.Len() < mega-40; i++ {
		fmt.Fprintf(&distinct, "ip[%d:4] = %d or tcp[%d] < %d and ", i%7, i, i%100, i%250)
	}
	distinct.WriteString("ip")
	return map[string]string{
		"brackets":      fill("("),
		"closing":       "ip" + fill(")"),
		"not":           fill("not ") + "ip",
		"bang":          fill("!"),
		"minus":         "len > " + fill("-")[:mega-64] + "1",
		"sum":           "len > 1" + fill("+1")[:mega-64],
		"brackets sum":  "len > " + strings.Repeat("(1+", 400) + "1" + strings.Repeat(")", 400),
		"index":         strings.Repeat("ip[", 300) + "0" + strings.Repeat("]", 300) + " = 1",
		"or":            fill("ip or tcp or udp or ") + "ip",
		"and or":        fill("ip and tcp or udp and port 53 or ") + "ip",
		"ports":         fill("port 53 or ") + "ip",
		"distinct":      distinct.String(),
		"vlan":          fill("vlan and ") + "ip",
		"vlan numbers":  fill("vlan 5 or ") + "ip",
		"geneve":        fill("geneve and ") + "ip",
		"vxlan":         strings.Repeat("vxlan or ", 12) + "tcp",
		"names":         fill("host a or ") + "ip",
		"digits":        "port " + fill("9")[:mega-64],
		"name":          "host " + fill("a")[:mega-64],
		"colons":        "host " + fill(":")[:mega-64],
		"dots":          "host " + fill("1.")[:mega-64],
		"dashes":        "portrange " + fill("a-")[:mega-64] + "a",
		"hex":           "host 0x" + fill("f")[:mega-64],
		"spaces":        fill(" \t\n"),
		"too long":      fill("ip or ") + fill("ip or ") + "ip",
		"zero":          "ip\x00",
		"unicode":       "host \u202ehost \U0001f600",
		"invalid utf-8": "host \xff\xfe",
		"wide":          "ｈｏｓｔ １",
		"backslash":     "ether proto \\",
		"huge number":   "len > 0xfffffffffffffffffffffffff",
		"huge offset":   "ether[4294967295:4] = 1 and ether[2147483648] = 2 and ip[4294967295] = tcp[4294967280:4]",
		"divide":        "len / (1 - 1) = 0 and len % (ip[0] - ip[0]) = 1 and len << (ip[0] * 100) = 0",
		"arithmetic":    "1 << 31 << 1 = 0 or len >> (32 + len) = 5",
	}
}

// TestHostile wants an end in bounded time, and an error of this package or a program.
func TestHostile(t *testing.T) {
	for name, expr := range hostile() {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			p, err := filter.Compile(expr, link.Ethernet, filter.Options{Timeout: 20 * time.Second})
			var e *filter.Error
			switch {
			case err == nil:
				p.Match(ipv4(1, 2), 60)
			case !errors.As(err, &e) || p != nil:
				t.Errorf("%T: %v, %v", err, err, p)
			default:
				if len(e.Msg) > 300 || len(e.Caret()) > 400 {
					t.Errorf("long message: %d bytes, caret %d bytes", len(e.Msg), len(e.Caret()))
				}
				if errors.Is(err, filter.Lookup) {
					t.Errorf("took too long")
				}
			}
			if d := time.Since(start); d > time.Second {
				t.Logf("%v", d)
			}
		})
	}
}

// hostileSets are expressions of the extended dialect that are there to do harm.
func hostileSets() map[string]string {
	const mega = filter.MaxLength
	fill := func(s string) string { return strings.Repeat(s, (mega-64)/len(s)) }
	count := func(form string) string {
		var b strings.Builder
		for i := 0; b.Len() < mega-100; i++ {
			fmt.Fprintf(&b, form, i%60000, i/60000)
		}
		return b.String()
	}
	return map[string]string{
		"open braces":    "port " + fill("{"),
		"nested":         "port " + fill("{1,") + "2",
		"no end":         "port {" + fill("1,"),
		"commas":         "port {" + fill(",") + "}",
		"same":           "port {" + fill("53,") + "53}",
		"ports":          "port {" + count("%[1]d, ") + "1}",
		"addresses":      "host {" + count("1%[2]d.%[1]d, ") + "1.2.3.4}", // malformed
		"networks":       "src net {" + count("1%[2]d.1, ") + "1.2.3}",
		"values":         "ip[4:2] = {" + count("%[1]d, ") + "1}",
		"set of a sum":   "len" + strings.Repeat("+1", 900) + " = {" + strings.Repeat("1,", 5000) + "2}",
		"sets of sets":   strings.Repeat("ip["+"0"+"] = {1,2,3} and ", 5000) + "ip",
		"flags":          "tcpflags " + fill("syn,") + "ack",
		"zeros":          "host @zero",
		"text for ever":  "host @digits",
		"lines for ever": "host @lines",
		"addresses on":   "host @addresses",
		"comment":        "port @comment",
		"hundred k":      "host @hosts",
		"again":          strings.Repeat("host @hosts or ", 300) + "ip",
		"few at a time":  "port @slow",
		"broken":         "port @broken",
		"no such":        "port @nowhere",
		"name":           "port @" + fill("a"),
		"no name":        "port @",
		"odd name":       "port @\x00\xff\u202e",
	}
}

// forever repeats a text.
type forever struct {
	text string
	at   int
}

func (r *forever) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = r.text[r.at]
		r.at = (r.at + 1) % len(r.text)
	}
	return len(b), nil
}

// openHostile opens lists that never end, and others.
func openHostile(name string) (io.ReadCloser, error) {
	var r io.Reader
	switch name {
	case "zero":
		r = &forever{text: "\x00"}
	case "digits":
		r = &forever{text: "9"}
	case "lines":
		r = &forever{text: "\n"}
	case "comment":
		r = &forever{text: "#"}
	case "addresses":
		r = &forever{text: "10.1.2.3 10.4.5.6,\n"}
	case "hosts":
		var b strings.Builder
		for i := range 100000 {
			fmt.Fprintf(&b, "10.%d.%d.%d\n", i>>16, i>>8&255, i&255)
		}
		r = strings.NewReader(b.String())
	case "slow":
		r = iotest.OneByteReader(strings.NewReader("53 80"))
	case "broken":
		r = iotest.ErrReader(io.ErrUnexpectedEOF)
	default:
		return nil, fs.ErrNotExist
	}
	return io.NopCloser(r), nil
}

// TestHostileSets wants the same of sets and lists, in bounded memory.
func TestHostileSets(t *testing.T) {
	d := filter.Dialect{Extended: true, Open: openHostile}
	for name, expr := range hostileSets() {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			start := time.Now()
			p, err := filter.Compile(expr, link.Ethernet, filter.Options{Dialect: d, Timeout: 20 * time.Second, MaxInsns: 1 << 20})
			runtime.ReadMemStats(&after)
			t.Logf("%v, %d MB, %d bytes, program %v: %.120v", time.Since(start), (after.TotalAlloc-before.TotalAlloc)>>20, len(expr), p != nil, err)
			var e *filter.Error
			switch {
			case err == nil:
				p.Match(ipv4(1, 2), 60)
			case !errors.As(err, &e):
				t.Errorf("%T: %v", err, err)
			case len(e.Msg) > 300 || len(e.Caret()) > 400:
				t.Errorf("long message: %d bytes, caret %d bytes", len(e.Msg), len(e.Caret()))
			case errors.Is(err, context.DeadlineExceeded):
				t.Errorf("took too long")
			}
			if mb := (after.TotalAlloc - before.TotalAlloc) >> 20; mb > 1024 {
				t.Errorf("allocated %d MB", mb)
			}
		})
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"tcp port 80 or 443", "ip[0] & 15 > 5 and not host (a or b)", "opc (1 or 2) and len + 1 % 3 = 4"} {
		f.Add(s)
	}
	for _, r := range rows(f, "random_exprs_golden.tsv")[:200] {
		f.Add(r[8])
	}
	f.Fuzz(func(t *testing.T, expr string) {
		e, err := filter.Parse(expr)
		if err != nil {
			var fe *filter.Error
			if !errors.As(err, &fe) || fe.Column < 1 || fe.Column-1+fe.Length > len(expr) {
				t.Fatalf("%v", err)
			}
			fe.Caret()
			return
		}
		if e == nil {
			return
		}
		text := e.String()
		again, err := filter.Parse(text)
		if err != nil {
			t.Fatalf("%q prints as %q: %v", expr, text, err)
		}
		if again.String() != text {
			t.Fatalf("%q prints as %q and that as %q", expr, text, again)
		}
	})
}

func FuzzCompile(f *testing.F) {
	frame := ipv4(0x01020304, 0x0a000001)
	for i, r := range rows(f, "random_exprs_golden.tsv")[:500] {
		f.Add(r[8], uint16(1), frame, i%2 == 0)
	}
	for i, r := range rows(f, "filters_accept.tsv") {
		if i%10 == 0 {
			f.Add(unescape(r[11]), uint16(linkType(f, r[1])), frame, false)
		}
	}
	f.Fuzz(func(t *testing.T, expr string, lt uint16, pkt []byte, linux bool) {
		if len(expr) > 4096 || len(pkt) > 4096 {
			return
		}
		o := filter.Options{NoOptimize: true, Netmask: filter.KnownMask(0xffffff00)}
		if linux {
			o.Target = filter.Linux
		}
		raw, err := filter.Compile(expr, link.Type(lt), o)
		if err != nil {
			return
		}
		o.NoOptimize = false
		opt, err := filter.Compile(expr, link.Type(lt), o)
		if errors.Is(err, filter.RejectsAll) {
			opt = &filter.Program{Insns: bpf.Reject()}
		} else if err != nil {
			t.Fatalf("%q: only the optimizer fails: %v", expr, err)
		}
		loops := strings.Contains(expr, "protochain")
		if !loops {
			if err := bpf.Validate(opt.Insns); err != nil {
				t.Fatalf("%q: %v\n%v", expr, err, opt.Insns)
			}
		}
		for n := range len(pkt) + 1 {
			var a, b uint32
			if linux {
				a, b = raw.Insns.RunLinux(pkt[:n], len(pkt), nil), opt.Insns.RunLinux(pkt[:n], len(pkt), nil)
			} else {
				a, b = raw.Insns.Run(pkt[:n], len(pkt)), opt.Insns.Run(pkt[:n], len(pkt))
			}
			if a != b {
				t.Fatalf("%q on %d bytes of %x: unoptimized %d, optimized %d\n%v\n%v", expr, n, pkt, a, b, raw.Insns, opt.Insns)
			}
		}
	})
}
