// SPDX-License-Identifier: GPL-2.0-only
/*
 * Commands that change: add, set, unset, remove, move, enable, disable, comment, reset, reset-counters.
 *
 * One command is all or nothing: where it touches several items, it is a transaction of its own or part of the one
 * that is open.
 */
#include "session.h"

static bool is_settings(const struct call *call)
{
	return menu_is_settings(call->menu->id);
}

static bool is_bare(const struct arg *arg)
{
	return !arg->eq && !arg->negated;
}

/* The item with one id, as the store shows it; a reference of its own. */
static int load_item(struct session *s, u32 off, u32 menu, u32 id, struct rosfw_item **item)
{
	struct rows rows;
	u32 i;
	int rc = session_list(s, off, menu, &rows);

	if (rc)
		return rc;
	*item = NULL;
	for (i = 0; i < rows.n && !*item; i++)
		if (rows.row[i].item->id == id)
			*item = rosfw_item_get(rows.row[i].item);
	rows_clean(&rows);
	return *item ? 0 : fail(s, off, "no such item");
}

/* ---- add ---- */

static const char *const add_names[] = { "place-before", "copy-from", NULL };
enum { ADD_BEFORE, ADD_COPY };

/**
 * struct add - what add was given
 * @before: id of the item to stand before, 0 = at the end
 * @copy: id of the item to copy, 0 = none
 * @copy_off: where that was said
 */
struct add {
	struct props p;
	u32 before, copy, copy_off;
};

static int add_reference(struct call *call, struct add *add, const struct arg *arg, int which)
{
	char *text;

	if (!arg->eq)
		return fail(call->s, arg->off, "missing value of argument %s", add_names[which]);
	text = call_value(call, &arg->value);
	if (!text)
		return -EINVAL;
	if (which == ADD_COPY) {
		add->copy_off = arg->value.from;
		return refs_one(call, text, arg->value.from, &add->copy);
	}
	if (rosfw_menus[call->menu->id].type != ROSFW_MENU_RULES)
		return fail(call->s, arg->off, "bad parameter place-before: items of %s have no order",
			    menu_path(call->menu, &call->s->arena));
	return refs_one(call, text, arg->value.from, &add->before);
}

static int add_args(struct call *call, struct add *add)
{
	struct arg arg;
	int rc, prop, which;

	while ((rc = call_arg(call, &arg)) > 0) {
		if (!arg.name || (is_bare(&arg) && arg.name[0] >= '0' && arg.name[0] <= '9'))
			return unexpected(call, &arg);
		prop = arg_name(call, &arg, add_names, &which);
		if (prop < 0)
			return prop;
		if (prop && arg.negated)
			rc = props_unset(call, &add->p, prop, &arg);
		else if (prop)
			rc = props_put(call, &add->p, prop, &arg);
		else if (which >= 0)
			rc = add_reference(call, add, &arg, which);
		else
			rc = 0;
		if (rc)
			return rc;
	}
	return rc;
}

/* Values that were neither given nor unset come from another item. */
static int add_copy(struct call *call, struct add *add)
{
	const struct rosfw_value *v;
	struct rosfw_item *item;
	int rc;

	if (!add->copy)
		return 0;
	rc = load_item(call->s, add->copy_off, call->menu->id, add->copy, &item);
	if (rc)
		return rc;
	for (v = rosfw_item_next(item, NULL); v && !rc; v = rosfw_item_next(item, v))
		if (!add->p.at[v->prop] && !(rosfw_properties[v->prop].flags & ROSFW_PROP_READ_ONLY))
			rc = rosfw_item_put_value(&add->p.b, v->prop, v->negated, v->data, v->len);
	rosfw_item_put(item);
	return rc ? fail(call->s, NOWHERE, "out of memory") : 0;
}

