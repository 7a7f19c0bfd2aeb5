package wire

func init() {
	notInlined("IPv6.Jumbo", "SRH.TLVs", "NDNeighborAdvertisement.SetReserved")
}
