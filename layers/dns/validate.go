package dns

import (
	"errors"
	"strconv"

	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// Validate implements [packet.Validator].
func (l *Message) Validate(c *packet.Context, report func(field string, class packet.Class, reason string)) {
	k := checker{l: l, mdns: multicast(c), cut: cut(c), report: report}
	k.header()
	k.trailer()
	k.section("Answers", wire.DNSAnswer, l.Answers)
	k.section("Authority", wire.DNSAuthority, l.Authority)
	k.section("Additional", wire.DNSAdditional, l.Additional)
	if l.err.Err == nil {
		k.pointers()
	}
}

// multicast reports whether c is a multicast DNS message.
func multicast(c *packet.Context) bool {
	for _, x := range c.Outer() {
		if u, ok := x.(*layers.UDP); ok && (u.DstPort == 5353 || u.SrcPort == 5353) {
			return true
		}
	}
	return false
}

// A checker reports the defects of a message.
type checker struct {
	l      *Message
	mdns   bool
	cut    bool // the message ends early, and not by its fault
	opts   int  // OPT records seen
	report func(field string, class packet.Class, reason string)
}

func (k *checker) header() {
	l := k.l
	if l.Z {
		k.report("Z", packet.Unusual, "reserved bit is set")
	}
	if l.Opcode == 3 || l.Opcode > wire.DNSOpStateful {
		k.report("Opcode", packet.BadValue, "is not assigned")
	}
	if l.RCode > wire.DNSRCodeDSOTypeNI {
		k.report("RCode", packet.BadValue, "is not assigned")
	}
	n := len(l.Questions)
	switch {
	case l.err.Err != nil || k.mdns:
	case l.Opcode == wire.DNSOpQuery && n > 1:
		k.report("QDCount", packet.Unusual, "more than one question")
	case (l.Opcode == wire.DNSOpUpdate || l.Opcode == wire.DNSOpNotify) && n != 1:
		k.report("QDCount", packet.BadValue, "must be one: the zone")
	}
}

func (k *checker) trailer() {
	switch l := k.l; {
	case k.cut && errors.Is(l.err.Err, wire.ErrShort):
	case l.err.Err != nil:
		k.report("Trailer", packet.BadSize, l.err.Error())
	case len(l.Trailer) > 0:
		k.report("Trailer", packet.Excess, strconv.Itoa(len(l.Trailer))+" bytes after the last record")
	}
}

func (k *checker) section(field string, s wire.DNSSection, records []Record) {
	for i := range records {
		r := &records[i]
		bad := func(class packet.Class, reason string) {
			k.report(field, class, "record "+strconv.Itoa(i)+" ("+r.Type.String()+"): "+reason)
		}
		k.record(r, s, bad)
		if last := s == wire.DNSAdditional && i == len(records)-1; r.Type == wire.DNSTypeTSIG && !last {
			bad(packet.BadValue, "must be the last record of the message") // RFC 8945 §5.1
		}
	}
}

func (k *checker) record(r *Record, s wire.DNSSection, bad func(packet.Class, string)) {
	if r.Type == wire.DNSTypeOPT {
		k.opt(r, s, bad)
		return
	}
	if r.TTL > 1<<31-1 {
		bad(packet.BadValue, "TTL is above 2147483647") // RFC 2181 §8
	}
	if t := r.Type; t >= wire.DNSTypeIXFR && t <= wire.DNSTypeANY && k.l.Opcode != wire.DNSOpUpdate {
		bad(packet.BadValue, "type is for questions only")
	}
	switch d := r.Data.(type) {
	case nil:
		if k.l.Opcode != wire.DNSOpUpdate && newData(r.Type) != nil && r.Type != wire.DNSTypeNULL && r.Type != wire.DNSTypeAPL {
			bad(packet.BadSize, "no data")
		}
	case *Unknown:
		if newData(r.Type) != nil {
			bad(packet.BadValue, "malformed data")
		}
	case *LOC:
		if d.Version != 0 {
			bad(packet.BadValue, "version is not 0")
		}
	default:
		if why := k.data(r.Data); why != "" {
			bad(packet.BadValue, why)
		}
	}
}

// data says what is wrong with what the types keep in wire form.
func (k *checker) data(d Data) string {
	switch d := d.(type) {
	case *NSEC:
		return types(d.Types)
	case *NSEC3:
		if d.HashLength != 0 {
			return "the hash is not as long as its length says"
		}
		return types(d.Types)
	case *NSEC3PARAM:
		if len(d.Rest) > 0 {
			return "bytes after the salt"
		}
	case *CSYNC:
		return types(d.Types)
	case *SVCB:
		return params(d)
	case *HTTPS:
		return params(&d.SVCB)
	case *DNSKEY:
		return key(d)
	case *CDNSKEY:
		return key(&d.DNSKEY)
	}
	return ""
}

func types(t wire.DNSTypes) string {
	if !t.Whole() {
		return "malformed type bit maps"
	}
	return ""
}

func key(d *DNSKEY) string {
	if d.Protocol != 3 { // RFC 4034 §2.1.2
		return "protocol is not 3"
	}
	return ""
}

// params checks the rules of RFC 9460 §2.2, §2.4.2 and §8.
func params(d *SVCB) string {
	if !d.Params.Whole() {
		return "malformed parameters"
	}
	if d.Priority == 0 && len(d.Params) > 0 {
		return "an alias has parameters"
	}
	v, _ := d.Params.Get(wire.SvcMandatory)
	for i := 0; i+2 <= len(v); i += 2 {
		if _, ok := d.Params.Get(wire.SvcParamKey(wire.Uint16(v, i))); !ok {
			return "a mandatory parameter is missing"
		}
	}
	return ""
}

// opt checks the rules of RFC 6891 §6.1.1.
func (k *checker) opt(r *Record, s wire.DNSSection, bad func(packet.Class, string)) {
	k.opts++
	e, _ := r.EDNS()
	switch {
	case s != wire.DNSAdditional:
		bad(packet.BadValue, "belongs in the additional section")
	case k.opts > 1:
		bad(packet.BadValue, "is there twice")
	}
	if r.Name != "." && r.Name != "" {
		bad(packet.BadValue, "owner is not the root")
	}
	if !e.Options.Whole() {
		bad(packet.BadSize, "malformed options")
	}
	if e.Version != 0 {
		bad(packet.Unusual, "version is not 0")
	}
	if e.Z != 0 {
		bad(packet.Unusual, "reserved flags are set")
	}
}

// pointers reports names that are compressed where RFC 3597 §4 forbids it.
func (k *checker) pointers() {
	if k.mdns {
		return
	}
	for r, err := range k.l.raw.Records() {
		if err != nil {
			return
		}
		if at := plainName(r.Type); at >= 0 && at < len(r.Data) && r.DataName(at).Compressed() {
			field := [...]string{"Questions", "Answers", "Authority", "Additional"}[r.Section]
			k.report(field, packet.Unusual, "record "+strconv.Itoa(int(r.Index))+" ("+r.Type.String()+"): name in data is compressed")
		}
	}
}

// plainName returns where in the data of records of type t a name begins that must
// not be compressed, or -1.
func plainName(t wire.DNSType) int {
	switch t {
	case wire.DNSTypeNSEC, wire.DNSTypeDNAME, wire.DNSTypeTSIG, wire.DNSTypeTKEY:
		return 0
	case wire.DNSTypeKX, wire.DNSTypeSVCB, wire.DNSTypeHTTPS, wire.DNSTypeLP:
		return 2
	case wire.DNSTypeSRV: // RFC 2782
		return 6
	case wire.DNSTypeRRSIG:
		return 18
	}
	return -1
}

// Validate implements [packet.Validator].
func (l *Stream) Validate(c *packet.Context, report func(field string, class packet.Class, reason string)) {
	if n := l.Length.Get(); n < wire.DNSLen && !l.partial {
		report("Length", packet.BadValue, "is too short for a message")
	}
}
