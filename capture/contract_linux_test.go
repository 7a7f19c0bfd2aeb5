package capture

import (
	"testing"

	"github.com/gocap-project/gocap/internal/netlab"
	"github.com/gocap-project/gocap/internal/netlab/labtest"
	"github.com/gocap-project/gocap/link"
)

// TestLiveContract is the contract on this system.
func TestLiveContract(t *testing.T) {
	contract(t, func(t *testing.T) *bed {
		a, b := labtest.Pair(t)
		open := func(host *netlab.Host, name string) func(testing.TB, ...Option) (contracted, error) {
			return func(_ testing.TB, opts ...Option) (h contracted, err error) {
				err = host.Do(func() error {
					got, err := Open(name, opts...)
					if err == nil {
						h = got
					}
					return err
				})
				return h, err
			}
		}
		head := append([]byte(labtest.MACA), labtest.MACB...)
		return &bed{
			receiver: open(a, "eth0"), sender: open(b, "eth0"), link: link.Ethernet, head: append(head, 0x88, 0xb5), knowsDirection: true,
			opensInterfaceErr: func(name string) error {
				return a.Do(func() error { _, err := Open(name); return err })
			},
		}
	})
}
