package main

import (
	"io"

	"github.com/klauspost/compress/zstd"

	"github.com/gocap-project/gocap/pcap"
)

// zstdMemory bounds what a compressed capture may ask for, in bytes.
const zstdMemory = 128 << 20

// Package pcap has what the standard library has; Zstandard, which it has not, is
// added here. RFC 8878.
func init() {
	pcap.RegisterDecompressor("zstd", "\x28\xb5\x2f\xfd", func(r io.Reader) (io.ReadCloser, error) {
		d, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(zstdMemory))
		if err != nil {
			return nil, err
		}
		return d.IOReadCloser(), nil
	})
}
