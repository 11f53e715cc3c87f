// SPDX-License-Identifier: GPL-2.0-only
/*
 * The connection table itself, in one thread: connections found by every header that they have, translation, who gives
 * way to whom, a full table, resizing, expectations, and masquerade. kmod/conntrack as the module has it; what it asks
 * of the kernel is in skin/.
 */
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

static u64 reason(enum rosfw_reason r)
{
	return reasons.n[r];
}

static u32 count(void)
{
	return rosfw_conntrack_count(&rn, ROSFW_IPV4) + rosfw_conntrack_count(&rn, ROSFW_IPV6);
}

static void table_begin(const char *name)
{
	tap_case("connections: %s", name);
	memset(&reasons, 0, sizeof(reasons));
	memset(events, 0, sizeof(events));
	ruleset.tracking.timeouts = rosfw_timeouts_default;
	rn.ruleset = &ruleset;
	tap_is(rosfw_conntrack_module_init(), 0);
	tap_is(rosfw_conntrack_net_init(&rn), 0);
}

static void table_end(void)
{
	rosfw_conntrack_net_exit(&rn);
	rosfw_conntrack_module_exit();
	synchronize_rcu();
	tap_is(rosfw_test_live(), 0);
}

/* ---- packets ---- */

static struct rosfw_addr address(u8 family, u32 n)
{
	return (struct rosfw_addr){ .hi = family == ROSFW_IPV6 ? 0x20010db800000000ULL : 0, .lo = n };
}

static struct rosfw_header header(u8 family, u32 src, u32 sport, u32 dst, u32 dport)
{
	return (struct rosfw_header){
		.src = { address(family, src), sport },
		.dst = { address(family, dst), dport },
		.proto = UDP,
		.family = family,
	};
}

static struct rosfw_pkt packet_of(const struct rosfw_header *h)
{
	return (struct rosfw_pkt){
		.src = h->src.addr, .dst = h->dst.addr, .sport = h->src.id, .dport = h->dst.id,
		.family = h->family, .proto = h->proto, .flags = ROSFW_PKT_L4 | ROSFW_PKT_PORTS, .segs = 1, .len = 100,
	};
}

/* Inside of a read section. */
static struct rosfw_found track(const struct rosfw_header *h)
{
	struct rosfw_pkt pkt = packet_of(h);
	struct rosfw_found found;

	rosfw_conntrack_track(&rn, &pkt, pkt.len, &found);
	return found;
}

static struct rosfw_found state(const struct rosfw_header *h)
{
	struct rosfw_pkt pkt = packet_of(h);
	struct rosfw_found found;

	rosfw_conntrack_state(&rn, &pkt, pkt.len, ROSFW_SEEN_INSIDE, &found);
	return found;
}

/* Whose packet it is, by where it is seen. */
static struct rosfw_conn *seen(const struct rosfw_header *h, enum rosfw_seen where)
{
	struct rosfw_pkt pkt = packet_of(h);
	struct rosfw_found found;

	rosfw_conntrack_state(&rn, &pkt, pkt.len, where, &found);
	return found.conn;
}

/* A connection whose first packet left. */
static struct rosfw_conn *open_conn(const struct rosfw_header *h)
{
	struct rosfw_found found = track(h);

	if (tap_ok(found.conn))
		rosfw_conntrack_confirm(&rn, found.conn);
	return found.conn;
}

static void is_found(const struct rosfw_header *h, const struct rosfw_conn *conn)
{
	struct rosfw_header reply;

	rosfw_header_reverse(h, &reply);
	tap_ok(state(h).conn == conn);
	tap_is(state(h).dir, ROSFW_DIR_ORIG);
	tap_ok(state(&reply).conn == conn);
	tap_is(state(&reply).dir, ROSFW_DIR_REPL);
}

/* ---- cases ---- */

static void test_life(u8 family)
{
	struct rosfw_header h = header(family, 1, 1000, 2, 53), reply;
	struct rosfw_found found;

	table_begin(family == ROSFW_IPV4 ? "life, IPv4" : "life, IPv6");
	rcu_read_lock();
	found = track(&h);
	tap_is(found.state, ROSFW_STATE_NEW);
	tap_is(count(), 1);
	rosfw_conntrack_dropped(&rn, found.conn);
	tap_is(count(), 0);
	tap_ok(!state(&h).conn);
	found = track(&h);
	rosfw_conntrack_confirm(&rn, found.conn);
	rosfw_conntrack_dropped(&rn, found.conn);
	tap_is(count(), 1);
	rosfw_header_reverse(&h, &reply);
	tap_is(track(&reply).state, ROSFW_STATE_ESTABLISHED);
	is_found(&h, found.conn);
	tap_is(found.conn->stat[ROSFW_DIR_ORIG].packets, 1);
	tap_is(found.conn->stat[ROSFW_DIR_REPL].bytes, 100);
	tap_ok(rosfw_conntrack_find_id(&rn, family, rosfw_conn_id(found.conn)) == found.conn);
	tap_ok(!rosfw_conntrack_find_id(&rn, !family, rosfw_conn_id(found.conn)));
	skin_seconds += ruleset.tracking.timeouts.udp;
	tap_ok(!state(&h).conn);
	tap_ok(track(&h).conn != found.conn);
	tap_is(count(), 1);
	rcu_read_unlock();
	tap_is(events[ROSFW_EVENT_NEW], 1);
	tap_is(events[ROSFW_EVENT_UPDATE], 1);
	tap_is(events[ROSFW_EVENT_DESTROY], 1);
	table_end();
}

/* Ends of both kinds must give back all memory, whatever waits for what. */
static void test_stages(u8 family)
{
	struct rosfw_header arrives = header(family, 1, 1000, 2, 80), between = header(family, 1, 1000, 3, 8080),
			    leaves = header(family, 4, 2000, 3, 8080), other = header(family, 5, 1000, 2, 80), h;
	struct rosfw_conn *conn, *second;

	table_begin(family == ROSFW_IPV4 ? "translation, IPv4" : "translation, IPv6");
	rcu_read_lock();
	conn = open_conn(&arrives);
	tap_ok(!rosfw_conn_stage_decided(conn, ROSFW_STAGE_BETWEEN));
	tap_ok(!rosfw_conntrack_taken(&rn, &between));
	tap_is(rosfw_conn_set_stage(&rn, conn, ROSFW_STAGE_BETWEEN, &between), 0);
	tap_is(rosfw_conn_set_stage(&rn, conn, ROSFW_STAGE_BETWEEN, &leaves), -EALREADY);
	tap_ok(rosfw_conntrack_taken(&rn, &between));
	tap_ok(!rosfw_conn_stage_decided(conn, ROSFW_STAGE_LEAVES));
	tap_is(rosfw_conn_set_stage(&rn, conn, ROSFW_STAGE_LEAVES, &leaves), 0);
	tap_is(conn->status & (ROSFW_CONN_SRCNAT | ROSFW_CONN_DSTNAT), ROSFW_CONN_SRCNAT | ROSFW_CONN_DSTNAT);
	is_found(&arrives, conn);
	is_found(&between, conn);
	is_found(&leaves, conn);
	rosfw_conn_header(conn, ROSFW_STAGE_LEAVES, &h);
	tap_ok(rosfw_header_equal(&h, &leaves));

	second = open_conn(&other);
	rosfw_header_reverse(&leaves, &h);
	tap_is(rosfw_conn_set_stage(&rn, second, ROSFW_STAGE_BETWEEN, &between), -EEXIST);
	tap_is(rosfw_conn_set_stage(&rn, second, ROSFW_STAGE_BETWEEN, &h), -EEXIST);
	rosfw_header_reverse(&other, &h);
	tap_is(rosfw_conn_set_stage(&rn, second, ROSFW_STAGE_BETWEEN, &h), -EEXIST);
	tap_is(rosfw_conn_set_stage(&rn, second, ROSFW_STAGE_LEAVES, &other), 0);
	tap_ok(rosfw_conn_stage_decided(second, ROSFW_STAGE_BETWEEN));
	rosfw_conn_header(second, ROSFW_STAGE_LEAVES, &h);
	tap_ok(rosfw_header_equal(&h, &other));
	tap_is(second->status & (ROSFW_CONN_SRCNAT | ROSFW_CONN_DSTNAT), 0);

	/* The first one expires: its views are free for others, who need not wait for anything. */
	skin_seconds += ruleset.tracking.timeouts.udp;
	other.src.id++;
	second = open_conn(&other);
	tap_is(rosfw_conn_set_stage(&rn, second, ROSFW_STAGE_BETWEEN, &between), 0);
	is_found(&between, second);
	tap_ok(!state(&arrives).conn && !state(&leaves).conn);
	tap_is(rosfw_conn_set_stage(&rn, conn, ROSFW_STAGE_LEAVES, &leaves), -ENOENT);
	rcu_read_unlock();
	tap_ok(rosfw_conntrack_remove(&rn, family, rosfw_conn_id(second)));
	rcu_read_lock();
	tap_ok(!rosfw_conntrack_taken(&rn, &between));
	rcu_read_unlock();
	table_end();
}

