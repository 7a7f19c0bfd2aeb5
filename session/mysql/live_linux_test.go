package mysql_test

import (
	"bytes"
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

	layer "github.com/gocap-project/gocap/layers/mysql"
	"github.com/gocap-project/gocap/sequence"
	"github.com/gocap-project/gocap/session"
	"github.com/gocap-project/gocap/session/internal/tap"
	"github.com/gocap-project/gocap/session/mysql"
	"github.com/gocap-project/gocap/wire"
)

// start runs a server on a Unix socket in a directory of its own, and returns the directory.
func start(t *testing.T) string {
	t.Helper()
	install := tap.Find(t, "mariadb-install-db")
	daemon := tap.Find(t, "mariadbd", "/usr/sbin")
	tap.Find(t, "mariadb")
	dir, err := os.MkdirTemp("", "my")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	os.Chmod(dir, 0o755)
	data := filepath.Join(dir, "data")
	os.Mkdir(data, 0o700)
	var log bytes.Buffer
	run := func(name string, args ...string) *exec.Cmd {
		cmd := exec.Command(name, args...)
		cmd.Dir, cmd.Stdout, cmd.Stderr = dir, &log, &log
		if os.Geteuid() == 0 { // servers do not run as root
			u, err := user.Lookup("nobody")
			if err != nil {
				t.Skip(err)
			}
			uid, _ := strconv.Atoi(u.Uid)
			gid, _ := strconv.Atoi(u.Gid)
			cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}
			os.Chown(data, uid, gid)
		}
		return cmd
	}
	if err := run(install, "--no-defaults", "--datadir="+data, "--skip-test-db", "--auth-root-authentication-method=normal").Run(); err != nil {
		t.Fatalf("%v: %s", err, log.Bytes())
	}
	socket := filepath.Join(data, "socket")
	cmd := run(daemon, "--no-defaults", "--datadir="+data, "--socket="+socket, "--skip-networking", "--local-infile=1", "--log-bin=binlog", "--server-id=1",
		"--max-allowed-packet=64M", "--innodb-buffer-pool-size=16M", "--plugin-maturity=unknown")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cmd.Process.Signal(syscall.SIGTERM)
		cmd.Wait()
		if t.Failed() {
			t.Logf("%s", log.Bytes())
		}
	})
	for range 200 {
		if c, err := net.Dial("unix", socket); err == nil {
			c.Close()
			return dir
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("no server: %s", log.Bytes())
	return ""
}

// crafted is a client that speaks the binary protocol, from packets that are made here.
func crafted(t *testing.T, path string, more wire.MySQLCapabilities, extended byte) {
	conn, err := net.Dial("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(20 * time.Second))
	x := mysql.New(false)
	// until reads what the server says until the client may speak, and returns the first of it.
	until := func(states ...string) (first layer.Message) {
		for {
			head := make([]byte, 4)
			if _, err := io.ReadFull(conn, head); err != nil {
				t.Fatal(err)
			}
			m := append(head, make([]byte, int(head[0])|int(head[1])<<8|int(head[2])<<16)...)
			if _, err := io.ReadFull(conn, m[4:]); err != nil {
				t.Fatal(err)
			}
			if r := x.Read(session.Server, m); first == nil {
				first = r
			}
			if v := x.Check(session.Server, m, 0); !v.OK() {
				t.Fatalf("%.60q: %v", m, v)
			}
			if slices.Contains(states, x.State(session.Client)) {
				return first
			}
		}
	}
	say := func(m said) {
		if v := x.Check(m.side, m.b, 0); !v.OK() {
			t.Fatalf("%.60q: %v", m.b, v)
		}
		conn.Write(m.b)
	}
	tell := func(c wire.MySQLCommand, text string) layer.Message { say(ask(c, text)); return until("ready") }
	until("login")
	l := &layer.Login{SSLRequest: layer.SSLRequest{Capabilities: full&^wire.MySQLDeprecateEOF | 7<<16 | more, MaxPacket: 1 << 24, Charset: 33}, User: []byte("root"), Plugin: []byte("mysql_native_password")}
	l.Reserved[19] = extended
	say(c(1, l.AppendWire(nil)...))
	until("ready")
	tell(wire.MySQLInitDB, "d")
	prepare := func(sql string) string {
		p, ok := tell(wire.MySQLPrepare, sql).(*layer.Prepared)
		if !ok {
			t.Fatalf("%s: not prepared", sql)
		}
		return string([]byte{byte(p.Statement), byte(p.Statement >> 8), byte(p.Statement >> 16), byte(p.Statement >> 24)})
	}
	some := prepare("select id, x, y, z from a where id > ? order by id limit 5")
	for range 3 {
		tell(wire.MySQLExecute, some+"\x00\x01\x00\x00\x00"+"\x00\x01\x08\x00"+"\x01\x00\x00\x00\x00\x00\x00\x00")
	}
	tell(wire.MySQLExecute, some+"\x01\x01\x00\x00\x00"+"\x00\x01\x08\x00"+"\x01\x00\x00\x00\x00\x00\x00\x00") // with a cursor
	for range 3 {
		tell(wire.MySQLFetch, some+"\x02\x00\x00\x00")
	}
	tell(wire.MySQLResetStatement, some)
	say(ask(wire.MySQLCloseStatement, some))
	long := prepare("insert into a (x) values (?)")
	for range 3 {
		say(ask(wire.MySQLSendLongData, long+"\x00\x00"+"piece"))
	}
	tell(wire.MySQLExecute, long+"\x00\x01\x00\x00\x00"+"\x00\x01\xfc\x00")
	tell(wire.MySQLExecute, prepare("call q()")+"\x00\x01\x00\x00\x00")
	tell(wire.MySQLPrepare, "nonsense")
	tell(wire.MySQLFieldList, "a\x00")
	tell(wire.MySQLQuery, "select 1; select 2; call q(); select nonsense; select 3")
	tell(wire.MySQLQuery, "set @a = 1, autocommit = 0; use d")
	for _, c := range []wire.MySQLCommand{wire.MySQLStatistics, wire.MySQLPing, 10, wire.MySQLDebug, wire.MySQLResetConnection} {
		tell(c, "")
	}
	tell(wire.MySQLSetOption, "\x01\x00")
	say(ask(wire.MySQLChangeUser, "u\x00\x00d\x00\x21\x00mysql_native_password\x00"))
	if until("ready", "authentication"); x.State(session.Client) == "authentication" {
		say(c(2))
		until("ready")
	}
	say(ask(wire.MySQLQuit, ""))
}

// TestLive has real clients talk to a real server, and nothing be wrong with it.
func TestLive(t *testing.T) {
	dir := start(t)
	heads, states := map[string]int{}, map[string]bool{}
	count, tolerated := 0, 0
	proxy := &tap.Proxy{
		Path: filepath.Join(dir, "proxy"), Server: filepath.Join(dir, "data", "socket"),
		Framing: [2]*sequence.Framing{&sequence.FramingMySQL, &sequence.FramingMySQL},
		Begin:   func() tap.Judge { return mysql.New(false) },
		Judged: func(j tap.Judge, side session.Side, m []byte, v session.Verdict) {
			count++
			if side == session.Client && len(m) > 4 && v.Before == "ready" {
				heads[fmt.Sprint(m[4])]++
			}
			states[v.After] = true
			if v.Outcome == session.Tolerated {
				tolerated++
			}
			if v.Outcome == session.Invalid {
				t.Errorf("%v %.60q: %v", side, m, v)
			}
		},
	}
	proxy.Start(t)
	run := func(in, name string, args ...string) string {
		cmd := exec.Command(tap.Find(t, name), append([]string{"--no-defaults", "-S", proxy.Path}, args...)...)
		cmd.Stdin = strings.NewReader(in)
		out, err := cmd.CombinedOutput()
		t.Logf("%s %q: %v: %.300s", name, args, err, out)
		return string(out)
	}
	file := filepath.Join(dir, "file")
	os.WriteFile(file, []byte(strings.Repeat("5\tfive\n", 30000)), 0o666)
	sql := `create database d; use d;
create table a (id int, x longtext, y datetime default now(), z blob);
insert into a (id, x) values (1, 'one'), (2, null);
select * from a; select * from a where id > 7;
select 1 union select 2; select nonsense; show warnings; show tables;
load data local infile '` + file + `' into table a (id, x);
load data local infile '/nonexistent' into table a (id, x);
select id, x from a limit 2000;
prepare p from 'select ? + 1'; set @n = 5; execute p using @n; deallocate prepare p;
delimiter //
create procedure q() begin select 1; select 'two', 3; insert into a (id) values (9); end //
call q() //
select 1; select 2; select bad; select 3 //
delimiter ;
start transaction; update a set x = 'y' where id = 1; rollback;
select repeat('x', 17000000) as big; select repeat('x', 16777211);
alter table a add index i (id);
create user u identified by 'secret'; grant all on *.* to u; create user v identified via ed25519 using password('secret');
kill 99999; set session wait_timeout = 1; select sleep(0.1); 
status
`
	run(sql, "mariadb", "-u", "root", "--local-infile=1", "--force", "--comments", "--max-allowed-packet=64M")
	run("select big.x from (select '"+strings.Repeat("y", 16800000)+"' as x) as big;", "mariadb", "-u", "root", "-N", "--max-allowed-packet=64M")
	run("select 1; connect d; show databases;", "mariadb", "-u", "u", "-psecret", "-A")
	run("select 1; rehash", "mariadb", "-u", "u", "-psecret", "-D", "d", "--auto-rehash")
	run("select 1", "mariadb", "-u", "u", "-pwrong")
	run("select 1", "mariadb", "-u", "v", "-psecret")
	run("select 1", "mariadb", "-u", "root", "-D", "nowhere")
	run("select 1; select 2", "mariadb", "-u", "root", "-C")
	run("", "mariadb-dump", "-u", "root", "--all-databases", "--single-transaction")
	run("", "mariadb-admin", "-u", "root", "status", "processlist", "ping", "refresh", "extended-status", "flush-tables", "debug")
	run("", "mariadb-check", "-u", "root", "d")
	run("", "mariadb-show", "-u", "root", "d", "a")
	run("", "mariadb-binlog", "-u", "root", "-R", "binlog.000001")
	run("", "mariadb-slap", "-u", "root", "-a", "--concurrency=2", "--number-of-queries=50")
	sync := strings.Repeat("select * from a where id = 1 limit 1;\n", 20)
	run(sync, "mariadb", "-u", "root", "-D", "d", "--quick")
	for _, more := range []wire.MySQLCapabilities{0, wire.MySQLDeprecateEOF, wire.MySQLDeprecateEOF | wire.MySQLSessionTrack | wire.MySQLTransactions} {
		for _, extended := range []byte{0, 1<<3 | 1<<4} { // metadata of MariaDB's own, and none if they did not change
			crafted(t, proxy.Path, more, extended)
		}
	}
	proxy.Stop()
	t.Log(count, "packets,", tolerated, "tolerated", heads)
	t.Log(slices.Sorted(maps.Keys(states)))
	for _, want := range []string{"rows", "file", "replication", "fields", "parameters", "parameters' end", "columns' end", "authentication", "opaque"} {
		if !states[want] {
			t.Errorf("never in state %s", want)
		}
	}
}
