/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Interface sets: what interface lists mean at the moment, as sorted arrays of ifindexes.
 *
 * Made from a configuration and the interfaces that exist now; constant after that; shared by reference between the
 * programs that point into it. No locks.
 */
#ifndef _ROSFW_IFSET_H
#define _ROSFW_IFSET_H

#include "../config.h"
#include "../names.h"

/**
 * struct rosfw_ifset - the members of one list
 * @ifindex: ascending, each once
 * @n: how many
 * @any: every interface, those that do not exist yet too (the list "all"); the array holds those of now
 */
struct rosfw_ifset {
	u32 *ifindex;
	u32 n;
	bool any;
};

/**
 * struct rosfw_ifsets - all lists of a configuration
 * @refs: who points into it
 * @config: keeps the names alive (counted)
 * @names: list name -> number
 * @set: by that number
 */
struct rosfw_ifsets {
	refcount_t refs;
	struct rosfw_config *config;
	struct rosfw_names names;
	struct rosfw_ifset *set;
};

/*
 * Members of a list: those of the lists it includes, without those of the lists it excludes, and its own enabled
 * members in any case. Interfaces that do not exist now are left out. May sleep. Return: 0 and *@out, -ENOMEM, or what
 * rosfw_ifsets_check() would say; @err is filled.
 */
int rosfw_ifsets_build(struct rosfw_config *config, void *world, struct rosfw_ifsets **out, struct rosfw_error *err);
struct rosfw_ifsets *rosfw_ifsets_get(struct rosfw_ifsets *sets);
void rosfw_ifsets_put(struct rosfw_ifsets *sets);	/* NULL is fine */
const struct rosfw_ifset *rosfw_ifsets_find(const struct rosfw_ifsets *sets, const char *name);	/* NULL: no such list */

/* Every list that is named exists, no loops. 0, -ENOENT, -ELOOP, -ENOMEM. */
int rosfw_ifsets_check(const struct rosfw_config *config, struct rosfw_error *err);

static inline bool rosfw_ifset_has(const u32 *ifindex, u32 n, u32 wanted)
{
	u32 lo = 0, mid;

	while (n) {
		mid = lo + n / 2;
		if (ifindex[mid] == wanted)
			return true;
		if (ifindex[mid] < wanted) {
			lo = mid + 1;
			n -= n / 2 + 1;
		} else {
			n /= 2;
		}
	}
	return false;
}

#endif /* _ROSFW_IFSET_H */
