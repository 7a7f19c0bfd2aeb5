package rawip

import (
	"bytes"
	"net/netip"
	"testing"
	"time"
)

// TestControl: what is appended for sending is what is understood on receiving,
// except that the address is the source in one and the destination in the other.
func TestControl(t *testing.T) {
	for _, word := range []int{4, 8} {
		for _, six := range []bool{false, true} {
			m := Message{Src: netip.MustParseAddr("192.0.2.7"), Interface: 3, TTL: 9, TOS: 0xb8}
			if six {
				m.Src = netip.MustParseAddr("2001:db8::7")
			}
			b := m.appendControl(nil, six, word)
			if len(b)%word != 0 || len(b) > controlLen {
				t.Errorf("%d bytes of control messages", len(b))
			}
			var got Message
			got.control(b, word)
			if got.Interface != 3 || got.TTL != 9 || got.TOS != 0xb8 {
				t.Errorf("word %d, six %v: %+v", word, six, got)
			}
			for i := range b { // every truncation
				var cut Message
				cut.control(b[:i], word)
			}
			// The kernel's in_pktinfo has the destination in its third field.
			if six && got.Dst != m.Src {
				t.Errorf("destination %v", got.Dst)
			}
		}
	}
	if b := (&Message{}).appendControl(nil, true, 8); len(b) != 0 {
		t.Errorf("a message without wishes has control messages % x", b)
	}
}

func TestControlStamp(t *testing.T) {
	var m Message
	b := appendHeader(nil, levelSocket, socketStamp, 16, 8)
	b = append(b, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
	m.control(b, 8)
	if m.Time.Unix() != 0 {
		t.Error(m.Time)
	}
	m = Message{}
	m.control(b[:len(b)-1], 8)
	if m.Time != (time.Time{}) {
		t.Error("a time stamp that is cut has been taken")
	}
}

func TestPayload(t *testing.T) {
	head := append(bytes.Repeat([]byte{0}, 24), 1, 2, 3)
	for _, c := range []struct {
		first byte
		data  []byte
		want  int
	}{{0x46, head, 3}, {0x4f, head, 0}, {0x46, head[:20], 0}, {0x45, head, 7}} {
		c.data[0] = c.first
		m := Message{Data: c.data, four: true}
		if got := len(m.Payload()); got != c.want {
			t.Errorf("header %#x, %d bytes: payload of %d, want %d", c.first, len(c.data), got, c.want)
		}
	}
	if (&Message{four: true}).Payload() != nil {
		t.Error("payload of nothing")
	}
}

func FuzzControl(f *testing.F) {
	f.Add((&Message{Interface: 1, TTL: 2, TOS: 3}).appendControl(nil, true, 8))
	f.Add((&Message{Interface: 1, TTL: 2, TOS: 3}).appendControl(nil, false, 4))
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, word := range []int{4, 8} {
			var m Message
			m.control(b, word)
			if m.TTL < 0 || m.TTL > 255 || m.TOS < 0 || m.TOS > 255 {
				t.Errorf("%+v", m)
			}
		}
	})
}

func TestConfig(t *testing.T) {
	four, six := netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("2001:db8::1")
	for _, c := range []struct {
		cfg  Config
		want error
	}{
		{Config{}, ErrConfig},
		{Config{Version: 5, Protocol: 1}, ErrConfig},
		{Config{Version: 4}, ErrConfig},
		{Config{Version: 4, Protocol: 1, Snaplen: 65536}, ErrConfig},
		{Config{Version: 4, Protocol: 1, Batch: -1}, ErrConfig},
		{Config{Version: 4, Protocol: 1, Local: six}, ErrVersion},
		{Config{Version: 6, Protocol: 1, Peer: four}, ErrVersion},
		{Config{Version: 4, Protocol: 1, Peer: netip.AddrFrom16(four.As16())}, nil}, // mapped
	} {
		if err := c.cfg.complete(); err != c.want {
			t.Errorf("%+v: %v, want %v", c.cfg, err, c.want)
		}
	}
}
