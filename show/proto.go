package show

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/gocap-project/gocap/packet"
)

// Proto returns what the field table of pr says, as text: name, title and document,
// the numbers it is bound to, the diagram, and for each field its place in the header
// in bits, width, type, kind and meaning.
func Proto(pr *packet.Proto) string {
	var b strings.Builder
	b.WriteString(pr.Name)
	if pr.Title != "" {
		b.WriteString(": " + pr.Title)
	}
	if pr.Ref != "" {
		b.WriteString(" (" + pr.Ref + ")")
	}
	b.WriteByte('\n')
	if len(pr.Aliases) > 0 {
		b.WriteString("also called " + strings.Join(pr.Aliases, ", ") + "\n")
	}
	for i, n := range pr.Bound() {
		if i == 0 {
			b.WriteString("bound to " + n.String())
		} else {
			b.WriteString(", " + n.String())
		}
	}
	if len(pr.Bound()) > 0 {
		b.WriteByte('\n')
	}
	if d := Diagram(pr); d != "" {
		b.WriteString("\n" + d)
	}
	fields(&b, pr)
	return b.String()
}

// fields writes the table of fields.
func fields(b *strings.Builder, pr *packet.Proto) {
	name, typ := len("field"), len("type")
	for i := range pr.Fields {
		name, typ = max(name, len(pr.Fields[i].Name)), max(typ, len(pr.Fields[i].Type))
	}
	line := func(cells ...any) {
		b.WriteString(strings.TrimRight(fmt.Sprintf("%-*s  %6s  %5s  %-*s  %-9s  %s", append([]any{name}, cells...)...), " ") + "\n")
	}
	if len(pr.Fields) > 0 {
		b.WriteByte('\n')
		line("field", "bit", "width", typ, "type", "kind", "meaning")
	}
	for i := range pr.Fields {
		f := &pr.Fields[i]
		off, bits, kind := "", "", ""
		if f.Off >= 0 {
			off = strconv.Itoa(f.Off)
		}
		if f.Bits > 0 {
			bits = strconv.Itoa(f.Bits)
		}
		if f.Kind != packet.Plain {
			kind = f.Kind.String()
		}
		line(f.Name, off, bits, typ, f.Type, kind, f.Doc)
	}
}

// Diagram draws the fields of pr that have a fixed place as RFCs do, 32 bits a row,
// and names what is of variable length below. Of long fields the middle is left out.
// It is empty if no field has a fixed place.
func Diagram(pr *packet.Proto) string {
	d := diagram{}
	for i := range pr.Fields {
		f := &pr.Fields[i]
		switch {
		case f.Off < 0 || f.Kind == packet.Trailing:
		case f.Bits > 0 && f.Off >= d.at:
			d.cell("", f.Off-d.at)
			d.cell(f.Name, f.Bits)
		case f.Bits == 0:
			d.flush()
			d.open(f.Name)
		}
	}
	d.flush()
	if d.b.Len() == 0 {
		return ""
	}
	return " 0                   1                   2                   3\n" +
		" 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1\n" +
		rule(32) + d.b.String()
}

// A diagram is a diagram being drawn.
type diagram struct {
	b   strings.Builder
	row string
	at  int // bits drawn
	col int // of them in this row
}

func rule(bits int) string { return "+" + strings.Repeat("-+", bits) + "\n" }

// cell draws a field, which may go over several rows.
func (d *diagram) cell(name string, bits int) {
	d.at += bits
	for bits > 0 {
		if d.col == 0 && bits >= 5*32 {
			d.full(name, "")
			d.full("", fmt.Sprintf("… %d bytes more", bits/32*4-8))
			bits -= bits/32*32 - 32
			name = ""
		}
		n := min(bits, 32-d.col)
		if d.row == "" {
			d.row = "|"
		}
		d.row += centred(name, 2*n-1) + "|"
		name = ""
		bits -= n
		if d.col += n; d.col == 32 {
			d.flush()
		}
	}
}

// full draws a row that is all one field's, with a label if it stands for several.
func (d *diagram) full(name, more string) {
	if more != "" {
		fmt.Fprintf(&d.b, "/ %-61s /\n%s", more, rule(32))
		return
	}
	d.b.WriteString("|" + centred(name, 63) + "|\n" + rule(32))
}

// open draws a field of variable length.
func (d *diagram) open(name string) { fmt.Fprintf(&d.b, "/ %-61s /\n%s", name+" …", rule(32)) }

// flush ends the row.
func (d *diagram) flush() {
	if d.row != "" {
		d.b.WriteString(d.row + "\n" + rule(d.col))
	}
	d.row, d.col = "", 0
}

// centred returns name in the middle of width columns, cut if it is longer.
func centred(name string, width int) string {
	if len(name) > width {
		name = name[:width]
	}
	pad := width - len(name)
	return strings.Repeat(" ", pad/2) + name + strings.Repeat(" ", pad-pad/2)
}

// Protos returns a list of protocols as text, one a line: name, document, title.
func Protos(list []*packet.Proto) string {
	name, ref := 0, 0
	for _, pr := range list {
		name, ref = max(name, len(pr.Name)), max(ref, utf8.RuneCountInString(pr.Ref))
	}
	var b strings.Builder
	for _, pr := range list {
		b.WriteString(strings.TrimRight(fmt.Sprintf("%-*s  %-*s  %s", name, pr.Name, ref, pr.Ref, pr.Title), " ") + "\n")
	}
	return b.String()
}
