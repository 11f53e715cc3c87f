/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Rows for tests of listings: items from a text, output as a text.
 */
#ifndef _ROSFW_TOOL_ROWS_H
#define _ROSFW_TOOL_ROWS_H

#include <stdlib.h>

#include "tap.h"
#include "text.h"

/* Adds the item that @spec describes, "chain=input|action=drop"; the row has the next number and id number + 1. */
static inline struct row *tool_row(struct rows *rows, u32 menu, const char *spec)
{
	struct row row = { .number = rows->n };
	struct rosfw_item_builder b;
	char *copy = strdup(spec), *p = copy, *part, *value;
	struct refusal r;

	rosfw_item_begin(&b, menu);
	while ((part = strsep(&p, "|"))) {
		value = strchr(part, '=');
		if (!value)
			continue;
		*value++ = 0;
		if (text_parse(menu, menu_property(menu, part, strlen(part)), value, &b, &r))
			tap_fail("%s=%s: %s", part, value, r.text);
	}
	free(copy);
	b.item->id = rows->n + 1;
	row.item = b.item;
	rows_add(rows, &row);
	return &rows->row[rows->n - 1];
}

/* What print_rows() writes; malloc()ed. */
static inline char *tool_print(u32 menu, const struct rows *rows, const struct print_options *opt)
{
	char *text = NULL;
	size_t n;
	FILE *out = open_memstream(&text, &n);

	print_rows(out, menu, rows, opt);
	fclose(out);
	return text;
}

static inline char *tool_export(u32 menu, const struct rows *rows, const struct export_options *opt)
{
	char *text = NULL;
	size_t n;
	FILE *out = open_memstream(&text, &n);

	export_menu(out, menu, rows, opt);
	fclose(out);
	return text;
}

static inline char *tool_json(u32 menu, const struct rows *rows)
{
	char *text = NULL;
	size_t n;
	FILE *out = open_memstream(&text, &n);

	tap_is(json_rows(out, menu, rows), 0);
	fclose(out);
	return text;
}

#endif /* _ROSFW_TOOL_ROWS_H */
