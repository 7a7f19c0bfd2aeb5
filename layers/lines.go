package layers

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// Protocols of text lines. A segment has some lines of the conversation, the last of
// which may go on in the next: nothing is put together here. What cannot be such
// lines, because the first has control characters, is left to be Raw: data after
// commands such as STARTTLS, or the middle of a file.

func init() {
	for _, b := range [...]struct {
		p     *packet.Proto
		ports []uint16
	}{
		{FTPProto, []uint16{21}}, {SMTPProto, []uint16{25, 587}}, {POP3Proto, []uint16{110}}, {IMAPProto, []uint16{143}},
		{WHOISProto, []uint16{43}}, {FingerProto, []uint16{79}}, {NNTPProto, []uint16{119}}, {IRCProto, []uint16{6667, 194}},
	} {
		for _, port := range b.ports {
			TCPPorts.Bind(port, b.p)
		}
		TCPPorts.Guess(b.p, judgeLines)
	}
}

// judgeLines turns away what does not begin with text: data after STARTTLS, say.
func judgeLines(b []byte) packet.Confidence {
	for _, c := range b[:min(len(b), 16)] {
		switch {
		case c == '\r' || c == '\n':
			return packet.Possible
		case c < ' ' && c != '\t' || c == 0x7f:
			return packet.Impossible
		}
	}
	return packet.Possible
}

// lineProto describes a protocol of lines.
func lineProto[T any, P packet.Ptr[T]](name, title, ref string, lines func(P) *wire.TextLines) *packet.Proto {
	return &packet.Proto{
		Name: name, Title: title, Ref: ref,
		New:    func() packet.Layer { return P(new(T)) },
		Slab:   packet.Slab[T, P],
		Fields: []packet.Field{{Name: "Lines", Doc: "with their ends", Type: "wire.TextLines", Off: 0, Kind: packet.Body}},
		At: func(l packet.Layer, i int) any {
			if i == 0 {
				return lines(l.(P))
			}
			return nil
		},
	}
}

var errLines = &wire.Error{Layer: "text", Err: wire.ErrFormat}

// parseLines sets to if b can be lines.
func parseLines(to *wire.TextLines, b []byte) (packet.Extent, error) {
	if !wire.TextLines(b).Plausible() {
		return packet.Extent{}, errLines
	}
	*to = b
	return packet.Extent{Header: len(b), End: len(b)}, nil
}

// FTP is lines of a File Transfer Protocol control connection. RFC 959 §4.
type FTP struct{ Lines wire.TextLines }

// FTPProto describes [FTP].
var FTPProto = lineProto("FTP", "lines of a File Transfer Protocol control connection", "RFC 959 §4",
	func(l *FTP) *wire.TextLines { return &l.Lines })

// Proto implements [packet.Layer].
func (l *FTP) Proto() *packet.Proto { return FTPProto }

// Parse implements [packet.Layer].
func (l *FTP) Parse(b []byte) (packet.Extent, error) { return parseLines(&l.Lines, b) }

// Append implements [packet.Layer].
func (l *FTP) Append(b []byte) ([]byte, error) { return append(b, l.Lines...), nil }

// Finish implements [packet.Layer].
func (l *FTP) Finish(*packet.Context) {}

// SMTP is lines of a Simple Mail Transfer Protocol connection: commands, replies, or a
// part of a message. RFC 5321 §2.3.7.
type SMTP struct{ Lines wire.TextLines }

// SMTPProto describes [SMTP].
var SMTPProto = lineProto("SMTP", "lines of a Simple Mail Transfer Protocol connection", "RFC 5321 §2.3.7",
	func(l *SMTP) *wire.TextLines { return &l.Lines })

// Proto implements [packet.Layer].
func (l *SMTP) Proto() *packet.Proto { return SMTPProto }

// Parse implements [packet.Layer].
func (l *SMTP) Parse(b []byte) (packet.Extent, error) { return parseLines(&l.Lines, b) }

// Append implements [packet.Layer].
func (l *SMTP) Append(b []byte) ([]byte, error) { return append(b, l.Lines...), nil }

// Finish implements [packet.Layer].
func (l *SMTP) Finish(*packet.Context) {}

// POP3 is lines of a Post Office Protocol version 3 connection. RFC 1939 §3.
type POP3 struct{ Lines wire.TextLines }

// POP3Proto describes [POP3].
var POP3Proto = lineProto("POP3", "lines of a Post Office Protocol version 3 connection", "RFC 1939 §3",
	func(l *POP3) *wire.TextLines { return &l.Lines })

// Proto implements [packet.Layer].
func (l *POP3) Proto() *packet.Proto { return POP3Proto }