static void test_back_again(void)
{
	struct rosfw_header arrives = header(ROSFW_IPV4, 1, 1000, 2, 80), between = header(ROSFW_IPV4, 1, 1000, 3, 80);
	struct rosfw_conn *conn;

	table_begin("translated, and translated back");
	rcu_read_lock();
	conn = open_conn(&arrives);
	tap_is(rosfw_conn_set_stage(&rn, conn, ROSFW_STAGE_BETWEEN, &between), 0);
	tap_is(rosfw_conn_set_stage(&rn, conn, ROSFW_STAGE_LEAVES, &arrives), 0);
	is_found(&arrives, conn);
	is_found(&between, conn);
	rcu_read_unlock();
	tap_ok(rosfw_conntrack_remove(&rn, ROSFW_IPV4, rosfw_conn_id(conn)));
	table_end();
}

/*
 * Somebody sends what looks like the translated packets of another: a connection of its own, which may not leave like
 * that. Both are told apart wherever they can be seen, the other way round, too.
 */
static void test_clash(u8 family)
{
	struct rosfw_header arrives = header(family, 1, 1000, 3, 80), leaves = header(family, 2, 1000, 3, 80),
			    free = header(family, 2, 1001, 3, 80), answer, second_answer;
	struct rosfw_conn *conn, *clash;

	table_begin(family == ROSFW_IPV4 ? "clash, IPv4" : "clash, IPv6");
	rosfw_header_reverse(&leaves, &answer);
	rosfw_header_reverse(&free, &second_answer);
	rcu_read_lock();
	conn = open_conn(&arrives);
	tap_is(rosfw_conn_set_stage(&rn, conn, ROSFW_STAGE_LEAVES, &leaves), 0);
	tap_is(conn->status & ROSFW_CONN_CLASH, 0);
	/* As long as there is no other, what comes by again is the same packet. */
	tap_ok(seen(&leaves, ROSFW_SEEN_INSIDE) == conn);
	tap_ok(seen(&leaves, ROSFW_SEEN_LEAVING) == conn);
	tap_ok(!seen(&leaves, ROSFW_SEEN_ENTERING));
	tap_ok(seen(&answer, ROSFW_SEEN_ENTERING) == conn);

	clash = open_conn(&leaves);
	tap_ok(clash && clash != conn);
	tap_is(clash->status & ROSFW_CONN_CLASH, ROSFW_CONN_CLASH);
	tap_is(conn->stat[ROSFW_DIR_ORIG].packets, 1);
	tap_is(count(), 2);
	tap_ok(track(&leaves).conn == clash);
	tap_is(rosfw_conn_set_stage(&rn, clash, ROSFW_STAGE_BETWEEN, &leaves), 0);
	tap_is(rosfw_conn_set_stage(&rn, clash, ROSFW_STAGE_LEAVES, &leaves), -EEXIST);
	tap_is(rosfw_conn_set_stage(&rn, clash, ROSFW_STAGE_LEAVES, &free), 0);

	tap_ok(seen(&leaves, ROSFW_SEEN_ENTERING) == clash);
	tap_ok(seen(&leaves, ROSFW_SEEN_INSIDE) == clash);
	tap_ok(seen(&leaves, ROSFW_SEEN_LEAVING) == conn);
	tap_ok(seen(&free, ROSFW_SEEN_LEAVING) == clash);
	tap_ok(seen(&answer, ROSFW_SEEN_ENTERING) == conn);
	tap_ok(seen(&answer, ROSFW_SEEN_INSIDE) == clash);
	tap_ok(seen(&answer, ROSFW_SEEN_LEAVING) == clash);
	tap_ok(seen(&second_answer, ROSFW_SEEN_ENTERING) == clash);
	tap_ok(seen(&arrives, ROSFW_SEEN_ENTERING) == conn);
	tap_ok(track(&answer).conn == conn);
	tap_is(conn->stat[ROSFW_DIR_REPL].packets, 1);

	/* Whichever ends first, the other one stays what it is. */
	tap_ok(rosfw_conntrack_remove(&rn, family, rosfw_conn_id(conn)));
	tap_ok(seen(&leaves, ROSFW_SEEN_ENTERING) == clash);
	tap_ok(seen(&leaves, ROSFW_SEEN_LEAVING) == clash);
	conn = open_conn(&arrives);
	tap_is(rosfw_conn_set_stage(&rn, conn, ROSFW_STAGE_LEAVES, &leaves), -EEXIST);
	rcu_read_unlock();
	table_end();
}

/* One that is translated and translated back leaves as it arrives: that is no other connection. */
static void test_no_clash(void)
{
	struct rosfw_header arrives = header(ROSFW_IPV4, 1, 1000, 2, 80), between = header(ROSFW_IPV4, 1, 1000, 3, 80);
	struct rosfw_conn *conn;

	table_begin("no clash with itself");
	rcu_read_lock();
	conn = open_conn(&arrives);
	tap_is(rosfw_conn_set_stage(&rn, conn, ROSFW_STAGE_BETWEEN, &between), 0);
	tap_is(rosfw_conn_set_stage(&rn, conn, ROSFW_STAGE_LEAVES, &arrives), 0);
	tap_ok(seen(&arrives, ROSFW_SEEN_ENTERING) == conn);
	tap_ok(seen(&arrives, ROSFW_SEEN_LEAVING) == conn);
	tap_ok(seen(&between, ROSFW_SEEN_INSIDE) == conn);
	/* It goes straight to where the other is sent: they cannot be told apart inside. */
	tap_ok(seen(&between, ROSFW_SEEN_ENTERING) == conn);
	tap_is(count(), 1);
	rcu_read_unlock();
	table_end();
}

/*
 * Two hosts that send to one another at the same time, from and to the same port: one connection, and neither is given
 * another port, whoever's packet leaves first.
 */
