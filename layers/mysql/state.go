package mysql

import "github.com/gocap-project/gocap/wire"

// A Side is who sent a message.
type Side uint8

// The sides.
const (
	FromClient Side = iota
	FromServer
)

// A Phase is what a connection is at.
type Phase uint8

// The phases.
const (
	Greeted        Phase = iota // the server's greeting comes first
	LoggingIn                   // the client's login is next, perhaps after TLS began
	Authenticating              // until the server's OK
	Ready                       // for a command
	Answering                   // the first packet of an answer is next
	ColumnsNext                 // Left columns, and perhaps an end of them
	RowsNext                    // rows until their end
	ParametersNext              // of a prepared statement: Left parameters
	FileNext                    // the client's file, until an empty packet
	Other                       // replication, statistics: bytes
)

func (p Phase) String() string {
	return [...]string{"greeting", "login", "authentication", "ready", "answer", "columns", "rows", "parameters", "file", "other"}[min(p, Other)]
}

// State is what a packet's meaning depends on. The zero State is that of a connection
// that begins; set Phase to Ready, and Agreed, for one that is seen from its middle. It
// has no pointers: copy it to remember it.
type State struct {
	Phase   Phase
	Server  wire.MySQLCapabilities // of the server
	Agreed  wire.MySQLCapabilities // of both
	Command wire.MySQLCommand      // the last one
	Left    int                    // columns or parameters that are expected
	after   int                    // columns after the parameters
	tail    bool                   // the next packet goes on with the last message
}

// Read returns the message that packet p is, and takes note of what it changes. A
// message of 2^24-1 bytes or more is in several packets: the first is [Opaque] here, as
// are those after it.
func (s *State) Read(from Side, p wire.MySQLPacket) Message {
	const whole = 0xffffff
	if s.tail || len(p.Payload) == whole {
		s.tail = len(p.Payload) == whole
		return &Opaque{p.Payload}
	}
	if from == FromClient {
		return s.client(p.Payload)
	}
	return s.server(p.Payload)
}

func (s *State) client(b []byte) Message {
	switch s.Phase {
	case Greeted, LoggingIn:
		m := ReadLogin(b)
		switch m := m.(type) {
		case *Login:
			s.Agreed, s.Phase = s.agree(m.Capabilities), Authenticating
		case *OldLogin:
			s.Agreed, s.Phase = s.agree(wire.MySQLCapabilities(m.Capabilities)), Authenticating
		case *SSLRequest:
			s.Agreed = s.agree(m.Capabilities)
		}
		return m
	case Authenticating:
		return &Opaque{b}
	case FileNext:
		if len(b) == 0 {
			s.Phase = Answering
		}
		return &Opaque{b}
	}
	m := ReadCommand(b, s.Agreed)
	if len(b) > 0 {
		s.begin(wire.MySQLCommand(b[0]))
	}
	return m
}

// agree returns what client and server can do. A server that was not seen can do
// everything.
func (s *State) agree(client wire.MySQLCapabilities) wire.MySQLCapabilities {
	if s.Server == 0 {
		return client
	}
	return client & s.Server
}

// begin notes a command.
func (s *State) begin(c wire.MySQLCommand) {
	s.Command, s.Phase = c, Answering
	switch c {
	case wire.MySQLCloseStatement, wire.MySQLSendLongData, wire.MySQLQuit:
		s.Phase = Ready // they have no answer
	case wire.MySQLStatistics, wire.MySQLBinlogDump, wire.MySQLBinlogDumpGTID:
		s.Phase = Other
	case wire.MySQLChangeUser:
		s.Phase = Authenticating
	case wire.MySQLFieldList:
		s.Phase, s.Left = ColumnsNext, -1 // as many as there are
	case wire.MySQLFetch:
		s.Phase = RowsNext
	}
}

func (s *State) server(b []byte) Message {
	if len(b) == 0 {
		return &Opaque{b}
	}
	if b[0] == 0xff {
		if s.Phase >= Ready {
			s.Phase = Ready
		}
		return ReadResponse(b, s.Agreed)
	}
	switch s.Phase {
	case Greeted:
		g := new(Greeting)
		if !decode(g, b) {
			return &Opaque{b}
		}
		s.Server, s.Phase = g.Capabilities, LoggingIn
		return g
	case Authenticating:
		return s.authenticate(b)
	case Answering, Ready:
		return s.answer(b)
	case ColumnsNext, ParametersNext:
		return s.column(b)
	case RowsNext:
		return s.row(b)
	case Other:
		if s.Command == wire.MySQLStatistics {
			s.Phase = Ready
		}
	}
	return &Opaque{b}
}

func (s *State) authenticate(b []byte) Message {
	switch b[0] {
	case 0xfe:
		return first(new(AuthSwitch), b)
	case 1:
		return first(new(AuthMore), b)
	}
	m := ReadResponse(b, s.Agreed)
	if _, ok := m.(*OK); ok {
		s.Phase = Ready
	}
	return m
}

// answer reads the first packet of an answer.
func (s *State) answer(b []byte) Message {
	switch {
	case b[0] == 0 && s.Command == wire.MySQLPrepare:
		return s.prepared(b)
	case b[0] == 0, b[0] == 0xfe:
		m := ReadResponse(b, s.Agreed)
		s.done(m)
		return m
	case b[0] == 0xfb:
		s.Phase = FileNext
		return first(new(LocalFile), b)
	}
	m := new(Columns)
	if !decode(m, b) || m.Count > 0xffff {
		return &Opaque{b}
	}
	s.Phase, s.Left = ColumnsNext, int(m.Count)
	return m
}

// done notes the end of an answer, unless another follows.
func (s *State) done(m Message) {
	const more = 8
	var status uint16
	switch m := m.(type) {
	case *OK:
		status = m.Status
	case *EOF:
		status = m.Status
	}
	if s.Phase = Ready; status&more != 0 {
		s.Phase = Answering
	}
}

func (s *State) prepared(b []byte) Message {
	m := new(Prepared)
	if !decode(m, b) {
		s.Phase = Ready
		return &Opaque{b}
	}
	s.Left, s.after = int(m.Parameters), int(m.Columns)
	if s.Phase = ParametersNext; s.Left == 0 {
		s.columnsEnd()
	}
	return m
}

// column reads a column or parameter, or the end of them.
func (s *State) column(b []byte) Message {
	if b[0] == 0xfe && len(b) < 9 {
		m := ReadResponse(b, s.Agreed)
		s.columnsEnd()
		return m
	}
	m := first(new(Column), b)
	if s.Left > 0 {
		if s.Left--; s.Left == 0 && s.Agreed&wire.MySQLDeprecateEOF != 0 {
			s.columnsEnd()
		}
	}
	return m
}

// columnsEnd notes that the parameters or columns are all there.
func (s *State) columnsEnd() {
	switch {
	case s.Phase == ParametersNext && s.after > 0:
		s.Left, s.after = s.after, 0
	case s.Phase == ParametersNext, s.Command == wire.MySQLFieldList:
		s.Phase = Ready
	default:
		s.Phase = RowsNext
	}
}

func (s *State) row(b []byte) Message {
	if b[0] == 0xfe && (len(b) < 9 || s.Agreed&wire.MySQLDeprecateEOF != 0) {
		m := ReadResponse(b, s.Agreed)
		s.done(m)
		return m
	}
	if s.Command == wire.MySQLExecute || s.Command == wire.MySQLFetch {
		return first(new(BinaryRow), b)
	}
	return first(new(Row), b)
}
