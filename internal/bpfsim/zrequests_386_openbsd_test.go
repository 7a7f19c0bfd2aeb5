// Code generated from golang.org/x/sys/unix v0.49.0. DO NOT EDIT.

//go:build openbsd && 386

package bpfsim

import "golang.org/x/sys/unix"

// Each is an error of compilation if the constant is not the system's.
var (
	_ = [1]struct{}{}[unix.BIOCFLUSH-openbsd386BIOCFLUSH]
	_ = [1]struct{}{}[unix.BIOCGBLEN-openbsd386BIOCGBLEN]
	_ = [1]struct{}{}[unix.BIOCGDIRFILT-openbsd386BIOCGDIRFILT]
	_ = [1]struct{}{}[unix.BIOCGDLT-openbsd386BIOCGDLT]
	_ = [1]struct{}{}[unix.BIOCGDLTLIST-openbsd386BIOCGDLTLIST]
	_ = [1]struct{}{}[unix.BIOCGETIF-openbsd386BIOCGETIF]
	_ = [1]struct{}{}[unix.BIOCGHDRCMPLT-openbsd386BIOCGHDRCMPLT]
	_ = [1]struct{}{}[unix.BIOCGRTIMEOUT-openbsd386BIOCGRTIMEOUT]
	_ = [1]struct{}{}[unix.BIOCGSTATS-openbsd386BIOCGSTATS]
	_ = [1]struct{}{}[unix.BIOCIMMEDIATE-openbsd386BIOCIMMEDIATE]
	_ = [1]struct{}{}[unix.BIOCLOCK-openbsd386BIOCLOCK]
	_ = [1]struct{}{}[unix.BIOCPROMISC-openbsd386BIOCPROMISC]
	_ = [1]struct{}{}[unix.BIOCSBLEN-openbsd386BIOCSBLEN]
	_ = [1]struct{}{}[unix.BIOCSDIRFILT-openbsd386BIOCSDIRFILT]
	_ = [1]struct{}{}[unix.BIOCSDLT-openbsd386BIOCSDLT]
	_ = [1]struct{}{}[unix.BIOCSETF-openbsd386BIOCSETF]
	_ = [1]struct{}{}[unix.BIOCSETIF-openbsd386BIOCSETIF]
	_ = [1]struct{}{}[unix.BIOCSETWF-openbsd386BIOCSETWF]
	_ = [1]struct{}{}[unix.BIOCSHDRCMPLT-openbsd386BIOCSHDRCMPLT]
	_ = [1]struct{}{}[unix.BIOCSRTIMEOUT-openbsd386BIOCSRTIMEOUT]
	_ = [1]struct{}{}[unix.BIOCVERSION-openbsd386BIOCVERSION]
)
