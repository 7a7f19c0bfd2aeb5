package session_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"iter"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/gocap-project/gocap/session"
	"github.com/gocap-project/gocap/session/mysql"
	"github.com/gocap-project/gocap/session/postgres"
	"github.com/gocap-project/gocap/session/radius"
)

// TestRules has every rule in Rules once, with all that it must say.
func TestRules(t *testing.T) {
	name := regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)+$`)
	clause := regexp.MustCompile(`^(RFC \d+ (§[0-9A-Z.]+|appendix [A-Z])|RFC \d{3}$|[^R])`) // old ones have no numbers
	names := map[string]bool{}
	for r := range session.Rules() {
		if names[r.Name] {
			t.Errorf("%s is there twice", r.Name)
		}
		names[r.Name] = true
		if !name.MatchString(r.Name) || !clause.MatchString(r.Clause) || r.Reason == "" || strings.HasSuffix(r.Reason, ".") {
			t.Errorf("%+v", *r)
		}
	}
	for _, n := range writtenRules(t) {
		if !names[n] {
			t.Errorf("%s is not in Rules", n)
		}
	}
}

// writtenRules returns the names of the rules in the source.
func writtenRules(t *testing.T) (names []string) {
	files, _ := filepath.Glob("*.go")
	for _, f := range files {
		if strings.HasSuffix(f, "_test.go") {
			continue
		}
		a, err := parser.ParseFile(token.NewFileSet(), f, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(a, func(n ast.Node) bool {
			if c, ok := n.(*ast.CompositeLit); ok && len(c.Elts) > 0 {
				if id, ok := c.Type.(*ast.Ident); ok && id.Name == "Rule" {
					names = append(names, strings.Trim(c.Elts[0].(*ast.BasicLit).Value, `"`))
				}
			}
			return true
		})
	}
	return names
}

// allRules yields the rules of the package and of those below it.
func allRules() iter.Seq[*session.Rule] {
	return func(yield func(*session.Rule) bool) {
		for _, rules := range []iter.Seq[*session.Rule]{session.Rules(), mysql.Rules(), postgres.Rules(), radius.Rules()} {
			for r := range rules {
				if !yield(r) {
					return
				}
			}
		}
	}
}

// TestRulesDoc compares docs/rules.md with the rules. GOCAP_UPDATE=1 writes it.
func TestRulesDoc(t *testing.T) {
	var lines []string
	for r := range allRules() {
		lines = append(lines, fmt.Sprintf("| `%s` | %s | %s |\n", r.Name, r.Clause, r.Reason))
	}
	slices.Sort(lines)
	want := "# Rules of sessions\n\nWhat package `session` and those below it hold packets to. This page is made from them: `GOCAP_UPDATE=1 go test -run TestRulesDoc ./session`\n\n" +
		"| rule | clause | broken if |\n|---|---|---|\n" + strings.Join(lines, "")
	const page = "../docs/rules.md"
	if os.Getenv("GOCAP_UPDATE") != "" {
		if err := os.WriteFile(page, []byte(want), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if got, _ := os.ReadFile(page); string(got) != want {
		t.Error("docs/rules.md is not current: GOCAP_UPDATE=1 go test -run TestRulesDoc ./session")
	}
}
