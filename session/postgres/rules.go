package postgres

import (
	"iter"

	"github.com/gocap-project/gocap/session"
)

// The rules of PostgreSQL. Their clauses are sections of PostgreSQL's manual, of version 17.
var (
	// RuleType has messages be of a type that the side has.
	RuleType = &session.Rule{Name: "postgres-type", Clause: "§54.7 of PostgreSQL 17", Reason: "type is unknown, or only the other side's"}
	// RuleFormat has messages be as long as their fields say.
	RuleFormat = &session.Rule{Name: "postgres-format", Clause: "§54.7 of PostgreSQL 17", Reason: "message is not of the form of its type"}
	// RuleLength has clients send no more than servers take: they would end the connection.
	RuleLength = &session.Rule{Name: "postgres-length", Clause: "§54.1.1 of PostgreSQL 17", Reason: "message is longer than servers take of its type"}
	// RulePhase has messages come in the phase of the connection that they are of.
	RulePhase = &session.Rule{Name: "postgres-phase", Clause: "§54.2 of PostgreSQL 17", Reason: "message is not of this phase of the connection"}

	// RuleVersion has connections begin with a version that there is.
	RuleVersion = &session.Rule{Name: "postgres-version", Clause: "§54.2.1 of PostgreSQL 17", Reason: "no version of the protocol"}
	// RuleUser has clients say who they are.
	RuleUser = &session.Rule{Name: "postgres-user", Clause: "§54.7 of PostgreSQL 17, StartupMessage", Reason: "start-up without a user"}
	// RuleNegotiate has servers not go up in versions.
	RuleNegotiate = &session.Rule{Name: "postgres-negotiate", Clause: "§54.2.1 of PostgreSQL 17", Reason: "newer version than the client asked for"}
	// RuleKey has secrets for cancelling be of 4 bytes, or since version 3.2 of up to 256.
	RuleKey = &session.Rule{Name: "postgres-key", Clause: "§54.7 of PostgreSQL 18, BackendKeyData", Reason: "length of the secret is not of the version"}
	// RuleEarly has clients wait until the server is ready.
	RuleEarly = &session.Rule{Name: "postgres-early", Clause: "§54.2.1 of PostgreSQL 17", Reason: "request before the server is ready"}

	// RuleEncryptAnswer has servers say one of what they may say to a request for encryption.
	RuleEncryptAnswer = &session.Rule{Name: "postgres-encrypt-answer", Clause: "§54.2.10 of PostgreSQL 17", Reason: "no answer to the request for encryption"}
	// RuleEncryptWait has clients wait for that answer: what they send before it, somebody in between may have put there.
	RuleEncryptWait = &session.Rule{Name: "postgres-encrypt-wait", Clause: "§54.2.10 of PostgreSQL 17", Reason: "more from the client before its request for encryption is answered"}
	// RuleEncryptTwice has clients take no for an answer.
	RuleEncryptTwice = &session.Rule{Name: "postgres-encrypt-twice", Clause: "§54.2.10 of PostgreSQL 17", Reason: "asks again for encryption that was refused"}
	// RuleCancel has a request to cancel be all that there is on a connection.
	RuleCancel = &session.Rule{Name: "postgres-cancel", Clause: "§54.2.8 of PostgreSQL 17", Reason: "more after a request to cancel"}

	// RuleAuthKind has servers ask for authentication in ways that there are.
	RuleAuthKind = &session.Rule{Name: "postgres-auth-kind", Clause: "§54.2.1 of PostgreSQL 17", Reason: "unknown kind of authentication"}
	// RuleAuthOrder has servers authenticate in the order of the method.
	RuleAuthOrder = &session.Rule{Name: "postgres-auth-order", Clause: "§54.2.1 of PostgreSQL 17", Reason: "out of the order of the authentication"}
	// RuleAuthAsked has clients give their secrets if asked.
	RuleAuthAsked = &session.Rule{Name: "postgres-auth-asked", Clause: "§54.2.1 of PostgreSQL 17", Reason: "authenticates though not asked to"}
	// RuleMD5 has the answer to a salt be a sum.
	RuleMD5 = &session.Rule{Name: "postgres-md5", Clause: "§54.7 of PostgreSQL 17, PasswordMessage", Reason: "no MD5 sum, though asked for one"}
	// RuleMechanism has clients choose what was offered.
	RuleMechanism = &session.Rule{Name: "postgres-mechanism", Clause: "§54.3 of PostgreSQL 17", Reason: "mechanism of SASL was not offered"}
	// RuleSCRAM has servers prove that they know the password, too.
	RuleSCRAM = &session.Rule{Name: "postgres-scram", Clause: "§54.3.1 of PostgreSQL 17", Reason: "login succeeds before SCRAM ends"}

	// RuleUnasked has servers answer what was asked.
	RuleUnasked = &session.Rule{Name: "postgres-unasked", Clause: "§54.2.7 of PostgreSQL 17", Reason: "answers though nothing was asked"}
	// RuleAnswer has answers be of the kind of the request.
	RuleAnswer = &session.Rule{Name: "postgres-answer", Clause: "§54.2.3 of PostgreSQL 17", Reason: "no answer to the request that is next"}
	// RuleRows has rows come after their description.
	RuleRows = &session.Rule{Name: "postgres-rows", Clause: "§54.2.2 of PostgreSQL 17", Reason: "row without a description of rows"}
	// RuleColumns has rows have the columns that were described.
	RuleColumns = &session.Rule{Name: "postgres-columns", Clause: "§54.2.2 of PostgreSQL 17", Reason: "row has not as many columns as were described"}
	// RuleAfterError has servers pass over what is left after an error.
	RuleAfterError = &session.Rule{Name: "postgres-after-error", Clause: "§54.2.2 of PostgreSQL 17", Reason: "goes on with a query that failed"}
	// RuleSuspended has portals be suspended where the rows are limited.
	RuleSuspended = &session.Rule{Name: "postgres-suspended", Clause: "§54.2.3 of PostgreSQL 17", Reason: "suspends a portal though all rows were asked for"}
	// RuleStatus has transactions fail by errors, and all of them.
	RuleStatus = &session.Rule{Name: "postgres-status", Clause: "§54.7 of PostgreSQL 17, ReadyForQuery", Reason: "transaction failed without an error, or goes on after one"}
	// RuleBindFormats has formats be one for all values or one for each.
	RuleBindFormats = &session.Rule{Name: "postgres-bind-formats", Clause: "§54.7 of PostgreSQL 17, Bind", Reason: "formats are not none, one or as many as the values, or unknown"}

	// RuleCopy has data be copied in the ways that the server opened.
	RuleCopy = &session.Rule{Name: "postgres-copy", Clause: "§54.2.6 of PostgreSQL 17", Reason: "copies though no copy goes this way"}
	// RuleCopyDone has the client end what it copies.
	RuleCopyDone = &session.Rule{Name: "postgres-copy-done", Clause: "§54.2.6 of PostgreSQL 17", Reason: "completes a copy that the client has not ended"}
	// RuleCopyMessage has nothing but the copy come from the client. Servers then fail the copy.
	RuleCopyMessage = &session.Rule{Name: "postgres-copy-message", Clause: "§54.2.6 of PostgreSQL 17", Reason: "other request while the client copies"}
	// RuleCopyFormat has a copy as text have columns of text.
	RuleCopyFormat = &session.Rule{Name: "postgres-copy-format", Clause: "§54.7 of PostgreSQL 17, CopyInResponse", Reason: "binary columns in a copy as text, or unknown formats"}

	// RuleEnded has nothing come after the end.
	RuleEnded = &session.Rule{Name: "postgres-ended", Clause: "§54.2.9 of PostgreSQL 17", Reason: "more after the connection was ended"}
)

var listed = []*session.Rule{RuleType, RuleFormat, RuleLength, RulePhase, RuleVersion, RuleUser, RuleNegotiate, RuleKey, RuleEarly,
	RuleEncryptAnswer, RuleEncryptWait, RuleEncryptTwice, RuleCancel, RuleAuthKind, RuleAuthOrder, RuleAuthAsked, RuleMD5, RuleMechanism,
	RuleSCRAM, RuleUnasked, RuleAnswer, RuleRows, RuleColumns, RuleAfterError, RuleSuspended, RuleStatus, RuleBindFormats, RuleCopy,
	RuleCopyDone, RuleCopyMessage, RuleCopyFormat, RuleEnded}

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
