package session_test

import (
	"bytes"
	"strings"
	"testing"
	"unsafe"

	"github.com/gocap-project/gocap/session"
	"github.com/gocap-project/gocap/wire"
)

// The tags and initial TSNs of the sides in tests; TSNs wrap soon.
var (
	sctpTags = [2]uint32{0x11111111, 0x22222222}
	sctpTSNs = [2]uint32{0xfffffffe, 0xfffffff0}
)

const sctpCookie = "cookie"

// An sctpStep is a packet of a test and what is to be said of it.
type sctpStep struct {
	side    session.Side
	tag     uint32
	chunks  []byte
	rule    *session.Rule
	outcome session.Outcome
}

func (k sctpStep) packet() wire.SCTP {
	v := make(wire.SCTP, wire.SCTPLen, wire.SCTPLen+len(k.chunks))
	v.SetSrcPort(1000 + uint16(k.side))
	v.SetDstPort(1000 + uint16(k.side.Peer()))
	v.SetVTag(k.tag)
	v = append(v, k.chunks...)
	v.SetChecksum(v.Sum())
	return v
}

// says returns the step with what is to be said of it.
func (k sctpStep) says(outcome session.Outcome, r *session.Rule) sctpStep {
	k.outcome, k.rule = outcome, r
	return k
}

func (k sctpStep) tagged(tag uint32) sctpStep { k.tag = tag; return k }

// and returns the step with another's chunks behind its own.
func (k sctpStep) and(o sctpStep) sctpStep {
	k.chunks = append(k.chunks[:len(k.chunks):len(k.chunks)], o.chunks...)
	return k
}

func be32(b []byte, v ...uint32) []byte {
	for _, x := range v {
		b = append(b, byte(x>>24), byte(x>>16), byte(x>>8), byte(x))
	}
	return b
}

// sctpChunk is a packet of one chunk.
func sctpChunk(side session.Side, t wire.SCTPChunkType, flags byte, value ...byte) sctpStep {
	n := 4 + len(value)
	b := append([]byte{byte(t), flags, byte(n >> 8), byte(n)}, value...)
	for len(b)%4 != 0 {
		b = append(b, 0)
	}
	return sctpStep{side: side, tag: sctpTags[side.Peer()], chunks: b}
}

type sctpInit struct {
	tag, window, tsn uint32
	out, in          uint16
	params           wire.SCTPParams
}

func sctpInitOf(side session.Side) sctpInit {
	return sctpInit{tag: sctpTags[side], window: 65536, tsn: sctpTSNs[side], out: 10, in: 10}
}

func (i sctpInit) value() []byte {
	return append(be32(nil, i.tag, i.window, uint32(i.out)<<16|uint32(i.in), i.tsn), i.params...)
}

func (i sctpInit) init(side session.Side) sctpStep {
	return sctpChunk(side, wire.SCTPTypeInit, 0, i.value()...).tagged(0)
}

// ack is an INIT ACK with a cookie.
func (i sctpInit) ack(side session.Side) sctpStep {
	i.params = append(wire.SCTPParams{}.Add(wire.SCTPParamStateCookie, []byte(sctpCookie)...), i.params...)
	return sctpChunk(side, wire.SCTPTypeInitAck, 0, i.value()...)
}

func sInit(side session.Side) sctpStep    { return sctpInitOf(side).init(side) }
func sInitAck(side session.Side) sctpStep { return sctpInitOf(side).ack(side) }
func sEcho(side session.Side) sctpStep {
	return sctpChunk(side, wire.SCTPTypeCookieEcho, 0, []byte(sctpCookie)...)
}
func sPlain(side session.Side, t wire.SCTPChunkType) sctpStep { return sctpChunk(side, t, 0) }
func sCookieAck(side session.Side) sctpStep                   { return sPlain(side, wire.SCTPTypeCookieAck) }

// sData is a whole message; numbers are relative to the side's initial TSN.
func sData(side session.Side, n int) sctpStep {
	return sDataIn(side, n, 0, wire.SCTPBegin|wire.SCTPEnd)
}

func sDataIn(side session.Side, n int, stream uint32, flags byte) sctpStep {
	return sctpChunk(side, wire.SCTPTypeData, flags, append(be32(nil, sctpTSNs[side]+uint32(n), stream<<16, 0), "data"...)...)
}

func sIData(side session.Side, n int) sctpStep {
	return sctpChunk(side, wire.SCTPTypeIData, wire.SCTPBegin|wire.SCTPEnd, append(be32(nil, sctpTSNs[side]+uint32(n), 0, 0, 0), "data"...)...)
}

// sSACK acknowledges the first n chunks of the other side, and blocks.
func sSACK(side session.Side, n int, gaps ...byte) sctpStep {
	v := be32(nil, sctpTSNs[side.Peer()]+uint32(n)-1, 65536, uint32(len(gaps)/2)<<16)
	for _, g := range gaps {
		v = append(v, 0, g)
	}
	return sctpChunk(side, wire.SCTPTypeSACK, 0, v...)
}

