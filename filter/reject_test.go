package filter_test

import (
	"errors"
	"regexp"
	"testing"

	"github.com/gocap-project/gocap/filter"
)

// kindOf maps libpcap's messages to kinds. The first that fits counts.
var kindOf = []struct {
	re   string
	kind filter.Kind
}{
	{`can't parse filter expression: syntax error`, filter.Syntax},
	{`overflows 32 bits|contains non-octal digit`, filter.Number},
	{`greater than maximum|invalid 802\.11 direction|mask length must be`, filter.Range},
	{`invalid (IPv4|IPv6|DECnet) address|illegal link-layer address|bogus|non-network bits`, filter.Address},
	{`is not a valid qualifier|qualifier applied to|only valid proto qualifier|valid for 802\.11 syntax only|` +
		`used in non-ether expression|cannot be used as an abbreviation|does not support the index operation`, filter.Qualifier},
	{`supported only on|not supported on DLT|not supported with variable|cannot be used within|not supported$`, filter.Unsupported},
	{`unknown `, filter.UnknownName},
	{`rejects all packets`, filter.RejectsAll},
	{`netmask not known`, filter.Netmask},
	{`division by zero|modulus by zero|shift by more`, filter.Arithmetic},
}

// TestReject wants an error of the same kind where libpcap has one.
func TestReject(t *testing.T) {
	n := names(t)
	log := limited{t: t}
	right, all := 0, 0
	for _, r := range rows(t, "filters_reject.tsv") {
		if r[4] != "-" {
			continue // depends on how libpcap was built
		}
		var want filter.Kind
		for _, k := range kindOf {
			if regexp.MustCompile(k.re).MatchString(r[5]) {
				want = k.kind
				break
			}
		}
		if want == 0 {
			log.Errorf("no kind for libpcap's message %q", r[5])
		}
		all++
		expr := unescape(r[6])
		_, err := filter.Compile(expr, linkType(t, r[1]), filter.Options{Netmask: maskOf(r[3]), Resolver: n})
		var e *filter.Error
		switch {
		case err == nil:
			log.Errorf("%s %q: compiled; libpcap says %s", r[1], expr, r[5])
		case !errors.As(err, &e) || !errors.Is(err, want):
			log.Errorf("%s %q: %v; libpcap says %s", r[1], expr, err, r[5])
		case e.Column < 1 || e.Column > len(expr)+1 || e.Column-1+e.Length > len(expr):
			log.Errorf("%s %q: column %d, length %d", r[1], expr, e.Column, e.Length)
		default:
			right++
		}
	}
	figure(t, "reject", right, all)
}
