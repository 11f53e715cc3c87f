// SPDX-License-Identifier: GPL-2.0-only
/*
 * Arguments -> properties of an item.
 *
 * Names may be shortened; names of properties that this version has not take part, so that a short form means the same
 * in every version. The place of every value is kept, for what the core or the kernel may have to say about it.
 */
#include "session.h"
#include "text.h"

#define NAMES_MAX	160

/* What a name of an argument may mean in one menu. */
struct arg_names {
	const char *name[NAMES_MAX + 1];
	u16 prop[NAMES_MAX];		/* 0: not a property of this menu */
	s16 extra[NAMES_MAX];		/* index of an extra name, -1: none */
	u32 n;
};

static void names_put(struct arg_names *k, const char *name, u16 prop, s16 extra)
{
	if (k->n == NAMES_MAX)
		return;
	k->prop[k->n] = prop;
	k->extra[k->n] = extra;
	k->name[k->n++] = name;
	k->name[k->n] = NULL;
}

static void names_of(struct arg_names *k, u32 menu, const char *const *extra)
{
	const u16 *p;
	int i;

	k->n = 0;
	for (p = rosfw_menus[menu].props; *p; p++)
		names_put(k, rosfw_properties[*p].name, *p, -1);
	for (i = 0; extra[i]; i++)
		names_put(k, extra[i], 0, i);
	if (rosfw_menus[menu].type == ROSFW_MENU_RULES)
		for (i = 0; known_matchers[i]; i++)
			names_put(k, known_matchers[i], 0, -1);
}

/* Of some menu. */
static bool is_property(const char *word)
{
	u16 i;

	for (i = ROSFW_A_PROPERTY_FIRST; i <= ROSFW_A_MAX; i++)
		if (rosfw_properties[i].name && !strcmp(rosfw_properties[i].name, word))
			return true;
	return name_known(word, known_matchers);
}

/* "ports" where there is "port": whoever knows the one may mean the other. */
static bool is_form_of(u32 menu, const char *word, const char *name)
{
	size_t n = strlen(name);

	return menu_property(menu, name, n) && !strncmp(word, name, n);
}

/* The name means nothing here: says what it is elsewhere, or what was meant. */
static int fail_name(struct call *call, const char *word, u32 off, const struct arg_names *k)
{
	const char *near = suggest(word, k->name);
	struct session *s = call->s;

	if (!is_property(word)) {
		fail(s, off, "bad parameter %s", word);
	} else {
		fail(s, off, "bad parameter %s: %s has no such property", word, menu_path(call->menu, &s->arena));
		if (near && !is_form_of(call->menu->id, word, near))
			near = NULL;
	}
	if (near)
		fault_hint(&s->fault, "did you mean %s?", near);
	return -EINVAL;
}

static int exact_name(u32 menu, const char *word, const char *const *extra, int *which)
{
	const u16 *p;

	for (p = rosfw_menus[menu].props; *p; p++)
		if (!strcmp(rosfw_properties[*p].name, word))
			return *p;
	for (*which = 0; extra[*which]; ++*which)
		if (!strcmp(extra[*which], word))
			return 0;
	return -1;
}

int arg_name(struct call *call, const struct arg *arg, const char *const *extra, int *which)
{
	u32 off = arg->off + arg->negated;
	struct arg_names k;
	char list[300];
	int i, prop;

	prop = exact_name(call->menu->id, arg->name, extra, which);
	if (prop < 0) {
		names_of(&k, call->menu->id, extra);
		i = name_match(arg->name, k.name, list, sizeof(list));
		if (i == NAME_AMBIGUOUS)
			return fail(call->s, off, "ambiguous parameter %s: %s", arg->name, list);
		if (i == NAME_NONE)
			return fail_name(call, arg->name, off, &k);
		*which = k.extra[i];
		prop = k.prop[i];
		if (!prop && *which < 0 && arg->negated)
			return 0;	/* "!ttl" where there is no ttl: nothing to remove */
		if (!prop && *which < 0)
			return fail(call->s, off, "property %s is not supported by this version", k.name[i]);
	}
	if (prop && rosfw_properties[prop].flags & ROSFW_PROP_READ_ONLY)
		return fail(call->s, off, "property %s is read only", rosfw_properties[prop].name);
	return prop;
}

/* ---- values ---- */

/* Letters, digits, hyphens and dots, not all of it digits: the name of a host. */
static bool is_host_name(const char *s)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

	return strpbrk(s, letters) && strchr(s, '.') &&
	       !s[strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._")];
}

