// loop counts packets with libpcap's pcap_loop.
//
//	loop IFNAME COUNT [immediate [BUFFER]]
#include <pcap/pcap.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>
#include "report.h"

static unsigned long got, sum;
static pcap_t *p;

// tick ends a loop that waits for what has been lost.
static void tick(int signal) {
	static unsigned long last;
	(void)signal;
	if (got > 0 && got == last)
		pcap_breakloop(p);
	last = got;
	alarm(2);
}

static void packet(u_char *want, const struct pcap_pkthdr *h, const u_char *data) {
	(void)want;
	if (got++ == 0)
		begin();
	sum += h->len + data[0] + h->ts.tv_sec;
}

int main(int argc, char **argv) {
	char err[PCAP_ERRBUF_SIZE];
	if (argc < 3)
		return 2;
	// BUFFER is in bytes; 0 is libpcap's own choice.
	int buffer = argc > 4 ? atoi(argv[4]) : 32 << 20;
	p = pcap_create(argv[1], err);
	if (p == NULL || pcap_set_snaplen(p, 65535) || pcap_set_timeout(p, 1) || pcap_set_immediate_mode(p, argc > 3) ||
	    (buffer && pcap_set_buffer_size(p, buffer)) || pcap_activate(p) < 0)
		return fprintf(stderr, "loop: %s\n", p ? pcap_geterr(p) : err), 1;
	struct sigaction a = {.sa_handler = tick};
	sigaction(SIGALRM, &a, NULL);
	alarm(2);
	ready();
	pcap_loop(p, atoi(argv[2]), packet, NULL);
	end(got);
	struct pcap_stat s;
	pcap_stats(p, &s);
	return report(s.ps_drop, sum);
}
