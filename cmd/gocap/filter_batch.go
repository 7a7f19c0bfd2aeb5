package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"

	"github.com/gocap-project/gocap/bpf"
	"github.com/gocap-project/gocap/filter"
	"github.com/gocap-project/gocap/link"
)

// A filterRequest is a line of gocap filter --batch.
type filterRequest struct {
	Expr     *string         `json:"expr"`
	DLT      *string         `json:"dlt"`
	Snaplen  *uint32         `json:"snaplen"`
	Netmask  json.RawMessage `json:"netmask"` // null, a number, or text that parseMask takes
	Optimize *bool           `json:"optimize"`
	Target   *string         `json:"target"`

	Dialect     *string             `json:"dialect"`
	Semantics   *string             `json:"semantics"`
	TunnelPorts map[string][]uint16 `json:"tunnel_ports"`
}

// A filterAnswer is the answer to a filterRequest.
type filterAnswer struct {
	OK         bool     `json:"ok"`
	Insns      int      `json:"insns,omitempty"`
	Program    string   `json:"program,omitempty"`
	Warnings   []string `json:"warnings,omitempty"`
	Error      string   `json:"error,omitempty"`
	Kind       string   `json:"kind,omitempty"`
	Column     int      `json:"column,omitempty"` // in bytes, from 1
	Suggestion string   `json:"suggestion,omitempty"`
	*FilterTally
}

// A FilterTally is what a program says of the packets of files. Package json wants the
// name of what is embedded exported.
type FilterTally struct {
	Packets int64  `json:"packets"`
	Matches int64  `json:"matches"`
	FNV     string `json:"fnv"`
	hash    uint64
}

// Bounds of one group of requests, which are answered together.
const (
	maxRequest = 8 << 20 // bytes of a line
	maxGroup   = 1024    // lines
)

// A filterJob is a request on its way.
type filterJob struct {
	line   []byte
	long   bool // the line was cut
	link   link.Type
	target filter.Target
	engine *bpf.Engine // of a program that packets are tried on
	answer filterAnswer
}

// runBatch answers requests until standard input ends.
func (f *filterer) runBatch(files []string) error {
	if len(files) > 0 && len(f.read) == 0 {
		return usage("with --batch, expressions come from standard input, and files after -r")
	}
	if err := f.prepare(); err != nil {
		return err
	}
	ctx := f.cmd.Context()
	s := &batch{f: f, ctx: ctx, files: append(f.read, files...), out: bufio.NewWriter(f.out)}
	if len(s.files) > 0 {
		if err := s.load(); err != nil {
			return err
		}
	}
	s.enc = json.NewEncoder(s.out)
	s.enc.SetEscapeHTML(false)
	lines := make(chan filterJob, 16)
	failed := make(chan error, 1)
	go func() {
		defer close(lines)
		failed <- readRequests(ctx, bufio.NewReaderSize(newBreakable(ctx, f.cmd.InOrStdin()), 1<<16), lines)
	}()
	for j := range lines {
		if err := s.answer(group(j, lines)); err != nil {
			return err
		}
	}
	if ctx.Err() != nil {
		return quiet(exitFound)
	}
	return <-failed
}

// readRequests sends lines.
func readRequests(ctx context.Context, r *bufio.Reader, lines chan<- filterJob) error {
	for {
		var j filterJob
		for {
			part, err := r.ReadSlice('\n')
			if room := maxRequest - len(j.line); len(part) > room {
				part, j.long = part[:room], true
			}
			j.line = append(j.line, part...)
			if err == bufio.ErrBufferFull {
				continue
			}
			if err != nil && len(j.line) == 0 {
				if err == io.EOF {
					return nil
				}
				return err
			}
			break
		}
		select {
		case lines <- j:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// group takes what lines there are already, so that they can be answered together.
func group(first filterJob, lines <-chan filterJob) []filterJob {
	g, size := []filterJob{first}, len(first.line)
	for len(g) < maxGroup && size < maxRequest {
		select {
		case j, ok := <-lines:
			if !ok {
				return g
			}
			g, size = append(g, j), size+len(j.line)
		default:
			return g
		}
	}
	return g
}

// A batch answers requests.
type batch struct {
	f     *filterer
	ctx   context.Context
	files []string
	pool  *packetPool // nil if the packets are too many, and read for each group
	out   *bufio.Writer
	enc   *json.Encoder
}

// answer answers a group of requests, in parallel, and writes the answers.
func (s *batch) answer(g []filterJob) error {
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(g)) {
		wg.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(g)); i = next.Add(1) - 1 {
				s.one(&g[i])
			}
		})
	}
	wg.Wait()
	if s.pool == nil && len(s.files) > 0 {
		s.stream(g)
	}
	for i := range g {
		if t := g[i].answer.FilterTally; t != nil {
			t.FNV = fmt.Sprintf("%016x", t.hash)
		}
		if err := s.enc.Encode(&g[i].answer); err != nil {
			return outputError(err)
		}
	}
	return outputError(s.out.Flush())
}

