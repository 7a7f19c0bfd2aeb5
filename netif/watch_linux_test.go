package netif

import (
	"context"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/gocap-project/gocap/internal/netlab"
	"github.com/gocap-project/gocap/internal/netlab/labtest"
)

func TestWatch(t *testing.T) {
	h := labtest.Host(t, "h")
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	events := on(t, h, func() (func(func(Event, error) bool), error) {
		s, err := Watch(ctx)
		return s, err
	})
	must(t,
		h.AddDummy(netlab.LinkConfig{Name: "d0", Addrs: []netip.Prefix{netip.MustParsePrefix("10.5.0.1/24")}}),
		h.DeleteAddr("d0", netip.MustParsePrefix("10.5.0.1/24")),
		h.SetMTU("d0", 1400), h.Delete("d0"))
	var got []string
	last := 0
	for e, err := range events {
		if err != nil {
			t.Fatal(err)
		}
		switch e.Kind {
		case LinkChanged:
			last = e.Interface.MTU
		case AddrChanged, AddrRemoved:
			got = append(got, e.Kind.String()+" "+e.Addr.Prefix.String())
		case LinkRemoved:
			got = append(got, e.Kind.String()+" "+e.Interface.Name)
		}
		if e.Kind == LinkRemoved {
			break
		}
	}
	want := "address changed 10.5.0.1/24; address removed 10.5.0.1/24; link removed d0"
	if s := strings.Join(got, "; "); s != want || last != 1400 {
		t.Errorf("%s; MTU %d", s, last)
	}
}

func TestWatchEndsWithContext(t *testing.T) {
	labtest.Need(t)
	ctx, cancel := context.WithCancel(t.Context())
	events, err := Watch(ctx)
	must(t, err)
	time.AfterFunc(10*time.Millisecond, cancel)
	ended := make(chan struct{})
	go func() {
		for range events {
		}
		close(ended)
	}()
	select {
	case <-ended:
	case <-time.After(5 * time.Second):
		t.Fatal("still watching 5 s after the context ended")
	}
}
