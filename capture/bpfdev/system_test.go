package bpfdev_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/gocap-project/gocap/capture/bpfdev"
	"github.com/gocap-project/gocap/internal/bpfsim"
)

// TestRequests compares the computed numbers with those of golang.org/x/sys/unix.
func TestRequests(t *testing.T) {
	compared := 0
	for _, s := range bpfdev.Systems() {
		want := bpfsim.Requests[strings.NewReplacer("ios", "darwin", "illumos", "solaris").Replace(s.Name)]
		if want == nil {
			if s.Name != "aix/ppc64" {
				t.Errorf("%s: nothing to compare with", s.Name)
			}
			continue
		}
		r := &s.Requests
		for name, got := range map[string]uint32{
			"BIOCGBLEN": r.GetBufLen, "BIOCSBLEN": r.SetBufLen, "BIOCSETF": r.SetFilter, "BIOCSETFNR": r.SetFilterKeep, "BIOCSETWF": r.SetWriteFilter,
			"BIOCFLUSH": r.Flush, "BIOCPROMISC": r.Promiscuous, "BIOCGDLT": r.GetLink, "BIOCSDLT": r.SetLink, "BIOCGDLTLIST": r.LinkList,
			"BIOCGETIF": r.GetInterface, "BIOCSETIF": r.SetInterface, "BIOCSETLIF": r.SetLongInterface, "BIOCSRTIMEOUT": r.SetReadTimeout,
			"BIOCGRTIMEOUT": r.GetReadTimeout, "BIOCGSTATS": r.Stats, "BIOCIMMEDIATE": r.Immediate, "BIOCVERSION": r.Version,
			"BIOCGHDRCMPLT": r.GetHeaderComplete, "BIOCSHDRCMPLT": r.SetHeaderComplete, "BIOCGSEESENT": r.GetSeeSent, "BIOCSSEESENT": r.SetSeeSent,
			"BIOCLOCK": r.Lock, "BIOCFEEDBACK": r.Feedback, "BIOCSTSTAMP": r.SetTime, "BIOCGTSTAMP": r.GetTime,
			"BIOCSETBUFMODE": r.SetBufMode, "BIOCGETBUFMODE": r.GetBufMode, "BIOCGETZMAX": r.GetZeroMax, "BIOCSETZBUF": r.SetZeroBufs, "BIOCROTZBUF": r.RotateZero,
		} {
			if got == 0 && strings.HasSuffix(name, "SEESENT") {
				continue // FreeBSD's is another name for the direction
			}
			if w, ok := want[name]; ok && got != w {
				t.Errorf("%s: %s is %#x, want %#x", s.Name, name, got, w)
			} else if ok {
				compared++
			}
		}
		get, set := want["BIOCGDIRECTION"], want["BIOCSDIRECTION"]
		if set == 0 {
			get, set = want["BIOCGDIRFILT"], want["BIOCSDIRFILT"]
		}
		if set != 0 && (r.GetDirection != get || r.SetDirection != set) {
			t.Errorf("%s: direction %#x %#x, want %#x %#x", s.Name, r.GetDirection, r.SetDirection, get, set)
		}
	}
	if compared < 400 {
		t.Errorf("only %d compared", compared)
	}
}

func TestLookup(t *testing.T) {
	for _, s := range bpfdev.Systems() {
		if bpfdev.Lookup(s.Name).Name != s.Name {
			t.Error(s.Name)
		}
	}
	if bpfdev.Lookup("linux/amd64") != nil {
		t.Error("Linux has no /dev/bpf")
	}
}

// TestNative is what Open gives where there is no /dev/bpf.
func TestNative(t *testing.T) {
	_, err := bpfdev.Open("nothing0", bpfdev.Config{})
	if err == nil {
		t.Fatal("there is such an interface")
	}
	var e *bpfdev.Error
	if !errors.As(err, &e) {
		t.Error(err)
	}
}
