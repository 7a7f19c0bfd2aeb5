// Code generated from golang.org/x/sys/unix v0.49.0. DO NOT EDIT.

//go:build netbsd && (amd64 || arm64)

package bpfsim

import "golang.org/x/sys/unix"

// Each is an error of compilation if the constant is not the system's.
var (
	_ = [1]struct{}{}[unix.BIOCFEEDBACK-netbsdAmd64BIOCFEEDBACK]
	_ = [1]struct{}{}[unix.BIOCFLUSH-netbsdAmd64BIOCFLUSH]
	_ = [1]struct{}{}[unix.BIOCGBLEN-netbsdAmd64BIOCGBLEN]
	_ = [1]struct{}{}[unix.BIOCGDLT-netbsdAmd64BIOCGDLT]
	_ = [1]struct{}{}[unix.BIOCGDLTLIST-netbsdAmd64BIOCGDLTLIST]
	_ = [1]struct{}{}[unix.BIOCGETIF-netbsdAmd64BIOCGETIF]
	_ = [1]struct{}{}[unix.BIOCGHDRCMPLT-netbsdAmd64BIOCGHDRCMPLT]
	_ = [1]struct{}{}[unix.BIOCGRTIMEOUT-netbsdAmd64BIOCGRTIMEOUT]
	_ = [1]struct{}{}[unix.BIOCGSEESENT-netbsdAmd64BIOCGSEESENT]
	_ = [1]struct{}{}[unix.BIOCGSTATS-netbsdAmd64BIOCGSTATS]
	_ = [1]struct{}{}[unix.BIOCIMMEDIATE-netbsdAmd64BIOCIMMEDIATE]
	_ = [1]struct{}{}[unix.BIOCPROMISC-netbsdAmd64BIOCPROMISC]
	_ = [1]struct{}{}[unix.BIOCSBLEN-netbsdAmd64BIOCSBLEN]
	_ = [1]struct{}{}[unix.BIOCSDLT-netbsdAmd64BIOCSDLT]
	_ = [1]struct{}{}[unix.BIOCSETF-netbsdAmd64BIOCSETF]
	_ = [1]struct{}{}[unix.BIOCSETIF-netbsdAmd64BIOCSETIF]
	_ = [1]struct{}{}[unix.BIOCSFEEDBACK-netbsdAmd64BIOCSFEEDBACK]
	_ = [1]struct{}{}[unix.BIOCSHDRCMPLT-netbsdAmd64BIOCSHDRCMPLT]
	_ = [1]struct{}{}[unix.BIOCSRTIMEOUT-netbsdAmd64BIOCSRTIMEOUT]
	_ = [1]struct{}{}[unix.BIOCSSEESENT-netbsdAmd64BIOCSSEESENT]
	_ = [1]struct{}{}[unix.BIOCVERSION-netbsdAmd64BIOCVERSION]
)
