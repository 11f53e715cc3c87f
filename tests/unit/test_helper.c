// SPDX-License-Identifier: GPL-2.0-only
/*
 * Helpers: what becomes of payload that announces connections, by how the connection that carries it is translated, and
 * of the connections that come. kmod/conntrack as the module has it; what it asks of the kernel is in skin/.
 *
 * The cast: a client 10.0.0.2, which the world knows as 192.0.2.1; a server 198.51.100.8, which clients may know as
 * 203.0.113.9.
 */
#include "conntrack/expect.h"
#include "conntrack/helper.h"
#include "conntrack/upkeep.h"
#include "tap.h"

#define CLIENT		0x0a000002U
#define CLIENT_OUTER	0xc0000201U
#define CLIENT_2	0x0a000003U
#define SERVER		0xc6336408U
#define SERVER_OUTER	0xcb007109U
#define ELSEWHERE	0x08080808U

#define TCP	ROSFW_PROTO_TCP
#define UDP	ROSFW_PROTO_UDP

unsigned int rosfw_net_id;
static struct rosfw_reasons reasons;
static struct rosfw_ruleset ruleset;
static struct net net;
static struct rosfw_net rn = { .net = &net, .reasons = &reasons };
static struct rosfw_helper_work work;

void rosfw_conn_event(struct net *where, const struct rosfw_conn *conn, enum rosfw_conn_event event)
{
}

/* How the connection is translated. */
enum { PLAIN = 0, SNAT = 1, DNAT = 2, BOTH = 3 };

static void enable(enum rosfw_service service, u16 port)
{
	ruleset.services.service[service] = (struct rosfw_service_port){ true, 1, { port } };
}

static void begin(void)
{
	memset(&reasons, 0, sizeof(reasons));
	memset(&ruleset, 0, sizeof(ruleset));
	ruleset.tracking.timeouts = rosfw_timeouts_default;
	enable(ROSFW_SERVICE_FTP, 21);
	enable(ROSFW_SERVICE_TFTP, 69);
	enable(ROSFW_SERVICE_IRC, 6667);
	enable(ROSFW_SERVICE_SIP, 5060);
	enable(ROSFW_SERVICE_RTSP, 554);
	ruleset.services.sip_direct_media = true;
	ruleset.services.sip_timeout = 3600;
	ruleset.services.service[ROSFW_SERVICE_PPTP].enabled = true;
	rn.ruleset = &ruleset;
	tap_is(rosfw_conntrack_module_init(), 0);
	tap_is(rosfw_conntrack_net_init(&rn), 0);
	rcu_read_lock();
}

static void end(void)
{
	rcu_read_unlock();
	rosfw_conntrack_net_exit(&rn);
	rosfw_conntrack_module_exit();
	synchronize_rcu();
	tap_is(rosfw_test_live(), 0);
}

static struct rosfw_header header(u8 proto, u32 src, u16 sport, u32 dst, u16 dport)
{
	return (struct rosfw_header){
		.src = { { .lo = src }, sport }, .dst = { { .lo = dst }, dport }, .proto = proto,
		.family = ROSFW_IPV4,
	};
}

static struct rosfw_found track(const struct rosfw_header *h)
{
	static const u8 bytes[64];
	struct rosfw_pkt pkt = {
		.data = bytes, .linear = sizeof(bytes),
		.src = h->src.addr, .dst = h->dst.addr, .sport = h->src.id, .dport = h->dst.id, .family = h->family,
		.proto = h->proto, .flags = ROSFW_PKT_L4 | ROSFW_PKT_PORTS, .segs = 1, .len = 100,
	};
	struct rosfw_found found;

	if (h->proto == TCP) {
		pkt.u.tcp.flags = ROSFW_TCP_SYN;
		pkt.u.tcp.doff = 20;
		pkt.u.tcp.seq = 999;
	}
	rosfw_conntrack_track(&rn, &pkt, pkt.len, &found);
	return found;
}

