// SPDX-License-Identifier: GPL-2.0-only
/*
 * Helpers: what becomes of payload that announces connections, by how the connection that carries it is translated, and
 * of the connections that come. The cast is in helper_cast.h; calls of PPTP are in test_helper_pptp.c.
 */
#include "helper_cast.h"

/**
 * struct row - what is said, and what comes of it
 * @name: of the case
 * @service: port of the service
 * @proto: transport protocol
 * @nat: how the connection is translated
 * @dir: of the payload
 * @in: the payload
 * @out: as it leaves; NULL: as it came
 * @comes: protocol, source, destination and port of the connection that comes; protocol 0: none
 * @wanted: it is expected
 * @to: where it is sent
 * @from: from whom it seems to come; 0: as it came
 */
struct row {
	const char *name;
	u16 service;
	u8 proto;
	int nat;
	enum rosfw_dir dir;
	const char *in;
	const char *out;
	struct {
		u8 proto;
		u32 src, dst;
		u16 port;
	} comes;
	bool wanted;
	struct {
		u32 addr;
		u16 port;
	} to;
	u32 from;
};

#define INVITE(to, own, len)	"INVITE sip:b@" to " SIP/2.0\r\nVia: SIP/2.0/UDP " own ";rport\r\nFrom: <sip:a@" own ">\r\n" \
				"Call-ID: 1\r\nContact: <sip:a@" own ">\r\nContent-Type: application/sdp\r\nContent-Length: " len "\r\n\r\n"
#define SDP(addr, port)		"v=0\r\no=- 1 1 IN IP4 " addr "\r\nc=IN IP4 " addr "\r\nm=audio " port " RTP/AVP 0\r\n"
#define REGISTER(own)		"REGISTER sip:198.51.100.8 SIP/2.0\r\nVia: SIP/2.0/UDP " own ";rport\r\nCall-ID: 2\r\nContact: <sip:a@" own \
				">;expires=60\r\n\r\n"

