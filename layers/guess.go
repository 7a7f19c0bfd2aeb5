package layers

import (
	"slices"
	"sync"
	"sync/atomic"

	"github.com/gocap-project/gocap/packet"
)

// TCPGuesses and UDPGuesses say what a segment or datagram carries, by its first
// bytes, where no port does. What a program binds or overrides goes before them.
var TCPGuesses, UDPGuesses Guesses

// A Confidence says how seldom a guess is wrong.
type Confidence uint8

// The confidences. Guesses of higher confidence are asked first.
const (
	Likely Confidence = iota + 1 // about one in a thousand random payloads would pass
	Sure                         // the first bytes have a number made to be recognized, or as much redundancy
)

// Guesses are functions that recognize protocols by their first bytes. The zero value
// has none.
type Guesses struct {
	mu  sync.Mutex
	all atomic.Pointer[[]guess]
}

type guess struct {
	c Confidence
	f func(b []byte) *packet.Proto
}

// Add adds f, which returns the protocol that b begins with, or nil if it is none that
// f knows. It must not change or keep b, and be quick: it is called for every payload
// that no port is bound for. Add is usually called in init functions.
func (g *Guesses) Add(c Confidence, f func(b []byte) *packet.Proto) {
	g.mu.Lock()
	defer g.mu.Unlock()
	var all []guess
	if old := g.all.Load(); old != nil {
		all = slices.Clone(*old)
	}
	i := len(all)
	for i > 0 && all[i-1].c < c {
		i--
	}
	all = slices.Insert(all, i, guess{c, f})
	g.all.Store(&all)
}

// Guess returns the protocol that b begins with, or nil.
func (g *Guesses) Guess(b []byte) *packet.Proto {
	all := g.all.Load()
	if all == nil {
		return nil
	}
	for _, x := range *all {
		if p := x.f(b); p != nil {
			return p
		}
	}
	return nil
}

// The protocols that stand for a guess.
var (
	tcpGuess = guessProto("TCP payload", &TCPGuesses)
	udpGuess = guessProto("UDP payload", &UDPGuesses)
)

func guessProto(name string, g *Guesses) *packet.Proto {
	return &packet.Proto{
		Name: name, Title: "what the first bytes say it is", Ref: "none",
		New: packet.RawProto.New, At: packet.RawProto.At, Fields: packet.RawProto.Fields, Pick: g.Guess,
	}
}
