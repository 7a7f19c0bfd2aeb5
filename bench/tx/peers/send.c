// A minimal sender: frames of one length, 64 with each sendmmsg, until there have
// been as many as asked for. Arguments: interface, frames, bytes of a frame.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum { BATCH = 64 };

int main(int argc, char **argv)
{
	static unsigned char frame[BATCH][2048];
	struct mmsghdr msgs[BATCH];
	struct iovec iov[BATCH];
	struct sockaddr_ll to = {.sll_family = AF_PACKET};
	long left;
	int size, fd;

	if (argc != 4)
		return 2;
	left = atol(argv[2]);
	size = atoi(argv[3]);
	to.sll_ifindex = if_nametoindex(argv[1]);
	fd = socket(AF_PACKET, SOCK_RAW, 0);
	if (fd < 0 || to.sll_ifindex == 0 || size < 14 || size > 2048) {
		perror(argv[1]);
		return 1;
	}
	memset(msgs, 0, sizeof msgs);
	for (int i = 0; i < BATCH; i++) {
		memcpy(frame[i], "\x02\0\0\0\0\x02\x02\0\0\0\0\x01\x88\xb5", 14);
		iov[i].iov_base = frame[i];
		iov[i].iov_len = size;
		msgs[i].msg_hdr.msg_name = &to;
		msgs[i].msg_hdr.msg_namelen = sizeof to;
		msgs[i].msg_hdr.msg_iov = &iov[i];
		msgs[i].msg_hdr.msg_iovlen = 1;
	}
	while (left > 0) {
		int n = sendmmsg(fd, msgs, left < BATCH ? left : BATCH, 0);
		if (n < 0 && errno != ENOBUFS && errno != EINTR) {
			perror("sendmmsg");
			return 1;
		}
		if (n > 0)
			left -= n;
	}
	return 0;
}
