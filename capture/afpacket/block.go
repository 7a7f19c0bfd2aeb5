package afpacket

import (
	"encoding/binary"
	"errors"
	"strconv"
)

// Layout of a TPACKET_V3 block (linux/if_packet.h), in the byte order of the
// machine: a tpacket_block_desc, then frames, each a tpacket3_hdr followed at 48
// by a sockaddr_ll.
const (
	blockStatus   = 8
	blockPackets  = 12
	blockFirst    = 16
	blockSec      = 32 // when the kernel began the block
	blockNsec     = 36
	blockHeader   = 48
	frameNext     = 0
	frameSec      = 4
	frameNsec     = 8
	frameSnaplen  = 12
	frameLen      = 16
	frameStatus   = 20
	frameMAC      = 24
	frameTCI      = 32
	frameTPID     = 36
	frameAddr     = 48
	frameHeader   = 68 // TPACKET3_HDRLEN
	addrLen       = 20 // sizeof(struct sockaddr_ll)
	statusUser    = 1 << 0
	tpacketAlign  = 16
	blockMinFrame = 64 // frames are this far apart at least
)

// Ways in which a block can be wrong. A *BlockError unwraps to one of them.
var (
	ErrShortBlock = errors.New("block is shorter than its header")
	ErrFirst      = errors.New("first frame lies outside the block")
	ErrNext       = errors.New("next frame lies outside the block")
	ErrData       = errors.New("frame's data lie outside the block")
)

// BlockError says which frame of a block could not be read.
type BlockError struct {
	Frame  int   // its number in the block, from 0
	Offset int   // where it begins
	Value  int64 // the offset or length that is wrong
	Err    error
}

func (e *BlockError) Error() string {
	return "frame " + strconv.Itoa(e.Frame) + " at offset " + strconv.Itoa(e.Offset) + ": " + e.Err.Error() +
		" (" + strconv.FormatInt(e.Value, 10) + ")"
}

func (e *BlockError) Unwrap() error { return e.Err }

// Block walks the frames of one block of a TPACKET_V3 ring. It trusts no length
// in it. The zero value is an empty block; start with Reset.
type Block struct {
	b     []byte
	at    int // offset of the next frame
	left  int // frames not yet walked
	count int // frames in all
	err   error
}

// Reset starts on the block b. An error is also what Err reports.
func (w *Block) Reset(b []byte) error {
	*w = Block{b: b}
	if len(b) < blockHeader {
		w.err = &BlockError{Value: int64(len(b)), Err: ErrShortBlock}
		return w.err
	}
	n, first := binary.NativeEndian.Uint32(b[blockPackets:]), binary.NativeEndian.Uint32(b[blockFirst:])
	// More frames than there is room for are an error when the walk gets there.
	w.left = int(min(n, uint32(len(b))))
	w.count, w.at = w.left, int(min(first, 1<<30))
	if n > 0 && (w.at < blockHeader || w.at > len(b)-frameHeader) {
		w.fail(int64(first), ErrFirst)
	}
	return w.err
}

// Left is the number of frames that have not been walked.
func (w *Block) Left() int { return w.left }

// Err is what ended the walk early, or nil.
func (w *Block) Err() error { return w.err }

// fail is not inlined, so that Next stays small.
//
//go:noinline
func (w *Block) fail(v int64, err error) bool {
	w.err = &BlockError{w.count - w.left, w.at, v, err}
	w.left = 0
	return false
}

// losing reports whether the kernel has dropped frames since it was last asked
// for statistics, as the block's next frame says.
func (w *Block) losing() bool {
	return w.left > 0 && binary.NativeEndian.Uint32(w.b[w.at+frameStatus:])&StatusLosing != 0
}

// Next sets f to the next frame, whose Data lie in the block, and reports whether
// there was one. After the last frame, or the first that is broken, it is false.
func (w *Block) Next(f *Frame) bool {
	if w.left == 0 {
		return false
	}
	b, at := w.b, uint64(w.at)
	h := (*[frameHeader]byte)(b[at:]) // Reset and the last Next made sure that it fits
	ne := binary.NativeEndian
	start := at + uint64(ne.Uint16(h[frameMAC:]))
	end := start + uint64(ne.Uint32(h[frameSnaplen:]))
	if start < at+frameHeader || end > uint64(len(b)) {
		return w.fail(int64(end-at), ErrData)
	}
	if w.left > 1 {
		next := at + uint64(ne.Uint32(h[frameNext:]))
		if next < at+frameHeader || next+frameHeader > uint64(len(b)) {
			return w.fail(int64(next-at), ErrNext)
		}
		w.at = int(next)
	}
	w.left--

	f.head = b[at+frameHeader : end : end]
	f.Data = b[start:end:end]
	f.Len = int(ne.Uint32(h[frameLen:]))
	f.Sec, f.Nsec = ne.Uint32(h[frameSec:]), ne.Uint32(h[frameNsec:])
	f.Status = ne.Uint32(h[frameStatus:])
	f.TCI, f.TPID = uint16(ne.Uint32(h[frameTCI:])), ne.Uint16(h[frameTPID:])
	f.address((*[addrLen]byte)(h[frameAddr:]))
	return true
}
