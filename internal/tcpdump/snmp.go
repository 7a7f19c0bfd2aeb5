package tcpdump

// A berReader reads the elements of a sequence one after another.
type berReader struct {
	p *Printer
	b []byte
	n int // bytes on the wire that are left
}

// next reads an element that should be of the given kind. If it is not, the problem
// is printed, and the element.
func (r *berReader) next(kind berKind, problem string) (berElem, bool) {
	e, size := r.p.berNext(r.b, r.n)
	if size == 0 {
		return e, false
	}
	if e.kind != kind {
		r.p.s(problem)
		r.p.ber(e)
		return e, false
	}
	r.b, r.n = r.b[size:], r.n-size
	return e, true
}

// ints reads n integers.
func (r *berReader) ints(to []int32, problems ...string) bool {
	for i, s := range problems {
		e, ok := r.next(berInt, s)
		if !ok {
			return false
		}
		to[i] = e.int()
	}
	return true
}

// inside returns a reader of the content of e, and prints what is left behind e.
func (r *berReader) inside(e berElem, what string) berReader {
	if r.n > 0 && what != "" {
		r.p.f("[%u extra after ", uint32(r.n))
		r.p.s(what)
		r.p.s("]")
	}
	return berReader{r.p, e.data, len(e.data)}
}

// snmp prints an SNMP message of n bytes.
func (p *Printer) snmp(b []byte, n int) {
	p.proto = "snmp"
	p.s(" ")
	r := berReader{p, snap(b, n), n}
	e, ok := r.next(berSeq, "[!init SEQ]")
	if !ok {
		return
	}
	r = r.inside(e, "iSEQ")
	var version [1]int32
	if !r.ints(version[:], "[version!=INT]") {
		return
	}
	switch version[0] {
	case 0:
		p.verbose("{ SNMPv1 ")
		p.snmpCommunity(&r, 0)
	case 1:
		p.verbose("{ SNMPv2c ")
		p.snmpCommunity(&r, 1)
	case 3:
		p.verbose("{ SNMPv3 ")
		p.snmpV3(&r)
	default:
		p.s("SNMP [version = ")
		p.d(int(version[0]))
		p.s("]")
		return
	}
	p.verbose("} ")
}

func (p *Printer) snmpCommunity(r *berReader, version int32) {
	e, ok := r.next(berString, "[comm!=STR]")
	if !ok {
		return
	}
	if string(e.data) != "public" {
		p.s("C=")
		p.ber(e)
		p.s(" ")
	}
	p.snmpPDU(r, version)
}

// SNMP's PDUs, by the number of their tag.
const (
	snmpGet     = 0
	snmpGetNext = 1
	snmpReply   = 2
	snmpTrap    = 4
	snmpGetBulk = 5
)

func (p *Printer) snmpPDU(r *berReader, version int32) {
	e, size := p.berNext(r.b, r.n)
	if size == 0 {
		return
	}
	if e.kind != berPDU {
		p.s("[no PDU]")
		return
	}
	r.b, r.n = r.b[size:], r.n-size
	in := r.inside(e, "PDU")
	p.verbose("{ ")
	p.ber(e)
	p.s(" ")
	if version == 0 && e.id >= snmpGetBulk {
		p.s("[v2 PDU in v1 message]")
		return
	}
	if version == 1 && e.id == snmpTrap {
		p.s("[v1 PDU in v2 message]")
		return
	}
	if e.id == snmpTrap {
		p.snmpTrapPDU(&in)
	} else if p.snmpNumbers(&in, e.id) {
		p.snmpVars(&in, e.id)
	}
	p.verbose(" } ")
}

var snmpErrors = names{
	0: "noError", 1: "tooBig", 2: "noSuchName", 3: "badValue", 4: "readOnly", 5: "genErr", 6: "noAccess", 7: "wrongType",
	8: "wrongLength", 9: "wrongEncoding", 10: "wrongValue", 11: "noCreation", 12: "inconsistentValue",
	13: "resourceUnavailable", 14: "commitFailed", 15: "undoFailed", 16: "authorizationError", 17: "notWritable",
	18: "inconsistentName",
}

