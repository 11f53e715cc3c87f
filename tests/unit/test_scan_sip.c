// SPDX-License-Identifier: GPL-2.0-only
/*
 * Payload of SIP, and session descriptions.
 */
#include "scan.h"

#define SDP(addr, port)	"v=0\r\nc=IN IP4 " addr "\r\nm=audio " port " RTP/AVP 0\r\n"

static const struct scan_row sip[] = {
	{ "call", 0, "INVITE sip:b@10.0.0.2 SIP/2.0\r\nContent-Type: application/sdp\r\nContent-Length: 48\r\n\r\n" SDP("10.0.0.1", "4000"),
	  "name tcp 10.0.0.2:5060 PC <10.0.0.2>; expect udp 10.0.0.1:4000+2 AM <10.0.0.1> <4000>; length tcp 0.0.0.0:0 @78+2 @84+48",
	  "INVITE sip:b@10.0.0.2 SIP/2.0\r\nContent-Type: application/sdp\r\nContent-Length: 50\r\n\r\n" SDP("192.0.2.77", "5000") },
	{ "two lengths", OPEN, "BYE sip:b@10.0.0.2 SIP/2.0\r\nContent-Length: 0\r\nl: 0\r\n\r\n", "" },
	{ "several media, one of them refused", UDP, "INVITE sip:b@x SIP/2.0\r\nc: application/sdp\r\n\r\n"
	  "m=audio 4000 RTP/AVP 0\nc=IN IP4 10.0.0.1\na=rtcp:4007\nm=video 0 RTP/AVP 1\nm=image 4010 udptl t38\nc=IN IP4 10.0.0.9\n",
	  "expect udp 10.0.0.1:4000 AM <10.0.0.1> <4000>; expect udp 10.0.0.1:4007 AM <10.0.0.1> <4007>; expect udp 10.0.0.9:4010 FAM <10.0.0.9> <4010>" },
	{ "IPv6", UDP | V6, "INVITE sip:b@[2001:db8::2] SIP/2.0\r\nc: application/sdp\r\n\r\nc=IN IP6 2001:db8::1\r\nm=audio 4000 RTP/AVP 0\r\n",
	  "name udp 2001:db8::2:5060 PC <2001:db8::2>; expect udp 2001:db8::1:4000+2 AM <2001:db8::1> <4000>" },
	{ "registration, folded and compact", UDP, "REGISTER sip:x SIP/2.0\r\nv: SIP/2.0/UDP\r\n 10.0.0.1:5070;branch=1\r\nm: \"A\\\"<\" <sip:a@10.0.0.1>;expires=60\r\nExpires: 9\r\n\r\n",
	  "expect udp 10.0.0.1:5070 >sip <10.0.0.1> <5070>; expect udp 10.0.0.1:5060 >sip 60s RC <10.0.0.1>" },
	{ "a response that is wanted where the request came from", UDP, "OPTIONS sip:x SIP/2.0\r\nVia: SIP/2.0/UDP 10.0.0.1:5070;rport;branch=1\r\n\r\n",
	  "name udp 10.0.0.1:5070 <10.0.0.1> <5070>" },
	{ "or comes there anyway", UDP, "OPTIONS sip:x SIP/2.0\r\nVia: SIP/2.0/UDP 10.0.0.1:1024;branch=1\r\n\r\n",
	  "name udp 10.0.0.1:1024 <10.0.0.1> <1024>" },
	{ "only the first of several", UDP, "OPTIONS sip:x SIP/2.0\r\nVia: SIP/2.0/UDP 10.0.0.1:1024, SIP/2.0/UDP 10.0.0.1:7\r\nv: SIP/2.0/UDP 10.0.0.1:9\r\n\r\n",
	  "name udp 10.0.0.1:1024 <10.0.0.1> <1024>; name udp 10.0.0.1:7 <10.0.0.1> <7>; name udp 10.0.0.1:9 <10.0.0.1> <9>" },
	{ "over TCP it comes by the connection", 0, "OPTIONS sip:x SIP/2.0\r\nVia: SIP/2.0/TCP 10.0.0.1:5060\r\n\r\n",
	  "name tcp 10.0.0.1:5060 <10.0.0.1> <5060>" },
	{ "addresses of others", UDP, "OPTIONS sip:10.0.0.7 SIP/2.0\r\nVia: SIP/2.0/UDP 10.0.0.8:5070\r\nVia: SIP/2.0/UDP 10.0.0.1:7;received=10.0.0.9;rport=7\r\nFrom: <sip:10.0.0.3>\r\n\r\n",
	  "name udp 10.0.0.1:7 <10.0.0.1> <7>" },
	{ "names of hosts", UDP, "OPTIONS sip:10.0.0.2.example SIP/2.0\r\nFrom: \"sip:10.0.0.1\" <sip:a@example.net>;tag=sip:10.0.0.1\r\nTo: sip:10.0.0.1x\r\n\r\n", "" },
	{ "registration by another transport", UDP, "REGISTER sip:x SIP/2.0\r\nContact: <sip:a@10.0.0.1:5070;transport=TCP>;expires=60\r\n\r\n",
	  "expect tcp 10.0.0.1:5070 >sip 60s R <10.0.0.1> <5070>" },
	{ "registration by one that is not read", UDP, "REGISTER sip:x SIP/2.0\r\nContact: <sips:a@10.0.0.1:5070;transport=tls>;expires=60\r\n\r\n",
	  "name udp 10.0.0.1:5070 <10.0.0.1> <5070>" },
	{ "registration for as long as all", UDP, "REGISTER sip:x SIP/2.0\r\nExpires: 90\r\nContact: sip:a@10.0.0.1:7, <sip:b@10.0.0.1:9>;q=1;expires=5\r\n\r\n",
	  "expect udp 10.0.0.1:7 >sip 90s R <10.0.0.1> <7>; expect udp 10.0.0.1:9 >sip 5s R <10.0.0.1> <9>" },
	{ "registration without a time", UDP, "REGISTER sip:x SIP/2.0\r\nContact: <sip:a@10.0.0.1:7>\r\n\r\n",
	  "expect udp 10.0.0.1:7 >sip 3600s R <10.0.0.1> <7>" },
	{ "registration of somebody else", UDP, "REGISTER sip:x SIP/2.0\r\nContact: <sip:a@10.0.0.9:7>;expires=60\r\n\r\n", "" },
	{ "end of one contact", UDP, "REGISTER sip:x SIP/2.0\r\nContact: <sip:a@10.0.0.1:7>;expires=0\r\n\r\n",
	  "forget udp 10.0.0.1:7 >sip R <10.0.0.1> <7>" },
	{ "a contact of no registration", UDP, "INVITE sip:x SIP/2.0\r\nContact: <sip:a@10.0.0.1:7>;expires=60\r\n\r\n",
	  "name udp 10.0.0.1:7 <10.0.0.1> <7>" },
	{ "refused", UDP | REPLY, "SIP/2.0 403 No\r\nCSeq: 2 REGISTER\r\nContact: sip:a@10.0.0.2;expires=30\r\n\r\n",
	  "name udp 10.0.0.2:5060 PC <10.0.0.2>; forget udp 0.0.0.0:0 R" },
	{ "asked who it is", UDP | REPLY, "SIP/2.0 401 Who\r\nCSeq: 2 REGISTER\r\n\r\n", "" },
	{ "asked for a longer time", UDP | REPLY, "SIP/2.0 423 Long\r\nCSeq: 2 REGISTER\r\nMin-Expires: 60\r\n\r\n", "" },
	{ "it is going on", UDP | REPLY, "SIP/2.0 100 Wait\r\nCSeq: 2 REGISTER\r\nContact: <sip:a@10.0.0.2>;expires=30\r\n\r\n",
	  "name udp 10.0.0.2:5060 PC <10.0.0.2>" },
	{ "end of a registration", UDP, "REGISTER sip:x SIP/2.0\r\nContact: *\r\nExpires: 0\r\n\r\n", "forget udp 0.0.0.0:0 R" },
	{ "registered", UDP | REPLY, "SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP 10.0.0.2;received=10.0.0.2;rport=1024\r\nCSeq: 2 REGISTER\r\nContact: sip:a@10.0.0.2;expires=30\r\n\r\n",
	  "name udp 10.0.0.2:5060 PC <10.0.0.2>; name udp 10.0.0.2:1024 P <10.0.0.2> <1024>; confirm udp 10.0.0.2:5060 >sip 30s PRC <10.0.0.2>" },
	{ "end of a call", UDP | REPLY, "SIP/2.0 200 OK\r\nCSeq: 2 BYE\r\n\r\n", "forget udp 0.0.0.0:0 M" },
	{ "a call that is refused", UDP | REPLY, "SIP/2.0 486 Busy\r\nCSeq: 2 INVITE\r\n\r\n", "forget udp 0.0.0.0:0 M" },
	{ "or tried again", UDP | REPLY, "SIP/2.0 407 Who\r\nCSeq: 2 INVITE\r\n\r\n", "" },
	{ "a call that is not ended", UDP | REPLY, "SIP/2.0 481 What\r\nCSeq: 2 BYE\r\n\r\n", "" },
	{ "media in an answer", UDP | REPLY, "SIP/2.0 183 Ringing\r\nCSeq: 2 INVITE\r\nc: application/sdp\r\n\r\n" SDP("10.0.0.1", "4000"),
	  "expect udp 10.0.0.1:4000+2 AM <10.0.0.1> <4000>" },
	{ "media in an update", UDP, "UPDATE sip:b@x SIP/2.0\r\nContent-Type: application/SDP; charset=x\r\n\r\n" SDP("10.0.0.1", "4000"),
	  "expect udp 10.0.0.1:4000+2 AM <10.0.0.1> <4000>" },
	{ "media among other parts", UDP, "PRACK sip:b@x SIP/2.0\r\nContent-Type: multipart/mixed;boundary=x\r\n\r\n--x\r\nContent-Type: application/sdp\r\n\r\n" SDP("10.0.0.1", "4000") "--x--\r\n",
	  "expect udp 10.0.0.1:4000+2 AM <10.0.0.1> <4000>" },
	{ "what only looks like media", UDP, "MESSAGE sip:b@x SIP/2.0\r\nContent-Type: text/plain\r\n\r\n" SDP("10.0.0.1", "4000"), "" },
	{ "origin, two media, reports elsewhere", UDP, "ACK sip:b@x SIP/2.0\r\nc: application/sdp\r\nl: 164\r\n\r\nv=0\r\no=- 1 1 IN IP4 10.0.0.1\r\ns=-\r\nc=IN IP4 10.0.0.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\na=rtcp:4009 IN IP4 10.0.0.1\r\nm=video 5000 RTP/SAVPF 9\r\na=rtcp-mux\r\na=sendrecv\r\na=x:1\r\n",
	  "name udp 10.0.0.1:0 <10.0.0.1>; expect udp 10.0.0.1:4000 AM <10.0.0.1> <4000>; expect udp 10.0.0.1:4009 AM <10.0.0.1> <4009>; expect udp 10.0.0.1:5000+2 AM <10.0.0.1> <5000>; length udp 0.0.0.0:0 @44+3 @51+164",
	  "ACK sip:b@x SIP/2.0\r\nc: application/sdp\r\nl: 170\r\n\r\nv=0\r\no=- 1 1 IN IP4 192.0.2.77\r\ns=-\r\nc=IN IP4 192.0.2.77\r\nt=0 0\r\nm=audio 5000 RTP/AVP 0\r\na=rtcp:5009 IN IP4 192.0.2.77\r\nm=video 6000 RTP/SAVPF 9\r\na=rtcp-mux\r\na=sendrecv\r\na=x:1\r\n" },
	{ "on hold", UDP, "INVITE sip:b@x SIP/2.0\r\nc: application/sdp\r\n\r\n" SDP("0.0.0.0", "4000"),
	  "expect udp 0.0.0.0:4000+2 FAM <0.0.0.0> <4000>" },
	{ "no body, says its length", UDP | OPEN, "INVITE sip:b@x SIP/2.0\r\nl: 70\r\nc: application/sdp\r\n\r\n" SDP("10.0.0.1", "4000"), "" },
	{ "headers go on", UDP | OPEN, "INVITE sip:b@10.0.0.2 SIP/2.0\r\nContact: <sip:a@10.0.0.1>\r\n", "" },
	{ "a line that only looks blank", UDP | OPEN, "INVITE sip:b@10.0.0.2 SIP/2.0\r\n:\r\n", "" },
	{ "not SIP", OPEN, "GET / HTTP/1.1\r\n\r\n", "" },
};