/* A connection of the client to the server, translated. */
static struct rosfw_conn *open_client(u32 client, u8 proto, u16 sport, u16 port, int nat)
{
	struct rosfw_header h = header(proto, client, sport, nat & DNAT ? SERVER_OUTER : SERVER, port);
	struct rosfw_conn *conn = track(&h).conn;

	if (!tap_ok(conn))
		return NULL;
	h.dst.addr.lo = SERVER;
	tap_is(rosfw_conn_set_stage(&rn, conn, ROSFW_STAGE_BETWEEN, &h), 0);
	if (nat & SNAT)
		h.src = (struct rosfw_endpoint){ { .lo = CLIENT_OUTER }, sport + 1 + 2 * (client - CLIENT) };
	tap_is(rosfw_conn_set_stage(&rn, conn, ROSFW_STAGE_LEAVES, &h), 0);
	rosfw_helper_attach(&rn, conn);
	rosfw_conntrack_confirm(&rn, conn);
	if (proto == TCP && rosfw_helper_of(conn)) {
		rosfw_helper_begin(conn, ROSFW_DIR_ORIG, 1000);
		rosfw_helper_begin(conn, ROSFW_DIR_REPL, 5000);
	}
	return conn;
}

static struct rosfw_conn *open_conn(u8 proto, u16 sport, u16 port, int nat)
{
	return open_client(CLIENT, proto, sport, port, nat);
}

/* The payload that comes out. */
static const char *pass(struct rosfw_conn *conn, enum rosfw_dir dir, u32 seq, const char *text, u32 len)
{
	static u8 out[2048];
	int err;

	work.scan.data = (const u8 *)text;
	work.scan.len = len;
	err = rosfw_helper_read(&rn, conn, dir, seq, &work);
	if (err)
		return err == -EADDRINUSE ? "in use" : err == -ENOSPC ? "no space" : err == -ENOMEM ? "no memory" : "?";
	rosfw_scan_apply(&work.edits, work.scan.data, len, out);
	len += rosfw_scan_growth(&work.edits);
	out[len] = 0;
	return (char *)out;
}

/* A packet comes: where is it sent, and from whom does it seem to come? */
static void comes(const char *what, const struct rosfw_header *h, bool expected, u32 to, u16 port, u32 from)
{
	struct rosfw_found found = track(h);
	struct rosfw_endpoint e = { 0 };

	if (!tap_ok(found.conn))
		return;
	if (!tap_is(found.state, expected ? ROSFW_STATE_RELATED : ROSFW_STATE_NEW))
		printf("# %s\n", what);
	if (!expected)
		return;
	tap_ok(rosfw_conn_wanted(found.conn, ROSFW_STAGE_BETWEEN, &e));
	tap_is(e.addr.lo, to);
	tap_is(e.id, port);
	tap_is(rosfw_conn_wanted(found.conn, ROSFW_STAGE_LEAVES, &e), !!from);
	if (from)
		tap_is(e.addr.lo, from);
}

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

#define ORIG	ROSFW_DIR_ORIG
#define REPL	ROSFW_DIR_REPL

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

/* ---- PPTP ---- */

#define GRE	ROSFW_PROTO_GRE
#define CALL(id) (ROSFW_VIEW_CALL | (id))

enum message { OUT_REQUEST = 7, OUT_REPLY, IN_REQUEST, IN_REPLY, IN_CONNECTED, CLEAR, DISCONNECTED, STOP = 3 };

/* A control message with the id of its sender, and that of the other side. */
static const char *control(enum message type, u16 id, u16 peer)
{
	static u8 text[24];

	memset(text, 0, sizeof(text));
	put_unaligned_be16(sizeof(text), text);
	put_unaligned_be16(1, text + 2);
	put_unaligned_be32(0x1a2b3c4d, text + 4);
	put_unaligned_be16(type, text + 8);
	put_unaligned_be16(id, text + 12);
	put_unaligned_be16(peer, text + 14);
	text[16] = 1;
	return (const char *)text;
}