static void test_reverse_clash(void)
{
	struct rosfw_header h = header(ROSFW_IPV4, 1, 56789, 2, 56789), reverse, leaves;
	struct rosfw_found first, second;

	table_begin("reverse clash");
	rosfw_header_reverse(&h, &reverse);
	rcu_read_lock();
	first = track(&h);
	second = track(&reverse);
	tap_ok(first.conn && first.conn == second.conn);
	tap_is(second.dir, ROSFW_DIR_REPL);
	tap_is(second.state, ROSFW_STATE_ESTABLISHED);
	tap_is(rosfw_conn_set_stage(&rn, second.conn, ROSFW_STAGE_LEAVES, &h), 0);
	tap_is(rosfw_conn_set_stage(&rn, first.conn, ROSFW_STAGE_LEAVES, &h), -EALREADY);
	rosfw_conntrack_confirm(&rn, second.conn);
	rosfw_conntrack_confirm(&rn, first.conn);
	rosfw_conn_header(first.conn, ROSFW_STAGE_LEAVES, &leaves);
	tap_ok(rosfw_header_equal(&leaves, &h));
	tap_is(count(), 1);
	tap_is(first.conn->stat[ROSFW_DIR_ORIG].packets, 1);
	tap_is(first.conn->stat[ROSFW_DIR_REPL].packets, 1);
	tap_is(first.conn->status & (ROSFW_CONN_SRCNAT | ROSFW_CONN_DSTNAT), 0);
	rcu_read_unlock();
	table_end();
}

static struct rosfw_conn *track_pkt(const struct rosfw_pkt *pkt)
{
	struct rosfw_found found;

	rosfw_conntrack_track(&rn, pkt, pkt->len, &found);
	if (found.conn)
		rosfw_conntrack_confirm(&rn, found.conn);
	return found.conn;
}

/* A client that never gets an answer tries again and again: its connection ends all the same, and rules apply anew. */
static void test_unreplied(void)
{
	struct rosfw_header h = header(ROSFW_IPV4, 1, 40000, 2, 80), to = header(ROSFW_IPV4, 1, 40000, 3, 80);
	struct rosfw_conn *conn, *later;
	struct rosfw_pkt syn;
	u32 i;

	table_begin("TCP without an answer");
	h.proto = to.proto = ROSFW_PROTO_TCP;
	syn = packet_of(&h);
	syn.u.tcp.flags = ROSFW_TCP_SYN;
	syn.u.tcp.seq = 1000;
	syn.u.tcp.window = 65535;
	syn.u.tcp.doff = 20;
	syn.data = (const u8 *)"";
	rcu_read_lock();
	conn = track_pkt(&syn);
	tap_is(rosfw_conn_set_stage(&rn, conn, ROSFW_STAGE_LEAVES, &h), 0);
	for (i = 1; i < ruleset.tracking.timeouts.tcp_syn_sent; i++) {
		skin_seconds++;
		tap_ok(track_pkt(&syn) == conn);
		tap_ok(rosfw_conn_stage_decided(conn, ROSFW_STAGE_BETWEEN));
	}
	tap_is(rosfw_conn_left(conn, skin_seconds), 1);
	skin_seconds++;
	later = track_pkt(&syn);
	tap_ok(later && later != conn);
	tap_ok(!rosfw_conn_stage_decided(later, ROSFW_STAGE_BETWEEN));
	tap_is(rosfw_conn_set_stage(&rn, later, ROSFW_STAGE_BETWEEN, &to), 0);
	tap_is(count(), 1);
	rcu_read_unlock();
	table_end();
}

static u8 *put_ipv4(u8 *p, u16 len, u8 proto, u32 src, u32 dst)
{
	memset(p, 0, 20);
	p[0] = 0x45;
	put_unaligned_be16(len, p + 2);
	p[8] = 64;
	p[9] = proto;
	put_unaligned_be32(src, p + 12);
	put_unaligned_be32(dst, p + 16);
	return p + 20;
}

static struct rosfw_found track_bytes(const u8 *bytes, u32 len, struct rosfw_pkt *pkt)
{
	struct rosfw_found found;

	*pkt = (struct rosfw_pkt){ .segs = 1 };
	tap_is(rosfw_pkt_parse(pkt, ROSFW_IPV4, bytes, len, len), 0);
	rosfw_conntrack_track(&rn, pkt, len, &found);
	return found;
}

/* A tunnel of IP in IP, and a router on its way that says that packets are too large: it is about the tunnel. */
static void test_ipip_mtu(void)
{
	u8 tunnel[48] = { 0 }, error[56] = { 0 }, *p;
	struct rosfw_pkt pkt;
	struct rosfw_found found, told;

	table_begin("IP in IP, too large");
	p = put_ipv4(tunnel, sizeof(tunnel), 4, 0x0a000001, 0x0a000002);
	put_ipv4(p, 28, UDP, 0xc0a80101, 0xc0a80201);
	p = put_ipv4(error, sizeof(error), ROSFW_PROTO_ICMP, 0x0a000099, 0x0a000001);
	p[0] = 3;
	p[1] = 4;
	put_unaligned_be16(1400, p + 6);
	memcpy(p + 8, tunnel, 28);
	rcu_read_lock();
	tap_is(track_bytes(error, sizeof(error), &pkt).state, ROSFW_STATE_INVALID);
	found = track_bytes(tunnel, sizeof(tunnel), &pkt);
	tap_is(found.state, ROSFW_STATE_NEW);
	rosfw_conntrack_confirm(&rn, found.conn);
	told = track_bytes(error, sizeof(error), &pkt);
	tap_is(told.state, ROSFW_STATE_RELATED);
	tap_ok(told.conn == found.conn && told.quoted);
	tap_is(told.dir, ROSFW_DIR_REPL);
	tap_is(found.conn->stat[ROSFW_DIR_REPL].packets, 0);
	tap_is(count(), 1);
	rcu_read_unlock();
	table_end();
}

static void test_memory(void)
{
	struct rosfw_header arrives = header(ROSFW_IPV4, 1, 1000, 2, 80), between = header(ROSFW_IPV4, 1, 1000, 3, 80);
	struct rosfw_conn *conn;

	table_begin("no memory");
	rcu_read_lock();
	rosfw_test_fail_after(1);
	tap_is(track(&arrives).state, ROSFW_STATE_INVALID);
	tap_is(reason(ROSFW_REASON_CONN_NO_MEMORY), 1);
	conn = open_conn(&arrives);
	rosfw_test_fail_after(1);
	tap_is(rosfw_conn_set_stage(&rn, conn, ROSFW_STAGE_BETWEEN, &between), -ENOMEM);
	tap_ok(!rosfw_conn_stage_decided(conn, ROSFW_STAGE_BETWEEN));
	tap_is(rosfw_conn_set_stage(&rn, conn, ROSFW_STAGE_BETWEEN, &between), 0);
	rcu_read_unlock();
	table_end();
}

static int visit_count(struct rosfw_conn *conn, void *arg)
{
	u32 *n = arg;

	tap_ok(conn->view.key.family == ROSFW_IPV4);
	++*n;
	return 0;
}

