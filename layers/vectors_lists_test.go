package layers_test

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/netip"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	. "github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// Expressions may be of several packets: fields that take several values, and
// operations. They are evaluated with what gocap has for that, and give the same bytes.
func TestVectorLists(t *testing.T) {
	f, err := os.Open(vectorFile)
	if err != nil {
		t.Skip("no vectors: ", err)
	}
	defer f.Close()
	lists, n := 0, 0
	for in := json.NewDecoder(f); in.More(); {
		var v struct {
			ID, Expr string
			Hexes    []string
		}
		if err := in.Decode(&v); err != nil {
			t.Fatal(err)
		}
		if v.Hexes == nil {
			continue
		}
		lists++
		var want [][]byte
		for _, h := range v.Hexes {
			b, _ := hex.DecodeString(h)
			want = append(want, b)
			p, err := packet.Parse(b, ipProto(b))
			if got, err2 := p.Bytes(); err != nil || err2 != nil || !bytes.Equal(got, b) {
				t.Errorf("%s: %v %v\n\t%x\n\t%x", v.ID, err, err2, got, b)
			}
			n++
		}
		got, err := evaluate(v.Expr)
		same := slices.EqualFunc(got, want, bytes.Equal)
		if exceptions[v.ID]["list"] {
			if same {
				t.Errorf("%s is no exception any more", v.ID)
			}
			continue
		}
		if err != nil || !same {
			t.Errorf("%s: %v\n\t%s\n\t got %x\n\twant %x", v.ID, err, v.Expr, got, want)
		}
	}
	t.Logf("%d lists of %d packets", lists, n)
}

func init() { exceptions["op_fragment/003"] = parts("list") }

func ipProto(b []byte) *packet.Proto {
	if b[0]>>4 == 6 {
		return IPv6Proto
	}
	return IPv4Proto
}

// call matches a call with its arguments, which have no parentheses but those of one level.
var call = regexp.MustCompile(`^(\w+)\(((?:[^()]|\([^()]*\))*)\)`)

// evaluate returns the packets of an expression.
func evaluate(expr string) (out [][]byte, err error) {
	expr = strings.TrimSuffix(strings.TrimPrefix(expr, "["), "]")
	name, args, _ := strings.Cut(strings.TrimSuffix(expr, ")"), "(")
	switch name {
	case "fragment", "fragment6":
		i := strings.LastIndexByte(args, ',')
		size, err := strconv.Atoi(strings.TrimPrefix(args[i+1:], "fragsize="))
		if err != nil {
			return nil, err
		}
		p, axes, err := expression(args[:i])
		if err != nil {
			return nil, err
		}
		if name == "fragment" {
			size = wire.IPv4Len + (size+7)&^7 // it is of the payload
		}
		for p := range p.Each(axes...) {
			fragments, err := Fragment(p, size, 1)
			if err != nil {
				return nil, err
			}
			for _, f := range fragments {
				b, err := f.Bytes()
				if err != nil {
					return nil, err
				}
				out = append(out, b)
			}
		}
		return out, nil
	case "defragment", "defragment6":
		fragments, err := evaluate(args)
		if err != nil {
			return nil, err
		}
		return [][]byte{joined(fragments)}, nil
	}
	p, axes, err := expression(expr)
	if err != nil {
		return nil, err
	}
	for p := range p.Each(axes...) {
		b, err := p.Bytes()
		if err != nil {
			return nil, err
		}
		out = append(out, b)
	}
	return out, nil
}

// literally returns the packets of an expression, or nil if it is more than evaluate understands.
func literally(expr string) [][]byte {
	b, err := evaluate(expr)
	if err != nil {
		return nil
	}
	return b
}

// joined puts fragments, all there and in order, together.
func joined(fragments [][]byte) []byte {
	p, _ := packet.Parse(fragments[0], ipProto(fragments[0]))
	var data []byte
	for _, b := range fragments {
		q, _ := packet.Parse(b, ipProto(b))
		b, at, _ := q.AppendSpans(nil, nil)
		if ip := packet.Get[IPv4](q); ip != nil {
			data = append(data, b[at[0].Payload:at[0].End]...)
		} else {
			data = append(data, b[at[q.Index(IPv6FragmentProto)].Payload:]...)
		}
	}
	if ip := packet.Get[IPv4](p); ip != nil {
		ip.Flags, ip.Length = 0, packet.Auto[uint16]{}
		p = packet.Packet{ip, packet.Payload(data)}
	} else {
		ip := packet.Get[IPv6](p)
		ip.Length = packet.Auto[uint16]{}
		ip.NextHeader = packet.Fix(packet.Get[IPv6Fragment](p).NextHeader.Get())
		p = packet.Packet{ip, packet.Payload(data)}
	}
	b, _ := p.Bytes()
	return b
}

