package wire

import (
	"bytes"
	"encoding/hex"
	"math/rand/v2"
	"net/netip"
	"reflect"
	"strings"
	"testing"
)

func init() { notInlined("TCP.Sum", "UDP.Sum") }

func unhex(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// Every option: as added, on the wire, and as text.
func TestTCPOptions(t *testing.T) {
	var o TCPOptions
	mac20 := bytes.Repeat([]byte{0xab}, 20)
	mac8 := []byte{1, 2, 3, 4, 5, 6, 7, 8}
	for _, tt := range []struct {
		got  TCPOptions
		hex  string
		text string
	}{
		{o.Add(EOL), "00", "eol"},
		{o.Add(NOP), "01", "nop"},
		{o.AddMSS(1460), "020405b4", "mss 1460"},
		{o.AddWindowScale(7), "030307", "wscale 7"},
		{o.Add(SACKPermitted), "0402", "sackOK"},
		{o.AddSACK(SACKBlock{1, 2}, SACKBlock{4294967295, 4}), "0512 00000001 00000002 ffffffff 00000004", "sack 2 {1:2}{4294967295:4}"},
		{o.Add(TCPEcho, 0, 0, 1, 0), "0606 00000100", "echo 256"},
		{o.Add(TCPEchoReply, 0xff, 0, 1, 0), "0706 ff000100", "echoreply 4278190336"},
		{o.AddTimestamps(4000000000, 2), "080a ee6b2800 00000002", "TS val 4000000000 ecr 2"},
		{o.Add(TCPPOCPermitted), "0902", "poc-permitted"},
		{o.Add(TCPPOCProfile, 0xc0), "0a03c0", "poc-profile end start"},
		{o.Add(TCPCC, 0, 0, 0, 9), "0b0600000009", "cc 9"},
		{o.Add(TCPCCNew, 0, 0, 0, 9), "0c0600000009", "ccnew 9"},
		{o.Add(TCPCCEcho, 0, 0, 0, 9), "0d0600000009", "ccecho 9"},
		{o.Add(TCPAltChecksumRequest, 1), "0e0301", "altcsum-request 1"},
		{o.Add(TCPAltChecksumData, 1, 2), "0f040102", "altcsum-data 0x0102"},
		{o.AddMD5([16]byte{1, 15: 2}), "1312 01000000000000000000000000000002", "md5 0x01000000000000000000000000000002"},
		{o.Add(TCPSCPS, 0x80, 0), "14048000", "scps 0x8000"},
		{o.Add(TCPQuickStart, 5, 3, 0, 0, 0, 8), "1b08050300000008", "quickstart rate 5 ttldiff 3 nonce 2"},
		{o.AddUserTimeout(30, true), "1c04801e", "uto 30 min"},
		{o.AddUserTimeout(30, false), "1c04001e", "uto 30 s"},
		{o.AddAuth(TCPAuth{1, 2, []byte{0xde, 0xad}}), "1d060102dead", "tcp-ao keyid 1 rnextkeyid 2 mac 0xdead"},
		{o.AddFastOpen(nil), "2202", "tfo cookiereq"},
		{o.AddFastOpen(mac8), "220a0102030405060708", "tfo cookie 0102030405060708"},
		{o.AddExperiment(TCPExperiment2, ExIDFastOpen), "fe04f989", "exp-tfo cookiereq"},
		{o.AddExperiment(TCPExperiment1, ExIDFastOpen, 1, 2, 3, 4), "fd08f98901020304", "exp-tfo cookie 01020304"},
		{o.AddExperiment(TCPExperiment1, 0x1234, 5), "fd05123405", "exp-0x1234 0x05"},
		{o.AddAccECN(TCPAccECN{Count: 3, E0: 1, CE: 2, E1: 3}), "ac0b 000001 000002 000003", "accecn0 e0b 1 ceb 2 e1b 3"},
		{o.AddAccECN(TCPAccECN{Order: 1, Count: 2, CE: 2, E1: 3}), "ae08 000003 000002", "accecn1 e1b 3 ceb 2"},
		{o.AddExperiment(TCPExperiment1, ExIDAccECN1, 0, 0, 7), "fd07acc1000007", "exp-accecn e1b 7"},
		{o.Add(99, 1), "630301", "opt-99 0x01"},
		{o.Add(TCPENO, 1), "450301", "eno 0x01"},
		{o.Add(MSS, 1), "020301", "[mss bad length: 01]"},
		{o.AddMSS(1).Add(SACKPermitted), "020400010402", "mss 1,sackOK"},
		{TCPOptions{2, 4, 5}, "020405", "[bad 020405]"},
		{TCPOptions{1, 8, 1}, "010801", "nop,[bad 0801]"},
		{TCPOptions{1, 0, 7}, "010007", "nop,eol [padding 07]"},

		{o.AddMPTCP(MPCapable{Version: 1, Flags: MPChecksum | MPHMACSHA256}), "1e04 01 81", "mptcp capable v1 csum"},
		{o.AddMPTCP(MPCapable{Flags: MPHMACSHA256, Keys: 1, SenderKey: 5}), "1e0c 00 01 0000000000000005", "mptcp capable v0 sender 0x0000000000000005"},
		{o.AddMPTCP(MPCapable{Version: 1, Flags: 0x21, Keys: 2, SenderKey: 5, ReceiverKey: 6}),
			"1e14 01 21 0000000000000005 0000000000000006", "mptcp capable v1 nomoreaddrs sender 0x0000000000000005 receiver 0x0000000000000006"},
		{o.AddMPTCP(MPCapable{Version: 1, Flags: 1, Keys: 2, HasLength: true, Length: 100}),
			"1e16 01 01 0000000000000000 0000000000000000 0064", "mptcp capable v1 sender 0x0000000000000000 receiver 0x0000000000000000 len 100"},
		{o.AddMPTCP(MPCapable{Version: 1, Flags: 0x81, Keys: 2, HasLength: true, Length: 100, HasChecksum: true, Checksum: 0xbeef}),
			"1e18 01 81 0000000000000000 0000000000000000 0064 beef", "mptcp capable v1 csum sender 0x0000000000000000 receiver 0x0000000000000000 len 100 checksum 0xbeef"},
		{o.AddMPTCP(MPJoin{Backup: true, AddrID: 3, Token: 0x01020304, Nonce: 5}), "1e0c 11 03 01020304 00000005", "mptcp join backup id 3 token 0x01020304 nonce 0x00000005"},
		{o.AddMPTCP(MPJoin{Form: MPJoinSYNACK, AddrID: 3, MAC: mac8, Nonce: 5}), "1e10 10 03 0102030405060708 00000005", "mptcp join id 3 hmac 0x0102030405060708 nonce 0x00000005"},
		{o.AddMPTCP(MPJoin{Form: MPJoinACK, MAC: mac20}), "1e18 10 00 abababababababababababababababababababab", "mptcp join hmac 0xabababababababababababababababababababab"},
		{o.AddMPTCP(MPAddAddr{Version: 1, AddrID: 1, Addr: netip.MustParseAddr("192.0.2.1"), MAC: mac8}), "1e10 30 01 c0000201 0102030405060708", "mptcp add-addr id 1 192.0.2.1 hmac 0x0102030405060708"},
		{o.AddMPTCP(MPAddAddr{Version: 1, AddrID: 1, Addr: netip.MustParseAddr("192.0.2.1"), HasPort: true, Port: 80, MAC: mac8}), "1e12 30 01 c0000201 0050 0102030405060708", "mptcp add-addr id 1 192.0.2.1 port 80 hmac 0x0102030405060708"},
		{o.AddMPTCP(MPAddAddr{Version: 1, Echo: true, AddrID: 1, Addr: netip.MustParseAddr("2001:db8::1")}), "1e14 31 01 20010db8000000000000000000000001", "mptcp add-addr echo id 1 2001:db8::1"},
		{o.AddMPTCP(MPAddAddr{AddrID: 1, Addr: netip.MustParseAddr("192.0.2.1"), HasPort: true, Port: 80}), "1e0a 34 01 c0000201 0050", "mptcp add-addr v0 id 1 192.0.2.1 port 80"},
		{o.AddMPTCP(MPAddAddr{AddrID: 1, Addr: netip.MustParseAddr("2001:db8::1")}), "1e14 36 01 20010db8000000000000000000000001", "mptcp add-addr v0 id 1 2001:db8::1"},
		{o.AddMPTCP(MPRemoveAddr{1, 2}), "1e05 40 01 02", "mptcp remove-addr id 1 id 2"},
		{o.AddMPTCP(MPPrio{Backup: true}), "1e03 51", "mptcp prio backup"},
		{o.AddMPTCP(MPPrio{HasAddrID: true, AddrID: 4}), "1e04 50 04", "mptcp prio id 4"},
		{o.AddMPTCP(MPFail{7}), "1e0c 60 00 0000000000000007", "mptcp fail seq 7"},
		{o.AddMPTCP(MPFastClose{7}), "1e0c 70 00 0000000000000007", "mptcp fastclose key 0x0000000000000007"},
		{o.AddMPTCP(MPReset{1, 2}), "1e04 81 02", "mptcp tcprst transient lack of resources"},
		{o.AddMPTCP(MPExperiment{MPExperimentType, 8, []byte{9}}), "1e04 f8 09", "mptcp experimental data 0xf809"},
		{TCPOptions{30, 3, 0x20}, "1e0320", "[mptcp bad length: 20]"},
	} {
		if want := unhex(t, tt.hex); !bytes.Equal(tt.got, want) {
			t.Errorf("%s:\n got %x\nwant %x", tt.text, tt.got, want)
		}
		if s := tt.got.String(); s != tt.text {
			t.Errorf("%x:\n got %q\nwant %q", []byte(tt.got), s, tt.text)
		}
	}
}

// A data sequence signal with every combination of flags, with and without a
// checksum, has the length it should and survives.
func TestMPDSS(t *testing.T) {
	for f := range MPDSSFlags(32) {
		for _, sum := range []bool{false, true} {
			d := MPDSS{Flags: f}
			want := 4
			if f&MPDataAck != 0 {
				d.DataAck, want = 0x11223344, want+4
				if f&MPDataAck8 != 0 {
					d.DataAck, want = d.DataAck<<32|5, want+4
				}
			}
			if f&MPMapping != 0 {
				d.DSN, d.SubflowSeq, d.Length, want = 0x55667788, 9, 10, want+10
				if f&MPDSN8 != 0 {
					d.DSN, want = d.DSN<<32|6, want+4
				}
				if d.HasChecksum = sum; sum {
					d.Checksum, want = 0xabcd, want+2
				}
			}
			o := TCPOptions{}.AddMPTCP(d)
			if len(o) != want || int(o[1]) != want {
				t.Errorf("%v: %d bytes, want %d", f, len(o), want)
			}
			for m := range o.MPTCP() {
				if got, ok := m.DSS(); got != d || !ok {
					t.Errorf("%x: %+v %v, want %+v", o, got, ok, d)
				}
			}
		}
	}
	o := TCPOptions{}.AddMPTCP(MPDSS{Flags: 0x1f, DataAck: 1, DSN: 2, SubflowSeq: 3, Length: 4, HasChecksum: true})
	if got, want := o.String(), "mptcp dss fin ack 1 seq 2 subseq 3 len 4 csum 0x0000"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// What Add wrote the accessors read.
func TestTCPOptionAccessors(t *testing.T) {
	digest := [16]byte{1, 2, 3}
	o := TCPOptions{}.AddMSS(1460).AddWindowScale(7).Add(SACKPermitted).AddTimestamps(1, 2).AddMD5(digest).
		AddUserTimeout(300, true).AddFastOpen([]byte{1, 2, 3, 4}).AddAuth(TCPAuth{1, 2, []byte{3}}).
		AddSACK(SACKBlock{1, 2}, SACKBlock{3, 4}).AddAccECN(TCPAccECN{Order: 1, Count: 3, E0: 1, CE: 2, E1: 0xffffff})
	var blocks []SACKBlock
	for b := range o.SACK().All() {
		blocks = append(blocks, b)
	}
	mss, ok1 := o.MSS()
	scale, ok2 := o.WindowScale()
	val, ecr, ok3 := o.Timestamps()
	md5, ok4 := o.MD5()
	uto, minutes, ok5 := o.UserTimeout()
	cookie, ok6 := o.FastOpen()
	auth, ok7 := o.Auth()
	ecn, ok8 := o.AccECN()
	got := []any{mss, scale, val, ecr, [16]byte(md5), uto, minutes, [4]byte(cookie), auth.KeyID, auth.RNextKeyID, auth.MAC[0], blocks, o.SACK().Len(), ecn, o.SACKPermitted(),
		ok1, ok2, ok3, ok4, ok5, ok6, ok7, ok8}
	want := []any{uint16(1460), uint8(7), uint32(1), uint32(2), digest, uint16(300), true, [4]byte{1, 2, 3, 4}, uint8(1), uint8(2), uint8(3),
		[]SACKBlock{{1, 2}, {3, 4}}, 2, TCPAccECN{1, 3, 1, 2, 0xffffff}, true,
		true, true, true, true, true, true, true, true}
	for i := range got {
		if !reflect.DeepEqual(got[i], want[i]) {
			t.Errorf("%d: %v, want %v", i, got[i], want[i])
		}
	}
	var none TCPOptions
	if _, ok := none.MSS(); ok || none.SACKPermitted() || none.SACK().Len() != 0 || none.Malformed() || len(none.Rest()) != 0 {
		t.Error("no options have options")
	}
}

// MPTCP options are decoded to what they were made from.
func TestMPTCPRoundTrip(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 9))
	for range 200000 {
		b := make([]byte, r.IntN(30))
		for i := range b {
			b[i] = byte(r.Uint32())
		}
		if len(b) > 0 {
			b[0] = byte(r.IntN(10))<<4 | b[0]&15
		}
		m := MPTCP(b)
		_ = m.String()
		x := decode(m)
		if x == nil {
			continue
		}
		o := TCPOptions{}.AddMPTCP(x)
		if again := decode(MPTCP(o[2:])); !reflect.DeepEqual(again, x) {
			t.Fatalf("%x: %+v, then %+v", b, x, again)
		}
	}
}

