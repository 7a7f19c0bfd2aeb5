package wire

// It looks at several fields.
func init() { notInlined("MACsec.ProtectedEnd") }