static const struct row rows[] = {
	{ "ftp: PORT", 21, TCP, PLAIN, ORIG, "PORT 10,0,0,2,4,1\r\n", NULL,
	  { TCP, SERVER, CLIENT, 1025 }, true, { CLIENT, 1025 }, SERVER },
	{ "ftp: PORT of a client that is masqueraded", 21, TCP, SNAT, ORIG, "PORT 10,0,0,2,4,1\r\n",
	  "PORT 192,0,2,1,4,1\r\n", { TCP, SERVER, CLIENT_OUTER, 1025 }, true, { CLIENT, 1025 }, SERVER },
	{ "ftp: PORT to a server with another address", 21, TCP, DNAT, ORIG, "PORT 10,0,0,2,4,1\r\n", NULL,
	  { TCP, SERVER, CLIENT, 1025 }, true, { CLIENT, 1025 }, SERVER_OUTER },
	{ "ftp: PORT, both translated", 21, TCP, BOTH, ORIG, "PORT 10,0,0,2,4,1\r\n", "PORT 192,0,2,1,4,1\r\n",
	  { TCP, SERVER, CLIENT_OUTER, 1025 }, true, { CLIENT, 1025 }, SERVER_OUTER },
	{ "ftp: EPRT", 21, TCP, SNAT, ORIG, "EPRT |1|10.0.0.2|1025|\r\n", "EPRT |1|192.0.2.1|1025|\r\n",
	  { TCP, SERVER, CLIENT_OUTER, 1025 }, true, { CLIENT, 1025 }, SERVER },
	{ "ftp: PORT of somebody else lends nothing", 21, TCP, SNAT, ORIG, "PORT 8,8,8,8,4,1\r\n", NULL,
	  { TCP, SERVER, CLIENT_OUTER, 1025 }, false },
	{ "ftp: only the server may come", 21, TCP, SNAT, ORIG, "PORT 10,0,0,2,4,1\r\n", "PORT 192,0,2,1,4,1\r\n",
	  { TCP, ELSEWHERE, CLIENT_OUTER, 1025 }, false },
	{ "ftp: only by TCP", 21, TCP, SNAT, ORIG, "PORT 10,0,0,2,4,1\r\n", "PORT 192,0,2,1,4,1\r\n",
	  { UDP, SERVER, CLIENT_OUTER, 1025 }, false },
	{ "ftp: a reply is no command", 21, TCP, SNAT, REPL, "PORT 10,0,0,2,4,1\r\n", NULL,
	  { TCP, SERVER, CLIENT_OUTER, 1025 }, false },
	{ "ftp: 227", 21, TCP, PLAIN, REPL, "227 Passive (198,51,100,8,4,1).\r\n", NULL,
	  { TCP, CLIENT, SERVER, 1025 }, true, { SERVER, 1025 }, CLIENT },
	{ "ftp: 227, the client is masqueraded", 21, TCP, SNAT, REPL, "227 Passive (198,51,100,8,4,1).\r\n", NULL,
	  { TCP, CLIENT, SERVER, 1025 }, true, { SERVER, 1025 }, CLIENT_OUTER },
	{ "ftp: 227 of a server with another address", 21, TCP, DNAT, REPL, "227 Passive (198,51,100,8,4,1).\r\n",
	  "227 Passive (203,0,113,9,4,1).\r\n", { TCP, CLIENT, SERVER_OUTER, 1025 }, true, { SERVER, 1025 }, CLIENT },
	{ "ftp: 229 has no address", 21, TCP, BOTH, REPL, "229 Passive (|||1025|)\r\n", NULL,
	  { TCP, CLIENT, SERVER_OUTER, 1025 }, true, { SERVER, 1025 }, CLIENT_OUTER },
	{ "tftp: a request", 69, UDP, PLAIN, ORIG, "\0\1file\0octet", NULL,
	  { UDP, SERVER, CLIENT, 4000 }, true, { CLIENT, 4000 }, SERVER },
	{ "tftp: a request of a client that is masqueraded", 69, UDP, SNAT, ORIG, "\0\1file\0octet", NULL,
	  { UDP, SERVER, CLIENT_OUTER, 4001 }, true, { CLIENT, 4000 }, SERVER },
	{ "tftp: to a server with another address", 69, UDP, BOTH, ORIG, "\0\1file\0octet", NULL,
	  { UDP, SERVER, CLIENT_OUTER, 4001 }, true, { CLIENT, 4000 }, SERVER_OUTER },
	{ "irc: an offer", 6667, TCP, SNAT, ORIG, "PRIVMSG you :\1DCC SEND f 167772162 1025 9\1\r\n",
	  "PRIVMSG you :\1DCC SEND f 3221225985 1025 9\1\r\n",
	  { TCP, ELSEWHERE, CLIENT_OUTER, 1025 }, true, { CLIENT, 1025 }, 0 },
	{ "irc: an offer of somebody else", 6667, TCP, SNAT, ORIG, "PRIVMSG you :\1DCC SEND f 134744072 1025 9\1\r\n",
	  NULL, { TCP, ELSEWHERE, CLIENT_OUTER, 1025 }, false },
	{ "sip: media of a client", 5060, UDP, PLAIN, ORIG, INVITE("198.51.100.8", "10.0.0.2:4000", "73") SDP("10.0.0.2", "5004"), NULL,
	  { UDP, ELSEWHERE, CLIENT, 5004 }, true, { CLIENT, 5004 }, 0 },
	{ "sip: of one that is masqueraded", 5060, UDP, SNAT, ORIG, INVITE("198.51.100.8", "10.0.0.2:4000", "73") SDP("10.0.0.2", "5004"),
	  INVITE("198.51.100.8", "192.0.2.1:4001", "75") SDP("192.0.2.1", "5004"),
	  { UDP, ELSEWHERE, CLIENT_OUTER, 5004 }, true, { CLIENT, 5004 }, 0 },
	{ "sip: by TCP", 5060, TCP, SNAT, ORIG, INVITE("198.51.100.8", "10.0.0.2:4000", "73") SDP("10.0.0.2", "5004"),
	  INVITE("198.51.100.8", "192.0.2.1:4001", "75") SDP("192.0.2.1", "5004"),
	  { UDP, ELSEWHERE, CLIENT_OUTER, 5004 }, true, { CLIENT, 5004 }, 0 },
	{ "sip: reports about it", 5060, UDP, SNAT, ORIG, INVITE("198.51.100.8", "10.0.0.2:4000", "73") SDP("10.0.0.2", "5004"),
	  INVITE("198.51.100.8", "192.0.2.1:4001", "75") SDP("192.0.2.1", "5004"),
	  { UDP, SERVER, CLIENT_OUTER, 5005 }, true, { CLIENT, 5005 }, SERVER },
	{ "sip: but no more", 5060, UDP, SNAT, ORIG, INVITE("198.51.100.8", "10.0.0.2:4000", "73") SDP("10.0.0.2", "5004"),
	  INVITE("198.51.100.8", "192.0.2.1:4001", "75") SDP("192.0.2.1", "5004"),
	  { UDP, SERVER, CLIENT_OUTER, 5006 }, false },
	{ "sip: media of a server with another address", 5060, UDP, BOTH, REPL,
	  INVITE("192.0.2.1:4001", "198.51.100.8", "81") SDP("198.51.100.8", "5004"),
	  INVITE("10.0.0.2:4000", "203.0.113.9", "79") SDP("203.0.113.9", "5004"),
	  { UDP, CLIENT, SERVER_OUTER, 5004 }, true, { SERVER, 5004 }, CLIENT_OUTER },
	{ "sip: media to a client that knows the server by another address", 5060, UDP, BOTH, ORIG,
	  INVITE("203.0.113.9", "10.0.0.2:4000", "73") SDP("10.0.0.2", "5004"),
	  INVITE("198.51.100.8", "192.0.2.1:4001", "75") SDP("192.0.2.1", "5004"),
	  { UDP, SERVER, CLIENT_OUTER, 5004 }, true, { CLIENT, 5004 }, SERVER_OUTER },
	{ "sip: media of somebody else lend nothing", 5060, UDP, SNAT, ORIG, INVITE("198.51.100.8", "10.0.0.2:4000", "71") SDP("8.8.8.8", "5004"),
	  INVITE("198.51.100.8", "192.0.2.1:4001", "71") SDP("8.8.8.8", "5004"), { UDP, SERVER, CLIENT_OUTER, 5004 }, false },
	{ "sip: a call to who has registered", 5060, UDP, SNAT, ORIG, REGISTER("10.0.0.2:4000"), REGISTER("192.0.2.1:4001"),
	  { UDP, SERVER, CLIENT_OUTER, 4001 }, true, { CLIENT, 4000 }, SERVER },
	{ "sip: at another port than it sends from", 5060, UDP, SNAT, ORIG, REGISTER("10.0.0.2:6000"), REGISTER("192.0.2.1:6000"),
	  { UDP, SERVER, CLIENT_OUTER, 6000 }, true, { CLIENT, 6000 }, SERVER },
	{ "sip: by TCP, at the port where it listens", 5060, TCP, BOTH, ORIG, REGISTER("10.0.0.2"), REGISTER("192.0.2.1"),
	  { TCP, SERVER, CLIENT_OUTER, 5060 }, true, { CLIENT, 5060 }, SERVER_OUTER },
	{ "sip: not from others", 5060, UDP, SNAT, ORIG, REGISTER("10.0.0.2:6000"), REGISTER("192.0.2.1:6000"),
	  { UDP, ELSEWHERE, CLIENT_OUTER, 6000 }, false },
	{ "sip: a response at the port that the request names", 5060, UDP, SNAT, ORIG,
	  "OPTIONS sip:x SIP/2.0\r\nVia: SIP/2.0/UDP 10.0.0.2:6000;branch=1\r\n\r\n",
	  "OPTIONS sip:x SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1:6000;branch=1\r\n\r\n",
	  { UDP, SERVER, CLIENT_OUTER, 6000 }, true, { CLIENT, 6000 }, SERVER },
	{ "sip: what the other side sees, and the client does not know", 5060, UDP, SNAT, REPL,
	  "SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP 192.0.2.1:4001;received=192.0.2.1;rport=4001\r\nTo: <sip:a@192.0.2.1>\r\n\r\n",
	  "SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP 10.0.0.2:4000;received=10.0.0.2;rport=4000\r\nTo: <sip:a@10.0.0.2>\r\n\r\n",
	  { UDP, SERVER, CLIENT_OUTER, 5060 }, false },
	{ "rtsp: two ports of a client", 554, TCP, SNAT, ORIG,
	  "SETUP rtsp://h/a RTSP/1.0\r\nTransport: RTP/AVP;unicast;client_port=4588-4589\r\n\r\n", NULL,
	  { UDP, SERVER, CLIENT_OUTER, 4589 }, true, { CLIENT, 4589 }, SERVER },
};

