package sequence

import (
	"bytes"
	"strings"
	"testing"

	"github.com/gocap-project/gocap/wire"
)

// FuzzStreamEvasions has a client send a stream and someone else put in what no host takes, three bytes a move. All of the
// stream must come out, and nothing else.
func FuzzStreamEvasions(f *testing.F) {
	for move := range byte(16) {
		f.Add([]byte{0, 0, 40, move, 0, 7, 1, 0, 9, move, 200, 30, 0, 0, 10}, uint32(move)<<28)
	}
	f.Add([]byte{2, 1, 50, 3, 0, 9, 4, 200, 0, 0, 0, 200, 5, 5, 5, 6, 6, 6, 7, 7, 7, 0, 0, 100, 8, 9, 60, 9, 0, 3, 10, 90, 1}, uint32(0xffffff80))
	f.Fuzz(func(t *testing.T, script []byte, isn uint32) {
		const window = 20000
		var honest [10000]byte
		for i := range honest {
			honest[i] = byte(i) ^ byte(i>>8)
		}
		evil := strings.Repeat("evil", 100)
		k := newTalk(StreamsConfig{Checksums: true, TCP: TCPConfig{Window: window}})
		from := Source{}
		put := func(g saidSegment) {
			from.Frame++
			from.Time += 1e6
			g.put(k.Streams, from)
		}
		base := isn + 1
		put(saidSegment{seq: isn, flags: wire.SYN})
		put(saidSegment{fromServer: true, seq: 500, ack: base, flags: wire.SYN | wire.ACK})
		put(saidSegment{seq: base, ack: 501, flags: wire.ACK})
		next, acked := 0, 0 // of what the client sent in order
		data := func(at, n int) {
			put(saidSegment{seq: base + uint32(at), ack: 501, flags: wire.ACK, data: string(honest[at:min(at+n, len(honest))])})
			if at <= next {
				next = max(next, min(at+n, len(honest)))
			}
		}
		for ; len(script) >= 3; script = script[3:] {
			a, n := int(script[1]), 1+int(script[2])
			b := evil[:n]
			switch script[0] & 15 {
			case 0: // the next segment, as far as we know
				data(next, n)
			case 1: // an old one again
				data(max(next-10*a, 0), n)
			case 2: // one that overtook
				data(min(next+10*a, len(honest)-1), n)
			case 3: // wrong checksum, where the next is
				put(saidSegment{seq: base + uint32(next+a), ack: 501, flags: wire.ACK, data: b, badSum: true})
			case 4: // old RST, or one within the window
				if at := next + 10*(a-100); at < next-1 && at != acked {
					put(saidSegment{seq: base + uint32(at), ack: 501, flags: wire.RST})
				}
			case 5: // before the first sequence number
				put(saidSegment{seq: base - uint32(n+a), ack: 501, flags: wire.ACK, data: b})
			case 6: // beyond the window
				put(saidSegment{seq: base + uint32(len(honest)+window+100*a+1), ack: 501, flags: wire.ACK, data: b})
			case 7: // a SYN that nobody answers, with other numbers
				put(saidSegment{seq: base + uint32(1000000+a), flags: wire.SYN, data: b})
			case 8: // what came out already, with other bytes
				if at := next - n - a; at >= 0 {
					put(saidSegment{seq: base + uint32(at), ack: 501, flags: wire.ACK, data: b})
				}
			case 9: // keep-alive
				if next > 0 {
					put(saidSegment{seq: base + uint32(next-1), ack: 501, flags: wire.ACK, data: "X"})
				}
			case 10: // FIN beyond the window, and where bytes came already
				put(saidSegment{seq: base + uint32(len(honest)+window+a+1), ack: 501, flags: wire.FIN | wire.ACK})
				if next > 0 {
					put(saidSegment{seq: base + uint32(next-1-a%next), ack: 501, flags: wire.FIN | wire.ACK})
				}
			case 11: // what the server says
				acked = max(acked, min(next, a*40))
				put(saidSegment{fromServer: true, seq: 501, ack: base + uint32(acked), flags: wire.ACK})
			case 12: // an urgent pointer to what has come already, and none
				put(saidSegment{seq: base + uint32(next), ack: 501, flags: wire.URG | wire.ACK})
			case 13: // the same ends in another network
				v := segment(base+uint32(next), 501, wire.ACK, b)
				v.SetSrcPort(1024)
				v.SetDstPort(80)
				v.SetChecksum(v.Sum(pseudoTCP(addrA, addrB, len(v))))
				k.Put(addrA, addrB, 7, v, -1, from)
			case 14: // a header that is not one
				k.Put(addrA, addrB, 0, wire.TCP(b[:min(n, 19)]), -1, from)
			case 15: // RST of the server's at a number that it is not at
				put(saidSegment{fromServer: true, seq: 600 + uint32(a), ack: base, flags: wire.RST | wire.ACK})
			}
		}
		for next < len(honest) {
			data(next, 1460)
		}
		put(saidSegment{seq: base + uint32(len(honest)), ack: 501, flags: wire.FIN | wire.ACK})
		k.Flush(Flushed)
		r := &k.both[0][0]
		if r.broken != "" || !bytes.Equal(r.stream, honest[:]) || r.end != Finished {
			t.Fatalf("%d bytes, %v: %s\n%s", len(r.stream), r.end, r.broken, strings.Join(r.said, "\n"))
		}
		if k.env.arena.used != 0 || k.table.n != 0 {
			t.Fatalf("%d bytes and %d connections are left", k.env.arena.used, k.table.n)
		}
	})
}

