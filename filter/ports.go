package filter

import "github.com/gocap-project/gocap/bpf"

// TunnelPorts are the UDP ports that tunnels are known by. A port is the destination
// of the packet. An empty list means the port that is registered.
type TunnelPorts struct {
	VXLAN  []uint16 // 4789; Linux takes 8472 unless told otherwise
	Geneve []uint16 // 6081
	GTPU   []uint16 // 2152
}

// MaxTunnelPorts bounds how many ports a tunnel may be known by.
const MaxTunnelPorts = 64

// tunnel is a tunnel over UDP.
type tunnel uint8

const (
	noTunnel tunnel = iota
	tunnelVXLAN
	tunnelGeneve
	tunnelGTPU
)

var tunnelOf = map[string]tunnel{"vxlan": tunnelVXLAN, "geneve": tunnelGeneve, "gtp": tunnelGTPU}

// registered are the ports that IANA gave to tunnels.
var registered = map[tunnel]uint32{tunnelVXLAN: 4789, tunnelGeneve: 6081, tunnelGTPU: 2152}

const portGTPC = 2123

// tunnelPorts returns the ports of a tunnel.
func (g *generator) tunnelPorts(t tunnel) (ports []uint32) {
	list := map[tunnel][]uint16{
		tunnelVXLAN: g.opts.Ports.VXLAN, tunnelGeneve: g.opts.Ports.Geneve, tunnelGTPU: g.opts.Ports.GTPU,
	}[t]
	if len(list) > MaxTunnelPorts {
		g.fail(Limit, "a tunnel has %d ports, more than %d", len(list), MaxTunnelPorts)
	}
	for _, p := range list {
		if p == 0 {
			g.fail(Range, "a tunnel has port 0")
		}
		ports = append(ports, uint32(p))
	}
	if len(ports) == 0 {
		ports = []uint32{registered[t]}
	}
	return ports
}

// portsOf returns the ports of a primitive: its own, or those of the tunnel.
func (g *generator) portsOf(e *Primitive) (ports []uint32) {
	if len(e.Ports) == 0 {
		return g.tunnelPorts(tunnelOf[e.Word])
	}
	for _, a := range e.Ports {
		if a.Num == 0 {
			fail(Range, a.at, "a tunnel cannot have port 0")
		}
		g.at = a.at
		g.atMost("port number", a.Num, 65535)
		ports = append(ports, a.Num)
	}
	g.at = e.at
	return ports
}

// oneOfPorts is true if a value is one of some ports.
func (g *generator) oneOfPorts(v *value, ports []uint32) *cond {
	xs := make([]*cond, len(ports))
	for i, p := range ports {
		xs[i] = compare(bpf.JeqK, v, g.constant(p))
	}
	return or(xs...)
}

// gtp is true for GTP, by its ports.
func (g *generator) gtp(e *Primitive) *cond {
	ports := g.portsOf(e)
	if len(e.Ports) == 0 {
		ports = append([]uint32{portGTPC}, ports...)
	}
	xs := make([]*cond, len(ports))
	for i, p := range ports {
		xs[i] = g.ports(Quals{Proto: UDP, Type: Port}, "", p, p)
	}
	return or(xs...)
}
