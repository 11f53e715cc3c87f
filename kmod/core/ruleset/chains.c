// SPDX-License-Identifier: GPL-2.0-only
/*
 * Chains: names to numbers, rules to chains, jumps to targets; loops and depth. See chains.h.
 *
 * Disabled rules belong to their chain (it exists, and can be jumped to) but their jumps do not count.
 * Temporary data of one thread; no locks.
 */
#include "chains.h"
#include "ruleset.h"

static const char *chain_of(const struct rosfw_item *item)
{
	return rosfw_item_string(item, ROSFW_A_CHAIN);
}

/* Names of all chains, and in @chain by position of the rule the number of its own. */
static void number_chains(struct rosfw_chains *c, u32 *chain)
{
	const char *const *name;
	const char *last = "", *this;
	u32 i;

	for (name = rosfw_menus[c->menu].chains; *name; name++)
		rosfw_names_add(&c->names, *name);
	for (i = 0; i < c->items->n; i++, last = this) {
		this = chain_of(c->items->item[i]);
		/* Rules of a chain mostly stand together. */
		chain[i] = i && !strcmp(this, last) ? chain[i - 1] : rosfw_names_add(&c->names, this);
	}
}

/* Sorts the rules by chain, keeping their order: count, sum up, place. */
static void sort_rules(struct rosfw_chains *c, const u32 *chain)
{
	u32 i;

	for (i = 0; i < c->items->n; i++)
		c->first[chain[i] + 1]++;
	for (i = 0; i < c->names.n; i++)
		c->first[i + 1] += c->first[i];
	for (i = 0; i < c->items->n; i++)
		c->rule[c->first[chain[i]]++] = i;
	for (i = c->names.n; i > 0; i--)
		c->first[i] = c->first[i - 1];
	c->first[0] = 0;
}

static u32 find_target(const struct rosfw_chains *c, const struct rosfw_item *item)
{
	const char *name;
	u32 to;

	if (rosfw_item_u32(item, ROSFW_A_ACTION, ROSFW_ACTION_ACCEPT) != ROSFW_ACTION_JUMP ||
	    rosfw_item_bool(item, ROSFW_A_DISABLED))
		return ROSFW_NO_NAME;
	name = rosfw_item_string(item, ROSFW_A_JUMP_TARGET);
	to = rosfw_names_find(&c->names, name, strlen(name));
	if (to != ROSFW_NO_NAME && c->first[to] == c->first[to + 1])
		return ROSFW_NO_NAME;
	return to;
}

int rosfw_chains_init(struct rosfw_chains *c, const struct rosfw_items *items, u32 menu)
{
	u32 *chain, i, max = items->n;
	const char *const *name;

	memset(c, 0, sizeof(*c));
	c->items = items;
	c->menu = menu;
	for (name = rosfw_menus[menu].chains; *name; name++)
		max++;
	if (rosfw_names_init(&c->names, max))
		return -ENOMEM;
	chain = rosfw_alloc(array_size(items->n + 1, sizeof(*chain)));
	c->first = rosfw_alloc(array_size(max + 1, sizeof(*c->first)));
	c->rule = rosfw_alloc(array_size(items->n + 1, sizeof(*c->rule)));
	c->target = rosfw_alloc(array_size(items->n + 1, sizeof(*c->target)));
	if (!chain || !c->first || !c->rule || !c->target) {
		rosfw_free(chain);
		rosfw_chains_clean(c);
		return -ENOMEM;
	}
	number_chains(c, chain);
	sort_rules(c, chain);
	rosfw_free(chain);
	for (i = 0; i < items->n; i++)
		c->target[i] = find_target(c, items->item[c->rule[i]]);
	return 0;
}

void rosfw_chains_clean(struct rosfw_chains *c)
{
	rosfw_names_clean(&c->names);
	rosfw_free(c->first);
	rosfw_free(c->rule);
	rosfw_free(c->target);
	memset(c, 0, sizeof(*c));
}

static int refuse_jump(const struct rosfw_chains *c, u32 edge, const char *text, struct rosfw_error *err)
{
	rosfw_refuse(err, -ELOOP, ROSFW_A_JUMP_TARGET, text);
	err->menu = c->menu;
	err->id = c->items->item[c->rule[edge]]->id;
	return -ELOOP;
}

#define DEPTH_TEXT "jumps are nested too deep: at most 32 chains may be entered one from another"

/* The jump that goes one chain too deep: out of the lowest chain that has too many below it. */
static int check_depth(const struct rosfw_chains *c, const u32 *height, struct rosfw_error *err)
{
	u32 chain, edge;

	for (chain = 0; chain < c->names.n; chain++) {
		if (height[chain] != ROSFW_JUMP_DEPTH + 1)
			continue;
		for (edge = c->first[chain]; edge < c->first[chain + 1]; edge++)
			if (c->target[edge] != ROSFW_NO_NAME && height[c->target[edge]] == ROSFW_JUMP_DEPTH)
				return refuse_jump(c, edge, DEPTH_TEXT, err);
	}
	return 0;
}

int rosfw_chains_check(const struct rosfw_chains *c, struct rosfw_error *err)
{
	struct rosfw_graph g = { .n = c->names.n, .first = c->first, .to = c->target };
	u32 *order, *height, loop = 0;
	int ret = -ENOMEM;

	BUILD_BUG_ON(ROSFW_JUMP_DEPTH != 32);
	order = rosfw_alloc(array_size(g.n + 1, sizeof(*order)));
	height = rosfw_alloc(array_size(g.n + 1, sizeof(*height)));
	if (order && height)
		ret = rosfw_graph_order(&g, order, height, &loop);
	if (ret == -ENOMEM)
		rosfw_refuse_memory(err);
	else if (ret)
		refuse_jump(c, loop, "this jump makes a loop: its target leads back to the chain of the rule", err);
	else
		ret = check_depth(c, height, err);
	rosfw_free(order);
	rosfw_free(height);
	return ret;
}