// snmpNumbers prints the three numbers of a PDU.
func (p *Printer) snmpNumbers(r *berReader, id uint32) bool {
	var x [3]int32
	if !r.ints(x[:], "[reqId!=INT]") {
		return false
	}
	if p.Verbose > 0 {
		p.s("R=")
		p.d(int(x[0]))
		p.s(" ")
	}
	if !r.ints(x[1:], "[errorStatus!=INT]") {
		return false
	}
	status := x[1]
	switch {
	case id == snmpGetBulk:
		p.s(" N=")
		p.d(int(status))
	case status == 0:
	case id == snmpReply:
		p.s(" ")
		p.name(snmpErrors, uint32(status), "err=%u")
	default:
		p.s("[errorStatus(")
		p.name(snmpErrors, uint32(status), "err=%u")
		p.s(")!=0]")
	}
	if !r.ints(x[2:], "[errorIndex!=INT]") {
		return false
	}
	p.snmpIndex(id, status, x[2])
	return true
}

func (p *Printer) snmpIndex(id uint32, status, index int32) {
	before, after := "@", ""
	switch {
	case id == snmpGetBulk:
		before = " M="
	case index == 0 && status != 0 && id == snmpReply:
		p.s("[errorIndex==0]")
		return
	case index == 0:
		return
	case id != snmpReply:
		before, after = "[errorIndex(", ")!=0]"
	case status == 0:
		before, after = "[errorIndex(", ") w/o errorStatus]"
	}
	p.s(before)
	p.d(int(index))
	p.s(after)
}

// snmpVars prints variable bindings.
func (p *Printer) snmpVars(r *berReader, id uint32) {
	e, ok := r.next(berSeq, "[!SEQ of varbind]")
	if !ok {
		return
	}
	in := r.inside(e, "SEQ of varbind")
	ask := id == snmpGet || id == snmpGetNext || id == snmpGetBulk
	for in.n > 0 && !p.done() {
		p.s(" ")
		e, ok := in.next(berSeq, "[!varbind]")
		if !ok {
			return
		}
		v := in.inside(e, "")
		if e, ok = v.next(berOID, "[objName!=OID]"); !ok {
			return
		}
		p.ber(e)
		if !ask {
			p.s("=")
		}
		e, size := p.berNext(v.b, v.n)
		if size == 0 {
			return
		}
		if e.kind != berNull {
			if ask {
				p.s("[objVal!=NULL]")
			}
			p.ber(e)
		}
	}
}

var snmpTraps = names{
	0: "coldStart", 1: "warmStart", 2: "linkDown", 3: "linkUp", 4: "authenticationFailure", 5: "egpNeighborLoss",
	6: "enterpriseSpecific",
}

// snmpTrapPDU prints the content of a trap of version 1.
func (p *Printer) snmpTrapPDU(r *berReader) {
	p.s(" ")
	e, ok := r.next(berOID, "[enterprise!=OID]")
	if !ok {
		return
	}
	p.ber(e)
	p.s(" ")
	if e, ok = r.next(berAddr, "[agent-addr!=INETADDR]"); !ok {
		return
	}
	p.ber(e)
	var x [2]int32
	if !r.ints(x[:], "[generic-trap!=INT]") {
		return
	}
	p.s(" ")
	p.name(snmpTraps, uint32(x[0]), "gt=%u")
	if !r.ints(x[1:], "[specific-trap!=INT]") {
		return
	}
	before, after := " s=", ""
	if x[0] != 6 {
		before, after = "[specific-trap(", ")!=0]"
	}
	if x[0] == 6 || x[1] != 0 {
		p.s(before)
		p.d(int(x[1]))
		p.s(after)
	}
	p.s(" ")
	if e, ok = r.next(berUnsigned, "[time-stamp!=TIMETICKS]"); !ok {
		return
	}
	p.ber(e)
	if r.n > 0 {
		p.snmpVars(r, snmpTrap)
	}
}

