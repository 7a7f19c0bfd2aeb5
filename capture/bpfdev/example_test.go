package bpfdev_test

import (
	"encoding/binary"
	"fmt"
	"time"

	"github.com/gocap-project/gocap/capture/bpfdev"
)

// A buffer that macOS filled is read on any system.
func ExampleWalker() {
	buf := make([]byte, 20, 64)
	binary.LittleEndian.PutUint32(buf[0:], 1_700_000_000) // seconds
	binary.LittleEndian.PutUint32(buf[4:], 250_000)       // microseconds
	binary.LittleEndian.PutUint32(buf[8:], 5)             // captured
	binary.LittleEndian.PutUint32(buf[12:], 60)           // on the wire
	binary.LittleEndian.PutUint16(buf[16:], 20)           // of this header
	buf = append(buf, "hello"...)

	var w bpfdev.Walker
	var r bpfdev.Record
	w.Reset(bpfdev.Lookup("darwin/arm64").Header, buf)
	for w.Next(&r) {
		fmt.Println(time.Unix(r.Sec, r.Nsec).UTC(), r.Len, string(r.Data))
	}
	fmt.Println(w.Err())
	// Output:
	// 2023-11-14 22:13:20.25 +0000 UTC 60 hello
	// <nil>
}
