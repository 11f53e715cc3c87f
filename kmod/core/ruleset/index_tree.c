// SPDX-License-Identifier: GPL-2.0-only
/*
 * The tree of an index: which rules can match is found by dividing them. See index.h.
 *
 * A tree that divides rules by one field at a time. A node for a field has the boundaries of all ranges that its rules
 * ask for, and below each interval between them the rules that may match there. A rule that does not ask for the
 * field, or whose ranges spread over too many of the intervals, is left to the node's other child; there the same field
 * may be taken again, with the boundaries of the broad rules only, so that nested prefixes neither multiply nor stay
 * behind. A packet goes down both ways, and ends up with a handful of lists, which are merged in the order of rules.
 *
 * The field of a node is the one that leaves the fewest candidates, as seen by a packet that is like the rules. Only
 * what cannot change during a walk divides rules, and all of it is asked before any condition with a memory
 * (rosfw_matchers[]), so that leaving a rule out has no effect but the time that it takes.
 *
 * Bounds: a rule is in at most INDEX_SPREAD lists of a node, and in INDEX_COPIES lists of the tree on average; a packet
 * has at most ROSFW_INDEX_LISTS lists; the depth is bounded by the latter. What cannot be divided within them stays one
 * list, which is the linear walk of those rules.
 * Locks: none; see index.h.
 */
#include "index.h"

#define INDEX_LEAF	8U	/* rules that are not divided further */
#define INDEX_SPREAD	8U	/* lists of one node that a rule may be in */
#define INDEX_COPIES	6U	/* lists that a rule is in, on average, at most */
#define INDEX_RANGES	4U	/* ranges of one rule in one field */

struct span {
	u64 from, to;
};

/* ---- what a rule asks of a field ---- */

static const u16 field_ops[ROSFW_INDEX_FIELDS][2] = {
	[ROSFW_INDEX_DST] = { ROSFW_A_DST_ADDRESS },
	[ROSFW_INDEX_SRC] = { ROSFW_A_SRC_ADDRESS },
	[ROSFW_INDEX_DST_LOW] = { ROSFW_A_DST_ADDRESS },
	[ROSFW_INDEX_SRC_LOW] = { ROSFW_A_SRC_ADDRESS },
	[ROSFW_INDEX_DST_PORT] = { ROSFW_A_DST_PORT },
	[ROSFW_INDEX_SRC_PORT] = { ROSFW_A_SRC_PORT },
	[ROSFW_INDEX_IN] = { ROSFW_A_IN_INTERFACE, ROSFW_A_IN_INTERFACE_LIST },
	[ROSFW_INDEX_OUT] = { ROSFW_A_OUT_INTERFACE, ROSFW_A_OUT_INTERFACE_LIST },
	[ROSFW_INDEX_PROTOCOL] = { ROSFW_A_PROTOCOL },
	[ROSFW_INDEX_STATE] = { ROSFW_A_CONNECTION_STATE },
};

static u32 one_range(u64 from, u64 to, struct span *r)
{
	r->from = from;
	r->to = to;
	return from <= to;
}

static u32 addr_ranges(const struct rosfw_cond *c, bool v6, struct span *r)
{
	if (v6)
		return one_range(c->u.addr.from.hi, c->u.addr.to.hi, r);
	return one_range(c->u.addr.from.lo, c->u.addr.to.lo, r);
}

static u32 low_ranges(const struct rosfw_cond *c, bool v6, struct span *r)
{
	if (!v6 || c->u.addr.from.hi != c->u.addr.to.hi)
		return 0;
	return one_range(c->u.addr.from.lo, c->u.addr.to.lo, r);
}

/* Many are taken for one that holds them all: they are sorted. */
static u32 port_ranges(const struct rosfw_cond *c, struct span *r)
{
	const struct rosfw_port_range *port = c->n > ROSFW_PORTS_INLINE ? c->u.ports : c->u.port;
	u32 i;

	if (c->n > INDEX_RANGES)
		return one_range(port[0].from, port[c->n - 1].to, r);
	for (i = 0; i < c->n; i++)
		one_range(port[i].from, port[i].to, &r[i]);
	return c->n;
}

static u32 list_ranges(const struct rosfw_cond *c, struct span *r)
{
	u32 i;

	if (c->flags & ROSFW_COND_ANY || c->n > INDEX_RANGES)
		return 0;
	for (i = 0; i < c->n; i++)
		one_range(c->u.ifs[i], c->u.ifs[i], &r[i]);
	return c->n;
}

