// SPDX-License-Identifier: GPL-2.0-only
/*
 * Configurations: the items of every menu, in order. See config.h.
 *
 * A clone costs one pointer per menu: the tables of items are shared and copied when the first change comes
 * (own_items()). Items are never copied. Interface lists and routing tables are the only items with rules between
 * them: names are unique, the list of a member and the table of a rule exist, and what something names stays.
 * Locks: none; see config.h.
 */
#include "list/ifset.h"
#include "ruleset/chains.h"
#include "settings.h"

static const struct {
	const char *name;
	const char *comment;
} built_in_lists[] = {
	{ "all", "contains all interfaces" },
	{ "none", "contains no interfaces" },
	{ "dynamic", "contains dynamic interfaces" },
	{ "static", "contains static interfaces" },
};

/* Is this a menu whose items a configuration holds? */
static bool holds(u32 menu)
{
	if (!menu || menu > ROSFW_MENU_MAX)
		return false;
	switch (rosfw_menus[menu].type) {
	case ROSFW_MENU_RULES:
	case ROSFW_MENU_IFLISTS:
	case ROSFW_MENU_IFMEMBERS:
	case ROSFW_MENU_SETTINGS:
	case ROSFW_MENU_SERVICES:
	case ROSFW_MENU_TABLES:
	case ROSFW_MENU_HOSTS:
		return true;
	default:
		return false;
	}
}

/* Are all items there from the start, for ever and in this order? */
static bool is_fixed(u32 menu)
{
	return rosfw_menus[menu].type == ROSFW_MENU_SETTINGS || rosfw_menus[menu].type == ROSFW_MENU_SERVICES;
}

static u32 items_max(u32 menu)
{
	switch (rosfw_menus[menu].type) {
	case ROSFW_MENU_IFLISTS:
		return ROSFW_IFLISTS_MAX;
	case ROSFW_MENU_IFMEMBERS:
		return ROSFW_IFMEMBERS_MAX;
	case ROSFW_MENU_TABLES:
		return ROSFW_TABLES_MAX;
	case ROSFW_MENU_HOSTS:
		return ROSFW_HOSTS_MAX;
	default:
		return ROSFW_CONFIG_ITEMS_MAX;
	}
}

/* ---- tables of items ---- */

static struct rosfw_items *items_new(u32 room)
{
	struct rosfw_items *items = rosfw_alloc(sizeof(*items));

	if (!items)
		return NULL;
	items->item = rosfw_alloc(array_size(room, sizeof(*items->item)));
	if (!items->item) {
		rosfw_free(items);
		return NULL;
	}
	refcount_set(&items->refs, 1);
	items->room = room;
	return items;
}

struct rosfw_items *rosfw_items_get(struct rosfw_items *items)
{
	refcount_inc(&items->refs);
	return items;
}

void rosfw_items_put(struct rosfw_items *items)
{
	u32 i;

	if (!items || !refcount_dec_and_test(&items->refs))
		return;
	for (i = 0; i < items->n; i++)
		rosfw_item_put(items->item[i]);
	rosfw_free(items->item);
	rosfw_free(items);
}

/* Makes the table of @menu this configuration's own, with room for @more items. -ENOMEM: as before. */
static int own_items(struct rosfw_config *c, u32 menu, u32 more)
{
	struct rosfw_items *old = c->menu[menu], *new;
	u32 need = old->n + more;
	u32 i;

	if (refcount_read(&old->refs) == 1 && need <= old->room)
		return 0;
	new = items_new(need <= old->room ? old->room : need + need / 2 + 4);
	if (!new)
		return -ENOMEM;
	for (i = 0; i < old->n; i++)
		new->item[i] = rosfw_item_get(old->item[i]);
	new->n = old->n;
	c->menu[menu] = new;
	rosfw_items_put(old);
	return 0;
}

/*
 * Position of an id, items->n if it is not there. Ids grow with every add, so that an item stands before position id,
 * and near it unless much was removed or moved: look backwards from there, then at the rest.
 */
static u32 find_position(const struct rosfw_items *items, u32 id)
{
	u32 start = min(items->n, id);
	u32 i;

	for (i = start; i-- > 0;)
		if (items->item[i]->id == id)
			return i;
	for (i = start; i < items->n; i++)
		if (items->item[i]->id == id)
			return i;
	return items->n;
}