// one answers a request as far as that can be done for it alone.
func (s *batch) one(j *filterJob) {
	j.link = s.f.link
	o := s.f.options
	o.MaxInsns = filter.DefaultMaxInsns // scripts see how long a program is
	expr, err := j.understand(&o)
	if err != nil {
		j.answer = filterAnswer{Error: err.Error(), Kind: "bad request"}
		return
	}
	p, err := filter.CompileContext(s.ctx, expr, j.link, o)
	if err != nil {
		j.answer = refusal(err)
		return
	}
	j.answer = filterAnswer{OK: true, Insns: len(p.Insns), Program: programText(p.Insns)}
	for _, w := range p.Warnings {
		j.answer.Warnings = append(j.answer.Warnings, fmt.Sprintf("column %d: %s", w.Column, w.Msg))
	}
	if len(s.files) == 0 {
		return
	}
	if j.engine, err = bpf.Compile(p.Insns); err != nil {
		j.answer = filterAnswer{Error: err.Error(), Kind: "bad program"}
		return
	}
	j.answer.FilterTally = &FilterTally{hash: fnvBasis}
	if s.pool != nil {
		for _, p := range s.pool.packets[j.link] {
			j.try(p.data, p.wire)
		}
	}
}

// FNV-1a, 64 bits.
const (
	fnvBasis = 14695981039346656037
	fnvPrime = 1099511628211
)

// try runs the program on a packet.
func (j *filterJob) try(data []byte, wire int) {
	t := j.answer.FilterTally
	var verdict uint32
	if j.target == filter.Linux {
		verdict = j.engine.MatchLinux(data, wire, nil)
	} else {
		verdict = j.engine.Match(data, wire)
	}
	t.Packets++
	if verdict != 0 {
		t.Matches++
		t.hash ^= 1
	}
	t.hash *= fnvPrime
}

// understand reads the request. What it does not say is as the flags say.
func (j *filterJob) understand(o *filter.Options) (expr string, err error) {
	if j.long {
		return "", fmt.Errorf("request is longer than %d bytes", maxRequest)
	}
	r := filterRequest{}
	if err := json.Unmarshal(j.line, &r); err != nil {
		if e, ok := errors.AsType[*json.UnmarshalTypeError](err); ok && e.Field != "" {
			return "", fmt.Errorf("%s cannot be %s", e.Field, e.Value)
		} else if ok {
			return "", fmt.Errorf("a request is an object, not %s", e.Value)
		}
		return "", fmt.Errorf("not a request: %w", err)
	}
	if r.Expr == nil {
		return "", errors.New("request has no expr")
	}
	if r.DLT != nil {
		var ok bool
		if j.link, ok = link.ByName(*r.DLT); !ok {
			return "", fmt.Errorf("unknown link type %q", *r.DLT)
		}
	}
	if r.Snaplen != nil {
		o.Snaplen = *r.Snaplen
	}
	if r.Optimize != nil {
		o.NoOptimize = !*r.Optimize
	}
	if r.Target != nil {
		var ok bool
		if o.Target, ok = filterTargets[*r.Target]; !ok {
			return "", fmt.Errorf("unknown target %q: it is file or linux", *r.Target)
		}
	}
	j.target = o.Target
	if text := string(bytes.Trim(r.Netmask, `"`)); text != "" && text != "null" {
		var ok bool
		if o.Netmask, ok = parseMask(text); !ok {
			return "", fmt.Errorf("bad netmask %s", r.Netmask)
		}
	}
	return *r.Expr, r.language(o)
}

// language sets what the request says of the language.
func (r *filterRequest) language(o *filter.Options) error {
	if r.Dialect != nil && !setDialect(o, *r.Dialect) {
		return fmt.Errorf("unknown dialect %q: it is libpcap or extended", *r.Dialect)
	}
	if r.Semantics != nil && !setSemantics(o, *r.Semantics) {
		return fmt.Errorf("unknown semantics %q: they are libpcap or scoped", *r.Semantics)
	}
	for name, ports := range r.TunnelPorts {
		list := portList(&o.Ports, name)
		if list == nil {
			return fmt.Errorf("unknown tunnel %q: it is vxlan, geneve or gtpu", name)
		}
		*list = ports
	}
	return nil
}

// refusal is the answer to an expression that does not compile.
func refusal(err error) filterAnswer {
	e, ok := errors.AsType[*filter.Error](err)
	if !ok {
		return filterAnswer{Error: err.Error(), Kind: "error"}
	}
	return filterAnswer{Error: e.Msg, Kind: e.Kind.String(), Column: e.Column, Suggestion: e.Suggestion}
}

// programText is a program on one line.
func programText(p bpf.Program) string {
	b := make([]byte, 0, 16*len(p))
	for i, in := range p {
		if i > 0 {
			b = append(b, ';')
		}
		for k, n := range [4]uint32{uint32(in.Op), uint32(in.Jt), uint32(in.Jf), in.K} {
			if k > 0 {
				b = append(b, ' ')
			}
			b = strconv.AppendUint(b, uint64(n), 10)
		}
	}
	return string(b)
}
