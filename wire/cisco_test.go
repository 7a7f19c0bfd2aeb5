package wire

// It sums the frame.
func init() { notInlined("CDP.Sum") }
