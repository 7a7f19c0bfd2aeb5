package session

// The rules of HTTP/1.
var (
	// RuleHTTPRequestLine has requests begin with a method, a target and a version, with one space between them.
	RuleHTTPRequestLine = &Rule{"http-request-line", "RFC 9112 §3", "request line is not a method, a target and a version with one space between"}
	// RuleHTTPOld has requests have a version: those of HTTP/0.9 have none.
	RuleHTTPOld = &Rule{"http-09", "RFC 9112 §2.3", "request without a version"}
	// RuleHTTPTarget has a target be in the form that its method asks for.
	RuleHTTPTarget = &Rule{"http-target", "RFC 9112 §3.2", "target is not in a form that the method has"}
	// RuleHTTPTargetBytes has a target be ASCII; receivers mostly take others.
	RuleHTTPTargetBytes = &Rule{"http-target-bytes", "RFC 9112 §3.2", "target has bytes that should be escaped"}
	// RuleHTTPStatusLine has responses begin with a version and a status of three digits.
	RuleHTTPStatusLine = &Rule{"http-status-line", "RFC 9112 §4", "status line is not a version and three digits"}
	// RuleHTTPReason has a space behind the status; receivers mostly do without.
	RuleHTTPReason = &Rule{"http-reason", "RFC 9112 §4", "no space behind the status"}
	// RuleHTTPStatus has statuses be from 100 to 599; receivers take others for 500.
	RuleHTTPStatus = &Rule{"http-status", "RFC 9110 §15", "status is not from 100 to 599"}
	// RuleHTTPEmptyLine has nothing be between messages; servers pass over an empty line.
	RuleHTTPEmptyLine = &Rule{"http-empty-line", "RFC 9112 §2.2", "empty line before a message"}
	// RuleHTTPBareLF has lines end with CR LF; receivers may take LF.
	RuleHTTPBareLF = &Rule{"http-bare-lf", "RFC 9112 §2.2", "line ends with LF alone"}
	// RuleHTTPBareCR has CR be followed by LF.
	RuleHTTPBareCR = &Rule{"http-bare-cr", "RFC 9112 §2.2", "CR within a line"}
	// RuleHTTPLeadingSpace has fields follow the first line at once.
	RuleHTTPLeadingSpace = &Rule{"http-leading-space", "RFC 9112 §2.2", "space between the first line and the first field"}
	// RuleHTTPFold has fields be one line each; receivers may take more.
	RuleHTTPFold = &Rule{"http-fold", "RFC 9112 §5.2", "field goes on in the next line"}
	// RuleHTTPFoldFraming is RuleHTTPFold for the fields that say where the body ends, of which receivers must agree.
	RuleHTTPFoldFraming = &Rule{"http-fold-framing", "RFC 9112 §5.2", "field that says where the body ends goes on in the next line"}
	// RuleHTTPSpaceColon has no space before the colon.
	RuleHTTPSpaceColon = &Rule{"http-space-before-colon", "RFC 9112 §5.1", "space between a field's name and the colon"}
	// RuleHTTPField has fields have a colon.
	RuleHTTPField = &Rule{"http-field", "RFC 9112 §5", "line among the fields has no colon"}
	// RuleHTTPFieldName has names be tokens.
	RuleHTTPFieldName = &Rule{"http-field-name", "RFC 9110 §5.1", "field's name is empty or has characters that no name has"}
	// RuleHTTPFieldNUL has values have no NUL.
	RuleHTTPFieldNUL = &Rule{"http-field-nul", "RFC 9110 §5.5", "NUL in a field's value"}
	// RuleHTTPFieldControl has values have no control characters; receivers may take them.
	RuleHTTPFieldControl = &Rule{"http-field-control", "RFC 9110 §5.5", "control character in a field's value"}
	// RuleHTTPHost has requests say for which host, once.
	RuleHTTPHost = &Rule{"http-host", "RFC 9112 §3.2", "not one Host field"}

	// RuleHTTPLength has lengths be numbers.
	RuleHTTPLength = &Rule{"http-length", "RFC 9110 §8.6", "Content-Length is not a number that can be"}
	// RuleHTTPLengths has a message not have two lengths.
	RuleHTTPLengths = &Rule{"http-lengths", "RFC 9112 §6.3", "Content-Lengths that differ"}
	// RuleHTTPLengthTwice has a length be said once; receivers may take it twice.
	RuleHTTPLengthTwice = &Rule{"http-length-twice", "RFC 9110 §8.6", "same Content-Length twice"}
	// RuleHTTPBoth has chunked messages have no length, as receivers may go by either.
	RuleHTTPBoth = &Rule{"http-length-and-coding", "RFC 9112 §6.2", "Content-Length and Transfer-Encoding"}
	// RuleHTTPCoding has the end of a request be known.
	RuleHTTPCoding = &Rule{"http-coding", "RFC 9112 §6.3", "Transfer-Encoding of a request does not end with chunked, or is no list of codings"}
	// RuleHTTPCodingUnknown has codings be known ones.
	RuleHTTPCodingUnknown = &Rule{"http-coding-unknown", "RFC 9112 §6.1", "transfer coding is unknown"}
	// RuleHTTPChunkedTwice has chunks not be cut in chunks.
	RuleHTTPChunkedTwice = &Rule{"http-chunked-twice", "RFC 9112 §6.1", "chunked twice"}
	// RuleHTTPOldCoding has HTTP/1.0 have no transfer codings.
	RuleHTTPOldCoding = &Rule{"http-coding-in-10", "RFC 9112 §6.1", "Transfer-Encoding in a message of HTTP/1.0"}
	// RuleHTTPNoBody has responses that cannot have a body not say how it is coded.
	RuleHTTPNoBody = &Rule{"http-coding-without-body", "RFC 9112 §6.1", "Transfer-Encoding in a response that has no body"}
	// RuleHTTPNoBodyLength has them not say how long it is; clients pass over it.
	RuleHTTPNoBodyLength = &Rule{"http-length-without-body", "RFC 9110 §8.6", "Content-Length in a response that has no body"}
	// RuleHTTPChunk has chunks begin with their size.
	RuleHTTPChunk = &Rule{"http-chunk", "RFC 9112 §7.1", "chunk does not begin with its size in hexadecimal and CR LF"}
	// RuleHTTPChunkSpace has nothing behind the size; receivers mostly pass over spaces.
	RuleHTTPChunkSpace = &Rule{"http-chunk-space", "RFC 9112 §7.1.1", "space behind a chunk's size"}
	// RuleHTTPChunkSize has sizes be such that nobody's arithmetic fails.
	RuleHTTPChunkSize = &Rule{"http-chunk-size", "RFC 9112 §7.1", "chunk's size has more than 15 digits"}
	// RuleHTTPChunkEnd has chunks end with CR LF.
	RuleHTTPChunkEnd = &Rule{"http-chunk-end", "RFC 9112 §7.1", "chunk does not end with CR LF"}
	// RuleHTTPTrailer has trailers not change what was said.
	RuleHTTPTrailer = &Rule{"http-trailer", "RFC 9110 §6.5.1", "field that is of no use, or harm, in a trailer"}

	// RuleHTTPUnasked has servers not speak first.
	RuleHTTPUnasked = &Rule{"http-unasked", "RFC 9112 §9.2", "response without a request"}
	// RuleHTTPAfterClose has nothing follow the last message.
	RuleHTTPAfterClose = &Rule{"http-after-close", "RFC 9112 §9.6", "message after the one that said it was the last"}
	// RuleHTTPUpgrade has servers change to a protocol that the client named.
	RuleHTTPUpgrade = &Rule{"http-upgrade", "RFC 9110 §7.8", "switches protocols unasked, or does not say to which"}
	// RuleHTTPInterim has clients of HTTP/1.0 get no interim responses, which they do not know.
	RuleHTTPInterim = &Rule{"http-interim", "RFC 9110 §15.2", "interim response to a client of HTTP/1.0"}
	// RuleHTTPIncomplete has messages be as long as they say.
	RuleHTTPIncomplete = &Rule{"http-incomplete", "RFC 9112 §8", "connection ends within a message"}
)

var _ = list(RuleHTTPRequestLine, RuleHTTPOld, RuleHTTPTarget, RuleHTTPTargetBytes, RuleHTTPStatusLine, RuleHTTPReason, RuleHTTPStatus,
	RuleHTTPEmptyLine, RuleHTTPBareLF, RuleHTTPBareCR, RuleHTTPLeadingSpace, RuleHTTPFold, RuleHTTPFoldFraming, RuleHTTPSpaceColon,
	RuleHTTPField, RuleHTTPFieldName, RuleHTTPFieldNUL, RuleHTTPFieldControl, RuleHTTPHost, RuleHTTPLength, RuleHTTPLengths,
	RuleHTTPLengthTwice, RuleHTTPBoth, RuleHTTPCoding, RuleHTTPCodingUnknown, RuleHTTPChunkedTwice, RuleHTTPOldCoding, RuleHTTPNoBody,
	RuleHTTPNoBodyLength, RuleHTTPChunk, RuleHTTPChunkSpace, RuleHTTPChunkSize, RuleHTTPChunkEnd, RuleHTTPTrailer, RuleHTTPUnasked,
	RuleHTTPAfterClose, RuleHTTPUpgrade, RuleHTTPInterim, RuleHTTPIncomplete)
