package layers

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// Syslog is a syslog message. RFC 5424 §6.
//
// Messages of the older form (RFC 3164), which had no fixed fields, have Version 0;
// their time and host name are there if they have their usual form.
//
//	&layers.Syslog{Facility: 4, Severity: wire.SyslogCritical, Version: 1, AppName: wire.Text("su"), Message: wire.Text("failed")}
type Syslog struct {
	Facility  wire.SyslogFacility // what part of the system it is from
	Severity  wire.SyslogSeverity // how bad it is
	Version   uint8               // 1; 0 is the older form
	Timestamp wire.Text           // RFC 3339, or in the older form "Oct 11 22:14:15"; nil or empty if not known
	Hostname  wire.Text           // of the sender
	AppName   wire.Text           // of the program
	ProcID    wire.Text           // of the process
	MsgID     wire.Text           // kind of message
	Data      wire.SyslogData     // structured data
	Message   wire.Text

	packet.Memo
}

// SyslogProto describes [Syslog].
var SyslogProto = &packet.Proto{
	Name: "Syslog", Title: "syslog message", Ref: "RFC 5424 §6",
	New:  func() packet.Layer { return new(Syslog) },
	Slab: packet.Slab[Syslog],
	At:   atSyslog,
	Fields: []packet.Field{
		{Name: "Facility", Doc: "what part of the system it is from", Type: "wire.SyslogFacility", Off: -1},
		{Name: "Severity", Doc: "how bad it is", Type: "wire.SyslogSeverity", Off: -1},
		{Name: "Version", Doc: "1; 0 is the older form", Type: "uint8", Off: -1},
		{Name: "Timestamp", Doc: "RFC 3339, or in the older form \"Oct 11 22:14:15\"", Type: "wire.Text", Off: -1, Kind: packet.Body},
		{Name: "Hostname", Doc: "of the sender", Type: "wire.Text", Off: -1, Kind: packet.Body},
		{Name: "AppName", Doc: "of the program", Type: "wire.Text", Off: -1, Kind: packet.Body},
		{Name: "ProcID", Doc: "of the process", Type: "wire.Text", Off: -1, Kind: packet.Body},
		{Name: "MsgID", Doc: "kind of message", Type: "wire.Text", Off: -1, Kind: packet.Body},
		{Name: "Data", Doc: "structured data", Type: "wire.SyslogData", Off: -1, Kind: packet.Body},
		{Name: "Message", Type: "wire.Text", Off: -1, Kind: packet.Body},
	},
}

func init() { UDPPorts.Bind(wire.PortSyslog, SyslogProto) }

func atSyslog(l packet.Layer, i int) any {
	x := l.(*Syslog)
	all := [...]any{
		&x.Facility, &x.Severity, &x.Version, &x.Timestamp, &x.Hostname, &x.AppName, &x.ProcID, &x.MsgID, &x.Data, &x.Message,
	}
	if i >= len(all) {
		return nil
	}
	return all[i]
}

// Proto implements [packet.Layer].
func (l *Syslog) Proto() *packet.Proto { return SyslogProto }

// Has implements [packet.Sparse].
func (l *Syslog) Has(i int) bool { return l.Version > 0 || i < 5 || i > 8 }

// Parse implements [packet.Layer].
func (l *Syslog) Parse(b []byte) (packet.Extent, error) {
	m, err := wire.ParseSyslog(b)
	if err != nil {
		return packet.Extent{}, err
	}
	l.Facility, l.Severity, l.Version, l.Timestamp, l.Hostname = m.Facility, m.Severity, m.Version, m.Timestamp, m.Hostname
	l.AppName, l.ProcID, l.MsgID, l.Data, l.Message = m.AppName, m.ProcID, m.MsgID, m.Data, m.Message
	var room [512]byte
	l.Remember(b, m.Append(room[:0]))
	return packet.Extent{Header: len(b), End: len(b)}, nil
}

// Append implements [packet.Layer].
func (l *Syslog) Append(b []byte) ([]byte, error) {
	if l.Facility > 23 || l.Severity > 7 {
		return b, packet.FieldError("Syslog.Facility: too large")
	}
	n := len(b)
	m := wire.Syslog{
		Facility: l.Facility, Severity: l.Severity, Version: l.Version, Timestamp: l.Timestamp, Hostname: l.Hostname,
		AppName: l.AppName, ProcID: l.ProcID, MsgID: l.MsgID, Data: l.Data, Message: l.Message,
	}
	return l.Recall(m.Append(b), n), nil
}

// Finish implements [packet.Layer].
func (l *Syslog) Finish(*packet.Context) {}

// Validate implements [packet.Validator].
func (l *Syslog) Validate(_ *packet.Context, report func(field string, class packet.Class, reason string)) {
	if l.Version == 0 && l.Timestamp == nil {
		report("Timestamp", packet.Unusual, "no time and host name")
	}
	for _, f := range [...]struct {
		name string
		text wire.Text
		most int
	}{{"Hostname", l.Hostname, 255}, {"AppName", l.AppName, 48}, {"ProcID", l.ProcID, 128}, {"MsgID", l.MsgID, 32}} {
		if len(f.text) > f.most {
			report(f.name, packet.BadValue, "is longer than allowed")
		}
	}
}
