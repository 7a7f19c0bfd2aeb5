// Code generated from golang.org/x/sys/unix v0.49.0. DO NOT EDIT.

//go:build freebsd && arm

package bpfsim

import "golang.org/x/sys/unix"

// Each is an error of compilation if the constant is not the system's.
var (
	_ = [1]struct{}{}[unix.BIOCFEEDBACK-freebsdArmBIOCFEEDBACK]
	_ = [1]struct{}{}[unix.BIOCFLUSH-freebsdArmBIOCFLUSH]
	_ = [1]struct{}{}[unix.BIOCGBLEN-freebsdArmBIOCGBLEN]
	_ = [1]struct{}{}[unix.BIOCGDIRECTION-freebsdArmBIOCGDIRECTION]
	_ = [1]struct{}{}[unix.BIOCGDLT-freebsdArmBIOCGDLT]
	_ = [1]struct{}{}[unix.BIOCGDLTLIST-freebsdArmBIOCGDLTLIST]
	_ = [1]struct{}{}[unix.BIOCGETBUFMODE-freebsdArmBIOCGETBUFMODE]
	_ = [1]struct{}{}[unix.BIOCGETIF-freebsdArmBIOCGETIF]
	_ = [1]struct{}{}[unix.BIOCGETZMAX-freebsdArmBIOCGETZMAX]
	_ = [1]struct{}{}[unix.BIOCGHDRCMPLT-freebsdArmBIOCGHDRCMPLT]
	_ = [1]struct{}{}[unix.BIOCGRTIMEOUT-freebsdArmBIOCGRTIMEOUT]
	_ = [1]struct{}{}[unix.BIOCGSEESENT-freebsdArmBIOCGSEESENT]
	_ = [1]struct{}{}[unix.BIOCGSTATS-freebsdArmBIOCGSTATS]
	_ = [1]struct{}{}[unix.BIOCGTSTAMP-freebsdArmBIOCGTSTAMP]
	_ = [1]struct{}{}[unix.BIOCIMMEDIATE-freebsdArmBIOCIMMEDIATE]
	_ = [1]struct{}{}[unix.BIOCLOCK-freebsdArmBIOCLOCK]
	_ = [1]struct{}{}[unix.BIOCPROMISC-freebsdArmBIOCPROMISC]
	_ = [1]struct{}{}[unix.BIOCROTZBUF-freebsdArmBIOCROTZBUF]
	_ = [1]struct{}{}[unix.BIOCSBLEN-freebsdArmBIOCSBLEN]
	_ = [1]struct{}{}[unix.BIOCSDIRECTION-freebsdArmBIOCSDIRECTION]
	_ = [1]struct{}{}[unix.BIOCSDLT-freebsdArmBIOCSDLT]
	_ = [1]struct{}{}[unix.BIOCSETBUFMODE-freebsdArmBIOCSETBUFMODE]
	_ = [1]struct{}{}[unix.BIOCSETF-freebsdArmBIOCSETF]
	_ = [1]struct{}{}[unix.BIOCSETFNR-freebsdArmBIOCSETFNR]
	_ = [1]struct{}{}[unix.BIOCSETIF-freebsdArmBIOCSETIF]
	_ = [1]struct{}{}[unix.BIOCSETWF-freebsdArmBIOCSETWF]
	_ = [1]struct{}{}[unix.BIOCSETZBUF-freebsdArmBIOCSETZBUF]
	_ = [1]struct{}{}[unix.BIOCSHDRCMPLT-freebsdArmBIOCSHDRCMPLT]
	_ = [1]struct{}{}[unix.BIOCSRTIMEOUT-freebsdArmBIOCSRTIMEOUT]
	_ = [1]struct{}{}[unix.BIOCSSEESENT-freebsdArmBIOCSSEESENT]
	_ = [1]struct{}{}[unix.BIOCSTSTAMP-freebsdArmBIOCSTSTAMP]
	_ = [1]struct{}{}[unix.BIOCVERSION-freebsdArmBIOCVERSION]
)