// expression returns the packet of layers, and the fields that take several values.
func expression(expr string) (p packet.Packet, axes []packet.Axis, err error) {
	for expr != "" {
		m := call.FindStringSubmatch(expr)
		if m == nil {
			return nil, nil, fmt.Errorf("not understood: %s", expr)
		}
		expr = strings.TrimPrefix(expr[len(m[0]):], "/")
		if m[1] == "Raw" || m[1] == "Ether" && m[2] == "" {
			data, count, _ := strings.Cut(m[2], "*")
			n := 1
			if count != "" {
				n, _ = strconv.Atoi(count)
			}
			s, err := strconv.Unquote(strings.TrimPrefix(strings.TrimPrefix(data, "load="), "b"))
			if err != nil {
				return nil, nil, err
			}
			p = append(p, packet.Payload(bytes.Repeat([]byte(s), n)))
			continue
		}
		l, some, err := layerOf(m[1], m[2])
		if err != nil {
			return nil, nil, err
		}
		p, axes = append(p, l), append(axes, some...)
	}
	return p, axes, nil
}

// argument matches name=value in front of a comma or the end.
var argument = regexp.MustCompile(`^(\w+)=("[^"]*"|\d\w*|\([^()]*\)|\[[^\]]*\]|Net\([^()]*\))(?:,|$)`)

func layerOf(name, args string) (l packet.Layer, axes []packet.Axis, err error) {
	c, ok := classes[name]
	if !ok {
		return nil, nil, fmt.Errorf("no class %s", name)
	}
	l = c.proto.New()
	if ip, ok := l.(*IPv4); ok {
		ip.ID = 1 // scapy's default
	}
	for args != "" {
		m := argument.FindStringSubmatch(args)
		if m == nil {
			return nil, nil, fmt.Errorf("not understood: %s", args)
		}
		args = args[len(m[0]):]
		i := c.proto.Field(c.fields[m[1]].name)
		if i < 0 {
			return nil, nil, fmt.Errorf("no field %s", m[1])
		}
		a, err := axisOf(c.proto.At(l, i), m[2])
		if err != nil {
			return nil, nil, err
		}
		axes = append(axes, a)
	}
	return l, axes, nil
}

// axisOf makes an axis of a field and what an expression has for it: a value, a list, (first,last),
// a prefix or Net(first,last).
func axisOf(field any, s string) (packet.Axis, error) {
	inner := strings.Split(strings.Trim(strings.TrimPrefix(s, "Net"), "()[]"), ",")
	between := s[0] == '(' || strings.HasPrefix(s, "Net") && len(inner) == 2
	if a, ok := field.(*netip.Addr); ok {
		var addrs []netip.Addr
		for _, x := range inner {
			x = strings.Trim(x, `" `)
			if prefix, err := netip.ParsePrefix(x); err == nil {
				return packet.VaryPrefix(a, prefix), nil
			}
			y, err := netip.ParseAddr(x)
			if err != nil {
				return packet.Axis{}, err
			}
			addrs = append(addrs, y)
		}
		if between {
			return packet.VaryAddrs(a, addrs[0], addrs[1]), nil
		}
		return packet.Vary(a, addrs...), nil
	}
	var n []uint64
	for _, x := range inner {
		y, err := strconv.ParseUint(strings.TrimSpace(x), 0, 32)
		if err != nil {
			return packet.Axis{}, err
		}
		n = append(n, y)
	}
	switch f := field.(type) {
	case *uint8:
		return numbers(n, between, packet.Vary[uint8], packet.VaryRange[uint8], f), nil
	case *uint16:
		return numbers(n, between, packet.Vary[uint16], packet.VaryRange[uint16], f), nil
	case *uint32:
		return numbers(n, between, packet.Vary[uint32], packet.VaryRange[uint32], f), nil
	case *packet.Auto[uint8]:
		return numbers(n, between, packet.VaryAuto[uint8], packet.VaryAutoRange[uint8], f), nil
	case *packet.Auto[uint16]:
		return numbers(n, between, packet.VaryAuto[uint16], packet.VaryAutoRange[uint16], f), nil
	case *packet.Auto[IPProto]:
		return numbers(n, between, packet.VaryAuto[IPProto], packet.VaryAutoRange[IPProto], f), nil
	case *wire.ICMPv4Type:
		return numbers(n, between, packet.Vary[wire.ICMPv4Type], packet.VaryRange[wire.ICMPv4Type], f), nil
	}
	return packet.Axis{}, fmt.Errorf("%T: not in the test", field)
}

func numbers[F any, T ~uint8 | ~uint16 | ~uint32](n []uint64, between bool, list func(F, ...T) packet.Axis, all func(F, T, T) packet.Axis, f F) packet.Axis {
	if between {
		return all(f, T(n[0]), T(n[1]))
	}
	var x []T
	for _, y := range n {
		x = append(x, T(y))
	}
	return list(f, x...)
}