/* Says it; the ids that come out are those. */
static void says(struct rosfw_conn *conn, enum rosfw_dir dir, enum message type, u16 id, u16 peer, u16 id_out,
		 u16 peer_out)
{
	const u8 *out = (const u8 *)pass(conn, dir, 1000, control(type, id, peer), 24);

	if (tap_is(get_unaligned_be16(out), 24)) {
		tap_is(get_unaligned_be16(out + 12), id_out);
		tap_is(get_unaligned_be16(out + 14), peer_out);
	}
}

static struct rosfw_pkt gre(u32 src, u32 dst, u16 id)
{
	static const u8 bytes[64];

	return (struct rosfw_pkt){
		.data = bytes, .linear = sizeof(bytes), .src.lo = src, .dst.lo = dst, .family = ROSFW_IPV4,
		.proto = GRE, .flags = ROSFW_PKT_L4, .segs = 1, .len = 60,
		.u.gre = { .flags = 0x3001, .protocol = 0x880b, .key = id },
	};
}

/**
 * struct link - one end of a call
 * @at: address of whom
 * @as: the other one's, as he knows it
 * @to: the other one's, as it is
 * @id: of the other one, as he was told
 * @to_id: as it is
 * @from: his own, as the other one knows it
 * @from_id: his own id, as the other one was told
 */
struct link {
	u32 at, as, to, from;
	u16 id, to_id, from_id;
};

/* A first packet of a call: it is expected, and leaves as the other side was told. */
static struct rosfw_conn *first(const struct link *l)
{
	struct rosfw_pkt pkt = gre(l->at, l->as, l->id);
	struct rosfw_endpoint e;
	struct rosfw_found found;
	struct rosfw_header h;

	rosfw_conntrack_track(&rn, &pkt, pkt.len, &found);
	if (!tap_is(found.state, ROSFW_STATE_RELATED))
		return NULL;
	tap_is(rosfw_helper_types(found.conn), 1 << ROSFW_CONNECTION_PPTP);
	rosfw_conn_header(found.conn, ROSFW_STAGE_ARRIVES, &h);
	tap_is(h.dst.id, CALL(l->id));
	tap_ok(rosfw_conn_wanted(found.conn, ROSFW_STAGE_BETWEEN, &e));
	tap_is(e.addr.lo, l->to);
	tap_is(e.id, CALL(l->to_id));
	h.dst = e;
	tap_is(rosfw_conn_set_stage(&rn, found.conn, ROSFW_STAGE_BETWEEN, &h), 0);
	tap_ok(rosfw_conn_wanted(found.conn, ROSFW_STAGE_LEAVES, &e));
	tap_is(e.addr.lo, l->from);
	tap_is(e.id, CALL(l->from_id));
	h.src = e;
	tap_is(rosfw_conn_set_stage(&rn, found.conn, ROSFW_STAGE_LEAVES, &h), 0);
	rosfw_conntrack_confirm(&rn, found.conn);
	return found.conn;
}

/* A packet with that header belongs to @conn, also between the NAT points, and as it leaves when an error quotes it. */
static void belongs(const struct rosfw_conn *conn, enum rosfw_dir dir, u32 src, u32 dst, u16 id)
{
	struct rosfw_pkt pkt = gre(src, dst, id);
	struct rosfw_found found;

	rosfw_conntrack_state(&rn, &pkt, pkt.len, ROSFW_SEEN_ANYWHERE, &found);
	tap_ok(found.conn == conn);
	tap_is(found.dir, dir);
}

/* All headers that packets of one direction have on their way. */
static void way(const struct rosfw_conn *conn, enum rosfw_dir dir, const struct link *l)
{
	belongs(conn, dir, l->at, l->as, l->id);
	belongs(conn, dir, l->at, l->to, l->to_id);
	belongs(conn, dir, l->from, l->to, l->to_id);
}

