// Code generated from golang.org/x/sys/unix v0.49.0. DO NOT EDIT.

//go:build openbsd && (amd64 || arm64 || ppc64 || riscv64)

package bpfsim

import "golang.org/x/sys/unix"

// Each is an error of compilation if the constant is not the system's.
var (
	_ = [1]struct{}{}[unix.BIOCFLUSH-openbsdAmd64BIOCFLUSH]
	_ = [1]struct{}{}[unix.BIOCGBLEN-openbsdAmd64BIOCGBLEN]
	_ = [1]struct{}{}[unix.BIOCGDIRFILT-openbsdAmd64BIOCGDIRFILT]
	_ = [1]struct{}{}[unix.BIOCGDLT-openbsdAmd64BIOCGDLT]
	_ = [1]struct{}{}[unix.BIOCGDLTLIST-openbsdAmd64BIOCGDLTLIST]
	_ = [1]struct{}{}[unix.BIOCGETIF-openbsdAmd64BIOCGETIF]
	_ = [1]struct{}{}[unix.BIOCGHDRCMPLT-openbsdAmd64BIOCGHDRCMPLT]
	_ = [1]struct{}{}[unix.BIOCGRTIMEOUT-openbsdAmd64BIOCGRTIMEOUT]
	_ = [1]struct{}{}[unix.BIOCGSTATS-openbsdAmd64BIOCGSTATS]
	_ = [1]struct{}{}[unix.BIOCIMMEDIATE-openbsdAmd64BIOCIMMEDIATE]
	_ = [1]struct{}{}[unix.BIOCLOCK-openbsdAmd64BIOCLOCK]
	_ = [1]struct{}{}[unix.BIOCPROMISC-openbsdAmd64BIOCPROMISC]
	_ = [1]struct{}{}[unix.BIOCSBLEN-openbsdAmd64BIOCSBLEN]
	_ = [1]struct{}{}[unix.BIOCSDIRFILT-openbsdAmd64BIOCSDIRFILT]
	_ = [1]struct{}{}[unix.BIOCSDLT-openbsdAmd64BIOCSDLT]
	_ = [1]struct{}{}[unix.BIOCSETF-openbsdAmd64BIOCSETF]
	_ = [1]struct{}{}[unix.BIOCSETIF-openbsdAmd64BIOCSETIF]
	_ = [1]struct{}{}[unix.BIOCSETWF-openbsdAmd64BIOCSETWF]
	_ = [1]struct{}{}[unix.BIOCSHDRCMPLT-openbsdAmd64BIOCSHDRCMPLT]
	_ = [1]struct{}{}[unix.BIOCSRTIMEOUT-openbsdAmd64BIOCSRTIMEOUT]
	_ = [1]struct{}{}[unix.BIOCVERSION-openbsdAmd64BIOCVERSION]
)
