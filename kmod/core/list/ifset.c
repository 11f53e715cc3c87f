// SPDX-License-Identifier: GPL-2.0-only
/*
 * Interface sets: resolving interface lists. See ifset.h.
 *
 * Lists and what they include or exclude make a graph. It is put in an order in which each list comes after those
 * that it needs, and resolved in that order. Everything but the result is temporary. No locks.
 */
#include "ifset.h"
#include "../ruleset/ruleset.h"

/**
 * struct links - the graph of lists
 * @lists: the items; position is the number of a node
 * @names: names to numbers; the same numbers, since names are unique
 * @first: by list: where its edges begin; one more at the end. First the included lists, then the excluded ones
 * @excluded: by list: where its excluded lists begin
 * @to: by edge: the list that is named
 */
struct links {
	const struct rosfw_items *lists;
	struct rosfw_names names;
	u32 *first;
	u32 *excluded;
	u32 *to;
};

static u32 count_links(const char *names)
{
	u32 n = 0;

	if (!names || !*names)
		return 0;
	for (n = 1; *names; names++)
		n += *names == ',';
	return n;
}

static int refuse_list(const struct links *l, u32 list, int code, u16 prop, const char *text, struct rosfw_error *err)
{
	rosfw_refuse(err, code, prop, text);
	err->menu = ROSFW_MENU_INTERFACE_LIST;
	err->id = l->lists->item[list]->id;
	return code;
}

/* Appends the edges of one property. */
static int add_links(struct links *l, u32 list, u16 prop, u32 *edges, struct rosfw_error *err)
{
	const char *s = rosfw_item_string(l->lists->item[list], prop);
	const char *end;
	u32 to;

	for (; s && *s; s = *end ? end + 1 : end) {
		for (end = s; *end && *end != ','; end++)
			;
		to = rosfw_names_find(&l->names, s, end - s);
		if (to == ROSFW_NO_NAME)
			return refuse_list(l, list, -ENOENT, prop,
					   "there is no interface list of that name: add it first", err);
		l->to[(*edges)++] = to;
	}
	return 0;
}

static int fill_links(struct links *l, struct rosfw_error *err)
{
	u32 i, edges = 0;
	int ret = 0;

	for (i = 0; i < l->lists->n && !ret; i++) {
		l->first[i] = edges;
		ret = add_links(l, i, ROSFW_A_INCLUDE, &edges, err);
		l->excluded[i] = edges;
		if (!ret)
			ret = add_links(l, i, ROSFW_A_EXCLUDE, &edges, err);
	}
	l->first[i] = edges;
	return ret;
}

static void links_clean(struct links *l)
{
	rosfw_names_clean(&l->names);
	rosfw_free(l->first);
	rosfw_free(l->excluded);
	rosfw_free(l->to);
}

static int links_init(struct links *l, const struct rosfw_items *lists, struct rosfw_error *err)
{
	u32 i, edges = 0;
	int ret;

	memset(l, 0, sizeof(*l));
	l->lists = lists;
	if (rosfw_names_init(&l->names, lists->n))
		return rosfw_refuse_memory(err);
	for (i = 0; i < lists->n; i++) {
		rosfw_names_add(&l->names, rosfw_item_string(lists->item[i], ROSFW_A_NAME));
		edges += count_links(rosfw_item_string(lists->item[i], ROSFW_A_INCLUDE)) +
			 count_links(rosfw_item_string(lists->item[i], ROSFW_A_EXCLUDE));
	}
	l->first = rosfw_alloc(array_size(lists->n + 1, sizeof(*l->first)));
	l->excluded = rosfw_alloc(array_size(lists->n + 1, sizeof(*l->excluded)));
	l->to = rosfw_alloc(array_size(edges + 1, sizeof(*l->to)));
	ret = l->first && l->excluded && l->to ? fill_links(l, err) : rosfw_refuse_memory(err);
	if (ret)
		links_clean(l);
	return ret;
}

/* Puts the lists in order; *@order is the caller's to free. */
static int order_lists(const struct links *l, u32 **order, struct rosfw_error *err)
{
	struct rosfw_graph g = { .n = l->lists->n, .first = l->first, .to = l->to };
	u32 *height, loop = 0, list = 0;
	int ret = -ENOMEM;

	*order = rosfw_alloc(array_size(g.n + 1, sizeof(**order)));
	height = rosfw_alloc(array_size(g.n + 1, sizeof(*height)));
	if (*order && height)
		ret = rosfw_graph_order(&g, *order, height, &loop);
	rosfw_free(height);
	if (!ret)
		return 0;
	rosfw_free(*order);
	if (ret == -ENOMEM)
		return rosfw_refuse_memory(err);
	while (loop >= l->first[list + 1])
		list++;
	return refuse_list(l, list, -ELOOP, loop < l->excluded[list] ? ROSFW_A_INCLUDE : ROSFW_A_EXCLUDE,
			   "this makes a loop: the interface list named leads back to this one", err);
}

