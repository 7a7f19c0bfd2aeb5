package wire

// BLEAdvertisingType says what a Bluetooth Low Energy advertising channel packet is. Bluetooth
// Core 5.4 §6.B.2.3.
type BLEAdvertisingType uint8

func (t BLEAdvertisingType) String() string {
	return nameIn([]string{"ADV_IND", "ADV_DIRECT_IND", "ADV_NONCONN_IND", "SCAN_REQ", "SCAN_RSP", "CONNECT_IND", "ADV_SCAN_IND",
		"ADV_EXT_IND", "AUX_CONNECT_RSP"}, int(t))
}
