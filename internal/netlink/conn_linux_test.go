package netlink

import (
	"errors"
	"slices"
	"syscall"
	"testing"
)

// pretended is a kernel that gives prepared answers, each a list of datagrams, with the sequence number filled in.
type pretended struct {
	answers func(request int) [][]byte
	seq     uint32
	count   int
	queue   [][]byte
}

func (p *pretended) send(b []byte) error {
	m, _, err := Next(b)
	if err != nil {
		return err
	}
	p.seq = m.Seq
	p.queue = append(p.queue, p.answers(p.count)...)
	p.count++
	return nil
}

var errSilent = errors.New("the kernel says nothing more")

func (p *pretended) receive(b []byte) (int, error) {
	if len(p.queue) == 0 {
		return 0, errSilent
	}
	d := p.queue[0]
	p.queue = p.queue[1:]
	return copy(b, d), nil
}

func (p *pretended) close() error { return nil }

func done(seq uint32, flags uint16) []byte {
	return message(20, TypeDone, FlagMulti|flags, seq, 0, 0, 0, 0)
}

func dump(t *testing.T, p *pretended) (types []uint16, err error) {
	t.Helper()
	err = newConn(p).Dump(NewRequest(18, 0), func() { types = nil }, func(m Message) error {
		types = append(types, m.Type)
		return nil
	})
	return types, err
}

func TestInterruptedDumpIsRepeated(t *testing.T) {
	p := &pretended{}
	p.answers = func(n int) [][]byte {
		switch n {
		case 0: // the flag on an entry
			return [][]byte{message(16, 100, FlagMulti|FlagDumpIntr, p.seq), done(p.seq, 0)}
		case 1: // only at the end
			return [][]byte{message(16, 101, FlagMulti, p.seq), done(p.seq, FlagDumpIntr)}
		}
		return [][]byte{append(message(16, 102, FlagMulti, p.seq), message(16, 103, FlagMulti, p.seq)...), done(p.seq, 0)}
	}
	types, err := dump(t, p)
	if err != nil || !slices.Equal(types, []uint16{102, 103}) || p.count != 3 {
		t.Errorf("%v after %d requests, %v", types, p.count, err)
	}
}

func TestDumpThatIsAlwaysInterrupted(t *testing.T) {
	p := &pretended{}
	p.answers = func(int) [][]byte {
		return [][]byte{message(16, 100, FlagMulti|FlagDumpIntr, p.seq), done(p.seq, 0)}
	}
	types, err := dump(t, p)
	if !errors.Is(err, ErrInterrupted) || !slices.Equal(types, []uint16{100}) || p.count != retries {
		t.Errorf("%v after %d requests, %v", types, p.count, err)
	}
}

// TestStaleAnswer has the rest of an earlier answer in the socket.
func TestStaleAnswer(t *testing.T) {
	p := &pretended{}
	p.answers = func(int) [][]byte {
		return [][]byte{message(16, 100, FlagMulti, p.seq-1), done(p.seq-1, 0), message(16, 101, FlagMulti, p.seq), done(p.seq, 0)}
	}
	if types, err := dump(t, p); err != nil || !slices.Equal(types, []uint16{101}) {
		t.Errorf("%v, %v", types, err)
	}
}

// TestCallbackError must leave the connection in step.
func TestCallbackError(t *testing.T) {
	p := &pretended{}
	p.answers = func(int) [][]byte {
		return [][]byte{message(16, 100, FlagMulti, p.seq), message(16, 101, FlagMulti, p.seq), done(p.seq, 0)}
	}
	c, stop, calls := newConn(p), errors.New("stop"), 0
	err := c.Dump(NewRequest(18, 0), nil, func(Message) error { calls++; return stop })
	if err != stop || calls != 1 || len(p.queue) != 0 {
		t.Errorf("%v after %d calls, %d datagrams left", err, calls, len(p.queue))
	}
}

func TestFaults(t *testing.T) {
	tests := []struct {
		name  string
		piece func(seq uint32) []byte
		want  error
	}{
		{"silence", func(uint32) []byte { return nil }, errSilent},
		{"overrun", func(seq uint32) []byte { return message(16, TypeOverrun, 0, seq) }, syscall.ENOBUFS},
		{"refusal", func(seq uint32) []byte { return message(20, TypeError, 0, seq, 0xff, 0xff, 0xff, 0xff) }, syscall.EPERM},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := &pretended{}
			p.answers = func(int) [][]byte {
				if b := tt.piece(p.seq); b != nil {
					return [][]byte{b}
				}
				return nil
			}
			if _, err := dump(t, p); !errors.Is(err, tt.want) {
				t.Error(err)
			}
		})
	}
	t.Run("garbage", func(t *testing.T) {
		p := &pretended{answers: func(int) [][]byte { return [][]byte{{1, 2, 3}} }}
		var bad *SyntaxError
		if _, err := dump(t, p); !errors.As(err, &bad) {
			t.Error(err)
		}
	})
}

func TestKernel(t *testing.T) {
	c, err := Dial()
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	const getLink, newLink = 18, 16
	n := 0
	err = c.Dump(NewRequest(getLink, 0).Raw(make([]byte, 16)...), func() { n = 0 }, func(m Message) error {
		if m.Type == newLink {
			n++
		}
		return nil
	})
	if err != nil || n < 1 {
		t.Errorf("%d interfaces, %v", n, err)
	}
	err = c.Do(NewRequest(getLink, 0).Raw(make([]byte, 16)...).String(3, "no-such-link"), nil)
	var e *Error
	if !errors.As(err, &e) || e.Errno != syscall.ENODEV {
		t.Errorf("an interface that is not there: %v", err)
	}
	if err := c.Ethtool("a-name-that-is-too-long", make([]byte, 8)); !errors.Is(err, syscall.EINVAL) {
		t.Errorf("a long name: %v", err)
	}
}