/* RouterOS takes an entry without an address, which makes a list known, and stores 0.0.0.0. */
static int add_address(struct call *call, struct add *add)
{
	static const u8 none[32];
	const struct rosfw_menu_info *info = &rosfw_menus[call->menu->id];

	if (info->type != ROSFW_MENU_ADDRESSES || rosfw_item_value(add->p.b.item, ROSFW_A_ADDRESS))
		return 0;
	if (rosfw_item_put_value(&add->p.b, ROSFW_A_ADDRESS, false, none, info->family == ROSFW_IPV4 ? 8 : 32))
		return fail(call->s, NOWHERE, "out of memory");
	return 0;
}

static int add_store(struct call *call, struct add *add)
{
	struct refusal r = { .offset = -1 };
	struct session *s = call->s;
	struct rosfw_error err;
	u32 id = 0;
	int rc;

	if (rosfw_item_check(add->p.b.item, &err))
		return props_fault(call, &add->p, &err);
	rc = s->store->ops->add(s->store, add->p.b.item, add->before,
				s->store->batch && !call->result ? NULL : &id, &r);
	if (rc)
		return props_refused(call, &add->p, &r, rc);
	numbers_changed(s, call->menu->id);
	if (call->result)
		*call->result = arena_printf(&s->arena, "*%X", id);
	return 0;
}

int cmd_add(struct call *call)
{
	struct add add;
	int rc;

	memset(&add, 0, sizeof(add));
	if (rosfw_item_begin(&add.p.b, call->menu->id))
		return fail(call->s, NOWHERE, "out of memory");
	rc = add_args(call, &add);
	if (!rc)
		rc = add_copy(call, &add);
	if (!rc)
		rc = add_address(call, &add);
	if (!rc)
		rc = add_store(call, &add);
	props_clean(&add.p);
	return rc;
}

/* ---- commands on items that are there ---- */

static const char *const numbers_names[] = { "numbers", NULL };
static const char *const no_names[] = { NULL };

/* An argument that says which items are meant. */
static int take_refs(struct call *call, const struct arg *arg, struct refs *refs, bool *have)
{
	char *text;

	if (*have)
		return unexpected(call, arg);
	text = call_value(call, &arg->value);
	if (!text)
		return -EINVAL;
	*have = true;
	return refs_parse(call, text, arg->value.from, refs);
}

static bool names_numbers(const struct arg *arg)
{
	return arg->name && arg->eq && !strcmp(arg->name, "numbers");
}

/* Takes one step for every item; all or nothing. */
static int for_each(struct call *call, const struct refs *refs, const struct props *p,
		    int (*step)(struct call *call, u32 id, void *arg, struct refusal *r), void *arg)
{
	struct refusal r = { .offset = -1 };
	struct session *s = call->s;
	bool own = false, missing_item;
	u32 i;
	int rc = 0;

	if (refs->n > 1)
		rc = changes_begin(s, call->off, &own);
	if (rc)
		return rc;
	s->store->batch |= own;
	for (i = 0; i < refs->n && !rc; i++) {
		rc = step(call, refs->id[i], arg, &r);
		missing_item = rc == -ENOENT && !s->store->failed_prop;
		if (rc && p && !missing_item)
			rc = props_refused(call, p, &r, rc);
		else if (rc)
			rc = fail_store(s, missing_item ? refs->off : call->off, &r, rc);
	}
	if (own)
		s->store->batch = false;
	rc = changes_end(s, call->off, own, rc);
	if (!rc || !own || s->fault.at.line)
		return rc;
	/* What was queued was refused late. */
	if (p && s->store->failed_prop)
		s->fault.off = props_offset(call, p, s->store->failed_prop);
	else if (rc == -ENOENT)
		s->fault.off = refs->off;
	return rc;
}