/* Negated ones too: there are few states. */
static u32 state_ranges(const struct rosfw_cond *c, struct span *r)
{
	u32 bits = c->negated ? ~c->u.bits : c->u.bits;
	u32 i, n = 0;

	for (i = 0; i < __ROSFW_STATE_COUNT; i++) {
		if (!(bits >> i & 1))
			continue;
		if (n == INDEX_RANGES)
			return 0;
		one_range(i, i, &r[n++]);
	}
	return n;
}

static u32 cond_ranges(const struct rosfw_cond *c, enum rosfw_index_field field, bool v6, struct span *r)
{
	if (field == ROSFW_INDEX_STATE)
		return state_ranges(c, r);
	if (c->negated)
		return 0;
	switch (field) {
	case ROSFW_INDEX_DST:
	case ROSFW_INDEX_SRC:
		return addr_ranges(c, v6, r);
	case ROSFW_INDEX_DST_LOW:
	case ROSFW_INDEX_SRC_LOW:
		return low_ranges(c, v6, r);
	case ROSFW_INDEX_DST_PORT:
	case ROSFW_INDEX_SRC_PORT:
		return port_ranges(c, r);
	case ROSFW_INDEX_IN:
	case ROSFW_INDEX_OUT:
		return c->op == ROSFW_A_IN_INTERFACE || c->op == ROSFW_A_OUT_INTERFACE ?
		       one_range(c->u.ifindex, c->u.ifindex, r) : list_ranges(c, r);
	case ROSFW_INDEX_PROTOCOL:
		return one_range(c->u.proto, c->u.proto, r);
	default:
		return 0;
	}
}

/* Where the field of a packet has to be for the rule to match, up to INDEX_RANGES; 0: it does not say. */
static u32 rule_ranges(const struct rosfw_program *p, const struct rosfw_rule *rule, enum rosfw_index_field field,
		       struct span *r)
{
	bool v6 = rosfw_menus[p->menu].family == ROSFW_IPV6;
	const struct rosfw_cond *c = p->conds + rule->first;
	u32 i, n;

	for (i = 0; i < rule->nconds; i++, c++) {
		if (c->op != field_ops[field][0] && c->op != field_ops[field][1])
			continue;
		n = cond_ranges(c, field, v6, r);
		if (n)
			return n;
	}
	return 0;
}

/* ---- building ---- */

/* An array that grows. */
struct pile {
	void *data;
	u32 n, room;
};

/**
 * struct work - an index in the making
 * @p: the program
 * @rules: the chain's
 * @nodes: struct rosfw_index_node
 * @bounds: u64
 * @children: u32
 * @list: u32
 * @copies: how many more numbers the lists may have
 * @keys: boundaries of the node at hand; room for those of all rules
 * @spare: as much room again
 * @count: beside @keys: rules in each interval
 * @nkeys: boundaries
 * @place: for sorting, 256
 * @nomem: there was no memory; what was made is of no use
 */
struct work {
	const struct rosfw_program *p;
	const struct rosfw_rule *rules;
	struct pile nodes, bounds, children, list;
	u64 copies;
	u64 *keys, *spare;
	u32 *count;
	u32 nkeys;
	u32 *place;
	bool nomem;
};

/* Room for @n more at the end of a pile. Returns the number of the first; after a failure nothing may be written. */
static u32 pile_more(struct work *w, struct pile *pile, u32 n, size_t size)
{
	u32 at = pile->n, room;
	void *data;

	if (n > pile->room - pile->n) {
		room = max(pile->room + pile->room / 2, pile->n + n + 64);
		data = rosfw_alloc(array_size(room, size));
		if (!data) {
			w->nomem = true;
			return 0;
		}
		if (pile->n)
			memcpy(data, pile->data, pile->n * size);
		rosfw_free(pile->data);
		pile->data = data;
		pile->room = room;
	}
	pile->n += n;
	return at;
}

