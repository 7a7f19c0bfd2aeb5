package postgres_test

import (
	"fmt"

	"github.com/gocap-project/gocap/layers/postgres"
	"github.com/gocap-project/gocap/packet"
)

// A statement is prepared and run, and read again.
func Example() {
	s := &postgres.Segment{Messages: postgres.Messages{}.Add(
		&postgres.Parse{Query: "select $1::int"},
		&postgres.Bind{Values: [][]byte{[]byte("5")}},
		&postgres.Execute{},
		&postgres.Plain{Letter: 'S'})}
	b, err := packet.Packet{s}.Bytes()
	if err != nil {
		fmt.Println(err)
	}
	p, _ := packet.Parse(b, postgres.Proto)
	for m := range packet.Get[postgres.Segment](p).Messages.Values(postgres.FromClient) {
		fmt.Println(m)
	}
	// Output:
	// Parse statement "" "select $1::int"
	// Bind portal "" statement "" "5"
	// Execute portal "" rows 0
	// Sync
}
