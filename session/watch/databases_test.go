package watch_test

import (
	"fmt"
	"testing"

	"github.com/gocap-project/gocap/layers/mysql"
	"github.com/gocap-project/gocap/layers/postgres"
	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/sequence"
	"github.com/gocap-project/gocap/session"
	"github.com/gocap-project/gocap/session/watch"
	"github.com/gocap-project/gocap/wire"
)

// A spoken is what a side says in a segment.
type spoken struct {
	side session.Side
	data string
}

// conversation has a Watcher see a connection to a port.
func conversation(t *testing.T, port string, said []spoken) seen {
	var s seen
	w := watch.New(s.config())
	talk := session.NewTCP(session.TCPConfig{})
	n := uint64(0)
	send := func(side session.Side, p session.TCPPart) {
		b, err := talk.Build(side, nil, p, 0)
		if err != nil {
			t.Fatal(err)
		}
		src, dst := "192.0.2.1:40000", "192.0.2.2:"+port
		if side == session.Server {
			src, dst = dst, src
		}
		n++
		f := tcp(src, dst, b)
		w.Put(link.Raw, f, len(f), sequence.Source{Frame: n, Time: int64(n) * 1e9})
	}
	send(session.Client, session.TCPPart{Flags: wire.SYN, ISN: 1000})
	send(session.Server, session.TCPPart{Flags: wire.SYN, ISN: 5000})
	send(session.Client, session.TCPPart{})
	for _, x := range said {
		send(x.side, session.TCPPart{Payload: []byte(x.data)})
	}
	w.Flush()
	return s
}

// TestPostgres has a server copy what was not asked for, after an answer that is right.
func TestPostgres(t *testing.T) {
	client := func(m ...postgres.Message) spoken {
		return spoken{session.Client, string(postgres.Messages{}.Add(m...))}
	}
	server := func(m ...postgres.Message) spoken {
		return spoken{session.Server, string(postgres.Messages{}.Add(m...))}
	}
	s := conversation(t, "5432", []spoken{
		client(&postgres.EncryptionRequest{}), {session.Server, "N"},
		client(&postgres.Startup{Version: wire.PGVersion3, Parameters: []postgres.Parameter{{Name: "user", Value: "a"}}}),
		server(&postgres.Authentication{}, &postgres.Ready{Status: 'I'}),
		client(&postgres.Query{Query: "set x = 1"}), server(&postgres.CommandComplete{Tag: "SET"}, &postgres.Ready{Status: 'I'}),
		server(&postgres.CopyData{Data: []byte("x")}, &postgres.CopyData{Data: []byte("y")}),
	})
	if got := fmt.Sprintf("%q", s.findings); got != `["10 postgres 192.0.2.2:5432 postgres-unasked"]` {
		t.Error(got)
	}
}

// TestMySQL has a server ask for a file of a client that gives none.
func TestMySQL(t *testing.T) {
	const can = wire.MySQLProtocol41 | wire.MySQLSecureConnection
	client := func(seq uint8, m mysql.Message) spoken {
		return spoken{session.Client, string(mysql.Packets{}.Add(seq, m))}
	}
	server := func(seq uint8, m mysql.Message) spoken {
		return spoken{session.Server, string(mysql.Packets{}.Add(seq, m))}
	}
	s := conversation(t, "3306", []spoken{
		server(0, &mysql.Greeting{Scramble: make([]byte, 8), Capabilities: can, Scramble2: make([]byte, 13)}),
		client(1, &mysql.Login{SSLRequest: mysql.SSLRequest{Capabilities: can}, User: []byte("a")}),
		server(2, &mysql.Opaque{Data: make([]byte, 7)}),
		client(0, &mysql.Command{Command: wire.MySQLQuery, Text: []byte("select 1")}),
		server(1, &mysql.LocalFile{Name: []byte("/etc/passwd")}),
	})
	if got := fmt.Sprintf("%q", s.findings); got != `["8 mysql 192.0.2.2:3306 mysql-local-file"]` {
		t.Error(got)
	}
}
