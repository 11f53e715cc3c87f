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
	  "name udp 10.0.0.1:5070 <10.0.0.1> <5070>; expect udp 10.0.0.1:5060 >sip 60s RC <10.0.0.1>" },
	{ "end of a registration", UDP, "REGISTER sip:x SIP/2.0\r\nContact: *\r\nExpires: 0\r\n\r\n", "forget udp 0.0.0.0:0" },
	{ "registered", UDP | REPLY, "SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP 10.0.0.2;received=10.0.0.2;rport=1024\r\nCSeq: 2 REGISTER\r\nContact: sip:a@10.0.0.2;expires=30\r\n\r\n",
	  "name udp 10.0.0.2:5060 PC <10.0.0.2>; name udp 10.0.0.2:1024 P <10.0.0.2> <1024>; confirm udp 10.0.0.2:5060 >sip 30s PRC <10.0.0.2>" },
	{ "end of a call", UDP | REPLY, "SIP/2.0 200 OK\r\nCSeq: 2 BYE\r\n\r\n", "forget udp 0.0.0.0:0 M" },
	{ "headers go on", UDP | OPEN, "INVITE sip:b@10.0.0.2 SIP/2.0\r\nContact: <sip:a@10.0.0.1>\r\n", "" },
	{ "a line that only looks blank", UDP | OPEN, "INVITE sip:b@10.0.0.2 SIP/2.0\r\n:\r\n", "" },
	{ "not SIP", OPEN, "GET / HTTP/1.1\r\n\r\n", "" },
};

int main(void)
{
	u32 i;

	tap_begin();
	for (i = 0; i < ARRAY_SIZE(sip); i++)
		scan_check(rosfw_scan_sip, &sip[i]);
	tap_case("garbage takes no longer than its length");
	scan_check_time(rosfw_scan_sip, UDP, "INVITE x SIP/2.0\r\nm: ", "\"<sip:");
	scan_check_time(rosfw_scan_sip, UDP, "INVITE x SIP/2.0\r\nv: ", "SIP/2.0/UDP ,;");
	scan_check_time(rosfw_scan_sip, UDP, "INVITE x SIP/2.0\r\nc: application/sdp\r\n\r\n", "m=a 1 RTP/AVP\n");
	scan_check_time(rosfw_scan_sip, 0, "", "A a SIP/2.0\r\n\r\n");
	return tap_end();
}
