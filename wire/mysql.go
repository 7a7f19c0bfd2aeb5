package wire

import "iter"

// PortMySQL is the TCP port of MySQL.
const PortMySQL = 3306

// MySQLCommand is what a client wants. MySQL internals, "Command phase".
type MySQLCommand uint8

// The commands.
const (
	MySQLQuit             MySQLCommand = 1
	MySQLInitDB           MySQLCommand = 2
	MySQLQuery            MySQLCommand = 3
	MySQLFieldList        MySQLCommand = 4
	MySQLRefresh          MySQLCommand = 7
	MySQLStatistics       MySQLCommand = 9
	MySQLProcessKill      MySQLCommand = 12
	MySQLDebug            MySQLCommand = 13
	MySQLPing             MySQLCommand = 14
	MySQLChangeUser       MySQLCommand = 17
	MySQLBinlogDump       MySQLCommand = 18
	MySQLRegisterReplica  MySQLCommand = 21
	MySQLPrepare          MySQLCommand = 22
	MySQLExecute          MySQLCommand = 23
	MySQLSendLongData     MySQLCommand = 24
	MySQLCloseStatement   MySQLCommand = 25
	MySQLResetStatement   MySQLCommand = 26
	MySQLSetOption        MySQLCommand = 27
	MySQLFetch            MySQLCommand = 28
	MySQLBinlogDumpGTID   MySQLCommand = 30
	MySQLResetConnection  MySQLCommand = 31
	MySQLClone            MySQLCommand = 32
	mysqlCommands                      = 33
	mysqlHeader                        = 4
	mysqlMost                          = 0xffffff
	mysqlHandshakeVersion              = 10
)

func (x MySQLCommand) String() string {
	return listed([]string{
		"Sleep", "Quit", "Init DB", "Query", "Field List", "Create DB", "Drop DB", "Refresh", "Shutdown", "Statistics", "Process Info",
		"Connect", "Process Kill", "Debug", "Ping", "Time", "Delayed Insert", "Change User", "Binlog Dump", "Table Dump", "Connect Out",
		"Register Replica", "Prepare Statement", "Execute Statement", "Send Long Data", "Close Statement", "Reset Statement",
		"Set Option", "Fetch Data", "Daemon", "Binlog Dump GTID", "Reset Connection", "Clone",
	}, int(x))
}

// Known reports whether the command is assigned.
func (x MySQLCommand) Known() bool { return x < mysqlCommands }

// MySQLCapabilities are what client and server can do, and agree to do. MySQL internals,
// "Capabilities Flags".
type MySQLCapabilities uint32

// The capabilities that change the form of packets.
const (
	MySQLConnectWithDB     MySQLCapabilities = 1 << 3
	MySQLCompress          MySQLCapabilities = 1 << 5
	MySQLProtocol41        MySQLCapabilities = 1 << 9
	MySQLSSL               MySQLCapabilities = 1 << 11
	MySQLTransactions      MySQLCapabilities = 1 << 13
	MySQLSecureConnection  MySQLCapabilities = 1 << 15
	MySQLPluginAuth        MySQLCapabilities = 1 << 19
	MySQLConnectAttributes MySQLCapabilities = 1 << 20
	MySQLLongAuth          MySQLCapabilities = 1 << 21 // authentication data with a length of any size
	MySQLSessionTrack      MySQLCapabilities = 1 << 23
	MySQLDeprecateEOF      MySQLCapabilities = 1 << 24
	MySQLOptionalMetadata  MySQLCapabilities = 1 << 25
	MySQLZstd              MySQLCapabilities = 1 << 26
	MySQLQueryAttributes   MySQLCapabilities = 1 << 27
	MySQLVerifyServer      MySQLCapabilities = 1 << 30
	mysqlCapabilityNames                     = 28
)

func (x MySQLCapabilities) String() string {
	return flagNames(uint(x), "long password", "found rows", "long flag", "connect with db", "no schema", "compress", "ODBC", "local files",
		"ignore space", "protocol 4.1", "interactive", "SSL", "ignore SIGPIPE", "transactions", "reserved", "secure connection",
		"multi statements", "multi results", "PS multi results", "plugin auth", "connect attributes", "long auth",
		"expired passwords", "session track", "deprecate EOF", "optional metadata", "zstd", "query attributes")
}

// A MySQLPacket is a packet: at most 2^24-1 bytes of a message, and its number. MySQL
// internals, "MySQL Packets".
type MySQLPacket struct {
	Seq     uint8 // counts from 0 with each command
	Payload []byte
}

// MySQLPackets are packets in wire form.
type MySQLPackets []byte

// first returns the first packet and its length, or 0 if it is not all there.
func (o MySQLPackets) first() (p MySQLPacket, n int) {
	if len(o) < mysqlHeader {
		return p, 0
	}
	n = mysqlHeader + o.size()
	if n > len(o) {
		return MySQLPacket{o[3], o[mysqlHeader:]}, 0
	}
	return MySQLPacket{o[3], o[mysqlHeader:n:n]}, n
}

func (o MySQLPackets) size() int { return int(o[0]) | int(o[1])<<8 | int(o[2])<<16 }

// All yields the packets, up to one that is not all there.
func (o MySQLPackets) All() iter.Seq[MySQLPacket] {
	return func(yield func(MySQLPacket) bool) {
		for b := o; len(b) > 0; {
			p, n := b.first()
			if n == 0 || !yield(p) {
				return
			}
			b = b[n:]
		}
	}
}

// Rest returns the packet at the end that is not all there.
func (o MySQLPackets) Rest() []byte {
	for b := o; len(b) > 0; {
		_, n := b.first()
		if n == 0 {
			return b
		}
		b = b[n:]
	}
	return nil
}

// Add returns o and a packet, or several if payload does not fit in one.
func (o MySQLPackets) Add(seq uint8, payload ...byte) MySQLPackets {
	out := o[:len(o):len(o)]
	for {
		n := min(len(payload), mysqlMost)
		out = append(append(out, byte(n), byte(n>>8), byte(n>>16), seq), payload[:n]...)
		if payload = payload[n:]; n < mysqlMost {
			return out
		}
		seq++
	}
}
