// SPDX-License-Identifier: GPL-2.0-only
/*
 * export: a menu as the commands that make it again.
 *
 * Properties stand in alphabetical order and only where they differ from their default; the action is always written.
 * Items that are there from the start are set, and only those that somebody changed.
 * Lines are wrapped before column 80 with a backslash, between arguments, behind a "=", or inside of quotes. The reader
 * drops the blanks at the start of a continued line, so a string is never cut in front of a blank. What comes out is
 * ASCII and depends on nothing but the items: importing it and exporting again gives the same bytes.
 */
#include "text.h"

#define LINE_MAX_COLUMN	79
#define INDENT		4

const u32 export_order[] = {
	ROSFW_MENU_INTERFACE_LIST,
	ROSFW_MENU_INTERFACE_LIST_MEMBER,
	ROSFW_MENU_ROUTING_TABLE,
	ROSFW_MENU_IP_CONNECTION_TRACKING,
	ROSFW_MENU_IP_ADDRESS_LIST,
	ROSFW_MENU_IP_FILTER,
	ROSFW_MENU_IP_MANGLE,
	ROSFW_MENU_IP_NAT,
	ROSFW_MENU_IP_RAW,
	ROSFW_MENU_IP_SERVICE_PORT,
	ROSFW_MENU_IP_HOTSPOT_HOST,
	ROSFW_MENU_IP_SETTINGS,
	ROSFW_MENU_IPV6_ADDRESS_LIST,
	ROSFW_MENU_IPV6_FILTER,
	ROSFW_MENU_IPV6_MANGLE,
	ROSFW_MENU_IPV6_NAT,
	ROSFW_MENU_IPV6_RAW,
	ROSFW_MENU_IPV6_SETTINGS,
	0
};

/**
 * struct writer - a command being written
 * @column: characters on the current line
 * @wrap: lines are wrapped
 */
struct writer {
	FILE *out;
	u32 column;
	bool wrap;
};

/* ---- lines ---- */

static void put(struct writer *w, const char *s, size_t n)
{
	fwrite(s, 1, n, w->out);
	w->column += n;
}

static void cut(struct writer *w)
{
	fputs("\\\n    ", w->out);
	w->column = INDENT;
}

/* Is there room for @n more characters, a blank and a backslash? */
static bool fits(const struct writer *w, u32 column, size_t n)
{
	return !w->wrap || column + n + 2 <= LINE_MAX_COLUMN;
}

/* Bytes of the character or escape at @s inside of quotes. */
static u32 unit_length(const char *s)
{
	if (*s != '\\')
		return 1;
	return strchr("0123456789ABCDEF", s[1]) ? 3 : 2;
}

/* A text in quotes that is longer than a line. */
static void put_long(struct writer *w, const char *s)
{
	u32 n;

	for (; *s; s += n) {
		n = unit_length(s);
		if (*s != ' ' && w->column + n + 1 > LINE_MAX_COLUMN)
			cut(w);
		put(w, s, n);
	}
}

static void put_argument(struct writer *w, const char *name, const char *value)
{
	size_t n = strlen(name), len = value ? strlen(value) : 0;
	struct buf quoted = { };

	put(w, " ", 1);
	if (!fits(w, w->column, n))
		cut(w);
	put(w, name, n);
	if (!value)
		return;
	put(w, "=", 1);
	if (fits(w, w->column, len)) {
		put(w, value, len);
	} else if (fits(w, INDENT, len)) {
		cut(w);
		put(w, value, len);
	} else if (*value == '"') {
		put_long(w, value);
	} else {
		/* Only inside of quotes is it certain that the parts are joined again. */
		buf_char(&quoted, '"');
		buf_str(&quoted, value);
		buf_char(&quoted, '"');
		put_long(w, buf_text(&quoted));
		buf_free(&quoted);
	}
}

/* ---- items ---- */

struct sorted {
	u16 prop[ROSFW_A_MAX + 1];
	u32 n;
};

static int by_name(const void *a, const void *b)
{
	return strcmp(rosfw_properties[*(const u16 *)a].name, rosfw_properties[*(const u16 *)b].name);
}

