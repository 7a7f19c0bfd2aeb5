package layers

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// Grant is a time in which a station of a passive optical network may send. IEEE 802.3 §64.3.6.1.
type Grant struct {
	Start       uint32 // in times of 16 bits
	Length      uint16 // in times of 16 bits
	ForceReport bool   // the station is to report
}

// Gate is what follows the time in a gate. IEEE 802.3 §64.3.6.1, §77.3.6.1.
type Gate struct {
	Discovery bool // for stations that are not registered
	Grants    []Grant
	SyncTime  uint16 // of a discovery gate, in times of 16 bits
	Info      uint16 // of a discovery gate of 10 Gbit/s: what the head end can do
}

// QueueSet is lengths of a station's queues. IEEE 802.3 §64.3.6.2.
type QueueSet struct {
	Queues uint8    // which queues Report has: bit n is priority n
	Report []uint16 // in times of 16 bits, lowest priority first
}

// RegisterRequest is what follows the time in a register request. The last three fields
// are those of 10 Gbit/s, and padding in others. IEEE 802.3 §64.3.6.3, §77.3.6.3.
type RegisterRequest struct {
	Flags         uint8 // 1 register, 3 deregister
	PendingGrants uint8 // how many the station can hold
	Info          uint16
	LaserOn       uint8 // in times of 32 times 16 bits
	LaserOff      uint8 // in times of 32 times 16 bits
}

// Register is what follows the time in a register frame. The last two fields are those
// of 10 Gbit/s, and padding in others. IEEE 802.3 §64.3.6.4, §77.3.6.4.
type Register struct {
	Port          uint16 // assigned: the logical link's identifier
	Flags         uint8  // 1 reregister, 2 deregister, 3 ack, 4 nack
	SyncTime      uint16 // in times of 16 bits
	PendingGrants uint8  // as requested
	LaserOn       uint8  // target, in times of 32 times 16 bits
	LaserOff      uint8  // target, in times of 32 times 16 bits
}

// RegisterAck is what follows the time in a register acknowledgement. IEEE 802.3 §64.3.6.5.
type RegisterAck struct {
	Flags    uint8 // 0 nack, 1 ack
	Port     uint16
	SyncTime uint16 // in times of 16 bits
}

// Items implements [packet.Itemizer]: Rest of multipoint control as a [Gate], [QueueSet]
// values, a [RegisterRequest], a [Register] or a [RegisterAck], and what else there is.
func (l *MACControl) Items(i int) []any {
	if i != 5 || !l.mpcp() {
		return nil
	}
	out, n := mpcpItems(l.Opcode, l.Rest)
	if rest := l.Rest[n:]; out != nil && !allZero(rest) {
		out = append(out, packet.Malformed(rest))
	}
	return out
}

// mpcpItems returns the parts of b and how many bytes they are of.
func mpcpItems(op wire.MACControlOpcode, b []byte) (out []any, n int) {
	switch {
	case op == wire.MACControlGate && len(b) >= 1:
		return gateItem(b)
	case op == wire.MACControlReport && len(b) >= 1:
		return queueSets(b)
	case op == wire.MACControlRegisterReq && len(b) >= 6:
		return []any{RegisterRequest{b[0], b[1], wire.Uint16(b, 2), b[4], b[5]}}, 6
	case op == wire.MACControlRegister && len(b) >= 8:
		return []any{Register{wire.Uint16(b, 0), b[2], wire.Uint16(b, 3), b[5], b[6], b[7]}}, 8
	case op == wire.MACControlRegisterAck && len(b) >= 5:
		return []any{RegisterAck{b[0], wire.Uint16(b, 1), wire.Uint16(b, 3)}}, 5
	}
	return nil, 0
}

