package main

import (
	"net"
	"strings"
	"time"

	"github.com/gocap-project/gocap/filter"
	"github.com/gocap-project/gocap/internal/tcpdump"
	"github.com/gocap-project/gocap/pcap"
)

// direct prints the packets of a file with the printer of package tcpdump.
func direct(file string, args []string) [][]string {
	return split(short(appendFile(nil, file, options(args), *most, "")))
}

// appendFile prints the packets of a file that match an expression.
func appendFile(out []byte, file string, o tcpdump.Options, most int, expr string) []byte {
	r, err := pcap.Open(file)
	if err != nil {
		return out
	}
	defer r.Close()
	p := tcpdump.New(o)
	var accept *filter.Program
	if t, ok := r.LinkType(); ok && expr != "" {
		if accept, err = filter.Compile(expr, t, filter.Options{}); err != nil {
			return append(out, err.Error()...)
		}
	}
	for pkt, err := range r.Packets() {
		if err != nil || pkt.Number > int64(most) {
			break
		}
		data := pkt.Data
		if accept != nil && !accept.Match(data, pkt.Len) {
			continue
		}
		if s := pkt.Interface.Snaplen; s > 0 && int64(s) < int64(len(data)) {
			data = data[:s] // as libpcap does
		}
		out = p.Append(out, tcpdump.Packet{
			Time: pkt.Timestamp(), Link: uint16(pkt.LinkType()), Len: pkt.Len, Data: data,
		})
	}
	return out
}

// options understands the flags that change what is printed.
func options(args []string) tcpdump.Options {
	o := tcpdump.Options{Location: time.UTC, InterfaceName: interfaceName}
	for i, a := range args {
		if i > 0 && args[i-1] == "-T" {
			o.PacketType = a
			continue
		}
		if a == "--" {
			break // an expression follows
		}
		for _, f := range strings.TrimPrefix(a, "-") {
			option(&o, f)
		}
	}
	return o
}

func option(o *tcpdump.Options, f rune) {
	switch f {
	case 'n':
		o.NoNames++
	case 'e':
		o.Link = true
	case 'v':
		o.Verbose++
	case 'q':
		o.Quiet = true
	case 'S':
		o.AbsSeq = true
	case 'K':
		o.NoChecksum = true
	case 'N':
		o.NoDomain = true
	case '#':
		o.Number = true
	case 't':
		o.Time++
	case 'x':
		o.HexLink = o.Hex == tcpdump.HexOnly
		o.Hex = tcpdump.HexOnly
	case 'X':
		o.HexLink = o.Hex == tcpdump.HexASCII
		o.Hex = tcpdump.HexASCII
	case 'A':
		o.HexLink = o.Hex == tcpdump.ASCII
		o.Hex = tcpdump.ASCII
	}
}

func interfaceName(index uint32) string {
	i, err := net.InterfaceByIndex(int(index))
	if err != nil {
		return ""
	}
	return i.Name
}
