package tls_test

import (
	"fmt"

	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/layers/tls"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

func Example() {
	hello := &tls.ClientHello{
		Version:      wire.TLS12,
		CipherSuites: []wire.TLSCipherSuite{wire.TLSAES128GCMSHA256},
		Compression:  []byte{0},
		Extensions: tls.Extensions{}.
			Add(wire.TLSExtServerName, tls.ServerNames{{Name: "example.com"}}).
			Add(wire.TLSExtSupportedVersions, tls.Versions{wire.TLS13}),
	}
	b, err := packet.Packet{
		&layers.TCP{SrcPort: 40000, DstPort: 443},
		&tls.Record{Type: wire.TLSHandshake, Version: wire.TLS10, Messages: tls.Messages{}.Add(hello)},
	}.Bytes()
	if err != nil {
		fmt.Println(err)
		return
	}
	p, err := packet.Parse(b, layers.TCPProto)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, r := range packet.All[tls.Record](p) {
		for m := range r.Messages.All() {
			if h, ok := m.Body().(*tls.ClientHello); ok {
				fmt.Println(m.Type, h.ServerName(), h.Versions(), h.JA4(tls.TCP))
			}
		}
	}
	// Output: client hello example.com [TLS 1.3] t13d010200_0f2cb44170f4_b9a491fefe05
}
