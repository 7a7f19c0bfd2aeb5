// Code generated from golang.org/x/sys/unix v0.49.0. DO NOT EDIT.

//go:build solaris

package bpfsim

import "golang.org/x/sys/unix"

// Each is an error of compilation if the constant is not the system's.
var (
	_ = [1]struct{}{}[unix.BIOCFLUSH&0xffffffff-solarisAmd64BIOCFLUSH]
	_ = [1]struct{}{}[unix.BIOCGBLEN&0xffffffff-solarisAmd64BIOCGBLEN]
	_ = [1]struct{}{}[unix.BIOCGDLT&0xffffffff-solarisAmd64BIOCGDLT]
	_ = [1]struct{}{}[unix.BIOCGDLTLIST&0xffffffff-solarisAmd64BIOCGDLTLIST]
	_ = [1]struct{}{}[unix.BIOCGETIF&0xffffffff-solarisAmd64BIOCGETIF]
	_ = [1]struct{}{}[unix.BIOCGETLIF&0xffffffff-solarisAmd64BIOCGETLIF]
	_ = [1]struct{}{}[unix.BIOCGHDRCMPLT&0xffffffff-solarisAmd64BIOCGHDRCMPLT]
	_ = [1]struct{}{}[unix.BIOCGRTIMEOUT&0xffffffff-solarisAmd64BIOCGRTIMEOUT]
	_ = [1]struct{}{}[unix.BIOCGSEESENT&0xffffffff-solarisAmd64BIOCGSEESENT]
	_ = [1]struct{}{}[unix.BIOCGSTATS&0xffffffff-solarisAmd64BIOCGSTATS]
	_ = [1]struct{}{}[unix.BIOCIMMEDIATE&0xffffffff-solarisAmd64BIOCIMMEDIATE]
	_ = [1]struct{}{}[unix.BIOCPROMISC&0xffffffff-solarisAmd64BIOCPROMISC]
	_ = [1]struct{}{}[unix.BIOCSBLEN&0xffffffff-solarisAmd64BIOCSBLEN]
	_ = [1]struct{}{}[unix.BIOCSDLT&0xffffffff-solarisAmd64BIOCSDLT]
	_ = [1]struct{}{}[unix.BIOCSETF&0xffffffff-solarisAmd64BIOCSETF]
	_ = [1]struct{}{}[unix.BIOCSETIF&0xffffffff-solarisAmd64BIOCSETIF]
	_ = [1]struct{}{}[unix.BIOCSETLIF&0xffffffff-solarisAmd64BIOCSETLIF]
	_ = [1]struct{}{}[unix.BIOCSHDRCMPLT&0xffffffff-solarisAmd64BIOCSHDRCMPLT]
	_ = [1]struct{}{}[unix.BIOCSRTIMEOUT&0xffffffff-solarisAmd64BIOCSRTIMEOUT]
	_ = [1]struct{}{}[unix.BIOCSSEESENT&0xffffffff-solarisAmd64BIOCSSEESENT]
	_ = [1]struct{}{}[unix.BIOCVERSION&0xffffffff-solarisAmd64BIOCVERSION]
)
