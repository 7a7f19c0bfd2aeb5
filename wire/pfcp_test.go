package wire

func init() { notInlined("PFCP.SEID", "PFCP.Seq", "PFCP.Priority", "PFCP.End", "PFCP.IEs") }
