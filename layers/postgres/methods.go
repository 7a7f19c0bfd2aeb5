package postgres

import "github.com/gocap-project/gocap/internal/coder"

// The methods of [Message].

// AppendWire implements [Message].
func (m *Opaque) AppendWire(b []byte) []byte { return coder.Append(b, m) }

// String implements [Message].
func (m *Opaque) String() string { return trimmed(coder.Text("", m)) }

// AppendWire implements [Message].
func (m *Plain) AppendWire(b []byte) []byte { return coder.Append(b, m) }

// String implements [Message].
func (m *Plain) String() string { return trimmed(coder.Text("", m)) }

// AppendWire implements [Message].
func (m *Startup) AppendWire(b []byte) []byte { return coder.Append(b, m) }

// String implements [Message].
func (m *Startup) String() string { return trimmed(coder.Text("", m)) }

// AppendWire implements [Message].
func (m *EncryptionRequest) AppendWire(b []byte) []byte { return coder.Append(b, m) }

// String implements [Message].
func (m *EncryptionRequest) String() string { return trimmed(coder.Text("", m)) }

// AppendWire implements [Message].
func (m *Cancel) AppendWire(b []byte) []byte { return coder.Append(b, m) }

// String implements [Message].
func (m *Cancel) String() string { return trimmed(coder.Text("", m)) }

// AppendWire implements [Message].
func (m *Bind) AppendWire(b []byte) []byte { return coder.Append(b, m) }

// String implements [Message].
func (m *Bind) String() string { return trimmed(coder.Text("", m)) }

// AppendWire implements [Message].
func (m *Close) AppendWire(b []byte) []byte { return coder.Append(b, m) }

// String implements [Message].
func (m *Close) String() string { return trimmed(coder.Text("", m)) }

// AppendWire implements [Message].
func (m *Describe) AppendWire(b []byte) []byte { return coder.Append(b, m) }

// String implements [Message].
func (m *Describe) String() string { return trimmed(coder.Text("", m)) }

// AppendWire implements [Message].
func (m *Execute) AppendWire(b []byte) []byte { return coder.Append(b, m) }

// String implements [Message].
func (m *Execute) String() string { return trimmed(coder.Text("", m)) }

// AppendWire implements [Message].
func (m *FunctionCall) AppendWire(b []byte) []byte { return coder.Append(b, m) }

// String implements [Message].
func (m *FunctionCall) String() string { return trimmed(coder.Text("", m)) }

// AppendWire implements [Message].
func (m *Parse) AppendWire(b []byte) []byte { return coder.Append(b, m) }

// String implements [Message].
func (m *Parse) String() string { return trimmed(coder.Text("", m)) }

// AppendWire implements [Message].
func (m *Query) AppendWire(b []byte) []byte { return coder.Append(b, m) }

// String implements [Message].
func (m *Query) String() string { return trimmed(coder.Text("", m)) }

// AppendWire implements [Message].
func (m *CopyFail) AppendWire(b []byte) []byte { return coder.Append(b, m) }

// String implements [Message].
func (m *CopyFail) String() string { return trimmed(coder.Text("", m)) }

// AppendWire implements [Message].
func (m *CopyData) AppendWire(b []byte) []byte { return coder.Append(b, m) }

// String implements [Message].
func (m *CopyData) String() string { return trimmed(coder.Text("", m)) }

// AppendWire implements [Message].
func (m *Password) AppendWire(b []byte) []byte { return coder.Append(b, m) }

// String implements [Message].
func (m *Password) String() string { return trimmed(coder.Text("", m)) }

// AppendWire implements [Message].
func (m *Authentication) AppendWire(b []byte) []byte { return coder.Append(b, m) }

// String implements [Message].
func (m *Authentication) String() string { return trimmed(coder.Text("", m)) }

// AppendWire implements [Message].
func (m *BackendKey) AppendWire(b []byte) []byte { return coder.Append(b, m) }

// String implements [Message].
func (m *BackendKey) String() string { return trimmed(coder.Text("", m)) }

// AppendWire implements [Message].
func (m *CommandComplete) AppendWire(b []byte) []byte { return coder.Append(b, m) }

// String implements [Message].
func (m *CommandComplete) String() string { return trimmed(coder.Text("", m)) }

// AppendWire implements [Message].
func (m *DataRow) AppendWire(b []byte) []byte { return coder.Append(b, m) }

// String implements [Message].
func (m *DataRow) String() string { return trimmed(coder.Text("", m)) }

