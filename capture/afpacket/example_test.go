package afpacket_test

import (
	"fmt"
	"log"
	"time"

	"github.com/gocap-project/gocap/capture/afpacket"
)

// A frame whose VLAN tag the adapter took out gets it back.
func ExampleFrame_InsertTag() {
	f := afpacket.Frame{
		Data:   []byte("\x02\x00\x00\x00\x00\x02\x02\x00\x00\x00\x00\x01\x08\x00\x45"),
		Len:    15,
		Status: afpacket.StatusVLAN,
		TCI:    5,
	}
	f.InsertTag()
	fmt.Printf("% x\n", f.Data[12:])
	fmt.Println(f.Len)
	// Output:
	// 81 00 00 05 08 00 45
	// 19
}

// Frames written straight into a ring that the kernel sends from.
func ExampleOpenSender() {
	s, err := afpacket.OpenSender(afpacket.SendConfig{Interface: 2, Ring: afpacket.V3})
	if err != nil {
		return
	}
	defer s.Close()
	for range 100 {
		slot := s.Slot()
		for slot == nil { // all are on their way
			if _, err := s.Flush(); err != nil && !afpacket.Busy(err) {
				log.Fatal(err)
			}
			if err := s.Wait(time.Second); err != nil {
				log.Fatal(err)
			}
			slot = s.Slot()
		}
		n := copy(slot, "\xff\xff\xff\xff\xff\xff\x02\x00\x00\x00\x00\x01\x88\xb5...")
		if err := s.Commit(n); err != nil {
			log.Fatal(err)
		}
	}
	sent, err := s.Flush()
	fmt.Println(sent, err)
}
