package sequence

import (
	"os"
	"strconv"
	"testing"
)

// rounds returns how many rounds a test with random input goes: what GOCAP_ROUNDS says, or n, a tenth of it in short runs.
func rounds(t *testing.T, n int) int {
	t.Helper()
	if s := os.Getenv("GOCAP_ROUNDS"); s != "" {
		asked, err := strconv.Atoi(s)
		if err != nil {
			t.Fatalf("GOCAP_ROUNDS: %v", err)
		}
		return asked
	}
	if testing.Short() {
		n = max(n/10, 1)
	}
	return n
}
