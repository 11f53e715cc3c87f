// SPDX-License-Identifier: GPL-2.0-only
/*
 * Expectations of one namespace: a small hash table by what is known for sure, the destination. See expect.h.
 *
 * Once means once: who meets an expectation is inserted into the table of connections and claims the expectation under
 * the lock, so of two packets that meet it at the same time one is too late. It is forgotten when its connection is
 * confirmed. If rules drop that packet, or it never leaves, the claim goes with its connection, and the next packet
 * that comes, perhaps the same one sent again, meets the expectation.
 *
 * The end of a master: it is marked dying first. Adding looks at that mark under the lock, so either it refuses, or the
 * one who ends the master finds what was added. Whether there is anything to look for says ROSFW_CONN_EXPECTING, which
 * is set under the connection's lock before.
 *
 * Freed after a grace period.
 */
#include <linux/rculist.h>

#include "expect.h"
#include "upkeep.h"

/* Of one master, and of all together. */
#define PER_MASTER	32U
#define PER_NAMESPACE	4096U

/* Where ports that nobody asked for begin. */
#define PORT_MIN	1024U

/**
 * struct rosfw_expect - one expectation
 * @node: in the bucket of its destination
 * @of_master: in struct rosfw_conn_ext.expects, the newest first
 * @master: who announced it; lives as long as this is linked
 * @want: what is expected
 * @claimed: the connection that met it and is not confirmed yet; its struct rosfw_conn_ext.met leads back here. Written
 *	under the lock. NULL: nobody; always, if it may be met more than once
 * @expires: rosfw_now_seconds() at which it is gone
 * @rcu: for its grace period
 */
struct rosfw_expect {
	struct hlist_node node;
	struct hlist_node of_master;
	struct rosfw_conn *master;
	struct rosfw_expect_want want;
	struct rosfw_conn *claimed;
	u32 expires;
	struct rcu_head rcu;
};

/* All of the destination, and what else must be the same. No holes. */
struct known {
	struct rosfw_addr addr;
	u32 id;
	u8 proto;
	u8 family;
	u8 kind;
	u8 reserved;
};

static struct hlist_head *bucket_of(struct rosfw_conntrack *ct, const struct rosfw_header *header)
{
	const struct known known = {
		.addr = header->dst.addr,
		.id = header->dst.id,
		.proto = header->proto,
		.family = header->family,
		.kind = header->kind,
	};

	return &ct->expect.bucket[hsiphash(&known, sizeof(known), &ct->seed) % ROSFW_EXPECT_BUCKETS];
}

static bool same_dst(const struct rosfw_header *a, const struct rosfw_header *b)
{
	return rosfw_addr_equal(&a->dst.addr, &b->dst.addr) && a->dst.id == b->dst.id && a->proto == b->proto &&
	       a->family == b->family && a->kind == b->kind;
}

/* An unconfirmed connection whose time is over has lost its claim, also before it is collected. */
static bool is_claimed(const struct rosfw_expect *e, u32 now)
{
	const struct rosfw_conn *conn = READ_ONCE(e->claimed);

	return conn && rosfw_conn_is_live(conn, now);
}

static bool is_met(const struct rosfw_expect *e, const struct rosfw_header *header, u32 now)
{
	return same_dst(&e->want.header, header) && READ_ONCE(e->expires) > now &&
	       !(e->want.flags & ROSFW_EXPECT_NEVER) &&
	       (e->want.flags & ROSFW_EXPECT_ANY_SRC ||
		rosfw_addr_equal(&e->want.header.src.addr, &header->src.addr)) && !is_claimed(e, now);
}

/* RCU read side, or under the lock. Who was thought of comes before anybody else. */
static struct rosfw_expect *find_met(struct rosfw_conntrack *ct, const struct rosfw_header *header, u32 now)
{
	struct rosfw_expect *e, *any = NULL;

