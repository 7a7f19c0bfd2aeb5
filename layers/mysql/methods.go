package mysql

import "github.com/gocap-project/gocap/internal/coder"

// The methods of [Message].

// AppendWire implements [Message].
func (m *Opaque) AppendWire(b []byte) []byte { return coder.Append(b, m) }

// String implements [Message].
func (m *Opaque) String() string { return trimmed(coder.Text("", m)) }

// AppendWire implements [Message].
func (m *Greeting) AppendWire(b []byte) []byte { return coder.Append(b, m) }

// String implements [Message].
func (m *Greeting) String() string { return trimmed(coder.Text("greeting", m)) }

// AppendWire implements [Message].
func (m *SSLRequest) AppendWire(b []byte) []byte { return coder.Append(b, m) }

// String implements [Message].
func (m *SSLRequest) String() string { return trimmed(coder.Text("", m)) }

// AppendWire implements [Message].
func (m *Login) AppendWire(b []byte) []byte { return coder.Append(b, m) }

// String implements [Message].
func (m *Login) String() string { return trimmed(coder.Text("", m)) }

// AppendWire implements [Message].
func (m *OldLogin) AppendWire(b []byte) []byte { return coder.Append(b, m) }

// String implements [Message].
func (m *OldLogin) String() string { return trimmed(coder.Text("", m)) }

// AppendWire implements [Message].
func (m *Command) AppendWire(b []byte) []byte { return coder.Append(b, m) }

// String implements [Message].
func (m *Command) String() string { return trimmed(coder.Text("", m)) }

// AppendWire implements [Message].
func (m *AttributedQuery) AppendWire(b []byte) []byte { return coder.Append(b, m) }

// String implements [Message].
func (m *AttributedQuery) String() string { return trimmed(coder.Text("", m)) }

// AppendWire implements [Message].
func (m *OK) AppendWire(b []byte) []byte { return coder.Append(b, m) }

// String implements [Message].
func (m *OK) String() string { return trimmed(coder.Text("", m)) }

// AppendWire implements [Message].
func (m *Err) AppendWire(b []byte) []byte { return coder.Append(b, m) }

// String implements [Message].
func (m *Err) String() string { return trimmed(coder.Text("", m)) }

// AppendWire implements [Message].
func (m *EOF) AppendWire(b []byte) []byte { return coder.Append(b, m) }

// String implements [Message].
func (m *EOF) String() string { return trimmed(coder.Text("", m)) }

// AppendWire implements [Message].
func (m *AuthSwitch) AppendWire(b []byte) []byte { return coder.Append(b, m) }

// String implements [Message].
func (m *AuthSwitch) String() string { return trimmed(coder.Text("", m)) }

// AppendWire implements [Message].
func (m *AuthMore) AppendWire(b []byte) []byte { return coder.Append(b, m) }

// String implements [Message].
func (m *AuthMore) String() string { return trimmed(coder.Text("", m)) }

// AppendWire implements [Message].
func (m *Columns) AppendWire(b []byte) []byte { return coder.Append(b, m) }

// String implements [Message].
func (m *Columns) String() string { return trimmed(coder.Text("", m)) }

// AppendWire implements [Message].
func (m *LocalFile) AppendWire(b []byte) []byte { return coder.Append(b, m) }

// String implements [Message].
func (m *LocalFile) String() string { return trimmed(coder.Text("", m)) }

// AppendWire implements [Message].
func (m *Column) AppendWire(b []byte) []byte { return coder.Append(b, m) }

// String implements [Message].
func (m *Column) String() string { return trimmed(coder.Text("", m)) }

// AppendWire implements [Message].
func (m *Row) AppendWire(b []byte) []byte { return coder.Append(b, m) }

// String implements [Message].
func (m *Row) String() string { return trimmed(coder.Text("", m)) }

// AppendWire implements [Message].
func (m *BinaryRow) AppendWire(b []byte) []byte { return coder.Append(b, m) }

// String implements [Message].
func (m *BinaryRow) String() string { return trimmed(coder.Text("", m)) }

// AppendWire implements [Message].
func (m *Prepared) AppendWire(b []byte) []byte { return coder.Append(b, m) }

// String implements [Message].
func (m *Prepared) String() string { return trimmed(coder.Text("", m)) }

func trimmed(s string) string {
	if len(s) > 0 && s[0] == ' ' {
		return s[1:]
	}
	return s
}