/* ---- streams ---- */

#define INVITE	"INVITE sip:b@10.0.0.2 SIP/2.0\r\nc: application/sdp\r\nl: 48\r\n\r\n"
#define OPTIONS	"OPTIONS sip:b@10.0.0.2 SIP/2.0\r\n\r\n"

/**
 * struct segment - a part of a stream
 * @name: of the case
 * @payload: its text
 * @unknown: nothing is known of where it begins
 * @left: of a message before it
 * @n: findings
 * @open: nothing is known of what comes next
 * @left_then: of a message in it
 * @heard: enum rosfw_scan_heard
 */
struct segment {
	const char *name;
	const char *payload;
	bool unknown;
	u32 left;
	u32 n;
	bool open;
	u32 left_then;
	u8 heard;
};

static const struct segment segments[] = {
	{ "two messages", OPTIONS "\r\n\r\n" OPTIONS "\r\n", .n = 2, .heard = ROSFW_SCAN_HEARD_OURS },
	{ "a body that goes on", INVITE "v=0\r\n", .left_then = 43, .heard = ROSFW_SCAN_HEARD_OURS },
	{ "behind one that is complete", OPTIONS INVITE "v=0\r\n", .n = 1, .left_then = 43, .heard = ROSFW_SCAN_HEARD_OURS },
	{ "the rest of a body, whatever it looks like", OPTIONS, .left = 34, },
	{ "and what follows", "REGISTER x SIP/2.0\r\n\r\n" OPTIONS, .left = 22, .n = 1, .heard = ROSFW_SCAN_HEARD_OURS },
	{ "a body that goes on and on", OPTIONS, .left = 100, .left_then = 66 },
	{ "headers that go on", OPTIONS "OPTIONS sip:b@10.0.0.2 SIP/2.0\r\n", .n = 1, .open = true, .heard = ROSFW_SCAN_HEARD_OURS },
	{ "a message that begins somewhere", OPTIONS, .unknown = true, .left = 34, .n = 1, .heard = ROSFW_SCAN_HEARD_OURS },
	{ "something else", "POST / HTTP/1.1\r\n\r\n" OPTIONS, .open = true, .heard = ROSFW_SCAN_HEARD_ALIEN },
	{ "something else behind a message", OPTIONS "POST / HTTP/1.1\r\n", .n = 1, .open = true, .heard = ROSFW_SCAN_HEARD_ALIEN },
	{ "bytes", "\026\003\001", .open = true, .heard = ROSFW_SCAN_HEARD_ALIEN },
	{ "less than a line", "OPTIONS sip:", .open = true },
	{ "nothing but signs of life", "\r\n\r\n" },
};

