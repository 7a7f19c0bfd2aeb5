package pcap

import (
	"bytes"
	"encoding/binary"
	"errors"
	"testing"
)

func seeds(f *testing.F) {
	for _, b := range [][]byte{sample(f, false, 3, 20), sample(f, true, 3, 20), everything(f, binary.BigEndian), everything(f, binary.LittleEndian)} {
		f.Add(b)
		f.Add(b[:len(b)-5])
		c := bytes.Clone(b)
		c[len(c)/2] ^= 0xff
		f.Add(c)
	}
	w := (&raw{order: binary.BigEndian}).header(magicKuznetzov, 2, 3, 1)
	f.Add(w.u32(1, 2, 3, 4, 5, 6, 7, 8).b)
}

// FuzzRead checks that no input makes a reader panic or run on, that a lenient
// reader gets at least as far as a strict one, and that what was read reads the same
// after writing.
func FuzzRead(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, b []byte) {
		strict, serr := fuzzRead(t, b, false)
		lenient, lerr := fuzzRead(t, b, true)
		var fe *FormatError
		if serr != nil && !errors.As(serr, &fe) {
			t.Errorf("error without place: %v", serr)
		}
		if serr == nil && (lerr != nil || len(lenient) != len(strict)) {
			t.Errorf("sound for a strict reader (%d packets), but not for a lenient one (%d, %v)", len(strict), len(lenient), lerr)
		}
		rewrite(t, b)
	})
}

func fuzzRead(t *testing.T, b []byte, lenient bool) ([]rec, error) {
	var skipped int64
	r, err := ReadOptions{Lenient: lenient, Window: 4096, OnBlock: decodeAll, OnSkip: func(s Skipped) {
		if s.Offset < 0 || s.Offset+s.Bytes > int64(len(b)) && !bytes.HasPrefix(b, []byte("\x1f\x8b")) && !bytes.HasPrefix(b, []byte("BZh")) {
			t.Errorf("skipped %+v of %d bytes", s, len(b))
		}
		skipped += s.Bytes
	}}.NewReader(plain(b))
	if err != nil {
		return nil, err
	}
	defer r.Close()
	rs, err := readAll(t, r)
	if _, n := r.Damage(); n != skipped {
		t.Errorf("skipped %d bytes, told of %d", n, skipped)
	}
	return rs, err
}

// decodeAll tries every decoder on a block.
func decodeAll(b *Block) error {
	b.Statistics()
	b.Names()
	b.Secrets()
	b.Custom()
	b.Journal()
	return nil
}

// rewrite reads b as far as it goes, writes it to a new file of the same kind, and
// reads that.
func rewrite(t *testing.T, b []byte) {
	r, err := NewReader(plain(b))
	if err != nil {
		return
	}
	defer r.Close()
	var want []rec
	var buf bytes.Buffer
	w, err := NewNgWriter(&buf, NgOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for p, err := range r.Packets() {
		if err != nil {
			break
		}
		_ = p.Comments()
		_, _, _, _ = p.Hashes(), p.Verdicts(), p.Direction(), p.Options.Custom()
		if len(p.Options.wire) > 1<<15 {
			return
		}
		if err := w.Write(p); errors.Is(err, ErrTime) || errors.Is(err, ErrCorrupt) {
			continue // a time that was clipped or is before 1970; options that cannot be converted
		} else if err != nil {
			t.Fatal(err)
		}
		want = append(want, rec{len: p.wireLen(), data: string(p.Data)})
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := NewReader(&buf)
	if err != nil {
		t.Fatal(err)
	}
	got, err := readAll(t, again)
	for i := range got {
		got[i].time = 0
	}
	if err != nil || !equal(got, want) {
		t.Errorf("written and read again: %v, %d packets of %d", err, len(got), len(want))
	}
}

// FuzzCopy checks that blocks copied are the input, as far as it is sound.
func FuzzCopy(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, b []byte) {
		r, err := NewReader(plain(b))
		if err != nil || r.Format() != Pcapng || len(r.Compressions()) > 0 {
			return
		}
		var out bytes.Buffer
		_, err = Copy(&out, r)
		if !bytes.HasPrefix(b, out.Bytes()) || err == nil && out.Len() != len(b) {
			t.Errorf("copy of %d bytes has %d, %v", len(b), out.Len(), err)
		}
	})
}

// FuzzIndexed checks that an indexed capture gives what reading it in order gives.
func FuzzIndexed(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, b []byte) {
		r, err := NewReader(plain(b))
		if err != nil || len(r.Compressions()) > 0 {
			return
		}
		want, _ := readAll(t, r)
		x, _ := indexEvery(b, 3)
		for n := len(want); n > 0; n-- {
			p, err := x.Packet(int64(n))
			if err != nil {
				t.Fatal(err)
			}
			if got := (rec{p.Time, p.Len, string(p.Data)}); got != want[n-1] {
				t.Errorf("packet %d is %v, in order %v", n, got, want[n-1])
			}
		}
	})
}
