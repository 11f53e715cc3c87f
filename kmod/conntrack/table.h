/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The hash table behind the connection table: finding, linking, ending, resizing. Nothing here knows a protocol.
 */
#ifndef _ROSFW_CONNTRACK_TABLE_H
#define _ROSFW_CONNTRACK_TABLE_H

#include "conntrack.h"
#include "block.h"
#include "mapping.h"

/* Buckets: 256 to 1M. A view's place is given by this many bits of its key's hash, the upper ones first. */
#define ROSFW_PLACE_BITS	20
#define ROSFW_PLACE_SHIFT	(32 - ROSFW_PLACE_BITS)	/* the rest of an id: tells connections of one place apart */
#define ROSFW_TABLE_MIN_BITS	8
#define ROSFW_LOCKS		BIT(ROSFW_TABLE_MIN_BITS)

/**
 * struct rosfw_conn_table - an array of buckets
 * @bits: log2 of their number. Bucket i holds the places i << (ROSFW_PLACE_BITS - bits) and up
 * @next: while resizing: the table that everything moves to
 * @bucket: chains of views, ended by a mark that says which bucket of which size this is. Memory of its own: a power of
 *	two, for which no allocator needs more than that
 */
struct rosfw_conn_table {
	u32 bits;
	struct rosfw_conn_table __rcu *next;
	struct rosfw_view **bucket;
};

#define ROSFW_EXPECT_BUCKETS	256U

/**
 * struct rosfw_expectations - what connections expect, see expect.c
 * @lock: protects all of this, and struct rosfw_conn_ext.expects of all connections
 * @count: how many there are; packets read it to know whether to look at all
 * @bucket: by destination; RCU
 */
struct rosfw_expectations {
	spinlock_t lock;	/* expectations */
	u32 count;
	struct hlist_head bucket[ROSFW_EXPECT_BUCKETS];
};

/**
 * struct rosfw_conntrack - all connections of one namespace
 * @net: the namespace
 * @table: the table to start from; replaced by the resizing work
 * @seed: of the hash
 * @epoch: a number that no other table has, and that changes before what was unlinked is freed: see table.c
 * @max: connections allowed; may be changed while packets read it
 * @count: live ones, by family
 * @memory: connections that were allocated and not yet freed
 * @lock: lock n protects every bucket, of either table, whose places start with the bits n
 * @collect: removes what has expired; armed while there are connections
 * @collect_place: where it goes on
 * @resize: makes the table fit the number of connections
 * @dead: connections that ended since the batch that is being buried
 * @buried: that batch: its grace period runs, or it is being freed. Belongs to who set @burying
 * @burying: there is such a batch
 * @bury: frees @buried after a grace period, then starts on what @dead holds by then
 * @full_log: lines about the table being full
 * @expect: expectations
 * @mappings: of endpoint-independent NAT
 * @blocks: connections of blocks of addresses
 */
struct rosfw_conntrack {
	struct net *net;
	struct rosfw_conn_table __rcu *table;
	hsiphash_key_t seed;
	unsigned long epoch;
	u32 max;
	atomic_t count[ROSFW_FAMILIES];
	atomic_t memory;
	spinlock_t lock[ROSFW_LOCKS];	/* chains, by place */
	struct delayed_work collect;
	u32 collect_place;
	struct work_struct resize;
	struct llist_head dead;
	struct llist_node *buried;
	atomic_t burying;
	struct rcu_work bury;
	struct ratelimit_state full_log;
	struct rosfw_expectations expect;
	struct rosfw_mappings mappings;
	struct rosfw_conn_blocks blocks;
};

/* Conditions of rosfw_table_end(). */
enum rosfw_end {
	ROSFW_END_ALWAYS,
	ROSFW_END_UNCONFIRMED,
	ROSFW_END_EXPIRED,
	ROSFW_END_UNASSURED,
};

u32 rosfw_table_hash(const struct rosfw_conntrack *ct, const struct rosfw_view_key *key);

/* RCU read side. The view of any connection that is neither dying nor expired at @now. */
struct rosfw_view *rosfw_table_find(const struct rosfw_conntrack *ct, const struct rosfw_view_key *key, u32 hash,
				    u32 now);

/* The same, for a packet with the orientation @orient that is seen there. NULL: it belongs to none. */
struct rosfw_view *rosfw_table_find_seen(const struct rosfw_conntrack *ct, const struct rosfw_view_key *key, u32 hash,
					 u32 now, u8 orient, enum rosfw_seen seen);

/**
 * rosfw_table_recall() - the same, if this processor found that connection last
 *
 * Each hook looks for the connection of its packet; mostly it is the one that the hook before has found. What is kept
 * of that is no more than where to look first: the packet's own header is compared with those of the connection as in
 * the table, so it is no matter whose packet it was, which one this is, and what happened in between.
 * Return: what rosfw_table_find_seen() returns; or NULL: look there.
 */
struct rosfw_view *rosfw_table_recall(const struct rosfw_conntrack *ct, const struct rosfw_view_key *key, u32 now,
				      u8 orient, enum rosfw_seen seen);

