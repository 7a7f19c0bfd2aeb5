// Package reap closes in the background what the kernel takes long to close: a packet
// socket waits for grace periods of RCU, tens of milliseconds.
package reap

import "sync"

// Most is how many may be under way: each takes a thread, and what it is to free is
// not free before.
const Most = 32

var (
	slots = make(chan struct{}, Most)
	mu    sync.Mutex
	all   = map[chan struct{}]struct{}{}
)

// Go has f run in the background, and closes done when it has returned. While as many
// as Most are under way, Go waits.
func Go(done chan struct{}, f func()) {
	slots <- struct{}{}
	mu.Lock()
	all[done] = struct{}{}
	mu.Unlock()
	go func() {
		defer func() {
			mu.Lock()
			delete(all, done)
			mu.Unlock()
			close(done)
			<-slots
		}()
		f()
	}()
}

// Wait waits for all that are under way now, and reports whether there were any.
func Wait() bool {
	mu.Lock()
	list := make([]chan struct{}, 0, len(all))
	for done := range all {
		list = append(list, done)
	}
	mu.Unlock()
	for _, done := range list {
		<-done
	}
	return len(list) > 0
}
