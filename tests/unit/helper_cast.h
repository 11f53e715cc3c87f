/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Connections with helpers, for the tests of what these do: kmod/conntrack as the module has it; what it asks of the
 * kernel is in skin/. Each test is one program, which has this once.
 *
 * The cast: a client 10.0.0.2, which the world knows as 192.0.2.1; a server 198.51.100.8, which clients may know as
 * 203.0.113.9.
 */
#ifndef _TESTS_HELPER_CAST_H
#define _TESTS_HELPER_CAST_H

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

#define ORIG	ROSFW_DIR_ORIG
#define REPL	ROSFW_DIR_REPL

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

static inline void enable(enum rosfw_service service, u16 port)
{
	ruleset.services.service[service] = (struct rosfw_service_port){ true, 1, { port } };
}

static inline void begin(void)
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

static inline void end(void)
{
	rcu_read_unlock();
	rosfw_conntrack_net_exit(&rn);
	rosfw_conntrack_module_exit();
	synchronize_rcu();
	tap_is(rosfw_test_live(), 0);
}

static inline struct rosfw_header header(u8 proto, u32 src, u16 sport, u32 dst, u16 dport)
{
	return (struct rosfw_header){
		.src = { { .lo = src }, sport }, .dst = { { .lo = dst }, dport }, .proto = proto,
		.family = ROSFW_IPV4,
	};
}

static inline struct rosfw_found track(const struct rosfw_header *h)
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
static inline struct rosfw_conn *open_client(u32 client, u8 proto, u16 sport, u16 port, int nat)
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

static inline struct rosfw_conn *open_conn(u8 proto, u16 sport, u16 port, int nat)
{
	return open_client(CLIENT, proto, sport, port, nat);
}

/* The payload that comes out. */
static inline const char *pass(struct rosfw_conn *conn, enum rosfw_dir dir, u32 seq, const char *text, u32 len)
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
static inline void comes(const char *what, const struct rosfw_header *h, bool expected, u32 to, u16 port, u32 from)
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

#endif /* _TESTS_HELPER_CAST_H */
