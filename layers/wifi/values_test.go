package wifi

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/gocap-project/gocap/wire"
)

// Every value is written as it was read.
func TestValues(t *testing.T) {
	var e Elements
	for id := range id(0x100 + 120) {
		if id != 255 {
			e = e.Add(Unknown{id, bytes.Repeat([]byte{1, 2, 3, 4}, 40)})
		}
	}
	e = append(e, unhex(t, elements)...)
	n := 0
	for x := range e.All() {
		v := valueOf(x)
		if _, unknown := v.(Unknown); !unknown {
			n++
		}
		if v.ElementID() != x.ID {
			t.Errorf("%v: is of %v", x.ID, v.ElementID())
		}
		// A value of a fixed size does not have what a later standard may add.
		if b := v.AppendWire(nil); !bytes.HasPrefix(x.Data, b) && x.ID != wire.Dot11ElemCountry {
			t.Errorf("%v: %x is written as %x", x.ID, x.Data, b)
		}
		if v.String() == "" && len(x.Data) > 0 {
			t.Errorf("%v: no text", x.ID)
		}
		for k := range x.Data {
			_ = valueOf(wire.Dot11Element{ID: x.ID, Data: x.Data[:k]}).String()
		}
	}
	if n < 60 {
		t.Errorf("%d values have types", n)
	}
}

func TestElements(t *testing.T) {
	e := Elements(unhex(t, elements))
	if e.Name() != "net" {
		t.Errorf("name %q", e.Name())
	}
	rsn, ok := ValueOf[RSN](e)
	if !ok || rsn.Capabilities != RSNMFPCapable || len(rsn.Pairwise) != 1 || rsn.Pairwise[0] != wire.Dot11CipherCCMP || rsn.Fields != 5 {
		t.Errorf("%+v %v", rsn, ok)
	}
	if b := rsn.AppendWire(nil); !bytes.Equal(b, unhex(t, rsnElem)[2:]) {
		t.Errorf("%x", b)
	}
	wpa, ok := ValueOf[WPA](e)
	if b := wpa.AppendWire(nil); !ok || !bytes.Equal(b, unhex(t, wpaElem)[2:]) || wpa.AKMs[0].String() != "PSK" {
		t.Errorf("%+v %x", wpa, b)
	}
	wmm, _ := ValueOf[WMM](e)
	if got := fmt.Sprint(wmm.Parameters()); got != "[{3 false 0 15 1023 0} {7 false 1 15 1023 0} {2 false 2 7 15 94} {2 false 3 3 7 47}]" {
		t.Error(got)
	}
	wps, _ := ValueOf[WPS](e)
	if d, ok := wps.Get(0x1011); !ok || string(d) != "ap" {
		t.Errorf("%q", d)
	}
	tim, _ := ValueOf[TIM](e)
	if !tim.Waiting(1) || tim.Waiting(2) || !tim.Group() {
		t.Errorf("%+v", tim)
	}
	ml, _ := ValueOf[MultiLink](e)
	if a, ok := ml.MLD(); !ok || a != (MAC{2, 0, 0, 0, 0, 9}) {
		t.Errorf("%v", a)
	}
	if d := e.Delete(wire.Dot11ElemSSID); len(d) != len(e)-5 || d.Name() != "" {
		t.Errorf("%v", d)
	}
	if got, want := Elements(unhex(t, ssid+"0109")).String(), `SSID "net"; malformed: 0109`; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestRadioFields(t *testing.T) {
	var f RadioFields
	f = f.With(DBMSignal(-50)).With(TSFT(7)).With(RadioFlags(wire.RadioTapFCS)).With(Timestamp{Time: 9}).With(DBMSignal(-51))
	want := unhex(t, "23004000 0700000000000000 10 cd 00000000 0000 0900000000000000 0000 00 00")
	if !bytes.Equal(f, want) {
		t.Errorf("%x, want %x", []byte(f), want)
	}
	if v, ok := RadioOf[DBMSignal](f); v != -51 || !ok {
		t.Errorf("%v %v", v, ok)
	}
	if _, ok := RadioOf[HE](f); ok {
		t.Error("HE is there")
	}
	g := RadioFields(unhex(t, taps[len(taps)-1])[4:]).With(RadioRate(4))
	if got, want := g.String(), "flags FCS; rate 2.0 Mb/s; dBm signal -48 dBm; flags short-preamble; dBm signal -47 dBm; vendor 0050f2 7 616263"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestBlockAck(t *testing.T) {
	var l BlockAck
	l.Parse(unhex(t, "0510 8012 ff00000000000001"))
	for r := range l.All() {
		if r.TID != 1 || r.Seq != 0x128 || !r.Acked(0x128) || r.Acked(0x130) || !r.Acked(0x128+56) {
			t.Errorf("%+v", r)
		}
	}
	l.Parse(unhex(t, "1600 0108 0220 8012 0102030405060708 fd07 02000000000900000000"))
	n := 0
	for r := range l.All() {
		n++
		if r.AID == 1 && !r.All || r.AID == 2 && (r.All || r.Seq != 0x128 || len(r.Bitmap) != 8) {
			t.Errorf("%+v", r)
		}
	}
	if n < 2 {
		t.Errorf("%d records", n)
	}
	var a Action
	a.Parse(unhex(t, "03 01 05 0000 0610 0100"))
	if x, ok := a.BlockAck(); !ok || x.Token != 5 || !x.Immediate || x.TID != 1 || x.BufferSize != 64 || x.Timeout != 1 {
		t.Errorf("%+v %v", x, ok)
	}
}
