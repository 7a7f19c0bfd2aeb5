package gtp

import (
	"iter"

	"github.com/gocap-project/gocap/internal/coder"
	"github.com/gocap-project/gocap/wire"
)

// forms2 has the forms of the values of elements of version 2. To add an element: its
// line here, and in new2 if it has fields.
var forms2 = [256]form{
	wire.GTPv2IEIMSI: digits, wire.GTPv2IECause: fields, wire.GTPv2IERecovery: num, wire.GTPv2IESTNSR: fields,
	wire.GTPv2IEAPN: name, wire.GTPv2IEAMBR: fields, wire.GTPv2IEMaxMBRAPNAMBR: fields, wire.GTPv2IEEBI: num,
	wire.GTPv2IEIPAddress: addr, wire.GTPv2IEMEI: digits, wire.GTPv2IEMSISDN: digits, wire.GTPv2IEIndication: fields,
	wire.GTPv2IEPCO: fields, wire.GTPv2IEAPCO: fields, wire.GTPv2IEPAA: fields, wire.GTPv2IEBearerQoS: fields,
	wire.GTPv2IEFlowQoS: fields, wire.GTPv2IERATType: num, wire.GTPv2IEServingNetwork: network, wire.GTPv2IEULI: fields,
	wire.GTPv2IEFTEID: fields, wire.GTPv2IETMSI: num, wire.GTPv2IEGlobalCNID: fields, wire.GTPv2IEDelayValue: num,
	wire.GTPv2IEBearerContext: group, wire.GTPv2IEChargingID: num, wire.GTPv2IEChargingCharacteristics: num,
	wire.GTPv2IEBearerFlags: fields, wire.GTPv2IEPDNType: num, wire.GTPv2IEPTI: num, wire.GTPv2IEPDNConnection: group,
	wire.GTPv2IEPTMSI: num, wire.GTPv2IEPTMSISignature: num, wire.GTPv2IEHopCounter: num, wire.GTPv2IEUETimeZone: fields,
	wire.GTPv2IETraceReference: fields, wire.GTPv2IEGUTI: fields, wire.GTPv2IEFContainer: fields, wire.GTPv2IEFCause: fields,
	wire.GTPv2IEPLMNID: network, wire.GTPv2IEPortNumber: num, wire.GTPv2IEAPNRestriction: num, wire.GTPv2IESelectionMode: num,
	wire.GTPv2IEChangeReportingAction: num, wire.GTPv2IEFQCSID: fields,
	wire.GTPv2IENodeType: num, wire.GTPv2IEFQDN: name, wire.GTPv2IEMBMSSessionIdentifier: num, wire.GTPv2IERFSPIndex: num,
	wire.GTPv2IEUCI: fields, wire.GTPv2IECSGInformationReportingAction: num, wire.GTPv2IECSGID: num, wire.GTPv2IECMI: num,
	wire.GTPv2IEServiceIndicator: num, wire.GTPv2IEDetachType: num, wire.GTPv2IELDN: text, wire.GTPv2IENodeFeatures: num,
	wire.GTPv2IEThrottling: fields, wire.GTPv2IEARP: fields, wire.GTPv2IEEPCTimer: fields,
	wire.GTPv2IESignallingPriorityIndication: num, wire.GTPv2IEIPv4ConfigurationParameters: fields,
	wire.GTPv2IEActionIndication: num, wire.GTPv2IEULITimestamp: when, wire.GTPv2IETWANIdentifierTimestamp: when,
	wire.GTPv2IERANNASCause: fields, wire.GTPv2IECNOperatorSelectionEntity: num, wire.GTPv2IENodeIdentifier: fields,
	wire.GTPv2IEOverloadControlInformation: group, wire.GTPv2IELoadControlInformation: group, wire.GTPv2IEMetric: num,
	wire.GTPv2IESequenceNumber: num, wire.GTPv2IEAPNAndRelativeCapacity: fields, wire.GTPv2IEIntegerNumber: num,
	wire.GTPv2IEMillisecondTimeStamp: num, wire.GTPv2IERemoteUEContext: group, wire.GTPv2IESCEFPDNConnection: group,
	wire.GTPv2IEV2XContext: group, wire.GTPv2IEPC5QoSParameters: group, wire.GTPv2IEPGWChangeInfo: group,
	wire.GTPv2IEServingPLMNRateControl: fields, wire.GTPv2IECounter: fields, wire.GTPv2IEMappedUEUsageType: num,
	wire.GTPv2IEPGWFQDN: name, wire.GTPv2IEGroupId: text,
	wire.GTPv2IEPrivate: fields, wire.GTPv2IETMGI: fields,
	wire.GTPv2IEWLANOffloadabilityIndication: num,
	wire.GTPv2IEEPCO:                         fields, wire.GTPv2IECIoTOptimizationsSupportIndication: num,
}

