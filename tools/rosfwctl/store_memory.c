// SPDX-License-Identifier: GPL-2.0-only
/*
 * The store in memory: what the kernel does with a configuration, done by the same core library in this process.
 *
 * For check and --offline. It starts empty, and refuses what the kernel would refuse, in the same order: each value,
 * the item, its relations to others, and at commit the jumps and the compiled ruleset. There are no connections.
 */
#include <time.h>

#include "tool.h"

/**
 * struct memory - the store
 * @config: published
 * @work: what the open transaction has made of it, NULL: none is open
 * @ruleset: published, NULL before the first commit
 * @set: address lists, by family
 * @generation: of the published ruleset; changes are born with the next one
 */
struct memory {
	struct store store;
	struct rosfw_config *config, *work;
	struct rosfw_ruleset *ruleset;
	struct rosfw_addrset *set[ROSFW_FAMILIES];
	struct rosfw_marks *marks;
	u32 generation;
};

static struct memory *memory_of(struct store *s)
{
	return container_of(s, struct memory, store);
}

static u64 now_seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec;
}

static int refused(struct memory *m, struct refusal *r, int rc, const struct rosfw_error *err)
{
	if (!rc)
		return 0;
	refuse(r, -1, "%s%s", rc == -EEXIST ? "failure: " : "", err->text);
	m->store.failed_prop = err->prop;
	m->store.failed_menu = err->menu;
	m->store.failed_id = err->id;
	return rc;
}

static int no_memory(struct refusal *r)
{
	refuse(r, -1, "out of memory");
	return -ENOMEM;
}

static int no_item(struct memory *m, struct refusal *r)
{
	refuse(r, -1, "no such item");
	m->store.failed_prop = 0;
	return -ENOENT;
}

static bool is_addresses(u32 menu)
{
	return rosfw_menus[menu].type == ROSFW_MENU_ADDRESSES;
}

static struct rosfw_addrset *set_of(struct memory *m, u32 menu)
{
	return m->set[rosfw_menus[menu].family];
}

/* ---- transactions ---- */

static int memory_begin(struct store *s, struct refusal *r)
{
	struct memory *m = memory_of(s);

	if (m->work) {
		refuse(r, -1, "a transaction is open already");
		return -EBUSY;
	}
	m->work = rosfw_config_clone(m->config);
	return m->work ? 0 : no_memory(r);
}

static int build(struct memory *m, struct rosfw_ruleset **out, struct refusal *r)
{
	struct rosfw_compile_env env = {
		.addresses = { m->set[ROSFW_IPV4], m->set[ROSFW_IPV6] },
		.marks = m->marks,
		.reuse_ifaces = true,
	};
	struct rosfw_error err = { .text = "" };
	int rc = rosfw_config_check(m->work, &err);

	if (!rc)
		rc = rosfw_ruleset_build(m->work, m->ruleset, &env, m->generation + 1, out, &err);
	return refused(m, r, rc, &err);
}

static int memory_check(struct store *s, struct refusal *r)
{
	struct memory *m = memory_of(s);
	struct rosfw_ruleset *rs;
	int rc = build(m, &rs, r);

	if (!rc)
		rosfw_ruleset_free(rs);
	return rc;
}

static int memory_commit(struct store *s, struct refusal *r)
{
	struct memory *m = memory_of(s);
	struct rosfw_ruleset *rs;
	u32 family;
	int rc = build(m, &rs, r);

	if (rc)
		return rc;
	if (m->ruleset)
		rosfw_ruleset_free(m->ruleset);
	m->ruleset = rs;
	rosfw_config_put(m->config);
	m->config = m->work;
	m->work = NULL;
	m->generation++;
	for (family = 0; family < ROSFW_FAMILIES; family++)
		rosfw_addrset_commit(m->set[family], m->generation);
	synchronize_rcu();
	for (family = 0; family < ROSFW_FAMILIES; family++)
		rosfw_addrset_release(m->set[family]);
	return 0;
}

