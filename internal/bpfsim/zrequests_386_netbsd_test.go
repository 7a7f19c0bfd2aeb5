// Code generated from golang.org/x/sys/unix v0.49.0. DO NOT EDIT.

//go:build netbsd && (386 || arm)

package bpfsim

import "golang.org/x/sys/unix"

// Each is an error of compilation if the constant is not the system's.
var (
	_ = [1]struct{}{}[unix.BIOCFEEDBACK-netbsd386BIOCFEEDBACK]
	_ = [1]struct{}{}[unix.BIOCFLUSH-netbsd386BIOCFLUSH]
	_ = [1]struct{}{}[unix.BIOCGBLEN-netbsd386BIOCGBLEN]
	_ = [1]struct{}{}[unix.BIOCGDLT-netbsd386BIOCGDLT]
	_ = [1]struct{}{}[unix.BIOCGDLTLIST-netbsd386BIOCGDLTLIST]
	_ = [1]struct{}{}[unix.BIOCGETIF-netbsd386BIOCGETIF]
	_ = [1]struct{}{}[unix.BIOCGHDRCMPLT-netbsd386BIOCGHDRCMPLT]
	_ = [1]struct{}{}[unix.BIOCGRTIMEOUT-netbsd386BIOCGRTIMEOUT]
	_ = [1]struct{}{}[unix.BIOCGSEESENT-netbsd386BIOCGSEESENT]
	_ = [1]struct{}{}[unix.BIOCGSTATS-netbsd386BIOCGSTATS]
	_ = [1]struct{}{}[unix.BIOCIMMEDIATE-netbsd386BIOCIMMEDIATE]
	_ = [1]struct{}{}[unix.BIOCPROMISC-netbsd386BIOCPROMISC]
	_ = [1]struct{}{}[unix.BIOCSBLEN-netbsd386BIOCSBLEN]
	_ = [1]struct{}{}[unix.BIOCSDLT-netbsd386BIOCSDLT]
	_ = [1]struct{}{}[unix.BIOCSETF-netbsd386BIOCSETF]
	_ = [1]struct{}{}[unix.BIOCSETIF-netbsd386BIOCSETIF]
	_ = [1]struct{}{}[unix.BIOCSFEEDBACK-netbsd386BIOCSFEEDBACK]
	_ = [1]struct{}{}[unix.BIOCSHDRCMPLT-netbsd386BIOCSHDRCMPLT]
	_ = [1]struct{}{}[unix.BIOCSRTIMEOUT-netbsd386BIOCSRTIMEOUT]
	_ = [1]struct{}{}[unix.BIOCSSEESENT-netbsd386BIOCSSEESENT]
	_ = [1]struct{}{}[unix.BIOCVERSION-netbsd386BIOCVERSION]
)