/* All are found and visited, while small, grown, and shrunk again. */
static void test_resize(void)
{
	u32 i, n = 0, pos = 0, total = 20000;
	struct rosfw_header h;
	bool all = true;

	table_begin("the table grows and shrinks");
	for (i = 0; i < total; i++) {
		h = header(ROSFW_IPV4, i, 1, 7, 53);
		rcu_read_lock();
		open_conn(&h);
		rcu_read_unlock();
		if (i % 1000 == 999)
			skin_run_works();
	}
	tap_is(rn.conntrack->table->bits, 14);
	rcu_read_lock();
	for (i = 0; i < total; i++) {
		h = header(ROSFW_IPV4, i, 1, 7, 53);
		all &= !!state(&h).conn;
	}
	rcu_read_unlock();
	tap_ok(all);
	rosfw_conntrack_walk(&rn, ROSFW_IPV4, &pos, visit_count, &n);
	tap_is(n, total);
	rosfw_conntrack_flush(&rn, ROSFW_IPV6);
	tap_is(count(), total);
	skin_seconds += 60;
	for (i = 0; i < 20; i++)
		skin_run_works();
	tap_is(count(), 0);
	tap_is(rn.conntrack->table->bits, ROSFW_TABLE_MIN_BITS);
	tap_is(atomic_read(&rn.conntrack->memory), 0);
	table_end();
}

/* A connection that is assured: UDP, both ways, for some seconds. */
static void make_assured(const struct rosfw_header *h)
{
	struct rosfw_header reply;

	rosfw_header_reverse(h, &reply);
	open_conn(h);
	track(&reply);
	skin_seconds += 3;
	track(h);
	tap_ok(state(h).conn && state(h).conn->status & ROSFW_CONN_ASSURED);
}

static void test_full(void)
{
	struct rosfw_header assured = header(ROSFW_IPV4, 1, 1, 2, 2), replied = header(ROSFW_IPV4, 3, 3, 4, 4), h, reply;
	u32 i;

	table_begin("a full table");
	rosfw_conntrack_set_max(&rn, 10);
	tap_is(rosfw_conntrack_max(&rn), 10);
	/* What is assured stays, even if it is the next to expire. */
	ruleset.tracking.timeouts.udp_stream = 20;
	rcu_read_lock();
	make_assured(&assured);
	open_conn(&replied);
	rosfw_header_reverse(&replied, &reply);
	track(&reply);
	for (i = 0; i < 100; i++) {
		h = header(ROSFW_IPV4, 100 + i, 5, 6, 7);
		tap_ok(open_conn(&h));
	}
	tap_is(count(), 10);
	tap_is(reason(ROSFW_REASON_CONN_EARLY_DROP), 92);
	tap_is(reason(ROSFW_REASON_CONN_TABLE_FULL), 0);
	tap_ok(state(&assured).conn && state(&replied).conn);

	rosfw_conntrack_set_max(&rn, 2);
	for (i = 0; i < 9; i++) {
		h = header(ROSFW_IPV4, 300 + i, 5, 6, 7);
		open_conn(&h);
	}
	tap_ok(state(&assured).conn && state(&replied).conn);
	rcu_read_unlock();
	table_end();

	table_begin("a table full of assured connections");
	rosfw_conntrack_set_max(&rn, 3);
	rcu_read_lock();
	for (i = 0; i < 3; i++) {
		h = header(ROSFW_IPV4, i, 1, 2, 2);
		make_assured(&h);
	}
	tap_is(track(&replied).state, ROSFW_STATE_INVALID);
	tap_is(reason(ROSFW_REASON_CONN_TABLE_FULL), 1);
	tap_is(rn.conntrack->full_log.missed, 1);
	/* What has expired makes room, and is no loss. */
	skin_seconds += ruleset.tracking.timeouts.udp_stream;
	tap_is(track(&replied).state, ROSFW_STATE_NEW);
	tap_is(reason(ROSFW_REASON_CONN_EARLY_DROP), 0);
	rcu_read_unlock();
	table_end();
}

static bool is_not_confirmed(const struct rosfw_conn *conn, const void *arg)
{
	return !(conn->status & ROSFW_CONN_CONFIRMED);
}

static struct rosfw_expect_want want_of(const struct rosfw_header *h, u32 flags)
{
	return (struct rosfw_expect_want){ .header = *h, .flags = flags, .seconds = 20, .service = 3 };
}

static void test_expect(void)
{
	struct rosfw_header control = header(ROSFW_IPV4, 1, 1000, 2, 21), data = header(ROSFW_IPV4, 2, 20, 1, 2000), h,
			    reply;
	struct rosfw_expect_want want = want_of(&data, ROSFW_EXPECT_TO_DST);
	struct rosfw_conn *master, *other;
	struct rosfw_endpoint to;
	struct rosfw_found found;
	u32 i;

	table_begin("expectations");
	want.to[0] = (struct rosfw_endpoint){ address(ROSFW_IPV4, 9), 99 };
	rcu_read_lock();
	master = open_conn(&control);
	h = header(ROSFW_IPV4, 5, 1000, 2, 21);
	other = open_conn(&h);
	tap_is(rosfw_expect_add(&rn, master, &want, 1, 1), 0);
	tap_is(rosfw_expect_add(&rn, master, &want, 1, 1), 0);
	tap_is(rosfw_expect_count(&rn), 1);
	tap_is(rosfw_expect_add(&rn, other, &want, 1, 1), -EEXIST);
	h = data;
	h.src.addr.lo++;
	tap_is(track(&h).state, ROSFW_STATE_NEW);
	h = data;
	h.src.id = 12345;
	found = track(&h);
	tap_is(found.state, ROSFW_STATE_RELATED);
	tap_is(found.conn->ext->service, 3);
	rosfw_conntrack_confirm(&rn, found.conn);
	tap_is(rosfw_expect_count(&rn), 0);
	tap_ok(rosfw_conn_wanted(found.conn, ROSFW_STAGE_BETWEEN, &to) && to.id == 99);
	tap_ok(!rosfw_conn_wanted(found.conn, ROSFW_STAGE_LEAVES, &to));
	tap_is(state(&h).state, ROSFW_STATE_RELATED);
	rosfw_header_reverse(&h, &reply);
	tap_is(track(&reply).state, ROSFW_STATE_ESTABLISHED);
	tap_is(state(&h).state, ROSFW_STATE_ESTABLISHED);
	tap_is(track(&data).state, ROSFW_STATE_NEW);

	/* From anywhere, and more than once. */
	want = want_of(&data, ROSFW_EXPECT_ANY_SRC | ROSFW_EXPECT_PERMANENT);
	tap_is(rosfw_expect_add(&rn, other, &want, 1, 1), 0);
	for (i = 0; i < 3; i++) {
		h = header(ROSFW_IPV4, 50 + i, 7, 1, 2000);
		tap_is(track(&h).state, ROSFW_STATE_RELATED);
	}
	h.src.addr.lo = 90;
	skin_seconds += 20;
	tap_is(track(&h).state, ROSFW_STATE_NEW);
	rcu_read_unlock();
	skin_run_works();
	tap_is(rosfw_expect_count(&rn), 0);
	table_end();
}

