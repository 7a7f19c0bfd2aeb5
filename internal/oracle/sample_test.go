package main

import (
	"os"
	"strings"
	"testing"
	"time"
)

const corpora = "../../../shared/corpora"

// What gocap and tshark disagree on is little, and explained, in a sample of the
// captures that is as large as the time allows.
func TestSample(t *testing.T) {
	if _, err := os.Stat(corpora); err != nil {
		t.Skip("no captures: ", err)
	}
	rows, err := readRows(corpora)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := os.ReadFile("../../docs/differences.md")
	if err != nil {
		t.Fatal(err)
	}
	var s tally
	s.each = func(d *disagreement) {
		if strings.HasPrefix(d.class, unexplained) {
			t.Error(d)
		} else if !strings.Contains(string(doc), d.class) {
			t.Errorf("docs/differences.md has no class %q", d.class)
		}
	}
	end := time.Now().Add(20 * time.Second)
	if err := s.run(corpora, rows, func(int) bool { return time.Now().Before(end) }); err != nil {
		t.Fatal(err)
	}
	if s.scope == 0 || s.agreement() < 99 {
		t.Errorf("%d of %d frames agree, %.2f %%", s.full, s.scope, s.agreement())
	}
	if s.whole == 0 || percent(s.wholeFull, s.whole) < 99 {
		t.Errorf("%d of %d frames whose whole chain gocap has agree", s.wholeFull, s.whole)
	}
	var b strings.Builder
	s.print(&b)
	t.Log("\n" + b.String())
}
