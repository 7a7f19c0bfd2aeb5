package tcpdump

import "bytes"

var (
	telnetCommands = names{
		236: "EOF", 237: "SUSP", 238: "ABORT", 239: "EOR", 240: "SE", 241: "NOP", 242: "DMARK", 243: "BRK", 244: "IP", 245: "AO",
		246: "AYT", 247: "EC", 248: "EL", 249: "GA", 250: "SB", 251: "WILL", 252: "WONT", 253: "DO", 254: "DONT", 255: "IAC IAC",
	}
	telnetOptions = names{
		0: "BINARY", 1: "ECHO", 2: "RCP", 3: "SUPPRESS GO AHEAD", 4: "NAME", 5: "STATUS", 6: "TIMING MARK", 7: "RCTE", 8: "NAOL",
		9: "NAOP", 10: "NAOCRD", 11: "NAOHTS", 12: "NAOHTD", 13: "NAOFFD", 14: "NAOVTS", 15: "NAOVTD", 16: "NAOLFD",
		17: "EXTEND ASCII", 18: "LOGOUT", 19: "BYTE MACRO", 20: "DATA ENTRY TERMINAL", 21: "SUPDUP", 22: "SUPDUP OUTPUT",
		23: "SEND LOCATION", 24: "TERMINAL TYPE", 25: "END OF RECORD", 26: "TACACS UID", 27: "OUTPUT MARKING", 28: "TTYLOC",
		29: "3270 REGIME", 30: "X.3 PAD", 31: "NAWS", 32: "TSPEED", 33: "LFLOW", 34: "LINEMODE", 35: "XDISPLOC",
		36: "OLD-ENVIRON", 37: "AUTHENTICATION", 38: "ENCRYPT", 39: "NEW-ENVIRON",
	}
	telnetSub      = names{0: "IS", 1: "SEND", 2: "INFO"}
	telnetAuth     = names{0: "IS", 1: "SEND", 2: "REPLY", 3: "NAME"}
	telnetAuthType = names{
		0: "NULL", 1: "KERBEROS_V4", 2: "KERBEROS_V5", 3: "SPX", 4: "MINK", 5: "SRP", 6: "RSA", 7: "SSL", 10: "LOKI", 11: "SSA",
		12: "KEA_SJ", 13: "KEA_SJ_INTEG", 14: "DSS", 15: "NTLM",
	}
	telnetEncrypt = names{
		0: "IS", 1: "SUPPORT", 2: "REPLY", 3: "START", 4: "END", 5: "REQUEST-START", 6: "REQUEST-END", 7: "END_KEYID",
		8: "DEC_KEYID",
	}
	telnetEncryptType = names{
		0: "NULL", 1: "DES_CFB64", 2: "DES_OFB64", 3: "DES3_CFB64", 4: "DES3_OFB64", 6: "CAST5_40_CFB64", 7: "CAST5_40_OFB64",
		8: "CAST128_CFB64", 9: "CAST128_OFB64",
	}
)

const (
	telnetSE  = 240
	telnetSB  = 250
	telnetIAC = 255
)

// telnet prints the commands at the start of n bytes of a Telnet stream.
func (p *Printer) telnet(b []byte, n int) {
	p.proto = "telnet"
	lead, last := " [telnet ", ""
	for n > 0 && !p.done() {
		if p.u8(b, 0) != telnetIAC {
			break
		}
		size := p.telnetSize(b, n)
		if size == 0 {
			break
		}
		if len(b) < size {
			p.cut()
			return
		}
		p.s(lead)
		p.telnetCommand(b[:size])
		lead, last = ", ", "]"
		b, n = b[size:], n-size
	}
	p.s(last)
}

// telnetSize returns the length of the command in b, or 0 if it is not all there or
// not known.
func (p *Printer) telnetSize(b []byte, n int) int {
	if n < 2 {
		return 0
	}
	switch c := p.u8(b, 1); {
	case c == telnetSB:
		i := bytes.Index(skip(snap(b, n), 3), []byte{telnetIAC, telnetSE})
		if i < 0 && len(b) < n {
			p.cut()
		}
		if i < 0 {
			return 0
		}
		return 3 + i + 2
	case c > telnetSB && c < telnetIAC && n >= 3:
		return 3
	case c > telnetSB && c < telnetIAC || telnetCommands[c] == "":
		return 0
	}
	return 2
}

// telnetCommand prints one command.
func (p *Printer) telnetCommand(b []byte) {
	p.name(telnetCommands, uint32(b[1]), "")
	if len(b) == 2 {
		return
	}
	option := uint32(b[2])
	p.s(" ")
	p.telnetName(telnetOptions, option)
	if len(b) == 3 {
		return
	}
	sub, kind := telnetSub, names(nil)
	switch option {
	case 37:
		sub, kind = telnetAuth, telnetAuthType
	case 38:
		sub, kind = telnetEncrypt, telnetEncryptType
	}
	for i, c := range b[3 : len(b)-2] {
		var t names
		if i == 0 {
			t = sub
		} else if i == 1 {
			t = kind
		}
		p.s(" ")
		p.telnetName(t, uint32(c))
	}
	p.s(" SE")
}

// telnetName prints what x is called, or x as C's %#x does.
func (p *Printer) telnetName(t names, x uint32) {
	if x == 0 && t[0] == "" {
		p.s("0")
		return
	}
	p.name(t, x, "0x%x")
}
