//go:build cgo && libpcap

package main

/*
#cgo LDFLAGS: -lpcap
#include <pcap/pcap.h>

// compile_times compiles an expression n times for Ethernet.
static int compile_times(const char *expr, int n) {
	pcap_t *p = pcap_open_dead(DLT_EN10MB, 262144);
	int failed = p == NULL;
	for (int i = 0; i < n && !failed; i++) {
		struct bpf_program prog;
		failed = pcap_compile(p, &prog, expr, 1, PCAP_NETMASK_UNKNOWN) != 0;
		if (!failed)
			pcap_freecode(&prog);
	}
	if (p != NULL)
		pcap_close(p);
	return failed;
}
*/
import "C"

import "testing"

// The loop is in C, so that calls from Go do not count against libpcap.
func init() {
	libpcapCompile = func(expr string) func(*testing.B) {
		text := C.CString(expr)
		return func(b *testing.B) {
			if C.compile_times(text, C.int(b.N)) != 0 {
				b.Fatal("pcap_compile failed")
			}
		}
	}
}
