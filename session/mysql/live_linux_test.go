package mysql_test

import (
	"bytes"
	"fmt"
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

	"github.com/gocap-project/gocap/sequence"
	"github.com/gocap-project/gocap/session"
	"github.com/gocap-project/gocap/session/internal/tap"
	"github.com/gocap-project/gocap/session/mysql"
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

// TestLive has real clients talk to a real server, and nothing be wrong with it.
func TestLive(t *testing.T) {
	dir := start(t)
	heads, states := map[string]int{}, map[string]bool{}
	count := 0
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
	proxy.Stop()
	t.Log(count, "packets", heads)
	t.Log(slices.Sorted(maps.Keys(states)))
	for _, want := range []string{"rows", "file", "replication", "authentication", "opaque"} {
		if !states[want] {
			t.Errorf("never in state %s", want)
		}
	}
}
