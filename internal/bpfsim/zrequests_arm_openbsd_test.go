// Code generated from golang.org/x/sys/unix v0.49.0. DO NOT EDIT.

//go:build openbsd && arm

package bpfsim

import "golang.org/x/sys/unix"

// Each is an error of compilation if the constant is not the system's.
var (
	_ = [1]struct{}{}[unix.BIOCFLUSH-openbsdArmBIOCFLUSH]
	_ = [1]struct{}{}[unix.BIOCGBLEN-openbsdArmBIOCGBLEN]
	_ = [1]struct{}{}[unix.BIOCGDIRFILT-openbsdArmBIOCGDIRFILT]
	_ = [1]struct{}{}[unix.BIOCGDLT-openbsdArmBIOCGDLT]
	_ = [1]struct{}{}[unix.BIOCGDLTLIST-openbsdArmBIOCGDLTLIST]
	_ = [1]struct{}{}[unix.BIOCGETIF-openbsdArmBIOCGETIF]
	_ = [1]struct{}{}[unix.BIOCGHDRCMPLT-openbsdArmBIOCGHDRCMPLT]
	_ = [1]struct{}{}[unix.BIOCGRTIMEOUT-openbsdArmBIOCGRTIMEOUT]
	_ = [1]struct{}{}[unix.BIOCGSTATS-openbsdArmBIOCGSTATS]
	_ = [1]struct{}{}[unix.BIOCIMMEDIATE-openbsdArmBIOCIMMEDIATE]
	_ = [1]struct{}{}[unix.BIOCLOCK-openbsdArmBIOCLOCK]
	_ = [1]struct{}{}[unix.BIOCPROMISC-openbsdArmBIOCPROMISC]
	_ = [1]struct{}{}[unix.BIOCSBLEN-openbsdArmBIOCSBLEN]
	_ = [1]struct{}{}[unix.BIOCSDIRFILT-openbsdArmBIOCSDIRFILT]
	_ = [1]struct{}{}[unix.BIOCSDLT-openbsdArmBIOCSDLT]
	_ = [1]struct{}{}[unix.BIOCSETF-openbsdArmBIOCSETF]
	_ = [1]struct{}{}[unix.BIOCSETIF-openbsdArmBIOCSETIF]
	_ = [1]struct{}{}[unix.BIOCSETWF-openbsdArmBIOCSETWF]
	_ = [1]struct{}{}[unix.BIOCSHDRCMPLT-openbsdArmBIOCSHDRCMPLT]
	_ = [1]struct{}{}[unix.BIOCSRTIMEOUT-openbsdArmBIOCSRTIMEOUT]
	_ = [1]struct{}{}[unix.BIOCVERSION-openbsdArmBIOCVERSION]
)
