package filter

import (
	"context"
	"net/netip"
	"sync"
	"time"

	"github.com/gocap-project/gocap/bpf"
	"github.com/gocap-project/gocap/link"
)

// Target is where a program will run.
type Target uint8

const (
	File  Target = iota // on bytes alone, by any BPF machine
	Linux               // on a Linux socket, where VLAN tags and more are beside the packet
)

// Mask is an IPv4 network mask that may be unknown. The zero value is unknown.
type Mask struct {
	mask  uint32
	known bool
}

// KnownMask returns a mask of 32 bits, the first byte of the address highest.
func KnownMask(bits uint32) Mask { return Mask{bits, true} }

// PrefixMask returns the mask of a network.
func PrefixMask(p netip.Prefix) Mask {
	return Mask{^uint32(0) << (32 - min(max(p.Bits(), 0), 32)), true}
}

// DefaultSnaplen is how many bytes of a matching packet a program keeps unless
// Options say otherwise.
const DefaultSnaplen = 262144

// Options are the circumstances of a compilation. The zero value is fit for
// capture files.
type Options struct {
	Snaplen    uint32        // what the program returns for a packet that matches; 0 means DefaultSnaplen
	Netmask    Mask          // of the network captured on, for "ip broadcast"
	Target     Target        // where the program will run
	NoOptimize bool          // leave the program as it was generated
	Resolver   Resolver      // of names; nil knows well-known ports and protocols only
	Timeout    time.Duration // for all of a compilation, lookups included; 0 means none
	Dialect    Dialect       // the language; the zero value is libpcap's
	Semantics  Semantics     // what it means where libpcap surprises; the zero value is as libpcap
	Ports      TunnelPorts   // of tunnels over UDP
	MaxInsns   int           // longest program to make; 0 means bpf.MaxInstructions for Linux and DefaultMaxInsns else
}

// DefaultMaxInsns bounds programs that run in user space.
const DefaultMaxInsns = 1 << 20

func (o *Options) resolver() Resolver {
	if o.Resolver != nil {
		return o.Resolver
	}
	return &Names{}
}

func (o *Options) snaplen() uint32 {
	if o.Snaplen == 0 {
		return DefaultSnaplen
	}
	return o.Snaplen
}

func (o *Options) maxInsns() int {
	switch {
	case o.MaxInsns > 0:
		return o.MaxInsns
	case o.Target == Linux:
		return bpf.MaxInstructions
	}
	return DefaultMaxInsns
}

// Program is a compiled expression.
type Program struct {
	Insns    bpf.Program
	Expr     string // as given
	Link     link.Type
	AST      Expr      // nil for the empty expression
	Meaning  Semantics // that it was compiled with
	Warnings []Warning // about what may not mean what was intended
}

// Match reports whether a packet of which pkt was captured and which was wirelen
// bytes long on the wire matches.
func (p *Program) Match(pkt []byte, wirelen int) bool { return p.Insns.Run(pkt, wirelen) != 0 }

// Compile makes a program of an expression for packets of a link type. The empty
// expression matches every packet. Errors are of type *Error; one of kind
// RejectsAll says that no packet can match.
func Compile(expr string, t link.Type, o Options) (*Program, error) {
	return CompileContext(context.Background(), expr, t, o)
}

// CompileContext is Compile with a context, which reaches the resolver.
func CompileContext(ctx context.Context, expr string, t link.Type, o Options) (p *Program, err error) {
	if o.Timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, o.Timeout)
		defer cancel()
	}
	ast, err := o.Dialect.Parse(expr)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			p = nil // without instructions it would accept everything
		}
	}()
	defer recoverFault(expr, &err)
	p = &Program{Expr: expr, Link: t, AST: ast, Meaning: o.Semantics}
	if ast == nil {
		p.Insns = bpf.Snap(o.snaplen())
		return p, nil
	}
	w := workspaces.Get().(*workspace)
	p.Insns = w.compile(ctx, p, &o)
	w.free()
	p.Warnings = o.Semantics.Warnings(ast)
	return p, nil
}

// workspace is the memory that a compilation works in. Nothing of it is in the
// result. After an error it is not used again.
type workspace struct {
	g generator
	f flow
}

var workspaces = sync.Pool{New: func() any { return new(workspace) }}

// mostKept bounds the workspaces that are kept, in nodes.
const mostKept = 1 << 15

// free gives a workspace back.
func (w *workspace) free() {
	if len(w.f.all) <= mostKept {
		w.g.free()
		workspaces.Put(w)
	}
}

// compile makes the program of a tree.
func (w *workspace) compile(ctx context.Context, p *Program, o *Options) bpf.Program {
	g, f := &w.g, &w.f
	g.reset(ctx, p.Expr, p.Link, o)
	f.reset(g)
	f.begin(g.whole(p.AST))
	if !f.raw {
		f.optimize()
		if f.root == f.reject {
			fail(RejectsAll, p.AST.span(), "expression rejects all packets")
		}
	}
	insns := f.emit()
	if len(insns) > o.maxInsns() {
		fail(Limit, p.AST.span(), "program has %d instructions, more than %d", len(insns), o.maxInsns())
	}
	return insns
}
