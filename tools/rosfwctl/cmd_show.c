// SPDX-License-Identifier: GPL-2.0-only
/*
 * Commands that only look: find, get, :put, export. print has a file of its own.
 */
#include "expr.h"
#include "text.h"

/* A value goes to whoever asked: the command around, or a person. */
static void give(struct call *call, const char *text)
{
	struct session *s = call->s;

	if (call->result)
		*call->result = arena_strndup(&s->arena, text, strlen(text));
	else if (s->typed || s->interactive)
		fprintf(s->out, "%s\n", text);
}

/* "where" in front of conditions is optional in find. */
static void skip_where(struct call *call)
{
	struct cursor *c = call->c;

	skip_blanks(c);
	if (c->end - c->pos >= 5 && !memcmp(c->line->s + c->pos, "where", 5) &&
	    (c->end - c->pos == 5 || strchr(" \t(\"![", c->line->s[c->pos + 5])))
		c->pos += 5;
}

/**
 * struct finding - what find has found
 * @text: "*1;*2"
 */
struct finding {
	const struct expr *where;
	u32 menu;
	struct buf text;
};

static int find_id(void *arg, u32 id)
{
	struct finding *f = arg;
	char word[16];

	buf_add(&f->text, word, snprintf(word, sizeof(word), "%s*%X", f->text.n ? ";" : "", id));
	return f->text.failed ? -ENOMEM : 0;
}

static int find_row(void *arg, struct row *row)
{
	const struct finding *f = arg;

	return !f->where || expr_matches(f->where, f->menu, row) ? find_id(arg, row->item->id) : 0;
}

static int find_connections(struct call *call, struct finding *f)
{
	struct search q = { .menu = f->menu, .equal = expr_equal(f->where, f->menu), .arg = f };
	struct store *store = call->s->store;
	struct refusal r = { .offset = -1 };
	int rc;

	if (f->where)
		q.found = find_row;
	else
		q.seen = find_id;
	rc = store->ops->search(store, &q, &r);
	rosfw_item_put((struct rosfw_item *)q.equal);
	return rc ? fail_store(call->s, call->off, &r, rc) : 0;
}

/* Rules that the system made are not found: nobody can do anything with them. */
static int find_listed(struct call *call, struct finding *f)
{
	bool rules = rosfw_menus[f->menu].type == ROSFW_MENU_RULES;
	struct rows rows;
	u32 i;
	int rc = session_list(call->s, call->off, f->menu, &rows);

	if (rc)
		return rc;
	for (i = 0; !rc && i < rows.n; i++)
		if (!rules || rows.row[i].item->id < ROSFW_ID_SYSTEM)
			rc = find_row(f, &rows.row[i]);
	rows_clean(&rows);
	return rc ? fail(call->s, NOWHERE, "out of memory") : 0;
}

int cmd_find(struct call *call)
{
	struct finding f = { .menu = call->menu->id };
	bool search = rosfw_menus[f.menu].type == ROSFW_MENU_CONNECTIONS && call->s->store->ops->search;
	struct expr *e;
	int rc;

	skip_where(call);
	rc = expr_parse(call, &e);
	if (rc)
		return rc;
	f.where = e;
	rc = search ? find_connections(call, &f) : find_listed(call, &f);
	if (!rc)
		give(call, buf_text(&f.text));
	buf_free(&f.text);
	expr_free(e);
	return rc;
}

/* ---- get ---- */

static int get_args(struct call *call, char **ref, u32 *ref_off, char **name, u32 *name_off)
{
	struct arg arg;
	char *text;
	int rc;

	*ref = *name = NULL;
	if (menu_is_settings(call->menu->id))
		*ref = arena_strndup(&call->s->arena, "0", 1);	/* it is the only one */
	while ((rc = call_arg(call, &arg)) > 0) {
		bool number = arg.eq && arg.name && (!strcmp(arg.name, "number") || !strcmp(arg.name, "numbers"));
		bool value_name = arg.eq && arg.name && !strcmp(arg.name, "value-name");

		if (arg.negated || (arg.eq && !number && !value_name))
			return unexpected(call, &arg);
		text = call_value(call, &arg.value);
		if (!text)
			return -EINVAL;
		if (!*ref && !value_name) {
			*ref = text;
			*ref_off = arg.value.from;
		} else if (!*name && !number) {
			*name = text;
			*name_off = arg.value.from;
		} else {
			return unexpected(call, &arg);
		}
	}
	return !rc && !*ref ? missing(call, "number") : rc;
}

static int get_row(struct call *call, const struct row *row, const char *name)
{
	struct print_options opt = { .as_value = true, .width = 80 };
	u32 menu = call->menu->id;
	struct rows one = { .row = (struct row *)(uintptr_t)row, .n = 1 };
	char *text = NULL;
	size_t size;
	FILE *out;

	if (name) {
		text = row_text(menu, row, name);
	} else {
		out = open_memstream(&text, &size);
		if (!out)
			return fail(call->s, NOWHERE, "out of memory");
		print_rows(out, menu, &one, &opt);
		fclose(out);
		text[strcspn(text, "\n")] = 0;
	}
	give(call, text ? text : "");
	free(text);
	return 0;
}

