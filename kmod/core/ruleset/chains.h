/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Chains: which rules of a menu form which chain, and where they jump.
 *
 * Made from the items of a rule menu, used while a configuration is checked or compiled, then thrown away. No locks.
 */
#ifndef _ROSFW_CHAINS_H
#define _ROSFW_CHAINS_H

#include "../config.h"
#include "../names.h"

/**
 * struct rosfw_chains - the chains of one rule menu
 * @items: what it was made from; outlives it
 * @menu: enum rosfw_menu
 * @names: numbers of the chains: built-in ones in the order of the menu, then the others
 * @first: by chain: where its rules begin in @rule; one more at the end
 * @rule: positions in @items, chain by chain, in order
 * @target: beside @rule: the chain that an enabled jump enters; ROSFW_NO_NAME: no jump, or a chain without rules
 */
struct rosfw_chains {
	const struct rosfw_items *items;
	u32 menu;
	struct rosfw_names names;
	u32 *first;
	u32 *rule;
	u32 *target;
};

int rosfw_chains_init(struct rosfw_chains *c, const struct rosfw_items *items, u32 menu);	/* 0 or -ENOMEM */
void rosfw_chains_clean(struct rosfw_chains *c);

/* No loops, nothing deeper than ROSFW_JUMP_DEPTH. 0, -ELOOP or -ENOMEM; @err names the jump at fault. */
int rosfw_chains_check(const struct rosfw_chains *c, struct rosfw_error *err);

#endif /* _ROSFW_CHAINS_H */
