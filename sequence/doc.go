// Package sequence puts back together what was taken apart on the way: fragments to datagrams, segments to streams,
// chunks and records to messages.
//
// Fragments are put together by an [IPv4] or [IPv6] Sequence, for one datagram, or by a [Defragmenter] for all of a
// network. A [TCP] Sequence is one direction of a connection, a [Connection] both, and [Streams] have all.
//
// Streams are cut into messages by [TLS], [Framed] (a length before each message) and [Lines]. They are Sinks, which take
// a direction's events, and give way to nobody's hostile bytes: they wait for no more than a limit, and tell what is left
// out or comes out in pieces, and where.
//
// The chunks of SCTP become messages in an [SCTP] Sequence, for one direction of an association, an [Association], for
// both, or [Associations], for all of a network.
//
// Datagrams of DTLS are read by [DTLS].
//
// A [Stack] does all of that, from frames to messages.
package sequence