static void memory_abort(struct store *s)
{
	struct memory *m = memory_of(s);
	u32 family;

	rosfw_config_put(m->work);
	m->work = NULL;
	for (family = 0; family < ROSFW_FAMILIES; family++)
		rosfw_addrset_abort(m->set[family], m->generation + 1);
	synchronize_rcu();
}

/* A change outside of a transaction is a transaction of its own. */
static int change_begin(struct memory *m, bool *own, struct refusal *r)
{
	*own = !m->work;
	return *own ? memory_begin(&m->store, r) : 0;
}

static int change_end(struct memory *m, bool own, int rc, struct refusal *r)
{
	if (!own)
		return rc;
	if (!rc)
		rc = memory_commit(&m->store, r);
	if (rc)
		memory_abort(&m->store);
	return rc;
}

/* ---- changes ---- */

static int check_item(struct memory *m, const struct rosfw_item *item, struct refusal *r)
{
	const struct rosfw_value *v;
	struct rosfw_error err;
	int rc = 0;

	for (v = rosfw_item_next(item, NULL); v && !rc; v = rosfw_item_next(item, v))
		rc = rosfw_value_check(item->menu, v->prop, v->negated, v->data, v->len, &err);
	if (!rc)
		rc = rosfw_item_check(item, &err);
	return refused(m, r, rc, &err);
}

static int add_item(struct memory *m, struct rosfw_item *item, u32 before, struct refusal *r)
{
	struct rosfw_error err = { .text = "" };
	int rc;

	if (is_addresses(item->menu))
		rc = rosfw_addrset_add(set_of(m, item->menu), item, m->generation + 1, now_seconds(),
				       rosfw_env_wallclock(), NULL, &err);
	else
		rc = rosfw_config_add(m->work, item, before, &err);
	return refused(m, r, rc, &err);
}

static int memory_add(struct store *s, const struct rosfw_item *proto, u32 before, u32 *id, struct refusal *r)
{
	struct memory *m = memory_of(s);
	struct rosfw_item_builder b;
	bool own;
	int rc = check_item(m, proto, r);

	if (rc)
		return rc;
	if (rosfw_item_begin_copy(&b, proto))
		return no_memory(r);
	if (rosfw_menus[proto->menu].type == ROSFW_MENU_RULES)
		b.item->counter = rosfw_counter_new();
	rc = change_begin(m, &own, r);
	if (!rc)
		rc = change_end(m, own, add_item(m, b.item, before, r), r);
	if (!rc && id)
		*id = b.item->id;
	if (!rc && s->added)
		s->added(s->arg, proto->menu, b.item->id, s->mark);
	rosfw_item_put(b.item);
	return rc;
}

static int apply(struct rosfw_item_builder *b, const struct rosfw_item *changes, const u16 *unset)
{
	const struct rosfw_value *v;
	int rc = 0;

	for (; *unset; unset++)
		rosfw_item_unset(b, *unset);
	for (v = rosfw_item_next(changes, NULL); v && !rc; v = rosfw_item_next(changes, v))
		rc = rosfw_item_put_value(b, v->prop, v->negated, v->data, v->len);
	return rc;
}

/* What of a built-in item can be changed, the core knows. */
static int refuse_system(const struct rosfw_item *item, struct refusal *r)
{
	if (item->flags & ROSFW_FLAG_DYNAMIC) {
		refuse(r, -1, "a dynamic item cannot be changed");
		return -EPERM;
	}
	return 0;
}

static struct rosfw_entry *find_entry(struct memory *m, u32 menu, u32 id)
{
	struct rosfw_entry *e;

	rcu_read_lock();
	e = rosfw_addrset_find(set_of(m, menu), id, m->generation + 1);
	rcu_read_unlock();
	return e;
}

static int replace_entry(struct memory *m, struct rosfw_entry *old, struct rosfw_item *item, struct refusal *r)
{
	struct rosfw_addrset *set = set_of(m, item->menu);
	struct rosfw_error err = { .text = "" };
	int rc;

	rosfw_addrset_kill(set, old, m->generation + 1);
	rc = rosfw_addrset_add(set, item, m->generation + 1, now_seconds(), old->created, NULL, &err);
	if (rc)
		rosfw_addrset_kill(set, old, ROSFW_GEN_NEVER);
	return refused(m, r, rc, &err);
}