static u32 length_of(const struct row *row)
{
	return row->service == 69 ? sizeof("\0\1file\0octet") : strlen(row->in);
}

static void test_row(const struct row *row)
{
	struct rosfw_conn *conn;
	struct rosfw_header h;
	const char *out;
	u32 len = length_of(row);

	tap_case("%s", row->name);
	begin();
	conn = open_conn(row->proto, 4000, row->service, row->nat);
	if (!tap_ok(rosfw_helper_of(conn)))
		return;
	out = pass(conn, row->dir, row->dir == ORIG ? 1000 : 5000, row->in, len);
	if (!tap_ok(!memcmp(out, row->out ?: row->in, row->out ? strlen(row->out) + 1 : len)))
		printf("# %s\n", out);
	h = header(row->comes.proto, row->comes.src, 20, row->comes.dst, row->comes.port);
	comes(row->name, &h, row->wanted, row->to.addr, row->to.port, row->from);
	end();
}

/* ---- beyond one message ---- */

static void test_taken(void)
{
	static const char port[] = "PORT 10,0,0,2,4,1\r\n";
	struct rosfw_conn *first, *second;
	struct rosfw_header h;

	tap_case("helper: a port that another one waits at is replaced by the next");
	begin();
	first = open_conn(TCP, 4000, 21, SNAT);
	second = open_conn(TCP, 4010, 21, SNAT);
	tap_ok(!strcmp(pass(first, ORIG, 1000, port, strlen(port)), "PORT 192,0,2,1,4,1\r\n"));
	tap_ok(!strcmp(pass(second, ORIG, 1000, port, strlen(port)), "PORT 192,0,2,1,4,2\r\n"));
	tap_case("helper: the same message again is changed in the same way");
	tap_ok(!strcmp(pass(second, ORIG, 1000, port, strlen(port)), "PORT 192,0,2,1,4,2\r\n"));
	rosfw_conntrack_remove(&rn, ROSFW_IPV4, rosfw_conn_id(first));
	tap_ok(!strcmp(pass(second, ORIG, 1000, port, strlen(port)), "PORT 192,0,2,1,4,2\r\n"));
	h = header(TCP, SERVER, 20, CLIENT_OUTER, 1026);
	comes("the second", &h, true, CLIENT, 1025, SERVER);
	end();
}

