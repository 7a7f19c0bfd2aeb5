package sctp

import (
	"github.com/gocap-project/gocap/internal/coder"
	"github.com/gocap-project/gocap/wire"
)

// The methods of [Chunk].

// ChunkType implements [Chunk].
func (x *Data) ChunkType() wire.SCTPChunkType { return wire.SCTPTypeData }

// String implements [Chunk].
func (x *Data) String() string { return coder.Text(x.ChunkType().String(), x) }

// ChunkType implements [Chunk].
func (x *IData) ChunkType() wire.SCTPChunkType { return wire.SCTPTypeIData }

// String implements [Chunk].
func (x *IData) String() string { return coder.Text(x.ChunkType().String(), x) }

// ChunkType implements [Chunk].
func (x *Init) ChunkType() wire.SCTPChunkType {
	if x.Ack {
		return wire.SCTPTypeInitAck
	}
	return wire.SCTPTypeInit
}

// String implements [Chunk].
func (x *Init) String() string { return coder.Text(x.ChunkType().String(), x) }

// ChunkType implements [Chunk].
func (x *SACK) ChunkType() wire.SCTPChunkType { return wire.SCTPTypeSACK }

// String implements [Chunk].
func (x *SACK) String() string { return coder.Text(x.ChunkType().String(), x) }

// ChunkType implements [Chunk].
func (x *NRSACK) ChunkType() wire.SCTPChunkType { return wire.SCTPTypeNRSACK }

// String implements [Chunk].
func (x *NRSACK) String() string { return coder.Text(x.ChunkType().String(), x) }

// ChunkType implements [Chunk].
func (x *Heartbeat) ChunkType() wire.SCTPChunkType {
	if x.Ack {
		return wire.SCTPTypeHeartbeatAck
	}
	return wire.SCTPTypeHeartbeat
}

// String implements [Chunk].
func (x *Heartbeat) String() string { return coder.Text(x.ChunkType().String(), x) }

// ChunkType implements [Chunk].
func (x *Abort) ChunkType() wire.SCTPChunkType { return wire.SCTPTypeAbort }

// String implements [Chunk].
func (x *Abort) String() string { return coder.Text(x.ChunkType().String(), x) }

// ChunkType implements [Chunk].
func (x *Shutdown) ChunkType() wire.SCTPChunkType { return wire.SCTPTypeShutdown }

// String implements [Chunk].
func (x *Shutdown) String() string { return coder.Text(x.ChunkType().String(), x) }

// ChunkType implements [Chunk].
func (x *ShutdownAck) ChunkType() wire.SCTPChunkType { return wire.SCTPTypeShutdownAck }

// String implements [Chunk].
func (x *ShutdownAck) String() string { return coder.Text(x.ChunkType().String(), x) }

// ChunkType implements [Chunk].
func (x *Error) ChunkType() wire.SCTPChunkType { return wire.SCTPTypeError }

// String implements [Chunk].
func (x *Error) String() string { return coder.Text(x.ChunkType().String(), x) }

// ChunkType implements [Chunk].
func (x *CookieEcho) ChunkType() wire.SCTPChunkType { return wire.SCTPTypeCookieEcho }

// String implements [Chunk].
func (x *CookieEcho) String() string { return coder.Text(x.ChunkType().String(), x) }

// ChunkType implements [Chunk].
func (x *CookieAck) ChunkType() wire.SCTPChunkType { return wire.SCTPTypeCookieAck }

// String implements [Chunk].
func (x *CookieAck) String() string { return coder.Text(x.ChunkType().String(), x) }

// ChunkType implements [Chunk].
func (x *ECNE) ChunkType() wire.SCTPChunkType { return wire.SCTPTypeECNE }

// String implements [Chunk].
func (x *ECNE) String() string { return coder.Text(x.ChunkType().String(), x) }

// ChunkType implements [Chunk].
func (x *CWR) ChunkType() wire.SCTPChunkType { return wire.SCTPTypeCWR }

// String implements [Chunk].
func (x *CWR) String() string { return coder.Text(x.ChunkType().String(), x) }

// ChunkType implements [Chunk].
func (x *ShutdownComplete) ChunkType() wire.SCTPChunkType { return wire.SCTPTypeShutdownComplete }

// String implements [Chunk].
func (x *ShutdownComplete) String() string { return coder.Text(x.ChunkType().String(), x) }

// ChunkType implements [Chunk].
func (x *Auth) ChunkType() wire.SCTPChunkType { return wire.SCTPTypeAuth }

// String implements [Chunk].
func (x *Auth) String() string { return coder.Text(x.ChunkType().String(), x) }

// ChunkType implements [Chunk].
func (x *ASCONF) ChunkType() wire.SCTPChunkType { return wire.SCTPTypeASCONF }

// String implements [Chunk].
func (x *ASCONF) String() string { return coder.Text(x.ChunkType().String(), x) }

// ChunkType implements [Chunk].
func (x *ASCONFAck) ChunkType() wire.SCTPChunkType { return wire.SCTPTypeASCONFAck }

// String implements [Chunk].
func (x *ASCONFAck) String() string { return coder.Text(x.ChunkType().String(), x) }

// ChunkType implements [Chunk].
func (x *ReConfig) ChunkType() wire.SCTPChunkType { return wire.SCTPTypeReConfig }

// String implements [Chunk].
func (x *ReConfig) String() string { return coder.Text(x.ChunkType().String(), x) }

// ChunkType implements [Chunk].
func (x *Pad) ChunkType() wire.SCTPChunkType { return wire.SCTPTypePad }

// String implements [Chunk].
func (x *Pad) String() string { return coder.Text(x.ChunkType().String(), x) }

// ChunkType implements [Chunk].
func (x *ForwardTSN) ChunkType() wire.SCTPChunkType { return wire.SCTPTypeForwardTSN }

// String implements [Chunk].
func (x *ForwardTSN) String() string { return coder.Text(x.ChunkType().String(), x) }

// ChunkType implements [Chunk].
func (x *IForwardTSN) ChunkType() wire.SCTPChunkType { return wire.SCTPTypeIForwardTSN }

// String implements [Chunk].
func (x *IForwardTSN) String() string { return coder.Text(x.ChunkType().String(), x) }
