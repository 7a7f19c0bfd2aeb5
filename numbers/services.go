package numbers

import _ "embed"

// services is made by internal/numbersgen from services.txt: the number of rows
// (2 bytes); the rows by port and name (port 2 bytes, transports 1, end of the name
// in what follows all 3); the rows by name and preference (2 bytes each); the names.
//
//go:embed zservices.bin
var services string

const serviceRow = 6

func serviceRows() (rows, byName, names string, n int) {
	n = int(number(services, 2))
	rest := services[2:]
	return rest[:n*serviceRow], rest[n*serviceRow : n*(serviceRow+2)], rest[n*(serviceRow+2):], n
}

func serviceName(rows, names string, i int) string {
	start := uint64(0)
	if i > 0 {
		start = number(rows[i*serviceRow-3:], 3)
	}
	return names[start:number(rows[i*serviceRow+3:], 3)]
}

// Service returns the name of the service that has a port of any of the transports,
// such as "https", or "" if the port is not assigned. Source: IANA Service Name and
// Transport Protocol Port Number Registry.
func Service(port uint16, t Transport) string {
	rows, _, names, n := serviceRows()
	for i := search(rows, n, serviceRow, 2, uint64(port)); i < n && number(rows[i*serviceRow:], 2) == uint64(port); i++ {
		if Transport(rows[i*serviceRow+2])&t != 0 {
			return serviceName(rows, names, i)
		}
	}
	return ""
}

// Port returns the port of a service by its name in the registry, in lower case,
// and the transports it is assigned for, which are some of t. If the name has
// several ports the customary one comes first, otherwise the lowest.
func Port(name string, t Transport) (port uint16, of Transport, ok bool) {
	rows, byName, names, n := serviceRows()
	lo, hi := 0, n
	row := func(i int) int { return int(number(byName[i*2:], 2)) }
	for lo < hi {
		if mid := (lo + hi) / 2; serviceName(rows, names, row(mid)) < name {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	for ; lo < n && serviceName(rows, names, row(lo)) == name; lo++ {
		r := rows[row(lo)*serviceRow:]
		if of := Transport(r[2]) & t; of != 0 {
			return uint16(number(r, 2)), of, true
		}
	}
	return 0, 0, false
}
