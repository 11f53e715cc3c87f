// SPDX-License-Identifier: GPL-2.0-only
/*
 * Numbers to pointers. See idmap.h.
 *
 * A node of level 0 holds pointers of the user, one of level n nodes of level n - 1, and knows nothing of its parent.
 * The root has just the level that the largest number needed so far; when a larger one comes, a new root is put above
 * the old one, so a reader that began at the old root still finds everything that was there.
 */
#include "idmap.h"

#define BITS	6
#define SLOTS	BIT(BITS)
#define LEVELS	6		/* 36 bits */

/**
 * struct rosfw_idnode - a node
 * @rcu: for the end
 * @level: 0 = leaf
 * @used: slots that are not NULL
 * @slot: by six bits of the number, which ones @level says
 */
struct rosfw_idnode {
	struct rcu_head rcu;
	u8 level;
	u8 used;
	void __rcu *slot[SLOTS];
};

static u32 slot_of(u32 id, u32 level)
{
	return ((u64)id >> (level * BITS)) & (SLOTS - 1);
}

static bool covers(const struct rosfw_idnode *node, u32 id)
{
	return !((u64)id >> ((node->level + 1) * BITS));
}

void *rosfw_idmap_find(const struct rosfw_idmap *map, u32 id)
{
	struct rosfw_idnode *node = rcu_dereference_check(map->root, lockdep_is_held(map->lock));
	void *p;

	if (!node || !covers(node, id))
		return NULL;
	for (;;) {
		p = rcu_dereference_check(node->slot[slot_of(id, node->level)], lockdep_is_held(map->lock));
		if (!p || !node->level)
			return p;
		node = p;
	}
}

/*
 * One way down from the root towards @id. Returns what is there, or NULL and in @id the smallest number that may be
 * there beyond the empty branch (above U32_MAX: none).
 */
static void *step(const struct rosfw_idmap *map, struct rosfw_idnode *node, u64 *id)
{
	void *p = NULL;
	u32 i;

	for (;;) {
		for (i = slot_of(*id, node->level); i < SLOTS; i++) {
			p = rcu_dereference_check(node->slot[i], lockdep_is_held(map->lock));
			if (p)
				break;
			*id = ((*id >> (node->level * BITS)) + 1) << (node->level * BITS);
		}
		if (!p || !node->level)
			return p;
		node = p;
	}
}

void *rosfw_idmap_next(const struct rosfw_idmap *map, u32 id, u32 *found)
{
	struct rosfw_idnode *root = rcu_dereference_check(map->root, lockdep_is_held(map->lock));
	u64 at = id;
	void *p;

	while (root && at <= U32_MAX && covers(root, at)) {
		p = step(map, root, &at);
		if (p) {
			*found = at;
			return p;
		}
	}
	return NULL;
}

static struct rosfw_idnode *node_new(u32 level)
{
	struct rosfw_idnode *node = rosfw_alloc_atomic(sizeof(*node));

	if (node)
		node->level = level;
	return node;
}

static struct rosfw_idnode *child(const struct rosfw_idmap *map, struct rosfw_idnode *node, u32 id)
{
	return rcu_dereference_protected(node->slot[slot_of(id, node->level)], lockdep_is_held(map->lock));
}

static int first_root(struct rosfw_idmap *map, u32 id)
{
	struct rosfw_idnode *node = node_new(0);

	if (!node)
		return -ENOMEM;
	while (!covers(node, id))
		node->level++;
	rcu_assign_pointer(map->root, node);
	return 0;
}

/* A root that covers @id. One that is higher than it had to be, when memory runs out half-way, does no harm. */
static int raise_root(struct rosfw_idmap *map, u32 id)
{
	struct rosfw_idnode *old = rcu_dereference_protected(map->root, lockdep_is_held(map->lock));
	struct rosfw_idnode *new;

	if (!old)
		return first_root(map, id);
	while (!covers(old, id)) {
		new = node_new(old->level + 1);
		if (!new)
			return -ENOMEM;
		RCU_INIT_POINTER(new->slot[0], old);
		new->used = 1;
		rcu_assign_pointer(map->root, new);
		old = new;
	}
	return 0;
}

/* Frees nodes on the way to @id that hold nothing, from the leaf up. */
static void prune(struct rosfw_idmap *map, u32 id)
{
	struct rosfw_idnode *path[LEVELS], *node;
	u32 depth = 0;

	node = rcu_dereference_protected(map->root, lockdep_is_held(map->lock));
	if (!node || !covers(node, id))
		return;
	for (; node; node = node->level ? child(map, node, id) : NULL)
		path[depth++] = node;
	while (depth-- && !path[depth]->used) {
		if (depth) {
			RCU_INIT_POINTER(path[depth - 1]->slot[slot_of(id, path[depth - 1]->level)], NULL);
			path[depth - 1]->used--;
		} else {
			RCU_INIT_POINTER(map->root, NULL);
		}
		kvfree_rcu(path[depth], rcu);
	}
}

int rosfw_idmap_set(struct rosfw_idmap *map, u32 id, void *p)
{
	struct rosfw_idnode *node, *next;

	if (raise_root(map, id))
		goto fail;
	node = rcu_dereference_protected(map->root, lockdep_is_held(map->lock));
	while (node->level) {
		next = child(map, node, id);
		if (!next) {
			next = node_new(node->level - 1);
			if (!next)
				goto fail;
			rcu_assign_pointer(node->slot[slot_of(id, node->level)], next);
			node->used++;
		}
		node = next;
	}
	node->used += !child(map, node, id);
	rcu_assign_pointer(node->slot[slot_of(id, 0)], p);
	return 0;

fail:
	prune(map, id);
	return -ENOMEM;
}

void rosfw_idmap_clear(struct rosfw_idmap *map, u32 id)
{
	struct rosfw_idnode *node = rcu_dereference_protected(map->root, lockdep_is_held(map->lock));

	if (!node || !covers(node, id))
		return;
	while (node && node->level)
		node = child(map, node, id);
	if (!node || !child(map, node, id))
		return;
	RCU_INIT_POINTER(node->slot[slot_of(id, 0)], NULL);
	node->used--;
	prune(map, id);
}
