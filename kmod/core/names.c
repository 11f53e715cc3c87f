// SPDX-License-Identifier: GPL-2.0-only
/*
 * Names and graphs for the compiler. See names.h.
 *
 * The table of names has open addressing and a fixed size; the walk over a graph keeps its own stack, so that a chain
 * of a million jumps costs memory of the configuration and not of the kernel's stack. No locks.
 */
#include "names.h"

int rosfw_names_init(struct rosfw_names *t, u32 max)
{
	u32 slots = roundup_pow_of_two(max * 2 + 2);

	t->n = 0;
	t->mask = slots - 1;
	t->name = rosfw_alloc(array_size(max + 1, sizeof(*t->name)));
	t->slot = rosfw_alloc(array_size(slots, sizeof(*t->slot)));
	if (t->name && t->slot)
		return 0;
	rosfw_names_clean(t);
	return -ENOMEM;
}

void rosfw_names_clean(struct rosfw_names *t)
{
	rosfw_free(t->name);
	rosfw_free(t->slot);
	t->name = NULL;
	t->slot = NULL;
}

/* The slot that holds the name, or the free one where it belongs. */
static u32 find_slot(const struct rosfw_names *t, const char *name, size_t len)
{
	u32 i = jhash(name, len, 0) & t->mask;

	for (; t->slot[i]; i = (i + 1) & t->mask)
		if (!strncmp(t->name[t->slot[i] - 1], name, len) && !t->name[t->slot[i] - 1][len])
			break;
	return i;
}

u32 rosfw_names_add(struct rosfw_names *t, const char *name)
{
	u32 i = find_slot(t, name, strlen(name));

	if (!t->slot[i]) {
		t->name[t->n] = name;
		t->slot[i] = ++t->n;
	}
	return t->slot[i] - 1;
}

u32 rosfw_names_find(const struct rosfw_names *t, const char *name, size_t len)
{
	u32 i = find_slot(t, name, len);

	return t->slot[i] ? t->slot[i] - 1 : ROSFW_NO_NAME;
}

enum { UNSEEN, OPEN, DONE };

/**
 * struct walk - where the walk stands
 * @g: the graph
 * @order: out: see rosfw_graph_order()
 * @height: out: likewise
 * @done: nodes in @order
 * @stack: nodes from the root to the present one
 * @next: by node: its next edge to look at
 * @state: by node: UNSEEN, OPEN (on the stack), DONE
 */
struct walk {
	const struct rosfw_graph *g;
	u32 *order, *height;
	u32 done;
	u32 *stack, *next;
	u8 *state;
};

static int walk_from(struct walk *w, u32 root, u32 *loop)
{
	u32 depth = 0, node, to;

	w->stack[depth++] = root;
	w->state[root] = OPEN;
	while (depth) {
		node = w->stack[depth - 1];
		if (w->next[node] == w->g->first[node + 1]) {
			w->state[node] = DONE;
			w->order[w->done++] = node;
			depth--;
			continue;
		}
		to = w->g->to[w->next[node]];
		if (to != ROSFW_NO_NAME && w->state[to] == OPEN) {
			*loop = w->next[node];
			return -ELOOP;
		}
		/* An unseen node is done first; this edge is looked at again after that. */
		if (to != ROSFW_NO_NAME && w->state[to] == UNSEEN) {
			w->state[to] = OPEN;
			w->stack[depth++] = to;
			continue;
		}
		if (to != ROSFW_NO_NAME)
			w->height[node] = max(w->height[node], w->height[to] + 1);
		w->next[node]++;
	}
	return 0;
}

int rosfw_graph_order(const struct rosfw_graph *g, u32 *order, u32 *height, u32 *loop)
{
	struct walk w = { .g = g, .order = order, .height = height };
	int ret = -ENOMEM;
	u32 i;

	w.stack = rosfw_alloc(array_size(g->n + 1, sizeof(*w.stack)));
	w.next = rosfw_alloc(array_size(g->n + 1, sizeof(*w.next)));
	w.state = rosfw_alloc(array_size(g->n + 1, sizeof(*w.state)));
	if (!w.stack || !w.next || !w.state)
		goto out;
	memcpy(w.next, g->first, g->n * sizeof(*w.next));
	memset(height, 0, g->n * sizeof(*height));
	ret = 0;
	for (i = 0; i < g->n && !ret; i++)
		if (w.state[i] == UNSEEN)
			ret = walk_from(&w, i, loop);
out:
	rosfw_free(w.stack);
	rosfw_free(w.next);
	rosfw_free(w.state);
	return ret;
}
