package mysql

import (
	"bytes"

	"github.com/gocap-project/gocap/internal/coder"
	"github.com/gocap-project/gocap/wire"
)

// A Message is what a packet, or several, have in them: one of the structs of this
// package.
type Message interface {
	// AppendWire appends the message as it is on the wire, without packets' headers.
	AppendWire(b []byte) []byte

	// String returns the message for people.
	String() string

	coder.Coded
}

// decode reads b into m, and reports whether m is then exactly b.
func decode(m Message, b []byte) bool {
	return coder.Read(m, b) && bytes.Equal(m.AppendWire(nil), b)
}

// first returns m if b is such a message, else the bytes.
func first(m Message, b []byte) Message {
	if decode(m, b) {
		return m
	}
	return &Opaque{b}
}

// num handles a little-endian number of n bytes.
func num[T ~uint8 | ~uint16 | ~uint32 | ~uint64](c *coder.Coder, name string, x *T, n int) {
	switch {
	case c.Reading():
		v := uint64(0)
		for i, d := range c.Take(n) {
			v |= uint64(d) << (8 * i)
		}
		*x = T(v)
	case c.Writing():
		for i := range n {
			c.Write(byte(uint64(*x) >> (8 * i)))
		}
	default:
		c.Number(name, uint64(*x), 0)
	}
}

// length handles a number of 1, 3, 4 or 9 bytes.
func length(c *coder.Coder, name string, x *uint64) {
	n := uint8(0)
	switch {
	case *x < 0xfb:
		n = uint8(*x)
	case *x < 1<<16:
		n = 0xfc
	case *x < 1<<24:
		n = 0xfd
	default:
		n = 0xfe
	}
	if c.Printing() {
		c.Number(name, *x, 0)
		return
	}
	num(c, "", &n, 1)
	switch n {
	case 0xfc:
		num(c, "", x, 2)
	case 0xfd:
		num(c, "", x, 3)
	case 0xfe:
		num(c, "", x, 8)
	case 0xfb, 0xff:
		c.Fail()
	default:
		*x = uint64(n)
	}
}

// text handles bytes with their length before them.
func text(c *coder.Coder, name string, x *[]byte) {
	n := uint64(len(*x))
	if !c.Printing() {
		length(c, "", &n)
	}
	rest(c, name, x, int(min(n, 1<<30)))
}

// rest handles n bytes, printed in quotes.
func rest(c *coder.Coder, name string, x *[]byte, n int) {
	if c.Printing() {
		if len(*x) > 0 {
			c.Word(name)
			c.Quote(*x)
		}
		return
	}
	c.Bytes("", x, n)
}

// all handles what is left as text.
func all(c *coder.Coder, name string, x *[]byte) { rest(c, name, x, c.Left()) }

// ended handles bytes up to a zero.
func ended(c *coder.Coder, name string, x *[]byte) {
	if !c.Reading() {
		rest(c, name, x, 0)
		if c.Writing() {
			c.Write(0)
		}
		return
	}
	var s []byte
	for {
		d := c.Take(1)
		if len(d) == 0 || d[0] == 0 {
			break
		}
		s = append(s, d[0])
	}
	*x = s
}

// mark handles a byte that must be x.
func mark(c *coder.Coder, x uint8) {
	y := x
	if num(c, "", &y, 1); c.Reading() && y != x {
		c.Fail()
	}
}

// Opaque is a message that is bytes: of unknown form, encrypted, or malformed.
type Opaque struct{ Data []byte }

// Fields says what the fields are.
func (m *Opaque) Fields(c *coder.Coder) {
	if c.Printing() && len(m.Data) > 64 {
		c.Body("", &m.Data)
		return
	}
	c.Hex("", &m.Data)
}

// Greeting is a server's first message. MySQL internals, "Protocol::HandshakeV10".
type Greeting struct {
	Version      []byte
	Connection   uint32                 // its number
	Scramble     []byte                 // first 8 bytes of the data for authentication
	Capabilities wire.MySQLCapabilities // of the server
	Charset      uint8
	Status       uint16
	ScrambleLen  uint8    // of all data for authentication, or 0
	Reserved     [10]byte // of MariaDB, the last four are more capabilities
	Scramble2    []byte   // the rest, and a zero
	Plugin       []byte   // method of authentication
}

