//go:build darwin || dragonfly || freebsd || netbsd || openbsd

package capture

import (
	"net"
	"os"
	"testing"
	"time"

	"github.com/gocap-project/gocap/internal/pid1"
	"github.com/gocap-project/gocap/link"
)

// TestLiveContract is the contract on this system, on the first Ethernet interface of a
// machine that is ours alone: frames are seen as they go out.
func TestLiveContract(t *testing.T) {
	if !pid1.Alone() && os.Getenv("GOCAP_LIVE_INTERFACE") == "" {
		pid1.Skip(t, "frames are sent to no network but that of a machine of its own; GOCAP_LIVE_INTERFACE names another's interface")
	}
	name, mac := ethernet(t)
	open := func(_ testing.TB, opts ...Option) (contracted, error) {
		h, err := Open(name, opts...)
		if err != nil {
			return nil, err
		}
		return h, nil
	}
	head := append([]byte{2, 0, 0, 0, 0, 0x77}, mac...)
	contract(t, func(*testing.T) *bed {
		return &bed{
			receiver: open, sender: open, link: link.Ethernet, head: append(head, 0x88, 0xb5), outwards: true, lossy: true,
			opensInterfaceErr: func(name string) error { _, err := Open(name); return err },
		}
	})
}

// ethernet enables an Ethernet interface and waits until it can send.
func ethernet(t *testing.T) (string, net.HardwareAddr) {
	all, err := net.Interfaces()
	if err != nil {
		t.Fatal(err)
	}
	for _, it := range all {
		if want := os.Getenv("GOCAP_LIVE_INTERFACE"); len(it.HardwareAddr) != 6 || want != "" && it.Name != want {
			continue
		}
		if pid1.Alone() {
			if err := pid1.Up(it.Name); err != nil {
				t.Fatal(err)
			}
			time.Sleep(3 * time.Second) // for the link
		}
		return it.Name, it.HardwareAddr
	}
	pid1.Skip(t, "there is no Ethernet interface")
	return "", nil
}
