// ring counts packets in a TPACKET_V3 ring, with as little as it takes: what a
// reader can cost at the least.
//
//	ring IFNAME COUNT
#include <arpa/inet.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include "report.h"

int main(int argc, char **argv) {
	if (argc != 3)
		return 2;
	unsigned long want = strtoul(argv[2], NULL, 10), got = 0, sum = 0;
	int fd = socket(AF_PACKET, SOCK_RAW, 0), v = TPACKET_V3;
	struct tpacket_req3 req = {.tp_block_size = 256 << 10, .tp_block_nr = 128, .tp_frame_size = 2048, .tp_frame_nr = 128 * 128, .tp_retire_blk_tov = 1};
	if (fd < 0 || setsockopt(fd, SOL_PACKET, PACKET_VERSION, &v, sizeof v) || setsockopt(fd, SOL_PACKET, PACKET_RX_RING, &req, sizeof req))
		return perror("ring"), 1;
	size_t len = (size_t)req.tp_block_size * req.tp_block_nr;
	char *ring = mmap(NULL, len, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	struct sockaddr_ll to = {.sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL), .sll_ifindex = if_nametoindex(argv[1])};
	if (ring == MAP_FAILED || bind(fd, (struct sockaddr *)&to, sizeof to))
		return perror("bind"), 1;
	ready();
	for (unsigned i = 0; got < want; i = (i + 1) % req.tp_block_nr) {
		struct tpacket_block_desc *b = (void *)(ring + (size_t)i * req.tp_block_size);
		while (!(__atomic_load_n(&b->hdr.bh1.block_status, __ATOMIC_ACQUIRE) & TP_STATUS_USER)) {
			struct pollfd p = {.fd = fd, .events = POLLIN};
			if (poll(&p, 1, 2000) == 0)
				goto done;
		}
		struct tpacket3_hdr *h = (void *)((char *)b + b->hdr.bh1.offset_to_first_pkt);
		unsigned n = b->hdr.bh1.num_pkts;
		if (got == 0)
			begin();
		got += n;
		for (; n > 0; n--) {
			sum += h->tp_len + ((unsigned char *)h)[h->tp_mac] + h->tp_sec;
			h = (void *)((char *)h + h->tp_next_offset);
		}
		__atomic_store_n(&b->hdr.bh1.block_status, TP_STATUS_KERNEL, __ATOMIC_RELEASE);
	}
done:
	end(got);
	struct tpacket_stats_v3 s;
	socklen_t sl = sizeof s;
	getsockopt(fd, SOL_PACKET, PACKET_STATISTICS, &s, &sl);
	return report(s.tp_drops, sum);
}