func decode(m MPTCP) MPOption {
	if !m.Valid() {
		return nil
	}
	switch m.Subtype() {
	case MPCapableType:
		x, _ := m.Capable()
		return x
	case MPJoinType:
		x, _ := m.Join()
		return x
	case MPDSSType:
		x, _ := m.DSS()
		return x
	case MPAddAddrType:
		x, _ := m.AddAddr()
		return x
	case MPRemoveAddrType:
		x, _ := m.RemoveAddr()
		return x
	case MPPrioType:
		x, _ := m.Prio()
		return x
	case MPFailType:
		x, _ := m.Fail()
		return x
	case MPFastCloseType:
		x, _ := m.FastClose()
		return x
	case MPResetType:
		x, _ := m.Reset()
		return x
	}
	x, _ := m.Experiment()
	return x
}

func TestUDPPayload(t *testing.T) {
	b := []byte("\x00\x01\x00\x02\x00\x00\x00\x00hello")
	for length, want := range map[uint16]string{0: "hello", 1: "", 8: "", 10: "he", 13: "hello", 99: "hello"} {
		v, err := ParseUDP(b)
		if err != nil {
			t.Fatal(err)
		}
		v.SetLength(length)
		if got := string(v.Payload()); got != want {
			t.Errorf("length %d: %q, want %q", length, got, want)
		}
	}
}