func sShutdown(side session.Side, n int) sctpStep {
	return sctpChunk(side, wire.SCTPTypeShutdown, 0, be32(nil, sctpTSNs[side.Peer()]+uint32(n)-1)...)
}
func sShutdownAck(side session.Side) sctpStep { return sPlain(side, wire.SCTPTypeShutdownAck) }
func sComplete(side session.Side) sctpStep    { return sPlain(side, wire.SCTPTypeShutdownComplete) }
func sAbort(side session.Side) sctpStep       { return sPlain(side, wire.SCTPTypeAbort) }
func sBeat(side session.Side, t wire.SCTPChunkType, info string) sctpStep {
	return sctpChunk(side, t, 0, wire.SCTPParams{}.Add(wire.SCTPParamHeartbeatInfo, []byte(info)...)...)
}

// sOpened opens an association, whose sides offer parameters, from the client.
func sOpenedWith(params wire.SCTPParams, more ...sctpStep) []sctpStep {
	c, s := sctpInitOf(cl), sctpInitOf(sv)
	c.params, s.params = params, params
	return append([]sctpStep{c.init(cl), s.ack(sv), sEcho(cl), sCookieAck(sv)}, more...)
}

func sOpened(more ...sctpStep) []sctpStep { return sOpenedWith(nil, more...) }

// sClosed opens and closes an association.
func sClosed(more ...sctpStep) []sctpStep {
	return sOpened(append([]sctpStep{sShutdown(cl, 0), sShutdownAck(sv), sComplete(cl)}, more...)...)
}

func sForward(side session.Side, t wire.SCTPChunkType, n int) sctpStep {
	return sctpChunk(side, t, 0, be32(nil, sctpTSNs[side]+uint32(n)-1)...)
}

func sAuth(side session.Side, hmac byte, n int) sctpStep {
	return sctpChunk(side, wire.SCTPTypeAuth, 0, append([]byte{0, 0, 0, hmac}, make([]byte, n)...)...)
}

// sASCONF asks for an address to be added, by the side's serial number n.
func sASCONF(side session.Side, n int) sctpStep {
	p := wire.SCTPParams(be32(nil, sctpTSNs[side]+uint32(n))).Add(wire.SCTPParamIPv4Address, 10, 0, 0, 1)
	return sctpChunk(side, wire.SCTPTypeASCONF, 0, p.Add(wire.SCTPParamAddAddress, 0, 0, 0, 1, 0, 5, 0, 8, 10, 0, 0, 2)...)
}

func sASCONFAck(side session.Side, n int) sctpStep {
	return sctpChunk(side, wire.SCTPTypeASCONFAck, 0, be32(nil, sctpTSNs[side.Peer()]+uint32(n))...)
}

func sReConfig(side session.Side, p wire.SCTPParams) sctpStep {
	return sctpChunk(side, wire.SCTPTypeReConfig, 0, p...)
}

// sReset asks for the incoming streams to be reset, by the side's number n.
func sReset(side session.Side, n int) wire.SCTPParams {
	return wire.SCTPParams{}.Add(wire.SCTPParamIncomingReset, be32(nil, sctpTSNs[side]+uint32(n))...)
}

func sAnswer(side session.Side, n int) wire.SCTPParams {
	return wire.SCTPParams{}.Add(wire.SCTPParamReConfigResponse, be32(nil, sctpTSNs[side.Peer()]+uint32(n), 1)...)
}

var (
	sp        wire.SCTPParams
	sExt      = func(t ...byte) wire.SCTPParams { return sp.Add(wire.SCTPParamSupportedExtensions, t...) }
	sForwards = sp.Add(wire.SCTPParamForwardTSN)
	sIDatas   = append(sExt(0x40, 0xc2, 0xc0), sForwards...)
	sAuths    = sp.Add(wire.SCTPParamRandom, make([]byte, 32)...).Add(wire.SCTPParamHMACs, 0, 1)
	sASCONFs  = append(append(sExt(0xc1, 0x80, 0x0f), sAuths...), sp.Add(wire.SCTPParamChunkList, 0xc1, 0x80)...)
	sConfigs  = sExt(0x82)
	tolerated = session.Tolerated
	invalid   = session.Invalid
)

// with returns what a side says in INIT after a change.
func (i sctpInit) with(change func(*sctpInit)) sctpInit { change(&i); return i }

var sctpMidway = session.SCTPConfig{Midway: true}

// sNext is the INIT of another association between the same ends.
func sNext(side session.Side, tag, tsn uint32) sctpInit {
	return sctpInitOf(side).with(func(i *sctpInit) { i.tag, i.tsn = tag, tsn })
}

