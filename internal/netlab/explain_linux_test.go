package netlab

import (
	"errors"
	"strings"
	"syscall"
	"testing"
)

func TestExplain(t *testing.T) {
	for _, tt := range []struct {
		sysctl string // the one that is set, and its value
		value  string
		err    error
		want   string
	}{
		{"user/max_user_namespaces", "0", syscall.ENOSPC, "user.max_user_namespaces=10000"},
		{"user/max_net_namespaces", "0", syscall.ENOSPC, "user.max_net_namespaces=10000"},
		{"kernel/unprivileged_userns_clone", "0", syscall.EPERM, "kernel.unprivileged_userns_clone=1"},
		{"kernel/apparmor_restrict_unprivileged_userns", "1", syscall.EPERM, "AppArmor"},
		{"", "", syscall.ENOSPC, "limit"},
		{"", "", syscall.EINVAL, "built without"},
		{"", "", syscall.EPERM, "seccomp"},
	} {
		err := explain(tt.err, func(name string) string {
			if name == tt.sysctl {
				return tt.value
			}
			return ""
		})
		var why *UnavailableError
		if !errors.As(err, &why) || !errors.Is(err, tt.err) || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s=%s: %v", tt.sysctl, tt.value, err)
		}
	}
}
