package layers

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

func init() {
	TCPPorts.Bind(wire.PortSSH, SSHIdentificationProto)
	TCPPorts.Guess(SSHIdentificationProto, judgeSSH)
	SSHIdentificationProto.Pick = func(b []byte) *packet.Proto {
		if len(b) > 0 && b[0] == 0 { // the first byte of a length
			return SSHProto
		}
		return SSHIdentificationProto
	}
}

// judgeSSH tells what is in clear from what is encrypted.
func judgeSSH(b []byte) packet.Confidence {
	if len(b) > 4 && string(b[:4]) == "SSH-" {
		return packet.Likely
	}
	if line, _, ended := wire.TextLines(b).Line(); b[0] != 0 && ended && line.Printable() {
		return packet.Possible // what a server says before its identification
	}
	if v, err := wire.ParseSSH(b); err == nil && v.Plausible() {
		return packet.Possible
	}
	return packet.Impossible
}

// SSHIdentification is the line by which an SSH endpoint says its version, and what a
// server sends before it. RFC 4253 §4.2.
//
//	SSH-2.0-OpenSSH_9.9 comments
type SSHIdentification struct {
	Lines wire.TextLines // with their ends; the last one begins with "SSH-"
}

// SSHIdentificationProto describes [SSHIdentification].
var SSHIdentificationProto = lineProto("SSHIdentification", "line by which an SSH endpoint says its version", "RFC 4253 §4.2",
	func(l *SSHIdentification) *wire.TextLines { return &l.Lines })

// Proto implements [packet.Layer].
func (l *SSHIdentification) Proto() *packet.Proto { return SSHIdentificationProto }

var errFormatSSH = &wire.Error{Layer: "SSHIdentification", Err: wire.ErrFormat}

// Parse implements [packet.Layer].
func (l *SSHIdentification) Parse(b []byte) (packet.Extent, error) {
	for rest := wire.TextLines(b); len(rest) > 0; {
		line, after, ended := rest.Line()
		if !ended || !line.Printable() {
			break
		}
		if rest = after; len(line) > 4 && string(line[:4]) == "SSH-" {
			n := len(b) - len(rest)
			l.Lines = b[:n:n]
			return packet.Extent{Header: n, End: len(b), Next: nextSSH(b[n:])}, nil
		}
	}
	return packet.Extent{}, errFormatSSH
}

// Append implements [packet.Layer].
func (l *SSHIdentification) Append(b []byte) ([]byte, error) { return append(b, l.Lines...), nil }

// Finish implements [packet.Layer].
func (l *SSHIdentification) Finish(*packet.Context) {}

// Version returns the protocol's version, the software's, and comments.
func (l *SSHIdentification) Version() (proto, software, comments wire.Text) {
	for line := range l.Lines.All() {
		if len(line) > 4 && string(line[:4]) == "SSH-" {
			proto, software, _ = line[4:].Cut('-')
			software, comments, _ = software.Cut(' ')
		}
	}
	return proto, software, comments
}

// SSH is an SSH packet that is not encrypted. RFC 4253 §6.
//
// Packets are in clear until both sides have sent NEWKEYS. What cannot be such a
// packet is an error. Packets that follow in the segment are the next layers.
//
//wire:header
type SSH struct {
	Length        Auto[uint32]    // of what follows it but further packets
	PaddingLength Auto[uint8]     // of Padding
	Message       wire.SSHMessage // kind
	KexInit       wire.SSHKexInit // content of KEXINIT
	Data          []byte          // content of others
	Padding       []byte          // random; as much as it takes, 4 to 11 bytes, if PaddingLength is automatic

	more int // bytes that the segment does not have
}

var errPacketSSH = &wire.Error{Layer: "SSH", Err: wire.ErrFormat}

func (l *SSH) parseBody(v wire.SSH) (packet.Extent, error) {
	if !v.Plausible() {
		return packet.Extent{}, errPacketSSH
	}
	n := 4 + int(v.Length())
	end := min(n, len(v))
	body := v[wire.SSHLen:end]
	data := max(0, min(len(body), n-wire.SSHLen-int(v.PaddingLength())))
	l.KexInit, l.Data, l.Padding, l.more = nil, body[:data:data], body[data:], n-end
	if l.Message == wire.SSHKexInitMsg {
		l.KexInit, l.Data = wire.SSHKexInit(l.Data), nil
	}
	return packet.Extent{Header: end, End: len(v), Next: nextSSH(v[end:])}, nil
}

// Has implements [packet.Sparse].
func (l *SSH) Has(i int) bool {
	switch i {
	case 3:
		return l.Message == wire.SSHKexInitMsg
	case 4:
		return l.Message != wire.SSHKexInitMsg
	}
	return true
}

func (l *SSH) appendBody(b []byte, start int) ([]byte, error) {
	if l.Message == wire.SSHKexInitMsg {
		b = append(b, l.KexInit...)
	} else {
		b = append(b, l.Data...)
	}
	if len(l.Padding) == 0 && l.more == 0 {
		l.Padding = make([]byte, 4+(8-(len(b)-start+4)%8)%8)
	}
	if len(l.Padding) > 255 {
		return b, packet.FieldError("SSH.Padding: too long")
	}
	return append(b, l.Padding...), nil
}

func (l *SSH) finish(v wire.SSH, c *packet.Context) {
	n, pad := uint32(c.Header-4), uint8(len(l.Padding))
	if l.more == 0 {
		l.settleLength(v, n)
		l.settlePaddingLength(v, pad)
		return
	}
	if l.Length.Suggest(n) {
		v.SetLength(n)
	}
	if l.PaddingLength.Suggest(pad) {
		v.SetPaddingLength(pad)
	}
}

// nextSSH says what follows a packet: another, or what is encrypted.
func nextSSH(b []byte) packet.Next {
	if v, err := wire.ParseSSH(b); err == nil && v.Plausible() {
		return packet.Is(SSHProto)
	}
	return packet.Next{}
}
