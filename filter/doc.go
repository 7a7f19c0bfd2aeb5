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
package filter
