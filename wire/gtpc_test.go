package wire

func init() {
	notInlined("GTPv1.HeaderLen", "GTPv1.IEs", "GTPv2.End", "GTPv2.IEs", "GTPv2.Seq", "GTPv2.Priority")
}
