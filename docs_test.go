package gocap_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// obvious are methods whose meaning everybody knows: those of fmt, errors and sort.
var obvious = []string{"String", "Error", "Unwrap", "Is", "As", "Len", "Less", "Swap"}

// A library is the source of one package, apart from programs and what is internal.
type library struct {
	fset     *token.FileSet
	files    []*ast.File
	examples int
}

// libraries returns the packages for others to use, by directory.
func libraries(t *testing.T) map[string]*library {
	t.Helper()
	out := map[string]*library{}
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && slices.Contains([]string{"bench", "cmd", "examples", "internal", "testdata", ".git"}, d.Name()) {
			return filepath.SkipDir
		}
		dir := filepath.Dir(path)
		if dir == "." || filepath.Ext(path) != ".go" {
			return nil
		}
		l := out[dir]
		if l == nil {
			l = &library{fset: token.NewFileSet()}
			out[dir] = l
		}
		f, err := parser.ParseFile(l.fset, path, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		if !strings.HasSuffix(path, "_test.go") {
			l.files = append(l.files, f)
			return nil
		}
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && strings.HasPrefix(fn.Name.Name, "Example") {
				l.examples++
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestDocs: every exported name of a library has a doc comment, and every library an
// example.
func TestDocs(t *testing.T) {
	for dir, l := range libraries(t) {
		if l.examples == 0 && len(l.files) > 0 {
			t.Errorf("package %s has no example", dir)
		}
		for _, f := range l.files {
			for _, d := range f.Decls {
				for _, name := range undocumented(d) {
					t.Errorf("%s: %s has no doc comment", l.fset.Position(name.Pos()), name.Name)
				}
			}
		}
	}
}

// undocumented returns the exported names that d declares without a comment.
func undocumented(d ast.Decl) (out []*ast.Ident) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Doc == nil && d.Name.IsExported() && !(d.Recv != nil && (hidden(d.Recv) || implements(d))) {
			out = append(out, d.Name)
		}
	case *ast.GenDecl:
		if d.Doc != nil && d.Tok != token.TYPE {
			return nil // of a group
		}
		for _, s := range d.Specs {
			switch s := s.(type) {
			case *ast.TypeSpec:
				if s.Doc == nil && d.Doc == nil && s.Comment == nil && s.Name.IsExported() {
					out = append(out, s.Name)
				}
			case *ast.ValueSpec:
				for _, name := range s.Names {
					if s.Doc == nil && s.Comment == nil && name.IsExported() {
						out = append(out, name)
					}
				}
			}
		}
	}
	return out
}

// hidden reports whether a receiver's type is not exported.
func hidden(recv *ast.FieldList) bool {
	x := recv.List[0].Type
	for {
		switch y := x.(type) {
		case *ast.StarExpr:
			x = y.X
		case *ast.IndexExpr:
			x = y.X
		case *ast.IndexListExpr:
			x = y.X
		case *ast.Ident:
			return !y.IsExported()
		default:
			return false
		}
	}
}

// implements reports whether a method is known by its name, or one of a row that
// implement the same interface: such as the Type of each DNS record's data.
func implements(d *ast.FuncDecl) bool {
	return slices.Contains(obvious, d.Name.Name) || len(d.Recv.List[0].Names) == 0 && d.Name.Name == "Type"
}
