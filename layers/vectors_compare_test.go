package layers_test

import (
	"bytes"
	"fmt"
	"net/netip"
	"reflect"
	"slices"
	"strings"

	"github.com/gocap-project/gocap/packet"
)

// build makes the packet that the vector asks for, setting every field, or only
// those that the expression sets and those that the packet cannot decide.
func build(v *vector, want []wanted, all bool) (packet.Packet, error) {
	var p packet.Packet
	for k, w := range want {
		if w.proto == packet.RawProto {
			p = append(p, packet.Payload(w.raw))
			continue
		}
		l := w.proto.New()
		for name, x := range w.values {
			i := w.proto.Field(name)
			f := &w.proto.Fields[i]
			free := f.Kind == packet.Plain || f.Kind == packet.Body || f.Kind == packet.Default || f.Kind == packet.Trailing
			last := k+1 == len(want) || want[k+1].proto == packet.RawProto
			if all || free || w.set[name] || f.Kind == packet.NextType && last {
				if !setField(l, i, x) {
					return nil, fmt.Errorf("%s.%s cannot be %v (%T)", w.proto.Name, name, x, x)
				}
			}
		}
		if c := classes[w.cls]; c.build != nil {
			c.build(v, l)
		}
		p = append(p, l)
	}
	return p, nil
}

func setField(l packet.Layer, i int, x any) bool {
	ptr := l.Proto().At(l, i)
	if a, ok := ptr.(packet.AnyAuto); ok {
		return a.SetAny(x)
	}
	v := reflect.ValueOf(ptr).Elem()
	if !reflect.TypeOf(x).AssignableTo(v.Type()) {
		return false
	}
	v.Set(reflect.ValueOf(x))
	return true
}

// compare reports how the parsed packet differs from what v asks for.
func compare(p packet.Packet, b []byte, want []wanted, padding []byte) (diffs []string) {
	var trailers []byte
	for k, l := range p {
		if i := l.Proto().Field("Trailer"); i >= 0 {
			if x := l.Proto().Value(l, i).([]byte); k >= 0 {
				trailers = append(slices.Clone(x), trailers...)
			}
		}
	}
	for k, w := range want {
		if w.proto == packet.RawProto {
			rest := bytesOf(p, k)
			if rest == nil {
				rest = trailers // gocap knows where the layer ends
			}
			if !bytes.HasPrefix(rest, w.raw) {
				diffs = append(diffs, fmt.Sprintf("payload %x, want %x", rest, w.raw))
			}
			return diffs
		}
		if k >= len(p) || p[k].Proto() != w.proto {
			return append(diffs, fmt.Sprintf("layers %s, want %s at %d", names(p), w.proto.Name, k))
		}
		for name, x := range w.values {
			i := w.proto.Field(name)
			if got := w.proto.Value(p[k], i); !same(got, x) {
				diffs = append(diffs, fmt.Sprintf("%s.%s is %s, want %s", w.proto.Name, name, show(got), show(x)))
			}
		}
	}
	if rest := bytesOf(p, len(want)); len(padding) > 0 && !bytes.Equal(trailers, padding) && !bytes.Equal(rest, padding) {
		diffs = append(diffs, fmt.Sprintf("padding %x, want %x", trailers, padding))
	} else if len(padding) == 0 && len(rest) > 0 && len(p) > len(want) && p[len(want)].Proto() == packet.RawProto {
		diffs = append(diffs, fmt.Sprintf("unexpected payload %x", rest))
	}
	return diffs
}

// bytesOf returns what the layers of p from k on were parsed from.
func bytesOf(p packet.Packet, k int) []byte {
	if k >= len(p) {
		return nil
	}
	b, at, _ := p.AppendSpans(nil, nil)
	return b[at[k].Off:at[max(k-1, 0)].End]
}

// same is reflect.DeepEqual, but no elements are no elements.
func same(x, y any) bool { return sameValue(reflect.ValueOf(x), reflect.ValueOf(y)) }

func sameValue(x, y reflect.Value) bool {
	if !x.IsValid() || !y.IsValid() || x.Type() != y.Type() {
		return x.IsValid() == y.IsValid() && !x.IsValid()
	}
	switch x.Kind() {
	case reflect.Pointer, reflect.Interface:
		return x.IsNil() == y.IsNil() && (x.IsNil() || sameValue(x.Elem(), y.Elem()))
	case reflect.Slice:
		if x.Len() != y.Len() {
			return false
		}
		for i := range x.Len() {
			if !sameValue(x.Index(i), y.Index(i)) {
				return false
			}
		}
		return true
	case reflect.Struct:
		if x.Comparable() && x.CanInterface() {
			switch x.Interface().(type) {
			case netip.Addr, netip.Prefix:
				return x.Interface() == y.Interface()
			}
		}
		for i := range x.NumField() {
			if !sameValue(x.Field(i), y.Field(i)) {
				return false
			}
		}
		return true
	case reflect.Map, reflect.Func, reflect.Chan:
		return reflect.DeepEqual(x.Interface(), y.Interface())
	}
	return x.Equal(y)
}

func show(x any) string {
	if v := reflect.ValueOf(x); v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Uint8 {
		return fmt.Sprintf("%x", v.Bytes())
	}
	return fmt.Sprintf("%+v", x)
}

func names(p packet.Packet) string {
	var s []string
	for _, l := range p {
		s = append(s, l.Proto().Name)
	}
	return strings.Join(s, "/")
}

// pad puts the padding where p had its trailer when it was parsed from the
// vector's bytes.
func pad(p, parsed packet.Packet, padding []byte) {
	if len(padding) == 0 {
		return
	}
	for k, l := range parsed {
		i := l.Proto().Field("Trailer")
		if i < 0 || k >= len(p) || p[k].Proto() != l.Proto() {
			continue
		}
		if x := l.Proto().Value(l, i).([]byte); len(x) > 0 {
			setField(p[k], i, x)
		}
	}
}
