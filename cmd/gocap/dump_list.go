package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/gocap-project/gocap/capture"
	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/netif"
)

// A device is what can be captured from.
type device struct{ name, flags string }

// devices lists what can be captured from, the most useful first, as -D does.
func devices() ([]device, error) {
	list, err := netif.Interfaces()
	if err != nil {
		return nil, err
	}
	netif.Order(list)
	var out []device
	any := device{capture.Any, "(Pseudo-device that captures on all interfaces) [Up, Running]"}
	placed := false
	for _, i := range list {
		if !placed && (i.Flags.Has(netif.Loopback) || !i.Flags.Has(netif.Running)) {
			out, placed = append(out, any), true
		}
		out = append(out, device{i.Name, deviceFlags(i)})
	}
	if !placed {
		out = append(out, any)
	}
	return out, nil
}

func deviceFlags(i netif.Interface) string {
	var s []string
	for _, f := range [...]struct {
		f    netif.Flags
		name string
	}{{netif.Up, "Up"}, {netif.Running, "Running"}, {netif.Loopback, "Loopback"}, {netif.Wireless, "Wireless"}} {
		if i.Flags.Has(f.f) {
			s = append(s, f.name)
		}
	}
	if len(s) == 0 {
		s = []string{"none"}
	}
	switch {
	case i.Flags.Has(netif.Loopback):
	case !i.Flags.Has(netif.Carrier):
		s = append(s, "Disconnected")
	case i.Flags.Has(netif.Up):
		s = append(s, "Connected")
	}
	out := "[" + strings.Join(s, ", ") + "]"
	if i.Alias != "" {
		out = "(" + i.Alias + ") " + out
	}
	return out
}

func listInterfaces(w io.Writer) error {
	list, err := devices()
	if err != nil {
		return err
	}
	for n, d := range list {
		if _, err := fmt.Fprintf(w, "%d.%s %s\n", n+1, d.name, d.flags); err != nil {
			return err
		}
	}
	return nil
}

// listLinks prints the link types that the interface can be captured with.
func (d *dump) listLinks(w io.Writer) error {
	names, err := chosen(d.f.interfaces)
	if err != nil {
		return err
	}
	for _, n := range names {
		h, err := capture.Open(n)
		if err != nil {
			return err
		}
		t := h.LinkType()
		if err := h.Close(); err != nil {
			return err
		}
		_, err = fmt.Fprintf(w, "Data link types for %s (use option -y to set):\n", n)
		for _, t := range linkTypes(n, t) {
			fmt.Fprintf(w, "  %s\n", strings.TrimPrefix(describeLink(t), "link-type "))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// linkTypes are the link types that an interface can be captured with: its own, and
// the cooked ones.
func linkTypes(name string, own link.Type) []link.Type {
	cooked := []link.Type{link.LinuxSLL, link.LinuxSLL2}
	if slices.Contains(cooked, own) {
		return cooked
	}
	return append([]link.Type{own}, cooked...)
}

// listStamps prints the kinds of time stamps that the interface can give.
func (d *dump) listStamps(w io.Writer) error {
	names, err := chosen(d.f.interfaces)
	if err != nil {
		return err
	}
	for _, n := range names {
		if _, err := fmt.Fprintf(w, "Time stamp types for %s (use option -j to set):\n  host (Host)\n", n); err != nil {
			return err
		}
		for _, k := range [...]struct{ name, what string }{{"adapter", "Adapter"}, {"adapter_unsynced", "Adapter, not synced with system time"}} {
			h, err := capture.Open(n, capture.Timestamps(stampTypes[k.name]))
			if err != nil {
				continue // the adapter has no clock
			}
			err = h.Activate(nil)
			if e := h.Close(); e != nil {
				return e
			}
			if err == nil {
				fmt.Fprintf(w, "  %s (%s)\n", k.name, k.what)
			}
		}
	}
	return nil
}
