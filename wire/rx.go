package wire

// UDP ports of AFS, whose packets are Rx's.
const (
	PortRxFirst  = 7000
	PortRxLast   = 7009
	PortRxBackup = 7021 // of the backup system
)

// RxType is the type of an Rx packet.
type RxType uint8

// The types of packets.
const (
	RxData      RxType = 1
	RxBusy      RxType = 2
	RxAck       RxType = 3
	RxAbort     RxType = 4
	RxAckAll    RxType = 5
	RxChallenge RxType = 6
	RxResponse  RxType = 7
	RxDebug     RxType = 8
	RxParams    RxType = 9
	RxVersion   RxType = 13
)

func (x RxType) String() string {
	switch x {
	case RxData:
		return "data"
	case RxBusy:
		return "busy"
	case RxAck:
		return "ack"
	case RxAbort:
		return "abort"
	case RxAckAll:
		return "ack all"
	case RxChallenge:
		return "challenge"
	case RxResponse:
		return "response"
	case RxDebug:
		return "debug"
	case RxParams:
		return "params"
	case RxVersion:
		return "version"
	}
	return itoa(int(x))
}

// RxFlags are the flags of an Rx packet.
type RxFlags uint8

// The flags.
const (
	RxClientInitiated RxFlags = 1 << 0
	RxRequestAck      RxFlags = 1 << 1
	RxLast            RxFlags = 1 << 2 // of its direction of the call
	RxMore            RxFlags = 1 << 3
	RxSlowStart       RxFlags = 1 << 5
)

func (f RxFlags) String() string {
	return flagNames(uint(f), "client", "request ack", "last", "more", "", "slow start")
}

// Plausible reports whether the type, flags and security class are ones that Rx has.
func (v Rx) Plausible() bool {
	t := v.Type()
	return t != 0 && t <= RxVersion && v.SecurityIndex() <= 5 && v[21]&0xc0 == 0
}
