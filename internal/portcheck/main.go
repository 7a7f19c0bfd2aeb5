// Command portcheck type-checks packages, their tests included, for many of Go's ports in a fraction of the time that
// compiling them takes: nothing is compiled, the standard library and other modules are read without function bodies,
// and a file is parsed once for all ports.
//
//	portcheck -ports 'openbsd/amd64 linux/386' ./...
//
// It finds what a compiler's front end would: names, types, imports and constants that a port does not have. Sizes are
// those of the port, so that a constant too large for a 32-bit int is found.
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
)

func main() {
	ports := flag.String("ports", "", "`GOOS/GOARCH` pairs, separated by blanks (default: what go tool dist list prints)")
	flag.Parse()
	if err := run(os.Stdout, strings.Fields(*ports), flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "portcheck:", err)
		os.Exit(1)
	}
}

// run checks the packages that match the patterns for each port and says how many ports there were.
func run(out io.Writer, ports, patterns []string) error {
	if len(ports) == 0 {
		list, err := exec.Command("go", "tool", "dist", "list").Output()
		if err != nil {
			return err
		}
		ports = strings.Fields(string(list))
	}
	root, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}").Output()
	if err != nil {
		return err
	}
	c := &cache{root: strings.TrimSpace(string(root)), set: token.NewFileSet(), files: map[string]func() (*ast.File, error){}}
	errs := make([]error, len(ports))
	var wait sync.WaitGroup
	slots := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i, port := range ports {
		wait.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			if err := c.check(port, patterns); err != nil {
				errs[i] = fmt.Errorf("%s: %w", port, err)
			}
		})
	}
	wait.Wait()
	if err := errors.Join(errs...); err != nil {
		return err
	}
	fmt.Fprintf(out, "%d ports type-check, tests included\n", len(ports))
	return nil
}

// wantsCgo ends what go list says of programs for some Android ports. Without cgo they cannot be built there.
const wantsCgo = "requires external (cgo) linking, but cgo is not enabled"

// listed is what go list says of a package.
type listed struct {
	ImportPath, Dir string
	GoFiles         []string
	ImportMap       map[string]string
	Error           *struct{ Err string }
}

// check type-checks the packages for one port.
func (c *cache) check(port string, patterns []string) error {
	goos, goarch, _ := strings.Cut(port, "/")
	// -e: go on after an error; each is reported below.
	args := append([]string{"list", "-e", "-deps", "-test", "-json=ImportPath,Dir,GoFiles,ImportMap,Error"}, patterns...)
	cmd := exec.Command("go", args...)
	cmd.Env = append(os.Environ(), "GOOS="+goos, "GOARCH="+goarch, "CGO_ENABLED=0")
	cmd.Stderr = os.Stderr
	list, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	err = c.packages(list, goarch)
	_, _ = io.Copy(io.Discard, list)
	return errors.Join(err, cmd.Wait())
}

// packages type-checks the packages of a list in which each comes after those that it imports.
func (c *cache) packages(list io.Reader, goarch string) error {
	done := map[string]*types.Package{"unsafe": types.Unsafe}
	var errs []error
	for d := json.NewDecoder(list); ; {
		var p listed
		if err := d.Decode(&p); err == io.EOF {
			return errors.Join(errs...)
		} else if err != nil {
			return errors.Join(append(errs, err)...)
		}
		switch {
		case p.ImportPath == "unsafe", strings.HasSuffix(p.ImportPath, ".test"): // the latter are generated
		case p.Error != nil && strings.HasSuffix(p.Error.Err, wantsCgo):
		case p.Error != nil:
			errs = append(errs, fmt.Errorf("%s: %s", p.ImportPath, p.Error.Err))
		default:
			errs = append(errs, c.one(&p, goarch, done)...)
		}
	}
}

// one type-checks a package and adds it to done. Only the main module's function bodies are read.
func (c *cache) one(p *listed, goarch string, done map[string]*types.Package) (errs []error) {
	ours := c.ours(p.Dir)
	config := types.Config{
		Importer:         importer{done, p.ImportMap},
		Sizes:            types.SizesFor("gc", goarch),
		IgnoreFuncBodies: !ours,
		FakeImportC:      true,
		Error: func(err error) {
			if ours && len(errs) < 10 {
				errs = append(errs, err)
			}
		},
	}
	files := make([]*ast.File, 0, len(p.GoFiles))
	for _, name := range p.GoFiles {
		f, err := c.parse(filepath.Join(p.Dir, name))
		if err != nil {
			return append(errs, err)
		}
		files = append(files, f)
	}
	path, _, _ := strings.Cut(p.ImportPath, " ") // without the "[x.test]" of a variant
	pkg, err := config.Check(path, c.set, files, nil)
	if err != nil && ours && len(errs) == 0 {
		errs = append(errs, err)
	}
	done[p.ImportPath] = pkg
	return errs
}

// An importer finds what was checked before.
type importer struct {
	done    map[string]*types.Package
	renamed map[string]string // ImportMap: vendored packages and test variants
}

func (i importer) Import(path string) (*types.Package, error) {
	if to, ok := i.renamed[path]; ok {
		path = to
	}
	if p := i.done[path]; p != nil {
		return p, nil
	}
	return nil, fmt.Errorf("%s is not among the dependencies", path)
}

// cache has the files that were parsed, for all ports.
type cache struct {
	root  string // the main module's directory
	set   *token.FileSet
	mu    sync.Mutex
	files map[string]func() (*ast.File, error)
}

// ours reports whether a file or directory belongs to the main module.
func (c *cache) ours(path string) bool {
	rest, ok := strings.CutPrefix(path, c.root)
	return ok && (rest == "" || rest[0] == filepath.Separator)
}

// parse returns a file, without function bodies if it is not ours.
func (c *cache) parse(name string) (*ast.File, error) {
	c.mu.Lock()
	once := c.files[name]
	if once == nil {
		once = sync.OnceValues(func() (*ast.File, error) {
			f, err := parser.ParseFile(c.set, name, nil, parser.SkipObjectResolution)
			if f != nil && !c.ours(name) {
				dropBodies(f)
			}
			return f, err
		})
		c.files[name] = once
	}
	c.mu.Unlock()
	return once()
}

// dropBodies frees what is not looked at.
func dropBodies(f *ast.File) {
	for _, d := range f.Decls {
		if fn, ok := d.(*ast.FuncDecl); ok {
			fn.Body = nil
		}
	}
}