static void insert_at(struct rosfw_items *items, u32 pos, struct rosfw_item *item)
{
	memmove(&items->item[pos + 1], &items->item[pos], (items->n - pos) * sizeof(*items->item));
	items->item[pos] = item;
	items->n++;
}

static struct rosfw_item *take_at(struct rosfw_items *items, u32 pos)
{
	struct rosfw_item *item = items->item[pos];

	items->n--;
	memmove(&items->item[pos], &items->item[pos + 1], (items->n - pos) * sizeof(*items->item));
	return item;
}

/* ---- life ---- */

/* A built-in item at the end of its menu. @name and @comment may be NULL. */
static int add_built_in(struct rosfw_config *c, u32 menu, const char *name, const char *comment)
{
	struct rosfw_item_builder b;
	int ret;

	ret = rosfw_item_begin(&b, menu);
	if (!ret && name)
		ret = rosfw_item_put_string(&b, ROSFW_A_NAME, false, name);
	if (!ret && comment)
		ret = rosfw_item_put_string(&b, ROSFW_A_COMMENT, false, comment);
	if (!ret && menu == ROSFW_MENU_ROUTING_TABLE)
		ret = rosfw_item_put_u32(&b, ROSFW_A_FIB, false, true);
	if (!ret)
		ret = own_items(c, menu, 1);
	if (ret) {
		rosfw_item_put(b.item);
		return ret;
	}
	b.item->flags = ROSFW_FLAG_BUILTIN;
	b.item->id = c->next_id[menu]++;
	insert_at(c->menu[menu], c->menu[menu]->n, b.item);
	return 0;
}

static int add_all_built_in(struct rosfw_config *c)
{
	int ret = 0;
	u32 i;

	for (i = 1; i <= ROSFW_MENU_MAX && !ret; i++)
		if (rosfw_menus[i].type == ROSFW_MENU_SETTINGS)
			ret = add_built_in(c, i, NULL, NULL);
	for (i = 0; i < ARRAY_SIZE(built_in_lists) && !ret; i++)
		ret = add_built_in(c, ROSFW_MENU_INTERFACE_LIST, built_in_lists[i].name, built_in_lists[i].comment);
	if (!ret)
		ret = add_built_in(c, ROSFW_MENU_ROUTING_TABLE, ROSFW_MAIN, NULL);
	for (i = 0; rosfw_service_name(i) && !ret; i++)
		ret = add_built_in(c, ROSFW_MENU_IP_SERVICE_PORT, rosfw_service_name(i), NULL);
	return ret;
}

struct rosfw_config *rosfw_config_new(void)
{
	struct rosfw_config *c = rosfw_alloc(sizeof(*c));
	u32 i;

	if (!c)
		return NULL;
	refcount_set(&c->refs, 1);
	for (i = 1; i <= ROSFW_MENU_MAX; i++) {
		c->next_id[i] = 1;
		if (!holds(i))
			continue;
		c->menu[i] = items_new(4);
		if (!c->menu[i])
			goto fail;
	}
	if (!add_all_built_in(c))
		return c;

fail:
	rosfw_config_put(c);
	return NULL;
}

struct rosfw_config *rosfw_config_clone(const struct rosfw_config *c)
{
	struct rosfw_config *clone = rosfw_alloc(sizeof(*clone));
	u32 i;

	if (!clone)
		return NULL;
	refcount_set(&clone->refs, 1);
	memcpy(clone->next_id, c->next_id, sizeof(clone->next_id));
	for (i = 0; i <= ROSFW_MENU_MAX; i++)
		if (c->menu[i])
			clone->menu[i] = rosfw_items_get(c->menu[i]);
	return clone;
}

struct rosfw_config *rosfw_config_get(struct rosfw_config *c)
{
	refcount_inc(&c->refs);
	return c;
}

void rosfw_config_put(struct rosfw_config *c)
{
	u32 i;

	if (!c || !refcount_dec_and_test(&c->refs))
		return;
	for (i = 0; i <= ROSFW_MENU_MAX; i++)
		rosfw_items_put(c->menu[i]);
	rosfw_free(c);
}

