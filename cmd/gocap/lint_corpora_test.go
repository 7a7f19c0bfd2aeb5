package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestLintEvents holds lint against the events that the public tests of another engine expect of captures: those whose
// meaning is a rule or a format of ours. Where the engines differ, what says which is right.
func TestLintEvents(t *testing.T) {
	dir := filepath.Join("..", "..", "..", "shared", "corpora", "pcap")
	if _, err := os.Stat(dir); err != nil {
		t.Skip("no ../shared: the captures are not checked")
	}
	agree, kinds := 0, map[string]bool{}
	all := map[string]bool{}
	for _, e := range []struct {
		event, file, want, what string // what is a flag, or says why nothing is wanted
	}{
		{"decoder.icmpv4.unknown_type", "46ac32874d00", "ICMPv4", ""},
		{"decoder.icmpv4.unknown_code", "46ac32874d00", "unknown for the type", ""},
		{"decoder.ipv4.trunc_pkt", "46ac32874d00", "is not the length of what it measures", ""},
		{"ipv4.opt_invalid_len", "e66c4789dfbf", "an option's length is impossible", ""},
		{"ipv4.opt_invalid_len", "19b978d0c20d", "option is too short", ""},
		{"ipv4.opt_pad_required", "e66c4789dfbf", "", "the options end with the header: RFC 791 §3.1 asks for no padding then"},
		{"decoder.ethernet.unknown_ethertype", "826cda00aaee", "", "not assigned is not forbidden"},
		{"http.request_line_missing_protocol", "59b55178307a", "request without a version", ""},
		{"http.request_line_missing_protocol", "c2fe0825b50d", "request without a version", ""},
		{"http.request_chunk_extension", "77df090890bf", "RFC 9112 §7.1", ""},
		{"ipv6.frag_invalid_length", "297e5d3c811b", "multiple of 8", ""},
		{"ipv6.frag_invalid_length", "c53e7ea5b5b9", "multiple of 8", ""},
		{"ipv6.frag_overlap", "48c24b250d65", "fragments overlap", ""},
		{"ipv6.frag_overlap", "ee009b8269a4", "fragments overlap", ""},
		{"ipv6.frag_pkt_too_large", "297e5d3c811b", "longer than 65535", ""},
		{"ipv6.frag_pkt_too_large", "677422d38220", "longer than 65535", ""},
		{"ipv6.frag_pkt_too_large", "a47363170223", "longer than 65535", ""},
		{"ipv6.exthdr_dupl_fh", "7051b1fc148c", "IPv6Fragment", ""},
		{"ipv6.exthdr_useless_fh", "8356ebfeeb31", "", "atomic fragments are allowed: RFC 6946"},
		{"ipv6.trunc_exthdr", "21dc89c1856d", "truncated header", ""},
		{"stream.3whs_wrong_seq_wrong_ack", "8f48ea275ea5", "beyond every window", ""},
		{"stream.3whs_wrong_seq_wrong_ack", "ff8dffc7e0f9", "beyond every window", ""},
		{"stream.pkt_invalid_timestamp", "0ee0995d83b0", "echoes a time stamp that was not sent", ""},
		{"stream.pkt_invalid_timestamp", "54b2a0b4e770", "", "a reset, of which the time stamp means nothing: RFC 7323 §5.2"},
		{"suspected_rst_inject", "5b36c8eb80c5", "", "who resets and goes on may be two hosts, or a capture that began midway: the reset itself is right by all numbers"},
		{"applayer_mismatch_protocol_both_directions", "54b2a0b4e770", "status line is not a version", ""},
		{"dns.name_too_long", "02f5354e8de7", "more than one question", "--port=1053=dns"},
		{"mqtt.malformed_traffic", "4199c64c3c5d", "MQTT", ""},
		{"tls.invalid_handshake_message", "08eb289cd159", "", "the certificate's DER is cut, which is not looked at"},
	} {
		files, _ := filepath.Glob(filepath.Join(dir, e.file+"*"))
		if len(files) != 1 {
			t.Errorf("%s: %q", e.file, files)
			continue
		}
		args := []string{"lint", "-r", files[0]}
		if strings.HasPrefix(e.what, "--") {
			args = append(args, e.what)
		}
		out := gocap(t, "", args...).out
		all[e.event] = true
		found := false
		for _, w := range strings.Split(e.want, "|") {
			found = found || w != "" && strings.Contains(out, w)
		}
		switch {
		case found:
			agree++
			kinds[e.event] = true
		case e.want != "":
			t.Errorf("%s: lint does not say %q of %s:\n%s", e.event, e.want, e.file, out)
		default:
			t.Logf("%s of %s: not found: %s", e.event, e.file, e.what)
		}
	}
	t.Logf("of %d kinds of events that are about rules of ours lint finds %d", len(all), len(kinds))
}
