package wire

import "iter"

// PortSSH is the port of SSH. RFC 4253 §4.1.
const PortSSH = 22

// SSHMessage is the kind of an SSH packet. RFC 4250 §4.1.2.
type SSHMessage uint8

// The kinds that are sent in clear.
const (
	SSHDisconnect    SSHMessage = 1
	SSHIgnore        SSHMessage = 2
	SSHUnimplemented SSHMessage = 3
	SSHDebug         SSHMessage = 4
	SSHKexInitMsg    SSHMessage = 20
	SSHNewKeys       SSHMessage = 21
)

func (m SSHMessage) String() string {
	switch {
	case m == SSHKexInitMsg:
		return "KEXINIT"
	case m == SSHNewKeys:
		return "NEWKEYS"
	case m >= 30 && m < 50:
		return "key exchange " + itoa(int(m))
	}
	return listed([]string{1: "DISCONNECT", 2: "IGNORE", 3: "UNIMPLEMENTED", 4: "DEBUG", 5: "SERVICE_REQUEST", 6: "SERVICE_ACCEPT"}, int(m))
}

// Plausible reports whether the packet can be one that is sent in clear, before keys
// are in use: RFC 4253 §6 bounds its lengths, and only a few kinds are allowed (§7.1).
func (v SSH) Plausible() bool {
	n, pad, m := v.Length(), uint32(v.PaddingLength()), v.Message()
	return n >= 12 && n <= 35000 && (n+4)%8 == 0 && pad >= 4 && pad < n-1 &&
		(m >= SSHDisconnect && m <= SSHDebug || m == SSHKexInitMsg || m == SSHNewKeys || m >= 30 && m < 50)
}

// SSHKexInit is the content of a KEXINIT packet behind the kind: a cookie of 16 bytes,
// ten lists of names, whether a guessed key exchange packet follows, and four bytes
// for later. RFC 4253 §7.1.
type SSHKexInit []byte

// The lists of a KEXINIT packet, by index.
const (
	SSHKexAlgorithms = iota
	SSHHostKeyAlgorithms
	SSHCiphersToServer
	SSHCiphersToClient
	SSHMACsToServer
	SSHMACsToClient
	SSHCompressionToServer
	SSHCompressionToClient
	SSHLanguagesToServer
	SSHLanguagesToClient
)

// Cookie returns the 16 random bytes, or what there is of them.
func (k SSHKexInit) Cookie() []byte { return k[:min(16, len(k))] }

// Lists yields the ten lists with their index, each names separated by commas, up to
// one that does not fit.
func (k SSHKexInit) Lists() iter.Seq2[int, Text] {
	return func(yield func(int, Text) bool) {
		b := k[min(16, len(k)):]
		for i := range SSHLanguagesToClient + 1 {
			if len(b) < 4 || uint64(Uint32(b, 0)) > uint64(len(b)-4) {
				return
			}
			n := 4 + int(Uint32(b, 0))
			if !yield(i, Text(b[4:n:n])) {
				return
			}
			b = b[n:]
		}
	}
}

// List returns the list with index i.
func (k SSHKexInit) List(i int) Text {
	for j, t := range k.Lists() {
		if i == j {
			return t
		}
	}
	return nil
}

// FirstFollows reports whether a key exchange packet follows that the sender guessed.
func (k SSHKexInit) FirstFollows() bool {
	n, lists := 16, 0
	for _, t := range k.Lists() {
		n, lists = n+4+len(t), lists+1
	}
	return lists == SSHLanguagesToClient+1 && n < len(k) && k[n] != 0
}

// HASSH returns the lists of which the fingerprint of that name is made, joined by
// semicolons, for the client or for the server.
func (k SSHKexInit) HASSH(server bool) []byte {
	which := [...]int{SSHKexAlgorithms, SSHCiphersToServer, SSHMACsToServer, SSHCompressionToServer}
	if server {
		which = [...]int{SSHKexAlgorithms, SSHCiphersToClient, SSHMACsToClient, SSHCompressionToClient}
	}
	var b []byte
	for i, x := range which {
		if i > 0 {
			b = append(b, ';')
		}
		b = append(b, k.List(x)...)
	}
	return b
}

// SSHKexInitOf returns the content of a KEXINIT packet.
func SSHKexInitOf(cookie [16]byte, lists [10]string, firstFollows bool) SSHKexInit {
	k := append(SSHKexInit{}, cookie[:]...)
	for _, s := range lists {
		n := len(s)
		k = append(append(k, byte(n>>24), byte(n>>16), byte(n>>8), byte(n)), s...)
	}
	return append(k, Bit(firstFollows), 0, 0, 0, 0)
}

// String returns the lists with their names.
func (k SSHKexInit) String() string {
	titles := [...]string{
		"kex", "host keys", "ciphers to server", "ciphers to client", "MACs to server", "MACs to client", "compression to server",
		"compression to client", "languages to server", "languages to client",
	}
	var b []byte
	for i, t := range k.Lists() {
		if i > 0 {
			b = append(b, "; "...)
		}
		b = append(append(append(b, titles[i]...), ' '), t...)
	}
	return string(b)
}
