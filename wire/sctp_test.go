package wire

func init() { notInlined("SCTP.Sum") }
