package quic_test

import (
	"path/filepath"
	"testing"

	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/layers/quic"
	"github.com/gocap-project/gocap/layers/tls"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/pcap"
	"github.com/gocap-project/gocap/wire"
)

// The initial packets of the shared captures can be decrypted with the keys of their
// connection, nearly all.
func TestCorpora(t *testing.T) {
	files, _ := filepath.Glob("../../../shared/corpora/pcap/*")
	if len(files) == 0 {
		t.Skip("no captures in ../shared/corpora")
	}
	if testing.Short() {
		t.Skip("reads all captures")
	}
	initials, open, hellos, malformed := 0, 0, 0, 0
	for _, name := range files {
		r, err := pcap.Open(name)
		if err != nil {
			continue // a test of package pcap
		}
		keys := map[quic.Keys]bool{}
		for p, err := range r.Packets() {
			if err != nil {
				break
			}
			q, _ := layers.Parse(p.LinkType(), p.Data)
			for _, l := range packet.All[quic.Long](q) {
				if l.PacketType() != wire.QUICTypeInitial || l.Length.Held() {
					continue
				}
				initials++
				if client, server, err := quic.InitialKeys(l.Version, l.DstID); err == nil && len(keys) < 100 {
					keys[client], keys[server] = true, true
				}
				for k := range keys {
					x, err := l.DecryptWith(k)
					if err != nil {
						continue
					}
					open++
					if x.Frames.Malformed() {
						malformed++
					}
					for m := range tls.Messages(x.Frames.Crypto()).All() {
						if _, ok := m.Body().(*tls.Opaque); !ok {
							hellos++
						}
					}
					break
				}
			}
		}
		r.Close()
	}
	t.Logf("%d initial packets, %d decrypted, %d malformed, %d messages", initials, open, malformed, hellos)
	if open < 130 || malformed > 5 {
		t.Error("too few")
	}
}