static int set_item(struct memory *m, u32 menu, u32 id, const struct rosfw_item *changes, const u16 *unset,
		    struct refusal *r)
{
	struct rosfw_entry *entry = is_addresses(menu) ? find_entry(m, menu, id) : NULL;
	struct rosfw_item *old = entry ? entry->item : rosfw_config_find(m->work, menu, id);
	struct rosfw_error err = { .text = "" };
	struct rosfw_item_builder b;
	int rc;

	if (!old)
		return no_item(m, r);
	rc = refuse_system(old, r);
	if (rc)
		return rc;
	if (rosfw_item_begin_copy(&b, old))
		return no_memory(r);
	rc = apply(&b, changes, unset) ? no_memory(r) : check_item(m, b.item, r);
	if (!rc && entry)
		rc = replace_entry(m, entry, b.item, r);
	else if (!rc)
		rc = refused(m, r, rosfw_config_replace(m->work, b.item, &err), &err);
	rosfw_item_put(b.item);
	return rc;
}

static int memory_set(struct store *s, u32 menu, u32 id, const struct rosfw_item *changes, const u16 *unset,
		      struct refusal *r)
{
	struct memory *m = memory_of(s);
	bool own;
	int rc = change_begin(m, &own, r);

	return rc ? rc : change_end(m, own, set_item(m, menu, id, changes, unset, r), r);
}

static int remove_item(struct memory *m, u32 menu, u32 id, struct refusal *r)
{
	struct rosfw_error err = { .text = "" };
	struct rosfw_entry *e;

	if (rosfw_menus[menu].type == ROSFW_MENU_CONNECTIONS)
		return no_item(m, r);
	if (!is_addresses(menu))
		return refused(m, r, rosfw_config_remove(m->work, menu, id, &err), &err);
	e = find_entry(m, menu, id);
	if (!e)
		return no_item(m, r);
	rosfw_addrset_kill(set_of(m, menu), e, m->generation + 1);
	return 0;
}

static int memory_remove(struct store *s, u32 menu, u32 id, struct refusal *r)
{
	struct memory *m = memory_of(s);
	bool own;
	int rc = change_begin(m, &own, r);

	return rc ? rc : change_end(m, own, remove_item(m, menu, id, r), r);
}

static int memory_move(struct store *s, u32 menu, u32 id, u32 before, struct refusal *r)
{
	struct rosfw_error err = { .text = "" };
	struct memory *m = memory_of(s);
	bool own;
	int rc = change_begin(m, &own, r);

	if (rc)
		return rc;
	rc = refused(m, r, rosfw_config_move(m->work, menu, id, before, &err), &err);
	return change_end(m, own, rc, r);
}

static int memory_reset(struct store *s, u32 menu, u32 id, struct refusal *r)
{
	struct memory *m = memory_of(s);
	struct rosfw_config *c = m->work ? m->work : m->config;
	struct rosfw_items *items = c->menu[menu];
	struct rosfw_item *item;
	u32 i;

	if (id) {
		item = rosfw_config_find(c, menu, id);
		if (!item)
			return no_item(m, r);
		rosfw_counter_reset(item->counter);
		return 0;
	}
	for (i = 0; items && i < items->n; i++)
		rosfw_counter_reset(items->item[i]->counter);
	return 0;
}

/* ---- lists ---- */

static int list_items(struct memory *m, u32 menu, struct rows *rows)
{
	struct rosfw_config *c = m->work ? m->work : m->config;
	struct rosfw_items *items = c->menu[menu];
	struct rosfw_program *program = m->ruleset ? m->ruleset->program[menu] : NULL;
	struct row row;
	u32 i;

	for (i = 0; i < items->n; i++) {
		memset(&row, 0, sizeof(row));
		row.item = rosfw_item_get(items->item[i]);
		row.flags = row.item->flags;
		if (row.item->counter)
			rosfw_counter_read(row.item->counter, &row.packets, &row.bytes);
		if (program && program->items == items && program->invalid[i]) {
			row.flags |= ROSFW_FLAG_INVALID;
			row.invalid = strdup(program->invalid[i]);
		}
		if (rows_add(rows, &row)) {
			rosfw_item_put(row.item);
			free(row.invalid);
			return -ENOMEM;
		}
	}
	return 0;
}

