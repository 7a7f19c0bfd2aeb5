package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// module writes a module and makes its directory the current one.
func module(t *testing.T, files map[string]string) {
	t.Helper()
	dir := t.TempDir()
	files["go.mod"] = "module example.org/m\n\ngo 1.26\n"
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(dir)
}

func TestFinds(t *testing.T) {
	for _, test := range []struct {
		name, file, text string
		ports, want      string // want is empty if there is nothing to find
	}{
		{"right", "a.go", "package m\n\nimport \"os\"\n\nvar F = os.Getpid\n", "windows/amd64 js/wasm android/386", ""},
		{"other port's file", "a_windows.go", "package m\n\nvar X int = \"\"\n", "linux/386", ""},
		{"port's file", "a_windows.go", "package m\n\nvar X int = \"\"\n", "linux/386 windows/arm64", "windows/arm64: "},
		{"body", "a.go", "package m\n\nfunc F() { var x int }\n", "linux/386", "declared and not used: x"},
		{"test", "a_test.go", "package m\n\nvar X = undefined\n", "linux/386", "undefined: undefined"},
		{"outside test", "a_test.go", "package m_test\n\nvar X = undefined\n", "linux/386", "undefined: undefined"},
		{"size", "a.go", "package m\n\nconst X int = 1 << 40\n", "linux/amd64 linux/arm", "linux/arm: "},
		{"missing on the port", "a.go", "package m\n\nimport \"syscall\"\n\nvar X = syscall.Unshare\n", "linux/386 darwin/arm64", "darwin/arm64: "},
		{"import", "a.go", "package m\n\nimport _ \"example.org/m/no\"\n", "linux/386", "example.org/m/no"},
		{"syntax", "a.go", "package m\n\nfunc {\n", "linux/386", "a.go:3:6"},
	} {
		t.Run(test.name, func(t *testing.T) {
			module(t, map[string]string{"m.go": "package m\n", test.file: test.text})
			err := run(io.Discard, strings.Fields(test.ports), []string{"./..."})
			switch {
			case test.want == "" && err != nil:
				t.Error(err)
			case test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)):
				t.Errorf("%v, want %q", err, test.want)
			case test.want != "" && strings.HasPrefix(test.want, "l") && strings.Contains(err.Error(), "linux/amd64"):
				t.Error(err)
			}
		})
	}
}
