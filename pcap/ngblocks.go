package pcap

import (
	"fmt"
)

// WriteStatistics writes an Interface Statistics Block. s.Interface must have been
// added.
func (w *NgWriter) WriteStatistics(s Statistics) error {
	if w.out.err != nil {
		return w.out.err
	}
	if s.Interface < 0 || s.Interface >= len(w.section.interfaces) {
		return fmt.Errorf("statistics for interface %d, of %d described", s.Interface, len(w.section.interfaces))
	}
	sc := &w.section.interfaces[s.Interface].scale
	b, err := w.appendTime(w.order.put32(nil, uint32(s.Interface)), s.Time, sc)
	if err != nil {
		return err
	}
	opts := OptionList{order: w.order}
	for code, t := range []Maybe[int64]{OptStatsStart: s.Start, OptStatsEnd: s.End} {
		if !t.Valid {
			continue
		}
		v, err := w.appendTime(nil, t.Value, sc)
		if err != nil {
			return err
		}
		opts.Add(uint16(code), v)
	}
	for code, n := range []Maybe[uint64]{
		OptStatsReceived: s.Received, OptStatsDropped: s.Dropped, OptStatsAccepted: s.Accepted,
		OptStatsOSDropped: s.OSDropped, OptStatsDelivered: s.Delivered,
	} {
		if n.Valid {
			opts.AddUint64(uint16(code), n.Value)
		}
	}
	opts.addOthers(s.Options, statsField, BlockStatistics)
	return w.block(BlockStatistics, b, opts.finish())
}

func (w *NgWriter) appendTime(b []byte, ns int64, sc *scale) ([]byte, error) {
	ts, ok := sc.ticks(ns)
	if !ok {
		return nil, fmt.Errorf("%w: %d ns since 1970", ErrTime, ns)
	}
	return w.order.put32(w.order.put32(b, uint32(ts>>32)), uint32(ts)), nil
}

// WriteNames writes a Name Resolution Block.
func (w *NgWriter) WriteNames(n Names) error {
	if w.out.err != nil {
		return w.out.err
	}
	var b []byte
	for _, rec := range n.Records {
		v, err := rec.value()
		if err != nil {
			return err
		}
		b = w.order.put16(b, uint16(rec.Kind))
		b = w.order.put16(b, uint16(len(v)))
		b = append(b, v...)
		b = append(b, zeros[:pad4(len(v))-len(v)]...)
	}
	b = append(b, zeros[:]...) // nrb_record_end
	opts := OptionList{order: w.order}
	opts.addOthers(n.Options, noField, BlockNames)
	return w.block(BlockNames, b, opts.finish())
}

// value is the record on the wire: address and names, each with a NUL.
func (n NameRecord) value() ([]byte, error) {
	if l := n.Kind.addrLen(); n.Kind == 0 || l != 0 && len(n.Addr) != l {
		return nil, fmt.Errorf("name record of type %d with an address of %d bytes", n.Kind, len(n.Addr))
	}
	v := append([]byte(nil), n.Addr...)
	for _, s := range n.Names {
		v = append(append(v, s...), 0)
	}
	if len(v) > 0xffff {
		return nil, fmt.Errorf("name record of %d bytes: %w", len(v), ErrTooLong)
	}
	return v, nil
}

// WriteSecrets writes a Decryption Secrets Block.
func (w *NgWriter) WriteSecrets(s Secrets) error {
	if w.out.err != nil {
		return w.out.err
	}
	b := w.order.put32(nil, uint32(s.Kind))
	b = w.order.put32(b, uint32(len(s.Data)))
	b = append(b, s.Data...)
	b = append(b, zeros[:pad4(len(b))-len(b)]...)
	opts := OptionList{order: w.order}
	opts.addOthers(s.Options, noField, BlockSecrets)
	return w.block(BlockSecrets, b, opts.finish())
}

// WriteCustom writes a Custom Block. Numbers in c.Data, and options that end it,
// must be in the section's byte order.
func (w *NgWriter) WriteCustom(c Custom) error {
	if w.out.err != nil {
		return w.out.err
	}
	t := BlockCustom
	if c.NoCopy {
		t = BlockCustomNoCopy
	}
	return w.block(t, w.order.put32(nil, c.PEN), c.Data)
}

// WriteJournal writes a systemd Journal Export Block with one entry.
func (w *NgWriter) WriteJournal(entry []byte) error {
	if w.out.err != nil {
		return w.out.err
	}
	return w.block(BlockJournal, entry, nil)
}

// WriteBody writes a block of any type whose body the caller made, in the section's
// byte order. It is not looked at: interfaces and sections written this way are not
// known to the writer.
func (w *NgWriter) WriteBody(t BlockType, body []byte) error {
	if w.out.err != nil {
		return w.out.err
	}
	return w.block(t, body, nil)
}