static u32 new_leaf(struct work *w, const u32 *rules, u32 n)
{
	u32 node = pile_more(w, &w->nodes, 1, sizeof(struct rosfw_index_node));
	u32 first = w->nomem ? 0 : pile_more(w, &w->list, n + 1, sizeof(u32));
	u32 *list;

	if (w->nomem)
		return ROSFW_INDEX_NONE;
	list = (u32 *)w->list.data + first;
	memcpy(list, rules, n * sizeof(*rules));
	list[n] = ROSFW_INDEX_NONE;
	((struct rosfw_index_node *)w->nodes.data)[node] = (struct rosfw_index_node){
		.field = ROSFW_INDEX_LEAF, .first = first, .n = n, .other = ROSFW_INDEX_NONE };
	return node;
}

/* By bytes, from the lowest; those that are the same in all keys are passed over. */
static void sort_keys(struct work *w)
{
	u32 *place = w->place, i, byte, n, at;
	u64 differ = 0;

	for (i = 1; i < w->nkeys; i++)
		differ |= w->keys[i] ^ w->keys[0];
	for (byte = 0; byte < 64; byte += 8) {
		if (!(differ >> byte & 0xff))
			continue;
		memset(place, 0, 256 * sizeof(*place));
		for (i = 0; i < w->nkeys; i++)
			place[w->keys[i] >> byte & 0xff]++;
		for (i = 0, at = 0; i < 256; i++) {
			n = place[i];
			place[i] = at;
			at += n;
		}
		for (i = 0; i < w->nkeys; i++)
			w->spare[place[w->keys[i] >> byte & 0xff]++] = w->keys[i];
		swap(w->keys, w->spare);
	}
}

/* For few keys the passes over 256 places would cost more than the keys. */
static void sort_few_keys(struct work *w)
{
	u32 i, j;
	u64 key;

	for (i = 1; i < w->nkeys; i++) {
		key = w->keys[i];
		for (j = i; j && w->keys[j - 1] > key; j--)
			w->keys[j] = w->keys[j - 1];
		w->keys[j] = key;
	}
}

/* The boundaries of what these rules ask of the field, sorted, each once. */
static noinline void find_bounds(struct work *w, const u32 *rules, u32 n, enum rosfw_index_field field)
{
	struct span r[INDEX_RANGES];
	u32 i, j, nr, last = 0;

	w->nkeys = 0;
	for (i = 0; i < n; i++) {
		nr = rule_ranges(w->p, &w->rules[rules[i]], field, r);
		for (j = 0; j < nr; j++) {
			w->keys[w->nkeys++] = r[j].from;
			if (r[j].to != U64_MAX)
				w->keys[w->nkeys++] = r[j].to + 1;
		}
	}
	if (!w->nkeys)
		return;
	if (w->nkeys < 100)
		sort_few_keys(w);
	else
		sort_keys(w);
	for (i = 1; i < w->nkeys; i++)
		if (w->keys[i] != w->keys[last])
			w->keys[++last] = w->keys[i];
	w->nkeys = last + 1;
}

/**
 * struct spread - the intervals of a node that a rule is in
 * @n: ranges of intervals; 0: the rule is not divided here
 * @from: first interval of each
 * @to: last interval
 */
struct spread {
	u32 n;
	u32 from[INDEX_RANGES], to[INDEX_RANGES];
};

/* Ranges of one rule may meet in an interval: never, because their ends are boundaries, and the ranges are disjoint. */
static void find_spread(const struct work *w, u32 rule, enum rosfw_index_field field, struct spread *s)
{
	struct span r[INDEX_RANGES];
	u32 i, sum = 0;

	s->n = rule_ranges(w->p, &w->rules[rule], field, r);
	for (i = 0; i < s->n; i++) {
		s->from[i] = rosfw_index_interval(w->keys, w->nkeys, r[i].from);
		s->to[i] = r[i].from == r[i].to ? s->from[i] : rosfw_index_interval(w->keys, w->nkeys, r[i].to);
		sum += s->to[i] - s->from[i] + 1;
	}
	if (sum > INDEX_SPREAD)
		s->n = 0;
}

/* Counts the rules in each interval. Returns how many rules are divided. */
static noinline u32 count_rules(struct work *w, const u32 *rules, u32 n, enum rosfw_index_field field)
{
	u32 i, j, k, divided = 0;
	struct spread s;

	memset(w->count, 0, w->nkeys * sizeof(*w->count));
	for (i = 0; i < n; i++) {
		find_spread(w, rules[i], field, &s);
		divided += !!s.n;
		for (j = 0; j < s.n; j++)
			for (k = s.from[j]; k <= s.to[j]; k++)
				w->count[k]++;
	}
	return divided;
}

