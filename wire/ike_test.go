package wire

func init() { notInlined("IKE.Payloads") }
