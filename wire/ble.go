package wire

import "iter"

// BLEAdvertisingType says what a Bluetooth Low Energy advertising channel packet is. Bluetooth
// Core 5.4 §6.B.2.3.
type BLEAdvertisingType uint8

// The types.
const (
	BLEAdvInd         BLEAdvertisingType = 0 // anyone may connect or scan
	BLEAdvDirectInd   BLEAdvertisingType = 1 // one device may connect
	BLEAdvNonconnInd  BLEAdvertisingType = 2 // nobody may connect or scan
	BLEScanReq        BLEAdvertisingType = 3
	BLEScanRsp        BLEAdvertisingType = 4
	BLEConnectInd     BLEAdvertisingType = 5
	BLEAdvScanInd     BLEAdvertisingType = 6 // anyone may scan
	BLEAdvExtInd      BLEAdvertisingType = 7 // what follows is an extended header; also of AUX and SYNC packets
	BLEAuxConnectResp BLEAdvertisingType = 8
)

func (t BLEAdvertisingType) String() string {
	return nameIn([]string{"ADV_IND", "ADV_DIRECT_IND", "ADV_NONCONN_IND", "SCAN_REQ", "SCAN_RSP", "CONNECT_IND", "ADV_SCAN_IND",
		"ADV_EXT_IND", "AUX_CONNECT_RSP"}, int(t))
}

// Addresses returns how many addresses a packet of type t begins with, after its header.
func (t BLEAdvertisingType) Addresses() int {
	switch t {
	case BLEAdvInd, BLEAdvNonconnInd, BLEScanRsp, BLEAdvScanInd:
		return 1
	case BLEAdvDirectInd, BLEScanReq, BLEConnectInd:
		return 2
	}
	return 0
}

// BLEDataType says what an element of advertising data is. Bluetooth Assigned Numbers §2.3.
type BLEDataType uint8

// Types of data.
const (
	BLEDataFlags        BLEDataType = 0x01
	BLEDataSome16       BLEDataType = 0x02 // some of the services, as 16-bit UUIDs
	BLEDataAll16        BLEDataType = 0x03
	BLEDataSome128      BLEDataType = 0x06
	BLEDataAll128       BLEDataType = 0x07
	BLEDataShortName    BLEDataType = 0x08
	BLEDataName         BLEDataType = 0x09
	BLEDataTxPower      BLEDataType = 0x0a // dBm, signed
	BLEDataService16    BLEDataType = 0x16 // data of a service, after its 16-bit UUID
	BLEDataAppearance   BLEDataType = 0x19
	BLEDataService128   BLEDataType = 0x21
	BLEDataManufacturer BLEDataType = 0xff // a company's number, 16 bits, and what it likes
)

var bleDataTypes = []coded{{0x01, "flags"}, {0x02, "some 16-bit services"}, {0x03, "16-bit services"}, {0x04, "some 32-bit services"},
	{0x05, "32-bit services"}, {0x06, "some 128-bit services"}, {0x07, "128-bit services"}, {0x08, "short name"}, {0x09, "name"},
	{0x0a, "TX power"}, {0x0d, "class"}, {0x0e, "pairing hash"}, {0x0f, "pairing randomizer"}, {0x10, "security TK"},
	{0x11, "security OOB"}, {0x12, "connection interval"}, {0x14, "solicited 16-bit services"}, {0x15, "solicited 128-bit services"},
	{0x16, "16-bit service data"}, {0x17, "public target"}, {0x18, "random target"}, {0x19, "appearance"}, {0x1a, "interval"},
	{0x1b, "device address"}, {0x1c, "role"}, {0x1d, "pairing hash C-256"}, {0x1e, "pairing randomizer R-256"},
	{0x1f, "solicited 32-bit services"}, {0x20, "32-bit service data"}, {0x21, "128-bit service data"}, {0x24, "URI"},
	{0x25, "indoor positioning"}, {0x26, "transport discovery"}, {0x27, "supported features"}, {0x28, "channel map update"},
	{0x29, "provisioning"}, {0x2a, "mesh message"}, {0x2b, "mesh beacon"}, {0x2c, "BIGInfo"}, {0x2d, "broadcast code"},
	{0x2e, "resolvable set"}, {0x2f, "long interval"}, {0x30, "broadcast name"}, {0x31, "encrypted data"}, {0x3d, "3D information"},
	{0xff, "manufacturer"}}

func (t BLEDataType) String() string { return codedName(bleDataTypes, uint32(t)) }

// BLEAdvertisingData is advertising data, or extended inquiry response data, in wire form: elements
// of a length, a type and data. A length of 0 ends it early. Bluetooth Core 5.4 §3.C.11.
type BLEAdvertisingData []byte

// first returns the first element and its length, or 0 if there is none or it does not fit.
func (d BLEAdvertisingData) first() (t BLEDataType, data []byte, n int) {
	if len(d) < 2 || d[0] == 0 || len(d) < 1+int(d[0]) {
		return 0, nil, 0
	}
	n = 1 + int(d[0])
	return BLEDataType(d[1]), d[2:n:n], n
}