// Parse implements [packet.Layer].
func (l *POP3) Parse(b []byte) (packet.Extent, error) { return parseLines(&l.Lines, b) }

// Append implements [packet.Layer].
func (l *POP3) Append(b []byte) ([]byte, error) { return append(b, l.Lines...), nil }

// Finish implements [packet.Layer].
func (l *POP3) Finish(*packet.Context) {}

// IMAP is lines of an Internet Message Access Protocol connection. RFC 9051 §2.2.
type IMAP struct{ Lines wire.TextLines }

// IMAPProto describes [IMAP].
var IMAPProto = lineProto("IMAP", "lines of an Internet Message Access Protocol connection", "RFC 9051 §2.2",
	func(l *IMAP) *wire.TextLines { return &l.Lines })

// Proto implements [packet.Layer].
func (l *IMAP) Proto() *packet.Proto { return IMAPProto }

// Parse implements [packet.Layer].
func (l *IMAP) Parse(b []byte) (packet.Extent, error) { return parseLines(&l.Lines, b) }

// Append implements [packet.Layer].
func (l *IMAP) Append(b []byte) ([]byte, error) { return append(b, l.Lines...), nil }

// Finish implements [packet.Layer].
func (l *IMAP) Finish(*packet.Context) {}

// NNTP is lines of a Network News Transfer Protocol connection. RFC 3977 §3.1.
type NNTP struct{ Lines wire.TextLines }

// NNTPProto describes [NNTP].
var NNTPProto = lineProto("NNTP", "lines of a Network News Transfer Protocol connection", "RFC 3977 §3.1",
	func(l *NNTP) *wire.TextLines { return &l.Lines })

// Proto implements [packet.Layer].
func (l *NNTP) Proto() *packet.Proto { return NNTPProto }

// Parse implements [packet.Layer].
func (l *NNTP) Parse(b []byte) (packet.Extent, error) { return parseLines(&l.Lines, b) }

// Append implements [packet.Layer].
func (l *NNTP) Append(b []byte) ([]byte, error) { return append(b, l.Lines...), nil }

// Finish implements [packet.Layer].
func (l *NNTP) Finish(*packet.Context) {}

// IRC is lines of an Internet Relay Chat connection. RFC 2812 §2.3.
type IRC struct{ Lines wire.TextLines }

// IRCProto describes [IRC].
var IRCProto = lineProto("IRC", "lines of an Internet Relay Chat connection", "RFC 2812 §2.3",
	func(l *IRC) *wire.TextLines { return &l.Lines })

// Proto implements [packet.Layer].
func (l *IRC) Proto() *packet.Proto { return IRCProto }

// Parse implements [packet.Layer].
func (l *IRC) Parse(b []byte) (packet.Extent, error) { return parseLines(&l.Lines, b) }

// Append implements [packet.Layer].
func (l *IRC) Append(b []byte) ([]byte, error) { return append(b, l.Lines...), nil }

// Finish implements [packet.Layer].
func (l *IRC) Finish(*packet.Context) {}

// WHOIS is the line of a WHOIS query, or lines of the answer. RFC 3912 §2.
type WHOIS struct{ Lines wire.TextLines }

// WHOISProto describes [WHOIS].
var WHOISProto = lineProto("WHOIS", "line of a WHOIS query, or lines of the answer", "RFC 3912 §2",
	func(l *WHOIS) *wire.TextLines { return &l.Lines })

// Proto implements [packet.Layer].
func (l *WHOIS) Proto() *packet.Proto { return WHOISProto }

// Parse implements [packet.Layer].
func (l *WHOIS) Parse(b []byte) (packet.Extent, error) { return parseLines(&l.Lines, b) }

// Append implements [packet.Layer].
func (l *WHOIS) Append(b []byte) ([]byte, error) { return append(b, l.Lines...), nil }

// Finish implements [packet.Layer].
func (l *WHOIS) Finish(*packet.Context) {}

// Finger is the line of a Finger query, or lines of the answer. RFC 1288 §2.
type Finger struct{ Lines wire.TextLines }

// FingerProto describes [Finger].
var FingerProto = lineProto("Finger", "line of a Finger query, or lines of the answer", "RFC 1288 §2",
	func(l *Finger) *wire.TextLines { return &l.Lines })

// Proto implements [packet.Layer].
func (l *Finger) Proto() *packet.Proto { return FingerProto }

// Parse implements [packet.Layer].
func (l *Finger) Parse(b []byte) (packet.Extent, error) { return parseLines(&l.Lines, b) }

// Append implements [packet.Layer].
func (l *Finger) Append(b []byte) ([]byte, error) { return append(b, l.Lines...), nil }

// Finish implements [packet.Layer].
func (l *Finger) Finish(*packet.Context) {}
