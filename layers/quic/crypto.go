package quic

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"errors"

	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// What can go wrong with decryption.
var (
	// ErrKeys is a version for which no keys of initial packets are known.
	ErrKeys = errors.New("quic: no initial keys are known for this version")

	// ErrNotInitial is a packet that is not initial: its keys are secret.
	ErrNotInitial = errors.New("quic: only initial packets can be decrypted")

	// ErrDecrypt is a packet that is not authentic under the keys: not all there,
	// damaged, a server's, or of a connection that began with another ID.
	ErrDecrypt = errors.New("quic: packet is not authentic under these keys")
)

// Keys protect the initial packets of one side. RFC 9001 §5.1.
type Keys struct {
	Key [16]byte // AES-128-GCM
	IV  [12]byte
	HP  [16]byte // header protection
}

// secrets are the constants of a version. RFC 9001 §5.2 and §5.8, RFC 9369 §3.3.
type secrets struct {
	salt, label          string
	retryKey, retryNonce string
}

var (
	secretsV1 = secrets{
		"\x38\x76\x2c\xf7\xf5\x59\x34\xb3\x4d\x17\x9a\xe6\xa4\xc8\x0c\xad\xcc\xbb\x7f\x0a", "quic",
		"\xbe\x0c\x69\x0b\x9f\x66\x57\x5a\x1d\x76\x6b\x54\xe3\x68\xc8\x4e", "\x46\x15\x99\xd3\x5d\x63\x2b\xf2\x23\x98\x25\xbb",
	}
	secretsV2 = secrets{
		"\x0d\xed\xe3\xde\xf7\x00\xa6\xdb\x81\x93\x81\xbe\x6e\x26\x9d\xcb\xf9\xbd\x2e\xd9", "quicv2",
		"\x8f\xb4\xb0\x1b\x56\xac\x48\xe2\x60\xfb\xcb\xce\xad\x7c\xcc\x92", "\xd8\x69\x69\xbc\x2d\x7c\x6d\x99\x90\xef\xb0\x4a",
	}
	secretsDraft29 = secrets{
		"\xaf\xbf\xec\x28\x99\x93\xd2\x4c\x9e\x97\x86\xf1\x9c\x61\x11\xe0\x43\x90\xa8\x99", "quic",
		"\xcc\xce\x18\x7e\xd0\x9a\x09\xd0\x57\x28\x15\x5a\x6c\xb9\x6b\xe1", "\xe5\x49\x30\xf9\x7f\x21\x36\xf0\x53\x0a\x8c\x1c",
	}
	secretsDraft23 = secrets{
		"\xc3\xee\xf7\x12\xc7\x2e\xbb\x5a\x11\xa7\xd2\x43\x2b\xb4\x63\x65\xbe\xf9\xf5\x02", "quic",
		"\x4d\x32\xec\xdb\x2a\x21\x33\xc8\x41\xe4\x04\x3d\xf2\x7d\x44\x30", "\x4d\x16\x11\xd0\x55\x13\xa5\x52\xc5\x87\xd5\x75",
	}
)

func secretsOf(v wire.QUICVersion) *secrets {
	switch d := v.Draft(); {
	case v == wire.QUICv1, d >= 33:
		return &secretsV1
	case v == wire.QUICv2:
		return &secretsV2
	case d >= 29:
		return &secretsDraft29
	case d >= 23:
		return &secretsDraft23
	}
	return nil
}

// InitialKeys derives the keys of initial packets from the destination ID of the
// client's first packet; after a retry, from the ID that the server chose in it.
// RFC 9001 §5.2.
func InitialKeys(v wire.QUICVersion, dst wire.QUICID) (client, server Keys, err error) {
	s := secretsOf(v)
	if s == nil {
		return Keys{}, Keys{}, ErrKeys
	}
	secret, err := hkdf.Extract(sha256.New, dst, []byte(s.salt))
	if err != nil {
		return Keys{}, Keys{}, err
	}
	if client, err = s.keys(secret, "client in"); err == nil {
		server, err = s.keys(secret, "server in")
	}
	return client, server, err
}

func (s *secrets) keys(secret []byte, side string) (k Keys, err error) {
	secret, err = expand(secret, side, sha256.Size)
	for _, x := range [...]struct {
		to   []byte
		name string
	}{{k.Key[:], " key"}, {k.IV[:], " iv"}, {k.HP[:], " hp"}} {
		if err != nil {
			return Keys{}, err
		}
		var b []byte
		b, err = expand(secret, s.label+x.name, len(x.to))
		copy(x.to, b)
	}
	return k, err
}

// expand is HKDF-Expand-Label without context. RFC 8446 §7.1.
func expand(secret []byte, label string, n int) ([]byte, error) {
	info := append([]byte{byte(n >> 8), byte(n), byte(len(label) + 6)}, "tls13 "+label...)
	return hkdf.Expand(sha256.New, secret, string(append(info, 0)), n)
}

