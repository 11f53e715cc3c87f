/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the files of the table share: buckets and their chains, and what expectations have to do with connections.
 */
#ifndef _ROSFW_CONNTRACK_UPKEEP_H
#define _ROSFW_CONNTRACK_UPKEEP_H

#include "table.h"

/* Buckets of the largest table are single places: at least one bit of a hash is left for ids. */
static_assert(ROSFW_PLACE_SHIFT > 0);

/* @place: a hash, an id or a place: only the upper bits count. */
static inline u32 rosfw_bucket_of(const struct rosfw_conn_table *t, u32 place)
{
	return place >> (32 - t->bits);
}

/* Odd, and unique over both tables of a resize. */
static inline struct rosfw_view *rosfw_bucket_end(const struct rosfw_conn_table *t, u32 bucket)
{
	return (struct rosfw_view *)((((1UL << t->bits) + bucket) << 1) | 1);
}

static inline bool rosfw_is_end(const struct rosfw_view *view)
{
	return (unsigned long)view & 1;
}

/* RCU read side, or under the bucket's lock. Afterwards @view is the mark at the end. */
#define rosfw_for_each_view(view, t, index) \
	for ((view) = READ_ONCE((t)->bucket[index]); !rosfw_is_end(view); (view) = READ_ONCE((view)->next))

static inline bool rosfw_view_is_first(const struct rosfw_view *view)
{
	return (view->key.tag & ROSFW_VIEW_STAGE) == ROSFW_STAGE_ARRIVES;
}

static inline spinlock_t *rosfw_lock_of(struct rosfw_conntrack *ct, u32 place)
{
	return &ct->lock[place >> (32 - ROSFW_TABLE_MIN_BITS)];
}

/* Under the lock of @place: the first table, and the one behind it. */
static inline struct rosfw_conn_table *rosfw_locked_table(struct rosfw_conntrack *ct, u32 place)
{
	return rcu_dereference_protected(ct->table, lockdep_is_held(rosfw_lock_of(ct, place)));
}

static inline struct rosfw_conn_table *rosfw_locked_next(struct rosfw_conntrack *ct, struct rosfw_conn_table *t,
							 u32 place)
{
	return rcu_dereference_protected(t->next, lockdep_is_held(rosfw_lock_of(ct, place)));
}

/* As the published ruleset has them; there is none any more when a namespace goes away. RCU read side. */
static inline const struct rosfw_timeouts *rosfw_timeouts_of(const struct rosfw_conntrack *ct)
{
	const struct rosfw_ruleset *ruleset = rcu_dereference(rosfw_pernet(ct->net)->ruleset);

	return ruleset ? &ruleset->tracking.timeouts : &rosfw_timeouts_default;
}

/* Frees an unlinked connection after a grace period. */
void rosfw_conn_bury(struct rosfw_conntrack *ct, struct rosfw_conn *conn);

/* ---- expect.c ---- */

/* rosfw_table_insert() for a connection that may be expected. */
struct rosfw_view *rosfw_expect_insert(struct rosfw_conntrack *ct, struct rosfw_conn *conn, u32 hash, u32 now);
void rosfw_expect_end_master(struct rosfw_conntrack *ct, struct rosfw_conn *master);
/* Of a connection with ROSFW_CONN_EXPECTED, without any lock of the table: it is confirmed; it has ended. */
void rosfw_expect_confirmed(struct rosfw_conntrack *ct, struct rosfw_conn *conn);
void rosfw_expect_end_claim(struct rosfw_conntrack *ct, struct rosfw_conn *conn);
void rosfw_expect_collect(struct rosfw_conntrack *ct, u32 now);

/* Are there too many connections for the buckets, and could that be changed? RCU read side. */
bool rosfw_table_crowded(const struct rosfw_conntrack *ct);

#endif /* _ROSFW_CONNTRACK_UPKEEP_H */