func new2(t wire.GTPv2IEType) coded {
	switch t {
	case wire.GTPv2IECause:
		return new(Cause)
	case wire.GTPv2IESTNSR:
		return new(MSISDN)
	case wire.GTPv2IEAMBR, wire.GTPv2IEMaxMBRAPNAMBR:
		return new(AMBR)
	case wire.GTPv2IEIndication:
		return new(Indication)
	case wire.GTPv2IEPCO, wire.GTPv2IEAPCO:
		return new(PCO)
	case wire.GTPv2IEEPCO:
		return new(EPCO)
	case wire.GTPv2IEPAA:
		return new(PAA)
	case wire.GTPv2IEBearerQoS:
		return new(BearerQoS)
	case wire.GTPv2IEFlowQoS:
		return new(FlowQoS)
	case wire.GTPv2IEULI:
		return new(ULI)
	case wire.GTPv2IEFTEID:
		return new(FTEID)
	case wire.GTPv2IEGlobalCNID:
		return new(GlobalCNID)
	case wire.GTPv2IEBearerFlags:
		return new(BearerFlags)
	case wire.GTPv2IEUETimeZone:
		return new(TimeZone)
	case wire.GTPv2IETraceReference:
		return new(TraceReference)
	case wire.GTPv2IEGUTI:
		return new(GUTI)
	case wire.GTPv2IEFContainer:
		return new(FContainer)
	case wire.GTPv2IEFCause, wire.GTPv2IERANNASCause:
		return new(FCause)
	case wire.GTPv2IEFQCSID:
		return new(FQCSID)
	}
	return new2More(t)
}

func new2More(t wire.GTPv2IEType) coded {
	switch t {
	case wire.GTPv2IEUCI:
		return new(UCI)
	case wire.GTPv2IEThrottling, wire.GTPv2IEEPCTimer:
		return &Timer{Throttling: t == wire.GTPv2IEThrottling}
	case wire.GTPv2IEARP:
		return new(ARP)
	case wire.GTPv2IEIPv4ConfigurationParameters:
		return new(IPv4Configuration)
	case wire.GTPv2IENodeIdentifier:
		return new(NodeIdentifier)
	case wire.GTPv2IEAPNAndRelativeCapacity:
		return new(APNCapacity)
	case wire.GTPv2IEServingPLMNRateControl:
		return new(RateControl)
	case wire.GTPv2IECounter:
		return new(Counter)
	case wire.GTPv2IETMGI:
		return new(TMGI)
	case wire.GTPv2IEPrivate:
		return new(Private)
	}
	return nil
}

func known2(t wire.GTPv2IEType) bool { return forms2[t] != opaque }

