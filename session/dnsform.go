package session

import "github.com/gocap-project/gocap/wire"

// dnsFacts are what a message says that its partner must agree with.
type dnsFacts struct {
	exact, folded uint64 // the question, by letters and whatever their case
	asks          bool   // that there is a question
	mixed         bool   // that its name has capital letters
	qtype         wire.DNSType
	opt           bool   // that there is an OPT record, of
	version       uint8  // this version, whose sender takes
	size          uint16 // so many bytes
	rcode         wire.DNSRCode
	err           *Rule // that the form breaks
	field         string
}

// facts reads a message and checks its form. What it says of the records before the first bad one is right.
func (k DNSKind) facts(m wire.DNS) (f dnsFacts) {
	f.rcode = m.RCode()
	f.questions(k, m)
	sig := false
	for r, err := range m.Records() {
		switch {
		case f.err != nil:
		case err != nil:
			if !(m.QR() && m.TC()) { // some cut a truncated answer anywhere
				f.err, f.field = dnsFault(err), "Records"
			}
		case sig:
			f.err, f.field = RuleDNSTSIG, "Additional"
		default:
			f.record(k, m, &r)
			sig = r.Section == wire.DNSAdditional && r.Type == wire.DNSTypeTSIG
		}
		if f.err != nil || err != nil {
			break
		}
	}
	return f
}

func (f *dnsFacts) questions(k DNSKind, m wire.DNS) {
	if k == DNSUnicast && m.Opcode() == wire.DNSOpQuery && m.QDCount() > 1 {
		f.err, f.field = RuleDNSQuestions, "QDCount"
	}
}

// record notes what a record says and checks it.
func (f *dnsFacts) record(k DNSKind, m wire.DNS, r *wire.DNSRecord) {
	if err := r.Name.Check(); err != nil {
		f.err, f.field = dnsFault(err), r.Section.String()
		return
	}
	if r.Section == wire.DNSQuestion {
		if r.Index == 0 {
			f.question(r)
		}
		return
	}
	switch {
	case r.Type == wire.DNSTypeOPT:
		f.edns(r)
	case k == DNSNetBIOS || m.Opcode() == wire.DNSOpUpdate || r.Class.Base() != wire.DNSClassIN:
	case r.Type >= wire.DNSTypeIXFR && r.Type <= wire.DNSTypeANY:
		f.err, f.field = RuleDNSQueryType, "Type"
	default:
		f.data(r)
	}
}

func (f *dnsFacts) question(r *wire.DNSRecord) {
	f.asks, f.qtype = true, r.Type
	f.exact, f.folded, f.mixed = nameHashes(r.Name)
	kind := uint64(r.Type)<<16 | uint64(r.Class)
	f.exact, f.folded = numberMixed(f.exact+kind), numberMixed(f.folded+kind)
}

// edns reads an OPT record: RFC 6891 §6.1.
func (f *dnsFacts) edns(r *wire.DNSRecord) {
	switch {
	case f.opt || r.Section != wire.DNSAdditional || r.Name.Len() != 1:
		f.err, f.field = RuleDNSOPT, "OPT"
	case !r.Options().Whole():
		f.err, f.field = RuleDNSOPTOptions, "OPT"
	}
	f.opt = true
	f.size = uint16(r.Class)
	f.version = uint8(r.TTL >> 16)
	f.rcode |= wire.DNSRCode(r.TTL >> 24 << 4)
}

// data checks the data of records whose form RFC 1035 and 3596 give, and the names in them.
func (f *dnsFacts) data(r *wire.DNSRecord) {
	n, from := len(r.Data), 0
	switch r.Type {
	case wire.DNSTypeA:
		f.must(n == 4)
		return
	case wire.DNSTypeAAAA:
		f.must(n == 16)
		return
	case wire.DNSTypeMX:
		from = 2
	case wire.DNSTypeNS, wire.DNSTypeCNAME, wire.DNSTypePTR, wire.DNSTypeDNAME:
	case wire.DNSTypeSOA:
		f.name(r, 0)
		mname := r.DataName(0).Len()
		f.name(r, mname)
		f.must(mname+r.DataName(mname).Len()+20 == n)
		return
	default:
		return
	}
	f.name(r, from)
	f.must(from+r.DataName(from).Len() == n)
}

func (f *dnsFacts) must(ok bool) {
	if !ok && f.err == nil {
		f.err, f.field = RuleDNSData, "Data"
	}
}

func (f *dnsFacts) name(r *wire.DNSRecord, i int) {
	if err := r.DataName(i).Check(); err != nil && f.err == nil {
		f.err, f.field = dnsFault(err), "Data"
	}
}

// dnsFault returns the rule that an error of package wire is about.
func dnsFault(err error) *Rule {
	e, _ := err.(*wire.Error)
	switch {
	case e != nil && e.Layer == "DNS compression pointer":
		return RuleDNSPointer
	case e != nil && e.Layer == "DNS record":
		return RuleDNSFormat
	}
	return RuleDNSName
}

// nameHashes returns numbers for a name, letter for letter and whatever the case of letters, and whether it has capitals.
// RFC 4343 §3: letters are those of ASCII.
func nameHashes(n wire.DNSName) (exact, folded uint64, capitals bool) {
	exact, folded = hashStart, hashStart
	for label := range n.Labels() {
		exact, folded = hashed(exact, byte(len(label))), hashed(folded, byte(len(label)))
		for _, c := range label {
			exact = hashed(exact, c)
			if 'A' <= c && c <= 'Z' {
				c += 'a' - 'A'
				capitals = true
			}
			folded = hashed(folded, c)
		}
	}
	return exact, folded, capitals
}

// hashed is a step of the hash FNV-1a. Who makes two texts equal under it has a forgery accepted, and nothing worse.
func hashed(h uint64, c byte) uint64 { return (h ^ uint64(c)) * 0x100000001b3 }

const hashStart = 0xcbf29ce484222325
