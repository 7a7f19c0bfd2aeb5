package dns

import "github.com/gocap-project/gocap/wire"

// Update returns an update of a zone, which is empty: append to Answers what must
// hold, and to Authority what to change. RFC 2136 §2.
func Update(zone string) *Message {
	return &Message{
		Opcode:    wire.DNSOpUpdate,
		Questions: []Question{{zone, wire.DNSTypeSOA, wire.DNSClassIN}},
	}
}

// RRsetExists, RRsetAbsent, NameInUse and NameUnused are prerequisites of an
// update. RFC 2136 §2.4. That a set holds certain records is required by these
// records with TTL 0.
func RRsetExists(name string, t wire.DNSType) Record {
	return Record{Name: name, Type: t, Class: wire.DNSClassAny}
}

// RRsetAbsent requires that there be no record of type t.
func RRsetAbsent(name string, t wire.DNSType) Record {
	return Record{Name: name, Type: t, Class: wire.DNSClassNone}
}

// NameInUse requires that name have a record.
func NameInUse(name string) Record { return RRsetExists(name, wire.DNSTypeANY) }

// NameUnused requires that name have no record.
func NameUnused(name string) Record { return RRsetAbsent(name, wire.DNSTypeANY) }

// DeleteRRset is a change that deletes all records of type t. RFC 2136 §2.5.
func DeleteRRset(name string, t wire.DNSType) Record {
	return Record{Name: name, Type: t, Class: wire.DNSClassAny}
}

// DeleteName deletes all records of name.
func DeleteName(name string) Record { return DeleteRRset(name, wire.DNSTypeANY) }

// DeleteRR deletes one record.
func DeleteRR(name string, d Data) Record {
	return Record{Name: name, Type: d.Type(), Class: wire.DNSClassNone, Data: d}
}

// Zone returns the zone that an update is for, which is its question.
func (l *Message) Zone() []Question { return l.Questions }

// Prerequisites returns what must hold for an update.
func (l *Message) Prerequisites() []Record { return l.Answers }

// Updates returns what an update changes.
func (l *Message) Updates() []Record { return l.Authority }