var sctpTests = []struct {
	name  string
	cfg   session.SCTPConfig
	steps []sctpStep
	end   string // states of client and server
}{
	{"whole", session.SCTPConfig{Checksums: true}, sOpened(sData(cl, 0), sData(cl, 1), sSACK(sv, 2), sData(sv, 0).and(sData(sv, 1)), sSACK(cl, 2),
		sBeat(cl, 4, "x"), sBeat(sv, 5, "x"), sShutdown(cl, 2), sShutdownAck(sv), sComplete(cl)), "CLOSED CLOSED"},
	{"data with the cookie", session.SCTPConfig{}, []sctpStep{sInit(cl), sInitAck(sv), sEcho(cl).and(sData(cl, 0)), sCookieAck(sv).and(sSACK(sv, 1)).and(sData(sv, 0)), sSACK(cl, 1)}, "ESTABLISHED ESTABLISHED"},
	{"again", session.SCTPConfig{}, []sctpStep{sInit(cl), sInit(cl), sInitAck(sv), sInitAck(sv), sEcho(cl), sEcho(cl), sCookieAck(sv), sData(cl, 0), sData(cl, 0), sSACK(sv, 1)}, "ESTABLISHED ESTABLISHED"},
	{"cookie again after its answer", session.SCTPConfig{}, sOpened(sEcho(cl), sCookieAck(sv), sData(sv, 0)), "ESTABLISHED ESTABLISHED"},
	{"both open", session.SCTPConfig{}, []sctpStep{sInit(cl), sInit(sv), sInitAck(cl), sInitAck(sv), sEcho(cl), sEcho(sv), sCookieAck(cl), sCookieAck(sv), sData(cl, 0), sSACK(sv, 1)}, "ESTABLISHED ESTABLISHED"},
	{"both open, one after the other", session.SCTPConfig{}, []sctpStep{sInit(cl), sInit(sv), sInitAck(sv), sInitAck(cl), sEcho(cl), sCookieAck(sv), sEcho(sv), sCookieAck(cl), sData(sv, 0)}, "ESTABLISHED ESTABLISHED"},
	{"restart", session.SCTPConfig{}, sOpened(sData(cl, 0), sNext(cl, 5, 700).init(cl), sNext(sv, 6, 800).ack(sv).tagged(5), sEcho(cl).tagged(6), sCookieAck(sv).tagged(5),
		sctpChunk(cl, 0, 3, append(be32(nil, 700, 0, 0), 1)...).tagged(6), sData(sv, 0).says(tolerated, session.RuleSCTPEnded)), "ESTABLISHED ESTABLISHED"},
	{"restart that is refused", session.SCTPConfig{}, sOpened(sNext(cl, 5, 700).init(cl), sAbort(sv).tagged(5), sData(cl, 0)), "ESTABLISHED ESTABLISHED"},
	{"the next association", session.SCTPConfig{}, sClosed(sNext(sv, 5, 700).init(sv), sNext(cl, 6, 800).ack(cl).tagged(5), sEcho(sv).tagged(6), sCookieAck(cl).tagged(5)), "ESTABLISHED ESTABLISHED"},
	{"refused", session.SCTPConfig{}, []sctpStep{sInit(cl), sAbort(sv)}, "CLOSED CLOSED"},
	{"aborted by who forgot it", session.SCTPConfig{}, sOpened(sData(cl, 0), sctpChunk(sv, wire.SCTPTypeAbort, 1).tagged(sctpTags[sv])), "CLOSED CLOSED"},
	{"both shut down", session.SCTPConfig{}, sOpened(sShutdown(cl, 0), sShutdown(sv, 0), sShutdownAck(cl), sShutdownAck(sv), sComplete(cl)), "CLOSED CLOSED"},
	{"data while shutting down", session.SCTPConfig{}, sOpened(sShutdown(cl, 0), sData(sv, 0), sShutdown(cl, 1), sShutdownAck(sv), sComplete(cl)), "CLOSED CLOSED"},
	{"end again", session.SCTPConfig{}, sClosed(sShutdownAck(sv).says(tolerated, session.RuleSCTPEnded), sctpChunk(cl, wire.SCTPTypeShutdownComplete, 1).tagged(sctpTags[cl])), "CLOSED CLOSED"},
	{"gaps", session.SCTPConfig{}, sOpened(sData(cl, 0), sData(cl, 2), sData(cl, 4), sSACK(sv, 1, 2, 2, 4, 4), sData(cl, 1), sData(cl, 3), sSACK(sv, 5)), ""},
	{"fragments", session.SCTPConfig{}, sOpened(sDataIn(cl, 0, 3, 2), sDataIn(cl, 1, 3, 0), sDataIn(cl, 2, 3, 1), sData(cl, 3)), ""},
	{"given up", session.SCTPConfig{}, sOpenedWith(sForwards, sData(cl, 0), sForward(cl, wire.SCTPTypeForwardTSN, 1), sSACK(sv, 1), sForward(cl, wire.SCTPTypeForwardTSN, 3), sSACK(sv, 3)), ""},
	{"interleaved", session.SCTPConfig{}, sOpenedWith(sIDatas, sIData(cl, 0), sForward(cl, wire.SCTPTypeIForwardTSN, 1)), ""},
	{"addresses", session.SCTPConfig{}, sOpenedWith(sASCONFs, sAuth(cl, 1, 20).and(sASCONF(cl, 0)), sAuth(cl, 1, 20).and(sASCONF(cl, 0)), sAuth(sv, 1, 20).and(sASCONFAck(sv, 0)), sAuth(cl, 1, 20).and(sASCONF(cl, 1))), ""},
	{"streams", session.SCTPConfig{}, sOpenedWith(sConfigs, sReConfig(cl, sReset(cl, 0)), sReConfig(cl, sReset(cl, 0)), sReConfig(sv, sAnswer(sv, 0)),
		sReConfig(cl, sp.Add(wire.SCTPParamAddOutgoing, be32(nil, sctpTSNs[cl]+1, 5<<16)...)), sReConfig(sv, sAnswer(sv, 1)), sDataIn(cl, 0, 14, 3)), ""},
	{"TSNs anew", session.SCTPConfig{}, sOpenedWith(sConfigs, sReConfig(cl, sp.Add(wire.SCTPParamTSNReset, be32(nil, sctpTSNs[cl])...)),
		sReConfig(sv, sp.Add(wire.SCTPParamReConfigResponse, be32(nil, sctpTSNs[cl], 1, 9, 1<<20)...)), sData(cl, 1<<20)), ""},
	{"midway", sctpMidway, []sctpStep{sData(cl, 7), sSACK(sv, 8), sData(sv, 3).and(sData(sv, 4)), sBeat(cl, 5, "x"), sShutdown(cl, 5), sShutdownAck(sv), sComplete(cl)}, "CLOSED CLOSED"},
	{"midway, one side", sctpMidway, []sctpStep{sInit(cl), sEcho(cl), sData(cl, 0), sShutdown(cl, 9), sComplete(cl)}, "CLOSED CLOSED"},
	{"another that was not seen", sctpMidway, sOpened(sData(cl, 900).tagged(5).says(invalid, session.RuleSCTPTag), sSACK(sv, 901).tagged(6).says(invalid, session.RuleSCTPTag), sData(cl, 901).tagged(5), sSACK(sv, 902).tagged(6)), ""},
	{"several addresses", session.SCTPConfig{}, sOpenedWith(sp.Add(wire.SCTPParamIPv4Address, 1, 2, 3, 4).Add(wire.SCTPParamIPv4Address, 1, 2, 3, 5), sSACK(sv, 40), sBeat(sv, 5, "x")), ""},
	{"acknowledged although it was wrong", session.SCTPConfig{}, sOpened(sDataIn(cl, 0, 99, 3).says(invalid, session.RuleSCTPStream), sSACK(sv, 1), sData(cl, 1)), ""},
	{"no checksums", session.SCTPConfig{}, sOpenedWith(sp.Add(wire.SCTPParamZeroChecksum, 0, 0, 0, 1), sData(cl, 0)), ""},

	// Each rule broken.
	{"empty", session.SCTPConfig{}, sOpened(sctpStep{side: cl, tag: sctpTags[sv]}.says(invalid, session.RuleSCTPEmpty)), ""},
	{"cut chunk", session.SCTPConfig{}, sOpened(sctpStep{side: cl, tag: sctpTags[sv], chunks: []byte{0, 3, 0, 99}}.says(invalid, session.RuleSCTPLength)), ""},
	{"short chunk", session.SCTPConfig{}, sOpened(sctpChunk(cl, wire.SCTPTypeSACK, 0, 1, 2, 3, 4).says(invalid, session.RuleSCTPLength)), ""},
	{"SACK that does not add up", session.SCTPConfig{}, sOpened(sctpChunk(cl, wire.SCTPTypeSACK, 0, be32(nil, sctpTSNs[sv]-1, 1, 1<<16)...).says(invalid, session.RuleSCTPLength)), ""},
	{"INIT with data", session.SCTPConfig{}, []sctpStep{sInit(cl).and(sData(cl, 0)).says(invalid, session.RuleSCTPAlone)}, "CLOSED CLOSED"},
	{"SHUTDOWN COMPLETE behind SACK", session.SCTPConfig{}, sOpened(sShutdown(cl, 0), sShutdownAck(sv), sSACK(cl, 0).and(sComplete(cl)).says(invalid, session.RuleSCTPAlone)), "SHUTDOWN-SENT SHUTDOWN-ACK-SENT"},
	{"cookie second", session.SCTPConfig{}, []sctpStep{sInit(cl), sInitAck(sv), sEcho(cl), sData(cl, 0).and(sEcho(cl)).says(invalid, session.RuleSCTPFirst)}, ""},
	{"control second", session.SCTPConfig{}, sOpened(sData(cl, 0).and(sSACK(cl, 0)).says(tolerated, session.RuleSCTPControlFirst), sSACK(sv, 1)), ""},
	{"data out of order", session.SCTPConfig{}, sOpened(sData(cl, 1).and(sData(cl, 0)).says(tolerated, session.RuleSCTPDataOrder), sSACK(sv, 2)), ""},
	{"data with ABORT", session.SCTPConfig{}, sOpened(sData(cl, 0).and(sAbort(cl)).says(tolerated, session.RuleSCTPAbortData)), "CLOSED CLOSED"},
	{"unknown", session.SCTPConfig{}, sOpened(sctpChunk(cl, 0x3f, 0).and(sData(cl, 0)).says(tolerated, session.RuleSCTPUnknownChunk), sSACK(sv, 0), sData(cl, 0)), ""},
	{"unknown, but skipped", session.SCTPConfig{}, sOpened(sctpChunk(cl, 0xbf, 0).and(sData(cl, 0)).says(tolerated, session.RuleSCTPUnknownChunk), sSACK(sv, 1)), ""},
	{"INIT with a tag", session.SCTPConfig{}, []sctpStep{sInit(cl).tagged(7).says(invalid, session.RuleSCTPTagInit)}, "CLOSED CLOSED"},
	{"no tag", session.SCTPConfig{}, sOpened(sData(cl, 0).tagged(0).says(invalid, session.RuleSCTPTagZero)), ""},
	{"wrong tag", session.SCTPConfig{}, sOpened(sData(cl, 0).tagged(7).says(invalid, session.RuleSCTPTag), sAbort(sv).tagged(8).says(invalid, session.RuleSCTPTag)), "ESTABLISHED ESTABLISHED"},
	{"wrong tag of a cookie", session.SCTPConfig{}, []sctpStep{sInit(cl), sInitAck(sv), sEcho(cl).tagged(7).says(invalid, session.RuleSCTPTag)}, "COOKIE-WAIT CLOSED"},
	{"T bit missing", session.SCTPConfig{}, sOpened(sAbort(cl).tagged(sctpTags[cl]).says(invalid, session.RuleSCTPTagReflected)), "ESTABLISHED ESTABLISHED"},
	{"T bit too much", session.SCTPConfig{}, sOpened(sctpChunk(cl, wire.SCTPTypeAbort, 1).says(invalid, session.RuleSCTPTagReflected)), "ESTABLISHED ESTABLISHED"},
	{"tag 0", session.SCTPConfig{}, []sctpStep{sctpInitOf(cl).with(func(i *sctpInit) { i.tag = 0 }).init(cl).says(invalid, session.RuleSCTPInitTag)}, "CLOSED CLOSED"},
	{"no streams out", session.SCTPConfig{}, []sctpStep{sctpInitOf(cl).with(func(i *sctpInit) { i.out = 0 }).init(cl).says(invalid, session.RuleSCTPInitStreams), sAbort(sv)}, "CLOSED CLOSED"},
	{"no streams in", session.SCTPConfig{}, []sctpStep{sInit(cl), sctpInitOf(sv).with(func(i *sctpInit) { i.in = 0 }).ack(sv).says(invalid, session.RuleSCTPInitStreams), sAbort(cl)}, "CLOSED CLOSED"},
	{"small window", session.SCTPConfig{}, []sctpStep{sctpInitOf(cl).with(func(i *sctpInit) { i.window = 1499 }).init(cl).says(invalid, session.RuleSCTPInitWindow)}, ""},
	{"host name", session.SCTPConfig{}, []sctpStep{sctpInitOf(cl).with(func(i *sctpInit) { i.params = sp.Add(wire.SCTPParamHostName, []byte("a.b\x00")...) }).init(cl).says(invalid, session.RuleSCTPHostName)}, ""},
	{"no cookie", session.SCTPConfig{}, []sctpStep{sInit(cl), sctpChunk(sv, wire.SCTPTypeInitAck, 0, sctpInitOf(sv).value()...).says(invalid, session.RuleSCTPCookieMissing)}, ""},
	{"INIT at the end", session.SCTPConfig{}, sOpened(sShutdown(cl, 0), sShutdownAck(sv), sNext(cl, 5, 7).init(cl).says(tolerated, session.RuleSCTPInitShutdown), sShutdownAck(sv)), ""},
	{"INIT ACK of nothing", session.SCTPConfig{}, []sctpStep{sInitAck(sv).says(invalid, session.RuleSCTPInitAck)}, ""},
	{"INIT ACK late", session.SCTPConfig{}, sOpened(sInitAck(sv).says(tolerated, session.RuleSCTPInitAckLate)), ""},
	{"INIT ACK of an attempt before", session.SCTPConfig{}, []sctpStep{sInit(cl), sNext(cl, 5, 7).init(cl), sInitAck(sv).says(tolerated, session.RuleSCTPInitAckLate), sInitAck(sv).tagged(5)}, "COOKIE-WAIT CLOSED"},
	{"collision", session.SCTPConfig{}, []sctpStep{sInit(cl), sInit(sv), sNext(sv, 5, 7).ack(sv).says(tolerated, session.RuleSCTPCollision)}, ""},
	{"cookie", session.SCTPConfig{}, []sctpStep{sInit(cl), sInitAck(sv), sctpChunk(cl, wire.SCTPTypeCookieEcho, 0, []byte("cookies")...).says(invalid, session.RuleSCTPCookie)}, ""},
	{"cookie late", session.SCTPConfig{}, []sctpStep{sInit(cl), sInitAck(sv), sNext(sv, 5, 7).ack(sv), sEcho(cl), sCookieAck(sv), sEcho(cl).tagged(5).says(tolerated, session.RuleSCTPCookieLate)}, "ESTABLISHED ESTABLISHED"},
	{"cookie at the end", session.SCTPConfig{}, sOpened(sNext(cl, 5, 700).init(cl), sNext(sv, 6, 800).ack(sv).tagged(5), sShutdown(cl, 0), sShutdownAck(sv), sEcho(cl).tagged(6).says(tolerated, session.RuleSCTPCookieShutdown)), ""},
	{"cookie after the end", session.SCTPConfig{}, sClosed(sEcho(cl).says(tolerated, session.RuleSCTPEnded)), "CLOSED CLOSED"},
	{"COOKIE ACK again", session.SCTPConfig{}, sOpened(sCookieAck(sv).says(tolerated, session.RuleSCTPCookieAck)), ""},
	{"stale cookie", session.SCTPConfig{}, sOpened(sctpChunk(sv, wire.SCTPTypeError, 0, 0, 3, 0, 8, 0, 0, 0, 1).says(tolerated, session.RuleSCTPStaleCookie)), ""},
	{"stale cookie in time", session.SCTPConfig{}, []sctpStep{sInit(cl), sInitAck(sv), sEcho(cl), sctpChunk(sv, wire.SCTPTypeError, 0, 0, 3, 0, 8, 0, 0, 0, 1), sInit(cl)}, "COOKIE-WAIT ESTABLISHED"},
	{"before COOKIE ACK", session.SCTPConfig{}, []sctpStep{sInit(cl), sInitAck(sv), sEcho(cl), sData(cl, 0).says(tolerated, session.RuleSCTPCookieEchoed), sCookieAck(sv), sSACK(sv, 1)}, ""},
	{"nothing there", session.SCTPConfig{}, []sctpStep{sData(cl, 0).says(invalid, session.RuleSCTPNoAssociation), sctpChunk(sv, wire.SCTPTypeAbort, 1).tagged(sctpTags[sv])}, "CLOSED CLOSED"},
	{"data before the cookie", session.SCTPConfig{}, []sctpStep{sInit(cl), sInitAck(sv), sData(cl, 0).says(invalid, session.RuleSCTPNoAssociation)}, "COOKIE-WAIT CLOSED"},
	{"after the end", session.SCTPConfig{}, sClosed(sData(cl, 0).says(tolerated, session.RuleSCTPEnded), sctpChunk(sv, wire.SCTPTypeAbort, 1).tagged(sctpTags[sv])), "CLOSED CLOSED"},
	{"ABORT of nothing", session.SCTPConfig{}, []sctpStep{sAbort(cl).says(tolerated, session.RuleSCTPAbortNothing)}, ""},
	{"no data", session.SCTPConfig{}, sOpened(sctpChunk(cl, 0, 3, be32(nil, sctpTSNs[cl], 0, 0)...).says(invalid, session.RuleSCTPNoUserData)), ""},
	{"no stream", session.SCTPConfig{}, sOpened(sDataIn(cl, 0, 9, 3), sDataIn(cl, 1, 10, 3).says(invalid, session.RuleSCTPStream)), ""},
	{"fragment without begin", session.SCTPConfig{}, sOpened(sData(cl, 0), sDataIn(cl, 1, 0, 1).says(invalid, session.RuleSCTPFragment)), ""},
	{"fragment of another stream", session.SCTPConfig{}, sOpened(sDataIn(cl, 0, 0, 2), sDataIn(cl, 1, 1, 1).says(invalid, session.RuleSCTPFragment)), ""},
	{"beyond", session.SCTPConfig{}, sOpened(sData(cl, 100_000).says(invalid, session.RuleSCTPTSN)), ""},
	{"old", session.SCTPConfig{}, sOpened(sData(cl, 0), sSACK(sv, 1), sData(cl, 0).says(tolerated, session.RuleSCTPOld)), ""},
	{"data after SHUTDOWN", session.SCTPConfig{}, sOpened(sShutdown(cl, 0), sData(cl, 0).says(invalid, session.RuleSCTPDataShutdown)), "SHUTDOWN-SENT SHUTDOWN-RECEIVED"},
	{"unsent", session.SCTPConfig{}, sOpened(sSACK(sv, 1).says(invalid, session.RuleSCTPAckUnsent), sData(cl, 0), sSACK(sv, 0, 2, 2).says(invalid, session.RuleSCTPAckUnsent), sShutdown(sv, 9).says(invalid, session.RuleSCTPAckUnsent)), ""},
	{"old acknowledgement", session.SCTPConfig{}, sOpened(sData(cl, 0), sSACK(sv, 1), sSACK(sv, 0).says(tolerated, session.RuleSCTPAckOld)), ""},
	{"gap at 1", session.SCTPConfig{}, sOpened(sData(cl, 0), sSACK(sv, 0, 1, 1).says(invalid, session.RuleSCTPGap)), ""},
	{"gap backwards", session.SCTPConfig{}, sOpened(sData(cl, 0), sData(cl, 5), sSACK(sv, 0, 5, 3).says(invalid, session.RuleSCTPGap)), ""},
	{"gaps adjacent", session.SCTPConfig{}, sOpened(sData(cl, 1), sData(cl, 2), sSACK(sv, 0, 2, 2, 3, 3).says(tolerated, session.RuleSCTPGapOrder)), ""},
	{"SHUTDOWN too early", session.SCTPConfig{}, sOpened(sData(cl, 0), sShutdown(cl, 0).says(invalid, session.RuleSCTPOutstanding)), "ESTABLISHED ESTABLISHED"},
	{"SHUTDOWN after SHUTDOWN ACK", session.SCTPConfig{}, sOpened(sShutdown(cl, 0), sShutdownAck(sv), sShutdown(sv, 0).says(tolerated, session.RuleSCTPShutdownLate)), ""},
	{"SHUTDOWN ACK alone", session.SCTPConfig{}, sOpened(sShutdownAck(sv).says(invalid, session.RuleSCTPShutdownAck)), ""},
	{"SHUTDOWN COMPLETE alone", session.SCTPConfig{}, sOpened(sShutdown(cl, 0), sComplete(cl).says(invalid, session.RuleSCTPShutdownComplete)), ""},
	{"heartbeat", session.SCTPConfig{}, sOpened(sBeat(cl, 4, "x"), sBeat(sv, 5, "y").says(invalid, session.RuleSCTPHeartbeat)), ""},
	{"forward unasked", session.SCTPConfig{}, sOpened(sData(cl, 0), sForward(cl, wire.SCTPTypeForwardTSN, 1).says(invalid, session.RuleSCTPForwardUnasked)), ""},
	{"forward old", session.SCTPConfig{}, sOpenedWith(sForwards, sData(cl, 0), sData(cl, 1), sSACK(sv, 2), sForward(cl, wire.SCTPTypeForwardTSN, 1).says(tolerated, session.RuleSCTPForwardOld)), ""},
	{"I-DATA unasked", session.SCTPConfig{}, sOpened(sIData(cl, 0).says(invalid, session.RuleSCTPIDataUnasked)), ""},
	{"DATA among I-DATA", session.SCTPConfig{}, sOpenedWith(sIDatas, sIData(cl, 0), sData(cl, 1).says(invalid, session.RuleSCTPIDataMixed)), ""},
	{"wrong forward", session.SCTPConfig{}, sOpenedWith(sIDatas, sForward(cl, wire.SCTPTypeForwardTSN, 1).says(invalid, session.RuleSCTPIForward)), ""},
	{"extension", session.SCTPConfig{}, sOpened(sReConfig(cl, sReset(cl, 0)).says(tolerated, session.RuleSCTPExtension)), ""},
	{"ASCONF number", session.SCTPConfig{}, sOpenedWith(sASCONFs, sAuth(cl, 1, 20).and(sASCONF(cl, 1)).says(invalid, session.RuleSCTPASCONFSerial), sAuth(cl, 1, 20).and(sASCONF(cl, -1)).says(tolerated, session.RuleSCTPASCONFSerial)), ""},
	{"ASCONF-ACK alone", session.SCTPConfig{}, sOpenedWith(sASCONFs, sAuth(cl, 1, 20).and(sASCONFAck(cl, 0)).says(invalid, session.RuleSCTPASCONFAck)), ""},
	{"ASCONF without address", session.SCTPConfig{}, sOpenedWith(sASCONFs, sAuth(cl, 1, 20).and(sctpChunk(cl, wire.SCTPTypeASCONF, 0, wire.SCTPParams(be32(nil, sctpTSNs[cl])).Add(wire.SCTPParamSuccess, 0, 0, 0, 0)...)).says(invalid, session.RuleSCTPASCONFAddress)), ""},
	{"ASCONF in clear", session.SCTPConfig{}, sOpenedWith(append(sExt(0xc1, 0x80), sAuths...), sASCONF(cl, 0).says(tolerated, session.RuleSCTPASCONFAuth)), ""},
	{"requests that do not go together", session.SCTPConfig{}, sOpenedWith(sConfigs, sReConfig(cl, append(sReset(cl, 0), sReset(cl, 1)...)).says(invalid, session.RuleSCTPReConfigParams)), ""},
	{"request number", session.SCTPConfig{}, sOpenedWith(sConfigs, sReConfig(cl, sReset(cl, 1)).says(invalid, session.RuleSCTPReConfigSequence), sReConfig(cl, sReset(cl, -9)).says(tolerated, session.RuleSCTPReConfigSequence)), ""},
	{"response alone", session.SCTPConfig{}, sOpenedWith(sConfigs, sReConfig(sv, sAnswer(sv, 0)).says(invalid, session.RuleSCTPReConfigResponse)), ""},
	{"AUTH missing", session.SCTPConfig{}, sOpenedWith(append(append(sp, sAuths...), sp.Add(wire.SCTPParamChunkList, 0)...), sData(cl, 0).says(invalid, session.RuleSCTPAuthMissing), sAuth(cl, 1, 20).and(sData(cl, 0))), ""},
	{"HMAC", session.SCTPConfig{}, sOpenedWith(sAuths, sAuth(cl, 3, 32).says(invalid, session.RuleSCTPAuthHMAC), sAuth(cl, 1, 32).says(invalid, session.RuleSCTPAuthHMAC), sAuth(cl, 1, 20)), ""},
	{"AUTH for INIT", session.SCTPConfig{}, []sctpStep{sctpInitOf(cl).with(func(i *sctpInit) { i.params = append(append(sp, sAuths...), sp.Add(wire.SCTPParamChunkList, 1)...) }).init(cl).says(invalid, session.RuleSCTPAuthOffer)}, ""},
}