// Fields says what the fields are.
func (m *Greeting) Fields(c *coder.Coder) {
	mark(c, 10)
	ended(c, "version", &m.Version)
	num(c, "connection", &m.Connection, 4)
	if !c.Printing() {
		c.Bytes("", &m.Scramble, 8)
	}
	mark(c, 0)
	low, high := uint16(m.Capabilities), uint16(m.Capabilities>>16)
	num(c, "", &low, 2)
	num(c, "charset", &m.Charset, 1)
	num(c, "status", &m.Status, 2)
	num(c, "", &high, 2)
	m.Capabilities = wire.MySQLCapabilities(uint32(high)<<16 | uint32(low))
	num(c, "", &m.ScrambleLen, 1)
	for i := range m.Reserved {
		num(c, "", &m.Reserved[i], 1)
	}
	if m.Capabilities&wire.MySQLSecureConnection != 0 && !c.Printing() {
		c.Bytes("", &m.Scramble2, max(13, int(m.ScrambleLen)-8))
	}
	if m.Capabilities&wire.MySQLPluginAuth != 0 {
		ended(c, "plugin", &m.Plugin)
	}
}

// SSLRequest asks for TLS. MySQL internals, "Protocol::SSLRequest".
type SSLRequest struct {
	Capabilities wire.MySQLCapabilities
	MaxPacket    uint32
	Charset      uint8
	Reserved     [23]byte
}

// Fields says what the fields are.
func (m *SSLRequest) Fields(c *coder.Coder) {
	c.Word("SSL request")
	num(c, "", &m.Capabilities, 4)
	num(c, "", &m.MaxPacket, 4)
	num(c, "charset", &m.Charset, 1)
	for i := range m.Reserved {
		num(c, "", &m.Reserved[i], 1)
	}
}

// Login says who the client is. MySQL internals, "Protocol::HandshakeResponse41".
type Login struct {
	SSLRequest // what that has
	User       []byte
	Auth       []byte // a proof of the password
	Database   []byte
	Plugin     []byte // method of authentication
	Attributes []byte // of the connection: names and values with their lengths before them
	Zstd       uint8  // level of compression
}

// Fields says what the fields are.
func (m *Login) Fields(c *coder.Coder) {
	if c.Printing() {
		c.Word("login")
	} else {
		m.SSLRequest.Fields(c)
	}
	ended(c, "user", &m.User)
	switch {
	case c.Printing():
	case m.Capabilities&wire.MySQLLongAuth != 0:
		text(c, "", &m.Auth)
	case m.Capabilities&wire.MySQLSecureConnection != 0:
		n := uint8(len(m.Auth))
		num(c, "", &n, 1)
		c.Bytes("", &m.Auth, int(n))
	default:
		ended(c, "", &m.Auth)
	}
	if m.Capabilities&wire.MySQLConnectWithDB != 0 {
		ended(c, "database", &m.Database)
	}
	if m.Capabilities&wire.MySQLPluginAuth != 0 {
		ended(c, "plugin", &m.Plugin)
	}
	if m.Capabilities&wire.MySQLConnectAttributes != 0 {
		text(c, "attributes", &m.Attributes)
	}
	if m.Capabilities&wire.MySQLZstd != 0 {
		num(c, "zstd", &m.Zstd, 1)
	}
}

// OldLogin is a login before protocol 4.1. MySQL internals,
// "Protocol::HandshakeResponse320".
type OldLogin struct {
	Capabilities uint16
	MaxPacket    uint32 // 24 bits
	User         []byte
	Auth         []byte // and if Capabilities say so, after a zero, the database
}

// Fields says what the fields are.
func (m *OldLogin) Fields(c *coder.Coder) {
	c.Word("login")
	num(c, "", &m.Capabilities, 2)
	num(c, "", &m.MaxPacket, 3)
	ended(c, "user", &m.User)
	c.Hex("auth", &m.Auth)
}

// ReadLogin reads what a client answers a greeting with: [SSLRequest], [Login],
// [OldLogin] or [Opaque].
func ReadLogin(b []byte) Message {
	if len(b) < 4 || b[1]&2 == 0 { // protocol 4.1
		return first(new(OldLogin), b)
	}
	if len(b) == 32 && b[1]&8 != 0 {
		return first(new(SSLRequest), b)
	}
	return first(new(Login), b)
}