/* Met is not kept: what is dropped, or never leaves, has not happened. */
static void test_expect_claim(void)
{
	struct rosfw_header control = header(ROSFW_IPV4, 1, 1000, 2, 21), data = header(ROSFW_IPV4, 2, 20, 1, 2000),
			    second = header(ROSFW_IPV4, 2, 30, 1, 2000), third = header(ROSFW_IPV4, 2, 40, 1, 2000);
	struct rosfw_expect_want want = want_of(&data, 0);
	struct rosfw_found found;
	struct rosfw_conn *master;
	u32 i;

	table_begin("an expectation that was met by what is dropped waits on");
	want.seconds = 1000;
	ruleset.tracking.timeouts.udp = 10000;
	rcu_read_lock();
	master = open_conn(&control);
	tap_is(rosfw_expect_add(&rn, master, &want, 1, 1), 0);
	for (i = 0; i < 3; i++) {
		found = track(&data);
		tap_is(found.state, ROSFW_STATE_RELATED);
		tap_is(rosfw_expect_count(&rn), 1);
		rosfw_conntrack_dropped(&rn, found.conn);
	}
	/* One at a time. */
	found = track(&data);
	tap_is(track(&data).conn == found.conn, true);
	tap_is(track(&second).state, ROSFW_STATE_NEW);
	rosfw_conntrack_dropped(&rn, track(&second).conn);
	/* It never leaves, and nobody has collected it yet. */
	skin_seconds += 10;
	found = track(&second);
	tap_is(found.state, ROSFW_STATE_RELATED);
	tap_is(track(&third).state, ROSFW_STATE_NEW);
	/* What has lost its claim takes nothing with it. */
	rosfw_table_end_matching(rn.conntrack, is_not_confirmed, NULL);
	found = track(&third);
	tap_is(found.state, ROSFW_STATE_RELATED);
	tap_is(rosfw_expect_count(&rn), 1);
	rosfw_conntrack_confirm(&rn, found.conn);
	tap_is(rosfw_expect_count(&rn), 0);
	tap_is(track(&second).state, ROSFW_STATE_NEW);

	/* The master ends, or announces that again, while somebody claims it. */
	want.header = data;
	tap_is(rosfw_expect_add(&rn, master, &want, 1, 1), 0);
	found = track(&data);
	tap_is(found.state, ROSFW_STATE_RELATED);
	tap_is(rosfw_expect_add(&rn, master, &want, 1, 1), 0);
	rosfw_conntrack_confirm(&rn, found.conn);
	tap_is(rosfw_expect_count(&rn), 1);
	data.src.id = 50;
	found = track(&data);
	tap_is(found.state, ROSFW_STATE_RELATED);
	rosfw_conntrack_remove(&rn, ROSFW_IPV4, rosfw_conn_id(master));
	tap_is(rosfw_expect_count(&rn), 0);
	rosfw_conntrack_confirm(&rn, found.conn);
	tap_is(state(&data).state, ROSFW_STATE_RELATED);

	/* The namespace goes away while somebody claims it. */
	tap_is(rosfw_expect_add(&rn, open_conn(&control), &want, 1, 1), 0);
	data.src.id = 60;
	tap_is(track(&data).state, ROSFW_STATE_RELATED);
	rcu_read_unlock();
	table_end();
}

static void test_expect_change(void)
{
	struct rosfw_header control = header(ROSFW_IPV4, 1, 1000, 2, 21), data = header(ROSFW_IPV4, 2, 20, 1, 2000);
	struct rosfw_expect_want want = want_of(&data, ROSFW_EXPECT_PERMANENT | ROSFW_EXPECT_MEDIA);
	struct rosfw_expect_select all = {}, one = {};
	struct rosfw_conn *master, *other;

	table_begin("expectations are prolonged and forgotten");
	ruleset.tracking.timeouts.udp = 10000;
	rcu_read_lock();
	master = open_conn(&control);
	control.src.id++;
	other = open_conn(&control);
	want.to[0] = (struct rosfw_endpoint){ address(ROSFW_IPV4, 9), 99 };
	tap_is(rosfw_expect_add(&rn, master, &want, 2, 1), 0);
	want.flags = ROSFW_EXPECT_PERMANENT;
	want.header.dst.id = 3000;
	want.to[0].id = 3000;
	tap_is(rosfw_expect_add(&rn, master, &want, 1, 1), 0);
	/* Not those of others. */
	rosfw_expect_change(&rn, other, &all, 0);
	tap_is(rosfw_expect_count(&rn), 3);
	/* By what was announced, and by what the other side was told. */
	one.at = (struct rosfw_endpoint){ address(ROSFW_IPV4, 9), 100 };
	one.outer = true;
	rosfw_expect_change(&rn, master, &one, 0);
	one.outer = false;
	one.proto = ROSFW_PROTO_TCP;
	rosfw_expect_change(&rn, master, &one, 0);
	tap_is(rosfw_expect_count(&rn), 3);
	one.proto = UDP;
	rosfw_expect_change(&rn, master, &one, 0);
	tap_is(rosfw_expect_count(&rn), 2);
	one.at = data.dst;
	one.outer = true;
	rosfw_expect_change(&rn, master, &one, 500);
	skin_seconds += 20;
	tap_is(track(&data).state, ROSFW_STATE_RELATED);
	data.dst.id = 3000;
	tap_is(track(&data).state, ROSFW_STATE_NEW);
	/* What is over does not come back, and the time can get shorter. */
	rosfw_expect_change(&rn, master, &all, 500);
	data.src.id++;
	tap_is(track(&data).state, ROSFW_STATE_NEW);
	rosfw_expect_change(&rn, master, &all, 1);
	skin_seconds++;
	data.dst.id = 2000;
	tap_is(track(&data).state, ROSFW_STATE_NEW);
	/* Only media. */
	want.seconds = 1000;
	tap_is(rosfw_expect_add(&rn, master, &want, 1, 1), 0);
	want.header.dst.id = 4000;
	want.flags |= ROSFW_EXPECT_MEDIA;
	tap_is(rosfw_expect_add(&rn, master, &want, 1, 1), 0);
	all.flags = ROSFW_EXPECT_MEDIA;
	rosfw_expect_change(&rn, master, &all, 0);
	data.dst.id = 4000;
	tap_is(track(&data).state, ROSFW_STATE_NEW);
	data.dst.id = 3000;
	data.src.id++;
	tap_is(track(&data).state, ROSFW_STATE_RELATED);
	rcu_read_unlock();
	table_end();
}

/* Somebody waits everywhere: one allocation for all that is tried. */
static void test_expect_search(void)
{
	struct rosfw_header control = header(ROSFW_IPV4, 1, 1000, 2, 21), data = header(ROSFW_IPV4, 2, 20, 1, 65532);
	struct rosfw_expect_want want = want_of(&data, 0);
	struct rosfw_conn *master = NULL;
	u32 i;

	table_begin("a place is looked for with one allocation");
	rcu_read_lock();
	for (i = 0; i < ROSFW_EXPECT_TRIES; i++) {
		if (i % 32 == 0) {
			control.src.id++;
			master = open_conn(&control);
		}
		want.header.dst.id = i < 4 ? 65532 + i : 1024 + i - 4;
		tap_is(rosfw_expect_add(&rn, master, &want, 1, 1), 0);
	}
	control.src.id++;
	master = open_conn(&control);
	want.header.dst.id = 65532;
	tap_is(rosfw_expect_add(&rn, master, &want, 1, ROSFW_EXPECT_TRIES), -EEXIST);
	/* The extension, one expectation, and no third. */
	control.src.id++;
	master = open_conn(&control);
	rosfw_test_fail_after(3);
	tap_is(rosfw_expect_add(&rn, master, &want, 1, ROSFW_EXPECT_TRIES + 1), 0);
	rosfw_test_fail_after(0);
	tap_is(want.header.dst.id, 1024 + ROSFW_EXPECT_TRIES - 4);
	/* Pairs begin at even ports. */
	want.header.dst.id = 65534;
	control.src.id++;
	master = open_conn(&control);
	tap_is(rosfw_expect_add(&rn, master, &want, 2, ROSFW_EXPECT_TRIES), 0);
	tap_is(want.header.dst.id, 1024 + ROSFW_EXPECT_TRIES - 2);
	rcu_read_unlock();
	table_end();
}

