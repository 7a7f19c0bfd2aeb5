package filter_test

import (
	"errors"
	"fmt"

	"github.com/gocap-project/gocap/bpf"
	"github.com/gocap-project/gocap/filter"
	"github.com/gocap-project/gocap/link"
)

// mustCompile compiles without the optimizer; a bad expression gives nil.
func mustCompile(expr string, lt link.Type) bpf.Program {
	p, err := filter.Compile(expr, lt, filter.Options{NoOptimize: true})
	if err != nil {
		return nil
	}
	return p.Insns
}

// Compile an expression and list its program.
func ExampleCompile() {
	p, err := filter.Compile("ip proto 47", link.Ethernet, filter.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(p.Insns)
	// Output:
	// (000) ldh      [12]
	// (001) jeq      #0x800           jt 2	jf 5
	// (002) ldb      [23]
	// (003) jeq      #0x2f            jt 4	jf 5
	// (004) ret      #262144
	// (005) ret      #0
}

// Errors say where the fault is.
func ExampleError_Caret() {
	_, err := filter.Compile("tcp port 80 and vlan 5000", link.Ethernet, filter.Options{})
	var e *filter.Error
	if errors.As(err, &e) {
		fmt.Println(e.Msg)
		fmt.Println(e.Caret())
	}
	// Output:
	// VLAN tag 5000 is greater than the maximum 4095
	// tcp port 80 and vlan 5000
	//                 ^~~~~~~~~
}

// An expression prints back with every qualifier written out.
func ExampleParse() {
	e, err := filter.Parse("tcp port 80 or 443 && not host (10.0.0.1 or 10.0.0.2)")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(e)
	// Output: (tcp port 80 or tcp port 443) and not (host 10.0.0.1 or host 10.0.0.2)
}