struct rosfw_item *rosfw_config_find(const struct rosfw_config *c, u32 menu, u32 id)
{
	u32 pos;

	if (!holds(menu))
		return NULL;
	pos = find_position(c->menu[menu], id);
	return pos < c->menu[menu]->n ? c->menu[menu]->item[pos] : NULL;
}

/* ---- interface lists ---- */

static bool same_text(const struct rosfw_item *a, const struct rosfw_item *b, u16 prop)
{
	const char *x = rosfw_item_string(a, prop), *y = rosfw_item_string(b, prop);

	return !strcmp(x ? x : "", y ? y : "");
}

static const struct rosfw_item *find_named(const struct rosfw_items *items, const char *name)
{
	u32 i;

	for (i = 0; i < items->n; i++)
		if (!strcmp(rosfw_item_string(items->item[i], ROSFW_A_NAME), name))
			return items->item[i];
	return NULL;
}

static const struct rosfw_item *find_list(const struct rosfw_config *c, const char *name)
{
	return find_named(c->menu[ROSFW_MENU_INTERFACE_LIST], name);
}

static bool names_contain(const char *names, const char *name)
{
	size_t len = strlen(name);

	while (names && *names) {
		if (!strncmp(names, name, len) && (!names[len] || names[len] == ','))
			return true;
		names = strchr(names, ',');
		names = names ? names + 1 : NULL;
	}
	return false;
}

/* Does a member or another list name it? Returns the sentence that says so. */
static const char *list_user(const struct rosfw_config *c, const struct rosfw_item *list)
{
	const struct rosfw_items *members = c->menu[ROSFW_MENU_INTERFACE_LIST_MEMBER];
	const struct rosfw_items *lists = c->menu[ROSFW_MENU_INTERFACE_LIST];
	const char *name = rosfw_item_string(list, ROSFW_A_NAME);
	u32 i;

	for (i = 0; i < members->n; i++)
		if (!strcmp(rosfw_item_string(members->item[i], ROSFW_A_LIST), name))
			return "the interface list has members: remove them first";
	for (i = 0; i < lists->n; i++)
		if (lists->item[i] != list &&
		    (names_contain(rosfw_item_string(lists->item[i], ROSFW_A_INCLUDE), name) ||
		     names_contain(rosfw_item_string(lists->item[i], ROSFW_A_EXCLUDE), name)))
			return "another interface list includes or excludes this one: change that one first";
	return NULL;
}

/* @old: the version that @item replaces, NULL when it is new. */
static int check_list(const struct rosfw_config *c, const struct rosfw_item *item, const struct rosfw_item *old,
		      struct rosfw_error *err)
{
	const struct rosfw_item *other = find_list(c, rosfw_item_string(item, ROSFW_A_NAME));
	const char *user;

	if (other && other != old)
		return rosfw_refuse(err, -EEXIST, ROSFW_A_NAME, "already have interface list with such name");
	if (!old || (other == old && !(old->flags & ROSFW_FLAG_BUILTIN)))
		return 0;
	if (old->flags & ROSFW_FLAG_BUILTIN) {
		if (other == old && same_text(item, old, ROSFW_A_INCLUDE) && same_text(item, old, ROSFW_A_EXCLUDE))
			return 0;
		return rosfw_refuse(err, -EPERM, 0, "of a built-in interface list only the comment can be changed");
	}
	user = list_user(c, old);
	return user ? rosfw_refuse(err, -EBUSY, ROSFW_A_NAME, user) : 0;
}

static int check_member(const struct rosfw_config *c, const struct rosfw_item *item, const struct rosfw_item *old,
			struct rosfw_error *err)
{
	const struct rosfw_items *members = c->menu[ROSFW_MENU_INTERFACE_LIST_MEMBER];
	const struct rosfw_item *list = find_list(c, rosfw_item_string(item, ROSFW_A_LIST));
	u32 i;