// meaning2 returns what number x stands for in elements of type t.
func meaning2(t wire.GTPv2IEType, x uint64) string {
	switch t {
	case wire.GTPv2IERATType:
		return listed(ratTypes, x)
	case wire.GTPv2IESelectionMode:
		return listed(selectionModes, x&3)
	case wire.GTPv2IEPDNType:
		return listed(pdnTypes, x&7)
	case wire.GTPv2IENodeType:
		return listed([]string{"MME", "SGSN"}, x)
	case wire.GTPv2IEServiceIndicator:
		return listed([]string{1: "CS call", 2: "SMS"}, x)
	case wire.GTPv2IEDetachType:
		return listed([]string{1: "PS", 2: "combined PS/CS"}, x)
	}
	return ""
}

var pdnTypes = []string{1: "IPv4", 2: "IPv6", 3: "IPv4v6", 4: "Non-IP", 5: "Ethernet"}

// ValueOf2 returns the value of an element of version 2, of type t with data d: of the
// type that is the element's, or [Bytes] if it is malformed or its form is not known.
// Elements in one are [IEs2]. Its bytes are d.
func ValueOf2(t wire.GTPv2IEType, d []byte) Value {
	switch f := forms2[t]; f {
	case group:
		return IEs2(d)
	case fields:
		return exact(structure(new2(t), d), d)
	default:
		v := plain(f, d)
		if n, ok := v.(Number); ok {
			n.Name = meaning2(t, n.Value)
			v = n
		}
		return exact(v, d)
	}
}

// IEs2 are information elements of version 2 in wire form, of a message or of an element
// that is a group. The zero value has none. 3GPP TS 29.274 §8.2.
type IEs2 []byte

// All yields the elements, up to the first malformed one.
func (o IEs2) All() iter.Seq[wire.GTPv2IE] { return wire.GTPv2IEs(o).All() }

// Get returns the data of the first element of type t and the given instance.
func (o IEs2) Get(t wire.GTPv2IEType, instance uint8) (data []byte, ok bool) {
	return wire.GTPv2IEs(o).Get(t, instance)
}

// Value returns the value of the first element of type t and the given instance, of the
// type that [ValueOf2] has for it.
func (o IEs2) Value(t wire.GTPv2IEType, instance uint8) (v Value, ok bool) {
	d, ok := o.Get(t, instance)
	if !ok {
		return nil, false
	}
	return ValueOf2(t, d), true
}

// Values yields the values of all elements, up to the first malformed one.
func (o IEs2) Values() iter.Seq2[wire.GTPv2IE, Value] {
	return func(yield func(wire.GTPv2IE, Value) bool) {
		for e := range o.All() {
			if !yield(e, ValueOf2(e.Type, e.Value)) {
				return
			}
		}
	}
}

// Add returns o and one more element. A value of more than 65535 bytes is cut.
func (o IEs2) Add(t wire.GTPv2IEType, instance uint8, v Value) IEs2 {
	return IEs2(wire.GTPv2IEs(o).Add(t, instance, v.AppendWire(nil)...))
}

// AppendWire implements [Value].
func (o IEs2) AppendWire(b []byte) []byte { return append(b, o...) }

// String returns the elements as "IMSI 001010000000001, Bearer Context [EPS Bearer ID 5]".
func (o IEs2) String() string { return string(o.appendTo(nil, 0)) }

// maxDepth is how deep groups are printed.
const maxDepth = 8

func (o IEs2) appendTo(b []byte, depth int) []byte {
	var text []byte
	for e, v := range o.Values() {
		if len(text) > 0 {
			text = append(text, ", "...)
		}
		text = append(text, e.Type.String()...)
		if e.Instance&15 != 0 {
			text = append(append(text, '/'), Number{Value: uint64(e.Instance & 15)}.String()...)
		}
		text = append(text, ' ')
		if g, ok := v.(IEs2); ok && depth < maxDepth {
			text = append(g.appendTo(append(text, '['), depth+1), ']')
		} else if ok {
			text = append(text, Bytes(g).String()...)
		} else {
			text = append(text, v.String()...)
		}
	}
	return append(b, coder.AppendRest(text, wire.GTPv2IEs(o).Rest())...)
}
