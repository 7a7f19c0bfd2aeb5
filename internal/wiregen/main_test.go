package main

import (
	"go/format"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What is committed is what the generator writes, for our packages and for an
// outsider's, whose views are beside its layers.
func TestCurrent(t *testing.T) {
	for dir, wire := range map[string]string{
		"../../layers":           "../../wire",
		"../../layers/dns":       "../../wire",
		"../../layers/dhcp":      "../../wire",
		"../../layers/bluetooth": "../../wire",
		"../../layers/wpan":      "../../wire",
		"../../layers/wifi":      "../../wire",
		"../../examples/beat":    "",
	} {
		files := generate(dir, wire)
		if len(files) == 0 {
			t.Errorf("%s: nothing is generated", dir)
		}
		for name, src := range files {
			want, err := format.Source([]byte(src))
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			if got, err := os.ReadFile(name); err != nil || string(got) != string(want) {
				t.Errorf("%s is not current (%v): run go generate ./...", name, err)
			}
		}
	}
}

// oddSource is a header with every kind of field, at odd places.
const oddSource = `package x

// Odd is an odd header. RFC 9999 §1.2.
//
//wire:header
type Odd struct {
	A    uint8        ` + "`bits:\"3\"`" + ` // a first part
	B    bool         ` + "`bits:\"1\"`" + `
	C    uint16       ` + "`bits:\"12\"`" + `
	Size packet.Auto[uint8] ` + "`bits:\"4\" len:\"4,8\"`" + `
	D    uint32       ` + "`bits:\"20\"`" + `
	E    uint64       ` + "`bits:\"40\"`" + `
	F    [3]byte
	G    netip.Addr   ` + "`bits:\"32\"`" + `
	H    packet.Auto[uint16] ` + "`const:\"7\"`" + `
	L    uint32       ` + "`order:\"le\"`" + `
	Rest []byte
}
`

// The generated code of an odd header has its fields at their places.
func TestGenerate(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "odd.go"), []byte(oddSource), 0o666); err != nil {
		t.Fatal(err)
	}
	src := generate(dir, "")[filepath.Join(dir, "zodd.go")]
	out, err := format.Source([]byte(src))
	if err != nil {
		t.Fatalf("%v\n%s", err, src)
	}
	for _, want := range []string{
		"const OddViewLen = 23",
		`Title: "odd header", Ref: "RFC 9999 §1.2"`,
		`{Name: "A", Doc: "a first part", Type: "uint8", Off: 0, Bits: 3}`,
		`{Name: "C", Type: "uint16", Off: 4, Bits: 12}`,
		`{Name: "Size", Type: "uint8", Off: 16, Bits: 4, Kind: packet.Length}`,
		`{Name: "E", Type: "uint64", Off: 40, Bits: 40}`,
		`{Name: "F", Type: "[3]byte", Off: 80, Bits: 24}`,
		`{Name: "H", Type: "uint16", Off: 136, Bits: 16, Kind: packet.Constant}`,
		`{Name: "Rest", Type: "[]byte", Off: 184, Kind: packet.Body}`,
		"func (v OddView) HeaderLen() int { return int(v.Size())*4 + 8 }",
		"func (v OddView) L() uint32 { return wire.Uint32LE(v, 19) }",
		"func (v OddView) SetL(x uint32) { wire.PutUint32LE(v, 19, x) }",
		`packet.FieldError("Odd.C: too large")`,
		`packet.FieldError("Odd.G: not an IPv4 address")`,
	} {
		if !strings.Contains(string(out), want) {
			t.Errorf("not generated: %s", want)
		}
	}
	if t.Failed() {
		t.Logf("%s", out)
	}
}