// Command is what a client asks for. Which fields it has depends on Command. MySQL
// internals, "Text Protocol" and "Prepared Statements".
type Command struct {
	Command   wire.MySQLCommand
	Statement uint32 // number of a statement or connection
	Flags     uint8  // Execute: kind of cursor; Refresh: what
	Count     uint32 // Execute: 1; Fetch: rows; Set Option: option; Send Long Data: parameter; Binlog Dump: position
	Text      []byte // query, statement, database, table; or what is left
}

// Fields says what the fields are.
func (m *Command) Fields(c *coder.Coder) {
	num(c, "", &m.Command, 1)
	c.Word(m.Command.String())
	switch m.Command {
	case wire.MySQLExecute:
		num(c, "statement", &m.Statement, 4)
		num(c, "flags", &m.Flags, 1)
		num(c, "", &m.Count, 4)
		c.Hex("", &m.Text)
		return
	case wire.MySQLSendLongData:
		num(c, "statement", &m.Statement, 4)
		num(c, "parameter", &m.Count, 2)
	case wire.MySQLFetch:
		num(c, "statement", &m.Statement, 4)
		num(c, "rows", &m.Count, 4)
	case wire.MySQLCloseStatement, wire.MySQLResetStatement:
		num(c, "statement", &m.Statement, 4)
	case wire.MySQLProcessKill:
		num(c, "connection", &m.Statement, 4)
	case wire.MySQLSetOption:
		num(c, "option", &m.Count, 2)
	case wire.MySQLRefresh:
		num(c, "flags", &m.Flags, 1)
	case wire.MySQLBinlogDump:
		num(c, "position", &m.Count, 4)
		num(c, "", &m.Statement, 2)
	}
	all(c, "", &m.Text)
}

// AttributedQuery is a query with parameters that have names. MySQL internals,
// "COM_QUERY" with query attributes.
type AttributedQuery struct {
	Parameters uint64
	Sets       uint64 // 1
	Text       []byte // if there are no parameters the query, else parameters and query
}

// Fields says what the fields are.
func (m *AttributedQuery) Fields(c *coder.Coder) {
	mark(c, uint8(wire.MySQLQuery))
	c.Word(wire.MySQLQuery.String())
	length(c, "parameters", &m.Parameters)
	length(c, "", &m.Sets)
	all(c, "", &m.Text)
}

// ReadCommand reads a client's command, of a connection with what was agreed on:
// [Command], [AttributedQuery] or [Opaque].
func ReadCommand(b []byte, agreed wire.MySQLCapabilities) Message {
	if len(b) > 0 && wire.MySQLCommand(b[0]) == wire.MySQLQuery && agreed&wire.MySQLQueryAttributes != 0 {
		if m := new(AttributedQuery); decode(m, b) {
			return m
		}
	}
	return first(new(Command), b)
}

// OK says that what was asked for is done. MySQL internals, "OK_Packet".
type OK struct {
	agreed   wire.MySQLCapabilities
	End      bool // it ends rows: it begins with 0xfe
	Affected uint64
	InsertID uint64
	Status   uint16 // 1 in transaction, 2 autocommit, 8 more results follow
	Warnings uint16
	Info     []byte
	Changes  []byte // of the session's state, if Status has 0x4000
}

// Fields says what the fields are.
func (m *OK) Fields(c *coder.Coder) {
	head := uint8(0)
	if m.End {
		head = 0xfe
	}
	num(c, "", &head, 1)
	m.End = head == 0xfe
	if c.Reading() && head != 0 && head != 0xfe {
		c.Fail()
	}
	c.Word("OK")
	length(c, "affected", &m.Affected)
	length(c, "insert ID", &m.InsertID)
	if m.agreed&(wire.MySQLProtocol41|wire.MySQLTransactions) != 0 {
		num(c, "status", &m.Status, 2)
	}
	if m.agreed&wire.MySQLProtocol41 != 0 {
		num(c, "warnings", &m.Warnings, 2)
	}
	if m.agreed&wire.MySQLSessionTrack == 0 {
		all(c, "", &m.Info)
		return
	}
	if c.Rest(len(m.Info) > 0 || m.Status&0x4000 != 0) {
		text(c, "", &m.Info)
	}
	if m.Status&0x4000 != 0 {
		text(c, "changes", &m.Changes)
	}
}

