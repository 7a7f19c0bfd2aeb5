package packettest

import (
	"flag"
	"fmt"
	"os"
	"reflect"
	"sync"
	"testing"

	"github.com/gocap-project/gocap/packet"
)

// tried are the protocols that went through a trial.
var tried struct {
	sync.Mutex
	protos map[*packet.Proto]bool
}

func try(pr *packet.Proto) {
	tried.Lock()
	defer tried.Unlock()
	if tried.protos == nil {
		tried.protos = map[*packet.Proto]bool{}
	}
	tried.protos[pr] = true
}

// Main runs the tests of a package and then reports the protocols of that package, which one is of,
// that went through no [Trial]. It returns the exit code for TestMain:
//
//	func TestMain(m *testing.M) { os.Exit(packettest.Main(m, beat.Proto)) }
//
// If only some of the tests are run, nothing is reported.
func Main(m *testing.M, one *packet.Proto) int {
	code := m.Run()
	if code != 0 || partly() {
		return code
	}
	for _, pr := range packet.Protos() {
		if home(pr) == home(one) && pr.New().Proto() == pr && !tried.protos[pr] { // not a name for several
			fmt.Fprintf(os.Stderr, "%s: goes through no packettest.Trial\n", pr.Name)
			code = 1
		}
	}
	return code
}

// home returns the package of pr's layers.
func home(pr *packet.Proto) string { return reflect.TypeOf(pr.New()).Elem().PkgPath() }

// partly reports whether the command asks for some of the tests, or for something else.
func partly() bool {
	for _, name := range []string{"test.run", "test.skip", "test.list", "test.fuzz", "test.bench"} {
		if f := flag.Lookup(name); f != nil && f.Value.String() != "" {
			return true
		}
	}
	return false
}
