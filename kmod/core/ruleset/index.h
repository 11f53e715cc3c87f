/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The index of a chain: which of its rules a packet has to be compared with.
 *
 * A long chain has one; a short one is walked rule by rule, and so is one for whose index there was no memory. The
 * index only leaves out rules that cannot match: every rule that it names is compared in full, in the chain's order.
 * See index_tree.c for how it is made and what it costs.
 *
 * Life: made with a program, or taken over from the program before (as it is, or adapted to a few changed rules); goes
 * with the last program that holds it. Constant once it is made. Locks: none.
 */
#ifndef _ROSFW_INDEX_H
#define _ROSFW_INDEX_H

#include "ruleset.h"

#define ROSFW_INDEX_MIN		16U	/* shorter chains have no index */
#define ROSFW_INDEX_HEAD	4U	/* first rules of a chain, which are asked without it */
#define ROSFW_INDEX_LISTS	16U	/* lists of candidates that a packet may have, but for that of fresh rules */
#define ROSFW_INDEX_FRESH	32U	/* rules that may be added to an index before it has to be made anew */
static_assert(ROSFW_INDEX_HEAD < ROSFW_INDEX_MIN);

#define ROSFW_INDEX_NONE	U32_MAX	/* no node; end of a list */

/* What rules are told apart by: all that is the same for a packet during the whole walk. */
enum rosfw_index_field {
	ROSFW_INDEX_DST,	/* IPv6: upper halves */
	ROSFW_INDEX_SRC,
	ROSFW_INDEX_DST_LOW,	/* IPv6: lower halves, of rules with one upper half */
	ROSFW_INDEX_SRC_LOW,
	ROSFW_INDEX_DST_PORT,
	ROSFW_INDEX_SRC_PORT,
	ROSFW_INDEX_IN,
	ROSFW_INDEX_OUT,
	ROSFW_INDEX_PROTOCOL,
	ROSFW_INDEX_STATE,
	ROSFW_INDEX_FIELDS
};

#define ROSFW_INDEX_LEAF	ROSFW_INDEX_FIELDS

/**
 * struct rosfw_index_node - a set of rules: a list, or divided by one field
 * @field: enum rosfw_index_field; ROSFW_INDEX_LEAF: a list
 * @first: first boundary, and child; a list: first candidate
 * @n: boundaries: those with boundary i <= field < boundary i + 1 go on at child i. A list: candidates
 * @other: divided: node of the rules that are not divided here
 */
struct rosfw_index_node {
	u32 field;
	u32 first;
	u32 n;
	u32 other;
};

/**
 * struct rosfw_index_tree - the part of an index that does not know the numbers of rules
 * @refs: indexes that share it
 * @root: the first node
 * @nodes: nodes
 * @bounds: boundaries, sorted for each node
 * @children: beside @bounds: nodes, ROSFW_INDEX_NONE: no rules
 */
struct rosfw_index_tree {
	refcount_t refs;
	u32 root;
	struct rosfw_index_node *nodes;
	u64 *bounds;
	u32 *children;
};

/**
 * struct rosfw_index - the index of one chain
 * @refs: programs that share it
 * @tree: where lists are found
 * @n: rules of the chain
 * @nlists: numbers in the lists of @tree, ends included
 * @nfresh: rules added since @tree was made
 * @dead: rules removed since
 * @list: numbers of rules in the chain, rising; each list ends with ROSFW_INDEX_NONE. A rule that was removed has
 *	become the one behind it, so that lists may name a rule twice. The last list is that of fresh rules
 */
struct rosfw_index {
	refcount_t refs;
	struct rosfw_index_tree *tree;
	u32 n;
	u32 nlists;
	u32 nfresh;
	u32 dead;
	u32 *list;
};

/* ---- index_tree.c ---- */

/*
 * Divides the rules of a chain. *@list: for the caller to free: the numbers of rules that the lists of the tree have,
 * @nlists with their ends. NULL: the chain is no better with a tree, or there is no memory. May sleep.
 */
struct rosfw_index_tree *rosfw_index_tree_build(const struct rosfw_program *p, const struct rosfw_chain *chain,
						u32 **list, u32 *nlists);
void rosfw_index_tree_put(struct rosfw_index_tree *tree);

/* The last boundary that is not above @key; @n: there is none. */
static __always_inline u32 rosfw_index_interval(const u64 *bounds, u32 n, u64 key)
{
	const u64 *at = bounds;
	u32 left = n, half;

	while (left > 1) {
		half = left / 2;
		at += at[half] <= key ? half : 0;
		left -= half;
	}
	return *at <= key ? at - bounds : n;
}

/* ---- index.c ---- */

/* NULL: the chain is too short, or no better with an index, or there is no memory. May sleep. */
struct rosfw_index *rosfw_index_build(const struct rosfw_program *p, const struct rosfw_chain *chain);
/*
 * The index of a chain whose rules were those at @old when @index was made, and are those of @chain now. A rule is the
 * same if its item is. NULL: too much has changed, or there is no memory. May sleep.
 */
struct rosfw_index *rosfw_index_adapt(struct rosfw_index *index, const struct rosfw_rule *old,
				      const struct rosfw_program *p, const struct rosfw_chain *chain);
void rosfw_index_put(struct rosfw_index *index);	/* NULL is fine */

/**
 * struct rosfw_candidates - how far a walk is in the lists of an index
 * @n: lists
 * @at: where in rosfw_index.list the next number of each is
 */
struct rosfw_candidates {
	u32 n;
	u32 at[ROSFW_INDEX_LISTS + 1];
};

/* Finds the lists of a packet, and in them the first rule that is not before @rule. */
void rosfw_index_seek(const struct rosfw_index *index, const struct rosfw_walk *w, u32 rule,
		      struct rosfw_candidates *c);

/* The next candidate; index->n: there is none. */
static __always_inline u32 rosfw_index_next(const struct rosfw_index *index, struct rosfw_candidates *c)
{
	u32 next = index->n, i;

	for (i = 0; i < c->n; i++)
		next = min(next, index->list[c->at[i]]);
	if (next == index->n)
		return next;
	for (i = 0; i < c->n; i++)
		while (index->list[c->at[i]] == next)
			c->at[i]++;
	return next;
}

#endif /* _ROSFW_INDEX_H */