static void test_pairs(void)
{
	static const char setup[] = "SETUP rtsp://h/a RTSP/1.0\r\nTransport: RTP/AVP;client_port=4588-4589\r\n\r\n";
	static const char reply[] =
		"RTSP/1.0 200 OK\r\nTransport: RTP/AVP;client_port=4590-4591;server_port=6970-6971\r\n\r\n";
	struct rosfw_conn *first, *second;
	struct rosfw_header h;

	tap_case("helper: two ports stay together, and an answer names those that were asked for");
	begin();
	first = open_conn(TCP, 4000, 554, SNAT);
	second = open_conn(TCP, 4010, 554, SNAT);
	tap_ok(!strcmp(pass(first, ORIG, 1000, setup, strlen(setup)), setup));
	tap_ok(strstr(pass(second, ORIG, 1000, setup, strlen(setup)), "client_port=4590-4591"));
	tap_ok(strstr(pass(second, REPL, 5000, reply, strlen(reply)), "client_port=4588-4589;server_port=6970-6971"));
	h = header(UDP, SERVER, 6970, CLIENT_OUTER, 4591);
	comes("the second", &h, true, CLIENT, 4589, SERVER);
	end();
}

static void test_lines(void)
{
	static const char text[] = "PORT 10,0,0,2,4,1\r\n", user[] = "USER x\r\n", half[] = "CWD ";
	struct rosfw_conn *conn;

	tap_case("helper: commands count where a line begins");
	begin();
	conn = open_conn(TCP, 4000, 21, SNAT);
	tap_ok(!strcmp(pass(conn, ORIG, 1000, user, strlen(user)), user));
	tap_ok(strcmp(pass(conn, ORIG, 1008, text, strlen(text)), text));
	tap_case("helper: what comes again is read again");
	tap_ok(strcmp(pass(conn, ORIG, 1008, text, strlen(text)), text));
	tap_case("helper: not within a line");
	tap_ok(!strcmp(pass(conn, ORIG, 1027, half, strlen(half)), half));
	tap_ok(!strcmp(pass(conn, ORIG, 1031, text, strlen(text)), text));
	tap_case("helper: behind that line it counts again");
	tap_ok(strcmp(pass(conn, ORIG, 1050, text, strlen(text)), text));
	tap_case("helper: not where something is missing in front");
	tap_ok(!strcmp(pass(conn, ORIG, 2000, text, strlen(text)), text));
	end();
}