static void test_expect_limits(void)
{
	struct rosfw_header control = header(ROSFW_IPV6, 1, 1000, 2, 21), data = header(ROSFW_IPV6, 2, 20, 1, 2000);
	struct rosfw_expect_want want = want_of(&data, 0);
	struct rosfw_conn *master;
	u32 i;

	table_begin("what a master expects is bounded, and goes with it");
	rcu_read_lock();
	master = open_conn(&control);
	for (i = 0; i < 100; i++) {
		want.header.dst.id = 3000 + i;
		tap_is(rosfw_expect_add(&rn, master, &want, 1, 1), 0);
	}
	tap_is(rosfw_expect_count(&rn), 32);
	data.dst.id = 3099;
	tap_is(track(&data).state, ROSFW_STATE_RELATED);
	data.dst.id = 3000;
	tap_is(track(&data).state, ROSFW_STATE_NEW);
	rosfw_test_fail_after(1);
	tap_is(rosfw_expect_add(&rn, master, &want, 1, 1), -ENOMEM);
	rosfw_conntrack_remove(&rn, ROSFW_IPV6, rosfw_conn_id(master));
	tap_is(rosfw_expect_count(&rn), 0);
	tap_is(rosfw_expect_add(&rn, master, &want, 1, 1), -ENOENT);
	for (i = 0; rosfw_expect_count(&rn) < 4096 && i < 200; i++) {
		u32 j;

		control = header(ROSFW_IPV6, 100 + i, 1000, 2, 21);
		master = open_conn(&control);
		for (j = 0; j < 32; j++) {
			want.header.dst = (struct rosfw_endpoint){ address(ROSFW_IPV6, 1000 + i), j };
			tap_is(rosfw_expect_add(&rn, master, &want, 1, 1), 0);
		}
	}
	control.src.id++;
	want.header.dst.id = 100;
	tap_is(rosfw_expect_add(&rn, open_conn(&control), &want, 1, 1), -ENOSPC);
	rosfw_expect_forget(&rn, master);
	tap_is(rosfw_expect_count(&rn), 4096 - 32);
	rcu_read_unlock();
	table_end();
}

/* In the place of the newcomer sits one that has expired and that expects something itself. */
static void test_expect_stale(void)
{
	struct rosfw_header old = header(ROSFW_IPV4, 1, 5, 2, 6), control = header(ROSFW_IPV4, 7, 7, 8, 8);
	struct rosfw_header data = header(ROSFW_IPV4, 9, 9, 9, 10);
	struct rosfw_expect_want want = want_of(&data, 0), same = want_of(&old, 0);
	struct rosfw_conn *conn;

	table_begin("an expected connection takes the place of an expired master");
	rcu_read_lock();
	conn = open_conn(&old);
	want.seconds = same.seconds = 1000;
	tap_is(rosfw_expect_add(&rn, conn, &want, 1, 1), 0);
	skin_seconds += ruleset.tracking.timeouts.udp;
	tap_is(rosfw_expect_add(&rn, open_conn(&control), &same, 1, 1), 0);
	tap_is(track(&old).state, ROSFW_STATE_RELATED);
	tap_ok(state(&old).conn != conn);
	rosfw_conntrack_confirm(&rn, state(&old).conn);
	tap_is(rosfw_expect_count(&rn), 0);
	rcu_read_unlock();
	table_end();
}

/* ---- what was found last ---- */

static u32 random_below(u32 n)
{
	static u32 seed = 1;

	seed = seed * 1103515245 + 12345;
	return (seed >> 16) % n;
}

/* Few endpoints, so that everybody is in everybody's way. */
static struct rosfw_header random_header(void)
{
	return header(random_below(8) ? ROSFW_IPV4 : ROSFW_IPV6, 1 + random_below(3), 1 + random_below(2),
		      1 + random_below(3), 1 + random_below(2));
}

/**
 * struct recalls - how often something was remembered
 * @right: and the table says the same
 * @either: another one has that header, too, whose translation is not decided yet: either is right
 * @wrong: and the table says something else
 */
struct recalls {
	u32 right;
	u32 either;
	u32 wrong;
};

static void compare_recall(const struct rosfw_header *h, struct recalls *n)
{
	struct rosfw_conntrack *ct = rn.conntrack;
	u32 seen, now = rosfw_now_seconds();
	const struct rosfw_view *view, *told;
	struct rosfw_view_key key;
	u8 orient;

	rosfw_view_key(h, &key, &orient);
	for (seen = ROSFW_SEEN_ENTERING; seen <= ROSFW_SEEN_LEAVING; seen++) {
		view = rosfw_table_recall(ct, &key, now, orient, seen);
		if (!view)
			continue;
		told = rosfw_table_find_seen(ct, &key, rosfw_table_hash(ct, &key), now, orient, seen);
		if (told && rosfw_view_conn(told) == rosfw_view_conn(view) &&
		    !((told->key.tag ^ view->key.tag) & ROSFW_VIEW_TURNED))
			n->right++;
		else if (told && (rosfw_view_conn(told)->status | rosfw_view_conn(view)->status) & ROSFW_CONN_CLASH)
			n->either++;
		else
			n->wrong++;
	}
}

static void random_step(void)
{
	struct rosfw_header h = random_header(), other = random_header();
	struct rosfw_conn *conn;

	switch (random_below(8)) {
	case 0:
		conn = seen(&h, ROSFW_SEEN_INSIDE);
		if (conn)
			rosfw_table_end(rn.conntrack, conn, ROSFW_END_ALWAYS, rosfw_now_seconds());
		break;
	case 1:
		skin_seconds += random_below(20);
		break;
	case 2:
	case 3:
		conn = seen(&h, ROSFW_SEEN_ENTERING);
		other.family = h.family;
		other.src.addr.hi = other.dst.addr.hi = h.src.addr.hi;
		if (conn)
			rosfw_conn_set_stage(&rn, conn, 1 + random_below(2), &other);
		break;
	case 4:
		conn = track(&h).conn;
		if (conn)
			rosfw_conntrack_confirm(&rn, conn);
		break;
	default:
		state(&h);
		break;
	}
}

static void test_recall(void)
{
	struct rosfw_header h = header(ROSFW_IPV4, 1, 1, 2, 2), other = header(ROSFW_IPV4, 3, 3, 4, 4);
	struct recalls n = { 0 };
	struct rosfw_view_key key;
	u32 i, now;
	u8 orient;

	table_begin("what was found last is what the table would find");
	rosfw_view_key(&h, &key, &orient);
	now = rosfw_now_seconds();
	rcu_read_lock();
	track(&h);
	tap_ok(!rosfw_table_recall(rn.conntrack, &key, now, orient, ROSFW_SEEN_INSIDE));
	skin_softirq = 1;
	tap_ok(!rosfw_table_recall(rn.conntrack, &key, now, orient, ROSFW_SEEN_INSIDE));
	state(&h);
	tap_ok(rosfw_table_recall(rn.conntrack, &key, now, orient, ROSFW_SEEN_INSIDE));
	/* The packet of another one in between. */
	track(&other);
	tap_ok(!rosfw_table_recall(rn.conntrack, &key, now, orient, ROSFW_SEEN_INSIDE));
	tap_ok(state(&h).conn);
	tap_ok(rosfw_table_recall(rn.conntrack, &key, now, orient, ROSFW_SEEN_INSIDE));
	/* One that has expired is none; nor is one that another may be going to take the memory of. */
	tap_ok(!rosfw_table_recall(rn.conntrack, &key, now + 1000, orient, ROSFW_SEEN_INSIDE));
	rosfw_conntrack_dropped(&rn, track(&other).conn);
	tap_ok(state(&h).conn);
	rcu_read_unlock();
	skin_run_works();
	rcu_read_lock();
	for (i = 0; i < 200000; i++) {
		struct rosfw_header at = random_header();

		random_step();
		compare_recall(&at, &n);
		if (i % 16)
			continue;
		rcu_read_unlock();
		skin_run_works();
		rcu_read_lock();
	}
	tap_is(n.wrong, 0);
	tap_ok(n.right > 10000);
	printf("# %u times right, %u times one of two\n", n.right, n.either);
	state(&h);
	rcu_read_unlock();
	table_end();
	/* Another table, perhaps where the first one was. */
	table_begin("what was found last was found in another table");
	rcu_read_lock();
	tap_ok(!rosfw_table_recall(rn.conntrack, &key, 0, orient, ROSFW_SEEN_INSIDE));
	rcu_read_unlock();
	table_end();
	skin_softirq = 0;
}