func gateItem(b []byte) (out []any, n int) {
	g := Gate{Discovery: b[0]&8 != 0}
	n = 1
	for i := range min(int(b[0]&7), 4) {
		if len(b) < n+6 {
			break
		}
		g.Grants = append(g.Grants, Grant{wire.Uint32(b, n), wire.Uint16(b, n+4), b[0]>>(4+i)&1 != 0})
		n += 6
	}
	if g.Discovery && len(b) >= n+4 {
		g.SyncTime, g.Info = wire.Uint16(b, n), wire.Uint16(b, n+2)
		n += 4
	}
	return []any{g}, n
}

func queueSets(b []byte) (out []any, n int) {
	n = 1
	for range b[0] {
		if n >= len(b) {
			break
		}
		q, at := QueueSet{Queues: b[n]}, n+1
		for i := range 8 {
			if q.Queues>>i&1 != 0 && at+2 <= len(b) {
				q.Report = append(q.Report, wire.Uint16(b, at))
				at += 2
			}
		}
		out, n = append(out, q), at
	}
	return out, n
}

func allZero(b []byte) bool {
	for _, c := range b {
		if c != 0 {
			return false
		}
	}
	return true
}

// OAMInfo is an element of a local or remote entity. IEEE 802.3 §57.5.2.1.
type OAMInfo struct {
	Type     wire.OAMTLV
	Version  uint8
	Revision uint16 // changes with the rest
	Parser   string // what becomes of received frames: "forward", "loopback" or "discard"
	Discard  bool   // frames of higher layers are not sent
	Active   bool   // mode
	OneWay   bool   // can send while it does not receive
	Loopback bool   // can do remote loopback
	Events   bool   // understands link events
	Variable bool   // answers variable requests
	MaxPDU   uint16 // longest frame of OAM, in bytes
	OUI      uint32 // 24 bits
	Vendor   uint32 // the vendor's
}

// OAMEvent is a link event. IEEE 802.3 §57.5.3.
type OAMEvent struct {
	Kind       string // "errored symbol period", "errored frames", "errored frame period" or "errored frame seconds"
	Timestamp  uint16 // in tenths of a second
	Window     uint64 // in symbols, tenths of a second, frames, tenths of a second
	Threshold  uint64 // how many errors in a window make an event
	Errors     uint64 // in the window
	ErrorTotal uint64 // since the start
	EventTotal uint32 // since the start
}

// OAMElement is another element of an information or event frame. OUI is that of an
// organization's own.
type OAMElement struct {
	Type wire.OAMTLV
	OUI  uint32 // 24 bits
	Data []byte
}

// OAMVariable is a variable that is asked for, or one with its value. IEEE 802.3 §57.6.
type OAMVariable struct {
	Branch uint8  // 3 package, 4 object, 6 name binding, 7 attribute
	Leaf   uint16 // which of the branch, IEEE 802.3 annex 30A
	Error  uint8  // of a response: why there is no value, as IEEE 802.3 §57.6.3 lists; or 0
	Value  []byte // of a response
}

// OAMLoopback is a command of loopback control. IEEE 802.3 §57.4.3.5.
type OAMLoopback uint8

func (c OAMLoopback) String() string {
	switch c {
	case 1:
		return "enable remote loopback"
	case 2:
		return "disable remote loopback"
	}
	return "reserved command"
}

// Items implements [packet.Itemizer]: TLVs as [OAMInfo], [OAMEvent] and [OAMElement], Data
// as [OAMVariable], [OAMLoopback], or an [OAMElement] of an organization.
func (l *OAM) Items(i int) []any {
	switch {
	case i == 4:
		return l.elements()
	case i == 5 && l.Code == wire.OAMVariableRequest:
		return oamVariables(l.Data, 3)
	case i == 5 && l.Code == wire.OAMVariableResponse:
		return oamVariables(l.Data, 4)
	case i == 5 && l.Code == wire.OAMLoopbackControl && len(l.Data) > 0:
		return oamRest([]any{OAMLoopback(l.Data[0])}, l.Data[1:])
	case i == 5 && l.Code == wire.OAMOrganization && len(l.Data) >= 3:
		return []any{OAMElement{wire.OAMOrganizationInfo, oui(l.Data), l.Data[3:]}}
	}
	return nil
}