static void test_services(void)
{
	struct rosfw_conn *conn;

	tap_case("helper: by the port of the service, if it is enabled");
	begin();
	tap_ok(!rosfw_helper_of(open_conn(TCP, 4000, 22, PLAIN)));
	tap_ok(!rosfw_helper_of(open_conn(UDP, 4000, 21, PLAIN)));
	enable(ROSFW_SERVICE_FTP, 2121);
	tap_ok(!rosfw_helper_of(open_conn(TCP, 4001, 21, PLAIN)));
	conn = open_conn(TCP, 4000, 2121, PLAIN);
	tap_ok(rosfw_helper_of(conn) && rosfw_helper_is_enabled(&rn, rosfw_helper_of(conn)));
	tap_is(conn->ext->service, ROSFW_SERVICE_FTP + 1);
	ruleset.services.service[ROSFW_SERVICE_FTP].enabled = false;
	tap_ok(!rosfw_helper_is_enabled(&rn, rosfw_helper_of(conn)));
	tap_ok(!rosfw_helper_of(open_conn(TCP, 4002, 2121, PLAIN)));
	end();
}

/* Others expect as much as a namespace may. */
static void fill_expectations(void)
{
	struct rosfw_expect_want want = { .header = header(TCP, ELSEWHERE, 1, ELSEWHERE, 1), .seconds = 1000 };
	struct rosfw_header h = header(UDP, ELSEWHERE, 1, ELSEWHERE, 53);
	struct rosfw_conn *master = NULL;
	u32 i;

	for (i = 0; i < 4096; i++) {
		if (i % 32 == 0) {
			h.src.id++;
			master = track(&h).conn;
			rosfw_conntrack_confirm(&rn, master);
		}
		want.header.dst.id = i;
		tap_is(rosfw_expect_add(&rn, master, &want, 1, 1), 0);
	}
	tap_is(rosfw_expect_count(&rn), 4096);
}

static void test_recognise(void)
{
	struct rosfw_header h = header(UDP, CLIENT, 4000, SERVER, 27960);
	struct rosfw_conn *conn;

	tap_case("helper: a game is known by what it says first");
	begin();
	conn = track(&h).conn;
	rosfw_helper_recognise(conn, (const u8 *)"\xff\xff\xff\xffgetchallenge", 16);
	tap_ok(rosfw_helper_types(conn) == BIT(ROSFW_CONNECTION_QUAKE3) && !rosfw_helper_of(conn));
	h.src.id++;
	conn = track(&h).conn;
	rosfw_helper_recognise(conn, (const u8 *)"\xff\xff\xff\xfe getchallenge", 16);
	tap_ok(!rosfw_helper_types(conn) && !conn->ext);
	rosfw_test_fail_after(1);
	rosfw_helper_recognise(conn, (const u8 *)"\xff\xff\xff\xffgetchallenge", 16);
	tap_is(rosfw_helper_types(conn), 0);
	conn = open_conn(UDP, 4000, 69, PLAIN);
	rosfw_helper_recognise(conn, (const u8 *)"\xff\xff\xff\xffgetchallenge", 16);
	tap_is(rosfw_helper_types(conn), BIT(ROSFW_CONNECTION_TFTP));
	end();
}

static void test_full(void)
{
	static const char port[] = "PORT 10,0,0,2,4,1\r\n", passive[] = "227 Passive (198,51,100,8,4,1).\r\n";
	struct rosfw_conn *plain, *nat;
	struct rosfw_header h;

	begin();
	plain = open_conn(TCP, 4000, 21, PLAIN);
	nat = open_conn(TCP, 4010, 21, SNAT);
	fill_expectations();
	tap_case("helper: too much is expected: what has to be translated waits, the rest goes on, and is not expected");
	tap_ok(!strcmp(pass(plain, ORIG, 1000, port, strlen(port)), port));
	tap_is(reasons.n[ROSFW_REASON_HELPER_EXHAUSTED], 1);
	h = header(TCP, SERVER, 20, CLIENT, 1025);
	comes("not expected", &h, false, 0, 0, 0);
	tap_ok(!strcmp(pass(nat, ORIG, 1000, port, strlen(port)), "no space"));
	tap_ok(!strcmp(pass(nat, REPL, 5000, passive, strlen(passive)), passive));
	tap_is(reasons.n[ROSFW_REASON_HELPER_EXHAUSTED], 2);
	tap_is(rosfw_expect_count(&rn), 4096);
	end();
}