// sctpFollowed are the rules whose breach the receiver overlooks.
var sctpFollowed = map[*session.Rule]bool{
	session.RuleSCTPControlFirst: true, session.RuleSCTPDataOrder: true, session.RuleSCTPAbortData: true, session.RuleSCTPUnknownChunk: true,
	session.RuleSCTPInitShutdown: true, session.RuleSCTPCollision: true, session.RuleSCTPCookieEchoed: true, session.RuleSCTPGapOrder: true,
	session.RuleSCTPExtension: true, session.RuleSCTPASCONFAuth: true,
}

func TestSCTP(t *testing.T) {
	planted := map[*session.Rule]bool{session.RuleSCTPHeader: true, session.RuleSCTPPort: true, session.RuleSCTPChecksum: true} // TestSCTPHeader
	for _, tt := range sctpTests {
		s := session.NewSCTP(tt.cfg)
		for i, k := range tt.steps {
			before, _ := s.AppendBinary(nil)
			v := s.Check(k.side, k.packet(), int64(i)*1e7)
			if v.Outcome != k.outcome || v.Rule != k.rule {
				t.Errorf("%s, step %d: %v", tt.name, i, v)
			}
			planted[v.Rule] = true
			if after, _ := s.AppendBinary(nil); !v.OK() && !sctpFollowed[v.Rule] && !bytes.Equal(before, after) {
				t.Errorf("%s, step %d: %v changed the state", tt.name, i, v)
			}
		}
		if got := s.State(cl) + " " + s.State(sv); tt.end != "" && got != tt.end {
			t.Errorf("%s: ends %s", tt.name, got)
		}
	}
	for r := range session.Rules() {
		if strings.HasPrefix(r.Name, "sctp-") && !planted[r] {
			t.Errorf("nothing breaks %s", r.Name)
		}
	}
}

