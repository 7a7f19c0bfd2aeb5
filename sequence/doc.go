// Package sequence puts back together what was taken apart on the way: fragments to datagrams, segments to streams,
// chunks and records to messages.
//
// Fragments are put together by an [IPv4] or [IPv6] Sequence, for one datagram, or by a [Defragmenter] for all of a
// network.
package sequence