	hlist_for_each_entry_rcu(e, bucket_of(ct, header), node, lockdep_is_held(&ct->expect.lock)) {
		if (!is_met(e, header, now))
			continue;
		if (rosfw_addr_equal(&e->want.header.src.addr, &header->src.addr))
			return e;
		any = any ?: e;
	}
	return any;
}

bool rosfw_expect_know_call(struct rosfw_conntrack *ct, struct rosfw_header *header)
{
	u32 now = rosfw_now_seconds();
	const struct rosfw_expect *e;

	hlist_for_each_entry_rcu(e, bucket_of(ct, header), node) {
		if (!e->want.header.src.id || !same_dst(&e->want.header, header) || READ_ONCE(e->expires) <= now ||
		    !rosfw_addr_equal(&e->want.header.src.addr, &header->src.addr))
			continue;
		header->src.id = e->want.header.src.id;
		return true;
	}
	return false;
}

/* Under the lock. */
static void unclaim(struct rosfw_expect *e)
{
	if (e->claimed)
		e->claimed->ext->met = NULL;
	WRITE_ONCE(e->claimed, NULL);
}

/* Under the lock. Its connection is there and inserted. */
static void claim(struct rosfw_expect *e, struct rosfw_conn *conn)
{
	unclaim(e);
	conn->ext->met = e;
	WRITE_ONCE(e->claimed, conn);
}

/* Under the lock. */
static void forget(struct rosfw_conntrack *ct, struct rosfw_expect *e)
{
	unclaim(e);
	hlist_del_rcu(&e->node);
	hlist_del(&e->of_master);
	e->master->ext->nexpects--;
	WRITE_ONCE(ct->expect.count, ct->expect.count - 1);
	kfree_rcu(e, rcu);
}

/* What is permanent stays while there is anything else: media of many calls must not end a registration. */
static void forget_oldest(struct rosfw_conntrack *ct, struct rosfw_conn_ext *ext)
{
	struct rosfw_expect *e, *oldest = NULL;

	hlist_for_each_entry(e, &ext->expects, of_master)
		if (!oldest || !(e->want.flags & ROSFW_EXPECT_PERMANENT) || oldest->want.flags & ROSFW_EXPECT_PERMANENT)
			oldest = e;
	if (oldest)
		forget(ct, oldest);
}

/* ---- adding ---- */

/* Does what meets it go where it wants to? */
static bool keeps_dst(const struct rosfw_expect_want *want)
{
	return !(want->flags & ROSFW_EXPECT_TO_DST) || rosfw_endpoint_equal(&want->to[0], &want->header.dst);
}

/*
 * Could a packet meet both, and does it matter which? Where a server announces one port to many clients, each of them
 * is thought of, and the packets of anybody else go to that server one way or the other.
 */
static bool overlap(const struct rosfw_expect_want *a, const struct rosfw_expect_want *b)
{
	return same_dst(&a->header, &b->header) &&
	       (rosfw_addr_equal(&a->header.src.addr, &b->header.src.addr) ||
		((a->flags | b->flags) & ROSFW_EXPECT_ANY_SRC && !(keeps_dst(a) && keeps_dst(b))));
}

/* Under the lock: does another master expect that? */
static bool is_foreign(struct rosfw_conntrack *ct, const struct rosfw_conn *master,
		       const struct rosfw_expect_want *want, u32 now)
{
	const struct rosfw_expect *e;

	hlist_for_each_entry(e, bucket_of(ct, &want->header), node)
		if (e->master != master && e->expires > now && overlap(&e->want, want))
			return true;
	return false;
}

/* Under the lock: makes place for @want. */
static void forget_overlap(struct rosfw_conntrack *ct, const struct rosfw_expect_want *want)
{
	struct rosfw_expect *e;
	struct hlist_node *next;

	hlist_for_each_entry_safe(e, next, bucket_of(ct, &want->header), node)
		if (overlap(&e->want, want))
			forget(ct, e);
}

