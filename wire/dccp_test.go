package wire

func init() {
	notInlined("DCCP.Ack", "DCCP.Options", "DCCP.Payload", "DCCP.ResetCode", "DCCP.Service")
}