	if (!list)
		return rosfw_refuse(err, -ENOENT, ROSFW_A_LIST, "there is no such interface list: add it first");
	if (list->flags & ROSFW_FLAG_BUILTIN)
		return rosfw_refuse(err, -EPERM, ROSFW_A_LIST,
				    "members of built-in interface lists are found by the system and cannot be added");
	for (i = 0; i < members->n; i++)
		if (members->item[i] != old && same_text(members->item[i], item, ROSFW_A_LIST) &&
		    same_text(members->item[i], item, ROSFW_A_INTERFACE))
			return rosfw_refuse(err, -EEXIST, ROSFW_A_INTERFACE,
					    "already have such entry: the interface is a member of this list");
	return 0;
}

/* @old: the version that @item replaces, NULL when it is new. */
static int check_host(const struct rosfw_config *c, const struct rosfw_item *item, const struct rosfw_item *old,
		      struct rosfw_error *err)
{
	const struct rosfw_value *mine = rosfw_item_value(item, ROSFW_A_ADDRESS);
	const struct rosfw_items *hosts = c->menu[ROSFW_MENU_IP_HOTSPOT_HOST];
	u32 i;

	for (i = 0; i < hosts->n; i++)
		if (hosts->item[i] != old &&
		    !memcmp(rosfw_item_value(hosts->item[i], ROSFW_A_ADDRESS)->data, mine->data, mine->len))
			return rosfw_refuse(err, -EEXIST, ROSFW_A_ADDRESS,
					    "already have such entry: the address is a client");
	return 0;
}

static int check_service(const struct rosfw_item *item, const struct rosfw_item *old, struct rosfw_error *err)
{
	if (same_text(item, old, ROSFW_A_NAME))
		return 0;
	return rosfw_refuse(err, -EPERM, ROSFW_A_NAME, "the name of a service cannot be changed");
}

/* ---- routing tables: numbers are 1 ... ROSFW_SKB_ROUTING_MARK, and 0 for main, so many as ROSFW_TABLES_MAX ---- */

static const u16 table_props[] = { ROSFW_A_ROUTING_MARK, ROSFW_A_NEW_ROUTING_MARK, ROSFW_A_ROUTING_TABLE, 0 };

const struct rosfw_item *rosfw_config_table(const struct rosfw_config *c, const char *name)
{
	return find_named(c->menu[ROSFW_MENU_ROUTING_TABLE], name);
}

/* The lowest number that no table has: who makes the same tables again gets the same numbers. 0: no memory. */
static u16 free_number(const struct rosfw_config *c)
{
	const struct rosfw_items *items = c->menu[ROSFW_MENU_ROUTING_TABLE];
	u8 *used = rosfw_alloc(ROSFW_SKB_ROUTING_MARK + 2);
	u32 i, n = 0;

	if (!used)
		return 0;
	for (i = 0; i < items->n; i++)
		used[items->item[i]->number] = true;
	while (used[n])
		n++;
	rosfw_free(used);
	return n;
}

static bool rule_names_table(const struct rosfw_item *rule, const char *name)
{
	const char *text;
	const u16 *p;

	for (p = table_props; *p; p++) {
		text = rosfw_item_string(rule, *p);
		if (text && !strcmp(text, name))
			return true;
	}
	return false;
}

static bool table_is_used(const struct rosfw_config *c, const struct rosfw_item *table)
{
	const char *name = rosfw_item_string(table, ROSFW_A_NAME);
	u32 menu, i;

	for (menu = 1; menu <= ROSFW_MENU_MAX; menu++) {
		if (rosfw_menus[menu].type != ROSFW_MENU_RULES)
			continue;
		for (i = 0; i < c->menu[menu]->n; i++)
			if (rule_names_table(c->menu[menu]->item[i], name))
				return true;
	}
	return false;
}

/* @old: the version that @item replaces, NULL when it is new. */
static int check_table(const struct rosfw_config *c, const struct rosfw_item *item, const struct rosfw_item *old,
		       struct rosfw_error *err)
{
	const struct rosfw_item *other = rosfw_config_table(c, rosfw_item_string(item, ROSFW_A_NAME));
	u16 prop;

