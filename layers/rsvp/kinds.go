package rsvp

import "github.com/gocap-project/gocap/wire"

// A kind makes a zero value of a form of a class, or nil.
type kind func(class wire.RSVPClass, form uint8) Value

// kinds are the forms of each class. To add an object: its line here.
var kinds = [256]kind{
	wire.RSVPSession: session,
	wire.RSVPHop:     hop,

	wire.RSVPIntegrity:  one(func(wire.RSVPClass) Value { return new(Integrity) }),
	wire.RSVPTimeValues: one(func(wire.RSVPClass) Value { return new(TimeValues) }),
	wire.RSVPErrorSpec:  errorSpec, wire.RSVPAlarmSpec: errorSpec,
	wire.RSVPScope: scope,
	wire.RSVPStyle: one(func(wire.RSVPClass) Value { return new(Style) }),

	wire.RSVPFlowspec: flow, wire.RSVPSenderTspec: flow, wire.RSVPAdspec: flow,
	wire.RSVPFilterSpec: sender, wire.RSVPSenderTemplate: sender,

	wire.RSVPPolicyData: one(func(wire.RSVPClass) Value { return new(PolicyData) }),
	wire.RSVPConfirm:    address, wire.RSVPNotifyRequest: address, wire.RSVPSubLSP: address,

	wire.RSVPLabel: label, wire.RSVPRecoveryLabel: label, wire.RSVPUpstreamLabel: label, wire.RSVPSuggestedLabel: label,
	wire.RSVPLabelRequest: labelRequest,
	wire.RSVPLabelSet:     labelSet, wire.RSVPAcceptableLabelSet: labelSet,
	wire.RSVPProtection:  protection,
	wire.RSVPAssociation: association,

	wire.RSVPExplicitRoute: route, wire.RSVPRecordRoute: route, wire.RSVPExcludeRoute: route,
	wire.RSVPSecondaryExplicit: route, wire.RSVPSecondaryRecord: route,

	wire.RSVPHelloObject:   hello,
	wire.RSVPMessageID:     one(func(wire.RSVPClass) Value { return new(MessageID) }),
	wire.RSVPMessageIDAck:  ack,
	wire.RSVPMessageIDList: one(func(wire.RSVPClass) Value { return new(MessageIDList) }),

	wire.RSVPDetour:      detour,
	wire.RSVPChallenge:   one(func(wire.RSVPClass) Value { return new(Challenge) }),
	wire.RSVPClassType:   one(func(wire.RSVPClass) Value { return new(ClassType) }),
	wire.RSVPRestart:     one(func(wire.RSVPClass) Value { return new(Restart) }),
	wire.RSVPCapability:  one(func(wire.RSVPClass) Value { return new(Capability) }),
	wire.RSVPAdminStatus: one(func(wire.RSVPClass) Value { return new(AdminStatus) }),

	wire.RSVPAttributes:         one(func(c wire.RSVPClass) Value { return &Attributes{Class: c} }),
	wire.RSVPRequiredAttributes: one(func(c wire.RSVPClass) Value { return &Attributes{Class: c} }),

	wire.RSVPFastReroute: fastReroute, wire.RSVPSessionAttribute: attribute,
}

// one is the kind of a class that has form 1.
func one(f func(wire.RSVPClass) Value) kind {
	return func(class wire.RSVPClass, form uint8) Value {
		if form != 1 {
			return nil
		}
		return f(class)
	}
}

func session(_ wire.RSVPClass, form uint8) Value {
	switch form {
	case 1, 2:
		return &Session{Dst: family(form == 2)}
	case 7, 8, 11:
		return &TunnelSession{End: family(form == 8), UNI: form == 11}
	case 9, 10:
		return &AggregateSession{Dst: family(form == 10)}
	case 13, 14:
		return &P2MPSession{Extended: family(form == 14)}
	}
	return nil
}

func hop(_ wire.RSVPClass, form uint8) Value {
	if form < 1 || form > 4 {
		return nil
	}
	return &Hop{Addr: family(form%2 == 0)}
}

func errorSpec(class wire.RSVPClass, form uint8) Value {
	if form < 1 || form > 4 {
		return nil
	}
	return &ErrorSpec{Node: family(form%2 == 0), Alarm: class == wire.RSVPAlarmSpec}
}

func scope(_ wire.RSVPClass, form uint8) Value {
	if form != 1 && form != 2 {
		return nil
	}
	return &Scope{six: form == 2}
}

func flow(class wire.RSVPClass, form uint8) Value {
	switch {
	case form == 2:
		return &Flow{Class: class}
	case class == wire.RSVPAdspec:
		return nil
	case form == 4 || form == 5:
		return &TDM{Class: class, OTN: form == 5}
	case form == 6:
		return &EthernetFlow{Class: class}
	}
	return nil
}

func sender(class wire.RSVPClass, form uint8) Value {
	switch form {
	case 1, 2, 3:
		return &Sender{Class: class, Addr: family(form > 1), HasFlow: form == 3}
	case 7, 8:
		return &LSP{Class: class, Sender: family(form == 8)}
	case 9, 10:
		return &AggregateSender{Class: class, Addr: family(form == 10)}
	case 12, 13:
		return &P2MPLSP{Class: class, Sender: family(form == 13)}
	}
	return nil
}

func address(class wire.RSVPClass, form uint8) Value {
	if form != 1 && form != 2 {
		return nil
	}
	return &Address{Class: class, Addr: family(form == 2)}
}

func label(class wire.RSVPClass, form uint8) Value {
	switch form {
	case 1, 2:
		return &Labels{Class: class, Generalized: form == 2}
	case 3:
		return &Waveband{Class: class}
	}
	return nil
}

func labelRequest(_ wire.RSVPClass, form uint8) Value {
	switch form {
	case 1, 2, 3:
		return &LabelRequest{Form: form}
	case 4, 5:
		return new(GeneralizedRequest)
	}
	return nil
}

func labelSet(class wire.RSVPClass, form uint8) Value {
	if form != 1 || class == wire.RSVPAcceptableLabelSet && form > 3 {
		return nil
	}
	return &LabelSet{Class: class}
}

func protection(_ wire.RSVPClass, form uint8) Value {
	if form != 1 && form != 2 {
		return nil
	}
	return new(Protection)
}

func association(_ wire.RSVPClass, form uint8) Value {
	if form < 1 || form > 4 {
		return nil
	}
	return &Association{Source: family(form%2 == 0)}
}

func route(class wire.RSVPClass, form uint8) Value {
	if form != 1 && form != 2 {
		return nil
	}
	return &Route{Class: class, Form: form}
}

func hello(_ wire.RSVPClass, form uint8) Value {
	if form != 1 && form != 2 {
		return nil
	}
	return &Hello{Ack: form == 2}
}

func ack(_ wire.RSVPClass, form uint8) Value {
	if form != 1 && form != 2 {
		return nil
	}
	return &MessageIDAck{Nack: form == 2}
}

func detour(_ wire.RSVPClass, form uint8) Value {
	if form != 7 && form != 8 {
		return nil
	}
	return &Detour{six: form == 8}
}

func fastReroute(_ wire.RSVPClass, form uint8) Value {
	if form != 1 && form != 7 {
		return nil
	}
	return &FastReroute{Old: form == 7}
}

func attribute(_ wire.RSVPClass, form uint8) Value {
	switch form {
	case 1:
		return &SessionAttribute{Affinities: new([3]uint32)}
	case 7:
		return new(SessionAttribute)
	}
	return nil
}
