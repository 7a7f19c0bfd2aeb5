//go:build !plan9

package netlink

import (
	"bytes"
	"encoding/binary"
	"errors"
	"syscall"
	"testing"
)

// message is one in the machine's order, with a length that may lie.
func message(length uint32, typ, flags uint16, seq uint32, body ...byte) []byte {
	b := binary.NativeEndian.AppendUint32(nil, length)
	b = binary.NativeEndian.AppendUint16(b, typ)
	b = binary.NativeEndian.AppendUint16(b, flags)
	b = binary.NativeEndian.AppendUint32(b, seq)
	b = binary.NativeEndian.AppendUint32(b, 0)
	return append(b, body...)
}

func attr(length, typ uint16, data ...byte) []byte {
	b := binary.NativeEndian.AppendUint16(nil, length)
	return append(binary.NativeEndian.AppendUint16(b, typ), data...)
}

func TestRoundTrip(t *testing.T) {
	r := NewRequest(99, FlagCreate).Raw(1, 2, 3, 4)
	r.String(1, "eth0").Uint32(2, 1500).Uint16BE(3, 0x8100).Uint8(4, 7).Uint16(5, 42)
	r.Nest(6, func(r *Request) { r.Bytes(7, []byte{1, 2, 3, 4, 5}) })
	b := r.Finish(5, 6)
	m, rest, err := Next(b)
	if err != nil || len(rest) != 0 || m.Type != 99 || m.Flags != FlagCreate|FlagRequest || m.Seq != 5 || m.Port != 6 {
		t.Fatalf("%+v, %d bytes rest, %v", m, len(rest), err)
	}
	got := map[uint16]Attr{}
	if err := Attrs(m.Body[4:], func(a Attr) { got[a.Type] = a }); err != nil {
		t.Fatal(err)
	}
	if got[1].String() != "eth0" || got[2].Uint32() != 1500 || got[3].Uint16BE() != 0x8100 || got[4].Uint8() != 7 || got[5].Uint16() != 42 {
		t.Errorf("%v", got)
	}
	var inner []byte
	if err := Attrs(got[6].Data, func(a Attr) { inner = a.Data }); err != nil || !bytes.Equal(inner, []byte{1, 2, 3, 4, 5}) {
		t.Errorf("nested: %v, %v", inner, err)
	}
}

func TestHostileMessages(t *testing.T) {
	good := message(20, 16, 0, 1, 1, 2, 3, 4)
	tests := []struct {
		name   string
		b      []byte
		good   int // messages before the fault
		offset int
	}{
		{"short header", good[:15], 0, 0},
		{"length 0", message(0, 16, 0, 1), 0, 0},
		{"length less than the header", message(15, 16, 0, 1), 0, 0},
		{"length more than there is", message(21, 16, 0, 1, 1, 2, 3, 4), 0, 0},
		{"the largest length", message(0xffffffff, 16, 0, 1, 1, 2, 3, 4), 0, 0},
		{"fault after a good one", append(bytes.Clone(good), 1, 2, 3), 1, 20},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			n := 0
			err := Each(tt.b, func(Message) error { n++; return nil })
			var bad *SyntaxError
			if !errors.As(err, &bad) || n != tt.good || bad.Offset != tt.offset {
				t.Errorf("%d good messages, %v", n, err)
			}
		})
	}
	// The last message need not be padded.
	n := 0
	if err := Each(message(17, 16, 0, 1, 9), func(Message) error { n++; return nil }); err != nil || n != 1 {
		t.Errorf("unpadded: %d, %v", n, err)
	}
}

