package capture_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"time"

	"github.com/gocap-project/gocap/bpf"
	"github.com/gocap-project/gocap/capture"
)

// Print what arrives on an interface for ten seconds, ARP only.
func Example() {
	arp := bpf.Program{
		{Op: bpf.LdAbsH, K: 12}, {Op: bpf.JeqK, Jf: 1, K: 0x0806},
		{Op: bpf.RetK, K: bpf.AcceptAll}, {Op: bpf.RetK},
	}
	h, err := capture.Open("eth0", capture.Promiscuous(), capture.From(capture.In))
	if err != nil {
		log.Print(err) // says which interfaces there are, or which privilege is missing
		return
	}
	defer h.Close()
	if err := h.Activate(arp); err != nil {
		log.Print(err)
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	for p, err := range h.Packets(ctx) {
		if err != nil {
			log.Print(err)
			return
		}
		fmt.Println(p.Time, p.Interface, p.Link, p.Len)
	}
}

// What an unknown interface gives.
func ExampleInterfaceError() {
	err := error(&capture.InterfaceError{Name: "eth7", Known: []string{"eth0", "lo"}, Err: capture.ErrNoInterface})
	fmt.Println(err)
	fmt.Println(errors.Is(err, capture.ErrNoInterface))
	// Output:
	// interface eth7: no such interface; there are eth0, lo
	// true
}

// Frames sent at a rate: 1000 a second, however late the program is woken.
func ExampleHandle_SendPaced() {
	h, err := capture.Open("eth0")
	if err != nil {
		return
	}
	defer h.Close()
	frames := [][]byte{ /* whole frames, link-layer header included */ }
	ctx, stop := context.WithTimeout(context.Background(), time.Minute)
	defer stop()
	n, err := h.SendPaced(ctx, capture.NewPacer(capture.Rate{Packets: 1000}), frames)
	fmt.Println(n, err)
}
