//go:build !linux

package sockfilter_test

import (
	"errors"
	"testing"

	"github.com/gocap-project/gocap/bpf"
	"github.com/gocap-project/gocap/capture/sockfilter"
)

func TestUnsupported(t *testing.T) {
	fd := sockfilter.FD(0)
	_, replace := sockfilter.Replace(fd, bpf.Reject())
	_, locked := sockfilter.Locked(fd)
	for _, err := range []error{sockfilter.Attach(fd, bpf.Reject()), sockfilter.Detach(fd), sockfilter.Lock(fd), replace, locked} {
		if !errors.Is(err, errors.ErrUnsupported) {
			t.Errorf("%v", err)
		}
	}
}
