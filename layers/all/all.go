// Package all has every protocol of gocap: importing it binds them to their numbers.
//
//	import _ "github.com/gocap-project/gocap/layers/all"
package all

import (
	_ "github.com/gocap-project/gocap/layers"           // the core protocols
	_ "github.com/gocap-project/gocap/layers/bgp"       // BGP
	_ "github.com/gocap-project/gocap/layers/bluetooth" // Bluetooth Low Energy, HCI
	_ "github.com/gocap-project/gocap/layers/cisco"     // CDP, UDLD, DTP, VTP
	_ "github.com/gocap-project/gocap/layers/dhcp"      // DHCP, BOOTP
	_ "github.com/gocap-project/gocap/layers/dhcpv6"    // DHCPv6
	_ "github.com/gocap-project/gocap/layers/diameter"  // Diameter
	_ "github.com/gocap-project/gocap/layers/dns"       // DNS, mDNS, LLMNR
	_ "github.com/gocap-project/gocap/layers/eap"       // EAPOL, EAP, MKA
	_ "github.com/gocap-project/gocap/layers/gtp"       // GTP-C, GTP'
	_ "github.com/gocap-project/gocap/layers/ike"       // IKE, ISAKMP
	_ "github.com/gocap-project/gocap/layers/lldp"      // LLDP
	_ "github.com/gocap-project/gocap/layers/mysql"     // MySQL
	_ "github.com/gocap-project/gocap/layers/netflow"   // NetFlow, IPFIX
	_ "github.com/gocap-project/gocap/layers/ospf"      // OSPFv2, OSPFv3
	_ "github.com/gocap-project/gocap/layers/pfcp"      // PFCP
	_ "github.com/gocap-project/gocap/layers/postgres"  // PostgreSQL
	_ "github.com/gocap-project/gocap/layers/ppp"       // LCP, IPCP, IPV6CP, CCP, ECP, PAP, CHAP
	_ "github.com/gocap-project/gocap/layers/quic"      // QUIC
	_ "github.com/gocap-project/gocap/layers/radius"    // RADIUS
	_ "github.com/gocap-project/gocap/layers/rsvp"      // RSVP
	_ "github.com/gocap-project/gocap/layers/rtp"       // RTP, RTCP
	_ "github.com/gocap-project/gocap/layers/sctp"      // SCTP
	_ "github.com/gocap-project/gocap/layers/sflow"     // sFlow
	_ "github.com/gocap-project/gocap/layers/sip"       // SIP, SDP
	_ "github.com/gocap-project/gocap/layers/snmp"      // SNMP
	_ "github.com/gocap-project/gocap/layers/stun"      // STUN, TURN
	_ "github.com/gocap-project/gocap/layers/tls"       // TLS, DTLS
	_ "github.com/gocap-project/gocap/layers/wifi"      // 802.11, radiotap, PPI
	_ "github.com/gocap-project/gocap/layers/wpan"      // 802.15.4
)
