// Code generated from golang.org/x/sys/unix v0.49.0. DO NOT EDIT.

//go:build dragonfly

package bpfsim

import "golang.org/x/sys/unix"

// Each is an error of compilation if the constant is not the system's.
var (
	_ = [1]struct{}{}[unix.BIOCFEEDBACK-dragonflyAmd64BIOCFEEDBACK]
	_ = [1]struct{}{}[unix.BIOCFLUSH-dragonflyAmd64BIOCFLUSH]
	_ = [1]struct{}{}[unix.BIOCGBLEN-dragonflyAmd64BIOCGBLEN]
	_ = [1]struct{}{}[unix.BIOCGDLT-dragonflyAmd64BIOCGDLT]
	_ = [1]struct{}{}[unix.BIOCGDLTLIST-dragonflyAmd64BIOCGDLTLIST]
	_ = [1]struct{}{}[unix.BIOCGETIF-dragonflyAmd64BIOCGETIF]
	_ = [1]struct{}{}[unix.BIOCGHDRCMPLT-dragonflyAmd64BIOCGHDRCMPLT]
	_ = [1]struct{}{}[unix.BIOCGRTIMEOUT-dragonflyAmd64BIOCGRTIMEOUT]
	_ = [1]struct{}{}[unix.BIOCGSEESENT-dragonflyAmd64BIOCGSEESENT]
	_ = [1]struct{}{}[unix.BIOCGSTATS-dragonflyAmd64BIOCGSTATS]
	_ = [1]struct{}{}[unix.BIOCIMMEDIATE-dragonflyAmd64BIOCIMMEDIATE]
	_ = [1]struct{}{}[unix.BIOCLOCK-dragonflyAmd64BIOCLOCK]
	_ = [1]struct{}{}[unix.BIOCPROMISC-dragonflyAmd64BIOCPROMISC]
	_ = [1]struct{}{}[unix.BIOCSBLEN-dragonflyAmd64BIOCSBLEN]
	_ = [1]struct{}{}[unix.BIOCSDLT-dragonflyAmd64BIOCSDLT]
	_ = [1]struct{}{}[unix.BIOCSETF-dragonflyAmd64BIOCSETF]
	_ = [1]struct{}{}[unix.BIOCSETIF-dragonflyAmd64BIOCSETIF]
	_ = [1]struct{}{}[unix.BIOCSETWF-dragonflyAmd64BIOCSETWF]
	_ = [1]struct{}{}[unix.BIOCSFEEDBACK-dragonflyAmd64BIOCSFEEDBACK]
	_ = [1]struct{}{}[unix.BIOCSHDRCMPLT-dragonflyAmd64BIOCSHDRCMPLT]
	_ = [1]struct{}{}[unix.BIOCSRTIMEOUT-dragonflyAmd64BIOCSRTIMEOUT]
	_ = [1]struct{}{}[unix.BIOCSSEESENT-dragonflyAmd64BIOCSSEESENT]
	_ = [1]struct{}{}[unix.BIOCVERSION-dragonflyAmd64BIOCVERSION]
)
