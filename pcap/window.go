package pcap

import "io"

// defaultWindow is how much is read at a time: large enough to make system calls
// rare, small enough to stay in the second-level cache.
const defaultWindow = 128 << 10

// page is the alignment of reads. A kernel copies at half the speed into a buffer
// that is not aligned to its pages.
const page = 4096

// A window shows a stream as contiguous bytes, buf[pos:end], and moves along it.
// What is left when more is needed is moved in front of the place where reads land,
// so that every read lands on a page boundary.
type window struct {
	src      io.Reader // nil: buf is all there is
	buf      []byte
	pos, end int
	head     int   // where reads land, a multiple of page
	base     int64 // offset in the stream of buf[0]
	err      error // why there is no more: io.EOF or the source's error
}

func (w *window) init(src io.Reader, size int) {
	if size <= 0 {
		size = defaultWindow
	}
	size = (size + page - 1) &^ (page - 1)
	w.src = src
	w.head = max(size/4, 64<<10)
	// A Go allocation above 32 KiB begins on a page.
	w.buf = make([]byte, w.head+size)
	w.pos, w.end = w.head, w.head
	w.base = -int64(w.head)
}

func (w *window) initBytes(b []byte) {
	*w = window{buf: b, end: len(b), err: io.EOF}
}

func (w *window) offset() int64 { return w.base + int64(w.pos) }

// have returns what is in view.
func (w *window) have() []byte { return w.buf[w.pos:w.end] }

// fill brings at least n bytes into view and reports whether it could; memory
// grows only with bytes that arrived.
func (w *window) fill(n int) bool {
	for w.end-w.pos < n {
		if w.err != nil {
			return false
		}
		w.read()
	}
	return true
}

// read reads once, as much as there is room for.
func (w *window) read() {
	switch {
	case w.pos == w.end:
		w.moveTo(w.head)
	case w.end == len(w.buf):
		w.makeRoom()
	}
	for range 100 {
		n, err := w.src.Read(w.buf[w.end:])
		if n < 0 || n > len(w.buf)-w.end {
			w.err = io.ErrNoProgress // a broken Reader
			return
		}
		w.end += n
		if err != nil {
			w.err = err
			return
		}
		if n > 0 {
			return
		}
	}
	w.err = io.ErrNoProgress
}

// moveTo moves what is in view so that it ends at buf[end].
func (w *window) moveTo(end int) {
	pos := end - (w.end - w.pos)
	copy(w.buf[pos:end], w.buf[w.pos:w.end])
	w.base += int64(w.pos - pos)
	w.pos, w.end = pos, end
}

// makeRoom moves what is in view in front of head, in a larger buffer if need be.
// Room doubles, so that a long record is moved a few times only.
func (w *window) makeRoom() {
	left := w.end - w.pos
	if left <= w.head {
		w.moveTo(w.head)
		return
	}
	head := (2*left + page - 1) &^ (page - 1)
	buf := make([]byte, head+max(len(w.buf)-w.head, head/2))
	pos := head - left
	copy(buf[pos:], w.have())
	w.base += int64(w.pos - pos)
	w.buf, w.head, w.pos, w.end = buf, head, pos, head
}
