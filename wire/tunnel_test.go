package wire

import (
	"bytes"
	"testing"
)

func init() {
	notInlined("GTPU.HeaderLen", "GTPU.Seq", "GTPU.NPDU", "GTPU.FirstExtension", "BGP.Marked", "BGP.Body")
}

func TestGENEVEOptions(t *testing.T) {
	o := GENEVEOptions{}.Add(0x0102, 0x80, 0, 0, 0, 1).Add(0x103, 1).Add(1, 2, 9)
	if want := "010280010000000101030100000102010900 0000"; !bytes.Equal(o, unhex(t, want)) {
		t.Errorf("%x", []byte(o))
	}
	if got := o.String(); got != "0102:80 00000001, 0103:01, 0001:02 09000000" {
		t.Error(got)
	}
	if !o.Critical() || o.Malformed() != -1 || GENEVEOptions(o[8:]).Critical() {
		t.Error("critical or malformed")
	}
	if cut := o[:13]; cut.Malformed() != 12 || cut.String() != "0102:80 00000001, 0103:01, malformed 00" {
		t.Error(cut.Malformed(), cut)
	}
}

func TestGTPIEs(t *testing.T) {
	e := GTPIEs{}.Add(GTPIERecovery, 7).Add(GTPIETEIDData, 0, 0, 0, 1).Add(GTPIEGSNAddress, 192, 0, 2, 1).Add(GTPIEExtensionTypes, 0x85).Add(GTPIEPrivate, 0, 1)
	if got := e.String(); got != "Recovery 07, TEID Data I 00000001, GSN Address c0000201, Extension Header Type List 85, Private Extension 0001" {
		t.Error(got)
	}
	if e.Malformed() != -1 || GTPIEs(append(e, 99, 1)).Malformed() != len(e) || GTPIEs(e[:3]).Malformed() != 2 {
		t.Error("malformed")
	}
	n := 0
	for t, v := range e.All() {
		n += int(t) + len(v)
	}
	if n != 14+1+16+4+133+4+141+1+255+2 {
		t.Error(n)
	}
}

func TestL2TPAVPs(t *testing.T) {
	a := L2TPAVPs{}.Add(true, 0, 0, 1).Add(true, 2, 1, 0).Add(false, 7, 'h')
	if got := a.String(); got != "0 SCCRQ, 2 0100, 7 68" {
		t.Error(got)
	}
	if m, ok := a.MessageType(); !ok || m.String() != "SCCRQ" {
		t.Error(m, ok)
	}
	if a.Malformed() != -1 || L2TPAVPs(a[:len(a)-1]).Malformed() != 16 || L2TPAVPs(a[:5]).String() != "malformed 8008000000" {
		t.Error("malformed")
	}
	if len(L2TPAVPs{}.Add(false, 1, make([]byte, 2000)...)) != 1023 {
		t.Error("too long")
	}
}

func TestNSHMetadata(t *testing.T) {
	m := NSHMetadata{}.Add(0x100, 3, 1, 2, 3, 4, 5).Add(1, 2)
	if len(m) != 16 || m.Malformed() != -1 || NSHMetadata(m[:11]).Malformed() != 0 {
		t.Errorf("%x", []byte(m))
	}
	for x := range m.All() {
		if x.Class == 0x100 && (x.Type != 3 || len(x.Data) != 5) {
			t.Error(x)
		}
	}
}

func TestHasControlWord(t *testing.T) {
	frame := make([]byte, 4+14+46)
	for _, c := range []struct {
		t    EtherType
		want bool
	}{{EtherTypeIPv4, true}, {EtherTypeLLDP, true}, {0x1234, false}, {46, true}, {47, false}, {0, false}} {
		Ethernet(frame[4:]).SetType(c.t)
		if got := HasControlWord(frame); got != c.want {
			t.Errorf("%v: %v", c.t, got)
		}
	}
	if HasControlWord(frame[:17]) {
		t.Error("cut")
	}
}