// snmpV3 prints a message of version 3. RFC 3412 §6.
func (p *Printer) snmpV3(r *berReader) {
	e, ok := r.next(berSeq, "[!message]")
	if !ok {
		return
	}
	in := r.inside(e, "")
	p.verbose("{ ")
	var x [3]int32
	if !in.ints(x[:], "[msgID!=INT]", "[msgMaxSize!=INT]") {
		return
	}
	if e, ok = in.next(berString, "[msgFlags!=STR]"); !ok {
		return
	}
	if len(e.data) != 1 {
		p.f("[msgFlags size %u]", uint32(len(e.data)))
		return
	}
	flags := uint32(e.data[0])
	if flags > 7 || flags&3 == 2 {
		p.f("[msgFlags=0x%02X]", flags)
		return
	}
	p.s("F=")
	p.bits([]bit{{1, "a"}, {2, "p"}, {4, "r"}}, flags, "", "")
	p.s(" ")
	if !in.ints(x[2:], "[msgSecurityModel!=INT]") {
		return
	}
	if in.n > 0 {
		p.f("[%u extra after message SEQ]", uint32(in.n))
	}
	p.verbose("} ")
	if x[2] != 3 {
		p.s("[security model ")
		p.d(int(x[2]))
		p.s("]")
		return
	}
	p.snmpSecured(r)
}

// snmpSecured prints what is behind the header of a message of version 3.
func (p *Printer) snmpSecured(r *berReader) {
	p.verbose("{ USM ")
	e, ok := r.next(berString, "[msgSecurityParameters!=STR]")
	if !ok {
		return
	}
	in := r.inside(e, "")
	p.snmpUSM(&in)
	p.verbose("} ")
	p.verbose("{ ScopedPDU ")
	p.snmpScoped(r)
	p.verbose("} ")
}

// snmpUSM prints parameters of the user-based security model. RFC 3414 §2.4.
func (p *Printer) snmpUSM(r *berReader) {
	e, ok := r.next(berSeq, "[!usm SEQ]")
	if !ok {
		return
	}
	in := r.inside(e, "")
	if _, ok = in.next(berString, "[msgAuthoritativeEngineID!=STR]"); !ok {
		return
	}
	for _, s := range [...][2]string{
		{"[msgAuthoritativeEngineBoots!=INT]", "B="}, {"[msgAuthoritativeEngineTime!=INT]", "T="},
	} {
		var x [1]int32
		if !in.ints(x[:], s[0]) {
			return
		}
		if p.Verbose > 0 {
			p.s(s[1])
			p.d(int(x[0]))
			p.s(" ")
		}
	}
	if e, ok = in.next(berString, "[msgUserName!=STR]"); !ok {
		return
	}
	p.s("U=")
	p.ber(e)
	p.s(" ")
	for _, s := range [...]string{"[msgAuthenticationParameters!=STR]", "[msgPrivacyParameters!=STR]"} {
		if _, ok = in.next(berString, s); !ok {
			return
		}
	}
	if in.n > 0 {
		p.f("[%u extra after usm SEQ]", uint32(in.n))
	}
}

func (p *Printer) snmpScoped(r *berReader) {
	e, ok := r.next(berSeq, "[!scoped PDU]")
	if !ok {
		return
	}
	in := r.inside(e, "")
	if e, ok = in.next(berString, "[contextEngineID!=STR]"); !ok {
		return
	}
	p.s("E=")
	for _, c := range e.data {
		p.f("_%02x", uint32(c))
	}
	p.s(" ")
	if e, ok = in.next(berString, "[contextName!=STR]"); !ok {
		return
	}
	p.s("C=")
	p.ber(e)
	p.s(" ")
	p.snmpPDU(&in, 3)
}