/* Under the lock. */
static void add_one(struct rosfw_conntrack *ct, struct rosfw_expect *e)
{
	struct rosfw_conn_ext *ext = e->master->ext;

	forget_overlap(ct, &e->want);
	if (ext->nexpects >= PER_MASTER)
		forget_oldest(ct, ext);
	hlist_add_head(&e->of_master, &ext->expects);
	ext->nexpects++;
	hlist_add_head_rcu(&e->node, bucket_of(ct, &e->want.header));
	WRITE_ONCE(ct->expect.count, ct->expect.count + 1);
}

/* Under the lock. All or none. */
static int add_locked(struct rosfw_conntrack *ct, struct rosfw_expect *const *e, u32 n, u32 now)
{
	const struct rosfw_conn *master = e[0]->master;
	u32 i;

	if (READ_ONCE(master->status) & ROSFW_CONN_DYING)
		return -ENOENT;
	if (ct->expect.count > PER_NAMESPACE - n)
		return -ENOSPC;
	for (i = 0; i < n; i++)
		if (is_foreign(ct, master, &e[i]->want, now))
			return -EEXIST;
	for (i = 0; i < n; i++)
		add_one(ct, e[i]);
	return 0;
}

/* From now on the master's end looks for what it expects. */
static int mark_expecting(struct rosfw_conn *master)
{
	int err = 0;

	spin_lock_bh(&master->lock);
	if (master->status & ROSFW_CONN_DYING)
		err = -ENOENT;
	else if (!rosfw_conn_extend(master))
		err = -ENOMEM;
	else
		WRITE_ONCE(master->status, master->status | ROSFW_CONN_EXPECTING);
	spin_unlock_bh(&master->lock);
	return err;
}

static struct rosfw_expect *expect_new(struct rosfw_conn *master, const struct rosfw_expect_want *want, u32 port,
				       u32 now)
{
	struct rosfw_expect *e = kzalloc(sizeof(*e), GFP_ATOMIC | __GFP_NOWARN);

	if (!e)
		return NULL;
	e->master = master;
	e->want = *want;
	e->want.to[0].id += port;
	e->expires = want->seconds ? now + min(want->seconds, ROSFW_EXPECT_SECONDS_MAX) : U32_MAX;
	return e;
}

/* Behind @port for the @i-th time: ports that follow each other stay where they were in pairs. */
static u32 candidate(u32 port, u32 i, u32 n)
{
	u32 span = (U16_MAX + 1 - PORT_MIN) / n * n, at;

	if (!i)
		return port;
	at = port < PORT_MIN ? i * n : port - PORT_MIN + i * n;
	at %= span;
	return PORT_MIN + at - at % n + (n > 1 ? 0 : port % n);
}

/* The lock is not held from one try to the next: others do not wait for a search. */
static int add_somewhere(struct rosfw_conntrack *ct, struct rosfw_expect *const *e, u32 n, u32 tries, u32 now)
{
	u32 first = e[0]->want.header.dst.id, i, port;
	int err = -EEXIST;

	for (i = 0; i < tries && err == -EEXIST; i++) {
		for (port = 0; port < n; port++)
			e[port]->want.header.dst.id = candidate(first, i, n) + port;
		spin_lock_bh(&ct->expect.lock);
		err = add_locked(ct, e, n, now);
		spin_unlock_bh(&ct->expect.lock);
	}
	return err;
}

int rosfw_expect_add(struct rosfw_net *rn, struct rosfw_conn *master, struct rosfw_expect_want *want, u32 n, u32 tries)
{
	struct rosfw_expect *e[ROSFW_EXPECT_PORTS_MAX];
	u32 now = rosfw_now_seconds(), made, port;
	int err;

	err = mark_expecting(master);
	if (err)
		return err;
	for (made = 0; made < n; made++) {
		e[made] = expect_new(master, want, made, now);
		if (!e[made])
			break;
	}
	err = made == n ? add_somewhere(rn->conntrack, e, n, tries, now) : -ENOMEM;
	if (!err) {
		/* Added: it may be gone by now, but not its memory. */
		want->header.dst.id = e[0]->want.header.dst.id;
		return 0;
	}
	for (port = 0; port < made; port++)
		kfree(e[port]);
	return err;
}