int cmd_get(struct call *call)
{
	u32 menu = call->menu->id, ref_off = 0, name_off = 0, i, id;
	struct session *s = call->s;
	char *ref, *name;
	struct rows rows;
	int rc;

	rc = get_args(call, &ref, &ref_off, &name, &name_off);
	if (rc)
		return rc;
	if (name && !row_name_known(menu, name))
		return fail(s, name_off, "input does not match any value of value-name");
	if (!*ref || strpbrk(ref, ",;"))
		return fail(s, ref_off, "invalid internal item number");
	rc = refs_one(call, ref, ref_off, &id);
	if (!rc)
		rc = session_list(s, call->off, menu, &rows);
	if (rc)
		return rc;
	for (i = 0; i < rows.n && rows.row[i].item->id != id; i++)
		;
	rc = i < rows.n ? get_row(call, &rows.row[i], name) : fail(s, ref_off, "no such item");
	rows_clean(&rows);
	return rc;
}

/* ---- :put ---- */

int cmd_put(struct call *call)
{
	struct arg arg;
	char *text;
	int rc = call_arg(call, &arg);

	if (rc < 0)
		return rc;
	if (!rc)
		return missing(call, "message");
	if (arg.negated || (arg.eq && strcmp(arg.name, "message")))
		return unexpected(call, &arg);
	text = call_value(call, &arg.value);
	if (!text)
		return -EINVAL;
	rc = call_end(call);
	if (!rc)
		fprintf(call->s->out, "%s\n", text);
	return rc;
}

/* ---- export ---- */

static const char *const export_names[] = {
	"compact", "verbose", "terse", "file", "where", "show-sensitive", "hide-sensitive", NULL
};

enum { EXPORT_COMPACT, EXPORT_VERBOSE, EXPORT_TERSE, EXPORT_FILE, EXPORT_WHERE };

struct export_args {
	struct export_options opt;
	const char *file;
	u32 file_off;
	struct expr *where;
};

static int export_option(struct call *call, struct export_args *x, const struct arg *arg)
{
	struct session *s = call->s;
	char list[200];
	int i;

	if (!arg->name || arg->negated)
		return unexpected(call, arg);
	i = name_match(arg->name, export_names, list, sizeof(list));
	if (i == NAME_AMBIGUOUS)
		return fail(s, arg->off, "ambiguous parameter %s: %s", arg->name, list);
	if (i == NAME_NONE)
		return fail(s, arg->off, "bad parameter %s", arg->name);
	if (i == EXPORT_FILE) {
		if (!arg->eq)
			return fail(s, arg->off, "missing value of argument file");
		x->file = call_value(call, &arg->value);
		x->file_off = arg->value.from;
		return x->file ? 0 : -EINVAL;
	}
	if (arg->eq)
		return unexpected(call, arg);
	x->opt.verbose |= i == EXPORT_VERBOSE;
	x->opt.terse |= i == EXPORT_TERSE;
	if (i != EXPORT_WHERE)
		return 0;
	if (!call->menu->id)
		return fail(s, arg->off, "where needs one menu, as in /ip firewall filter export where");
	return expr_parse(call, &x->where);
}

static int export_args(struct call *call, struct export_args *x)
{
	struct arg arg;
	int rc;

	while ((rc = call_arg(call, &arg)) > 0) {
		rc = export_option(call, x, &arg);
		if (rc)
			return rc;
	}
	return rc;
}

static int export_menus(struct call *call, const struct export_args *x, FILE *out)
{
	struct rows rows;
	const u32 *menu;
	int rc;

	for (menu = export_order; *menu; menu++) {
		if (!menu_inside(menu_of(*menu), call->menu) || (x->where && *menu != call->menu->id))
			continue;
		rc = session_list(call->s, call->off, *menu, &rows);
		if (rc)
			return rc;
		expr_select(x->where, *menu, &rows);
		export_menu(out, *menu, &rows, &x->opt);
		rows_clean(&rows);
	}
	return 0;
}

static int export_to_file(struct call *call, const struct export_args *x)
{
	const char *dot = strrchr(x->file, '.');
	const char *name = arena_printf(&call->s->arena, "%s%s", x->file, dot && !strcmp(dot, ".rsc") ? "" : ".rsc");
	FILE *out;
	int rc;

	if (!*x->file)
		return fail(call->s, x->file_off, "invalid value for argument file");
	out = fopen(name, "we");
	if (!out)
		return fail(call->s, x->file_off, "cannot write %s: %s", name, strerror(errno));
	rc = export_menus(call, x, out);
	if (fclose(out) && !rc)
		rc = fail(call->s, x->file_off, "cannot write %s: %s", name, strerror(errno));
	return rc;
}

int cmd_export(struct call *call)
{
	struct export_args x;
	int rc;

	memset(&x, 0, sizeof(x));
	rc = export_args(call, &x);
	if (!rc && x.file)
		rc = export_to_file(call, &x);
	else if (!rc)
		rc = export_menus(call, &x, call->s->out);
	expr_free(x.where);
	return rc;
}
