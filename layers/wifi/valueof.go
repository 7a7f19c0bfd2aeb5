package wifi

import "github.com/gocap-project/gocap/wire"

// valueOf returns the value of an element.
func valueOf(x wire.Dot11Element) Value {
	if v := typedValue(x); v != nil {
		return v
	}
	return Unknown{x.ID, x.Data}
}

// hasType reports whether elements with that id have a type of their own.
func hasType(x id) bool {
	e := wire.Dot11Element{ID: x, Data: make([]byte, 255)}
	_, unknown := valueOf(e).(Unknown)
	return !unknown
}

// typedValue returns the value of an element, or nil if it has no type of its own or is
// malformed.
func typedValue(x wire.Dot11Element) Value {
	switch x.ID {
	case wire.Dot11ElemSSID:
		return SSID(x.Data)
	case wire.Dot11ElemSupportedRates:
		return Rates(x.Data)
	case wire.Dot11ElemExtSupportedRates:
		return ExtRates(x.Data)
	case wire.Dot11ElemDSSS:
		return fixed[Channel](x.Data)
	case wire.Dot11ElemTIM:
		return tim(x.Data)
	case wire.Dot11ElemCountry:
		return country(x.Data)
	case wire.Dot11ElemRSN:
		return rsn(x.Data)
	case wire.Dot11ElemVendor:
		return vendorValue(x.Data)
	case wire.Dot11ElemEDCA:
		return edca(x.Data)
	case wire.Dot11ElemReducedNeighborReport:
		return ReducedNeighborReport(x.Data)
	case wire.Dot11ElemBSSLoad:
		return fixed[BSSLoad](x.Data)
	case wire.Dot11ElemPowerCapability:
		return fixed[PowerCapability](x.Data)
	case wire.Dot11ElemTPCReport:
		return fixed[TPCReport](x.Data)
	case wire.Dot11ElemChannelSwitch:
		return fixed[ChannelSwitch](x.Data)
	case wire.Dot11ElemExtChannelSwitch:
		return fixed[ExtChannelSwitch](x.Data)
	case wire.Dot11ElemQuiet:
		return fixed[Quiet](x.Data)
	case wire.Dot11ElemHTCapabilities:
		return fixed[HTCapabilities](x.Data)
	case wire.Dot11ElemHTOperation:
		return fixed[HTOperation](x.Data)
	case wire.Dot11ElemMobilityDomain:
		return fixed[MobilityDomain](x.Data)
	case wire.Dot11ElemTimeoutInterval:
		return fixed[TimeoutInterval](x.Data)
	case wire.Dot11ElemRMCapabilities:
		return fixed[RMCapabilities](x.Data)
	case wire.Dot11ElemOverlappingScan:
		return fixed[OverlappingScan](x.Data)
	case wire.Dot11ElemBSSMaxIdlePeriod:
		return fixed[BSSMaxIdlePeriod](x.Data)
	case wire.Dot11ElemLinkIdentifier:
		return fixed[LinkIdentifier](x.Data)
	case wire.Dot11ElemMeshConfig:
		return fixed[MeshConfig](x.Data)
	case wire.Dot11ElemVHTCapabilities:
		return fixed[VHTCapabilities](x.Data)
	case wire.Dot11ElemVHTOperation:
		return fixed[VHTOperation](x.Data)
	case wire.Dot11ElemWideBandwidthSwitch:
		return fixed[WideBandwidthSwitch](x.Data)
	case wire.Dot11ElemMUEDCA:
		return fixed[MUEDCA](x.Data)
	case wire.Dot11ElemCoexistence2040:
		return fixed[Coexistence](x.Data)
	case wire.Dot11ElemHE6GHzBand:
		return fixed[HE6GHzBand](x.Data)
	case wire.Dot11ElemPowerConstraint:
		return fixed[PowerConstraint](x.Data)
	case wire.Dot11ElemERP:
		return fixed[ERP](x.Data)
	case wire.Dot11ElemQoSCapability:
		return fixed[QoSCapability](x.Data)
	case wire.Dot11ElemIBSSParams:
		return fixed[ATIMWindow](x.Data)
	case wire.Dot11ElemSecondaryChannelOffset:
		return fixed[SecondaryChannel](x.Data)
	case wire.Dot11ElemOperatingMode:
		return fixed[OperatingMode](x.Data)
	case wire.Dot11ElemAID:
		return fixed[AID](x.Data)
	case wire.Dot11ElemRCPI:
		return fixed[RCPI](x.Data)
	case wire.Dot11ElemChallengeText:
		return ChallengeText(x.Data)
	case wire.Dot11ElemMeshID:
		return MeshID(x.Data)
	case wire.Dot11ElemSupportedChannels:
		return SupportedChannels(x.Data)
	case wire.Dot11ElemOperatingClasses:
		return OperatingClasses(x.Data)
	case wire.Dot11ElemExtCapabilities:
		return ExtCapabilities(x.Data)
	case wire.Dot11ElemRSNExtension:
		if len(x.Data) >= 1 {
			return RSNExtension(x.Data)
		}
	case wire.Dot11ElemTransmitPowerEnvelope:
		if len(x.Data) >= 2 {
			return TransmitPowerEnvelope(x.Data)
		}
	case wire.Dot11ElemInterworking:
		if len(x.Data) >= 1 {
			return Interworking(x.Data)
		}
	case wire.Dot11ElemFastBSSTransition:
		if len(x.Data) >= 82 {
			return FastTransition(x.Data)
		}
	case wire.Dot11ElemHECapabilities:
		if len(x.Data) >= 21 {
			return HECapabilities(x.Data)
		}
	case wire.Dot11ElemHEOperation:
		if len(x.Data) >= 6 {
			return HEOperation(x.Data)
		}
	case wire.Dot11ElemSpatialReuse:
		if len(x.Data) >= 1 {
			return SpatialReuse(x.Data)
		}
	case wire.Dot11ElemEHTCapabilities:
		if len(x.Data) >= 11 {
			return EHTCapabilities(x.Data)
		}
	case wire.Dot11ElemEHTOperation:
		if len(x.Data) >= 5 {
			return EHTOperation(x.Data)
		}
	case wire.Dot11ElemMultiLink:
		if len(x.Data) >= 2 {
			return MultiLink(x.Data)
		}
	case wire.Dot11ElemMultipleBSSID:
		if len(x.Data) >= 1 {
			return MultipleBSSID(x.Data)
		}
	case wire.Dot11ElemNeighborReport:
		if len(x.Data) >= 13 {
			return NeighborReport(x.Data)
		}
	}
	return nil
}