/* ---- meeting ---- */

/*
 * Under the lock: what the same master has announced as this connection's source. Who sends and gets at the same port,
 * as media do, has to be seen at the one that was announced.
 */
static const struct rosfw_expect *find_pair(const struct rosfw_expect *e, const struct rosfw_header *header)
{
	const struct rosfw_expect *other;

	if (!(e->want.flags & ROSFW_EXPECT_MEDIA))
		return NULL;
	hlist_for_each_entry(other, &e->master->ext->expects, of_master)
		if (other != e && other->want.header.proto == header->proto &&
		    other->want.flags & ROSFW_EXPECT_TO_DST && rosfw_endpoint_equal(&other->want.to[0], &header->src))
			return other;
	return NULL;
}

/* Under the lock: what the NAT points do with a connection that meets @e. */
static void want_translation(struct rosfw_conn_ext *ext, const struct rosfw_expect *e,
			     const struct rosfw_header *header)
{
	const struct rosfw_expect *pair = find_pair(e, header);

	ext->wanted = e->want.flags;
	memcpy(ext->to, e->want.to, sizeof(ext->to));
	if (pair) {
		ext->wanted |= ROSFW_EXPECT_TO_SRC;
		ext->to[ROSFW_STAGE_LEAVES - 1] = pair->want.header.dst;
	} else if (!rosfw_addr_equal(&e->want.header.src.addr, &header->src.addr)) {
		ext->wanted &= ~ROSFW_EXPECT_TO_SRC;
	}
}

/* Before anybody else sees the connection. NULL: no memory; it will be one that nobody expected. */
static struct rosfw_expect *adopt(struct rosfw_conn *conn, struct rosfw_expect *e, const struct rosfw_header *header)
{
	struct rosfw_conn_ext *ext;

	spin_lock_bh(&conn->lock);
	ext = e ? rosfw_conn_extend(conn) : NULL;
	if (ext) {
		ext->service = e->want.service;
		want_translation(ext, e, header);
		conn->mark = READ_ONCE(e->master->mark);
		conn->status |= ROSFW_CONN_EXPECTED;
	} else {
		conn->status &= ~ROSFW_CONN_EXPECTED;
	}
	spin_unlock_bh(&conn->lock);
	return ext ? e : NULL;
}

static int insert_locked(struct rosfw_conntrack *ct, struct rosfw_conn *conn, const struct rosfw_header *header,
			 u32 hash, u32 now, struct rosfw_view **owner)
{
	struct rosfw_expect *e = adopt(conn, find_met(ct, header, now), header);
	int err = rosfw_table_try_insert(ct, conn, hash, now, owner);

	if (!err && e && *owner == &conn->view && !(e->want.flags & ROSFW_EXPECT_PERMANENT))
		claim(e, conn);
	return err;
}

/* What has expired in our place may be a master: it is ended outside of the lock. */
struct rosfw_view *rosfw_expect_insert(struct rosfw_conntrack *ct, struct rosfw_conn *conn, u32 hash, u32 now)
{
	struct rosfw_header header;
	struct rosfw_view *owner;
	int err;

	rosfw_conn_header(conn, ROSFW_STAGE_ARRIVES, &header);
	if (!find_met(ct, &header, now))
		return rosfw_table_insert(ct, conn, hash, now);
	for (;;) {
		spin_lock_bh(&ct->expect.lock);
		err = insert_locked(ct, conn, &header, hash, now, &owner);
		spin_unlock_bh(&ct->expect.lock);
		if (!err)
			return owner;
		rosfw_table_end(ct, rosfw_view_conn(owner), ROSFW_END_EXPIRED, now);
	}
}