/* A packet that no call announced: the connection of those two, whatever its id. */
static void is_unannounced(u32 src, u32 dst, u16 id)
{
	struct rosfw_pkt pkt = gre(src, dst, id);
	struct rosfw_found found;

	rosfw_conntrack_track(&rn, &pkt, pkt.len, &found);
	tap_is(found.state, ROSFW_STATE_NEW);
}

static struct link client_end(int nat, u16 id, u16 server_id)
{
	return (struct link){ CLIENT, nat & DNAT ? SERVER_OUTER : SERVER, SERVER, nat & SNAT ? CLIENT_OUTER : CLIENT,
			      server_id, server_id, id };
}

static struct link server_end(int nat, u16 id, u16 client_id)
{
	return (struct link){ SERVER, nat & SNAT ? CLIENT_OUTER : CLIENT, CLIENT, nat & DNAT ? SERVER_OUTER : SERVER,
			      client_id, client_id, id };
}

/* One call; @incoming: the server asks for it; @from_server: its packet is the first. */
static void test_call(int nat, bool incoming, bool from_server)
{
	struct link client = client_end(nat, 7, 9), server = server_end(nat, 9, 7);
	struct rosfw_conn *conn, *call;

	tap_case("pptp: %s call, %s first, translated %d", incoming ? "an incoming" : "an outgoing",
		 from_server ? "server" : "client", nat);
	begin();
	conn = open_conn(TCP, 4000, 1723, nat);
	tap_is(rosfw_helper_types(conn), 1 << ROSFW_CONNECTION_PPTP);
	if (incoming) {
		says(conn, REPL, IN_REQUEST, 9, 0, 9, 0);
		says(conn, ORIG, IN_REPLY, 7, 9, 7, 9);
		says(conn, REPL, IN_CONNECTED, 7, 0, 7, 0);
	} else {
		says(conn, ORIG, OUT_REQUEST, 7, 0, 7, 0);
		says(conn, REPL, OUT_REPLY, 9, 7, 9, 7);
	}
	call = first(from_server ? &server : &client);
	if (call) {
		way(call, from_server ? REPL : ORIG, &client);
		way(call, from_server ? ORIG : REPL, &server);
	}
	tap_case("pptp: that call has ended");
	says(conn, ORIG, CLEAR, 7, 0, 7, 0);
	says(conn, REPL, DISCONNECTED, 9, 0, 9, 0);
	tap_is(rosfw_expect_count(&rn), 0);
	is_unannounced(client.at, client.as, client.id);
	end();
}

/* Ids are the clients' own, so two may have the same. */
static void test_two_calls(void)
{
	struct link a = client_end(SNAT, 7, 9), b = client_end(SNAT, 8, 10);
	struct link to_a = server_end(SNAT, 9, 7), to_b = server_end(SNAT, 10, 8);
	struct rosfw_conn *one, *two, *call;

	b.at = CLIENT_2;
	to_b.to = CLIENT_2;
	to_b.to_id = 7;
	tap_case("pptp: two clients with one id behind one address");
	begin();
	one = open_conn(TCP, 4000, 1723, SNAT);
	two = open_client(CLIENT_2, TCP, 4010, 1723, SNAT);
	says(one, ORIG, OUT_REQUEST, 7, 0, 7, 0);
	says(two, ORIG, OUT_REQUEST, 7, 0, 8, 0);
	tap_case("pptp: the request again");
	says(two, ORIG, OUT_REQUEST, 7, 0, 8, 0);
	says(one, REPL, OUT_REPLY, 9, 7, 9, 7);
	says(two, REPL, OUT_REPLY, 10, 8, 10, 7);
	tap_case("pptp: the request again, and it changes nothing");
	says(two, ORIG, OUT_REQUEST, 7, 0, 8, 0);
	call = first(&a);
	way(call, ORIG, &a);
	way(call, REPL, &to_a);
	call = first(&to_b);
	way(call, ORIG, &to_b);
	way(call, REPL, &b);
	belongs(NULL, ORIG, to_a.at, to_a.as, 6);
	tap_case("pptp: ids in other messages follow");
	says(two, REPL, IN_CONNECTED, 8, 0, 7, 0);
	says(two, ORIG, CLEAR, 7, 0, 8, 0);
	tap_case("pptp: an id that is free again is kept");
	says(one, REPL, DISCONNECTED, 9, 0, 9, 0);
	says(two, REPL, STOP, 0, 0, 0, 0);
	tap_is(rosfw_expect_count(&rn), 0);
	says(two, ORIG, OUT_REQUEST, 7, 0, 7, 0);
	end();
}

