/* SPDX-License-Identifier: GPL-2.0-only */
/* A hash table without hashing, for one thread: keys are compared as memory, insertion takes memory and can fail. */
#ifndef _ROSFW_SKIN_RHASHTABLE_H
#define _ROSFW_SKIN_RHASHTABLE_H

#include "kernel.h"

struct rhash_head {
	struct rhash_head *next;
	void *memory;
};

struct rhashtable {
	struct rhash_head *first;
};

struct rhashtable_params {
	size_t head_offset;
	size_t key_offset;
	size_t key_len;
	bool automatic_shrinking;
};

static inline int rhashtable_init(struct rhashtable *t, const struct rhashtable_params *params)
{
	t->first = NULL;
	return 0;
}

static inline void rhashtable_destroy(struct rhashtable *t)
{
	BUG_ON(t->first);
}

static inline void *rhashtable_lookup(struct rhashtable *t, const void *key, struct rhashtable_params params)
{
	struct rhash_head *head;

	for (head = t->first; head; head = head->next) {
		char *object = (char *)head - params.head_offset;

		if (!memcmp(object + params.key_offset, key, params.key_len))
			return object;
	}
	return NULL;
}

static inline int rhashtable_insert_fast(struct rhashtable *t, struct rhash_head *head, struct rhashtable_params params)
{
	head->memory = rosfw_alloc_atomic(1);
	if (!head->memory)
		return -ENOMEM;
	head->next = t->first;
	t->first = head;
	return 0;
}

static inline void rhashtable_remove_fast(struct rhashtable *t, struct rhash_head *head,
					  struct rhashtable_params params)
{
	struct rhash_head **at = &t->first;

	while (*at != head)
		at = &(*at)->next;
	*at = head->next;
	rosfw_free(head->memory);
}

#endif /* _ROSFW_SKIN_RHASHTABLE_H */