static void test_masquerade(void)
{
	struct rosfw_header first = header(ROSFW_IPV4, 1, 5, 2, 6), second = header(ROSFW_IPV4, 2, 5, 2, 6),
			    third = header(ROSFW_IPV4, 3, 5, 2, 6), leaves = header(ROSFW_IPV4, 100, 5, 2, 6);
	const struct rosfw_addr address_of_none = address(ROSFW_IPV4, 101);
	struct rosfw_conn *conn;

	table_begin("masquerade");
	rcu_read_lock();
	conn = open_conn(&first);
	tap_is(rosfw_conn_set_masquerade(conn, 4), 0);
	tap_is(rosfw_conn_set_stage(&rn, conn, ROSFW_STAGE_LEAVES, &leaves), 0);
	leaves.src.id++;
	conn = open_conn(&second);
	tap_is(rosfw_conn_set_masquerade(conn, 5), 0);
	tap_is(rosfw_conn_set_stage(&rn, conn, ROSFW_STAGE_LEAVES, &leaves), 0);
	open_conn(&third);
	rcu_read_unlock();
	rosfw_conntrack_unmasquerade(&rn, 6, ROSFW_IPV4, NULL);
	rosfw_conntrack_unmasquerade(&rn, 5, ROSFW_IPV4, &address_of_none);
	tap_is(count(), 3);
	rosfw_conntrack_unmasquerade(&rn, 5, ROSFW_IPV4, &leaves.src.addr);
	tap_is(count(), 2);
	rosfw_conntrack_unmasquerade(&rn, 4, ROSFW_IPV4, NULL);
	tap_is(count(), 1);
	rcu_read_lock();
	tap_ok(state(&third).conn);
	tap_is(rosfw_conn_set_masquerade(conn, 5), -ENOENT);
	rcu_read_unlock();
	table_end();
}

/* What maps to what; the other one of two is unchanged if there is none. */
static u32 outer_port(u32 src, u32 sport, u32 at)
{
	struct rosfw_header h = header(ROSFW_IPV4, src, sport, 7, 7);
	struct rosfw_endpoint outer = { .addr = address(ROSFW_IPV4, at) };

	return rosfw_mapping_of_inner(&rn, &h, &outer) ? outer.id : 0;
}

static u32 inner_port(u32 dst, u32 dport)
{
	struct rosfw_header h = header(ROSFW_IPV4, 7, 7, dst, dport);
	struct rosfw_endpoint inner;

	return rosfw_mapping_of_outer(&rn, &h, &inner) ? inner.id : 0;
}

static void test_mapping(void)
{
	struct rosfw_header first = header(ROSFW_IPV4, 1, 1000, 2, 53), second = header(ROSFW_IPV4, 1, 1000, 3, 53),
			    other = header(ROSFW_IPV4, 4, 1000, 2, 53), leaves = header(ROSFW_IPV4, 100, 5000, 2, 53);
	const struct rosfw_endpoint inner = first.src, outer = leaves.src, elsewhere = { address(ROSFW_IPV4, 101), 5000 },
				    second_port = { outer.addr, 5001 };
	struct rosfw_conn *a, *b, *c;
	struct rosfw_header h;
	u32 i;

	table_begin("mappings of endpoint-independent NAT");
	rcu_read_lock();
	a = open_conn(&first);
	b = open_conn(&second);
	c = open_conn(&other);
	tap_is(outer_port(1, 1000, 100), 0);
	tap_is(rosfw_conn_map(&rn, a, ROSFW_STAGE_LEAVES, &inner, &outer), 0);
	tap_is(a->status & ROSFW_CONN_EIN_SNAT, ROSFW_CONN_EIN_SNAT);
	tap_is(outer_port(1, 1000, 100), 5000);
	tap_is(outer_port(1, 1000, 101), 0);
	tap_is(outer_port(1, 1001, 100), 0);
	tap_is(inner_port(100, 5000), 1000);
	tap_ok(rosfw_mapping_is_foreign(&rn, &leaves, &other.src));
	tap_ok(!rosfw_mapping_is_foreign(&rn, &leaves, &inner));
	h = leaves;
	h.proto = ROSFW_PROTO_TCP;
	tap_ok(!rosfw_mapping_is_foreign(&rn, &h, &other.src));
	/* Neither somebody else's, nor a second one of his own, but one at another address. */
	tap_is(rosfw_conn_map(&rn, c, ROSFW_STAGE_LEAVES, &other.src, &outer), -EEXIST);
	tap_is(rosfw_conn_map(&rn, b, ROSFW_STAGE_LEAVES, &inner, &second_port), -EEXIST);
	tap_is(c->status & ROSFW_CONN_EIN_SNAT, 0);
	tap_is(rosfw_conn_map(&rn, b, ROSFW_STAGE_LEAVES, &inner, &elsewhere), 0);
	tap_is(inner_port(101, 5000), 1000);
	/* The next proposal replaces it. */
	tap_is(rosfw_conn_map(&rn, b, ROSFW_STAGE_LEAVES, &inner, &outer), 0);
	tap_is(inner_port(101, 5000), 0);
	rosfw_conn_unmap(&rn, b, ROSFW_STAGE_LEAVES);
	tap_is(b->status & ROSFW_CONN_EIN_SNAT, 0);
	tap_is(rosfw_conn_map(&rn, b, ROSFW_STAGE_LEAVES, &inner, &outer), 0);
	tap_is(rosfw_conn_map(&rn, c, ROSFW_STAGE_BETWEEN, &inner, &outer), 0);
	tap_is(c->status & ROSFW_CONN_EIN_DNAT, ROSFW_CONN_EIN_DNAT);
	tap_is(rosfw_conn_set_stage(&rn, a, ROSFW_STAGE_LEAVES, &leaves), 0);
	rosfw_conn_unmap(&rn, a, ROSFW_STAGE_LEAVES);
	tap_is(rosfw_conn_map(&rn, a, ROSFW_STAGE_LEAVES, &inner, &outer), -EALREADY);
	/* It goes with the last that has it. */
	rosfw_conntrack_remove(&rn, ROSFW_IPV4, rosfw_conn_id(b));
	rosfw_conntrack_remove(&rn, ROSFW_IPV4, rosfw_conn_id(c));
	tap_is(rosfw_conn_map(&rn, b, ROSFW_STAGE_LEAVES, &inner, &outer), -ENOENT);
	tap_is(inner_port(100, 5000), 1000);
	rosfw_conntrack_remove(&rn, ROSFW_IPV4, rosfw_conn_id(a));
	tap_is(inner_port(100, 5000), 0);
	tap_is(outer_port(1, 1000, 100), 0);
	tap_is(rn.conntrack->mappings.count, 0);
	/* It takes an extension, and three pieces of memory more. */
	a = open_conn(&first);
	rosfw_test_fail_after(1);
	tap_is(rosfw_conn_map(&rn, a, ROSFW_STAGE_LEAVES, &inner, &outer), -ENOMEM);
	tap_is(rosfw_conn_set_masquerade(a, 1), 0);
	for (i = 1; i <= 3; i++) {
		rosfw_test_fail_after(i);
		tap_is(rosfw_conn_map(&rn, a, ROSFW_STAGE_LEAVES, &inner, &outer), -ENOMEM);
		tap_is(rn.conntrack->mappings.count, 0);
		tap_is(a->status & ROSFW_CONN_EIN_SNAT, 0);
	}
	tap_is(rosfw_conn_map(&rn, a, ROSFW_STAGE_LEAVES, &inner, &outer), 0);
	rcu_read_unlock();
	table_end();
}

