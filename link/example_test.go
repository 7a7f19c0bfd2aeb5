package link_test

import (
	"fmt"

	"github.com/gocap-project/gocap/link"
)

func Example() {
	t, _ := link.ByName("EN10MB")
	fmt.Println(uint16(t), t, t.Description())
	raw, _ := link.FromDLT(14, link.OpenBSD)
	fmt.Println(raw, raw.DLT(link.Common))
	// Output:
	// 1 EN10MB Ethernet
	// RAW 12
}
