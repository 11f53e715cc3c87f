// SPDX-License-Identifier: GPL-2.0-only
/*
 * Payload of RTSP, PPTP and games.
 */
#include "scan.h"

static const struct scan_row rtsp[] = {
	{ "setup", 0, "SETUP rtsp://h/a/1 RTSP/1.0\r\nCSeq: 2\r\nTransport: RTP/AVP;unicast;client_port=4588-4589\r\n\r\n",
	  "expect udp 10.0.0.1:4588+2 ML <4588-4589>",
	  "SETUP rtsp://h/a/1 RTSP/1.0\r\nCSeq: 2\r\nTransport: RTP/AVP;unicast;client_port=5588-5589\r\n\r\n" },
	{ "one port", 0, "SETUP rtsp://h/a RTSP/1.0\r\nTransport: x-real-rdt/udp;client_port=6970\r\n\r\n",
	  "expect udp 10.0.0.1:6970 ML <6970>" },
	{ "two offers", 0, "setup rtsp://h/a rtsp/1.0\r\ntransport:RTP/AVP;multicast;port=1-2, RTP/AVP; client_port=4588-4589\r\n\r\n",
	  "expect udp 10.0.0.1:4588+2 ML <4588-4589>" },
	{ "folded", 0, "SETUP rtsp://h/a RTSP/1.0\r\nTransport: RTP/AVP;\r\n\tclient_port=4588-4589\r\n\r\n",
	  "expect udp 10.0.0.1:4588+2 ML <4588-4589>" },
	{ "reply", REPLY, "RTSP/1.0 200 OK\r\nTransport: RTP/AVP;client_port=4588-4589;server_port=6256-6257;source=10.0.0.1\r\n\r\n",
	  "name udp 10.0.0.2:4588+2 PML <4588-4589>; expect udp 10.0.0.1:6256+2 ML <6256-6257>; name udp 10.0.0.1:0 <10.0.0.1>" },
	{ "destination elsewhere", 0, "SETUP rtsp://h/a RTSP/1.0\r\nTransport: RTP/AVP;destination=10.0.0.9;client_port=4588-4589\r\n\r\n",
	  "name udp 10.0.0.9:0 F <10.0.0.9>; expect udp 10.0.0.1:4588+2 ML <4588-4589>" },
	{ "refused", REPLY, "RTSP/1.0 461 No\r\nTransport: RTP/AVP;client_port=4588-4589;server_port=6256-6257\r\n\r\n", "" },
	{ "another method", 0, "PLAY rtsp://h/a RTSP/1.0\r\nTransport: RTP/AVP;client_port=4588-4589\r\n\r\n", "" },
	{ "interleaved", 0, "SETUP rtsp://h/a RTSP/1.0\r\nTransport: RTP/AVP/TCP;interleaved=0-1\r\n\r\n", "" },
	{ "too many ports", 0, "SETUP rtsp://h/a RTSP/1.0\r\nTransport: RTP/AVP;client_port=4588-65000\r\n\r\n", "" },
	{ "ports the wrong way", 0, "SETUP rtsp://h/a RTSP/1.0\r\nTransport: RTP/AVP;client_port=4589-4588\r\n\r\n", "" },
	{ "behind a body", 0, "ANNOUNCE rtsp://h/a RTSP/1.0\r\nContent-Length: 4\r\n\r\nv=0\nSETUP rtsp://h/a RTSP/1.0\r\nTransport: RTP/AVP;client_port=4588\r\n\r\n",
	  "expect udp 10.0.0.1:4588 ML <4588>" },
	{ "hidden in a body", 0, "ANNOUNCE rtsp://h/a RTSP/1.0\r\nContent-Length: 70\r\n\r\nSETUP rtsp://h/a RTSP/1.0\r\nTransport: RTP/AVP;client_port=4588\r\n\r\n....", "" },
	{ "behind a frame", REPLY, "$\001\0\4abcdRTSP/1.0 200 OK\r\nTransport: RTP/AVP;server_port=6256\r\n\r\n",
	  "expect udp 10.0.0.1:6256 ML <6256>", NULL, 64 },
	{ "a frame that goes on", REPLY | OPEN, "$\001\1\4abcdRTSP/1.0 200 OK\r\nTransport: RTP/AVP;server_port=6256\r\n\r\n", "", NULL, 64 },
	{ "headers go on", OPEN, "SETUP rtsp://h/a RTSP/1.0\r\nTransport: RTP/AVP;unicast;client_port=4588-4589\r\n",
	  "" },
	{ "a line that only looks blank", OPEN, "SETUP rtsp://h/a RTSP/1.0\r\n:\r\n", "" },
	{ "an endless length", OPEN, "PLAY rtsp://h/a RTSP/1.0\r\nContent-Length: 99999999999999999999\r\n\r\n", "" },
};

/* Header of a control message: length, types; a body of six bytes. */
#define PPTP(len, type)	"\0" len "\0\001\x1a\x2b\x3c\x4d\0" type "\0\0"

