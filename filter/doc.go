// Package filter compiles capture filter expressions, the language of
// pcap-filter(7), to programs for package bpf.
//
// An expression goes through these steps, each usable alone:
//
//	Parse    text to a tree that prints back as an expression
//	Compile  tree to a decision graph over typed loads, optimized, then to bpf.Program
//	Explain  what a program does, in words and as a listing
//
// Compile is a pure function of the expression, the link type and the options:
// names are looked up only through Options.Resolver. It may be called from
// any number of goroutines. Expressions may come from anyone: length, depth and
// size of the result are bounded, and an error says at which column it is.
//
// # Dialect and semantics
//
// Without options an expression is in libpcap's language and means what it means
// to libpcap. Options.Dialect adds sets ("port {80, 443}"), lists ("host @FILE",
// opened by a function that the caller gives), gre, ipip, gtp, "tcpflags syn,ack",
// "vxlan port 8472", and decap, which finds what is in tunnels. What libpcap's
// language can say is rewritten to it as it is read, and prints as that.
//
// Options.Semantics says how far vlan, mpls, pppoes, geneve and vxlan reach, and
// how transport headers over IPv6 are found. To libpcap, the former move the headers
// for all that is on their right, so that "vlan 1 or host A" looks for A behind a tag in
// every packet, and the latter are right behind the fixed header. With Scoped, tags and
// tunnels hold for what is joined to them with "and", and extension headers are looked
// past. An alternative in brackets carries its own scope on: "(vlan 1 or ip) and tcp" is
// "vlan 1 and tcp or ip and tcp", which is bounded: what takes too many steps is an
// error of kind Limit. docs/filters.md has all of it.
package filter
