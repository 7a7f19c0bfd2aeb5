package wire

// PortModbus is the port of Modbus/TCP.
const PortModbus = 502

// ModbusFunction is a function code; answers that report an error have the top bit
// set. MODBUS Application Protocol V1.1b3 §5.
type ModbusFunction uint8

// The functions.
const (
	ModbusReadCoils             ModbusFunction = 1
	ModbusReadDiscreteInputs    ModbusFunction = 2
	ModbusReadHoldingRegisters  ModbusFunction = 3
	ModbusReadInputRegisters    ModbusFunction = 4
	ModbusWriteCoil             ModbusFunction = 5
	ModbusWriteRegister         ModbusFunction = 6
	ModbusReadExceptionStatus   ModbusFunction = 7
	ModbusDiagnostics           ModbusFunction = 8
	ModbusGetEventCounter       ModbusFunction = 11
	ModbusGetEventLog           ModbusFunction = 12
	ModbusWriteCoils            ModbusFunction = 15
	ModbusWriteRegisters        ModbusFunction = 16
	ModbusReportServerID        ModbusFunction = 17
	ModbusReadFileRecord        ModbusFunction = 20
	ModbusWriteFileRecord       ModbusFunction = 21
	ModbusMaskWriteRegister     ModbusFunction = 22
	ModbusReadWriteRegisters    ModbusFunction = 23
	ModbusReadFIFOQueue         ModbusFunction = 24
	ModbusEncapsulatedInterface ModbusFunction = 43
	modbusException             ModbusFunction = 0x80
)

// IsException reports whether the code is of an answer that reports an error.
func (f ModbusFunction) IsException() bool { return f&modbusException != 0 }

func (f ModbusFunction) String() string {
	name := listed([]string{
		1: "read coils", 2: "read discrete inputs", 3: "read holding registers", 4: "read input registers", 5: "write coil",
		6: "write register", 7: "read exception status", 8: "diagnostics", 11: "get event counter", 12: "get event log",
		15: "write coils", 16: "write registers", 17: "report server ID", 20: "read file record", 21: "write file record",
		22: "mask write register", 23: "read/write registers", 24: "read FIFO queue", 43: "encapsulated interface",
	}, int(f&^modbusException))
	if f.IsException() {
		return name + " exception"
	}
	return name
}

// ModbusData is what follows the function code. Its form depends on the code, and on
// whether it is a request or a response, which the message does not say.
type ModbusData []byte

// Range returns the first address and the number of coils or registers of a request to
// read or write several, or of the response to writing them; or the address and value
// of writing one. MODBUS Application Protocol V1.1b3 §6.
func (d ModbusData) Range() (addr, n uint16, ok bool) {
	if len(d) < 4 {
		return 0, 0, false
	}
	return Uint16(d, 0), Uint16(d, 2), true
}

// Values returns the bytes behind a count of them at the offset: 0 in a response to
// reading, 4 in a request to write several, 8 in one to read and write.
func (d ModbusData) Values(offset int) (values []byte, ok bool) {
	if offset < 0 || offset >= len(d) || offset+1+int(d[offset]) > len(d) {
		return nil, false
	}
	return d[offset+1 : offset+1+int(d[offset])], true
}

// Exception returns the exception code of an answer that reports an error: 1 illegal
// function, 2 address, 3 value, 4 server failure, 5 acknowledge, 6 busy, 8 parity, 10
// and 11 gateway. MODBUS Application Protocol V1.1b3 §7.
func (d ModbusData) Exception() (code uint8, ok bool) {
	if len(d) != 1 {
		return 0, false
	}
	return d[0], true
}

func (d ModbusData) String() string { return string(appendHex(nil, d, 0)) }