/* Reads "REFS" and nothing else. */
static int only_refs(struct call *call, struct refs *refs)
{
	bool have = false;
	struct arg arg;
	int rc;

	if (is_settings(call)) {
		rc = call_end(call);
		return rc ? rc : refs_only(call, refs);
	}
	memset(refs, 0, sizeof(*refs));
	while ((rc = call_arg(call, &arg)) > 0) {
		if (arg.negated || (arg.eq && !names_numbers(&arg)))
			rc = unexpected(call, &arg);
		else
			rc = take_refs(call, &arg, refs, &have);
		if (rc)
			break;
	}
	if (!rc && !have)
		rc = missing(call, "numbers");
	if (rc)
		refs_clean(refs);
	return rc;
}

static int step_set(struct call *call, u32 id, void *arg, struct refusal *r)
{
	const struct props *p = arg;

	return call->s->store->ops->set(call->s->store, call->menu->id, id, p->b.item, p->unset, r);
}

static int set_args(struct call *call, struct props *p, struct refs *refs)
{
	bool have = is_settings(call);
	struct arg arg;
	int rc, prop, which;

	while ((rc = call_arg(call, &arg)) > 0) {
		if (!arg.name || (is_bare(&arg) && !have)) {
			rc = take_refs(call, &arg, refs, &have);
			if (rc)
				return rc;
			continue;
		}
		if (is_bare(&arg) && arg.name[0] >= '0' && arg.name[0] <= '9')
			return unexpected(call, &arg);
		prop = arg_name(call, &arg, is_settings(call) ? no_names : numbers_names, &which);
		if (prop < 0)
			return prop;
		if (!prop && which == 0)
			rc = take_refs(call, &arg, refs, &have);
		else if (prop && arg.negated)
			rc = props_unset(call, p, prop, &arg);
		else if (prop)
			rc = props_put(call, p, prop, &arg);
		else
			rc = 0;
		if (rc)
			return rc;
	}
	return !rc && !have ? missing(call, "numbers") : rc;
}

/* Changes the items that are meant by what @args reads. */
static int change_items(struct call *call, int (*args)(struct call *call, struct props *p, struct refs *refs))
{
	struct refs refs;
	struct props p;
	int rc;

	memset(&p, 0, sizeof(p));
	memset(&refs, 0, sizeof(refs));
	if (rosfw_item_begin(&p.b, call->menu->id))
		return fail(call->s, NOWHERE, "out of memory");
	rc = args(call, &p, &refs);
	if (!rc && is_settings(call))
		rc = refs_only(call, &refs);
	if (!rc)
		rc = for_each(call, &refs, &p, step_set, &p);
	refs_clean(&refs);
	props_clean(&p);
	return rc;
}

int cmd_set(struct call *call)
{
	return change_items(call, set_args);
}

/* ---- unset ---- */

/* "a,b" as names of properties. */
static int unset_names(struct call *call, struct props *p, const char *text, u32 off)
{
	struct arg arg = { .negated = true };
	int prop, which, rc;
	size_t n;

	do {
		n = strcspn(text, ",;");
		arg.off = off - 1;
		arg.name = arena_strndup(&call->s->arena, text, n);
		prop = arg_name(call, &arg, no_names, &which);
		if (prop < 0)
			return prop;
		rc = prop ? props_unset(call, p, prop, &arg) : 0;
		if (rc)
			return rc;
		text += n + (text[n] != 0);
	} while (*text);
	return 0;
}

static int unset_args(struct call *call, struct props *p, struct refs *refs)
{
	bool have = is_settings(call), named = false;
	struct arg arg;
	char *text;
	int rc;

	while ((rc = call_arg(call, &arg)) > 0) {
		bool value_name = arg.name && arg.eq && !strcmp(arg.name, "value-name");

		if (arg.negated || (arg.eq && !value_name && !names_numbers(&arg)))
			return unexpected(call, &arg);
		if ((value_name || have) && named)
			return unexpected(call, &arg);
		if (!value_name && !have) {
			rc = take_refs(call, &arg, refs, &have);
		} else {
			text = call_value(call, &arg.value);
			rc = text ? unset_names(call, p, text, arg.value.from) : -EINVAL;
			named = true;
		}
		if (rc)
			return rc;
	}
	if (!rc && !have)
		rc = missing(call, "numbers");
	if (!rc && !named)
		rc = missing(call, "value-name");
	return rc;
}