int rosfw_ifsets_check(const struct rosfw_config *config, struct rosfw_error *err)
{
	struct links l;
	u32 *order;
	int ret;

	ret = links_init(&l, config->menu[ROSFW_MENU_INTERFACE_LIST], err);
	if (ret)
		return ret;
	ret = order_lists(&l, &order, err);
	if (!ret)
		rosfw_free(order);
	links_clean(&l);
	return ret;
}

/* ---- members ---- */

static int compare_u32(const void *a, const void *b)
{
	u32 x = *(const u32 *)a, y = *(const u32 *)b;

	return x < y ? -1 : x > y;
}

static void sort_unique(struct rosfw_ifset *s)
{
	u32 i, n = 0;

	sort(s->ifindex, s->n, sizeof(*s->ifindex), compare_u32, NULL);
	for (i = 0; i < s->n; i++)
		if (!n || s->ifindex[n - 1] != s->ifindex[i])
			s->ifindex[n++] = s->ifindex[i];
	s->n = n;
}

static void subtract(struct rosfw_ifset *s, const struct rosfw_ifset *minus)
{
	u32 i, n = 0;

	for (i = 0; i < s->n; i++)
		if (!rosfw_ifset_has(minus->ifindex, minus->n, s->ifindex[i]))
			s->ifindex[n++] = s->ifindex[i];
	s->n = n;
}

static int resolve_built_in(struct rosfw_ifset *s, const char *name, void *world)
{
	u32 room = 0, n;

	/* Interfaces may come while we count. */
	while ((n = rosfw_env_builtin_ifaces(world, name, s->ifindex, room)) > room) {
		rosfw_free(s->ifindex);
		room = n + 8;
		s->ifindex = rosfw_alloc(array_size(room, sizeof(*s->ifindex)));
		if (!s->ifindex)
			return -ENOMEM;
	}
	s->n = n;
	s->any = !strcmp(name, "all");
	sort_unique(s);
	return 0;
}

/* @own: ifindexes of the list's own members, @nown of them. */
static int resolve(struct rosfw_ifsets *sets, const struct links *l, u32 list, const u32 *own, u32 nown)
{
	struct rosfw_ifset *s = &sets->set[list];
	const struct rosfw_ifset *other;
	size_t room = nown;
	u32 i;

	for (i = l->first[list]; i < l->excluded[list]; i++)
		room += sets->set[l->to[i]].n;
	s->ifindex = rosfw_alloc(array_size(room + 1, sizeof(*s->ifindex)));
	if (!s->ifindex)
		return -ENOMEM;
	for (i = l->first[list]; i < l->excluded[list]; i++) {
		other = &sets->set[l->to[i]];
		if (other->n)
			memcpy(s->ifindex + s->n, other->ifindex, other->n * sizeof(*s->ifindex));
		s->n += other->n;
		s->any |= other->any;
	}
	sort_unique(s);
	for (; i < l->first[list + 1]; i++) {
		subtract(s, &sets->set[l->to[i]]);
		s->any = false;
	}
	memcpy(s->ifindex + s->n, own, nown * sizeof(*own));
	s->n += nown;
	sort_unique(s);
	return 0;
}

/**
 * struct own - the lists' own members, as they are now
 * @first: by list: where its members begin in @ifindex; one more at the end
 * @ifindex: 0 for members whose interface does not exist
 */
struct own {
	u32 *first;
	u32 *ifindex;
};

static bool counts(const struct rosfw_item *member, const struct links *l, u32 *list)
{
	const char *name = rosfw_item_string(member, ROSFW_A_LIST);

	*list = rosfw_names_find(&l->names, name, strlen(name));
	return *list != ROSFW_NO_NAME && !rosfw_item_bool(member, ROSFW_A_DISABLED);
}

