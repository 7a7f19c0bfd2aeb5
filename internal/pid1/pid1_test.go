package pid1

import (
	"slices"
	"testing"
)

func TestArguments(t *testing.T) {
	got := arguments([]string{"/sbin/init", "-s", "--", "-test.run=Live", "x"})
	if want := []string{"/sbin/init", "-test.v", "-test.timeout=20m", "-test.run=Live"}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	if Alone() {
		t.Error("a test run by somebody is not alone")
	}
}
