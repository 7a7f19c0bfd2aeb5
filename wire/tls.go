package wire

import "iter"

// Fragment returns the record's content, as far as it is there.
func (v TLSRecord) Fragment() []byte {
	end := min(TLSRecordLen+int(v.Length()), len(v))
	return v[TLSRecordLen:end:end]
}

// Rest returns what follows the record.
func (v TLSRecord) Rest() []byte { return v[min(TLSRecordLen+int(v.Length()), len(v)):] }

// Plausible reports whether the header is that of a record: its content type and
// version are known, and its length is allowed.
func (v TLSRecord) Plausible() bool {
	return v[0] >= 20 && v[0] <= 24 && (v[1] == 3 && v[2] <= 4 || v[1] == 1 && v[2] == 1) && v.Length() <= TLSMaxFragment
}

// TLSMaxFragment is the length in bytes that no record's content exceeds.
// RFC 5246 §6.2.3.
const TLSMaxFragment = 1<<14 + 2048

// All yields the record and those after it, as far as they look like records. The
// last may not be whole.
func (v TLSRecord) All() iter.Seq[TLSRecord] { return allTLSRecords(v) }

func allTLSRecords(v TLSRecord) iter.Seq[TLSRecord] {
	return func(yield func(TLSRecord) bool) {
		for len(v) >= TLSRecordLen && v.Plausible() && yield(v) {
			v = v.Rest()
		}
	}
}

// Fragment returns the record's content, as far as it is there.
func (v DTLSRecord) Fragment() []byte {
	end := min(DTLSRecordLen+int(v.Length()), len(v))
	return v[DTLSRecordLen:end:end]
}

// Rest returns what follows the record.
func (v DTLSRecord) Rest() []byte { return v[min(DTLSRecordLen+int(v.Length()), len(v)):] }

// Plausible reports whether the header is that of a record: its content type and
// version are known, and its length is allowed.
func (v DTLSRecord) Plausible() bool {
	return v[0] >= 20 && v[0] <= 27 && v[0] != 25 && TLSVersion(Uint16(v, 1)).DTLS() && v.Length() <= TLSMaxFragment
}

// Hex returns b in hexadecimal.
func Hex(b []byte) string { return string(appendHex(nil, b, 0)) }
