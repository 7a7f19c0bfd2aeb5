package afpacket

import (
	"context"
	"net"
)

// ServeSockets gives the process at the other end of c packet sockets, in the
// network namespace of the calling thread, for as long as it asks, and returns nil
// when it closes. A helper with CAP_NET_RAW calls it, so that a program without can
// capture: a Conn whose Config has SocketsFrom for Socket. The program can use the
// sockets for everything that a packet socket can do. A request that cannot be met
// is answered with the reason and is no error.
func ServeSockets(c *net.UnixConn) error { return serveSockets(c) }

// SocketsFrom returns a function for Config.Socket that asks the process at the
// other end of c, which runs ServeSockets. Several goroutines may use it.
func SocketsFrom(c *net.UnixConn) func(typ int) (fd int, err error) { return socketsFrom(c) }

// InNamespace runs f in another network namespace: one by its name (as
// ip-netns(8) makes them) or by a path such as /proc/1234/ns/net. Sockets that f
// opens stay there; goroutines that f starts are not there. It needs CAP_SYS_ADMIN.
func InNamespace(nameOrPath string, f func() error) error { return inNamespace(nameOrPath, f) }

// InNamespaceFD is InNamespace for a descriptor of the namespace.
func InNamespaceFD(fd int, f func() error) error { return inNamespaceFD(fd, f) }

// OnCores runs n workers at once, each on a thread that stays on a core of its own;
// n = 0 is one for each core that the program may use. When one fails the ctx of
// the others is done. It returns when all have, with their errors joined.
func OnCores(ctx context.Context, n int, work func(ctx context.Context, worker int) error) error {
	return onCores(ctx, n, work)
}

// Cores is the number of cores that the program may use.
func Cores() int { return cores() }
