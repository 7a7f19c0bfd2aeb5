// Code generated from golang.org/x/sys/unix v0.49.0. DO NOT EDIT.

//go:build freebsd && 386

package bpfsim

import "golang.org/x/sys/unix"

// Each is an error of compilation if the constant is not the system's.
var (
	_ = [1]struct{}{}[unix.BIOCFEEDBACK-freebsd386BIOCFEEDBACK]
	_ = [1]struct{}{}[unix.BIOCFLUSH-freebsd386BIOCFLUSH]
	_ = [1]struct{}{}[unix.BIOCGBLEN-freebsd386BIOCGBLEN]
	_ = [1]struct{}{}[unix.BIOCGDIRECTION-freebsd386BIOCGDIRECTION]
	_ = [1]struct{}{}[unix.BIOCGDLT-freebsd386BIOCGDLT]
	_ = [1]struct{}{}[unix.BIOCGDLTLIST-freebsd386BIOCGDLTLIST]
	_ = [1]struct{}{}[unix.BIOCGETBUFMODE-freebsd386BIOCGETBUFMODE]
	_ = [1]struct{}{}[unix.BIOCGETIF-freebsd386BIOCGETIF]
	_ = [1]struct{}{}[unix.BIOCGETZMAX-freebsd386BIOCGETZMAX]
	_ = [1]struct{}{}[unix.BIOCGHDRCMPLT-freebsd386BIOCGHDRCMPLT]
	_ = [1]struct{}{}[unix.BIOCGRTIMEOUT-freebsd386BIOCGRTIMEOUT]
	_ = [1]struct{}{}[unix.BIOCGSEESENT-freebsd386BIOCGSEESENT]
	_ = [1]struct{}{}[unix.BIOCGSTATS-freebsd386BIOCGSTATS]
	_ = [1]struct{}{}[unix.BIOCGTSTAMP-freebsd386BIOCGTSTAMP]
	_ = [1]struct{}{}[unix.BIOCIMMEDIATE-freebsd386BIOCIMMEDIATE]
	_ = [1]struct{}{}[unix.BIOCLOCK-freebsd386BIOCLOCK]
	_ = [1]struct{}{}[unix.BIOCPROMISC-freebsd386BIOCPROMISC]
	_ = [1]struct{}{}[unix.BIOCROTZBUF-freebsd386BIOCROTZBUF]
	_ = [1]struct{}{}[unix.BIOCSBLEN-freebsd386BIOCSBLEN]
	_ = [1]struct{}{}[unix.BIOCSDIRECTION-freebsd386BIOCSDIRECTION]
	_ = [1]struct{}{}[unix.BIOCSDLT-freebsd386BIOCSDLT]
	_ = [1]struct{}{}[unix.BIOCSETBUFMODE-freebsd386BIOCSETBUFMODE]
	_ = [1]struct{}{}[unix.BIOCSETF-freebsd386BIOCSETF]
	_ = [1]struct{}{}[unix.BIOCSETFNR-freebsd386BIOCSETFNR]
	_ = [1]struct{}{}[unix.BIOCSETIF-freebsd386BIOCSETIF]
	_ = [1]struct{}{}[unix.BIOCSETWF-freebsd386BIOCSETWF]
	_ = [1]struct{}{}[unix.BIOCSETZBUF-freebsd386BIOCSETZBUF]
	_ = [1]struct{}{}[unix.BIOCSHDRCMPLT-freebsd386BIOCSHDRCMPLT]
	_ = [1]struct{}{}[unix.BIOCSRTIMEOUT-freebsd386BIOCSRTIMEOUT]
	_ = [1]struct{}{}[unix.BIOCSSEESENT-freebsd386BIOCSSEESENT]
	_ = [1]struct{}{}[unix.BIOCSTSTAMP-freebsd386BIOCSTSTAMP]
	_ = [1]struct{}{}[unix.BIOCVERSION-freebsd386BIOCVERSION]
)
