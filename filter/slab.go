package filter

// slab hands out pieces of memory that are used again by the next compilation.
// What take returns holds what was there before: the caller fills in all of it.
type slab[T any] struct {
	chunk []T
	used  int
}

// Sizes of the first chunk and of those of a big compilation.
const (
	firstChunk = 64
	mostChunk  = 1 << 15
)

func (s *slab[T]) take() *T {
	if s.used == len(s.chunk) {
		s.chunk = make([]T, min(mostChunk, max(firstChunk, 2*len(s.chunk))))
		s.used = 0
	}
	s.used++
	return &s.chunk[s.used-1]
}

// reset gives all pieces back.
func (s *slab[T]) reset() { s.used = 0 }
