// SPDX-License-Identifier: GPL-2.0-only
/*
 * The index of a chain: made over a tree (index_tree.c), adapted to changes, asked by packets. See index.h.
 *
 * Changes: the lists have the numbers of rules in their chain; if a few rules come or go, the tree stays, the numbers
 * are rewritten and the new rules are a list of their own.
 * Locks: none; see index.h.
 */
#include "index.h"

/* ---- life ---- */

void rosfw_index_put(struct rosfw_index *index)
{
	if (!index || !refcount_dec_and_test(&index->refs))
		return;
	rosfw_index_tree_put(index->tree);
	rosfw_free(index->list);
	rosfw_free(index);
}

/* Lists with room for fresh rules. @tree is the index' from now on, whatever happens. */
static struct rosfw_index *index_new(struct rosfw_index_tree *tree, u32 n, u32 nlists)
{
	struct rosfw_index *index = rosfw_alloc(sizeof(*index));

	if (!index) {
		rosfw_index_tree_put(tree);
		return NULL;
	}
	refcount_set(&index->refs, 1);
	index->tree = tree;
	index->n = n;
	index->nlists = nlists;
	index->list = rosfw_alloc(array_size(nlists + ROSFW_INDEX_FRESH + 1, sizeof(u32)));
	if (index->list)
		return index;
	rosfw_index_put(index);
	return NULL;
}

struct rosfw_index *rosfw_index_build(const struct rosfw_program *p, const struct rosfw_chain *chain)
{
	struct rosfw_index *index = NULL;
	struct rosfw_index_tree *tree;
	u32 *list = NULL, n;

	if (chain->n < ROSFW_INDEX_MIN)
		return NULL;
	tree = rosfw_index_tree_build(p, chain, &list, &n);
	if (tree)
		index = index_new(tree, chain->n, n);
	if (index) {
		memcpy(index->list, list, n * sizeof(u32));
		index->list[n] = ROSFW_INDEX_NONE;
	}
	rosfw_free(list);
	return index;
}

/* ---- a chain that has changed ---- */

/**
 * struct change - from the rules that a chain had to those that it has
 * @to: by old number: the new one; of a rule that is gone that of the next one that stayed, or behind all rules
 * @fresh: new numbers of rules that were not there
 * @nfresh: how many; more than ROSFW_INDEX_FRESH is too many
 * @dead: rules that are gone
 */
struct change {
	u32 *to;
	u32 fresh[ROSFW_INDEX_FRESH];
	u32 nfresh;
	u32 dead;
};

static bool note_fresh(struct change *c, u32 rule)
{
	if (c->nfresh == ROSFW_INDEX_FRESH)
		return false;
	c->fresh[c->nfresh++] = rule;
	return true;
}

/*
 * Walks through both in step, which is right whatever was changed, and finds the least when a rule here and there was.
 * For a dead rule change->to is ROSFW_INDEX_NONE at first.
 */
static bool compare(struct change *c, const struct rosfw_rule *old, u32 nold, const struct rosfw_rule *new, u32 nnew)
{
	u32 i = 0, j = 0;

	while (i < nold && j < nnew) {
		if (old[i].item == new[j].item) {
			c->to[i++] = j++;
		} else if (i + 1 < nold && old[i + 1].item == new[j].item) {
			c->to[i++] = ROSFW_INDEX_NONE;
		} else if (j + 1 < nnew && old[i].item == new[j + 1].item) {
			if (!note_fresh(c, j++))
				return false;
		} else {
			c->to[i++] = ROSFW_INDEX_NONE;
			if (!note_fresh(c, j++))
				return false;
		}
	}
	while (i < nold)
		c->to[i++] = ROSFW_INDEX_NONE;
	while (j < nnew)
		if (!note_fresh(c, j++))
			return false;
	return true;
}

/* Rules that were fresh in the index before and are there still are so again. */
static bool keep_fresh(struct change *c, const struct rosfw_index *index)
{
	const u32 *fresh = index->list + index->nlists;
	u32 i, j;

	for (i = 0; i < index->nfresh; i++) {
		if (c->to[fresh[i]] == ROSFW_INDEX_NONE)
			continue;
		if (!note_fresh(c, c->to[fresh[i]]))
			return false;
		for (j = c->nfresh - 1; j && c->fresh[j - 1] > c->fresh[j]; j--)
			swap(c->fresh[j - 1], c->fresh[j]);
	}
	return true;
}

static void bury(struct change *c, u32 nold, u32 nnew)
{
	u32 next = nnew, i;

	for (i = nold; i-- > 0;) {
		if (c->to[i] == ROSFW_INDEX_NONE)
			c->dead++;
		else
			next = c->to[i];
		c->to[i] = next;
	}
}

