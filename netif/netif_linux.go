package netif

import (
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"iter"
	"net/netip"
	"slices"
	"strconv"
	"syscall"

	"github.com/gocap-project/gocap/internal/netlink"
	"golang.org/x/sys/unix"
)

// kernel is what is asked; tests put a pretended one in its place.
type kernel interface {
	Do(r *netlink.Request, f func(netlink.Message) error) error
	Dump(r *netlink.Request, reset func(), f func(netlink.Message) error) error
	Ethtool(link string, command []byte) error
	HasWireless(link string) bool
}

// ask dials the kernel for one question. It is dialled anew each time because the answer must be about the namespace
// of the calling thread.
func ask[T any](f func(kernel) (T, error)) (v T, err error) {
	c, err := netlink.Dial()
	if err != nil {
		return v, err
	}
	defer c.Close()
	return f(c)
}

// table dumps a table. A message that is broken keeps its good part and gives the error.
func table[T any](k kernel, r *netlink.Request, typ uint16, parse func([]byte) (T, error)) (list []T, err error) {
	var broken error
	reset := func() { list, broken = list[:0], nil }
	err = k.Dump(r, reset, func(m netlink.Message) error {
		if m.Type == typ {
			v, bad := parse(m.Body)
			keep(&broken, bad)
			list = append(list, v)
		}
		return nil
	})
	return list, errors.Join(err, broken)
}

// putNumber writes a number into a header.
func putNumber(head []byte, at int, v uint32) []byte {
	binary.NativeEndian.PutUint32(head[at:], v)
	return head
}

func interfaces(want func(*Interface) bool) ([]Interface, error) {
	return ask(func(k kernel) ([]Interface, error) { return list(k, want) })
}

// list asks for links and addresses, and for the details of the interfaces that are wanted.
func list(k kernel, want func(*Interface) bool) ([]Interface, error) {
	links, err := links(k)
	if len(links) == 0 {
		return nil, err
	}
	at := make(map[int]int, len(links))
	for i := range links {
		at[links[i].Index] = i
	}
	addrs, bad := addrs(k)
	for _, a := range addrs {
		if i, ok := at[a.index]; ok { // otherwise the interface came or went between the two tables
			links[i].Addrs = append(links[i].Addrs, a.addr)
		}
	}
	for i := range links {
		l := &links[i]
		if p, ok := at[l.Parent]; ok && !l.ParentElsewhere {
			l.ParentName = links[p].Name
		}
		if want(l) {
			l.details(k)
		}
	}
	return links, errors.Join(err, bad)
}

func links(k kernel) ([]Interface, error) {
	r := netlink.NewRequest(unix.RTM_GETLINK, 0).Raw(make([]byte, linkHeader)...)
	list, err := table(k, r, unix.RTM_NEWLINK, parseLink)
	slices.SortFunc(list, func(a, b Interface) int { return cmp.Compare(a.Index, b.Index) })
	return list, err
}

// addressed is an address and its interface.
type addressed struct {
	index int
	addr  Addr
}

func addrs(k kernel) ([]addressed, error) {
	r := netlink.NewRequest(unix.RTM_GETADDR, 0).Raw(make([]byte, addrHeader)...)
	return table(k, r, unix.RTM_NEWADDR, func(b []byte) (a addressed, err error) {
		a.index, a.addr, err = parseAddr(b)
		return a, err
	})
}

// details asks the driver. Most virtual interfaces and those that have gone since do not answer, which is no error.
func (i *Interface) details(k kernel) {
	b := driverInfo()
	if k.Ethtool(i.Name, b) == nil {
		driver, bus := parseDriverInfo(b)
		i.Driver, i.Bus = driver, cmp.Or(bus, i.Bus)
	}
	if k.HasWireless(i.Name) {
		i.Flags |= Wireless
	}
	b = linkSettings(0)
	if k.Ethtool(i.Name, b) != nil {
		return
	}
	if n, ok := maskWords(b); ok {
		if b = linkSettings(n); k.Ethtool(i.Name, b) == nil {
			i.Speed, i.Duplex = parseLinkSettings(b)
		}
	}
}

// names are the interfaces' names by index.
func names(k kernel) (map[int]string, error) {
	links, err := links(k)
	m := make(map[int]string, len(links))
	for i := range links {
		m[links[i].Index] = links[i].Name
	}
	return m, err
}

func routes() ([]Route, error) { return ask(listRoutes) }

func listRoutes(k kernel) ([]Route, error) {
	names, err := names(k)
	errs := []error{err}
	var all []Route
	for _, family := range []byte{familyIPv4, familyIPv6} {
		head := make([]byte, routeHeader)
		head[0] = family
		list, err := table(k, netlink.NewRequest(unix.RTM_GETROUTE, 0).Raw(head...), unix.RTM_NEWROUTE, parseRoute)
		if errors.Is(err, syscall.EOPNOTSUPP) || errors.Is(err, syscall.EAFNOSUPPORT) {
			err = nil // a kernel without this family has no routes of it
		}
		errs = append(errs, err)
		all = append(all, list...)
	}
	for i := range all {
		all[i].name(names)
	}
	return all, errors.Join(errs...)
}

