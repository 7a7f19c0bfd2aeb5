package capture

import (
	"encoding/binary"
	"errors"
	"syscall"

	"github.com/gocap-project/gocap/internal/netlink"
)

// Numbers of rtnetlink (linux/rtnetlink.h, linux/if_link.h).
const (
	rtmGetLink   = 18
	ifInfoLen    = 16
	iflaStats64  = 23
	rxFIFOErrors = 14 // place in struct rtnl_link_stats64: no room in the adapter's queue
	rxMissed     = 15 // no room in the host's

	gsoMaxSize, groMaxSize         = 41, 58 // IFLA_
	gsoIPv4MaxSize, groIPv4MaxSize = 63, 64
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

// facts are what decides how long an interface's frames can be.
type facts struct{ joined int } // the longest that offloads make, in bytes; 0 if they are off

// The ethtool commands that ask whether an offload joins packets.
var joining = []uint32{
	0x1e, // ETHTOOL_GTSO
	0x23, // ETHTOOL_GGSO
	0x2b, // ETHTOOL_GGRO
	0x21, // ETHTOOL_GUFO
}

const ethtoolFlags, flagLRO = 0x25, 1 << 15 // ETHTOOL_GFLAGS, ETH_FLAG_LRO

// linkFacts asks for the lengths of joined packets; an interface that does not
// answer to ethtool may join them.
func linkFacts(c *netlink.Conn, index int, name string) (f facts, err error) {
	on := false
	for _, cmd := range append([]uint32{ethtoolFlags}, joining...) {
		v := binary.NativeEndian.AppendUint32(nil, cmd)
		v = append(v, 0, 0, 0, 0)
		err := c.Ethtool(name, v)
		value := binary.NativeEndian.Uint32(v[4:])
		if cmd == ethtoolFlags {
			value &= flagLRO
		}
		if errors.Is(err, syscall.EOPNOTSUPP) {
			continue
		}
		on = on || err != nil || value != 0
	}
	if !on {
		return f, nil
	}
	f.joined = 65536
	info := make([]byte, ifInfoLen)
	binary.NativeEndian.PutUint32(info[4:], uint32(index))
	err = c.Do(netlink.NewRequest(rtmGetLink, 0).Raw(info...), func(m netlink.Message) error {
		if len(m.Body) < ifInfoLen {
			return nil
		}
		return netlink.Attrs(m.Body[ifInfoLen:], func(a netlink.Attr) {
			switch a.Type {
			case gsoMaxSize, groMaxSize, gsoIPv4MaxSize, groIPv4MaxSize:
				f.joined = max(f.joined, int(min(a.Uint32(), 1<<20)))
			}
		})
	})
	return f, err
}
