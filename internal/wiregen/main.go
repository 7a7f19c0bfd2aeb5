// Wiregen writes the regular part of every protocol from an annotated struct:
// views, parsing, building and field tables. Run it in the package that has the
// structs:
//
//	//go:generate go run github.com/gocap-project/gocap/internal/wiregen -wire ../wire
//
// With -wire the views go to that directory's package wire; without it, as
// outsiders use it, they are written beside the layers, as type XView. For every
// file x.go with such structs it writes zx.go (and, for the views, zx.go and
// zx_test.go in -wire's directory).
//
// A struct marked //wire:header is a row of bit fields, in the order they have on
// the wire, big-endian unless their tag says otherwise. The fields' tags are
//
//	bits:"3"       width, if not the type's own
//	auto:"64"      customary value of an Auto field
//	const:"4"      the only right value of an Auto field
//	len:"4,0"      the header is this field times 4, plus 0, bytes long
//	next:"T,x"     the field says what follows, by table T, or x if nothing does;
//	               next:"-" if finish is to settle it
//	bits:"0"       not of the row, though its type is a number or an address
//	order:"le"     the number is little-endian; it is whole bytes
//
// Fields have integer types, bool, [N]byte or named versions of these, or are
// netip.Addr with 32 or 128 bits; the first field of another type ends the row. If
// that is a slice and the header has a len field, it takes the rest of the header.
// Exported fields after it are in the field table only.
//
// The directive's words are
//
//	bind=T:k       bind number k of table T to the protocol (may be repeated)
//	name=X         the protocol's name, if not the type's
//	view=X         the view's name, if not the type's
//	view           a view only
//
// Hand-written methods of the struct are used where they exist, v being its view:
//
//	extent(v) packet.Extent                     where the payload is and what
//	parseBody(v) (packet.Extent, error)         the same, after reading what is irregular
//	appendBody(b, start) ([]byte, error)        append what follows the row, which is at b[start:]
//	finish(v, c *packet.Context)                 settle what tags cannot say
//	Proto() *packet.Proto                        a variant of the protocol, if it has some
package main

import (
	"flag"
	"go/format"
	"log"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("wiregen: ")
	wireDir := flag.String("wire", "", "`directory` of package wire, to write views there")
	flag.Parse()
	for name, src := range generate(".", *wireDir) {
		write(name, src)
	}
}

// generate returns the files for the package in dir, by path.
func generate(dir, wireDir string) map[string]string {
	out := map[string]string{}
	p := load(dir, wireDir)
	for _, f := range p.files {
		if len(f.headers) == 0 {
			continue
		}
		base := strings.TrimSuffix(filepath.Base(f.name), ".go")
		layer := filepath.Join(dir, "z"+base+".go")
		if wireDir == "" {
			out[layer] = p.owned(f, true)
			continue
		}
		out[layer] = p.owned(f, false)
		if p.name != "layers" && p.name != base {
			base = p.name + "_" + base
		}
		out[filepath.Join(wireDir, "z"+base+".go")] = p.views(f)
		out[filepath.Join(wireDir, "z"+base+"_test.go")] = p.viewTest(f)
	}
	return out
}

// write formats src into a file, leaving the file alone if it is the same.
func write(name, src string) {
	out, err := format.Source([]byte(src))
	if err != nil {
		os.WriteFile(name+".bad", []byte(src), 0o666)
		log.Fatalf("%s: %v (see %s.bad)", name, err, name)
	}
	if old, err := os.ReadFile(name); err == nil && string(old) == string(out) {
		return
	}
	if err := os.WriteFile(name, out, 0o666); err != nil {
		log.Fatal(err)
	}
}
