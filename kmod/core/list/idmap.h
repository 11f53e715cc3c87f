/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Numbers to pointers, in order of the numbers: a tree of nodes with 64 branches.
 *
 * Finding, and finding the next one, need the RCU read lock or the lock of the owner; changes need the latter. Nodes
 * come with the numbers that need them and go (after a grace period) with the last one.
 */
#ifndef _ROSFW_IDMAP_H
#define _ROSFW_IDMAP_H

#include "../platform.h"

struct rosfw_idnode;

/**
 * struct rosfw_idmap - one map
 * @root: NULL when it is empty
 * @lock: the owner's, held by whoever changes it
 */
struct rosfw_idmap {
	struct rosfw_idnode __rcu *root;
	spinlock_t *lock;
};

void *rosfw_idmap_find(const struct rosfw_idmap *map, u32 id);		/* NULL: not there */
void *rosfw_idmap_next(const struct rosfw_idmap *map, u32 id, u32 *found);	/* the first one at or above @id */
int rosfw_idmap_set(struct rosfw_idmap *map, u32 id, void *p);		/* new or replaced; 0, -ENOMEM; never sleeps */
void rosfw_idmap_clear(struct rosfw_idmap *map, u32 id);

#endif /* _ROSFW_IDMAP_H */
