// Package sequence puts back together what was taken apart on the way: fragments to datagrams, segments to streams,
// chunks and records to messages.
package sequence
