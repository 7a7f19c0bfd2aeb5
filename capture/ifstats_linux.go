package capture

import (
	"encoding/binary"

	"github.com/gocap-project/gocap/internal/netlink"
)

// Numbers of rtnetlink (linux/rtnetlink.h, linux/if_link.h).
const (
	rtmGetLink   = 18
	ifInfoLen    = 16
	iflaStats64  = 23
	rxFIFOErrors = 14 // place in struct rtnl_link_stats64: no room in the adapter's queue
	rxMissed     = 15 // no room in the host's
)

// interfaceDrops asks how many packets an interface has had no room for since it exists.
func interfaceDrops(c *netlink.Conn, index int) (n uint64, err error) {
	info := make([]byte, ifInfoLen)
	binary.NativeEndian.PutUint32(info[4:], uint32(index))
	err = c.Do(netlink.NewRequest(rtmGetLink, 0).Raw(info...), func(m netlink.Message) error {
		if len(m.Body) < ifInfoLen {
			return nil
		}
		return netlink.Attrs(m.Body[ifInfoLen:], func(a netlink.Attr) {
			if a.Type == iflaStats64 && len(a.Data) >= 8*(rxMissed+1) {
				n = binary.NativeEndian.Uint64(a.Data[8*rxFIFOErrors:]) + binary.NativeEndian.Uint64(a.Data[8*rxMissed:])
			}
		})
	})
	return n, err
}