static const struct scan_row pptp[] = {
	{ "outgoing call", 0, PPTP("\x12", "\x07") "\x12\x34\0\1\0\0", "reserve gre 10.0.0.1:4660 L @12+2", NULL, 18 },
	{ "incoming call", REPLY, PPTP("\x12", "\x09") "\x12\x34\0\1\0\0", "reserve gre 10.0.0.1:4660 L @12+2", NULL, 18 },
	{ "accepted", REPLY, PPTP("\x12", "\x08") "\x43\x21\x12\x34\1\0",
	  "expect gre 10.0.0.1:17185 peer=4660 L @12+2; name gre 10.0.0.2:4660 PL @14+2", NULL, 18 },
	{ "not accepted", REPLY, PPTP("\x12", "\x08") "\x43\x21\x12\x34\2\0",
	  "name gre 10.0.0.1:17185 peer=4660 L @12+2; name gre 10.0.0.2:4660 PL @14+2", NULL, 18 },
	{ "incoming call, accepted", 0, PPTP("\x12", "\x0a") "\x43\x21\x12\x34\1\0",
	  "expect gre 10.0.0.1:17185 peer=4660 L @12+2; name gre 10.0.0.2:4660 PL @14+2", NULL, 18 },
	{ "link and its end, in one segment", 0, PPTP("\x12", "\x0f") "\x43\x21\0\0\0\0" PPTP("\x12", "\x0c") "\x12\x34\0\0\0\0",
	  "name gre 10.0.0.2:17185 PL @12+2; name gre 10.0.0.1:4660 L @30+2", NULL, 36 },
	{ "disconnected", REPLY, PPTP("\x12", "\x0d") "\x43\x21\0\0\0\0", "forget gre 10.0.0.1:17185 L @12+2", NULL, 18 },
	{ "error of the line", REPLY, PPTP("\x12", "\x0e") "\x43\x21\0\0\0\0", "name gre 10.0.0.2:17185 PL @12+2", NULL, 18 },
	{ "all ends", 0, PPTP("\x10", "\x03") "\1\0\0\0", "forget gre 0.0.0.0:0", NULL, 16 },
	{ "IPv6", V6 | REPLY, PPTP("\x12", "\x08") "\x43\x21\x12\x34\1\0",
	  "expect gre 2001:db8::1:17185 peer=4660 L @12+2; name gre 2001:db8::2:4660 PL @14+2", NULL, 18 },
	{ "too short for its type", REPLY, PPTP("\x10", "\x08") "\x43\x21\x12\x34", "", NULL, 16 },
	{ "longer than what is there", OPEN, PPTP("\x13", "\x07") "\x12\x34\0\1\0\0", "", NULL, 18 },
	{ "shorter than its header", OPEN, PPTP("\x0b", "\x07") "\x12\x34\0\1\0\0", "", NULL, 18 },
	{ "length 0", OPEN, PPTP("\0", "\x07") "\x12\x34\0\1\0\0", "", NULL, 18 },
	{ "no magic", OPEN, "\0\x12\0\001\x1a\x2b\x3c\x4e\0\7\0\0\x12\x34\0\1\0\0", "", NULL, 18 },
	{ "a message of another kind", OPEN, "\0\x12\0\002\x1a\x2b\x3c\x4d\0\7\0\0\x12\x34\0\1\0\0", "", NULL, 18 },
};

static void check_quake3(void)
{
	tap_case("games");
	tap_ok(rosfw_scan_quake3((const u8 *)"\xff\xff\xff\xffgetservers 68 empty full", 31));
	tap_ok(rosfw_scan_quake3((const u8 *)"\xff\xff\xff\xffgetserversResponse\\", 23));
	tap_ok(rosfw_scan_quake3((const u8 *)"\xff\xff\xff\xffgetstatus", 13));
	tap_ok(!rosfw_scan_quake3((const u8 *)"\xff\xff\xff\xffgetstatu", 12));
	tap_ok(!rosfw_scan_quake3((const u8 *)"\xff\xff\xff\xfegetservers", 14));
	tap_ok(!rosfw_scan_quake3((const u8 *)"\xff\xff\xff\xffhello", 9));
	tap_ok(!rosfw_scan_quake3((const u8 *)"\xff\xff\xff", 3));
}

int main(void)
{
	u32 i;

	tap_begin();
	for (i = 0; i < ARRAY_SIZE(rtsp); i++)
		scan_check(rosfw_scan_rtsp, &rtsp[i]);
	for (i = 0; i < ARRAY_SIZE(pptp); i++)
		scan_check(rosfw_scan_pptp, &pptp[i]);
	check_quake3();
	tap_case("garbage takes no longer than its length");
	scan_check_time(rosfw_scan_rtsp, 0, "SETUP a RTSP/1.0\r\nTransport: ", ",;client_port=1-2");
	scan_check_time(rosfw_scan_rtsp, 0, "SETUP a RTSP/1.0\r\n", "x:\n ");
	scan_check_time(rosfw_scan_rtsp, 0, "", "$\001\001\001");
	scan_check_time(rosfw_scan_rtsp, 0, "", "A a RTSP/1.0\n\n");
	scan_check_time(rosfw_scan_pptp, 0, "", "x");
	return tap_end();
}