static void sort_properties(u32 menu, struct sorted *sorted)
{
	const u16 *p;

	sorted->n = 0;
	for (p = rosfw_menus[menu].props; *p; p++) {
		if (rosfw_properties[*p].flags & ROSFW_PROP_READ_ONLY)
			continue;
		if (*p == ROSFW_A_TIMEOUT)
			continue;	/* what has one is dynamic */
		if (*p == ROSFW_A_NAME && menu_is_fixed(menu))
			continue;	/* it says which item is meant */
		sorted->prop[sorted->n++] = *p;
	}
	qsort(sorted->prop, sorted->n, sizeof(u16), by_name);
}

/* Is there something to write of the property? Its value, or its default if it has none, in @value. */
static bool property_value(struct buf *value, u32 menu, const struct row *row, u16 prop, bool verbose)
{
	const char *defval = rosfw_item_default(row->item, prop);
	bool set = prop != row->chosen && row_write(value, menu, row, prop);

	if (set && (!defval || strcmp(buf_text(value), defval)))
		return true;
	if (!set && defval)
		buf_str(value, defval);
	return defval && (verbose || row_default_exported(menu, row, prop));
}

/* A service has only some of the properties of its menu. */
static bool can_have(u32 menu, const struct row *row, u16 prop)
{
	return rosfw_menus[menu].type != ROSFW_MENU_SERVICES || rosfw_item_default(row->item, prop);
}

static void put_property(struct writer *w, u32 menu, const struct row *row, u16 prop, bool verbose)
{
	const char *name = rosfw_properties[prop].name;
	struct buf value = { }, quoted = { };
	char unset[48];

	if (property_value(&value, menu, row, prop, verbose)) {
		bool bare = rosfw_properties[prop].flags & ROSFW_PROP_BARE && !strcmp(buf_text(&value), "yes");

		quote_export(&quoted, buf_text(&value));
		put_argument(w, name, bare ? NULL : buf_text(&quoted));
	} else if (!value.n && verbose && can_have(menu, row, prop)) {
		snprintf(unset, sizeof(unset), "!%s", name);
		put_argument(w, unset, NULL);
	}
	buf_free(&value);
	buf_free(&quoted);
}

static bool differs(u32 menu, const struct row *row, const struct sorted *sorted)
{
	struct buf value = { };
	bool any = false;
	u32 k;

	for (k = 0; k < sorted->n && !any; k++) {
		buf_reset(&value);
		any = property_value(&value, menu, row, sorted->prop[k], false);
	}
	buf_free(&value);
	return any;
}

static bool is_exported(u32 menu, const struct row *row, const struct sorted *sorted, bool verbose)
{
	if (menu_is_fixed(menu))
		return verbose || differs(menu, row, sorted);
	return !(row_flags(row) & (ROSFW_FLAG_DYNAMIC | ROSFW_FLAG_BUILTIN)) &&
	       !rosfw_item_value(row->item, ROSFW_A_TIMEOUT);
}

/* "add", "set" or "set NAME". */
static void put_command(struct writer *w, u32 menu, const struct row *row)
{
	const char *name = menu_is_fixed(menu) ? rosfw_item_string(row->item, ROSFW_A_NAME) : NULL;

	put(w, menu_is_fixed(menu) ? "set" : "add", 3);
	if (name)
		put_argument(w, name, NULL);
}

static void put_remark(FILE *out, const char *text)
{
	struct buf line = { };

	buf_str(&line, "# ");
	text_visible(&line, text);
	fprintf(out, "%s\n", buf_text(&line));
	buf_free(&line);
}

void export_menu(FILE *out, u32 menu, const struct rows *rows, const struct export_options *opt)
{
	struct writer w = { .out = out, .wrap = !opt->terse };
	struct sorted sorted;
	bool begun = false;
	u32 i, k;

	sort_properties(menu, &sorted);
	for (i = 0; i < rows->n; i++) {
		const struct row *row = &rows->row[i];

		if (!is_exported(menu, row, &sorted, opt->verbose))
			continue;
		if (!begun && !opt->terse)
			fprintf(out, "/%s\n", rosfw_menus[menu].path);
		begun = true;
		if (row->invalid)
			put_remark(out, row->invalid);
		w.column = opt->terse ? fprintf(out, "/%s ", rosfw_menus[menu].path) : 0;
		put_command(&w, menu, row);
		for (k = 0; k < sorted.n; k++)
			put_property(&w, menu, row, sorted.prop[k], opt->verbose);
		fputc('\n', out);
	}
}

void export_header(FILE *out, const char *version)
{
	fprintf(out, "# by rosfw %s\n#\n", version);
}
