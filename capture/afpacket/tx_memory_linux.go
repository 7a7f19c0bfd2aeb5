package afpacket

import (
	"encoding/binary"
	"sync/atomic"
	"unsafe"

	"golang.org/x/sys/unix"
)

// sendLimit is how many frames one sendmmsg is given.
const sendLimit = 64

// txControlLen has room for a cmsghdr and 8 bytes.
const txControlLen = 24

// outgoing is the memory of sendmmsg: n frames to one address. Before each may be
// an Offload, so that there are two pieces for each.
type outgoing struct {
	n       int
	ready   bool // hdrs point to the rest
	plain   bool // and have one piece each, no control messages
	hdrs    [sendLimit]mmsghdr
	iov     [2 * sendLimit]unix.Iovec
	offload [sendLimit][offloadLen]byte
	control [sendLimit][txControlLen]byte
	to      unix.RawSockaddrLinklayer
}

// prepare points the headers to the rest. An outgoing does not move afterwards.
func (o *outgoing) prepare(plain bool) {
	if o.ready && o.plain && plain {
		return
	}
	for i := range o.hdrs {
		h := &o.hdrs[i].hdr
		*h = unix.Msghdr{Name: (*byte)(unsafe.Pointer(&o.to)), Namelen: unix.SizeofSockaddrLinklayer, Iov: &o.iov[2*i+1]}
		h.SetIovlen(1)
	}
	o.ready, o.plain = true, plain
}

// load takes as many frames as there is room for.
func (o *outgoing) load(frames [][]byte) {
	o.prepare(true)
	o.n = min(len(frames), sendLimit)
	for i, f := range frames[:o.n] {
		v := &o.iov[2*i+1]
		v.Base = unsafe.SliceData(f)
		v.SetLen(len(f))
	}
}

// loadFrames is load for frames with more to them.
func (o *outgoing) loadFrames(frames []TxFrame, offload bool) {
	o.prepare(false)
	o.n = min(len(frames), sendLimit)
	for i := range frames[:o.n] {
		f, v, h := &frames[i], o.iov[2*i:2*i+2], &o.hdrs[i].hdr
		v[1].Base = unsafe.SliceData(f.Data)
		v[1].SetLen(len(f.Data))
		if offload {
			f.Offload.put(&o.offload[i])
			v[0].Base = &o.offload[i][0]
			v[0].SetLen(offloadLen)
			h.Iov = &v[0]
			h.SetIovlen(2)
		}
		if f.Time != 0 {
			h.Control = &o.control[i][0]
			h.SetControllen(len(appendTime(o.control[i][:0], uint64(f.Time))))
		}
	}
}

// appendTime appends a control message SCM_TXTIME.
func appendTime(b []byte, t uint64) []byte {
	if wordSize == 8 {
		b = binary.NativeEndian.AppendUint64(b, 24)
	} else {
		b = binary.NativeEndian.AppendUint32(b, 20)
	}
	b = binary.NativeEndian.AppendUint32(b, unix.SOL_SOCKET)
	b = binary.NativeEndian.AppendUint32(b, unix.SCM_TXTIME)
	return binary.NativeEndian.AppendUint64(b, t)
}

// frame is the bytes of frame i, for a kernel that is not the real one.
func (o *outgoing) frame(i int) []byte {
	v := &o.iov[2*i+1]
	return unsafe.Slice(v.Base, int(v.Len))
}

// forget keeps no frame alive.
func (o *outgoing) forget() { clear(o.iov[:2*o.n]) }

// transmit does not wait, so that it can do without telling the scheduler: a call of
// 64 frames takes longer than the 20 µs after which that takes the processor away,
// and getting it back costs a tenth of the whole.
func (system) transmit(fd int, o *outgoing, from int) (int, error) {
	n, _, errno := unix.RawSyscall6(unix.SYS_SENDMMSG, uintptr(fd), uintptr(unsafe.Pointer(&o.hdrs[from])), uintptr(o.n-from),
		unix.MSG_DONTWAIT, 0, 0)
	if errno != 0 {
		return 0, errno
	}
	return int(n), nil
}

// kick has the kernel send the frames in the ring, and returns how many bytes it took.
func (system) kick(fd int, to *unix.RawSockaddrLinklayer, frames int) (int, error) {
	call := unix.Syscall6
	if frames <= 2*sendLimit { // as in transmit
		call = unix.RawSyscall6
	}
	n, _, errno := call(unix.SYS_SENDTO, uintptr(fd), 0, 0, unix.MSG_DONTWAIT,
		uintptr(unsafe.Pointer(to)), unix.SizeofSockaddrLinklayer)
	if errno != 0 {
		return 0, errno
	}
	return int(n), nil
}

// slotStatus reads a slot's status; what else is in the slot is read after it.
func slotStatus(slot []byte, at int) uint32 {
	return atomic.LoadUint32((*uint32)(unsafe.Pointer(&slot[at])))
}

// setSlotStatus writes a slot's status, after all else that was written to the slot.
func setSlotStatus(slot []byte, at int, v uint32) {
	atomic.StoreUint32((*uint32)(unsafe.Pointer(&slot[at])), v)
}