func TestSCTPHeader(t *testing.T) {
	s := session.NewSCTP(session.SCTPConfig{Checksums: true})
	good := sInit(cl).packet()
	for _, tt := range []struct {
		v    wire.SCTP
		rule *session.Rule
	}{
		{nil, session.RuleSCTPHeader},
		{good[:11], session.RuleSCTPHeader},
		{append(wire.SCTP{0, 0}, good[2:]...), session.RuleSCTPPort},
		{append(wire.SCTP{1, 1, 0, 0}, good[4:]...), session.RuleSCTPPort},
		{append(wire.SCTP{1, 1}, good[2:]...), session.RuleSCTPChecksum},
		{good, nil},
	} {
		if r := s.Check(cl, tt.v, 0); r.Rule != tt.rule || r.OK() != (tt.rule == nil) {
			t.Errorf("%x: %v", tt.v, r)
		}
	}
}

// TestSCTPLost tells the Session of losses that it would otherwise take for faults.
func TestSCTPLost(t *testing.T) {
	for _, steps := range [][]sctpStep{
		{sSACK(sv, 20), sData(cl, 20), sSACK(sv, 21)},
		{sShutdownAck(sv), sComplete(cl)},
		{sData(cl, 0).tagged(7), sSACK(sv, 1).tagged(8)},
		{sBeat(sv, 5, "x")},
	} {
		s := session.NewSCTP(session.SCTPConfig{})
		for i, k := range sOpened(steps...) {
			if i == 4 {
				s.Lost(cl)
			}
			if v := s.Check(k.side, k.packet(), 0); !v.OK() {
				t.Errorf("step %d: %v", i, v)
			}
		}
	}
}

