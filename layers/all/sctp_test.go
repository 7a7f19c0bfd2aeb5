package all_test

import (
	"testing"

	"github.com/gocap-project/gocap/layers/diameter"
	"github.com/gocap-project/gocap/layers/sctp"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// What SCTP carries is read by its payload protocol; parts of a message are not.
func TestSCTPMessages(t *testing.T) {
	m := &diameter.Message{Flags: wire.DiameterRequest, Command: wire.DiameterDeviceWatchdog}
	b, err := packet.Packet{m}.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	p := &sctp.Packet{SrcPort: 1, DstPort: 2}
	const whole = wire.SCTPBegin | wire.SCTPEnd
	p.Chunks = p.Chunks.Add(&sctp.Data{Flags: whole, PPID: 46, Payload: b}, &sctp.Data{Flags: wire.SCTPBegin, PPID: 46, Payload: b[:10]},
		&sctp.IData{Flags: whole, PPID: 7777, Payload: b})
	var got []string
	for id, q := range p.Messages() {
		got = append(got, id.String()+" "+q[0].Proto().Name)
	}
	if len(got) != 2 || got[0] != wire.SCTPPayload(46).String()+" Diameter" || got[1] != "7777 Raw" {
		t.Errorf("%q", got)
	}
}
