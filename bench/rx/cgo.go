//go:build cgo && cgopeers

package main

import (
	"fmt"
	"time"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/afpacket"
	"github.com/gopacket/gopacket/pcap"
)

func init() {
	peers = append(peers,
		peer{name: "gopacket afpacket, zero copy", run: theirRing(func(t *afpacket.TPacket) ([]byte, gopacket.CaptureInfo, error) { return t.ZeroCopyReadPacketData() })},
		peer{name: "gopacket afpacket, copying", run: theirRing(func(t *afpacket.TPacket) ([]byte, gopacket.CaptureInfo, error) { return t.ReadPacketData() })},
		peer{name: "gopacket pcap, zero copy", run: theirPcap((*pcap.Handle).ZeroCopyReadPacketData)},
		peer{name: "gopacket pcap, copying", run: theirPcap((*pcap.Handle).ReadPacketData)},
	)
}

func theirRing(read func(*afpacket.TPacket) ([]byte, gopacket.CaptureInfo, error)) func(string, int) (outcome, error) {
	return func(iface string, count int) (outcome, error) {
		h, err := afpacket.NewTPacket(afpacket.OptInterface(iface), afpacket.OptFrameSize(2048), afpacket.OptBlockSize(128<<10),
			afpacket.OptNumBlocks(256), afpacket.OptBlockTimeout(time.Millisecond), afpacket.OptPollTimeout(patience), afpacket.OptTPacketVersion(afpacket.TPacketVersion3))
		if err != nil {
			return outcome{}, err
		}
		defer h.Close()
		fmt.Println("ready")
		var t tally
		for t.packets < int64(count) {
			data, ci, err := read(h)
			if err == afpacket.ErrTimeout && t.packets > 0 {
				break
			}
			if err == afpacket.ErrTimeout {
				continue
			}
			if err != nil {
				return t.outcome, err
			}
			if len(data) == 0 {
				continue // it gives an empty packet now and then
			}
			t.packet(ci.Length, data[0], ci.Timestamp.Unix())
		}
		t.cpu = cpu() - t.began
		_, s, _ := h.SocketStats()
		t.drops = int64(s.Drops())
		return t.outcome, nil
	}
}

func theirPcap(read func(*pcap.Handle) ([]byte, gopacket.CaptureInfo, error)) func(string, int) (outcome, error) {
	return func(iface string, count int) (outcome, error) {
		in, err := pcap.NewInactiveHandle(iface)
		if err != nil {
			return outcome{}, err
		}
		defer in.CleanUp()
		for _, err := range []error{in.SetSnapLen(65535), in.SetTimeout(time.Millisecond), in.SetBufferSize(32 << 20)} {
			if err != nil {
				return outcome{}, err
			}
		}
		h, err := in.Activate()
		if err != nil {
			return outcome{}, err
		}
		defer h.Close()
		fmt.Println("ready")
		var t tally
		for last := time.Now(); t.packets < int64(count); {
			data, ci, err := read(h)
			if err == pcap.NextErrorTimeoutExpired {
				if t.packets > 0 && time.Since(last) > patience {
					break
				}
				continue
			}
			if err != nil {
				return t.outcome, err
			}
			if t.packets&1023 == 0 {
				last = time.Now()
			}
			t.packet(ci.Length, data[0], ci.Timestamp.Unix())
		}
		t.cpu = cpu() - t.began
		s, _ := h.Stats()
		t.drops = int64(s.PacketsDropped)
		return t.outcome, nil
	}
}
