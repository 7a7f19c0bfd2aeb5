package wire

import (
	"iter"
	"net/netip"
)

// A DNSSection is one of the four parts of a message. RFC 1035 §4.1.
type DNSSection uint8

// The sections, in the order of the message. In a dynamic update they are called
// zone, prerequisite, update and additional. RFC 2136 §2.
const (
	DNSQuestion DNSSection = iota
	DNSAnswer
	DNSAuthority
	DNSAdditional
)

func (s DNSSection) String() string {
	switch s {
	case DNSQuestion:
		return "question"
	case DNSAnswer:
		return "answer"
	case DNSAuthority:
		return "authority"
	case DNSAdditional:
		return "additional"
	}
	return itoa(int(s))
}

// Count returns how many entries the header says that section s has.
func (v DNS) Count(s DNSSection) uint16 { return Uint16(v, 4+2*int(s&3)) }

// A DNSRecord is a view of one record, or of one question, which has no TTL and
// no Data. RFC 1035 §4.1.
type DNSRecord struct {
	Name    DNSName
	Section DNSSection
	Index   uint16 // in the section
	Type    DNSType
	Class   DNSClass
	TTL     uint32 // in seconds
	Data    []byte
	end     int
}

// Off returns the offset of the record in the message.
func (r *DNSRecord) Off() int { return r.Name.off }

// End returns the offset of the end of the record in the message.
func (r *DNSRecord) End() int { return r.end }

// DataOff returns the offset of Data in the message.
func (r *DNSRecord) DataOff() int { return r.end - len(r.Data) }

// DataName returns the name that starts at byte i of Data: 0 in NS, CNAME and
// PTR, 2 in MX, 6 in SRV.
func (r *DNSRecord) DataName(i int) DNSName { return DNSName{r.Name.msg, r.DataOff() + i} }

// Addr returns the address of an A or AAAA record.
func (r *DNSRecord) Addr() (a netip.Addr, ok bool) {
	switch {
	case r.Type == DNSTypeA && len(r.Data) == 4:
		return netip.AddrFrom4([4]byte(r.Data)), true
	case r.Type == DNSTypeAAAA && len(r.Data) == 16:
		return netip.AddrFrom16([16]byte(r.Data)), true
	}
	return a, false
}

// Options returns the options of an OPT record, and none of others.
func (r *DNSRecord) Options() EDNSOptions {
	if r.Type != DNSTypeOPT {
		return nil
	}
	return EDNSOptions(r.Data)
}

// Params returns the parameters of an SVCB or HTTPS record, and none of others.
func (r *DNSRecord) Params() SvcParams {
	if r.Type != DNSTypeSVCB && r.Type != DNSTypeHTTPS || len(r.Data) < 2 {
		return nil
	}
	n := r.DataName(2).Len()
	if n == 0 || 2+n > len(r.Data) {
		return nil
	}
	return SvcParams(r.Data[2+n:])
}

// What can be wrong with a record.
var (
	errDNSShort   = &Error{Layer: "DNS record", Err: ErrShort}
	errDNSName    = &Error{Layer: "DNS name", Err: ErrShort}
	errDNSLabel   = &Error{Layer: "DNS label", Err: ErrFormat}
	errDNSPointer = &Error{Layer: "DNS compression pointer", Err: ErrFormat}
	errDNSLong    = &Error{Layer: "DNS name", Err: ErrLength}

	errDNSLabelLong = &Error{Layer: "DNS label", Err: ErrLength}
)

// Records yields the questions and records in order, as many as the header
// counts. The first one that is malformed ends the iteration with an error; its
// Section, Index and Off say where it is. What names point to is not looked at.
func (v DNS) Records() iter.Seq2[DNSRecord, error] {
	return func(yield func(DNSRecord, error) bool) { v.records(yield) }
}

func (v DNS) records(yield func(DNSRecord, error) bool) {
	off := DNSLen
	for s := DNSQuestion; s <= DNSAdditional; s++ {
		for i := range v.Count(s) {
			r, err := v.record(s, off)
			r.Index = i
			if err != nil {
				yield(r, err)
				return
			}
			if !yield(r, nil) {
				return
			}
			off = r.end
		}
	}
}

// record returns the record at off.
func (v DNS) record(s DNSSection, off int) (r DNSRecord, err error) {
	r.Name, r.Section = DNSName{v, off}, s
	n := r.Name.Len()
	if n == 0 {
		return r, r.Name.whyNoLen()
	}
	off += n
	if len(v) < off+4 {
		return r, errDNSShort
	}
	r.Type, r.Class = DNSType(Uint16(v, off)), DNSClass(Uint16(v, off+2))
	if off += 4; s == DNSQuestion {
		r.end = off
		return r, nil
	}
	if len(v) < off+6 {
		return r, errDNSShort
	}
	r.TTL = Uint32(v, off)
	r.end = off + 6 + int(Uint16(v, off+4))
	if r.end > len(v) {
		return r, errDNSShort
	}
	r.Data = v[off+6 : r.end : r.end]
	return r, nil
}

// Message returns the first message: Length bytes, or fewer if the segment ends
// before. RFC 1035 §4.2.2.
func (v DNSStream) Message() []byte {
	return v[DNSStreamLen:clamp(DNSStreamLen+int(v.Length()), DNSStreamLen, len(v))]
}

// Complete reports whether the first message is all there.
func (v DNSStream) Complete() bool { return DNSStreamLen+int(v.Length()) <= len(v) }

// Rest returns what follows the first message.
func (v DNSStream) Rest() []byte {
	return v[clamp(DNSStreamLen+int(v.Length()), DNSStreamLen, len(v)):]
}

// All yields the messages that are all there.
func (v DNSStream) All() iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		for b := v; len(b) >= DNSStreamLen && b.Complete(); b = b.Rest() {
			if !yield(b.Message()) {
				return
			}
		}
	}
}