static void check_segment(const struct segment *s)
{
	u32 len = strlen(s->payload);
	u8 *data = scan_copy(s->payload, len);
	struct rosfw_scan scan;

	tap_case("stream: %s", s->name);
	scan_set(&scan, s->unknown ? MIDDLE : 0, data, len);
	scan.left = s->left;
	rosfw_scan_sip(&scan);
	tap_is(scan.n, s->n);
	tap_is(scan.line_end, !s->open);
	if (!s->open)
		tap_is(scan.left, s->left_then);
	tap_is(scan.heard, s->heard);
	free(data);
}

/* Which call is it? The same for all that it announces, and for its end. */
static void check_calls(void)
{
	static const char invite[] = "INVITE sip:b@x SIP/2.0\r\nc: application/sdp\r\ni: one\r\n\r\n" SDP("10.0.0.1", "4000");
	static const char ended[] = "SIP/2.0 200 OK\r\nCall-ID: one\r\nCSeq: 2 BYE\r\n\r\n";
	static const char other[] = "SIP/2.0 200 OK\r\nCall-ID: two\r\nCSeq: 2 BYE\r\n\r\n";
	struct rosfw_scan scan;
	u32 call;

	tap_case("calls are told apart");
	scan_set(&scan, UDP, (const u8 *)invite, strlen(invite));
	rosfw_scan_sip(&scan);
	call = scan.found[0].call;
	tap_ok(scan.n == 1 && call);
	scan_set(&scan, UDP, (const u8 *)ended, strlen(ended));
	rosfw_scan_sip(&scan);
	tap_ok(scan.n == 1 && scan.found[0].call == call);
	scan_set(&scan, UDP, (const u8 *)other, strlen(other));
	rosfw_scan_sip(&scan);
	tap_ok(scan.n == 1 && scan.found[0].call && scan.found[0].call != call);
}

