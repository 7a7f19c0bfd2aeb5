package netif

import (
	"context"
	"iter"
)

// EventKind says what happened.
type EventKind uint8

// The kinds of event.
const (
	LinkChanged EventKind = 1 + iota // an interface is new, or something of it is
	LinkRemoved
	AddrChanged // an address is new, or something of it is
	AddrRemoved
	// EventsLost says that there were more events than the kernel had room for: list the interfaces anew.
	EventsLost
)

// String is the kind's name.
func (k EventKind) String() string {
	return name([]string{1: "link changed", "link removed", "address changed", "address removed", "events lost"}, uint(k))
}

// Event is a change of an interface or an address.
type Event struct {
	Kind      EventKind
	Index     int       // of the interface; 0 for EventsLost
	Interface Interface // for links: as it is now (or was at last), without addresses, driver and speed
	Addr      Addr      // for addresses
}

// Watch reports changes of interfaces and addresses, in order, from the moment it returns and until the context ends or
// the loop over the sequence does. An error ends the sequence, except a message that could not be read, after which it
// goes on; the end of the context is none. The sequence can be used once.
func Watch(ctx context.Context) (iter.Seq2[Event, error], error) { return watch(ctx) }
