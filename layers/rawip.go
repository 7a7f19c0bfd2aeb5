package layers

import (
	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// IPProto46 is the protocol to begin with where either version of IP can be
// first, as on link type RAW: [IPv4] or [IPv6], by the version field. It has no
// header of its own. A packet of neither version is [packet.Raw].
var IPProto46 = &packet.Proto{
	Name: "IP", Title: "Internet Protocol of either version", Ref: "RFC 8200 §3",
	New: packet.RawProto.New, At: packet.RawProto.At, Fields: packet.RawProto.Fields,
}

func init() {
	IPProto46.Pick = func(b []byte) *packet.Proto {
		switch wire.IPVersion(b) {
		case 4:
			return IPv4Proto
		case 6:
			return IPv6Proto
		}
		return nil
	}
	LinkTypes.Bind(link.Raw, IPProto46)
	LinkTypes.Bind(12, IPProto46) // DLT_RAW of most systems, in files of careless writers
	LinkTypes.Bind(14, IPProto46) // DLT_RAW of OpenBSD
}
