package reap

import (
	"sync/atomic"
	"testing"
)

func TestGo(t *testing.T) {
	t.Parallel()
	hold, begun := make(chan struct{}), make(chan struct{}, Most+1)
	var ended atomic.Int32
	last := make(chan struct{})
	for range Most {
		Go(make(chan struct{}), func() { begun <- struct{}{}; <-hold; ended.Add(1) })
	}
	go Go(last, func() { begun <- struct{}{}; ended.Add(1) })
	for range Most {
		<-begun
	}
	select {
	case <-begun:
		t.Errorf("more than %d are under way", Most)
	default:
	}
	close(hold)
	if !Wait() {
		t.Error("Wait has found nothing to wait for")
	}
	<-last
	if n := ended.Load(); n != Most+1 {
		t.Errorf("%d of %d have ended", n, Most+1)
	}
	for Wait() { // what is ending may still be there
	}
}
