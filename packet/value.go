package packet

import (
	"net/netip"
	"reflect"
)

// deref returns what a field pointer points to, without reflection for the
// commonest types.
func deref(ptr any) any {
	switch x := ptr.(type) {
	case *uint8:
		return *x
	case *uint16:
		return *x
	case *uint32:
		return *x
	case *bool:
		return *x
	case *netip.Addr:
		return *x
	case *[]byte:
		return *x
	}
	return reflect.ValueOf(ptr).Elem().Interface()
}
