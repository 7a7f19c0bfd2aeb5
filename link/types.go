package link

// Link types, LINKTYPE_ values of https://www.tcpdump.org/linktypes.html.
// A few numbers were assigned for private or internal use and never documented;
// they are here so that files which bear them can be named.
const (
	Null                   Type = 0   // BSD loopback: 4-byte address family in the byte order of the capturing host
	Ethernet               Type = 1   // Ethernet
	ExpEthernet            Type = 2   // experimental 3 Mb/s Ethernet
	AX25                   Type = 3   // amateur radio AX.25
	Pronet                 Type = 4   // Proteon ProNET token ring
	Chaos                  Type = 5   // MIT Chaosnet
	TokenRing              Type = 6   // IEEE 802.5 token ring
	ARCNETBSD              Type = 7   // ARCNET with a BSD header
	SLIP                   Type = 8   // SLIP with a 16-byte pseudo-header
	PPP                    Type = 9   // PPP, with or without HDLC-like framing
	FDDI                   Type = 10  // FDDI
	RedbackSmartEdge       Type = 32  // Redback SmartEdge 400/800
	PPPHDLC                Type = 50  // PPP in HDLC-like framing (RFC 1662) or Cisco PPP with HDLC framing
	PPPEther               Type = 51  // PPPoE session without the Ethernet header (RFC 2516)
	SymantecFirewall       Type = 99  // Symantec Enterprise Firewall
	ATMRFC1483             Type = 100 // LLC/SNAP-encapsulated ATM (RFC 1483)
	Raw                    Type = 101 // raw IP: IPv4 or IPv6, told apart by the version field
	SLIPBSDOS              Type = 102 // BSD/OS SLIP
	PPPBSDOS               Type = 103 // BSD/OS PPP
	CiscoHDLC              Type = 104 // Cisco PPP with HDLC framing (RFC 1547 section 4.3.1)
	IEEE80211              Type = 105 // IEEE 802.11 wireless LAN
	ATMClassicalIP         Type = 106 // Linux classical IP over ATM
	FrameRelay             Type = 107 // frame relay LAPF frames
	Loop                   Type = 108 // OpenBSD loopback: 4-byte address family in network byte order
	Enc                    Type = 109 // OpenBSD encapsulated IP (IPsec)
	LANE8023               Type = 110 // ATM LAN emulation for 802.3
	HIPPI                  Type = 111 // NetBSD HIPPI
	NetBSDHDLC             Type = 112 // NetBSD HDLC framing
	LinuxSLL               Type = 113 // Linux cooked capture, version 1
	LocalTalk              Type = 114 // Apple LocalTalk
	Econet                 Type = 115 // Acorn Econet
	IPFilter               Type = 116 // OpenBSD ipfilter log
	PFLog                  Type = 117 // OpenBSD pf log
	CiscoIOS               Type = 118 // Cisco internal use
	PrismHeader            Type = 119 // IEEE 802.11 with a Prism monitor-mode header
	AironetHeader          Type = 120 // IEEE 802.11 with a Cisco Aironet header
	HHDLC                  Type = 121 // Siemens HiPath HDLC, or another use private to its site
	IPOverFC               Type = 122 // IP over Fibre Channel (RFC 2625)
	SunATM                 Type = 123 // ATM with a SunATM header
	RapidIO                Type = 124 // RapidIO
	PCIExpress             Type = 125 // PCI Express
	Aurora                 Type = 126 // Xilinx Aurora
	IEEE80211Radiotap      Type = 127 // IEEE 802.11 with a radiotap header
	TZSP                   Type = 128 // TaZmen Sniffer Protocol
	ARCNETLinux            Type = 129 // ARCNET with a Linux header
	JuniperMLPPP           Type = 130 // Juniper multi-link PPP
	JuniperMLFR            Type = 131 // Juniper multi-link frame relay (FRF.15)
	JuniperES              Type = 132 // Juniper encryption services PIC
	JuniperGGSN            Type = 133 // Juniper GGSN PIC
	JuniperMFR             Type = 134 // Juniper multi-link frame relay (FRF.16)
	JuniperATM2            Type = 135 // Juniper ATM2 PIC
	JuniperServices        Type = 136 // Juniper services PIC
	JuniperATM1            Type = 137 // Juniper ATM1 PIC
	AppleIPOverIEEE1394    Type = 138 // Apple IP over IEEE 1394
	MTP2WithPhdr           Type = 139 // SS7 MTP2 with a pseudo-header
	MTP2                   Type = 140 // SS7 MTP2
	MTP3                   Type = 141 // SS7 MTP3
	SCCP                   Type = 142 // SS7 SCCP
	DOCSIS                 Type = 143 // DOCSIS MAC frames
	LinuxIrDA              Type = 144 // Linux IrDA
	IBMSP                  Type = 145 // IBM SP switch
	IBMSN                  Type = 146 // IBM Next Federation switch
	User0                  Type = 147 // private use 0
	User1                  Type = 148 // private use 1
	User2                  Type = 149 // private use 2
	User3                  Type = 150 // private use 3
	User4                  Type = 151 // private use 4
	User5                  Type = 152 // private use 5
	User6                  Type = 153 // private use 6
	User7                  Type = 154 // private use 7
	User8                  Type = 155 // private use 8
	User9                  Type = 156 // private use 9
	User10                 Type = 157 // private use 10
	User11                 Type = 158 // private use 11
	User12                 Type = 159 // private use 12
	User13                 Type = 160 // private use 13
	User14                 Type = 161 // private use 14
	User15                 Type = 162 // private use 15
	IEEE80211AVS           Type = 163 // IEEE 802.11 with an AVS header
	JuniperMonitor         Type = 164 // Juniper passive monitor PIC
	BACnetMSTP             Type = 165 // BACnet MS/TP
	PPPPPPD                Type = 166 // PPP as Linux pppd gives it, with direction
	JuniperPPPoE           Type = 167 // Juniper PPPoE
	JuniperPPPoEATM        Type = 168 // Juniper PPPoE over ATM
	GPRSLLC                Type = 169 // GPRS LLC (3GPP TS 04.64)
	GPFT                   Type = 170 // GPF-T (ITU-T G.7041)
	GPFF                   Type = 171 // GPF-F (ITU-T G.7041)
	GcomT1E1               Type = 172 // Gcom T1/E1 line monitoring
	GcomSerial             Type = 173 // Gcom serial line monitoring
	JuniperPICPeer         Type = 174 // Juniper PIC peer
	ERFEth                 Type = 175 // Ethernet with an Endace ERF header
	ERFPOS                 Type = 176 // Packet over SONET with an Endace ERF header
	LinuxLAPD              Type = 177 // ISDN LAPD with a Linux vISDN pseudo-header
	JuniperEther           Type = 178 // Juniper Ethernet
	JuniperPPP             Type = 179 // Juniper PPP
	JuniperFrameRelay      Type = 180 // Juniper frame relay
	JuniperCHDLC           Type = 181 // Juniper C-HDLC
	MFR                    Type = 182 // multi-link frame relay (FRF.16.1)
	JuniperVP              Type = 183 // Juniper voice PIC
	A429                   Type = 184 // ARINC 429
	A653ICM                Type = 185 // ARINC 653 interpartition communication
	USBFreeBSD             Type = 186 // USB with a FreeBSD header
	BluetoothHCIH4         Type = 187 // Bluetooth HCI UART transport layer
	IEEE80216MACCPS        Type = 188 // IEEE 802.16 MAC common part sublayer
	USBLinux               Type = 189 // USB with a 48-byte Linux header
	CAN20B                 Type = 190 // CAN 2.0B
	IEEE802154Linux        Type = 191 // IEEE 802.15.4 with addresses padded, as Linux gave it
	PPI                    Type = 192 // Per-Packet Information header
	IEEE80216MACCPSRadio   Type = 193 // IEEE 802.16 MAC common part sublayer with radiotap
	JuniperISM             Type = 194 // Juniper integrated service module
	IEEE802154             Type = 195 // IEEE 802.15.4 with FCS
	SITA                   Type = 196 // various link types with a SITA pseudo-header
	ERF                    Type = 197 // Endace ERF records
	RAIF1                  Type = 198 // u10 Networks serial USB
	IPMBKontron            Type = 199 // IPMB with a Kontron pseudo-header
	JuniperST              Type = 200 // Juniper secure tunnel
	BluetoothHCIH4WithPhdr Type = 201 // Bluetooth HCI UART transport layer with direction
	AX25KISS               Type = 202 // AX.25 with a KISS header
	LAPD                   Type = 203 // ISDN LAPD (Q.921)
	PPPWithDir             Type = 204 // PPP with direction
	CiscoHDLCWithDir       Type = 205 // Cisco HDLC with direction
	FrameRelayWithDir      Type = 206 // frame relay with direction
	LAPBWithDir            Type = 207 // X.25 LAPB with direction
	I2CLinux               Type = 209 // I2C (IPMB) with a Linux pseudo-header
	FlexRay                Type = 210 // FlexRay automotive bus
	MOST                   Type = 211 // MOST automotive bus
	LIN                    Type = 212 // LIN automotive bus
	X2ESerial              Type = 213 // X2E serial line capture
	X2EXoraya              Type = 214 // X2E Xoraya data logger
	IEEE802154NonASKPHY    Type = 215 // IEEE 802.15.4 with the PHY header of non-ASK PHYs
	LinuxEvdev             Type = 216 // Linux evdev input events
	GSMTAPUm               Type = 217 // GSM Um interface with a gsmtap header
	GSMTAPAbis             Type = 218 // GSM Abis interface with a gsmtap header
	MPLS                   Type = 219 // MPLS label stack
	USBLinuxMmapped        Type = 220 // USB with a 64-byte Linux header
	DECT                   Type = 221 // DECT with a pseudo-header
	AOS                    Type = 222 // AOS space data link protocol
	WirelessHART           Type = 223 // WirelessHART
	FC2                    Type = 224 // Fibre Channel FC-2
	FC2WithFrameDelims     Type = 225 // Fibre Channel FC-2 with frame delimiters
	IPNet                  Type = 226 // Solaris ipnet
	SocketCAN              Type = 227 // CAN with a SocketCAN header
	IPv4                   Type = 228 // raw IPv4
	IPv6                   Type = 229 // raw IPv6
	IEEE802154NoFCS        Type = 230 // IEEE 802.15.4 without FCS
	DBus                   Type = 231 // D-Bus messages
	JuniperVS              Type = 232 // Juniper virtual service
	JuniperSRXE2E          Type = 233 // Juniper SRX end to end
	JuniperFibreChannel    Type = 234 // Juniper Fibre Channel
	DVBCI                  Type = 235 // DVB common interface
	MUX27010               Type = 236 // 3GPP 27.010 multiplexing
	STANAG5066             Type = 237 // STANAG 5066 D_PDU
	JuniperATMCEMIC        Type = 238 // Juniper ATM CE MIC
	NFLog                  Type = 239 // Linux netfilter log messages
	NetAnalyzer            Type = 240 // Ethernet with a Hilscher netANALYZER header
	NetAnalyzerTransparent Type = 241 // Ethernet with a Hilscher netANALYZER header, preamble and SFD
	IPoIB                  Type = 242 // IP over InfiniBand (RFC 4391)
	MPEG2TS                Type = 243 // MPEG-2 transport stream
	NG40                   Type = 244 // ng40 protocol tester
	NFCLLCP                Type = 245 // NFC logical link control with a pseudo-header
	PFSync                 Type = 246 // pfsync state synchronisation
	InfiniBand             Type = 247 // InfiniBand
	SCTP                   Type = 248 // SCTP without lower layers (RFC 9260)
	USBPcap                Type = 249 // USB with a USBPcap header
	RTACSerial             Type = 250 // Schweitzer Engineering RTAC serial line
	BluetoothLELL          Type = 251 // Bluetooth Low Energy link layer
	WiresharkUpperPDU      Type = 252 // upper-layer PDU with Wireshark's tags
	Netlink                Type = 253 // Linux netlink with a cooked header
	BluetoothLinuxMonitor  Type = 254 // Bluetooth Linux monitor
	BluetoothBREDRBB       Type = 255 // Bluetooth BR/EDR baseband
	BluetoothLELLWithPhdr  Type = 256 // Bluetooth Low Energy link layer with a pseudo-header
	ProfibusDL             Type = 257 // PROFIBUS data link layer
	PKTAP                  Type = 258 // Apple PKTAP
	EPON                   Type = 259 // Ethernet passive optical network, preamble included
	IPMIHPM2               Type = 260 // IPMI trace (PICMG HPM.2)
	ZWaveR1R2              Type = 261 // Z-Wave RF profiles R1 and R2
	ZWaveR3                Type = 262 // Z-Wave RF profile R3
	WattStopperDLM         Type = 263 // WattStopper digital lighting management
	ISO14443               Type = 264 // ISO 14443 contactless smartcard messages
	RDS                    Type = 265 // radio data system groups
	USBDarwin              Type = 266 // USB with a Darwin header
	OpenFlow               Type = 267 // OpenBSD switch(4) OpenFlow messages
	SDLC                   Type = 268 // SNA SDLC
	TILLNSniffer           Type = 269 // Texas Instruments LLN sniffer
	LoRaTap                Type = 270 // LoRa with a LoRaTap header
	VSock                  Type = 271 // virtual machine sockets (vsock)
	NordicBLE              Type = 272 // Nordic Semiconductor Bluetooth LE sniffer
	DOCSIS31XRA31          Type = 273 // DOCSIS 3.1 with an Excentis XRA-31 header
	EthernetMPacket        Type = 274 // IEEE 802.3br mPackets
	DisplayPortAUX         Type = 275 // DisplayPort AUX channel
	LinuxSLL2              Type = 276 // Linux cooked capture, version 2
	SercosMonitor          Type = 277 // Sercos monitor
	OpenVizsla             Type = 278 // OpenVizsla USB sniffer
	EBHSCR                 Type = 279 // Elektrobit high speed capture and replay
	VPPDispatch            Type = 280 // fd.io VPP graph dispatch trace
	DSATagBRCM             Type = 281 // Ethernet with a Broadcom switch tag
	DSATagBRCMPrepend      Type = 282 // Ethernet with a prepended Broadcom switch tag
	IEEE802154TAP          Type = 283 // IEEE 802.15.4 with a TAP pseudo-header
	DSATagDSA              Type = 284 // Ethernet with a Marvell DSA switch tag
	DSATagEDSA             Type = 285 // Ethernet with a Marvell EDSA switch tag
	ELEE                   Type = 286 // ELEE lawful intercept
	ZWaveSerial            Type = 287 // serial frames between a host and a Z-Wave chip
	USB20                  Type = 288 // USB 2.0, 1.1 or 1.0 packets
	ATSCALP                Type = 289 // ATSC link-layer protocol
	ETW                    Type = 290 // Event Tracing for Windows
	NetAnalyzerNG          Type = 291 // Ethernet with a Hilscher netANALYZER NG header
	ZBOSSNCP               Type = 292 // ZBOSS network co-processor protocol
	USB20LowSpeed          Type = 293 // low-speed USB packets
	USB20FullSpeed         Type = 294 // full-speed USB packets
	USB20HighSpeed         Type = 295 // high-speed USB packets
	AuerswaldLog           Type = 296 // Auerswald log
	ZWaveTAP               Type = 297 // Z-Wave with a TAP pseudo-header
	SilabsDebugChannel     Type = 298 // Silicon Labs debug channel
	FiRaUCI                Type = 299 // FiRa ultra-wideband command interface
	MDB                    Type = 300 // MDB/ICP vending machine bus
	DECTNR                 Type = 301 // DECT-2020 New Radio
	EDK2MM                 Type = 302 // EDK2 UEFI management mode requests
)

