package bpfdev

import (
	"sync/atomic"
	"time"

	"github.com/gocap-project/gocap/bpf"
)

// Batch is packets that were read at once. It belongs to one goroutine at a time.
type Batch struct {
	Walker
	buf    []byte // its own, if the kernel copies
	lent   *atomic.Bool
	zero   []byte // of lent
	filter *bpf.Engine
	until  int64 // the filter is for packets up to this second, or all if 0
	n      int
}

// Len is how many packets Read found.
func (b *Batch) Len() int { return b.n }

// Next sets r to the next packet and reports whether there was one. Its Data are
// valid until Release or the next Read.
func (b *Batch) Next(r *Record) bool {
	if b.filter == nil {
		return b.Walker.Next(r)
	}
	return b.nextAccepted(r)
}

// nextAccepted is Next where the filter has to be run here.
func (b *Batch) nextAccepted(r *Record) bool {
	for b.Walker.Next(r) {
		if b.until != 0 && r.Sec*int64(time.Second)+r.Nsec > b.until {
			return true
		}
		switch verdict := b.filter.Match(r.Data, r.Len); {
		case verdict == 0:
		case uint64(verdict) < uint64(len(r.Data)) && b.until == 0:
			r.Data = r.Data[:verdict]
			return true
		default:
			return true
		}
	}
	return false
}

// Release says that the packets are not looked at any more. It is needed before the
// next Read.
func (b *Batch) Release() {
	b.Walker.Reset(Layout{}, nil)
	b.n = 0
	if b.lent != nil {
		giveBack(b.zero)
		b.lent.Store(false)
		b.lent, b.zero = nil, nil
	}
}

// load makes data the batch's packets and counts them.
func (b *Batch) load(l Layout, data []byte) int {
	b.Reset(l, data)
	again := *b
	var r Record
	b.n = 0
	for again.Next(&r) {
		b.n++
	}
	return b.n
}
