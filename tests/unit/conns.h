/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A connection table in one thread, for the tests of kmod/conntrack: the table as the module has it; what it asks of the
 * kernel is in skin/. Each test is one program, which has this once.
 */
#ifndef _TESTS_CONNS_H
#define _TESTS_CONNS_H

#include "conntrack/expect.h"
#include "conntrack/upkeep.h"
#include "tap.h"

#define UDP	ROSFW_PROTO_UDP

unsigned int rosfw_net_id;
static struct rosfw_reasons reasons;
static struct rosfw_ruleset ruleset;
static struct net net;
static struct rosfw_net rn = { .net = &net, .reasons = &reasons };
static u32 events[__ROSFW_EVENT_COUNT];

void rosfw_conn_event(struct net *where, const struct rosfw_conn *conn, enum rosfw_conn_event event)
{
	lockdep_assert_held(&conn->lock);
	tap_ok(where == &net);
	events[event]++;
}

static inline u64 reason(enum rosfw_reason r)
{
	return reasons.n[r];
}

static inline u32 count(void)
{
	return rosfw_conntrack_count(&rn, ROSFW_IPV4) + rosfw_conntrack_count(&rn, ROSFW_IPV6);
}

static inline void table_begin(const char *name)
{
	tap_case("connections: %s", name);
	memset(&reasons, 0, sizeof(reasons));
	memset(events, 0, sizeof(events));
	ruleset.tracking.timeouts = rosfw_timeouts_default;
	rn.ruleset = &ruleset;
	tap_is(rosfw_conntrack_module_init(), 0);
	tap_is(rosfw_conntrack_net_init(&rn), 0);
}

static inline void table_end(void)
{
	rosfw_conntrack_net_exit(&rn);
	rosfw_conntrack_module_exit();
	synchronize_rcu();
	tap_is(rosfw_test_live(), 0);
}

/* ---- packets ---- */

static inline struct rosfw_addr address(u8 family, u32 n)
{
	return (struct rosfw_addr){ .hi = family == ROSFW_IPV6 ? 0x20010db800000000ULL : 0, .lo = n };
}

static inline struct rosfw_header header(u8 family, u32 src, u32 sport, u32 dst, u32 dport)
{
	return (struct rosfw_header){
		.src = { address(family, src), sport },
		.dst = { address(family, dst), dport },
		.proto = UDP,
		.family = family,
	};
}

static inline struct rosfw_pkt packet_of(const struct rosfw_header *h)
{
	return (struct rosfw_pkt){
		.src = h->src.addr, .dst = h->dst.addr, .sport = h->src.id, .dport = h->dst.id,
		.family = h->family, .proto = h->proto, .flags = ROSFW_PKT_L4 | ROSFW_PKT_PORTS, .segs = 1, .len = 100,
	};
}

/* Inside of a read section. */
static inline struct rosfw_found track(const struct rosfw_header *h)
{
	struct rosfw_pkt pkt = packet_of(h);
	struct rosfw_found found;

	rosfw_conntrack_track(&rn, &pkt, pkt.len, &found);
	return found;
}

static inline struct rosfw_found state(const struct rosfw_header *h)
{
	struct rosfw_pkt pkt = packet_of(h);
	struct rosfw_found found;

	rosfw_conntrack_state(&rn, &pkt, pkt.len, ROSFW_SEEN_INSIDE, &found);
	return found;
}

/* Whose packet it is, by where it is seen. */
static inline struct rosfw_conn *seen(const struct rosfw_header *h, enum rosfw_seen where)
{
	struct rosfw_pkt pkt = packet_of(h);
	struct rosfw_found found;

	rosfw_conntrack_state(&rn, &pkt, pkt.len, where, &found);
	return found.conn;
}

/* A connection whose first packet left. */
static inline struct rosfw_conn *open_conn(const struct rosfw_header *h)
{
	struct rosfw_found found = track(h);

	if (tap_ok(found.conn))
		rosfw_conntrack_confirm(&rn, found.conn);
	return found.conn;
}

static inline void is_found(const struct rosfw_header *h, const struct rosfw_conn *conn)
{
	struct rosfw_header reply;

	rosfw_header_reverse(h, &reply);
	tap_ok(state(h).conn == conn);
	tap_is(state(h).dir, ROSFW_DIR_ORIG);
	tap_ok(state(&reply).conn == conn);
	tap_is(state(&reply).dir, ROSFW_DIR_REPL);
}

#endif /* _TESTS_CONNS_H */
