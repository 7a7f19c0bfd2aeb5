package postgres

import (
	"github.com/gocap-project/gocap/internal/coder"
	"github.com/gocap-project/gocap/wire"
)

// Opaque is a message of unknown type, or a malformed one.
type Opaque struct {
	Letter byte
	Data   []byte
}

// Fields says what the fields are.
func (m *Opaque) Fields(c *coder.Coder) {
	if c.Printing() && m.Letter != 0 {
		c.Word("message " + string(rune(m.Letter)))
	}
	c.Hex("", &m.Data)
}

// Plain is a message without fields: Sync, Flush, Terminate, CopyDone, ParseComplete,
// BindComplete, CloseComplete, EmptyQueryResponse, NoData, PortalSuspended.
type Plain struct {
	Letter byte
}

// Fields says what the fields are.
func (m *Plain) Fields(c *coder.Coder) {
	c.Word(map[byte]string{'S': "Sync", 'H': "Flush", 'X': "Terminate", 'c': "CopyDone", '1': "ParseComplete", '2': "BindComplete",
		'3': "CloseComplete", 'I': "EmptyQueryResponse", 'n': "NoData", 's': "PortalSuspended"}[m.Letter])
}

// Startup begins a connection.
type Startup struct {
	Version    uint32 // [wire.PGVersion3] or above
	Parameters []Parameter
}

// A Parameter is a setting: user, database, application_name, …
type Parameter struct{ Name, Value string }

// Fields says what the fields are.
func (m *Startup) Fields(c *coder.Coder) {
	c.Word("Startup")
	c.U32("", &m.Version)
	if m.Version>>16 != 3 {
		c.Fail()
		return
	}
	for i := 0; ; i++ {
		if c.Reading() {
			m.Parameters = append(m.Parameters, Parameter{})
		} else if i == len(m.Parameters) {
			break
		}
		p := &m.Parameters[i]
		if c.Printing() {
			c.Word(p.Name)
		} else {
			ended(c, "", &p.Name)
		}
		if c.Reading() && (p.Name == "" || c.Failed()) {
			m.Parameters = m.Parameters[:i]
			return
		}
		ended(c, "", &p.Value)
	}
	if c.Writing() {
		c.Write(0)
	}
}

// EncryptionRequest asks for TLS or, with GSS, for GSSAPI. The answer is a byte: S or G,
// or N for no.
type EncryptionRequest struct{ GSS bool }

// Fields says what the fields are.
func (m *EncryptionRequest) Fields(c *coder.Coder) {
	code := uint32(wire.PGSSLRequest)
	if m.GSS {
		code = wire.PGGSSRequest
	}
	c.U32("", &code)
	if m.GSS = code == wire.PGGSSRequest; m.GSS {
		c.Word("GSSENCRequest")
	} else {
		c.Word("SSLRequest")
	}
}

// Cancel asks to stop what another connection does.
type Cancel struct {
	Process uint32
	Secret  []byte // 4 bytes; since version 3.2 up to 256
}

// Fields says what the fields are.
func (m *Cancel) Fields(c *coder.Coder) {
	c.Word("CancelRequest")
	code := uint32(wire.PGCancel)
	c.U32("", &code)
	c.U32("process", &m.Process)
	c.Hex("secret", &m.Secret)
}

// Bind gives a statement its parameters.
type Bind struct {
	Portal, Statement string
	Formats           []uint16 // of parameters: 0 text, 1 binary; none, one for all, or one each
	Values            [][]byte // nil is NULL
	Results           []uint16 // formats of results
}

// Fields says what the fields are.
func (m *Bind) Fields(c *coder.Coder) {
	c.Word("Bind")
	ended(c, "portal", &m.Portal)
	ended(c, "statement", &m.Statement)
	list(c, &m.Formats, func(x *uint16) { c.U16("", x) })
	list(c, &m.Values, func(x *[]byte) { value(c, x) })
	list(c, &m.Results, func(x *uint16) { c.U16("", x) })
}

// Close closes a statement (S) or portal (P).
type Close struct {
	What byte
	Name string
}

// Fields says what the fields are.
func (m *Close) Fields(c *coder.Coder) { named(c, "Close", &m.What, &m.Name) }

// Describe asks what a statement (S) or portal (P) is.
type Describe struct {
	What byte
	Name string
}

// Fields says what the fields are.
func (m *Describe) Fields(c *coder.Coder) { named(c, "Describe", &m.What, &m.Name) }

func named(c *coder.Coder, word string, what *byte, name *string) {
	c.Word(word)
	letter(c, what)
	if c.Reading() && *what != 'S' && *what != 'P' {
		c.Fail()
	}
	ended(c, "", name)
}

