package tcpdump_test

import (
	"fmt"
	"time"

	"github.com/gocap-project/gocap/internal/tcpdump"
)

func ExamplePrinter_Append() {
	p := tcpdump.New(tcpdump.Options{NoNames: 1, Location: time.UTC})
	datagram := []byte{
		0x45, 0, 0, 30, 0, 1, 0, 0, 64, 17, 0, 0, 192, 0, 2, 1, 192, 0, 2, 2, // IPv4
		0x03, 0xe8, 0x07, 0xd0, 0, 10, 0, 0, // UDP
		'h', 'i',
	}
	b := p.Append(nil, tcpdump.Packet{
		Time: time.Date(2024, 1, 2, 3, 4, 5, 678e6, time.UTC),
		Link: 101, Len: len(datagram), Data: datagram,
	})
	fmt.Print(string(b))
	// Output: 03:04:05.678000 IP 192.0.2.1.1000 > 192.0.2.2.2000: UDP, length 2
}