// Err says that what was asked for cannot be done. MySQL internals, "ERR_Packet".
type Err struct {
	agreed wire.MySQLCapabilities
	Code   uint16
	State  []byte // SQL state, five characters, of protocol 4.1
	Text   []byte
}

// Fields says what the fields are.
func (m *Err) Fields(c *coder.Coder) {
	mark(c, 0xff)
	c.Word("error")
	num(c, "", &m.Code, 2)
	c.Number("code", uint64(m.Code), 0)
	if m.agreed&wire.MySQLProtocol41 != 0 && (c.Reading() && c.Left() >= 6 || !c.Reading() && len(m.State) == 5) {
		mark(c, '#')
		rest(c, "state", &m.State, 5)
	}
	all(c, "", &m.Text)
}

// EOF ends columns or rows. MySQL internals, "EOF_Packet".
type EOF struct {
	agreed   wire.MySQLCapabilities
	Warnings uint16
	Status   uint16 // as of OK
}

// Fields says what the fields are.
func (m *EOF) Fields(c *coder.Coder) {
	mark(c, 0xfe)
	c.Word("end")
	if m.agreed&wire.MySQLProtocol41 != 0 {
		num(c, "warnings", &m.Warnings, 2)
		num(c, "status", &m.Status, 2)
	}
}

// AuthSwitch asks the client for another method of authentication. MySQL internals,
// "Protocol::AuthSwitchRequest".
type AuthSwitch struct{ Plugin, Data []byte }

// Fields says what the fields are.
func (m *AuthSwitch) Fields(c *coder.Coder) {
	mark(c, 0xfe)
	c.Word("authentication switch")
	ended(c, "plugin", &m.Plugin)
	c.Hex("", &m.Data)
}

// AuthMore is more data for authentication from the server. MySQL internals,
// "Protocol::AuthMoreData".
type AuthMore struct{ Data []byte }

// Fields says what the fields are.
func (m *AuthMore) Fields(c *coder.Coder) {
	mark(c, 1)
	c.Word("authentication data")
	c.Hex("", &m.Data)
}

// Columns says how many columns follow. MySQL internals, "COM_QUERY Response".
type Columns struct{ Count uint64 }

// Fields says what the fields are.
func (m *Columns) Fields(c *coder.Coder) {
	length(c, "columns", &m.Count)
}

// LocalFile asks the client for a file. MySQL internals, "LOCAL INFILE Request".
type LocalFile struct{ Name []byte }

// Fields says what the fields are.
func (m *LocalFile) Fields(c *coder.Coder) {
	mark(c, 0xfb)
	all(c, "local file", &m.Name)
}

// Column describes a column, or a parameter. MySQL internals,
// "Protocol::ColumnDefinition41".
type Column struct {
	Catalog, Schema, Table, OrgTable, Name, OrgName []byte
	Charset                                         uint16
	Length                                          uint32
	Type                                            uint8
	Flags                                           uint16
	Decimals                                        uint8
	Default                                         []byte // of Field List
}

// Fields says what the fields are.
func (m *Column) Fields(c *coder.Coder) {
	c.Word("column")
	for i, s := range [...]*[]byte{&m.Catalog, &m.Schema, &m.Table, &m.OrgTable, &m.Name, &m.OrgName} {
		if !c.Printing() || i == 2 || i == 4 {
			text(c, "", s)
		}
	}
	mark(c, 12)
	num(c, "charset", &m.Charset, 2)
	num(c, "length", &m.Length, 4)
	num(c, "type", &m.Type, 1)
	num(c, "flags", &m.Flags, 2)
	num(c, "", &m.Decimals, 1)
	mark(c, 0)
	mark(c, 0)
	c.Hex("default", &m.Default)
}

// A Row is a row of text. A nil value is NULL. MySQL internals,
// "ProtocolText::ResultsetRow".
type Row struct{ Values [][]byte }

// Fields says what the fields are.
func (m *Row) Fields(c *coder.Coder) {
	c.Word("row")
	coder.List(c, &m.Values, func(v *[]byte) {
		switch {
		case c.Printing() && *v == nil:
			c.Word("NULL")
		case c.Printing():
			c.Quote(*v)
		case c.Writing() && *v == nil:
			c.Write(0xfb)
		case c.Writing():
			text(c, "", v)
		default:
			value(c, v)
		}
	})
}

