package sequence

// An arena hands out chunks of memory of a few sizes, from slabs of equal size, each of which is cut into chunks of one
// size. It lives in memory of the caller's, or grows slab by slab up to a limit, and accounts for every byte it takes.
// Nothing else in this package holds on to packets' bytes.
//
// A chunk is named by a ref, so that chunks can point to each other without pointers.
type arena struct {
	shift   uint8    // a slab is 1<<shift bytes
	classes uint8    // how many of the sizes fit in a slab
	max     int      // how many slabs there may be
	slabs   [][]byte // their memory
	info    []slab
	idle    uint32             // first of the slabs without a chunk in use, linked by next; 0 is none, else number+1
	partial [len(sizes)]uint32 // first of the slabs with a free chunk of that size, likewise
	spare   []byte             // the caller's memory that is not yet a slab
	used    int                // bytes in chunks that are handed out
}

// A ref names a chunk: the slab's number and the chunk's offset in it in units of 16 bytes, plus one. 0 names none.
type ref uint32

// slab is what is known of a slab beside its memory.
type slab struct {
	prev, next uint32 // in the list that it is in: number+1
	class      uint8  // index in sizes
	chunks     uint16 // that fit
	used       uint16 // of them handed out
	fresh      uint16 // chunks that were ever handed out; those after were never
	free       uint16 // first of the freed chunks, linked by their first two bytes: index+1
}

// sizes of chunks in bytes: multiples of 16 in steps of a half and a third, so that a quarter is wasted on average.
var sizes = [...]int{32, 64, 96, 128, 192, 256, 384, 512, 768, 1024, 1536, 2048, 3072, 4096, 6144, 8192, 16384}

const (
	minSlab = 10 // log2 of the smallest slab
	maxSlab = 14 // log2 of the largest, which is the default
	refUnit = 4  // log2 of a ref's unit
)

// newArena returns an arena that takes up to limit bytes from the heap, as they are needed.
func newArena(limit int) *arena {
	a := &arena{shift: slabShift(limit)}
	a.max = min(limit>>a.shift, 1<<(32-a.shift+refUnit)-2)
	a.setClasses()
	return a
}

// arenaOver returns an arena in mem. It takes nothing from the heap after that.
func arenaOver(mem []byte) *arena {
	a := &arena{shift: slabShift(len(mem)), spare: mem}
	a.max = min(len(mem)>>a.shift, 1<<(32-a.shift+refUnit)-2)
	a.slabs = make([][]byte, 0, a.max)
	a.info = make([]slab, 0, a.max)
	a.setClasses()
	return a
}

// slabShift returns log2 of a slab's size for so much memory: there should be a few for each size of chunks.
func slabShift(limit int) uint8 {
	shift := uint8(maxSlab)
	for shift > minSlab && limit>>shift < 32 {
		shift--
	}
	return shift
}

func (a *arena) setClasses() {
	for _, size := range sizes {
		if size <= 1<<a.shift {
			a.classes++
		}
	}
}

// largest returns the size of the largest chunk.
func (a *arena) largest() int { return sizes[a.classes-1] }

// cap returns how many bytes the arena may take.
func (a *arena) cap() int { return a.max << a.shift }

// taken returns how many bytes of memory the arena has taken, in use or not.
func (a *arena) taken() int { return len(a.slabs) << a.shift }

// classOf returns the index of the smallest size that is at least n, or false.
func (a *arena) classOf(n int) (uint8, bool) {
	if n > a.largest() {
		return 0, false
	}
	return classes[(n+1<<refUnit-1)>>refUnit], true
}

// classes has for each number of units the index of the smallest size that is large enough.
var classes = func() (t [1<<(maxSlab-refUnit) + 1]uint8) {
	class := uint8(0)
	for units := range t {
		if units<<refUnit > sizes[class] {
			class++
		}
		t[units] = class
	}
	return t
}()