func TestTCPOptionsNoAllocs(t *testing.T) {
	o := TCPOptions{}.AddMSS(1460).Add(NOP).AddSACK(SACKBlock{1, 2}).AddTimestamps(1, 2).AddMPTCP(MPDSS{Flags: MPDataAck})
	var sum uint32
	if n := testing.AllocsPerRun(100, func() {
		for opt := range o.All() {
			sum += uint32(opt.Kind)
		}
		for b := range o.SACK().All() {
			sum += b.Left
		}
		for m := range o.MPTCP() {
			d, _ := m.DSS()
			sum += uint32(d.DataAck)
		}
		mss, _ := o.MSS()
		val, _, _ := o.Timestamps()
		sum += uint32(mss) + val
		if o.Malformed() {
			sum++
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// FuzzTCPOptions checks that nothing panics and that the options and the rest
// are the whole area.
func FuzzTCPOptions(f *testing.F) {
	f.Add([]byte{2, 4, 5, 180, 1, 3, 3, 7, 4, 2, 0, 0})
	f.Add([]byte{30, 12, 0x20, 5, 0, 0, 0, 1, 0, 0, 0, 2})
	f.Add([]byte{254, 4, 0xf9, 0x89, 172, 5, 0, 0, 1})
	f.Fuzz(func(t *testing.T, b []byte) {
		o := TCPOptions(b)
		var again TCPOptions
		for opt := range o.All() {
			again = again.Add(opt.Kind, opt.Data...)
			_ = opt.Valid()
		}
		if again = append(again, o.Rest()...); !bytes.Equal(again, o) {
			t.Errorf("%x became %x", o, again)
		}
		_ = o.String()
		o.MSS()
		o.WindowScale()
		o.Timestamps()
		o.MD5()
		o.Auth()
		o.UserTimeout()
		o.FastOpen()
		o.AccECN()
		for m := range o.MPTCP() {
			_ = m.String()
		}
		for range o.SACK().All() {
		}
	})
}