int cmd_unset(struct call *call)
{
	return change_items(call, unset_args);
}

/* ---- remove, enable, disable, comment, reset ---- */

static int step_remove(struct call *call, u32 id, void *arg, struct refusal *r)
{
	(void)arg;
	return call->s->store->ops->remove(call->s->store, call->menu->id, id, r);
}

/* Connections come and go: who removes several need not know which of them are still there. */
static int remove_connections(struct call *call, const struct refs *refs)
{
	struct store *store = call->s->store;
	struct refusal r = { .offset = -1 };
	int rc = store->ops->remove_many(store, call->menu->id, refs->id, refs->n, &r);

	return rc ? fail_store(call->s, call->off, &r, rc) : 0;
}

int cmd_remove(struct call *call)
{
	bool connections = rosfw_menus[call->menu->id].type == ROSFW_MENU_CONNECTIONS;
	struct refs refs;
	int rc = only_refs(call, &refs);

	if (!rc && connections && refs.n > 1 && call->s->store->ops->remove_many)
		rc = remove_connections(call, &refs);
	else if (!rc)
		rc = for_each(call, &refs, NULL, step_remove, NULL);
	if (!rc && refs.n)
		numbers_changed(call->s, call->menu->id);
	refs_clean(&refs);
	return rc;
}

/* "no" is written where it is not the default of every item. */
static int set_disabled(struct call *call, bool disabled)
{
	bool write = disabled || rosfw_menus[call->menu->id].type == ROSFW_MENU_SERVICES;
	u8 value = disabled;
	struct refs refs;
	struct props p;
	int rc;

	memset(&p, 0, sizeof(p));
	rc = only_refs(call, &refs);
	if (rc)
		return rc;
	rc = rosfw_item_begin(&p.b, call->menu->id);
	if (!rc && write)
		rc = rosfw_item_put_value(&p.b, ROSFW_A_DISABLED, false, &value, sizeof(value));
	if (rc)
		rc = fail(call->s, NOWHERE, "out of memory");
	if (!write)
		p.unset[p.nunset++] = ROSFW_A_DISABLED;
	if (!rc)
		rc = for_each(call, &refs, NULL, step_set, &p);
	refs_clean(&refs);
	props_clean(&p);
	return rc;
}

int cmd_enable(struct call *call)
{
	return set_disabled(call, false);
}

int cmd_disable(struct call *call)
{
	return set_disabled(call, true);
}

/* REFS "text", or comment="text". */
static int comment_args(struct call *call, struct props *p, struct refs *refs)
{
	bool have = false;
	struct arg arg;
	int rc;

	while ((rc = call_arg(call, &arg)) > 0) {
		bool named = arg.eq && !strcmp(arg.name, "comment");

		if (arg.negated || (arg.eq && !named && !names_numbers(&arg)))
			return unexpected(call, &arg);
		if ((named || have) && p->at[ROSFW_A_COMMENT])
			return unexpected(call, &arg);
		if (!named && !have) {
			rc = take_refs(call, &arg, refs, &have);
		} else {
			arg.eq = arg.off + 1;
			rc = props_put(call, p, ROSFW_A_COMMENT, &arg);
		}
		if (rc)
			return rc;
	}
	if (!rc && !have)
		rc = missing(call, "numbers");
	if (!rc && !p->at[ROSFW_A_COMMENT])
		rc = missing(call, "comment");
	return rc;
}

int cmd_comment(struct call *call)
{
	return change_items(call, comment_args);
}

