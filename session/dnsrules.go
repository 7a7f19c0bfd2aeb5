package session

// The rules of DNS and its relatives.
var (
	// RuleDNSFormat has messages hold what their header counts.
	RuleDNSFormat = &Rule{"dns-format", "RFC 1035 §4.1", "record runs past the end of the message"}
	// RuleDNSName has names be labels of up to 63 bytes, and no longer than 255 bytes in all.
	RuleDNSName = &Rule{"dns-name", "RFC 1035 §3.1", "name is malformed or longer than 255 bytes"}
	// RuleDNSPointer has names point to names that came before, so that following pointers ends.
	RuleDNSPointer = &Rule{"dns-pointer", "RFC 1035 §4.1.4", "compression pointer does not point to an earlier name"}
	// RuleDNSData has data be as long as its type is.
	RuleDNSData = &Rule{"dns-data", "RFC 1035 §3.3", "data is not as long as the record's type asks"}
	// RuleDNSQueryType has records be of types that can be stored.
	RuleDNSQueryType = &Rule{"dns-query-type", "RFC 1035 §3.2.3", "record of a type that only questions have"}
	// RuleDNSQuestions has a query ask one thing.
	RuleDNSQuestions = &Rule{"dns-questions", "RFC 9619 §4", "more than one question"}
	// RuleDNSZ has the reserved bit be clear.
	RuleDNSZ = &Rule{"dns-z", "RFC 1035 §4.1.1", "reserved bit is set"}
	// RuleDNSQueryFlags has queries not say what only answers can.
	RuleDNSQueryFlags = &Rule{"dns-query-flags", "RFC 1035 §4.1.1", "query has a flag or a code that is for answers"}

	// RuleDNSUnasked has servers not speak first.
	RuleDNSUnasked = &Rule{"dns-unasked", "RFC 5452 §9.1", "answers without a query"}
	// RuleDNSID has answers repeat the number of a query.
	RuleDNSID = &Rule{"dns-id", "RFC 5452 §9.1", "ID is that of no query"}
	// RuleDNSQuestion has answers repeat the question.
	RuleDNSQuestion = &Rule{"dns-question", "RFC 5452 §9.1", "question is not that of the query"}
	// RuleDNSTuple has answers come from where the query went, and go to where it came from.
	RuleDNSTuple = &Rule{"dns-tuple", "RFC 5452 §9.1", "addresses and ports are not those of the query"}
	// RuleDNSNoQuestion has good answers repeat the question; resolvers ignore those that do not.
	RuleDNSNoQuestion = &Rule{"dns-no-question", "RFC 5452 §9.1", "answer without the question"}
	// RuleDNSCase has answers repeat the question letter for letter. Resolvers that put their secrets into the case of
	// letters ignore other answers; to those who do not, it is nothing.
	RuleDNSCase = &Rule{"dns-case", "RFC 5452 §9.1", "question differs from the query's in upper and lower case"}
	// RuleDNSDuplicate has the second of two answers thrown away.
	RuleDNSDuplicate = &Rule{"dns-duplicate", "RFC 5452 §9.1", "answers a query that was answered"}
	// RuleDNSOpcode has answers repeat the kind of the query.
	RuleDNSOpcode = &Rule{"dns-opcode", "RFC 1035 §4.1.1", "opcode is not that of the query"}
	// RuleDNSRD has answers repeat whether recursion was wished for.
	RuleDNSRD = &Rule{"dns-rd", "RFC 1035 §4.1.1", "recursion desired is not as in the query"}
	// RuleDNSSize has answers fit what the client takes.
	RuleDNSSize = &Rule{"dns-size", "RFC 1035 §4.2.1", "answer is longer than the 512 bytes of a client without EDNS"}
	// RuleDNSEDNSSize has answers fit what the client said that it takes.
	RuleDNSEDNSSize = &Rule{"dns-edns-size", "RFC 6891 §6.2.3", "answer is longer than the client said it takes"}
	// RuleDNSTruncated has no answer be cut where there is room.
	RuleDNSTruncated = &Rule{"dns-truncated", "RFC 1035 §4.1.1", "truncated over TCP, though nothing is too long for it"}
	// RuleDNSRetry has clients whose answer was truncated ask again over TCP.
	RuleDNSRetry = &Rule{"dns-retry", "RFC 7766 §5", "truncated answer, and not asked over TCP"}

	// RuleDNSOPT has one OPT record at most, of the root, in the additional section.
	RuleDNSOPT = &Rule{"dns-opt", "RFC 6891 §6.1.1", "second OPT record, or one out of place or with a name"}
	// RuleDNSOPTOptions has options fill their record.
	RuleDNSOPTOptions = &Rule{"dns-opt-options", "RFC 6891 §6.1.2", "option runs past the end of the OPT record"}
	// RuleDNSOPTUnasked has servers not use EDNS with clients that did not.
	RuleDNSOPTUnasked = &Rule{"dns-opt-unasked", "RFC 6891 §7", "OPT record in the answer to a query without one"}
	// RuleDNSVersion has every server that knows EDNS know version 0.
	RuleDNSVersion = &Rule{"dns-version", "RFC 6891 §6.1.3", "version 0 of EDNS refused"}
	// RuleDNSTSIG has signatures be last.
	RuleDNSTSIG = &Rule{"dns-tsig", "RFC 8945 §5.1", "TSIG record is not the last additional one"}

	// RuleMDNSPort has responders send from port 5353.
	RuleMDNSPort = &Rule{"mdns-port", "RFC 6762 §6", "response from a port that is not 5353"}
	// RuleMDNSOpcode has multicast messages be queries and responses of standard kind.
	RuleMDNSOpcode = &Rule{"mdns-opcode", "RFC 6762 §18.3", "opcode is not 0"}
	// RuleMDNSRCode has multicast messages bear no result.
	RuleMDNSRCode = &Rule{"mdns-rcode", "RFC 6762 §18.11", "response code is not 0"}
	// RuleMDNSQuestion has responses ask nothing; receivers pass over it.
	RuleMDNSQuestion = &Rule{"mdns-question", "RFC 6762 §6", "question in a response"}
	// RuleLLMNROpcode has receivers ignore other opcodes.
	RuleLLMNROpcode = &Rule{"llmnr-opcode", "RFC 4795 §2.1.1", "opcode is not 0"}
	// RuleLLMNRQuestions has messages have one question.
	RuleLLMNRQuestions = &Rule{"llmnr-questions", "RFC 4795 §2.1.1", "not one question"}
	// RuleLLMNRQuery has queries have no answers.
	RuleLLMNRQuery = &Rule{"llmnr-query", "RFC 4795 §2.1.1", "answers in a query"}
	// RuleNBNSOpcode has messages of the NetBIOS name service be of its kinds.
	RuleNBNSOpcode = &Rule{"nbns-opcode", "RFC 1002 §4.2.1.1", "opcode is unknown"}
)

var _ = list(RuleDNSFormat, RuleDNSName, RuleDNSPointer, RuleDNSData, RuleDNSQueryType, RuleDNSQuestions, RuleDNSZ,
	RuleDNSQueryFlags, RuleDNSUnasked, RuleDNSID, RuleDNSQuestion, RuleDNSTuple, RuleDNSNoQuestion, RuleDNSCase,
	RuleDNSDuplicate, RuleDNSOpcode, RuleDNSRD, RuleDNSSize, RuleDNSEDNSSize, RuleDNSTruncated, RuleDNSRetry, RuleDNSOPT,
	RuleDNSOPTOptions, RuleDNSOPTUnasked, RuleDNSVersion, RuleDNSTSIG, RuleMDNSPort, RuleMDNSOpcode, RuleMDNSRCode,
	RuleMDNSQuestion, RuleLLMNROpcode, RuleLLMNRQuestions, RuleLLMNRQuery, RuleNBNSOpcode)
