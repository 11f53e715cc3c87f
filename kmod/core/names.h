/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Names and graphs: what compiling needs to resolve jumps and interface lists.
 *
 * Both are made, used and thrown away by one thread while it compiles; nothing here is seen by packets. No locks.
 */
#ifndef _ROSFW_NAMES_H
#define _ROSFW_NAMES_H

#include "item.h"

#define ROSFW_NO_NAME	U32_MAX

/**
 * struct rosfw_names - different names, numbered from 0 in the order in which they came
 * @n: how many there are
 * @name: by number; the text belongs to somebody else and outlives the table
 * @slot: hash table of number + 1, 0 = free; never more than half full
 * @mask: slots - 1
 */
struct rosfw_names {
	u32 n;
	u32 mask;
	const char **name;
	u32 *slot;
};

int rosfw_names_init(struct rosfw_names *t, u32 max);		/* room for @max names. -ENOMEM */
void rosfw_names_clean(struct rosfw_names *t);
u32 rosfw_names_add(struct rosfw_names *t, const char *name);	/* its number, a new one if it is not there yet */
u32 rosfw_names_find(const struct rosfw_names *t, const char *name, size_t len);	/* ROSFW_NO_NAME: not there */

/**
 * struct rosfw_graph - who needs whom
 * @n: nodes
 * @first: by node: its first edge; @first[@n] is the number of edges
 * @to: by edge: the node that is needed, ROSFW_NO_NAME = none
 */
struct rosfw_graph {
	u32 n;
	const u32 *first;
	const u32 *to;
};

/*
 * rosfw_graph_order() - an order in which every node comes after those that it needs
 *
 * @order: out: nodes in that order
 * @height: out: by node: edges of the longest way down from it
 * @loop: out: an edge that closes a loop
 *
 * Return: 0, -ENOMEM, or -ELOOP with *@loop set.
 */
int rosfw_graph_order(const struct rosfw_graph *g, u32 *order, u32 *height, u32 *loop);

#endif /* _ROSFW_NAMES_H */