int cmd_reset(struct call *call)
{
	u32 menu = call->menu->id;
	struct refs refs;
	struct props p;
	const u16 *prop;
	int rc;

	memset(&p, 0, sizeof(p));
	rc = only_refs(call, &refs);
	if (rc)
		return rc;
	if (rosfw_item_begin(&p.b, menu))
		rc = fail(call->s, NOWHERE, "out of memory");
	for (prop = rosfw_menus[menu].props; *prop; prop++)
		if (!prop_mandatory(menu, *prop) && !(rosfw_properties[*prop].flags & ROSFW_PROP_READ_ONLY))
			p.unset[p.nunset++] = *prop;
	if (!rc)
		rc = for_each(call, &refs, NULL, step_set, &p);
	refs_clean(&refs);
	props_clean(&p);
	return rc;
}

/* ---- move ---- */

static int step_move(struct call *call, u32 id, void *arg, struct refusal *r)
{
	return call->s->store->ops->move(call->s->store, call->menu->id, id, *(u32 *)arg, r);
}

static int move_args(struct call *call, struct refs *refs, u32 *before)
{
	bool have = false, have_dest = false;
	struct arg arg;
	char *text;
	int rc;

	while ((rc = call_arg(call, &arg)) > 0) {
		bool dest = arg.eq && arg.name && !strcmp(arg.name, "destination");

		if (arg.negated || (arg.eq && !dest && !names_numbers(&arg)))
			return unexpected(call, &arg);
		if ((dest || have) && have_dest)
			return unexpected(call, &arg);
		if (!dest && !have) {
			rc = take_refs(call, &arg, refs, &have);
		} else {
			have_dest = true;
			text = call_value(call, &arg.value);
			rc = text ? refs_one(call, text, arg.value.from, before) : -EINVAL;
		}
		if (rc)
			return rc;
	}
	return !rc && !have ? missing(call, "numbers") : rc;
}

/* Items that stand before one of themselves stand before the first item behind it that stays. */
static int move_destination(struct call *call, const struct refs *refs, u32 *before)
{
	struct session *s = call->s;
	struct rows rows;
	bool moved = true;
	u32 i = 0, k;
	int rc;

	for (k = 0; k < refs->n && refs->id[k] != *before; k++)
		;
	if (!*before || k == refs->n)
		return 0;
	rc = session_list(s, call->off, call->menu->id, &rows);
	if (rc)
		return rc;
	while (i < rows.n && rows.row[i].item->id != *before)
		i++;
	for (; i < rows.n && moved; i += moved) {
		moved = false;
		for (k = 0; k < refs->n && !moved; k++)
			moved = refs->id[k] == rows.row[i].item->id;
	}
	*before = i < rows.n ? rows.row[i].item->id : 0;
	rows_clean(&rows);
	return 0;
}

int cmd_move(struct call *call)
{
	struct refs refs;
	u32 before = 0;
	int rc;

	memset(&refs, 0, sizeof(refs));
	rc = move_args(call, &refs, &before);
	if (!rc)
		rc = move_destination(call, &refs, &before);
	if (!rc)
		rc = for_each(call, &refs, NULL, step_move, &before);
	if (!rc && refs.n)
		numbers_changed(call->s, call->menu->id);
	refs_clean(&refs);
	return rc;
}

/* ---- counters ---- */

static int step_reset(struct call *call, u32 id, void *arg, struct refusal *r)
{
	(void)arg;
	return call->s->store->ops->reset(call->s->store, call->menu->id, id, r);
}

int cmd_reset_counters(struct call *call)
{
	struct refs refs;
	int rc = only_refs(call, &refs);

	if (!rc)
		rc = for_each(call, &refs, NULL, step_reset, NULL);
	refs_clean(&refs);
	return rc;
}

int cmd_reset_counters_all(struct call *call)
{
	struct refusal r = { .offset = -1 };
	int rc = call_end(call);

	if (!rc)
		rc = call->s->store->ops->reset(call->s->store, call->menu->id, 0, &r);
	return rc && r.text[0] ? fail_store(call->s, call->off, &r, rc) : rc;
}
