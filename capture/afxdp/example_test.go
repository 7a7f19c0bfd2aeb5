package afxdp_test

import (
	"fmt"
	"log"
	"net"
	"time"

	"github.com/gocap-project/gocap/bpf"
	"github.com/gocap-project/gocap/capture/afxdp"
)

// Take UDP datagrams to port 7 off the network stack and send them back.
func Example() {
	it, err := net.InterfaceByName("eth0")
	if err != nil {
		log.Fatal(err)
	}
	c, err := afxdp.Open(it.Index, afxdp.Config{})
	if err != nil {
		log.Fatal(err)
	}
	defer c.Close()
	echo := bpf.Program{
		{Op: bpf.LdAbsH, K: 12}, {Op: bpf.JeqK, K: 0x0800, Jf: 5},
		{Op: bpf.LdAbsB, K: 23}, {Op: bpf.JeqK, K: 17, Jf: 3},
		{Op: bpf.LdAbsH, K: 36}, {Op: bpf.JeqK, K: 7, Jf: 1},
		{Op: bpf.RetK, K: bpf.AcceptAll}, {Op: bpf.RetK},
	}
	if err := c.Start(echo); err != nil {
		log.Fatal(err) // says which capability is missing
	}
	var f afxdp.Frame
	for {
		ok, err := c.Next(&f)
		if err != nil {
			log.Fatal(err)
		}
		if !ok {
			if err := c.Wait(-1); err != nil {
				log.Fatal(err)
			}
			continue
		}
		fmt.Println(time.Unix(0, f.Time), f.Len)
		if err := c.Send(f.Data); err != nil {
			log.Print(err)
		}
	}
}