// alloc returns a chunk of at least n bytes, or 0 if there is no memory for it or n is above [arena.largest].
func (a *arena) alloc(n int) ref {
	class, ok := a.classOf(n)
	if !ok {
		return 0
	}
	if a.partial[class] == 0 && !a.addSlab(class) {
		return 0
	}
	number := a.partial[class] - 1
	s := &a.info[number]
	var chunk uint16
	if s.free != 0 {
		chunk = s.free - 1
		s.free = get16(a.slabs[number][int(chunk)*sizes[class]:])
	} else {
		chunk = s.fresh
		s.fresh++
	}
	s.used++
	if s.full() {
		a.unlink(&a.partial[class], number)
	}
	a.used += sizes[class]
	return ref(number<<(a.shift-refUnit)|uint32(int(chunk)*sizes[class]>>refUnit)) + 1
}

// free takes a chunk back.
func (a *arena) free(r ref) {
	number, offset := a.locate(r)
	s := &a.info[number]
	size := sizes[s.class]
	wasFull := s.full()
	put16(a.slabs[number][offset:], s.free)
	s.free = uint16(offset/size) + 1
	s.used--
	a.used -= size
	if wasFull {
		a.link(&a.partial[s.class], number)
	}
	if s.used == 0 {
		a.unlink(&a.partial[s.class], number)
		a.link(&a.idle, number)
	}
}

// size returns the size of a chunk in bytes.
func (a *arena) size(r ref) int {
	number, _ := a.locate(r)
	return sizes[a.info[number].class]
}

// at returns a chunk's memory.
func (a *arena) at(r ref) []byte {
	number, offset := a.locate(r)
	return a.slabs[number][offset:]
}

// locate returns a chunk's slab and its offset in it.
func (a *arena) locate(r ref) (number uint32, offset int) {
	u := uint32(r - 1)
	number = u >> (a.shift - refUnit)
	return number, int(u&(1<<(a.shift-refUnit)-1)) << refUnit
}

// full reports whether all chunks of a slab are handed out.
func (s *slab) full() bool {
	return s.free == 0 && s.fresh == s.chunks
}

// addSlab makes a slab of the class, from one that is idle or from new memory.
func (a *arena) addSlab(class uint8) bool {
	number := a.idle - 1
	switch {
	case a.idle != 0:
		a.unlink(&a.idle, number)
	case len(a.slabs) == a.max:
		return false
	default:
		number = uint32(len(a.slabs))
		size := 1 << a.shift
		if a.spare == nil {
			a.slabs = append(a.slabs, make([]byte, size))
		} else {
			a.slabs = append(a.slabs, a.spare[:size:size])
			a.spare = a.spare[size:]
		}
		a.info = append(a.info, slab{})
	}
	a.info[number] = slab{class: class, chunks: uint16(1 << a.shift / sizes[class])}
	a.link(&a.partial[class], number)
	return true
}

func (a *arena) link(head *uint32, number uint32) {
	s := &a.info[number]
	s.prev, s.next = 0, *head
	if *head != 0 {
		a.info[*head-1].prev = number + 1
	}
	*head = number + 1
}

func (a *arena) unlink(head *uint32, number uint32) {
	s := &a.info[number]
	if s.prev != 0 {
		a.info[s.prev-1].next = s.next
	} else {
		*head = s.next
	}
	if s.next != 0 {
		a.info[s.next-1].prev = s.prev
	}
}

// Numbers in chunks are little-endian. The compiler makes one load or store of each of these.

func get16(b []byte) uint16 { return uint16(b[0]) | uint16(b[1])<<8 }

func get32(b []byte) uint32 {
	_ = b[3]
	return uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16 | uint32(b[3])<<24
}

func get64(b []byte) uint64 {
	_ = b[7]
	return uint64(b[0]) | uint64(b[1])<<8 | uint64(b[2])<<16 | uint64(b[3])<<24 |
		uint64(b[4])<<32 | uint64(b[5])<<40 | uint64(b[6])<<48 | uint64(b[7])<<56
}

func put16(b []byte, v uint16) { b[0], b[1] = byte(v), byte(v>>8) }

func put32(b []byte, v uint32) {
	_ = b[3]
	b[0], b[1], b[2], b[3] = byte(v), byte(v>>8), byte(v>>16), byte(v>>24)
}

func put64(b []byte, v uint64) {
	_ = b[7]
	b[0], b[1], b[2], b[3] = byte(v), byte(v>>8), byte(v>>16), byte(v>>24)
	b[4], b[5], b[6], b[7] = byte(v>>32), byte(v>>40), byte(v>>48), byte(v>>56)
}
