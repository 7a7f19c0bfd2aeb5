package ebpf

import (
	"strconv"
	"strings"
)

var (
	operators  = [16]string{"+=", "-=", "*=", "/=", "|=", "&=", "<<=", ">>=", "", "%=", "^=", "="}
	conditions = [16]string{"", "==", ">", ">=", "&", "!=", "", "", "", "", "<", "<="}
	sizes      = [4]string{"u32", "u16", "u8", "u64"}
	helpers    = map[Helper]string{MonotonicTime: "ktime_get_ns", XDPAdjustMeta: "xdp_adjust_meta", RandomNumber: "get_prandom_u32", ProcessorNumber: "get_smp_processor_id", RedirectMap: "redirect_map",
		XDPLength: "xdp_get_buff_len", XDPLoadBytes: "xdp_load_bytes"}
)

// String writes the program as the verifier's log does, one instruction a line
// with its number.
func (p Program) String() string {
	var b strings.Builder
	for i := 0; i < len(p); i++ {
		b.WriteString(strconv.Itoa(i) + ": " + p[i].text(i) + "\n")
		if p[i].Op == opWide {
			i++
		}
	}
	return b.String()
}

// String is the instruction by itself; jumps are relative.
func (in Instruction) String() string { return in.text(-1) }

// text writes the instruction that is at number at; -1 is not known.
func (in Instruction) text(at int) string {
	switch in.Op & 7 {
	case classALU, classALU64:
		return in.arithmetic()
	case classJmp, classJmp32:
		return in.jump(at)
	case classLd:
		return in.load()
	case classLdx:
		return in.reg(in.Dst, "r") + " = " + in.memory(in.Src)
	case classStx:
		return in.memory(in.Dst) + " = " + in.reg(in.Src, "r")
	}
	return "unknown " + strconv.Itoa(int(in.Op))
}

func (Instruction) reg(r Register, prefix string) string { return prefix + strconv.Itoa(int(r)) }

// name is the prefix of registers: w for the lower half.
func (in Instruction) prefix() string {
	if c := in.Op & 7; c == classALU || c == classJmp32 {
		return "w"
	}
	return "r"
}

// operand is Src or Imm.
func (in Instruction) operand() string {
	if in.Op&fromRegister != 0 {
		return in.reg(in.Src, in.prefix())
	}
	return strconv.Itoa(int(in.Imm))
}

func (in Instruction) arithmetic() string {
	dst := in.reg(in.Dst, in.prefix())
	switch Operation(in.Op & 0xf0) {
	case Neg:
		return dst + " = -" + dst
	case swap:
		return in.reg(in.Dst, "r") + " = be" + strconv.Itoa(int(in.Imm)) + " " + in.reg(in.Dst, "r")
	}
	return dst + " " + operators[in.Op>>4] + " " + in.operand()
}

func (in Instruction) jump(at int) string {
	skip := int(in.Off)
	switch c := Condition(in.Op & 0xf0); {
	case c == call:
		if name, ok := helpers[Helper(in.Imm)]; ok {
			return "call " + name
		}
		return "call " + strconv.Itoa(int(in.Imm))
	case c == exit:
		return "exit"
	case c == Always:
		if in.Op&7 == classJmp32 {
			skip = int(in.Imm)
		}
		return "goto " + place(at, skip)
	}
	return "if " + in.reg(in.Dst, in.prefix()) + " " + conditions[in.Op>>4] + " " + in.operand() + " goto " + place(at, skip)
}

func place(at, skip int) string {
	if at < 0 {
		s := strconv.Itoa(skip)
		if skip >= 0 {
			s = "+" + s
		}
		return s
	}
	return strconv.Itoa(at + 1 + skip)
}

func (in Instruction) load() string {
	size := sizes[in.Op>>3&3]
	switch in.Op & 0xe0 {
	case modeAbs:
		return "r0 = *(" + size + " *)skb[" + strconv.Itoa(int(in.Imm)) + "]"
	case modeInd:
		return "r0 = *(" + size + " *)skb[" + in.reg(in.Src, "r") + " + " + strconv.Itoa(int(in.Imm)) + "]"
	}
	if in.Src == pseudoMap {
		return in.reg(in.Dst, "r") + " = map[" + strconv.Itoa(int(in.Imm)) + "]"
	}
	return in.reg(in.Dst, "r") + " = " + strconv.Itoa(int(in.Imm)) + " ll"
}

// memory is what stands for memory at base+Off.
func (in Instruction) memory(base Register) string {
	off := strconv.Itoa(int(in.Off))
	if in.Off >= 0 {
		off = "+" + off
	}
	return "*(" + sizes[in.Op>>3&3] + " *)(" + in.reg(base, "r") + " " + off[:1] + off[1:] + ")"
}
