// SPDX-License-Identifier: GPL-2.0-only
/*
 * Rows of listings: holding them, their flags, and the text of anything that has a name in them.
 *
 * A row is an item and what the system says of it. A name is a property of the menu or one of its flags; find, get,
 * print and --json all ask here, so that they agree.
 */
#include "text.h"

/* ---- refusals ---- */

void refuse(struct refusal *r, int offset, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vsnprintf(r->text, sizeof(r->text), fmt, args);
	va_end(args);
	r->hint[0] = 0;
	r->offset = offset;
}

void refuse_hint(struct refusal *r, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vsnprintf(r->hint, sizeof(r->hint), fmt, args);
	va_end(args);
}

/* ---- rows ---- */

void rows_init(struct rows *rows)
{
	memset(rows, 0, sizeof(*rows));
}

int rows_add(struct rows *rows, const struct row *row)
{
	struct row *more;
	u32 room;

	if (rows->n == rows->room) {
		room = rows->room ? rows->room * 2 : 64;
		more = room > rows->room ? realloc(rows->row, (size_t)room * sizeof(*more)) : NULL;
		if (!more)
			return -ENOMEM;
		rows->row = more;
		rows->room = room;
	}
	rows->row[rows->n++] = *row;
	return 0;
}

void row_clean(struct row *row)
{
	if (!row->item)
		return;
	rosfw_item_put(row->item);
	free(row->invalid);
}

void rows_clean(struct rows *rows)
{
	u32 i;

	for (i = 0; i < rows->n; i++)
		row_clean(&rows->row[i]);
	free(rows->row);
	rows_init(rows);
}

/* ---- flags ---- */

static const struct row_flag rule_flags[] = {
	{ ROW_DISABLED, 'X', 0, "disabled" },
	{ ROSFW_FLAG_INVALID, 'I', 0, "invalid" },
	{ ROSFW_FLAG_DYNAMIC, 'D', 1, "dynamic" },
	{ 0 }
};

static const struct row_flag entry_flags[] = {
	{ ROW_DISABLED, 'X', 0, "disabled" },
	{ ROSFW_FLAG_DYNAMIC, 'D', 0, "dynamic" },
	{ 0 }
};

static const struct row_flag service_flags[] = {
	{ ROW_DISABLED, 'X', 0, "disabled" },
	{ ROSFW_FLAG_INVALID, 'I', 0, "invalid" },
	{ 0 }
};

static const struct row_flag no_flags[] = {
	{ 0 }
};

static const struct row_flag list_flags[] = {
	{ ROSFW_FLAG_BUILTIN, '*', 0, "builtin" },
	{ ROSFW_FLAG_DYNAMIC, 'D', 0, "dynamic" },
	{ 0 }
};

static const struct row_flag table_flags[] = {
	{ ROW_DISABLED, 'X', 0, "disabled" },
	{ ROSFW_FLAG_BUILTIN, '*', 0, "builtin" },
	{ 0 }
};

static const struct row_flag connection_flags[] = {
	{ ROSFW_FLAG_EXPECTED, 'E', 0, "expected" },
	{ ROSFW_FLAG_SEEN_REPLY, 'S', 1, "seen-reply" },
	{ ROSFW_FLAG_ASSURED, 'A', 2, "assured" },
	{ ROSFW_FLAG_CONFIRMED, 'C', 3, "confirmed" },
	{ ROSFW_FLAG_DYING, 'D', 4, "dying" },
	{ ROSFW_FLAG_FASTTRACK, 'F', 5, "fasttrack" },
	{ ROSFW_FLAG_HW_OFFLOAD, 'H', 6, "hw-offload" },
	{ ROSFW_FLAG_SRCNAT, 's', 7, "srcnat" },
	{ ROSFW_FLAG_DSTNAT, 'd', 8, "dstnat" },
	{ ROSFW_FLAG_USES_HELPER, 'h', 9, "uses-helper" },
	{ 0 }
};

const struct row_flag *menu_flags(u32 menu)
{
	switch (rosfw_menus[menu].type) {
	case ROSFW_MENU_RULES:
		return rule_flags;
	case ROSFW_MENU_IFLISTS:
		return list_flags;
	case ROSFW_MENU_TABLES:
		return table_flags;
	case ROSFW_MENU_CONNECTIONS:
		return connection_flags;
	case ROSFW_MENU_SERVICES:
		return service_flags;
	case ROSFW_MENU_SETTINGS:
		return no_flags;
	default:
		return entry_flags;
	}
}

