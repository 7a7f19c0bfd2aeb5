package afpacket

import (
	"errors"
	"fmt"
	"os"
	"testing"

	"github.com/gocap-project/gocap/internal/netlab/labtest"
	"golang.org/x/sys/unix"
)

// TestLiveMemoryRefused: the kernel itself refuses the ring, because the process may map
// no more memory (RLIMIT_AS); a smaller one is made, or none if even that is too much,
// what was refused is told, and frames come.
func TestLiveMemoryRefused(t *testing.T) {
	for _, tt := range []struct{ room, most, least int }{{20 << 20, 16 << 20, 512 << 10}, {256 << 10, 0, 0}} {
		a, b := labtest.Pair(t)
		c, it := openIn(t, a, Config{Longest: 1600})
		tx, to := openIn(t, b, Config{Plain: true})
		if err := c.SetFilter(nil); err != nil {
			t.Fatal(err)
		}
		if err := withRoom(t, tt.room, func() error { return c.Bind(it.Index) }); err != nil {
			t.Fatal(err)
		}
		m := c.Memory()
		if m.Bytes > tt.most || m.Bytes < tt.least || m.Wanted != 32<<20 || !errors.Is(m.Why, unix.ENOMEM) {
			t.Errorf("with room for %d bytes: %+v", tt.room, m)
		}
		want := fmt.Sprintf("\xff\xff\xff\xff\xff\xff123456\x88\xb5 a frame of its own %040d", tt.room)
		if err := tx.Send(to.Index, []byte(want)); err != nil {
			t.Fatal(err)
		}
		w, err := NewWaker()
		if err != nil {
			t.Fatal(err)
		}
		var f Frame
		for found := false; !found; {
			ok, err := c.Next(&f)
			switch {
			case err != nil:
				t.Fatal(err)
			case ok:
				found = string(f.Data) == want
			default:
				if err := w.Wait(-1, []*Conn{c}); err != nil {
					t.Fatal(err)
				}
			}
		}
		_ = w.Close()
	}
}

// withRoom calls f while the process may map so many bytes more.
func withRoom(t *testing.T, room int, f func() error) error {
	t.Helper()
	var pages, was = 0, unix.Rlimit{}
	b, err := os.ReadFile("/proc/self/statm")
	if err == nil {
		_, err = fmt.Sscan(string(b), &pages)
	}
	if err := errors.Join(err, unix.Getrlimit(unix.RLIMIT_AS, &was)); err != nil {
		t.Fatal(err)
	}
	is := unix.Rlimit{Cur: uint64(pages*os.Getpagesize() + room), Max: was.Max}
	if err := unix.Setrlimit(unix.RLIMIT_AS, &is); err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := unix.Setrlimit(unix.RLIMIT_AS, &was); err != nil {
			t.Error(err)
		}
	}()
	return f()
}