// AppendWire implements [Message].
func (m *Response) AppendWire(b []byte) []byte { return coder.Append(b, m) }

// String implements [Message].
func (m *Response) String() string { return trimmed(coder.Text("", m)) }

// AppendWire implements [Message].
func (m *CopyResponse) AppendWire(b []byte) []byte { return coder.Append(b, m) }

// String implements [Message].
func (m *CopyResponse) String() string { return trimmed(coder.Text("", m)) }

// AppendWire implements [Message].
func (m *FunctionResult) AppendWire(b []byte) []byte { return coder.Append(b, m) }

// String implements [Message].
func (m *FunctionResult) String() string { return trimmed(coder.Text("", m)) }

// AppendWire implements [Message].
func (m *NegotiateVersion) AppendWire(b []byte) []byte { return coder.Append(b, m) }

// String implements [Message].
func (m *NegotiateVersion) String() string { return trimmed(coder.Text("", m)) }

// AppendWire implements [Message].
func (m *Notification) AppendWire(b []byte) []byte { return coder.Append(b, m) }

// String implements [Message].
func (m *Notification) String() string { return trimmed(coder.Text("", m)) }

// AppendWire implements [Message].
func (m *ParameterTypes) AppendWire(b []byte) []byte { return coder.Append(b, m) }

// String implements [Message].
func (m *ParameterTypes) String() string { return trimmed(coder.Text("", m)) }

// AppendWire implements [Message].
func (m *ParameterStatus) AppendWire(b []byte) []byte { return coder.Append(b, m) }

// String implements [Message].
func (m *ParameterStatus) String() string { return trimmed(coder.Text("", m)) }

// AppendWire implements [Message].
func (m *Ready) AppendWire(b []byte) []byte { return coder.Append(b, m) }

// String implements [Message].
func (m *Ready) String() string { return trimmed(coder.Text("", m)) }

// AppendWire implements [Message].
func (m *RowDescription) AppendWire(b []byte) []byte { return coder.Append(b, m) }

// String implements [Message].
func (m *RowDescription) String() string { return trimmed(coder.Text("", m)) }

func trimmed(s string) string {
	if len(s) > 0 && s[0] == ' ' {
		return s[1:]
	}
	return s
}

// Type implements [Message].
func (m *Opaque) Type() byte { return m.Letter }

// Type implements [Message].
func (m *Plain) Type() byte { return m.Letter }

// Type implements [Message].
func (m *Startup) Type() byte { return 0 }

// Type implements [Message].
func (m *EncryptionRequest) Type() byte { return 0 }

// Type implements [Message].
func (m *Cancel) Type() byte { return 0 }

// Type implements [Message].
func (m *Bind) Type() byte { return 'B' }

// Type implements [Message].
func (m *Close) Type() byte { return 'C' }

// Type implements [Message].
func (m *Describe) Type() byte { return 'D' }

// Type implements [Message].
func (m *Execute) Type() byte { return 'E' }

// Type implements [Message].
func (m *FunctionCall) Type() byte { return 'F' }

// Type implements [Message].
func (m *Parse) Type() byte { return 'P' }

// Type implements [Message].
func (m *Query) Type() byte { return 'Q' }

// Type implements [Message].
func (m *CopyFail) Type() byte { return 'f' }

// Type implements [Message].
func (m *CopyData) Type() byte { return 'd' }

// Type implements [Message].
func (m *Password) Type() byte { return 'p' }

// Type implements [Message].
func (m *Authentication) Type() byte { return 'R' }

// Type implements [Message].
func (m *BackendKey) Type() byte { return 'K' }

// Type implements [Message].
func (m *CommandComplete) Type() byte { return 'C' }

// Type implements [Message].
func (m *DataRow) Type() byte { return 'D' }

// Type implements [Message].
func (m *CopyResponse) Type() byte { return m.Letter }

// Type implements [Message].
func (m *FunctionResult) Type() byte { return 'V' }

// Type implements [Message].
func (m *NegotiateVersion) Type() byte { return 'v' }

// Type implements [Message].
func (m *Notification) Type() byte { return 'A' }

// Type implements [Message].
func (m *ParameterTypes) Type() byte { return 't' }

// Type implements [Message].
func (m *ParameterStatus) Type() byte { return 'S' }

// Type implements [Message].
func (m *Ready) Type() byte { return 'Z' }

// Type implements [Message].
func (m *RowDescription) Type() byte { return 'T' }

// Type implements [Message].
func (m *Response) Type() byte {
	if m.Notice {
		return 'N'
	}
	return 'E'
}
