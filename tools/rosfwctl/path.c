// SPDX-License-Identifier: GPL-2.0-only
/*
 * The tree of menus, and what a shortened word means.
 *
 * The tree is built once from the core's table of menus and the list of menus that this version has not.
 */
#include "session.h"

#define TREE_ROOM	256

static struct menu tree[TREE_ROOM];
static u32 tree_used;
static const struct menu *by_id[ROSFW_MENU_MAX + 1];

/* The child of @m with the first @n bytes of @name; made if it is missing. */
static struct menu *tree_child(struct menu *m, const char *name, size_t n)
{
	struct menu **link, *child;

	for (link = &m->child; *link; link = &(*link)->next)
		if (!strncmp((*link)->name, name, n) && !(*link)->name[n])
			return *link;
	if (tree_used == TREE_ROOM)
		abort();	/* the tables above all outgrew TREE_ROOM */
	child = &tree[tree_used++];
	child->name = strndup(name, n);
	if (!child->name)
		abort();
	child->parent = m;
	*link = child;
	return child;
}

static struct menu *tree_path(const char *path)
{
	struct menu *m = &tree[0];
	size_t n;

	for (; *path; path += n + (path[n] == ' ')) {
		n = strcspn(path, " ");
		m = tree_child(m, path, n);
	}
	return m;
}

static void tree_build(void)
{
	struct menu *m;
	u32 i;

	tree_used = 1;
	tree[0].name = "";
	for (i = 1; i <= ROSFW_MENU_MAX; i++) {
		m = tree_path(rosfw_menus[i].path);
		m->id = i;
		by_id[i] = m;
	}
	for (i = 0; known_menus[i]; i++)
		tree_path(known_menus[i])->foreign = true;
	tree_path("interface")->mixed = true;
}

const struct menu *menu_root(void)
{
	if (!tree_used)
		tree_build();
	return &tree[0];
}

const struct menu *menu_of(u32 id)
{
	menu_root();
	return by_id[id];
}

const char *menu_path(const struct menu *m, struct arena *a)
{
	if (!m->parent)
		return "/";
	if (!m->parent->parent)
		return arena_printf(a, "/%s", m->name);
	return arena_printf(a, "%s %s", menu_path(m->parent, a), m->name);
}

bool menu_inside(const struct menu *m, const struct menu *ancestor)
{
	for (; m; m = m->parent)
		if (m == ancestor)
			return true;
	return false;
}

int name_match(const char *word, const char *const *names, char *list, size_t size)
{
	size_t n = strlen(word), used = 0;
	int i, found = NAME_NONE;

	for (i = 0; names[i]; i++)
		if (!strcmp(word, names[i]))
			return i;
	if (!n)
		return NAME_NONE;
	list[0] = 0;
	for (i = 0; names[i]; i++) {
		if (strncmp(word, names[i], n))
			continue;
		found = found == NAME_NONE ? i : NAME_AMBIGUOUS;
		if (used < size)
			used += snprintf(list + used, size - used, "%s%s", used ? ", " : "", names[i]);
	}
	return found;
}