/* ---- SIP ---- */

static const char *say(struct rosfw_conn *conn, enum rosfw_dir dir, const char *text)
{
	return pass(conn, dir, 0, text, strlen(text));
}

#define ANSWER(status, method, more)	"SIP/2.0 " status " x\r\nCall-ID: 2\r\nCSeq: 1 " method "\r\n" more "\r\n"

static void test_sip_registration(void)
{
	struct rosfw_header call = header(UDP, SERVER, 5070, CLIENT_OUTER, 4001);
	const struct rosfw_header out = header(UDP, CLIENT, 4000, SERVER, 5060);
	struct rosfw_conn *conn, *called;

	tap_case("sip: a registration lasts as long as was granted, and so does the connection");
	begin();
	ruleset.services.sip_timeout = 50;
	conn = open_conn(UDP, 4000, 5060, SNAT);
	tap_is(rosfw_conn_left(conn, skin_seconds), 50);
	say(conn, ORIG, REGISTER("10.0.0.2:4000"));
	tap_is(rosfw_conn_left(conn, skin_seconds), 60);
	tap_ok(!strcmp(say(conn, REPL, ANSWER("200", "REGISTER", "Contact: <sip:a@192.0.2.1:4001>;expires=200\r\n")),
		       ANSWER("200", "REGISTER", "Contact: <sip:a@10.0.0.2:4000>;expires=200\r\n")));
	tap_is(rosfw_conn_left(conn, skin_seconds), 200);
	track(&out);
	tap_is(rosfw_conn_left(conn, skin_seconds), 200);
	skin_seconds += 190;
	comes("a call", &call, true, CLIENT, 4000, SERVER);
	tap_case("sip: the connection by which a call comes has a helper, too");
	called = track(&call).conn;
	rosfw_helper_attach(&rn, called);
	rosfw_conntrack_confirm(&rn, called);
	tap_ok(rosfw_helper_of(called) && rosfw_helper_types(called) == BIT(ROSFW_CONNECTION_SIP));
	tap_is(rosfw_conn_left(called, skin_seconds), 50);
	call.src.id++;
	comes("another call", &call, true, CLIENT, 4000, SERVER);
	skin_seconds += 9;
	track(&out);
	tap_is(rosfw_conn_left(conn, skin_seconds), 50);
	skin_seconds++;
	call.src.id++;
	comes("too late", &call, false, 0, 0, 0);

	tap_case("sip: it ends when the client says so, or the registrar");
	say(conn, ORIG, REGISTER("10.0.0.2:4000"));
	tap_is(rosfw_expect_count(&rn), 1);
	tap_ok(strstr(say(conn, ORIG, "REGISTER sip:x SIP/2.0\r\nContact: <sip:a@10.0.0.2:4000>;expires=0\r\n\r\n"),
		      "@192.0.2.1:4001>"));
	tap_is(rosfw_expect_count(&rn), 0);
	say(conn, ORIG, REGISTER("10.0.0.2:4000"));
	say(conn, ORIG, "REGISTER sip:x SIP/2.0\r\nContact: *\r\nExpires: 0\r\n\r\n");
	tap_is(rosfw_expect_count(&rn), 0);
	say(conn, ORIG, REGISTER("10.0.0.2:4000"));
	say(conn, REPL, ANSWER("401", "REGISTER", ""));
	tap_is(rosfw_expect_count(&rn), 1);
	say(conn, REPL, ANSWER("403", "REGISTER", ""));
	tap_is(rosfw_expect_count(&rn), 0);

	tap_case("sip: a service that is disabled has no time of its own");
	ruleset.services.service[ROSFW_SERVICE_SIP].enabled = false;
	track(&out);
	tap_is(rosfw_conn_left(conn, skin_seconds), ruleset.tracking.timeouts.udp);
	end();
}