/* How many rules a packet that one of the rules means would be compared with, if the node had this field. */
static u32 field_cost(struct work *w, const u32 *rules, u32 n, enum rosfw_index_field field)
{
	u64 sum = 0, squares = 0;
	u32 divided, i;

	find_bounds(w, rules, n, field);
	if (!w->nkeys)
		return U32_MAX;
	divided = count_rules(w, rules, n, field);
	for (i = 0; i < w->nkeys; i++) {
		sum += w->count[i];
		squares += (u64)w->count[i] * w->count[i];
	}
	if (!sum || sum > w->copies)
		return U32_MAX;
	return div64_u64(squares, sum) + n - divided;
}

/* ROSFW_INDEX_FIELDS: none is worth it. */
static noinline enum rosfw_index_field choose_field(struct work *w, const u32 *rules, u32 n)
{
	u32 best = ROSFW_INDEX_FIELDS, least = n - n / 4, field, cost;

	for (field = 0; field < ROSFW_INDEX_FIELDS; field++) {
		cost = field_cost(w, rules, n, field);
		if (cost < least) {
			least = cost;
			best = field;
		}
		if (least <= INDEX_LEAF)
			break;
	}
	return best;
}

static u32 divide(struct work *w, const u32 *rules, u32 n, u32 lists);

/**
 * struct division - the rules of a node, on their way to its children
 * @first: by interval: where its rules begin in @rules; one more at the end
 * @rules: interval by interval
 * @other: those that are not divided
 * @nother: how many
 */
struct division {
	u32 *first;
	u32 *rules;
	u32 *other;
	u32 nother;
};

static void division_clean(struct division *d)
{
	rosfw_free(d->first);
	rosfw_free(d->rules);
	rosfw_free(d->other);
}

/* work->keys and work->count are those of the field. */
static noinline bool division_fill(struct work *w, const u32 *rules, u32 n, enum rosfw_index_field field,
				   struct division *d)
{
	u32 i, j, k, sum = 0;
	struct spread s;

	memset(d, 0, sizeof(*d));
	for (i = 0; i < w->nkeys; i++)
		sum += w->count[i];
	d->first = rosfw_alloc(array_size(w->nkeys + 1, sizeof(u32)));
	d->rules = rosfw_alloc(array_size(sum, sizeof(u32)));
	d->other = rosfw_alloc(array_size(n, sizeof(u32)));
	if (!d->first || !d->rules || !d->other)
		return false;
	for (i = 0; i < w->nkeys; i++) {
		d->first[i + 1] = d->first[i] + w->count[i];
		w->count[i] = d->first[i];
	}
	for (i = 0; i < n; i++) {
		find_spread(w, rules[i], field, &s);
		if (!s.n)
			d->other[d->nother++] = rules[i];
		for (j = 0; j < s.n; j++)
			for (k = s.from[j]; k <= s.to[j]; k++)
				d->rules[w->count[k]++] = rules[i];
	}
	w->copies -= sum;
	return true;
}

/* Below the intervals a quarter of the lists that a packet may have, the others for what is not divided here. */
static void divide_children(struct work *w, u32 node, const struct division *d, u32 first, u32 n, u32 lists)
{
	u32 below = max(lists / 4, 1U), i, child;

	for (i = 0; i < n && !w->nomem; i++) {
		child = divide(w, d->rules + d->first[i], d->first[i + 1] - d->first[i], below);
		if (!w->nomem)
			((u32 *)w->children.data)[first + i] = child;
	}
	child = w->nomem ? ROSFW_INDEX_NONE : divide(w, d->other, d->nother, lists - below);
	if (!w->nomem)
		((struct rosfw_index_node *)w->nodes.data)[node].other = child;
}

static u32 new_node(struct work *w, const u32 *rules, u32 n, enum rosfw_index_field field, u32 lists)
{
	u32 node, first = 0, nkeys;
	struct division d;

	find_bounds(w, rules, n, field);
	count_rules(w, rules, n, field);
	nkeys = w->nkeys;
	node = pile_more(w, &w->nodes, 1, sizeof(struct rosfw_index_node));
	if (!w->nomem)
		first = pile_more(w, &w->bounds, nkeys, sizeof(u64));
	if (!w->nomem)
		pile_more(w, &w->children, nkeys, sizeof(u32));
	if (w->nomem || !division_fill(w, rules, n, field, &d)) {
		if (!w->nomem)
			division_clean(&d);
		w->nomem = true;
		return ROSFW_INDEX_NONE;
	}
	memcpy((u64 *)w->bounds.data + first, w->keys, nkeys * sizeof(u64));
	((struct rosfw_index_node *)w->nodes.data)[node] = (struct rosfw_index_node){
		.field = field, .first = first, .n = nkeys, .other = ROSFW_INDEX_NONE };
	divide_children(w, node, &d, first, nkeys, lists);
	division_clean(&d);
	return node;
}