/* Calls of one control connection, each with its own id. */
static void test_more_calls(void)
{
	struct rosfw_conn *one, *two;

	tap_case("pptp: two calls of one client, the first of which had to get another id");
	begin();
	one = open_conn(TCP, 4000, 1723, SNAT);
	two = open_conn(TCP, 4010, 1723, SNAT);
	says(one, ORIG, OUT_REQUEST, 7, 0, 7, 0);
	says(two, ORIG, OUT_REQUEST, 7, 0, 8, 0);
	says(two, ORIG, OUT_REQUEST, 8, 0, 9, 0);
	tap_case("pptp: call id 0, and the last one");
	says(two, ORIG, OUT_REQUEST, 0, 0, 0, 0);
	says(two, ORIG, OUT_REQUEST, 0xffff, 0, 0xffff, 0);
	says(one, ORIG, OUT_REQUEST, 0xffff, 0, 1, 0);
	end();
}

static void test_unasked(void)
{
	struct rosfw_conn *conn;

	tap_case("pptp: nobody can accept what was not asked for");
	begin();
	conn = open_conn(TCP, 4000, 1723, PLAIN);
	says(conn, REPL, OUT_REPLY, 9, 7, 9, 7);
	tap_is(rosfw_expect_count(&rn), 0);
	is_unannounced(SERVER, CLIENT, 7);
	tap_case("pptp: nor accept it himself");
	says(conn, ORIG, OUT_REQUEST, 5, 0, 5, 0);
	says(conn, ORIG, OUT_REPLY, 9, 5, 9, 5);
	tap_is(rosfw_expect_count(&rn), 0);
	tap_case("pptp: an error ends nothing that was not there");
	says(conn, REPL, DISCONNECTED, 9, 0, 9, 0);
	says(conn, ORIG, STOP, 0, 0, 0, 0);
	tap_case("pptp: no memory for a call");
	says(conn, ORIG, OUT_REQUEST, 7, 0, 7, 0);
	rosfw_test_fail_after(1);
	says(conn, REPL, OUT_REPLY, 9, 7, 9, 7);
	tap_is(reasons.n[ROSFW_REASON_HELPER_NO_MEMORY], 1);
	tap_is(rosfw_expect_count(&rn), 0);
	says(conn, REPL, OUT_REPLY, 9, 7, 9, 7);
	tap_is(rosfw_expect_count(&rn), 2);
	tap_case("pptp: a call lives no longer than its control connection");
	rosfw_conntrack_remove(&rn, ROSFW_IPV4, rosfw_conn_id(conn));
	tap_is(rosfw_expect_count(&rn), 0);
	end();
}

static void test_calls(void)
{
	int nat;

	for (nat = PLAIN; nat <= BOTH; nat++) {
		test_call(nat, false, false);
		test_call(nat, false, true);
		test_call(nat, true, false);
		test_call(nat, true, true);
	}
	test_two_calls();
	test_more_calls();
	test_unasked();
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
	test_calls();
	return tap_end();
}