void rosfw_expect_confirmed(struct rosfw_conntrack *ct, struct rosfw_conn *conn)
{
	spin_lock_bh(&ct->expect.lock);
	if (conn->ext->met)
		forget(ct, conn->ext->met);
	spin_unlock_bh(&ct->expect.lock);
}

void rosfw_expect_end_claim(struct rosfw_conntrack *ct, struct rosfw_conn *conn)
{
	spin_lock_bh(&ct->expect.lock);
	if (conn->ext->met)
		unclaim(conn->ext->met);
	spin_unlock_bh(&ct->expect.lock);
}

/* ---- what becomes of them ---- */

static bool is_at(const struct rosfw_expect *e, const struct rosfw_expect_select *select)
{
	const struct rosfw_header *header = &e->want.header;
	const struct rosfw_endpoint *at = &select->at;

	if (!(at->addr.hi | at->addr.lo | at->id))
		return true;
	if (select->ends)
		return rosfw_endpoint_equal(&header->src, at) || rosfw_endpoint_equal(&header->dst, at);
	return rosfw_endpoint_equal(select->outer ? &header->dst : &e->want.to[0], at);
}

/* Under the lock. */
static bool is_selected(const struct rosfw_expect *e, const struct rosfw_expect_select *select)
{
	if ((e->want.flags & select->flags) != select->flags)
		return false;
	if (select->proto && e->want.header.proto != select->proto)
		return false;
	if (select->call && e->want.call != select->call)
		return false;
	return is_at(e, select);
}

void rosfw_expect_change(struct rosfw_net *rn, struct rosfw_conn *master, const struct rosfw_expect_select *select,
			 u32 seconds)
{
	struct rosfw_conntrack *ct = rn->conntrack;
	u32 now = rosfw_now_seconds();
	struct rosfw_expect *e;
	struct hlist_node *next;

	if (!(READ_ONCE(master->status) & ROSFW_CONN_EXPECTING))
		return;
	spin_lock_bh(&ct->expect.lock);
	hlist_for_each_entry_safe(e, next, &master->ext->expects, of_master) {
		if (!is_selected(e, select))
			continue;
		if (!seconds)
			forget(ct, e);
		else if (e->expires > now)
			WRITE_ONCE(e->expires, now + min(seconds, ROSFW_EXPECT_SECONDS_MAX));
	}
	spin_unlock_bh(&ct->expect.lock);
}

/* ---- the end ---- */

void rosfw_expect_end_master(struct rosfw_conntrack *ct, struct rosfw_conn *master)
{
	struct rosfw_expect *e;
	struct hlist_node *next;

	spin_lock_bh(&ct->expect.lock);
	hlist_for_each_entry_safe(e, next, &master->ext->expects, of_master)
		forget(ct, e);
	spin_unlock_bh(&ct->expect.lock);
}

void rosfw_expect_forget(struct rosfw_net *rn, struct rosfw_conn *master)
{
	if (READ_ONCE(master->status) & ROSFW_CONN_EXPECTING)
		rosfw_expect_end_master(rn->conntrack, master);
}

void rosfw_expect_collect(struct rosfw_conntrack *ct, u32 now)
{
	struct rosfw_expect *e;
	struct hlist_node *next;
	u32 i;

	for (i = 0; i < ROSFW_EXPECT_BUCKETS && READ_ONCE(ct->expect.count); i++) {
		spin_lock_bh(&ct->expect.lock);
		hlist_for_each_entry_safe(e, next, &ct->expect.bucket[i], node)
			if (e->expires <= now)
				forget(ct, e);
		spin_unlock_bh(&ct->expect.lock);
	}
}

u32 rosfw_expect_count(const struct rosfw_net *rn)
{
	return READ_ONCE(rn->conntrack->expect.count);
}