// FuzzFragmentEvasions has a host send datagrams of two fragments, and someone else put in what no host takes, two bytes a
// move. All datagrams must come out, and nothing else.
func FuzzFragmentEvasions(f *testing.F) {
	for move := range byte(12) {
		f.Add([]byte{0, 1, move, 1, 1, 1, 0, 2, move, 2, 0, 3, 1, 3, move, 3, 1, 2}, move&1 != 0)
	}
	f.Fuzz(func(t *testing.T, script []byte, rfc5722 bool) {
		var out records
		cfg := FragmentConfig{Out: &out, Checksums: true}
		if rfc5722 {
			cfg.Policy = FragmentsRFC5722
		}
		d := NewDefragmenter(nil, cfg)
		sent := map[uint16]int{} // halves that wait
		want := 0
		half := func(id uint16, second int) wire.IPv4 {
			return fragment4(id, 16*second, second == 0, bytes.Repeat([]byte{byte(id), 'a' + byte(second)}, 8))
		}
		now := int64(0)
		for ; len(script) >= 2; script = script[2:] {
			id := uint16(script[1] & 7)
			src := Source{Time: now}
			now += 1e6
			switch move := script[0] % 12; move {
			case 0, 1: // honest, either order, and again
				d.PutIPv4(half(id, int(move)), 0, src)
				if sent[id] |= 1 << move; sent[id] == 3 {
					want++
					delete(sent, id)
				}
			case 2: // wrong checksum
				v := fragment4(id, 0, true, []byte(data(16, "e")))
				v.SetChecksum(^v.Checksum())
				d.PutIPv4(v, 0, src)
			case 3: // nothing in it
				d.PutIPv4(fragment4(id, 8, true, nil), 0, src)
			case 4: // beyond the longest datagram
				d.PutIPv4(fragment4(id, 65528, false, []byte(data(16, "e"))), 0, src)
			case 5: // another protocol
				v := fragment4(id, 0, true, []byte(data(24, "e")))
				v.SetProtocol(unassigned + 1)
				v.SetChecksum(v.Sum())
				d.PutIPv4(v, 0, src)
			case 6: // another network
				d.PutIPv4(fragment4(id, 8, true, []byte(data(24, "e"))), 1, src)
			case 7: // another identification
				d.PutIPv4(fragment4(id+100, 0, true, []byte(data(24, "e"))), 0, src)
			case 8: // cut off
				v := fragment4(id, 0, true, []byte(data(24, "e")))
				d.PutIPv4(v[:len(v)-1], 0, src)
			case 9: // IPv6 with the same number
				d.PutIPv6(fragment6(uint32(id), 8, true, []byte(data(24, "e"))), 0, src)
			case 10: // another destination
				v := fragment4(id, 0, true, []byte(data(24, "e")))
				v[19]++
				v.SetChecksum(v.Sum())
				d.PutIPv4(v, 0, src)
			case 11: // no IP
				d.PutIPv4(wire.IPv4(data(int(id)*4, "e")), 0, src)
			}
		}
		got := 0
		for _, e := range out {
			if e.Kind != Message {
				continue
			}
			got++
			id := wire.IPv4(e.Bytes).ID()
			if string(payload(e.Bytes)) != string(half(id, 0).Payload())+string(half(id, 1).Payload()) {
				t.Fatalf("%q", e.Bytes)
			}
		}
		if got != want {
			t.Fatalf("%d datagrams, want %d", got, want)
		}
		d.Flush(Flushed)
		checkStats(t, d.Stats(), 0)
	})
}
