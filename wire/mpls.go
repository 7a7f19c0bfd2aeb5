package wire

// PortMPLS is the UDP port of MPLS. RFC 7510 §3.
const PortMPLS = 6635

// Reserved labels. RFC 3032 §2.1 and RFC 5586 §4.
const (
	MPLSIPv4Null     = 0 // only at the bottom: IPv4 follows
	MPLSRouterAlert  = 1
	MPLSIPv6Null     = 2  // only at the bottom: IPv6 follows
	MPLSImplicitNull = 3  // never on the wire
	MPLSEntropy      = 7  // the next label is an entropy label, RFC 6790
	MPLSGAL          = 13 // a generic associated channel follows, RFC 5586
	MPLSOAMAlert     = 14 // RFC 3429
	MPLSExtension    = 15 // the next label is of the extended range, RFC 7274
)
