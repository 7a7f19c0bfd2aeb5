package main

import (
	"bufio"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gocap-project/gocap/sequence"
)

// A streamBook keeps a record of each direction of each stream, whatever the protocol, and writes down what was sent.
type streamBook struct {
	streaming
	out   *bufio.Writer
	done  []*streamLine // ended, to be printed in order
	gaps  int           // that are listed in all records together
	files map[*streamRecord]*os.File
	next  uint64 // number of the next connection or association
	err   error  // of writing
}

// Limits of what a book holds, whatever is in the capture. With what there is of connections at once, which package
// sequence limits, that is some 150 MB.
const (
	maxStreamFiles = 100     // open at once
	maxGaps        = 1000    // listed in one record
	maxAllGaps     = 1 << 20 // listed in all records that are not printed yet
	maxDone        = 100_000 // records that wait to be printed in order
)

func newStreamBook(out *bufio.Writer, s *streaming) *streamBook {
	return &streamBook{streaming: *s, out: out, files: map[*streamRecord]*os.File{}}
}

// A streamRecord is the record of a direction. It takes a Sequence's events.
type streamRecord struct {
	streamLine
	book *streamBook
	hash hash.Hash
}

// number numbers a connection or association.
func (b *streamBook) number() uint64 {
	b.next++
	return b.next - 1
}

// wants reports whether anything is to be said of a stream.
func (b *streamBook) wants(number uint64) bool { return b.follow < 0 || number == uint64(b.follow) }

// open makes a record. side is 0 or 1, for the two directions of a stream. A nil record, if there is nothing to be said
// of the stream, takes nothing.
func (b *streamBook) open(number uint64, side int, proto, src, dst string) sequence.Sink {
	if !b.wants(number) {
		return nil
	}
	return b.record(number, side, proto, src, dst)
}

func (b *streamBook) record(number uint64, side int, proto, src, dst string) *streamRecord {
	return &streamRecord{book: b, hash: sha256.New(),
		streamLine: streamLine{side: side, Stream: number, Proto: proto, Src: src, Dst: dst, Gaps: [][2]uint64{}}}
}

// Take notes an event.
func (r *streamRecord) Take(e *sequence.Event) {
	if at := streamTime(e.From.Time); at != "" && (e.Kind == sequence.Data || e.Kind == sequence.Message || e.Kind == sequence.End) {
		if r.First == "" {
			r.First = at
		}
		r.Last = max(r.Last, at)
	}
	switch e.Kind {
	case sequence.Data, sequence.Message:
		r.bytes(e)
	case sequence.Gap:
		r.missing += e.Len
		if len(r.Gaps) < maxGaps && r.book.gaps < maxAllGaps {
			r.Gaps = append(r.Gaps, [2]uint64{e.Offset, e.Len})
			r.book.gaps++
		} else {
			r.MoreGaps++
		}
	case sequence.Conflict:
		r.Conflicts++
	case sequence.End:
		r.Closed = e.Reason.String()
		r.end()
	}
}

func (r *streamRecord) bytes(e *sequence.Event) {
	r.Bytes += uint64(len(e.Bytes))
	r.hash.Write(e.Bytes)
	b := r.book
	switch {
	case b.follow >= 0:
		b.print(r, e)
	case b.dir != "":
		b.keep(b.write(r, e.Bytes))
	}
}

// end closes a record.
func (r *streamRecord) end() {
	b := r.book
	if f := b.files[r]; f != nil {
		b.keep(f.Close())
		delete(b.files, r)
	}
	r.SHA256 = hex.EncodeToString(r.hash.Sum(nil))
	switch {
	case b.follow >= 0:
		b.gaps -= len(r.Gaps)
	case b.iface != "":
		r.print(b.out, b.json)
		b.gaps -= len(r.Gaps)
	default:
		l := r.streamLine
		b.done = append(b.done, &l)
		if len(b.done) >= maxDone || b.gaps >= maxAllGaps {
			b.printDone()
		}
	}
	r.hash, r.Gaps = nil, nil
}

