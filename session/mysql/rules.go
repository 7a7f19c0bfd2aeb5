package mysql

import (
	"iter"

	"github.com/gocap-project/gocap/session"
)

// The rules of MySQL. Their clauses are pages of MySQL's internals, in the documentation of its source.
var (
	// RuleFormat has packets be as long as their fields say.
	RuleFormat = &session.Rule{Name: "mysql-format", Clause: "MySQL internals, Protocol Basics", Reason: "packet is not of the form that is due"}
	// RuleSequence has packets be numbered on, from 0 with each command.
	RuleSequence = &session.Rule{Name: "mysql-sequence", Clause: "MySQL internals, MySQL Packets", Reason: "number is not the next"}
	// RulePhase has a connection begin in order: greeting, login, authentication, commands.
	RulePhase = &session.Rule{Name: "mysql-phase", Clause: "MySQL internals, Connection Phase", Reason: "speaks when it is the other side's turn"}
	// RuleGreeting has servers greet in a form that is known.
	RuleGreeting = &session.Rule{Name: "mysql-greeting", Clause: "MySQL internals, Protocol::HandshakeV10", Reason: "no greeting"}
	// RuleSSL has clients not ask for TLS where there is none.
	RuleSSL = &session.Rule{Name: "mysql-ssl", Clause: "MySQL internals, Protocol::SSLRequest", Reason: "asks for TLS though the server has none"}
	// RuleAuthSwitch has servers not change the method of clients that cannot.
	RuleAuthSwitch = &session.Rule{Name: "mysql-auth-switch", Clause: "MySQL internals, Protocol::AuthSwitchRequest", Reason: "changes the method of authentication though the client knows one only"}
	// RuleAuthTurn has authentication go to and fro.
	RuleAuthTurn = &session.Rule{Name: "mysql-auth-turn", Clause: "MySQL internals, Connection Phase", Reason: "authenticates out of turn"}

	// RuleCommand has commands be those of clients.
	RuleCommand = &session.Rule{Name: "mysql-command", Clause: "MySQL internals, Command Phase", Reason: "command is unknown, or the server's own"}
	// RuleEarly has clients wait for the answer. MariaDB's need not, and servers take it.
	RuleEarly = &session.Rule{Name: "mysql-early", Clause: "MySQL internals, Command Phase", Reason: "command before the last is answered"}
	// RuleStatement has clients run statements that they prepared.
	RuleStatement = &session.Rule{Name: "mysql-statement", Clause: "MySQL internals, Prepared Statements", Reason: "statement was not prepared, or is closed"}
	// RuleIterations has statements be run once.
	RuleIterations = &session.Rule{Name: "mysql-iterations", Clause: "MySQL internals, COM_STMT_EXECUTE", Reason: "number of iterations is not 1"}
	// RuleEnded has nothing come after the end.
	RuleEnded = &session.Rule{Name: "mysql-ended", Clause: "MySQL internals, COM_QUIT", Reason: "more after the connection was ended"}

	// RuleUnasked has servers answer what was asked.
	RuleUnasked = &session.Rule{Name: "mysql-unasked", Clause: "MySQL internals, Command Phase", Reason: "answers though nothing was asked, or what has no answer"}
	// RuleAnswer has answers be of the kind of the command.
	RuleAnswer = &session.Rule{Name: "mysql-answer", Clause: "MySQL internals, Command Phase", Reason: "no answer to the command"}
	// RuleColumns has as many columns be described as were announced.
	RuleColumns = &session.Rule{Name: "mysql-columns", Clause: "MySQL internals, Protocol::ColumnDefinition", Reason: "no description of a column, though more were announced"}
	// RuleRow has rows have a value for each column.
	RuleRow = &session.Rule{Name: "mysql-row", Clause: "MySQL internals, Text Resultset Row", Reason: "row has not a value for each column"}
	// RuleEOF has columns and rows end as was agreed on.
	RuleEOF = &session.Rule{Name: "mysql-eof", Clause: "MySQL internals, EOF_Packet", Reason: "ends by another packet than was agreed on, or not"}
	// RuleLocalFile has servers not ask for files of clients that do not give them.
	RuleLocalFile = &session.Rule{Name: "mysql-local-file", Clause: "MySQL internals, LOCAL INFILE Request", Reason: "asks for a file though the client did not offer that"}
	// RuleMoreResults has servers give several results to who takes them.
	RuleMoreResults = &session.Rule{Name: "mysql-more-results", Clause: "MySQL internals, Multi-Resultset", Reason: "more results follow though the client takes one only"}
)

var listed = []*session.Rule{RuleFormat, RuleSequence, RulePhase, RuleGreeting, RuleSSL, RuleAuthSwitch, RuleAuthTurn, RuleCommand, RuleEarly,
	RuleStatement, RuleIterations, RuleEnded, RuleUnasked, RuleAnswer, RuleColumns, RuleRow, RuleEOF, RuleLocalFile, RuleMoreResults}

// Rules yields all rules of the package.
func Rules() iter.Seq[*session.Rule] {
	return func(yield func(*session.Rule) bool) {
		for _, r := range listed {
			if !yield(r) {
				return
			}
		}
	}
}
