package show

import "github.com/gocap-project/gocap/packet"

// Value is *p, a value of the field, as [Frame.AppendText] writes it if it fits on a
// line: "UDP (17)" of a protocol number. The field may be nil.
func Value(p any, fd *packet.Field) string {
	var t text
	t.value(p, fd)
	return string(t.b)
}