func TestHostileAttributes(t *testing.T) {
	good := attr(6, 1, 'a', 'b', 0, 0)
	tests := []struct {
		name   string
		b      []byte
		good   int
		offset int
	}{
		{"short header", []byte{1, 2, 3}, 0, 0},
		{"length 0", attr(0, 1, 0, 0, 0, 0), 0, 0},
		{"length 3", attr(3, 1), 0, 0},
		{"length more than there is", attr(9, 1, 0, 0, 0, 0), 0, 0},
		{"the largest length", attr(0xffff, 1), 0, 0},
		{"fault after a good one", append(bytes.Clone(good), attr(0, 1)...), 1, 8},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			n := 0
			err := Attrs(tt.b, func(Attr) { n++ })
			var bad *SyntaxError
			if !errors.As(err, &bad) || n != tt.good || bad.Offset != tt.offset {
				t.Errorf("%d good attributes, %v", n, err)
			}
		})
	}
	var short Attr
	if short.Uint8() != 0 || short.Uint16() != 0 || short.Uint16BE() != 0 || short.Uint32() != 0 || short.Uint64() != 0 || short.String() != "" {
		t.Error("an empty attribute has a value")
	}
}

func TestAck(t *testing.T) {
	refusal := func(n int32, rest ...byte) []byte {
		return append(binary.NativeEndian.AppendUint32(nil, uint32(n)), rest...)
	}
	text := attr(9, extText, 'w', 'h', 'y', '?', 0, 0, 0, 0)
	request := message(16, 16, 0, 1)
	tests := []struct {
		name   string
		m      Message
		errno  syscall.Errno // 0: no error
		text   string
		syntax bool
	}{
		{"acknowledgement", Message{Type: TypeError, Body: refusal(0)}, 0, "", false},
		{"done", Message{Type: TypeDone, Body: refusal(0)}, 0, "", false},
		{"done without a body", Message{Type: TypeDone}, 0, "", false},
		{"no body", Message{Type: TypeError}, 0, "", true},
		{"refusal", Message{Type: TypeError, Body: refusal(-1)}, 1, "", false},
		{"refusal with text", Message{Type: TypeError, Flags: flagAckTLVs, Body: refusal(-22, append(request, text...)...)}, 22, "why?", false},
		{"capped", Message{Type: TypeError, Flags: flagAckTLVs | flagCapped, Body: refusal(-22, append(request, text...)...)}, 22, "why?", false},
		{"dump refused", Message{Type: TypeDone, Flags: flagAckTLVs, Body: refusal(-95, text...)}, 95, "why?", false},
		{"the repeated request lies", Message{Type: TypeError, Flags: flagAckTLVs, Body: refusal(-22, message(1<<31, 0, 0, 0)...)}, 22, "", false},
		{"nothing repeated", Message{Type: TypeError, Flags: flagAckTLVs, Body: refusal(-22)}, 22, "", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := tt.m.Ack()
			var e *Error
			var s *SyntaxError
			switch {
			case tt.syntax:
				if !errors.As(err, &s) {
					t.Error(err)
				}
			case tt.errno == 0:
				if err != nil {
					t.Error(err)
				}
			case !errors.As(err, &e) || e.Errno != tt.errno || e.Text != tt.text || !errors.Is(err, tt.errno):
				t.Errorf("%#v", err)
			}
		})
	}
}

func FuzzMessages(f *testing.F) {
	f.Add(message(20, 16, 0, 1, 1, 2, 3, 4))
	f.Add(message(36, TypeError, flagAckTLVs, 1, message(16, 16, 0, 1)...))
	f.Add(append(message(24, 16, 0, 1), attr(8, 1, 0, 0, 0, 1)...))
	f.Fuzz(func(t *testing.T, b []byte) {
		total := 0
		err := Each(b, func(m Message) error {
			total += headerLen + len(m.Body)
			_ = m.Ack()
			inner := 0
			_ = Attrs(m.Body, func(a Attr) { inner += attrLen + len(a.Data); _ = a.String() })
			if inner > len(m.Body) {
				t.Fatal("attributes are longer than the message")
			}
			return nil
		})
		var bad *SyntaxError
		if total > len(b) || (err != nil && (!errors.As(err, &bad) || bad.Offset >= len(b))) {
			t.Fatalf("%d of %d bytes, %v", total, len(b), err)
		}
	})
}