// table is indexed by the LINKTYPE_ value. A literal of constants: the linker lays it out, nothing runs at start.
var table = [...]entry{
	Null:                   {"NULL", "BSD loopback: 4-byte address family in the byte order of the capturing host"},
	Ethernet:               {"EN10MB", "Ethernet"},
	ExpEthernet:            {"EN3MB", "experimental 3 Mb/s Ethernet"},
	AX25:                   {"AX25", "amateur radio AX.25"},
	Pronet:                 {"PRONET", "Proteon ProNET token ring"},
	Chaos:                  {"CHAOS", "MIT Chaosnet"},
	TokenRing:              {"IEEE802", "IEEE 802.5 token ring"},
	ARCNETBSD:              {"ARCNET", "ARCNET with a BSD header"},
	SLIP:                   {"SLIP", "SLIP with a 16-byte pseudo-header"},
	PPP:                    {"PPP", "PPP, with or without HDLC-like framing"},
	FDDI:                   {"FDDI", "FDDI"},
	RedbackSmartEdge:       {"REDBACK_SMARTEDGE", "Redback SmartEdge 400/800"},
	PPPHDLC:                {"PPP_SERIAL", "PPP in HDLC-like framing (RFC 1662) or Cisco PPP with HDLC framing"},
	PPPEther:               {"PPP_ETHER", "PPPoE session without the Ethernet header (RFC 2516)"},
	SymantecFirewall:       {"SYMANTEC_FIREWALL", "Symantec Enterprise Firewall"},
	ATMRFC1483:             {"ATM_RFC1483", "LLC/SNAP-encapsulated ATM (RFC 1483)"},
	Raw:                    {"RAW", "raw IP: IPv4 or IPv6, told apart by the version field"},
	SLIPBSDOS:              {"SLIP_BSDOS", "BSD/OS SLIP"},
	PPPBSDOS:               {"PPP_BSDOS", "BSD/OS PPP"},
	CiscoHDLC:              {"C_HDLC", "Cisco PPP with HDLC framing (RFC 1547 section 4.3.1)"},
	IEEE80211:              {"IEEE802_11", "IEEE 802.11 wireless LAN"},
	ATMClassicalIP:         {"ATM_CLIP", "Linux classical IP over ATM"},
	FrameRelay:             {"FRELAY", "frame relay LAPF frames"},
	Loop:                   {"LOOP", "OpenBSD loopback: 4-byte address family in network byte order"},
	Enc:                    {"ENC", "OpenBSD encapsulated IP (IPsec)"},
	LANE8023:               {"LANE8023", "ATM LAN emulation for 802.3"},
	HIPPI:                  {"HIPPI", "NetBSD HIPPI"},
	NetBSDHDLC:             {"HDLC", "NetBSD HDLC framing"},
	LinuxSLL:               {"LINUX_SLL", "Linux cooked capture, version 1"},
	LocalTalk:              {"LTALK", "Apple LocalTalk"},
	Econet:                 {"ECONET", "Acorn Econet"},
	IPFilter:               {"IPFILTER", "OpenBSD ipfilter log"},
	PFLog:                  {"PFLOG", "OpenBSD pf log"},
	CiscoIOS:               {"CISCO_IOS", "Cisco internal use"},
	PrismHeader:            {"PRISM_HEADER", "IEEE 802.11 with a Prism monitor-mode header"},
	AironetHeader:          {"AIRONET_HEADER", "IEEE 802.11 with a Cisco Aironet header"},
	HHDLC:                  {"HHDLC", "Siemens HiPath HDLC, or another use private to its site"},
	IPOverFC:               {"IP_OVER_FC", "IP over Fibre Channel (RFC 2625)"},
	SunATM:                 {"SUNATM", "ATM with a SunATM header"},
	RapidIO:                {"RIO", "RapidIO"},
	PCIExpress:             {"PCI_EXP", "PCI Express"},
	Aurora:                 {"AURORA", "Xilinx Aurora"},
	IEEE80211Radiotap:      {"IEEE802_11_RADIO", "IEEE 802.11 with a radiotap header"},
	TZSP:                   {"TZSP", "TaZmen Sniffer Protocol"},
	ARCNETLinux:            {"ARCNET_LINUX", "ARCNET with a Linux header"},
	JuniperMLPPP:           {"JUNIPER_MLPPP", "Juniper multi-link PPP"},
	JuniperMLFR:            {"JUNIPER_MLFR", "Juniper multi-link frame relay (FRF.15)"},
	JuniperES:              {"JUNIPER_ES", "Juniper encryption services PIC"},
	JuniperGGSN:            {"JUNIPER_GGSN", "Juniper GGSN PIC"},
	JuniperMFR:             {"JUNIPER_MFR", "Juniper multi-link frame relay (FRF.16)"},
	JuniperATM2:            {"JUNIPER_ATM2", "Juniper ATM2 PIC"},
	JuniperServices:        {"JUNIPER_SERVICES", "Juniper services PIC"},
	JuniperATM1:            {"JUNIPER_ATM1", "Juniper ATM1 PIC"},
	AppleIPOverIEEE1394:    {"APPLE_IP_OVER_IEEE1394", "Apple IP over IEEE 1394"},
	MTP2WithPhdr:           {"MTP2_WITH_PHDR", "SS7 MTP2 with a pseudo-header"},
	MTP2:                   {"MTP2", "SS7 MTP2"},
	MTP3:                   {"MTP3", "SS7 MTP3"},
	SCCP:                   {"SCCP", "SS7 SCCP"},
	DOCSIS:                 {"DOCSIS", "DOCSIS MAC frames"},
	LinuxIrDA:              {"LINUX_IRDA", "Linux IrDA"},
	IBMSP:                  {"IBM_SP", "IBM SP switch"},
	IBMSN:                  {"IBM_SN", "IBM Next Federation switch"},
	User0:                  {"USER0", "private use 0"},
	User1:                  {"USER1", "private use 1"},
	User2:                  {"USER2", "private use 2"},
	User3:                  {"USER3", "private use 3"},
	User4:                  {"USER4", "private use 4"},
	User5:                  {"USER5", "private use 5"},
	User6:                  {"USER6", "private use 6"},
	User7:                  {"USER7", "private use 7"},
	User8:                  {"USER8", "private use 8"},
	User9:                  {"USER9", "private use 9"},
	User10:                 {"USER10", "private use 10"},
	User11:                 {"USER11", "private use 11"},
	User12:                 {"USER12", "private use 12"},
	User13:                 {"USER13", "private use 13"},
	User14:                 {"USER14", "private use 14"},
	User15:                 {"USER15", "private use 15"},
	IEEE80211AVS:           {"IEEE802_11_RADIO_AVS", "IEEE 802.11 with an AVS header"},
	JuniperMonitor:         {"JUNIPER_MONITOR", "Juniper passive monitor PIC"},
	BACnetMSTP:             {"BACNET_MS_TP", "BACnet MS/TP"},
	PPPPPPD:                {"PPP_PPPD", "PPP as Linux pppd gives it, with direction"},
	JuniperPPPoE:           {"JUNIPER_PPPOE", "Juniper PPPoE"},
	JuniperPPPoEATM:        {"JUNIPER_PPPOE_ATM", "Juniper PPPoE over ATM"},
	GPRSLLC:                {"GPRS_LLC", "GPRS LLC (3GPP TS 04.64)"},
	GPFT:                   {"GPF_T", "GPF-T (ITU-T G.7041)"},
	GPFF:                   {"GPF_F", "GPF-F (ITU-T G.7041)"},
	GcomT1E1:               {"GCOM_T1E1", "Gcom T1/E1 line monitoring"},
	GcomSerial:             {"GCOM_SERIAL", "Gcom serial line monitoring"},
	JuniperPICPeer:         {"JUNIPER_PIC_PEER", "Juniper PIC peer"},
	ERFEth:                 {"ERF_ETH", "Ethernet with an Endace ERF header"},
	ERFPOS:                 {"ERF_POS", "Packet over SONET with an Endace ERF header"},
	LinuxLAPD:              {"LINUX_LAPD", "ISDN LAPD with a Linux vISDN pseudo-header"},
	JuniperEther:           {"JUNIPER_ETHER", "Juniper Ethernet"},
	JuniperPPP:             {"JUNIPER_PPP", "Juniper PPP"},
	JuniperFrameRelay:      {"JUNIPER_FRELAY", "Juniper frame relay"},
	JuniperCHDLC:           {"JUNIPER_CHDLC", "Juniper C-HDLC"},
	MFR:                    {"MFR", "multi-link frame relay (FRF.16.1)"},
	JuniperVP:              {"JUNIPER_VP", "Juniper voice PIC"},
	A429:                   {"A429", "ARINC 429"},
	A653ICM:                {"A653_ICM", "ARINC 653 interpartition communication"},
	USBFreeBSD:             {"USB_FREEBSD", "USB with a FreeBSD header"},
	BluetoothHCIH4:         {"BLUETOOTH_HCI_H4", "Bluetooth HCI UART transport layer"},
	IEEE80216MACCPS:        {"IEEE802_16_MAC_CPS", "IEEE 802.16 MAC common part sublayer"},
	USBLinux:               {"USB_LINUX", "USB with a 48-byte Linux header"},
	CAN20B:                 {"CAN20B", "CAN 2.0B"},
	IEEE802154Linux:        {"IEEE802_15_4_LINUX", "IEEE 802.15.4 with addresses padded, as Linux gave it"},
	PPI:                    {"PPI", "Per-Packet Information header"},
	IEEE80216MACCPSRadio:   {"IEEE802_16_MAC_CPS_RADIO", "IEEE 802.16 MAC common part sublayer with radiotap"},
	JuniperISM:             {"JUNIPER_ISM", "Juniper integrated service module"},
	IEEE802154:             {"IEEE802_15_4", "IEEE 802.15.4 with FCS"},
	SITA:                   {"SITA", "various link types with a SITA pseudo-header"},
	ERF:                    {"ERF", "Endace ERF records"},
	RAIF1:                  {"RAIF1", "u10 Networks serial USB"},
	IPMBKontron:            {"IPMB_KONTRON", "IPMB with a Kontron pseudo-header"},
	JuniperST:              {"JUNIPER_ST", "Juniper secure tunnel"},
	BluetoothHCIH4WithPhdr: {"BLUETOOTH_HCI_H4_WITH_PHDR", "Bluetooth HCI UART transport layer with direction"},
	AX25KISS:               {"AX25_KISS", "AX.25 with a KISS header"},
	LAPD:                   {"LAPD", "ISDN LAPD (Q.921)"},
	PPPWithDir:             {"PPP_WITH_DIR", "PPP with direction"},
	CiscoHDLCWithDir:       {"C_HDLC_WITH_DIR", "Cisco HDLC with direction"},
	FrameRelayWithDir:      {"FRELAY_WITH_DIR", "frame relay with direction"},
	LAPBWithDir:            {"LAPB_WITH_DIR", "X.25 LAPB with direction"},
	I2CLinux:               {"I2C_LINUX", "I2C (IPMB) with a Linux pseudo-header"},
	FlexRay:                {"FLEXRAY", "FlexRay automotive bus"},
	MOST:                   {"MOST", "MOST automotive bus"},
	LIN:                    {"LIN", "LIN automotive bus"},
	X2ESerial:              {"X2E_SERIAL", "X2E serial line capture"},
	X2EXoraya:              {"X2E_XORAYA", "X2E Xoraya data logger"},
	IEEE802154NonASKPHY:    {"IEEE802_15_4_NONASK_PHY", "IEEE 802.15.4 with the PHY header of non-ASK PHYs"},
	LinuxEvdev:             {"LINUX_EVDEV", "Linux evdev input events"},
	GSMTAPUm:               {"GSMTAP_UM", "GSM Um interface with a gsmtap header"},
	GSMTAPAbis:             {"GSMTAP_ABIS", "GSM Abis interface with a gsmtap header"},
	MPLS:                   {"MPLS", "MPLS label stack"},
	USBLinuxMmapped:        {"USB_LINUX_MMAPPED", "USB with a 64-byte Linux header"},
	DECT:                   {"DECT", "DECT with a pseudo-header"},
	AOS:                    {"AOS", "AOS space data link protocol"},
	WirelessHART:           {"WIHART", "WirelessHART"},
	FC2:                    {"FC_2", "Fibre Channel FC-2"},
	FC2WithFrameDelims:     {"FC_2_WITH_FRAME_DELIMS", "Fibre Channel FC-2 with frame delimiters"},
	IPNet:                  {"IPNET", "Solaris ipnet"},
	SocketCAN:              {"CAN_SOCKETCAN", "CAN with a SocketCAN header"},
	IPv4:                   {"IPV4", "raw IPv4"},
	IPv6:                   {"IPV6", "raw IPv6"},
	IEEE802154NoFCS:        {"IEEE802_15_4_NOFCS", "IEEE 802.15.4 without FCS"},
	DBus:                   {"DBUS", "D-Bus messages"},
	JuniperVS:              {"JUNIPER_VS", "Juniper virtual service"},
	JuniperSRXE2E:          {"JUNIPER_SRX_E2E", "Juniper SRX end to end"},
	JuniperFibreChannel:    {"JUNIPER_FIBRECHANNEL", "Juniper Fibre Channel"},
	DVBCI:                  {"DVB_CI", "DVB common interface"},
	MUX27010:               {"MUX27010", "3GPP 27.010 multiplexing"},
	STANAG5066:             {"STANAG_5066_D_PDU", "STANAG 5066 D_PDU"},
	JuniperATMCEMIC:        {"JUNIPER_ATM_CEMIC", "Juniper ATM CE MIC"},
	NFLog:                  {"NFLOG", "Linux netfilter log messages"},
	NetAnalyzer:            {"NETANALYZER", "Ethernet with a Hilscher netANALYZER header"},
	NetAnalyzerTransparent: {"NETANALYZER_TRANSPARENT", "Ethernet with a Hilscher netANALYZER header, preamble and SFD"},
	IPoIB:                  {"IPOIB", "IP over InfiniBand (RFC 4391)"},
	MPEG2TS:                {"MPEG_2_TS", "MPEG-2 transport stream"},
	NG40:                   {"NG40", "ng40 protocol tester"},
	NFCLLCP:                {"NFC_LLCP", "NFC logical link control with a pseudo-header"},
	PFSync:                 {"PFSYNC", "pfsync state synchronisation"},
	InfiniBand:             {"INFINIBAND", "InfiniBand"},
	SCTP:                   {"SCTP", "SCTP without lower layers (RFC 9260)"},
	USBPcap:                {"USBPCAP", "USB with a USBPcap header"},
	RTACSerial:             {"RTAC_SERIAL", "Schweitzer Engineering RTAC serial line"},
	BluetoothLELL:          {"BLUETOOTH_LE_LL", "Bluetooth Low Energy link layer"},
	WiresharkUpperPDU:      {"WIRESHARK_UPPER_PDU", "upper-layer PDU with Wireshark's tags"},
	Netlink:                {"NETLINK", "Linux netlink with a cooked header"},
	BluetoothLinuxMonitor:  {"BLUETOOTH_LINUX_MONITOR", "Bluetooth Linux monitor"},
	BluetoothBREDRBB:       {"BLUETOOTH_BREDR_BB", "Bluetooth BR/EDR baseband"},
	BluetoothLELLWithPhdr:  {"BLUETOOTH_LE_LL_WITH_PHDR", "Bluetooth Low Energy link layer with a pseudo-header"},
	ProfibusDL:             {"PROFIBUS_DL", "PROFIBUS data link layer"},
	PKTAP:                  {"PKTAP", "Apple PKTAP"},
	EPON:                   {"EPON", "Ethernet passive optical network, preamble included"},
	IPMIHPM2:               {"IPMI_HPM_2", "IPMI trace (PICMG HPM.2)"},
	ZWaveR1R2:              {"ZWAVE_R1_R2", "Z-Wave RF profiles R1 and R2"},
	ZWaveR3:                {"ZWAVE_R3", "Z-Wave RF profile R3"},
	WattStopperDLM:         {"WATTSTOPPER_DLM", "WattStopper digital lighting management"},
	ISO14443:               {"ISO_14443", "ISO 14443 contactless smartcard messages"},
	RDS:                    {"RDS", "radio data system groups"},
	USBDarwin:              {"USB_DARWIN", "USB with a Darwin header"},
	OpenFlow:               {"OPENFLOW", "OpenBSD switch(4) OpenFlow messages"},
	SDLC:                   {"SDLC", "SNA SDLC"},
	TILLNSniffer:           {"TI_LLN_SNIFFER", "Texas Instruments LLN sniffer"},
	LoRaTap:                {"LORATAP", "LoRa with a LoRaTap header"},
	VSock:                  {"VSOCK", "virtual machine sockets (vsock)"},
	NordicBLE:              {"NORDIC_BLE", "Nordic Semiconductor Bluetooth LE sniffer"},
	DOCSIS31XRA31:          {"DOCSIS31_XRA31", "DOCSIS 3.1 with an Excentis XRA-31 header"},
	EthernetMPacket:        {"ETHERNET_MPACKET", "IEEE 802.3br mPackets"},
	DisplayPortAUX:         {"DISPLAYPORT_AUX", "DisplayPort AUX channel"},
	LinuxSLL2:              {"LINUX_SLL2", "Linux cooked capture, version 2"},
	SercosMonitor:          {"SERCOS_MONITOR", "Sercos monitor"},
	OpenVizsla:             {"OPENVIZSLA", "OpenVizsla USB sniffer"},
	EBHSCR:                 {"EBHSCR", "Elektrobit high speed capture and replay"},
	VPPDispatch:            {"VPP_DISPATCH", "fd.io VPP graph dispatch trace"},
	DSATagBRCM:             {"DSA_TAG_BRCM", "Ethernet with a Broadcom switch tag"},
	DSATagBRCMPrepend:      {"DSA_TAG_BRCM_PREPEND", "Ethernet with a prepended Broadcom switch tag"},
	IEEE802154TAP:          {"IEEE802_15_4_TAP", "IEEE 802.15.4 with a TAP pseudo-header"},
	DSATagDSA:              {"DSA_TAG_DSA", "Ethernet with a Marvell DSA switch tag"},
	DSATagEDSA:             {"DSA_TAG_EDSA", "Ethernet with a Marvell EDSA switch tag"},
	ELEE:                   {"ELEE", "ELEE lawful intercept"},
	ZWaveSerial:            {"Z_WAVE_SERIAL", "serial frames between a host and a Z-Wave chip"},
	USB20:                  {"USB_2_0", "USB 2.0, 1.1 or 1.0 packets"},
	ATSCALP:                {"ATSC_ALP", "ATSC link-layer protocol"},
	ETW:                    {"ETW", "Event Tracing for Windows"},
	NetAnalyzerNG:          {"NETANALYZER_NG", "Ethernet with a Hilscher netANALYZER NG header"},
	ZBOSSNCP:               {"ZBOSS_NCP", "ZBOSS network co-processor protocol"},
	USB20LowSpeed:          {"USB_2_0_LOW_SPEED", "low-speed USB packets"},
	USB20FullSpeed:         {"USB_2_0_FULL_SPEED", "full-speed USB packets"},
	USB20HighSpeed:         {"USB_2_0_HIGH_SPEED", "high-speed USB packets"},
	AuerswaldLog:           {"AUERSWALD_LOG", "Auerswald log"},
	ZWaveTAP:               {"ZWAVE_TAP", "Z-Wave with a TAP pseudo-header"},
	SilabsDebugChannel:     {"SILABS_DEBUG_CHANNEL", "Silicon Labs debug channel"},
	FiRaUCI:                {"FIRA_UCI", "FiRa ultra-wideband command interface"},
	MDB:                    {"MDB", "MDB/ICP vending machine bus"},
	DECTNR:                 {"DECT_NR", "DECT-2020 New Radio"},
	EDK2MM:                 {"EDK2_MM", "EDK2 UEFI management mode requests"},
}
