// SPDX-License-Identifier: GPL-2.0-only
/*
 * The connection table itself, in one thread: connections found by every header that they have, translation, who gives
 * way to whom, a full table, resizing, what was found last, masquerade, and mappings.
 */
#include "conns.h"
#include "core/track/rate.h"
#include "env.h"

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

/* Sends a packet of 100 bytes. */
static void rated_packet(const struct rosfw_header *h)
{
	tap_ok(track(h).conn);
}

static u64 rate_of(struct rosfw_conn *conn)
{
	u64 bits = 12345;

	tap_ok(rosfw_conn_rate(conn, &bits));
	return bits;
}

/* Speed is that of the last full second, from the first question on, and costs nothing before it. */
static void test_rate(void)
{
	struct rosfw_header h = header(ROSFW_IPV4, 1, 1000, 2, 53), reply;
	struct rosfw_conn *conn;
	u64 bits;
	u32 i;

	table_begin("speed");
	env_reset();
	rcu_read_lock();
	rosfw_header_reverse(&h, &reply);
	conn = open_conn(&h);
	for (i = 0; i < 50; i++)
		rated_packet(&h);
	tap_ok(!conn->ext);
	env.ticks = 1000;
	tap_is(rate_of(conn), 0);
	for (i = 0; i < 10; i++)
		rated_packet(&h);
	for (i = 0; i < 5; i++)
		rated_packet(&reply);
	env.ticks += ROSFW_TICKS - 1;
	rated_packet(&h);
	tap_is(rate_of(conn), 0);
	env.ticks++;
	rated_packet(&h);
	tap_is(rate_of(conn), 16 * 100 * 8);
	tap_is(conn->ext->rate->bits[ROSFW_DIR_REPL], 5 * 100 * 8);
	env.ticks += ROSFW_TICKS - 1;
	rated_packet(&h);
	tap_is(rate_of(conn), 16 * 100 * 8);
	/* The second that begins at the next tick has the last packet of the one before. */
	env.ticks++;
	rated_packet(&h);
	tap_is(rate_of(conn), 2 * 100 * 8);
	tap_is(conn->ext->rate->bits[ROSFW_DIR_REPL], 0);
	/* After a pause nothing has passed in the last second, however much before. */
	for (i = 0; i < 1000; i++)
		rated_packet(&h);
	env.ticks += 2 * ROSFW_TICKS + 50;
	rated_packet(&h);
	tap_is(rate_of(conn), 0);
	/* Seconds go on as they began. */
	env.ticks += 49;
	rated_packet(&h);
	tap_is(rate_of(conn), 0);
	env.ticks += 1;
	rated_packet(&h);
	tap_is(rate_of(conn), 2 * 100 * 8);
	/* Who looks without a packet sees the same. */
	env.ticks += ROSFW_TICKS;
	spin_lock_bh(&conn->lock);
	rosfw_conn_rate_look(conn);
	spin_unlock_bh(&conn->lock);
	tap_is(rate_of(conn), 100 * 8);

	tap_case("no memory to measure speed");
	h = header(ROSFW_IPV4, 1, 1001, 2, 53);
	conn = open_conn(&h);
	for (i = 1; i <= 2; i++) {
		rosfw_test_fail_after(i);
		tap_ok(!rosfw_conn_rate(conn, &bits));
		tap_ok(rosfw_test_failed());
	}
	tap_is(rate_of(conn), 0);
	rosfw_conntrack_remove(&rn, ROSFW_IPV4, rosfw_conn_id(conn));
	tap_ok(!rosfw_conn_rate(conn, &bits));
	rcu_read_unlock();
	table_end();
}

/* What FastTrack counts comes in lumps: the mean since the last look. */
static void test_late_rate(void)
{
	struct rosfw_conn_rate r = { .since = 100, .bytes = { 1000, 0 } };

	tap_case("speed of what is counted late");
	rosfw_conn_rate_advance(&r, 100 + ROSFW_TICKS - 1, 5000, 0, true);
	tap_is(r.bits[0], 0);
	rosfw_conn_rate_advance(&r, 100 + 4 * ROSFW_TICKS, 5000, 2000, true);
	tap_is(r.bits[0], 8000);
	tap_is(r.bits[1], 4000);
	tap_is(r.since, 100 + 4 * ROSFW_TICKS);
	rosfw_conn_rate_advance(&r, r.since + ROSFW_TICKS, ~0ULL >> 12, 2000, true);
	tap_is(r.bits[0], ((~0ULL >> 12) - 5000) * 8);
	tap_is(r.bits[1], 0);
}

int main(void)
{
	tap_begin();
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
	test_recall();
	test_masquerade();
	test_mapping();
	test_rate();
	test_late_rate();
	return tap_end();
}