	if (other && other != old)
		return rosfw_refuse(err, -EEXIST, ROSFW_A_NAME, "already have routing table with such name");
	if (!old)
		return 0;
	if (old->flags & ROSFW_FLAG_BUILTIN)
		return rosfw_refuse(err, -EPERM, 0, "the routing table main is built in and cannot be changed");
	if (other != old)
		prop = ROSFW_A_NAME;
	else if (rosfw_item_bool(old, ROSFW_A_FIB) && !rosfw_item_bool(item, ROSFW_A_FIB))
		prop = ROSFW_A_FIB;
	else
		return 0;
	return table_is_used(c, old) ?
	       rosfw_refuse(err, -EBUSY, prop, "rules name this routing table: change or remove them first") : 0;
}

static const char *no_such_table(u16 prop)
{
	switch (prop) {
	case ROSFW_A_NEW_ROUTING_MARK:
		return "input does not match any value of new-routing-mark: there is no such routing table";
	case ROSFW_A_ROUTING_TABLE:
		return "input does not match any value of routing-table: there is no such routing table";
	default:
		return "input does not match any value of routing-mark: there is no such routing table";
	}
}

static int check_rule(const struct rosfw_config *c, const struct rosfw_item *item, struct rosfw_error *err)
{
	const struct rosfw_item *table;
	const char *name;
	const u16 *p;

	for (p = table_props; *p; p++) {
		name = rosfw_item_string(item, *p);
		if (!name || !strcmp(name, ROSFW_MAIN))
			continue;
		table = rosfw_config_table(c, name);
		if (!table)
			return rosfw_refuse(err, -ENOENT, *p, no_such_table(*p));
		if (!rosfw_item_bool(table, ROSFW_A_FIB))
			return rosfw_refuse(err, -EINVAL, *p,
					    "packets cannot be routed by this routing table: it was added without fib");
	}
	return 0;
}

static int check_relations(const struct rosfw_config *c, const struct rosfw_item *item, const struct rosfw_item *old,
			   struct rosfw_error *err)
{
	switch (rosfw_menus[item->menu].type) {
	case ROSFW_MENU_IFLISTS:
		return check_list(c, item, old, err);
	case ROSFW_MENU_IFMEMBERS:
		return check_member(c, item, old, err);
	case ROSFW_MENU_SERVICES:
		return check_service(item, old, err);
	case ROSFW_MENU_TABLES:
		return check_table(c, item, old, err);
	case ROSFW_MENU_HOSTS:
		return check_host(c, item, old, err);
	case ROSFW_MENU_RULES:
		return check_rule(c, item, err);
	default:
		return 0;
	}
}

/* ---- changes ---- */

static int refuse_menu(struct rosfw_error *err)
{
	return rosfw_refuse(err, -EPERM, 0, "items of this menu cannot be changed in this way");
}

static int refuse_unknown(struct rosfw_error *err)
{
	return rosfw_refuse(err, -ENOENT, 0, "no such item");
}

/* Where an item goes that is to stand before @before. */
static int find_place(const struct rosfw_items *items, u32 before, u32 *pos, struct rosfw_error *err)
{
	*pos = before ? find_position(items, before) : items->n;
	if (before && *pos == items->n)
		return rosfw_refuse(err, -ENOENT, 0, "no such item to stand before");
	if (*pos < items->n && items->item[*pos]->flags & ROSFW_FLAG_BUILTIN)
		return rosfw_refuse(err, -EPERM, 0, "nothing can stand before a built-in item");
	return 0;
}

int rosfw_config_add(struct rosfw_config *c, struct rosfw_item *item, u32 before, struct rosfw_error *err)
{
	u32 menu = item->menu, pos;
	struct rosfw_items *items;
	int ret;

	if (!holds(menu))
		return refuse_menu(err);
	if (is_fixed(menu))
		return rosfw_refuse(err, -EPERM, 0,
				    "all items of this menu are built in: they can be changed, and none added");
	items = c->menu[menu];
	if (items->n >= items_max(menu))
		return rosfw_refuse(err, -ENOSPC, 0, "this menu is full: remove items that are not needed");
	if (item->id ? item->id >= ROSFW_ID_SYSTEM : c->next_id[menu] >= ROSFW_ID_SYSTEM)
		return rosfw_refuse(err, -ENOSPC, 0, "all item numbers of this menu have been used");
	if (item->id && find_position(items, item->id) < items->n)
		return rosfw_refuse(err, -EEXIST, 0, "an item with this number is there already");
	ret = find_place(items, before, &pos, err);
	if (!ret)
		ret = check_relations(c, item, NULL, err);
	if (ret)
		return ret;
	if (menu == ROSFW_MENU_ROUTING_TABLE) {
		item->number = free_number(c);
		if (!item->number)
			return rosfw_refuse_memory(err);
	}
	if (own_items(c, menu, 1))
		return rosfw_refuse_memory(err);
	if (!item->id)
		item->id = c->next_id[menu];
	c->next_id[menu] = max(c->next_id[menu], item->id + 1);
	insert_at(c->menu[menu], pos, rosfw_item_get(item));
	return 0;
}