func TestSCTPStats(t *testing.T) {
	s := session.NewSCTP(session.SCTPConfig{})
	for i, k := range sOpened(sData(cl, 0), sSACK(sv, 1), sData(cl, 1), sData(cl, 1), sSACK(sv, 2)) {
		s.Check(k.side, k.packet(), int64(i)*1e6)
	}
	if c := s.Stats(cl); c != (session.SCTPStats{Packets: 5, Chunks: 3, Retransmitted: 1, RTT: 1e6, MinRTT: 1e6}) {
		t.Errorf("%+v", c)
	}
	tag, ok := s.Tag(sv)
	if !ok || tag != sctpTags[sv] || s.Streams(cl) != 10 || s.Received(cl) != sctpTSNs[cl]+2 || s.Unacknowledged(cl) != 0 {
		t.Errorf("%x, %v, %d, %d, %d", tag, ok, s.Streams(cl), s.Received(cl), s.Unacknowledged(cl))
	}
}

func TestSCTPSize(t *testing.T) {
	if n := unsafe.Sizeof(session.SCTP{}); n > 800 {
		t.Errorf("%d bytes", n)
	} else {
		t.Logf("%d bytes", n)
	}
}

func TestSCTPNoAllocs(t *testing.T) {
	s := session.NewSCTP(session.SCTPConfig{Checksums: true})
	for _, k := range sOpened() {
		s.Check(k.side, k.packet(), 0)
	}
	n := 0
	var buf [256]byte
	if a := testing.AllocsPerRun(100, func() {
		b, err := s.Build(cl, buf[:0], 0, session.SCTPPart{Chunk: wire.SCTPTypeData, Data: buf[200:210]})
		if err != nil {
			t.Fatal(err)
		}
		n++
		if b, err = s.Build(sv, b[:0], 0, session.SCTPPart{Chunk: wire.SCTPTypeSACK}); err != nil {
			t.Fatal(err)
		}
		p := wire.SCTP(b)
		p.SetSrcPort(1)
		p.SetDstPort(1)
		p.SetChecksum(p.Sum())
		if v := s.Check(sv, p, 0); !v.OK() {
			t.Fatal(v)
		}
		p.SetVTag(99)
		p.SetChecksum(p.Sum())
		if v := s.Check(sv, p, 0); v.Rule != session.RuleSCTPTag {
			t.Fatal(v)
		}
	}); a != 0 {
		t.Errorf("%v allocations", a)
	}
}