static void test_sip_calls(void)
{
	static const char invite[] = INVITE("198.51.100.8", "10.0.0.2:4000", "73") SDP("10.0.0.2", "5004");
	static const char second[] = "UPDATE sip:b@x SIP/2.0\r\nCall-ID: 2\r\nc: application/sdp\r\n\r\n" SDP("10.0.0.2", "6004");
	struct rosfw_header call;
	struct rosfw_conn *conn;
	u32 i;

	tap_case("sip: the end of a call is that of its media, not of others");
	begin();
	conn = open_conn(UDP, 4000, 5060, SNAT);
	say(conn, ORIG, REGISTER("10.0.0.2:4000"));
	say(conn, ORIG, invite);
	say(conn, ORIG, second);
	tap_is(rosfw_expect_count(&rn), 5);
	say(conn, REPL, ANSWER("200", "BYE", ""));
	tap_is(rosfw_expect_count(&rn), 3);
	say(conn, ORIG, invite);
	tap_is(rosfw_expect_count(&rn), 3);

	tap_case("sip: media of many calls do not end a registration");
	for (i = 0; i < 40; i++) {
		char text[512];

		snprintf(text, sizeof(text), "INVITE sip:b@x SIP/2.0\r\nc: application/sdp\r\n\r\nc=IN IP4 10.0.0.2\r\n"
			 "m=audio %u RTP/AVP 0\r\n", 7000 + 2 * i);
		say(conn, ORIG, text);
	}
	tap_is(rosfw_expect_count(&rn), 32);
	call = header(UDP, SERVER, 9, CLIENT_OUTER, 4001);
	comes("a call", &call, true, CLIENT, 4000, SERVER);
	end();
}

/* Who sends from where he wants to get is seen there. */
static void test_sip_pairs(void)
{
	static const char invite[] = INVITE("198.51.100.8", "10.0.0.2:4000", "73") SDP("10.0.0.2", "5004");
	static const char answer[] = ANSWER("200", "INVITE", "c: application/sdp\r\n") SDP("198.51.100.8", "7000");
	struct rosfw_header media = header(UDP, CLIENT, 5004, SERVER, 7000), other = header(UDP, CLIENT, 5006, SERVER, 7001);
	struct rosfw_conn *first, *second;
	struct rosfw_endpoint e;
	struct rosfw_found found;

	tap_case("sip: media leave from the port that was announced");
	begin();
	first = open_conn(UDP, 4010, 5060, SNAT);
	second = open_conn(UDP, 4000, 5060, SNAT);
	tap_ok(strstr(say(first, ORIG, invite), "m=audio 5004 "));
	tap_ok(strstr(say(second, ORIG, invite), "m=audio 5006 "));
	say(second, REPL, answer);
	tap_is(rosfw_expect_count(&rn), 6);
	found = track(&media);
	tap_is(found.state, ROSFW_STATE_RELATED);
	tap_ok(rosfw_conn_wanted(found.conn, ROSFW_STAGE_LEAVES, &e));
	tap_ok(e.addr.lo == CLIENT_OUTER && e.id == 5006);
	found = track(&other);
	tap_is(found.state, ROSFW_STATE_RELATED);
	tap_ok(rosfw_conn_wanted(found.conn, ROSFW_STAGE_LEAVES, &e));
	tap_ok(e.addr.lo == CLIENT_OUTER && !e.id);
	end();

	tap_case("sip: a server may announce one port to many clients");
	begin();
	first = open_conn(UDP, 4000, 5060, SNAT);
	second = open_client(CLIENT + 1, UDP, 4000, 5060, SNAT);
	say(first, ORIG, invite);
	tap_ok(strstr(say(second, ORIG, INVITE("198.51.100.8", "10.0.0.3:4000", "73") SDP("10.0.0.3", "5004")),
		      "m=audio 5006 "));
	say(first, REPL, answer);
	say(second, REPL, answer);
	tap_is(rosfw_expect_count(&rn), 8);
	media = header(UDP, CLIENT + 1, 5004, SERVER, 7000);
	found = track(&media);
	tap_is(found.state, ROSFW_STATE_RELATED);
	tap_ok(rosfw_conn_wanted(found.conn, ROSFW_STAGE_LEAVES, &e) && e.id == 5006);
	media.src.addr.lo = CLIENT;
	found = track(&media);
	tap_is(found.state, ROSFW_STATE_RELATED);
	tap_ok(rosfw_conn_wanted(found.conn, ROSFW_STAGE_LEAVES, &e) && e.id == 5004);
	end();

	tap_case("sip: media only from who signals");
	begin();
	ruleset.services.sip_direct_media = false;
	first = open_conn(UDP, 4000, 5060, SNAT);
	tap_ok(strstr(say(first, ORIG, invite), "m=audio 5004 "));
	media = header(UDP, ELSEWHERE, 7000, CLIENT_OUTER, 5004);
	comes("elsewhere", &media, false, 0, 0, 0);
	media.src.addr.lo = SERVER;
	comes("who signals", &media, true, CLIENT, 5004, SERVER);
	end();
}

