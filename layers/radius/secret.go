package radius

import (
	"crypto/hmac"
	"crypto/md5" // the protocol's digest

	"github.com/gocap-project/gocap/wire"
)

// Authenticator returns what the authenticator of the packet b should be, if the two
// sides share secret. request is the authenticator of the request that b answers; for
// requests for accounting, disconnection and change of authorization, it is zero. (A
// request for access has a random one.) RFC 2865 §3, RFC 2866 §3, RFC 5176 §2.3.
//
// Bytes after the packet do not count. It returns zero if b is too short to be a packet.
func Authenticator(b []byte, request [16]byte, secret []byte) (a [16]byte) {
	b = whole(b)
	if b == nil {
		return a
	}
	h := md5.New()
	h.Write(b[:4])
	h.Write(request[:])
	h.Write(b[wire.RADIUSLen:])
	h.Write(secret)
	return [16]byte(h.Sum(nil))
}

// MessageAuthenticator returns what the Message-Authenticator attribute of the packet b
// should be, if the two sides share secret. request is the authenticator of the
// request: of b itself if b is a request for access. ok is false if b has no such
// attribute. RFC 3579 §3.2.
func MessageAuthenticator(b []byte, request [16]byte, secret []byte) (a [16]byte, ok bool) {
	if b = whole(b); b == nil {
		return a, false
	}
	h := hmac.New(md5.New, secret)
	h.Write(b[:4])
	h.Write(request[:])
	for rest := b[wire.RADIUSLen:]; len(rest) >= 2; {
		n := int(rest[1])
		if n < 2 || n > len(rest) {
			h.Write(rest)
			break
		}
		if wire.RADIUSAttributeType(rest[0]) == wire.RADIUSMessageAuthenticator && n == 18 {
			h.Write(rest[:2])
			h.Write(make([]byte, 16))
			ok = true
		} else {
			h.Write(rest[:n])
		}
		rest = rest[n:]
	}
	return [16]byte(h.Sum(nil)), ok
}

// whole returns the packet at the start of b, or nil.
func whole(b []byte) []byte {
	v, err := wire.ParseRADIUS(b)
	if err != nil || int(v.Length()) < wire.RADIUSLen || int(v.Length()) > len(b) {
		return nil
	}
	return b[:v.Length()]
}

// HidePassword returns a password as the User-Password attribute has it, in a request
// with the given authenticator. Passwords have at most 128 bytes; the rest is cut. RFC
// 2865 §5.2.
func HidePassword(password string, authenticator [16]byte, secret []byte) Bytes {
	out := []byte(password[:min(len(password), 128)])
	for len(out) == 0 || len(out)%16 != 0 {
		out = append(out, 0)
	}
	pad := authenticator
	for block := out; len(block) > 0; block = block[16:] {
		mask(block, pad, secret)
		pad = [16]byte(block)
	}
	return out
}

// RevealPassword is the reverse of HidePassword. Zeros at the end of the password are
// cut. It returns false if hidden is not 16 to 128 bytes in blocks of 16.
func RevealPassword(hidden []byte, authenticator [16]byte, secret []byte) (password string, ok bool) {
	if len(hidden) == 0 || len(hidden) > 128 || len(hidden)%16 != 0 {
		return "", false
	}
	out := append([]byte(nil), hidden...)
	pad := authenticator
	for i := 0; i < len(out); i += 16 {
		mask(out[i:], pad, secret)
		pad = [16]byte(hidden[i:])
	}
	for len(out) > 0 && out[len(out)-1] == 0 {
		out = out[:len(out)-1]
	}
	return string(out), true
}

// mask adds the digest of secret and pad to the first 16 bytes of b, without carry.
func mask(b []byte, pad [16]byte, secret []byte) {
	h := md5.New()
	h.Write(secret)
	h.Write(pad[:])
	for i, c := range h.Sum(nil) {
		b[i] ^= c
	}
}