/* More than there is room for is nothing: half of a message that is changed is none. */
static void check_room(void)
{
	char text[8192] = "OPTIONS sip:10.0.0.2 SIP/2.0\r\n\r\nOPTIONS sip:x SIP/2.0\r\nRoute: ";
	u32 i, first = strlen(text);
	struct rosfw_scan scan;

	tap_case("a message with too much in it");
	for (i = 0; i < ROSFW_SCAN_FINDINGS; i++)
		strcat(text, "<sip:10.0.0.1>,");
	strcat(text, "<sip:x>\r\n\r\n");
	scan_set(&scan, 0, (const u8 *)text, strlen(text));
	rosfw_scan_sip(&scan);
	tap_is(scan.n, 1);
	tap_ok(scan.more && !scan.line_end);
	memset(text + first, ' ', strlen("<sip:10.0.0.1>,"));
	scan_set(&scan, 0, (const u8 *)text, strlen(text));
	rosfw_scan_sip(&scan);
	tap_is(scan.n, ROSFW_SCAN_FINDINGS);
	tap_ok(!scan.more && scan.line_end);
}

int main(void)
{
	u32 i;

	tap_begin();
	for (i = 0; i < ARRAY_SIZE(sip); i++)
		scan_check(rosfw_scan_sip, &sip[i]);
	for (i = 0; i < ARRAY_SIZE(segments); i++)
		check_segment(&segments[i]);
	check_calls();
	check_room();
	tap_case("garbage takes no longer than its length");
	scan_check_time(rosfw_scan_sip, UDP, "INVITE x SIP/2.0\r\nm: ", "\"<sip:");
	scan_check_time(rosfw_scan_sip, UDP, "INVITE x SIP/2.0\r\nv: ", "SIP/2.0/UDP ,;");
	scan_check_time(rosfw_scan_sip, UDP, "INVITE x SIP/2.0\r\nc: application/sdp\r\n\r\n", "m=a 1 RTP/AVP\n");
	scan_check_time(rosfw_scan_sip, 0, "", "A a SIP/2.0\r\n\r\n");
	return tap_end();
}