static void test_sip_streams(void)
{
	static const char reg[] = REGISTER("10.0.0.2"), post[] = "POST / HTTP/1.1\r\n\r\n";
	static const char head[] = "MESSAGE sip:x SIP/2.0\r\nContent-Length: 200\r\n\r\n", rest[200];
	struct rosfw_conn *conn;

	tap_case("sip: what speaks something else is not read, wherever a segment begins");
	begin();
	conn = open_conn(TCP, 4000, 5060, SNAT);
	pass(conn, ORIG, 1000, post, strlen(post));
	tap_ok(!strcmp(pass(conn, ORIG, 1000 + strlen(post), reg, strlen(reg)), reg));
	tap_ok(!strcmp(pass(conn, ORIG, 9000, reg, strlen(reg)), reg));
	tap_is(rosfw_expect_count(&rn), 0);

	tap_case("sip: nor is what is sent within a message");
	conn = open_conn(TCP, 4002, 5060, SNAT);
	pass(conn, ORIG, 1000, head, strlen(head));
	tap_ok(!strcmp(pass(conn, ORIG, 1000 + strlen(head), reg, strlen(reg)), reg));
	tap_is(rosfw_expect_count(&rn), 0);
	tap_ok(!strcmp(pass(conn, ORIG, 1000 + strlen(head), reg, strlen(reg)), reg));
	tap_case("sip: but behind it");
	pass(conn, ORIG, 1000 + strlen(head) + strlen(reg), rest, 200 - strlen(reg));
	tap_ok(strcmp(pass(conn, ORIG, 1200 + strlen(head), reg, strlen(reg)), reg));
	tap_is(rosfw_expect_count(&rn), 1);
	tap_case("sip: it is found again behind what was lost");
	conn = open_conn(TCP, 4004, 5060, SNAT);
	tap_ok(strcmp(pass(conn, ORIG, 1000, reg, strlen(reg)), reg));
	tap_ok(strcmp(pass(conn, ORIG, 5000, reg, strlen(reg)), reg));
	end();
}

static void test_memory(void)
{
	static const char port[] = "PORT 10,0,0,2,4,1\r\n";
	struct rosfw_header h = header(TCP, CLIENT, 4000, SERVER, 21);
	struct rosfw_conn *conn;

	tap_case("helper: no memory for one: the connection goes on without");
	begin();
	conn = track(&h).conn;
	rosfw_test_fail_after(1);
	rosfw_helper_attach(&rn, conn);
	tap_ok(!rosfw_helper_of(conn));
	tap_is(reasons.n[ROSFW_REASON_HELPER_NO_MEMORY], 1);
	rosfw_test_fail_after(2);
	rosfw_helper_attach(&rn, conn);
	tap_ok(!rosfw_helper_of(conn));
	tap_is(reasons.n[ROSFW_REASON_HELPER_NO_MEMORY], 2);
	tap_case("helper: no memory to expect something");
	conn = open_conn(TCP, 4010, 21, SNAT);
	rosfw_test_fail_after(1);
	tap_ok(!strcmp(pass(conn, ORIG, 1000, port, strlen(port)), "no memory"));
	tap_is(rosfw_expect_count(&rn), 0);
	tap_ok(!strcmp(pass(conn, ORIG, 1000, port, strlen(port)), "PORT 192,0,2,1,4,1\r\n"));
	tap_case("helper: what has ended announces nothing");
	rosfw_conntrack_remove(&rn, ROSFW_IPV4, rosfw_conn_id(conn));
	pass(conn, ORIG, 1000, port, strlen(port));
	tap_is(rosfw_expect_count(&rn), 0);
	end();
}

int main(void)
{
	u32 i;

	tap_begin();
	for (i = 0; i < ARRAY_SIZE(rows); i++)
		test_row(&rows[i]);
	test_taken();
	test_pairs();
	test_lines();
	test_services();
	test_recognise();
	test_full();
	test_sip_registration();
	test_sip_calls();
	test_sip_pairs();
	test_sip_streams();
	test_memory();
	return tap_end();
}
