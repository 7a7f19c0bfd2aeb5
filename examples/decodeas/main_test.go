package main

import (
	"bytes"
	"strings"
	"testing"
)

func TestRun(t *testing.T) {
	var out bytes.Buffer
	if err := run(&out); err != nil || !strings.HasPrefix(out.String(), "UDP Raw \nUDP DNS \n") || !strings.Contains(out.String(), "example.com. IN A") {
		t.Errorf("%v\n%s", err, &out)
	}
}
