package main

import (
	"errors"
	"fmt"
	"io"
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

// decodeAs understands what --decode-as says: "udp:5000=DNS". The tables are named as
// in link:147, ether:0x88b5, ip:253, tcp:8080 and udp:5000; "none" or nothing after the
// equals sign means that nothing known follows.
func decodeAs(specs []string) (*packet.Bindings, error) {
	o := new(packet.Bindings)
	for _, s := range specs {
		where, name, ok := strings.Cut(s, "=")
		table, num, ok2 := strings.Cut(where, ":")
		if !ok || !ok2 {
			return nil, usage("--decode-as %q: should be like udp:5000=DNS", s)
		}
		n, err := strconv.ParseUint(num, 0, 16)
		if err != nil {
			return nil, usage("--decode-as %q: %q is not a number up to 65535", s, num)
		}
		var pr *packet.Proto
		if name != "" && name != "none" {
			if pr, err = protoByName(name); err != nil {
				return nil, err
			}
		}
		if err := override(o, table, n, pr); err != nil {
			return nil, fmt.Errorf("--decode-as %q: %w", s, err)
		}
	}
	return o, nil
}

func override(o *packet.Bindings, table string, n uint64, pr *packet.Proto) error {
	switch strings.ToLower(table) {
	case "link":
		packet.Override(o, &layers.LinkTypes, link.Type(n), pr)
	case "ether", "eth":
		packet.Override(o, &layers.EtherTypes, layers.EtherType(n), pr)
	case "ip":
		if n > 255 {
			return usage("IP protocol numbers end at 255")
		}
		packet.Override(o, &layers.IPProtos, layers.IPProto(n), pr)
	case "tcp":
		packet.Override(o, &layers.TCPPorts, uint16(n), pr)
	case "udp":
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
