package sockfilter_test

import (
	"context"
	"fmt"
	"net"

	"github.com/gocap-project/gocap/bpf"
	"github.com/gocap-project/gocap/capture/sockfilter"
)

// A UDP server that the kernel spares all datagrams but those from port 53. The
// program sees a datagram from its UDP header on, where the source port comes first.
func ExampleListenControl() {
	program, err := bpf.Parse(`
		      ldh [0]
		      jeq #53, keep, drop
		keep: ret #-1
		drop: ret #0`)
	if err != nil {
		fmt.Println(err)
		return
	}
	lc := net.ListenConfig{Control: sockfilter.ListenControl(program)}
	conn, err := lc.ListenPacket(context.Background(), "udp", "127.0.0.1:0")
	if err != nil {
		fmt.Println(err) // where sockets have no filters, an errors.ErrUnsupported
		return
	}
	defer conn.Close()
	raw, err := sockfilter.Conn(conn)
	if err == nil {
		err = sockfilter.Lock(raw) // even a child process that inherits it cannot change it now
	}
	fmt.Println(err)
	// Output: <nil>
}
