//go:build !linux

package ebpf

import "errors"

// object is never made.
type object struct{}

func (object) fd() int      { return -1 }
func (object) close() error { return none("close") }

func none(op string) error { return &Error{Op: op, Err: errors.ErrUnsupported} }

func (*Loaded) load(Program, LoadOptions) error { return none("load program") }
func (*Loaded) run([]byte) (uint32, error)      { return 0, none("run program") }
func (*Map) make(MapKind, int, int) error       { return none("make map") }
func (*Map) put(uint32, []byte) error           { return none("set map entry") }
func (*Map) read(uint32, []byte) error          { return none("read map entry") }
func (*Map) remove(uint32) error                { return none("delete map entry") }
func (*Link) attach(*Loaded, int, Mode) error   { return none("attach program") }
func (*Link) update(*Loaded) error              { return none("replace program") }