// printDone prints the records that have ended, in order of the streams.
func (b *streamBook) printDone() {
	slices.SortStableFunc(b.done, func(x, y *streamLine) int {
		return cmp.Or(cmp.Compare(x.Stream, y.Stream), cmp.Compare(x.side, y.side), cmp.Compare(x.sid(), y.sid()))
	})
	for i, l := range b.done {
		l.print(b.out, b.json)
		b.gaps -= len(l.Gaps)
		b.done[i] = nil
	}
	b.done = b.done[:0]
}

// keep keeps the first error.
func (b *streamBook) keep(err error) {
	if b.err == nil {
		b.err = err
	}
}

// write appends to a direction's file.
func (b *streamBook) write(r *streamRecord, data []byte) error {
	f := b.files[r]
	if f == nil {
		if len(b.files) >= maxStreamFiles {
			if err := b.closeFiles(); err != nil {
				return err
			}
		}
		mode := os.O_APPEND
		if r.Bytes == uint64(len(data)) { // the first bytes
			mode = os.O_TRUNC
		}
		var err error
		if f, err = os.OpenFile(filepath.Join(b.dir, r.fileName()), os.O_CREATE|os.O_WRONLY|mode, 0o666); err != nil {
			return err
		}
		b.files[r] = f
	}
	_, err := f.Write(data)
	return err
}

// fileName is made of numbers, letters, dots and minus, so that every system takes it.
func (r *streamRecord) fileName() string {
	plain := strings.NewReplacer(":", ".", "[", "", "]", "", "%", ".", "/", ".", "\\", ".")
	name := fmt.Sprintf("%06d-%s-%s-%s", r.Stream, r.Proto, plain.Replace(r.Src), plain.Replace(r.Dst))
	if r.ID != nil {
		name += fmt.Sprintf("-%d", *r.ID)
	}
	return name
}

func (b *streamBook) closeFiles() (err error) {
	for r, f := range b.files {
		err = errors.Join(err, f.Close())
		delete(b.files, r)
	}
	return err
}

// print follows a stream: what the second side sent stands out by an arrow.
func (b *streamBook) print(r *streamRecord, e *sequence.Event) {
	switch b.as {
	case "raw":
		b.out.Write(e.Bytes)
		return
	case "hex":
		arrow, start := [...]string{">", "<"}[r.side], e.Offset
		if r.ID != nil { // what is counted are messages
			start = 0
			fmt.Fprintf(b.out, "%s stream %d, message %d, protocol %d\n", arrow, *r.ID, e.Offset, e.Proto)
		}
		for at := 0; at < len(e.Bytes); at += 16 {
			row := e.Bytes[at:min(at+16, len(e.Bytes))]
			fmt.Fprintf(b.out, "%s %08x  %-47s  %s\n", arrow, start+uint64(at), fmt.Sprintf("% x", row), dots(row))
		}
	default:
		at := "at"
		if r.ID != nil {
			at = fmt.Sprintf("stream %d, message", *r.ID)
		}
		fmt.Fprintf(b.out, "--- %s > %s, %s %d\n", r.Src, r.Dst, at, e.Offset)
		text := strings.Map(func(c rune) rune {
			if c == '\n' || c == '\t' || c == '\r' {
				return c
			}
			return printable(c)
		}, strings.ToValidUTF8(string(e.Bytes), "."))
		text = strings.ReplaceAll(text, "\r\n", "\n")
		b.out.WriteString(strings.ReplaceAll(text, "\r", "?"))
		if !strings.HasSuffix(text, "\n") {
			b.out.WriteByte('\n')
		}
	}
}

// dots writes bytes as a hex dump does, at its right.
func dots(b []byte) string {
	s := make([]byte, len(b))
	for i, c := range b {
		if s[i] = c; c < ' ' || c > '~' {
			s[i] = '.'
		}
	}
	return string(s)
}

// close prints the records that are left, and closes the files.
func (b *streamBook) close() error {
	b.printDone()
	return errors.Join(b.err, b.closeFiles())
}