func (l *OAM) elements() (out []any) {
	n := 0
	for e := range l.TLVs.All() {
		n += 2 + len(e.Value)
		switch {
		case l.events() && int(e.Type) <= len(oamEvents) && e.Type > 0 && len(e.Value) == oamEvents[e.Type-1].size():
			out = append(out, oamEvents[e.Type-1].event(e.Value))
		case !l.events() && (e.Type == wire.OAMLocal || e.Type == wire.OAMRemote) && len(e.Value) == 14:
			out = append(out, oamInfo(e.Type, e.Value))
		case e.Type == wire.OAMOrganizationInfo && len(e.Value) >= 3:
			out = append(out, OAMElement{e.Type, oui(e.Value), e.Value[3:]})
		case e.Type == wire.OAMEnd:
			n--
		default:
			out = append(out, OAMElement{Type: e.Type, Data: e.Value})
		}
	}
	return oamRest(out, l.TLVs[min(n, len(l.TLVs)):])
}

// oamRest appends what follows a list, unless it is padding.
func oamRest(out []any, rest []byte) []any {
	if !allZero(rest) {
		out = append(out, packet.Malformed(rest))
	}
	return out
}

func oamInfo(t wire.OAMTLV, v []byte) OAMInfo {
	return OAMInfo{
		Type: t, Version: v[0], Revision: wire.Uint16(v, 1), Parser: [...]string{"forward", "loopback", "discard", "reserved"}[v[3]&3],
		Discard: v[3]&4 != 0, Active: v[4]&1 != 0, OneWay: v[4]&2 != 0, Loopback: v[4]&4 != 0, Events: v[4]&8 != 0, Variable: v[4]&16 != 0,
		MaxPDU: wire.Uint16(v, 5) & 0x7ff, OUI: oui(v[7:]), Vendor: wire.Uint32(v, 10),
	}
}

// oamEventForm is the sizes of the fields of an event after its time.
type oamEventForm struct {
	kind  string
	sizes [5]int // window, threshold, errors, error total, event total
}

var oamEvents = [...]oamEventForm{
	{"errored symbol period", [5]int{8, 8, 8, 8, 4}},
	{"errored frames", [5]int{2, 4, 4, 8, 4}},
	{"errored frame period", [5]int{4, 4, 4, 8, 4}},
	{"errored frame seconds", [5]int{2, 2, 2, 4, 4}},
}

func (f *oamEventForm) size() int {
	n := 2
	for _, s := range f.sizes {
		n += s
	}
	return n
}

func (f *oamEventForm) event(v []byte) OAMEvent {
	var x [5]uint64
	at := 2
	for i, n := range f.sizes {
		for _, c := range v[at : at+n] {
			x[i] = x[i]<<8 | uint64(c)
		}
		at += n
	}
	return OAMEvent{f.kind, wire.Uint16(v, 0), x[0], x[1], x[2], x[3], uint32(x[4])}
}

// oamVariables returns the variables of a request, with descriptors of 3 bytes, or a
// response, with containers that begin with 4.
func oamVariables(b []byte, head int) (out []any) {
	for len(b) >= head && b[0] != 0 {
		x, n := OAMVariable{Branch: b[0], Leaf: wire.Uint16(b, 1)}, head
		if head == 4 {
			switch width := int(b[3]); {
			case width >= 0x80:
				x.Error = b[3]
			case width == 0:
				n += 128
			default:
				n += width
			}
			if n > len(b) {
				break
			}
			x.Value = b[4:n]
		}
		out, b = append(out, x), b[n:]
	}
	return oamRest(out, b)
}

var (
	_ packet.Itemizer = (*MACControl)(nil)
	_ packet.Itemizer = (*OAM)(nil)
)

// oui returns an organization's identifier at the start of b.
func oui(b []byte) uint32 { return uint32(b[0])<<16 | uint32(b[1])<<8 | uint32(b[2]) }