// Execute runs a portal.
type Execute struct {
	Portal string
	Most   uint32 // rows, or 0 for all
}

// Fields says what the fields are.
func (m *Execute) Fields(c *coder.Coder) {
	c.Word("Execute")
	ended(c, "portal", &m.Portal)
	c.U32("rows", &m.Most)
}

// FunctionCall calls a function.
type FunctionCall struct {
	Function uint32   // its object ID
	Formats  []uint16 // of arguments, as of Bind
	Values   [][]byte
	Result   uint16 // format of the result
}

// Fields says what the fields are.
func (m *FunctionCall) Fields(c *coder.Coder) {
	c.Word("FunctionCall")
	c.U32("function", &m.Function)
	list(c, &m.Formats, func(x *uint16) { c.U16("", x) })
	list(c, &m.Values, func(x *[]byte) { value(c, x) })
	c.U16("", &m.Result)
}

// Parse prepares a statement.
type Parse struct {
	Name, Query string
	Types       []uint32 // object IDs of the parameters' types; 0 is any
}

// Fields says what the fields are.
func (m *Parse) Fields(c *coder.Coder) {
	c.Word("Parse")
	ended(c, "statement", &m.Name)
	ended(c, "", &m.Query)
	list(c, &m.Types, func(x *uint32) { c.U32("type", x) })
}

// Query is a simple query: one or more statements.
type Query struct{ Query string }

// Fields says what the fields are.
func (m *Query) Fields(c *coder.Coder) {
	c.Word("Query")
	ended(c, "", &m.Query)
}

// CopyFail ends a copy with an error.
type CopyFail struct{ Reason string }

// Fields says what the fields are.
func (m *CopyFail) Fields(c *coder.Coder) {
	c.Word("CopyFail")
	ended(c, "", &m.Reason)
}

// CopyData is data that are copied.
type CopyData struct{ Data []byte }

// Fields says what the fields are.
func (m *CopyData) Fields(c *coder.Coder) {
	c.Word("CopyData")
	c.Body("", &m.Data)
}

// Password is the client's part of authentication: a password with a zero, or data of
// SASL or GSSAPI. [Password.SASL] reads the first of SASL.
type Password struct{ Data []byte }

// Fields says what the fields are.
func (m *Password) Fields(c *coder.Coder) {
	c.Word("authentication data")
	c.Body("", &m.Data)
}

// SASL returns the mechanism and data of a first answer to [Authentication] of kind 10.
func (m *Password) SASL() (mechanism string, data []byte, ok bool) {
	c := saslFirst{}
	ok = coder.Read(&c, m.Data)
	return c.mechanism, c.data, ok
}

type saslFirst struct {
	mechanism string
	data      []byte
}

// Fields says what the fields are.
func (m *saslFirst) Fields(c *coder.Coder) {
	ended(c, "", &m.mechanism)
	value(c, &m.data)
}

// Authentication is the server's part of authentication.
type Authentication struct {
	Kind uint32 // 0 OK, 3 clear password, 5 MD5, 7 GSSAPI, 8 GSSAPI goes on, 9 SSPI, 10 SASL, 11 SASL goes on, 12 SASL ends
	Data []byte // salt, mechanisms with zeros, data
}

// Fields says what the fields are.
func (m *Authentication) Fields(c *coder.Coder) {
	c.Word("Authentication")
	c.U32("", &m.Kind)
	names := [...]string{"ok", "", "Kerberos", "password", "", "MD5", "", "GSSAPI", "GSSAPI continues", "SSPI", "SASL", "SASL continues", "SASL ends"}
	if int(m.Kind) < len(names) {
		c.Word(names[m.Kind])
	}
	c.Hex("", &m.Data)
}

// BackendKey is what a cancel request needs.
type BackendKey struct {
	Process uint32
	Secret  []byte // 4 bytes; since version 3.2 up to 256
}

// Fields says what the fields are.
func (m *BackendKey) Fields(c *coder.Coder) {
	c.Word("BackendKeyData")
	c.U32("process", &m.Process)
	c.Hex("secret", &m.Secret)
}

// CommandComplete says what was done: "SELECT 1".
type CommandComplete struct{ Tag string }

// Fields says what the fields are.
func (m *CommandComplete) Fields(c *coder.Coder) {
	c.Word("CommandComplete")
	ended(c, "", &m.Tag)
}

// DataRow is a row.
type DataRow struct{ Values [][]byte } // nil is NULL

// Fields says what the fields are.
func (m *DataRow) Fields(c *coder.Coder) {
	c.Word("DataRow")
	list(c, &m.Values, func(x *[]byte) { value(c, x) })
}

