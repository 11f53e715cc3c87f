// SPDX-License-Identifier: GPL-2.0-only
/*
 * export: a menu as the commands that make it again.
 *
 * Properties stand in alphabetical order and only where they differ from their default; the action is always written.
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
	ROSFW_MENU_IP_ADDRESS_LIST,
	ROSFW_MENU_IP_FILTER,
	ROSFW_MENU_IP_NAT,
	ROSFW_MENU_IP_RAW,
	ROSFW_MENU_IPV6_ADDRESS_LIST,
	ROSFW_MENU_IPV6_FILTER,
	ROSFW_MENU_IPV6_NAT,
	ROSFW_MENU_IPV6_RAW,
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
		sorted->prop[sorted->n++] = *p;
	}
	qsort(sorted->prop, sorted->n, sizeof(u16), by_name);
}

static void put_property(struct writer *w, u32 menu, const struct row *row, u16 prop, bool verbose)
{
	const struct rosfw_property *p = &rosfw_properties[prop];
	struct buf value = { }, quoted = { };
	char unset[48];
	bool set = row_write(&value, menu, row, prop);
	bool same;

	if (!set && p->defval)
		buf_str(&value, p->defval);
	same = p->defval && !strcmp(buf_text(&value), p->defval);
	if (!set && !p->defval) {
		snprintf(unset, sizeof(unset), "!%s", p->name);
		if (verbose)
			put_argument(w, unset, NULL);
	} else if (!same || verbose || row_default_shown(menu, row, prop)) {
		quote_export(&quoted, buf_text(&value));
		put_argument(w, p->name, buf_text(&quoted));
	}
	buf_free(&value);
	buf_free(&quoted);
}

static bool is_exported(const struct row *row)
{
	return !(row_flags(row) & (ROSFW_FLAG_DYNAMIC | ROSFW_FLAG_BUILTIN)) &&
	       !rosfw_item_value(row->item, ROSFW_A_TIMEOUT);
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

		if (!is_exported(row))
			continue;
		if (!begun && !opt->terse)
			fprintf(out, "/%s\n", rosfw_menus[menu].path);
		begun = true;
		if (row->invalid)
			put_remark(out, row->invalid);
		w.column = opt->terse ? fprintf(out, "/%s ", rosfw_menus[menu].path) : 0;
		put(&w, "add", 3);
		for (k = 0; k < sorted.n; k++)
			put_property(&w, menu, row, sorted.prop[k], opt->verbose);
		fputc('\n', out);
	}
}

void export_header(FILE *out, const char *version)
{
	fprintf(out, "# by rosfw %s\n#\n", version);
}