static struct rosfw_index *apply(struct rosfw_index *index, const struct change *c, u32 n)
{
	struct rosfw_index *new;
	u32 i;

	refcount_inc(&index->tree->refs);
	new = index_new(index->tree, n, index->nlists);
	if (!new)
		return NULL;
	for (i = 0; i < index->nlists; i++)
		new->list[i] = index->list[i] < index->n ? c->to[index->list[i]] :
			       index->list[i] == ROSFW_INDEX_NONE ? ROSFW_INDEX_NONE : n;
	memcpy(new->list + new->nlists, c->fresh, c->nfresh * sizeof(u32));
	new->list[new->nlists + c->nfresh] = ROSFW_INDEX_NONE;
	new->nfresh = c->nfresh;
	new->dead = index->dead + c->dead;
	return new;
}

struct rosfw_index *rosfw_index_adapt(struct rosfw_index *index, const struct rosfw_rule *old,
				      const struct rosfw_program *p, const struct rosfw_chain *chain)
{
	struct change c = { .to = rosfw_alloc(array_size(index->n, sizeof(u32))) };
	struct rosfw_index *new = NULL;

	if (!c.to)
		return NULL;
	if (compare(&c, old, index->n, p->rules + chain->first, chain->n) && keep_fresh(&c, index)) {
		bury(&c, index->n, chain->n);
		if (!c.dead && chain->n == index->n)
			refcount_inc(&(new = index)->refs);
		else if (index->dead + c.dead <= chain->n / 4)
			new = apply(index, &c, chain->n);
	}
	rosfw_free(c.to);
	return new;
}

/* ---- looking up ---- */

/* False: the packet has no such field, and no rule that asks for it matches. */
static __always_inline bool packet_field(const struct rosfw_walk *w, u32 field, u64 *key)
{
	const struct rosfw_pkt *pkt = w->pkt;

	switch (field) {
	case ROSFW_INDEX_DST:
		*key = pkt->family == ROSFW_IPV6 ? pkt->dst.hi : pkt->dst.lo;
		return true;
	case ROSFW_INDEX_SRC:
		*key = pkt->family == ROSFW_IPV6 ? pkt->src.hi : pkt->src.lo;
		return true;
	case ROSFW_INDEX_DST_LOW:
		*key = pkt->dst.lo;
		return true;
	case ROSFW_INDEX_SRC_LOW:
		*key = pkt->src.lo;
		return true;
	case ROSFW_INDEX_DST_PORT:
		*key = pkt->dport;
		return pkt->flags & ROSFW_PKT_PORTS;
	case ROSFW_INDEX_SRC_PORT:
		*key = pkt->sport;
		return pkt->flags & ROSFW_PKT_PORTS;
	case ROSFW_INDEX_IN:
		*key = pkt->in_ifindex;
		return true;
	case ROSFW_INDEX_OUT:
		*key = pkt->out_ifindex;
		return true;
	case ROSFW_INDEX_PROTOCOL:
		*key = pkt->proto;
		return true;
	default:
		*key = w->state;
		return true;
	}
}

/* Adds a list: @n numbers from @first on, and from the first that is not below @rule. */
static __always_inline void add_list(struct rosfw_candidates *c, const struct rosfw_index *index, u32 first, u32 n,
				     u32 rule)
{
	u32 half;

	while (n) {
		half = n / 2;
		if (index->list[first + half] < rule) {
			first += half + 1;
			n -= half + 1;
		} else {
			n = half;
		}
	}
	c->at[c->n++] = first;
}

void rosfw_index_seek(const struct rosfw_index *index, const struct rosfw_walk *w, u32 rule,
		      struct rosfw_candidates *c)
{
	const struct rosfw_index_tree *tree = index->tree;
	u32 todo[ROSFW_INDEX_LISTS] rosfw_unfilled;
	const struct rosfw_index_node *node;
	u32 n = 0, at = tree->root, i;
	u64 key;

	c->n = 0;
	if (index->nfresh)
		add_list(c, index, index->nlists, index->nfresh, rule);
	for (;;) {
		if (at == ROSFW_INDEX_NONE) {
			if (!n)
				return;
			at = todo[--n];
			continue;
		}
		node = &tree->nodes[at];
		if (node->field == ROSFW_INDEX_LEAF) {
			add_list(c, index, node->first, node->n, rule);
			at = ROSFW_INDEX_NONE;
			continue;
		}
		at = ROSFW_INDEX_NONE;
		if (packet_field(w, node->field, &key)) {
			i = rosfw_index_interval(tree->bounds + node->first, node->n, key);
			if (i < node->n)
				at = tree->children[node->first + i];
		}
		if (at == ROSFW_INDEX_NONE)
			at = node->other;
		else if (node->other != ROSFW_INDEX_NONE)
			todo[n++] = node->other;
	}
}