/* Before a search for what may be remembered. */
static inline unsigned long rosfw_table_epoch(const struct rosfw_conntrack *ct)
{
	return smp_load_acquire(&ct->epoch);	/* pairs with rosfw_table_new_epoch() */
}

/* That search, since @epoch, has found @view, or has put it there. */
void rosfw_table_remember(unsigned long epoch, struct rosfw_view *view);
/* What was remembered until now may not be looked at any more. Before the grace period of what was unlinked. */
void rosfw_table_new_epoch(struct rosfw_conntrack *ct);

/**
 * rosfw_table_insert() - make a connection visible
 * @conn: complete but for its id
 * @now: rosfw_now_seconds()
 *
 * RCU read side.
 * Return: @conn's view; the live one that has the same key, which another CPU linked meanwhile (then @conn is still the
 * caller's); NULL when there is no id left for it. @conn gets ROSFW_CONN_CLASH if another one leaves as it arrives.
 */
struct rosfw_view *rosfw_table_insert(struct rosfw_conntrack *ct, struct rosfw_conn *conn, u32 hash, u32 now);

/*
 * One try of the same, for those who hold a lock in which no connection may be ended. 0 with what rosfw_table_insert()
 * returns in *@owner; or -EAGAIN: *@owner has expired, end it, then try again.
 */
int rosfw_table_try_insert(struct rosfw_conntrack *ct, struct rosfw_conn *conn, u32 hash, u32 now,
			   struct rosfw_view **owner);

/**
 * rosfw_table_link() - make another view of a connection visible, under the connection's lock
 * @view: complete but for its place, in an extension
 * @stale: out: the connection that has expired but still owns that view: end it (without any connection's lock), then
 *	try again
 *
 * Return: 0; -EEXIST if a live connection has it; -EAGAIN with *@stale.
 */
int rosfw_table_link(struct rosfw_conntrack *ct, struct rosfw_view *view, u32 hash, u32 now,
		     struct rosfw_conn **stale);

/*
 * Ends a connection, if @when still holds: unlinks its views, forgets what it expects, frees it after a grace period.
 * RCU read side, without any lock of the table.
 */
bool rosfw_table_end(struct rosfw_conntrack *ct, struct rosfw_conn *conn, enum rosfw_end when, u32 now);

/**
 * rosfw_table_make_room() - end one connection that the table can do without
 * @hash: of the newcomer: it pays with a neighbour of its own
 * @early: out: that connection was still in its time
 *
 * Looks at a few neighbours only. What has expired goes first, then what had no reply, then what is not assured; of
 * equals the one that expires first. RCU read side.
 * Return: false if there is none but assured ones.
 */
bool rosfw_table_make_room(struct rosfw_conntrack *ct, u32 hash, u32 now, bool *early);

/* Ends all of which @match says so. May sleep. */
void rosfw_table_end_matching(struct rosfw_conntrack *ct, bool (*match)(const struct rosfw_conn *conn, const void *arg),
			      const void *arg);

u32 rosfw_table_max(u32 asked);	/* connections allowed, if a user asks for that many; 0: what fits the machine */
u32 rosfw_table_count(const struct rosfw_conntrack *ct);	/* of both families */

/* The live connection with the lowest id from @first to @last, of either family. RCU read side. */
struct rosfw_conn *rosfw_table_next(const struct rosfw_conntrack *ct, u32 first, u32 last, u32 now);

/* Zeroed; NULL when there is no memory, or more of it waits to be freed than the table may hold. Atomic. */
struct rosfw_conn *rosfw_conn_alloc(struct rosfw_conntrack *ct, enum rosfw_family family);
void rosfw_conn_free(struct rosfw_conntrack *ct, struct rosfw_conn *conn);	/* one that nobody else has seen */
/* The extension of a connection, made if there is none; NULL: no memory. Under the connection's lock. */
struct rosfw_conn_ext *rosfw_conn_extend(struct rosfw_conn *conn);

int rosfw_table_module_init(void);
void rosfw_table_module_exit(void);
struct rosfw_conntrack *rosfw_table_new(struct net *net);
void rosfw_table_free(struct rosfw_conntrack *ct);	/* no reader is left */

static inline struct rosfw_conn *rosfw_view_conn(const struct rosfw_view *view)
{
	u32 stage = view->key.tag & ROSFW_VIEW_STAGE;

	if (likely(stage == ROSFW_STAGE_ARRIVES))
		return container_of(view, struct rosfw_conn, view);
	return container_of(view - (stage - 1), struct rosfw_conn_ext, view[0])->conn;
}

/* The view whose header a stage has: its own, or that of a stage before. stage.c */
const struct rosfw_view *rosfw_stage_view(const struct rosfw_conn *conn, enum rosfw_stage stage);

/* Is it going on at @now? What is dying or expired is none for anybody. */
static inline bool rosfw_conn_is_live(const struct rosfw_conn *conn, u32 now)
{
	return !(READ_ONCE(conn->status) & ROSFW_CONN_DYING) && READ_ONCE(conn->expires) > now;
}

#endif /* _ROSFW_CONNTRACK_TABLE_H */