bool menu_is_rules(u32 menu)
{
	return rosfw_menus[menu].type == ROSFW_MENU_RULES;
}

bool menu_is_settings(u32 menu)
{
	return rosfw_menus[menu].type == ROSFW_MENU_SETTINGS;
}

/* Are all items there from the start, so that they are exported as changes? */
bool menu_is_fixed(u32 menu)
{
	return menu_is_settings(menu) || rosfw_menus[menu].type == ROSFW_MENU_SERVICES;
}

static bool is_disabled(const struct rosfw_item *item)
{
	const char *defval = rosfw_item_default(item, ROSFW_A_DISABLED);

	return rosfw_item_u32(item, ROSFW_A_DISABLED, defval && !strcmp(defval, "yes"));
}

u32 row_flags(const struct row *row)
{
	u32 flags = row->flags | row->item->flags;

	if (row->invalid)
		flags |= ROSFW_FLAG_INVALID;
	if (rosfw_menu_has(row->item->menu, ROSFW_A_DISABLED) && is_disabled(row->item))
		flags |= ROW_DISABLED;
	if (rosfw_item_bool(row->item, ROSFW_A_DYNAMIC))
		flags |= ROSFW_FLAG_DYNAMIC;
	return flags;
}

/* ---- values ---- */

u16 menu_property(u32 menu, const char *name, size_t n)
{
	const u16 *p;

	for (p = rosfw_menus[menu].props; *p; p++)
		if (!strncmp(rosfw_properties[*p].name, name, n) && !rosfw_properties[*p].name[n])
			return *p;
	return 0;
}

bool row_default_exported(u32 menu, const struct row *row, u16 prop)
{
	u32 action;

	if (!menu_is_rules(menu))
		return false;
	if (prop != ROSFW_A_ADDRESS_LIST_TIMEOUT)
		return prop == ROSFW_A_ACTION;
	action = rosfw_item_u32(row->item, ROSFW_A_ACTION, ROSFW_ACTION_ACCEPT);
	return action == ROSFW_ACTION_ADD_SRC_TO_ADDRESS_LIST || action == ROSFW_ACTION_ADD_DST_TO_ADDRESS_LIST;
}

bool row_default_shown(u32 menu, const struct row *row, u16 prop)
{
	if (menu_is_fixed(menu))
		return rosfw_item_default(row->item, prop);
	return row_default_exported(menu, row, prop);
}

bool row_write(struct buf *out, u32 menu, const struct row *row, u16 prop)
{
	const struct rosfw_value *v;

	if (menu_is_rules(menu) && (prop == ROSFW_A_PACKETS || prop == ROSFW_A_BYTES)) {
		buf_num(out, prop == ROSFW_A_PACKETS ? row->packets : row->bytes);
		return true;
	}
	v = rosfw_item_value(row->item, prop);
	if (v)
		text_write(out, menu, v);
	return v;
}

static const struct row_flag *flag_named(u32 menu, const char *name)
{
	const struct row_flag *f;

	for (f = menu_flags(menu); f->bit; f++)
		if (!strcmp(f->name, name))
			return f;
	return NULL;
}

static char *bool_text(const struct rosfw_item *item, u16 prop, const char *defval)
{
	if (!defval && !rosfw_item_value(item, prop))
		return NULL;
	return strdup(rosfw_item_u32(item, prop, defval && !strcmp(defval, "yes")) ? "true" : "false");
}

char *row_text(u32 menu, const struct row *row, const char *name)
{
	const struct row_flag *f = flag_named(menu, name);
	const char *defval;
	struct buf out = { };
	char id[16];
	u16 prop;

	if (f)
		return strdup(row_flags(row) & f->bit ? "true" : "false");
	if (!strcmp(name, ".id")) {
		snprintf(id, sizeof(id), "*%X", row->item->id);
		return strdup(id);
	}
	prop = menu_property(menu, name, strlen(name));
	if (!prop)
		return NULL;
	defval = rosfw_item_default(row->item, prop);
	if (rosfw_properties[prop].kind == ROSFW_KIND_BOOL)
		return bool_text(row->item, prop, defval);
	if (row_write(&out, menu, row, prop))
		return buf_take(&out);
	if (!defval || (prop == ROSFW_A_ADDRESS_LIST_TIMEOUT && !row_default_shown(menu, row, prop)))
		return NULL;
	return strdup(defval);
}

bool row_name_known(u32 menu, const char *name)
{
	return !strcmp(name, ".id") || menu_property(menu, name, strlen(name)) || flag_named(menu, name);
}
