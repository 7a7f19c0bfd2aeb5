package watch

import "github.com/gocap-project/gocap/session"

// tcp judges a segment.
func (w *Watcher) tcp(session.Datagram, uint64) {}
