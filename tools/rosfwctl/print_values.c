// SPDX-License-Identifier: GPL-2.0-only
/*
 * Listings for scripts: as-value (one line of name=value;...) and value-list (properties as rows, items as columns).
 * And settings, which are one item: a property on each line, names up to the same colon.
 */
#include "text.h"

static bool is_list(u8 kind)
{
	return kind == ROSFW_KIND_FLAGS || kind == ROSFW_KIND_PORTS || kind == ROSFW_KIND_TCP_FLAGS ||
	       kind == ROSFW_KIND_NAMES;
}

static void write_pair(FILE *out, const char *name, const char *text, u8 kind, bool *first)
{
	fprintf(out, "%s%s=", *first ? "" : ";", name);
	*first = false;
	for (; *text; text++)
		fputc(*text == ',' && is_list(kind) ? ';' : *text, out);
}

/* A property that is not set and whose default says nothing is left out. */
static void write_value(FILE *out, u32 menu, const struct row *row, const struct shown *shown, bool asked, bool *first)
{
	const struct rosfw_property *p = &rosfw_properties[shown->prop];
	bool wanted = asked || !shown->prop || row_default_shown(menu, row, shown->prop) ||
		      (menu_is_rules(menu) && (shown->prop == ROSFW_A_PACKETS || shown->prop == ROSFW_A_BYTES)) ||
		      rosfw_item_value(row->item, shown->prop);
	char *text = wanted ? row_text(menu, row, shown->name) : NULL;

	if (text && (asked || !shown->prop || !p->defval || p->kind == ROSFW_KIND_BOOL || *text))
		write_pair(out, shown->name, text, p->kind, first);
	free(text);
}

void print_as_value(FILE *out, u32 menu, const struct rows *rows, const struct print_options *opt)
{
	static const struct shown comment = { "comment", ROSFW_A_COMMENT }, disabled = { "disabled", 0 };
	bool settable = rosfw_menu_has(menu, ROSFW_A_DISABLED);
	struct shown shown[SHOWN_MAX];
	u32 n = print_shown(menu, opt, shown), i, k;
	bool first = true;

	for (i = 0; i < rows->n; i++) {
		const struct row *row = &rows->row[i];

		if (!menu_is_settings(menu)) {
			fprintf(out, "%s.id=*%X", first ? "" : ";", row->item->id);
			first = false;
		}
		for (k = 0; k < n; k++)
			if (strcmp(shown[k].name, ".id"))
				write_value(out, menu, row, &shown[k], opt->proplist, &first);
		if (opt->proplist)
			continue;
		if (rosfw_menu_has(menu, ROSFW_A_COMMENT))
			write_value(out, menu, row, &comment, false, &first);
		if (settable)
			write_value(out, menu, row, &disabled, true, &first);
	}
	if (rows->n)
		fputc('\n', out);
}

/* ---- value-list ---- */

/* The text of one cell in @cell. */
static void list_cell(struct buf *cell, u32 menu, const struct row *row, const struct shown *shown)
{
	struct buf value = { };
	char *text;

	buf_reset(cell);
	if (shown->prop && row_write(&value, menu, row, shown->prop)) {
		text_visible(cell, buf_text(&value));
	} else if (!shown->prop) {
		text = row_text(menu, row, shown->name);
		if (text)
			text_visible(cell, text);
		free(text);
	} else if (row_default_shown(menu, row, shown->prop)) {
		text_visible(cell, rosfw_item_default(row->item, shown->prop));
	}
	buf_free(&value);
}

static void list_line(FILE *out, u32 menu, const struct rows *rows, const struct shown *shown,
		      const u32 *width, u32 names)
{
	struct buf line = { }, cell = { };
	bool any = false;
	u32 i, n;

	for (n = strlen(shown->name); n < names; n++)
		buf_char(&line, ' ');
	buf_str(&line, shown->name);
	buf_char(&line, ':');
	for (i = 0; i < rows->n; i++) {
		list_cell(&cell, menu, &rows->row[i], shown);
		any |= cell.n != 0;
		buf_str(&line, i ? "  " : " ");
		buf_add(&line, cell.s, cell.n);
		for (n = text_columns(cell.s, cell.n); n < width[i]; n++)
			buf_char(&line, ' ');
	}
	while (line.n && line.s[line.n - 1] == ' ')
		line.n--;
	buf_char(&line, '\n');
	if (any)
		fwrite(line.s, 1, line.failed ? 0 : line.n, out);
	buf_free(&line);
	buf_free(&cell);
}

void print_value_list(FILE *out, u32 menu, const struct rows *rows, const struct print_options *opt)
{
	u32 *width = calloc(rows->n + 1, sizeof(*width)), names = 0, n, i, k;
	struct shown shown[SHOWN_MAX];
	struct buf cell = { };

	if (!width)
		return;
	n = print_shown(menu, opt, shown);
	if (!opt->proplist && rosfw_menu_has(menu, ROSFW_A_COMMENT) && n < SHOWN_MAX)
		shown[n++] = (struct shown){ "comment", ROSFW_A_COMMENT };
	for (k = 0; k < n; k++) {
		bool any = false;

		for (i = 0; i < rows->n; i++) {
			list_cell(&cell, menu, &rows->row[i], &shown[k]);
			width[i] = max(width[i], text_columns(cell.s, cell.n));
			any |= cell.n != 0;
		}
		if (any)
			names = max(names, (u32)strlen(shown[k].name));
	}
	for (k = 0; k < n; k++)
		list_line(out, menu, rows, &shown[k], width, names);
	free(width);
	buf_free(&cell);
}

/* ---- settings ---- */

#define SETTINGS_INDENT	2

void print_settings(FILE *out, u32 menu, const struct rows *rows, const struct print_options *opt)
{
	struct shown shown[SHOWN_MAX];
	struct buf cell = { };
	u32 n = print_shown(menu, opt, shown), width = 0, i, k;

	for (k = 0; k < n; k++)
		width = max(width, (u32)strlen(shown[k].name));
	for (i = 0; i < rows->n; i++) {
		for (k = 0; k < n; k++) {
			list_cell(&cell, menu, &rows->row[i], &shown[k]);
			if (cell.n)
				fprintf(out, "%*s: %s\n", SETTINGS_INDENT + (int)width, shown[k].name, buf_text(&cell));
		}
	}
	buf_free(&cell);
}
