package session

// The rules of TCP, as an endpoint has them.
var (
	// RuleTCPHeader has segments have a header that can be read.
	RuleTCPHeader = &Rule{"tcp-header", "RFC 9293 §3.1", "header is cut or its data offset impossible"}
	// RuleTCPFlags has a SYN not be a reset too.
	RuleTCPFlags = &Rule{"tcp-flags", "RFC 9293 §3.10.7", "flags that contradict each other"}
	// RuleTCPSYNFIN has a connection not open and close in one segment. Some hosts take it, as T/TCP had it (RFC 1644).
	RuleTCPSYNFIN = &Rule{"tcp-syn-fin", "RFC 9293 §3.10.7", "SYN and FIN in one segment"}
	// RuleTCPNoACK has all segments but the first, and resets, acknowledge.
	RuleTCPNoACK = &Rule{"tcp-no-ack", "RFC 9293 §3.10.7.4", "neither SYN, RST nor ACK"}
	// RuleTCPNoConnection has connections begin with a SYN.
	RuleTCPNoConnection = &Rule{"tcp-no-connection", "RFC 9293 §3.10.7.1", "segment of a connection that does not exist"}
	// RuleTCPResetNoConnection has a reset of nothing ignored.
	RuleTCPResetNoConnection = &Rule{"tcp-reset-no-connection", "RFC 9293 §3.10.7.1", "resets a connection that does not exist"}
	// RuleTCPNoSYN has an answer to a SYN that has none itself ignored.
	RuleTCPNoSYN = &Rule{"tcp-no-syn", "RFC 9293 §3.10.7.3", "answers a SYN without a SYN"}
	// RuleTCPHalfOpen has who sent a SYN reset the connection that the other side takes it for part of.
	RuleTCPHalfOpen = &Rule{"tcp-half-open", "RFC 9293 §3.5.1", "acknowledges something else where a SYN waits for its answer"}
	// RuleTCPSYNACK has a SYN's answer acknowledge it.
	RuleTCPSYNACK = &Rule{"tcp-syn-ack", "RFC 9293 §3.10.7.3", "SYN that does not acknowledge the other side's"}
	// RuleTCPSplitHandshake has who acknowledged a SYN not send its own without acknowledgement.
	RuleTCPSplitHandshake = &Rule{"tcp-split-handshake", "RFC 9293 §3.10.7.2", "SYN and its acknowledgement in two segments"}
	// RuleTCPSYNChallenge has a SYN within a connection answered by an acknowledgement.
	RuleTCPSYNChallenge = &Rule{"tcp-syn-challenge", "RFC 5961 §4.2", "SYN within a connection"}
	// RuleTCPTimeWaitSYN has a connection not follow its predecessor with numbers that it may have used.
	RuleTCPTimeWaitSYN = &Rule{"tcp-time-wait-syn", "RFC 9293 §3.6.1", "SYN not beyond the last connection, which is in TIME-WAIT"}
	// RuleTCPTimeWait has nothing but the last FIN again expected in TIME-WAIT.
	RuleTCPTimeWait = &Rule{"tcp-time-wait", "RFC 9293 §3.10.7.4", "comes after the connection's end"}
	// RuleTCPTimeWaitReset has resets not cut TIME-WAIT short.
	RuleTCPTimeWaitReset = &Rule{"tcp-time-wait-reset", "RFC 1337 §3", "resets a connection in TIME-WAIT"}
	// RuleTCPResetAck has a SYN only be refused by who got it.
	RuleTCPResetAck = &Rule{"tcp-reset-ack", "RFC 9293 §3.10.7.3", "refuses a SYN without acknowledging it"}
	// RuleTCPResetChallenge has a reset that is only somewhere in the window answered by an acknowledgement.
	RuleTCPResetChallenge = &Rule{"tcp-reset-challenge", "RFC 5961 §3.2", "reset in the window, but not at the next byte"}
	// RuleTCPResetOutside has other resets ignored.
	RuleTCPResetOutside = &Rule{"tcp-reset-outside-window", "RFC 5961 §3.2", "reset outside of the window"}
	// RuleTCPAfterReset has a connection that was reset be over.
	RuleTCPAfterReset = &Rule{"tcp-after-reset", "RFC 9293 §3.5.3", "segment of a connection that was reset"}
	// RuleTCPAckUnsent has acknowledgements be for what was sent.
	RuleTCPAckUnsent = &Rule{"tcp-ack-unsent", "RFC 9293 §3.10.7.4", "acknowledges what was not sent"}
	// RuleTCPAckOld has very old acknowledgements challenged.
	RuleTCPAckOld = &Rule{"tcp-ack-old", "RFC 5961 §5.2", "acknowledgement is older than any window"}
	// RuleTCPOld has what was received before acknowledged again and thrown away.
	RuleTCPOld = &Rule{"tcp-old", "RFC 9293 §3.4", "all of it was received and acknowledged before"}
	// RuleTCPBeyondWindow has senders respect the window.
	RuleTCPBeyondWindow = &Rule{"tcp-beyond-window", "RFC 9293 §3.4", "is beyond every window that was offered"}
	// RuleTCPAfterFIN has FIN be the last.
	RuleTCPAfterFIN = &Rule{"tcp-after-fin", "RFC 9293 §3.10.7.4", "data after FIN"}
	// RuleTCPFIN has FIN be at one place, after all data.
	RuleTCPFIN = &Rule{"tcp-fin", "RFC 9293 §3.6", "FIN where it was not before, or before data that was sent"}
	// RuleTCPUrgent has the urgent pointer point at something.
	RuleTCPUrgent = &Rule{"tcp-urgent", "RFC 9293 §3.8.5", "urgent pointer of a segment without data points at nothing"}
	// RuleTCPMSS has segments be no longer than the receiver asked for.
	RuleTCPMSS = &Rule{"tcp-mss", "RFC 9293 §3.7.1", "more data than the receiver's maximum segment size"}
	// RuleTCPOptions has the lengths of options add up.
	RuleTCPOptions = &Rule{"tcp-options", "RFC 9293 §3.1", "options with a wrong length"}
	// RuleTCPOptionSYN has options of the handshake in it only.
	RuleTCPOptionSYN = &Rule{"tcp-option-syn", "RFC 9293 §3.7.1", "option that belongs in a SYN"}
	// RuleTCPScale has windows not be scaled by more than 14 bits.
	RuleTCPScale = &Rule{"tcp-scale", "RFC 7323 §2.3", "window scale above 14"}
	// RuleTCPScaleUnasked has the second SYN only scale if the first did.
	RuleTCPScaleUnasked = &Rule{"tcp-scale-unasked", "RFC 7323 §2.2", "window scale that the first SYN did not offer"}
	// RuleTCPPAWS has segments with an old time stamp acknowledged and thrown away.
	RuleTCPPAWS = &Rule{"tcp-paws", "RFC 7323 §5.3", "time stamp is older than one received before"}
	// RuleTCPTimestampMissing has all segments have time stamps if the SYNs had.
	RuleTCPTimestampMissing = &Rule{"tcp-timestamp-missing", "RFC 7323 §3.2", "no time stamp, although both sides agreed on them"}
	// RuleTCPTimestampUnasked has no segment have them if one of the SYNs had not.
	RuleTCPTimestampUnasked = &Rule{"tcp-timestamp-unasked", "RFC 7323 §3.2", "time stamp that was not agreed on"}
	// RuleTCPEcho has a time stamp's echo be one that was sent.
	RuleTCPEcho = &Rule{"tcp-timestamp-echo", "RFC 7323 §3.2", "echoes a time stamp that was not sent"}
	// RuleTCPSACKUnasked has selective acknowledgements sent only to who permitted them.
	RuleTCPSACKUnasked = &Rule{"tcp-sack-unasked", "RFC 2018 §2", "SACK that the other side did not permit"}
	// RuleTCPSACKBlock has blocks have a beginning and an end, and be of what is not acknowledged anyway. Only the first may
	// be older: RFC 2883.
	RuleTCPSACKBlock = &Rule{"tcp-sack-block", "RFC 2018 §3", "SACK block that is empty, or acknowledged anyway"}
	// RuleTCPSACKUnsent has blocks be of what was sent.
	RuleTCPSACKUnsent = &Rule{"tcp-sack-unsent", "RFC 2018 §3", "SACK block of what was not sent"}
	// RuleTCPFastOpen has cookies be of 4 to 16 bytes, even, and in a SYN.
	RuleTCPFastOpen = &Rule{"tcp-fast-open", "RFC 7413 §4.1.1", "Fast Open cookie of a wrong length or outside of a SYN"}
)

var _ = list(
	RuleTCPHeader, RuleTCPFlags, RuleTCPSYNFIN, RuleTCPNoACK, RuleTCPNoConnection, RuleTCPResetNoConnection, RuleTCPNoSYN,
	RuleTCPHalfOpen, RuleTCPSYNACK, RuleTCPSplitHandshake, RuleTCPSYNChallenge, RuleTCPTimeWaitSYN, RuleTCPTimeWait,
	RuleTCPTimeWaitReset, RuleTCPResetAck, RuleTCPResetChallenge, RuleTCPResetOutside, RuleTCPAfterReset, RuleTCPAckUnsent,
	RuleTCPAckOld, RuleTCPOld, RuleTCPBeyondWindow, RuleTCPAfterFIN, RuleTCPFIN, RuleTCPUrgent, RuleTCPMSS, RuleTCPOptions,
	RuleTCPOptionSYN, RuleTCPScale, RuleTCPScaleUnasked, RuleTCPPAWS, RuleTCPTimestampMissing, RuleTCPTimestampUnasked,
	RuleTCPEcho, RuleTCPSACKUnasked, RuleTCPSACKBlock, RuleTCPSACKUnsent, RuleTCPFastOpen,
)
