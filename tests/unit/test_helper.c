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
	enable(ROSFW_SERVICE_RTSP, 554);
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
static struct rosfw_conn *open_conn(u8 proto, u16 sport, u16 port, int nat)
{
	struct rosfw_header h = header(proto, CLIENT, sport, nat & DNAT ? SERVER_OUTER : SERVER, port);
	struct rosfw_conn *conn = track(&h).conn;

	if (!tap_ok(conn))
		return NULL;
	h.dst.addr.lo = SERVER;
	tap_is(rosfw_conn_set_stage(&rn, conn, ROSFW_STAGE_BETWEEN, &h), 0);
	if (nat & SNAT)
		h.src = (struct rosfw_endpoint){ { .lo = CLIENT_OUTER }, sport + 1 };
	tap_is(rosfw_conn_set_stage(&rn, conn, ROSFW_STAGE_LEAVES, &h), 0);
	rosfw_helper_attach(&rn, conn);
	rosfw_conntrack_confirm(&rn, conn);
	if (proto == TCP && rosfw_helper_of(conn)) {
		rosfw_helper_begin(conn, ROSFW_DIR_ORIG, 1000);
		rosfw_helper_begin(conn, ROSFW_DIR_REPL, 5000);
	}
	return conn;
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
	test_full();
	test_memory();
	return tap_end();
}
