package capture

import (
	"encoding/binary"

	"github.com/gocap-project/gocap/bpf"
	"github.com/gocap-project/gocap/capture/afpacket"
)

// cookedFields are the header's fields that the kernel can load: offset and load
// of each, and what it is called there. Their values are the same.
type cookedField struct {
	at  uint32
	op  uint16
	anc uint32
}

var (
	sll2Fields = []cookedField{
		{0, bpf.LdAbsH, bpf.AncProtocol}, {4, bpf.LdAbsW, bpf.AncInterface},
		{8, bpf.LdAbsH, bpf.AncHardware}, {10, bpf.LdAbsB, bpf.AncPacketType},
	}
	sllFields = []cookedField{
		{0, bpf.LdAbsH, bpf.AncPacketType}, {2, bpf.LdAbsH, bpf.AncHardware}, {14, bpf.LdAbsH, bpf.AncProtocol},
	}
)

// withoutHeader rewrites a filter for packets with a cooked header into one for
// packets without it, which is what the kernel has. Where that is not possible
// without changing what the filter means, ok is false: then it has to run here.
func withoutHeader(p bpf.Program, v2 bool) (out bpf.Program, ok bool) {
	header, fields := uint32(afpacket.SLLLen), sllFields
	if v2 {
		header, fields = afpacket.SLL2Len, sll2Fields
	}
	out = append(out, p...)
	for i := range out {
		if !dropHeader(&out[i], header, fields) {
			return nil, false
		}
	}
	return out, true
}

// dropHeader rewrites one instruction.
func dropHeader(in *bpf.Instruction, header uint32, fields []cookedField) bool {
	switch in.Op {
	case bpf.LdLen, bpf.LdxLen:
		return false
	case bpf.RetA:
		return true
	case bpf.RetK:
		if in.K > 0 && in.K != bpf.AcceptAll {
			in.K -= min(header, in.K-1)
		}
	case bpf.LdAbsW, bpf.LdAbsH, bpf.LdAbsB:
		return moveLoad(in, header, fields)
	case bpf.LdIndW, bpf.LdIndH, bpf.LdIndB, bpf.LdxMsh:
		if in.K < header || in.K >= 1<<31 {
			return false
		}
		in.K -= header
	}
	return true
}

func moveLoad(in *bpf.Instruction, header uint32, fields []cookedField) bool {
	switch {
	case in.K >= bpf.AncillaryOffset:
		return true
	case in.K >= 1<<31:
		return false
	case in.K >= header:
		in.K -= header
		return true
	}
	for _, f := range fields {
		if f.at == in.K && f.op == in.Op {
			in.Op, in.K = bpf.LdAbsW, bpf.AncillaryOffset+f.anc
			return true
		}
	}
	return false
}

// cut bounds every constant verdict of a filter, so that the kernel copies no more
// than the snapshot length. (A filter that computes its verdict is not bounded;
// packets are cut again when they are read.)
func cut(p bpf.Program, snaplen uint32) bpf.Program {
	if p == nil {
		return bpf.Snap(snaplen)
	}
	out := append(bpf.Program(nil), p...)
	for i := range out {
		if out[i].Op == bpf.RetK {
			out[i].K = min(out[i].K, snaplen)
		}
	}
	return out
}

// only puts instructions in front of a filter that reject one direction's packets.
// A program that would become too long is returned as it is; packets are looked at
// again when they are read.
func only(d Direction, p bpf.Program) bpf.Program {
	if d == AnyDirection || len(p) > bpf.MaxInstructions-4 {
		return p
	}
	test := bpf.Instruction{Op: bpf.JeqK, Jt: 0, Jf: 1, K: afpacket.PacketOutgoing}
	if d == Out {
		test.Jt, test.Jf = 1, 0
	}
	front := bpf.Program{
		{Op: bpf.LdAbsW, K: bpf.AncillaryOffset + bpf.AncPacketType}, test,
		{Op: bpf.RetK}, {Op: bpf.LdImm}, // A is 0 at the start
	}
	return append(front, p...)
}

// metadata is what the kernel would have told a filter about the frame.
func metadata(f *afpacket.Frame, m *bpf.Metadata) {
	tpid, tci, tagged := f.Tag()
	*m = bpf.Metadata{
		Protocol: f.Protocol, PacketType: f.PacketType, Interface: uint32(f.Interface), Hardware: f.Hardware,
		VLANPresent: tagged, VLANTag: tci, VLANTPID: tpid,
	}
}

// etherCANFD is the kernel's protocol number of CAN FD frames, and canFDF the bit
// that LINKTYPE_CAN_SOCKETCAN marks them with in its flags, at offset 5.
const (
	etherCANFD = 0x000d
	canFDF     = 0x04
)

// canOrder makes a LINKTYPE_CAN_SOCKETCAN packet of a CAN frame: the kernel has its
// identifier in the machine's byte order, files in network byte order.
func canOrder(f *afpacket.Frame) {
	if len(f.Data) >= 4 {
		binary.BigEndian.PutUint32(f.Data, binary.NativeEndian.Uint32(f.Data))
	}
	if f.Protocol == etherCANFD && len(f.Data) > 5 {
		f.Data[5] |= canFDF
	}
}
