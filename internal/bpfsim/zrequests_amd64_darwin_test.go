// Code generated from golang.org/x/sys/unix v0.49.0. DO NOT EDIT.

//go:build darwin && (amd64 || arm64)

package bpfsim

import "golang.org/x/sys/unix"

// Each is an error of compilation if the constant is not the system's.
var (
	_ = [1]struct{}{}[unix.BIOCFLUSH-darwinAmd64BIOCFLUSH]
	_ = [1]struct{}{}[unix.BIOCGBLEN-darwinAmd64BIOCGBLEN]
	_ = [1]struct{}{}[unix.BIOCGDLT-darwinAmd64BIOCGDLT]
	_ = [1]struct{}{}[unix.BIOCGDLTLIST-darwinAmd64BIOCGDLTLIST]
	_ = [1]struct{}{}[unix.BIOCGETIF-darwinAmd64BIOCGETIF]
	_ = [1]struct{}{}[unix.BIOCGHDRCMPLT-darwinAmd64BIOCGHDRCMPLT]
	_ = [1]struct{}{}[unix.BIOCGRTIMEOUT-darwinAmd64BIOCGRTIMEOUT]
	_ = [1]struct{}{}[unix.BIOCGSEESENT-darwinAmd64BIOCGSEESENT]
	_ = [1]struct{}{}[unix.BIOCGSTATS-darwinAmd64BIOCGSTATS]
	_ = [1]struct{}{}[unix.BIOCIMMEDIATE-darwinAmd64BIOCIMMEDIATE]
	_ = [1]struct{}{}[unix.BIOCPROMISC-darwinAmd64BIOCPROMISC]
	_ = [1]struct{}{}[unix.BIOCSBLEN-darwinAmd64BIOCSBLEN]
	_ = [1]struct{}{}[unix.BIOCSDLT-darwinAmd64BIOCSDLT]
	_ = [1]struct{}{}[unix.BIOCSETF-darwinAmd64BIOCSETF]
	_ = [1]struct{}{}[unix.BIOCSETFNR-darwinAmd64BIOCSETFNR]
	_ = [1]struct{}{}[unix.BIOCSETIF-darwinAmd64BIOCSETIF]
	_ = [1]struct{}{}[unix.BIOCSHDRCMPLT-darwinAmd64BIOCSHDRCMPLT]
	_ = [1]struct{}{}[unix.BIOCSRTIMEOUT-darwinAmd64BIOCSRTIMEOUT]
	_ = [1]struct{}{}[unix.BIOCSSEESENT-darwinAmd64BIOCSSEESENT]
	_ = [1]struct{}{}[unix.BIOCVERSION-darwinAmd64BIOCVERSION]
)
