package bpf

// ParseC reads a program written as C and tcpdump -dd print it: initializers in
// braces. They may stand in a whole declaration, as in
//
//	struct sock_filter f[] = { { 0x06, 0, 0, 0x00000000 }, };
//
// numbers may be in any base that C has, and comments are skipped. It does not
// validate; a malformed text gives a *TextError.
func ParseC(s string) (Program, error) {
	c := cText{scanner{whole: s, s: s}}
	var p Program
	outer := c.open()
	for c.token("{") {
		in, ok := c.initializer()
		if !ok {
			return nil, c.fault(errC)
		}
		p = append(p, in)
		if !c.token(",") {
			break
		}
	}
	if outer && (!c.token("}") || !c.token(";") && !c.ended()) || !c.ended() {
		return nil, c.fault(errC)
	}
	if p == nil {
		return nil, c.fault(ErrEmpty)
	}
	return p, nil
}

// cText is what is left of a C text.
type cText struct{ scanner }

// open takes what stands before the first initializer, and reports whether that was a brace.
func (c *cText) open() bool {
	for i := range len(c.s) {
		if c.s[i] == '{' {
			break
		}
		if c.s[i] == '=' {
			c.s = c.s[i+1:]
			break
		}
	}
	rest := *c
	if rest.token("{") && (rest.peek('{') || rest.peek('}')) {
		*c = rest
		return true
	}
	return false
}

// space skips blanks, line ends and comments.
func (c *cText) space() {
	for {
		c.blanks()
		switch {
		case c.s != "" && c.s[0] == '\n':
			c.s = c.s[1:]
		case len(c.s) > 1 && c.s[:2] == "//":
			for c.s != "" && c.s[0] != '\n' {
				c.s = c.s[1:]
			}
		default:
			return
		}
	}
}

func (c *cText) token(t string) bool {
	c.space()
	return c.take(t)
}

func (c *cText) peek(b byte) bool {
	c.space()
	return c.s != "" && c.s[0] == b
}

func (c *cText) ended() bool {
	c.space()
	return c.s == ""
}

// initializer takes the four numbers and the closing brace.
func (c *cText) initializer() (Instruction, bool) {
	var v [4]uint32
	for i, limit := range [4]uint32{0xffff, 0xff, 0xff, 0xffffffff} {
		c.space()
		n, ok := c.number()
		if !ok || n > limit || i < 3 && !c.token(",") {
			return Instruction{}, false
		}
		v[i] = n
	}
	c.token(",")
	return Instruction{uint16(v[0]), uint8(v[1]), uint8(v[2]), v[3]}, c.token("}")
}