// aead returns the cipher of k's packets, and of header protection.
func (k *Keys) aead() (cipher.AEAD, cipher.Block, error) {
	block, err := aes.NewCipher(k.Key[:])
	if err != nil {
		return nil, nil, err
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		return nil, nil, err
	}
	hp, err := aes.NewCipher(k.HP[:])
	return gcm, hp, err
}

// nonce returns the nonce of packet number n. RFC 9001 §5.3.
func (k *Keys) nonce(n uint64) []byte {
	b := bytes.Clone(k.IV[:])
	for i := range 8 {
		b[11-i] ^= byte(n >> (8 * i))
	}
	return b
}

// An Initial is an initial packet that was decrypted.
type Initial struct {
	Number    uint64 // of the packet, as far as it was written
	NumberLen int    // its length in bytes
	Reserved  uint8  // bits that must be zero
	Frames    Frames
}

// Decrypt decrypts a client's first initial packet: its keys derive from its own
// destination ID. For others see [Long.DecryptWith]. It leaves l as it is.
func (l *Long) Decrypt() (*Initial, error) {
	client, _, err := InitialKeys(l.Version, l.DstID)
	if err != nil {
		return nil, err
	}
	return l.DecryptWith(client)
}

// DecryptWith decrypts an initial packet. It leaves l as it is.
func (l *Long) DecryptWith(k Keys) (*Initial, error) {
	if l.PacketType() != wire.QUICTypeInitial {
		return nil, ErrNotInitial
	}
	if l.part || len(l.Data) < 4+aes.BlockSize {
		return nil, ErrDecrypt
	}
	gcm, hp, err := k.aead()
	if err != nil {
		return nil, err
	}
	b, err := l.Append(nil)
	if err != nil {
		return nil, err
	}
	at := len(b) - len(l.Data)
	var mask [aes.BlockSize]byte
	hp.Encrypt(mask[:], b[at+4:at+4+aes.BlockSize])
	b[0] ^= mask[0] & 0x0f
	x := &Initial{NumberLen: int(b[0]&3) + 1, Reserved: b[0] >> 2 & 3}
	for i := range x.NumberLen {
		b[at+i] ^= mask[1+i]
		x.Number = x.Number<<8 | uint64(b[at+i])
	}
	at += x.NumberLen
	plain, err := gcm.Open(nil, k.nonce(x.Number), b[at:], b[:at])
	if err != nil {
		return nil, ErrDecrypt
	}
	x.Frames = plain
	return x, nil
}

// Encrypt sets l's Low bits and Data to x, encrypted. l's other fields must be as they
// will be sent; PADDING is added where there is too little for header protection.
func (l *Long) Encrypt(k Keys, x *Initial) error {
	n := max(1, min(x.NumberLen, 4))
	plain := append([]byte(nil), x.Frames...)
	for len(plain) < 4-n {
		plain = append(plain, 0)
	}
	gcm, hp, err := k.aead()
	if err != nil {
		return err
	}
	l.Low, l.part = x.Reserved<<2|uint8(n-1), false
	l.Data = make([]byte, n+len(plain)+gcm.Overhead())
	b, err := packet.Packet{l}.Bytes()
	if err != nil {
		return err
	}
	at := len(b) - len(l.Data)
	for i := range n {
		b[at+i] = byte(x.Number >> (8 * (n - 1 - i)))
	}
	gcm.Seal(b[at+n:at+n], k.nonce(x.Number), plain, b[:at+n])
	var mask [aes.BlockSize]byte
	hp.Encrypt(mask[:], b[at+4:at+4+aes.BlockSize])
	for i := range n {
		b[at+i] ^= mask[1+i]
	}
	l.Low ^= mask[0] & 0x0f
	l.Data = b[at:]
	return nil
}

// Authentic reports whether the tag is that of a retry packet in answer to the packet
// with destination ID original. RFC 9001 §5.8.
func (l *Retry) Authentic(original wire.QUICID) (bool, error) {
	want, err := l.tag(original)
	return err == nil && bytes.Equal(want, l.Tag), err
}

// Sign sets the tag. RFC 9001 §5.8.
func (l *Retry) Sign(original wire.QUICID) (err error) {
	l.Tag, err = l.tag(original)
	return err
}

func (l *Retry) tag(original wire.QUICID) ([]byte, error) {
	s := secretsOf(l.Version)
	if s == nil {
		return nil, ErrKeys
	}
	if len(original) > 255 {
		return nil, errID
	}
	unsigned := *l
	unsigned.Tag = nil
	b, err := packet.Packet{&unsigned}.Append(append([]byte{byte(len(original))}, original...))
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher([]byte(s.retryKey))
	if err != nil {
		return nil, err
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		return nil, err
	}
	return gcm.Seal(nil, []byte(s.retryNonce), nil, b), nil
}