/*
 * A node for these rules, of which a packet gets at most @lists lists. Calls itself, not deeper than @lists; what needs
 * much of the stack is not inlined here.
 */
static u32 divide(struct work *w, const u32 *rules, u32 n, u32 lists)
{
	enum rosfw_index_field field = ROSFW_INDEX_FIELDS;

	if (!n)
		return ROSFW_INDEX_NONE;
	if (n > INDEX_LEAF && lists > 1) {
		field = choose_field(w, rules, n);
		cond_resched();
	}
	return field == ROSFW_INDEX_FIELDS ? new_leaf(w, rules, n) : new_node(w, rules, n, field, lists);
}

/* The most boundaries that one field may have. */
static u32 count_keys(const struct work *w, u32 n)
{
	struct span r[INDEX_RANGES];
	u32 i, field, most = 0, sum;

	for (field = 0; field < ROSFW_INDEX_FIELDS; field++) {
		for (i = 0, sum = 0; i < n; i++)
			sum += 2 * rule_ranges(w->p, &w->rules[i], field, r);
		most = max(most, sum);
	}
	return most;
}

/* Takes what was made out of @w. */
static struct rosfw_index_tree *finish(struct work *w, u32 root, u32 **list, u32 *nlists)
{
	struct rosfw_index_tree *tree = rosfw_alloc(sizeof(*tree));

	if (!tree)
		return NULL;
	refcount_set(&tree->refs, 1);
	tree->root = root;
	tree->nodes = w->nodes.data;
	tree->bounds = w->bounds.data;
	tree->children = w->children.data;
	*list = w->list.data;
	*nlists = w->list.n;
	w->nodes.data = NULL;
	w->bounds.data = NULL;
	w->children.data = NULL;
	w->list.data = NULL;
	return tree;
}

static void work_clean(struct work *w)
{
	rosfw_free(w->nodes.data);
	rosfw_free(w->bounds.data);
	rosfw_free(w->children.data);
	rosfw_free(w->list.data);
	rosfw_free(w->keys);
	rosfw_free(w->spare);
	rosfw_free(w->count);
	rosfw_free(w->place);
}

struct rosfw_index_tree *rosfw_index_tree_build(const struct rosfw_program *p, const struct rosfw_chain *chain,
						u32 **list, u32 *nlists)
{
	struct work w = { .p = p, .rules = p->rules + chain->first, .copies = (u64)chain->n * INDEX_COPIES };
	u32 keys, i, root = ROSFW_INDEX_NONE, *rules;
	struct rosfw_index_tree *tree = NULL;

	keys = count_keys(&w, chain->n) + 1;
	rules = rosfw_alloc(array_size(chain->n, sizeof(*rules)));
	w.keys = rosfw_alloc(array_size(keys, sizeof(*w.keys)));
	w.spare = rosfw_alloc(array_size(keys, sizeof(*w.spare)));
	w.count = rosfw_alloc(array_size(keys, sizeof(*w.count)));
	w.place = rosfw_alloc(256 * sizeof(*w.place));
	w.nomem = !rules || !w.keys || !w.spare || !w.count || !w.place;
	if (!w.nomem) {
		for (i = 0; i < chain->n; i++)
			rules[i] = i;
		root = divide(&w, rules, chain->n, ROSFW_INDEX_LISTS);
	}
	rosfw_free(rules);
	/* One list of all rules would be the chain. */
	if (!w.nomem && ((struct rosfw_index_node *)w.nodes.data)[root].field != ROSFW_INDEX_LEAF)
		tree = finish(&w, root, list, nlists);
	work_clean(&w);
	return tree;
}

void rosfw_index_tree_put(struct rosfw_index_tree *tree)
{
	if (!tree || !refcount_dec_and_test(&tree->refs))
		return;
	rosfw_free(tree->nodes);
	rosfw_free(tree->bounds);
	rosfw_free(tree->children);
	rosfw_free(tree);
}
