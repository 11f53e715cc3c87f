/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Inside an address set: what addrset.c (lookups, lists, adding) and addrset_life.c (how entries end) share.
 */
#ifndef _ROSFW_ADDRSET_IMPL_H
#define _ROSFW_ADDRSET_IMPL_H

#include "addrset.h"
#include "idmap.h"

#define ROSFW_WHEEL	1024U	/* seconds of one turn; who expires later is looked at once in every turn */
#define ROSFW_BATCH	64U	/* entries, or eight times as many buckets, for one hold of the lock */

/**
 * struct rosfw_addrset - all lists of one family
 * @lock: see addrset.h
 * @table: nodes
 * @ids: entries, the newest version of each id
 * @names: lists by name; under @lock only
 * @gen: the last generation that was committed
 * @made: entries born after @gen
 * @dying: entries that die with a generation after @gen
 * @dead: entries that died with @gen or before, in case somebody still walks an older ruleset
 * @dead_gp: cookie of the grace period after which nobody does
 * @reaped: an entry of @made that was killed again, kept for one more kill to be taken back
 * @wheel: entries by the second (modulo ROSFW_WHEEL) in which they expire, or later
 * @due: entries that the collector has taken from the wheel and not looked at yet
 * @wheel_time: up to and including this second the wheel is done
 */
struct rosfw_addrset {
	spinlock_t lock;
	enum rosfw_family family;
	siphash_key_t key;
	struct rosfw_addrtable table;
	struct rosfw_idmap ids;
	u32 next_id;
	u32 count;
	u32 gen;
	struct hlist_head *names;
	u32 names_mask;
	u32 nlists;
	u32 next_list;
	struct hlist_head made;
	struct hlist_head dying;
	struct hlist_head dead;
	unsigned long dead_gp;
	struct rosfw_entry *reaped;
	u64 wheel_time;
	struct hlist_head due;
	struct hlist_head wheel[ROSFW_WHEEL];
};

static inline bool rosfw_addrset_held(const struct rosfw_addrset *set)
{
	return lockdep_is_held(&set->lock);
}

static inline bool rosfw_entry_seen(const struct rosfw_entry *e, u32 gen)
{
	return READ_ONCE(e->born) <= gen && gen < READ_ONCE(e->died);
}

static inline bool rosfw_entry_alive(const struct rosfw_entry *e, u32 gen, u64 now)
{
	return rosfw_entry_seen(e, gen) && READ_ONCE(e->expires) > now;
}

/* Is its link @txn on a string? (Links of entries that were made are not cleaned when they are committed.) */
static inline bool rosfw_entry_in_txn(const struct rosfw_addrset *set, const struct rosfw_entry *e)
{
	return e->born > set->gen || e->died != ROSFW_GEN_NEVER;
}

/* All under the lock, but for the last one, which may sleep. */
void rosfw_addrset_unlink(struct rosfw_addrset *set, struct rosfw_entry *e);	/* out of everything; freed by RCU */
void rosfw_wheel_put(struct rosfw_addrset *set, struct rosfw_entry *e);
void rosfw_wheel_take(struct rosfw_entry *e);
void rosfw_wheel_move(struct rosfw_addrset *set, struct rosfw_entry *e, u64 expires);	/* sets @expires, too */
void rosfw_addrset_make_room(struct rosfw_addrset *set);

#endif /* _ROSFW_ADDRSET_IMPL_H */
