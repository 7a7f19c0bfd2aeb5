package layers_test

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/netip"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	. "github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/wire"
)

// octets returns the bytes in a value of the form {"b": hex}, or nil.
func octets(v any) []byte {
	if m, ok := v.(map[string]any); ok {
		if s, ok := m["b"].(string); ok {
			b, _ := hex.DecodeString(s)
			return b
		}
	}
	return nil
}

// number returns a number or the number of a set of flags.
func number(v any) (uint64, bool) {
	switch x := v.(type) {
	case json.Number:
		n, err := strconv.ParseUint(string(x), 10, 64)
		return n, err == nil
	case map[string]any:
		return number(x["v"])
	}
	return 0, false
}

func num(v any) uint64 { n, _ := number(v); return n }

// tuple returns the elements of a value of the form {"t": [...]}.
func tuple(v any) []any {
	if m, ok := v.(map[string]any); ok {
		l, _ := m["t"].([]any)
		return l
	}
	return nil
}

// packets returns the layers in a list of values of the form {"pkt": [layer, ...]}.
func packets(v any) (out []vectorLayer) {
	list, _ := v.([]any)
	for _, x := range list {
		m, _ := x.(map[string]any)
		inner, _ := m["pkt"].([]any)
		for _, y := range inner {
			l, _ := y.(map[string]any)
			f, _ := l["fields"].(map[string]any)
			cls, _ := l["cls"].(string)
			out = append(out, vectorLayer{cls, f})
		}
	}
	return out
}

// coerce converts a value to type typ: numbers, addresses, bytes.
func coerce(v any, typ reflect.Type) (any, error) {
	if reflect.TypeOf(v) == typ {
		return v, nil
	}
	if s, ok := v.(string); ok {
		switch typ {
		case reflect.TypeFor[netip.Addr]():
			return netip.ParseAddr(s)
		case reflect.TypeFor[MAC]():
			return wire.ParseMAC(s)
		}
	}
	if b := octets(v); b != nil {
		switch {
		case typ.Kind() == reflect.Slice:
			return reflect.ValueOf(b).Convert(typ).Interface(), nil
		case typ.Kind() == reflect.Array && typ.Len() == len(b):
			return reflect.ValueOf(b).Convert(typ).Interface(), nil
		}
	}
	if n, ok := number(v); ok {
		x := reflect.New(typ).Elem()
		switch {
		case x.CanUint() && !x.OverflowUint(n):
			x.SetUint(n)
			return x.Interface(), nil
		case x.CanInt() && !x.OverflowInt(int64(n)):
			x.SetInt(int64(n))
			return x.Interface(), nil
		case typ.Kind() == reflect.Bool && n < 2:
			x.SetBool(n == 1)
			return x.Interface(), nil
		}
	}
	if x := reflect.ValueOf(v); x.Type().ConvertibleTo(typ) && x.Kind() == typ.Kind() {
		return x.Convert(typ).Interface(), nil
	}
	return nil, fmt.Errorf("%v (%T) is no %v", v, v, typ)
}

// literal matches a string of the expression language.
var literal = regexp.MustCompile(`b?"(?:[^"\\]|\\.)*"|b?'(?:[^'\\]|\\.)*'`)

// keywords returns the fields that an expression sets, by class and call. Calls
// inside other calls' arguments are not layers and are left out.
func keywords(expr string) map[string][]map[string]bool {
	out := map[string][]map[string]bool{}
	expr = literal.ReplaceAllString(expr, `""`)
	var stack []map[string]bool
	word := func(i int) string {
		j := i
		for j > 0 && (unicode.IsLetter(rune(expr[j-1])) || unicode.IsDigit(rune(expr[j-1])) || expr[j-1] == '_') {
			j--
		}
		return expr[j:i]
	}
	for i := 0; i < len(expr); i++ {
		switch expr[i] {
		case '(', '[':
			var set map[string]bool
			if name := word(i); name != "" && len(stack) == 0 {
				set = map[string]bool{}
				out[name] = append(out[name], set)
			}
			stack = append(stack, set)
		case ')', ']':
			stack = stack[:max(0, len(stack)-1)]
		case '=':
			if n := len(stack); n > 0 && stack[n-1] != nil {
				stack[n-1][strings.TrimSpace(word(i))] = true
			}
		}
	}
	return out
}
