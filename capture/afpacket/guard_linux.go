package afpacket

import (
	"os"

	"golang.org/x/sys/unix"
)

// guard lends frames in memory that becomes inaccessible. The addresses of the last
// few are not used again, so that late readers hit nothing else.
type guard struct {
	lent []byte
	old  [][]byte // inaccessible
}

const mostGuarded = 64

// lend puts the frame into memory of its own, with the room before it.
func (g *guard) lend(f *Frame) error {
	page := os.Getpagesize()
	m, err := mapMemory((len(f.head) + len(f.Data) + page) &^ (page - 1))
	if err != nil {
		return &Error{"map a guarded frame", err}
	}
	n := copy(m, f.head)
	if len(f.head) == 0 {
		n = copy(m, f.Data)
	}
	f.head = m[:n:n]
	f.Data = f.head[n-len(f.Data):]
	g.lent = m
	return nil
}

// takeBack ends the loan.
func (g *guard) takeBack() {
	if g.lent == nil {
		return
	}
	_ = unix.Mprotect(g.lent, unix.PROT_NONE)
	g.old = append(g.old, g.lent)
	if g.lent = nil; len(g.old) > mostGuarded {
		_ = unmapMemory(g.old[0])
		g.old = g.old[1:]
	}
}
