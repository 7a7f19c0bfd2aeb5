package wire

// TCP ports of OpenFlow.
const (
	PortOpenFlow    = 6653
	PortOpenFlowOld = 6633 // before 1.3.3
)

// OpenFlowVersion is the version of an OpenFlow message.
type OpenFlowVersion uint8

// The versions.
const (
	OpenFlow10 OpenFlowVersion = 1
	OpenFlow11 OpenFlowVersion = 2
	OpenFlow12 OpenFlowVersion = 3
	OpenFlow13 OpenFlowVersion = 4
	OpenFlow14 OpenFlowVersion = 5
	OpenFlow15 OpenFlowVersion = 6
)

func (x OpenFlowVersion) String() string {
	if x >= OpenFlow10 && x <= OpenFlow15 {
		return "1." + itoa(int(x)-1)
	}
	return itoa(int(x))
}

var (
	openFlow10Types = [...]string{"hello", "error", "echo request", "echo reply", "vendor", "features request", "features reply",
		"get config request", "get config reply", "set config", "packet in", "flow removed", "port status", "packet out", "flow mod",
		"port mod", "stats request", "stats reply", "barrier request", "barrier reply", "queue get config request", "queue get config reply"}
	openFlow11Types = [...]string{"hello", "error", "echo request", "echo reply", "experimenter", "features request", "features reply",
		"get config request", "get config reply", "set config", "packet in", "flow removed", "port status", "packet out", "flow mod",
		"group mod", "port mod", "table mod", "multipart request", "multipart reply", "barrier request", "barrier reply",
		"queue get config request", "queue get config reply", "role request", "role reply", "get async request", "get async reply",
		"set async", "meter mod", "role status", "table status", "request forward", "bundle control", "bundle add message",
		"controller status"}
)

// TypeName returns what messages of type t are called.
func (x OpenFlowVersion) TypeName(t uint8) string {
	if x == OpenFlow10 && int(t) < len(openFlow10Types) {
		return openFlow10Types[t]
	}
	if x != OpenFlow10 && int(t) < len(openFlow11Types) {
		return openFlow11Types[t]
	}
	return itoa(int(t))
}
