package capture

import "github.com/gocap-project/gocap/capture/afxdp"

// BackendXDP takes packets before the network stack has them, which then does not
// see them: what the filter accepts is the program's alone, the rest goes on. It is
// chosen only if asked for. It captures incoming packets of Ethernet interfaces, and
// needs CAP_BPF and CAP_NET_ADMIN outside user namespaces. See package afxdp.
const BackendXDP = "AF_XDP"

// XDP is Use(BackendXDP) with settings of its own.
func XDP(c afxdp.Config) Option {
	return func(o *config) { o.backend, o.xdp = BackendXDP, c }
}
