package layers

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// TFTP is a Trivial File Transfer Protocol packet. RFC 1350 §5.
//
// The data of a block follows as [packet.Raw]. Only requests are sent to the port of
// TFTP; the packets after it are between ports that the hosts choose.
//
//	&layers.TFTP{Op: wire.TFTPRead, Strings: wire.TFTPStringsOf("boot.img", "octet", "tsize", "0")}
//
//wire:header bind=UDPPorts:wire.PortTFTP
type TFTP struct {
	Op      wire.TFTPOp
	Block   uint16             `bits:"0"` // of data, from 1
	Code    wire.TFTPErrorCode `bits:"0"`
	Strings wire.TFTPStrings   // file, mode and options of a request, options of their answer, message of an error
}

func init() { UDPPorts.Guess(TFTPProto, judgeTFTP) }

// judgeTFTP finds the packets between ports that hosts choose: requests by their mode,
// acknowledgments and errors by their form, and whole blocks by the sizes that are asked for.
// A last block may be anything.
func judgeTFTP(b []byte) packet.Confidence {
	if len(b) < wire.TFTPLen || b[0] != 0 {
		return packet.Impossible
	}
	switch op := wire.TFTPOp(b[1]); op {
	case wire.TFTPRead, wire.TFTPWrite:
		if mode := wire.TFTPStrings(b[2:]).At(1); mode.Is("octet") || mode.Is("netascii") {
			return packet.Certain
		}
		return packet.Possible
	case wire.TFTPData:
		switch len(b) - 4 {
		case 512, 1024, 1350, 1408, 1428, 1432, 1456, 1468, 8192:
			if wire.Uint16(b, 2) != 0 {
				return packet.Likely
			}
		}
		return packet.Possible
	case wire.TFTPAck:
		if len(b) == 4 {
			return packet.Likely
		}
		return packet.Possible
	case wire.TFTPError:
		if n := len(b); n > 4 && n < 516 && b[2] == 0 && b[3] <= byte(wire.TFTPOptionsRefused) && b[n-1] == 0 && wire.Text(b[4:n-1]).Printable() {
			return packet.Likely
		}
		return packet.Possible
	case wire.TFTPOAck:
		switch o := wire.TFTPStrings(b[2:]).At(0); {
		case o.Is("blksize"), o.Is("tsize"), o.Is("timeout"), o.Is("windowsize"):
			return packet.Certain
		}
		return packet.Possible
	}
	return packet.Impossible
}

var errFormatTFTP = &wire.Error{Layer: "TFTP", Err: wire.ErrFormat}

func (l *TFTP) parseBody(v wire.TFTP) (packet.Extent, error) {
	l.Block, l.Code, l.Strings = 0, 0, nil
	if l.Op < wire.TFTPRead || l.Op > wire.TFTPOAck {
		return packet.Extent{}, errFormatTFTP
	}
	n := wire.TFTPLen
	if l.numbered() {
		if n += 2; len(v) < n {
			return packet.Extent{}, packet.Need(errShortTFTP, n)
		}
		x := wire.Uint16(v, 2)
		if l.Op == wire.TFTPError {
			l.Code = wire.TFTPErrorCode(x)
		} else {
			l.Block = x
		}
	}
	if l.Has(tftpStrings) {
		l.Strings, n = wire.TFTPStrings(v[n:]), len(v)
	}
	return packet.Extent{Header: n, End: len(v)}, nil
}

var errShortTFTP = &wire.Error{Layer: "TFTP", Need: 4, Err: wire.ErrShort}

// tftpStrings is the index of field Strings.
const tftpStrings = 3

// numbered reports whether a number follows Op.
func (l *TFTP) numbered() bool { return l.Op >= wire.TFTPData && l.Op <= wire.TFTPError }

// Has implements [packet.Sparse].
func (l *TFTP) Has(i int) bool {
	switch i {
	case 1:
		return l.Op == wire.TFTPData || l.Op == wire.TFTPAck
	case 2:
		return l.Op == wire.TFTPError
	case tftpStrings:
		return l.Op != wire.TFTPData && l.Op != wire.TFTPAck
	}
	return true
}

func (l *TFTP) appendBody(b []byte, _ int) ([]byte, error) {
	if l.numbered() {
		x := l.Block
		if l.Op == wire.TFTPError {
			x = uint16(l.Code)
		}
		b = append(b, byte(x>>8), byte(x))
	}
	if l.Has(tftpStrings) {
		b = append(b, l.Strings...)
	}
	return b, nil
}

// File returns the name of the file that a request is about.
func (l *TFTP) File() wire.Text {
	if l.Op != wire.TFTPRead && l.Op != wire.TFTPWrite {
		return nil
	}
	return l.Strings.At(0)
}

// Mode returns a request's mode: netascii, octet or mail.
func (l *TFTP) Mode() wire.Text {
	if l.Op != wire.TFTPRead && l.Op != wire.TFTPWrite {
		return nil
	}
	return l.Strings.At(1)
}

// Option returns the value of the named option: blksize, timeout, tsize, windowsize
// and others. RFC 2347, RFC 2348, RFC 2349, RFC 7440.
func (l *TFTP) Option(name string) (value wire.Text, ok bool) {
	if l.Op == wire.TFTPOAck {
		return l.Strings.Option(0, name)
	}
	if l.Op != wire.TFTPRead && l.Op != wire.TFTPWrite {
		return nil, false
	}
	return l.Strings.Option(2, name)
}

// Validate implements [packet.Validator].
func (l *TFTP) Validate(_ *packet.Context, report func(field string, class packet.Class, reason string)) {
	n := 0
	for range l.Strings.All() {
		n++
	}
	switch {
	case !l.Has(tftpStrings):
		return
	case len(l.Strings) == 0 && l.Op == wire.TFTPOAck:
	case len(l.Strings) == 0 || l.Strings[len(l.Strings)-1] != 0:
		report("Strings", packet.BadSize, "the last text does not end")
	case l.Op == wire.TFTPError && n != 1:
		report("Strings", packet.Excess, "more than a message")
	case l.Op != wire.TFTPError && n%2 != 0:
		report("Strings", packet.BadValue, "an option without a value")
	}
	if m := l.Mode(); n > 1 && m != nil && !m.Is("octet") && !m.Is("netascii") && !m.Is("mail") {
		report("Strings", packet.BadValue, "a mode that is not defined")
	}
}