/* ---- connections of blocks of addresses ---- */

static u32 of_block(u8 family, u32 prefix_len, u32 n)
{
	struct rosfw_addr addr = address(family, n), block = rosfw_addr_prefix(family, &addr, prefix_len);

	return rosfw_conntrack_block_count(&rn, family, prefix_len, &block);
}

static void is_counted(u8 family, u32 all, u32 net, u32 host)
{
	u32 longest = family == ROSFW_IPV4 ? 32 : 128;

	tap_is(of_block(family, 0, 0x0a000101), all);
	tap_is(of_block(family, longest - 8, 0x0a000101), net);
	tap_is(of_block(family, longest, 0x0a000101), host);
	tap_is(of_block(family, longest, 0x0a000109), 0);
}

/* Who is there before, comes while, and leaves; in three lengths, one of them no rule's at first and at last. */
static void test_blocks(u8 family)
{
	u8 longest = family == ROSFW_IPV4 ? 32 : 128;
	struct rosfw_blocks wanted[ROSFW_FAMILIES] = {};
	struct rosfw_header h[4] = {
		header(family, 0x0a000101, 1, 2, 53), header(family, 0x0a000101, 2, 2, 53),
		header(family, 0x0a000102, 1, 2, 53), header(family, 0x0b000101, 1, 2, 53),
	};
	struct rosfw_conn *conn[4];
	u32 i;

	table_begin(family == ROSFW_IPV4 ? "blocks, IPv4" : "blocks, IPv6");
	rcu_read_lock();
	conn[0] = open_conn(&h[0]);
	conn[3] = open_conn(&h[3]);
	rcu_read_unlock();
	wanted[family] = (struct rosfw_blocks){ .n = 2, .prefix_len = { 0, longest - 8 } };
	tap_is(rosfw_conntrack_count_blocks(&rn, wanted), 0);
	rosfw_conntrack_settle_blocks(&rn, wanted);
	rcu_read_lock();
	is_counted(family, 2, 1, 0);
	conn[1] = open_conn(&h[1]);
	is_counted(family, 3, 2, 0);
	rcu_read_unlock();
	wanted[family] = (struct rosfw_blocks){ .n = 3, .prefix_len = { longest, 0, longest - 8 } };
	tap_is(rosfw_conntrack_count_blocks(&rn, wanted), 0);
	rosfw_conntrack_settle_blocks(&rn, wanted);
	rcu_read_lock();
	is_counted(family, 3, 2, 2);
	conn[2] = track(&h[2]).conn;
	is_counted(family, 4, 3, 2);
	rosfw_conntrack_dropped(&rn, conn[2]);
	is_counted(family, 3, 2, 2);
	tap_ok(rosfw_conntrack_remove(&rn, family, rosfw_conn_id(conn[0])));
	is_counted(family, 2, 1, 1);
	rcu_read_unlock();
	/* What has expired is not in anybody's way. */
	skin_seconds += ruleset.tracking.timeouts.udp;
	wanted[family] = (struct rosfw_blocks){ .n = 1, .prefix_len = { longest } };
	tap_is(rosfw_conntrack_count_blocks(&rn, wanted), 0);
	rosfw_conntrack_settle_blocks(&rn, wanted);
	rcu_read_lock();
	tap_is(of_block(family, 0, 0), 0);
	tap_is(of_block(family, longest - 8, 0x0a000101), 0);
	for (i = 0; i < 4; i++)
		conn[i] = open_conn(&h[i]);
	tap_is(of_block(family, longest, 0x0a000101), 2);
	rcu_read_unlock();
	/* All of them change at once: there is room for both. */
	for (i = 0; i < ROSFW_BLOCKS_MAX; i++)
		wanted[family].prefix_len[i] = i + 1;
	wanted[family].n = ROSFW_BLOCKS_MAX;
	tap_is(rosfw_conntrack_count_blocks(&rn, wanted), 0);
	rosfw_conntrack_settle_blocks(&rn, wanted);
	for (i = 0; i < ROSFW_BLOCKS_MAX; i++)
		wanted[family].prefix_len[i] = longest - i;
	tap_is(rosfw_conntrack_count_blocks(&rn, wanted), 0);
	rosfw_conntrack_settle_blocks(&rn, wanted);
	rcu_read_lock();
	tap_is(of_block(family, longest - 7, 0x0a000101), 3);
	rcu_read_unlock();
	table_end();
}

static void test_blocks_memory(void)
{
	struct rosfw_header h = header(ROSFW_IPV4, 1, 1, 2, 53), other = header(ROSFW_IPV4, 3, 1, 2, 53);
	const struct rosfw_blocks wanted[ROSFW_FAMILIES] = { { .n = 1, .prefix_len = { 32 } } };
	const struct rosfw_blocks none[ROSFW_FAMILIES] = {};
	struct rosfw_conn *conn;
	u32 i;

	table_begin("blocks, no memory");
	rcu_read_lock();
	open_conn(&h);
	rcu_read_unlock();
	for (i = 1; i <= 2; i++) {
		rosfw_test_fail_after(i);
		tap_is(rosfw_conntrack_count_blocks(&rn, wanted), -ENOMEM);
		rosfw_conntrack_settle_blocks(&rn, none);
	}
	tap_is(rosfw_conntrack_count_blocks(&rn, wanted), 0);
	rcu_read_lock();
	/* A packet's connection goes on, uncounted. */
	rosfw_test_fail_after(2);
	conn = open_conn(&other);
	tap_ok(conn && !(conn->status >> ROSFW_CONN_COUNTED_SHIFT));
	tap_is(of_block(ROSFW_IPV4, 32, 1), 1);
	tap_is(of_block(ROSFW_IPV4, 32, 3), 0);
	rcu_read_unlock();
	table_end();
}

int main(void)
{
	tap_begin();
	test_blocks(ROSFW_IPV4);
	test_blocks(ROSFW_IPV6);
	test_blocks_memory();
	test_life(ROSFW_IPV4);
	test_life(ROSFW_IPV6);
	test_stages(ROSFW_IPV4);
	test_stages(ROSFW_IPV6);
	test_back_again();
	test_clash(ROSFW_IPV4);
	test_clash(ROSFW_IPV6);
	test_no_clash();
	test_reverse_clash();
	test_unreplied();
	test_ipip_mtu();
	test_memory();
	test_resize();
	test_full();
	test_expect();
	test_expect_claim();
	test_expect_change();
	test_expect_search();
	test_expect_limits();
	test_expect_stale();
	test_recall();
	test_masquerade();
	test_mapping();
	return tap_end();
}
