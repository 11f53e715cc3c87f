// SPDX-License-Identifier: GPL-2.0-only
/*
 * The hash table behind address lists. See addrtable.h.
 *
 * Chains are singly linked: removing walks a chain that is one node long on average. Growing costs each insert and
 * removal a few buckets of work, so that it is done before it is needed again. Tables do not shrink.
 */
#include "addrtable.h"

#define BUCKETS_MIN	256U
#define BUCKETS_MAX	(16U << 20)
#define BUCKETS_ATOMIC	(32U << 10)	/* 256 KiB: more is not asked of the allocator in the packet path */
#define STEP		8U		/* buckets for each change: done after an eighth of the table's size */

static struct rosfw_buckets *buckets_of(const struct rosfw_addrtable *t)
{
	return rcu_dereference_protected(t->now, lockdep_is_held(t->lock));
}

static struct rosfw_buckets *buckets_new(u32 n, bool atomic)
{
	size_t size = sizeof(struct rosfw_buckets) + n * sizeof(struct rosfw_addrnode *);
	struct rosfw_buckets *b = atomic ? rosfw_alloc_atomic(size) : rosfw_alloc(size);

	if (b)
		b->mask = n - 1;
	return b;
}

int rosfw_addrtable_init(struct rosfw_addrtable *t, spinlock_t *lock)
{
	struct rosfw_buckets *b = buckets_new(BUCKETS_MIN, false);

	if (!b)
		return -ENOMEM;
	memset(t, 0, sizeof(*t));
	t->lock = lock;
	t->grace = get_completed_synchronize_rcu();
	RCU_INIT_POINTER(t->now, b);
	return 0;
}

void rosfw_addrtable_clean(struct rosfw_addrtable *t)
{
	rosfw_free(rcu_dereference_protected(t->now, true));
	rosfw_free(t->next);
}

static void push(struct rosfw_buckets *b, struct rosfw_addrnode *node)
{
	struct rosfw_addrnode __rcu **head = &b->head[node->hash & b->mask];

	RCU_INIT_POINTER(node->next[b->link], rcu_dereference_protected(*head, true));
	rcu_assign_pointer(*head, node);
}

static void pull(struct rosfw_buckets *b, struct rosfw_addrnode *node)
{
	struct rosfw_addrnode __rcu **at = &b->head[node->hash & b->mask];
	struct rosfw_addrnode *cur;

	while ((cur = rcu_dereference_protected(*at, true)) != node)
		at = &cur->next[b->link];
	rcu_assign_pointer(*at, rcu_dereference_protected(node->next[b->link], true));
}

/* Is the node in the successor, too? It is if its bucket was moved; a new node joins the moved ones. */
static bool in_next(const struct rosfw_addrtable *t, const struct rosfw_addrnode *node)
{
	return t->next && (node->hash & buckets_of(t)->mask) < t->moved;
}

void rosfw_addrtable_insert(struct rosfw_addrtable *t, struct rosfw_addrnode *node)
{
	push(buckets_of(t), node);
	if (in_next(t, node))
		push(t->next, node);
	WRITE_ONCE(t->n, t->n + 1);
	rosfw_addrtable_step(t, STEP);
}

void rosfw_addrtable_remove(struct rosfw_addrtable *t, struct rosfw_addrnode *node)
{
	pull(buckets_of(t), node);
	if (in_next(t, node))
		pull(t->next, node);
	WRITE_ONCE(t->n, t->n - 1);
	rosfw_addrtable_step(t, STEP);
}

bool rosfw_addrtable_wants(const struct rosfw_addrtable *t)
{
	const struct rosfw_buckets *b = rcu_dereference_check(t->now, lockdep_is_held(t->lock));

	return READ_ONCE(t->n) > b->mask && b->mask + 1 < BUCKETS_MAX && !READ_ONCE(t->next);
}

bool rosfw_addrtable_crowded(const struct rosfw_addrtable *t, u32 load)
{
	const struct rosfw_buckets *b = rcu_dereference_check(t->now, lockdep_is_held(t->lock));

	return READ_ONCE(t->n) / load > b->mask;
}

struct rosfw_buckets *rosfw_addrtable_alloc(const struct rosfw_addrtable *t, bool atomic)
{
	u32 n = min_t(u32, roundup_pow_of_two(READ_ONCE(t->n) + 1) * 2, BUCKETS_MAX);

	if (!poll_state_synchronize_rcu(READ_ONCE(t->grace)))
		return NULL;
	return atomic && n > BUCKETS_ATOMIC ? NULL : buckets_new(n, atomic);
}

void rosfw_addrtable_grow(struct rosfw_addrtable *t, struct rosfw_buckets *b)
{
	if (!b)
		return;
	/* Somebody else may have been faster, and the links may still be in use by lookups in the table before. */
	if (t->next || b->mask <= buckets_of(t)->mask || !poll_state_synchronize_rcu(t->grace)) {
		rosfw_free(b);
		return;
	}
	b->link = !buckets_of(t)->link;
	t->moved = 0;
	WRITE_ONCE(t->next, b);
}

bool rosfw_addrtable_step(struct rosfw_addrtable *t, u32 buckets)
{
	struct rosfw_buckets *old = buckets_of(t), *new = t->next;
	struct rosfw_addrnode *node;

	if (!new)
		return false;
	for (; buckets && t->moved <= old->mask; buckets--, t->moved++)
		rosfw_addrtable_for_each(node, old, t->moved, true)
			push(new, node);
	if (t->moved <= old->mask)
		return true;
	rcu_assign_pointer(t->now, new);
	WRITE_ONCE(t->next, NULL);
	WRITE_ONCE(t->grace, get_state_synchronize_rcu());
	kvfree_rcu(old, rcu);
	return false;
}
