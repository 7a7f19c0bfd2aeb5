package tcpdump

import "github.com/gocap-project/gocap/wire"

// kerberosMessages are the types of messages of version 4.
var kerberosMessages = names{
	2: "KDC_REQUEST", 4: "KDC_REPLY", 6: "APPL_REQUEST", 8: "APPL_REQUEST_MUTUAL", 10: "ERR_REPLY", 12: "PRIVATE", 14: "SAFE",
	16: "APPL_ERR",
}

// kerberos prints a message of Kerberos: what is said in version 4, and the number of any other.
func (p *Printer) kerberos(b []byte) {
	p.proto = "kerberos"
	p.s("kerberos ")
	switch version := p.u8(b, 0); version {
	case 1, 2, 3:
		p.f("v%u", version)
	case 4:
		p.s("v4")
		p.kerberos4(b)
	case 106, 107:
		p.s("v5")
	}
}

func (p *Printer) kerberos4(b []byte) {
	kind := p.u8(b, 1)
	if p.done() {
		return
	}
	little := kind&1 != 0
	if kind &^= 1; little {
		p.s(" le ")
	} else {
		p.s(" be ")
	}
	p.name(kerberosMessages, kind, "#%u")
	p.s(": ")
	k := kerberosText{p, b[2:]}
	short := func(b []byte) uint32 {
		if len(b) < 2 {
			p.cut()
			return 0
		}
		x := wire.Uint16(b, 0)
		if little {
			x = x>>8 | x<<8
		}
		return uint32(x)
	}
	switch kind {
	case 2:
		k.who()
		if life := p.u8(k.b, 4); !p.done() {
			p.f(" %umin ", life*5)
			k.b = skip(k.b, 5)
			k.text("")
			k.text(".")
		}
	case 4:
		k.who()
		if p.need(k.b, 10) {
			p.f(" (%u)", short(k.b[10:]))
		}
	case 6:
		if p.need(b, 3) {
			p.f("v%u ", p.u8(b, 2))
			k.b = b[3:]
			k.text("")
			p.f(" (%u) (%u)", p.u8(k.b, 0), p.u8(k.b, 1))
		}
	case 10:
		k.who()
		if p.need(k.b, 4) {
			p.f(" #%u ", short(k.b[4:]))
			k.b = skip(k.b, 8)
			k.text("")
		}
	default:
		p.s("(unknown)")
	}
}

// A kerberosText takes strings that end in zeros.
type kerberosText struct {
	p *Printer
	b []byte
}

// who prints a name, its instance and its realm.
func (k *kerberosText) who() {
	k.text("")
	if len(k.b) > 0 && k.b[0] != 0 {
		k.text(".")
	} else {
		k.b = skip(k.b, 1)
	}
	k.text("@")
}

func (k *kerberosText) text(lead string) {
	if k.p.done() {
		return
	}
	k.p.s(lead)
	if !k.p.textz(k.b, 0, len(k.b)+1) {
		k.p.cut()
		return
	}
	for i, c := range k.b {
		if c == 0 {
			k.b = k.b[i+1:]
			return
		}
	}
}
