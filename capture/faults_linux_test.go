package capture

import (
	"errors"
	"runtime"
	"testing"
	"time"

	"github.com/gocap-project/gocap/bpf"
	"github.com/gocap-project/gocap/capture/afpacket"
	"github.com/gocap-project/gocap/internal/netlab"
	"github.com/gocap-project/gocap/internal/netlab/labtest"
	"golang.org/x/sys/unix"
)

// without runs f in a host on a thread that lacks one capability.
func without(h *netlab.Host, capability uint, f func() error) error {
	return h.Do(func() error {
		runtime.LockOSThread() // the thread ends with f
		hdr := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
		var data [2]unix.CapUserData
		if err := unix.Capget(&hdr, &data[0]); err != nil {
			return err
		}
		for _, set := range []*uint32{&data[capability/32].Effective, &data[capability/32].Permitted} {
			*set &^= 1 << (capability % 32)
		}
		if err := unix.Capset(&hdr, &data[0]); err != nil {
			return err
		}
		return f()
	})
}

// TestLiveCapabilities: each capability missing alone.
func TestLiveCapabilities(t *testing.T) {
	a, b := labtest.Pair(t)
	for _, tt := range []struct {
		name string
		drop uint
		opts []Option
		want string // the capability that is asked for; empty: none
	}{
		{"raw sockets", unix.CAP_NET_RAW, nil, "CAP_NET_RAW"},
		{"administration", unix.CAP_NET_ADMIN, []Option{Promiscuous(), Immediate(), BusyPoll(time.Millisecond), Offloads(), Follow()}, ""},
		{"administration, without a ring", unix.CAP_NET_ADMIN, []Option{PlainSocket()}, ""},
		{"namespaces", unix.CAP_SYS_ADMIN, nil, ""},
	} {
		var rx *Handle
		err := without(a, tt.drop, func() (err error) {
			if rx, err = Open("eth0", tt.opts...); err == nil {
				err = rx.Activate(onlyTest(1))
			}
			return err
		})
		var pe *PermissionError
		if errors.As(err, &pe) != (tt.want != "") || pe != nil && pe.Capability != tt.want || pe == nil && err != nil {
			t.Errorf("%s: %v, want %q", tt.name, err, tt.want)
		}
		if err != nil {
			continue
		}
		sendAll(t, openIn(t, b, "eth0"), frame(60, 1, 3))
		if p := read(t, rx); number(p.Data) != 3 {
			t.Errorf("%s: %+v", tt.name, p)
		}
		if err := rx.Close(); err != nil {
			t.Error(err)
		}
	}
}

// TestNamespacePermission: entering a namespace is done on a thread of its own, whose
// capabilities a test cannot take away.
func TestNamespacePermission(t *testing.T) {
	var pe *PermissionError
	if err := inNamespace(&afpacket.Error{Op: "enter network namespace", Err: unix.EPERM}); !errors.As(err, &pe) || pe.Capability != "CAP_SYS_ADMIN" {
		t.Errorf("%v", err)
	}
}

// TestLiveLongFilter: a filter of more instructions than the kernel takes is
// refused, and leaves the capture as it was.
func TestLiveLongFilter(t *testing.T) {
	a, b := labtest.Pair(t)
	rx, tx := openIn(t, a, "eth0"), openIn(t, b, "eth0")
	long := make(bpf.Program, bpf.MaxInstructions)
	for i := range long {
		long[i] = bpf.Instruction{Op: bpf.LdImm}
	}
	long = append(long, bpf.Instruction{Op: bpf.RetK, K: bpf.AcceptAll})
	var pe *bpf.ProgramError
	if err := rx.Activate(long); !errors.As(err, &pe) || rx.Active() {
		t.Errorf("%v", err)
	}
	activate(t, rx, onlyTest(1))
	if err := rx.SetFilter(long); !errors.As(err, &pe) || !rx.Active() {
		t.Errorf("%v", err)
	}
	sendAll(t, tx, frame(60, 2, 1), frame(60, 1, 2))
	if p := read(t, rx); number(p.Data) != 2 {
		t.Errorf("%+v", p)
	}
}