// All yields the elements, and stops before the first malformed one or the end.
func (d BLEAdvertisingData) All() iter.Seq2[BLEDataType, []byte] {
	return func(yield func(BLEDataType, []byte) bool) {
		for b := d; ; {
			t, data, n := b.first()
			if n == 0 || !yield(t, data) {
				return
			}
			b = b[n:]
		}
	}
}

// Find returns the data of the first element of type t.
func (d BLEAdvertisingData) Find(t BLEDataType) (data []byte, ok bool) {
	for u, data := range d.All() {
		if u == t {
			return data, true
		}
	}
	return nil, false
}

// rest returns what is after the last well-formed element.
func (d BLEAdvertisingData) rest() BLEAdvertisingData {
	for {
		_, _, n := d.first()
		if n == 0 {
			return d
		}
		d = d[n:]
	}
}

// Malformed reports whether an element runs out of the data. Zeros after the last are well.
func (d BLEAdvertisingData) Malformed() bool { return !zeros(d.rest()) }

// Add appends an element. Data longer than 254 bytes is cut.
func (d BLEAdvertisingData) Add(t BLEDataType, data ...byte) BLEAdvertisingData {
	data = data[:min(len(data), 254)]
	return append(append(d[:len(d):len(d)], byte(1+len(data)), byte(t)), data...)
}

// Name returns the device's name, or the part of it that is there.
func (d BLEAdvertisingData) Name() (name string, ok bool) {
	b, ok := d.Find(BLEDataName)
	if !ok {
		b, ok = d.Find(BLEDataShortName)
	}
	return string(b), ok
}

// Manufacturer returns the number of the company and its data.
func (d BLEAdvertisingData) Manufacturer() (company uint16, data []byte, ok bool) {
	b, _ := d.Find(BLEDataManufacturer)
	if len(b) < 2 {
		return 0, nil, false
	}
	return Uint16LE(b, 0), b[2:], true
}

// String returns all elements, as in `flags general|no BR/EDR, name "door"`.
func (d BLEAdvertisingData) String() string {
	var b []byte
	for t, data := range d.All() {
		if len(b) > 0 {
			b = append(b, ", "...)
		}
		b = appendBLEData(append(append(b, t.String()...), ' '), t, data)
	}
	if d.Malformed() {
		b = appendRest(b, d.rest())
	}
	return string(b)
}

func appendBLEData(b []byte, t BLEDataType, data []byte) []byte {
	switch {
	case t == BLEDataFlags && len(data) == 1:
		return textFlags(b, uint(data[0]), "limited", "general", "no BR/EDR", "simultaneous", "simultaneous host")
	case t == BLEDataName || t == BLEDataShortName:
		return textOrHex(b, data)
	case t == BLEDataTxPower && len(data) == 1:
		if x := int(int8(data[0])); x < 0 {
			return append(appendInt(append(b, '-'), -x), " dBm"...)
		}
		return append(appendInt(b, int(data[0])), " dBm"...)
	case (t == BLEDataSome16 || t == BLEDataAll16) && len(data)%2 == 0:
		for i := 0; i < len(data); i += 2 {
			if i > 0 {
				b = append(b, ' ')
			}
			b = appendHex(append(b, "0x"...), []byte{data[i+1], data[i]}, 0)
		}
		return b
	case t == BLEDataManufacturer && len(data) >= 2:
		b = appendHex(append(b, "0x"...), []byte{data[1], data[0]}, 0)
		return appendHex(append(b, ' '), data[2:], 0)
	}
	return textHex(b, data)
}

// L2CAPChannel is the number of a logical channel. Those from 0x40 are given to connections.
// Bluetooth Core 5.4 §3.A.2.1.
type L2CAPChannel uint16

// Fixed channels.
const (
	L2CAPSignaling      L2CAPChannel = 1
	L2CAPConnectionless L2CAPChannel = 2
	L2CAPAttributes     L2CAPChannel = 4
	L2CAPLESignaling    L2CAPChannel = 5
	L2CAPSecurity       L2CAPChannel = 6
	L2CAPSecurityBREDR  L2CAPChannel = 7
)

func (c L2CAPChannel) String() string {
	return listed([]string{1: "signaling", "connectionless", "", "attributes", "LE signaling", "security", "BR/EDR security"}, int(c))
}

// ATTOpcode says what an attribute protocol message is: 6 bits of method, then whether it is a command
// and whether it is signed. Bluetooth Core 5.4 §3.F.3.3.1.
type ATTOpcode uint8

