/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Configurations: the ordered items of every menu but address lists and connections.
 *
 * A configuration is a value. The published one is never changed; a transaction clones it (tables are shared until
 * they are changed, items always), works on the clone, compiles it and publishes the result.
 * Locks: none here; a clone belongs to one writer, a published one to its references.
 * Used by the kernel, and unchanged by "rosfwctl check".
 */
#ifndef _ROSFW_CONFIG_H
#define _ROSFW_CONFIG_H

#include "item.h"

#define ROSFW_CONFIG_ITEMS_MAX	1000000U	/* rules of one menu; more is refused */
#define ROSFW_IFLISTS_MAX	4096U		/* interface lists */
#define ROSFW_TABLES_MAX	4096U		/* routing tables, with main */
#define ROSFW_HOSTS_MAX		4096U		/* clients of hotspots */
#define ROSFW_IFMEMBERS_MAX	65536U		/* members of all interface lists */

/**
 * struct rosfw_items - the items of one menu, in order
 * @refs: configurations and programs that share it; changed only while there is one
 * @n: items in use
 * @room: items that @item can hold
 * @item: each with a reference
 */
struct rosfw_items {
	refcount_t refs;
	u32 n;
	u32 room;
	struct rosfw_item **item;
};

/**
 * struct rosfw_config - all menus
 * @refs: published ruleset, transaction, dumps
 * @next_id: by menu; the next id to give
 * @menu: by enum rosfw_menu; NULL for menus whose items live elsewhere
 */
struct rosfw_config {
	refcount_t refs;
	u32 next_id[ROSFW_MENU_MAX + 1];
	struct rosfw_items *menu[ROSFW_MENU_MAX + 1];
};

struct rosfw_items *rosfw_items_get(struct rosfw_items *items);
void rosfw_items_put(struct rosfw_items *items);	/* NULL is fine */

/* Empty but for the built-in interface lists (all, none, dynamic, static) and routing table (main). NULL: no memory. */
struct rosfw_config *rosfw_config_new(void);
struct rosfw_config *rosfw_config_clone(const struct rosfw_config *c);
struct rosfw_config *rosfw_config_get(struct rosfw_config *c);
void rosfw_config_put(struct rosfw_config *c);		/* NULL is fine */

/*
 * All of these work on a clone that nobody else sees. On an error it is as before. @item is checked and its reference
 * is the caller's still; one without an id gets the next one of its menu. @before: id, 0 = at the end.
 * Errors: -ENOENT (no such item or list), -EEXIST (name or member is there already), -ENOMEM, -ENOSPC, -EPERM (built
 * in, or a menu whose items live elsewhere), -EBUSY (a list that is in use). @err is filled.
 */
int rosfw_config_add(struct rosfw_config *c, struct rosfw_item *item, u32 before, struct rosfw_error *err);
int rosfw_config_replace(struct rosfw_config *c, struct rosfw_item *item, struct rosfw_error *err);	/* by its id */
int rosfw_config_remove(struct rosfw_config *c, u32 menu, u32 id, struct rosfw_error *err);
int rosfw_config_move(struct rosfw_config *c, u32 menu, u32 id, u32 before, struct rosfw_error *err);
struct rosfw_item *rosfw_config_find(const struct rosfw_config *c, u32 menu, u32 id);

/* The routing table of that name; NULL: there is none. */
const struct rosfw_item *rosfw_config_table(const struct rosfw_config *c, const char *name);

/*
 * Jump loops and depth in every rule menu, loops of interface lists and lists that include or exclude one that is not
 * there. Return: 0, -ELOOP, -ENOENT (err->menu, err->id name the item at fault), -ENOMEM.
 */
int rosfw_config_check(const struct rosfw_config *c, struct rosfw_error *err);

#endif /* _ROSFW_CONFIG_H */
