package watch_test

import (
	"fmt"
	"net/netip"
	"testing"

	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/sequence"
	"github.com/gocap-project/gocap/session"
	"github.com/gocap-project/gocap/session/watch"
	"github.com/gocap-project/gocap/wire"
)

// sctp returns an SCTP packet in a packet of IPv4 in a frame of Ethernet, padded.
func sctp(src, dst string, p wire.SCTP) []byte {
	b := udp(src, dst, p)
	b = append(b[:20], b[28:]...)
	ip, s, d := wire.IPv4(b), netip.MustParseAddrPort(src), netip.MustParseAddrPort(dst)
	ip.SetLength(uint16(len(b)))
	ip.SetProtocol(wire.IPProtoSCTP)
	wire.SCTP(b[20:]).SetSrcPort(s.Port())
	wire.SCTP(b[20:]).SetDstPort(d.Port())
	frame := append(make([]byte, 12, 64), 8, 0)
	frame = append(frame, b...)
	for len(frame) < 60 {
		frame = append(frame, 0xee)
	}
	return frame
}

// TestSCTP has two associations between the same ends, of which the first is closed and the second aborted, and a forged
// packet in between.
func TestSCTP(t *testing.T) {
	var s seen
	w := watch.New(s.config())
	const client, server = "192.0.2.1:40000", "192.0.2.2:2905"
	n := uint64(0)
	put := func(side session.Side, p wire.SCTP) {
		src, dst := client, server
		if side == session.Server {
			src, dst = dst, src
		}
		n++
		b := sctp(src, dst, p)
		w.Put(link.Ethernet, b, len(b), sequence.Source{Frame: n, Time: int64(n) * 1e9})
	}
	for i := range uint32(2) {
		talk := session.NewSCTP(session.SCTPConfig{})
		send := func(side session.Side, parts ...session.SCTPPart) wire.SCTP {
			b, err := talk.Build(side, nil, 0, parts...)
			if err != nil {
				t.Fatal(err)
			}
			put(side, b)
			return b
		}
		send(session.Client, session.SCTPPart{Chunk: wire.SCTPTypeInit, Tag: 1 + 2*i, TSN: 1})
		send(session.Server, session.SCTPPart{Chunk: wire.SCTPTypeInitAck, Tag: 2 + 2*i, TSN: 1, Data: []byte{1}})
		send(session.Client, session.SCTPPart{Chunk: wire.SCTPTypeCookieEcho, Data: []byte{1}}, session.SCTPPart{Chunk: wire.SCTPTypeData, Data: []byte("hello")})
		last := send(session.Server, session.SCTPPart{Chunk: wire.SCTPTypeCookieAck}, session.SCTPPart{Chunk: wire.SCTPTypeSACK})
		forged := append(wire.SCTP(nil), last[:wire.SCTPLen]...)
		forged.SetVTag(77)
		put(session.Server, append(forged, byte(wire.SCTPTypeAbort), 0, 0, 4))
		if i == 1 {
			send(session.Client, session.SCTPPart{Chunk: wire.SCTPTypeAbort})
			break
		}
		send(session.Client, session.SCTPPart{Chunk: wire.SCTPTypeShutdown})
		send(session.Server, session.SCTPPart{Chunk: wire.SCTPTypeShutdownAck})
		send(session.Client, session.SCTPPart{Chunk: wire.SCTPTypeShutdownComplete})
	}
	w.Flush()
	want := seen{
		[]string{"5 sctp 192.0.2.2:2905 sctp-tag", "13 sctp 192.0.2.2:2905 sctp-tag"},
		[]string{
			"0 sctp [192.0.2.1:40000 192.0.2.2:2905] [4 4] CLOSED 1 0 fin",
			"1 sctp [192.0.2.1:40000 192.0.2.2:2905] [3 3] CLOSED 1 0 rst",
		},
	}
	if fmt.Sprintf("%q", s) != fmt.Sprintf("%q", want) {
		t.Errorf("%q\nnot %q", s, want)
	}
}