// Response is an error or a notice.
type Response struct {
	Notice bool
	Items  []Item
}

// An Item is a part of an error or notice.
type Item struct {
	Kind byte // S severity, C code, M message, D detail, H hint, P position, F file, L line, R routine, …
	Text string
}

// Item returns the text of the given kind.
func (m *Response) Item(kind byte) string {
	for _, x := range m.Items {
		if x.Kind == kind {
			return x.Text
		}
	}
	return ""
}

// Fields says what the fields are.
func (m *Response) Fields(c *coder.Coder) {
	if m.Notice {
		c.Word("NoticeResponse")
	} else {
		c.Word("ErrorResponse")
	}
	if c.Reading() {
		for {
			var x Item
			if c.U8("", &x.Kind); x.Kind == 0 || c.Failed() {
				return
			}
			ended(c, "", &x.Text)
			m.Items = append(m.Items, x)
		}
	}
	for i := range m.Items {
		letter(c, &m.Items[i].Kind)
		ended(c, "", &m.Items[i].Text)
	}
	if c.Writing() {
		c.Write(0)
	}
}

// CopyResponse begins a copy: G to the server, H from it, W both.
type CopyResponse struct {
	Letter  byte
	Format  uint8 // 0 text, 1 binary
	Columns []uint16
}

// Fields says what the fields are.
func (m *CopyResponse) Fields(c *coder.Coder) {
	c.Word(map[byte]string{'G': "CopyInResponse", 'H': "CopyOutResponse", 'W': "CopyBothResponse"}[m.Letter])
	c.U8("format", &m.Format)
	list(c, &m.Columns, func(x *uint16) { c.U16("", x) })
}

// FunctionResult is what a function returned.
type FunctionResult struct{ Value []byte } // nil is NULL

// Fields says what the fields are.
func (m *FunctionResult) Fields(c *coder.Coder) {
	c.Word("FunctionCallResponse")
	value(c, &m.Value)
}

// NegotiateVersion says that the server has not the version or options asked for.
type NegotiateVersion struct {
	Version uint32 // the newest one that the server has: minor, or since 3.2 both
	Options []string
}

// Fields says what the fields are.
func (m *NegotiateVersion) Fields(c *coder.Coder) {
	c.Word("NegotiateProtocolVersion")
	c.U32("version", &m.Version)
	n := uint32(len(m.Options))
	c.U32("", &n)
	coder.List(c, &m.Options, func(x *string) { ended(c, "", x) })
	if c.Reading() && int(n) != len(m.Options) {
		c.Fail()
	}
}

// Notification is what another connection notified.
type Notification struct {
	Process          uint32
	Channel, Payload string
}

// Fields says what the fields are.
func (m *Notification) Fields(c *coder.Coder) {
	c.Word("NotificationResponse")
	c.U32("process", &m.Process)
	ended(c, "", &m.Channel)
	ended(c, "", &m.Payload)
}

// ParameterTypes is the types of a statement's parameters.
type ParameterTypes struct{ Types []uint32 }

// Fields says what the fields are.
func (m *ParameterTypes) Fields(c *coder.Coder) {
	c.Word("ParameterDescription")
	list(c, &m.Types, func(x *uint32) { c.U32("type", x) })
}

// ParameterStatus is a setting of the server.
type ParameterStatus struct{ Name, Value string }

// Fields says what the fields are.
func (m *ParameterStatus) Fields(c *coder.Coder) {
	c.Word("ParameterStatus")
	ended(c, "", &m.Name)
	ended(c, "", &m.Value)
}

// Ready says that the server waits for a query.
type Ready struct{ Status byte } // I idle, T in a transaction, E in one that failed

// Fields says what the fields are.
func (m *Ready) Fields(c *coder.Coder) {
	c.Word("ReadyForQuery")
	letter(c, &m.Status)
}

// RowDescription says what columns rows have.
type RowDescription struct{ Columns []Column }

// A Column describes a column.
type Column struct {
	Name   string
	Table  uint32 // object ID, or 0
	Number uint16 // of the column in the table, or 0
	Type   uint32 // object ID
	Size   uint16 // bytes; above 32767 variable
	Mod    uint32 // type modifier
	Format uint16 // 0 text, 1 binary
}

// Fields says what the fields are.
func (m *RowDescription) Fields(c *coder.Coder) {
	c.Word("RowDescription")
	list(c, &m.Columns, func(x *Column) {
		ended(c, "", &x.Name)
		c.U32("", &x.Table)
		c.U16("", &x.Number)
		c.U32("type", &x.Type)
		c.U16("", &x.Size)
		c.U32("", &x.Mod)
		c.U16("", &x.Format)
	})
}