int rosfw_config_replace(struct rosfw_config *c, struct rosfw_item *item, struct rosfw_error *err)
{
	struct rosfw_item *old;
	u32 menu = item->menu;
	u32 pos;
	int ret;

	if (!holds(menu))
		return refuse_menu(err);
	pos = find_position(c->menu[menu], item->id);
	if (pos == c->menu[menu]->n)
		return refuse_unknown(err);
	old = c->menu[menu]->item[pos];
	ret = check_relations(c, item, old, err);
	if (ret)
		return ret;
	if (own_items(c, menu, 0))
		return rosfw_refuse_memory(err);
	item->number = old->number;
	c->menu[menu]->item[pos] = rosfw_item_get(item);
	rosfw_item_put(old);
	return 0;
}

int rosfw_config_remove(struct rosfw_config *c, u32 menu, u32 id, struct rosfw_error *err)
{
	const struct rosfw_item *item;
	const char *user = NULL;
	u32 pos;

	if (!holds(menu))
		return refuse_menu(err);
	pos = find_position(c->menu[menu], id);
	if (pos == c->menu[menu]->n)
		return refuse_unknown(err);
	item = c->menu[menu]->item[pos];
	if (item->flags & ROSFW_FLAG_BUILTIN || is_fixed(menu))
		return rosfw_refuse(err, -EPERM, 0, "a built-in item cannot be removed");
	if (menu == ROSFW_MENU_INTERFACE_LIST)
		user = list_user(c, item);
	else if (menu == ROSFW_MENU_ROUTING_TABLE && table_is_used(c, item))
		user = "rules name this routing table: change or remove them first";
	if (user)
		return rosfw_refuse(err, -EBUSY, 0, user);
	if (own_items(c, menu, 0))
		return rosfw_refuse_memory(err);
	rosfw_item_put(take_at(c->menu[menu], pos));
	return 0;
}

int rosfw_config_move(struct rosfw_config *c, u32 menu, u32 id, u32 before, struct rosfw_error *err)
{
	u32 from, to;
	int ret;

	if (!holds(menu))
		return refuse_menu(err);
	from = find_position(c->menu[menu], id);
	if (from == c->menu[menu]->n)
		return refuse_unknown(err);
	if (c->menu[menu]->item[from]->flags & ROSFW_FLAG_BUILTIN || is_fixed(menu))
		return rosfw_refuse(err, -EPERM, 0, "a built-in item cannot be moved");
	ret = find_place(c->menu[menu], before, &to, err);
	if (ret || before == id)
		return ret;
	if (own_items(c, menu, 0))
		return rosfw_refuse_memory(err);
	if (to > from)
		to--;
	insert_at(c->menu[menu], to, take_at(c->menu[menu], from));
	return 0;
}

int rosfw_config_check(const struct rosfw_config *c, struct rosfw_error *err)
{
	struct rosfw_chains chains;
	u32 menu;
	int ret;

	for (menu = 1; menu <= ROSFW_MENU_MAX; menu++) {
		if (rosfw_menus[menu].type != ROSFW_MENU_RULES || !c->menu[menu]->n)
			continue;
		ret = rosfw_chains_init(&chains, c->menu[menu], menu);
		if (ret)
			return rosfw_refuse_memory(err);
		ret = rosfw_chains_check(&chains, err);
		rosfw_chains_clean(&chains);
		if (ret)
			return ret;
	}
	return rosfw_ifsets_check(c, err);
}