// The opcodes.
const (
	ATTError                ATTOpcode = 0x01
	ATTExchangeMTU          ATTOpcode = 0x02
	ATTExchangeMTUResponse  ATTOpcode = 0x03
	ATTFindInformation      ATTOpcode = 0x04
	ATTFindInformationResp  ATTOpcode = 0x05
	ATTFindByTypeValue      ATTOpcode = 0x06
	ATTFindByTypeValueResp  ATTOpcode = 0x07
	ATTReadByType           ATTOpcode = 0x08
	ATTReadByTypeResponse   ATTOpcode = 0x09
	ATTRead                 ATTOpcode = 0x0a
	ATTReadResponse         ATTOpcode = 0x0b
	ATTReadBlob             ATTOpcode = 0x0c
	ATTReadBlobResponse     ATTOpcode = 0x0d
	ATTReadMultiple         ATTOpcode = 0x0e
	ATTReadMultipleResponse ATTOpcode = 0x0f
	ATTReadByGroupType      ATTOpcode = 0x10
	ATTReadByGroupTypeResp  ATTOpcode = 0x11
	ATTWrite                ATTOpcode = 0x12
	ATTWriteResponse        ATTOpcode = 0x13
	ATTPrepareWrite         ATTOpcode = 0x16
	ATTPrepareWriteResponse ATTOpcode = 0x17
	ATTExecuteWrite         ATTOpcode = 0x18
	ATTExecuteWriteResponse ATTOpcode = 0x19
	ATTNotification         ATTOpcode = 0x1b
	ATTIndication           ATTOpcode = 0x1d
	ATTConfirmation         ATTOpcode = 0x1e
	ATTReadMultipleVariable ATTOpcode = 0x20
	ATTReadMultipleVarResp  ATTOpcode = 0x21
	ATTMultipleNotification ATTOpcode = 0x23
	ATTWriteCommand         ATTOpcode = 0x52
	ATTSignedWriteCommand   ATTOpcode = 0xd2
)

var attOpcodes = []coded{{0x01, "error"}, {0x02, "exchange MTU"}, {0x03, "exchange MTU response"}, {0x04, "find information"},
	{0x05, "find information response"}, {0x06, "find by type value"}, {0x07, "find by type value response"}, {0x08, "read by type"},
	{0x09, "read by type response"}, {0x0a, "read"}, {0x0b, "read response"}, {0x0c, "read blob"}, {0x0d, "read blob response"},
	{0x0e, "read multiple"}, {0x0f, "read multiple response"}, {0x10, "read by group type"}, {0x11, "read by group type response"},
	{0x12, "write"}, {0x13, "write response"}, {0x16, "prepare write"}, {0x17, "prepare write response"}, {0x18, "execute write"},
	{0x19, "execute write response"}, {0x1b, "notification"}, {0x1d, "indication"}, {0x1e, "confirmation"},
	{0x20, "read multiple variable"}, {0x21, "read multiple variable response"}, {0x23, "multiple notification"},
	{0x52, "write command"}, {0xd2, "signed write command"}}

func (o ATTOpcode) String() string { return codedName(attOpcodes, uint32(o)) }

// ATTErrorCode says why a request of the attribute protocol failed. Bluetooth Core 5.4 §3.F.3.4.1.1.
type ATTErrorCode uint8

func (c ATTErrorCode) String() string {
	return listed([]string{1: "invalid handle", "read not permitted", "write not permitted", "invalid PDU", "insufficient authentication",
		"request not supported", "invalid offset", "insufficient authorization", "prepare queue full", "attribute not found",
		"attribute not long", "encryption key too short", "invalid attribute value length", "unlikely error", "insufficient encryption",
		"unsupported group type", "insufficient resources", "database out of sync", "value not allowed"}, int(c))
}

// HCIEventCode says what happened. Bluetooth Core 5.4 §4.E.7.7.
type HCIEventCode uint8

// Some of the codes.
const (
	HCIDisconnectionComplete HCIEventCode = 0x05
	HCICommandComplete       HCIEventCode = 0x0e
	HCICommandStatus         HCIEventCode = 0x0f
	HCICompletedPackets      HCIEventCode = 0x13
	HCILEMeta                HCIEventCode = 0x3e
)

var hciEvents = []coded{{0x01, "inquiry complete"}, {0x02, "inquiry result"}, {0x03, "connection complete"}, {0x04, "connection request"},
	{0x05, "disconnection complete"}, {0x06, "authentication complete"}, {0x07, "remote name request complete"}, {0x08, "encryption change"},
	{0x0b, "remote features"}, {0x0c, "remote version"}, {0x0e, "command complete"}, {0x0f, "command status"}, {0x10, "hardware error"},
	{0x12, "role change"}, {0x13, "completed packets"}, {0x14, "mode change"}, {0x16, "PIN code request"}, {0x17, "link key request"},
	{0x18, "link key notification"}, {0x1a, "data buffer overflow"}, {0x1b, "max slots change"}, {0x22, "inquiry result with RSSI"},
	{0x23, "remote extended features"}, {0x2f, "extended inquiry result"}, {0x30, "encryption key refresh"}, {0x31, "IO capability request"},
	{0x32, "IO capability response"}, {0x33, "user confirmation request"}, {0x36, "simple pairing complete"}, {0x3e, "LE meta"},
	{0xff, "vendor"}}

func (c HCIEventCode) String() string { return codedName(hciEvents, uint32(c)) }
