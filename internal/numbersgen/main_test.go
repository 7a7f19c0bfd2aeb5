package main

import (
	"bytes"
	"os"
	"testing"
)

// TestCurrent checks that the packed tables are those of the text files.
func TestCurrent(t *testing.T) {
	t.Chdir("../../numbers")
	for _, x := range tables {
		want, err := x.pack(x.from)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(x.to); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is not current (%v): run go generate ./numbers", x.to, err)
		}
	}
}