static int own_init(struct own *o, const struct links *l, const struct rosfw_items *members, void *world)
{
	u32 i, list, n = 0, lists = l->lists->n;

	o->first = rosfw_alloc(array_size(lists + 2, sizeof(*o->first)));
	o->ifindex = rosfw_alloc(array_size(members->n + 1, sizeof(*o->ifindex)));
	if (!o->first || !o->ifindex)
		return -ENOMEM;
	/* Count at [list + 2], sum up, place by moving [list + 1]: then [list] is where each begins. */
	for (i = 0; i < members->n; i++)
		if (counts(members->item[i], l, &list))
			o->first[list + 2]++;
	for (i = 0; i + 2 < lists + 2; i++)
		o->first[i + 2] += o->first[i + 1];
	for (i = 0; i < members->n; i++) {
		if (!counts(members->item[i], l, &list))
			continue;
		n = o->first[list + 1]++;
		o->ifindex[n] = rosfw_env_ifindex(world, rosfw_item_string(members->item[i], ROSFW_A_INTERFACE), NULL);
	}
	return 0;
}

static void own_clean(struct own *o)
{
	rosfw_free(o->first);
	rosfw_free(o->ifindex);
}

static int resolve_all(struct rosfw_ifsets *sets, const struct links *l, const u32 *order, const struct own *own,
		       void *world)
{
	const struct rosfw_item *item;
	static const u32 nowhere;
	u32 i, list, n;
	int ret = 0;

	for (i = 0; i < l->lists->n && !ret; i++) {
		list = order[i];
		item = l->lists->item[list];
		n = own->first[list + 1] - own->first[list];
		if (item->flags & ROSFW_FLAG_BUILTIN)
			ret = resolve_built_in(&sets->set[list], rosfw_item_string(item, ROSFW_A_NAME), world);
		else
			ret = resolve(sets, l, list, own->ifindex + own->first[list], n);
		/* Members whose interface does not exist now were counted as 0. */
		if (!ret && sets->set[list].n)
			subtract(&sets->set[list], &(struct rosfw_ifset){ .ifindex = (u32 *)&nowhere, .n = 1 });
	}
	return ret;
}

static struct rosfw_ifsets *ifsets_new(struct rosfw_config *config, struct links *l)
{
	struct rosfw_ifsets *sets = rosfw_alloc(sizeof(*sets));

	if (!sets)
		return NULL;
	sets->set = rosfw_alloc(array_size(l->lists->n + 1, sizeof(*sets->set)));
	if (!sets->set) {
		rosfw_free(sets);
		return NULL;
	}
	refcount_set(&sets->refs, 1);
	sets->config = rosfw_config_get(config);
	sets->names = l->names;
	l->names = (struct rosfw_names){ 0 };
	return sets;
}

int rosfw_ifsets_build(struct rosfw_config *config, void *world, struct rosfw_ifsets **out, struct rosfw_error *err)
{
	struct rosfw_ifsets *sets;
	struct own own = { .first = NULL };
	struct links l;
	u32 *order;
	int ret;

	ret = links_init(&l, config->menu[ROSFW_MENU_INTERFACE_LIST], err);
	if (ret)
		return ret;
	ret = order_lists(&l, &order, err);
	if (ret)
		goto out;
	ret = own_init(&own, &l, config->menu[ROSFW_MENU_INTERFACE_LIST_MEMBER], world);
	sets = ret ? NULL : ifsets_new(config, &l);
	if (sets)
		ret = resolve_all(sets, &l, order, &own, world);
	if (!sets || ret) {
		rosfw_ifsets_put(sets);
		ret = rosfw_refuse_memory(err);
	} else {
		*out = sets;
	}
	own_clean(&own);
	rosfw_free(order);
out:
	links_clean(&l);
	return ret;
}

struct rosfw_ifsets *rosfw_ifsets_get(struct rosfw_ifsets *sets)
{
	refcount_inc(&sets->refs);
	return sets;
}

void rosfw_ifsets_put(struct rosfw_ifsets *sets)
{
	u32 i;

	if (!sets || !refcount_dec_and_test(&sets->refs))
		return;
	for (i = 0; i < sets->names.n; i++)
		rosfw_free(sets->set[i].ifindex);
	rosfw_names_clean(&sets->names);
	rosfw_free(sets->set);
	rosfw_config_put(sets->config);
	rosfw_free(sets);
}

const struct rosfw_ifset *rosfw_ifsets_find(const struct rosfw_ifsets *sets, const char *name)
{
	u32 i = rosfw_names_find(&sets->names, name, strlen(name));

	return i == ROSFW_NO_NAME ? NULL : &sets->set[i];
}
