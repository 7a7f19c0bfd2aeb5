package tls_test

import (
	"bytes"
	"path/filepath"
	"testing"

	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/layers/tls"
	"github.com/gocap-project/gocap/pcap"
	"github.com/gocap-project/gocap/wire"
)

// Every message of the shared captures is written as it was read, and so is every
// extension.
func TestCorpora(t *testing.T) {
	files, _ := filepath.Glob("../../../shared/corpora/pcap/*")
	if len(files) == 0 {
		t.Skip("no captures in ../shared/corpora")
	}
	if testing.Short() {
		t.Skip("reads all captures")
	}
	messages, opaque, exts, raw := 0, map[wire.TLSHandshakeType]int{}, 0, map[wire.TLSExtension]int{}
	body := func(name string, b tls.Body, data []byte) {
		messages++
		if _, ok := b.(*tls.Opaque); ok {
			opaque[b.Type()]++
		}
		if got := b.Append(nil); !bytes.Equal(got, data) {
			t.Errorf("%s: %v: %x written as %x", name, b.Type(), data, got)
		}
		x, from := extensions(b)
		for e := range x.All() {
			exts++
			v := tls.ValueOf(e.Type, e.Data, from)
			if _, ok := v.(tls.Bytes); ok {
				raw[e.Type]++
			}
			if _, ok := v.(tls.QUICParameters); !ok && !bytes.Equal(v.AppendWire(nil), e.Data) {
				t.Errorf("%s: %v: %x written as %x", name, e.Type, e.Data, v.AppendWire(nil))
			}
		}
	}
	for _, name := range files {
		r, err := pcap.Open(name)
		if err != nil {
			continue // a test of package pcap
		}
		for p, err := range r.Packets() {
			if err != nil {
				break
			}
			q, _ := layers.Parse(p.LinkType(), p.Data)
			for _, l := range q {
				switch l := l.(type) {
				case *tls.Record:
					for m := range l.Messages.All() {
						body(filepath.Base(name), m.Body(), m.Data)
					}
				case *tls.DTLSRecord:
					for m := range l.Messages.All() {
						body(filepath.Base(name), m.Body(), m.Data)
					}
				}
			}
		}
		r.Close()
	}
	t.Logf("%d messages, opaque %v; %d extensions, bytes %v", messages, opaque, exts, raw)
	if messages < 1000 {
		t.Errorf("only %d messages", messages)
	}
}

func extensions(b tls.Body) (tls.Extensions, tls.From) {
	switch b := b.(type) {
	case *tls.ClientHello:
		return b.Extensions, tls.FromClient
	case *tls.ServerHello:
		if b.Retry() {
			return b.Extensions, tls.FromRetry
		}
		return b.Extensions, tls.FromServer
	case *tls.EncryptedExtensions:
		return b.Extensions, tls.FromServer
	}
	return nil, 0
}
