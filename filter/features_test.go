package filter_test

import (
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/gocap-project/gocap/filter"
	"github.com/gocap-project/gocap/link"
)

// header returns the column names of a table.
func header(t *testing.T, name string) []string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(shared, name))
	if err != nil {
		t.Skipf("no shared test data: %v", err)
	}
	line, _, _ := strings.Cut(strings.TrimPrefix(string(b), "#"), "\n")
	return strings.Split(line, "\t")
}

// TestLinkFeatures tries what each link type is said to be able to do.
func TestLinkFeatures(t *testing.T) {
	exprs := map[string]string{
		"atm": "vpi 1", "ifindex": "ifindex 1", "inout": "inbound", "link_broadcast": "link broadcast",
		"link_host_mac48": "link host 1:2:3:4:5:6", "link_host_mac8": "link host $1", "link_multicast": "link multicast",
		"link_proto": "link proto 0x800", "llc": "llc", "mpls": "mpls", "pflog": "reason match", "ss7": "fisu",
		"vlan": "vlan", "wlan": "type data",
	}
	columns := header(t, "dlt_features.tsv")
	right, all := 0, 0
	for _, r := range rows(t, "dlt_features.tsv") {
		for i, column := range columns {
			expr, ok := exprs[column]
			if !ok {
				continue
			}
			all++
			_, err := filter.Compile(expr, linkType(t, r[0]), filter.Options{NoOptimize: true})
			if (err == nil) != (r[i] == "1") || err != nil && !errors.Is(err, filter.Unsupported) {
				t.Errorf("%s %s: %q: %v", r[0], column, expr, err)
				continue
			}
			right++
		}
	}
	figure(t, "link type features", right, all)
}

// TestProtoFeatures tries what each protocol qualifier is said to go with.
func TestProtoFeatures(t *testing.T) {
	exprs := map[string]string{
		"abbrev": "P", "gateway": "P gateway eth-ipv4-noipv6.host123.libpcap.test", "host_decnet": "P host 1.1",
		"host_ipv4": "P host 1.2.3.4", "host_ipv6": "P host fe80::1", "host_mac48": "P host 1:2:3:4:5:6",
		"host_mac8": "P host $1", "index": "P[0] = 0", "net_ipv4": "P net 1.2.3.0/24", "net_ipv6": "P net fe80::/16",
		"port": "P port 80", "portrange": "P portrange 80-90", "proto": "P proto 17", "protochain": "P protochain 17",
	}
	n := names(t)
	columns := header(t, "proto_qualifier_features.tsv")
	right, all := 0, 0
	for _, r := range rows(t, "proto_qualifier_features.tsv") {
		for i, column := range columns[1:] {
			expr := strings.ReplaceAll(exprs[column], "P", r[0])
			lt := link.Ethernet
			if column == "host_mac8" {
				lt = link.ARCNETBSD
			} else if r[0] == "radio" {
				lt = link.IEEE80211Radiotap
			}
			all++
			_, err := filter.Compile(expr, lt, filter.Options{NoOptimize: true, Resolver: n})
			if column == "host_decnet" && r[0] != "decnet" {
				err = nil
				if r[i+1] == "0" {
					right++ // 1.1 is an IPv4 network there
					continue
				}
			}
			if (err == nil) != (r[i+1] == "1") {
				t.Errorf("%s %s: %q: %v", r[0], column, expr, err)
				continue
			}
			right++
		}
	}
	figure(t, "protocol qualifier features", right, all)
}

// TestAcceptUnoptimized wants expressions that no packet matches to compile
// without the optimizer only.
func TestAcceptUnoptimized(t *testing.T) {
	right, all := 0, 0
	for _, r := range rows(t, "filters_accept_noopt.tsv") {
		all++
		expr, lt := unescape(r[2]), linkType(t, r[1])
		_, raw := filter.Compile(expr, lt, filter.Options{NoOptimize: true})
		_, opt := filter.Compile(expr, lt, filter.Options{})
		if raw != nil || !errors.Is(opt, filter.RejectsAll) {
			t.Errorf("%s %q: unoptimized %v, optimized %v", r[1], expr, raw, opt)
			continue
		}
		right++
	}
	figure(t, "accepted unoptimized only", right, all)
}

// TestTranslate tries the readers of addresses and tables of names.
func TestTranslate(t *testing.T) {
	right, all := 0, 0
	for _, file := range []string{"translate_accept.tsv", "translate_reject.tsv"} {
		for _, r := range rows(t, file) {
			got, ok := translate(r[1], r[3])
			if !ok {
				continue // nothing that filters have
			}
			all++
			want := r[2]
			if file == "translate_reject.tsv" {
				want = "none"
			}
			if got != want && !(got == "none" && want == "PROTO_UNDEF") {
				t.Errorf("%s %q: %s, want %s", r[1], r[3], got, want)
				continue
			}
			right++
		}
	}
	figure(t, "translations", right, all)
}

// translate does what one of libpcap's functions does with a word.
func translate(function, arg string) (string, bool) {
	switch function {
	case "pcap_ether_aton":
		m, ok := filter.ParseMAC(arg)
		if !ok {
			return "none", true
		}
		s := ""
		for _, b := range m {
			s += ":" + strconv.FormatUint(uint64(b)|0x100, 16)[1:]
		}
		return s[1:], true
	case "pcapint_atodn":
		v, ok := filter.ParseDECnet(arg)
		if !ok {
			return "none", true
		}
		return strconv.Itoa(int(v>>10)) + "." + strconv.Itoa(int(v&1023)), true
	case "pcapint_atoan":
		v, ok := filter.ParseARCnet(arg)
		if !ok {
			return "none", true
		}
		return "$" + strconv.FormatUint(uint64(v)|0x100, 16)[1:], true
	case "pcap_nametoeproto", "pcap_nametollc":
		// Told by the number that a comparison of the link-layer header has.
		for _, in := range mustCompile("link proto \\"+arg, link.LinuxSLL) {
			if in.Op == 0x15 && function == "pcap_nametoeproto" && in.K > 1500 {
				return "0x" + strconv.FormatUint(uint64(in.K)|0x10000, 16)[1:], true
			}
			if in.Op == 0x15 && function == "pcap_nametollc" && in.K != 4 && in.K != 0x8137 && in.K != 1 {
				return "0x" + strconv.FormatUint(uint64(in.K&0xff), 16), true
			}
		}
		return "none", true
	}
	return "", false
}
