// Package pcap reads and writes capture files: pcap in all its variants and
// pcapng, plain or compressed.
//
// Reading finds the format by content and streams; it works on files, pipes and
// standard input:
//
//	r, err := pcap.Open("trace.pcapng.gz")
//	...
//	defer r.Close()
//	for p, err := range r.Packets() {
//		if err != nil {
//			return err // what, where and after how many packets: *FormatError
//		}
//		fmt.Println(p.Timestamp(), p.LinkType(), len(p.Data), p.Len)
//	}
//
// The packet and its data are valid until the next call; reading allocates nothing
// per packet. [Packet.Clone] makes a copy to keep.
//
// Files that cannot be trusted are the normal case: nothing is allocated in
// proportion to a length that a file claims, and the packets before a defect are
// delivered. By default the first defect ends reading with a [*FormatError];
// with [ReadOptions.Lenient] the reader finds the next sound record and reports
// what it passed over.
//
// [Writer] writes pcap, [NgWriter] pcapng with all its blocks and options,
// [Rotator] splits a capture over files as tcpdump does. [Indexed] gives random
// access, [Merge] brings several captures into one order of time. [Copy] carries a
// pcapng file over block by block, unknown blocks and options included.
//
// Sources: pcap is draft-ietf-opsawg-pcap, pcapng draft-ietf-opsawg-pcapng; the
// variants of pcap are libpcap's and Wireshark's.
package pcap
