package filter

import (
	"slices"
	"strings"
)

// suggest guesses what was meant where the parser did not expect a lexeme.
func (p *parser) suggest() string {
	switch p.tok.kind {
	case tName:
		if !p.lex.extended && ours(p.tok.text) {
			return "'" + p.tok.text + "' is a word of the extended dialect"
		}
		if w := nearest(p.tok.text); w != "" {
			return "did you mean '" + w + "'?"
		}
	case tKey:
		if p.prev.end > p.prev.at {
			return "a keyword that is a name must be written '\\" + p.tok.text + "'"
		}
	}
	return ""
}

// ours reports whether a word is one that only the extended dialect has.
func ours(word string) bool {
	return slices.Contains([]string{"decap", "gre", "ipip", "gtp", "tcpflags"}, word)
}

// nearest returns the keyword that is one or two letters away from a word, or "".
func nearest(word string) string {
	if len(word) < 3 || len(word) > 16 {
		return ""
	}
	word = strings.ToLower(word)
	best, least := "", 3
	for k := range keywords {
		d := distance(word, k)
		if d < least || d == least && k < best {
			best, least = k, d
		}
	}
	if least > 2 || least >= len(word)-1 {
		return ""
	}
	return best
}

// distance is the number of letters to insert, delete or replace (Levenshtein).
func distance(a, b string) int {
	if len(a)-len(b) > 2 || len(b)-len(a) > 2 {
		return 3
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diag := row[0]
		row[0] = i + 1
		for j := range len(b) {
			up := row[j+1]
			cost := diag
			if a[i] != b[j] {
				cost++
			}
			row[j+1] = min(cost, up+1, row[j]+1)
			diag = up
		}
	}
	return row[len(b)]
}
