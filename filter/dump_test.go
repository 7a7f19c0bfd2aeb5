package filter_test

import (
	"fmt"
	"github.com/gocap-project/gocap/filter"
	"os"
	"testing"
)

func TestDump(t *testing.T) {
	if os.Getenv("EXPR") == "" {
		t.Skip()
	}
	d := os.Getenv("DLT")
	if d == "" {
		d = "EN10MB"
	}
	p, err := filter.Compile(os.Getenv("EXPR"), linkType(t, d), filter.Options{Resolver: names(t), NoOptimize: os.Getenv("RAW") != ""})
	fmt.Println(err)
	if err == nil {
		fmt.Println(p.Insns)
	}
}
