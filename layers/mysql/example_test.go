package mysql_test

import (
	"fmt"

	"github.com/gocap-project/gocap/layers/mysql"
	"github.com/gocap-project/gocap/wire"
)

// A connection is read from its middle: a query and its answer.
func Example() {
	s := mysql.State{Phase: mysql.Ready, Agreed: wire.MySQLProtocol41 | wire.MySQLDeprecateEOF}
	asked := mysql.Packets{}.Add(0, &mysql.Command{Command: wire.MySQLQuery, Text: []byte("select 1")})
	for p := range asked.All() {
		fmt.Println(s.Read(mysql.FromClient, p))
	}
	answered := mysql.Packets{}.Add(1, &mysql.Columns{Count: 1}).Add(2, &mysql.Column{Name: []byte("1")}).
		Add(3, &mysql.Row{Values: [][]byte{[]byte("1")}})
	for p := range answered.All() {
		fmt.Println(s.Read(mysql.FromServer, p))
	}
	fmt.Println(s.Phase)
	// Output:
	// Query "select 1"
	// columns 1
	// column "1" charset 0 length 0 type 0 flags 0
	// row "1"
	// rows
}
