// Code generated from golang.org/x/sys/unix v0.49.0. DO NOT EDIT.

//go:build freebsd && (amd64 || arm64 || riscv64)

package bpfsim

import "golang.org/x/sys/unix"

// Each is an error of compilation if the constant is not the system's.
var (
	_ = [1]struct{}{}[unix.BIOCFEEDBACK-freebsdAmd64BIOCFEEDBACK]
	_ = [1]struct{}{}[unix.BIOCFLUSH-freebsdAmd64BIOCFLUSH]
	_ = [1]struct{}{}[unix.BIOCGBLEN-freebsdAmd64BIOCGBLEN]
	_ = [1]struct{}{}[unix.BIOCGDIRECTION-freebsdAmd64BIOCGDIRECTION]
	_ = [1]struct{}{}[unix.BIOCGDLT-freebsdAmd64BIOCGDLT]
	_ = [1]struct{}{}[unix.BIOCGDLTLIST-freebsdAmd64BIOCGDLTLIST]
	_ = [1]struct{}{}[unix.BIOCGETBUFMODE-freebsdAmd64BIOCGETBUFMODE]
	_ = [1]struct{}{}[unix.BIOCGETIF-freebsdAmd64BIOCGETIF]
	_ = [1]struct{}{}[unix.BIOCGETZMAX-freebsdAmd64BIOCGETZMAX]
	_ = [1]struct{}{}[unix.BIOCGHDRCMPLT-freebsdAmd64BIOCGHDRCMPLT]
	_ = [1]struct{}{}[unix.BIOCGRTIMEOUT-freebsdAmd64BIOCGRTIMEOUT]
	_ = [1]struct{}{}[unix.BIOCGSEESENT-freebsdAmd64BIOCGSEESENT]
	_ = [1]struct{}{}[unix.BIOCGSTATS-freebsdAmd64BIOCGSTATS]
	_ = [1]struct{}{}[unix.BIOCGTSTAMP-freebsdAmd64BIOCGTSTAMP]
	_ = [1]struct{}{}[unix.BIOCIMMEDIATE-freebsdAmd64BIOCIMMEDIATE]
	_ = [1]struct{}{}[unix.BIOCLOCK-freebsdAmd64BIOCLOCK]
	_ = [1]struct{}{}[unix.BIOCPROMISC-freebsdAmd64BIOCPROMISC]
	_ = [1]struct{}{}[unix.BIOCROTZBUF-freebsdAmd64BIOCROTZBUF]
	_ = [1]struct{}{}[unix.BIOCSBLEN-freebsdAmd64BIOCSBLEN]
	_ = [1]struct{}{}[unix.BIOCSDIRECTION-freebsdAmd64BIOCSDIRECTION]
	_ = [1]struct{}{}[unix.BIOCSDLT-freebsdAmd64BIOCSDLT]
	_ = [1]struct{}{}[unix.BIOCSETBUFMODE-freebsdAmd64BIOCSETBUFMODE]
	_ = [1]struct{}{}[unix.BIOCSETF-freebsdAmd64BIOCSETF]
	_ = [1]struct{}{}[unix.BIOCSETFNR-freebsdAmd64BIOCSETFNR]
	_ = [1]struct{}{}[unix.BIOCSETIF-freebsdAmd64BIOCSETIF]
	_ = [1]struct{}{}[unix.BIOCSETWF-freebsdAmd64BIOCSETWF]
	_ = [1]struct{}{}[unix.BIOCSETZBUF-freebsdAmd64BIOCSETZBUF]
	_ = [1]struct{}{}[unix.BIOCSHDRCMPLT-freebsdAmd64BIOCSHDRCMPLT]
	_ = [1]struct{}{}[unix.BIOCSRTIMEOUT-freebsdAmd64BIOCSRTIMEOUT]
	_ = [1]struct{}{}[unix.BIOCSSEESENT-freebsdAmd64BIOCSSEESENT]
	_ = [1]struct{}{}[unix.BIOCSTSTAMP-freebsdAmd64BIOCSTSTAMP]
	_ = [1]struct{}{}[unix.BIOCVERSION-freebsdAmd64BIOCVERSION]
)
