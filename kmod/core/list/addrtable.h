/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The hash table behind address lists: prefixes, found by one probe, while the table grows.
 *
 * Every node has two links. The table that lookups use strings its nodes on one of them; when it has become too
 * small, a bigger one is strung on the other, a few buckets with every change, while lookups go on in the old one,
 * which stays complete. When the new one is complete too, one pointer makes it the table, and the links of the old
 * one are free again after a grace period. So a lookup never waits, never retries and never sees half a table.
 *
 * Locks: lookups under RCU. All functions here under the lock of the address set, but those that say otherwise.
 */
#ifndef _ROSFW_ADDRTABLE_H
#define _ROSFW_ADDRTABLE_H

#include "../packet.h"

/**
 * struct rosfw_addrnode - one prefix of one entry
 * @next: links of the two tables
 * @addr: first address of the prefix; of a whole range (@len ROSFW_NODE_RANGE): first in @hi, last in @lo
 * @hash: of list, @len and @addr
 * @len: prefix length, or ROSFW_NODE_RANGE
 * @index: place in its entry
 */
struct rosfw_addrnode {
	struct rosfw_addrnode __rcu *next[2];
	struct rosfw_addr addr;
	u32 hash;
	u8 len;
	u8 index;
};

/* Makes ranges that are no prefix findable as such, to refuse duplicates. IPv4 only. Never found by packets. */
#define ROSFW_NODE_RANGE	255

/**
 * struct rosfw_buckets - an array of buckets
 * @mask: buckets - 1
 * @link: which link of the nodes it uses
 */
struct rosfw_buckets {
	struct rcu_head rcu;
	u32 mask;
	u32 link;
	struct rosfw_addrnode __rcu *head[];
};

/**
 * struct rosfw_addrtable - the table
 * @now: what lookups use
 * @next: its successor while that is being strung, else NULL
 * @moved: buckets of @now whose nodes are in @next too
 * @n: nodes
 * @grace: when the links that @next will use are free again
 * @lock: the address set's, held by whoever changes anything
 */
struct rosfw_addrtable {
	struct rosfw_buckets __rcu *now;
	struct rosfw_buckets *next;
	u32 moved;
	u32 n;
	unsigned long grace;
	spinlock_t *lock;
};

int rosfw_addrtable_init(struct rosfw_addrtable *t, spinlock_t *lock);	/* no lock needed; -ENOMEM */
void rosfw_addrtable_clean(struct rosfw_addrtable *t);			/* no lock needed; nodes are the caller's */
void rosfw_addrtable_insert(struct rosfw_addrtable *t, struct rosfw_addrnode *node);
void rosfw_addrtable_remove(struct rosfw_addrtable *t, struct rosfw_addrnode *node);
/* Is this the time to grow? Without the lock only a hint. */
bool rosfw_addrtable_wants(const struct rosfw_addrtable *t);
/* Are there more than @load nodes for each bucket? Without the lock only a hint. */
bool rosfw_addrtable_crowded(const struct rosfw_addrtable *t, u32 load);
/* Memory for a table of the right size. NULL: none, too large to ask for (@atomic), or too early. No lock needed. */
struct rosfw_buckets *rosfw_addrtable_alloc(const struct rosfw_addrtable *t, bool atomic);
/* Begins to grow into @b, or frees it if that is not wanted any more. NULL is fine. */
void rosfw_addrtable_grow(struct rosfw_addrtable *t, struct rosfw_buckets *b);
/* Strings @buckets more buckets of a table that grows; true if there are more. */
bool rosfw_addrtable_step(struct rosfw_addrtable *t, u32 buckets);

/* Visits the nodes of one bucket; @held: is the lock held, instead of the RCU read lock? */
#define rosfw_addrtable_for_each(node, b, h, held)							\
	for ((node) = rcu_dereference_check((b)->head[(h) & (b)->mask], held); (node);			\
	     (node) = rcu_dereference_check((node)->next[(b)->link], held))

#endif /* _ROSFW_ADDRTABLE_H */
