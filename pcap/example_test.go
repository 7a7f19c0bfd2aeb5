package pcap_test

import (
	"bytes"
	"fmt"
	"log"
	"time"

	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/pcap"
)

// Write a capture and read it again.
func Example() {
	var file bytes.Buffer
	w, err := pcap.NewWriter(&file, pcap.Options{LinkType: link.Ethernet, Nano: true})
	if err != nil {
		log.Fatal(err)
	}
	at := time.Date(2026, 1, 2, 3, 4, 5, 6, time.UTC)
	if err := w.Write(&pcap.Packet{Data: []byte("not much of a frame"), Time: at.UnixNano(), Len: 60}); err != nil {
		log.Fatal(err)
	}
	if err := w.Close(); err != nil {
		log.Fatal(err)
	}

	r, err := pcap.NewReader(&file)
	if err != nil {
		log.Fatal(err)
	}
	for p, err := range r.Packets() {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(p.Number, p.Timestamp().Format(time.RFC3339Nano), p.LinkType(), p.CapLen(), p.Len)
	}
	// Output: 1 2026-01-02T03:04:05.000000006Z EN10MB 19 60
}

// A pcapng capture with a comment on a packet.
func ExampleNgWriter() {
	var file bytes.Buffer
	w, err := pcap.NewNgWriter(&file, pcap.NgOptions{Section: pcap.Section{Application: "example"}})
	if err != nil {
		log.Fatal(err)
	}
	eth0, err := w.AddInterface(pcap.Interface{LinkType: link.Ethernet, Name: "eth0", Resolution: pcap.Nano})
	if err != nil {
		log.Fatal(err)
	}
	p := pcap.Packet{Data: make([]byte, 60), Time: 1, Interface: eth0}
	p.Options.AddComment("here it went wrong")
	p.Options.AddFlags(pcap.Flags(0).WithDirection(pcap.Inbound))
	if err := w.Write(&p); err != nil {
		log.Fatal(err)
	}
	if err := w.Close(); err != nil {
		log.Fatal(err)
	}

	r, _ := pcap.NewReader(&file)
	got, err := r.Next()
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(r.Section().Application, got.Interface.Name, got.Direction(), got.Comments())
	// Output: example eth0 in [here it went wrong]
}

// What is wrong with a damaged capture, and what a lenient reader gets out of it.
func ExampleReadOptions() {
	var file bytes.Buffer
	w, _ := pcap.NewWriter(&file, pcap.Options{LinkType: link.Ethernet})
	for i := range 5 {
		w.Write(&pcap.Packet{Data: make([]byte, 60), Time: int64(i) * 1e9})
	}
	w.Close()
	damaged := file.Bytes()
	damaged[24+2*76+11] = 0xff // in the third record's length

	r, _ := pcap.NewReader(bytes.NewReader(damaged))
	for _, err := range r.Packets() {
		if err != nil {
			fmt.Println(err)
		}
	}
	lenient := pcap.ReadOptions{Lenient: true, OnSkip: func(s pcap.Skipped) {
		fmt.Println("skipped", s.Bytes, "bytes at", s.Offset)
	}}
	r, _ = lenient.NewReader(bytes.NewReader(damaged))
	for range r.Packets() {
	}
	fmt.Println(r.PacketsRead(), "packets")
	// Output:
	// capture is damaged: packet record at byte 176: captured length 4278190140 exceeds the maximum of 262144 (2 packets read before it)
	// skipped 76 bytes at 176
	// 4 packets
}
