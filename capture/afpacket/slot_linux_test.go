package afpacket

import (
	"errors"
	"testing"

	"golang.org/x/sys/unix"
)

// TestFallBack: a kernel without a form of ring gives the next, unless one was asked for.
func TestFallBack(t *testing.T) {
	for _, tt := range []struct {
		missing []Version
		ask     Version
		want    Version
		err     error
	}{
		{nil, AnyVersion, V3, nil},
		{[]Version{V3}, AnyVersion, V2, nil},
		{[]Version{V3, V2}, AnyVersion, V1, nil},
		{[]Version{V3, V2, V1}, AnyVersion, AnyVersion, nil},
		{[]Version{V3}, V2, V2, nil},
		{[]Version{V2}, V2, AnyVersion, unix.EINVAL},
	} {
		k := newSim(t)
		for _, v := range tt.missing {
			k.noVersion[v] = true
		}
		c := k.open(Config{Version: tt.ask})
		err := c.SetFilter(nil)
		if err == nil {
			err = c.Bind(2)
		}
		if !errors.Is(err, tt.err) {
			t.Errorf("%v without %v: %v", tt.ask, tt.missing, err)
			continue
		}
		m := c.Memory()
		if m.Version != tt.want || tt.err == nil && (m.Why != nil) != (len(tt.missing) > 0 && tt.ask == AnyVersion) {
			t.Errorf("%v without %v: %+v", tt.ask, tt.missing, m)
		}
		if err == nil {
			k.arrive(2, numbered(1))
			k.tick()
			expect(t, c, 1)
		}
	}
}