func (r *Route) name(names map[int]string) {
	r.Interface = names[r.Index]
	for i := range r.Hops {
		r.Hops[i].Interface = names[r.Hops[i].Index]
	}
}

func neighbours() ([]Neighbour, error) { return ask(listNeighbours) }

func listNeighbours(k kernel) ([]Neighbour, error) {
	names, err := names(k)
	r := netlink.NewRequest(unix.RTM_GETNEIGH, 0).Raw(make([]byte, neighbourHeader)...)
	all, bad := table(k, r, unix.RTM_NEWNEIGH, parseNeighbour)
	all = slices.DeleteFunc(all, func(n Neighbour) bool { return !n.Addr.IsValid() }) // a bridge's, not an address's
	for i := range all {
		all[i].Interface = names[all[i].Index]
	}
	return all, errors.Join(err, bad)
}

func routeTo(dst netip.Addr) (Route, error) {
	return ask(func(k kernel) (Route, error) { return lookUp(k, dst) })
}

// lookUp asks for the way to dst, and for the interface on it.
func lookUp(k kernel, dst netip.Addr) (Route, error) {
	request, err := lookUpRequest(k, dst)
	if err != nil {
		return Route{}, err
	}
	var r Route
	err = k.Do(request, func(m netlink.Message) (err error) {
		if m.Type == unix.RTM_NEWROUTE {
			r, err = parseRoute(m.Body)
		}
		return err
	})
	if err == nil {
		err = r.Type.refusal()
	}
	if e := syscall.Errno(0); errors.As(err, &e) {
		return Route{}, &NoRouteError{dst, err}
	}
	if err != nil {
		return Route{}, err
	}
	i, err := linkByIndex(k, r.Index)
	r.Interface = i.Name
	if r.MTU == 0 {
		r.MTU = i.MTU
	}
	return r, err
}

func lookUpRequest(k kernel, dst netip.Addr) (*netlink.Request, error) {
	const wantTable = 0x1000 // RTM_F_LOOKUP_TABLE: the table it was found in, not "main"; IPv6 always says that
	head := make([]byte, routeHeader)
	head[0], head[1] = familyIPv6, byte(dst.BitLen())
	if dst.Is4() {
		head[0] = familyIPv4
		putNumber(head, 8, wantTable)
	}
	r := netlink.NewRequest(unix.RTM_GETROUTE, 0).Raw(head...)
	r.Bytes(rtaDst, dst.WithZone("").AsSlice())
	if dst.Zone() == "" {
		return r, nil
	}
	index, err := zone(k, dst.Zone())
	return r.Uint32(rtaOIF, uint32(index)), err
}

// zone is the index that a zone means, which is a name or an index (RFC 4007 section 11.2).
func zone(k kernel, zone string) (int, error) {
	links, err := links(k)
	for i := range links {
		if links[i].Is(zone) {
			return links[i].Index, nil
		}
	}
	if n, bad := strconv.ParseUint(zone, 10, 31); bad == nil && n > 0 {
		return int(n), nil
	}
	if err != nil {
		return 0, err
	}
	e := &UnknownInterfaceError{Name: zone}
	for i := range links {
		e.Have = append(e.Have, links[i].Name)
	}
	return 0, e
}

func linkByIndex(k kernel, index int) (i Interface, err error) {
	r := netlink.NewRequest(unix.RTM_GETLINK, 0).Raw(putNumber(make([]byte, linkHeader), 4, uint32(index))...)
	err = k.Do(r, func(m netlink.Message) (err error) {
		i, err = parseLink(m.Body)
		return err
	})
	if err != nil {
		return i, fmt.Errorf("netif: interface %d: %w", index, err)
	}
	return i, nil
}

// refusal is the error that a packet on a route of this type gives, nil if it goes somewhere. IPv4 and IPv6 differ in
// whether the kernel makes an error of it.
func (t RouteType) refusal() error {
	switch t {
	case RouteBlackhole:
		return syscall.EINVAL
	case RouteUnreachable:
		return syscall.EHOSTUNREACH
	case RouteProhibit:
		return syscall.EACCES
	case RouteThrow:
		return syscall.ENETUNREACH
	}
	return nil
}

func watch(ctx context.Context) (iter.Seq2[Event, error], error) {
	s, err := netlink.Subscribe(netlink.GroupLink, netlink.GroupIPv4Addr, netlink.GroupIPv6Addr)
	if err != nil {
		return nil, err
	}
	stop := context.AfterFunc(ctx, func() { s.Close() })
	return func(yield func(Event, error) bool) {
		defer func() { stop(); s.Close() }()
		for {
			more, err := s.Next(func(m netlink.Message) bool {
				e, err := parseEvent(m)
				return (e.Kind == 0 && err == nil) || yield(e, err)
			})
			switch {
			case ctx.Err() != nil:
				return
			case errors.Is(err, syscall.ENOBUFS):
				more = yield(Event{Kind: EventsLost}, nil)
			case err != nil:
				yield(Event{}, err)
				return
			}
			if !more {
				return
			}
		}
	}, nil
}
