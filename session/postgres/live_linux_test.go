package postgres_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	layer "github.com/gocap-project/gocap/layers/postgres"
	"github.com/gocap-project/gocap/sequence"
	"github.com/gocap-project/gocap/session"
	"github.com/gocap-project/gocap/session/internal/tap"
	"github.com/gocap-project/gocap/session/postgres"
)

const places = "/usr/lib/postgresql/*/bin"

// A server is a PostgreSQL server on a Unix socket in a directory of its own.
type server struct {
	dir    string // where its socket is
	socket string
	client string // where clients find the proxy
}

// unprivileged has a command run by nobody, if the test is run by root: the server refuses to be root's.
func unprivileged(t *testing.T, cmd *exec.Cmd, dirs ...string) {
	if os.Geteuid() != 0 {
		return
	}
	u, err := user.Lookup("nobody")
	if err != nil {
		t.Skip(err)
	}
	uid, _ := strconv.Atoi(u.Uid)
	gid, _ := strconv.Atoi(u.Gid)
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}
	for _, d := range dirs {
		os.Chown(d, uid, gid)
	}
}

func start(t *testing.T) *server {
	t.Helper()
	bin := filepath.Dir(tap.Find(t, "initdb", places))
	tap.Find(t, "psql", places)
	root, err := os.MkdirTemp("", "pg")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(root) })
	os.Chmod(root, 0o755)
	s := &server{dir: filepath.Join(root, "s"), client: filepath.Join(root, "c")}
	s.socket = filepath.Join(s.dir, ".s.PGSQL.5432")
	data := filepath.Join(root, "data")
	for _, d := range []string{data, s.dir, s.client} {
		os.Mkdir(d, 0o700)
	}
	init := exec.Command(filepath.Join(bin, "initdb"), "-D", data, "-U", "root", "-A", "trust", "-N", "-E", "UTF8", "--locale=C")
	init.Dir = root
	unprivileged(t, init, data, s.dir)
	if out, err := init.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	os.WriteFile(filepath.Join(data, "pg_hba.conf"), []byte("local all scram scram-sha-256\nlocal all md5 md5\nlocal all clear password\nlocal all all trust\nlocal replication all trust\n"), 0o644)
	cmd := exec.Command(filepath.Join(bin, "postgres"), "-D", data, "-k", s.dir, "-h", "", "-F", "-c", "max_prepared_transactions=2")
	cmd.Dir = root
	unprivileged(t, cmd)
	var log bytes.Buffer
	cmd.Stderr = &log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cmd.Process.Signal(syscall.SIGINT)
		cmd.Wait()
		if t.Failed() {
			t.Logf("%s", log.Bytes())
		}
	})
	for range 100 {
		if c, err := net.Dial("unix", s.socket); err == nil {
			c.Close()
			time.Sleep(200 * time.Millisecond)
			return s
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatalf("no server: %s", log.Bytes())
	return nil
}

// run runs a client; what it says to the end is logged if it is verbose.
func (s *server) run(t *testing.T, env, in, name string, args ...string) string {
	t.Helper()
	cmd := exec.Command(tap.Find(t, name, places), append([]string{"-h", s.client, "-U", "root"}, args...)...)
	cmd.Env = append(os.Environ(), strings.Fields(env)...)
	cmd.Stdin = strings.NewReader(in)
	out, err := cmd.CombinedOutput()
	t.Logf("%s %q: %v: %.300s", name, args, err, out)
	return string(out)
}

// TestLive has real clients talk to a real server, and nothing be wrong with it.
func TestLive(t *testing.T) {
	s := start(t)
	types := map[string]int{}
	states := map[string]bool{}
	count := 0
	proxy := &tap.Proxy{
		Path: filepath.Join(s.client, ".s.PGSQL.5432"), Server: s.socket,
		Framing: [2]*sequence.Framing{&sequence.FramingPostgresClient, &sequence.FramingPostgresServer},
		Begin:   func() tap.Judge { return postgres.New(false) },
		Judged: func(j tap.Judge, side session.Side, m []byte, v session.Verdict) {
			count++
			types[fmt.Sprintf("%.1s%c", side, m[0])]++
			states[v.After] = true
			if v.Outcome == session.Invalid {
				t.Errorf("%v %.60q: %v", side, m, v)
			}
		},
	}
	proxy.Start(t)
	sql := `
create table a (id serial primary key, x text);
insert into a (x) select repeat('x', n) from generate_series(1, 300) n;
begin; select * from a where id < 3; savepoint s; select 1/0; rollback to s; select 2; commit;
begin; select nonsense; select 1; commit;
;
select 1 \; select 2 \; begin \; insert into a(x) values ('y') \; commit;
select 1 \; select 1/0 \; select 3;
copy a (x) from stdin;
one
two
\.
copy a from stdin;
no number	x
2	y
\.
copy a to stdout;
copy (select 1/(id-5) from a order by id) to stdout;
prepare p as select $1::int; execute p(1); execute p(2);
listen c; notify c, 'hello'; select pg_notify('c', 'again');
do $$ begin raise notice 'a notice'; end $$;
set timezone = 'UTC'; set application_name = 'x';
\set FETCH_COUNT 50
select * from a;
\lo_import /etc/hostname
create table d (id int unique deferrable initially deferred);
insert into d values (1), (1);
begin; insert into d values (2), (2); commit;
begin; prepare transaction 'x'; rollback prepared 'x';
select pg_terminate_backend(pg_backend_pid());
select 1;
`
	s.run(t, "", sql, "psql", "-d", "postgres")
	s.run(t, "", "create role scram login password 'secret'; set password_encryption = 'md5'; create role md5 login password 'secret'; create role clear login password 'secret'; grant all on schema public to public;", "psql", "-d", "postgres")
	for _, user := range []string{"scram", "md5", "clear"} {
		if out := s.run(t, "PGPASSWORD=secret", "select 'in';", "psql", "-d", "postgres", "-U", user, "-t"); !strings.Contains(out, "in") {
			t.Error(out)
		}
		s.run(t, "PGPASSWORD=wrong", "select 'in';", "psql", "-d", "postgres", "-U", user)
	}
	s.run(t, "", "", "psql", "-d", "nowhere")
	s.run(t, "PGOPTIONS=--search_path=public", "", "pg_dump", "-d", "postgres")
	script := filepath.Join(s.client, "script")
	os.WriteFile(script, []byte("\\set n random(1, 300)\n\\startpipeline\nbegin;\nselect * from a where id = :n;\nupdate a set x = 'z' where id = :n;\nend;\n\\endpipeline\nselect count(*) from a;\n"), 0o666)
	for _, how := range []string{"simple", "extended", "prepared"} {
		if how == "simple" {
			s.run(t, "", "", "pgbench", "-i", "-q", "postgres")
			s.run(t, "", "", "pgbench", "-n", "-t", "20", "-c", "2", "-M", how, "postgres")
			continue
		}
		s.run(t, "", "", "pgbench", "-n", "-t", "20", "-c", "2", "-M", how, "postgres")
		s.run(t, "", "", "pgbench", "-n", "-t", "20", "-c", "2", "-M", how, "-f", script, "postgres")
	}
	s.run(t, "", "", "pg_basebackup", "-D", filepath.Join(s.client, "backup"), "-X", "stream", "-c", "fast")
	proxy.Stop()
	t.Log(count, "messages", types)
	t.Log(slices.Sorted(maps.Keys(states)))
	for _, want := range []string{"copy-in", "copy-out", "copy-both", "function call", "failed transaction", "extended query"} {
		if !states[want] {
			t.Errorf("never in state %s", want)
		}
	}
}

// TestLiveBuild is a client of a real server: it asks for TLS, starts up by each method, asks and leaves.
func TestLiveBuild(t *testing.T) {
	s := start(t)
	for _, tt := range []struct {
		user, password string
		err            error
	}{
		{"root", "", nil}, {"scram", "secret", nil}, {"md5", "secret", nil}, {"clear", "secret", nil}, {"scram", "wrong", postgres.ErrRefused},
	} {
		out, err := talk(s.socket, &postgres.Login{User: tt.user, Password: tt.password, Database: "postgres", Application: "gocap"},
			"create role scram login password 'secret'; set password_encryption = 'md5'; create role md5 login password 'secret'; create role clear login password 'secret'",
			"select 6 * 7 as answer")
		if !errors.Is(err, tt.err) || err == nil && !strings.Contains(out, `DataRow "42"`) {
			t.Errorf("%+v: %v: %s", tt, err, out)
		}
	}
}

// talk asks a server some queries and returns what it said.
func talk(socket string, l *postgres.Login, queries ...string) (out string, err error) {
	conn, err := net.Dial("unix", socket)
	if err != nil {
		return "", err
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(20 * time.Second))
	s := postgres.New(false)
	b, err := s.Build(session.Client, nil, &layer.EncryptionRequest{}, 0)
	if err != nil {
		return "", err
	}
	conn.Write(b)
	no := make([]byte, 1)
	io.ReadFull(conn, no)
	if v := s.Check(session.Server, no, 0); !v.OK() || s.State(session.Client) != "start-up" {
		return "", fmt.Errorf("%q: %v", no, v)
	}
	if b, err = l.Begin(s, b[:0], 0); err != nil {
		return "", err
	}
	conn.Write(b)
	for {
		switch s.State(session.Client) {
		case "idle":
			if len(queries) == 0 {
				b, err = s.Build(session.Client, b[:0], &layer.Plain{Letter: 'X'}, 0)
				conn.Write(b)
				return out, err
			}
			b, err = s.Build(session.Client, b[:0], &layer.Query{Query: queries[0]}, 0)
			queries = queries[1:]
		default:
			var m []byte
			if m, err = message(conn); err != nil {
				return out, err
			}
			out += s.Read(session.Server, m).String() + "\n"
			if s.State(session.Client) != "query" {
				b, err = l.Answer(s, b[:0], m, 0)
			} else if v := s.Check(session.Server, m, 0); !v.OK() {
				err = errors.New(v.String())
			}
		}
		if err != nil {
			return out, err
		}
		conn.Write(b)
		b = b[:0]
	}
}

// message reads a message of the server.
func message(r io.Reader) ([]byte, error) {
	head := make([]byte, 5)
	if _, err := io.ReadFull(r, head); err != nil {
		return nil, err
	}
	n, _ := sequence.FramingPostgresServer.Length(head, 9)
	if n < 5 || n > 1<<20 {
		return nil, fmt.Errorf("%x", head)
	}
	m := append(head, make([]byte, n-5)...)
	_, err := io.ReadFull(r, m[5:])
	return m, err
}