/* An entry as a listing shows it: with the time that is left, and when it was made. */
static int show_entry(struct rows *rows, const struct rosfw_entry *e, u64 now)
{
	struct rosfw_item_builder b;
	struct row row = { 0 };
	int rc = rosfw_item_begin_copy(&b, e->item);

	if (!rc)
		rc = rosfw_item_put_value(&b, ROSFW_A_CREATION_TIME, false, &e->created, sizeof(e->created));
	if (!rc && e->expires != U64_MAX)
		rc = rosfw_item_put_u32(&b, ROSFW_A_TIMEOUT, false, e->expires > now ? e->expires - now : 0);
	row.item = b.item;
	if (!rc) {
		row.flags = e->item->flags;
		if (e->expires != U64_MAX || rosfw_item_bool(e->item, ROSFW_A_DYNAMIC))
			row.flags |= ROSFW_FLAG_DYNAMIC;
		rc = rows_add(rows, &row);
	}
	if (rc)
		rosfw_item_put(b.item);
	return rc;
}

static int list_entries(struct memory *m, u32 menu, struct rows *rows)
{
	u32 generation = m->generation + !!m->work;
	struct rosfw_addrset *set = set_of(m, menu);
	u64 now = now_seconds();
	struct rosfw_entry *e;
	u32 id = 0;
	int rc = 0;

	rcu_read_lock();
	while (!rc && (e = rosfw_addrset_next(set, id, generation, now))) {
		id = e->item->id;
		rc = show_entry(rows, e, now);
	}
	rcu_read_unlock();
	return rc;
}

static int memory_list(struct store *s, u32 menu, struct rows *rows, struct refusal *r)
{
	struct memory *m = memory_of(s);
	int rc = 0;

	if (is_addresses(menu))
		rc = list_entries(m, menu, rows);
	else if (rosfw_menus[menu].type != ROSFW_MENU_CONNECTIONS)
		rc = list_items(m, menu, rows);
	return rc ? no_memory(r) : 0;
}

/* ---- life ---- */

static void memory_close(struct store *s)
{
	struct memory *m = memory_of(s);
	u32 family;

	if (m->work)
		memory_abort(s);
	if (m->ruleset)
		rosfw_ruleset_free(m->ruleset);
	rosfw_config_put(m->config);
	synchronize_rcu();
	for (family = 0; family < ROSFW_FAMILIES; family++)
		if (m->set[family])
			rosfw_addrset_free(m->set[family]);
	synchronize_rcu();
	rosfw_marks_free(m->marks);
	free(m);
}

static const struct store_ops memory_ops = {
	.begin = memory_begin,
	.commit = memory_commit,
	.check = memory_check,
	.abort = memory_abort,
	.add = memory_add,
	.set = memory_set,
	.remove = memory_remove,
	.move = memory_move,
	.reset = memory_reset,
	.list = memory_list,
	.close = memory_close,
};

struct store *store_memory_open(struct refusal *r)
{
	struct memory *m = calloc(1, sizeof(*m));

	if (!m) {
		no_memory(r);
		return NULL;
	}
	m->store.ops = &memory_ops;
	m->generation = 1;
	m->config = rosfw_config_new();
	m->set[ROSFW_IPV4] = rosfw_addrset_new(ROSFW_IPV4);
	m->set[ROSFW_IPV6] = rosfw_addrset_new(ROSFW_IPV6);
	m->marks = rosfw_marks_new();
	if (m->config && m->set[ROSFW_IPV4] && m->set[ROSFW_IPV6] && m->marks)
		return &m->store;
	memory_close(&m->store);
	no_memory(r);
	return NULL;
}
