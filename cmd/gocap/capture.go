package main

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/pcap"
)

// openCapture opens a capture file; "-" is stdin. A file that cannot be opened is an
// exitUsage error that names it.
func openCapture(path string, stdin io.Reader, o pcap.ReadOptions) (*pcap.Reader, error) {
	if path == "-" {
		r, err := o.NewReader(stdin)
		if err != nil {
			return nil, fmt.Errorf("standard input: %w", err)
		}
		return r, nil
	}
	r, err := o.Open(path)
	if f, ok := errors.AsType[*pcap.FormatError](err); err != nil && !ok {
		return nil, &exitError{exitUsage, err}
	} else if ok {
		return nil, &exitError{exitUsage, fmt.Errorf("%s: %w", path, f)}
	}
	return r, nil
}

// timeOf returns when p was captured, zero if the file does not say.
func timeOf(r *pcap.Reader, p *pcap.Packet) time.Time {
	if p.Time == 0 && r.Format() == pcap.Pcapng {
		return time.Time{}
	}
	return p.Timestamp()
}

// A decoding is one --decode-as: the number of a table that stands for another protocol.
type decoding struct {
	table  string
	number uint64
	proto  *packet.Proto // nil if nothing known follows
}

// decodings understands what --decode-as says: "udp:5000=DNS", or as in Wireshark
// "udp.port==5000,dns". The tables are named as in link:147, ether:0x88b5, ip:253, tcp:8080
// and udp:5000; "none" or nothing for the protocol means that nothing known follows.
func decodings(specs []string) (out []decoding, err error) {
	for _, s := range specs {
		where, name, ok := strings.Cut(s, "=")
		table, num, ok2 := strings.Cut(where, ":")
		if w, n, is := strings.Cut(s, "=="); is {
			table, ok2 = strings.TrimSpace(w), true
			num, name, ok = strings.Cut(n, ",")
		}
		if !ok || !ok2 {
			return nil, usage("--decode-as %q: should be like udp:5000=DNS or udp.port==5000,dns", s)
		}
		d := decoding{table: strings.ToLower(table)}
		if d.number, err = strconv.ParseUint(strings.TrimSpace(num), 0, 16); err != nil {
			return nil, usage("--decode-as %q: %q is not a number up to 65535", s, num)
		}
		if name = strings.TrimSpace(name); name != "" && name != "none" {
			if d.proto, err = protoByName(name); err != nil {
				return nil, err
			}
		}
		out = append(out, d)
	}
	return out, nil
}

// decodeAs returns the bindings that --decode-as asks for.
func decodeAs(specs []string) (*packet.Bindings, error) {
	o := new(packet.Bindings)
	all, err := decodings(specs)
	for i, d := range all {
		if err := override(o, d.table, d.number, d.proto); err != nil {
			return nil, fmt.Errorf("--decode-as %q: %w", specs[i], err)
		}
	}
	return o, err
}

// portsAs returns what --decode-as asks for as a function from a port to the one whose
// protocol it has, for the printer of lines, which goes by ports.
func portsAs(specs []string) (func(tcp bool, port uint16) uint16, error) {
	all, err := decodings(specs)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	type end struct {
		tcp  bool
		port uint16
	}
	m := map[end]uint16{}
	for i, d := range all {
		tcp := d.table == "tcp" || d.table == "tcp.port"
		if !tcp && d.table != "udp" && d.table != "udp.port" {
			return nil, usage("--decode-as %q: lines are printed by TCP and UDP ports only; gocap show knows more", specs[i])
		}
		table := "UDP port"
		if tcp {
			table = "TCP port"
		}
		e := end{tcp, uint16(d.number)}
		if m[e] = 0; d.proto == nil {
			continue
		}
		b := slices.DeleteFunc(d.proto.Bound(), func(b packet.Binding) bool { return b.Table != table })
		if len(b) == 0 {
			return nil, usage("--decode-as %q: %s has no %s of its own, by which lines are printed", specs[i], d.proto.Name, table)
		}
		m[e] = uint16(b[0].Number)
	}
	return func(tcp bool, port uint16) uint16 {
		if p, ok := m[end{tcp, port}]; ok {
			return p
		}
		return port
	}, nil
}

func override(o *packet.Bindings, table string, n uint64, pr *packet.Proto) error {
	switch table {
	case "link":
		packet.Override(o, &layers.LinkTypes, link.Type(n), pr)
	case "ether", "eth", "ethertype":
		packet.Override(o, &layers.EtherTypes, layers.EtherType(n), pr)
	case "ip", "ip.proto":
		if n > 255 {
			return usage("IP protocol numbers end at 255")
		}
		packet.Override(o, &layers.IPProtos, layers.IPProto(n), pr)
	case "tcp", "tcp.port":
		packet.Override(o, &layers.TCPPorts, uint16(n), pr)
	case "udp", "udp.port":
		packet.Override(o, &layers.UDPPorts, uint16(n), pr)
	default:
		return usage("%q is not link, ether, ip, tcp or udp", table)
	}
	return nil
}

// A ranges is a selection of packets by number: "1-3,7,20-".
type ranges [][2]int64

func parseRanges(s string) (ranges, error) {
	var out ranges
	for part := range strings.SplitSeq(s, ",") {
		from, to, isRange := strings.Cut(strings.TrimSpace(part), "-")
		r := [2]int64{1, 1<<63 - 1}
		var err error
		if from != "" || !isRange {
			r[0], err = strconv.ParseInt(from, 10, 64)
		}
		if isRange && to != "" && err == nil {
			r[1], err = strconv.ParseInt(to, 10, 64)
		} else if !isRange {
			r[1] = r[0]
		}
		if err != nil || r[0] < 1 || r[1] < r[0] {
			return nil, usage("%q is not a selection of packets such as 1-3,7,20-", s)
		}
		out = append(out, r)
	}
	return out, nil
}

// has reports whether n is selected; an empty selection selects all.
func (r ranges) has(n int64) bool {
	for _, x := range r {
		if x[0] <= n && n <= x[1] {
			return true
		}
	}
	return len(r) == 0
}

// done reports whether no number from n on is selected.
func (r ranges) done(n int64) bool {
	for _, x := range r {
		if n <= x[1] {
			return false
		}
	}
	return len(r) > 0
}