/* Exports of old releases write what was once set and then emptied; it restricts nothing. */
static bool means_unset(u16 prop, const char *text)
{
	u8 kind = rosfw_properties[prop].kind;

	return !*text && (kind == ROSFW_KIND_PORTS || kind == ROSFW_KIND_FLAGS || kind == ROSFW_KIND_TCP_FLAGS);
}

static int fail_value(struct call *call, u16 prop, const struct word_value *v, const char *text,
		      const struct refusal *r)
{
	struct session *s = call->s;
	u32 off = v->from;

	if (prop == ROSFW_A_ACTION && name_known(text, known_actions))
		return fail(s, off, "action %s is not supported by this version", text);
	if (prop == ROSFW_A_ADDRESS && is_host_name(text))
		return fail(s, off, "host names in address lists are not supported by this version");
	if (r->offset >= 0 && v->kind == VALUE_TEXT && *text)
		off = value_offset(s->line, v, r->offset);
	fail(s, off, "%s", r->text);
	fault_hint(&s->fault, "%s", r->hint);
	return -EINVAL;
}

static int once(struct call *call, struct props *p, u16 prop, const struct arg *arg)
{
	if (p->at[prop])
		return fail(call->s, arg->off, "parameter %s is given twice", rosfw_properties[prop].name);
	p->at[prop] = arg->off + 1;
	return 0;
}

/* "fib" for "fib=yes". */
static int put_bare(struct call *call, struct props *p, u16 prop, const struct arg *arg)
{
	u8 yes = true;
	int rc = once(call, p, prop, arg);

	if (rc)
		return rc;
	p->values[prop].kind = VALUE_NONE;
	return rosfw_item_put_value(&p->b, prop, false, &yes, sizeof(yes)) ?
	       fail(call->s, NOWHERE, "out of memory") : 0;
}

int props_put(struct call *call, struct props *p, u16 prop, const struct arg *arg)
{
	struct refusal r = { .offset = -1 };
	char *text;
	int rc;

	if (!arg->eq && rosfw_properties[prop].flags & ROSFW_PROP_BARE)
		return put_bare(call, p, prop, arg);
	if (!arg->eq) {
		return fail(call->s, arg->off, "missing value of argument %s: write %s=", rosfw_properties[prop].name,
			    rosfw_properties[prop].name);
	}
	rc = once(call, p, prop, arg);
	if (rc)
		return rc;
	text = call_value(call, &arg->value);
	if (!text)
		return -EINVAL;
	p->values[prop] = arg->value;
	if (means_unset(prop, text)) {
		p->unset[p->nunset++] = prop;
		p->unset[p->nunset] = 0;
		return 0;
	}
	rc = text_parse(call->menu->id, prop, text, &p->b, &r);
	return rc ? fail_value(call, prop, &arg->value, text, &r) : 0;
}

bool prop_mandatory(u32 menu, u16 prop)
{
	switch (rosfw_menus[menu].type) {
	case ROSFW_MENU_RULES:
		return prop == ROSFW_A_CHAIN;
	case ROSFW_MENU_IFLISTS:
	case ROSFW_MENU_SERVICES:
	case ROSFW_MENU_TABLES:
		return prop == ROSFW_A_NAME;
	case ROSFW_MENU_SETTINGS:
		return false;
	default:
		return prop == ROSFW_A_LIST || prop == ROSFW_A_ADDRESS || prop == ROSFW_A_INTERFACE;
	}
}

int props_unset(struct call *call, struct props *p, u16 prop, const struct arg *arg)
{
	int rc = once(call, p, prop, arg);

	if (rc)
		return rc;
	if (prop_mandatory(call->menu->id, prop))
		return fail(call->s, arg->off, "missing value(s) of argument(s) %s", rosfw_properties[prop].name);
	p->unset[p->nunset++] = prop;
	p->unset[p->nunset] = 0;
	rosfw_item_unset(&p->b, prop);
	return 0;
}

u32 props_offset(struct call *call, const struct props *p, u16 prop)
{
	if (!prop || prop > ROSFW_A_MAX || !p->at[prop])
		return call->off;
	return p->values[prop].kind != VALUE_NONE ? p->values[prop].from : p->at[prop] - 1;
}

int props_fault(struct call *call, const struct props *p, const struct rosfw_error *err)
{
	return fail(call->s, props_offset(call, p, err->prop), "%s", err->text);
}

int props_refused(struct call *call, const struct props *p, const struct refusal *r, int rc)
{
	u16 prop = call->s->store->failed_prop;

	call->s->store->failed_prop = 0;
	return fail_store(call->s, props_offset(call, p, prop), r, rc);
}

void props_clean(struct props *p)
{
	rosfw_item_put(p->b.item);
	p->b.item = NULL;
}
