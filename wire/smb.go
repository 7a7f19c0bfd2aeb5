package wire

// SMBKind tells the four protocols apart that begin with a byte and "SMB". MS-SMB2
// §2.2.1, §2.2.41, §2.2.42; MS-CIFS §2.2.3.1.
type SMBKind uint8

// The first bytes.
const (
	SMBKindCompressed SMBKind = 0xfc
	SMBKindEncrypted  SMBKind = 0xfd
	SMBKind2          SMBKind = 0xfe
	SMBKind1          SMBKind = 0xff
)

// SMBKindOf returns what b begins with, or 0.
func SMBKindOf(b []byte) SMBKind {
	if len(b) < 4 || b[0] < byte(SMBKindCompressed) || b[1] != 'S' || b[2] != 'M' || b[3] != 'B' {
		return 0
	}
	return SMBKind(b[0])
}

// SMBCommand is a command of SMB version 1. MS-CIFS §2.2.2.1.
type SMBCommand uint8

func (c SMBCommand) String() string {
	switch c {
	case 0x70:
		return "Tree Connect"
	case 0x71:
		return "Tree Disconnect"
	case 0x72:
		return "Negotiate"
	case 0x73:
		return "Session Setup AndX"
	case 0x74:
		return "Logoff AndX"
	case 0x75:
		return "Tree Connect AndX"
	case 0xa0:
		return "NT Transact"
	case 0xa1:
		return "NT Transact Secondary"
	case 0xa2:
		return "NT Create AndX"
	case 0xa4:
		return "NT Cancel"
	case 0xa5:
		return "NT Rename"
	}
	return listed([]string{
		"Create Directory", "Delete Directory", "Open", "Create", "Close", "Flush", "Delete", "Rename", "Query Information",
		"Set Information", "Read", "Write", "Lock Byte Range", "Unlock Byte Range", "Create Temporary", "Create New",
		"Check Directory", "Process Exit", "Seek", "Lock And Read", "Write And Unlock", 0x24: "Locking AndX", 0x25: "Transaction",
		0x26: "Transaction Secondary", 0x2b: "Echo", 0x2d: "Open AndX", 0x2e: "Read AndX", 0x2f: "Write AndX",
		0x32: "Transaction2", 0x33: "Transaction2 Secondary", 0x34: "Find Close2",
	}, int(c))
}

// SMB2Command is a command of SMB versions 2 and 3. MS-SMB2 §2.2.1.
type SMB2Command uint16

// The commands.
const (
	SMB2Negotiate SMB2Command = iota
	SMB2SessionSetup
	SMB2Logoff
	SMB2TreeConnect
	SMB2TreeDisconnect
	SMB2Create
	SMB2Close
	SMB2Flush
	SMB2Read
	SMB2Write
	SMB2Lock
	SMB2IOCtl
	SMB2Cancel
	SMB2Echo
	SMB2QueryDirectory
	SMB2ChangeNotify
	SMB2QueryInfo
	SMB2SetInfo
	SMB2OplockBreak
	SMB2ServerToClient
)

func (c SMB2Command) String() string {
	return listed([]string{
		"NEGOTIATE", "SESSION_SETUP", "LOGOFF", "TREE_CONNECT", "TREE_DISCONNECT", "CREATE", "CLOSE", "FLUSH", "READ", "WRITE",
		"LOCK", "IOCTL", "CANCEL", "ECHO", "QUERY_DIRECTORY", "CHANGE_NOTIFY", "QUERY_INFO", "SET_INFO", "OPLOCK_BREAK",
		"SERVER_TO_CLIENT",
	}, int(c))
}

// SMB2Flags are the flags of a header. MS-SMB2 §2.2.1.
type SMB2Flags uint32

// The flags.
const (
	SMB2Response  SMB2Flags = 1
	SMB2Async     SMB2Flags = 2
	SMB2Related   SMB2Flags = 4
	SMB2Signed    SMB2Flags = 8
	SMB2DFS       SMB2Flags = 0x10000000
	SMB2Replay    SMB2Flags = 0x20000000
	smb2Priority0           = 4 // three bits
)

// Priority returns the priority, 0 to 7.
func (f SMB2Flags) Priority() uint8 { return uint8(f>>smb2Priority0) & 7 }

func (f SMB2Flags) String() string {
	names := [30]string{"response", "async", "related", "signed", "priority1", "priority2", "priority4", 28: "DFS", 29: "replay"}
	return flagNames(uint(f), names[:]...)
}

// NTStatus is a status code. MS-ERREF §2.3.
type NTStatus uint32

func (s NTStatus) String() string {
	switch s {
	case 0:
		return "SUCCESS"
	case 0x103:
		return "PENDING"
	case 0x80000005:
		return "BUFFER_OVERFLOW"
	case 0x80000006:
		return "NO_MORE_FILES"
	case 0xc0000001:
		return "UNSUCCESSFUL"
	case 0xc0000008:
		return "INVALID_HANDLE"
	case 0xc000000d:
		return "INVALID_PARAMETER"
	case 0xc000000f:
		return "NO_SUCH_FILE"
	case 0xc0000011:
		return "END_OF_FILE"
	case 0xc0000016:
		return "MORE_PROCESSING_REQUIRED"
	case 0xc0000022:
		return "ACCESS_DENIED"
	case 0xc0000034:
		return "OBJECT_NAME_NOT_FOUND"
	case 0xc0000035:
		return "OBJECT_NAME_COLLISION"
	case 0xc000003a:
		return "OBJECT_PATH_NOT_FOUND"
	case 0xc0000043:
		return "SHARING_VIOLATION"
	case 0xc000006d:
		return "LOGON_FAILURE"
	case 0xc00000bb:
		return "NOT_SUPPORTED"
	case 0xc00000cc:
		return "BAD_NETWORK_NAME"
	case 0xc0000120:
		return "CANCELLED"
	case 0xc0000203:
		return "USER_SESSION_DELETED"
	case 0xc0000225:
		return "NOT_FOUND"
	}
	b := appendHex([]byte("0x"), []byte{byte(s >> 24), byte(s >> 16), byte(s >> 8), byte(s)}, 0)
	return string(b)
}