// value reads a value that may be NULL.
func value(c *coder.Coder, v *[]byte) {
	head := c.Take(1)
	if len(head) == 0 || head[0] == 0xfb {
		return
	}
	n := uint64(head[0])
	if size := map[byte]int{0xfc: 2, 0xfd: 3, 0xfe: 8}[head[0]]; size > 0 {
		num(c, "", &n, size)
	}
	if *v = c.Take(int(min(n, 1<<30))); *v == nil {
		c.Fail()
	}
}

// A BinaryRow is a row that a prepared statement gave. [BinaryRow.Split] takes it apart.
// MySQL internals, "ProtocolBinary::ResultsetRow".
type BinaryRow struct{ Data []byte } // bits of what is NULL, and values

// Fields says what the fields are.
func (m *BinaryRow) Fields(c *coder.Coder) {
	mark(c, 0)
	c.Word("binary row")
	c.Hex("", &m.Data)
}

// Split returns the values of a row with columns of the given types, as they are on the
// wire: numbers little-endian, times and texts without their length. A nil value is
// NULL. ok is false if the row does not fit.
func (m *BinaryRow) Split(types []uint8) (values [][]byte, ok bool) {
	nulls := (len(types) + 9) / 8
	if nulls > len(m.Data) {
		return nil, false
	}
	bits, b := m.Data[:nulls], m.Data[nulls:]
	for i, t := range types {
		if bits[(i+2)/8]>>((i+2)%8)&1 != 0 {
			values = append(values, nil)
			continue
		}
		head, n := binarySize(t, b)
		if head < 0 || uint64(head)+n > uint64(len(b)) {
			return values, false
		}
		end := head + int(n)
		values, b = append(values, b[head:end:end]), b[end:]
	}
	return values, len(b) == 0
}

// binarySize returns where a value of a type begins and how long it is; below 0 if that
// cannot be read.
func binarySize(t uint8, b []byte) (head int, n uint64) {
	switch t {
	case 1: // TINY
		return 0, 1
	case 2, 13: // SHORT, YEAR
		return 0, 2
	case 3, 4, 9: // LONG, FLOAT, INT24
		return 0, 4
	case 5, 8: // DOUBLE, LONGLONG
		return 0, 8
	case 6: // NULL
		return 0, 0
	case 7, 10, 11, 12: // TIMESTAMP, DATE, TIME, DATETIME
		if len(b) == 0 {
			return -1, 0
		}
		return 1, uint64(b[0])
	}
	if len(b) == 0 {
		return -1, 0
	}
	size := map[byte]int{0xfc: 2, 0xfd: 3, 0xfe: 8}[b[0]]
	if b[0] == 0xfb || b[0] == 0xff || 1+size > len(b) {
		return -1, 0
	}
	if size == 0 {
		return 1, uint64(b[0])
	}
	for i := size; i > 0; i-- {
		n = n<<8 | uint64(b[i])
	}
	if n > 1<<30 {
		return -1, 0
	}
	return 1 + size, n
}

// Prepared says what a statement needs and gives. MySQL internals, "COM_STMT_PREPARE
// Response".
type Prepared struct {
	Statement  uint32
	Columns    uint16 // that follow after the parameters
	Parameters uint16 // that follow
	Warnings   uint16
	More       []byte
}

// Fields says what the fields are.
func (m *Prepared) Fields(c *coder.Coder) {
	mark(c, 0)
	c.Word("prepared")
	num(c, "statement", &m.Statement, 4)
	num(c, "columns", &m.Columns, 2)
	num(c, "parameters", &m.Parameters, 2)
	mark(c, 0)
	num(c, "warnings", &m.Warnings, 2)
	c.Hex("", &m.More)
}

// ReadResponse reads a server's message that begins with a mark, of a connection with
// what was agreed on: [OK], [Err], [EOF] or [Opaque].
func ReadResponse(b []byte, agreed wire.MySQLCapabilities) Message {
	switch {
	case len(b) == 0:
	case b[0] == 0xff:
		return first(&Err{agreed: agreed}, b)
	case b[0] == 0xfe && len(b) < 9 && agreed&wire.MySQLDeprecateEOF == 0:
		return first(&EOF{agreed: agreed}, b)
	case b[0] == 0, b[0] == 0xfe:
		return first(&OK{agreed: agreed}, b)
	}
	return &Opaque{b}
}
